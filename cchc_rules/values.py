"""The values of the meaning: truth, outcome, verdict, scales, exact decimals (docs/explanation/semantics.md)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import inf, isfinite, nextafter
from typing import Final, TypeAlias

Truth: TypeAlias = bool | None
"""Strong Kleene truth; None is *unknown*."""

Number: TypeAlias = int | float
"""A canonical exact number: an int below 10**15, or the one double that prints (``.15g``) as the decimal meant."""

Value: TypeAlias = "bool | int | float | str | date | tuple[Value, ...] | None"
"""A parsed fact: None is unknown; a grade or choice is its canonical spelling; a list is a tuple of member tuples."""

SIGNIFICANT_DIGITS: Final = 15
LARGEST_INTEGER: Final = 10**SIGNIFICANT_DIGITS - 1
LARGEST_EXPONENT: Final = 30
LARGEST_COMPUTED: Final = 2**63 - 1
"""The largest whole number any engine has to hold."""

MOST_MEMBERS: Final = 100_000
"""The most members of a list: by it the checker shows that counts and sums stay in 64 bits, so readers keep to it."""

FIRST_DATE: Final = date(1900, 1, 1)
LAST_DATE: Final = date(2199, 12, 31)
LONGEST_RUN: Final = LAST_DATE.year - FIRST_DATE.year + 1
"""The most years in a row anything may ask for: all that the calendar has."""

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Outcome(StrEnum):
    """What came of one criterion; ``OUTCOMES[code]`` gives it from the small integer engines return."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


INVALID: Final = "invalid"
"""What stands for the verdict of a row with problems."""

OUTCOMES: Final = tuple(Outcome)
MET, UNMET, UNKNOWN, NOT_APPLICABLE = range(4)


class Verdict(StrEnum):
    """What came of one candidate; which of these a ruleset can say follows its ``decides``."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    REACHED = "reached"
    MISSED = "missed"
    FULFILLED = "fulfilled"
    UNFULFILLED = "unfulfilled"
    GRADED = "graded"
    NOT_GRADED = "not_graded"
    UNDETERMINED = "undetermined"
    DEFERRED = "deferred"


class Decides(StrEnum):
    """What a ruleset decides; fixes the verdict codes, so that nobody reads "eligible" out of a plan."""

    ELIGIBILITY = "eligibility"
    TARGETS = "targets"
    DUTIES = "duties"
    GRADING = "grading"

    @property
    def verdicts(self) -> tuple[Verdict, Verdict, Verdict, Verdict]:
        """Favourable, unfavourable, undetermined and deferred, in the order of engine codes 0, 1, 2, 3."""
        return (*_VERDICTS[self], Verdict.UNDETERMINED, Verdict.DEFERRED)


_VERDICTS: Final[Mapping[Decides, tuple[Verdict, Verdict]]] = {
    Decides.ELIGIBILITY: (Verdict.ELIGIBLE, Verdict.INELIGIBLE),
    Decides.TARGETS: (Verdict.REACHED, Verdict.MISSED),
    Decides.DUTIES: (Verdict.FULFILLED, Verdict.UNFULFILLED),
    Decides.GRADING: (Verdict.GRADED, Verdict.NOT_GRADED),
}

FAVOURABLE, UNFAVOURABLE, UNDETERMINED, DEFERRED = range(4)
"""The codes of verdicts."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text in the two languages of the product."""

    vi: str
    en: str

    def within(self, language: str) -> str:
        """The text in ``language`` (``vi`` or ``en``); the other one where it is missing (the linter says so)."""
        return (self.vi or self.en) if language == "vi" else (self.en or self.vi)


@dataclass(frozen=True, slots=True)
class Scale:
    """An ordinal scale: levels from the lowest, values known but on no level, and spellings offices use."""

    id: str
    levels: tuple[str, ...]
    unranked: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    title: Words | None = field(default=None, compare=False)

    def __hash__(self) -> int:
        """Of the id alone: expressions hold their scale and are looked up often, and a scale may have 1,000 levels."""
        return hash(self.id)

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every canonical value: levels from the lowest, then the unranked ones."""
        return self.levels + self.unranked

    def rank(self, value: str) -> int | None:
        """The place of a level counted from 0 at the lowest; None for an unranked value."""
        return self.levels.index(value) if value in self.levels else None


def exact(number: int | float | Decimal | Fraction) -> int | Fraction:
    """The exact decimal a number stands for: a double is what ``format(x, ".15g")`` prints, as spreadsheets do."""
    match number:
        case bool():
            raise TypeError("a truth is no number")
        case int() | Fraction():
            return number
        case float():
            return Fraction(Decimal(format(number, ".15g")))  # half the time of reading the text as a fraction
        case Decimal():
            return Fraction(number)


def canonical_number(number: int | float | Decimal) -> Number | None:
    """The one canonical form of a number, or None when it is not finite, too large, or has more than 15 digits.

    A binary float always fits: it is read by the 15-digit rule. Text must come as Decimal. Cost: about a microsecond.
    """
    if isinstance(number, int):
        return number if -LARGEST_INTEGER <= number <= LARGEST_INTEGER else None
    if isinstance(number, float):
        if not isfinite(number):
            return None
        number = Decimal(format(number, ".15g"))
    if not number.is_finite():
        return None
    return _canonical_decimal(number)


def _canonical_decimal(number: Decimal) -> Number | None:
    # INVARIANT: nothing here rounds or traps by the decimal context of the thread; operators on Decimal would.
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)  # it is finite
    written = "".join(map(str, digits)).rstrip("0")
    if not (text := written.lstrip("0")):
        return 0
    if len(text) > SIGNIFICANT_DIGITS or not -LARGEST_EXPONENT <= number.adjusted() <= LARGEST_EXPONENT:
        return None
    is_whole = exponent + len(digits) - len(written) >= 0
    return int(number) if is_whole and number.adjusted() < SIGNIFICANT_DIGITS else float(number)


def day(text: str) -> date | None:
    """The calendar date written ``2022-05-05``, from 1900 to 2199; None for anything else."""
    if not _DAY.fullmatch(text):
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_DATE <= found <= LAST_DATE else None


def count_months(first: date, last: date) -> int:
    """The greatest whole number of months after which the first day is not after the last; negative before it.

    One less than the months of the calendar while the last day's number is smaller: a day that a month lacks counts as
    the first of the next, so 31 January and a month is 1 March.
    """
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def double_span(number: int | float | Fraction) -> tuple[float, float]:
    """The first and the last double that print with 15 digits as ``number``.

    ``x >= n`` under the 15-digit reading is ``x >= first``, ``x > n`` is ``x > last``, ``x == n`` is
    ``first <= x <= last``, for any double or int ``x``. ``number`` has at most 15 significant digits. Cost: some
    hundred steps, so it is done once per constant, at compile time.
    """
    middle = float(number)
    target = exact(middle)
    return _last_equal(middle, target, -inf), _last_equal(middle, target, inf)


def _last_equal(start: float, target: int | Fraction, toward: float) -> float:
    here = start
    while exact(step := nextafter(here, toward)) == target:
        here = step
    return here
