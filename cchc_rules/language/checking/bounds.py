"""Exact static bounds of number expressions: what a condition can reach, and whether whole numbers stay in 64 bits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Final, assert_never

from cchc_rules.language.nodes import (
    And,
    Arithmetic,
    AsOf,
    Attribute,
    BareText,
    Calendar,
    Compare,
    FirstOf,
    Fold,
    In,
    Literal,
    Name,
    Negate,
    Node,
    Not,
    Or,
    Quotient,
    ReadDefinition,
    ReadFact,
    ReadField,
    ReadParameter,
    ReadResult,
    Size,
    YearRun,
    children,
    walk,
)
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import DateType, NumberType
from cchc_rules.values import (
    FIRST_DATE,
    LARGEST_COMPUTED,
    LARGEST_EXPONENT,
    LARGEST_INTEGER,
    LAST_DATE,
    LONGEST_RUN,
    MOST_MEMBERS,
    exact,
)

_WIDEST: Final = Fraction(10) ** (LARGEST_EXPONENT + 1)
_DAYS: Final = (LAST_DATE - FIRST_DATE).days


@dataclass(frozen=True, slots=True)
class Bounds:
    """Every value a number expression can take lies from ``low`` to ``high``."""

    low: Fraction
    high: Fraction

    def __add__(self, other: Bounds) -> Bounds:
        return Bounds(self.low + other.low, self.high + other.high)

    def __neg__(self) -> Bounds:
        return Bounds(-self.high, -self.low)

    def __mul__(self, other: Bounds) -> Bounds:
        corners = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Bounds(min(corners), max(corners))

    def hull(self, other: Bounds) -> Bounds:
        """The smallest bounds that hold both."""
        return Bounds(min(self.low, other.low), max(self.high, other.high))

    @property
    def largest(self) -> Fraction:
        """The largest magnitude."""
        return max(abs(self.low), abs(self.high))


def find_bounds(node: Node) -> Bounds | None:
    """The bounds of a resolved number expression; None for what is no number, or a quotient by nearly zero."""
    match node:
        case Literal(value=value):
            if isinstance(value, bool) or not isinstance(value, int | float | Fraction):
                return None
            number = Fraction(exact(value))
            return Bounds(number, number)
        case ReadFact() | ReadField() | ReadDefinition() | ReadParameter() | ReadResult():
            return read_bounds(node.type) if isinstance(node.type, NumberType) else None
        case Arithmetic():
            return _arithmetic(node)
        case Negate(operand=operand):
            inner = find_bounds(operand)
            return None if inner is None else -inner
        case FirstOf(values=values):
            found = [find_bounds(value) for value in values]
            known = [one for one in found if one is not None]
            return reduce(Bounds.hull, known) if len(known) == len(found) else None
        case Quotient():
            return _quotient(node)
        case Calendar():
            return calendar_bounds(node)
        case YearRun():
            return Bounds(Fraction(0), Fraction(LONGEST_RUN + 1))  # `> 300` asks for one more
        case Size():
            least = node.over.least if isinstance(node.over, ReadFact | ReadField) else 0
            return Bounds(Fraction(least), Fraction(MOST_MEMBERS))
        case Fold():
            return _fold(node)
        case AsOf() | Not() | And() | Or() | Compare() | In() | Name() | Attribute() | BareText():
            return None
        case _:
            assert_never(node)


def is_never_negative(node: Node) -> bool:
    """Whether the declared bounds show that a number or quotient cannot go below 0.

    A quotient of numbers that cannot is one that cannot, though its divisor may be 0 and nothing bounds it above.
    """
    bounds = find_bounds(node)
    if bounds is not None and bounds.low >= 0:
        return True
    match node:
        case Quotient(part=left, whole=right) | Arithmetic(op="+" | "*", left=left, right=right):
            return is_never_negative(left) and is_never_negative(right)
        case FirstOf(values=values):
            return all(map(is_never_negative, values))
        case Fold(kind="sum", body=body):
            return is_never_negative(body)
        case _:
            return False


def read_bounds(kind: NumberType) -> Bounds:
    """The bounds a number type declares, or the language's own limits."""
    widest = Fraction(LARGEST_INTEGER) if kind.integral else _WIDEST
    low = -widest if kind.minimum is None else Fraction(exact(kind.minimum))
    return Bounds(low, widest if kind.maximum is None else Fraction(exact(kind.maximum)))


def calendar_bounds(node: Calendar) -> Bounds:
    """The bounds of what is counted of dates, which lie from `values.FIRST_DATE` to `values.LAST_DATE`."""
    years = LAST_DATE.year - FIRST_DATE.year + 1
    match node.kind:
        case "year":
            return Bounds(Fraction(FIRST_DATE.year), Fraction(LAST_DATE.year))
        case "months":
            return Bounds(Fraction(-12 * years), Fraction(12 * years))
        case "years":
            return Bounds(Fraction(-years), Fraction(years))
        case _:
            assert_never(node.kind)


def overflows(condition: Node) -> Iterator[Node]:
    """The smallest whole-number parts of a condition whose value could leave 64 bits."""
    for node in walk(condition):
        if _overflows(node) and not any(_overflows(part) for part in children(node)):
            yield node


def _overflows(node: Node) -> bool:
    if isinstance(node, Compare):
        crossed = isinstance(node.left, Quotient) or isinstance(node.right, Quotient)
        return crossed and any(side > LARGEST_COMPUTED for side in _cross_multiply(node.left, node.right))
    if isinstance(node, Arithmetic | Negate) or (isinstance(node, Fold) and node.kind == "sum"):
        largest = _whole_largest(node)
        return largest is not None and largest > LARGEST_COMPUTED
    return False


def _cross_multiply(left: Node, right: Node) -> Iterator[Fraction]:
    """The largest whole numbers that cross-multiplying two sides makes."""
    (a, b), (c, d) = _as_fraction(left), _as_fraction(right)
    if a is not None and b is not None and c is not None and d is not None:
        yield from (a * d, c * b)


def _as_fraction(node: Node) -> tuple[Fraction | None, Fraction | None]:
    if isinstance(node, Quotient):
        part, whole = _whole_largest(node.part), _whole_largest(node.whole)
        return None if part is None else part * (100 if node.percent else 1), whole
    if isinstance(node, Literal) and isinstance(node.value, Fraction):
        return Fraction(abs(node.value.numerator)), Fraction(node.value.denominator)
    return _whole_largest(node), Fraction(1)


def _whole_largest(node: Node) -> Fraction | None:
    kind, found = type_of(node), find_bounds(node)
    return found.largest if isinstance(kind, NumberType) and kind.integral and found else None


def _arithmetic(node: Arithmetic) -> Bounds | None:
    if isinstance(type_of(node.left), DateType):
        return Bounds(Fraction(-_DAYS), Fraction(_DAYS))
    left, right = find_bounds(node.left), find_bounds(node.right)
    if left is None or right is None:
        return None
    match node.op:
        case "+":
            return left + right
        case "-":
            return left + -right
        case "*":
            return left * right
        case _:
            assert_never(node.op)


def _quotient(node: Quotient) -> Bounds | None:
    part, whole = find_bounds(node.part), find_bounds(node.whole)
    if part is None or whole is None:
        return None
    scale = 100 if node.percent else 1
    whole_numbers = isinstance(kind := type_of(node.whole), NumberType) and kind.integral
    if whole.low >= 0 and (whole_numbers or whole.low > 0):
        nearest = max(whole.low, Fraction(1)) if whole_numbers else whole.low
        corners = [scale * a / b for a in (part.low, part.high) for b in (nearest, max(whole.high, nearest))]
        return Bounds(min(corners), max(corners))
    return None


def _fold(node: Fold) -> Bounds | None:
    match node.kind:
        case "count":
            return Bounds(Fraction(0), Fraction(MOST_MEMBERS))
        case "percent":
            return Bounds(Fraction(0), Fraction(100))
        case "sum":
            inner = find_bounds(node.body)
            if inner is None:
                return None
            return Bounds(min(inner.low * MOST_MEMBERS, Fraction(0)), max(inner.high * MOST_MEMBERS, Fraction(0)))
        case "min" | "max":
            return find_bounds(node.body)
        case "all" | "any":
            return None
        case _:
            assert_never(node.kind)
