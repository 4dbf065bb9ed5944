"""A workbook → the records of its candidates and of its lists, each from the sheet that holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from cchc_rules.intake.cells import Cell, Grid, SheetRow, UnclearCell
from cchc_rules.intake.entries import find_entries
from cchc_rules.intake.guard import OLD_OFFICE, read_content
from cchc_rules.intake.headers import Columns, HeaderWords, column_letters
from cchc_rules.intake.layout import find_covered, find_header, in_ranges, likely_header
from cchc_rules.intake.limits import DEFAULT_LIMITS, Limits
from cchc_rules.intake.nesting import declare_nested, with_nested
from cchc_rules.intake.rows import Records, match_header, name_rows, read_answers, record_row
from cchc_rules.intake.sheet_names import lists_by_sheet, silent_sheets
from cchc_rules.intake.stamp import hold_stamp, parse_stamp
from cchc_rules.intake.table import Origin, Row, TableError, refuse
from cchc_rules.intake.xls import read_xls
from cchc_rules.intake.xlsx import read_xlsx
from cchc_rules.language.ruleset import Category, Fact
from cchc_rules.language.types import ListType
from cchc_rules.problems import Place, Problem
from cchc_rules.text import fold_case, nearest, normalise, show_value, visible

SPREADSHEET_ENDINGS: Final = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")
_LONGEST_LISTING: Final = 400


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a workbook that hold something and are seen, and the problems of those that are not read.

    ``sheets`` are all it has, told by name whether they are seen.
    """

    file: str
    grids: tuple[Grid, ...]
    problems: tuple[Problem, ...]
    limits: Limits
    sheets: Mapping[str, bool]


def read_book(path: Path, limits: Limits = DEFAULT_LIMITS, *, sheet: str | None = None) -> Book:
    """The cells of a workbook's sheets. Raises TableError when it breaks a limit or is damaged.

    Sheets every template has (instructions, sources, options) are left out, save the one named ``sheet``; hidden ones
    are reported. Memory: all cells.
    """
    silent = silent_sheets() - {fold_case(sheet or "")}
    content, place = read_content(path, limits), Place(file=str(path))
    is_old = content.startswith(OLD_OFFICE)
    grids: list[Grid] = []
    problems = [Problem("no-formulas", place, severity="warning")] if is_old else []
    seen: dict[str, bool] = {}
    for grid in (read_xls if is_old else read_xlsx)(path, content, limits):
        seen[grid.name] = grid.visible
        if fold_case(grid.name) in silent or not grid.rows:
            continue
        if grid.visible:
            grids.append(grid)
        else:
            problems.append(Problem("unread-sheet", place, {"sheet": grid.name}, "hidden", "warning"))
    if not grids:
        raise refuse("table-empty", str(path))
    return Book(str(path), tuple(grids), tuple(problems), limits, seen)


def candidates_in(book: Book, words: HeaderWords, *, sheet: str | None = None) -> tuple[Records, dict[str, Records]]:
    """The records of the candidates, and by list fact those of the lists that have sheets of their names.

    The candidates stand on ``sheet``, else on the first that has a column of ids. Raises TableError when there is none,
    or headers cannot be matched.
    """
    named = _find_list_sheets(book, words.facts)
    if sheet is None:
        others = [grid for grid in book.grids if grid not in named.values()]
        main, left = _first_table(book, others, words)
        unread = _unread(book, left, words)
    else:
        main = choose_sheet(book, sheet)
        named = {path: grid for path, grid in named.items() if grid is not main}
        # The others were set aside by whoever chose this one.
        left = [grid for grid in book.grids if grid is not main and grid not in named.values()]
        unread = [name_unread(book, grid) for grid in left]
    stamped = hold_stamp(parse_stamp(main.stamp), words, book.file)
    found = _records(book, main, words)
    problems = (*book.problems, *stamped, *found.problems, *unread)
    # A table on a sheet that is not read may hold the rest of any list.
    whole = all(one.severity == "warning" for one in unread)
    lists = {
        fact.name: _complete(_list_records(book, fact, named[fact.name], named, words), whole=whole)
        for fact in words.facts
        if fact.name in named
    }
    return replace(found, problems=problems), lists


def _complete(records: Records, *, whole: bool) -> Records:
    return replace(records, whole=records.whole and whole)


def choose_sheet(book: Book, sheet: str) -> Grid:
    """The sheet of that name; spreadsheets do not tell upper from lower case in names either."""
    for name, is_seen in book.sheets.items():
        if fold_case(name) != fold_case(sheet):
            continue
        if not is_seen:
            raise refuse("unknown-sheet", book.file, variant="hidden", sheet=visible(name))
        grid = next((one for one in book.grids if one.name == name), None)
        if grid is None:
            raise refuse("table-empty", f"{book.file} [{name}]")
        return grid
    names = [visible(name) for name, is_seen in book.sheets.items() if is_seen]
    listed = visible(", ".join(names), longest=_LONGEST_LISTING)
    raise refuse("unknown-sheet", book.file, sheet=show_value(sheet), sheets=listed, nearest=nearest(sheet, names))


def members_in(book: Book, fact: Fact, words: HeaderWords) -> Records:
    """The records of one list fact in a workbook of its own; lists within it have sheets of their names."""
    assert isinstance(fact.type, ListType)
    named = _find_list_sheets(book, (fact,))
    inner = [grid for path, grid in named.items() if path != fact.name]
    others = [named[fact.name]] if fact.name in named else [grid for grid in book.grids if grid not in inner]
    main, left = _first_table(book, others, words.within(fact.type))
    found = _list_records(book, fact, main, named, words)
    unread = _unread(book, left, words.within(fact.type))
    whole = all(one.severity == "warning" for one in unread)
    return _complete(replace(found, problems=(*book.problems, *found.problems, *unread)), whole=whole)


def _find_list_sheets(book: Book, facts: Iterable[Fact]) -> dict[str, Grid]:
    meant = lists_by_sheet(facts)
    found: dict[str, Grid] = {}
    for grid in book.grids:
        if (path := meant.get(fold_case(grid.name))) is not None:
            found.setdefault(path, grid)
    return found


def _first_table(book: Book, grids: list[Grid], words: HeaderWords) -> tuple[Grid, list[Grid]]:
    """The first sheet with a column of ids, and the others."""
    for index, grid in enumerate(grids):
        if find_header(grid, words) is not None:
            return grid, grids[:index] + grids[index + 1 :]
    raise _headless(book.file, grids, words)


def _headless(file: str, grids: Iterable[Grid], words: HeaderWords) -> TableError:
    """No row names the id: what is told is the row most like a header, not a letterhead above it."""
    likely = [row for grid in grids if (row := likely_header(grid, words)) is not None]
    rows = likely or [grid.rows[0] for grid in grids]
    seen = [normalise(str(cell)) for cell in rows[0].cells if cell is not None] if rows else []
    return refuse("no-id-column", file, row=rows[0].number if likely else None, seen=", ".join(seen)[:200])


def _unread(book: Book, grids: Iterable[Grid], words: HeaderWords) -> list[Problem]:
    """The other sheets: an error where one holds a table too, so that no candidate is lost in silence."""
    place = Place(file=book.file)
    return [
        Problem("unread-sheet", place, {"sheet": grid.name}, "table")
        if find_header(grid, words) is not None
        else name_unread(book, grid)
        for grid in grids
    ]


def name_unread(book: Book, grid: Grid) -> Problem:
    """The remark that a sheet is not read."""
    return Problem("unread-sheet", Place(file=book.file), {"sheet": grid.name}, severity="warning")


def _list_records(book: Book, fact: Fact, grid: Grid, named: Mapping[str, Grid], words: HeaderWords) -> Records:
    assert isinstance(fact.type, ListType)
    records = _records(book, grid, words.within(fact.type))
    for inner in fact.type.fields:
        if not isinstance(inner.type, ListType):
            continue
        declared = declare_nested(fact, inner)
        sheet = named.get(f"{fact.name}.{inner.name}")
        if sheet is None or declared is None:
            nested = Records("", (), (), cells=True)
        else:
            nested = _records(book, sheet, words.within(declared))
        records = with_nested(records, fact, inner, nested)
    return records


def _records(book: Book, grid: Grid, words: HeaderWords) -> Records:
    """The records of one sheet with what is to say about it."""
    file = f"{book.file} [{grid.name}]" if len(book.grids) > 1 else book.file
    header = find_header(grid, words)
    if header is None:
        raise _headless(file, [grid], words)
    columns = match_header(header, words, file)
    found = find_entries(grid, header, columns, words, file=file)
    if not found.rows and isinstance(words.of, Category):
        raise refuse("table-empty", file, variant="header-only")
    hidden = find_covered(grid.merged, found.rows, book.limits.rows)
    if hidden is None:
        raise refuse("sheet-limit", file, variant="merged", limit=book.limits.rows)
    keyed, letters = tuple((index, key) for index, key in enumerate(columns.keys) if key), columns.letters()
    rows = tuple(
        _row(row, keyed, hidden.get(row.number), Origin(file, row.number, letters), columns) for row in found.rows
    )
    problems = (
        *columns.problems,
        *_name_blank_columns(found.rows, columns, file),
        *name_rows(file, passed=found.passed_over, repeated=found.repeated),
        *name_hidden(grid, columns, file),
    )
    return Records(file, rows, problems, cells=True, whole=not found.passed_over)


def _row(
    row: SheetRow, keyed: tuple[tuple[int, str], ...], hidden: set[int] | None, origin: Origin, columns: Columns
) -> Row:
    cells = row.cells
    width = len(cells)
    values: dict[str, Cell] = {key: cells[index] for index, key in keyed if index < width and cells[index] is not None}
    problems: list[Problem] = []
    if columns.answers:
        problems = read_answers(values, cells, columns, Place(row=row.number, file=origin.file))
    if hidden is not None or any(type(cell) is UnclearCell for cell in cells):
        unclear = name_unclear(row, keyed, hidden or set(), origin.file)
        lost = {one.where.path for one in unclear if isinstance(one.where, Place)}
        problems = [*unclear, *(one for one in problems if isinstance(one.where, Place) and one.where.path not in lost)]
        values = {key: value for key, value in values.items() if key not in lost}
    return record_row(values, values, origin, tuple(problems))


def name_unclear(row: SheetRow, keyed: tuple[tuple[int, str], ...], hidden: set[int], file: str) -> list[Problem]:
    """The cells of a row whose value cannot be told: never computed, struck out, merged into another …"""
    problems = []
    for index, key in keyed:
        place = Place(row=row.number, path=key, cell=f"{column_letters(index + 1)}{row.number}", file=file)
        cell = row.cell(index)
        if isinstance(cell, UnclearCell):
            problems.append(Problem(cell.code, place, {"value": visible(cell.shown)}, cell.variant))
        elif index + 1 in hidden:
            problems.append(Problem("merged-cell", place))
    return problems


def _name_blank_columns(rows: list[SheetRow], columns: Columns, file: str) -> list[Problem]:
    """Columns beyond the header that hold something: nobody can tell what they mean."""
    seen: dict[int, int] = {}
    width = len(columns.keys)
    for row in rows:
        for index in range(width, len(row.cells)):
            if row.cells[index] is not None and index not in seen:
                seen[index] = row.number
    places = (Place(row=number, cell=column_letters(index + 1), file=file) for index, number in sorted(seen.items()))
    return [Problem("unknown-header", place, {}, "blank", "warning") for place in places]


def name_hidden(grid: Grid, columns: Columns, file: str) -> list[Problem]:
    """What is hidden from the office but read."""
    place = Place(file=file)
    problems = []
    if hidden_rows := [row.number for row in grid.rows if row.hidden]:
        problems.append(Problem("hidden-rows", place, {"rows": in_ranges(hidden_rows)}, severity="warning"))
    hidden = [number for number, key in enumerate(columns.keys, start=1) if key and number in grid.hidden_columns]
    if hidden:
        fields = {"columns": in_ranges(hidden, column_letters)}
        problems.append(Problem("hidden-columns", place, fields, severity="warning"))
    return problems
