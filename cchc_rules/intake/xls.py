"""An .xls workbook of Excel 97 to 2003 → its sheets, read by xlrd with its formats."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

from cchc_rules.intake.cells import STRUCK, Area, Cell, CellStyle, Grid, SheetRow, UnclearCell, read_number
from cchc_rules.intake.formats import read_format
from cchc_rules.intake.guard import contain_breakage
from cchc_rules.intake.limits import Limits
from cchc_rules.intake.table import refuse
from cchc_rules.problems import import_optional
from cchc_rules.values import LARGEST_INTEGER


def read_xls(path: Path, content: bytes, limits: Limits) -> Iterator[Grid]:
    """The sheets of a workbook, empty ones too.

    The file says of no cell whether a formula stands in it. Raises TableError when it is damaged, encrypted or beyond a
    limit. Memory: some hundred times the file, which is therefore bounded more tightly than an ``.xlsx``.
    """
    file = str(path)
    if len(content) > limits.old_file:
        raise refuse("sheet-limit", file, variant="old", limit=limits.old_file)
    xlrd = import_optional("xlrd", extra="excel")
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise refuse("sheet-format", file, variant="old")
    with contain_breakage(file, xlrd.XLRDError, xlrd.compdoc.CompDocError):
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, on_demand=True, ragged_rows=True, logfile=StringIO()
        )
        for index, name in enumerate(book.sheet_names()):
            yield _SheetReader(book, book.sheet_by_index(index), limits, file).read(name)
            book.unload_sheet(index)


class _SheetReader:
    """Reads one sheet of a book."""

    def __init__(self, book: Any, sheet: Any, limits: Limits, file: str) -> None:
        self.book = book
        self.sheet = sheet
        self.limits = limits
        self.file = file
        self.styles: dict[int, CellStyle] = {}

    def read(self, name: str) -> Grid:
        """The cells of the sheet."""
        sheet = self.sheet
        grid = Grid(name, visible=sheet.visibility == 0)
        for number in range(sheet.nrows):
            cells = self._row(number)
            if cells:
                info = sheet.rowinfo_map.get(number)
                grid.rows.append(SheetRow(number + 1, cells, bool(info is not None and info.hidden)))
        grid.merged = [Area(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
        grid.hidden_columns = {number + 1 for number, info in sheet.colinfo_map.items() if info.hidden}
        return grid

    def _row(self, number: int) -> list[Cell]:
        cells: list[Cell] = []
        for column in range(self.sheet.row_len(number)):
            value = self._cell(number, column)
            if value is not None:
                cells += [None] * (column - len(cells))
                cells.append(value)
        return cells

    def _cell(self, row: int, column: int) -> Cell:
        """What a cell holds; types are those of BIFF, as xlrd numbers them."""
        value = self.sheet.cell_value(row, column)
        style = self._style(self.sheet.cell_xf_index(row, column))
        found: Cell
        match self.sheet.cell_type(row, column):
            case 1:
                found = self._text(str(value), row, column, style)
            case 2 | 3:
                number = int(value) if value.is_integer() and abs(value) <= LARGEST_INTEGER else value
                found = read_number(number, style.format, from_1904=self.book.datemode == 1)
            case 4:
                found = bool(value) if value in (0, 1) else UnclearCell("cell-boolean", "", str(value))
            case 5:
                found = UnclearCell("error-cell", "", "#")
            case _:
                return None
        return STRUCK if style.struck and found is not None else found

    def _text(self, text: str, row: int, column: int, style: CellStyle) -> Cell:
        if len(text) > self.limits.text:
            raise refuse("sheet-limit", self.file, variant="text", limit=self.limits.text)
        runs = self.sheet.rich_text_runlist_map.get((row, column), ())
        if any(self.book.font_list[font].struck_out for _, font in runs):
            return STRUCK
        return style.read_text(text) if text else None

    def _style(self, index: int) -> CellStyle:
        if index not in self.styles:
            look = self.book.xf_list[index]
            font = self.book.font_list[look.font_index]
            code = self.book.format_map[look.format_key].format_str
            self.styles[index] = CellStyle(read_format(code), bool(font.struck_out), font.name)
        return self.styles[index]
