import json

import pytest
from hypothesis import given, settings

from cchc_rules import EngineDisagreement
from cchc_rules.decisions.decision import Decision
from cchc_rules.evaluation import evaluate
from cchc_rules.values import OUTCOMES
from tests.decisions import recomputing
from tests.decisions.generated import codes, decisions, seeds
from tests.decisions.made import program


def _plain(decision: Decision) -> list[dict]:
    return json.loads(json.dumps(decision.to_dict(traces=True)))["traces"]


def check_traces(seed):
    """That outcomes and verdict follow from the traces alone."""
    for decision, _ in decisions(seed):
        traces = _plain(decision)
        assert [finding.outcome.value for finding in decision.findings] == list(map(recomputing.outcome, traces))
        assert decision.verdict_code == recomputing.verdict(traces)


@given(seeds)
@settings(max_examples=20, deadline=None)
def test_outcomes_are_found_again_from_the_trace_alone(seed):
    """A checker that sees only the traces, as JSON, finds every outcome and the verdict again (P5)."""
    check_traces(seed)


@pytest.mark.soak
def test_outcomes_of_many_programs_are_found_again():
    """The same at length."""
    for seed in range(3_000):
        check_traces(seed)


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_every_criterion_occurs_once_in_the_traces(seed):
    """Every criterion and member id occurs exactly once, in declared order."""

    def ids(trace):
        yield trace["id"]
        for member in trace.get("members", []):
            yield from ids(member)

    for decision, _ in decisions(seed, 2):
        assert [one.id for one in decision.program.order] == [id for trace in _plain(decision) for id in ids(trace)]


def _leaves(trace):
    for key in ("applies", "require", "filter", "body"):
        if key in trace:
            yield from _leaves(trace[key])
    for key in ("parts", "members"):
        for part in trace.get(key, []):
            yield from _leaves(part)
    if trace.get("kind") == "fact" and trace.get("truth") is not None:
        yield trace


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_a_flipped_leaf_gives_the_outcome_of_the_flipped_fact(seed):
    """Flipping a fact in the trace alone moves the outcome found again exactly as flipping the fact itself does."""
    for decision, _ in decisions(seed, 2):
        for fact in decision.program.facts:
            if isinstance(decision.values[fact.slot], bool):
                values = list(decision.values)
                values[fact.slot] = not values[fact.slot]
                flipped = codes(decision.program, tuple(values), decision.as_of)
                traces = _plain(decision)
                for leaf in (one for trace in traces for one in _leaves(trace) if one["path"] == fact.name):
                    leaf["truth"] = not leaf["truth"]
                wanted = [OUTCOMES[flipped[one.position]].value for one in decision.program.criteria]
                assert wanted == list(map(recomputing.outcome, traces))


def test_a_trace_that_comes_to_another_outcome_is_refused():
    """A decision whose codes are not what its trace finds raises EngineDisagreement when the trace is read."""
    found = evaluate(program(), {"disciplined": True})
    tampered = Decision(found.program, None, None, found.values, 0, (0,) * len(found.outcome_codes))
    with pytest.raises(EngineDisagreement, match="head-not-disciplined"):
        _ = tampered["head-not-disciplined"].trace


def test_traces_are_shared_between_equal_candidates():
    """Two decisions that read the same values give the very same trace."""
    one, other = (evaluate(program(), {"id": id, "disciplined": True}) for id in ("a", "b"))
    assert one["head-not-disciplined"].trace is other["head-not-disciplined"].trace


def test_provenance_is_laid_on_the_trace_of_its_own_decision():
    """Who said so, when, by which document stands on the fact's node, and on no other decision's."""
    stated = {"value": True, "by": "Phòng Nội vụ", "on": "2022-11-30", "evidence": "QĐ 12/QĐ-UBND"}
    leaf = evaluate(program(), {"disciplined": stated})["head-not-disciplined"].trace.require.parts[0]
    assert leaf.provenance.by == "Phòng Nội vụ"
    bare = evaluate(program(), {"disciplined": True})["head-not-disciplined"].trace.require.parts[0]
    assert bare.provenance is None


def test_offenders_of_a_collective_criterion_are_named():
    """The members that break an ``all`` are its offenders."""
    units = [{"title": "Nội vụ", "on_time": 88}, {"title": "Tư pháp", "on_time": 96}]
    fold = evaluate(program(), {"units": units})["on-time"].trace.require
    assert [one.name for one in fold.offenders] == ["Nội vụ"]


def test_raw_doubles_are_seen_as_the_decimal_they_mean():
    """Binary noise is gone from what the trace shows."""
    compare = evaluate(program(), {"score": 0.1 + 0.2})["score-enough"].trace.require
    assert compare.to_dict()["parts"][0]["seen"] == [0.3]
