"""Any frame in memory → a Polars frame, and the columns a program does not know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

import polars as pl

from cchc_rules.engines.columns.python_values import hold_as_python, midnights_as_dates
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType
from cchc_rules.problems import FactError, Place, Problem
from cchc_rules.program.program import Program
from cchc_rules.text import nearest, show_value

FOREIGN: Final = (
    pl.exceptions.PolarsError,
    pl.exceptions.PanicException,
    TypeError,
    ValueError,
    NotImplementedError,
    LookupError,
    ArithmeticError,
    AttributeError,
)
"""What pandas, pyarrow and Polars raise of values they cannot convert; pyarrow's own errors are kinds of these."""

OWN: Final = ("id", "name")
"""What a candidate is called: no facts."""


def polars_frame(frame: Any) -> pl.DataFrame:
    """The rows of a Polars, pandas or Arrow frame, or of whatever gives an Arrow stream.

    Raises FactError for anything else, and for columns that Polars cannot hold (numbers among texts in pandas, numbers
    of 256 bits, text that is no UTF-8), naming them.

    A pandas NaN counts as missing and a column of midnights as dates, for pandas has no other way to say so; elsewhere
    NaN, and a time of day, is a problem of its row.
    """
    if isinstance(frame, pl.DataFrame):
        return frame
    if isinstance(frame, pl.LazyFrame):
        return frame.collect()
    if type(frame).__module__.partition(".")[0] == "pandas":
        return midnights_as_dates(hold_as_python(_convert(frame, pl.from_pandas, lambda name: frame[[name]])))
    if hasattr(frame, "__arrow_c_stream__") or hasattr(frame, "__arrow_c_array__"):
        return _convert(frame, _from_arrow, lambda name: frame.select([name]))
    raise FactError([Problem("frame-unreadable", None, {"type": show_value(type(frame).__name__)})])


def _convert(frame: Any, read: Callable[[Any], pl.DataFrame], part: Callable[[Any], Any]) -> pl.DataFrame:
    """The frame read. Raises FactError naming the columns that cannot be, ``part`` gives the frame of one of them."""
    try:
        return read(frame)
    except FOREIGN as error:
        names = getattr(frame, "column_names", None) or list(getattr(frame, "columns", ()))
        bad = [name for name in dict.fromkeys(names) if isinstance(name, str) and not _is_readable(part, read, name)]
        problems = [
            Problem("column-unreadable", Place(path=show_value(name)), {"column": show_value(name)}) for name in bad
        ]
        unnamed = Problem("frame-unreadable", None, {"type": show_value(type(frame).__name__)})
        raise FactError(problems or [unnamed]) from error


def _is_readable(part: Callable[[Any], Any], read: Callable[[Any], pl.DataFrame], name: str) -> bool:
    try:
        read(part(name))
    except FOREIGN:
        return False
    return True


def _from_arrow(frame: Any) -> pl.DataFrame:
    if hasattr(frame, "validate"):  # pyarrow: Polars believes that text is UTF-8, and panics later where it is not
        frame.validate(full=True)
    return pl.DataFrame(frame)


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
                fields = {"name": show_value(name), "nearest": nearest(name, named)}
                yield Problem("unknown-fact", Place(path=prefix + name), fields, "field" if prefix else "given")
        elif isinstance(fact.type, ListType) and (members := _members(dtype)) is not None:
            yield from _strangers(fact.type.fields, pl.Schema(members.to_schema()), (), f"{prefix}{name}.")


def _members(dtype: Any) -> pl.Struct | None:
    """The members of a column of lists, also of lists given with their provenance."""
    if isinstance(dtype, pl.Struct):
        dtype = dtype.to_schema().get("value")
    inner = dtype.inner if isinstance(dtype, pl.List | pl.Array) else None
    return inner if isinstance(inner, pl.Struct) else None
