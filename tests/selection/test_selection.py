"""Selections as they are asked for: sentences, groups, ties, footings, rows without a decision of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pytest

import cchc_rules as cr
from tests.generation.bodies import CATEGORY, document, text

DAY = date(2022, 6, 1)
VOTE = {"vote": {"vi": "biểu quyết của Hội đồng", "en": "vote of the council"}}
FACTS: dict[str, Any] = {
    "ok": "boolean",
    "points": {"type": "number", "decimals": 2},
    "part": "integer",
    "whole": "integer",
    "day": "date",
    "star": "boolean",
    "level": {"type": "grade", "scale": "level"},
    "block": {"type": "choice", "options": ["A", "B"]},
}


def make_ruleset(selection: Mapping[str, Any], **more: Any) -> cr.Ruleset:
    """A ruleset that favours ``ok`` and has the one selection ``best``."""
    body = {
        "facts": FACTS,
        "scales": {"level": {"levels": ["Đạt", "Khá", "Tốt"], "unranked": ["Miễn"]}},
        "require": "ok",
        "selections": {"best": {"by": [{"highest": "points"}], **selection}},
        **more,
    }
    whole = document(body)
    whole["categories"][CATEGORY]["facts"]["day"]["label"] = {"vi": "Ngày báo cáo", "en": "Reporting date"}
    return cr.load_text(text(whole))


def select(selection: Mapping[str, Any], rows: Iterable[Mapping[str, Any]], **more: Any) -> cr.Selection:
    """The selection among rows that are ok unless they say otherwise."""
    ruleset = make_ruleset(selection, **more)
    program = cr.compile(ruleset, CATEGORY)
    return cr.select(ruleset, "best", cr.evaluate_many(program, [{"ok": True, **row} for row in rows]))


def stand(chosen: cr.Selection) -> list[tuple[str | None, tuple[int, int] | None]]:
    """Standing and rank of every row."""
    return [(place.standing, place.rank) for place in chosen.places]


def standings(chosen: cr.Selection) -> list[str | None]:
    """The standing of every row."""
    return [place.standing for place in chosen.places]


def rows_of(*points: float | None) -> list[dict[str, Any]]:
    """A row for each number of points."""
    return [{"id": f"C{number}", "points": one} for number, one in enumerate(points)]


def test_who_is_surely_ahead_is_in_and_who_is_surely_behind_is_out() -> None:
    """With everything stated ranks are numbers, equals share one, and the cut is clean."""
    chosen = select({"take": 2}, rows_of(90, 95, 80, 80))
    assert [("in", (2, 2)), ("in", (1, 1)), ("out", (3, 3)), ("out", (3, 3))] == stand(chosen)


def test_a_reason_says_rank_places_and_what_it_hangs_on() -> None:
    """The sentences of the board, in both languages."""
    rows = [
        {"id": "A", "name": "Đơn vị A", "points": 9, "day": DAY},
        {"id": "B", "name": "Đơn vị B", "points": 7},
        {"id": "C", "points": 7, "day": DAY},
        {"id": "D", "points": 7, "day": DAY},
        {"id": "E", "points": 7, "ok": False},
    ]
    chosen = select({"by": [{"highest": "points"}, {"lowest": "day"}], "take": 2, "tied": VOTE}, rows)
    because = [place.because for place in chosen.places]
    assert "Đơn vị A xếp 1, trong 2 suất: chắc chắn được chọn" == because[0].vi
    assert "Đơn vị B xếp 2–4, trong 2 suất; còn tùy: ngày báo cáo của Đơn vị B" == because[1].vi
    equals = "đồng hạng ở suất cuối: C, D – biểu quyết của Hội đồng"
    assert f"C xếp 2–3, trong 2 suất; còn tùy: ngày báo cáo của Đơn vị B; {equals}" == because[2].vi
    assert "E không được xếp hạng: không đạt: only" == because[4].vi
    assert "Đơn vị A ranks 1, for 2 places: surely chosen" == because[0].en
    assert "equal at the last place: C, D – vote of the council" in because[3].en


@pytest.mark.parametrize(
    ("tied", "expected"),
    [
        (None, ["in", "open", "open", "out"]),
        (VOTE, ["in", "open", "open", "out"]),
        ("all", ["in", "in", "in", "out"]),
        ("none", ["in", "out", "out", "out"]),
    ],
)
def test_equals_at_the_cut_are_open_all_in_or_all_out(tied: Any, expected: list[str]) -> None:
    """Two of 90 and one place for them: as `tied` says, open where the text is silent or leaves it to a vote."""
    assert expected == standings(select({"take": 2, **({"tied": tied} if tied else {})}, rows_of(95, 90, 90, 80)))


def test_a_preference_acts_at_the_cut_alone() -> None:
    """The preferred of two equals is taken, and both keep their rank; elsewhere nothing changes."""
    rows = [
        {**row, "star": star} for row, star in zip(rows_of(95, 90, 90, 80), (False, False, True, True), strict=True)
    ]
    chosen = select({"take": 2, "prefer": [{"when": "star"}]}, rows)
    assert [("in", (1, 1)), ("out", (2, 2)), ("in", (2, 2)), ("out", (4, 4))] == stand(chosen)


def test_dense_ranks_count_places() -> None:
    """1 2 2 3 for `dense`, 1 2 2 4 for `gap`; an open one may have a place of its own."""
    assert [(1, 1), (2, 2), (2, 2), (3, 3)] == [
        one.rank for one in select({"ranks": "dense"}, rows_of(9, 8, 8, 7)).places
    ]
    open_one = select({"ranks": "dense"}, rows_of(9, 8, 8, None))
    assert [(1, 2), (2, 3), (2, 3), (1, 3)] == [one.rank for one in open_one.places]


def test_unranked_levels_come_after_all_levels_both_ways() -> None:
    """Whether the highest or the lowest level is sought, who is on none comes last."""
    rows = [{"id": level, "level": level} for level in ("Miễn", "Đạt", "Tốt", "Khá")]
    by = {way: select({"by": [{way: "level"}]}, rows) for way in ("highest", "lowest")}
    assert [4, 3, 1, 2] == [place.rank[0] for place in by["highest"].places if place.rank]
    assert [4, 1, 3, 2] == [place.rank[0] for place in by["lowest"].places if place.rank]


def test_who_has_what_nobody_can_better_stays_in() -> None:
    """A level at the top and a condition that holds cannot be passed by what is unknown; a number can."""
    rows = [{"id": "a", "level": "Tốt", "star": True, "points": 9}, {"id": "b"}]
    assert (1, 1) == select({"by": [{"highest": "level"}]}, rows).places[0].rank
    assert (1, 1) == select({"by": [{"highest": "star"}]}, rows).places[0].rank
    assert (1, 2) == select({"by": [{"highest": "points"}]}, rows).places[0].rank


def test_a_void_key_stays_open_and_is_named() -> None:
    """A share of nothing can be anything, and the reason says whose it is."""
    rows = [{"id": "a", "part": 1, "whole": 2}, {"id": "b", "part": 0, "whole": 0}]
    chosen = select({"by": [{"highest": "percent(part, whole)"}], "take": 1}, rows)
    assert ["open", "open"] == standings(chosen)
    assert "a xếp 1–2, trong 1 suất; còn tùy: part, whole của b (không có căn cứ tính)" == chosen.places[0].because.vi


def test_numbers_are_ranked_by_the_decimals_they_print_as() -> None:
    """Binary noise makes nobody first: 0.1 + 0.2 is 0.3, and shares are compared exactly."""
    assert [(1, 1), (1, 1)] == [one.rank for one in select({}, rows_of(0.1 + 0.2, 0.3)).places]
    rows = [{"id": "a", "part": 1, "whole": 3}, {"id": "b", "part": 333333, "whole": 10**6}]
    assert [1, 2] == [one.rank[0] for one in select({"by": [{"highest": "part / whole"}]}, rows).places if one.rank]


def test_groups_have_rankings_and_places_of_their_own() -> None:
    """Each value of `within` takes its own number; of whom it is unknown, it stands as in all of them."""
    rows = [{**row, "block": block} for row, block in zip(rows_of(9, 8, 7, 6), ("A", "A", "B", None), strict=True)]
    chosen = select({"within": "block", "take": {"A": 1, "B": 2}}, rows)
    assert [("in", (1, 1)), ("out", (2, 2)), ("in", (1, 1)), ("open", (2, 3))] == stand(chosen)
    assert "C3 xếp 2–3, trong 1–2 suất; còn tùy: block của C3" == chosen.places[3].because.vi
    assert "C0 xếp 1, trong 1 suất nhóm A: chắc chắn được chọn" == chosen.places[0].because.vi


@pytest.mark.parametrize(
    ("take", "places"),
    [
        ({"percent": 30, "of": "candidates"}, 1),
        ({"percent": 30, "of": "candidates", "round": "up"}, 2),
        ({"percent": 50, "of": "candidates", "round": "nearest"}, 3),
        ({"percent": 1, "of": "candidates", "min": 1}, 1),
        ({"percent": 50, "of": "running"}, 2),
        ({"percent": 50, "of": 'param["staff"]'}, 5),
        ({"percent": 'param["share"]', "of": "star"}, 1),
        ('param["staff"]', 10),
    ],
)
def test_a_share_is_of_what_it_says(take: Any, places: int) -> None:
    """Rows, those running, a number or those a condition holds of, rounded as it says."""
    parameters = {
        "staff": {"type": "integer", "value": 10},
        "share": {"type": "percent", "value": 50},
    }
    rows = [{**row, "star": row["id"] < "C3"} for row in rows_of(9, 8, 7, 6)]
    rows.append({"id": "C4", "ok": False, "points": 10, "star": False})
    chosen = select({"take": take}, rows, parameters=parameters)
    assert {"": (places, places)} == chosen.quotas


def test_an_unmet_criterion_keeps_anybody_from_being_taken() -> None:
    """`among: all` ranks whom it does not refuse; only where nobody is taken it ranks those too."""
    rows = [{**row, "ok": row["id"] != "C0"} for row in rows_of(9, 8)]
    assert [("out", None), ("in", (1, 1))] == stand(select({"among": "all", "take": 1}, rows))
    assert [(None, (1, 1)), (None, (2, 2))] == stand(select({"among": "all"}, rows))


def test_an_invalid_row_is_never_in_and_leaves_others_open() -> None:
    """A row with a problem is perhaps in the running, whatever its decision would be."""
    rows = [{"id": "a", "points": 9, "day": "no day"}, {"id": "b", "points": 8}]
    assert [("open", (1, 1)), ("open", (1, 2))] == stand(select({"take": 1}, rows))


def test_rows_that_share_an_id_have_no_decision_of_their_own() -> None:
    """Of a doubled id neither is taken, whichever came first, and whoever may be behind one of them is open."""
    rows = [
        {"ok": True, **row} for row in [{"id": "a", "points": 9}, {"id": "A ", "points": 1}, {"id": "b", "points": 8}]
    ]
    ruleset = make_ruleset({"take": 1})
    program = cr.compile(ruleset, CATEGORY)
    for order in (rows, rows[::-1]):
        chosen = cr.select(ruleset, "best", cr.evaluate_many(program, iter(order)))
        assert {"open"} == set(standings(chosen))


def test_decisions_of_several_footings_are_refused() -> None:
    """One date, one program, and the ruleset's own candidates: else nothing is chosen."""
    ruleset, other = make_ruleset({"take": 1}), make_ruleset({"take": 2})
    program = cr.compile(ruleset, CATEGORY)
    first = list(cr.evaluate_many(program, [{"id": "a", "ok": True}], as_of=DAY))
    second = list(cr.evaluate_many(program, [{"id": "b", "ok": True}]))
    with pytest.raises(cr.SelectionError, match="selection-footing"):
        cr.select(ruleset, "best", [*first, *second])
    with pytest.raises(cr.SelectionError, match="selection-of-others"):
        cr.select(other, "best", first)
    with pytest.raises(cr.RulesetError, match="did you mean `best`"):
        cr.select(ruleset, "bst", first)


def test_no_rows_give_no_places() -> None:
    """An empty list is a selection of nobody."""
    ruleset = make_ruleset({"take": {"percent": 10, "of": "candidates", "min": 1}})
    assert ((), {"": (1, 1)}) == ((chosen := cr.select(ruleset, "best", [])).places, chosen.quotas)


def test_a_definition_only_a_selection_reads_is_compiled() -> None:
    """Keys read definitions, tables and dates as criteria do."""
    define = {"late": {"first": [{"when": "star", "is": "0"}, {"is": "points + 1"}]}}
    rows = [{"id": "a", "points": 5, "star": False}, {"id": "b", "points": 9, "star": True}, {"id": "c", "points": 2}]
    chosen = select({"by": [{"lowest": "late"}]}, rows, define=define)
    assert [(3, 3), (1, 1), (1, 2)] == [place.rank for place in chosen.places]


def test_the_selection_as_data_has_its_footing_first() -> None:
    """Ruleset, program, parameters and date, then quotas and places with their reasons."""
    found = select({"take": 1}, rows_of(9)).to_dict()
    assert ["ruleset", "program", "category", "parameters", "as_of", "selection", "quotas", "places"] == list(found)
    assert {"row": 1, "id": "C0", "standing": "in", "rank": [1, 1]}.items() <= found["places"][0].items()
