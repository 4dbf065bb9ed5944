"""What a key is for each candidate, as positions in one order: 0 stands first; an open one has a best and a worst.

Only the order of positions means anything. Two candidates may be equal by a key only where their positions can be.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from math import inf
from types import NoneType
from typing import Any, Final, TypeAlias, assert_never, cast

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

_FIRST_OF_TRUTHS: Final[Mapping[Any, int]] = {True: 0, False: 1, None: 0}
_LAST_OF_TRUTHS: Final[Mapping[Any, int]] = {True: 0, False: 1, None: 1}


@dataclass(frozen=True, slots=True)
class Positions:
    """The best and the worst position of each candidate, and how many positions there are.

    Where nothing is open ``worst`` is ``best`` itself, so that half the work is left out.
    """

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
            return _look_up(values, _FIRST_OF_TRUTHS, _LAST_OF_TRUTHS if None in values else _FIRST_OF_TRUTHS, 2)
        case GradeType(scale=scale):
            return _order_levels(scale, values, is_highest=is_highest)
        case NumberType() | QuotientType() | DateType():
            return _order_amounts(values, is_highest=is_highest)
        case ChoiceType() | TextType() | ListType():
            raise TypeError("what has no order is refused when a ruleset is loaded")
        case _:
            assert_never(kind)


def _look_up(codes: Sequence[Hashable], firsts: Mapping[Any, int], lasts: Mapping[Any, int], count: int) -> Positions:
    """The positions of each, by what stands for it; ``lasts`` is ``firsts`` itself where nothing is open."""
    best = list(map(firsts.__getitem__, codes))
    return Positions(best, best if lasts is firsts else list(map(lasts.__getitem__, codes)), count)


def _order_levels(scale: Scale, values: Sequence[Any], *, is_highest: bool) -> Positions:
    """By the scale, from its top or its bottom; the unranked ones share the place after all levels."""
    levels = tuple(reversed(scale.levels)) if is_highest else scale.levels
    place: dict[Any, int] = {level: number for number, level in enumerate(levels)}
    place |= dict.fromkeys(scale.unranked, len(levels))
    firsts, lasts = {**place, None: 0}, {**place, None: max(place.values())}
    for value in {one for one in values if isinstance(one, tuple)}:
        places = [place[one] for one in value]
        firsts[value], lasts[value] = min(places), max(places)
    return _look_up(values, firsts, lasts, len(levels) + 1)


def _order_amounts(values: Sequence[Any], *, is_highest: bool) -> Positions:
    """By size. Position 0 and the last one are beyond all that is stated: there unknown ones may lie."""
    plain = set(map(type, values)) <= {int, float, date, NoneType}
    codes = values if plain else [_find_code(value) for value in values]
    stated = dict(zip(codes, values, strict=True))
    is_unknown = stated.pop(None, 0) is None
    several = {code: value for code, value in stated.items() if type(value) is tuple}
    ends = {code: value for code, value in stated.items() if code not in several} if several else stated
    for code, value in several.items():
        ends |= zip(cast("tuple[Hashable, ...]", code), value, strict=True)
    places, count = _rank_amounts(ends, is_highest=is_highest)
    if not several and not is_unknown:
        return _look_up(codes, places, places, count)
    firsts, lasts = {**places, None: 0}, {**places, None: count - 1}
    for code in several:
        reach = [places[end] for end in cast("tuple[Hashable, ...]", code)]
        firsts[code], lasts[code] = min(reach), max(reach)
    return _look_up(codes, firsts, lasts, count)


def _rank_amounts(amounts: Mapping[Hashable, Any], *, is_highest: bool) -> tuple[dict[Hashable, int], int]:
    """The position of every amount from 1 on, equal ones sharing one; and how many positions there are.

    Doubles compare fast and never in the wrong order, exact numbers only where their doubles are equal.
    """
    sizes = {code: _approximate(amount) for code, amount in amounts.items()}
    order = sorted(sizes, key=sizes.__getitem__, reverse=is_highest)
    if len(set(sizes.values())) == len(sizes):
        return dict(zip(order, range(1, len(order) + 1), strict=True)), len(order) + 2
    places: dict[Hashable, int] = {}
    count = 1
    for _, group in groupby(order, key=sizes.__getitem__):
        for equal in _split_equals(list(group), amounts, is_highest=is_highest):
            places |= dict.fromkeys(equal, count)
            count += 1
    return places, count + 1


def _split_equals(
    codes: list[Hashable], amounts: Mapping[Hashable, Any], *, is_highest: bool
) -> Iterator[list[Hashable]]:
    """Amounts of one nearest double: raw doubles and dates are equal then, exact numbers are compared."""
    if len(codes) == 1 or any(isinstance(amounts[code], float | date) for code in codes):
        yield codes
        return
    codes.sort(key=amounts.__getitem__, reverse=is_highest)
    for _, equal in groupby(codes, key=amounts.__getitem__):
        yield list(equal)


def _approximate(amount: int | float | Fraction | date) -> float:
    """The double nearest to an amount; a raw double is read as the one that prints as its 15 digits do."""
    if isinstance(amount, float):
        return float(format(amount, ".15g"))
    if isinstance(amount, date):
        return amount.toordinal()
    try:
        return float(amount)
    except OverflowError:
        return inf if amount > 0 else -inf


def _find_code(value: Any) -> Hashable:
    """What stands for a value in a table: finding the hash of a fraction takes longer than all the rest.

    INVARIANT: no code of a fraction is that of several values, none of which is None.
    """
    if type(value) is tuple:
        return tuple([(None, *one.as_integer_ratio()) if type(one) is Fraction else one for one in value])
    return (None, *value.as_integer_ratio()) if type(value) is Fraction else value


def join_positions(columns: Sequence[Positions], rows: int) -> Positions:
    """For each row the best and the worst position by several keys, the first counting most.

    A later key speaks only where all before it are equal: numbers of mixed radix say just that.
    """
    if not columns:
        return Positions([0] * rows, [0] * rows, 1)
    joined = columns[0]
    for column in columns[1:]:
        radix = column.count
        best = [one * radix + place for one, place in zip(joined.best, column.best, strict=True)]
        settled = joined.worst is joined.best and column.worst is column.best
        worst = best if settled else [one * radix + at for one, at in zip(joined.worst, column.worst, strict=True)]
        joined = Positions(best, worst, joined.count * radix)
    return joined
