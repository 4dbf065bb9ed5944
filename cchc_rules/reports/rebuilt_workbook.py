"""A new workbook of the cells of another, where that one cannot be loaded whole: values and marks, no looks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cchc_rules.intake.cells import Area, Cell, Grid, UnclearCell
from cchc_rules.intake.guarded_copy import MOST_COVERED
from cchc_rules.intake.headers import column_letters
from cchc_rules.intake.xlsx import column_number
from cchc_rules.reports.marks import AUTHOR, COLUMNS, MARK_COLOUR, ReturnedSheets
from cchc_rules.reports.workbook_writer import make_style, workbook_at, write_text
from cchc_rules.text import fold_case


def rebuild_workbook(path: Path, grids: Sequence[Grid], found: ReturnedSheets) -> None:
    """Writes the cells of the sheets as they read, faulty ones coloured and commented on, then the list of faults.

    What nobody can read (an error, a formula that was never computed, a struck-out text) is the text it shows. Merged
    areas are kept as far as they do not overlap and cover 200,000 cells of a sheet at most.
    """
    comments = found.comments()
    with workbook_at(path, title=found.title) as book:
        marked = make_style(book, bg_color=f"#{MARK_COLOUR}")
        days = [make_style(book, num_format="dd/mm/yyyy", **look) for look in ({}, {"bg_color": f"#{MARK_COLOUR}"})]
        for grid in grids:
            if fold_case(grid.name) == fold_case(found.title):
                continue
            sheet = book.add_worksheet(grid.name)
            if not grid.visible:
                sheet.hide()
            _write_cells(sheet, grid, comments, marked, days)
            # Not by `merge_range`, which writes cells of rows that are out of memory by then.
            sheet.merge.extend([one.top - 1, one.left - 1, one.bottom - 1, one.right - 1] for one in _mergeable(grid))
        _write_list(book, found)


def _write_cells(
    sheet: Any, grid: Grid, comments: dict[tuple[str, str], str], marked: Any, days: Sequence[Any]
) -> None:
    places = {cell: text for (name, cell), text in comments.items() if name == grid.name}
    for number in sorted(grid.hidden_columns):
        sheet.set_column(number - 1, number - 1, None, None, {"hidden": True})
    for row in grid.rows:
        if row.hidden:
            sheet.set_row(row.number - 1, None, None, {"hidden": True})
        own = {index: cell for index, cell in enumerate(row.cells) if cell is not None}
        for index in sorted({*own, *_columns_marked(places, row.number)}):
            place = f"{column_letters(index + 1)}{row.number}"
            is_marked = place in places
            _write_cell(sheet, row.number - 1, index, own.get(index), marked if is_marked else None, days[is_marked])
            if is_marked:
                sheet.write_comment(row.number - 1, index, places[place], {"author": AUTHOR, "x_scale": 2})


def _mergeable(grid: Grid) -> Iterator[Area]:
    """The merged areas that fit beside each other."""
    covered: set[tuple[int, int]] = set()
    for area in grid.merged:
        size = (area.bottom - area.top + 1) * (area.right - area.left + 1)
        if size < 2 or len(covered) + size > MOST_COVERED:
            continue
        cells = {
            (row, column) for row in range(area.top, area.bottom + 1) for column in range(area.left, area.right + 1)
        }
        if not cells & covered:
            covered |= cells
            yield area


def _columns_marked(places: dict[str, str], number: int) -> set[int]:
    """The columns (from 0) of the cells of a row that are marked."""
    letters = (
        place.rstrip("0123456789") for place in places if place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == str(number)
    )
    return {column_number(one) - 1 for one in letters}


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, look: Any, day: Any) -> None:
    match cell:
        case None:
            sheet.write_blank(row, column, None, look)
        case bool():
            sheet.write_boolean(row, column, cell, look)
        case int() | float():
            sheet.write_number(row, column, cell, look)
        case datetime() | date():
            sheet.write_datetime(row, column, cell, day)
        case UnclearCell():
            write_text(sheet, row, column, cell.shown, look)
        case str():
            write_text(sheet, row, column, cell, look)


def _write_list(book: Any, found: ReturnedSheets) -> None:
    sheet = book.add_worksheet(found.title)
    bold, wrapped = make_style(book, bold=True), make_style(book, text_wrap=True)
    for place, (_, width) in enumerate(COLUMNS):
        sheet.set_column(place, place, width)
        write_text(sheet, 0, place, found.headings[place], bold)
    for number, fault in enumerate(found.faults, start=1):
        for place, text in enumerate(fault.cells()):
            write_text(sheet, number, place, text, wrapped)
