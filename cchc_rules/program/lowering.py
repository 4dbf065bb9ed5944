"""Lowering: resolved trees → trees engines read: parameters replaced, constants folded, tables lifted.

In a lowered tree no `ReadParameter` is left. A table of numbers stays where it is computed with or put in order: there
its hull says all there is to say. A comparison that asks more (whether a number is one of several, and every one of
shares, dates, levels and choices) has become a table of comparisons; a table of dates is left as the body of ``min``
or ``max`` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from typing import Final, TypeGuard, assert_never, cast

from cchc_rules.language.checking.unlisted_years import may_hold
from cchc_rules.language.checking.year_runs import is_length
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
    N,
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
    rebuild,
    walk,
)
from cchc_rules.language.ruleset import DatedValue
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import BooleanType, ChoiceType, DateType, NumberType
from cchc_rules.problems import Problem, RulesetError
from cchc_rules.program.constant_folding import fold
from cchc_rules.values import LONGEST_RUN, Number, Value, exact

MOST_NODES: Final = 20_000
"""How large one expression may grow by lifting and by definitions written out in it."""

ORDERS: Final = ("<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class Lowering:
    """What expressions are lowered with: bound parameter values and the definitions that must be written out.

    ``tables`` are the named definitions that are tables of numbers: written out only where a table is lifted.
    """

    parameters: Mapping[str, Value | tuple[Value, ...]]
    dated: Mapping[str, tuple[DatedValue, ...]]
    written_out: Mapping[str, Node]
    tables: Mapping[str, FirstOf]

    def expression(self, node: Node) -> Node:
        """The lowered expression; RulesetError (``too-many-branches``) where lifting makes it too large."""
        lowered = self._lower(node)
        if next(islice(walk(lowered), MOST_NODES, None), None) is not None:
            raise RulesetError([Problem("too-many-branches", node.span, {"limit": MOST_NODES})])
        return lowered

    def _lower(self, node: Node) -> Node:
        match node:
            case ReadParameter():
                return self._parameter(node)
            case Literal() | ReadFact() | ReadField() | AsOf() | Size() | ReadResult():
                return node
            case Name() | Attribute() | BareText():
                raise TypeError("an unresolved expression cannot be lowered")
            case ReadDefinition():
                return self.written_out.get(node.name, node)
            case And() | Or():
                return fold(replace(node, operands=tuple(map(self._lower, node.operands))))
            case Not() | Negate():
                return fold(replace(node, operand=self._lower(node.operand)))
            case In():
                return self._membership(node)
            case Compare():
                return self._comparison(node)
            case Arithmetic():
                left, right = self._lower(node.left), self._lower(node.right)
                if isinstance(type_of(node.left), DateType):
                    return self._lift(node, left, right, lambda a, b: fold(replace(node, left=a, right=b)))
                return fold(replace(node, left=left, right=right))
            case Calendar():
                return self._calendar(node)
            case Quotient():
                part, whole = self._lower(node.part), self._lower(node.whole)
                return self._lift(node, part, whole, lambda a, b: replace(node, part=a, whole=b))
            case FirstOf():
                conditions, values = map(self._lower, node.conditions), map(self._lower, node.values)
                return fold(replace(node, conditions=tuple(conditions), values=tuple(values)))
            case Fold():
                return self._fold(node)
            case YearRun():
                raise TypeError("a run is lowered with what it is compared with")
            case _:
                assert_never(node)

    def _parameter(self, node: ReadParameter) -> Node:
        """The bound value; of dated ones a table by the day decided as of, the latest first."""
        if node.name in self.parameters:
            return _literal(node, self.parameters[node.name])
        *later, first = reversed(self.dated[node.name])
        begins = (Literal(one.begin, DateType(), span=node.span) for one in later)
        conditions = tuple(Compare(">=", AsOf(node.span), begin, span=node.span) for begin in begins)
        values = tuple(_literal(node, one.value) for one in (*later, first))
        return fold(FirstOf(conditions, values, span=node.span)) if later else values[0]

    def _calendar(self, node: Calendar) -> Node:
        first, *rest = map(self._lower, node.dates)
        if not rest:
            return self._over(first, lambda one: fold(replace(node, dates=(one,))))
        return self._lift(node, first, rest[0], lambda a, b: fold(replace(node, dates=(a, b))))

    def _comparison(self, node: Compare) -> Node:
        if isinstance(node.left, YearRun):
            return self._run(node, node.left)
        left, right = self._lower(node.left), self._lower(node.right)
        kinds = type_of(left), type_of(right)
        if node.op in ORDERS and all(isinstance(kind, NumberType) for kind in kinds):
            return fold(replace(node, left=left, right=right))
        return self._lift(
            node, left, right, lambda a, b: fold(replace(node, left=_type_word(a, b), right=_type_word(b, a)))
        )

    def _run(self, node: Compare, run: YearRun) -> Node:
        """A run within the window of years it must fill: parameters may have been given since it was checked."""
        dated = {name: tuple(one.value for one in several) for name, several in self.dated.items()}
        if may_hold(run, {**{name: (value,) for name, value in self.parameters.items()}, **dated}):
            raise RulesetError([Problem("run-unlisted", run.body.span, {"list": run.list_read.name})])

        def build(to: Node, length: Node) -> Node:
            least = length.value if isinstance(length, Literal) else None
            if not is_length(least):
                raise RulesetError([Problem("run-length", length.span, {"most": LONGEST_RUN})])
            window = cast(int, least) + (node.op == ">")
            most = Literal(window, NumberType(integral=True), span=length.span)
            return replace(node, op=">=", left=replace(run, body=body, to=to, window=window), right=most)

        body = self._lower(run.body)
        return self._lift(node, self._lower(run.to), self._lower(node.right), build)

    def _lift(self, node: Node, left: Node, right: Node, build: Callable[[Node, Node], Node]) -> Node:
        """``build`` made of every two values that lowered sides may choose, under the same conditions."""
        if self._count(left) * self._count(right) > MOST_NODES:
            raise RulesetError([Problem("too-many-branches", node.span, {"limit": MOST_NODES})])
        return self._over(left, lambda a: self._over(right, lambda b: build(a, b)))

    def find_table(self, node: Node) -> FirstOf | None:
        """The table of values that a lowered expression is."""
        if isinstance(node, ReadDefinition):
            return self.tables.get(node.name)
        return node if is_table(node) else None

    def _count(self, node: Node) -> int:
        table = self.find_table(node)
        return 1 if table is None else sum(map(self._count, table.values))

    def _over(self, node: Node, build: Callable[[Node], Node]) -> Node:
        table = self.find_table(node)
        if table is None:
            return build(node)
        return fold(replace(table, values=tuple(self._over(value, build) for value in table.values)))

    def _membership(self, node: In) -> Node:
        operand = self._lower(node.operand)
        options = tuple(lowered for option in node.options for lowered in self._options(option))
        if all(self.find_table(part) is None for part in (operand, *options)):
            return fold(replace(node, operand=operand, options=tuple(_type_word(one, operand) for one in options)))
        # Each equality is lifted by itself: conditions read twice count as independent (design 3.1, 3.7).
        equalities = tuple(Compare("==", operand, option, span=node.span) for option in options)
        return fold(Or(tuple(map(self._lower, equalities)), span=node.span))

    def _options(self, option: Node) -> tuple[Node, ...]:
        if not isinstance(option, ReadParameter):
            return (self._lower(option),)
        if option.name not in self.parameters:
            return (self._lower(option),)
        value = self.parameters[option.name]
        return tuple(_literal(option, one) for one in (value if isinstance(value, tuple) else (value,)))

    def _fold(self, node: Fold) -> Node:
        filter_ = None if node.filter is None else self._lower(node.filter)
        if isinstance(filter_, Literal) and filter_.value is True:
            filter_ = None
        return replace(node, body=self._lower(node.body), filter=filter_)


def _type_word(word: Node, other: Node) -> Node:
    """A constant word is of the very type of the choice it is held against: open or not."""
    if isinstance(word, Literal) and isinstance(word.type, ChoiceType) and not isinstance(other, Literal):
        return replace(word, type=type_of(other))
    return word


def rename_items(definition: str, node: N) -> N:
    """A definition's lowered expression with items of its own, so that no loop it is written out in is shadowed."""

    def rename(node: Node, names: Mapping[str, str]) -> Node:
        if isinstance(node, ReadField):
            return replace(node, item=names.get(node.item, node.item))
        if isinstance(node, Fold | YearRun):
            names = {**names, node.item: f"{definition}.{node.item}"}
            return replace(rebuild(node, lambda part: rename(part, names)), item=names[node.item])
        return rebuild(node, lambda part: rename(part, names))

    return cast(N, rename(node, {}))


def is_table(node: Node) -> TypeGuard[FirstOf]:
    """Whether a lowered expression chooses between values."""
    return isinstance(node, FirstOf) and not isinstance(type_of(node), BooleanType)


def _literal(read: ReadParameter, value: Value) -> Literal:
    """A bound value as a constant; numbers become exact."""
    if isinstance(read.type, NumberType):
        number = exact(cast(Number, value))
        value_: int | Fraction = int(number) if number == int(number) else number
        return Literal(value_, read.type, span=read.span)
    return Literal(value, read.type, span=read.span)
