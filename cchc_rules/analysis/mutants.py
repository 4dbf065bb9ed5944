"""What the cases of a ruleset would not notice: each thing in it changed, and the cases run on what comes of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from cchc_rules.analysis.cases import run_cases
from cchc_rules.analysis.mutations import Mutation, Part, find_mutations
from cchc_rules.language.documents.case_models import CasesDocument
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.problems import RulesetError
from cchc_rules.program.compiler import compile


@dataclass(frozen=True, slots=True)
class MutantReport:
    """How many changes of each part the cases notice, and the changes none of them does.

    A survivor is a hole in the cases, or means the same as the ruleset: only a proof tells which.
    """

    ruleset: Ruleset
    tried: Counter[Part]
    survivors: tuple[Mutation, ...]

    def count_killed(self, part: Part) -> int:
        """How many changes of that part a case notices."""
        return self.tried[part] - sum(one.part == part for one in self.survivors)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "ruleset": self.ruleset.id,
            "version": self.ruleset.version,
            "tried": dict(self.tried),
            "killed": {part: self.count_killed(part) for part in self.tried},
            "survivors": [
                {
                    "part": one.part,
                    "category": one.category,
                    "about": one.about,
                    "before": one.before,
                    "after": one.after,
                    "where": {"line": one.span.line, "column": one.span.column},
                }
                for one in self.survivors
            ],
        }


def try_mutants(ruleset: Ruleset, cases: CasesDocument | None) -> MutantReport:
    """Runs the cases on every change of the ruleset. Cost: the cases once a change, until one of them differs."""
    tried: Counter[Part] = Counter()
    survivors = []
    for mutation in find_mutations(ruleset):
        if not _compiles(mutation):
            continue
        tried[mutation.part] += 1
        category = mutation.category or None
        if cases is None or all(result.passed for result in run_cases(mutation.ruleset, cases, category)):
            survivors.append(mutation)
    return MutantReport(ruleset, tried, tuple(survivors))


def _compiles(mutation: Mutation) -> bool:
    """Whether the change is a ruleset still; one that asks for more than a roll has, or multiplies out, is none."""
    changed = [mutation.category] if mutation.category else [one.id for one in mutation.ruleset.categories]
    try:
        for category in changed:
            compile(mutation.ruleset, category)
    except RulesetError:
        return False
    return True
