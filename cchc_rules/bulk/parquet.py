"""A Parquet file → blocks of its rows, streamed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from cchc_rules.bulk.csv import BLOCK, CELLS, ROW
from cchc_rules.engines.columns.python_values import hold_as_python, midnights_as_dates
from cchc_rules.engines.columns.streams import stream
from cchc_rules.files import open_bytes
from cchc_rules.intake.table import refuse


@dataclass(frozen=True, slots=True)
class ParquetFile:
    """A file of which the names of the columns are known."""

    path: Path
    frame: pl.LazyFrame
    names: tuple[str, ...]

    def count(self) -> int:
        """How many rows it has, from its metadata."""
        with readable(self.path):
            return int(self.frame.select(pl.len()).collect().item())

    def column(self, place: int) -> Iterator[pl.Series]:
        """One column, block by block."""
        for block in self._stream(self.frame.select(pl.col(self.names[place]))):
            yield block.to_series()

    def select(self, places: Sequence[int]) -> ParquetColumns:
        """Some of its columns; those of moments that are all midnight are dates, as `intake.parquet` reads them."""
        named = self.frame.select(pl.col(self.names[place]).alias(str(place)) for place in places)
        with readable(self.path):
            return ParquetColumns(self, midnights_as_dates(named))

    def _stream(self, frame: pl.LazyFrame) -> Iterator[pl.DataFrame]:
        with readable(self.path):
            yield from stream(frame, BLOCK)


@dataclass(frozen=True, slots=True)
class ParquetColumns:
    """The columns of a Parquet file that are read."""

    file: ParquetFile
    frame: pl.LazyFrame

    def blocks(self) -> Iterator[pl.DataFrame]:
        """The rows in order: `ROW`, `CELLS` and the columns named by their place from 0. Memory: some blocks."""
        first = 1
        for batch in self.file._stream(self.frame):
            numbers = pl.int_range(first, first + batch.height, dtype=pl.Int64, eager=True).alias(ROW)
            first += batch.height
            yield numbers.to_frame().with_columns(pl.lit(None, dtype=pl.UInt32).alias(CELLS)).hstack(batch)


def open_parquet(path: Path) -> ParquetFile:
    """The file with its columns. Raises TableError for what is no Parquet, InputError when it cannot be opened."""
    open_bytes(path).close()
    with readable(path):
        frame = pl.scan_parquet(path, glob=False, hive_partitioning=False)
        return ParquetFile(path, hold_as_python(frame), tuple(frame.collect_schema().names()))


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turns what Polars says of a damaged file into a TableError."""
    try:
        yield
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise refuse("sheet-broken", str(path)) from error
