"""Reasons as dictionary-encoded columns: one text for all rows that agree in what a criterion reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import repeat
from math import prod
from typing import Final

import polars as pl

from cchc_rules.decisions.decision import Decision, Finding
from cchc_rules.decisions.sharing import shared
from cchc_rules.engines.columns.deciding import Batch, Codes
from cchc_rules.engines.columns.reading import FrameReader
from cchc_rules.language.types import ListType
from cchc_rules.program.program import LoweredCriterion

MOST_ADDRESSES: Final = 1 << 22
"""Up to this many combinations of values, rows are sorted out by counting instead of hashing."""

DECIMALS: Final = 10_000.0
"""Doubles of up to four decimals are counted as whole numbers."""


def reason_columns(
    batch: Batch,
    codes: Codes,
    decision: Callable[[int], Decision],
    rows: Sequence[int] | None,
    language: str,
    prefix: str,
) -> pl.DataFrame:
    """The reasons of the rows asked for, a column a top-level criterion."""
    numbers = (
        pl.int_range(batch.frame.height, dtype=pl.UInt32, eager=True)
        if rows is None
        else pl.Series(rows, dtype=pl.UInt32)
    )
    canonical = FrameReader(batch.program.facts, batch.program.parameters, batch.cells).read(batch.frame).rows.frame
    seen = canonical if rows is None else canonical[numbers]
    refuted = [pl.col(f"k{number}") for number in range(len(batch.program.checks))]
    marked = codes.frame.select(pl.any_horizontal(pl.col("row") < 0, *refuted)).to_series()
    apart = marked if rows is None else marked.gather(numbers)
    columns = [
        _column(batch, codes, criterion, seen, numbers, apart, decision, language).alias(
            prefix + criterion.criterion.id
        )
        for criterion in batch.program.criteria
    ]
    return pl.DataFrame([numbers.alias("row"), *columns])


def _column(
    batch: Batch,
    codes: Codes,
    criterion: LoweredCriterion,
    seen: pl.DataFrame,
    numbers: pl.Series,
    apart: pl.Series,
    decision: Callable[[int], Decision],
    language: str,
) -> pl.Series:
    reads = [slot for slot in shared(batch.program).tops[criterion.position].slots if slot < len(batch.program.facts)]
    kinds = _kinds(batch, reads, seen, apart)
    first = _first_rows(kinds)
    places = first.drop_nulls()
    alike = _decisions(batch, codes, reads, numbers.gather(places))
    texts: dict[str, int] = {}
    words = []
    for place, one in zip(places.to_list(), alike, strict=True):
        finding = Finding(decision(numbers[place]) if apart[place] else one, criterion.position)
        words.append(texts.setdefault(finding.reason(language), len(texts)))
    table = pl.zeros(len(first), dtype=pl.UInt32, eager=True)
    table = table.scatter(first.is_not_null().arg_true(), pl.Series(words, dtype=pl.UInt32))
    return table.gather(kinds).cat.to(pl.Enum(list(texts)))


def _decisions(batch: Batch, codes: Codes, reads: Sequence[int], rows: pl.Series) -> Iterator[Decision]:
    """The decisions on some rows with only the facts that are read: enough to say why one criterion came out so."""
    program = batch.program
    names = [program.facts[slot].name for slot in reads if program.facts[slot].name in batch.frame.columns]
    given = batch.frame.select(names)[rows].iter_rows(named=True) if names else repeat({}, len(rows))
    found = codes.frame.select(f"o{position}" for position in range(len(program.order)))[rows].iter_rows()
    verdicts = codes.frame.get_column("verdict").gather(rows)
    for facts, outcomes, verdict in zip(given, found, verdicts, strict=True):
        values = batch.reader().parse(facts, cells=batch.cells).candidate.values
        yield Decision(program, None, None, values, verdict, outcomes, batch.as_of)


def _first_rows(kinds: pl.Series) -> pl.Series:
    """A row of each kind; null for kinds that do not occur."""
    most = kinds.max()
    assert most is None or isinstance(most, int)
    places = pl.Series([None], dtype=pl.UInt32).new_from_index(0, 0 if most is None else most + 1)
    return places.scatter(kinds, pl.int_range(len(kinds), dtype=pl.UInt32, eager=True)) if most is not None else places


def _kinds(batch: Batch, reads: Sequence[int], seen: pl.DataFrame, apart: pl.Series) -> pl.Series:
    """A small number for each row, the same for rows that agree in all the criterion reads.

    Rows a check refuted, and rows whose criterion reads a list, are each of their own kind.
    """
    own = pl.int_range(seen.height, dtype=pl.UInt32, eager=True)
    slots = [slot for slot in reads if slot < len(batch.program.facts)]
    if any(isinstance(batch.program.facts[slot].type, ListType) for slot in slots):
        return own
    parts = [_numbered(seen.get_column(f"v{slot}")) for slot in slots]
    size = prod(width for _, width in parts)
    kinds = pl.zeros(seen.height, dtype=pl.Int64, eager=True)
    for part, width in parts:
        kinds = kinds * width + part
    if size > MOST_ADDRESSES:
        kinds, size = _hashed(kinds) if size < 2**62 else (own, seen.height)
    if apart.any():
        kinds = pl.select(
            pl.when(pl.lit(apart)).then(pl.lit(own).cast(pl.Int64) + size).otherwise(pl.lit(kinds))
        ).to_series()
    return kinds.cast(pl.UInt32)


def _numbered(column: pl.Series) -> tuple[pl.Series, int]:
    """The values as numbers from 1 (0: null), and one more than the largest."""
    physical = column.to_physical() if column.dtype != pl.Boolean else column.cast(pl.UInt8)
    if physical.dtype == pl.String:
        return _hashed(physical)
    if physical.dtype.is_float():
        scaled = (physical * DECIMALS).round(0)
        if not ((scaled / DECIMALS) == physical).all() or (scaled.abs().max() or 0.0) > MOST_ADDRESSES:  # type: ignore[operator]
            return _hashed(physical)
        physical = scaled.cast(pl.Int64)
    low, high = physical.min(), physical.max()
    if low is None or high is None:
        return pl.zeros(len(column), dtype=pl.Int64, eager=True), 1
    assert isinstance(low, int) and isinstance(high, int)
    return (physical.cast(pl.Int64) - (low - 1)).fill_null(0), high - low + 2


def _hashed(values: pl.Series) -> tuple[pl.Series, int]:
    """The values as numbers from 1 (0: null) by looking each up."""
    distinct = values.drop_nulls().unique()
    numbers = pl.int_range(1, len(distinct) + 1, dtype=pl.Int64, eager=True)
    found = values.replace_strict(distinct, numbers, default=0, return_dtype=pl.Int64).fill_null(0)
    return found, len(distinct) + 1
