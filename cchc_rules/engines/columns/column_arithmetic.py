"""Exact arithmetic over amounts: sums, products, negation, quotients and hulls."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

import polars as pl

from cchc_rules.engines.columns.comparisons import Note, is_zero, order_terms
from cchc_rules.engines.columns.rounding import (
    INT64,
    NEVER_WHOLE,
    ROUNDOFF,
    ColumnAmount,
    ColumnEnd,
    Term,
    TermKind,
    constant,
    greatest,
    least,
    minus,
    one_number,
    pick,
    plus,
    times,
)

LARGEST_SHARE: Final = 1e250
"""A quotient that may be larger is decided exactly: below, sums of quotients stay within the doubles."""

SHARE_PLACES: Final = 4
"""So many decimals a share of whole numbers times points mostly has, where it has an end; no more are looked for."""


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
    """left * right, the hull of the products of their ends."""
    if left.is_scalar and right.is_scalar:
        return one_number(times(left.low.top, right.low.top))
    interval, factor = (right, left) if left.low.top.constant is not None else (left, right)
    number = factor.low.top
    if number.constant is None:
        ends = [[one.low.top] if one.is_scalar else [one.low.top, one.high.top] for one in (left, right)]
        corners = [times(a, b) for a in ends[0] for b in ends[1]]
        known = pl.all_horizontal(one.value.is_not_null() for one in corners)
        return ColumnAmount(ColumnEnd(_where(known, least(corners))), ColumnEnd(_where(known, greatest(corners))))
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


def settle_shares(amount: ColumnAmount, note: Note) -> ColumnAmount:
    """The amount with its quotients worked out in doubles; a row whose quotient is beyond them is decided exactly."""
    if amount.low.under is None and amount.high.under is None:
        return amount
    low = _settle_share(amount.low, note)
    return ColumnAmount(low, low if amount.is_scalar else _settle_share(amount.high, note))


def _settle_share(end: ColumnEnd, note: Note) -> ColumnEnd:
    """``a / b`` of doubles off by no more than s ma and t mb.

    ``|a'/b' - a/b| <= |a' - a| / |b'| + |a| |b' - b| / (|b'| |b|)``, and |a| is at most (1 + s) ma, |b| at least
    |b'| - t mb: with r = mb / (|b'| - t mb), which is 1 or more, that is within (s + t (1 + s)) r of ma / |b'|. The
    quotient, the bound and two casts round once each.
    """
    if end.under is None:
        return end
    a, b = end.top, end.under
    s, t = a.slack or ROUNDOFF, b.slack or ROUNDOFF
    value, room = a.as_double / b.as_double, b.as_double.abs() - b.magnitude * t
    stretched = pl.when(room > 0).then(b.magnitude / room).otherwise(LARGEST_SHARE)
    note(value.abs() > LARGEST_SHARE)
    whole, places = NEVER_WHOLE, 0
    if a.kind is b.kind is TermKind.INTEGER and max(a.size, b.size) <= INT64:
        places = max(places for places in range(SHARE_PLACES + 1) if a.size * 10**places <= INT64)
        whole = (a.value * 10**places) % b.value == 0
    magnitude = a.magnitude / b.as_double.abs() * stretched
    slack = s + t * (1 + s) + 4 * ROUNDOFF
    # The stretch of a divisor as given is within LOOSE of 1; below 1 it would make a rest grow.
    is_plain = a.rest is not None and b.rest == 0 and (b.kind is TermKind.INTEGER or a.rest == 0)
    rest = 2 * (a.rest or 0.0) if is_plain else None
    return ColumnEnd(
        Term(value, TermKind.COMPUTED, Fraction(LARGEST_SHARE), magnitude, whole, slack, places, rest=rest)
    )


def find_hull(left: list[pl.Expr], amounts: list[ColumnAmount]) -> ColumnAmount:
    """The hull of the amounts whose rows are ``left``; unknown where one of them is."""
    lows, highs = ([_where(one, end) for one, end in zip(left, ends, strict=True)] for ends in _ends_of(amounts))
    unknown = (one & end.value.is_null() for ends in _ends_of(amounts) for one, end in zip(left, ends, strict=True))
    known = ~pl.any_horizontal(unknown)
    return ColumnAmount(ColumnEnd(_where(known, least(lows))), ColumnEnd(_where(known, greatest(highs))))


def _ends_of(amounts: list[ColumnAmount]) -> tuple[list[Term], list[Term]]:
    """The ends of numbers: shares are compared row by row, never chosen between (`cchc_rules.program.lowering`)."""
    assert all(end.under is None for one in amounts for end in (one.low, one.high))
    return [one.low.top for one in amounts], [one.high.top for one in amounts]
