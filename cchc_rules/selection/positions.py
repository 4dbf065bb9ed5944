"""What a key is for each candidate, as positions in one order: 0 stands first; an open one has a best and a worst.

Only the order of positions means anything. Two candidates may be equal by a key only where their positions can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import inf
from typing import Any, Final, TypeAlias, assert_never

from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    TextType,
    Type,
)
from cchc_rules.values import Scale

Ends: TypeAlias = "tuple[Any, Any] | None"
"""The least and the greatest a number or date can be, or the two that stand farthest apart; None: it can be any."""

_TRUTHS: Final[Mapping[Any, tuple[int, int]]] = {True: (0, 0), False: (1, 1), None: (0, 1)}


@dataclass(frozen=True, slots=True)
class Positions:
    """The best and the worst position of each candidate, and how many positions there are."""

    best: list[int]
    worst: list[int]
    count: int


def find_positions(kind: Type, values: Sequence[Any], *, is_highest: bool) -> Positions:
    """The positions of what a key gives for each candidate.

    ``values`` hold truths, numbers, dates or levels; a tuple holds what the value can still be (of numbers the two
    ends, of dates and levels each of them); None: whatever its type allows. An unknown number or date may be beyond
    all. Numbers are all exact, or all whole numbers and raw doubles.
    """
    match kind:
        case BooleanType():
            pairs = [_TRUTHS[value] for value in values]
            return Positions([best for best, _ in pairs], [worst for _, worst in pairs], 2)
        case GradeType(scale=scale):
            return _order_levels(scale, values, is_highest=is_highest)
        case NumberType() | QuotientType() | DateType():
            return _order_amounts(values, is_highest=is_highest)
        case ChoiceType() | TextType() | ListType():
            raise TypeError("what has no order is refused when a ruleset is loaded")
        case _:
            assert_never(kind)


def _order_levels(scale: Scale, values: Sequence[Any], *, is_highest: bool) -> Positions:
    """By the scale, from its top or its bottom; the unranked ones share the place after all levels."""
    levels = tuple(reversed(scale.levels)) if is_highest else scale.levels
    place = {level: number for number, level in enumerate(levels)}
    place |= dict.fromkeys(scale.unranked, len(levels))
    known: dict[Any, tuple[int, int]] = {None: (0, max(place.values()))}
    for value in set(values) - {None}:
        places = [place[one] for one in (value if isinstance(value, tuple) else (value,))]
        known[value] = min(places), max(places)
    pairs = [known[value] for value in values]
    return Positions([best for best, _ in pairs], [worst for _, worst in pairs], len(levels) + 1)


def _order_amounts(values: Sequence[Any], *, is_highest: bool) -> Positions:
    """By size. Position 0 and the last one are beyond all that is stated: there unknown ones may lie."""
    # Sorted, not looked up: finding the hash of a fraction takes longer than comparing it with its neighbours.
    ends = [
        (*_find_sort_key(end), row)
        for row, value in enumerate(values)
        if value is not None
        for end in (value if isinstance(value, tuple) else (value,))
    ]
    ends.sort(reverse=is_highest)
    place, last_size, last_end = 0, 0.0, None
    best, worst = [0] * len(values), [0] * len(values)
    for size, end, row in ends:
        if place == 0 or size != last_size or end != last_end:
            place, last_size, last_end = place + 1, size, end
        best[row] = best[row] or place
        worst[row] = place
    for row, value in enumerate(values):
        if value is None:
            worst[row] = place + 1
    return Positions(best, worst, place + 2)


def _find_sort_key(value: int | float | Fraction | date) -> tuple[float, Any]:
    """Doubles compare fast and never in the wrong order, exact numbers only where their doubles are equal.

    A raw double is read as the one that prints as its 15 digits do.
    """
    if isinstance(value, date):
        return value.toordinal(), 0
    if isinstance(value, float):
        value = float(format(value, ".15g"))
    try:
        return float(value), value
    except OverflowError:
        return (inf if value > 0 else -inf), value


def join_positions(columns: Iterable[Positions], count: int) -> tuple[list[int], list[int]]:
    """For each of ``count`` candidates the best and the worst position by several keys, the first counting most.

    A later key speaks only where all before it are equal: numbers of mixed radix say just that.
    """
    best, worst = [0] * count, [0] * count
    for column in columns:
        radix = column.count
        best = [one * radix + place for one, place in zip(best, column.best, strict=True)]
        worst = [one * radix + place for one, place in zip(worst, column.worst, strict=True)]
    return best, worst
