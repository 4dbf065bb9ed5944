"""An .xlsx or .xlsm workbook → its sheets, streamed: openpyxl's texts, styles and dates, our reading of a cell's type.

openpyxl's own parser of cells is not asked: it takes a boolean 2 for yes and 1_000 for 1000, and lets the last of two
cells of one address win.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element

from cchc_rules.intake.cells import (
    FORMULA,
    STRUCK,
    Area,
    Cell,
    CellStyle,
    Grid,
    SheetRow,
    UnclearCell,
    parse_number,
    read_day,
    read_number,
)
from cchc_rules.intake.formats import Kind, NumberFormat, format_of
from cchc_rules.intake.guard import Archive, open_archive
from cchc_rules.intake.limits import Limits
from cchc_rules.intake.stamp import STAMP_NAME
from cchc_rules.intake.table import refuse
from cchc_rules.problems import import_optional

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROW, _CELL, _VALUE, _FORMULA = (f"{_MAIN}{name}" for name in ("row", "c", "v", "f"))
_SHEETS, _SHEET_DATA, _MERGES, _COLUMNS = (f"{_MAIN}{name}" for name in ("sheets", "sheetData", "mergeCells", "cols"))
_ITEM, _TEXT = f"{_MAIN}si", f"{_MAIN}t"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ON: Final = ("1", "true", "on")
_OFF: Final = ("0", "false", "off")
_TRUTHS: Final = {"1": True, "true": True, "0": False, "false": False}
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RANGE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_INDEX: Final = re.compile("[0-9]{1,8}")
_LETTERS: Final = re.compile("[A-Z]{1,3}")
_PLAIN: Final = CellStyle()
_UNKNOWN: Final = CellStyle(NumberFormat(Kind.UNCLEAR))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet by name, the part that holds it, and whether the office sees it."""

    name: str
    part: str
    visible: bool


def list_sheet_parts(archive: Archive) -> list[tuple[str, str]]:
    """The sheets of a workbook by name, each with the part that holds it."""
    main = _main_part(archive)
    root = archive.tree(main)
    return [] if root is None else [(one.name, one.part) for one in _sheets(root, _targets(archive, main))]


@dataclass(frozen=True, slots=True)
class _Workbook:
    """What all sheets share. ``recomputes`` says that no formula was computed by who wrote the file."""

    texts: Sequence[Cell]
    styles: Sequence[CellStyle]
    from_1904: bool
    recomputes: bool


def read_xlsx(path: Path, content: bytes, limits: Limits) -> Iterator[Grid]:
    """The sheets of a workbook, empty ones too.

    Raises TableError when the file breaks a limit or is damaged: as soon as it does, so that nothing read before holds.
    Memory: the shared texts, and the cells of one sheet at a time.
    """
    import_optional("openpyxl", extra="excel")
    with open_archive(path, content, limits) as archive:
        main = _main_part(archive)
        root = archive.tree(main)
        if root is None:
            raise refuse("sheet-format", archive.file)
        targets = _targets(archive, main)
        listed = root.find(_SHEETS)
        if listed is not None and len(listed) > limits.sheets:
            raise refuse("sheet-limit", archive.file, variant="sheets", limit=limits.sheets)
        sheets = [one for one in _sheets(root, targets) if one.part in archive and "worksheets" in one.part.casefold()]
        if not sheets:
            raise refuse("table-empty", archive.file)
        names = root.find(f"{_MAIN}definedNames")
        stamp = next((one.text or "" for one in _children(names) if one.get("name") == STAMP_NAME), "")
        properties = root.find(f"{_MAIN}workbookPr")
        calculation = root.find(f"{_MAIN}calcPr")
        shared = _Workbook(
            _read_texts(archive, targets.get("sharedStrings", "")),
            _read_styles(archive, targets.get("styles", "")),
            properties is not None and properties.get("date1904", "") in _ON,
            calculation is not None and calculation.get("fullCalcOnLoad", "0") not in _OFF,
        )
        for sheet in sheets:
            grid = _read_sheet(archive, shared, sheet)
            grid.stamp = stamp
            yield grid


def _children(element: Element | None) -> Iterable[Element]:
    """Those of an element that may not be there. (Whether an element is true is whether it has children, for now.)"""
    return () if element is None else element


def _main_part(archive: Archive) -> str:
    for one in _children(archive.tree("_rels/.rels")):
        if one.get("Type", "").endswith("/officeDocument"):
            return one.get("Target", "").removeprefix("/")
    return "xl/workbook.xml"


def _targets(archive: Archive, main: str) -> dict[str, str]:
    """The parts the workbook refers to, by reference and, for those there is one of, by the last word of their type."""
    folder, name = posixpath.split(main)
    found: dict[str, str] = {}
    for one in _children(archive.tree(f"{folder}/_rels/{name}.rels")):
        target = one.get("Target", "")
        part = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[one.get("Id", "")] = part
        found.setdefault(one.get("Type", "").rpartition("/")[2], part)
    return found


def _sheets(root: Element, targets: dict[str, str]) -> list[_Sheet]:
    return [
        _Sheet(one.get("name", ""), targets.get(one.get(_RELATION, ""), ""), one.get("state", "") in ("", "visible"))
        for one in _children(root.find(_SHEETS))
    ]


def _read_texts(archive: Archive, part: str) -> list[Cell]:
    """The shared texts, runs of one text joined, reading aids left out; one with a struck-out run is unclear."""
    if part not in archive:
        return []
    from openpyxl.cell.text import Text

    found: list[Cell] = []
    for _, item in archive.branches(part, 1):
        if item.tag != _ITEM:
            continue
        if len(found) == archive.limits.strings:
            raise refuse("sheet-limit", archive.file, variant="strings", limit=archive.limits.strings)
        if len(item) == 1 and item[0].tag == _TEXT:
            found.append(_hold_text(item[0].text or "", archive))
        else:
            found.append(_read_rich(Text.from_tree(item), archive))
    return found


def _read_rich(rich: Any, archive: Archive) -> Cell:
    """The text of several runs; unclear where one that holds something is struck out."""
    if any(run.rPr is not None and run.rPr.strike and (run.t or "").strip() for run in rich.r):
        return STRUCK
    return _hold_text(rich.content, archive)


def _hold_text(text: str, archive: Archive) -> str | None:
    if len(text) > archive.limits.text:
        raise refuse("sheet-limit", archive.file, variant="text", limit=archive.limits.text)
    return unescape(text) or None


def unescape(text: str) -> str:
    """The text with ``_x000D_`` and the like read as the characters they stand for."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _read_styles(archive: Archive, part: str) -> list[CellStyle]:
    """The cell formats of the workbook; formats of tables and rules for colours (differential ones) are none."""
    root = archive.tree(part)
    if root is None:
        return []
    from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
    from openpyxl.styles.stylesheet import Stylesheet

    sheet = Stylesheet.from_tree(root)
    codes = dict(enumerate(sheet.number_formats, BUILTIN_FORMATS_MAX_SIZE))
    formats = {
        number: format_of(number, codes, BUILTIN_FORMATS) for number in {one.numFmtId for one in sheet.cell_styles}
    }
    fonts = [(bool(font.strike), font.name or "") for font in sheet.fonts]
    return [
        CellStyle(formats[one.numFmtId], *(fonts[one.fontId] if one.fontId < len(fonts) else (False, "")))
        for one in sheet.cell_styles
    ]


def _read_sheet(archive: Archive, workbook: _Workbook, sheet: _Sheet) -> Grid:
    grid = Grid(sheet.name, visible=sheet.visible)
    reader = _RowReader(grid, workbook, archive)
    for section, element in archive.branches(sheet.part, 2):
        if element.tag == _ROW and section == _SHEET_DATA:
            reader.read_row(element)
        elif section == _MERGES and (area := _area(element.get("ref", ""), archive.limits)) is not None:
            grid.merged.append(area)
        elif section == _COLUMNS and element.get("hidden", "0") not in _OFF:
            first, last = int(element.get("min", "1")), int(element.get("max", "1"))
            grid.hidden_columns.update(range(first, min(last, archive.limits.columns) + 1))
    return grid


def _area(reference: str, limits: Limits) -> Area | None:
    found = _RANGE.fullmatch(reference)
    if found is None:
        return None
    left, top = column_number(found[1]), int(found[2])
    right = min(column_number(found[3]), limits.columns) if found[3] else left
    return Area(top, left, int(found[4]) if found[4] else top, right)


def column_number(letters: str) -> int:
    """The number (from 1) of the column under the letters (A to ZZZ) a spreadsheet shows."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class _RowReader:
    """Reads the rows of one sheet into its grid."""

    def __init__(self, grid: Grid, workbook: _Workbook, archive: Archive) -> None:
        self.grid = grid
        self.workbook = workbook
        self.archive = archive
        self.spilled: list[Area] = []
        self.letters: dict[str, int] = {}
        self.number = self.column = 0

    def read_row(self, element: Element) -> None:
        """Adds the row where it holds something. Raises TableError for what is out of order or beyond a limit."""
        given = element.get("r")
        number = self.number + 1 if given is None else int(given) if _INDEX.fullmatch(given) else 0
        if number <= self.number:
            raise refuse("sheet-broken", self.archive.file)
        self.number, self.column = number, 0
        cells: list[Cell] = []
        for one in element:
            if one.tag == _CELL:
                self._place(one.get("r"))
                if len(one) and (value := self._read_cell(one)) is not None:
                    self._add(cells, value)
        if cells:
            if number > (limit := self.archive.limits.rows):
                raise refuse("sheet-limit", self.archive.file, variant="rows", limit=limit)
            self.grid.rows.append(SheetRow(number, cells, element.get("hidden", "0") not in _OFF))

    def _place(self, reference: str | None) -> None:
        """Moves to the column of a cell; without a reference it follows the one before, empty ones counted too."""
        if reference is None:
            self.column += 1
            return
        letters = reference.rstrip("0123456789")
        column = self.letters.get(letters)
        if column is None:
            column = column_number(letters) if _LETTERS.fullmatch(letters) else 0
            self.letters[letters] = column
        if column <= self.column or reference[len(letters) :] != str(self.number):
            raise refuse("sheet-broken", self.archive.file)
        self.column = column

    def _add(self, cells: list[Cell], value: Cell) -> None:
        limit = self.archive.limits.columns
        if self.column > limit:
            if isinstance(value, str) and not value.strip():
                return
            raise refuse("sheet-limit", self.archive.file, variant="columns", row=self.number, limit=limit)
        cells += [None] * (self.column - 1 - len(cells))
        cells.append(value)

    def _read_cell(self, element: Element) -> Cell:
        kind, text, formula = element.get("t", "n"), element.findtext(_VALUE), element.find(_FORMULA)
        index = int(element.get("s", "0"))
        style = self.workbook.styles[index] if index < len(self.workbook.styles) else _PLAIN if not index else _UNKNOWN
        if formula is not None or self.spilled:
            uncomputed = text is None or (not text and kind != "str")
            if formula is not None and (uncomputed or self.workbook.recomputes):
                # An array formula fills cells beside its own, in which no formula stands.
                area = _area(formula.get("ref", ""), self.archive.limits)
                if area is not None and formula.get("t") != "shared":
                    self.spilled.append(area)
                return FORMULA
            if any(self.number <= one.bottom and one.left <= self.column <= one.right for one in self.spilled):
                return FORMULA
        value = self._read_value(kind, text, element, style)
        return STRUCK if style.struck and value is not None else value

    def _read_value(self, kind: str, text: str | None, element: Element, style: CellStyle) -> Cell:
        """What a cell of a type holds; None for nothing."""
        match kind:
            case "n":
                number = parse_number(text.strip()) if text and text.strip() else None
                if number is None or isinstance(number, UnclearCell):
                    return number
                return read_number(number, style.format, from_1904=self.workbook.from_1904)
            case "s" | "str" | "inlineStr":
                found = self._text(kind, text, element)
                return style.read_text(found) if isinstance(found, str) else found
            case "b":
                truth = _TRUTHS.get((text or "").strip()) if text else None
                return UnclearCell("cell-boolean", "", text or "") if truth is None and text else truth
            case "e":
                return UnclearCell("error-cell", "", text or "#")
            case "d":
                return read_day(_iso_day(text), style.format) if text else None
            case _:
                return UnclearCell("cell-type", "", kind)

    def _text(self, kind: str, text: str | None, element: Element) -> Cell:
        if kind == "s":
            return self.workbook.texts[_index(text)] if text else None
        if kind == "str":
            return _hold_text(text or "", self.archive)
        from openpyxl.cell.text import Text

        inner = element.find(f"{_MAIN}is")
        return None if inner is None else _read_rich(Text.from_tree(inner), self.archive)


def _index(text: str) -> int:
    """The place of a shared text; ValueError, which is the error of a damaged file, for none."""
    if not _INDEX.fullmatch(text.strip()):
        raise ValueError(text)
    return int(text)


def _iso_day(text: str) -> object:
    from openpyxl.utils.datetime import from_ISO8601

    return from_ISO8601(text)
