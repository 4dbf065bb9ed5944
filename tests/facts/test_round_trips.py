"""Values survive being written and read again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.values import exact
from tests.facts.made import DATE, INTEGER, NUMBER, read


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_numbers_round_trip(number: Decimal) -> None:
    """A number of at most 15 digits keeps its exact value through Decimal, float and text with a comma."""
    written = format(number, "f").replace(".", ",")
    assert exact(number) == exact(read(NUMBER, number))  # type: ignore[arg-type]
    assert exact(number) == exact(read(NUMBER, written))  # type: ignore[arg-type]
    assert exact(number) == exact(read(NUMBER, float(number)))  # type: ignore[arg-type]


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.sampled_from(". "))
def test_grouped_thousands_round_trip(number: int, separator: str) -> None:
    """A whole number written in groups of three is itself, or refused where one group could be decimals."""
    written = format(number, ",").replace(",", separator)
    one_group = separator == "." and written.count(".") == 1
    assert ("!ambiguous-number.integer" if one_group else number) == read(INTEGER, written)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_dates_round_trip(day: date) -> None:
    """A date is itself in every accepted spelling, and reading what was read changes nothing."""
    spellings = [f"{day:%d/%m/%Y}", f"{day.day}-{day.month}-{day.year}", day.isoformat()]
    spellings.append(f"ngày {day.day:02} tháng {day.month} năm {day.year}")
    assert [day] * 4 == [read(DATE, spelling) for spelling in spellings]
    assert day == read(DATE, day)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_reading_numbers_is_idempotent(number: float) -> None:
    """Reading a number that was read gives the same number of the same type."""
    if not isinstance(once := read(NUMBER, number), str):
        twice = read(NUMBER, once)
        assert (type(once), once) == (type(twice), twice)
