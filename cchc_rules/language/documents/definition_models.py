"""The documents of definitions and of their tables."""

from __future__ import annotations

from typing import Annotated, Final, Self, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from cchc_rules.language.documents.annotations import Cell, Expression, Id, Many, References, Text
from cchc_rules.language.documents.base_models import Document, WordsDocument, refuse

MOST_TABLE_ROWS: Final = 200
"""How many rows a table may have."""


class RowDocument(Document):
    """A row of a table: what holds ``when`` it does; the last row may do without and stands for the rest."""

    when: Expression | None = None
    is_: Cell = Field(alias="is")
    source: References = ()


Rows: TypeAlias = Annotated[Many[RowDocument], Field(min_length=2, max_length=MOST_TABLE_ROWS)]
"""The rows of a table, the first of which that holds counts."""


class DefinitionDocument(Document):
    """A named expression (``is``), or a table of them (``first``) whose ``is`` are words of a scale or of options."""

    is_: Expression | None = Field(default=None, alias="is")
    first: Rows | None = None
    scale: Id | None = None
    options: Many[Text] = ()
    label: WordsDocument | None = None

    @model_validator(mode="after")
    def _one_meaning(self) -> Self:
        if (self.is_ is None) == (self.first is None):
            refuse("one-meaning", [("first",)] if self.first else [()])
        named = [key for key in ("scale", "options") if getattr(self, key)]
        refuse("words-of-what", [(key,) for key in (named if self.first is None else named[1:])])
        return self


Defined: TypeAlias = Annotated[
    DefinitionDocument, BeforeValidator(lambda raw: {"is": raw} if isinstance(raw, str) else raw)
]
"""A definition, or the bare expression."""
