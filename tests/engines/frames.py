"""Typed Polars frames out of raw facts or parsed values, as data warehouses hold them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import BooleanType, ChoiceType, DateType, GradeType, ListType, NumberType


def dtype(fact: Fact, *, enums: bool = False) -> Any:
    """The column type of a fact."""
    match fact.type:
        case BooleanType():
            return pl.Boolean
        case NumberType(integral=integral):
            return pl.Int64 if integral else pl.Float64
        case DateType():
            return pl.Date
        case GradeType(scale=scale) if enums:
            return pl.Enum(list(scale.spellings))
        case ChoiceType(options=options, open=False) if enums:
            return pl.Enum(list(options))
        case ListType(fields=fields):
            return pl.List(pl.Struct({field.name: dtype(field, enums=enums) for field in fields}))
        case _:
            return pl.String


def frame(facts: Sequence[Fact], rows: Sequence[Mapping[str, Any]], *, enums: bool = False) -> pl.DataFrame:
    """Rows of raw facts as a typed frame."""
    columns = {
        fact.name: pl.Series([typed(fact, row.get(fact.name)) for row in rows], dtype=dtype(fact, enums=enums))
        for fact in facts
    }
    return pl.DataFrame(columns) if columns else pl.DataFrame()


def of_values(facts: Sequence[Fact], rows: Sequence[tuple[Any, ...]], *, enums: bool = False) -> pl.DataFrame:
    """Parsed values as a typed frame."""
    return frame(facts, [_named(facts, values) for values in rows], enums=enums)


def _named(facts: Sequence[Fact], values: tuple[Any, ...]) -> dict[str, Any]:
    return {fact.name: _plain(fact, value) for fact, value in zip(facts, values, strict=True)}


def _plain(fact: Fact, value: Any) -> Any:
    return [_named(fact.type.fields, member) for member in value] if isinstance(value, tuple) else value


def typed(fact: Fact, value: Any) -> Any:
    """A raw value as the column type takes it."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, int) and not isinstance(value, bool) and isinstance(fact.type, NumberType):
        return value if fact.type.integral else float(value)
    if isinstance(value, list):
        return [{one.name: typed(one, member.get(one.name)) for one in fact.type.fields} for member in value]
    return value
