"""The ends of lines of scores: whole numbers over a constant where that is exact, doubles with a bound of their error.

Ends are never null: what is unknown is put at the caps of its line (`cut`), at `ENDLESS` where it has none.
# INVARIANT: an endless double has magnitude 0, so that the bound of its error says nothing of the numbers beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import inf, lcm
from typing import Final, TypeAlias

import polars as pl

from cchc_rules.engines.columns.comparisons import TEST_ROUNDING, Note, order_terms
from cchc_rules.engines.columns.rounding import (
    ALWAYS_WHOLE,
    EXACT_DOUBLES,
    INT64,
    MOST_PLACES,
    NEVER_WHOLE,
    ROUNDOFF,
    ColumnAmount,
    ColumnEnd,
    Term,
    TermKind,
    constant,
    divide_by,
    integer,
)
from cchc_rules.language.nodes import Relation
from cchc_rules.language.ruleset import ScoreLine

Cap: TypeAlias = "Fraction | float"
"""A cap, or the double that stands for none."""

ENDLESS: Final = 1e280
"""What stands for no end: far beyond every number (10**250, `column_arithmetic`), and 0 when it is multiplied by 0."""

LARGEST_END: Final = 1e260
"""Doubles beyond it are computed with `ENDLESS`."""

OUTWARD: Final = 2.3e-16
"""Above 2**-52: a double next to another is at most so far away, relatively."""


def fix(value: pl.Expr, under: int, size: Fraction | int) -> ColumnEnd:
    """A column of whole numbers over a constant."""
    return ColumnEnd(integer(value, size), None if under == 1 else constant(under))


def divisor_of(end: ColumnEnd) -> int | None:
    """The constant that whole numbers stand over; None for an end in doubles."""
    if end.top.kind is not TermKind.INTEGER or end.top.size > INT64:
        return None
    if end.under is None:
        return 1
    return None if end.under.constant is None else int(end.under.constant)


def as_double(end: ColumnEnd) -> Term:
    """The end as a double with a bound of its error."""
    under = divisor_of(end)
    if under is None:
        assert end.under is None
        return end.top
    value = divide_by(end.top.value.cast(pl.Float64), under)
    places = next((places for places in range(MOST_PLACES) if 10**places % under == 0), None)
    # The cast is exact up to 2**53, and the quotient rounds once.
    exact = end.top.size <= EXACT_DOUBLES
    return Term(
        value,
        TermKind.COMPUTED,
        end.top.size / under,
        value.abs(),
        ALWAYS_WHOLE if exact and places is not None else NEVER_WHOLE,
        ROUNDOFF if exact else 2 * ROUNDOFF,
        places or 0,
    )


def cut(end: ColumnEnd, line: ScoreLine, unknown: Cap) -> ColumnEnd:
    """The end within the caps of a line, and at ``unknown`` where it is null."""
    under = divisor_of(end)
    caps = [cap for cap in (line.least, line.most) if cap is not None]
    if under is not None and isinstance(unknown, Fraction):
        whole = lcm(under, unknown.denominator, *(cap.denominator for cap in caps))
        size = max(end.top.size * (whole // under), *(abs(cap) * whole for cap in caps), abs(unknown) * whole)
        if size <= INT64:
            least, most = (None if cap is None else int(cap * whole) for cap in (line.least, line.most))
            value = (end.top.value * (whole // under)).clip(least, most).fill_null(int(unknown * whole))
            return fix(value, whole, size)
    return ColumnEnd(_cut_double(as_double(end), line, unknown))


def _cut_double(term: Term, line: ScoreLine, unknown: Cap) -> Term:
    """What is cut is off by no more than what it is cut of; surely beyond a cap it is the cap."""
    caps = [cap for cap in (line.least, line.most) if cap is not None]
    least, most = (None if cap is None else float(cap) for cap in (line.least, line.most))
    value, room = term.value.cast(pl.Float64).clip(least, most), term.error * TEST_ROUNDING
    beyond = [pl.lit(value=False)]
    places = term.places
    for cap, sign in ((line.least, -1), (line.most, 1)):
        if cap is not None and (found := constant(cap)).places <= MOST_PLACES:
            beyond.append((term.as_double - float(cap)) * sign > room)
            places = max(places, found.places)
    is_cap = pl.any_horizontal(beyond)
    # A sum of lines may be endless already, on a side without a cap.
    size = value.abs() if len(caps) == 2 else pl.when(value.abs() < LARGEST_END).then(value.abs())
    magnitude = pl.when(is_cap).then(size).otherwise(pl.max_horizontal(term.magnitude, size))
    open_, places_of_cap = (0.0, 0) if isinstance(unknown, float) else (abs(float(unknown)), constant(unknown).places)
    known = value.is_not_null()
    return Term(
        value.fill_null(float(unknown)),
        TermKind.COMPUTED,
        max([abs(cap) for cap in caps] + ([] if len(caps) == 2 else [term.size])),
        pl.when(known).then(magnitude).otherwise(open_),
        pl.when(known).then(is_cap | term.whole).otherwise(places_of_cap <= MOST_PLACES),
        max(term.slack, ROUNDOFF),
        max(places, places_of_cap),
    )


def add_up(ends: Sequence[ColumnEnd]) -> ColumnEnd:
    """The sum: whole numbers first, then, where there are others, doubles.

    Each of n additions of doubles rounds once: n u of the sum of magnitudes, besides their own slack (`rounding.plus`).
    """
    fixed = [(end, under) for end in ends if (under := divisor_of(end)) is not None]
    doubles = [end.top for end in ends if divisor_of(end) is None]
    whole = lcm(*(under for _, under in fixed))
    size = sum((end.top.size * (whole // under) for end, under in fixed), Fraction(0))
    if size > INT64:
        doubles, fixed = [*doubles, *(as_double(end) for end, _ in fixed)], []
    if fixed:
        value = pl.sum_horizontal(end.top.value * (whole // under) for end, under in fixed)
        found = fix(value, whole, size)
        if not doubles:
            return found
        doubles.append(as_double(found))
    return ColumnEnd(
        Term(
            pl.sum_horizontal(one.as_double for one in doubles),
            TermKind.COMPUTED,
            sum((one.size for one in doubles), Fraction(0)),
            pl.sum_horizontal(one.magnitude for one in doubles),
            pl.all_horizontal(one.whole for one in doubles),
            max(max(one.slack for one in doubles), ROUNDOFF) + 2 * ROUNDOFF * len(doubles),
            max(one.places for one in doubles),
        )
    )


def round_away(end: ColumnEnd, decimals: int, note: Note, *, endless: bool) -> ColumnEnd:
    """The end rounded to so many decimals, halves away from zero; ``endless``: it may have none."""
    under, power = divisor_of(end), 10**decimals
    if under is not None and end.top.size * 2 * power + under <= INT64:
        return fix(_round_whole(end.top.value, under, power), power, end.top.size * power / under + 1)
    term = as_double(end)
    places = max(term.places, decimals)
    scaled = term.as_double.abs() * power
    # The product rounds once, and so does the difference from a half.
    room = (term.error + ROUNDOFF * term.magnitude) * power * TEST_ROUNDING
    is_open = (scaled - scaled.floor() - 0.5).abs() <= room
    near = (scaled + 0.5).floor() * term.as_double.sign()
    settled: pl.Expr = NEVER_WHOLE
    found = near
    if places <= MOST_PLACES:
        settled = term.is_settled(places)
        exact = _round_whole(term.scale(places).cast(pl.Int64, strict=False), 10**places, power)
        found = pl.when(settled & (term.as_double.abs() < LARGEST_END)).then(exact.cast(pl.Float64)).otherwise(near)
    note(is_open & ~settled & (term.as_double.abs() < LARGEST_END))
    value, is_ended = divide_by(found, power), term.as_double.abs() < LARGEST_END
    magnitude = value.abs()
    if endless:
        value = pl.when(is_ended).then(value).otherwise(term.as_double)
        magnitude = pl.when(is_ended).then(magnitude).otherwise(0.0)
    return ColumnEnd(Term(value, TermKind.COMPUTED, term.size + 1, magnitude, ALWAYS_WHOLE, ROUNDOFF, decimals))


def _round_whole(value: pl.Expr, under: int, power: int) -> pl.Expr:
    """``value / under`` times ``power`` as the nearest whole number, halves away from zero."""
    return (value.abs() * (2 * power) + under) // (2 * under) * value.sign()


def gate(end: ColumnEnd, condition: pl.Expr, *, upper: bool) -> ColumnEnd:
    """0 where a condition is false; while it is unknown 0 is taken in."""

    def choose(inside: pl.Expr, widened: pl.Expr, outside: pl.Expr) -> pl.Expr:
        return pl.when(condition).then(inside).when(condition.is_null()).then(widened).otherwise(outside)

    top = end.top
    zero = pl.lit(0, dtype=pl.Int64) if top.kind is TermKind.INTEGER else pl.lit(0.0)
    taken_in = pl.max_horizontal(top.value, zero) if upper else pl.min_horizontal(top.value, zero)
    value = choose(top.value, taken_in, zero)
    if divisor_of(end) is not None:
        return replace(end, top=integer(value, top.size))
    magnitude = choose(top.magnitude, top.magnitude, pl.lit(0.0))
    return ColumnEnd(
        replace(
            top, value=value, magnitude=magnitude, whole=top.whole | (~condition).fill_null(value=False), constant=None
        )
    )


def nearest_double(end: ColumnEnd) -> pl.Expr:
    """The double nearest to the end where it is a decimal; else one within the bound of its error, 0 where 0 is."""
    term = as_double(end)
    if divisor_of(end) is not None or term.places > MOST_PLACES:
        return term.as_double
    settled = divide_by(term.scale(term.places), 10.0**term.places)
    # A sum that cancels leaves the rounding of its parts: nobody is to read -2e-16 points.
    near_zero = pl.when(term.value.abs() <= term.error).then(0.0).otherwise(term.value)
    return pl.when(term.is_settled(term.places)).then(settled).otherwise(near_zero)


def outer_double(end: ColumnEnd, sign: int) -> pl.Expr:
    """A double at the end or beyond it, below for a ``sign`` of -1."""
    under, term = divisor_of(end), as_double(end)
    if under == 1 and end.top.size <= EXACT_DOUBLES:
        return term.as_double
    found = term.as_double + (term.error + OUTWARD * term.as_double.abs()) * TEST_ROUNDING * sign
    if under is not None:
        return found
    return pl.when(term.as_double.abs() < LARGEST_END).then(found).otherwise(pl.lit(sign * inf))


def count_zeros(lines: Sequence[ColumnAmount], note: Note) -> ColumnAmount:
    """How many lines surely give 0, and how many may."""

    def holds(op: Relation, end: ColumnEnd) -> pl.Expr:
        return order_terms(op, end.top, constant(0), note).fill_null(value=False)

    surely = [holds("==", one.low) & holds("==", one.high) for one in lines]
    perhaps = [holds("<=", one.low) & holds(">=", one.high) for one in lines]
    counts = (pl.sum_horizontal(one.cast(pl.Int64) for one in found) for found in (surely, perhaps))
    low, high = (ColumnEnd(integer(found, len(lines))) for found in counts)
    return ColumnAmount(low, high)
