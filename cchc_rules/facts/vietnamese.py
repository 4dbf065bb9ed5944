"""What Vietnamese offices write in a cell: nothing, yes and no, numbers with comma and dot, dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from cchc_rules.facts.faults import Fault, unreadable
from cchc_rules.text import fold_case, normalise, show_value
from cchc_rules.values import FIRST_DATE, LAST_DATE

DASHES: Final = frozenset("-‐‑‒–—―−")
"""A lone dash means *not stated*, never "no"."""

YES_NO: Final[Mapping[str, bool]] = MappingProxyType(
    {"có": True, "không": False, "x": True, "true": True, "false": False}
)
"""The words every yes-or-no fact understands, folded; others only where the fact lists them under ``words``."""

LONGEST_TEXT: Final = 64 * 1024
LONGEST_NUMBER: Final = 64

_ERROR_CELL: Final = re.compile(
    "#(?:N/A|NAME\\?|GETTING_DATA|(?:REF|DIV/0|VALUE|NULL|NUM|SPILL|CALC|FIELD|BLOCKED|CONNECT|BUSY|UNKNOWN|PYTHON"
    "|EXTERNAL)!)|ERR:[0-9]{3}",
    re.IGNORECASE,
)
_PLAIN: Final = re.compile("([-−+]?)([0-9]+)(?:([.,])([0-9]+))?")
_GROUPED: Final = re.compile("([-−+]?)([1-9][0-9]{0,2}(?:([ .,])[0-9]{3})(?:\\3[0-9]{3})*)(?:(?!\\3)[.,]([0-9]+))?")
_DAY_FIRST: Final = re.compile("(?:ngày )?([0-9]{1,2}) ?([/.-]) ?([0-9]{1,2}) ?\\2 ?([0-9]{4})")
_YEAR_FIRST: Final = re.compile("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_IN_WORDS: Final = re.compile("(?:ngày )?([0-9]{1,2}) tháng ([0-9]{1,2}) năm ([0-9]{4})")
_SHORT_YEAR: Final = re.compile("(?:ngày )?[0-9]{1,2} ?([/.-]) ?[0-9]{1,2} ?\\1 ?[0-9]{2}")
_NO_DAY: Final = re.compile(
    "(?:tháng )?[0-9]{1,2} ?[/.-] ?[0-9]{4}|[0-9]{4}-[0-9]{1,2}|(?:năm )?[0-9]{4}"
    "|tháng [0-9]{1,2} năm [0-9]{4}|(?:quý|quí) [0-9ivx]{1,3} ?(?:/|năm) ?[0-9]{4}"
)
_WITH_TIME: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[t ][0-9]{2}:.*|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4} [0-9]{1,2}:.*")


def read_stated(text: str) -> str | None:
    """The normalised text, or None when it states nothing: empty, spaces, a lone dash. An error cell is a fault."""
    if len(text) > LONGEST_TEXT:
        raise Fault("value-too-long", value=show_value(text), most=LONGEST_TEXT)
    clean = normalise(text)
    if not clean or clean in DASHES:
        return None
    if clean[0] in "#eE" and _ERROR_CELL.fullmatch(clean):
        raise Fault("error-cell", value=show_value(clean))
    return clean


def decimal(text: str) -> int | Decimal:
    """The number a normalised text writes, decimal comma or dot, thousands by dot, comma or space.

    Faults: ``ambiguous-number`` where one separator before three digits may be either (``1.234``),
    ``too-many-digits``, ``unreadable-value``. Only the digits 0-9 count, exponents do not.
    """
    if len(text) > LONGEST_NUMBER:
        raise (
            unreadable("number", text)
            if text.strip("0123456789., -")
            else Fault("too-many-digits", value=show_value(text))
        )
    if plain := _PLAIN.fullmatch(text):
        sign, whole, separator, fraction = plain.groups()
        if separator and len(fraction) == 3 and len(whole) <= 3 and whole[0] != "0":
            readings: dict[str, Any] = {
                "thousands": sign + whole + fraction,
                "decimal_vi": f"{sign}{whole},{fraction}",
                "decimal_en": f"{sign}{whole}.{fraction}",
            }
            raise Fault("ambiguous-number", value=show_value(text), **readings)
        return _compose(sign, whole, fraction)
    if grouped := _GROUPED.fullmatch(text):
        sign, whole, separator, fraction = grouped.groups()
        return _compose(sign, whole.replace(separator, ""), fraction)
    raise unreadable("number", text)


def _compose(sign: str, whole: str, fraction: str | None) -> int | Decimal:
    minus = "" if sign in ("", "+") else "-"
    return int(minus + whole) if fraction is None else Decimal(f"{minus}{whole}.{fraction}")


def calendar_date(text: str) -> date:
    """The date a normalised text writes: ``05/5/2022``, ``5-5-2022``, ``2022-05-05``, ``ngày 05 tháng 5 năm 2022``.

    Day before month, always. Faults: ``partial-date``, ``two-digit-year``, ``impossible-date``, ``date-out-of-range``,
    ``unreadable-value``; nothing is completed by guess.
    """
    words = fold_case(text)
    if found := _DAY_FIRST.fullmatch(words):
        return _make_date(text, found[4], found[3], found[1])
    if found := _YEAR_FIRST.fullmatch(words):
        return _make_date(text, found[1], found[2], found[3])
    if found := _IN_WORDS.fullmatch(words):
        return _make_date(text, found[3], found[2], found[1])
    raise _explain_undated(text, words)


def _make_date(text: str, year: str, month: str, day: str) -> date:
    if not FIRST_DATE.year <= int(year) <= LAST_DATE.year:
        raise Fault("date-out-of-range", value=show_value(text))
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Fault("impossible-date", value=show_value(text)) from None


def _explain_undated(text: str, words: str) -> Fault:
    if _NO_DAY.fullmatch(words):
        return Fault("partial-date", value=show_value(text))
    if _SHORT_YEAR.fullmatch(words):
        return Fault("two-digit-year", value=show_value(text))
    if _WITH_TIME.fullmatch(words):
        return Fault("wrong-type", "datetime", value=show_value(text))
    return unreadable("date", text)
