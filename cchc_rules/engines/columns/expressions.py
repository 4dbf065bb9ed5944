"""Nodes of a lowered tree → truths, amounts and plain values as Polars expressions over the columns of a level.

A truth is a nullable boolean: Polars' ``&``, ``|`` and ``~`` are strong Kleene logic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import reduce
from typing import Any, Final, cast

import polars as pl

from cchc_rules.engines.columns.arithmetic import choose, combine, divide, multiply, negate
from cchc_rules.engines.columns.comparisons import Note, compare
from cchc_rules.engines.columns.folds import MemberFold, fold_dates, fold_numbers, fold_truths
from cchc_rules.engines.columns.forms import Form, brought, held
from cchc_rules.engines.columns.plan import Layer, PlanDraft
from cchc_rules.engines.columns.terms import ColumnAmount, Term, constant, integer, one_number, raw
from cchc_rules.engines.columns.words import Plain, plain_compared, plain_in, words_of
from cchc_rules.language.checking.bounds import bounds, declared
from cchc_rules.language.nodes import (
    And,
    Arithmetic,
    AsOf,
    Compare,
    Conditional,
    Fold,
    In,
    Literal,
    Negate,
    Node,
    Not,
    Or,
    Quotient,
    ReadDefinition,
    ReadFact,
    ReadField,
    Size,
    walk,
)
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import BooleanType, ChoiceType, DateType, GradeType, NumberType, QuotientType
from cchc_rules.values import FIRST_DATE, LAST_DATE, MOST_MEMBERS

INLINE: Final = 12
"""Larger branches of a conditional are computed once, in a column of their own."""


@dataclass(frozen=True, slots=True)
class Expressions:
    """Writes expressions into a draft; ``definitions`` are the named ones a tree may read."""

    draft: PlanDraft
    definitions: Mapping[str, Node]
    as_of: date | None
    known: dict[object, Any] = field(default_factory=dict)

    def at_root(self) -> Here:
        """Where expressions over candidates are written."""
        return Here(self, self.draft.root, {})


@dataclass(frozen=True, slots=True)
class Here:
    """A level, and the level of each item variable in sight."""

    all: Expressions
    level: Layer
    items: Mapping[str, Layer]

    @property
    def note(self) -> Note:
        """Takes conditions under which a row of this level has to be decided exactly."""
        return self.level.near.append

    def truth(self, node: Node) -> pl.Expr:
        """The form of a boolean expression."""
        match node:
            case Literal(value=value):
                return pl.lit(value is True)
            case ReadFact() | ReadField():
                return self.read(node)
            case ReadDefinition():
                return cast(pl.Expr, self.definition(node))
            case Not():
                return ~self.truth(node.operand)
            case And():
                return reduce(lambda a, b: a & b, [self.truth(operand) for operand in node.operands])
            case Or():
                return reduce(lambda a, b: a | b, [self.truth(operand) for operand in node.operands])
            case Compare(op="!="):
                return ~self.comparison(replace(node, op="=="))
            case Compare():
                return self.comparison(node)
            case In():
                return self.membership(node)
            case Conditional():
                return self.choice_of_truths(node)
            case Fold():
                return cast(pl.Expr, self.fold(node))
            case _:
                raise AssertionError(f"no truth: {type(node).__name__}")

    def comparison(self, node: Compare) -> pl.Expr:
        """The form of ``left op right`` (not ``!=``)."""
        match type_of(node.left):
            case BooleanType():
                return self.truth(node.left) == self.truth(node.right)
            case NumberType() | QuotientType():
                return compare(node.op, self.amount(node.left), self.amount(node.right), self.note)
            case _:
                return plain_compared(node.op, self.plain(node.left), self.plain(node.right))

    def membership(self, node: In) -> pl.Expr:
        """The form of ``operand in [options]``: one ``==`` or another."""
        kind = type_of(node.operand)
        if isinstance(kind, GradeType | ChoiceType | DateType) and all(
            isinstance(one, Literal) for one in node.options
        ):
            return plain_in(self.plain(node.operand), [cast(Literal, one).value for one in node.options])
        equalities = [Compare("==", node.operand, option, span=node.span) for option in node.options]
        return reduce(lambda a, b: a | b, [self.comparison(equality) for equality in equalities])

    def choice_of_truths(self, node: Conditional) -> pl.Expr:
        """The form of a boolean conditional: with condition unknown, what both branches agree on."""
        condition, then, otherwise = map(self._small_truth, (node.condition, node.then, node.otherwise))
        return (condition & then) | (~condition & otherwise) | (then & otherwise)

    def _small_truth(self, node: Node) -> pl.Expr:
        found = self.truth(node)
        return found if _is_small(node) else self.all.draft.compute(self.level, found)

    def plain(self, node: Node) -> Plain:
        """The form of a level, choice or date."""
        kind = words_of(type_of(node))
        match node:
            case Literal(value=value):
                return kind.constant(value)
            case ReadFact() | ReadField():
                return Plain(self.read(node), kind)
            case ReadDefinition():
                return cast(Plain, self.definition(node))
            case AsOf():
                return Plain(pl.lit(self.all.as_of, dtype=pl.Date), kind)
            case Conditional():
                condition = self._small_truth(node.condition)
                then, otherwise = self._small_plain(node.then), self._small_plain(node.otherwise)
                agreed = pl.when(then == otherwise).then(then)
                return Plain(pl.when(condition).then(then).when(~condition).then(otherwise).otherwise(agreed), kind)
            case Fold():
                return cast(Plain, self.fold(node))
            case _:
                raise AssertionError(f"no plain value: {type(node).__name__}")

    def _small_plain(self, node: Node) -> pl.Expr:
        found = self.plain(node).value
        return found if _is_small(node) else self.all.draft.compute(self.level, found)

    def amount(self, node: Node) -> ColumnAmount:
        """The form of a number, quotient or interval."""
        match node:
            case Literal(value=value):
                return one_number(constant(cast(int | Fraction, value)))
            case ReadFact() | ReadField():
                return one_number(number_term(self.read(node), cast(NumberType, node.type)))
            case ReadDefinition():
                return cast(ColumnAmount, self.definition(node))
            case Arithmetic():
                return self.arithmetic(node)
            case Negate():
                return negate(self.amount(node.operand))
            case Quotient():
                part, whole, found = self.amount(node.part), self.amount(node.whole), bounds(node.whole)
                if node.percent:
                    part = multiply(part, one_number(constant(100)))
                return divide(part, whole, self.note, is_positive=found is not None and found.low >= 0)
            case Conditional():
                condition = self._small_truth(node.condition)
                then, otherwise = (self._small_amount(one) for one in (node.then, node.otherwise))
                return choose(condition, then, otherwise, self.note)
            case Fold():
                return cast(ColumnAmount, self.fold(node))
            case Size():
                return one_number(integer(self.size(node.over), MOST_MEMBERS))
            case _:
                raise AssertionError(f"no amount: {type(node).__name__}")

    def _small_amount(self, node: Node) -> ColumnAmount:
        found = self.amount(node)
        return found if _is_small(node) else cast(ColumnAmount, held(found, self.all.draft, self.level))

    def arithmetic(self, node: Arithmetic) -> ColumnAmount:
        """The form of ``left op right``, exact; date - date is a number of days."""
        if not isinstance(type_of(node.left), NumberType):
            left, right = (self.plain(one).value.to_physical().cast(pl.Int64) for one in (node.left, node.right))
            return one_number(integer(left - right, (LAST_DATE - FIRST_DATE).days))
        return combine(node.op, self.amount(node.left), self.amount(node.right))

    def binding(self, over: Node) -> Layer:
        """The level whose rows hold a fact or field."""
        return self.items[over.item] if isinstance(over, ReadField) else self.all.draft.root

    def read(self, node: ReadFact | ReadField) -> pl.Expr:
        """The column of a fact, or of a field of a member."""
        return self.all.draft.bring(self.level, self.binding(node), f"v{node.slot}")

    def size(self, over: Node) -> pl.Expr:
        """The column that says how many members a list has."""
        return self.all.draft.bring(self.level, self.binding(over), f"n{_read(over).slot}")

    def definition(self, node: ReadDefinition) -> Form:
        """The form of a named expression, computed once over the candidates and brought here."""
        key = ("definition", node.name)
        known = self.all.known
        if key not in known:
            root = self.all.at_root()
            known[key] = held(root.form(self.all.definitions[node.name]), root.all.draft, root.level)
        return brought(known[key], self.all.draft, self.level, self.all.draft.root)

    def form(self, node: Node) -> Form:
        """The form of any expression."""
        match type_of(node):
            case BooleanType():
                return self.truth(node)
            case NumberType() | QuotientType():
                return self.amount(node)
            case _:
                return self.plain(node)

    def fold(self, node: Fold) -> Form:
        """The form of a fold, computed once at the outermost level it depends on and brought here."""
        home = self.home(node)
        key = (node, tuple((item, self.items[item].number) for item in sorted(_items(node))))
        if key not in self.all.known:
            there = Here(self.all, home, {item: level for item, level in self.items.items() if level.holds(home)})
            self.all.known[key] = held(there.run(node), self.all.draft, home)
        return brought(self.all.known[key], self.all.draft, self.level, home)

    def home(self, node: Fold | Size) -> Layer:
        """The innermost level whose rows a fold reads from outside its members."""
        levels = [self.items[item] for item in _items(node)]
        return max(levels, key=lambda level: level.number, default=self.all.draft.root)

    def run(self, node: Fold) -> Form:
        """The fold over the members of each row here."""
        draft, over = self.all.draft, _read(node.over)
        holder = self.binding(over)
        below = draft.open(self.level, holder, over)
        inner = Here(self.all, below, {**self.items, node.item: below})
        folded = MemberFold(
            draft,
            below,
            self.size(over),
            None if node.filter is None else inner.truth(node.filter),
        )
        match type_of(node.body):
            case BooleanType():
                return fold_truths(folded, node.kind, inner.truth(node.body))
            case NumberType():
                return fold_numbers(folded, node.kind, inner.amount(node.body))
            case _:
                return Plain(fold_dates(folded, node.kind, inner.plain(node.body).value), words_of(DateType()))


def number_term(column: pl.Expr, type_: NumberType) -> Term:
    """The term of a canonical number column."""
    size = declared(type_).largest
    return integer(column, size) if type_.integral else raw(column, size)


def _is_small(node: Node) -> bool:
    return sum(1 for _, _ in zip(walk(node), range(INLINE), strict=False)) < INLINE


def _read(over: Node) -> ReadFact | ReadField:
    assert isinstance(over, ReadFact | ReadField)
    return over


def _items(node: Node) -> set[str]:
    """The item variables a node reads that are bound outside it (none may shadow another)."""
    nodes = list(walk(node))
    bound = {inner.item for inner in nodes if isinstance(inner, Fold)}
    return {read.item for read in nodes if isinstance(read, ReadField)} - bound
