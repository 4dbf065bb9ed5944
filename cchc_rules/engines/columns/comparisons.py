"""Comparisons of numbers as columns: exact, or left open and noted as near."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor
from typing import Final, TypeAlias

import polars as pl

from cchc_rules.engines.columns.terms import (
    INT64,
    INT128,
    LARGEST_DOUBLE,
    MOST_PLACES,
    NEVER,
    Amount,
    End,
    Term,
    constant,
    times,
)
from cchc_rules.values import double_span, exact

Note: TypeAlias = Callable[[pl.Expr], None]
"""Takes a condition under which a row has to be decided exactly."""

MIRRORED: Final = {"==": "==", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
REFUTED: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def compared(op: str, left: Amount, right: Amount, note: Note) -> pl.Expr:
    """The truth of ``left op right`` (``op`` is not ``!=``): known when every pair of points agrees."""
    if left.scalar and right.scalar:
        return ordered(op, left.low, right.low, note)
    match op:
        case "==":
            meets = _one_number(left, right, note)
            misses = ordered("<", left.high, right.low, note) | ordered(">", left.low, right.high, note)
        case ">=" | ">":
            meets = ordered(op, left.low, right.high, note)
            misses = ordered(REFUTED[op], left.high, right.low, note)
        case _:
            meets = ordered(op, left.high, right.low, note)
            misses = ordered(REFUTED[op], left.low, right.high, note)
    return pl.when(meets).then(True).when(misses).then(False)


def _one_number(left: Amount, right: Amount, note: Note) -> pl.Expr:
    pairs = ((left.low, left.high), (left.high, right.low), (right.low, right.high))
    tests = [ordered("==", one, other, note) for one, other in pairs if one is not other]
    return pl.all_horizontal(tests)


def ordered(op: str, left: End, right: End, note: Note) -> pl.Expr:
    """``left op right`` for two numbers, by cross multiplication; null where either is unknown."""
    a = left.top if right.under is None else times(left.top, right.under)
    b = right.top if left.under is None else times(right.top, left.under)
    if left.under is not None and right.top.constant is not None and right.under is None:
        return _crossed(op, left.top, left.under, right.top.constant, note)
    if right.under is not None and left.top.constant is not None and left.under is None:
        return _crossed(MIRRORED[op], right.top, right.under, left.top.constant, note)
    return ordered_terms(op, a, b, note)


def _crossed(op: str, top: Term, under: Term, limit: Fraction, note: Note) -> pl.Expr:
    return ordered_terms(op, times(top, constant(limit.denominator)), times(under, constant(limit.numerator)), note)


def ordered_terms(op: str, a: Term, b: Term, note: Note) -> pl.Expr:
    """``a op b`` for two terms."""
    if b.constant is not None and a.constant is None:
        if (found := _against(op, a, b.constant)) is not None:
            return found
    elif a.constant is not None and b.constant is None and (found := _against(MIRRORED[op], b, a.constant)) is not None:
        return found
    if a.kind == b.kind == "integer" and max(a.size, b.size) <= INT128:
        return operated(op, *_alike(a, b))
    return _doubles(op, a, b, note)


def _alike(a: Term, b: Term) -> tuple[pl.Expr, pl.Expr]:
    if max(a.size, b.size) <= INT64:
        return a.value, b.value
    return a.value.cast(pl.Int128), b.value.cast(pl.Int128)


def _against(op: str, term: Term, limit: Fraction) -> pl.Expr | None:
    """The exact test against a constant moved to where a plain comparison is exact; None where there is none."""
    if term.kind == "integer":
        return _against_integer(op, term, limit)
    if term.kind == "raw" and abs(limit) < 10**30 and exact(float(limit)) == limit:
        return _against_span(op, term.value, *double_span(limit))
    return None


def _against_integer(op: str, term: Term, limit: Fraction) -> pl.Expr | None:
    if op == "==" and limit.denominator != 1:
        return pl.when(term.value.is_not_null()).then(False)
    number = ceil(limit) if op in (">=", "<") else floor(limit)
    if abs(number) > INT64:
        return None
    return operated(op, term.value, pl.lit(number, dtype=pl.Int64 if term.size <= INT64 else pl.Int128))


def _against_span(op: str, value: pl.Expr, first: float, last: float) -> pl.Expr:
    if op == "==":
        return value.is_between(first, last)
    return operated(op, value, pl.lit(first if op in (">=", "<") else last))


def operated(op: str, a: pl.Expr, b: pl.Expr) -> pl.Expr:
    """The plain comparison of two expressions."""
    match op:
        case "==":
            return a == b
        case "<":
            return a < b
        case "<=":
            return a <= b
        case ">":
            return a > b
        case _:
            return a >= b


def _doubles(op: str, a: Term, b: Term, note: Note) -> pl.Expr:
    """The comparison of doubles where they are far enough apart or exact; else unknown, and near."""
    found, near = told(op, a, b)
    note(near)
    return found


def told(op: str, a: Term, b: Term) -> tuple[pl.Expr, pl.Expr]:
    """``a op b`` for doubles, null where their errors leave it open; and where that is so though both are known."""
    if max(a.size, b.size) > LARGEST_DOUBLE:
        return pl.lit(None, dtype=pl.Boolean), a.value.is_not_null() & b.value.is_not_null()
    places = max(a.places, b.places)
    open_ = (a.as_double - b.as_double).abs() <= (a.error + b.error) * 1.1
    settled = NEVER if places > MOST_PLACES else a.is_rounded(places) & b.is_rounded(places)
    far = pl.when(~open_).then(operated(op, a.as_double, b.as_double))
    found = far if places > MOST_PLACES else far.when(settled).then(operated(op, a.rounded(places), b.rounded(places)))
    if a.kind == b.kind == "raw":
        same = a.value == b.value
        found, settled = found.when(same).then(op in ("==", "<=", ">=")), settled | same
    return found.otherwise(None), open_ & ~settled


def zero(term: Term, note: Note) -> pl.Expr:
    """Whether a number is zero; null where unknown."""
    if term.constant is not None:
        return pl.lit(term.constant == 0)
    if term.kind != "double":
        return term.value == 0
    return _doubles("==", term, constant(0), note)
