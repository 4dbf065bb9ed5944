from datetime import date

import pytest
from hypothesis import given, settings

from cchc_rules import compile, evaluate, load_text
from cchc_rules.decisions.decision import UNDETERMINED, Decision
from cchc_rules.decisions.traces.builder import name_members
from cchc_rules.decisions.traces.trace import kind_name
from cchc_rules.facts.parser import parse
from cchc_rules.values import UNKNOWN, Outcome
from tests.decisions.generated import codes, decisions, seeds
from tests.decisions.made import good, program
from tests.generation.bodies import CATEGORY, document, text


def _paths(decision: Decision) -> list[str]:
    return [str(fact) for fact in decision.missing_facts]


@given(seeds)
@settings(max_examples=50, deadline=None)
def test_nothing_is_missing_once_the_verdict_stands(seed):
    """A decided verdict misses nothing; an undetermined one misses a fact or rests on a void point."""
    for decision, _ in decisions(seed):
        if decision.verdict_code != UNDETERMINED:
            assert decision.missing_facts == ()
        else:
            void = [cause for finding in decision.findings for cause in finding.causes.void]
            assert decision.missing_facts or void


@given(seeds)
@settings(max_examples=50, deadline=None)
def test_each_unknown_finding_names_its_causes(seed):
    """Every unknown finding has a missing fact or a void point, any other has neither."""
    for decision, _ in decisions(seed):
        for finding in decision.findings:
            causes = finding.causes
            assert bool(causes.missing or causes.void) is (finding.outcome is Outcome.UNKNOWN)


@given(seeds)
@settings(max_examples=50, deadline=None)
def test_filling_every_fact_that_is_not_named_settles_nothing(seed):
    """An unknown criterion stays unknown when all unknown facts but those it names are filled."""
    for decision, source in decisions(seed):
        program, values = decision.program, decision.values
        raw = {
            fact.name: _raw(fact, value) for fact, value in zip(program.facts, values, strict=True) if value is not None
        }
        full = parse(program.category, program.parameters, source.completions(raw)).candidate.values
        for lowered, finding in zip(program.criteria, decision.findings, strict=True):
            if finding.outcome is Outcome.UNKNOWN:
                kept = {fact.path for fact in finding.causes.missing}
                masked = tuple(
                    _masked(fact, before, after, fact.name, kept)
                    for fact, before, after in zip(program.facts, values, full, strict=True)
                )
                as_of = decision.as_of or (None if "as_of" in kept else date(2022, 6, 1))
                assert UNKNOWN == codes(program, masked, as_of)[lowered.position]


def _raw(fact, value):
    if isinstance(value, tuple):
        return [
            {one.name: _raw(one, field) for one, field in zip(fact.type.fields, member, strict=True)}
            for member in value
        ]
    return value


def _masked(fact, before, after, path, kept):
    """The filled value, unknown again where the path is kept; what was known stays."""
    if before is None:
        return None if path in kept else after
    if not isinstance(before, tuple):
        return before
    return tuple(
        tuple(
            _masked(one, old, new, f"{path}[{name}].{one.name}", kept)
            for one, old, new in zip(fact.type.fields, was, now, strict=True)
        )
        for name, was, now in zip(name_members(fact, before), before, after or before, strict=True)
    )


def test_members_of_lists_are_named():
    """A gap in a list is named by its path and by the member it belongs to."""
    units = [{"title": "Nội vụ", "on_time": None, "counted": True}]
    (missing,) = evaluate(program(), good(units=units)).missing_facts
    assert ("units[Nội vụ].on_time", ("Nội vụ",)) == (str(missing), missing.members)
    assert ("on-time", "most-on-time", "some-good") == missing.criteria


def test_data_come_before_judgements():
    """Facts to find are listed before judgements to ask for, each in the order of criteria, not of keys."""
    decision = evaluate(program(), good(cooperates=None, ideas=None, score=None, disciplined=None))
    assert ["disciplined", "score", "cooperates", "ideas"] == _paths(decision)
    assert ["measured", "measured", "judged", "judged"] == [fact.kind for fact in decision.missing_facts]


def test_an_unfavourable_verdict_misses_nothing():
    """What cannot change the verdict any more is not asked for."""
    assert [] == _paths(evaluate(program(), good(disciplined=True, score=None)))


def test_a_share_of_nothing_is_void_and_misses_nothing():
    """0 of 0 leaves a criterion unknown without a missing fact."""
    decision = evaluate(program(), good(staff=0, staff_good=0))
    assert [] == _paths(decision)
    assert ["share"] == [kind_name(trace.node) for trace in decision["conduct"].causes.void]


def test_a_void_side_makes_the_other_side_of_a_comparison_idle():
    """An empty list makes a share void, whatever else is unknown of it."""
    decision = evaluate(program(), good(units=[]))
    assert ["all"] == [kind_name(trace.node) for trace in decision["on-time"].causes.void]
    assert [] == _paths(decision)


@pytest.mark.parametrize("units", [[], [{"title": "Nội vụ", "on_time": 97, "counted": False}]])
def test_a_share_of_nobody_let_in_is_void(units):
    """Whether the list is empty or its filter lets nobody in, the outcome rests on a void point that is named."""
    decision = evaluate(program(), good(units=units))
    causes = decision["most-on-time"].causes
    assert ((), ["percent"]) == (causes.missing, [trace.to_dict()["kind"] for trace in causes.void])


def test_a_share_of_what_is_not_known_is_not_void():
    """While the whole may still be something, it is the whole that is missing."""
    causes = evaluate(program(), good(staff=None))["conduct"].causes
    assert (["staff"], ()) == ([str(fact) for fact in causes.missing], causes.void)


def test_a_long_sum_of_unknown_facts_names_each_once():
    """What an expression hangs on is found in one walk, however deep it nests."""
    names = [f"n{place}" for place in range(60)]
    body = {"facts": dict.fromkeys(names, "number"), "require": f"{' + '.join(names)} >= 1"}
    long = compile(load_text(text(document(body))), CATEGORY)
    assert names == _paths(evaluate(long, {}))
