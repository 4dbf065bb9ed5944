"""What a workbook says of itself: its sheets, its texts, how its numbers are shown, where its dates begin."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import Any, Final

from cchc_rules.intake.archive import Archive
from cchc_rules.intake.limits import Limits
from cchc_rules.intake.markup import Element, elements, feed, local, parser, set_handlers
from cchc_rules.intake.table import refused

NUMBER: Final = ""
PERCENT: Final = "%"
DATE: Final = "date"
TIME: Final = "time"

_MAIN: Final = "xl/workbook.xml"
_BUILT_IN: Final = {
    **dict.fromkeys((9, 10), PERCENT),
    **dict.fromkeys((*range(14, 18), 22, *range(27, 37), *range(50, 59)), DATE),
    **dict.fromkeys((18, 19, 20, 21, 45, 46, 47), TIME),
}
_NOT_SHOWN_AS_CODE: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet by name, the part that holds it, and whether the office sees it."""

    name: str
    part: str
    visible: bool


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets in their order; ``kinds`` tell for each cell style how a number in it is meant.

    A kind is NUMBER, PERCENT, DATE, TIME, or a run of zeros: digits are filled up to that many, as in ids.
    """

    sheets: tuple[SheetPart, ...]
    kinds: tuple[str, ...]
    texts: tuple[str, ...]
    from_1904: bool


def read_workbook(archive: Archive, limits: Limits) -> Workbook:
    """The workbook without the cells of its sheets. Raises TableError when it has none."""
    main = _main_part(archive)
    if main not in archive:
        raise refused("sheet-format", archive.file)
    targets = _targets(archive, main)
    found = _elements(archive, main)
    sheets = tuple(_sheet(one, targets) for one in found if one.name == "sheet")
    kept = tuple(sheet for sheet in sheets if sheet.part in archive and "worksheets" in sheet.part.casefold())
    if not kept:
        raise refused("table-empty", archive.file)
    from_1904 = any(one.name == "workbookPr" and _is_on(one.attributes.get("date1904", "")) for one in found)
    return Workbook(kept, _kinds(archive, targets), _texts(archive, targets, limits), from_1904)


def unescaped(text: str) -> str:
    """The text with ``_x000D_`` and the like read as the characters they stand for."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _is_on(word: str) -> bool:
    return word in ("1", "true", "on")


def _main_part(archive: Archive) -> str:
    for one in _elements(archive, "_rels/.rels"):
        if one.attributes.get("Type", "").endswith("/officeDocument"):
            return one.attributes.get("Target", "").removeprefix("/")
    return _MAIN


def _elements(archive: Archive, part: str) -> list[Element]:
    if part not in archive:
        return []
    with archive.open(part) as handle:
        return elements(handle, archive.file)


def _targets(archive: Archive, main: str) -> dict[str, str]:
    """The parts the workbook refers to, by reference and, for those there is one of, by the last word of their type."""
    folder, name = posixpath.split(main)
    found: dict[str, str] = {}
    for one in _elements(archive, f"{folder}/_rels/{name}.rels"):
        target = one.attributes.get("Target", "")
        part = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[one.attributes.get("Id", "")] = part
        found.setdefault(one.attributes.get("Type", "").rpartition("/")[2], part)
    return found


def _sheet(element: Element, targets: dict[str, str]) -> SheetPart:
    given = element.attributes
    return SheetPart(
        given.get("name", ""), targets.get(given.get("id", ""), ""), given.get("state", "") in ("", "visible")
    )


def _kinds(archive: Archive, targets: dict[str, str]) -> tuple[str, ...]:
    codes: dict[str, str] = {}
    numbers: list[str] = []
    section = ""
    for one in _elements(archive, targets.get("styles", "")):
        if one.name == "numFmt":
            codes.setdefault(one.attributes.get("numFmtId", ""), one.attributes.get("formatCode", ""))
        elif one.name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            section = one.name
        elif one.name == "xf" and section == "cellXfs":
            numbers.append(one.attributes.get("numFmtId", "0"))
    known: dict[str, str] = {}
    for number in numbers:
        if number not in known:
            known[number] = _kind(number, codes)
    return tuple(known[number] for number in numbers)


def _kind(number: str, codes: dict[str, str]) -> str:
    if number in codes:
        return _kind_of_code(codes[number])
    return _BUILT_IN.get(int(number), NUMBER) if number.isdecimal() and len(number) < 6 else NUMBER


def _kind_of_code(code: str) -> str:
    """How a number with that format code is meant; quoted, escaped and bracketed parts show no value."""
    first = code[:1024].partition(";")[0]
    elapsed = re.search(r"\[(?:h+|m+|s+)\]", first, re.IGNORECASE)
    bare = _NOT_SHOWN_AS_CODE.sub("", first).casefold()
    if "general" in bare:
        return NUMBER
    if set(bare) & set("dy"):
        return DATE
    if elapsed or set(bare) & set("hs"):
        return TIME
    if "m" in bare:
        return DATE
    if "%" in bare:
        return PERCENT
    return bare if len(bare) > 1 and set(bare) == {"0"} else NUMBER


def _texts(archive: Archive, targets: dict[str, str], limits: Limits) -> tuple[str, ...]:
    """The shared texts, runs of one text joined, reading aids left out."""
    part = targets.get("sharedStrings", "")
    if part not in archive:
        return ()
    collector = _TextCollector(limits, archive.file)
    made = parser()
    set_handlers(made, collector.start, collector.end, collector.text)
    with archive.open(part) as handle:
        feed(handle, made, archive.file)
    return tuple(collector.texts)


class _TextCollector:
    """Handlers that gather the texts of the shared strings."""

    def __init__(self, limits: Limits, file: str) -> None:
        self.limits = limits
        self.file = file
        self.texts: list[str] = []
        self.pieces: list[str] = []
        self.length = 0
        self.reading = False
        self.aside = False

    def start(self, name: str, attributes: Any) -> None:
        """A text begins, or a part of one."""
        match local(name):
            case "si":
                if len(self.texts) == self.limits.strings:
                    raise refused("sheet-limit", self.file, variant="strings", limit=self.limits.strings)
                self.pieces, self.length = [], 0
            case "t":
                self.reading = not self.aside
            case "rPh":
                self.aside = True

    def text(self, piece: str) -> None:
        """A piece of the text."""
        if self.reading:
            self.length += len(piece)
            if self.length > self.limits.text:
                raise refused("sheet-limit", self.file, variant="text", limit=self.limits.text)
            self.pieces.append(piece)

    def end(self, name: str) -> None:
        """A text is complete."""
        match local(name):
            case "si":
                self.texts.append(unescaped("".join(self.pieces)))
            case "t":
                self.reading = False
            case "rPh":
                self.aside = False
