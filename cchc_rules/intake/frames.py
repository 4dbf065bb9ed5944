"""Rows of frames: Parquet files and any Arrow, Polars or pandas frame in memory → records of typed values."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cchc_rules.files import read_whole
from cchc_rules.intake.headers import ID, HeaderWords, match_headers
from cchc_rules.intake.rows import Records, record_row
from cchc_rules.intake.stamp import hold_category
from cchc_rules.intake.table import Origin, Table, TableError, refused
from cchc_rules.language.ruleset import Category
from cchc_rules.problems import FactError, Place, Problem, import_optional

if TYPE_CHECKING:
    import polars

PARQUET_ENDINGS: Final = (".parquet",)
_IN_MEMORY: Final = "frame"


def parquet_records(path: Path, words: HeaderWords) -> Records:
    """The rows of a Parquet file as typed values.

    Raises TableError when it is none or its columns cannot be matched, InputError when it cannot be opened,
    MissingDependency without polars. Memory: the whole frame.
    """
    pl = import_optional("polars", extra="polars")
    content = read_whole(path)
    try:
        frame = pl.read_parquet(BytesIO(content))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise refused("sheet-broken", str(path)) from error
    return _records(frame, words, str(path))


def frame_rows(frame: Any, category: Category, *, ignore: Iterable[str] = ()) -> Table:
    """The candidates of a frame in memory (Polars, pandas, Arrow, or whatever speaks the Arrow C stream).

    Columns are matched to facts as headers of files are; lists are columns of lists of structs. A null, and a NaN of
    pandas, is unknown. Raises TableError for columns that cannot be matched, and for what is no frame. To decide whole
    columns at once use `cchc_rules.engines.columns.evaluate_frame`.
    """
    records = _records(_as_polars(frame), HeaderWords(category, tuple(ignore)), _IN_MEMORY)
    return Table(records.file, records.rows, records.problems, cells=False)


def _as_polars(frame: Any) -> polars.DataFrame:
    import_optional("polars", extra="polars")
    from cchc_rules.engines.columns.frame_input import polars_frame

    try:
        return polars_frame(frame)
    except FactError as error:
        raise TableError(error.problems) from error


def _records(frame: polars.DataFrame, words: HeaderWords, file: str) -> Records:
    columns = match_headers(frame.columns, words, file=file)
    if columns.faulty:
        raise TableError(columns.problems)
    if ID not in columns.keys:
        raise refused("no-id-column", file, seen=", ".join(frame.columns)[:200])
    hold_category(columns, tuple(frame.columns), words, file)
    kept = [name for name, key in zip(frame.columns, columns.keys, strict=True) if key]
    keys = [key for key in columns.keys if key]
    from cchc_rules.engines.columns.python_values import hold_as_python, midnights_as_dates

    rows = []
    for number, cells in enumerate(midnights_as_dates(hold_as_python(frame.select(kept))).iter_rows(), start=1):
        values = dict(zip(keys, cells, strict=True))
        rows.append(record_row(values, values, Origin(file, number), ()))
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
