"""Numbers as columns: a term is one number a row with a bound of its rounding, an end a term over a positive divisor.

Whole numbers stay Int64 (the checker showed that they fit), or Int128 where products of them are compared. Anything
else is a double within ``slack`` times ``magnitude`` of the exact value: a comparison closer than that is left open
and its row marked *near*, to be decided exactly (`cchc_rules.engines.columns.frame_decisions`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

import polars as pl

ROUNDING: Final = 2.3e-16
"""More than the relative error of one operation on doubles."""

READING: Final = 5.1e-15
"""More than the relative distance from a raw double to the decimal of 15 digits that it prints as."""

EXACT_DOUBLES: Final = float(2**53)
PLACES: Final = 4
"""Doubles of up to four decimals are computed with exactly."""

MOST_PLACES: Final = 15
SAME_DECIMAL: Final = 3.5e-16
"""A double this near (relatively) to the double of a decimal of 15 digits prints as that decimal."""

INT64: Final = 2**63 - 1
INT128: Final = 2**126
LARGEST_DOUBLE: Final = 10**290

ALWAYS: Final = pl.lit(True)
NEVER: Final = pl.lit(False)


@dataclass(frozen=True, slots=True)
class Term:
    """One number a row, null when unknown.

    ``kind``: ``integer`` (Int64, exact), ``raw`` (a double as given), ``double`` (computed).
    ``size`` bounds its magnitude. A double is off by at most ``slack`` times ``magnitude`` (of all added up).
    Where ``whole`` is true the exact value is a multiple of 10 to the minus ``places``.
    """

    value: pl.Expr
    kind: str
    size: Fraction
    magnitude: pl.Expr
    whole: pl.Expr
    slack: float = 0.0
    places: int = 0
    constant: Fraction | None = None

    @property
    def as_double(self) -> pl.Expr:
        """Its value as a double."""
        return self.value.cast(pl.Float64) if self.kind == "integer" else self.value

    @property
    def error(self) -> pl.Expr:
        """How far the double may be from the exact value."""
        return self.magnitude * (self.slack or ROUNDING)

    def rounded(self, places: int) -> pl.Expr:
        """The exact value times 10 to the ``places``, where `is_rounded` is true."""
        return (self.as_double * 10.0**places).round(0)

    def is_rounded(self, places: int) -> pl.Expr:
        """Whether the exact value is the only multiple of 10 to the minus ``places`` near enough to the double."""
        return self.whole & (self.magnitude * (10.0**places * (self.slack + 2 * ROUNDING)) < 0.4)


@dataclass(frozen=True, slots=True)
class End:
    """A number a row: a term, over another that is positive."""

    top: Term
    under: Term | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, or the interval from ``low`` to ``high``; unknown where a part of either is null."""

    low: End
    high: End

    @property
    def scalar(self) -> bool:
        """Whether both ends are one."""
        return self.low is self.high


def integer(value: pl.Expr, size: Fraction | int) -> Term:
    """A column of whole numbers."""
    return Term(value, "integer", Fraction(size), value.cast(pl.Float64).abs(), ALWAYS)


def raw(value: pl.Expr, size: Fraction) -> Term:
    """A column of doubles as they were given."""
    near = (value * 10.0**PLACES).round(0) / 10.0**PLACES
    whole = ((value - near).abs() <= near.abs() * SAME_DECIMAL) & (near.abs() < EXACT_DOUBLES / 10.0**PLACES)
    return Term(value, "raw", size, value.abs(), whole, READING, PLACES)


def constant(number: int | Fraction) -> Term:
    """A number that is the same in every row."""
    exact = Fraction(number)
    if exact.denominator == 1 and abs(exact) <= INT64:
        value = pl.lit(int(exact), dtype=pl.Int64)
        return Term(value, "integer", abs(exact), pl.lit(float(abs(exact))), ALWAYS, constant=exact)
    value = pl.lit(exact.numerator / exact.denominator, dtype=pl.Float64)
    places = next((places for places in range(MOST_PLACES) if (exact * 10**places).denominator == 1), None)
    whole = NEVER if places is None else ALWAYS
    return Term(value, "double", abs(exact), value.abs(), whole, ROUNDING, places or 0, exact)


def scalar(term: Term) -> Amount:
    """The amount that is one term."""
    end = End(term)
    return Amount(end, end)


def plus(a: Term, b: Term, *, minus: bool = False) -> Term:
    """The sum, or the difference."""
    if a.kind == b.kind == "integer" and a.size + b.size <= INT64:
        return integer(a.value - b.value if minus else a.value + b.value, a.size + b.size)
    value = a.as_double - b.as_double if minus else a.as_double + b.as_double
    slack = max(a.slack, b.slack) + 2 * ROUNDING
    return Term(
        value, "double", a.size + b.size, a.magnitude + b.magnitude, a.whole & b.whole, slack, max(a.places, b.places)
    )


def times(a: Term, b: Term) -> Term:
    """The product."""
    if a.constant == 1 or b.constant == 1:
        return b if a.constant == 1 else a
    size = a.size * b.size
    if a.kind == b.kind == "integer" and size <= INT64:
        return integer(a.value * b.value, size)
    if a.kind == b.kind == "integer" and size <= INT128:
        return _wide_product(a, b, size)
    slack = (a.slack + b.slack) * 1.01 + 3 * ROUNDING
    magnitude, places = a.magnitude * b.magnitude, a.places + b.places
    return Term(a.as_double * b.as_double, "double", size, magnitude, a.whole & b.whole, slack, places)


def _wide_product(a: Term, b: Term, size: Fraction) -> Term:
    found = integer(a.value.cast(pl.Int128) * b.value.cast(pl.Int128), size)
    return replace(found, magnitude=a.magnitude * b.magnitude)


def minus(term: Term) -> Term:
    """The number with the other sign."""
    negated = None if term.constant is None else -term.constant
    return replace(term, value=-term.value, constant=negated)


def where(condition: pl.Expr, term: Term) -> Term:
    """The term where the condition is true, else unknown."""
    return replace(term, value=pl.when(condition).then(term.value), constant=None)
