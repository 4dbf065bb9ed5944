"""Comma, semicolon or tab separated text → header and records, strictly: quotes close, rows have the header's width."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from typing import Final

from cchc_rules.problems import Place, Problem
from cchc_rules.tables.table import LARGEST_ROW, refused

SEPARATORS: Final = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Record:
    """One record under the header; ``number`` counts records from 1 for the header, as a spreadsheet shows them."""

    number: int
    cells: tuple[str, ...]
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and the records under it; blank records are left out."""

    header: tuple[str, ...]
    records: tuple[Record, ...]


def read_sheet(text: str, file: str, *, names_candidate: Callable[[str], bool]) -> Sheet:
    """The records of a delimited text whose separator is the one under which a header cell names the candidate.

    Raises TableError for an empty file, no or no single such separator, an unclosed quote.
    """
    if not text.strip():
        raise refused("table-empty", file)
    records = _parsed(text, _separator(text, file, names_candidate), file)
    header = tuple(next(records)[1])
    found = [_record(number, cells, header, file) for number, cells in records if any(map(str.strip, cells))]
    if not found:
        raise refused("table-empty", file, variant="header-only")
    return Sheet(header, tuple(found))


def _separator(text: str, file: str, names_candidate: Callable[[str], bool]) -> str:
    headers = {separator: _header(text, separator) for separator in SEPARATORS}
    fitting = [one for one, cells in headers.items() if any(map(names_candidate, cells))]
    widest = max((len(headers[one]) for one in fitting), default=0)
    best = [one for one in fitting if len(headers[one]) == widest]
    if not fitting:
        seen = max(headers.values(), key=len)
        raise refused("no-id-column", file, row=1, seen=", ".join(cell.strip() for cell in seen)[:200])
    if widest > 1 and len(best) > 1:
        raise refused("table-separator", file, row=1)
    return best[0]


def _header(text: str, separator: str) -> list[str]:
    try:
        return next(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True), [])
    except csv.Error:
        return []


def _parsed(text: str, separator: str, file: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
            line = reader.line_num + 1
    except csv.Error as error:
        variant = "field" if "limit" in str(error) else ""
        raise refused("table-quoting", file, variant=variant, line=line) from error


def _record(number: int, cells: list[str], header: tuple[str, ...], file: str) -> Record:
    extra = [cell for cell in islice(cells, len(header), None) if cell.strip()]
    if extra or len(cells) < len(header):
        fields = {"cells": len(cells), "columns": len(header)}
        return Record(number, tuple(cells), Problem("ragged-row", Place(row=number, file=file), fields))
    if sum(map(len, cells)) > LARGEST_ROW:
        return Record(number, (), Problem("row-too-large", Place(row=number, file=file), {"limit": LARGEST_ROW}))
    return Record(number, tuple(cells[: len(header)]))
