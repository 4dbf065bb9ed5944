"""Exact amounts, Kleene functions and orders: the small functions measures are put together from.

An amount is the pair of its ends, equal for a scalar, in exact integers and fractions; None is unknown.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, TypeAlias

from cchc_rules.language.types import GradeType
from cchc_rules.values import Truth, Value, exact

Exact: TypeAlias = int | Fraction
Ends: TypeAlias = tuple[Exact, Exact]
Member: TypeAlias = tuple[Value, ...]


@dataclass(slots=True)
class Scene:
    """One candidate while it is measured: its values, the date, the members folds stand at, definitions met before."""

    values: tuple[Value, ...]
    as_of: date | None
    items: dict[str, Member] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)


TruthOf: TypeAlias = Callable[[Scene], Truth]
EndsOf: TypeAlias = Callable[[Scene], Ends | None]
WordOf: TypeAlias = Callable[[Scene], Any]


def signed(op: str, low: Exact, high: Exact) -> Truth:
    """Whether ``x op 0`` for every, no, or only some x from low to high."""
    match op:
        case ">=":
            return True if low >= 0 else False if high < 0 else None
        case ">":
            return True if low > 0 else False if high <= 0 else None
        case "<=":
            return True if high <= 0 else False if low > 0 else None
        case "<":
            return True if high < 0 else False if low >= 0 else None
        case _:
            equal = True if low == high == 0 else False if high < 0 or low > 0 else None
            return equal if op == "==" or equal is None else not equal


def conjunction(parts: list[TruthOf]) -> TruthOf:
    """Kleene and of functions."""

    def together(scene: Scene) -> Truth:
        found: Truth = True
        for part in parts:
            truth = part(scene)
            if truth is False:
                return False
            found = None if truth is None else found
        return found

    return together


def inverted(part: TruthOf) -> TruthOf:
    """Kleene not of a function."""

    def turned(scene: Scene) -> Truth:
        truth = part(scene)
        return None if truth is None else not truth

    return turned


def disjunction(parts: list[TruthOf]) -> TruthOf:
    """Kleene or of functions."""
    return inverted(conjunction([inverted(part) for part in parts]))


Orders: TypeAlias = Callable[[Any, Any], bool]

_ORDERS: Final[dict[str, Orders]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_exact = lru_cache(maxsize=4096)(exact)


def ordered(op: str) -> Orders:
    """``a op b`` of two known words that compare as they are."""
    return _ORDERS[op]


def graded(op: str, kind: GradeType) -> Orders:
    """``a op b`` of two known grades; no order holds for a value on no level."""
    holds = _ORDERS[op]
    if op in ("==", "!="):
        return holds
    ranks = {level: place for place, level in enumerate(kind.scale.levels)}
    return lambda a, b: a in ranks and b in ranks and holds(ranks[a], ranks[b])


def scalar(read: WordOf) -> EndsOf:
    """The exact amount of a plain number."""

    def found(scene: Scene) -> Ends | None:
        value = read(scene)
        if value is None:
            return None
        number = value if type(value) is int else _exact(value)
        return number, number

    return found


def size(read: WordOf) -> EndsOf:
    """How many members a list has."""

    def found(scene: Scene) -> Ends | None:
        members = read(scene)
        return None if members is None else (len(members), len(members))

    return found


def days_between(left: WordOf, right: WordOf) -> EndsOf:
    """The days from the second date to the first."""

    def found(scene: Scene) -> Ends | None:
        a, b = left(scene), right(scene)
        return None if a is None or b is None else ((a - b).days,) * 2

    return found


def corners(products: list[Exact]) -> Ends:
    """The smallest interval with all of them."""
    return min(products), max(products)


LetIn: TypeAlias = Callable[[Scene], list[tuple[Truth, Any]] | None]
"""For the members of a list that a filter does not surely keep out: whether each is surely in, and its body's value."""


def counted(look: LetIn) -> EndsOf:
    """From how many surely in and holding to how many neither surely out nor surely failing."""

    def found(scene: Scene) -> Ends | None:
        members = look(scene)
        if members is None:
            return None
        surely = sum(1 for entered, truth in members if entered and truth)
        return surely, sum(1 for _, truth in members if truth is not False)

    return found


def summed(look: LetIn) -> EndsOf:
    """The sum of amounts; 0 over none, unknown when a filter or an amount is."""

    def found(scene: Scene) -> Ends | None:
        members = look(scene)
        if members is None or any(entered is None or ends is None for entered, ends in members):
            return None
        return sum(ends[0] for _, ends in members), sum(ends[1] for _, ends in members)

    return found
