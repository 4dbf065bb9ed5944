"""P8 and P9: declared order of levels, calendar order of dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_rules.values import FIRST_DATE, LAST_DATE, Outcome
from tests.properties.drawing import ENGINES, made, parsed

NAMES = ["Tốt", "Khá", "Trung bình", "Yếu", "Kém", "Xuất sắc"]
OPERATORS = {"lt": "<", "le": "<=", "eq": "==", "ne": "!=", "ge": ">=", "gt": ">"}


@cache
def program(levels):
    """Two grades of one scale compared in every way."""
    body = {
        "scales": {"s": {"levels": list(levels), "unranked": ["Không xếp loại"]}},
        "facts": {"a": {"type": "grade", "scale": "s"}, "b": {"type": "grade", "scale": "s"}},
        "criteria": {id: f"a {operator} b" for id, operator in OPERATORS.items()},
    }
    return made(body)


def expected(comparisons):
    """Outcomes of truths."""
    return tuple({True: Outcome.MET, False: Outcome.UNMET, None: Outcome.UNKNOWN}[truth] for truth in comparisons)


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
@settings(max_examples=40, deadline=None, derandomize=True)
@given(levels=st.permutations(NAMES).map(lambda names: tuple(names[:3])), data=st.data())
def test_levels_compare_by_declared_order(engine, levels, data):
    """Levels compare by their place in the scale, whatever their text; unranked ones are on no side of any."""
    some = st.sampled_from([*levels, "Không xếp loại", None])
    a, b = data.draw(some), data.draw(some)
    if a is None or b is None:
        truths = [None] * 6
    elif "Không xếp loại" in (a, b):
        truths = [False, False, a == b, a != b, False, False]
    else:
        x, y = levels.index(a), levels.index(b)
        truths = [x < y, x <= y, x == y, x != y, x >= y, x > y]
    assert expected(truths) == engine.answers(program(levels), [(a, b)], None)[0].outcomes


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_the_order_of_levels_is_total_and_transitive(engine):
    """Of two levels exactly one is lower, or they are the same; lower than lower is lower."""
    levels = tuple(NAMES)
    rows = [(a, b) for a in levels for b in levels]
    answers = engine.answers(program(levels), rows, None)
    lower = {row for row, answer in zip(rows, answers, strict=True) if answer.outcomes[0] == Outcome.MET}
    assert all(((a, b) in lower) + ((b, a) in lower) + (a == b) == 1 for a, b in rows)
    assert all((a, c) in lower for a, b in lower for b_, c in lower if b == b_)


@pytest.mark.parametrize("wrong", ["Tot", "tôt", "Xuất", "", 3, True])
def test_a_level_off_the_scale_is_a_problem(wrong):
    """What is no level of the scale is a problem of the fact, never a lowest level; blank text is not stated."""
    found = parsed(program(tuple(NAMES)), {"a": wrong, "b": "Khá"})
    assert found.candidate.values == (None, "Khá")
    assert bool(found.problems) == (wrong != "")


DATES = st.dates(FIRST_DATE, LAST_DATE)
DAYS = made(
    {
        "facts": {"a": "date", "b": "date", "n": {"type": "integer", "min": -200000, "max": 200000}},
        "criteria": {
            **{id: f"a {operator} b" for id, operator in OPERATORS.items()},
            **{f"{id}-days": f"a - b {operator} n" for id, operator in OPERATORS.items()},
            "as-of": "as_of >= a",
        },
    }
)


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(a=DATES, b=DATES, near=st.integers(-2, 2), use_near=st.booleans(), shift=st.integers(-1, 1), as_of=DATES)
def test_dates_compare_as_days(engine, a, b, near, use_near, shift, as_of):
    """Dates compare by calendar, their difference is a whole number of days, both at and next to the limit."""
    if use_near:
        b = min(
            max(
                a + timedelta(near) if FIRST_DATE < a - timedelta(9) and a + timedelta(9) < LAST_DATE else a, FIRST_DATE
            ),
            LAST_DATE,
        )
    days = (a - b).days
    n = days + shift
    truths = [a < b, a <= b, a == b, a != b, a >= b, a > b]
    truths += [days < n, days <= n, days == n, days != n, days >= n, days > n, as_of >= a]
    assert expected(truths) == engine.answers(DAYS, [(a, b, n)], as_of)[0].outcomes


@pytest.mark.parametrize(
    "partial",
    [
        "2022",
        "05/2022",
        "tháng 5/2022",
        "2022-05",
        "31/02/2022",
        "05/5/22",
        2022,
        44686,
        datetime(2022, 5, 5, 1),
        date(1899, 12, 31),
        date(2200, 1, 1),
    ],
)
def test_a_partial_or_impossible_date_is_a_problem(partial):
    """A month, a year, a day that is not, a time, a serial number or a day outside the language is never a date."""
    found = parsed(DAYS, {"a": partial})
    assert found.problems
    assert found.candidate.values[0] is None
