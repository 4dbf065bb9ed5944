"""The algebra of the columns engine: the Polars expression over the columns of a layer for each form of expression.

A truth is a nullable boolean: Polars' ``~``, ``all_horizontal`` and ``any_horizontal`` are strong Kleene logic.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import islice
from typing import Final, TypeAlias, cast

import polars as pl

from cchc_rules.engines.columns import column_arithmetic, folds, line_ends
from cchc_rules.engines.columns.comparisons import compare, operate
from cchc_rules.engines.columns.folds import MemberFold, Window
from cchc_rules.engines.columns.held_forms import F, Form, bring, hold
from cchc_rules.engines.columns.plan import Layer, PlanDraft, SummaryKind
from cchc_rules.engines.columns.rounding import ColumnAmount, constant, integer, one_number, raw
from cchc_rules.engines.columns.word_codes import PlainColumn, codes_of, compare_levels, find_among
from cchc_rules.language.checking.bounds import calendar_bounds, find_bounds, read_bounds
from cchc_rules.language.nodes import (
    And,
    Arithmetic,
    AsOf,
    Calendar,
    CalendarKind,
    Compare,
    FirstOf,
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
    ReadResult,
    Size,
    YearRun,
    outer_items,
    walk,
)
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import NumberType
from cchc_rules.program.program import Program
from cchc_rules.program.reference import Scope, truth
from cchc_rules.program.translation import Algebra
from cchc_rules.values import FIRST_DATE, LAST_DATE, MOST_MEMBERS

INLINE: Final = 12
"""A part of so many nodes or more that a table reads twice is computed once, in a column of its own: below, computing
it again costs less than the column; measured on a million rows."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where expressions are written: over the rows of a layer, with the layer of each item variable in sight."""

    draft: PlanDraft
    layer: Layer
    items: Mapping[str, Layer]

    def read(self, node: ReadFact | ReadField, prefix: str = "v") -> pl.Expr:
        """The column of a fact, or of a field of a member; with prefix ``n`` how many members a list has."""
        return self.draft.bring(self.layer, self._holder(node), f"{prefix}{node.slot}")

    def home(self, items: set[str]) -> Site:
        """The outermost site where some items, and all that they are members of, are in sight."""
        layer = max((self.items[item] for item in items), key=lambda one: one.number, default=self.draft.root)
        return Site(self.draft, layer, {item: one for item, one in self.items.items() if one.holds(layer)})

    def open(self, node: Fold | YearRun) -> Site:
        """The members of the list a fold or run reads, for each row here."""
        members = self.draft.open(self.layer, self._holder(node.list_read), node.list_read)
        return Site(self.draft, members, {**self.items, node.item: members})

    def _holder(self, node: ReadFact | ReadField) -> Layer:
        return self.items[node.item] if isinstance(node, ReadField) else self.draft.root


Truths: TypeAlias = Callable[[Site], pl.Expr]
Amounts: TypeAlias = Callable[[Site], ColumnAmount]
Plains: TypeAlias = Callable[[Site], PlainColumn]


@dataclass(frozen=True, slots=True)
class ColumnsAlgebra(Algebra[pl.Expr, ColumnAmount, PlainColumn, Site]):
    """Writes expressions into a draft; a fold or definition met again is read from the columns it is in.

    ``counted`` are the lines that `zeros` counts, by score and line.
    """

    program: Program
    as_of: date | None
    memory: dict[Hashable, Form] = field(default_factory=dict)
    counted: dict[tuple[str, str], list[ColumnAmount]] = field(default_factory=dict)

    def state_truth(self, node: Literal, where: Site) -> pl.Expr:
        return pl.lit(node.value is True)

    def read_truth(self, node: ReadFact | ReadField, where: Site) -> pl.Expr:
        return where.read(node)

    def _define(self, node: ReadDefinition, meaning: Callable[[Site], F], where: Site) -> F:
        return self._share(node.name, where.home(set()), meaning, where)

    define_truth = define_amount = define_plain = _define

    def negate(self, node: Not | Compare, operand: pl.Expr, where: Site) -> pl.Expr:
        return ~operand

    def conjoin(self, node: And, operands: list[pl.Expr], where: Site) -> pl.Expr:
        return pl.all_horizontal(operands)  # a chain of ``&`` costs Polars the square of its length

    def disjoin(self, node: Or | In, operands: list[pl.Expr], where: Site) -> pl.Expr:
        return pl.any_horizontal(operands)

    def choose_truth(self, node: FirstOf, conditions: list[pl.Expr], values: list[pl.Expr], where: Site) -> pl.Expr:
        asked = [_settle(one, truth, where) for one, truth in zip(node.conditions, conditions, strict=True)]
        given = [_settle(one, truth, where) for one, truth in zip(node.values, values, strict=True)]
        if len(asked) == 1:
            return (asked[0] & given[0]) | (~asked[0] & given[1]) | (given[0] & given[1])
        left = self.find_rows_left(asked, where)
        always = pl.all_horizontal(~one | truth for one, truth in zip(left, given, strict=True))
        ever = pl.any_horizontal(one & truth for one, truth in zip(left, given, strict=True))
        return pl.when(always).then(True).when(~ever).then(False)

    def equate_truths(self, node: Compare, left: pl.Expr, right: pl.Expr, where: Site) -> pl.Expr:
        return left == right

    def compare_amounts(self, node: Compare, left: ColumnAmount, right: ColumnAmount, where: Site) -> pl.Expr:
        return compare(node.op, left, right, where.layer.near.append)

    def compare_dates(self, node: Compare, left: PlainColumn, right: PlainColumn, where: Site) -> pl.Expr:
        return operate(node.op, left.value, right.value)

    def compare_levels(self, node: Compare, left: PlainColumn, right: PlainColumn, where: Site) -> pl.Expr:
        return compare_levels(node.op, left, right)

    def equate_choices(self, node: Compare, left: PlainColumn, right: PlainColumn, where: Site) -> pl.Expr:
        return left.value == right.value

    def find_among(self, node: In, operand: PlainColumn, options: tuple[Literal, ...], where: Site) -> pl.Expr:
        return find_among(operand, [option.value for option in options])

    def fold_all(self, node: Fold, body: Truths, filter: Truths | None, where: Site) -> pl.Expr:
        return self._fold(node, filter, where, lambda fold, members: folds.fold_all(fold, body(members)))

    def fold_any(self, node: Fold, body: Truths, filter: Truths | None, where: Site) -> pl.Expr:
        return self._fold(node, filter, where, lambda fold, members: folds.fold_any(fold, body(members)))

    def state_number(self, node: Literal, value: int | Fraction, where: Site) -> ColumnAmount:
        return one_number(constant(value))

    def read_number(self, node: ReadFact | ReadField, where: Site) -> ColumnAmount:
        kind = cast(NumberType, node.type)
        return one_number((integer if kind.integral else raw)(where.read(node), read_bounds(kind).largest))

    def read_score(self, node: ReadResult, where: Site) -> ColumnAmount:
        if not node.zeros:
            return self._read_result(("score", node.name, node.line), ColumnAmount, where)
        root = where.home(set())
        return self._share(("zeros", node.name, node.line), root, lambda home: self._count_zeros(node, home), where)

    def add(self, node: Arithmetic, left: ColumnAmount, right: ColumnAmount, where: Site) -> ColumnAmount:
        return column_arithmetic.add(self.settle_shares(left, where), self.settle_shares(right, where))

    def subtract(self, node: Arithmetic, left: ColumnAmount, right: ColumnAmount, where: Site) -> ColumnAmount:
        return self.add(node, left, column_arithmetic.negate(right), where)

    def multiply(self, node: Arithmetic, left: ColumnAmount, right: ColumnAmount, where: Site) -> ColumnAmount:
        return column_arithmetic.multiply(self.settle_shares(left, where), self.settle_shares(right, where))

    def count_days(self, node: Arithmetic, left: PlainColumn, right: PlainColumn, where: Site) -> ColumnAmount:
        last, first = (one.value.to_physical().cast(pl.Int64) for one in (left, right))
        return one_number(integer(last - first, (LAST_DATE - FIRST_DATE).days))

    def count_calendar(self, node: Calendar, dates: list[PlainColumn], where: Site) -> ColumnAmount:
        largest = calendar_bounds(node).largest
        return one_number(integer(_count_calendar(node.kind, [one.value for one in dates]), largest))

    def turn_sign(self, node: Negate, operand: ColumnAmount, where: Site) -> ColumnAmount:
        return column_arithmetic.negate(operand)

    def divide(self, node: Quotient, part: ColumnAmount, whole: ColumnAmount, where: Site) -> ColumnAmount:
        divisor, part, whole = (
            find_bounds(node.whole),
            self.settle_shares(part, where),
            self.settle_shares(whole, where),
        )
        if node.percent:
            part = column_arithmetic.multiply(part, one_number(constant(100)))
        is_positive = divisor is not None and divisor.low >= 0
        return column_arithmetic.divide(part, whole, where.layer.near.append, is_positive=is_positive)

    def choose_amount(
        self, node: FirstOf, conditions: list[pl.Expr], values: list[ColumnAmount], where: Site
    ) -> ColumnAmount:
        asked = [_settle(one, truth, where) for one, truth in zip(node.conditions, conditions, strict=True)]
        given = [self.settle_shares(amount, where) for amount in values]
        given = [_settle(one, amount, where) for one, amount in zip(node.values, given, strict=True)]
        return column_arithmetic.find_hull(self.find_rows_left(asked, where), given)

    def choose_constants(
        self, node: FirstOf, conditions: list[pl.Expr], points: Sequence[int], where: Site
    ) -> tuple[pl.Expr, pl.Expr]:
        """The least and the greatest of the whole numbers that rows of a table may give."""
        asked = [_settle(one, truth, where) for one, truth in zip(node.conditions, conditions, strict=True)]
        given = [pl.lit(point, dtype=pl.Int64) for point in points]
        low = high = given[-1]
        for place in reversed(range(len(asked))):
            truth, point, below = asked[place], given[place], points[place + 1 :]
            if points[place] >= max(below):  # while it is open whether the row holds, those below it give the least
                low, high = pl.when(truth).then(point).otherwise(low), pl.when(~truth).then(high).otherwise(point)
            elif points[place] <= min(below):
                low, high = pl.when(~truth).then(low).otherwise(point), pl.when(truth).then(point).otherwise(high)
            else:
                left = self.find_rows_left(asked, where)
                found = [pl.when(one).then(point) for one, point in zip(left, given, strict=True)]
                return pl.min_horizontal(found), pl.max_horizontal(found)
        return low, high

    def settle_shares(self, amount: ColumnAmount, where: Site) -> ColumnAmount:
        """The amount with its quotients worked out, so that it may be computed with."""
        return column_arithmetic.settle_shares(amount, where.layer.near.append)

    def count(self, node: Fold, body: Truths, filter: Truths | None, where: Site) -> ColumnAmount:
        return self._fold(node, filter, where, lambda fold, members: folds.count(fold, body(members)))

    def share(self, node: Fold, body: Truths, filter: Truths | None, where: Site) -> ColumnAmount:
        return self._fold(node, filter, where, lambda fold, members: folds.share(fold, body(members)))

    def add_up(self, node: Fold, body: Amounts, filter: Truths | None, where: Site) -> ColumnAmount:
        return self._fold(
            node, filter, where, lambda fold, members: folds.add_up(fold, self.settle_shares(body(members), members))
        )

    def take_extreme(self, node: Fold, body: Amounts, filter: Truths | None, where: Site) -> ColumnAmount:
        return self._fold(
            node, filter, where, lambda fold, members: folds.take_extreme(fold, _extreme(node), body(members))
        )

    def count_run(self, node: YearRun, body: Truths, to: Amounts, where: Site) -> ColumnAmount:
        unlisted = Scope(self.program, (), self.as_of, {node.item: node.unlisted})

        def write(home: Site) -> ColumnAmount:
            members, last = home.open(node), hold(self.settle_shares(to(home), home), home.draft, home.layer)
            ends = bring(last, home.draft, members.layer, home.layer)
            year = pl.when(ends.low.top.value == ends.high.top.value).then(ends.low.top.value)
            span = Window(members.read(_key(node)), year, node.window)
            one_year = last.low.top.value == last.high.top.value
            fold = MemberFold(home.draft, members.layer, home.read(node.list_read, "n"), None)
            gaps_fail = truth(node.body, unlisted) is False
            return folds.count_years(fold, body(members), span, one_year, gaps_fail=gaps_fail)

        items = outer_items(node)
        return self._share(self._key_of(node, items, where), where.home(items), write, where)

    def count_members(self, node: Size, where: Site) -> ColumnAmount:
        return one_number(integer(where.read(node.list_read, "n"), MOST_MEMBERS))

    def state_plain(self, node: Literal, where: Site) -> PlainColumn:
        return codes_of(node.type).state(node.value)

    def read_plain(self, node: ReadFact | ReadField, where: Site) -> PlainColumn:
        return PlainColumn(where.read(node), codes_of(node.type))

    def read_grade(self, node: ReadResult, where: Site) -> PlainColumn:
        return self._read_result(("grade", node.name), PlainColumn, where)

    def read_as_of(self, node: AsOf, where: Site) -> PlainColumn:
        return PlainColumn(pl.lit(self.as_of, dtype=pl.Date), codes_of(type_of(node)))

    def choose_plain(
        self, node: FirstOf, conditions: list[pl.Expr], values: list[PlainColumn], where: Site
    ) -> PlainColumn:
        asked = [_settle(one, truth, where) for one, truth in zip(node.conditions, conditions, strict=True)]
        given = [_settle(one, plain, where) for one, plain in zip(node.values, values, strict=True)]
        left = self.find_rows_left(asked, where)
        found = [pl.when(one).then(plain.value) for one, plain in zip(left, given, strict=True)]
        known = ~pl.any_horizontal(one & plain.value.is_null() for one, plain in zip(left, given, strict=True))
        first, last = pl.min_horizontal(found), pl.max_horizontal(found)
        return PlainColumn(pl.when(known & (first == last)).then(first), given[0].words)

    def take_extreme_date(self, node: Fold, body: Plains, filter: Truths | None, where: Site) -> PlainColumn:
        def write(fold: MemberFold, members: Site) -> PlainColumn:
            dates = body(members)
            return PlainColumn(folds.take_extreme_date(fold, _extreme(node), dates.value), dates.words)

        return self._fold(node, filter, where, write)

    def find_rows_left(self, asked: list[pl.Expr], where: Site) -> list[pl.Expr]:
        """Whether each row of a table may be the first that holds, the last of which has no condition."""
        places = [pl.when(truth).then(pl.lit(place, dtype=pl.UInt16)) for place, truth in enumerate(asked)]
        surely = hold(pl.min_horizontal(*places, pl.lit(len(asked), dtype=pl.UInt16)), where.draft, where.layer)
        above = [(surely == place) | (truth.is_null() & (surely > place)) for place, truth in enumerate(asked)]
        return [*above, surely == len(asked)]

    def _count_zeros(self, node: ReadResult, home: Site) -> ColumnAmount:
        return line_ends.count_zeros(self.counted[node.name, node.line], home.layer.near.append)

    def _read_result(self, key: Hashable, kind: type[F], where: Site) -> F:
        """A result that was written over the candidates, in columns brought here."""
        found = self.memory[key]
        assert isinstance(found, kind)
        return bring(found, where.draft, where.layer, where.draft.root)

    def _fold(self, node: Fold, filter: Truths | None, where: Site, write: Callable[[MemberFold, Site], F]) -> F:
        """A fold over the members of each row of the outermost layer it depends on, computed once there."""
        items = outer_items(node)

        def write_home(home: Site) -> F:
            members = home.open(node)
            size = home.read(node.list_read, "n")
            fold = MemberFold(home.draft, members.layer, size, None if filter is None else filter(members))
            return write(fold, members)

        return self._share(self._key_of(node, items, where), where.home(items), write_home, where)

    def _key_of(self, node: Fold | YearRun, items: set[str], where: Site) -> Hashable:
        """What a fold or run is remembered by: itself, over the layers of the items it reads."""
        return node, tuple((item, where.items[item].number) for item in sorted(items))

    def _share(self, key: Hashable, home: Site, write: Callable[[Site], F], where: Site) -> F:
        """What is written at home, computed once there, in columns brought here."""
        if key not in self.memory:
            self.memory[key] = hold(write(home), home.draft, home.layer)
        return bring(cast(F, self.memory[key]), where.draft, where.layer, home.layer)


def _key(node: YearRun) -> ReadField:
    """The read of the year of a member."""
    key = node.list_type.fields[node.key]
    return ReadField(node.item, key.name, key.slot, key.type)


def _extreme(node: Fold) -> SummaryKind:
    return "min" if node.kind == "min" else "max"


def _settle(node: Node, form: F, where: Site) -> F:
    """The form of a small node as it is, of a large one in columns of its own."""
    is_small = next(islice(walk(node), INLINE - 1, None), None) is None
    return form if is_small else hold(form, where.draft, where.layer)


def _count_calendar(kind: CalendarKind, dates: list[pl.Expr]) -> pl.Expr:
    """The year; or the months, one less while the later day of the month is before the earlier one's, by twelve."""
    years: list[pl.Expr] = [one.dt.year().cast(pl.Int64) for one in dates]
    months = [one.dt.month().cast(pl.Int64) for one in dates]
    days = [one.dt.day() for one in dates]
    if kind == "year":
        return years[0]
    counted: pl.Expr = (years[1] - years[0]) * 12 + months[1] - months[0] - (days[1] < days[0]).cast(pl.Int64)
    return counted if kind == "months" else counted // 12
