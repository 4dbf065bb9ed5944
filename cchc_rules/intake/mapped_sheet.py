"""The sheet of a workbook that a mapping describes → the records of its candidates, lists in columns among their facts.

Nothing is read that the mapping does not name, and nothing with values is passed over that it does not name either.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from cchc_rules.facts.identity import label
from cchc_rules.intake.answers import NoAnswer, answer
from cchc_rules.intake.book import Book, choose_sheet, name_hidden, name_unclear, name_unread
from cchc_rules.intake.cells import Grid, SheetRow, UnclearCell
from cchc_rules.intake.entries import Entries, find_entries, is_filled, states_value
from cchc_rules.intake.headers import ID, Columns, HeaderWords, column_letters, is_counter
from cchc_rules.intake.layout import Header, find_covered
from cchc_rules.intake.mapped_header import (
    OfficeHeaderRepeats,
    SeenHeader,
    hold_header,
    hold_headings,
    hold_unnamed,
    see_header,
)
from cchc_rules.intake.mapped_lists import read_members
from cchc_rules.intake.mapping import ColumnMapping, MappedColumn
from cchc_rules.intake.rows import Records, name_rows, record_row
from cchc_rules.intake.stamp import hold_stamp, parse_stamp
from cchc_rules.intake.table import Origin, Row, TableError, refuse
from cchc_rules.language.types import ListType
from cchc_rules.problems import Place, Problem

BETWEEN_PARTS: Final = " – "
"""Stands between the parts of an id that is made of several columns."""


def apply_mapping(book: Book, mapping: ColumnMapping, words: HeaderWords) -> Records:
    """The records of the candidates on the sheet the mapping names; ``words`` are those of their category.

    Raises TableError where the sheet is not as the mapping says: every difference at once, each at its cell.
    """
    grid = choose_sheet(book, mapping.document.sheet)
    file = f"{book.file} [{grid.name}]" if len(book.grids) > 1 else book.file
    stamped = hold_stamp(parse_stamp(grid.stamp), words, book.file)
    seen = see_header(grid, mapping.document.header)
    wrong = [*hold_header(mapping, seen, file), *hold_headings(mapping, seen, words, file)]
    if wrong:
        raise TableError(wrong)
    found, columns = _entries(grid, mapping, seen, words, file)
    if unnamed := list(hold_unnamed(mapping, found.rows, seen, file)):
        raise TableError(unnamed)
    hidden = find_covered(grid.merged, found.rows, book.limits.rows)
    if hidden is None:
        raise refuse("sheet-limit", file, variant="merged", limit=book.limits.rows)
    reader = _RowReader(mapping, file)
    rows = tuple(reader.read(row, hidden.get(row.number, set())) for row in found.rows)
    problems = (
        *book.problems,
        *stamped,
        *name_rows(file, passed=found.passed_over, repeated=found.repeated),
        *name_hidden(grid, columns, file),
        *(name_unread(book, one) for one in book.grids if one is not grid),
    )
    return Records(file, rows, problems, cells=False)


def _entries(
    grid: Grid, mapping: ColumnMapping, seen: SeenHeader, own: HeaderWords, file: str
) -> tuple[Entries, Columns]:
    """The rows that are entries, told by shape; TableError where one stands above the first row that may be one."""
    columns, words = _as_columns(mapping, seen)
    texts = tuple(seen.over(index) for index in range(len(seen.parts)))
    header = Header(seen.rows[-1], texts, frozenset(seen.rows))
    again = OfficeHeaderRepeats.of(grid, seen, own, file)
    found = find_entries(grid, header, columns, words, file=file, repeats=again.repeats)
    first = mapping.document.from_
    early = [row for row in found.rows if row.number < first]
    for row in early:
        if states_value(row, columns, words):
            raise refuse("mapping-early", file, row=row.number, first=first)
    rows = [row for row in found.rows if row.number >= first]
    if not rows:
        raise refuse("table-empty", file, variant="header-only")
    return Entries(rows, sorted([*found.passed_over, *(row.number for row in early)]), found.repeated), columns


def _as_columns(mapping: ColumnMapping, seen: SeenHeader) -> tuple[Columns, HeaderWords]:
    """The columns, and what values of their facts look like, as the search for entries knows them."""
    keys = [""] * max([len(seen.parts), *(one.index + 1 for one in mapping.columns)])
    counters = [one.index for one in mapping.columns if is_counter(one.header)]
    for one in (one for one in mapping.columns if one.key):
        keys[one.index] = one.key
    ids = [one.index for one in mapping.made_of]
    if ids:
        keys[next((index for index in reversed(ids) if index not in counters), ids[-1])] = ID
    facts = {one.key: replace(one.fact, name=one.key) for one in mapping.columns if one.fact is not None}
    counter = next((index for index in counters if keys[index] in ("", ID)), None)
    return Columns(tuple(keys), (), counter=counter), HeaderWords(ListType(tuple(facts.values())))


@dataclass(slots=True)
class _RowReader:
    """Reads the rows of one sheet by one mapping."""

    mapping: ColumnMapping
    file: str

    def read(self, row: SheetRow, hidden: set[int]) -> Row:
        """The row with its facts as written, lists whole or left out; every value has its letters."""
        mapping, place = self.mapping, Place(row=row.number, file=self.file)
        used = [one for one in mapping.columns if one.key] + [one for one in mapping.made_of if not one.key]
        keyed = tuple((one.index, one.key or ID) for one in used)
        problems = name_unclear(row, keyed, hidden, self.file)
        lost = {one.where.path for one in problems if isinstance(one.where, Place)}
        values = {one.key: cell for one in mapping.columns if one.key and is_filled(cell := row.cell(one.index))}
        problems += self._read_answers(values, row, lost)
        values = {key: value for key, value in values.items() if key not in lost}
        if mapping.made_of and ID not in lost:
            parts = [label(row.cell(one.index)) for one in mapping.made_of]
            # Where one of the cells says nothing, there is no id.
            values[ID] = None if None in parts else BETWEEN_PARTS.join(part for part in parts if part is not None)
        letters = {one.key: column_letters(one.index + 1) for one in mapping.columns if one.key}
        origin = Origin(self.file, row.number, letters)
        facts: dict[str, Any] = {key: value for key, value in values.items() if "[" not in key}
        for listed in mapping.lists:
            name = listed.fact.name
            facts.pop(name, None)
            if any(key == name or key.startswith(f"{name}[") for key in lost if key):
                continue
            cell = f"{origin.letters[name]}{origin.row}" if name in origin.letters else None
            members, wrong = read_members(listed, values, origin, replace(place, path=name, cell=cell))
            problems += wrong
            if members is not None:
                facts[name] = [dict(stated) for stated, _ in members]
                origin = replace(origin, members={**origin.members, name: tuple(where for _, where in members)})
        return record_row(facts, facts, origin, tuple(problems))

    def _read_answers(self, values: dict[str, Any], row: SheetRow, lost: set[str | None]) -> list[Problem]:
        """Puts into ``values`` what marks in columns for yes and for no say; what they hold else is a problem."""
        sides: dict[str, dict[bool, MappedColumn]] = {}
        for one in self.mapping.columns:
            if one.answer is not None:
                sides.setdefault(one.key, {})[one.answer] = one
        problems: list[Problem] = []
        for key, columns in sides.items():
            values.pop(key, None)
            yes, no = (row.cell(columns[side].index) if side in columns else None for side in (True, False))
            if key in lost or isinstance(yes, UnclearCell) or isinstance(no, UnclearCell):
                continue
            try:
                said = answer(yes, no)
            except NoAnswer as fault:
                column = columns.get(fault.in_yes) or next(iter(columns.values()))
                cell = f"{column_letters(column.index + 1)}{row.number}"
                where = Place(row=row.number, path=key, cell=cell, file=self.file)
                problems.append(Problem("split-answer", where, {"seen": fault.seen}, fault.variant))
                lost.add(key)
                continue
            if said is not None:
                values[key] = said
        return problems
