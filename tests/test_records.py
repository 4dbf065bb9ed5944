import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from cchc_rules import (
    DecisionRecord,
    RecordError,
    ReplayMismatch,
    compile,
    evaluate,
    evaluate_many,
    load_text,
    record,
    replay,
)
from cchc_rules.engines.direct import engine as direct
from tests.decisions.generated import decisions, seeds
from tests.decisions.made import good, program
from tests.generation.bodies import CATEGORY, document, text

STATED = {"value": True, "by": "Phòng Nội vụ", "on": "2022-11-30", "evidence": "QĐ 12/QĐ-UBND"}


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_replay_gives_the_same_decision(seed):
    """Written to JSON, read back and replayed, a record gives the decision it was made of."""
    for decision, _ in decisions(seed, 2):
        if direct.code(decision.program).failed(decision.values, decision.as_of):
            continue
        made = record(decision)
        again = replay(DecisionRecord.from_json(made.to_json()))
        assert decision == again
        assert made.to_json() == record(again).to_json()


def test_provenance_parameters_and_date_travel():
    """Who said so stays in the record and in the replayed trace."""
    decision = evaluate(program(), good(disciplined=STATED))
    again = replay(DecisionRecord.from_json(record(decision).to_json()))
    assert decision.provenance == again.provenance
    assert decision.reasons() == again.reasons()


def test_a_provisional_decision_is_replayed_with_its_problems():
    """Problems are kept, so that nobody takes a provisional result for a sound one."""
    (result,) = evaluate_many(program(), [good(score="nhiều", staff_good=11)])
    again = replay(DecisionRecord.from_json(record(result.decision).to_json()))
    assert again.provisional
    assert [problem.code for problem in result.problems] == [problem.code for problem in again.problems]


def test_a_record_names_what_moved():
    """A record whose verdict and outcome do not come out of its facts is refused with both named."""
    made = record(evaluate(program(), good()))
    moved = replace(made, verdict="ineligible", outcomes={**made.outcomes, "conduct": "unmet"})
    with pytest.raises(ReplayMismatch, match="verdict") as caught:
        replay(DecisionRecord.from_json(moved.to_json()))
    assert ["verdict", "outcomes.conduct"] == [problem.fields["what"] for problem in caught.value.problems]


def test_another_ruleset_in_a_record_is_noticed():
    """The digest of the program must fit the ruleset the record holds."""
    made = record(evaluate(program(), good()))
    other = record(evaluate(program("targets"), good()))
    with pytest.raises(ReplayMismatch, match="program"):
        replay(replace(made, ruleset=other.ruleset))


def test_facts_that_contradict_each_other_are_noticed():
    """Facts changed so that a check is false do not replay."""
    made = record(evaluate(program(), good()))
    with pytest.raises(ReplayMismatch, match="staff-counts"):
        replay(replace(made, facts={**made.facts, "staff_good": 11}))


def test_an_altered_record_is_refused():
    """A changed byte breaks the seal."""
    altered = record(evaluate(program(), good())).to_json().replace('"score":2000', '"score":3000')
    with pytest.raises(RecordError, match="record-altered"):
        DecisionRecord.from_json(altered)


def test_a_record_without_its_seal_is_refused():
    """What was sealed is not read once the seal is taken off."""
    content = json.loads(record(evaluate(program(), good())).to_json())
    del content["sha256"]
    with pytest.raises(RecordError, match="record-altered"):
        DecisionRecord.from_json(json.dumps(content))


def _changed(**changes):
    content = json.loads(record(evaluate(program(), good())).to_json())
    return json.dumps({**content, **changes})


@pytest.mark.parametrize(
    "written",
    [
        "",
        "[]",
        "{",
        "null",
        '{"record":1}',
        '{"a":1,"a":2}',
        '{"record":NaN}',
        "[" * 100_000,
        b"\xff\xfe",
        _changed(record=2),
        _changed(more=1),
        _changed(facts=[]),
        _changed(verdict=None),
        _changed(problems={}),
        _changed(sha256=None),
        _changed(sha256=""),
    ],
)
def test_what_is_no_record_is_refused(written):
    """Any text that is no record ends in RecordError."""
    with pytest.raises(RecordError):
        DecisionRecord.from_json(written)


@pytest.mark.parametrize(
    "changes",
    [
        {"facts": {}},
        {"facts": "score", "value": "x"},
        {"facts": "score", "value": True},
        {"facts": "score", "value": 0.1 + 0.2},
        {"facts": "reform_index", "value": "Rất tốt"},
        {"facts": "registered_on", "value": "2022-5-4"},
        {"facts": "registered_on", "value": "20220504"},
        {"facts": "units", "value": [{}]},
        {"facts": "units", "value": 3},
        {"facts": "disciplined", "value": 1},
        {"as_of": "2022-02-30"},
        {"provenance": {"score": {"who": "x"}}},
        {"provenance": {"score": {"on": "hôm qua"}}},
        {"provenance": {"score": {"on": "20220504"}}},
        {"provenance": {"score": {"on": None}}},
        {"provenance": {"score": {"by": 5}}},
        {"provenance": {"score": {"evidence": ["QĐ 12"]}}},
        {"provenance": {"score": "Phòng Nội vụ"}},
        {"problems": ({"code": "x"},)},
    ],
)
def test_values_no_parser_gives_are_refused(changes):
    """A resealed record with impossible values ends in RecordError when replayed."""
    made = record(evaluate(program(), good()))
    if "value" in changes:
        changes = {"facts": {**made.facts, changes["facts"]: changes["value"]}}
    with pytest.raises(RecordError):
        replay(DecisionRecord.from_json(replace(made, **changes).to_json()))


YEAR = {"year": 2020, "done": None}
OFF_TYPE = [
    ("kind", "tỉnh"), ("kind", 1), ("note", 5), ("note", " a"), ("share", 70.55), ("share", 100.5), ("share", -1),
    ("years", []), ("years", [YEAR]), ("years", [YEAR, YEAR]), ("years", [YEAR, {"year": 2022, "done": None}]),
    ("years", [{"year": 2021, "done": None}, YEAR]), ("years", [YEAR, {"year": 2021.5, "done": None}]),
    ("teams", []), ("teams", [{"size": 1}]), ("teams", [{"size": 0}, {"size": 1}]),
    ("teams", [{"size": 1.5}, {"size": 1}]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), OFF_TYPE)
def test_values_off_their_type_are_refused(name, value):
    """A resealed record holds each fact to all it declares: words, bounds, decimals, keys and sizes of lists."""
    items = {"year": "integer", "done": "boolean"}
    facts = {
        "kind": {"type": "choice", "options": ["xã", "phường"]},
        "note": "text",
        "share": {"type": "percent", "decimals": 1},
        "years": {"type": "list", "key": "year", "expects": [2020, 2021], "items": items},
        "teams": {"type": "list", "min_items": 2, "items": {"size": {"type": "integer", "min": 1}}},
    }
    small = compile(load_text(text(document({"facts": facts, "require": 'kind == "xã"'}))), CATEGORY)
    years = [{"year": 2020, "done": True}, {"year": 2021, "done": None}]
    made = record(
        evaluate(small, {"kind": "xã", "note": "a", "share": 70.5, "years": years, "teams": [{"size": 1}, {"size": 2}]})
    )
    assert replay(made).favourable
    with pytest.raises(RecordError):
        replay(replace(made, facts={**made.facts, name: value}))


@pytest.mark.parametrize("more", [True, False])
def test_an_outcome_too_many_or_too_few_is_refused(more):
    """A record tells of just the criteria its ruleset has."""
    made = record(evaluate(program(), good()))
    outcomes = {**made.outcomes, "extra": "met"}
    if not more:
        del outcomes["extra"], outcomes["conduct"]
    with pytest.raises(RecordError, match="outcomes"):
        replay(replace(made, outcomes=outcomes))


def test_words_on_members_that_count_as_unknown_travel():
    """A list that had to be left aside keeps what was said of its members, in the record and when it is replayed."""
    units = [
        {"title": "Nội vụ", "on_time": {"value": 97, "by": "Văn phòng"}, "counted": True},
        {"title": "Nội vụ", "on_time": 95, "counted": True},
    ]
    (result,) = evaluate_many(program(), [good(units=units)])
    assert "units[Nội vụ].on_time" in result.decision.provenance
    assert result.decision == replay(DecisionRecord.from_json(record(result.decision).to_json()))


def test_a_record_replays_with_the_program_at_hand():
    """The program in use decides again without loading the ruleset; another one is refused."""
    decision = evaluate(program(), good(disciplined=STATED))
    assert decision == replay(record(decision), program=program())
    with pytest.raises(ReplayMismatch, match="program"):
        replay(record(decision), program=program("targets"))
    with pytest.raises(RecordError):
        replay(replace(record(decision), ruleset="{}"), program=program())


def test_a_record_made_by_hand_of_what_json_cannot_hold_is_refused():
    """Half a letter, or a number that is none, has no seal and no replay."""
    made = record(evaluate(program(), good()))
    for facts in ({"score": float("nan")}, {"score": "\ud800"}, {"score": {1, 2}}):
        odd = replace(made, facts={**made.facts, **facts})
        with pytest.raises(RecordError):
            odd.to_json()
        with pytest.raises(RecordError):
            replay(odd)


def test_equal_decisions_give_equal_seals():
    """The order of facts and the way they are written leave no mark on a record."""
    one = record(evaluate(program(), good(registered_on="04/5/2022")))
    other = record(evaluate(program(), dict(reversed(good(registered_on="4/5/2022").items()))))
    assert one.sha256 == other.sha256
