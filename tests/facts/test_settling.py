"""A stated fact settles another, on every road alike: nothing is settled by what is unknown, faulty or withdrawn."""

from __future__ import annotations

from collections import UserDict
from collections.abc import Iterator, Mapping
from datetime import date
from random import Random
from typing import Any

import polars as pl
import pytest

from cchc_rules.engines.columns.results import decide_frame
from cchc_rules.evaluation import cross_checked, evaluate, evaluate_many
from cchc_rules.facts.parser import reader
from cchc_rules.language.loader import load_text
from cchc_rules.problems import FactError
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from cchc_rules.records.decision_record import DecisionRecord, record
from cchc_rules.records.replaying import replay
from cchc_rules.season import Session
from tests.generation.bodies import CATEGORY, document, text
from tests.generation.candidates import Source
from tests.generation.programs import settled_sample

BODY = {
    "scales": {"scale": {"levels": ["Trung bình", "Khá", "Tốt"]}},
    "facts": {
        "reported": "boolean",
        "reported_on": {"type": "date", "settles": {"reported": True}},
        "reminded": {"type": "boolean", "settles": {"reported": False, "level": "Trung bình"}},
        "papers": {"type": "integer", "min": 0, "settles": {"reported": True, "level": "Khá"}},
        "level": {"type": "grade", "scale": "scale"},
        "boasted": "boolean",
        "models": {
            "type": "list",
            "min_items": 0,
            "key": "title",
            "items": {
                "title": {"type": "text"},
                "registered": {"type": "boolean"},
                "registered_on": {"type": "date", "settles": {"registered": True}},
            },
        },
    },
    "checks": {"true-boast": "not boasted or reported", "early": "reported_on <= as_of or not boasted"},
    "criteria": {
        "report": "reported",
        "level": 'level >= "Khá"',
        "models": "all(m.registered for m in models)",
        "count": "count(m.registered and m.registered_on < date('2022-05-05') for m in models) >= 1",
        "modest": {"applies": "papers > 3", "require": "not boasted"},
    },
}
PROGRAM = compile(load_text(text(document(BODY))), CATEGORY)
DAY = date(2022, 5, 5)
AS_OF = date(2022, 12, 15)


def read(facts: Mapping[str, Any], program: Program = PROGRAM) -> dict[str, Any]:
    """The values of facts by name, settled ones too."""
    values = reader(program.category, program.parameters).parse(facts, as_of=None).candidate.values
    return {fact.name: value for fact, value in zip(program.facts, values, strict=True) if value is not None}


def problems(facts: Mapping[str, Any]) -> list[str]:
    """The codes and paths of the problems of facts."""
    with pytest.raises(FactError) as caught:
        evaluate(PROGRAM, facts, as_of=AS_OF)
    return [f"{one.code} {one.where.path}" for one in caught.value.problems]


def test_a_stated_fact_settles_another() -> None:
    """Who states the day of a report has reported; nothing follows the other way."""
    assert {"reported_on": DAY, "reported": True} == read({"reported_on": DAY})
    assert {"reported": True} == read({"reported": True})
    assert {"reported_on": DAY, "reported": True} == read({"reported_on": DAY, "reported": True})
    assert {"papers": 0, "reported": True, "level": "Khá"} == read({"papers": 0})


def test_a_fact_of_a_member_settles_its_own_member() -> None:
    """A registered day settles the model it stands in, and no other."""
    found = read({"models": [{"title": "a", "registered_on": DAY}, {"title": "b"}]})
    assert (("a", True, DAY), ("b", None, None)) == found["models"]


def test_unknown_and_faulty_facts_settle_nothing() -> None:
    """Null, an empty cell and a day that cannot be read leave the other fact as it is."""
    for raw in (None, "", "-", "tháng 5/2022", {"value": None, "by": "A"}):
        assert "reported" not in read({"reported_on": raw})


def test_a_faulty_fact_is_not_settled() -> None:
    """What was stated and cannot be read is unknown, whatever another fact says of it."""
    assert {"reported_on": DAY} == read({"reported": "Rồi", "reported_on": DAY})
    assert {"reported_on": DAY} == read({"reported": {"value": True, "who": "A"}, "reported_on": DAY})


def test_facts_that_contradict_each_other_are_problems_of_both() -> None:
    """Both are named by label, and both count as unknown in the provisional decision."""
    facts = {"id": "a", "reported": False, "reported_on": DAY}
    assert ["contradiction reported", "contradiction reported_on"] == problems(facts)
    (result,) = evaluate_many(PROGRAM, [facts], as_of=AS_OF)
    assert result.decision is not None
    assert (True, (None, None)) == (result.decision.provisional, result.decision.values[:2])
    assert "“reported”: “no” contradicts “reported_on”: “05/05/2022”" == result.problems[0].message("en")


def test_a_contradiction_of_a_no_does_not_read_as_its_opposite() -> None:
    """Values are quoted, so that “không” is no part of the verb; a `negative:` label stands for the “no”."""
    facts = {"id": "a", "reported": False, "reported_on": DAY}
    (result,) = evaluate_many(PROGRAM, [facts], as_of=AS_OF)
    said = "“reported”: “không”, mâu thuẫn với “reported_on”: “05/05/2022”"
    assert said == result.problems[0].message("vi")
    worded = {"type": "boolean", "negative": {"vi": "Chưa báo cáo", "en": "Never reported"}}
    program = compile(load_text(text(document({**BODY, "facts": {**BODY["facts"], "reported": worded}}))), CATEGORY)
    (result,) = evaluate_many(program, [facts], as_of=AS_OF)
    assert said.replace("không", "Chưa báo cáo") == result.problems[0].message("vi")


def test_a_fact_settled_two_ways_contradicts() -> None:
    """A fact that nobody stated and two facts settle differently stays unknown, and so do the two."""
    assert ["contradiction reported_on", "contradiction reminded"] == problems({"reported_on": DAY, "reminded": True})
    assert {"boasted": False} == read({"reported_on": DAY, "reminded": False, "papers": 2, "boasted": False})


def test_a_fact_that_contradicts_one_settles_no_other() -> None:
    """The number of papers contradicts the report, so it does not settle the level either."""
    assert {} == read({"reported": False, "papers": 2})


def test_members_contradict_within_the_member() -> None:
    """The path names the member."""
    facts = {"models": [{"title": "a", "registered": False, "registered_on": DAY}]}
    assert ["contradiction models[a].registered", "contradiction models[a].registered_on"] == problems(facts)


def test_a_false_check_undoes_what_was_settled() -> None:
    """What a false check reads is unknown, and with it the fact that settled it; nothing settles it again."""
    facts = {"id": "a", "reminded": True, "boasted": True, "models": []}
    (result,) = evaluate_many(PROGRAM, [facts], as_of=AS_OF)
    assert ["false-check"] == [one.code for one in result.problems]
    assert result.decision is not None
    assert {"models": ()} == {
        fact.name: value
        for fact, value in zip(PROGRAM.facts, result.decision.values, strict=True)
        if value not in (None, "Trung bình")
    }
    assert None is result.decision.values[0]


def test_the_trace_says_what_a_value_follows_from() -> None:
    """Reasons and records name the fact it follows from; the record replays to the same decision."""
    decision = evaluate(
        PROGRAM, {"id": "a", "reported_on": DAY, "models": [{"title": "x", "registered_on": DAY}]}, as_of=AS_OF
    )
    assert "Reported: yes (follows from “reported_on”)" == decision.reasons("en")[0]
    assert {"settled_by": "reported_on"} == decision.to_dict()["provenance"]["reported"]
    assert {"settled_by": "registered_on"} == decision.to_dict()["provenance"]["models[x].registered"]
    again = replay(DecisionRecord.from_json(record(decision).to_json()))
    assert (decision, decision.reasons("vi")) == (again, again.reasons("vi"))


def rows(seed: int, number: int) -> Iterator[dict[str, Any]]:
    """Random candidates; some state what contradicts, some what cannot be read."""
    rng = Random(seed)
    days = ("05/05/2022", "01/01/2023", "tháng 5/2022", "", "04/05/2022")
    for place in range(number):
        models = [
            {
                "title": title,
                "registered": rng.choice(("Có", "Không", None)),
                "registered_on": rng.choice((*days, None, None)),
            }
            for title in "ab"[: rng.randrange(3)]
        ]
        row = {
            "reported": rng.choice(("Có", "Không", "Rồi", None, None, None)),
            "reported_on": rng.choice((*days, None, None, None)),
            "reminded": rng.choice(("Có", None, None, None, None)),
            "papers": rng.choice(("1", "7", "-2", None, None, None)),
            "level": rng.choice(("Khá", "Tốt", "Trung bình", None, None, None)),
            "boasted": rng.choice(("Có", "Không", None)),
            "models": rng.choice((models, models, None)),
        }
        yield {"id": f"c{place}", **row}


def test_columns_settle_as_the_parser_does() -> None:
    """Verdicts, outcomes, problems, missing facts and reasons of every row are those of the direct engine."""
    given = list(rows(1, 1500))
    schema = dict.fromkeys(given[0], pl.String) | {
        "models": pl.List(pl.Struct(dict.fromkeys(("title", "registered", "registered_on"), pl.String)))
    }
    frame = pl.DataFrame(given, schema=schema)
    decided = decide_frame(PROGRAM, frame, as_of=AS_OF, cells=True)
    reasons = decided.reasons(language="vi").drop("row").rows()
    missing = decided.missing_facts().to_list()
    kinds = set()
    for place, result in enumerate(evaluate_many(PROGRAM, given, as_of=AS_OF, cells=True)):
        assert result.decision is not None
        assert result.decision == decided.decision(place)
        assert result.problems == decided.problems(place)
        assert bool(result.problems) == decided.codes.invalid[place]
        assert result.decision.reasons("vi") == reasons[place]
        assert [str(fact) for fact in result.decision.missing_facts] == missing[place]
        kinds |= {one.code for one in result.problems}
    assert {"contradiction", "false-check", "partial-date", "unreadable-value", "out-of-bounds"} == kinds


@pytest.mark.parametrize("seed", range(40))
def test_engines_agree_where_facts_settle_others(seed: int) -> None:
    """On generated rulesets the fast road, the parser, durable_rules and the replayed record give one decision."""
    given = settled_sample(seed)
    program, source = given.program(), Source(given, seed)
    for _ in range(25):
        facts = source.candidate()
        try:
            decision = evaluate(program, facts)
        except FactError:
            continue
        assert decision == evaluate(program, UserDict(facts))
        assert decision == cross_checked(decision)
        assert decision == replay(record(decision))


def test_a_season_settles_and_unsettles_in_any_order() -> None:
    """However facts are stated, withdrawn and corrected, the standing is that of what is stated in the end."""
    final = {"reported_on": DAY, "papers": 4, "boasted": False}
    passing = {"reminded": True, "level": "Tốt", "reported": False, **final}
    rng = Random(7)
    expected = evaluate(PROGRAM, final, as_of=AS_OF)
    refused = set()
    for _ in range(30):
        season = Session(PROGRAM, as_of=AS_OF)
        for name in rng.sample(list(final), len(final)):
            other = rng.choice(list(passing))
            for entry in ({"facts": {other: passing[other]}}, {"do": "retract", "fact": other}):
                try:
                    season.apply({"candidate": "A", **entry})
                except FactError as error:
                    refused |= {one.code for one in error.problems}
            season.assert_fact("A", name, final[name])
        for name in final:  # some were withdrawn in passing
            season.assert_fact("A", name, final[name])
        assert expected.outcomes == season.decision("A").outcomes
        assert expected.reasons("en") == season.decision("A").reasons("en")
    assert "contradiction" in refused
    season.retract_fact("A", "reported_on")
    season.retract_fact("A", "papers")
    assert {"reported", "level"} <= {str(fact) for fact in season.decision("A").missing_facts}
