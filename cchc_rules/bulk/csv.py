"""A delimited file → blocks of its records as text columns, read as strictly as `intake.csv` reads a whole text.

A block without quotes is split in one go: there a line is a record and a separator ends a cell. Lines with another
number of cells, and blocks with quotes, are read record by record.
"""

from __future__ import annotations

import csv
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path
from typing import Final

import polars as pl

from cchc_rules.files import InputError, describe_os_error, open_bytes
from cchc_rules.intake.csv import Record, header_of, is_blank, record_of
from cchc_rules.intake.encoding import PAIRS_OF_A_FONT, SAMPLE, single_byte_kind
from cchc_rules.intake.headers import HeaderWords
from cchc_rules.intake.layout import Header
from cchc_rules.intake.table import LARGEST_ROW, refuse
from cchc_rules.problems import Place, Problem
from cchc_rules.text import legacy_encoding

BLOCK: Final = 131_072
"""How many lines make a block: some 20 MB of an office's rows, decided in a tenth of a second, so that what a block
costs besides its rows does not matter."""

LARGEST_BLOCK: Final = 1 << 25
"""How many characters end a block before it has as many lines: long remarks would make gigabytes of it."""

STRETCH: Final = 256
"""How many lines are read before their characters are counted: asking after each would cost as much as reading it."""

OPENING: Final = 1 << 20
"""How many characters are searched for the header: some thousand rows of titles and notes above it."""

ROW: Final = "row"
"""The column with the number of each record in its file."""

CELLS: Final = "cells"
"""The column that is null for a good record, else says how many cells a ragged one has, 0 for one that is too large."""

_HOLDS_SOMETHING: Final = "[0-9A-Za-z]"
"""A line with one of these is surely not blank; lines without are looked at cell by cell."""


@dataclass(frozen=True, slots=True)
class DelimitedFile:
    """A file of which the separator and the header are known."""

    path: Path
    separator: str
    header: Header

    def blocks(self) -> Iterator[pl.DataFrame]:
        """The records in order, blank ones left out: `ROW`, `CELLS`, and the cells in columns named 0, 1, …

        Raises TableError for what `intake.csv.read_sheet` refuses, when it gets there. Memory: one block.
        """
        with text_lines(self.path) as lines:
            reading = _RecordReader(lines, self.separator, self.header.texts, str(self.path))
            reading.skip(self.header.row)
            yield from reading.blocks()


def open_delimited(path: Path, words: HeaderWords) -> DelimitedFile:
    """The file with its header; see `intake.csv.read_sheet` for ``words`` and what is refused."""
    with text_lines(path) as lines:
        opening = lines.read(OPENING)
        whole = len(opening) < OPENING
        if is_blank(opening) and (whole or all(map(is_blank, lines))):
            raise refuse("table-empty", str(path))
    opening = opening if whole else opening[: opening.rfind("\n") + 1] or opening
    separator, header = header_of(opening, str(path), words)
    return DelimitedFile(path, separator, header)


@contextmanager
def text_lines(path: Path) -> Iterator[TextIOWrapper]:
    """A UTF-8 file by its lines, their ends kept. Raises TableError as `intake.encoding.decoded`; InputError."""
    file = str(path)
    with open_bytes(path) as handle:
        start = handle.read(4 * SAMPLE)
        if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in start:
            raise refuse("table-encoding", file, variant="utf-16")
        if font := _font(start):
            raise refuse("table-encoding", file, variant="font", font=font)
        handle.seek(0)
        try:
            yield TextIOWrapper(handle, encoding="utf-8-sig", newline="")
        except UnicodeDecodeError as error:
            raise refuse("table-encoding", file, row=_undecodable(path), variant=single_byte_kind(start)) from error
        except OSError as error:
            raise InputError(path, *describe_os_error(error)) from error


def _font(start: bytes) -> str | None:
    """The old font a text was typed in; None too for what is no UTF-8, which is told when it is read."""
    try:
        text = getincrementaldecoder("utf-8-sig")().decode(start)
    except UnicodeDecodeError:
        return None
    return legacy_encoding(text[:SAMPLE], least=PAIRS_OF_A_FONT)


def _undecodable(path: Path) -> int | None:
    """The first line that is no UTF-8: a character never goes over the end of one."""
    with open_bytes(path) as handle:
        for number, line in enumerate(handle, start=1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return None


def record_again(number: int, cells: Iterable[str], count: int | None, header: Header, file: str) -> Record:
    """The record a row of a block was made from; ``count`` is what `CELLS` says of it."""
    if count is None:
        return Record(number, tuple(cells))
    place = Place(row=number, file=file)
    if not count:
        return Record(number, (), Problem("row-too-large", place, {"limit": LARGEST_ROW}))
    ragged = Problem("ragged-row", place, {"cells": count, "columns": len(header.texts)})
    return Record(number, tuple(cells), ragged)


class _RecordReader:
    """A file being read from top to bottom; ``line`` and ``number`` are how many lines and records lie behind."""

    def __init__(self, lines: Iterator[str], separator: str, texts: tuple[str, ...], file: str) -> None:
        self.lines = lines
        self.separator = separator
        self.texts = texts
        self.file = file
        self.line = self.number = 0

    def skip(self, records: int) -> None:
        """Leaves the records of the header behind."""
        reader = csv.reader(self.lines, delimiter=self.separator, strict=True)
        self.number = sum(1 for _ in islice(reader, records))
        self.line = reader.line_num

    def blocks(self) -> Iterator[pl.DataFrame]:
        """The records that are left."""
        while lines := self._next():
            found = self._split(pl.Series(lines, dtype=pl.String))
            if found is None:
                found = self._parse(lines)
            if not found.is_empty():
                yield found

    def _next(self) -> list[str]:
        """The lines of the next block."""
        found: list[str] = []
        size = 0
        while len(found) < BLOCK and size < LARGEST_BLOCK:
            if not (lines := list(islice(self.lines, min(STRETCH, BLOCK - len(found))))):
                break
            found += lines
            size += sum(map(len, lines))
        return found

    def _split(self, lines: pl.Series) -> pl.DataFrame | None:
        """The block split at separators; None when the rules of quotes are needed, or that of the longest cell."""
        if lines.str.contains("\x00", literal=True).any():
            raise refuse("table-encoding", self.file, variant="utf-16")
        if lines.str.contains('"', literal=True).any() or lines.str.len_bytes().max() > csv.field_size_limit():  # type: ignore[operator]
            return None
        bare = lines.str.strip_chars_end("\r\n")
        separators = len(self.texts) - 1
        plain = (bare.str.count_matches(self.separator, literal=True) == separators) & bare.str.contains(
            _HOLDS_SOMETHING
        )
        first = self.number + 1
        self.number, self.line = self.number + len(lines), self.line + len(lines)
        rows = pl.int_range(first, first + len(lines), dtype=pl.Int64, eager=True).alias(ROW)
        frame = pl.DataFrame([rows, bare.alias("line")]).with_columns(pl.lit(None, dtype=pl.UInt32).alias(CELLS))
        if not plain.all():
            frame = self._mend(frame, (~plain).arg_true())
        cells = frame.get_column("line").str.split_exact(self.separator, separators).struct.unnest()
        cells.columns = [str(place) for place in range(len(self.texts))]
        return frame.select(ROW, CELLS).hstack(cells)

    def _mend(self, frame: pl.DataFrame, places: pl.Series) -> pl.DataFrame:
        """The lines with as many cells as the header, how many they had where that makes them ragged; no blank ones."""
        lines: list[str | None] = []
        counts: list[int | None] = []
        odd = frame[places].select(ROW, "line")
        for number, line in odd.iter_rows():
            cells = line.split(self.separator)
            record = record_of(number, cells, self.texts, self.file)
            blank = not any(map(str.strip, cells))
            lines.append(None if blank else self.separator.join(_as_wide(cells, len(self.texts))))
            counts.append(None if record.problem is None else len(cells))
        mended = frame.with_columns(
            frame.get_column("line").clone().scatter(places, pl.Series(lines, dtype=pl.String)),
            frame.get_column(CELLS).clone().scatter(places, pl.Series(counts, dtype=pl.UInt32)),
        )
        return mended.filter(pl.col("line").is_not_null())

    def _parse(self, lines: list[str]) -> pl.DataFrame:
        """The records that begin in these lines."""
        rows = []
        for number, cells in self._records(lines):
            if not any(map(str.strip, cells)):
                continue
            problem = record_of(number, cells, self.texts, self.file).problem
            large = problem is not None and problem.code == "row-too-large"
            count = None if problem is None else 0 if large else len(cells)
            rows.append((number, count, *_as_wide([] if large else cells, len(self.texts))))
        schema = {ROW: pl.Int64(), CELLS: pl.UInt32(), **{str(n): pl.String() for n in range(len(self.texts))}}
        return pl.DataFrame(rows, schema=schema, orient="row")

    def _records(self, lines: list[str]) -> Iterator[tuple[int, list[str]]]:
        """The records of the lines, the last one with the lines it needs beyond them."""
        reader = csv.reader(chain(lines, map(self._sound, self.lines)), delimiter=self.separator, strict=True)
        before, line = self.line, self.line + 1
        try:
            while reader.line_num < len(lines):
                line = before + reader.line_num + 1
                cells = next(reader)
                self.number += 1
                yield self.number, cells
        except csv.Error as error:
            variant = "field" if "limit" in str(error) else ""
            raise refuse("table-quoting", self.file, variant=variant, line=line) from error
        self.line = before + reader.line_num

    def _sound(self, line: str) -> str:
        if "\x00" in line:
            raise refuse("table-encoding", self.file, variant="utf-16")
        return line


def _as_wide(cells: list[str], width: int) -> list[str]:
    return cells[:width] + [""] * (width - len(cells))
