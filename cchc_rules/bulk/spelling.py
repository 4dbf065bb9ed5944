"""Columns of codes and texts → columns of what a file says of them, each distinct word made once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import polars as pl

from cchc_rules.reports.texts import FORMULA_STARTS, safe_cell

_CELL: Final = pl.col("cell")


def spell(codes: pl.Series, words: Iterable[str], say: Callable[[str], str] = str) -> pl.Series:
    """The words of codes, as they are said; null where the code is."""
    return pl.Series([say(word) for word in words], dtype=pl.String).gather(codes.cast(pl.UInt32))


def join_texts(parts: Sequence[pl.Series | str], separator: str = "") -> pl.Series:
    """The parts of each row in one text, null where one of them is."""
    return pl.select(pl.concat_str([pl.lit(part) for part in parts], separator=separator)).to_series()


def where(flags: pl.Series, one: pl.Series, other: object) -> pl.Series:
    """``one`` in the rows flagged, ``other`` in the rest."""
    return pl.select(pl.when(flags).then(one).otherwise(pl.lit(other, dtype=one.dtype))).to_series()


def csv_cell(text: str) -> str:
    """A text as a cell of a CSV file: no formula, in quotes."""
    return '"' + safe_cell(text).replace('"', '""') + '"'


def csv_cells(texts: pl.Series) -> pl.Series:
    """As `csv_cell`, for a column; null is an empty cell."""
    given = texts.fill_null("").alias("cell").to_frame()
    formula = pl.any_horizontal(_CELL.str.starts_with(start) for start in FORMULA_STARTS)
    safe = given.with_columns(cell=pl.when(formula).then("'" + _CELL).otherwise(_CELL))
    return safe.select('"' + _CELL.str.replace_all('"', '""', literal=True) + '"').to_series()
