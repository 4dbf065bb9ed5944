"""The one walk over a lowered tree: it asks an *algebra* what an engine makes of each form of expression.

An engine implements `Algebra`; `Translation` calls it, node by node, with the node and its translated parts. The body
and the filter of a fold, and the meaning of a definition, come as functions to be called with the place they are
written to. An algebra may ask a node for its type, bounds and size (`shapes`, `bounds`), it never matches on it. A new
form of expression is a type error here and in every algebra until it is built.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Generic, Protocol, TypeVar, assert_never

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
)
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

T = TypeVar("T")
"""What an engine makes of a truth."""
A = TypeVar("A")
"""What an engine makes of an amount: a number, a quotient or an interval."""
P = TypeVar("P")
"""What an engine makes of a plain value: a date, a level or a choice."""
W = TypeVar("W")
"""Where an engine writes: over a candidate, or over a member of a list."""


class Algebra(Protocol[T, A, P, W]):
    """What an engine makes of each form of expression; every method gets the node, its parts, and where to write.

    A comparison never has the operator ``!=``: it comes as the negation of ``==``.
    """

    # Truths.

    def state_truth(self, node: Literal, where: W, /) -> T:
        """A truth that stands in the text."""

    def read_truth(self, node: ReadFact | ReadField, where: W, /) -> T:
        """The truth of a yes/no fact."""

    def define_truth(self, node: ReadDefinition, meaning: Callable[[W], T], where: W, /) -> T:
        """The truth of a named expression over the candidate."""

    def negate(self, node: Not | Compare, operand: T, where: W, /) -> T:
        """Kleene not."""

    def conjoin(self, node: And, operands: list[T], where: W, /) -> T:
        """Kleene and."""

    def disjoin(self, node: Or | In, operands: list[T], where: W, /) -> T:
        """Kleene or."""

    def choose_truth(self, node: FirstOf, conditions: list[T], values: list[T], where: W, /) -> T:
        """The truth of the first condition that holds, else the last; what all agree on that may be it."""

    def equate_truths(self, node: Compare, left: T, right: T, where: W, /) -> T:
        """Whether two truths are the same; unknown when either is."""

    def compare_amounts(self, node: Compare, left: A, right: A, where: W, /) -> T:
        """``== < <= > >=`` of two amounts: known when every pair of their points agrees."""

    def compare_dates(self, node: Compare, left: P, right: P, where: W, /) -> T:
        """``== < <= > >=`` of two dates."""

    def compare_levels(self, node: Compare, left: P, right: P, where: W, /) -> T:
        """``== < <= > >=`` of two values of one scale, by declared order; unranked ones are in no order."""

    def equate_choices(self, node: Compare, left: P, right: P, where: W, /) -> T:
        """Whether two choices are the same."""

    def find_among(self, node: In, operand: P, options: tuple[Literal, ...], where: W, /) -> T:
        """Whether a date, level or choice is one of constants."""

    def fold_all(self, node: Fold, body: Callable[[W], T], filter: Callable[[W], T] | None, where: W, /) -> T:
        """Whether the body holds of all members let in; unknown of nobody."""

    def fold_any(self, node: Fold, body: Callable[[W], T], filter: Callable[[W], T] | None, where: W, /) -> T:
        """Whether the body holds of some member let in; false of nobody."""

    # Amounts.

    def state_number(self, node: Literal, value: int | Fraction, where: W, /) -> A:
        """A number that stands in the text."""

    def read_number(self, node: ReadFact | ReadField, where: W, /) -> A:
        """The number of a fact."""

    def read_score(self, node: ReadResult, where: W, /) -> A:
        """The points of a score or a line, or how many lines give 0: an interval."""

    def define_amount(self, node: ReadDefinition, meaning: Callable[[W], A], where: W, /) -> A:
        """The amount of a named expression over the candidate."""

    def add(self, node: Arithmetic, left: A, right: A, where: W, /) -> A:
        """The sum of two amounts."""

    def subtract(self, node: Arithmetic, left: A, right: A, where: W, /) -> A:
        """The difference of two amounts."""

    def multiply(self, node: Arithmetic, left: A, right: A, where: W, /) -> A:
        """The product of two amounts; an interval only meets a constant."""

    def count_days(self, node: Arithmetic, left: P, right: P, where: W, /) -> A:
        """The days from the right date to the left one."""

    def count_calendar(self, node: Calendar, dates: list[P], where: W, /) -> A:
        """The year of a date; the whole months or years from one to another, rounded down."""

    def turn_sign(self, node: Negate, operand: A, where: W, /) -> A:
        """Unary minus."""

    def divide(self, node: Quotient, part: A, whole: A, where: W, /) -> A:
        """``part / whole``, a hundred times that for a percent; unknown where whole may be 0."""

    def choose_amount(self, node: FirstOf, conditions: list[T], values: list[A], where: W, /) -> A:
        """The amount of the first condition that holds, else the last; the hull of all it may be."""

    def count(self, node: Fold, body: Callable[[W], T], filter: Callable[[W], T] | None, where: W, /) -> A:
        """How many members let in the body holds of: an interval."""

    def share(self, node: Fold, body: Callable[[W], T], filter: Callable[[W], T] | None, where: W, /) -> A:
        """The percent of members let in of which the body holds: an interval of quotients."""

    def add_up(self, node: Fold, body: Callable[[W], A], filter: Callable[[W], T] | None, where: W, /) -> A:
        """The sum of the body over the members let in; 0 over nobody."""

    def take_extreme(self, node: Fold, body: Callable[[W], A], filter: Callable[[W], T] | None, where: W, /) -> A:
        """The least (kind ``min``) or greatest (``max``) number of the members let in; unknown over nobody."""

    def count_run(self, node: YearRun, body: Callable[[W], T], to: Callable[[W], A], where: W, /) -> A:
        """Of how many years of the window that ends with ``to`` the body holds: an interval.

        Only whether it comes to the whole window is asked. A year without a member is as one with the unlisted values,
        of which the body never holds; unknown while ``to`` is not one year.
        """

    def count_members(self, node: Size, where: W, /) -> A:
        """How many members a list has."""

    # Plain values.

    def state_plain(self, node: Literal, where: W, /) -> P:
        """A date, level or choice that stands in the text."""

    def read_plain(self, node: ReadFact | ReadField, where: W, /) -> P:
        """The date, level or choice of a fact."""

    def read_grade(self, node: ReadResult, where: W, /) -> P:
        """A grade of the candidate: one level, or the set of those it may still be; no other value is a set."""

    def define_plain(self, node: ReadDefinition, meaning: Callable[[W], P], where: W, /) -> P:
        """The date, level or choice of a named expression over the candidate."""

    def read_as_of(self, node: AsOf, where: W, /) -> P:
        """The date the caller decides as of."""

    def choose_plain(self, node: FirstOf, conditions: list[T], values: list[P], where: W, /) -> P:
        """The date of the first condition that holds, else the last; unknown while it may be one of several."""

    def take_extreme_date(self, node: Fold, body: Callable[[W], P], filter: Callable[[W], T] | None, where: W, /) -> P:
        """The earliest (kind ``min``) or latest (``max``) date of the members let in; unknown over nobody."""


@dataclass(frozen=True, slots=True)
class Translation(Generic[T, A, P, W]):
    """Translates lowered trees by an algebra; ``definitions`` are the named expressions a tree may read.

    A lowered tree holds no unresolved name and no parameter: TypeError of one that does. Cost: one call of the
    algebra a node.
    """

    algebra: Algebra[T, A, P, W]
    definitions: Mapping[str, Node]

    def truth(self, node: Node, where: W) -> T:
        """What the engine makes of a boolean expression."""
        algebra = self.algebra
        match node:
            case Literal():
                return algebra.state_truth(node, where)
            case ReadFact() | ReadField():
                return algebra.read_truth(node, where)
            case ReadDefinition():
                return algebra.define_truth(node, lambda there: self.truth(self.definitions[node.name], there), where)
            case Not():
                return algebra.negate(node, self.truth(node.operand, where), where)
            case And():
                return algebra.conjoin(node, [self.truth(one, where) for one in node.operands], where)
            case Or():
                return algebra.disjoin(node, [self.truth(one, where) for one in node.operands], where)
            case Compare():
                return self._comparison(node, where)
            case In():
                return self._membership(node, where)
            case FirstOf():
                values = [self.truth(one, where) for one in node.values]
                return algebra.choose_truth(node, self._conditions(node, where), values, where)
            case Fold():
                return self._quantifier(node, where)
            case Arithmetic() | Negate() | Quotient() | Calendar() | Size() | YearRun() | AsOf() | ReadResult():
                raise _misplace(node)
            case Name() | Attribute() | BareText() | ReadParameter():
                raise _misplace(node)
            case _:
                assert_never(node)

    def amount(self, node: Node, where: W) -> A:
        """What the engine makes of a number, a quotient or an interval."""
        algebra = self.algebra
        match node:
            case Literal():
                assert isinstance(node.value, int | Fraction)
                return algebra.state_number(node, node.value, where)
            case ReadFact() | ReadField():
                return algebra.read_number(node, where)
            case ReadResult():
                return algebra.read_score(node, where)
            case ReadDefinition():
                return algebra.define_amount(node, lambda there: self.amount(self.definitions[node.name], there), where)
            case Arithmetic():
                return self._arithmetic(node, where)
            case Negate():
                return algebra.turn_sign(node, self.amount(node.operand, where), where)
            case Quotient():
                return algebra.divide(node, self.amount(node.part, where), self.amount(node.whole, where), where)
            case FirstOf():
                values = [self.amount(one, where) for one in node.values]
                return algebra.choose_amount(node, self._conditions(node, where), values, where)
            case Fold():
                return self._amount_of_members(node, where)
            case Calendar():
                return algebra.count_calendar(node, [self.plain(one, where) for one in node.dates], where)
            case Size():
                return algebra.count_members(node, where)
            case YearRun():
                body, to = node.body, node.to
                return algebra.count_run(
                    node, lambda there: self.truth(body, there), lambda there: self.amount(to, there), where
                )
            case Not() | And() | Or() | Compare() | In() | AsOf():
                raise _misplace(node)
            case Name() | Attribute() | BareText() | ReadParameter():
                raise _misplace(node)
            case _:
                assert_never(node)

    def plain(self, node: Node, where: W) -> P:
        """What the engine makes of a date, a level or a choice."""
        algebra = self.algebra
        match node:
            case Literal():
                return algebra.state_plain(node, where)
            case ReadFact() | ReadField():
                return algebra.read_plain(node, where)
            case ReadResult():
                return algebra.read_grade(node, where)
            case ReadDefinition():
                return algebra.define_plain(node, lambda there: self.plain(self.definitions[node.name], there), where)
            case AsOf():
                return algebra.read_as_of(node, where)
            case FirstOf():
                values = [self.plain(one, where) for one in node.values]
                return algebra.choose_plain(node, self._conditions(node, where), values, where)
            case Fold():
                if node.kind not in ("min", "max"):
                    raise _misplace(node)
                return algebra.take_extreme_date(
                    node, lambda there: self.plain(node.body, there), self._filter(node), where
                )
            case Not() | And() | Or() | Compare() | In() | Arithmetic() | Negate() | Quotient() | Calendar():
                raise _misplace(node)
            case Size() | YearRun():
                raise _misplace(node)
            case Name() | Attribute() | BareText() | ReadParameter():
                raise _misplace(node)
            case _:
                assert_never(node)

    def _conditions(self, node: FirstOf, where: W) -> list[T]:
        return [self.truth(one, where) for one in node.conditions]

    def _comparison(self, node: Compare, where: W) -> T:
        algebra = self.algebra
        if node.op == "!=":
            return algebra.negate(node, self._comparison(replace(node, op="=="), where), where)
        match kind := type_of(node.left):
            case BooleanType():
                return algebra.equate_truths(node, self.truth(node.left, where), self.truth(node.right, where), where)
            case NumberType() | QuotientType():
                left, right = self.amount(node.left, where), self.amount(node.right, where)
                return algebra.compare_amounts(node, left, right, where)
            case DateType():
                return algebra.compare_dates(node, self.plain(node.left, where), self.plain(node.right, where), where)
            case GradeType():
                return algebra.compare_levels(node, self.plain(node.left, where), self.plain(node.right, where), where)
            case ChoiceType():
                return algebra.equate_choices(node, self.plain(node.left, where), self.plain(node.right, where), where)
            case TextType() | ListType():
                raise _misplace(node.left)
            case _:
                assert_never(kind)

    def _membership(self, node: In, where: W) -> T:
        constants = tuple(option for option in node.options if isinstance(option, Literal))
        if isinstance(type_of(node.operand), DateType | GradeType | ChoiceType) and len(constants) == len(node.options):
            return self.algebra.find_among(node, self.plain(node.operand, where), constants, where)
        equalities = (Compare("==", node.operand, option, span=node.span) for option in node.options)
        return self.algebra.disjoin(node, [self._comparison(one, where) for one in equalities], where)

    def _quantifier(self, node: Fold, where: W) -> T:
        match node.kind:
            case "all":
                fold = self.algebra.fold_all
            case "any":
                fold = self.algebra.fold_any
            case "count" | "percent" | "sum" | "min" | "max":
                raise _misplace(node)
            case _:
                assert_never(node.kind)
        return fold(node, lambda there: self.truth(node.body, there), self._filter(node), where)

    def _amount_of_members(self, node: Fold, where: W) -> A:
        filter_ = self._filter(node)
        match node.kind:
            case "count":
                return self.algebra.count(node, lambda there: self.truth(node.body, there), filter_, where)
            case "percent":
                return self.algebra.share(node, lambda there: self.truth(node.body, there), filter_, where)
            case "sum":
                return self.algebra.add_up(node, lambda there: self.amount(node.body, there), filter_, where)
            case "min" | "max":
                return self.algebra.take_extreme(node, lambda there: self.amount(node.body, there), filter_, where)
            case "all" | "any":
                raise _misplace(node)
            case _:
                assert_never(node.kind)

    def _filter(self, node: Fold) -> Callable[[W], T] | None:
        condition = node.filter
        return None if condition is None else lambda there: self.truth(condition, there)

    def _arithmetic(self, node: Arithmetic, where: W) -> A:
        if isinstance(type_of(node.left), DateType):
            return self.algebra.count_days(node, self.plain(node.left, where), self.plain(node.right, where), where)
        left, right = self.amount(node.left, where), self.amount(node.right, where)
        match node.op:
            case "+":
                return self.algebra.add(node, left, right, where)
            case "-":
                return self.algebra.subtract(node, left, right, where)
            case "*":
                return self.algebra.multiply(node, left, right, where)
            case _:
                assert_never(node.op)


def _misplace(node: Node) -> TypeError:
    return TypeError(f"{type(node).__name__} has no place here in a lowered tree")
