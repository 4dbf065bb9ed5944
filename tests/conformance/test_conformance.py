"""Every conformance case on every engine (tests/conformance/README.md)."""

from __future__ import annotations

from functools import cache

import pytest

from cchc_rules.evaluation import evaluate
from tests.conformance import suite
from tests.conformance.engines import ENGINES, Answer

BY_NAME = {engine.name: engine for engine in ENGINES}
CASES = [
    pytest.param(group, case, id=f"{group.id}: {case.sentence}") for group in suite.groups() for case in group.cases
]
DECIDED = [param for param in CASES if not param.values[1].invalid]
WITH_MISSING = [param for param in CASES if param.values[1].missing is not None]
INVALID = [param for param in CASES if param.values[1].invalid]


@cache
def answers(engine: str, group_id: str) -> dict[str, Answer]:
    """What an engine says of every case of a group, asked in as few batches as programs and dates allow."""
    group = next(group for group in suite.groups() if group.id == group_id)
    batches: dict[tuple[int, object], list[suite.Case]] = {}
    for case in group.cases:
        if not case.invalid:
            batches.setdefault((id(suite.program(group, case)), case.as_of), []).append(case)
    found = {}
    for cases in batches.values():
        rows = [suite.parsed(group, case).candidate.values for case in cases]
        given = BY_NAME[engine].answers(suite.program(group, cases[0]), rows, cases[0].as_of)
        found |= {case.sentence: answer for case, answer in zip(cases, given, strict=True)}
    return found


@pytest.mark.parametrize("engine", sorted(BY_NAME))
@pytest.mark.parametrize(("group", "case"), DECIDED)
def test_case(engine, group, case):
    """The engine gives the outcomes, the verdict and the failed checks the case expects."""
    assert () == suite.parsed(group, case).problems
    answer = answers(engine, group.id)[case.sentence]
    if case.outcomes is not None:
        assert case.expected() == suite.without_anchor(group, answer.outcomes)
    if case.verdict is not None:
        assert case.verdict == answer.verdict
    assert (case.failed or ()) == answer.failed
    if answer.measured is not None:
        names = [one.name for one in suite.program(group, case).results]
        measured = dict(zip(names, answer.measured, strict=True))
        expected = {name: suite.read_result(given) for name, given in case.results.items()}
        assert expected == {name: suite.without_ends(measured[name]) for name in expected}


@pytest.mark.parametrize(("group", "case"), WITH_MISSING)
def test_missing(group, case):
    """The decision names exactly the facts an undecided criterion still hangs on."""
    decision = evaluate(suite.program(group, case), suite.facts(group, case), as_of=case.as_of)
    assert set(case.missing) == {str(path) for path in decision.missing_facts}


@pytest.mark.parametrize(("group", "case"), INVALID)
def test_invalid(group, case):
    """Wrong data is a problem, neither unknown nor false."""
    assert suite.parsed(group, case).problems


def test_enough_cases():
    """The suite holds at least 220 cases, each sentence once in its group."""
    assert len(CASES) >= 220
    assert len(CASES) == len({param.id for param in CASES})
