"""Exact arithmetic over amounts: sums, products, negation, quotients and choices."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from cchc_rules.engines.columns.comparisons import Note, is_zero, operate, order_terms, settle_doubles
from cchc_rules.engines.columns.rounding import (
    ColumnAmount,
    ColumnEnd,
    Term,
    TermKind,
    constant,
    minus,
    one_number,
    pick,
    plus,
    times,
)


def add(left: ColumnAmount, right: ColumnAmount) -> ColumnAmount:
    """left + right, end by end."""
    low = ColumnEnd(plus(left.low.top, right.low.top))
    if left.is_scalar and right.is_scalar:
        return ColumnAmount(low, low)
    return ColumnAmount(low, ColumnEnd(plus(left.high.top, right.high.top)))


def negate(amount: ColumnAmount) -> ColumnAmount:
    """Unary minus: low and high change places."""
    low = ColumnEnd(minus(amount.high.top), amount.high.under)
    high = low if amount.is_scalar else ColumnEnd(minus(amount.low.top), amount.low.under)
    return ColumnAmount(low, high)


def multiply(left: ColumnAmount, right: ColumnAmount) -> ColumnAmount:
    """left * right; an interval is only multiplied with a constant (the checker saw to it)."""
    if left.is_scalar and right.is_scalar:
        return one_number(times(left.low.top, right.low.top))
    interval, factor = (right, left) if left.is_scalar else (left, right)
    number = factor.low.top
    assert number.constant is not None
    low, high = ColumnEnd(times(interval.low.top, number)), ColumnEnd(times(interval.high.top, number))
    return ColumnAmount(high, low) if number.constant < 0 else ColumnAmount(low, high)


def divide(part: ColumnAmount, whole: ColumnAmount, note: Note, *, is_positive: bool) -> ColumnAmount:
    """``part / whole`` over a positive divisor; unknown where whole may be 0.

    ``is_positive`` says that the bounds of whole show that it is never below 0.
    """
    if part.is_scalar and whole.is_scalar:
        return _divide_numbers(part.low.top, whole.low.top, note, is_positive)
    above = _over_positive(part, whole, note)
    if is_positive:
        return above
    below = _over_positive(negate(part), negate(whole), note)
    return ColumnAmount(_take_known(above.low, below.low), _take_known(above.high, below.high))


def _divide_numbers(part: Term, whole: Term, note: Note, is_positive: bool) -> ColumnAmount:
    known = ~is_zero(whole, note)
    part = _where(known, part)
    if is_positive:
        return one_number(part, whole)
    signed = (
        replace(one, value=pl.when(whole.value < 0).then(-one.value).otherwise(one.value), constant=None)
        for one in (part, whole)
    )
    return one_number(*signed)


def _over_positive(part: ColumnAmount, whole: ColumnAmount, note: Note) -> ColumnAmount:
    """The bounds of part / whole where whole is surely positive, unknown elsewhere."""
    positive = order_terms(">", whole.low.top, constant(0), note)
    # A part whose sign its error leaves open makes the row near: which divisor bounds it cannot be told.
    low = pick(order_terms(">=", part.low.top, constant(0), note), whole.high.top, whole.low.top)
    high = pick(order_terms(">=", part.high.top, constant(0), note), whole.low.top, whole.high.top)
    return ColumnAmount(
        ColumnEnd(_where(positive, part.low.top), low),
        ColumnEnd(_where(positive, part.high.top), high),
    )


def _where(condition: pl.Expr, term: Term) -> Term:
    """The term where the condition is true, else unknown."""
    return replace(term, value=pl.when(condition).then(term.value), constant=None)


def _take_known(one: ColumnEnd, other: ColumnEnd) -> ColumnEnd:
    """The end that is known, row by row; at most one is."""
    assert one.under is not None and other.under is not None
    known = one.top.value.is_not_null()
    return ColumnEnd(pick(known, one.top, other.top), pick(known, one.under, other.under))


def choose(condition: pl.Expr, then: ColumnAmount, otherwise: ColumnAmount, note: Note) -> ColumnAmount:
    """The amount of one branch; with condition unknown, what both agree on (alternatives collapse, semantics 2)."""
    same = _same(then.low.top, otherwise.low.top, condition, note)
    if not (is_scalar := then.is_scalar and otherwise.is_scalar):
        same = same & _same(then.high.top, otherwise.high.top, condition, note)
    known, chosen = condition.is_not_null() | same, condition.fill_null(value=True)
    low = ColumnEnd(_where(known, pick(chosen, then.low.top, otherwise.low.top)))
    if is_scalar:
        return ColumnAmount(low, low)
    return ColumnAmount(low, ColumnEnd(_where(known, pick(chosen, then.high.top, otherwise.high.top))))


def _same(then: Term, otherwise: Term, condition: pl.Expr, note: Note) -> pl.Expr:
    if then.kind is otherwise.kind is TermKind.INTEGER:
        return operate("==", then.value, otherwise.value)
    same, near = settle_doubles("==", then, otherwise)
    note(near & condition.is_null())
    return same
