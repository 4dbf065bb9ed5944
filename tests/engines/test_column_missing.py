"""The missing facts of a frame are those of its candidates' decisions, however rows are told apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import polars as pl
import pytest

import cchc_rules as cr
from cchc_rules.engines.columns import decide_frame, kinds
from cchc_rules.problems import RulesetError
from tests.engines.frames import frame
from tests.generation.bodies import CATEGORY, document, text
from tests.generation.candidates import Source
from tests.generation.programs import sample
from tests.generation.years import yearly_sample


def made(body):
    """The program of a short body."""
    return cr.compile(cr.load_text(text(document(body))), CATEGORY)


def directly(program, rows, as_of=None):
    """The paths each row misses by the direct engine; None where the candidate cannot be told."""
    decisions = [one.decision for one in cr.evaluate_many(program, rows, as_of=as_of)]
    return [None if one is None else [fact.path for fact in one.missing_facts] for one in decisions]


def by_columns(program, given, as_of=None):
    """The paths each row misses by the columns engine."""
    found = decide_frame(program, given, as_of=as_of).missing_facts()
    assert pl.List(pl.String) == found.dtype
    return found.to_list()


def judged(facts, rng):
    """The facts, some of them and of the fields of lists judged."""
    found = {}
    for name, given in facts.items():
        fact = dict(given)
        if "items" in fact:
            fact["items"] = judged(fact["items"], rng)
        elif rng.random() < 0.3:
            fact["kind"] = "judged"
        found[name] = fact
    return found


@pytest.mark.parametrize(
    ("make", "last", "most"),
    [
        (sample, 30, kinds.MOST_ADDRESSES),
        (sample, 30, 3),
        (yearly_sample, 15, 3),
        pytest.param(sample, 120, kinds.MOST_ADDRESSES, marks=pytest.mark.soak),
        pytest.param(sample, 120, 3, marks=pytest.mark.soak),
        pytest.param(yearly_sample, 60, 3, marks=pytest.mark.soak),
    ],
)
def test_random_programs_miss_what_the_direct_engine_misses(make, last, most, monkeypatch):
    """On random rulesets and frames, lists, checks, judged facts and rows that cannot be told apart among them."""
    monkeypatch.setattr(kinds, "MOST_ADDRESSES", most)
    missed = lists = judgements = nameless = provisional = 0
    for seed in range(1, last):
        rng = Random(seed)
        drawn = make(seed)
        drawn = replace(drawn, body={**drawn.body, "facts": judged(drawn.body["facts"], rng)})
        try:
            program = drawn.program()
        except RulesetError:
            continue
        source = Source(drawn, seed)
        ids = [rng.choice(("A", "B", None)) if rng.random() < 0.05 else f"C{number}" for number in range(60)]
        rows = [{**source.candidate(), "id": id} for id in ids]
        rows = [{name: value for name, value in row.items() if name != "name"} for row in rows]
        as_of = source.as_of()
        given = frame(program.facts, rows, enums=rng.random() < 0.5).with_columns(id=pl.Series(ids, dtype=pl.String))
        wanted = directly(program, rows, as_of)
        assert wanted == by_columns(program, given, as_of), seed
        known = [paths for paths in wanted if paths is not None]
        nameless += len(wanted) - len(known)
        missed += sum(map(bool, known))
        lists += sum("[" in path for paths in known for path in paths)
        kind = {fact.name: fact.kind for fact in program.facts}
        judgements += sum(kind.get(path) == "judged" for paths in known for path in paths)
        statuses = decide_frame(program, given, as_of=as_of).table(words=False)
        provisional += statuses.filter(provisional=2).height
    assert min(missed, 10 * lists, 10 * judgements, 10 * nameless, 100 * provisional) > 8 * last


BODY = {
    "facts": {
        "done": {"type": "integer", "min": 0},
        "given": {"type": "integer", "min": 0},
        "score": "number",
        "bonus": "number",
        "fair": {"type": "boolean", "kind": "judged"},
        "on": "date",
        "units": {"type": "list", "key": "unit", "items": {"unit": "text", "good": "boolean"}},
    },
    "checks": {"possible": "done <= given"},
    "criteria": {
        "share": "percent(done, given) >= 90 or fair",
        "points": "score + bonus >= 10 and fair",
        "late": {"applies": "score >= 5", "require": "as_of >= on"},
        "units": "all(u.good for u in units)",
    },
}


CONDITIONS = {
    "a share of nothing is void": "percent(done, given) >= 90",
    "void or else": "percent(done, given) >= 90 and score >= 10 or fair",
    "a computed divisor": "done / (given - 4) >= 2 or fair",
    "a sum": "score + bonus >= 10 and fair",
    "two of three unknown": 'fair and (score >= 10 or on >= date("2022-01-01"))',
    "the day unknown": "as_of >= on and score >= 10 or fair",
    "a choice of values": "(score if fair else bonus) >= 10",
    "a list": "all(u.good for u in units) or score >= 10 and fair",
}


@pytest.mark.parametrize("condition", CONDITIONS.values(), ids=CONDITIONS)
@pytest.mark.parametrize("as_of", [None, date(2022, 6, 1)])
def test_values_count_where_they_change_what_is_missing(condition, as_of):
    """Void shares, and conditions that may not matter any more, with many values and many gaps."""
    program, rng = made({"facts": BODY["facts"], "require": condition}), Random(7)
    numbers = [None, *(round(rng.random() * 20, 1) for _ in range(9))]
    pools = {
        "done": [None, 0, 5, 95],
        "given": [None, 0, 100, 4],
        "score": numbers,
        "bonus": numbers,
        "fair": [None, True, False],
        "on": [None, date(2021, 5, 5), date(2022, 5, 5)],
        "units": [None, [{"unit": "Nội vụ", "good": True}], [{"unit": "Đất đai", "good": None}]],
    }
    rows = [{"id": str(n), **{name: rng.choice(pool) for name, pool in pools.items()}} for n in range(500)]
    given = frame(program.facts, rows).with_columns(id=pl.Series([row["id"] for row in rows]))
    wanted = directly(program, rows, as_of)
    assert 1 < len(set(map(tuple, wanted)))
    assert wanted == by_columns(program, given, as_of)


def test_data_come_before_judgements_and_each_once():
    """In the order of criteria, whichever of them each is first missed by."""
    body = {
        "facts": {"fair": {"type": "boolean", "kind": "judged"}, "a": "integer", "b": "integer"},
        "criteria": {"one": "fair and b >= 1", "two": "a >= b", "three": "a >= 1"},
    }
    given = pl.DataFrame({"a": [None, None, 1, 1], "b": [None, 5, None, 1]}, schema=dict.fromkeys("ab", pl.Int64))
    assert [["b", "a", "fair"], ["a", "fair"], ["b", "fair"], ["fair"]] == by_columns(made(body), given)


def test_nothing_is_missed_where_nothing_can_be_found():
    """A share of nothing is void: undetermined, and no fact would change it; nor is there any in a frame of no rows."""
    program = made({"facts": {"part": "integer", "whole": "integer"}, "require": "percent(part, whole) >= 70"})
    given = pl.DataFrame({"part": [None, None, 0, 7], "whole": [0, None, 0, 10]}, schema_overrides={"part": pl.Int64})
    assert ["undetermined"] * 3 == decide_frame(program, given).table()["verdict"].to_list()[:3]
    assert [[], ["part", "whole"], [], []] == by_columns(program, given)
    assert [] == by_columns(program, given.clear())


def test_faulty_values_are_not_missing():
    """What cannot be read, and the facts of a false check, are faulty and not missing from the provisional decision."""
    program = made(BODY)
    given = pl.DataFrame(
        {"done": ["x", "9", "3", None], "given": ["3", "4", "2", "5"], "fair": [None, True, True, True]}
    )
    rows = [{"id": str(n), **row} for n, row in enumerate(given.to_dicts())]
    found = by_columns(program, given)
    assert directly(program, rows) == found
    assert "done" not in found[0] and "given" not in found[1]


def test_lists_are_looked_at_row_by_row_only_where_they_are_stated(monkeypatch):
    """Rows that state no list are of few kinds, however many rows there are."""
    program = made(
        {
            "facts": {"ok": "boolean", "units": {"type": "list", "min_items": 0, "items": {"good": "boolean"}}},
            "criteria": {"some": "ok and any(u.good for u in units)"},
        }
    )
    looked = []
    trace = kinds.CriterionMemory.trace
    monkeypatch.setattr(kinds.CriterionMemory, "trace", lambda self, *args: looked.append(args) or trace(self, *args))
    units = pl.List(pl.Struct({"good": pl.Boolean}))
    stated = [[{"good": None}], [{"good": False}, {"good": None}]]
    given = pl.DataFrame(
        {"ok": [True, None] * 500, "units": [None] * 996 + stated * 2}, schema={"ok": pl.Boolean, "units": units}
    )
    assert [["units"], ["ok", "units"]] * 498 + [["units[1].good"], ["ok", "units[2].good"]] * 2 == by_columns(
        program, given
    )
    assert 2 + 4 == len(looked)
