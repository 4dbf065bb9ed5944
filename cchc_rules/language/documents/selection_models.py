"""The documents of `selections`: who is ranked, by what, how many are taken, what is done with equals at the cut.

``take: 15`` becomes ``TakeDocument(places="15")``, ``take: {central: 2, ward: 15}`` ``TakeDocument(values={…})`` and
``tied: all`` ``TiedDocument(taken="all")``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from cchc_rules.language.documents.annotations import Cell, Expression, Id, Many, Name, References, Text
from cchc_rules.language.documents.base_models import Document, WordsDocument, refuse

MOST_KEYS: Final = 20
"""How many keys a ranking may have, and how many preferences: no text of the field has more than five."""

SHARE_KEYS: Final = ("of", "round", "min")
"""What is only said of a share."""


class KeyDocument(Document):
    """A key of a ranking: the ``highest`` value stands first, or the ``lowest``."""

    highest: Expression | None = None
    lowest: Expression | None = None
    source: References = ()

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        given = [key for key in ("highest", "lowest") if getattr(self, key) is not None]
        if len(given) != 1:
            refuse("one-ranking-way", [(key,) for key in given[1:]] or [()])
        return self


class PreferenceDocument(Document):
    """Whom to take first among equals at the cut: those ``when`` holds of."""

    when: Expression
    source: References = ()


class TakeDocument(Document):
    """How many are taken: ``places``, a ``percent`` of something, or ``values`` of places by value of ``within``.

    ``of`` is ``candidates``, ``running``, or an expression: a parameter, or a condition that some candidates meet.
    """

    places: Cell | None = None
    values: dict[Text, Cell] = Field(default_factory=dict)
    percent: Cell | None = None
    of: Expression | None = None
    round: Literal["down", "up", "nearest"] = "down"
    min: Annotated[int, Field(ge=0, le=1_000_000)] = 0

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        given = [key for key in ("places", "values", "percent") if getattr(self, key) not in (None, {})]
        if len(given) != 1:
            refuse("one-take", [(key,) for key in given[1:]] or [()])
        if self.percent is None:
            refuse("share-only", [(key,) for key in SHARE_KEYS if key in self.model_fields_set])
        elif self.of is None:
            refuse("missing-key", [()], key="of")
        return self


def as_take(raw: Any) -> Any:
    """A number as the places to take, a mapping without any key of `TakeDocument` as places by value."""
    if isinstance(raw, str | int | Decimal):
        return {"places": raw}
    if isinstance(raw, dict) and raw and not raw.keys() & TakeDocument.model_fields.keys():
        return {"values": raw}
    return raw


class TiedDocument(Document):
    """What is done with equals at the cut: all or none of them are taken, or somebody decides, told in words."""

    taken: Literal["all", "none"] | None = None
    vote: WordsDocument | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.taken is None) == (self.vote is None):
            refuse("one-way-of-ties", [()])
        return self


Tied: TypeAlias = Annotated[TiedDocument, BeforeValidator(lambda raw: {"taken": raw} if isinstance(raw, str) else raw)]
"""What is done with equals, or the bare word."""


class SelectionDocument(Document):
    """A selection: among whom, by what keys, how many, and what is done with equals at the cut."""

    title: WordsDocument
    source: References = ()
    category: Id
    among: Expression = "favourable"
    within: Name | None = None
    by: Annotated[Many[KeyDocument], Field(min_length=1, max_length=MOST_KEYS)]
    ranks: Literal["gap", "dense"] = "gap"
    take: Annotated[TakeDocument, BeforeValidator(as_take)] | None = None
    prefer: Annotated[Many[PreferenceDocument], Field(max_length=MOST_KEYS)] = ()
    tied: Tied | None = None

    @model_validator(mode="after")
    def _cut_is_there(self) -> Self:
        if self.take is None:
            refuse("cut-without-take", [(key,) for key in ("prefer", "tied") if getattr(self, key)])
        return self
