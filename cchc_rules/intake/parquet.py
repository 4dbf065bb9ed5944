"""Parquet files → records of typed values."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cchc_rules.files import read_whole
from cchc_rules.intake.headers import ID, HeaderWords, match_headers
from cchc_rules.intake.rows import Records, record_row
from cchc_rules.intake.stamp import hold_category
from cchc_rules.intake.table import Origin, TableError, refuse
from cchc_rules.problems import Place, Problem, import_optional, refuse_forked

if TYPE_CHECKING:
    import polars

PARQUET_ENDINGS: Final = (".parquet",)


def parquet_records(path: Path, words: HeaderWords) -> Records:
    """The rows of a Parquet file as typed values.

    Raises TableError when it is none or its columns cannot be matched, InputError when it cannot be opened,
    MissingDependency without polars. Memory: the whole frame.
    """
    pl = import_optional("polars", extra="polars")
    refuse_forked()
    content = read_whole(path)
    try:
        frame = pl.read_parquet(BytesIO(content))
        stated = pl.scan_parquet(BytesIO(content)).select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise refuse("sheet-broken", str(path)) from error
    if frame.height != stated:
        raise refuse("sheet-broken", str(path), variant="rows", read=frame.height, count=stated)
    return _records(frame, words, str(path))


def _records(frame: polars.DataFrame, words: HeaderWords, file: str) -> Records:
    columns = match_headers(frame.columns, words, file=file)
    if columns.faulty:
        raise TableError(columns.problems)
    if ID not in columns.keys:
        raise refuse("no-id-column", file, seen=", ".join(frame.columns)[:200])
    hold_category(columns, tuple(frame.columns), words, file)
    kept = [name for name, key in zip(frame.columns, columns.keys, strict=True) if key]
    keys = [key for key in columns.keys if key]
    from cchc_rules.engines.columns.python_values import hold_as_python, midnights_as_dates

    rows = []
    for number, cells in enumerate(midnights_as_dates(hold_as_python(frame.select(kept))).iter_rows(), start=1):
        values = dict(zip(keys, cells, strict=True))
        rows.append(record_row(values, values, Origin(file, number), ()))
    if not rows:
        raise refuse("table-empty", file, variant="header-only")
    placed = tuple(without_row(problem) for problem in columns.problems)
    return Records(file, tuple(rows), placed, cells=False)


def without_row(problem: Problem) -> Problem:
    """A problem of a column's name: a frame has no header row."""
    where = problem.where
    cell = where.cell if isinstance(where, Place) else None
    file = where.file if isinstance(where, Place) else None
    return Problem(problem.code, Place(cell=cell, file=file), problem.fields, problem.variant, problem.severity)
