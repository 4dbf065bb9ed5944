"""Comma, semicolon or tab separated text → header and records, strictly: quotes close, rows have the header's width."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from typing import Any, Final

from cchc_rules.intake.cells import Grid, SheetRow
from cchc_rules.intake.headers import HeaderWords
from cchc_rules.intake.layout import ROWS_SEARCHED, Header, find_header, likely_header
from cchc_rules.intake.table import LARGEST_ROW, TableError, refuse
from cchc_rules.problems import Place, Problem

SEPARATORS: Final = (",", ";", "\t")
_BLANK: Final = " \r\n" + "".join(SEPARATORS)


@dataclass(frozen=True, slots=True)
class Record:
    """One record under the header; ``number`` counts the records of the file from 1, as a spreadsheet shows them."""

    number: int
    cells: tuple[str, ...]
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and the records under it; blank records are left out."""

    header: Header
    records: tuple[Record, ...]


def read_sheet(text: str, file: str, words: HeaderWords) -> Sheet:
    """The records of a delimited text whose separator is the one under which a header names the candidate.

    ``words`` are what headers may mean. Blank records and titles may stand above the header, and it may have several
    rows, as in a spreadsheet. Raises TableError for an empty file, no or no single such separator, an unclosed quote,
    and another header further down.
    """
    if is_blank(text):
        raise refuse("table-empty", file)
    separator, header = header_of(text, file, words)
    records = islice(_split_records(text, separator, file), header.row, None)
    found = [record_of(number, cells, header.texts, file) for number, cells in records if any(map(str.strip, cells))]
    if not found:
        raise refuse("table-empty", file, variant="header-only")
    return Sheet(header, tuple(found))


def is_blank(text: str) -> bool:
    """Whether a text holds nothing but separators and space."""
    return not text.strip(_BLANK).strip()


def header_of(text: str, file: str, words: HeaderWords) -> tuple[str, Header]:
    """The separator and the header under it; ``text`` need not go on below the header. Raises TableError for none."""
    openings = {separator: _opening(text, separator) for separator in SEPARATORS}
    headers = {one: find_header(Grid("", rows), words) for one, rows in openings.items()}
    fitting = {one: header for one, header in headers.items() if header is not None}
    widest = max((len(header.texts) for header in fitting.values()), default=0)
    best = [(one, header) for one, header in fitting.items() if len(header.texts) == widest]
    if not best:
        raise _headless(text, file, max(openings.values(), key=lambda rows: len(rows[0].cells) if rows else 0), words)
    separator, header = best[0]
    if header.rival is not None:
        raise refuse("second-header", file, row=header.row, first=header.rival)
    if widest > 1 and len(best) > 1:
        raise refuse("table-separator", file, row=header.row)
    # A title names no column: a row above that does is a header without an id, and rows under it are no titles.
    for row in openings[separator]:
        if row.number < min(header.rows) and any(isinstance(cell, str) and words.knows(cell) for cell in row.cells):
            raise refuse("no-id-column", file, row=row.number, seen=_seen(row))
    return best[0]


def _headless(text: str, file: str, opening: list[SheetRow], words: HeaderWords) -> TableError:
    if opening:
        row = likely_header(Grid("", opening), words) or opening[0]
        return refuse("no-id-column", file, row=row.number, seen=_seen(row))
    deque(_split_records(text, SEPARATORS[0], file), maxlen=0)  # raises where quotes hide every record
    return refuse("table-empty", file)


def _seen(row: SheetRow) -> str:
    return ", ".join("" if cell is None else str(cell).strip() for cell in row.cells)[:200]


def _opening(text: str, separator: str) -> list[SheetRow]:
    """The first records that hold something, as far as they can be split."""
    rows: list[SheetRow] = []
    with suppress(csv.Error):
        for number, cells in enumerate(_reader(text, separator), start=1):
            if any(map(str.strip, cells)):
                rows.append(SheetRow(number, [cell if cell.strip() else None for cell in cells]))
            if len(rows) == ROWS_SEARCHED:
                break
    return rows


def _reader(text: str, separator: str) -> Any:
    return csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)


def _split_records(text: str, separator: str, file: str) -> Iterator[tuple[int, list[str]]]:
    reader = _reader(text, separator)
    line = 1
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
            line = reader.line_num + 1
    except csv.Error as error:
        variant = "field" if "limit" in str(error) else ""
        raise refuse("table-quoting", file, variant=variant, line=line) from error


def record_of(number: int, cells: list[str], header: tuple[str, ...], file: str) -> Record:
    """The record of some cells under a header; ragged is one with fewer cells, or with more that hold something."""
    extra = [cell for cell in islice(cells, len(header), None) if cell.strip()]
    if extra or len(cells) < len(header):
        fields = {"cells": len(cells), "columns": len(header)}
        return Record(number, tuple(cells), Problem("ragged-row", Place(row=number, file=file), fields))
    if sum(map(len, cells)) > LARGEST_ROW:
        return Record(number, (), Problem("row-too-large", Place(row=number, file=file), {"limit": LARGEST_ROW}))
    return Record(number, tuple(cells[: len(header)]))
