"""The annotated types of the fields of documents: what one value of a file may be, and its one form."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, PlainValidator, WithJsonSchema

from cchc_rules.language.documents.names import ID_PATTERN, LONGEST_KEY, NAME_PATTERN, RESERVED_NAMES
from cchc_rules.language.documents.shorthand import (
    as_cell,
    as_day,
    as_id,
    as_name,
    as_number,
    as_scalar,
    as_text,
    as_written,
)

Id: TypeAlias = Annotated[
    str,
    AfterValidator(as_id),
    WithJsonSchema({"type": "string", "pattern": f"^{ID_PATTERN.pattern}$", "maxLength": LONGEST_KEY}),
]
Name: TypeAlias = Annotated[
    str,
    AfterValidator(as_name),
    WithJsonSchema({"type": "string", "pattern": f"^{NAME_PATTERN.pattern}$", "not": {"enum": sorted(RESERVED_NAMES)}}),
]
Text: TypeAlias = Annotated[str, AfterValidator(as_text), WithJsonSchema({"type": "string", "pattern": r"\S"})]
Half: TypeAlias = Annotated[str | None, AfterValidator(lambda text: (text or "").strip() or None)]
"""What is said in one language; None when it is missing or blank."""

Expression: TypeAlias = Annotated[str, AfterValidator(as_written), WithJsonSchema({"type": "string", "pattern": r"\S"})]
"""An expression as written, spaces and line ends included."""

Cell: TypeAlias = Annotated[
    str,
    BeforeValidator(as_cell),
    AfterValidator(as_written),
    WithJsonSchema({"type": ["string", "boolean", "number"], "pattern": r"\S"}),
]
"""What a row of a table gives: an expression as written, a number or truth as the text of one, or a declared word."""

Number: TypeAlias = Annotated[int | Decimal, PlainValidator(as_number), WithJsonSchema({"type": "number"})]
"""An int, or a Decimal that is no integer."""

Scalar: TypeAlias = Annotated[
    str | bool | int | Decimal,
    PlainValidator(as_scalar),
    WithJsonSchema({"type": ["string", "boolean", "number"]}),
]
Day: TypeAlias = Annotated[
    date,
    PlainValidator(as_day),
    PlainSerializer(date.isoformat),
    WithJsonSchema({"type": "string", "pattern": "^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$"}),
]
"""A calendar day written ``2022-05-24``."""

FactKind: TypeAlias = Literal[
    "boolean", "integer", "number", "percent", "date", "year", "grade", "choice", "text", "list"
]
T = TypeVar("T")
Many: TypeAlias = Annotated[tuple[T, ...], Field(strict=False)]
"""A YAML list, kept as a tuple."""

References: TypeAlias = Annotated[Many[Text], BeforeValidator(lambda raw: [raw] if isinstance(raw, str) else raw)]
"""The clauses cited, one or several."""

Changeable: TypeAlias = Annotated[
    Literal[True, False, "up", "down"], BeforeValidator(lambda raw: None if type(raw) is int else raw)
]
"""Whether a fact can still be changed, or the one way it can (``up``: to yes). 1 equals ``true`` in Python, no more."""

Gate: TypeAlias = Annotated[Literal[1], BeforeValidator(lambda raw: raw if type(raw) is int else None)]
"""The version of the language; a later one is another document. ``true`` equals 1 in Python, and is none."""

Version: TypeAlias = Annotated[str, Field(pattern=r"^[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}$")]
ParameterKind: TypeAlias = Literal["boolean", "integer", "number", "percent", "date", "year", "grade", "choice"]
