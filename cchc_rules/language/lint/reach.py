"""What a condition can come to, whatever the facts: rules ``constant-condition`` and ``row-not-reached``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne
from typing import Final, TypeAlias, assert_never

from cchc_rules.language.checking.bounds import Bounds, find_bounds
from cchc_rules.language.lint.conditions import every_condition, warning
from cchc_rules.language.nodes import (
    MIRRORED,
    NEGATED,
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
    children,
    walk,
)
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    TextType,
)
from cchc_rules.problems import Problem
from cchc_rules.values import FIRST_DATE, LAST_DATE, Scale

Values: TypeAlias = "frozenset[str | bool] | Stretch"

WIDEST_SHARE: Final = Bounds(Fraction(-(10**400)), Fraction(10**400))
"""What a share by nearly nothing is taken to lie in: wider than any limit that is written."""

_TESTS: Final[dict[str, Callable[[Fraction, Fraction], bool]]] = {
    "==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """Numbers from ``low`` to ``high``; the ends belong to it unless it is open there."""

    low: Fraction
    high: Fraction
    low_open: bool = False
    high_open: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no number lies in it."""
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def within(self, other: Stretch) -> Stretch:
        """The numbers in both."""
        low = max((self.low, self.low_open), (other.low, other.low_open))
        high = min((self.high, not self.high_open), (other.high, not other.high_open))
        return Stretch(low[0], high[0], low[1], not high[1])


def constant_conditions(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each condition that known facts always make true, or never."""
    for condition in every_condition(ruleset):
        for part in _truths_read(condition.node):
            truth = _own_truth(part)
            if truth is not None:
                yield warning("constant-condition", part.span, "always" if truth else "never")


def find_unreached_rows(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each row of a table that no facts reach: those above it hold of all it could hold of."""
    for category in ruleset.categories:
        tables = (node for one in category.definitions for node in walk(one.expression) if isinstance(node, FirstOf))
        for table in tables:
            above: list[Node] = []
            for condition, value in zip((*table.conditions, None), table.values, strict=True):
                here = list(condition.operands) if isinstance(condition, And) else [condition] if condition else []
                if _exclude_each_other([*above, *here], positive=True):
                    yield warning("row-not-reached", value.span if condition is None else condition.span)
                if condition is not None:
                    above += [Not(one) for one in (condition.operands if isinstance(condition, Or) else (condition,))]


def _truths_read(node: Node) -> Iterator[Node]:
    """The yes-or-no parts of an expression, save ``true`` and ``false`` as an answer of a table or compared with.

    Of a comparison with one of them `truths_compared` speaks.
    """
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(type_of(here), BooleanType):
            yield here
        branches: tuple[Node, ...] = ()
        match here:
            case FirstOf(values=values):
                branches = values
            case Compare(left=left, right=right) if not (isinstance(left, Literal) and isinstance(right, Literal)):
                branches = (left, right)
        waiting.extend(one for one in reversed(children(here)) if not (isinstance(one, Literal) and one in branches))


def _own_truth(node: Node) -> bool | None:
    """The constant truth a part has of itself; None where it has none, or only hands on that of a part of it."""
    match node:
        case Literal(value=bool() as value):
            return value
        case Compare():
            return _judge(node)
        case In():
            return _among(node)
        case And(operands=operands):
            return False if _exclude_each_other(operands, positive=True) else None
        case Or(operands=operands):
            return True if _exclude_each_other(operands, positive=False) else None
        case Not() | FirstOf() | Fold() | ReadFact() | ReadField() | ReadDefinition() | ReadParameter() | Literal():
            return None
        case Arithmetic() | Negate() | Quotient() | Calendar() | Size() | YearRun() | AsOf() | ReadResult():
            return None
        case Name() | Attribute() | BareText():
            return None
        case _:
            assert_never(node)


def _judge(node: Compare) -> bool | None:
    if node.left == node.right:
        return node.op in ("==", "<=", ">=") if _is_ranked(node.left) or node.op in ("==", "!=") else None
    left, right = _bounds_of(node.left), _bounds_of(node.right)
    if left is not None and right is not None:
        return _judge_bounds(node.op, left, right)
    if (found := _satisfying(node, positive=True)) is None:
        return None
    read, values = found
    return _judge_values(values, _possible(read))


def _is_ranked(node: Node) -> bool:
    kind = type_of(node)
    return not (isinstance(kind, GradeType) and kind.scale.unranked)


def _judge_bounds(op: Relation, left: Bounds, right: Bounds) -> bool | None:
    """What every pair of numbers from two bounds agrees on."""
    if op in ("==", "!="):
        if left.high < right.low or right.high < left.low:
            return op == "!="
        return op == "==" if left.low == left.high == right.low == right.high else None
    if op in ("<", "<="):
        return _judge_bounds(MIRRORED[op], right, left)
    test = _TESTS[op]
    return True if test(left.low, right.high) else None if test(left.high, right.low) else False


def _among(node: In) -> bool | None:
    found = _satisfying(node, positive=True)
    return None if found is None else _judge_values(found[1], _possible(found[0]))


def _judge_values(values: Values, possible: Values | None) -> bool | None:
    if isinstance(values, Stretch) or not isinstance(possible, frozenset):
        return None
    return True if values >= possible else None if values & possible else False


def _bounds_of(node: Node) -> Bounds | None:
    """The bounds of a number or a day (in days)."""
    if isinstance(kind := type_of(node), QuotientType):
        return find_bounds(node) or WIDEST_SHARE
    if not isinstance(kind, DateType):
        return find_bounds(node)
    if isinstance(node, Literal) and isinstance(node.value, date):
        day = Fraction(node.value.toordinal())
        return Bounds(day, day)
    if isinstance(node, ReadFact | ReadField | ReadParameter | AsOf):
        return Bounds(Fraction(FIRST_DATE.toordinal()), Fraction(LAST_DATE.toordinal()))
    return None


def _exclude_each_other(operands: Iterable[Node], *, positive: bool) -> bool:
    """Whether no value satisfies all operands (their negations, when not positive) that speak of one thing."""
    left: dict[Node, Values] = {}
    for operand in operands:
        found = _satisfying(operand, positive=positive)
        if found is None:
            continue
        read, values = found
        before = left.get(read, _possible(read))
        left[read] = values if before is None else _both(before, values)
        if _is_empty(left[read]) and not (before is None or _is_empty(before) or _is_empty(values)):
            return True
    return False


def _both(one: Values, other: Values) -> Values:
    if isinstance(one, Stretch) and isinstance(other, Stretch):
        return one.within(other)
    return one & other if isinstance(one, frozenset) and isinstance(other, frozenset) else other


def _is_empty(values: Values) -> bool:
    return values.is_empty if isinstance(values, Stretch) else not values


def _possible(read: Node) -> Values | None:
    """Every value an expression can have, as far as that is known."""
    match type_of(read):
        case BooleanType():
            return frozenset((True, False))
        case GradeType(scale=scale):
            return frozenset(scale.spellings)
        case ChoiceType(options=options) as choice:
            return frozenset((*options, choice.another) if choice.open else options)
        case NumberType() | QuotientType() | DateType():
            found = _bounds_of(read)
            return None if found is None else Stretch(found.low, found.high)
        case TextType() | ListType():
            return None
        case kind:
            assert_never(kind)


def _satisfying(node: Node, *, positive: bool) -> tuple[Node, Values] | None:
    """What a simple condition speaks of and the values that make it true (false, when not positive)."""
    match node:
        case Not(operand=operand):
            return _satisfying(operand, positive=not positive)
        case ReadFact() | ReadField() if isinstance(node.type, BooleanType):
            return node, frozenset((positive,))
        case In(operand=operand, options=options) if all(isinstance(one, Literal) for one in options):
            spelt = frozenset(one.value for one in options if isinstance(one, Literal) and isinstance(one.value, str))
            return _restrict(operand, spelt, positive) if spelt else None
        case Compare(op=op, left=left, right=right):
            if isinstance(left, Literal):
                op, left, right = MIRRORED[op], right, left
            return _restrict_against(left, op, right, positive) if isinstance(right, Literal) else None
        case In() | And() | Or() | FirstOf() | Fold() | ReadFact() | ReadField() | ReadDefinition() | ReadParameter():
            return None
        case Literal() | Arithmetic() | Negate() | Quotient() | Calendar() | Size() | YearRun() | AsOf() | ReadResult():
            return None
        case Name() | Attribute() | BareText():
            return None
        case _:
            assert_never(node)


def _restrict(read: Node, values: frozenset[str | bool], positive: bool) -> tuple[Node, Values] | None:
    possible = _possible(read)
    if isinstance(read, Literal) or not isinstance(possible, frozenset):
        return None
    return read, values if positive else possible - values


def _restrict_against(read: Node, op: Relation, literal: Literal, positive: bool) -> tuple[Node, Values] | None:
    match type_of(read), literal.value:
        case GradeType(scale=scale), str() as level:
            return _restrict(read, satisfying_levels(scale, op, level), positive)
        case ChoiceType(), str() as option:
            return _restrict(read, frozenset((option,)), positive == (op == "=="))
        case BooleanType(), bool() as value:
            return _restrict(read, frozenset((value == (op == "=="),)), positive)
        case _:
            limit = _bounds_of(literal)
            values = None if limit is None else _half(op if positive else NEGATED[op], limit.low, _bounds_of(read))
            return None if values is None or isinstance(read, Literal) else (read, values)


def satisfying_levels(scale: Scale, op: Relation, level: str) -> frozenset[str | bool]:
    """The levels and unranked values of a scale for which ``value op level`` is true."""
    match op:
        case "==":
            return frozenset((level,))
        case "!=":
            return frozenset(scale.spellings) - {level}
        case "<" | "<=" | ">" | ">=":
            place = scale.rank(level)
    if place is None:  # an unranked value is below and above none
        return frozenset()
    above = place + (op in ("<=", ">"))
    return frozenset(scale.levels[:above] if op in ("<", "<=") else scale.levels[above:])


def _half(op: str, limit: Fraction, whole: Bounds | None) -> Stretch | None:
    """The numbers within bounds on one side of a limit."""
    if whole is None or op == "!=":
        return None
    low, high = (limit, whole.high) if op in (">", ">=") else (whole.low, limit)
    return Stretch(limit, limit) if op == "==" else Stretch(low, high, op == ">", op == "<")
