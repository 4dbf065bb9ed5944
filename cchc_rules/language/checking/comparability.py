"""Which types may be compared with which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cchc_rules.language.types import ChoiceType, GradeType, ListType, NumberType, QuotientType, TextType, Type


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why two types may not be compared: a problem code, its variant and what its wording is filled in with."""

    code: str
    variant: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)


def incomparable(left: Type, right: Type) -> Refusal | None:
    """Why values of two types may not be compared; None when they may."""
    match left, right:
        case (TextType(), _) | (_, TextType()):
            return Refusal("text-compared")
        case (ListType(), _) | (_, ListType()):
            return Refusal("list-compared")
        case (NumberType() | QuotientType(), NumberType() | QuotientType()):
            return None
        case GradeType(scale=one), GradeType(scale=other):
            ids = {"left": one.id, "right": other.id}
            return None if one.id == other.id else Refusal("scales-differ", fields=ids)
        case ChoiceType(options=one_set), ChoiceType(options=other_set):
            return None if set(one_set) == set(other_set) else Refusal("options-differ")
        case _:
            fields = {"type": left, "other": right}
            return None if type(left) is type(right) else Refusal("type-mismatch", "sides", fields)
