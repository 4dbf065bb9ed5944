"""Whole months and years between dates: what engines compute is what the meaning says."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.program.points import count_between, point_of
from cchc_rules.values import FIRST_DATE, LAST_DATE, count_months

DAYS = st.dates(FIRST_DATE, LAST_DATE)


@given(DAYS, DAYS)
def test_months_are_counted_as_the_meaning_counts_them(first: date, last: date) -> None:
    """The short formula gives the greatest number of months after which the first day is not after the last."""
    assert point_of(count_months(first, last)) == count_between("months", (first, last))
    assert point_of(count_months(first, last) // 12) == count_between("years", (first, last))


@given(DAYS, DAYS, DAYS)
def test_months_grow_with_the_last_day(first: date, last: date, later: date) -> None:
    """A later day is never fewer months on, and an earlier beginning never fewer."""
    a, b = sorted((last, later))
    assert count_months(first, a) <= count_months(first, b)
    assert count_months(b, first) <= count_months(a, first)
