"""Draws the sheets that how-to pages show, from the workbooks themselves: ``python docs/draw_sheets.py``.

`tests/test_pictures.py` fails while a picture is not what the program makes of the example.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import wrap
from typing import Any, NamedTuple

import openpyxl
from openpyxl.utils import get_column_letter

import cchc_rules as cr
from cchc_rules.forms.ballot import list_questions, write_ballot
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.reports.returned import return_workbook

ROOT = Path(__file__).parents[1]
PICTURES = Path(__file__).parent / "how-to" / "pictures"
EXAMPLE = ROOT / "examples" / "office_table"
DAY = date(2022, 12, 15)
_LINE = 13
_LETTER = 5.6
"""Height of a line and width of a letter, in points of letters 10 high."""


class View(NamedTuple):
    """A part of a sheet: its rows and the columns with their widths."""

    rows: Sequence[int]
    widths: Mapping[int, int]


def pictures() -> dict[str, str]:
    """Every picture by the name of its file."""
    program = cr.compile(cr.load("quan-12-2022"), "agency")
    table = cr.read(program, EXAMPLE / "office.xlsx", map=EXAMPLE / "mapping.yaml")
    results = list(decide_rows(program, table, as_of=DAY))
    with TemporaryDirectory() as folder:
        returned, ballot = Path(folder, "returned.xlsx"), Path(folder, "ballot.xlsx")
        return_workbook(EXAMPLE / "office.xlsx", returned, program, table, results)
        write_ballot(ballot, program, list(list_questions(program, results, "vi")), [])
        office = openpyxl.load_workbook(EXAMPLE / "office.xlsx").active
        marked = openpyxl.load_workbook(returned)
        wide = {1: 34, 2: 44, 3: 118, **dict.fromkeys(range(4, 22), 62)}
        some = {1: 34, 2: 44, 3: 118, 12: 62, 13: 62, 14: 62, 15: 74}
        asked = dict(zip(range(1, 11), (50, 100, 150, 60, 100, 130, 70, 80, 76, 70), strict=True))
        return {
            "office-table.svg": draw(office, View(range(7, 19), wide)),
            "returned-table.svg": draw(marked.worksheets[0], View((7, 8, 11, 15, 16, 17), some)),
            "returned-list.svg": draw(
                marked.worksheets[1],
                View(range(1, 5), dict(zip(range(1, 7), (60, 120, 110, 40, 150, 300), strict=True))),
            ),
            "ballot.svg": draw(openpyxl.load_workbook(ballot).active, View((1, 2), asked)),
        }


def draw(sheet: Any, view: View) -> str:
    """The view as SVG: cells with their texts, merges, colours; comments stand below."""
    heights = {row: _height(sheet, row, view) for row in view.rows}
    notes = list(_notes(sheet, view))
    width = 30 + sum(view.widths.values())
    height = 18 + sum(heights.values()) + sum(_LINE * len(lines) + 4 for lines in notes)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="Liberation Sans, Arial, sans-serif" font-size="10">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *_heads(view),
        *_cells(sheet, view, heights),
    ]
    y = 18 + sum(heights.values())
    for lines in notes:
        parts += [
            f'<text x="34" y="{y + _LINE * (number + 1)}" fill="#9c2740">{escape(line)}</text>'
            for number, line in enumerate(lines)
        ]
        y += _LINE * len(lines) + 4
    return "\n".join([*parts, "</svg>", ""])


def _heads(view: View) -> Iterator[str]:
    x = 30
    for column, width in view.widths.items():
        yield _box(x, 0, width, 18, "#eeeeee", [get_column_letter(column)], bold=False)
        x += width


def _cells(sheet: Any, view: View, heights: Mapping[int, int]) -> Iterator[str]:
    covered, y = set(), 18
    for row in view.rows:
        yield _box(0, y, 30, heights[row], "#eeeeee", [str(row)], bold=False)
        x = 30
        for column, width in view.widths.items():
            if (row, column) not in covered:
                columns, rows = _span(sheet, row, column, view)
                covered |= {(one, other) for one in rows for other in columns}
                wide, high = sum(view.widths[one] for one in columns), sum(heights[one] for one in rows)
                cell = sheet.cell(row, column)
                fill = f"#{cell.fill.fgColor.rgb[-6:]}" if cell.fill.fill_type == "solid" else "#ffffff"
                lines = wrap(_text(cell.value), max(4, int((wide - 6) / _LETTER)))
                yield _box(x, y, wide, high, fill, lines, bold=bool(cell.font.bold))
            x += width
        y += heights[row]


def _span(sheet: Any, row: int, column: int, view: View) -> tuple[list[int], list[int]]:
    """The columns and rows of the view that the cell at a place spans."""
    for area in sheet.merged_cells.ranges:
        if area.min_row == row and area.min_col == column:
            columns = [one for one in view.widths if column <= one <= area.max_col]
            return columns, [one for one in view.rows if row <= one <= area.max_row]
    return [column], [row]


def _height(sheet: Any, row: int, view: View) -> int:
    lines = 1
    for column in view.widths:
        columns, rows = _span(sheet, row, column, view)
        wide = sum(view.widths[one] for one in columns)
        count = len(wrap(_text(sheet.cell(row, column).value), max(4, int((wide - 6) / _LETTER))))
        lines = max(lines, -(-count // len(rows)))
    return lines * _LINE + 6


def _notes(sheet: Any, view: View) -> Iterator[list[str]]:
    """The comments of the view's cells, each in lines."""
    width = int(sum(view.widths.values()) / _LETTER)
    for row in view.rows:
        for column in view.widths:
            cell = sheet.cell(row, column)
            if cell.comment is not None:
                yield wrap(f"{cell.coordinate}: {cell.comment.text}", width)


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime() | date():
            return value.strftime("%d/%m/%Y")
        case _:
            return " ".join(str(value).split())


def _box(x: int, y: int, width: int, height: int, fill: str, lines: Sequence[str], *, bold: bool) -> str:
    weight = ' font-weight="bold"' if bold else ""
    texts = "".join(
        f'<text x="{x + 3}" y="{y + _LINE * (number + 1)}"{weight}>{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{fill}" stroke="#b0b0b0"/>{texts}'


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    for name, text in pictures().items():
        (PICTURES / name).write_text(text, encoding="utf-8")
        sys.stdout.write(f"{name}\n")
