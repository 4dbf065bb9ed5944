"""One file → its records: number, candidate, values by fact name. Whose list members they are is decided elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from cchc_rules.facts.identity import label, label_text
from cchc_rules.files import read_whole
from cchc_rules.intake.answers import NoAnswer, answer
from cchc_rules.intake.csv import Record, read_sheet
from cchc_rules.intake.encoding import decoded
from cchc_rules.intake.headers import ID, NAME, Columns, column_letters, known_header, match_headers
from cchc_rules.intake.json import Item, read_json, read_json_lines
from cchc_rules.intake.table import Declared, Row, TableError, refused
from cchc_rules.problems import Place, Problem
from cchc_rules.text import normalised

CSV_ENDINGS: Final = (".csv", ".tsv", ".txt")
JSON_ENDINGS: Final = (".json",)
JSON_LINES_ENDINGS: Final = (".jsonl", ".ndjson")
_WRAPPED: Final = re.compile(rb'\{\s*"candidates"\s*:\s*\[')


@dataclass(frozen=True, slots=True)
class Records:
    """The rows of one file as they stand, the file's own problems, and whether values are text from cells.

    In the rows of a cell file, a column named for a list holds how many members the candidate has.
    """

    file: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    cells: bool


def read_records(path: Path, of: Declared, *, ignore: Iterable[str] = (), content: bytes | None = None) -> Records:
    """The records of a CSV, JSON or JSON Lines file, told by its ending; of ``content`` told by how it begins.

    Raises TableError when the file cannot be split into rows or its headers not into facts; InputError when it cannot
    be opened.
    """
    file, ending = str(path), path.suffix.lower() if content is None else _likely_ending(content)
    content = read_whole(path) if content is None else content
    if ending in CSV_ENDINGS:
        return _from_cells(decoded(content, file), file, of, ignore)
    if ending not in JSON_ENDINGS + JSON_LINES_ENDINGS:
        raise refused("table-format", file, ending=ending or path.name)
    read = read_json if ending in JSON_ENDINGS else read_json_lines
    items = read(decoded(content, file), file)
    return Records(file, tuple(_from_item(item, file) for item in items), (), cells=False)


def _likely_ending(content: bytes) -> str:
    """The ending of a file with that content: JSON in brackets, an object a line, else cells."""
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{") and not _WRAPPED.match(start):
        return JSON_LINES_ENDINGS[0]
    return JSON_ENDINGS[0] if start.startswith((b"[", b"{")) else CSV_ENDINGS[0]


def _from_cells(text: str, file: str, of: Declared, ignore: Iterable[str]) -> Records:
    sheet = read_sheet(text, file, knows=known_header(of))
    header = sheet.header
    columns = match_headers(header.texts, of, file=file, ignore=ignore, row=header.row, answers=header.answers)
    if columns.faulty:
        raise TableError(columns.problems)
    if ID not in columns.keys:
        raise refused("no-id-column", file, row=header.row, seen=", ".join(map(normalised, header.texts))[:200])
    rows = tuple(row_of(record, columns, file) for record in sheet.records)
    return Records(file, rows, (*columns.problems, *_unnamed_columns(header.texts, sheet.records, file)), cells=True)


def row_of(record: Record, columns: Columns, file: str) -> Row:
    """The row of a record of cells."""
    values: dict[str, Any] = {key: cell for key, cell in zip(columns.keys, record.cells, strict=False) if key}
    if record.problem is not None:
        return record_row(record.number, values, None, file, (record.problem,))
    problems: list[Problem] = []
    if columns.answers:
        problems = read_answers(values, record.cells, columns, Place(row=record.number, file=file))
    return record_row(record.number, values, values, file, tuple(problems))


def read_answers(values: dict[str, Any], cells: Sequence[Any], columns: Columns, place: Place) -> list[Problem]:
    """Puts into ``values`` what each pair of columns for yes and no answers together; returns what is wrong with them.

    Without a mark, and where the cells contradict each other, the fact is left out.
    """
    problems = []
    for yes, no in columns.answers:
        key = columns.keys[yes]
        values.pop(key, None)
        try:
            said = answer(*(cells[index] if index < len(cells) else None for index in (yes, no)))
        except NoAnswer as fault:
            cell = f"{column_letters(fault.column(yes, no) + 1)}{place.row}"
            found = replace(place, path=key, cell=cell)
            problems.append(Problem("split-answer", found, {"seen": fault.seen}, fault.variant))
            continue
        if said is not None:
            values[key] = said
    return problems


def _from_item(item: Item, file: str) -> Row:
    problems = (item.problem,) if item.problem else ()
    return record_row(item.number, item.value or {}, item.value, file, problems)


def record_row(
    number: int, told: Mapping[str, Any], facts: Mapping[str, Any] | None, file: str, found: tuple[Problem, ...]
) -> Row:
    """The row of values by key, its id and name told apart from its facts; an id that is no label is a problem."""
    id, name = told.get(ID), told.get(NAME)
    if facts is not None:
        facts = {key: value for key, value in facts.items() if key not in (ID, NAME)}
        wrong = [key for key, value in ((ID, id), (NAME, name)) if value is not None and label_text(value) is None]
        found += tuple(Problem("wrong-label", Place(row=number, file=file), {"key": key}) for key in wrong)
    return Row(number, label(id), label(name), facts, found)


def _unnamed_columns(header: tuple[str, ...], records: tuple[Record, ...], file: str) -> Iterator[Problem]:
    """Columns with values under no header: reported, since nobody can tell what they mean."""
    for index in (index for index, cell in enumerate(header) if not cell.strip()):
        filled = next((one for one in records if not one.problem and one.cells[index].strip()), None)
        if filled is not None:
            place = Place(row=filled.number, cell=column_letters(index + 1), file=file)
            yield Problem("unknown-header", place, {}, "blank", "warning")
