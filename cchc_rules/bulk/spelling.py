"""Columns of codes and texts → columns of what a file says of them, each distinct word made once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import polars as pl

from cchc_rules.reports.texts import FORMULA_STARTS, safe_cell

_LETTERS: Final = pl.col("letters")


def spelt(codes: pl.Series, words: Iterable[str], say: Callable[[str], str] = str) -> pl.Series:
    """The words of codes, as they are said; null where the code is."""
    return pl.Series([say(word) for word in words], dtype=pl.String).gather(codes.cast(pl.UInt32))


def respelt(words: pl.Series, say: Callable[[str], str]) -> pl.Series:
    """The words of an enumeration, as they are said."""
    assert isinstance(words.dtype, pl.Enum)
    return spelt(words.to_physical(), words.dtype.categories, say)


def joined(parts: Sequence[pl.Series | str], separator: str = "") -> pl.Series:
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
    given = texts.fill_null("").alias("letters").to_frame()
    formula = pl.any_horizontal(_LETTERS.str.starts_with(start) for start in FORMULA_STARTS)
    safe = given.with_columns(letters=pl.when(formula).then("'" + _LETTERS).otherwise(_LETTERS))
    return safe.select('"' + _LETTERS.str.replace_all('"', '""', literal=True) + '"').to_series()


def json_text(text: str) -> str:
    """A text as JSON writes it."""
    return json.dumps(text, ensure_ascii=False)


def json_texts(texts: pl.Series) -> pl.Series:
    """As `json_text`, for a column: one by one only those with quotes, backslashes or control characters."""
    plain = joined(['"', texts, '"']).fill_null("null")
    odd = texts.str.contains(r'["\\\x00-\x1f]').fill_null(value=False).arg_true()
    if odd.is_empty():
        return plain
    return plain.scatter(odd, pl.Series([json_text(text) for text in texts.gather(odd)], dtype=pl.String))
