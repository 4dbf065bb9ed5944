"""Points of the reference semantics: what a value may turn out to be, and exact arithmetic and order over it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product
from math import floor
from typing import Any, Final, TypeAlias

from cchc_rules.language.nodes import CalendarKind
from cchc_rules.language.ruleset import ScoreLine
from cchc_rules.values import Truth, exact


@dataclass(frozen=True, slots=True)
class Range:
    """Every number from low to high; a scalar has low == high."""

    low: Fraction
    high: Fraction


NO_END: Final = Fraction(10) ** 1000
"""Where points have no upper end (or, with a minus, no lower one): order and arithmetic go on as they are.

A number has at most 31 digits before its point, an expression 50 factors: what it comes to has fewer than 10^500.
"""


def is_endless(number: Fraction) -> bool:
    """Whether an end is none: what is computed with `NO_END` stays far beyond every number."""
    return abs(number) > 10**500


Point: TypeAlias = Range | str | date | None
"""What a value expression may turn out to be; None is unknown."""


Measured: TypeAlias = tuple[Fraction, Fraction] | tuple[str, ...]
"""What a score comes to, from and to; or the values a grade may be, in the order of its scale."""


def is_open(measured: Measured) -> bool:
    """Whether a score may still be one of several numbers, a grade one of several values."""
    return len(set(measured)) > 1


def point_of(value: object) -> Point:
    """The point a known value stands for."""
    if isinstance(value, int | float | Fraction):
        number = Fraction(exact(value))
        return Range(number, number)
    assert value is None or isinstance(value, str | date)
    return value


def hull(points: Collection[Point]) -> Point:
    """The smallest range that holds every number of some; unknown where one of them is."""
    ranges = [point for point in points if isinstance(point, Range)]
    if not ranges or len(ranges) < len(points):
        return None
    return Range(min(one.low for one in ranges), max(one.high for one in ranges))


def cut(part: Range, least: Fraction | None, most: Fraction | None) -> Range:
    """The points from ``least`` to ``most`` at the widest (None: no such end); what lies outside comes to the cap."""
    low, high = part.low, part.high
    if least is not None:
        low, high = max(low, least), max(high, least)
    return Range(low, high) if most is None else Range(min(low, most), min(high, most))


def limit_points(part: Point, line: ScoreLine, gate: Truth) -> Range:
    """What a line comes to of its part: cut at its caps, rounded, then its gate; all between the caps while unknown."""
    if gate is False:
        return Range(Fraction(0), Fraction(0))
    found = cut(part if isinstance(part, Range) else Range(-NO_END, NO_END), line.least, line.most)
    if line.rounded is not None:
        found = Range(round_away(found.low, line.rounded), round_away(found.high, line.rounded))
    return found if gate else Range(min(found.low, Fraction(0)), max(found.high, Fraction(0)))


def round_away(number: Fraction, decimals: int) -> Fraction:
    """A number rounded to so many decimals, halves away from zero, as spreadsheets do."""
    scale = 10**decimals
    size = floor(abs(number) * scale + Fraction(1, 2))
    return Fraction(size if number >= 0 else -size, scale)


def add(left: Point, right: Point) -> Range:
    """The sum of two numbers."""
    assert isinstance(left, Range) and isinstance(right, Range)
    return Range(left.low + right.low, left.high + right.high)


def subtract(left: Point, right: Point) -> Point:
    """The difference of two numbers, or of two dates in days."""
    if isinstance(left, date) and isinstance(right, date):
        return point_of((left - right).days)
    assert isinstance(left, Range) and isinstance(right, Range)
    return Range(left.low - right.high, left.high - right.low)


def multiply(left: Point, right: Point) -> Point:
    """The product of two numbers."""
    assert isinstance(left, Range) and isinstance(right, Range)
    corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    return Range(min(corners), max(corners))


def divide(part: Point, whole: Point, factor: int) -> Point:
    """factor · part / whole; unknown where whole may be zero."""
    assert isinstance(part, Range) and isinstance(whole, Range)
    if whole.low <= 0 <= whole.high:
        return None
    if part.low == part.high and whole.low == whole.high:
        return Range(exact := factor * part.low / whole.low, exact)
    corners = [factor * a / b for a in (part.low, part.high) for b in (whole.low, whole.high)]
    return Range(min(corners), max(corners))


def turn_sign(point: Point) -> Point:
    """The number with the other sign; unknown stays unknown."""
    assert point is None or isinstance(point, Range)
    return None if point is None else Range(-point.high, -point.low)


def take_extreme(choose: Callable[..., Any], found: list[Point]) -> Point:
    """The least or the greatest of known numbers, end by end, or of known dates."""
    if ranges := [point for point in found if isinstance(point, Range)]:
        return Range(choose(one.low for one in ranges), choose(one.high for one in ranges))
    return choose(found)  # type: ignore[no-any-return]


def count_calendar(kind: CalendarKind, dates: Sequence[tuple[Point, ...]]) -> tuple[Point, ...]:
    """What may be counted of dates that may be one of several each."""
    found = (None if None in days else count_between(kind, days) for days in product(*dates))
    return tuple(dict.fromkeys(found))


def count_between(kind: CalendarKind, days: Sequence[Point]) -> Point:
    """The year of a day; the greatest whole number of months, or of years, that the second lies after the first."""
    if kind == "year":
        (day,) = days
        assert isinstance(day, date)
        return point_of(day.year)
    first, last = days
    assert isinstance(first, date) and isinstance(last, date)
    months = (last.year - first.year) * 12 + last.month - first.month
    while _add_months(first, months) > last:
        months -= 1
    return point_of(months if kind == "months" else months // 12)


def _add_months(day: date, months: int) -> date:
    """The same day so many months on; a day that month lacks counts as the first of the next."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year + month // 11, (month + 1) % 12 + 1, 1)


def count_run(listed: Mapping[int, Truth], unlisted: Truth, last: Point, most: int) -> Point:
    """How many years in a row, ``most`` at the most, a condition holds of: those up to ``last``, by what is listed.

    From as many as it surely holds of to as many as it may hold of; unknown while the last year is not one year.
    """
    if not isinstance(last, Range) or last.low != last.high:
        return None
    back = [listed.get(int(last.low) - number, unlisted) for number in range(most)]
    surely = next((number for number, truth in enumerate(back) if truth is not True), most)
    perhaps = next((number for number, truth in enumerate(back) if truth is False), most)
    return Range(Fraction(surely), Fraction(perhaps))


ARITHMETIC: Final[Mapping[str, Callable[[Point, Point], Point]]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
}


def equal_points(a: Point, b: Point) -> Truth:
    """Whether two known points are equal; unknown for ranges that overlap without being one number."""
    if isinstance(a, Range) and isinstance(b, Range):
        if a.low == a.high == b.low == b.high:
            return True
        return False if a.high < b.low or a.low > b.high else None
    return a == b


def conjunction(truths: list[Truth]) -> Truth:
    """Kleene and."""
    if False in truths:
        return False
    return None if None in truths else True


def disjunction(truths: list[Truth]) -> Truth:
    """Kleene or."""
    if True in truths:
        return True
    return None if None in truths else False


def negation(value: Truth) -> Truth:
    """Kleene not."""
    return None if value is None else not value


def find_share(found: list[tuple[Truth, Truth]]) -> Point:
    """Bounds of the share over every way members perhaps in and truths unknown may turn out; nothing may be unknown."""
    sure = [body for inside, body in found if inside is True]
    perhaps = [body for inside, body in found if inside is None]
    if not sure:
        return None
    least_met, most_met = sure.count(True), len(sure) - sure.count(False)
    pulling_down, pulling_up = len(perhaps) - perhaps.count(True), len(perhaps) - perhaps.count(False)
    return Range(
        Fraction(100 * least_met, len(sure) + pulling_down),
        Fraction(100 * (most_met + pulling_up), len(sure) + pulling_up),
    )


Levels: TypeAlias = tuple[str, ...]


def _before(strict: bool) -> Callable[[Point, Point, Levels], Truth]:
    smaller: Callable[[Any, Any], bool] = operator.lt if strict else operator.le

    def compare(a: Point, b: Point, levels: Levels) -> Truth:
        if isinstance(a, Range) and isinstance(b, Range):
            if smaller(a.high, b.low):
                return True
            return None if smaller(a.low, b.high) else False
        if isinstance(a, str) and isinstance(b, str):
            return a in levels and b in levels and smaller(levels.index(a), levels.index(b))
        return smaller(a, b)

    return compare


ORDER: Final[Mapping[str, Callable[[Point, Point, Levels], Truth]]] = {
    "<": _before(strict=True),
    "<=": _before(strict=False),
    ">": lambda a, b, levels: _before(strict=True)(b, a, levels),
    ">=": lambda a, b, levels: _before(strict=False)(b, a, levels),
}
