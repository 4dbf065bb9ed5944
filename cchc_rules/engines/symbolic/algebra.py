"""What the solver makes of each form of expression: the rules of unknown, as terms over a candidate nobody knows."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias, TypeVar, cast

from cchc_rules.engines.symbolic.calendar_terms import count_calendar
from cchc_rules.engines.symbolic.folds import Counted, Folds, Valued
from cchc_rules.engines.symbolic.interval_products import divide_amounts, multiply_amounts
from cchc_rules.engines.symbolic.logic import Logic, Term
from cchc_rules.engines.symbolic.stated_facts import state_facts
from cchc_rules.engines.symbolic.terms import (
    AmountTerms,
    CodeTerms,
    EndTerms,
    FactTerms,
    GradeTerms,
    LineTerms,
    ListTerms,
    TermScope,
    TruthTerms,
    compare_amounts,
    compare_codes,
    compare_possible,
    make_scalar,
    settle_ends,
    take_hull,
)
from cchc_rules.engines.symbolic.words import find_code
from cchc_rules.language.nodes import (
    And,
    Arithmetic,
    AsOf,
    Calendar,
    Compare,
    FirstOf,
    Fold,
    In,
    Literal,
    Negate,
    Not,
    Or,
    Quotient,
    ReadDefinition,
    ReadFact,
    ReadField,
    ReadResult,
    Size,
    YearRun,
)
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import GradeType
from cchc_rules.program.translation import Algebra

R = TypeVar("R")
Truths: TypeAlias = Callable[[TermScope], TruthTerms]
Amounts: TypeAlias = Callable[[TermScope], AmountTerms]
PlainTerms: TypeAlias = CodeTerms | GradeTerms
Plains: TypeAlias = Callable[[TermScope], PlainTerms]


class SymbolicAlgebra(Algebra[TruthTerms, AmountTerms, PlainTerms, TermScope]):
    """Terms of each form of expression in one `Logic`; constants come out as constants."""

    def __init__(self, logic: Logic) -> None:
        self.logic = logic
        self.folds = Folds(logic)

    def state_truth(self, node: Literal, where: TermScope) -> TruthTerms:
        return TruthTerms(node.value is True, node.value is False)

    def read_truth(self, node: ReadFact | ReadField, where: TermScope) -> TruthTerms:
        return cast(TruthTerms, _read(node, where))

    def _define(self, node: ReadDefinition, meaning: Callable[[TermScope], R], where: TermScope) -> R:
        """A named expression, made once for a candidate."""
        if node.name not in where.definitions:
            where.definitions[node.name] = meaning(where.root())
        return cast(R, where.definitions[node.name])

    define_truth = define_amount = define_plain = _define

    def negate(self, node: Not | Compare, operand: TruthTerms, where: TermScope) -> TruthTerms:
        return TruthTerms(operand.false, operand.true)

    def conjoin(self, node: And, operands: list[TruthTerms], where: TermScope) -> TruthTerms:
        true = self.logic.conjoin(one.true for one in operands)
        return TruthTerms(true, self.logic.disjoin(one.false for one in operands))

    def disjoin(self, node: Or | In, operands: list[TruthTerms], where: TermScope) -> TruthTerms:
        true = self.logic.disjoin(one.true for one in operands)
        return TruthTerms(true, self.logic.conjoin(one.false for one in operands))

    def choose_truth(
        self, node: FirstOf, conditions: list[TruthTerms], values: list[TruthTerms], where: TermScope
    ) -> TruthTerms:
        logic, may = self.logic, self._rows_left(conditions)
        pairs = list(zip(may, values, strict=True))
        true = logic.conjoin(logic.disjoin((logic.negate(left), value.true)) for left, value in pairs)
        return TruthTerms(
            true, logic.conjoin(logic.disjoin((logic.negate(left), value.false)) for left, value in pairs)
        )

    def equate_truths(self, node: Compare, left: TruthTerms, right: TruthTerms, where: TermScope) -> TruthTerms:
        def both(*pairs: tuple[object, object]) -> object:
            return self.logic.disjoin(map(self.logic.conjoin, pairs))

        same = both((left.true, right.true), (left.false, right.false))
        return TruthTerms(same, both((left.true, right.false), (left.false, right.true)))

    def compare_amounts(self, node: Compare, left: AmountTerms, right: AmountTerms, where: TermScope) -> TruthTerms:
        return compare_amounts(self.logic, node.op, left, right)

    def compare_dates(self, node: Compare, left: PlainTerms, right: PlainTerms, where: TermScope) -> TruthTerms:
        return compare_codes(self.logic, node.op, _narrow(left), _narrow(right))

    def compare_levels(self, node: Compare, left: PlainTerms, right: PlainTerms, where: TermScope) -> TruthTerms:
        levels = len(cast(GradeType, type_of(node.left)).scale.levels)
        return compare_possible(self.logic, node.op, left, right, levels)

    equate_choices = compare_dates  # both by their codes

    def find_among(self, node: In, operand: PlainTerms, options: tuple[Literal, ...], where: TermScope) -> TruthTerms:
        if isinstance(operand, GradeTerms):
            values = [self.state_plain(option, where) for option in options]
            return self.disjoin(
                node, [compare_possible(self.logic, "==", operand, value, 0) for value in values], where
            )
        logic, codes = self.logic, [find_code(self.logic, option.value, type_of(node.operand)) for option in options]
        found = logic.disjoin(logic.equal(operand.code, code) for code in codes)
        return TruthTerms(logic.conjoin((operand.known, found)), logic.conjoin((operand.known, logic.negate(found))))

    def fold_all(self, node: Fold, body: Truths, filter: Truths | None, where: TermScope) -> TruthTerms:
        return self.folds.hold_all(*self._count_members(node, body, filter, where))

    def fold_any(self, node: Fold, body: Truths, filter: Truths | None, where: TermScope) -> TruthTerms:
        return self.folds.hold_any(*self._count_members(node, body, filter, where))

    def state_number(self, node: Literal, value: int | Fraction, where: TermScope) -> AmountTerms:
        return make_scalar(True, value)

    def read_number(self, node: ReadFact | ReadField, where: TermScope) -> AmountTerms:
        return cast(AmountTerms, _read(node, where))

    def read_score(self, node: ReadResult, where: TermScope) -> AmountTerms:
        found, logic = cast(LineTerms, where.results[node.name, node.line]), self.logic
        if not node.zeros:
            return found.points
        ends = [(one.low.value, one.high.value) for one in found.countable]
        surely = (logic.conjoin((logic.equal(low, 0), logic.equal(high, 0))) for low, high in ends)
        may = (
            logic.conjoin((logic.less(low, 0, strict=False), logic.less(0, high, strict=False))) for low, high in ends
        )
        return AmountTerms(True, *(EndTerms(logic.add(map(logic.count, bits))) for bits in (surely, may)))

    def read_grade(self, node: ReadResult, where: TermScope) -> GradeTerms:
        return cast(GradeTerms, where.results[node.name, ""])

    def add(self, node: Arithmetic, left: AmountTerms, right: AmountTerms, where: TermScope) -> AmountTerms:
        left, right = settle_ends(self.logic, left), settle_ends(self.logic, right)
        known = self.logic.conjoin((left.known, right.known))
        if left.low is left.high and right.low is right.high:
            return make_scalar(known, self.logic.add((left.low.value, right.low.value)))
        ends = (
            EndTerms(self.logic.add((a.value, b.value))) for a, b in ((left.low, right.low), (left.high, right.high))
        )
        return AmountTerms(known, *ends)

    def subtract(self, node: Arithmetic, left: AmountTerms, right: AmountTerms, where: TermScope) -> AmountTerms:
        return self.add(node, left, self._turn(right), where)

    def multiply(self, node: Arithmetic, left: AmountTerms, right: AmountTerms, where: TermScope) -> AmountTerms:
        return multiply_amounts(self.logic, left, right)

    def count_days(self, node: Arithmetic, left: PlainTerms, right: PlainTerms, where: TermScope) -> AmountTerms:
        last, first = _narrow(left), _narrow(right)
        known = self.logic.conjoin((last.known, first.known))
        return make_scalar(known, self.logic.add((last.code, self.logic.multiply(-1, first.code))))

    def count_calendar(self, node: Calendar, dates: list[PlainTerms], where: TermScope) -> AmountTerms:
        days = [_narrow(one) for one in dates]
        known = self.logic.conjoin(day.known for day in days)
        return make_scalar(known, count_calendar(self.logic, node.kind, [day.code for day in days]))

    def turn_sign(self, node: Negate, operand: AmountTerms, where: TermScope) -> AmountTerms:
        return self._turn(operand)

    def divide(self, node: Quotient, part: AmountTerms, whole: AmountTerms, where: TermScope) -> AmountTerms:
        return divide_amounts(self.logic, part, whole, 100 if node.percent else 1)

    def choose_amount(
        self, node: FirstOf, conditions: list[TruthTerms], values: list[AmountTerms], where: TermScope
    ) -> AmountTerms:
        rows = zip(self._rows_left(conditions), values, strict=True)
        return take_hull(self.logic, [row for row in rows if row[0] is not False])

    def count(self, node: Fold, body: Truths, filter: Truths | None, where: TermScope) -> AmountTerms:
        return self.folds.count(*self._count_members(node, body, filter, where))

    def share(self, node: Fold, body: Truths, filter: Truths | None, where: TermScope) -> AmountTerms:
        return self.folds.share(*self._count_members(node, body, filter, where))

    def add_up(self, node: Fold, body: Amounts, filter: Truths | None, where: TermScope) -> AmountTerms:
        return self.folds.add_up(*self._value_members(node, body, filter, where))

    def take_extreme(self, node: Fold, body: Amounts, filter: Truths | None, where: TermScope) -> AmountTerms:
        return self.folds.take_extreme(*self._value_members(node, body, filter, where), lowest=node.kind == "min")

    def count_run(self, node: YearRun, body: Truths, to: Amounts, where: TermScope) -> AmountTerms:
        logic, last = self.logic, settle_ends(self.logic, to(where))
        read = cast(ListTerms, _read(node.list_read, where))
        one_year = True if last.low is last.high else logic.equal(last.low.value, last.high.value)
        first = logic.add((last.low.value, -node.window))
        counted, listed = [], []
        for one in read.members:
            inside = _lie_between(logic, first, cast(AmountTerms, one.fields[node.key]), last.low.value)
            counted.append(Counted(one.number, inside, body(where.inside(node.item, one.fields))))
            listed.append(logic.multiply(one.number, logic.count(inside.true)))
        found = self.folds.count(logic.conjoin((read.known, last.known, one_year)), counted)
        left_out = body(where.inside(node.item, state_facts(logic, node.list_type.fields, node.unlisted)))
        gaps = logic.add((node.window, logic.multiply(-1, logic.add(listed))))
        may = logic.choose(left_out.false, 0, gaps)
        return AmountTerms(found.known, found.low, EndTerms(logic.add((found.high.value, may))))

    def count_members(self, node: Size, where: TermScope) -> AmountTerms:
        found = cast(ListTerms, _read(node.list_read, where))
        return make_scalar(found.known, self.logic.add(one.number for one in found.members))

    def state_plain(self, node: Literal, where: TermScope) -> CodeTerms:
        return CodeTerms(True, find_code(self.logic, node.value, node.type))

    def read_plain(self, node: ReadFact | ReadField, where: TermScope) -> CodeTerms:
        return cast(CodeTerms, _read(node, where))

    def read_as_of(self, node: AsOf, where: TermScope) -> CodeTerms:
        return where.as_of

    def choose_plain(
        self, node: FirstOf, conditions: list[TruthTerms], values: list[PlainTerms], where: TermScope
    ) -> CodeTerms:
        logic, rows = self.logic, list(zip(self._rows_left(conditions), map(_narrow, values), strict=True))
        (found, some), known = (rows[0][1].code, rows[0][0]), [self._holds_if(*rows[0])]
        for left, value in rows[1:]:
            same = logic.disjoin((logic.negate(some), logic.equal(found, value.code)))
            known += [self._holds_if(left, value), logic.disjoin((logic.negate(left), same))]
            found = logic.choose(some, found, value.code)
            some = logic.disjoin((some, left))
        return CodeTerms(logic.conjoin(known), found)

    def take_extreme_date(self, node: Fold, body: Plains, filter: Truths | None, where: TermScope) -> CodeTerms:
        def number(there: TermScope) -> AmountTerms:
            date = _narrow(body(there))
            return make_scalar(date.known, date.code)

        found = self.take_extreme(node, number, filter, where)
        return CodeTerms(found.known, found.low.value)

    def _holds_if(self, left: object, value: CodeTerms) -> object:
        return self.logic.disjoin((self.logic.negate(left), value.known))

    def _turn(self, amount: AmountTerms) -> AmountTerms:
        low = EndTerms(self.logic.multiply(-1, amount.high.value), amount.high.whole)
        if amount.low is amount.high:
            return AmountTerms(amount.known, low, low)
        return AmountTerms(amount.known, low, EndTerms(self.logic.multiply(-1, amount.low.value), amount.low.whole))

    def _rows_left(self, conditions: list[TruthTerms]) -> list[object]:
        """Of each row of a table whether its value may be the one: none above surely holds, nor does it surely not."""
        logic, above, found = self.logic, True, []
        for condition in conditions:
            found.append(logic.conjoin((above, logic.negate(condition.false))))
            above = logic.conjoin((above, logic.negate(condition.true)))
        return [*found, above]

    def _count_members(
        self, node: Fold, body: Truths, filter: Truths | None, where: TermScope
    ) -> tuple[object, list[Counted]]:
        read = cast(ListTerms, _read(node.list_read, where))
        scopes = [(one.number, where.inside(node.item, one.fields)) for one in read.members]
        return read.known, [Counted(number, _let_in(filter, there), body(there)) for number, there in scopes]

    def _value_members(
        self, node: Fold, body: Amounts, filter: Truths | None, where: TermScope
    ) -> tuple[object, list[Valued]]:
        read = cast(ListTerms, _read(node.list_read, where))
        scopes = [(one.number, where.inside(node.item, one.fields)) for one in read.members]
        return read.known, [
            Valued(number, _let_in(filter, there), settle_ends(self.logic, body(there))) for number, there in scopes
        ]


def _lie_between(logic: Logic, before: Term, key: AmountTerms, last: Term) -> TruthTerms:
    """Whether the key of a member lies after one year and not after another."""
    after, until = logic.less(before, key.low.value, strict=True), logic.less(key.low.value, last, strict=False)
    inside = logic.conjoin((key.known, after, until))
    return TruthTerms(inside, logic.negate(inside))


def _narrow(value: PlainTerms) -> CodeTerms:
    """The code of a date, choice or level that is no set."""
    assert isinstance(value, CodeTerms)
    return value


def _let_in(filter_: Truths | None, there: TermScope) -> TruthTerms:
    return TruthTerms(True, False) if filter_ is None else filter_(there)


def _read(node: ReadFact | ReadField, where: TermScope) -> FactTerms:
    return where.facts[node.slot] if isinstance(node, ReadFact) else where.items[node.item][node.slot]
