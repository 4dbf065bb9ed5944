"""The one reader of constants: what a file or a caller writes as a value of a type."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    TextType,
    Type,
)
from cchc_rules.text import fold_case, normalise
from cchc_rules.values import FIRST_DATE, LAST_DATE, Number, Scale, Value, canonical_number, day

_NUMBER: Final = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?", re.ASCII)
_TRUTHS: Final = {"true": True, "false": False}


def read_constant(raw: object, kind: Type, *, from_caller: bool = False) -> Value:
    """The value of a type that a constant is; None when it is none.

    Dates are text (``2022-05-05``) or dates, levels and options are spelt as declared. ``from_caller``: it is typed on
    a command line or handed over, so numbers and truths may be text too, and a level may have any case or alias. A text
    that may be a share (``0.9`` of a percent) is no value; with ``%`` it is.
    """
    match kind:
        case BooleanType():
            truth = _TRUTHS.get(raw) if from_caller and isinstance(raw, str) else raw
            return truth if isinstance(truth, bool) else None
        case NumberType():
            return _number(_read_number(raw, kind) if from_caller and isinstance(raw, str) else raw, kind)
        case DateType():
            found = day(raw) if isinstance(raw, str) else raw
            return found if type(found) is date and FIRST_DATE <= found <= LAST_DATE else None
        case GradeType(scale=scale):
            return _level(raw, scale, from_caller=from_caller) if isinstance(raw, str) else None
        case ChoiceType(options=options):
            return raw if isinstance(raw, str) and raw in options else None
        case TextType():
            return raw if isinstance(raw, str) else None
        case ListType() | QuotientType():
            return None
        case _:
            assert_never(kind)


def is_share(text: str, kind: NumberType) -> bool:
    """Whether a text for a percent has two readings: above 0 and up to 1, without a sign of percent."""
    return kind.unit == "percent" and _NUMBER.fullmatch(text) is not None and 0 < Decimal(text) <= 1


def _read_number(text: str, kind: NumberType) -> Decimal | None:
    bare = text.removesuffix("%") if kind.unit == "percent" else text
    return Decimal(bare) if _NUMBER.fullmatch(bare) and not is_share(text, kind) else None


def _number(raw: object, kind: NumberType) -> Number | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        return None
    number = canonical_number(raw)
    if number is None or (kind.integral and not isinstance(number, int)):
        return None
    within = (kind.minimum is None or number >= kind.minimum) and (kind.maximum is None or number <= kind.maximum)
    return number if within else None


def _level(text: str, scale: Scale, *, from_caller: bool) -> str | None:
    if not from_caller:
        return text if text in scale.spellings else None
    if (exactly := normalise(text)) in scale.spellings:
        return exactly
    spellings = {fold_case(alias): level for alias, level in scale.aliases.items()}
    spellings |= {fold_case(spelling): spelling for spelling in scale.spellings}
    return spellings.get(fold_case(text))
