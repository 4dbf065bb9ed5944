"""What the cases of a ruleset would not notice: each thing in it changed, and the cases run on what comes of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import Any

from cchc_rules.analysis.cases import run_cases
from cchc_rules.analysis.comparison import compare
from cchc_rules.analysis.mutations import Mutation, Part, find_mutations
from cchc_rules.analysis.proofs import Certainty
from cchc_rules.analysis.selection_cases import run_selection_cases
from cchc_rules.language.documents.case_models import CasesDocument
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.problems import RulesetError
from cchc_rules.program.compiler import compile


@dataclass(frozen=True, slots=True)
class MutantReport:
    """How many changes of each part the cases notice, and the changes none of them does.

    A survivor is a hole in the cases, or means the same as the ruleset: only a proof tells which. ``equivalent`` are
    those that are proved to; they are no survivors. ``proves`` says that a proof was sought of each.
    """

    ruleset: Ruleset
    tried: Counter[Part]
    survivors: tuple[Mutation, ...]
    equivalent: tuple[Mutation, ...] = ()
    proves: bool = False

    def count_tried(self, part: Part) -> int:
        """How many changes of that part change what the ruleset means, as far as that is proved."""
        return self.tried[part] - sum(one.part == part for one in self.equivalent)

    def count_killed(self, part: Part) -> int:
        """How many changes of that part a case notices."""
        return self.count_tried(part) - sum(one.part == part for one in self.survivors)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "ruleset": self.ruleset.id,
            "version": self.ruleset.version,
            "tried": {part: self.count_tried(part) for part in self.tried},
            "killed": {part: self.count_killed(part) for part in self.tried},
            **({"equivalent": [_plain(one) for one in self.equivalent]} if self.proves else {}),
            "survivors": [_plain(one) for one in self.survivors],
        }


def _plain(one: Mutation) -> dict[str, Any]:
    return {
        "part": one.part,
        "category": one.category,
        "about": one.about,
        "before": one.before,
        "after": one.after,
        "where": {"line": one.span.line, "column": one.span.column},
    }


def try_mutants(ruleset: Ruleset, cases: CasesDocument | None, *, proves: bool = False) -> MutantReport:
    """Runs the cases on every change of the ruleset.

    With ``proves`` it is sought of each survivor whether it is proved to mean the same (`compare`, with z3); raises
    MissingDependency without it. Cost: the cases once a change, until one of them differs; half a second a proof.
    """
    tried: Counter[Part] = Counter()
    survivors: list[Mutation] = []
    equivalent: list[Mutation] = []
    for mutation in find_mutations(ruleset):
        if not _compiles(mutation):
            continue
        tried[mutation.part] += 1
        if not _survives(mutation, cases):
            continue
        same = proves and compare(ruleset, mutation.ruleset, category=mutation.category or None).certainty
        (equivalent if same is Certainty.PROVED else survivors).append(mutation)
    return MutantReport(ruleset, tried, tuple(survivors), tuple(equivalent), proves)


def _survives(mutation: Mutation, cases: CasesDocument | None) -> bool:
    """Whether every case comes out as it says all the same, those of selections too."""
    if cases is None:
        return True
    results = run_cases(mutation.ruleset, cases, mutation.category or None)
    return all(one.passed for one in chain(results, run_selection_cases(mutation.ruleset, cases)))


def _compiles(mutation: Mutation) -> bool:
    """Whether the change is a ruleset still; one that asks for more than a roll has, or multiplies out, is none."""
    changed = [mutation.category] if mutation.category else [one.id for one in mutation.ruleset.categories]
    try:
        for category in changed:
            compile(mutation.ruleset, category)
    except RulesetError:
        return False
    return True
