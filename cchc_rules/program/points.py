"""Points of the reference semantics: what a value may turn out to be, and exact arithmetic and order over it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeAlias

from cchc_rules.values import Truth, exact


@dataclass(frozen=True, slots=True)
class Range:
    """Every number from low to high; a scalar has low == high."""

    low: Fraction
    high: Fraction


Point: TypeAlias = Range | str | date | None
"""What a value expression may turn out to be; None is unknown."""


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


def add(left: Point, right: Point) -> Point:
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
    corners = [factor * a / b for a in (part.low, part.high) for b in (whole.low, whole.high)]
    return Range(min(corners), max(corners))


def turn_sign(point: Point) -> Point:
    """The number with the other sign; unknown stays unknown."""
    assert point is None or isinstance(point, Range)
    return None if point is None else Range(-point.high, -point.low)


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
