"""Positions of a key: in the order of exact values, equal where values are, as far apart as they can still be."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from cchc_rules.language.types import DateType, NumberType, Type
from cchc_rules.selection.positions import Positions, find_positions
from cchc_rules.values import exact

NUMBER = NumberType()


def draw_exact(random: Random) -> Any:
    """A whole number or a fraction, among them ones whose nearest double is the same."""
    close = Fraction(1, 3) + random.choice((0, Fraction(1, 10**30)))
    return random.choice((0, 1, 2, Fraction(1, 2), Fraction(4, 2), close, 10**400, 10**400 + 1))


def draw_raw(random: Random) -> Any:
    """A whole number or a raw double, among them ones that print alike."""
    return random.choice((0, 1, 1.0, 0.3, 0.1 + 0.2, 2.5, -7))


def draw_day(random: Random) -> Any:
    """A day."""
    return date(2026, 1, 1) + timedelta(random.randrange(4))


def measure(value: Any) -> Any:
    """A value as it is compared exactly."""
    return exact(value) if isinstance(value, float) else value


@pytest.mark.parametrize(("kind", "draw"), [(NUMBER, draw_exact), (NUMBER, draw_raw), (DateType(), draw_day)])
@pytest.mark.parametrize("is_highest", [True, False])
def test_positions_compare_as_the_values_do(kind: Type, draw: Any, is_highest: bool) -> None:
    """One is surely before another where its worst is before the other's best, perhaps where its best is before."""
    for seed in range(150):
        random = Random(seed)
        values = [draw(random) for _ in range(random.randint(1, 7))]
        if random.random() < 0.5:
            values = [random.choice((None, one, (one, draw(random)))) for one in values]
        found = find_positions(kind, values, is_highest=is_highest)
        for at, one in enumerate(values):
            for other_at, other in enumerate(values):
                surely, perhaps = _compare(one, other, is_highest=is_highest)
                assert surely == (found.worst[at] < found.best[other_at]), (values, at, other_at)
                assert perhaps == (found.best[at] < found.worst[other_at]), (values, at, other_at)
        assert all(0 <= first <= last < found.count for first, last in zip(found.best, found.worst, strict=True))


def _compare(one: Any, other: Any, *, is_highest: bool) -> tuple[bool, bool]:
    """Whether one value surely stands before another, and whether it may."""
    if one is None or other is None:
        return False, True
    ours, theirs = (
        [measure(end) for end in (value if isinstance(value, tuple) else (value,))] for value in (one, other)
    )
    ahead = [mine > their if is_highest else mine < their for mine in ours for their in theirs]
    return all(ahead), any(ahead)


def test_nothing_is_done_twice_where_nothing_is_open() -> None:
    """Settled values have one column of positions for both ends."""
    found: Positions = find_positions(NUMBER, [3, 1, Fraction(1, 2)], is_highest=True)
    assert found.best is found.worst
    assert [1, 2, 3] == found.best
