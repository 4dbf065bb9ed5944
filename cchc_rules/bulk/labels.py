"""Ids and names of a block as the labels `intake.rows` makes of cells, one by one only where they are unusual."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from cchc_rules.facts.identity import label, label_text
from cchc_rules.facts.plain import PLAIN_TEXT


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels, null where there is none, and the rows with a value that can be none (None: no row)."""

    texts: pl.Series
    wrong: pl.Series | None = None


def read_labels(column: pl.Series) -> Labels:
    """The labels of a column. Cost: some 2 µs for one that is not plain."""
    if column.dtype == pl.Null or column.dtype.is_integer():
        return Labels(column.cast(pl.String))
    texts = column.cast(pl.String) if isinstance(column.dtype, pl.Categorical | pl.Enum) else column
    if texts.dtype != pl.String:
        values = column.to_list()
        wrong = pl.Series([value is not None and label_text(value) is None for value in values], dtype=pl.Boolean)
        return Labels(pl.Series([label(value) for value in values], dtype=pl.String), wrong if wrong.any() else None)
    odd = (~texts.str.contains(PLAIN_TEXT)).fill_null(value=False)
    if not odd.any():
        return Labels(texts)
    places = odd.arg_true()
    read = pl.Series([label(text) for text in texts.gather(places).to_list()], dtype=pl.String)
    return Labels(texts.clone().scatter(places, read))
