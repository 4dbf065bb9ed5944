"""Tables as generated code chooses by them: the first row that holds, or what all rows say that may be the first."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from cchc_rules.values import Truth

Ends: TypeAlias = "tuple[int | Fraction | None, int | Fraction | None]"


def choose_first(asked: Sequence[str], values: Sequence[str], unsettled: str = "None") -> str:
    """The Python expression of the value of the first truth that holds; ``unsettled`` where an unknown one is met."""
    rows = zip(asked, values[:-1], strict=True)
    chosen = "".join(f"{value} if {truth} else {unsettled} if {truth} is None else " for truth, value in rows)
    return f"({chosen}{values[-1]})"


def agree(asked: Sequence[Truth], values: Sequence[Any]) -> Any:
    """The value of the first truth that holds; None where it may be one of several that differ."""
    first, *others = _rows_left(asked, values)
    return first if all(one == first for one in others) else None


def hull(asked: Sequence[Truth], rows: Sequence[Ends]) -> Ends:
    """The least and the greatest end of the rows that may be the first that holds; unknown where one of them is."""
    lows, highs = [], []
    for low, high in _rows_left(asked, rows):
        if low is None or high is None:
            return None, None
        lows.append(low)
        highs.append(high)
    return min(lows), max(highs)


def corners(
    low: int | Fraction, high: int | Fraction, other_low: int | Fraction, other_high: int | Fraction
) -> tuple[int | Fraction, int | Fraction]:
    """The least and the greatest product of two intervals."""
    found = [a * b for a in (low, high) for b in (other_low, other_high)]
    return min(found), max(found)


def _rows_left(asked: Sequence[Truth], values: Sequence[Any]) -> list[Any]:
    left = []
    for truth, value in zip(asked, values, strict=False):  # the last row is asked nothing
        if truth is not False:
            left.append(value)
        if truth:
            return left
    return [*left, values[-1]]
