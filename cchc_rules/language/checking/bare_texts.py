"""Bare texts of expressions: the level or option each is, of what it is compared with."""

from __future__ import annotations

from typing import assert_never

from cchc_rules.language.checking.comparability import Refusal
from cchc_rules.language.nodes import BareText, Literal
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
from cchc_rules.text import nearest


def type_text(node: BareText, expected: Type | None) -> Literal | Refusal:
    """The text as a constant of the type it is compared with, or why it is none."""
    match expected:
        case GradeType(scale=scale):
            if node.text in scale.spellings:
                return Literal(node.text, expected, node.span)
            near = scale.aliases.get(node.text) or nearest(node.text, scale.spellings) or ""
            listed = {"level": node.text, "scale": scale.id, "levels": ", ".join(scale.spellings), "nearest": near}
            return Refusal("unknown-level", fields=listed)
        case ChoiceType(options=options):
            if node.text in options:
                return Literal(node.text, expected, node.span)
            near = nearest(node.text, options) or ""
            return Refusal("unknown-option", "", {"option": node.text, "options": ", ".join(options), "nearest": near})
        case None:
            return Refusal("type-mismatch", "bare-text", {"text": node.text})
        case TextType():
            return Refusal("text-compared")
        case DateType():
            return Refusal("type-mismatch", "date-text", {"text": node.text})
        case BooleanType() | NumberType() | QuotientType() | ListType():
            return Refusal("type-mismatch", "text", {"text": node.text, "type": expected})
        case _:
            assert_never(expected)
