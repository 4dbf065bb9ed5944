"""The ends of lines of scores: whole numbers over a constant where that is exact, doubles with a bound of their error.

Ends are never null: what is unknown is put at the caps of its line (`cut`), at `ENDLESS` where it has none.
# INVARIANT: an endless double has magnitude 0, so that the bound of its error says nothing of the numbers beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import inf, lcm
from typing import Final, TypeAlias, cast

import polars as pl

from cchc_rules.engines.columns.comparisons import TEST_ROUNDING, Note, operate, order_terms
from cchc_rules.engines.columns.rounding import (
    ALWAYS_WHOLE,
    EXACT_DOUBLES,
    INT64,
    LARGEST_REST,
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

REACH: Final = 1 + 1e-6
"""Room for the roundings of a bound, for `LOOSE` and for a slack of `SMALL_SLACK`, many times over."""

SMALL_SLACK: Final = 1e-9
"""Up to here four times the slack is far below `REACH`."""

MOST_POINTS: Final = 10**3
"""Where points may be more, one bound for all rows would call too many rows near."""

CAP_ROUNDING: Final = 3
"""In errors, how far beyond a cap a double is surely beyond it: one for itself, and the cap as a double and the sum of
both round once each, by u of a cap that is about the bound; an error is at least `ROUNDOFF` = 2 u of that. What doubles
put beyond a cap and is 1e-18 inside of it (`hair_of_sum` of its test) would be the cap itself without."""

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
    value = end.top.as_double if under == 1 else divide_by(end.top.as_double, under)
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
        rest=0.0,
    )


def cut(end: ColumnEnd, line: ScoreLine, unknown: Cap | None) -> ColumnEnd:
    """The end within the caps of a line, and at ``unknown`` where it is null; None: it never is."""
    under = divisor_of(end)
    caps = [cap for cap in (line.least, line.most) if cap is not None]
    if unknown is None and not caps:
        return end
    if under is not None and not isinstance(unknown, float):
        ends = [*caps, *([] if unknown is None else [unknown])]
        whole = lcm(under, *(one.denominator for one in ends))
        size = max(end.top.size * (whole // under), *(abs(one) * whole for one in ends))
        if size <= INT64:
            least, most = (None if cap is None else int(cap * whole) for cap in (line.least, line.most))
            value = _scale(end.top.value, whole // under).clip(least, most)
            return fix(value if unknown is None else value.fill_null(int(unknown * whole)), whole, size)
    return ColumnEnd(_cut_double(as_double(end), line, Fraction(0) if unknown is None else unknown))


def cut_value(amount: ColumnAmount, line: ScoreLine) -> ColumnAmount:
    """Both ends of a value within the caps of its line, all between them where it is unknown.

    Where the value is one number both are whole alike. Two ends never are: one may be at a cap, which is whole.
    """
    low = cut(amount.low, line, -ENDLESS if line.least is None else line.least)
    high = cut(amount.high, line, ENDLESS if line.most is None else line.most)
    return share_whole(low, high, [amount]) if amount.is_scalar else ColumnAmount(low, high)


def _scale(value: pl.Expr, factor: int) -> pl.Expr:
    return value if factor == 1 else value * factor


def _cut_double(term: Term, line: ScoreLine, unknown: Cap) -> Term:
    """What is cut is off by no more than what it is cut of; surely beyond a cap it is the cap."""
    caps = [cap for cap in (line.least, line.most) if cap is not None]
    least, most = (None if cap is None else float(cap) for cap in (line.least, line.most))
    bound, room = _bound_cut(term, caps)
    value = term.value.cast(pl.Float64).clip(least, most)
    is_cap = _find_capped(term, line, room)
    standing = [constant(one) for one in caps + ([] if isinstance(unknown, float) else [unknown])]
    open_ = 0.0 if isinstance(unknown, float) else abs(float(unknown))
    if bound is None:
        # A sum of lines may be endless already, on a side without a cap.
        size = value.abs() if len(caps) == 2 else pl.when(value.abs() < LARGEST_END).then(value.abs())
        magnitude = pl.when(is_cap).then(size).otherwise(pl.max_horizontal(term.magnitude, size))
        magnitude = pl.when(value.is_not_null()).then(magnitude).otherwise(open_)
    else:
        bound = max(bound, open_)
        magnitude = pl.lit(bound)
    return Term(
        value.fill_null(float(unknown)),
        TermKind.COMPUTED,
        max([abs(cap) for cap in caps] + ([] if len(caps) == 2 else [term.size])),
        magnitude,
        pl.when(value.is_not_null()).then(is_cap | term.whole).otherwise(pl.lit(value=True))
        if all(one.whole is ALWAYS_WHOLE for one in standing)
        else NEVER_WHOLE,
        max(term.slack, ROUNDOFF),
        max([term.places, *(one.places for one in standing)]),
        bound=bound,
    )


def _find_capped(term: Term, line: ScoreLine, room: float | pl.Expr) -> pl.Expr:
    """Whether a double is surely beyond a cap."""
    caps: list[tuple[Relation, int, Fraction | None]] = [("<", -1, line.least), (">", 1, line.most)]
    sides = []
    for op, sign, cap in caps:
        if cap is None:
            continue
        if isinstance(room, float):
            sides.append(operate(op, term.as_double, pl.lit(float(cap) + sign * room)))
        else:
            sides.append((term.as_double - float(cap)) * sign > room)
    return pl.any_horizontal(sides) if sides else pl.lit(value=False)


def _bound_cut(term: Term, caps: Sequence[Fraction]) -> tuple[float | None, float | pl.Expr]:
    """A magnitude for all rows of what is cut, and how far beyond a cap a double is surely beyond it.

    With C the larger cap, s the slack and r the rest, the exact number is at least ``x - s ((1 + LOOSE) |x| + r)`` of a
    double x: above C for every x beyond ``C + 4 s (C + r)``, as s is far below 1, and within (-C, C) likewise. Whatever
    is not beyond has a magnitude of at most that times ``(1 + LOOSE)`` and the rest, which ``REACH`` covers.
    """
    largest = max(map(float, map(abs, caps)), default=0.0)
    slack = term.slack or ROUNDOFF
    if term.bound is not None:
        return max(term.bound, largest), CAP_ROUNDING * slack * term.bound
    if term.rest is None or len(caps) < 2 or slack > SMALL_SLACK:
        return None, term.error * CAP_ROUNDING
    return largest * REACH + LARGEST_REST * 2, 4 * slack * (largest + term.rest)


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
        value = pl.sum_horizontal(_scale(end.top.value, whole // under) for end, under in fixed)
        found = fix(value, whole, size)
        if not doubles:
            return found
        doubles.append(as_double(found))
    bounds = [_bound_of(one) for one in doubles]
    bound = None if None in bounds else sum(cast(list[float], bounds)) * REACH
    return ColumnEnd(
        Term(
            pl.sum_horizontal(one.as_double for one in doubles),
            TermKind.COMPUTED,
            sum((one.size for one in doubles), Fraction(0)),
            pl.sum_horizontal(one.magnitude for one in doubles) if bound is None else pl.lit(bound),
            _all_whole(doubles),
            max(max(one.slack for one in doubles), ROUNDOFF) + 2 * ROUNDOFF * len(doubles),
            max(one.places for one in doubles),
            bound=bound,
        )
    )


def _all_whole(terms: Sequence[Term]) -> pl.Expr:
    wholes = [one.whole for one in terms if one.whole is not ALWAYS_WHOLE]  # those of both ends in one order
    if any(one is NEVER_WHOLE for one in wholes):
        return NEVER_WHOLE
    return pl.all_horizontal(wholes) if wholes else ALWAYS_WHOLE


def share_whole(low: ColumnEnd, high: ColumnEnd, parts: Sequence[ColumnAmount]) -> ColumnAmount:
    """Both ends with one expression of whether they are whole, where what they are made of has one each."""
    is_open = all(divisor_of(end) is None and not end.top.is_plain for end in (low, high))
    doubles = [one for one in parts if None in (divisor_of(one.low), divisor_of(one.high))]
    if is_open and all(one.low.top.whole is one.high.top.whole for one in doubles):
        high = replace(high, top=replace(high.top, whole=low.top.whole))
    return ColumnAmount(low, high)


def _bound_of(term: Term) -> float | None:
    """A magnitude for all rows: where it is no more than the double, and doubles are small, the largest of them."""
    if term.bound is not None or term.rest is None or term.size > MOST_POINTS:
        return term.bound
    return float(term.size) * REACH + LARGEST_REST * 2


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
        # What is settled is below 2**53 scaled, and twice that times 10**15 fits 128 bits.
        exact = _round_whole(term.scale(places).cast(pl.Int128, strict=False), 10**places, power)
        found = pl.when(settled & (term.as_double.abs() < LARGEST_END)).then(exact.cast(pl.Float64)).otherwise(near)
    note(is_open & ~settled & (term.as_double.abs() < LARGEST_END))
    value, is_ended = divide_by(found, power), term.as_double.abs() < LARGEST_END
    bound = None if term.bound is None else term.bound + 1
    magnitude = value.abs() if bound is None else pl.lit(bound)
    if endless:
        value = pl.when(is_ended).then(value).otherwise(term.as_double)
        magnitude = pl.when(is_ended).then(magnitude).otherwise(0.0)
        bound = None
    return ColumnEnd(
        Term(value, TermKind.COMPUTED, term.size + 1, magnitude, ALWAYS_WHOLE, ROUNDOFF, decimals, bound=bound)
    )


def _round_whole(value: pl.Expr, under: int, power: int) -> pl.Expr:
    """``value / under`` times ``power`` as the nearest whole number, halves away from zero.

    The caller sees to it that twice the value times the power fits the type of its column.
    """
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
    magnitude = top.magnitude if top.bound is not None else choose(top.magnitude, top.magnitude, pl.lit(0.0))
    whole = top.whole | (~condition).fill_null(value=False)
    return ColumnEnd(replace(top, value=value, magnitude=magnitude, whole=whole, constant=None, rest=None))


def snap(end: ColumnEnd) -> ColumnEnd:
    """The end at the double nearest to it where it is a decimal that rounding finds, if that is one test a row."""
    term = end.top
    if divisor_of(end) is not None or term.bound is None or term.places > MOST_PLACES:
        return end
    if (settled := term.is_settled(term.places)) is NEVER_WHOLE:
        return end
    decimal = divide_by(term.scale(term.places), 10.0**term.places)
    return ColumnEnd(replace(term, value=pl.when(settled).then(decimal).otherwise(term.value), is_snapped=True))


def nearest_double(end: ColumnEnd) -> pl.Expr:
    """The double nearest to the end where it is a decimal; else one within the bound of its error, 0 where 0 is."""
    term = as_double(end)
    if divisor_of(end) is not None or term.places > MOST_PLACES:
        return term.as_double
    settled = term.value if term.is_snapped else divide_by(term.scale(term.places), 10.0**term.places)
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
