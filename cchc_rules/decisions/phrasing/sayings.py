"""Sayings: words to come. A tree of phrase keys and values is built first; `say` writes it in a language last."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Final, TypeAlias, assert_never

from cchc_rules.language.wordings import parts
from cchc_rules.phrases import phrase
from cchc_rules.program.points import Point, Range, is_endless
from cchc_rules.text import visible
from cchc_rules.values import Value, Words

SHARE_DECIMALS: Final = 2
MOST_DECIMALS: Final = 15
LONGEST_PIECE: Final = 400
"""How many characters of one text from outside stand in a sentence; a reason on one line has 600."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A phrase of the catalogue with what fills its fields."""

    key: str
    fields: tuple[tuple[str, Part], ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A value to be written; ``unit`` is ``percent``, ``year`` (no mark between thousands) or empty.

    A number that is no short decimal is rounded to two decimals, to more when it would else be written as, or beyond,
    one of the values it is compared ``against``. ``slot`` is that of the fact whose value it is, if it is a fact's.
    """

    point: Point
    unit: str = ""
    against: tuple[Fraction, ...] = ()
    slot: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Listing:
    """Several things joined: ``joint`` is comma, and, or, semicolon; of many only ``most`` are named."""

    parts: tuple[Part, ...]
    joint: str = "comma"
    most: int = 0


@dataclass(frozen=True, slots=True)
class Filled:
    """Words of a ruleset with places for values, and what stands at each."""

    words: Words
    fields: tuple[tuple[str, Part], ...]


@dataclass(frozen=True, slots=True)
class Hole:
    """A place for the value of a fact, left open in a template; no text from outside can look like one."""

    slot: int
    unit: str


Part: TypeAlias = Saying | Shown | Listing | Filled | Hole | Words | str


def tell(key: str, **fields: Part | int) -> Saying:
    """The saying of ``key`` with its fields; whole numbers are written as numbers."""
    parts: list[tuple[str, Part]] = []
    for name, value in fields.items():
        parts.append((name, Shown(Range(Fraction(value), Fraction(value))) if isinstance(value, int) else value))
    return Saying(key, tuple(parts))


def say(part: Part, language: str) -> str:
    """The part in words. Recursion follows the depth of an expression, which the language caps."""
    match part:
        case str():
            # Names, evidence and keys come from outside: nothing invisible and no endless text gets into a sentence.
            return part if len(part) <= LONGEST_PIECE and part.isprintable() else visible(part, longest=LONGEST_PIECE)
        case Words():
            return part.within(language)
        case Saying(key=key, fields=fields):
            return phrase(key, language, **{name: say(value, language) for name, value in fields})
        case Listing():
            return _write_listing(part, language)
        case Shown():
            return _write_shown(part, language)
        case Hole(slot=slot, unit=unit):
            return f"\0{slot} {unit}\0"
        case Filled(words=words, fields=fields):
            values = {name: say(value, language) for name, value in fields} | {"": ""}
            return "".join(literal + values[name] for literal, name in parts(words.within(language)))
        case _:
            assert_never(part)


def write_value(value: Value, unit: str, language: str, *, grouped: bool = True) -> str | None:
    """The value of a fact as `Shown` is written; None for one that is unknown, a list, or near or beyond 15 digits.

    Not ``grouped`` a number has no marks between its thousands: so it can be typed in, where ``3.721`` may be either.
    """
    match value:
        case str():
            return value
        case date():
            return write_date(value, language)
        case int() | float() if "e" not in (digits := format(value, ".15g")):
            whole, _, tail = digits.partition(".")
            sign, whole = ("-", whole[1:]) if value < 0 else ("", whole.removeprefix("-"))
            number = _number(sign, int(whole), tail, language, grouped=grouped)
            return whole if unit == "year" else _add_unit(number, unit, language)
        case _:
            return None


@lru_cache(maxsize=4096)
def write_date(day: date, language: str) -> str:
    """A date as offices write it: ``05/5/2022`` in Vietnamese, ``5 May 2022`` in English."""
    month = phrase(f"date.month.{day.month}", language)
    return phrase("date.written", language, day=day.day, month=month, year=day.year)


def write_number(number: Fraction, language: str, *, against: tuple[Fraction, ...] = ()) -> str:
    """An exact number with the language's decimal point and groups of three; rounded only when it does not end."""
    digits = _decimals(number)
    if digits is None:
        digits = next(
            (n for n in range(SHARE_DECIMALS, MOST_DECIMALS) if _keeps_side(number, n, against)), MOST_DECIMALS
        )
    whole, rest = divmod(abs(round(number * 10**digits)), 10**digits)
    sign = "-" if number < 0 and (whole or rest) else ""
    tail = str(rest).zfill(digits).rstrip("0") if digits else ""
    return _number(sign, whole, tail, language)


def _number(sign: str, whole: int, tail: str, language: str, *, grouped: bool = True) -> str:
    digits = f"{whole:,}".replace(",", phrase("number.group", language)) if grouped and whole >= 1000 else str(whole)
    return f"{sign}{digits}{phrase('number.point', language)}{tail}" if tail else f"{sign}{digits}"


def _decimals(number: Fraction) -> int | None:
    """How many decimals the number has; None when more than can be written."""
    rest, count = number.denominator, 0
    while rest % 10 == 0:
        rest, count = rest // 10, count + 1
    for prime in (2, 5):
        while rest % prime == 0:
            rest, count = rest // prime, count + 1
    return count if rest == 1 and count <= MOST_DECIMALS * 2 else None


def _keeps_side(number: Fraction, digits: int, against: tuple[Fraction, ...]) -> bool:
    rounded = round(number, digits)
    return all((rounded > limit) == (number > limit) and (rounded < limit) == (number < limit) for limit in against)


def _write_shown(shown: Shown, language: str) -> str:
    match shown.point:
        case None:
            return phrase("seen.unknown", language)
        case Range(low=low, high=high) if low == high:
            if shown.unit == "year":
                return str(low)
            return _add_unit(write_number(low, language, against=shown.against), shown.unit, language)
        case Range(low=low, high=high) if is_endless(low) or is_endless(high):
            # A range that has no end on a side, or on both.
            if is_endless(low):
                if is_endless(high):
                    return phrase("number.any", language)
                return phrase("number.up-to", language, high=write_number(high, language, against=shown.against))
            return phrase("number.from", language, low=write_number(low, language, against=shown.against))
        case Range(low=low, high=high):
            ends = [write_number(end, language, against=shown.against) for end in (low, high)]
            first, last = (_add_unit(end, shown.unit, language) for end in ends)
            return phrase("number.range", language, low=first, high=last)
        case date() as day:
            return write_date(day, language)
        case str() as text:
            return text
        case _:
            assert_never(shown.point)


def _add_unit(number: str, unit: str, language: str) -> str:
    return phrase("number.percent", language, number=number) if unit == "percent" else number


def _write_listing(listing: Listing, language: str) -> str:
    named = listing.parts[: listing.most] if listing.most else listing.parts
    text = phrase(f"list.{listing.joint}", language).join(say(part, language) for part in named)
    hidden = len(listing.parts) - len(named)
    return phrase("list.more", language, some=text, more=hidden) if hidden else text
