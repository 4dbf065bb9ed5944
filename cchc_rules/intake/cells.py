"""The cells of a sheet: rows of typed values, and what a number in a cell means under its format."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import MAX_PREC, Context, Decimal
from typing import Final, TypeAlias, assert_never

from cchc_rules.intake.formats import Kind, NumberFormat
from cchc_rules.values import LARGEST_INTEGER


@dataclass(frozen=True, slots=True)
class UnclearCell:
    """A cell that holds something nobody may take for a value: the code of the problem, and what it shows."""

    code: str
    variant: str = ""
    shown: str = ""


Cell: TypeAlias = "str | int | float | bool | date | UnclearCell | None"
"""What a cell holds; a percent is its text in points (``85.5%``)."""

FORMULA: Final = UnclearCell("formula-without-value")
STRUCK: Final = UnclearCell("struck-out")

_WHOLE: Final = re.compile("-?[0-9]{1,15}")
_DECIMAL: Final = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?")
_MOST_DIGITS: Final = 17  # what tells one double from every other
_LAST_SERIAL: Final = 110_000  # a day of the year 2201
_TICKS: Final = {"ü": "x", "þ": "x", "P": "x", "R": "x"}
_TICK_FONTS: Final = {"wingdings": "üþ", "wingdings 2": "PR"}
_SYMBOL_FONTS: Final = ("wingdings", "webdings", "symbol", "marlett")


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

    def cell(self, index: int) -> Cell:
        """The cell of a column (from 0); None where the row ends before it."""
        return self.cells[index] if index < len(self.cells) else None


@dataclass(slots=True)
class Grid:
    """The rows of a sheet that hold something, its merged areas, its hidden columns (from 1).

    ``stamp`` is what stands under the name of a form's stamp in its workbook.
    """

    name: str
    rows: list[SheetRow] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    visible: bool = True
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class CellStyle:
    """What the look of a cell says of its content."""

    format: NumberFormat = field(default_factory=NumberFormat)
    struck: bool = False
    font: str = ""

    def read_text(self, text: str) -> Cell:
        """A text as it shows: a tick of a symbol font is a mark, anything else in such a font is nobody's letters."""
        if not self.format.shows_text:
            return UnclearCell("cell-format", "text", text)
        font = self.font.casefold()
        if not font.startswith(_SYMBOL_FONTS):
            return text
        mark = text.strip()
        if mark in _TICKS and mark in _TICK_FONTS.get(font, ""):
            return _TICKS[mark]
        return UnclearCell("symbol-font", "", text)


def parse_number(text: str) -> int | float | UnclearCell:
    """The number a file writes; whole ones as int. What is no decimal, or has over 17 digits, is unclear."""
    if _WHOLE.fullmatch(text):
        return int(text)
    if not _DECIMAL.fullmatch(text):
        return UnclearCell("cell-number", "", text)
    mantissa = text.lower().partition("e")[0].strip("+-").replace(".", "").strip("0")
    number = float(text)
    if len(mantissa) > _MOST_DIGITS or number in (float("inf"), float("-inf")):
        return UnclearCell("cell-number", "", text)
    return int(number) if number.is_integer() and abs(number) <= LARGEST_INTEGER else number


def read_number(number: int | float, format: NumberFormat, *, from_1904: bool) -> Cell:
    """What a number means under its format: itself, a percent, a date; unclear where the cell shows something else."""
    shows = format.shows_plus if number > 0 else format.shows_minus if number else format.shows_zero
    if not shows and format.kind not in (Kind.UNCLEAR, Kind.PARTIAL_DATE):
        return UnclearCell("cell-format", "" if number < 0 else "hidden")
    match format.kind:
        case Kind.NUMBER | Kind.PERCENT:
            if format.kind is Kind.PERCENT:
                return percent_points(number)
            is_filled = format.zeros and isinstance(number, int) and number >= 0
            return str(number).zfill(format.zeros) if is_filled else number
        case Kind.DATE:
            return day_of_serial(number, from_1904=from_1904)
        case Kind.PARTIAL_DATE:
            return UnclearCell("cell-format", "date")
        case Kind.TIME:
            minutes = round(number * 1440) if abs(number) < _LAST_SERIAL else 0
            return f"{minutes // 60}:{minutes % 60:02}"
        case Kind.NOTHING:
            return UnclearCell("cell-format", "hidden")
        case Kind.UNCLEAR:
            return UnclearCell("cell-format")
        case _ as never:
            assert_never(never)


def read_day(value: object, format: NumberFormat) -> Cell:
    """What a cell means that holds a date itself, not its serial number."""
    if format.kind not in (Kind.DATE, Kind.NUMBER) or isinstance(value, time | timedelta):
        return UnclearCell("cell-format", "date")
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return value if isinstance(value, date) else UnclearCell("cell-format", "date")


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
