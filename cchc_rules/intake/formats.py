"""Number formats of spreadsheets → how a number in a cell is meant: what it shows is what is read, or a problem."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

LONGEST_CODE: Final = 1024
"""Excel takes 255 characters; what is longer is no format of anybody's."""

_MOST_SECTIONS: Final = 4  # positive; negative; zero; text (ECMA-376, 18.8.31)
_SHORT_DATE: Final = 14  # shown in the order of the reader's country, always with day, month and year
_TOKEN: Final = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[([^\]]*)\]|(.)', re.DOTALL)
_ELAPSED: Final = re.compile("h+|m+|s+", re.IGNORECASE)
_DIGITS_OF_ZERO: Final = ("0", "general", "@")
_COMPARED: Final = re.compile("[<>=]")
_HALF_DAY: Final = re.compile("am/pm|a/p")
_MINUTES: Final = re.compile("(?<=h)[^a-z0-9]{0,2}m+|m+(?=[^a-z0-9]{0,2}s)")


class Kind(Enum):
    """How a number in a cell is meant."""

    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    PARTIAL_DATE = "partial date"
    """A date of which day, month or year does not show."""
    TIME = "time"
    NOTHING = "nothing"
    """No digit shows."""
    UNCLEAR = "unclear"
    """Its sections disagree, or what shows is another number."""


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """The kind of a format, and how many digits are filled up with zeros (``000``: 3; 0 for none).

    ``shows_plus``, ``shows_zero`` and ``shows_minus`` say whether numbers above, at and below 0 show what they are: a
    digit, and below 0 the sign. ``shows_text`` says whether a text shows as it is: not hidden, and with nothing beside.
    """

    kind: Kind = Kind.NUMBER
    zeros: int = 0
    shows_plus: bool = True
    shows_zero: bool = True
    shows_minus: bool = True
    shows_text: bool = True


@dataclass(frozen=True, slots=True)
class _Section:
    """One part of a format: what is left of it without literals, and the literals."""

    bare: str
    literals: str
    compared: bool
    text: bool

    @property
    def kind(self) -> Kind:
        """What a number under this section shows."""
        bare = _MINUTES.sub("", _HALF_DAY.sub("", self.bare))
        letters = set(bare) & set("dmy")
        if "general" in self.bare or self.bare.strip() == "@":
            return Kind.NUMBER
        if letters or set(bare) & set("hs"):
            day = re.search("(?<!d)d{1,2}(?!d)", bare)
            if letters and day and "m" in bare and "y" in bare:
                return Kind.DATE
            return Kind.PARTIAL_DATE if letters else Kind.TIME
        if not set(self.bare) & set("0#?"):
            return Kind.NOTHING
        # A comma behind the last digit divides by a thousand; digits of a literal stand beside those of the number.
        if re.search("[0#?],+(?:[^0#?,]|$)", self.bare) or re.search("[0-9]", self.literals) or "/" in self.bare:
            return Kind.UNCLEAR
        percents = self.bare.count("%")
        return Kind.NUMBER if not percents else Kind.PERCENT if percents == 1 else Kind.UNCLEAR


def read_format(code: str) -> NumberFormat:
    """How a number under a format code is meant.

    A section for text is left out. Sections that show different kinds, or one that scales or adds digits, are unclear;
    where the sections choose by conditions of their own, one that shows no digit counts as another kind.
    """
    found = _sections(code[:LONGEST_CODE])
    # The fourth section is that of texts, any other only where it has their place (ECMA-376, 18.8.31).
    of_text = found[3] if len(found) == _MOST_SECTIONS else next((one for one in found if "@" in one.bare), None)
    shows_text = of_text is None or (of_text.bare.strip() == "@" and not of_text.literals.strip())
    return replace(_read_numbers(code, [one for one in found if not one.text]), shows_text=shows_text)


def _read_numbers(code: str, sections: list[_Section]) -> NumberFormat:
    if len(code) > LONGEST_CODE or len(sections) > _MOST_SECTIONS:
        return NumberFormat(Kind.UNCLEAR)
    compared = any(one.compared for one in sections)
    kinds = {one.kind for one in sections}
    if not compared and kinds != {Kind.NOTHING}:
        kinds -= {Kind.NOTHING}
    adds_minus = "-" in (sections[0].bare + sections[0].literals).replace("e-", "")
    if len(kinds) > 1 or (adds_minus and kinds & {Kind.NUMBER, Kind.PERCENT}):
        return NumberFormat(Kind.UNCLEAR)
    first, below, zero = sections[0], sections[min(1, len(sections) - 1)], sections[2 if len(sections) > 2 else 0]
    signs = set("-(−")
    has_sign = len(sections) == 1 or (not compared and bool(signs & set(below.bare + below.literals)))
    zeros = len(first.bare) if set(first.bare) == {"0"} and len(first.bare) > 1 and not first.literals else 0
    is_number = kinds <= {Kind.NUMBER, Kind.PERCENT}
    return NumberFormat(
        kinds.pop(),
        zeros,
        shows_plus=first.kind is not Kind.NOTHING,
        shows_zero=zero.kind is not Kind.NOTHING
        and (not is_number or any(one in zero.bare for one in _DIGITS_OF_ZERO)),
        shows_minus=below.kind is not Kind.NOTHING and (not is_number or has_sign),
    )


def _sections(code: str) -> list[_Section]:
    found: list[_Section] = []
    bare, literals, compared = "", "", False
    for token in [*_TOKEN.finditer(code), None]:
        if token is None or token[4] == ";":
            found.append(_Section(bare, literals, compared, "@" in bare and bool(found)))
            bare, literals, compared = "", "", False
        elif token[4] is not None:
            bare += token[4].casefold()
        elif token[3] is not None:
            bare += "h" if _ELAPSED.fullmatch(token[3]) else ""  # [h]: hours beyond a day
            compared = compared or (not token[3].startswith("$") and _COMPARED.search(token[3]) is not None)
        else:
            literals += token[1] or token[2] or ""
    return found


def format_of(number: int, codes: Mapping[int, str], built_in: Mapping[int, str]) -> NumberFormat:
    """The format with that number: of the workbook's own codes, else built in; of an unknown one nothing is known."""
    if number in codes:
        return read_format(codes[number])
    if number == _SHORT_DATE:
        return NumberFormat(Kind.DATE)
    return read_format(built_in[number]) if number in built_in else NumberFormat(Kind.UNCLEAR)
