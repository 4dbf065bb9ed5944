"""How many are taken: a number, or a share of some base; while something is open, from so many to so many."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import assert_never

from cchc_rules.language.selection_rules import Rounding


@dataclass(frozen=True, slots=True)
class Quota:
    """From ``least`` to ``most`` places, or, with a ``share``, what that makes of a base."""

    least: int
    most: int
    share: QuotaShare | None = None

    def count_least(self, base: int) -> int:
        """The fewest places there can be over a base of that size."""
        return self.least if self.share is None else self.share.take(base, self.share.lowest)

    def count_most(self, base: int) -> int:
        """The most places there can be over a base of that size."""
        return self.most if self.share is None else self.share.take(base, self.share.highest)


@dataclass(frozen=True, slots=True)
class QuotaShare:
    """From ``lowest`` to ``highest`` percent, rounded, ``least`` places at least.

    INVARIANT: percents are from 0 to 100, so one more in the base is never more than one place more.
    """

    lowest: Fraction
    highest: Fraction
    rounding: Rounding = "down"
    least: int = 0

    def take(self, base: int | Fraction, percent: Fraction) -> int:
        """The places that a percent of a base gives."""
        exact = percent * base / 100
        match self.rounding:
            case "down":
                places = floor(exact)
            case "up":
                places = ceil(exact)
            case "nearest":  # halves up
                places = floor(exact + Fraction(1, 2))
            case _:
                assert_never(self.rounding)
        return max(places, self.least)
