"""Coverage of a ruleset: which clauses its criteria take up, and which outcomes of each criterion its cases show."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from cchc_rules.analysis.cases import CaseResult, run_cases
from cchc_rules.analysis.result_coverage import PartCoverage, cover_results
from cchc_rules.analysis.selection_cases import run_selection_cases
from cchc_rules.engines.direct import engine as direct
from cchc_rules.evaluation import fact_reader
from cchc_rules.language.documents.case_models import CasesDocument
from cchc_rules.language.ruleset import Category, Clause, Criterion, Ruleset
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from cchc_rules.values import Outcome

EVERY: Final = (Outcome.MET, Outcome.UNMET, Outcome.UNKNOWN)
"""The outcomes any criterion can have; one that may not apply has all four."""


class Reach(StrEnum):
    """How a clause is dealt with."""

    COVERED = "covered"
    LEFT_OUT = "left_out"
    UNCOVERED = "uncovered"


@dataclass(frozen=True, slots=True)
class ClauseCoverage:
    """A clause with what cites it: criteria, results and selections as ``category/id``, parameters, its own scales."""

    clause: Clause
    criteria: tuple[str, ...]
    parameters: tuple[str, ...]
    scales: tuple[str, ...]

    @property
    def reach(self) -> Reach:
        """Covered when anything cites it, else left out when the ruleset says why, else uncovered."""
        if self.criteria or self.parameters or self.scales:
            return Reach.COVERED
        return Reach.LEFT_OUT if self.clause.left_out is not None else Reach.UNCOVERED


@dataclass(frozen=True, slots=True)
class CriterionCoverage:
    """A criterion or a member of a group, ``depth`` below the top, with the number of cases that show each outcome."""

    category: str
    criterion: Criterion
    depth: int
    due: tuple[Outcome, ...]
    seen: Mapping[Outcome, int]

    @property
    def unseen(self) -> tuple[Outcome, ...]:
        """The outcomes it can have that no case shows."""
        return tuple(outcome for outcome in self.due if not self.seen[outcome])


@dataclass(frozen=True, slots=True)
class Coverage:
    """What covers a ruleset: its clauses, its criteria in declared order, how many cases were run, which failed.

    ``parts`` are its tables, the lines of its scores and its grades, with what cases show of each; ``checks`` says by
    ``category/id`` how many cases show a check false.
    """

    ruleset: Ruleset
    clauses: tuple[ClauseCoverage, ...]
    criteria: tuple[CriterionCoverage, ...]
    cases: Mapping[str, int]
    failed: tuple[str, ...] = ()
    parts: tuple[PartCoverage, ...] = ()
    checks: Mapping[str, int] = field(default_factory=dict)

    @property
    def unseen_checks(self) -> tuple[str, ...]:
        """The checks that no case shows false."""
        return tuple(name for name, count in self.checks.items() if not count)

    @property
    def holes(self) -> int:
        """How many clauses are uncovered, outcomes, checks and situations unseen, and cases failed."""
        uncovered = sum(one.reach is Reach.UNCOVERED for one in self.clauses)
        unseen = sum(len(one.unseen) for one in self.criteria) + sum(len(one.unseen) for one in self.parts)
        return uncovered + unseen + len(self.unseen_checks) + len(self.failed)

    def to_dict(self) -> dict[str, Any]:
        """The coverage as plain data."""
        return {
            "ruleset": self.ruleset.id,
            "version": self.ruleset.version,
            "holes": self.holes,
            "cases": dict(self.cases),
            "failed": list(self.failed),
            "clauses": [_plain_clause(one) for one in self.clauses],
            "criteria": [_plain_criterion(one) for one in self.criteria],
            "parts": [one.to_dict() for one in self.parts],
            "checks": dict(self.checks),
        }


def find_coverage(ruleset: Ruleset, cases: CasesDocument | None) -> Coverage:
    """The coverage of a ruleset by its criteria, scores and grades, and by its cases, which are run.

    A case that fails shows nothing; it is named instead. Cost: that of the cases.
    """
    results = [] if cases is None else list(run_cases(ruleset, cases))
    passed = [result for result in results if result.passed]
    chosen = [] if cases is None else run_selection_cases(ruleset, cases)
    return Coverage(
        ruleset,
        tuple(_clauses(ruleset)),
        tuple(one for category in ruleset.categories for one in _criteria(category, passed)),
        {category.id: sum(one.category == category.id for one in results) for category in ruleset.categories},
        tuple(result.name for result in (*results, *chosen) if not result.passed),
        tuple(one for category in ruleset.categories for one in cover_results(category, passed)),
        dict(_checks(ruleset, cases)),
    )


def _checks(ruleset: Ruleset, cases: CasesDocument | None) -> Iterator[tuple[str, int]]:
    for category in ruleset.categories:
        seen = _see_checks(ruleset, cases, category.id)
        yield from ((f"{category.id}/{check.id}", seen[check.id]) for check in category.checks)


def _clauses(ruleset: Ruleset) -> Iterator[ClauseCoverage]:
    cited: dict[str, list[str]] = {}
    for category in ruleset.categories:
        for criterion in category.findings_order():
            for clause in criterion.clauses:
                cited.setdefault(clause.ref, []).append(f"{category.id}/{criterion.id}")
        citing = [*((one.name, one) for one in category.results), *((one.id, one) for one in category.selections)]
        for name, one in citing:
            for ref in dict.fromkeys(clause.ref for clause in one.list_clauses()):
                cited.setdefault(ref, []).append(f"{category.id}/{name}")
    written = json.loads(ruleset.canonical).get("scales", {})
    for clause in (clause for source in ruleset.sources for clause in source.clauses):
        named = tuple(one.name for one in ruleset.parameters if clause in one.every_clause)
        scales = tuple(scale.id for scale in ruleset.scales if written.get(scale.id, {}).get("source") == clause.ref)
        yield ClauseCoverage(clause, tuple(cited.get(clause.ref, ())), named, scales)


def _criteria(category: Category, results: Sequence[CaseResult]) -> Iterator[CriterionCoverage]:
    outcomes = [one.decision.outcomes for one in results if one.decision is not None and one.category == category.id]
    for top in category.criteria:
        due = EVERY if top.applies is None else tuple(Outcome)
        for criterion, depth in _below(top, 0):
            seen = {outcome: sum(one[criterion.id] is outcome for one in outcomes) for outcome in Outcome}
            yield CriterionCoverage(category.id, criterion, depth, due, seen)


def _below(criterion: Criterion, depth: int) -> Iterator[tuple[Criterion, int]]:
    """The criterion and its members with their depth. Recursion follows the nesting the language caps."""
    yield criterion, depth
    for member in criterion.members:
        yield from _below(member, depth + 1)


def _plain_clause(one: ClauseCoverage) -> dict[str, Any]:
    return {
        "clause": one.clause.ref,
        "at": {"vi": one.clause.at.vi, "en": one.clause.at.en},
        "reach": one.reach.value,
        "criteria": list(one.criteria),
        "parameters": list(one.parameters),
        "scales": list(one.scales),
    }


def _plain_criterion(one: CriterionCoverage) -> dict[str, Any]:
    return {
        "category": one.category,
        "criterion": one.criterion.id,
        "depth": one.depth,
        "seen": {outcome.value: one.seen[outcome] for outcome in one.due},
        "unseen": [outcome.value for outcome in one.unseen],
    }


def _see_checks(ruleset: Ruleset, cases: CasesDocument | None, category: str) -> Mapping[str, int]:
    """How many cases of a category that expect problems show each check false; 0 for a check none shows.

    Equal parameters are compiled once.
    """
    seen, programs = Counter[str](), dict[str, Program]()
    for case in () if cases is None else cases.cases:
        if case.problems is None or "false-check" not in case.problems or cases is None:
            continue
        if cases.category_of(case) == category:
            key = repr(sorted(case.parameters.items()))
            if key not in programs:
                programs[key] = compile(ruleset, category, parameters=case.parameters)
            program = programs[key]
            values = fact_reader(program).parse(cases.facts_of(case), as_of=case.as_of).candidate.values
            seen.update(program.checks[place].id for place in direct.code(program).failed(values, case.as_of))
    return seen
