"""Scores and grades as frozen pydantic models: sheets of lines, bands, rows and caps as a YAML file says them."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from cchc_rules.language.documents.annotations import Cell, Expression, Id, Many, Number, References, Text
from cchc_rules.language.documents.base_models import Document, WordsDocument, refuse
from cchc_rules.language.documents.definition_models import Rows
from cchc_rules.language.documents.shorthand import as_number

NO_LOWER_END: Final = "none"
"""What ``least`` says of points that may fall below any number."""

MOST_SHEET_LINES: Final = 1000

Least: TypeAlias = Annotated[
    Number | Literal["none"],
    PlainValidator(lambda raw: raw if raw == NO_LOWER_END else as_number(raw)),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"const": NO_LOWER_END}]}),
]
"""A number of points, or the word for no lower end."""

Decimals: TypeAlias = Annotated[int, Field(ge=0, le=15)]


class LineDocument(Document):
    """One line of a score: what it gives by ``is``, by the rows of ``first``, or by ``lines`` of its own."""

    id: Id
    title: WordsDocument
    source: References = ()
    most: Number | None = None
    least: Least | None = None
    rounded: Decimals | None = None
    gate: Expression | None = None
    is_: Cell | None = Field(default=None, alias="is")
    first: Rows | None = None
    lines: Annotated[Many[LineDocument], Field(min_length=1, max_length=MOST_SHEET_LINES)] | None = None

    @model_validator(mode="after")
    def _one_meaning(self) -> Self:
        given = [
            key for key, one in (("is", self.is_), ("first", self.first), ("lines", self.lines)) if one is not None
        ]
        if len(given) != 1:
            refuse("line-value", [(key,) for key in given[1:]] or [()], id=self.id)
        return self


class ScoreDocument(Document):
    """A number of points: the sum of lines. ``rounded`` counts, ``shown`` only prints."""

    title: WordsDocument
    source: References = ()
    most: Number | None = None
    least: Least | None = None
    rounded: Decimals | None = None
    shown: Decimals | None = None
    gate: Expression | None = None
    lines: Annotated[Many[LineDocument], Field(min_length=1, max_length=MOST_SHEET_LINES)]


class BandDocument(Document):
    """A band of a grade: who has ``from`` points or more is given this level; the last one stands for the rest."""

    from_: Cell | None = Field(default=None, alias="from")
    is_: Text = Field(alias="is")
    source: References = ()


class CapDocument(Document):
    """A cap of a grade: whoever ``when`` holds of is given this level at most."""

    when: Expression
    is_: Text = Field(alias="is")
    source: References = ()


class GradeDocument(Document):
    """A level of a scale given by ``bands`` of a number (``of``) or by the rows of ``first``, then capped."""

    title: WordsDocument
    source: References = ()
    scale: Id
    of: Cell | None = None
    bands: Annotated[Many[BandDocument], Field(min_length=2, max_length=MOST_SHEET_LINES)] | None = None
    first: Rows | None = None
    at_most: Annotated[Many[CapDocument], Field(max_length=MOST_SHEET_LINES)] = ()

    @model_validator(mode="after")
    def _one_meaning(self) -> Self:
        if (self.bands is None) == (self.first is None):
            refuse("grade-value", [("first",)] if self.first else [()])
        if (self.of is None) != (self.bands is None):
            refuse("grade-of", [()] if self.of is None else [("of",)])
        return self
