"""Comparisons of numbers as columns: exact, or left open and noted as near."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor, inf, nextafter
from typing import Any, Final, TypeAlias, assert_never

import polars as pl

from cchc_rules.engines.columns.rounding import (
    ALWAYS_WHOLE,
    INT64,
    INT128,
    MOST_PLACES,
    NEVER_WHOLE,
    ROUNDOFF,
    ColumnAmount,
    ColumnEnd,
    Term,
    TermKind,
    constant,
    times,
)
from cchc_rules.language.nodes import MIRRORED, NEGATED, Relation
from cchc_rules.values import LARGEST_EXPONENT, double_span, exact

Note: TypeAlias = Callable[[pl.Expr], None]
"""Takes a condition under which a row has to be decided exactly."""

TEST_ROUNDING: Final = 1.1
"""The sum of two errors, as computed, is rounded four times: anything above 1 + 4 u is enough."""


def compare(op: Relation, left: ColumnAmount, right: ColumnAmount, note: Note) -> pl.Expr:
    """The truth of ``left op right`` : known when every pair of points agrees."""
    if left.is_scalar and right.is_scalar:
        return _order_ends(op, left.low, right.low, note)
    match op:
        case "==":
            pairs = ((left.low, left.high), (left.high, right.low), (right.low, right.high))
            meets = pl.all_horizontal(_order_ends("==", a, b, note) for a, b in pairs if a is not b)
            misses = _order_ends("<", left.high, right.low, note) | _order_ends(">", left.low, right.high, note)
        case ">=" | ">":
            meets = _order_ends(op, left.low, right.high, note)
            misses = _order_ends(NEGATED[op], left.high, right.low, note)
        case "<=" | "<":
            meets = _order_ends(op, left.high, right.low, note)
            misses = _order_ends(NEGATED[op], left.low, right.high, note)
        case "!=":
            return ~compare("==", left, right, note)
        case _:
            assert_never(op)
    return pl.when(meets).then(True).when(misses).then(False)


def _order_ends(op: Relation, left: ColumnEnd, right: ColumnEnd, note: Note) -> pl.Expr:
    """``left op right`` for two numbers, by cross multiplication; null where either is unknown."""
    if left.under is None and right.under is not None and left.top.constant is not None:
        op, left, right = MIRRORED[op], right, left
    limit = right.top.constant
    if left.under is not None and right.under is None and limit is not None:
        # Over whole numbers the denominator of the limit keeps both sides whole.
        a, b = times(left.top, constant(limit.denominator)), times(left.under, constant(limit.numerator))
        return order_terms(op, a, b, note)
    a = left.top if right.under is None else times(left.top, right.under)
    b = right.top if left.under is None else times(right.top, left.under)
    return order_terms(op, a, b, note)


def order_terms(op: Relation, a: Term, b: Term, note: Note) -> pl.Expr:
    """``a op b`` for two terms, null where either is unknown, and where doubles cannot tell (noted then)."""
    if a.constant is not None and b.constant is None:
        op, a, b = MIRRORED[op], b, a
    if b.constant is not None and a.constant is None and (found := _against(op, a, b.constant)) is not None:
        return found
    if a.kind is b.kind is TermKind.INTEGER and max(a.size, b.size) <= INT128:
        if max(a.size, b.size) <= INT64:
            return operate(op, a.value, b.value)
        return operate(op, a.value.cast(pl.Int128), b.value.cast(pl.Int128))
    found, near = settle_doubles(op, a, b)
    note(near)
    return found


def _against(op: Relation, term: Term, limit: Fraction) -> pl.Expr | None:
    """The exact test against a constant moved to where a plain comparison is exact; None where there is none."""
    match term.kind:
        case TermKind.INTEGER:
            return _against_integer(op, term, limit)
        case TermKind.RAW if abs(limit) < 10**LARGEST_EXPONENT and exact(float(limit)) == limit:
            first, last = double_span(limit)
            if op == "==":
                return term.value.is_between(first, last)
            return operate(op, term.value, pl.lit(first if op in (">=", "<") else last))
        case TermKind.RAW | TermKind.COMPUTED:
            return None


def _against_integer(op: Relation, term: Term, limit: Fraction) -> pl.Expr | None:
    if op == "==" and limit.denominator != 1:
        return pl.when(term.value.is_not_null()).then(False)
    number = ceil(limit) if op in (">=", "<") else floor(limit)
    if abs(number) > INT64:
        return None
    return operate(op, term.value, pl.lit(number, dtype=pl.Int64 if term.size <= INT64 else pl.Int128))


def operate(op: Relation, a: pl.Expr, b: pl.Expr) -> pl.Expr:
    """The plain comparison of two expressions."""
    match op:
        case "==":
            return a == b
        case "!=":
            return a != b
        case "<":
            return a < b
        case "<=":
            return a <= b
        case ">":
            return a > b
        case ">=":
            return a >= b
        case _:
            assert_never(op)


def settle_doubles(op: Relation, a: Term, b: Term) -> tuple[pl.Expr, pl.Expr]:
    """``a op b`` for doubles, null where their errors leave it open; and where that is so though both are known.

    Farther apart than their errors together, doubles stand as the exact values do (their difference is computed with
    its sign). Nearer, they are settled where both are multiples of one power of ten that rounding finds; one that was
    snapped to such multiples stands by a constant of no more decimals as the exact values do.
    """
    if not (a.is_comparable and b.is_comparable):
        return pl.lit(None, dtype=pl.Boolean), a.value.is_not_null() & b.value.is_not_null()
    if a.is_snapped and b.constant is not None and b.whole is ALWAYS_WHOLE and b.places <= a.places:
        assert a.bound is not None and b.bound is not None
        limit, room = float(b.constant), (a.bound * a.slack + b.bound * (b.slack or ROUNDOFF)) * TEST_ROUNDING
        is_near = a.value.is_between(nextafter(limit - room, -inf), nextafter(limit + room, inf))
        return operate(op, a.value, pl.lit(limit)), is_near & ~a.whole
    places = max(a.places, b.places)
    is_open = (a.as_double - b.as_double).abs() <= (a.error + b.error) * TEST_ROUNDING
    settled: pl.Expr = NEVER_WHOLE
    found: Any = pl.when(~is_open).then(operate(op, a.as_double, b.as_double))
    if places <= MOST_PLACES:
        settled = a.is_settled(places) & b.is_settled(places)
        found = found.when(settled).then(operate(op, a.scale(places), b.scale(places)))
    if a.kind is b.kind is TermKind.RAW:  # one double prints as one decimal
        same = a.value == b.value
        found, settled = found.when(same).then(op in ("==", "<=", ">=")), settled | same
    return found.otherwise(None), is_open & ~settled


def is_zero(term: Term, note: Note) -> pl.Expr:
    """Whether a number is zero; null where unknown."""
    if term.constant is not None:
        return pl.lit(term.constant == 0)
    if term.kind is not TermKind.COMPUTED:
        return term.value == 0
    found, near = settle_doubles("==", term, constant(0))
    note(near)
    return found
