"""A mapping as frozen pydantic models: which column of an office's own table holds which fact, and who confirmed it."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from cchc_rules.language.documents.annotations import Day, Gate, Id, Many, Name, References, Text, Version
from cchc_rules.language.documents.base_models import Document, refuse
from cchc_rules.language.documents.json_schema import document_schema

LETTERS: Final = re.compile("[A-Z]{1,3}")
MOST_HEADING_ROWS: Final = 5
"""Office tables have two or three rows of headings; a table that needs more than five is a form, not a table."""


def as_letters(text: str) -> str:
    """The letters over a column (A to ZZZ); PydanticCustomError ``bad-column`` for anything else."""
    if not LETTERS.fullmatch(text):
        raise PydanticCustomError("bad-column", "bad column", {"column": text[:40]})
    return text


Letters: TypeAlias = Annotated[
    str,
    AfterValidator(as_letters),
    WithJsonSchema({"type": "string", "pattern": f"^{LETTERS.pattern}$"}),
]
Row: TypeAlias = Annotated[int, Field(ge=1, le=1_100_000)]
"""A row as the sheet numbers it."""


class HeadedColumn(Document):
    """A column by its letters and the text over it, both of which must hold.

    ``despite`` quotes headings that would refuse it.
    """

    column: Letters
    header: Text
    despite: References = ()


class IdDocument(Document):
    """Where the id of a candidate stands, or the headers of the columns it is made of."""

    column: Letters | None = None
    header: Text | None = None
    made_of: Many[Text] = ()

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        named = self.column is not None and self.header is not None
        if named == bool(self.made_of) or (self.column is None) != (self.header is None):
            refuse("mapping-id", [()])
        return self


class ColumnDocument(Document):
    """The header of a column and the fact that its cells state, or are the evidence of.

    With ``answer`` a mark in the column says yes, or no, to the fact; without a mark it says nothing.
    """

    header: Text
    fact: Name | None = None
    evidence: Name | None = None
    answer: Literal["yes", "no"] | None = None
    despite: References = ()

    @model_validator(mode="after")
    def _one_use(self) -> Self:
        if (self.fact is None) == (self.evidence is None):
            refuse("mapping-use", [()])
        if self.answer is not None and self.fact is None:
            refuse("mapping-use", [("answer",)])
        return self


class MemberDocument(Document):
    """One member of a list, or with ``stands_for: all`` every one that is counted.

    ``name`` is its key where no column states that.
    """

    name: Text | None = None
    stands_for: Literal["one", "all"] = "one"
    columns: dict[Letters, ColumnDocument] = Field(min_length=1)


class ColumnListDocument(Document):
    """A list whose members stand in columns: how many there are, and what is said of each.

    Without ``count`` the list is missing, unless it is said to be ``whole``: all there are stand in the columns.
    """

    count: HeadedColumn | None = None
    whole: bool = False
    members: Many[MemberDocument] = ()

    @model_validator(mode="after")
    def _countable(self) -> Self:
        several = [("members", index) for index, one in enumerate(self.members) if one.stands_for == "all"]
        if several and (len(self.members) > 1 or self.count is None):
            refuse("mapping-all", [several[0]])
        if self.count is None and not self.members:
            refuse("mapping-empty-list", [()])
        return self


class ConfirmedDocument(Document):
    """Who looked at every entry, and when; a mapping nobody confirmed reads nothing."""

    by: Text | None = None
    on: Day | None = None


class MappingDocument(Document):
    """The whole of a mapping: for which ruleset, which sheet, which rows, which columns."""

    mapping: Gate
    ruleset: Id
    version: Version
    category: Id
    sheet: Text
    header: Annotated[Many[Row], Field(min_length=1, max_length=MOST_HEADING_ROWS)]
    from_: Row = Field(alias="from")
    id: IdDocument
    name: HeadedColumn | None = None
    columns: dict[Letters, ColumnDocument] = Field(default_factory=dict)
    lists: dict[Name, ColumnListDocument] = Field(default_factory=dict)
    ignore: dict[Letters, Text | None] = Field(default_factory=dict)
    confirmed: ConfirmedDocument = Field(default_factory=ConfirmedDocument)

    @model_validator(mode="after")
    def _rows_in_order(self) -> Self:
        if list(self.header) != list(range(self.header[0], self.header[0] + len(self.header))):
            refuse("mapping-rows", [("header",)])
        if self.from_ <= self.header[-1]:
            refuse("mapping-from", [("from",)])
        return self


def mapping_schema() -> dict[str, Any]:
    """The JSON Schema of mappings, for editors: it accepts every file whose structure the reader accepts."""
    schema = document_schema(MappingDocument)
    # Which names no fact may have is the ruleset's matter, and grows; here a name is one of its facts.
    schema["$defs"]["Name"] = {key: form for key, form in schema["$defs"]["Name"].items() if key != "not"}
    for name in ("HeadedColumn", "ColumnDocument"):
        properties = schema["$defs"][name]["properties"]
        said = {"description": properties["despite"].pop("description")}
        properties["despite"] = {"anyOf": [{"type": "string", "pattern": r"\S"}, properties["despite"]], **said}
    return schema
