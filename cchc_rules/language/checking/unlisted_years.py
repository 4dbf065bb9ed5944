"""What a condition says of a year that has only the values its list gives years without a member.

The same Kleene logic as everywhere (semantics 1), over constants and unknowns: no list of such a year is stated, so
whatever is made of one is unknown.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any, Final, TypeAlias, assert_never, cast

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
    Relation,
    Size,
    YearRun,
    walk,
)
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import GradeType
from cchc_rules.values import Number, Truth, Value, count_months, exact

Known: TypeAlias = bool | Fraction | date | str | None
"""A value; None is unknown."""

_ORDERS: Final[Mapping[Relation, Callable[[Any, Any], bool]]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_SIGNS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}


def may_hold(run: YearRun, parameters: Mapping[str, tuple[Value | tuple[Value, ...], ...]]) -> bool:
    """Whether the condition of a run is true of a year without a member, for any of the values parameters may have.

    Cost: the size of the condition for each combination of dated values it reads.
    """
    read = sorted({one.name for one in walk(run.body) if isinstance(one, ReadParameter)})
    chosen = (dict(zip(read, one, strict=True)) for one in product(*(parameters[name] for name in read)))
    return any(_Year(run, values).truth(run.body) is True for values in chosen)


@dataclass(frozen=True, slots=True)
class _Year:
    """A year without a member of its list, under some values of the parameters."""

    run: YearRun
    parameters: Mapping[str, Value | tuple[Value, ...]]

    def truth(self, node: Node) -> Truth:
        """The truth of a condition."""
        match node:
            case Literal() | ReadField() | ReadParameter():
                return cast(Truth, self.read(node))
            case Not(operand=operand):
                return _turn(self.truth(operand))
            case And(operands=operands):
                return _turn(_some(_turn(self.truth(one)) for one in operands))
            case Or(operands=operands):
                return _some(map(self.truth, operands))
            case Compare():
                return self.comparison(node)
            case In(operand=operand, options=options):
                return _some(self.equal(operand, one) for one in options)
            case FirstOf():
                return _agree(self.truth(one) for one in self.rows_left(node))
            case Fold():
                return None
            case Arithmetic() | Negate() | Quotient() | Calendar() | Size() | AsOf() | ReadResult() | YearRun():
                raise TypeError("no condition")
            case ReadFact() | ReadDefinition() | Name() | Attribute() | BareText():
                raise TypeError("the condition of a run reads its member alone")
            case _:
                assert_never(node)

    def values(self, node: Node) -> tuple[Known, ...]:
        """What an expression may be: one value, or several while the row of a table is unknown."""
        match node:
            case Literal() | ReadField() | ReadParameter():
                return (self.read(node),)
            case Arithmetic(op=op, left=left, right=right):
                return self.combine((left, right), lambda a, b: _subtract(a, b) if op == "-" else _SIGNS[op](a, b))
            case Quotient(part=part, whole=whole, percent=percent):
                return self.combine((part, whole), lambda a, b: a * (100 if percent else 1) / b if b else None)
            case Negate(operand=operand):
                return self.combine((operand,), operator.neg)
            case Calendar(kind="year", dates=dates):
                return self.combine(dates, lambda day: Fraction(day.year))
            case Calendar(kind=kind, dates=dates):
                months = 1 if kind == "months" else 12
                return self.combine(dates, lambda a, b: Fraction(count_months(a, b) // months))
            case FirstOf():
                return tuple(dict.fromkeys(one for row in self.rows_left(node) for one in self.values(row)))
            case Fold() | Size():
                return (None,)
            case Not() | And() | Or() | Compare() | In():
                return (self.truth(node),)
            case ReadFact() | ReadDefinition() | ReadResult() | AsOf() | YearRun() | Name() | Attribute() | BareText():
                raise TypeError("the condition of a run reads its member alone")
            case _:
                assert_never(node)

    def read(self, node: Literal | ReadField | ReadParameter) -> Known:
        """A constant, a field by its unlisted value, or a parameter by its value."""
        match node:
            case Literal(value=value):
                found = value
            case ReadField(item=item, slot=slot):
                found = self.run.unlisted[slot] if item == self.run.item else None
            case ReadParameter(name=name):
                found = self.parameters[name]
            case _:
                assert_never(node)
        if isinstance(found, bool | str | date) or found is None:
            return found
        return Fraction(exact(cast(Number, found)))

    def combine(self, parts: tuple[Node, ...], apply: Callable[..., Known]) -> tuple[Known, ...]:
        """What may be made of parts that are one of several each."""
        several = product(*map(self.values, parts))
        return tuple(dict.fromkeys(None if None in one else apply(*one) for one in several))

    def comparison(self, node: Compare) -> Truth:
        """A comparison; the unranked are in no order."""
        if node.op in ("==", "!="):
            same = self.equal(node.left, node.right)
            return same if node.op == "==" else _turn(same)
        kind = type_of(node.left)
        sides = (self.values(node.left), self.values(node.right))

        def holds(a: Known, b: Known) -> Truth:
            if isinstance(kind, GradeType):
                a, b = (kind.scale.rank(cast(str, one)) for one in (a, b))  # type: ignore[assignment]
                return a is not None and b is not None and _ORDERS[node.op](a, b)
            return _ORDERS[node.op](a, b)

        return _agree(None if None in pair else holds(*pair) for pair in product(*sides))

    def equal(self, left: Node, right: Node) -> Truth:
        """Whether two expressions are the same, or the left one is among the values of a list parameter."""
        given = self.parameters.get(right.name) if isinstance(right, ReadParameter) else None
        if isinstance(given, tuple):
            return _some(self.equal(left, Literal(one, right.type)) for one in given)  # type: ignore[union-attr]
        pairs = product(self.values(left), self.values(right))
        return _agree(None if None in pair else pair[0] == pair[1] for pair in pairs)

    def rows_left(self, node: FirstOf) -> Iterator[Node]:
        """The values a table may have."""
        for condition, value in zip(node.conditions, node.values[:-1], strict=True):
            holds = self.truth(condition)
            if holds is not False:
                yield value
            if holds is True:
                return
        yield node.values[-1]


def _subtract(a: Any, b: Any) -> Known:
    """The difference of two numbers, or the days from one date to another."""
    return Fraction((a - b).days) if isinstance(a, date) else a - b


def _turn(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _some(truths: Iterator[Truth]) -> Truth:
    found = list(truths)
    return True if True in found else None if None in found else False


def _agree(truths: Iterator[Truth]) -> Truth:
    found = set(truths)
    return found.pop() if len(found) == 1 else None
