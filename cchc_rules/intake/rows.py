"""One file → its records: number, candidate, values by fact name. Whose list members they are is decided elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from cchc_rules.facts.identity import label, label_text
from cchc_rules.files import read_whole
from cchc_rules.intake.answers import NoAnswer, answer
from cchc_rules.intake.csv import Record, read_sheet
from cchc_rules.intake.encoding import decode
from cchc_rules.intake.entries import HeaderRepeats
from cchc_rules.intake.headers import EVIDENCE, ID, NAME, Columns, HeaderWords, column_letters, match_headers
from cchc_rules.intake.json import read_json, read_json_lines
from cchc_rules.intake.layout import Header, in_ranges
from cchc_rules.intake.stamp import hold_category
from cchc_rules.intake.table import Origin, Row, TableError, refuse
from cchc_rules.problems import Place, Problem
from cchc_rules.text import normalise

CSV_ENDINGS: Final = (".csv", ".tsv", ".txt")
JSON_ENDINGS: Final = (".json",)
JSON_LINES_ENDINGS: Final = (".jsonl", ".ndjson")
_WRAPPED: Final = re.compile(rb'\{\s*"candidates"\s*:\s*\[')


@dataclass(frozen=True, slots=True)
class Records:
    """The rows of one file as they stand, the file's own problems, and whether values are text from cells.

    In the rows of a cell file, a column named for a list holds how many members the candidate has. ``whole`` says that
    no row was passed over that could be a member.
    """

    file: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    cells: bool
    whole: bool = True


def read_records(path: Path, words: HeaderWords, *, content: bytes | None = None) -> Records:
    """The records of a CSV, JSON or JSON Lines file, told by its ending; of ``content`` told by how it begins.

    Raises TableError when the file cannot be split into rows or its headers not into facts; InputError when it cannot
    be opened.
    """
    file, ending = str(path), path.suffix.lower() if content is None else _likely_ending(content)
    content = read_whole(path) if content is None else content
    if ending in CSV_ENDINGS:
        return _from_cells(decode(content, file), file, words)
    if ending not in JSON_ENDINGS + JSON_LINES_ENDINGS:
        raise refuse("table-format", file, ending=ending or path.name)
    read = read_json if ending in JSON_ENDINGS else read_json_lines
    rows = []
    for item in read(decode(content, file), file):
        problems = (item.problem,) if item.problem else ()
        rows.append(record_row(item.value or {}, item.value, Origin(file, item.number), problems))
    return Records(file, tuple(rows), (), cells=False)


def _likely_ending(content: bytes) -> str:
    """The ending of a file with that content: JSON in brackets, an object a line, else cells."""
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{") and not _WRAPPED.match(start):
        return JSON_LINES_ENDINGS[0]
    return JSON_ENDINGS[0] if start.startswith((b"[", b"{")) else CSV_ENDINGS[0]


def _from_cells(text: str, file: str, words: HeaderWords) -> Records:
    sheet = read_sheet(text, file, words)
    header = sheet.header
    columns = match_header(header, words, file)
    repeats = HeaderRepeats(columns, words, file, header.row)
    again = [one.number for one in sheet.records if repeats.repeats(one.cells, one.number)]
    records = tuple(one for one in sheet.records if one.number not in set(again)) if again else sheet.records
    letters = columns.letters()
    rows = tuple(row_of(record, columns, file, letters) for record in records)
    problems = (*columns.problems, *_name_blank_columns(header.texts, records, file), *name_rows(file, repeated=again))
    return Records(file, rows, problems, cells=True)


def match_header(header: Header, words: HeaderWords, file: str) -> Columns:
    """What the columns under a header hold. Raises TableError where that is not safe to say, or no id is among them."""
    if header.rival is not None:
        raise refuse("second-header", file, row=header.row, first=header.rival)
    columns = match_headers(
        header.texts, words, file=file, row=header.row, answers=header.answers, others=header.others
    )
    if columns.faulty:
        raise TableError(columns.problems)
    if ID not in columns.keys:
        raise refuse("no-id-column", file, row=header.row, seen=", ".join(map(normalise, header.texts))[:200])
    hold_category(columns, header.texts, words, file)
    return columns


def row_of(record: Record, columns: Columns, file: str, letters: Mapping[str, str]) -> Row:
    """The row of a record of cells."""
    values: dict[str, Any] = {key: cell for key, cell in zip(columns.keys, record.cells, strict=False) if key}
    origin = Origin(file, record.number, letters)
    if record.problem is not None:
        return record_row(values, None, origin, (record.problem,))
    problems: list[Problem] = []
    if columns.answers:
        problems = read_answers(values, record.cells, columns, Place(row=record.number, file=file))
    return record_row(values, values, origin, tuple(problems))


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


def record_row(
    values: Mapping[str, Any], facts: Mapping[str, Any] | None, origin: Origin, found: tuple[Problem, ...]
) -> Row:
    """The row of values by key, its id and name apart from its facts; an id that is no label is a problem.

    The text of a column of evidence goes with its fact; where that is not stated it is evidence of nothing.
    """
    id, name = values.get(ID), values.get(NAME)
    if facts is not None:
        proofs = {key.removeprefix(EVIDENCE): value for key, value in facts.items() if key.startswith(EVIDENCE)}
        facts = {
            key: value if proofs.get(key) is None else {"value": value, "evidence": proofs[key]}
            for key, value in facts.items()
            if key not in (ID, NAME) and not key.startswith(EVIDENCE)
        }
        wrong = [key for key, value in ((ID, id), (NAME, name)) if value is not None and label_text(value) is None]
        found += tuple(Problem("wrong-label", Place(row=origin.row, file=origin.file), {"key": key}) for key in wrong)
    return Row(origin.row, label(id), label(name), facts, found, origin)


def _name_blank_columns(header: tuple[str, ...], records: tuple[Record, ...], file: str) -> Iterator[Problem]:
    """Columns with values under no header: reported, since nobody can tell what they mean."""
    for index in (index for index, cell in enumerate(header) if not cell.strip()):
        filled = next((one for one in records if not one.problem and one.cells[index].strip()), None)
        if filled is not None:
            place = Place(row=filled.number, cell=column_letters(index + 1), file=file)
            yield Problem("unknown-header", place, {}, "blank", "warning")


def name_rows(file: str, *, passed: Sequence[int] = (), repeated: Sequence[int] = ()) -> Iterator[Problem]:
    """What is said of rows that are no entries: which were passed over, which are the header again."""
    if passed:
        yield Problem("rows-passed-over", Place(file=file), {"rows": in_ranges(passed)}, severity="warning")
    if repeated:
        yield Problem("rows-passed-over", Place(file=file), {"rows": in_ranges(repeated)}, "header", "warning")
