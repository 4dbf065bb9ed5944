"""Exact arithmetic over amounts: sums, products, negation, quotients and choices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl

from cchc_rules.engines.columns.comparisons import Note, operated, ordered_terms, told, zero
from cchc_rules.engines.columns.terms import Amount, End, Term, constant, minus, plus, times, where

Join = Callable[[Term, Term], Term]


def added(left: Amount, right: Amount) -> Amount:
    """left + right, end by end."""
    return _joined(left, right, plus)


def subtracted(left: Amount, right: Amount) -> Amount:
    """left - right: low with high."""
    return _joined(
        left, Amount(right.high, right.low) if not right.scalar else right, lambda a, b: plus(a, b, minus=True)
    )


def _joined(left: Amount, right: Amount, join: Join) -> Amount:
    low = End(join(left.low.top, right.low.top))
    if left.scalar and right.scalar:
        return Amount(low, low)
    return Amount(low, End(join(left.high.top, right.high.top)))


def negated(amount: Amount) -> Amount:
    """Unary minus: low and high change places."""
    low = _minus(amount.high)
    return Amount(low, low) if amount.scalar else Amount(low, _minus(amount.low))


def _minus(end: End) -> End:
    return End(minus(end.top), end.under)


def multiplied(left: Amount, right: Amount) -> Amount:
    """left * right; an interval only meets a constant (the checker saw to it)."""
    if left.scalar and right.scalar:
        end = End(times(left.low.top, right.low.top))
        return Amount(end, end)
    interval, factor = (right, left) if left.scalar else (left, right)
    number = factor.low.top
    assert number.constant is not None
    low, high = End(times(interval.low.top, number)), End(times(interval.high.top, number))
    return Amount(high, low) if number.constant < 0 else Amount(low, high)


def divided(part: Amount, whole: Amount, note: Note, *, factor: int, sign: int) -> Amount:
    """``factor * part / whole`` over a positive divisor; unknown where whole may be 0.

    ``sign`` is that of whole where its bounds show it, else 0.
    """
    scaled = multiplied(part, Amount(one := End(constant(factor)), one)) if factor != 1 else part
    if part.scalar and whole.scalar:
        end = _divided_scalar(scaled.low.top, whole.low.top, note, sign)
        return Amount(end, end)
    above = _over_positive(scaled, whole, note)
    if sign > 0:
        return above
    below = _over_positive(negated(scaled), negated(whole), note)
    return Amount(_first_known(above.low, below.low), _first_known(above.high, below.high))


def _divided_scalar(part: Term, whole: Term, note: Note, sign: int) -> End:
    known = ~zero(whole, note)
    if sign > 0:
        return End(where(known, part), whole)
    negative = whole.value < 0
    return End(_signed(where(known, part), negative), _signed(whole, negative))


def _signed(term: Term, negative: pl.Expr) -> Term:
    return replace(term, value=pl.when(negative).then(-term.value).otherwise(term.value), constant=None)


def _over_positive(part: Amount, whole: Amount, note: Note) -> Amount:
    """The bounds of part / whole where whole is surely positive, unknown elsewhere."""
    positive = ordered_terms(">", whole.low.top, constant(0), note)
    low = _pick(part.low.top.value >= 0, whole.high.top, whole.low.top)
    high = _pick(part.high.top.value >= 0, whole.low.top, whole.high.top)
    return Amount(
        End(where(positive, part.low.top), low),
        End(where(positive, part.high.top), high),
    )


def _pick(condition: pl.Expr, then: Term, otherwise: Term) -> Term:
    """One of two terms row by row, with what bounds both."""
    if then is otherwise:
        return then
    if then.kind != otherwise.kind:
        then, otherwise = _as_double(then), _as_double(otherwise)
    return Term(
        pl.when(condition).then(then.value).otherwise(otherwise.value),
        then.kind,
        max(then.size, otherwise.size),
        pl.max_horizontal(then.magnitude, otherwise.magnitude),
        then.whole & otherwise.whole,
        max(then.slack, otherwise.slack),
        max(then.places, otherwise.places),
    )


def _as_double(term: Term) -> Term:
    return replace(term, value=term.as_double, kind="double", slack=max(term.slack, 2.3e-16))


def _first_known(one: End, other: End) -> End:
    """The end that is known, row by row; at most one is."""
    assert one.under is not None and other.under is not None
    known = one.top.value.is_not_null()
    return End(_pick(known, one.top, other.top), _pick(known, one.under, other.under))


def chosen(condition: pl.Expr, then: Amount, otherwise: Amount, note: Note) -> Amount:
    """The chosen amount; with condition unknown, what both agree on (alternatives collapse, semantics 2)."""
    same = _same(then.low.top, otherwise.low.top, condition, note)
    if not (then.scalar and otherwise.scalar):
        same = same & _same(then.high.top, otherwise.high.top, condition, note)
    low = End(_chosen(condition, same, then.low.top, otherwise.low.top))
    if then.scalar and otherwise.scalar:
        return Amount(low, low)
    return Amount(low, End(_chosen(condition, same, then.high.top, otherwise.high.top)))


def _chosen(condition: pl.Expr, same: pl.Expr, then: Term, otherwise: Term) -> Term:
    settled = condition.fill_null(value=True)
    found = _pick(settled, then, otherwise)
    return where(condition.is_not_null() | same, found)


def _same(then: Term, otherwise: Term, condition: pl.Expr, note: Note) -> pl.Expr:
    if then.kind == otherwise.kind == "integer":
        return operated("==", then.value, otherwise.value)
    same, near = told("==", then, otherwise)
    note(near & condition.is_null())
    return same
