"""Dates, levels and choices as whole numbers."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from cchc_rules.engines.symbolic.logic import Logic
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


def find_code(logic: Logic, value: object, kind: Type) -> int:
    """The ordinal of a date, the place of a level among its scale's spellings (unranked last), the number of a word."""
    match kind:
        case DateType():
            assert isinstance(value, date)
            return value.toordinal()
        case GradeType(scale=scale):
            return scale.spellings.index(str(value))
        case ChoiceType():
            return logic.number_word(str(value))
        case BooleanType() | NumberType() | QuotientType() | TextType() | ListType():
            raise TypeError(f"{kind!r} has no codes")
        case _:
            assert_never(kind)
