"""What was stated after the day a candidate is decided as of makes nobody eligible, on every road alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import polars as pl
import pytest

from cchc_rules.analysis.interview import Interview, InterviewState
from cchc_rules.engines.columns.results import decide_frame
from cchc_rules.evaluation import evaluate, evaluate_many, fact_reader
from cchc_rules.language.loader import load_text
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType
from cchc_rules.problems import FactError
from cchc_rules.program.compiler import compile
from cchc_rules.records.decision_record import record
from cchc_rules.records.plain_values import RecordError
from cchc_rules.records.replaying import replay
from cchc_rules.season import Session
from tests.engines.frames import dtype, typed
from tests.generation.bodies import CATEGORY, document, text
from tests.generation.candidates import Source
from tests.generation.programs import settled_sample

BODY = {
    "facts": {
        "reported": "boolean",
        "reported_on": {"type": "date", "settles": {"reported": True}},
        "staff": {"type": "integer", "min": 0},
        "models": {
            "type": "list",
            "min_items": 0,
            "key": "title",
            "items": {"title": {"type": "text"}, "lawful": {"type": "boolean"}},
        },
    },
    "criteria": {"report": "reported", "staff": "staff >= 2", "models": "all(m.lawful for m in models)"},
}
PROGRAM = compile(load_text(text(document(BODY))), CATEGORY)
AS_OF = date(2022, 12, 1)
NEXT = AS_OF + timedelta(1)
GOOD = {"id": "A", "reported": True, "staff": 3, "models": [{"title": "a", "lawful": True}]}


def dated(value: Any, on: date | str) -> dict[str, Any]:
    """A value stated on that day."""
    return {"value": value, "by": "Phòng Nội vụ", "on": on}


LATE = {
    "reported": {**GOOD, "reported": dated(True, NEXT)},
    "staff": {**GOOD, "staff": dated("3", "02/12/2022")},
    "models": {**GOOD, "models": dated(GOOD["models"], NEXT)},
    "models[a].lawful": {**GOOD, "models": [{"title": "a", "lawful": dated(True, NEXT)}]},
    "models[1].title": {**GOOD, "models": [{"title": dated("a", NEXT), "lawful": True}]},
    "reported_on": {**GOOD, "reported": None, "reported_on": dated(date(2022, 11, 1), NEXT)},
}


@pytest.mark.parametrize("path", LATE)
def test_what_was_stated_later_counts_as_unknown(path: str) -> None:
    """A problem of its own at the fact, nothing settled by it; known again as of its day or of no day."""
    facts = LATE[path]
    with pytest.raises(FactError) as caught:
        evaluate(PROGRAM, facts, as_of=AS_OF)
    assert [("stated-after-as-of", path)] == [(one.code, one.where.path) for one in caught.value.problems]
    assert "ngày đánh giá 02/12/2022 sau ngày xét 01/12/2022" == caught.value.problems[0].message("vi")
    (result,) = evaluate_many(PROGRAM, [facts], as_of=AS_OF)
    assert ("invalid", "undetermined") == (result.status, result.decision and result.decision.verdict.value)
    assert {"eligible"} == {evaluate(PROGRAM, facts, as_of=day).verdict.value for day in (NEXT, None)}
    parsed = fact_reader(PROGRAM).parse(facts, as_of=None).candidate  # read by somebody who knew no day
    with pytest.raises(FactError):
        evaluate(PROGRAM, parsed, as_of=AS_OF)
    assert evaluate(PROGRAM, parsed, as_of=NEXT) == evaluate(PROGRAM, facts, as_of=NEXT)


def test_what_states_nothing_is_no_fault_however_late() -> None:
    """A stated unknown of a later day is unknown, as it says."""
    facts = {**GOOD, "staff": dated(None, NEXT)}
    assert "undetermined" == evaluate(PROGRAM, facts, as_of=AS_OF).verdict.value


def test_a_record_is_no_way_round() -> None:
    """One sealed over a fact of a later day is refused; that of the provisional decision replays."""
    late = record(evaluate(PROGRAM, LATE["staff"], as_of=NEXT))
    with pytest.raises(RecordError):
        replay(replace(late, as_of=AS_OF.isoformat()))
    (result,) = evaluate_many(PROGRAM, [LATE["staff"]], as_of=AS_OF)
    assert result.decision is not None
    provisional = record(result.decision)
    assert result.decision == replay(provisional)
    with pytest.raises(RecordError):
        replay(replace(provisional, facts={**provisional.facts, "staff": 3}, verdict="eligible"))


def test_a_season_takes_a_fact_when_its_day_has_come() -> None:
    """Refused before; where the day becomes known later, unknown until it is reached, and told as a change."""
    season = Session(PROGRAM, as_of=AS_OF)
    season.assert_facts("A", {name: GOOD[name] for name in ("reported", "models")})
    with pytest.raises(FactError):
        season.assert_fact("A", "staff", 3, on=NEXT)
    season.advance(to=NEXT)
    (change,) = season.assert_fact("A", "staff", 3, on=NEXT)
    assert "eligible" == change.after.verdict.value
    season = Session(PROGRAM)
    season.assert_facts("A", {name: LATE["models[a].lawful"][name] for name in ("reported", "staff", "models")})
    assert "eligible" == season.standing("A").verdict.value
    (change,) = season.advance(to=AS_OF)
    assert ("eligible", "undetermined") == (change.before.verdict.value, change.after.verdict.value)
    assert (True, None) == (season.standing("A").provisional, season.decision("A").favourable)
    assert ["stated-after-as-of"] == [one.code for one in season.decision("A").problems]
    (change,) = season.advance(to=NEXT)
    assert ("eligible", False) == (change.after.verdict.value, season.standing("A").provisional)


def test_an_interview_does_not_go_on_from_what_is_stated_later() -> None:
    """The file it goes on from is read as of its day: what was stated after it is told, and decides nothing."""
    interview = Interview(PROGRAM, InterviewState(LATE["staff"], AS_OF))
    assert ["stated-after-as-of"] == [one.code for one in interview.find_problems()]
    with pytest.raises(FactError):
        _ = interview.decision
    later = Interview(PROGRAM, InterviewState(LATE["staff"], NEXT))
    assert ((), "eligible") == (later.find_problems(), later.decision.verdict.value)


class Dater:
    """Gives some facts, and fields of members, of all candidates a day about `AS_OF` on which they were stated."""

    def __init__(self, facts: Sequence[Fact], rng: Random) -> None:
        self.facts, self.rng = facts, rng
        self.dated = {name for name in list_names(facts) if rng.random() < 0.4}

    def rows(self, given: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The candidates, typed."""
        return [self._record(self.facts, one) | {"id": f"c{place}"} for place, one in enumerate(given)]

    def frame(self, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
        """They as a frame."""
        return pl.DataFrame(rows, schema={"id": pl.String} | {one.name: self._type(one) for one in self.facts})

    def _record(self, facts: Sequence[Fact], given: Mapping[str, Any]) -> dict[str, Any]:
        found = {}
        for fact in facts:
            value = given.get(fact.name)
            if isinstance(fact.type, ListType) and value is not None:
                value = [self._record(fact.type.fields, one) for one in value]
            else:
                value = typed(fact, value)
            on = AS_OF + timedelta(self.rng.choice((-1, 0, 1)))
            found[fact.name] = dated(value, on) if fact.name in self.dated else value
        return found

    def _type(self, fact: Fact) -> Any:
        own = dtype(fact)
        if isinstance(fact.type, ListType):
            own = pl.List(pl.Struct({one.name: self._type(one) for one in fact.type.fields}))
        stated = pl.Struct({"value": own, "by": pl.String, "on": pl.Date})
        return stated if fact.name in self.dated else own


def list_names(facts: Sequence[Fact]) -> list[str]:
    """The names of facts and of the fields of their members."""
    inner = [one.type.fields for one in facts if isinstance(one.type, ListType)]
    return [*(one.name for one in facts), *(name for fields in inner for name in list_names(fields))]


def take_out(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with unreadable words where a value was stated after `AS_OF`: faulty, and so unknown."""
    found: dict[str, Any] = {}
    for name, value in facts.items():
        if isinstance(value, dict):
            value = {"value": 1, "who": ""} if value["on"] > AS_OF and value["value"] is not None else value["value"]
        found[name] = [take_out(one) for one in value] if isinstance(value, list) else value
    return found


@pytest.mark.parametrize("seed", range(25))
def test_the_later_value_is_as_good_as_none(seed: int) -> None:
    """On generated rulesets: the same as with the value unreadable, in one decision, a batch and columns."""
    given = settled_sample(seed)
    program, source = given.program(), Source(given, seed)
    dater = Dater(program.facts, Random(seed))
    rows = dater.rows([source.candidate() for _ in range(60)])
    found = list(evaluate_many(program, rows, as_of=AS_OF))
    for one, other in zip(found, evaluate_many(program, map(take_out, rows), as_of=AS_OF), strict=True):
        assert one.decision is not None and other.decision is not None
        assert (one.decision.values, one.decision.outcomes) == (other.decision.values, other.decision.outcomes)
        assert len(one.problems) == len(other.problems)
    decided = decide_frame(program, dater.frame(rows), as_of=AS_OF)
    for place, one in enumerate(found):
        assert one.decision == decided.decision(place)
        assert bool(one.problems) == decided.codes.invalid[place]
