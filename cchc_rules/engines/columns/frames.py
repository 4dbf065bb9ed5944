"""Any frame in memory → a Polars frame, and the columns a program does not know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import polars as pl

from cchc_rules.engines.columns.calendar import midnights_as_dates, within_calendar
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType
from cchc_rules.problems import FactError, Place, Problem
from cchc_rules.program.program import Program
from cchc_rules.text import nearest, shown

OWN: Final = ("id", "name")
"""What a candidate is called: no facts."""


def polars_frame(frame: Any) -> pl.DataFrame:
    """The rows of a Polars, pandas or Arrow frame, or of whatever gives an Arrow stream; FactError for anything else.

    A pandas NaN counts as missing and a column of midnights as dates, for pandas has no other way to say so; elsewhere
    NaN, and a time of day, is a problem of its row.
    """
    if isinstance(frame, pl.DataFrame):
        return frame
    if isinstance(frame, pl.LazyFrame):
        return frame.collect()
    if type(frame).__module__.partition(".")[0] == "pandas":
        made = pl.from_pandas(frame)
        return midnights_as_dates(within_calendar(made))
    if hasattr(frame, "__arrow_c_stream__") or hasattr(frame, "__arrow_c_array__"):
        return pl.DataFrame(frame)
    raise FactError([Problem("frame-unreadable", None, {"type": shown(type(frame).__name__)})])


def check_columns(program: Program, schema: Mapping[str, pl.DataType], keep: Iterable[str]) -> None:
    """Raises FactError for every column that is no fact, nor id or name, nor to be kept as it is."""
    known = {*OWN, *keep}
    if found := list(_strangers(program.facts, schema, known, "")):
        raise FactError(found)


def _strangers(
    facts: tuple[Fact, ...], schema: Mapping[str, pl.DataType], known: Iterable[str], prefix: str
) -> Iterator[Problem]:
    named = {fact.name: fact for fact in facts}
    for name, dtype in schema.items():
        fact = named.get(name)
        if fact is None:
            if name not in known:
                fields = {"name": shown(name), "nearest": nearest(name, named)}
                yield Problem("unknown-fact", Place(path=prefix + name), fields, "field" if prefix else "given")
        elif isinstance(fact.type, ListType) and (members := _members(dtype)) is not None:
            yield from _strangers(fact.type.fields, pl.Schema(members.to_schema()), (), f"{prefix}{name}.")


def _members(dtype: Any) -> pl.Struct | None:
    """The members of a column of lists, also of lists given with their provenance."""
    if isinstance(dtype, pl.Struct):
        dtype = dtype.to_schema().get("value")
    inner = dtype.inner if isinstance(dtype, pl.List | pl.Array) else None
    return inner if isinstance(inner, pl.Struct) else None
