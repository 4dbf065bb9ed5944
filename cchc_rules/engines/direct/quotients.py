"""Quotients as generated code asks for them: exact, over positive divisors."""

from __future__ import annotations

from fractions import Fraction


def share(
    part: int | Fraction, whole: int | Fraction, factor: int
) -> tuple[int | Fraction | None, int | Fraction | None]:
    """``factor · part`` and a positive whole; unknown over 0."""
    if whole == 0:
        return None, None
    return (factor * part, whole) if whole > 0 else (-factor * part, -whole)


def shares(
    part_low: int | Fraction, part_high: int | Fraction, low: int | Fraction, high: int | Fraction, factor: int
) -> tuple[int | None, ...]:
    """The least and the greatest share, each as numerator and positive denominator; unknown where whole may be 0."""
    if low <= 0 <= high:
        return (None,) * 4
    corners = [factor * Fraction(part) / Fraction(whole) for part in (part_low, part_high) for whole in (low, high)]
    least, most = min(corners), max(corners)
    return least.numerator, least.denominator, most.numerator, most.denominator
