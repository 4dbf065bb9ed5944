"""Rows of frames: Parquet files and any Arrow, Polars or pandas frame in memory → records of typed values."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cchc_rules.files import read_whole
from cchc_rules.language.ruleset import Category
from cchc_rules.problems import Place, Problem
from cchc_rules.tables.headers import ID, match_headers
from cchc_rules.tables.packages import needed
from cchc_rules.tables.records import Records, record_row
from cchc_rules.tables.table import Declared, Table, TableError, refused

if TYPE_CHECKING:
    import polars

PARQUET_ENDINGS: Final = (".parquet",)
_IN_MEMORY: Final = "frame"


def parquet_records(path: Path, of: Declared, *, ignore: Iterable[str] = ()) -> Records:
    """The rows of a Parquet file as typed values.

    Raises TableError when it is none or its columns cannot be matched, InputError when it cannot be opened,
    MissingDependency without polars. Memory: the whole frame.
    """
    pl = needed("polars", extra="polars")
    content = read_whole(path)
    try:
        frame = pl.read_parquet(BytesIO(content))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise refused("sheet-broken", str(path)) from error
    return _records(frame, of, str(path), ignore)


def frame_rows(frame: Any, category: Category, *, ignore: Iterable[str] = ()) -> Table:
    """The candidates of a frame in memory (Polars, pandas, Arrow, or whatever speaks the Arrow C stream).

    Columns are matched to facts as headers of files are; lists are columns of lists of structs. A null, and a NaN of
    pandas, is unknown. Raises TableError for columns that cannot be matched, and for what is no frame. To decide whole
    columns at once use `cchc_rules.engines.columns.evaluate_frame`.
    """
    records = _records(_as_polars(frame), category, _IN_MEMORY, ignore)
    return Table(records.file, records.rows, records.problems, cells=False)


def _as_polars(frame: Any) -> polars.DataFrame:
    pl = needed("polars", extra="polars")
    if isinstance(frame, pl.LazyFrame):
        collected: polars.DataFrame = frame.collect()
        return collected
    if isinstance(frame, pl.DataFrame):
        same: polars.DataFrame = frame
        return same
    if type(frame).__module__.partition(".")[0] == "pandas":
        made: polars.DataFrame = pl.from_pandas(frame, nan_to_null=True)
        return made
    if hasattr(frame, "__arrow_c_stream__") or type(frame).__module__.partition(".")[0] == "pyarrow":
        found = pl.from_arrow(frame)
        if isinstance(found, pl.DataFrame):
            arrow: polars.DataFrame = found
            return arrow
    raise TableError([Problem("frame-kind", None, {"kind": type(frame).__name__[:100]})])


def _records(frame: polars.DataFrame, of: Declared, file: str, ignore: Iterable[str]) -> Records:
    columns = match_headers(frame.columns, of, file=file, ignore=ignore)
    if columns.faulty:
        raise TableError(columns.problems)
    if ID not in columns.keys:
        raise refused("no-id-column", file, seen=", ".join(frame.columns)[:200])
    kept = [name for name, key in zip(frame.columns, columns.keys, strict=True) if key]
    keys = [key for key in columns.keys if key]
    from cchc_rules.engines.columns.calendar import within_calendar

    given = frame.select(kept)
    given = _dated(within_calendar(given, given.schema))
    rows = []
    for number, cells in enumerate(given.iter_rows(), start=1):
        values = dict(zip(keys, cells, strict=True))
        rows.append(record_row(number, values, values, file, ()))
    if not rows:
        raise refused("table-empty", file, variant="header-only")
    placed = tuple(without_row(problem) for problem in columns.problems)
    return Records(file, tuple(rows), placed, cells=False)


def without_row(problem: Problem) -> Problem:
    """A problem of a column's name: a frame has no header row."""
    where = problem.where
    cell = where.cell if isinstance(where, Place) else None
    file = where.file if isinstance(where, Place) else None
    return Problem(problem.code, Place(cell=cell, file=file), problem.fields, problem.variant, problem.severity)


def _dated(frame: polars.DataFrame) -> polars.DataFrame:
    """The frame with columns of moments that are all midnight as columns of dates, which pandas does not have."""
    pl = needed("polars", extra="polars")
    whole = []
    for name, kind in frame.schema.items():
        if isinstance(kind, pl.Datetime) and kind.time_zone is None:
            column = frame.get_column(name)
            if bool((column == column.dt.truncate("1d")).all()):
                whole.append(pl.col(name).cast(pl.Date))
    return frame.with_columns(whole) if whole else frame
