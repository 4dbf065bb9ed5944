"""One reader a fact type: a typed value or text of an office to the one canonical value, None where nothing is stated.

Every reader has ``read(raw, cells)``; ``cells`` tells that the value comes from a cell of a file. What cannot be read
raises `Fault`, whatever object it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import MAX_PREC, Context, Decimal
from math import isfinite
from typing import Any, Final, Protocol, assert_never

from cchc_rules.facts.faults import Fault, list_offers, oddity, unreadable, wrong_type
from cchc_rules.facts.vietnamese import YES_NO, calendar_date, decimal, read_stated
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    TextType,
)
from cchc_rules.text import Spellings, bare_letters, fold_case, legacy_encoding, show_value
from cchc_rules.values import FIRST_DATE, LAST_DATE, SIGNIFICANT_DIGITS, Number, Value, Words, canonical_number

WHOLE_PERCENT: Final = 100
DOUBLE_DIGITS: Final = 17
"""Digits that tell every double from every other (IEEE 754)."""

LONGEST_UNLISTED: Final = 256
"""The most characters of a word that is stated beside the options of an open choice."""

_NOT_KNOWN: Final = frozenset(
    (
        *("chuaro", "khongro", "chuabiet", "khongbiet", "chuaco", "chuaxacdinh", "khongxacdinh", "khongco", "na"),
        *("chuacothongtin", "khongcothongtin", "unknown", "notknown", "notstated", "none", "null", "nan"),
    )
)
"""Letters of answers by which people say that they state nothing."""


class ScalarReader(Protocol):
    """What reads one value of a type."""

    def read(self, raw: object, cells: bool) -> Value:
        """The canonical value, or None when nothing is stated; raises `Fault`."""
        ...


def scalar_reader(fact: Fact) -> ScalarReader:
    """The reader of a fact's type; a list fact has a reader of its own."""
    match fact.type:
        case BooleanType():
            return BooleanReader({**YES_NO, **{fold_case(word): truth for word, truth in fact.words.items()}})
        case NumberType():
            return NumberReader(fact.type, *number_bounds(fact.type))
        case DateType():
            return DateReader()
        case GradeType(scale=scale):
            known = _spellings(scale.spellings, scale.aliases)
            of = scale.title or fact.label
            return WordReader("grade", known, scale.spellings, "level-off-scale", of, Spellings(known, known))
        case ChoiceType(options=options, open=open_):
            known = _spellings(options, {})
            words = (options, "choice-off-list", fact.label, Spellings(known, known))
            if open_:
                return OpenWordReader("choice", known, *words, frozenset(map(bare_letters, options)))
            return WordReader("choice", known, *words)
        case TextType():
            return TextReader()
        case QuotientType() | ListType():
            raise TypeError(f"{fact.name} is no scalar fact")
        case _ as never:
            assert_never(never)


def number_bounds(type_: NumberType) -> tuple[Number | None, Number | None]:
    """The least and the greatest value a fact of that type takes: percents from 0 to 100 unless they say otherwise."""
    if type_.unit != "percent":
        return type_.minimum, type_.maximum
    lowest = 0 if type_.minimum is None else type_.minimum
    return lowest, WHOLE_PERCENT if type_.maximum is None else type_.maximum


def _spellings(words: Iterable[str], aliases: Mapping[str, str]) -> Mapping[str, str]:
    """Every accepted spelling folded, and the canonical ones as they are, to the canonical one."""
    canonical = list(words)
    meant = {fold_case(alias): word for alias, word in aliases.items()}
    return {**meant, **{fold_case(word): word for word in canonical}, **{word: word for word in canonical}}


@dataclass(frozen=True, slots=True)
class BooleanReader:
    """Reads yes or no; ``words`` are the understood ones, folded."""

    words: Mapping[str, bool]

    def read(self, raw: object, cells: bool) -> Value:
        """True for yes, False for no; a number only where the fact lists it among its words."""
        if raw is True or raw is False:
            return raw is True
        text = read_stated(as_text(raw, "boolean", cells=True))
        if text is None:
            return None
        if (truth := self.words.get(fold_case(text))) is not None:
            return truth
        if not isinstance(raw, str):
            raise wrong_type("boolean", raw)
        raise unreadable("boolean", text, word=text, options=Spellings(self.words), words=list_offers(self.words))


@dataclass(frozen=True, slots=True)
class NumberReader:
    """Reads an exact number within bounds; whole, of so many decimals, or in percent points as its type says."""

    type: NumberType
    lowest: Number | None
    highest: Number | None

    def read(self, raw: object, cells: bool) -> Value:
        """The canonical number; text from anywhere and numbers from cells may not be a percent of two readings."""
        if isinstance(raw, str):
            text = read_stated(str.__str__(raw))
            return None if text is None else self._within(self._read_text(text, cells), text)
        if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
            raise wrong_type(
                "integer" if self.type.integral else "percent" if self.type.unit == "percent" else "number", raw
            )
        number = exact_number(raw)
        if cells and self.type.unit == "percent":
            _refuse_share(number, raw)
        return self._within(number, raw)

    def _read_text(self, text: str, cells: bool) -> Number:
        percent = self.type.unit == "percent"
        if percent and text.endswith("%"):
            return exact_number(_as_printed(decimal(text[:-1].rstrip()), cells), text)
        number = exact_number(_as_printed(self._decimal(text), cells), text)
        if percent:
            _refuse_share(number, text)
        return number

    def _decimal(self, text: str) -> int | Decimal:
        """The number written; where it has two readings, only the whole one is offered for a whole number."""
        try:
            return decimal(text)
        except Fault as fault:
            if self.type.integral and fault.code == "ambiguous-number":
                fault.variant = "integer"
            raise

    def _within(self, number: Number, raw: object) -> Number:
        if self.type.integral and not isinstance(number, int):
            raise Fault("too-many-digits", value=show_value(raw)) if number.is_integer() else wrong_type("integer", raw)
        if (self.lowest is not None and number < self.lowest) or (self.highest is not None and number > self.highest):
            bounds: dict[str, Any] = {"lowest": show_value(self.lowest), "highest": show_value(self.highest)}
            variant = "low" if self.highest is None else "high" if self.lowest is None else "between"
            raise Fault("out-of-bounds", variant, value=show_value(raw), **bounds)
        most = self.type.decimals
        if most is not None and isinstance(number, float) and _decimals(number) > most:
            raise Fault("too-many-decimals", value=show_value(raw), most=most)
        return number


def _as_printed(number: int | Decimal, cells: bool) -> int | float | Decimal:
    """In a file a fraction of 16 or 17 digits is the double that prints so: programs write doubles that way."""
    if not cells or isinstance(number, int):
        return number
    digits = "".join(map(str, number.as_tuple().digits)).strip("0")
    return float(number) if SIGNIFICANT_DIGITS < len(digits) <= DOUBLE_DIGITS else number


def exact_number(number: int | float | Decimal, raw: object = None) -> Number:
    """The canonical form of a number; faults ``not-finite`` and ``too-many-digits`` show ``raw``."""
    given = number if raw is None else raw
    if isinstance(number, float) and not isfinite(number):
        raise Fault("not-finite", value=show_value(given))
    if isinstance(number, Decimal) and not number.is_finite():
        raise Fault("not-finite", value=show_value(given))
    canonical = canonical_number(number)
    if canonical is None:
        raise Fault("too-many-digits", value=show_value(given))
    return int(canonical) if isinstance(canonical, int) else float(canonical)


def _decimals(number: float) -> int:
    exponent = Decimal(format(number, ".15g")).as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _refuse_share(number: Number, raw: object) -> None:
    """Refuse a bare percent above 0 and up to 1: it may be a share (0,855 for 85,5 %)."""
    if not 0 < number <= 1:
        return
    points = Decimal(format(number, ".15g"))
    # The decimal with a fourth digit where three could be taken for thousands.
    text = _plain(points.scaleb(2, Context(prec=MAX_PREC)))
    whole, _, fraction = text.partition(".")
    low, high = _plain(points), (text + "0" if whole != "0" and len(fraction) == 3 else text)
    commas: dict[str, Any] = {"low_vi": low.replace(".", ","), "high_vi": high.replace(".", ",")}
    raise Fault("ambiguous-percent", value=show_value(raw), low_en=low, high_en=high, **commas)


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads a calendar date."""

    def read(self, raw: object, cells: bool) -> Value:
        """The date, day before month in text."""
        return day(raw)


@dataclass(frozen=True, slots=True)
class WordReader:
    """Reads one of a closed set of words: the levels of a scale or the options of a choice, called ``of``."""

    kind: str
    known: Mapping[str, str]
    words: tuple[str, ...]
    code: str
    of: Words
    spellings: Spellings = field(compare=False)

    def read(self, raw: object, cells: bool) -> Value:
        """The canonical spelling, found whatever the Unicode form, spaces and case."""
        if type(raw) is str and (word := self.known.get(raw)) is not None:
            return word
        text = read_stated(as_text(raw, self.kind, cells=cells))
        if text is None:
            return None
        return self.known.get(fold_case(text)) or self._read_unlisted(text)

    def _read_unlisted(self, text: str) -> str:
        """What a word comes to that is none of the known ones: a fault."""
        raise self._refuse(text)

    def _refuse(self, text: str, variant: str = "") -> Fault:
        """The fault of a word, with what could have been meant."""
        fields: dict[str, Any] = {"of_vi": self.of.within("vi"), "of_en": self.of.within("en")}
        offer = list_offers(self.words)
        return unreadable(variant, text, code=self.code, word=text, options=self.spellings, words=offer, **fields)


@dataclass(frozen=True, slots=True)
class OpenWordReader(WordReader):
    """Reads a word of an open choice: one of the options, or another as it is written, normalised.

    A word that answers nothing, or that differs from an option in marks, case or signs alone, is a fault: taken for
    another word it would pass wherever the option must not stand. ``bare`` are the options' letters.
    """

    bare: frozenset[str]

    def _read_unlisted(self, text: str) -> str:
        letters = bare_letters(text)
        if letters in self.bare:
            raise self._refuse(text, "near")
        if not any(map(str.isalpha, letters)) or fold_case(text) in YES_NO or letters in _NOT_KNOWN:
            raise self._refuse(text, "nothing")
        if len(text) > LONGEST_UNLISTED or oddity(text):
            raise self._refuse(text)
        return text


@dataclass(frozen=True, slots=True)
class TextReader:
    """Reads text that is only carried."""

    def read(self, raw: object, cells: bool) -> Value:
        """The normalised text."""
        return readable(as_text(raw, "text", cells=cells))


def as_text(raw: object, kind: str, *, cells: bool) -> str:
    """The plain string of text, or of a number where a cell may hold one; else a fault of the wrong type."""
    if isinstance(raw, str):
        return str.__str__(raw)
    if cells and isinstance(raw, int | float) and not isinstance(raw, bool):
        return format(exact_number(raw), ".15g")
    raise wrong_type(kind, raw)


def day(raw: object) -> date | None:
    """The calendar date of a date or of text; None for text that states nothing. A time of day is a fault."""
    if isinstance(raw, datetime):
        raise wrong_type("datetime", raw)
    if isinstance(raw, date):
        if not FIRST_DATE <= raw <= LAST_DATE:
            raise Fault("date-out-of-range", value=show_value(raw))
        return raw if type(raw) is date else date(raw.year, raw.month, raw.day)
    if not isinstance(raw, str):
        raise wrong_type("date", raw)
    text = read_stated(str.__str__(raw))
    return None if text is None else calendar_date(text)


def readable(raw: str) -> str | None:
    """The normalised text; None when it states nothing. Control characters and old font encodings are faults."""
    text = read_stated(str.__str__(raw))
    if text is None or (text.isascii() and text.isprintable()):
        return text
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
        raise unreadable("text", text)
    if legacy_encoding(text, least=2):
        raise unreadable("text", text)
    return text
