"""Cases of a ruleset, run: what each expects held against what the engine decides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.scoring import Grade, Score, state_exactly
from cchc_rules.evaluation import evaluate
from cchc_rules.language.documents.case_models import CaseDocument, CaseResultValue, CasesDocument, EndsDocument
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.problems import FactError, ProblemsError, RulesetError
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program

NOTHING: Final = "–"
"""Of a difference: that nothing was expected, or that nothing came."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing a case expects and what came instead; ``about`` is verdict, missing, problems or a criterion's id."""

    about: str
    expected: str
    actual: str


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case that was run: it passed when nothing differs. ``error`` holds problems the case did not expect.

    ``decision`` is None when the facts were refused, as the case may have expected.
    """

    name: str
    category: str
    decision: Decision | None = None
    differences: tuple[Difference, ...] = ()
    error: ProblemsError | None = None

    @property
    def passed(self) -> bool:
        """Whether the case came out as it says."""
        return not self.differences and self.error is None


def run_cases(ruleset: Ruleset, cases: CasesDocument, category: str | None = None) -> Iterator[CaseResult]:
    """The result of every case in order, or of those of one category. Equal parameters are compiled once."""
    programs: dict[str, Program] = {}
    for case in cases.cases:
        own = cases.category_of(case)
        if category not in (None, own):
            continue
        key = f"{own} {sorted(case.parameters.items())!r}"
        try:
            if key not in programs:
                programs[key] = compile(ruleset, own, parameters=case.parameters)
            yield _run(programs[key], case, cases.facts_of(case))
        except (FactError, RulesetError) as error:
            yield CaseResult(case.name, own, error=error)


def _run(program: Program, case: CaseDocument, facts: Mapping[str, Any]) -> CaseResult:
    """The result of one case. Raises FactError when its facts are refused and it did not expect that."""
    category = program.category.id
    try:
        decision = evaluate(program, facts, as_of=case.as_of)
    except FactError as error:
        if case.problems is None:
            raise
        found = _differs("problems", _join(case.problems), _join(one.code for one in error.problems))
        return CaseResult(case.name, category, None, tuple(found))
    if case.problems is not None:
        return CaseResult(case.name, category, decision, (Difference("problems", _join(case.problems), NOTHING),))
    return CaseResult(case.name, category, decision, tuple(_decide_case(decision, case)))


def _decide_case(decision: Decision, case: CaseDocument) -> Iterator[Difference]:
    yield from _differs("verdict", case.verdict or "", decision.verdict.value)
    outcomes = {id: outcome.value for id, outcome in decision.outcomes.items()}
    for id, expected in case.outcomes.items():
        yield from _differs(id, expected, outcomes.get(id, NOTHING))
    for finding in decision.findings:
        if case.others is not None and finding.id not in case.outcomes:
            yield from _differs(finding.id, case.others, finding.outcome.value)
    if case.results:
        found = decision.results
        for name, wanted in case.results.items():
            yield from _differs(name, _state_expected(wanted), _state_found(found[name]) if name in found else NOTHING)
    if case.missing is not None:
        yield from _differs("missing", _join(case.missing), _join(fact.path for fact in decision.missing_facts))


def _state_expected(wanted: CaseResultValue) -> str:
    """What a case expects of a score or grade, in one way."""
    match wanted:
        case EndsDocument():
            return " .. ".join(
                NOTHING if end is None else state_exactly(Fraction(end)) for end in (wanted.from_, wanted.to)
            )
        case tuple():
            return " | ".join(wanted)
        case str() if not _NUMBER.fullmatch(wanted):
            return wanted
        case _:
            return state_exactly(Fraction(wanted))


def _state_found(result: Score | Grade) -> str:
    if isinstance(result, Grade):
        return " | ".join(result.possible)
    if result.exact is not None:
        return state_exactly(result.exact)
    return " .. ".join(NOTHING if end is None else state_exactly(end) for end in (result.low, result.high))


_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+|/[1-9][0-9]*)?")


def _differs(about: str, expected: str, actual: str) -> Iterator[Difference]:
    if expected != actual:
        yield Difference(about, expected, actual)


def _join(words: Iterator[str] | tuple[str, ...] | list[str]) -> str:
    return ", ".join(sorted(set(words))) or NOTHING
