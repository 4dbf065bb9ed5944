"""Columns of values that Python holds otherwise than Polars, brought to what Python would say of them.

A moment beyond Python's calendar, which none of its types can hold, becomes the nearest that is: a date of the year
29349 one of the year 9999, as far out of the range of dates a fact may have, and so a problem of its row alone, where
Polars would fail on all of its column. A number of single or half precision becomes the shortest decimal that is the
same number in its width, as it was written: 95.3 is 95.30000305 to whoever only widens it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final, TypeVar

import polars as pl

_EPOCH: Final = date(1970, 1, 1)
_FIRST: Final = (date.min - _EPOCH).days + 1
_LAST: Final = (date.max - _EPOCH).days - 1
"""The days from 1970 that Python can tell in any time zone."""

HALF_DIGITS: Final = 5
"""So many digits tell any two numbers of half precision apart: 11 bits are 3.3 digits, and 1 + ceil(11 * log10(2))."""

_MOST_DAYS: Final = timedelta.max.days - 1
_A_DAY: Final = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


def hold_as_python(frame: Frame) -> Frame:
    """The frame with every moment and duration one that Python can hold, and numbers as doubles, in lists and structs.

    Cost: a look at columns that hold moments, a copy of those with one beyond and of nested ones; some 0.3 µs a number
    of less than double precision; nothing for others.
    """
    leaving = {name: kind for name, kind in frame.collect_schema().items() if _may_leave(kind)}
    if isinstance(frame, pl.DataFrame):
        leaving = {name: kind for name, kind in leaving.items() if not _stays(frame.get_column(name))}
    held = [_hold(pl.col(name), kind).alias(name) for name, kind in leaving.items()]
    return frame.with_columns(held) if held else frame


def midnights_as_dates(frame: Frame) -> Frame:
    """The frame with columns of moments that are all midnight as columns of dates, which pandas does not have.

    Those of a time zone stay. Cost: one pass over columns of moments.
    """
    kinds = frame.collect_schema().items()
    moments = [pl.col(name) for name, kind in kinds if isinstance(kind, pl.Datetime) and kind.time_zone is None]
    if not moments:
        return frame
    found = frame.lazy().select((one == one.dt.truncate("1d")).all() for one in moments).collect(engine="streaming")
    return frame.with_columns(pl.col(name).cast(pl.Date) for name in found.columns if found[name].item())


def _stays(column: pl.Series) -> bool:
    """Whether a column is of plain moments none of which is beyond; False for any other column."""
    if (limits := _limits(column.dtype)) is None:
        return False
    moments = column.to_physical()
    first, last = moments.min(), moments.max()
    return first is None or (
        isinstance(first, int) and isinstance(last, int) and limits[0] <= first <= last <= limits[1]
    )


def _limits(kind: Any) -> tuple[int, int] | None:
    """The first and the last moment of a plain type that Python can hold, as Polars counts."""
    match kind:
        case pl.Datetime(time_unit=unit):
            return _FIRST * _A_DAY[unit], _LAST * _A_DAY[unit]
        case pl.Duration(time_unit=unit):
            return -_MOST_DAYS * _A_DAY[unit], _MOST_DAYS * _A_DAY[unit]
        case _:
            return (_FIRST, _LAST) if kind == pl.Date else None


def _may_leave(kind: Any) -> bool:
    match kind:
        case pl.List(inner=inner) | pl.Array(inner=inner):
            return _may_leave(inner)
        case pl.Struct(fields=fields):
            return any(_may_leave(field.dtype) for field in fields)
        case pl.Datetime(time_unit=unit):
            return unit != "ns"
        case pl.Duration(time_unit=unit):
            return unit == "ms"
        case _:
            return kind in (pl.Date, pl.Float32, pl.Float16)


def _hold(column: pl.Expr, kind: Any) -> pl.Expr:
    if not _may_leave(kind):
        return column
    match kind:
        case pl.Array(inner=inner):
            return _hold(column.arr.to_list(), pl.List(inner)).list.to_array(kind.shape[0])
        case pl.List(inner=inner):
            return column.list.eval(_hold(pl.element(), inner))
        case pl.Struct(fields=fields):
            parts = [_hold(column.struct.field(one.name), one.dtype).alias(one.name) for one in fields]
            return pl.when(column.is_not_null()).then(pl.struct(parts))
        case _ if kind == pl.Float32:
            return column.cast(pl.String).cast(pl.Float64)  # Polars writes the shortest decimal of that width
        case _ if kind == pl.Float16:
            wide = column.cast(pl.Float64)
            tried = [wide.round_sig_figs(digits) for digits in range(1, HALF_DIGITS + 1)]
            return pl.coalesce(pl.when(one.cast(pl.Float16) == column).then(one) for one in (*tried, wide))
        case _:
            limits = _limits(kind)
            assert limits is not None
            return column.to_physical().clip(*limits).cast(kind)
