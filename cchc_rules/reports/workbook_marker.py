"""Run in a process of its own: a guarded copy of a workbook loaded whole, its faulty cells marked, saved again.

What a library drops of formulas, the values computed last, is put back as the copy has it, so that nobody has to open
the workbook in a spreadsheet program before it is read again.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element, fromstring, register_namespace, tostring
from zipfile import ZIP_DEFLATED, ZipFile

from cchc_rules.intake.guard import open_archive
from cchc_rules.intake.limits import DEFAULT_LIMITS
from cchc_rules.intake.probe import limit_memory
from cchc_rules.intake.xlsx import list_sheet_parts
from cchc_rules.problems import import_optional
from cchc_rules.reports.marks import AUTHOR, COLUMNS, MARK_COLOUR

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CELL, _VALUE, _FORMULA = (f"{{{_MAIN}}}{name}" for name in ("c", "v", "f"))
_COMMENT_SIZE: Final = (90, 260)
"""Height and width of a comment in points: four lines of a reason."""

_Values = dict[str, tuple[str | None, str | None]]


def main(source: str, target: str, wanted: str, memory: str) -> int:
    """Marks the copy; fails, in whatever way, where the library cannot load or save it."""
    limit_memory(int(memory))
    told = json.loads(Path(wanted).read_text(encoding="utf-8"))
    computed, recomputes = _read_computed(Path(source))
    openpyxl = import_optional("openpyxl", extra="excel")
    book = openpyxl.load_workbook(source, keep_links=False, rich_text=True)
    book.calculation.fullCalcOnLoad = recomputes
    _clear_marks(book)
    _mark_cells(book, told["comments"])
    _write_list(book, told)
    names = [sheet.title for sheet in book.worksheets]
    book.save(target)
    _put_back(Path(target), names, computed)
    return 0


def _read_computed(source: Path) -> tuple[Mapping[str, _Values], bool]:
    """By sheet and cell the kind and text of what each formula gave, and whether all are to be computed anew."""
    found: dict[str, _Values] = {}
    with open_archive(source, source.read_bytes(), DEFAULT_LIMITS) as archive:
        for name, part in list_sheet_parts(archive):
            if part not in archive:
                continue
            for _, row in archive.branches(part, 2):
                for cell in row.iter(_CELL):
                    if cell.find(_FORMULA) is not None:
                        found.setdefault(name, {})[cell.get("r", "")] = (cell.get("t"), cell.findtext(_VALUE))
        workbook = archive.tree("xl/workbook.xml")
        calculation = None if workbook is None else workbook.find(f"{{{_MAIN}}}calcPr")
        asked = "0" if calculation is None else calculation.get("fullCalcOnLoad", "0")
    return found, asked in ("1", "true")


def _clear_marks(book: Any) -> None:
    """Takes away the colour of cells that were marked before: what is still wrong is marked anew."""
    from openpyxl.styles import PatternFill

    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.has_style and str(cell.fill.fgColor.rgb).endswith(MARK_COLOUR):
                    cell.fill = PatternFill()


def _mark_cells(book: Any, comments: list[list[str]]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    fill = PatternFill("solid", fgColor=MARK_COLOUR)
    height, width = _COMMENT_SIZE
    for sheet, place, text in comments:
        cell = book[sheet][place]
        cell.fill = fill
        # A cell covered by a merge takes no comment; its area's first cell says it.
        if hasattr(cell, "hyperlink"):
            cell.comment = Comment(text, AUTHOR, height=height, width=width)


def _write_list(book: Any, told: Mapping[str, Any]) -> None:
    """The list of what is to be corrected, behind the clerk's sheets; one of an earlier time is replaced."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    title = told["title"]
    for name in [name for name in book.sheetnames if name.casefold() == title.casefold()]:
        del book[name]
    sheet = book.create_sheet(title)
    sheet.append(told["headings"])
    for number, cells in enumerate(told["faults"], start=2):
        for place, text in enumerate(cells, start=1):
            # A text of a clerk stays a text, whatever it begins with.
            cell = sheet.cell(number, place, ILLEGAL_CHARACTERS_RE.sub("", text))
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for place, (_, width) in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.cell(1, place).font = Font(bold=True)
    sheet.freeze_panes = "A2"


def _put_back(target: Path, names: list[str], computed: Mapping[str, _Values]) -> None:
    """Puts what formulas gave beside them again."""
    if not computed:
        return
    register_namespace("", _MAIN)
    with ZipFile(target) as saved:
        parts = {name: saved.read(name) for name in saved.namelist()}
    for number, name in enumerate(names, start=1):
        part = f"xl/worksheets/sheet{number}.xml"
        if name in computed:
            root = fromstring(parts[part])
            for cell in root.iter(_CELL):
                if cell.find(_FORMULA) is not None:
                    _set_value(cell, *computed[name].get(cell.get("r", ""), (None, None)))
            parts[part] = tostring(root, encoding="utf-8", xml_declaration=True)
    with ZipFile(target, "w", ZIP_DEFLATED) as whole:
        for name, content in parts.items():
            whole.writestr(name, content)


def _set_value(cell: Element, kind: str | None, text: str | None) -> None:
    value = cell.find(_VALUE)
    if value is not None:
        cell.remove(value)
    cell.attrib.pop("t", None)
    if kind is not None:
        cell.set("t", kind)
    if text is not None:
        value = Element(_VALUE)
        value.text = text
        cell.append(value)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
