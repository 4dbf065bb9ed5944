"""Selections by scores and grades: what is open in a sheet is open in the ranking, and no more."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Any

import pytest

import cchc_rules as cr
from tests.generation.bodies import CATEGORY, document, text

BODY: dict[str, Any] = {
    "decides": "grading",
    "facts": {"done": {"type": "integer", "min": 0, "max": 3}, "plan": "boolean", "bad": "boolean"},
    "scales": {"mass-work": ["Chưa đạt", "Đạt", "Tốt"]},
    "scores": {
        "total": {
            "most": 20,
            "lines": {
                "work": {"most": 15, "is": "5 * done"},
                "plan": {"most": 5, "first": [{"when": "plan", "is": 5}, {"is": 0}]},
            },
        }
    },
    "grades": {
        "grade": {
            "scale": "mass-work",
            "of": "total",
            "bands": [{"from": 15, "is": "Tốt"}, {"from": 10, "is": "Đạt"}, {"is": "Chưa đạt"}],
            "at_most": [{"when": "bad", "is": "Đạt"}],
        }
    },
}
POSSIBLE: dict[str, tuple[Any, ...]] = {
    "done": (0, 1, 2, 3),
    "plan": (True, False),
    "bad": (True, False),
}


def make_program(selection: dict[str, Any]) -> cr.Program:
    """The program with the one selection ``best``."""
    return cr.compile(cr.load_text(text(document({**BODY, "selections": {"best": selection}}))), CATEGORY)


def choose(program: cr.Program, rows: list[dict[str, Any]]) -> cr.Selection:
    """The selection among rows."""
    return cr.select(program.ruleset, "best", cr.evaluate_many(program, rows))


@pytest.mark.parametrize("by", [[{"highest": "total"}], [{"highest": "grade"}], [{"lowest": 'total["work"]'}]])
@pytest.mark.parametrize("seed", range(6))
def test_ranks_by_results_are_those_of_all_completions(by: list[dict[str, str]], seed: int) -> None:
    """Standing and rank by a score, a grade or a line are what they are over every completion of the facts."""
    random = Random(seed)
    program = make_program({"by": by, "among": "all", "take": 2, "tied": "all"})
    rows = [
        {
            "id": f"C{number}",
            **{name: random.choice((*ways, None)) for name, ways in POSSIBLE.items() if name != "late"},
        }
        for number in range(3)
    ]
    found = [(set(), set()) for _ in rows]
    names = [(row, name) for row in range(len(rows)) for name in POSSIBLE if rows[row].get(name, 0) is None]
    for values in product(*(POSSIBLE[name] for _, name in names)):
        whole = [dict(row) for row in rows]
        for (row, name), value in zip(names, values, strict=True):
            whole[row][name] = value
        for (standings, ranks), place in zip(found, choose(program, whole).places, strict=True):
            standings.add(place.standing)
            ranks.add(place.rank)
    for (standings, ranks), place in zip(found, choose(program, rows).places, strict=True):
        assert place.standing == (standings.pop() if len(standings) == 1 else "open")
        assert (min(ranks)[0], max(ranks)[1]) == place.rank


def test_a_tie_is_broken_by_the_lines_that_gave_nothing() -> None:
    """Of two with 15 points the one with fewer lines of nothing is taken; who is undetermined is perhaps running."""
    program = make_program({"by": [{"highest": "total"}, {"lowest": "zeros(total)"}], "take": 1})
    rows = [
        {"id": "A", "done": 3, "plan": False, "bad": False},
        {"id": "B", "done": 2, "plan": True, "bad": False},
        {"id": "C", "done": 2, "bad": False},
    ]
    chosen = choose(program, rows)
    expected = [("out", (2, 3)), ("open", (1, 1)), ("open", (1, 3))]
    assert expected == [(place.standing, place.rank) for place in chosen.places]
    assert "plan của C" in chosen.places[1].because.vi


def test_a_grade_may_let_into_the_running() -> None:
    """`among` reads grades: who may still reach it is perhaps in the running."""
    program = make_program({"by": [{"highest": "total"}], "among": 'grade >= "Tốt"', "take": 1})
    rows = [{"id": "A", "done": 3, "plan": True, "bad": True}, {"id": "B", "done": 3, "plan": False}]
    assert [("out", None), ("open", (1, 1))] == [(place.standing, place.rank) for place in choose(program, rows).places]
