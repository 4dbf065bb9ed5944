"""The static types of expressions, and what a value of each may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, assert_never

from cchc_rules.values import Number, Scale

if TYPE_CHECKING:
    from cchc_rules.language.ruleset import Fact


@dataclass(frozen=True, slots=True)
class BooleanType:
    """Yes or no."""


@dataclass(frozen=True, slots=True)
class NumberType:
    """An exact number within bounds (None: only the language's limits); percents are in percent points.

    ``unit`` is ``percent`` for percent facts and shares, else empty.
    """

    integral: bool = False
    minimum: Number | None = None
    maximum: Number | None = None
    decimals: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class QuotientType:
    """A share or quotient: may only be compared."""

    percent: bool = False


@dataclass(frozen=True, slots=True)
class DateType:
    """A calendar date, day known."""


@dataclass(frozen=True, slots=True)
class GradeType:
    """A level or unranked value of one scale."""

    scale: Scale


@dataclass(frozen=True, slots=True)
class ChoiceType:
    """One of a closed set of words without order."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextType:
    """Text that is carried, never compared."""


@dataclass(frozen=True, slots=True)
class ListType:
    """A list of records; the fields are facts in declared order."""

    fields: tuple[Fact, ...]


Type: TypeAlias = BooleanType | NumberType | QuotientType | DateType | GradeType | ChoiceType | TextType | ListType


def kind_of(kind: Type) -> str:
    """The word of the language for a type, as it is written in rulesets."""
    match kind:
        case BooleanType():
            return "boolean"
        case NumberType(integral=True):
            return "integer"
        case NumberType():
            return "number"
        case QuotientType():
            return "share"
        case DateType():
            return "date"
        case GradeType(scale=scale):
            return f"grade ({scale.id})"
        case ChoiceType():
            return "choice"
        case ListType():
            return "list"
        case TextType():
            return "text"
        case _:
            assert_never(kind)
