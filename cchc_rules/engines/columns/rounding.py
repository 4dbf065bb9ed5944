"""Numbers as columns: a term is one number a row with a bound of its rounding, an end a term over a positive divisor.

Whole numbers stay Int64 (the checker showed that they fit), or Int128 where products of them are compared. Anything
else is a double within ``slack`` times ``magnitude`` of the exact value: a comparison closer than that is left open
and its row marked *near*, to be decided exactly (`cchc_rules.engines.columns.frame_decisions`).

Throughout, u is 2**-53: an operation on doubles gives its exact result times 1 + d with |d| <= u, unless that result
is too small to be a normal double; then it is off by at most 2**-1075 (`UNDERFLOW`).
# INVARIANT: of every term |exact - as_double| <= error, and |as_double| <= magnitude.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from math import copysign, inf
from typing import Final

import polars as pl

from cchc_rules.values import LARGEST_COMPUTED, SIGNIFICANT_DIGITS

ROUNDOFF: Final = 2.3e-16
"""Above 2 u = 2.22e-16, the room of two roundings."""

READING: Final = 5.1e-15
"""Above 5e-15: a double prints as the decimal of 15 digits that is at most half a unit of its last digit away, and
that unit is at most 1e-14 of the number (for 1.000…)."""

UNDERFLOW: Final = 1e-300
"""What the magnitude of a product has at least, so that its error, ``slack >= ROUNDOFF`` times this, stays far above
the 2**-1075 = 2.5e-324 by which an operation with a result below the normal doubles may be off."""

PLACES: Final = 4
"""So many decimals most numbers of office have: doubles of up to so many are compared as whole numbers."""

MOST_PLACES: Final = SIGNIFICANT_DIGITS
"""Of more decimals nothing is left in a double: 10**15 times a number of 1 or more is near 2**53."""

LOOSE: Final = 1e-9
"""By how much a magnitude may be above its double, relatively: each operation adds some units of 2**-52 = 2.2e-16, and
an expression has at most some hundred."""

LARGEST_REST: Final = 1e-30
"""A rest that is larger says nothing: points have at most 15 decimals."""

SAME_DECIMAL: Final = 3.5e-16
"""A double within this (relatively) of the double nearest to a decimal of 15 digits prints as that decimal: it is
within 3.5e-16 + u = 4.7e-16 of the decimal itself, and half a unit of the 15th digit is at least 5e-16 (for 9.99…)."""

EXACT_DOUBLES: Final = 2.0**53
"""Up to here every whole number is a double."""

INT64: Final = LARGEST_COMPUTED
INT128: Final = 2**126
"""What comparisons of Int128 are used for: half of what fits, so that a sum of two does too."""

LARGEST_DOUBLE: Final = 10**290
"""Terms that may be larger are not compared as doubles, which overflow at 1.8e308: below, neither they nor a sum of
their errors can."""

ALWAYS_WHOLE: Final = pl.lit(True)
NEVER_WHOLE: Final = pl.lit(False)


class TermKind(Enum):
    """How a number is held: exact whole numbers, doubles as they were given, doubles that were computed."""

    INTEGER = "integer"
    RAW = "raw"
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class Term:
    """One number a row, null when unknown.

    ``size`` bounds its magnitude in every row. A double is off by at most ``slack`` times ``magnitude`` (that of all
    that was added up). Where ``whole`` is true the exact value is a multiple of 10 to the minus ``places``.

    ``bound`` is a magnitude that is the same in every row: what hangs on it is worked out once. ``rest`` says that the
    magnitude is at most ``(1 + LOOSE)`` times the double and that much more; None says nothing. ``is_snapped`` (with a
    bound): where it is ``whole`` the double is the nearest to the exact value, so that doubles stand as decimals do.
    """

    value: pl.Expr
    kind: TermKind
    size: Fraction
    magnitude: pl.Expr
    whole: pl.Expr
    slack: float = 0.0
    places: int = 0
    constant: Fraction | None = None
    bound: float | None = None
    rest: float | None = None
    is_snapped: bool = False

    @property
    def as_double(self) -> pl.Expr:
        """Its value as a double; whole numbers beyond 2**53 are rounded once, which every bound here allows for."""
        return self.value.cast(pl.Float64) if self.kind is TermKind.INTEGER else self.value

    @property
    def is_plain(self) -> bool:
        """Whether its exact value is whole in every row or in none."""
        return self.whole is ALWAYS_WHOLE or self.whole is NEVER_WHOLE

    @property
    def error(self) -> pl.Expr:
        """How far the double may be from the exact value."""
        slack = self.slack or ROUNDOFF
        return self.magnitude * slack if self.bound is None else pl.lit(self.bound * slack)

    @property
    def is_comparable(self) -> bool:
        """Whether its doubles and their bounds mean something in every row.

        Overflow makes bounds of infinities, which compare as anything. A slack above 1 says nothing of a number, and
        the bounds of products (`times`) are shown for less; definitions of definitions can reach it.
        """
        return self.size <= LARGEST_DOUBLE and self.slack <= 1

    def scale(self, places: int) -> pl.Expr:
        """The exact value times 10 to the ``places``, where `is_settled` is true."""
        return (self.as_double * 10.0**places).round(0)

    def is_settled(self, places: int) -> pl.Expr:
        """Whether the exact value is the only multiple of 10 to the minus ``places`` near enough to the double.

        Scaled by 10**places (a double, exactly, up to 22) it is off by that times ``slack + u`` of the magnitude, and
        for whole numbers u for the cast. Less than a half, and rounding finds it; 0.4 leaves room for the roundings of
        this test itself. Then 10**places times the magnitude is below 0.4 / (2 * ROUNDOFF) < 2**53.
        """
        scaled = 10.0**places * (self.slack + 2 * ROUNDOFF)
        if self.bound is not None:
            return self.whole if self.bound * scaled < 0.4 else NEVER_WHOLE
        return self.whole & (self.magnitude * scaled < 0.4)


@dataclass(frozen=True, slots=True)
class ColumnEnd:
    """A number a row: a term, over another that is positive."""

    top: Term
    under: Term | None = None


@dataclass(frozen=True, slots=True)
class ColumnAmount:
    """A number, or the interval from ``low`` to ``high``; unknown where a part of either is null."""

    low: ColumnEnd
    high: ColumnEnd

    @property
    def is_scalar(self) -> bool:
        """Whether both ends are one."""
        return self.low is self.high


def divide_by(value: pl.Expr, number: float) -> pl.Expr:
    """The double nearest to each quotient of finite doubles.

    Polars divides a column by one number as it multiplies with the reciprocal: 513000 / 10000 is 51.300000000000004
    then, within 2 u but not the nearest. By another column it divides.
    """
    return value / (value * 0.0 + number)


def integer(value: pl.Expr, size: Fraction | int) -> Term:
    """A column of whole numbers."""
    return Term(value, TermKind.INTEGER, Fraction(size), value.cast(pl.Float64).abs(), ALWAYS_WHOLE, rest=0.0)


def raw(value: pl.Expr, size: Fraction) -> Term:
    """A column of doubles as they were given.

    Beyond 2**53 / 10**PLACES = 9e11 the nearest multiple of 10**-PLACES may have 16 digits and not be what is printed;
    what is printed has three decimals at most there, so it is ``whole`` nevertheless.
    """
    near = value.round(PLACES)
    whole = ((value - near).abs() <= near.abs() * SAME_DECIMAL) & (near.abs() < EXACT_DOUBLES / 10.0**PLACES)
    return Term(value, TermKind.RAW, size, value.abs(), whole, READING, PLACES, rest=0.0)


def constant(number: int | Fraction) -> Term:
    """A number that is the same in every row."""
    exact = Fraction(number)
    if exact.denominator == 1 and abs(exact) <= INT64:
        value = pl.lit(int(exact), dtype=pl.Int64)
        size = float(abs(exact))
        return Term(
            value, TermKind.INTEGER, abs(exact), pl.lit(size), ALWAYS_WHOLE, constant=exact, bound=size, rest=0.0
        )
    # Division of whole numbers rounds once, and fails beyond the doubles: such a term is never compared as one.
    double = exact.numerator / exact.denominator if abs(exact) <= LARGEST_DOUBLE else copysign(inf, exact)
    places = next((places for places in range(MOST_PLACES) if (exact * 10**places).denominator == 1), None)
    size = max(abs(double), UNDERFLOW)
    return Term(
        pl.lit(double),
        TermKind.COMPUTED,
        abs(exact),
        pl.lit(size),
        NEVER_WHOLE if places is None else ALWAYS_WHOLE,
        ROUNDOFF,
        places or 0,
        exact,
        bound=size,
        rest=UNDERFLOW,
    )


def one_number(term: Term, under: Term | None = None) -> ColumnAmount:
    """The amount that is one term, or one over another."""
    end = ColumnEnd(term, under)
    return ColumnAmount(end, end)


def plus(a: Term, b: Term) -> Term:
    """The sum.

    With s the larger slack (at least u for the cast of whole numbers) and M the exact sum of the magnitudes, the sum
    of doubles is within ``s M`` of the exact one and rounded by ``u M`` more; the sum of magnitudes as computed is at
    least ``(1 - u) M``. So ``s + u + u (s + u) + …`` and u for a cast are needed: below ``s + 2 * ROUNDOFF`` = s + 4 u
    as long as s <= 1. Sums that underflow are exact.
    """
    if a.kind is b.kind is TermKind.INTEGER and a.size + b.size <= INT64:
        return integer(a.value + b.value, a.size + b.size)
    return Term(
        a.as_double + b.as_double,
        TermKind.COMPUTED,
        a.size + b.size,
        a.magnitude + b.magnitude,
        a.whole & b.whole,
        max(a.slack, b.slack) + 2 * ROUNDOFF,
        max(a.places, b.places),
    )


def times(a: Term, b: Term) -> Term:
    """The product.

    ``|a' b' - a b| <= |a'| |b' - b| + |b| |a' - a|`` with ``|b| <= (1 + t) mb``: within ``s + t + s t`` of the product
    of magnitudes, for slacks s and t. Two casts, the product itself and the product of magnitudes round once each: 4 u,
    and ``3 * ROUNDOFF`` is above 6 u, which covers the mixed terms while s + t <= 1. What would underflow is covered by
    `UNDERFLOW` in the magnitude, in whatever is multiplied with it too. Once it may overflow, a product stays too large
    to be compared, though a small factor may follow.
    """
    if a.constant == 1 or b.constant == 1:
        return b if a.constant == 1 else a
    size = a.size * b.size
    if a.kind is b.kind is TermKind.INTEGER:
        if size <= INT64:
            return integer(a.value * b.value, size)
        if size <= INT128:
            wide = a.value.cast(pl.Int128) * b.value.cast(pl.Int128)
            return replace(integer(wide, size), magnitude=a.magnitude * b.magnitude)
    if max(a.size, b.size) > LARGEST_DOUBLE:
        size = max(size, a.size, b.size)
    slack = a.slack + b.slack + a.slack * b.slack + 3 * ROUNDOFF
    magnitude, places = a.magnitude * b.magnitude + UNDERFLOW, a.places + b.places
    rest = _rest_of_product(a, b)
    return Term(
        a.as_double * b.as_double, TermKind.COMPUTED, size, magnitude, a.whole & b.whole, slack, places, rest=rest
    )


def _rest_of_product(a: Term, b: Term) -> float | None:
    """``ma mb`` is at most ``(1 + LOOSE)**2`` times the product of doubles, and each rest times the other's size.

    A product has fewer factors than it takes for those powers to pass `LOOSE`: see there.
    """
    if a.rest is None or b.rest is None or max(a.size, b.size) > LARGEST_DOUBLE:
        return None
    rest = 2 * (a.rest * float(b.size) + b.rest * float(a.size) + a.rest * b.rest + UNDERFLOW)
    return rest if rest <= LARGEST_REST else None


def minus(term: Term) -> Term:
    """The number with the other sign; Polars has no unary minus for Int128."""
    return replace(term, value=0 - term.value, constant=None if term.constant is None else -term.constant)


def pick(condition: pl.Expr, then: Term, otherwise: Term) -> Term:
    """One of two terms row by row, with what bounds both."""
    if then is otherwise:
        return then
    of_one_kind = then.kind is otherwise.kind
    return Term(
        pl.when(condition)
        .then(then.value if of_one_kind else then.as_double)
        .otherwise(otherwise.value if of_one_kind else otherwise.as_double),
        then.kind if of_one_kind else TermKind.COMPUTED,
        max(then.size, otherwise.size),
        pl.max_horizontal(then.magnitude, otherwise.magnitude),
        pl.when(condition).then(then.whole).otherwise(otherwise.whole),
        max(then.slack, otherwise.slack, 0.0 if of_one_kind else ROUNDOFF),
        max(then.places, otherwise.places),
    )


def least(terms: Sequence[Term]) -> Term:
    """The least of the terms that are known, row by row."""
    return _extreme(terms, pl.min_horizontal)


def greatest(terms: Sequence[Term]) -> Term:
    """The greatest of the terms that are known, row by row."""
    return _extreme(terms, pl.max_horizontal)


def _extreme(terms: Sequence[Term], take: Callable[..., pl.Expr]) -> Term:
    """The least double is as near to the least number as the farthest of the doubles is to its own number.

    ``|min(a', b') - min(a, b)| <= max(|a' - a|, |b' - b|)``, whichever of them is taken; and what is printed of a raw
    double never falls while the double rises.
    """
    kinds = {one.kind for one in terms}
    size = max(one.size for one in terms)
    of_one_kind = len(kinds) == 1 and (size <= INT64 or TermKind.INTEGER not in kinds)
    known = [one.value.is_not_null() for one in terms]
    return Term(
        take(one.value if of_one_kind else one.as_double for one in terms),
        kinds.pop() if of_one_kind else TermKind.COMPUTED,
        size,
        pl.max_horizontal(pl.when(here).then(one.magnitude) for here, one in zip(known, terms, strict=True)),
        pl.all_horizontal(~here | one.whole for here, one in zip(known, terms, strict=True)),
        max(*(one.slack for one in terms), 0.0 if of_one_kind else ROUNDOFF),
        max(one.places for one in terms),
    )
