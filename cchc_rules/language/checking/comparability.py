"""Which types may be compared with which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from cchc_rules.language.nodes import BareText, FirstOf, Literal, Node, ReadParameter
from cchc_rules.language.shapes import type_of
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


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why two types may not be compared: a problem code, its variant and what its wording is filled in with."""

    code: str
    variant: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)


def incomparable(left: Type, right: Type) -> Refusal | None:
    """Why values of two types may not be compared; None when they may."""
    if isinstance(left, TextType) or isinstance(right, TextType):
        return Refusal("text-compared")
    if isinstance(left, ListType) or isinstance(right, ListType):
        return Refusal("list-compared")
    match left:
        case NumberType() | QuotientType():
            alike = isinstance(right, NumberType | QuotientType)
        case BooleanType() | DateType():
            alike = type(left) is type(right)
        case GradeType(scale=scale):
            if (alike := isinstance(right, GradeType)) and scale.id != right.scale.id:
                return Refusal("scales-differ", fields={"left": scale.id, "right": right.scale.id})
        case ChoiceType(options=options):
            if (alike := isinstance(right, ChoiceType)) and set(options) != set(right.options):
                return Refusal("options-differ")
        case _:
            assert_never(left)
    return None if alike else Refusal("type-mismatch", "sides", {"type": left, "other": right})


def refuse_open(left: Node, right: Node) -> Refusal | None:
    """Why two choices of which one is open may not be held against each other; None when one side is a constant.

    Two facts may spell one and the same word that is no option in two ways.
    """
    kinds = type_of(left), type_of(right)
    is_open = any(isinstance(kind, ChoiceType) and kind.open for kind in kinds)
    return Refusal("open-compared") if is_open and not (_is_word(left) or _is_word(right)) else None


def _is_word(node: Node) -> bool:
    if isinstance(node, FirstOf):
        return all(map(_is_word, node.values))
    return isinstance(node, Literal | ReadParameter)


def is_bare(node: Node) -> bool:
    """Whether only what it is compared with can give a node its type."""
    if isinstance(node, FirstOf):
        return all(map(is_bare, node.values))
    return isinstance(node, BareText)
