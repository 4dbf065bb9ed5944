"""One sheet of a workbook → its rows of typed cells, streamed within the limits; empty rows are left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import MAX_PREC, Context, Decimal
from enum import Enum
from typing import Any, Final, TypeAlias

from cchc_rules.intake.archive import Archive
from cchc_rules.intake.limits import Limits
from cchc_rules.intake.markup import feed, local, parser, set_handlers
from cchc_rules.intake.table import refused
from cchc_rules.intake.workbook import DATE, NUMBER, PERCENT, TIME, SheetPart, Workbook, unescaped
from cchc_rules.values import LARGEST_INTEGER


class Uncomputed(Enum):
    """A formula whose value the file does not hold."""

    FORMULA = "="


Cell: TypeAlias = "str | int | float | bool | date | Uncomputed | None"
"""What a cell holds; an error cell is its text (``#N/A``), a percent its text in points (``85.5%``)."""

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T00:00(?::00(?:\.0+)?)?)?")
_RANGE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_WHOLE: Final = re.compile("-?[0-9]{1,15}")
_LAST_SERIAL: Final = 110_000  # a day of the year 2201


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of merged cells, rows and columns from 1, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row by its number in the sheet; cells from column A on, None where there is nothing."""

    number: int
    cells: list[Cell]
    hidden: bool = False


@dataclass(slots=True)
class Grid:
    """The rows of a sheet that hold something, its merged areas, and its hidden columns (from 1)."""

    name: str
    rows: list[SheetRow] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)


def read_grid(archive: Archive, workbook: Workbook, sheet: SheetPart, limits: Limits) -> Grid:
    """The cells of a sheet. Raises TableError when it breaks a limit, as soon as it does.

    Cost: some microseconds a cell.
    """
    reading = _Reading(Grid(sheet.name), workbook, limits, archive.file)
    made = parser()
    set_handlers(made, reading.start, reading.end, reading.text)
    with archive.open(sheet.part) as handle:
        feed(handle, made, archive.file)
    return reading.grid


def column_number(letters: str) -> int:
    """The number (from 1) of the column under the letters a spreadsheet shows; 0 for none."""
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            return 0
        number = number * 26 + ord(letter) - 64
    return number


def as_number(text: str) -> int | float:
    """The number a file writes; whole ones as int. Raises ValueError for none."""
    if _WHOLE.fullmatch(text):
        return int(text)
    number = float(text)
    return int(number) if number.is_integer() and abs(number) <= LARGEST_INTEGER else number


def percent_points(number: float) -> str:
    """The text of a share in percent points with its sign: ``85.5%``; three decimals get a fourth, for no thousands."""
    points = format(Decimal(format(number, ".15g")).scaleb(2, Context(prec=MAX_PREC)), "f")
    if "." in points:
        points = points.rstrip("0").rstrip(".")
    whole, dot, fraction = points.partition(".")
    return f"{whole}{dot}{fraction}{'0' if len(fraction) == 3 else ''}%"


def day_of_serial(serial: float, *, from_1904: bool) -> date | str:
    """The date a serial number shows in a spreadsheet, with its time if it has one; text for what is no date.

    Serial 60 of the 1900 system shows 29/02/1900, which never was.
    """
    if not 0 <= serial <= _LAST_SERIAL or (serial < 1 and not from_1904):
        return format(serial, ".15g")
    days = int(serial)
    if days == 60 and not from_1904:
        return "29/02/1900"
    first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30 if days > 60 else 31)
    found = first + timedelta(days=days)
    if not (seconds := round((serial - days) * 86400)):
        return found
    return datetime(found.year, found.month, found.day) + timedelta(seconds=seconds)


def _clock(number: float) -> str:
    minutes = round(number * 1440) if abs(number) < _LAST_SERIAL else 0
    return f"{minutes // 60}:{minutes % 60:02}"


class _Reading:
    """The handlers that turn one sheet's XML into its grid."""

    def __init__(self, grid: Grid, workbook: Workbook, limits: Limits, file: str) -> None:
        self.grid = grid
        self.workbook = workbook
        self.limits = limits
        self.file = file
        self.columns: dict[str, int] = {}
        self.number = 0
        self.row_text = ""
        self.hidden = False
        self.cells: list[Cell] = []
        self.attributes: list[str] = []
        self.pieces: list[str] = []
        self.length = 0
        self.reading = self.aside = self.formula = self.valued = False
        self.names: dict[str, Callable[[Any], None]] = {
            **{"c": self._cell, "v": self._value, "row": self._row, "f": self._formula, "is": self._inline},
            **{"t": self._run, "rPh": self._aid, "mergeCell": self._merge, "col": self._column},
        }
        self.ends: dict[str, Callable[[], None]] = {
            **{"c": self._cell_ends, "v": self._stop, "t": self._stop, "row": self._row_ends, "rPh": self._aid_ends},
        }

    def start(self, name: str, attributes: Any) -> None:
        """An element begins."""
        if (begin := self.names.get(name) or self.names.get(local(name))) is not None:
            begin(attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        if (finish := self.ends.get(name) or self.ends.get(local(name))) is not None:
            finish()

    def text(self, piece: str) -> None:
        """A piece of text."""
        if self.reading:
            self.length += len(piece)
            if self.length > self.limits.text:
                raise refused("sheet-limit", self.file, variant="text", row=self.number, limit=self.limits.text)
            self.pieces.append(piece)

    def _row(self, attributes: list[str]) -> None:
        given = dict(zip(attributes[::2], attributes[1::2], strict=True))
        number = int(given.get("r", self.number + 1))
        if number <= self.number:
            raise refused("sheet-broken", self.file)
        self.number, self.row_text, self.cells = number, str(number), []
        self.hidden = given.get("hidden", "0") not in ("0", "false")

    def _row_ends(self) -> None:
        if self.cells:
            if self.number > self.limits.rows:
                raise refused("sheet-limit", self.file, variant="rows", limit=self.limits.rows)
            self.grid.rows.append(SheetRow(self.number, self.cells, self.hidden))
            self.cells = []

    def _cell(self, attributes: list[str]) -> None:
        self.attributes = attributes
        self.pieces = []
        self.length = 0
        self.formula = self.valued = False

    def _value(self, _: list[str]) -> None:
        self.reading = self.valued = True

    def _inline(self, _: list[str]) -> None:
        self.valued = True

    def _run(self, _: list[str]) -> None:
        self.reading = not self.aside

    def _stop(self) -> None:
        self.reading = False

    def _aid(self, _: list[str]) -> None:
        self.aside = True

    def _aid_ends(self) -> None:
        self.aside = False

    def _formula(self, _: list[str]) -> None:
        self.formula = True

    def _cell_ends(self) -> None:
        if not (self.valued or self.formula):
            self.attributes = []
            return
        attributes = self.attributes
        reference = style = kind = ""
        for index in range(0, len(attributes), 2):
            match attributes[index]:
                case "r":
                    reference = attributes[index + 1]
                case "s":
                    style = attributes[index + 1]
                case "t":
                    kind = attributes[index + 1]
        value = self._meant("".join(self.pieces), kind, style)
        if value is None:
            return
        cells, column = self.cells, self._placed(reference)
        if column <= len(cells):
            raise refused("sheet-broken", self.file)
        while len(cells) < column - 1:
            cells.append(None)
        cells.append(value)

    def _placed(self, reference: str) -> int:
        """The column of a cell; without a reference it follows the one before."""
        if not reference:
            column = len(self.cells) + 1
        elif reference.endswith(self.row_text):
            letters = reference[: -len(self.row_text)]
            column = self.columns.get(letters) or self.columns.setdefault(letters, column_number(letters[:8]))
        else:
            column = 0
        if column < 1:
            raise refused("sheet-broken", self.file)
        if column > self.limits.columns:
            raise refused("sheet-limit", self.file, variant="columns", row=self.number, limit=self.limits.columns)
        return column

    def _meant(self, text: str, kind: str, style: str) -> Cell:
        if kind == "s":
            return self.workbook.texts[int(text)] or None if text else None
        if self.formula and not (text or (self.valued and kind == "str")):
            return Uncomputed.FORMULA
        if kind in ("str", "inlineStr"):
            return unescaped(text) or None
        text = text.strip()
        if not text:
            return None
        match kind:
            case "b":
                return text == "1"
            case "e":
                return text
            case "d":
                return date.fromisoformat(text[:10]) if _DAY.fullmatch(text) else text
            case _:
                return self._number(as_number(text), style)

    def _number(self, number: int | float, style: str) -> Cell:
        shown = self.workbook.kinds[int(style)] if style and int(style) < len(self.workbook.kinds) else NUMBER
        match shown:
            case "":
                return number
            case _ if shown == PERCENT:
                return percent_points(number)
            case _ if shown == DATE:
                return day_of_serial(number, from_1904=self.workbook.from_1904)
            case _ if shown == TIME:
                return _clock(number)
            case _:
                return str(number).zfill(len(shown)) if isinstance(number, int) and number >= 0 else number

    def _merge(self, attributes: list[str]) -> None:
        given = dict(zip(attributes[::2], attributes[1::2], strict=True))
        if found := _RANGE.fullmatch(given.get("ref", "")):
            left, right = column_number(found[1]), min(column_number(found[3]), self.limits.columns)
            self.grid.merged.append(Area(int(found[2]), left, int(found[4]), right))

    def _column(self, attributes: list[str]) -> None:
        given = dict(zip(attributes[::2], attributes[1::2], strict=True))
        if given.get("hidden", "0") not in ("0", "false"):
            first, last = int(given.get("min", "1")), int(given.get("max", "1"))
            self.grid.hidden_columns.update(range(first, min(last, self.limits.columns) + 1))
