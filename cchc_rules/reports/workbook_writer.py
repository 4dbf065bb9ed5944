"""An .xlsx file written whole or not at all, whose texts stay texts: no formula, no link, no number made of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from cchc_rules.files import whole_bytes
from cchc_rules.problems import import_optional
from cchc_rules.reports.scratch import scratch_folder

LONGEST_CELL: Final = 32_767
FONT: Final = "Times New Roman"
A4: Final = 9
_LINE_HEIGHT: Final = 1.12
"""Of the size of letters: Times New Roman reaches 0.891 above its line and 0.216 below; a point and a half is air."""
_HIGHEST: Final = 409
_MOST_LINES: Final = 30
_LETTERS_A_UNIT: Final = 1.15
"""A column is as wide as so many digits, 0.5 of the size each; letters of Vietnamese text take 0.43 of it."""
SMALL: Final = 9
"""The size of letters in lists."""
BORDER: Final = {"border": 1, "border_color": "#BFBFBF", "text_wrap": True}
HEADER: Final = {**BORDER, "bold": True, "bg_color": "#D9E2F3", "valign": "vcenter", "align": "center"}
_ROWS_FITTED: Final = 5_000
"""Up to how many rows get the height of their texts: beyond, nobody prints them and measuring takes seconds."""
_CREATED: Final = datetime(2000, 1, 1)


@contextmanager
def workbook_at(path: Path, *, title: str) -> Iterator[Any]:
    """An xlsxwriter workbook whose file stands at ``path`` when the block ends; rows of a sheet are written in order.

    Same content, same bytes. Raises MissingDependency without xlsxwriter, OutputError when disk or folder refuse.
    """
    xlsxwriter = import_optional("xlsxwriter", extra="excel")
    with whole_bytes(path) as handle, scratch_folder() as scratch:
        plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        book = xlsxwriter.Workbook(handle, {"constant_memory": True, "tmpdir": scratch, **plain})
        book.set_properties({"title": title, "created": _CREATED})
        book.formats[0].set_font_name(FONT)
        book.formats[0].set_font_size(11)
        try:
            yield book
            book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            cause = error.args[0] if error.args else None
            raise (cause if isinstance(cause, OSError) else OSError(str(error))) from error
        finally:
            for sheet in book.worksheets():  # an error leaves their temporary files open
                with suppress(OSError):
                    sheet.row_data_fh.close()


def make_style(book: Any, **looks: Any) -> Any:
    """A format of the workbook in the product's font."""
    return book.add_format({"font_name": FONT, "font_size": 11, "valign": "top", **looks})


def fitting(text: str) -> str:
    """The text, cut with ``…`` to what a cell of a spreadsheet holds."""
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def write_text(sheet: Any, row: int, column: int, text: str, look: Any = None) -> None:
    """Writes a cell as text whatever it begins with; an empty one only when it has a look."""
    if text:
        sheet.write_string(row, column, fitting(text), look)
    elif look is not None:
        sheet.write_blank(row, column, None, look)


_LONG_WORD: Final = 40
"""A word from here on that is not all letters is a hash or an address: its digits are a unit wide each."""


def fit_row(
    sheet: Any, row: int, texts: Sequence[str], widths: Sequence[int], *, least: int = 1, font_size: int = 11
) -> None:
    """Makes the row as high as its longest text needs when wrapped; to be called before the row is written."""
    # Widths count digits of the workbook's 11 points; smaller letters are as many more.
    lines = max(
        (_count_lines(text, width * 11 / font_size) for text, width in zip(texts, widths, strict=False)), default=1
    )
    sheet.set_row(row, min(_HIGHEST, round(_LINE_HEIGHT * font_size * max(least, lines) + 1.5, 1)))


def _count_lines(text: str, width: float) -> int:
    """How many lines a text takes in a column, words kept whole."""
    room, lines = width * _LETTERS_A_UNIT, 0
    for line in fitting(text).split("\n")[:_MOST_LINES]:
        used, lines = 0.0, lines + 1
        for word in line.split(" "):
            length = len(word) * (_LETTERS_A_UNIT if len(word) > _LONG_WORD and not word.isalpha() else 1)
            if used and used + 1 + length > room:
                used, lines = 0.0, lines + 1
            used += length + (1 if used else 0)
            lines, used = lines + int(used // room), used % room
            if lines > _MOST_LINES:
                return lines
    return lines


def set_up_print(
    sheet: Any, footer: str, *, header_rows: tuple[int, int] | None = (0, 0), across: bool = True, shrink: bool = False
) -> None:
    """Prints the sheet on A4, the header on every page, page numbers below.

    With ``shrink`` one page is as wide as the sheet, however small its letters get; without, they keep their size.
    """
    if across:
        sheet.set_landscape()
    sheet.set_paper(A4)
    if shrink:
        sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.3, right=0.3, top=0.35, bottom=0.5)
    sheet.set_footer(f"&C&9{footer}")
    if header_rows is not None:
        sheet.repeat_rows(*header_rows)


def write_head(book: Any, sheet: Any, heads: Sequence[str], widths: Sequence[int], *, row: int = 0) -> None:
    """A row of heads in bold, and the widths of the columns below them."""
    style = make_style(book, **HEADER, font_size=SMALL)
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width)
    fit_row(sheet, row, heads, [max(1, width - 1) for width in widths])
    for index, head in enumerate(heads):
        write_text(sheet, row, index, head, style)


def fit_small(sheet: Any, row: int, texts: Sequence[str], widths: Sequence[int]) -> None:
    """Makes the row as high as its texts need at the small size, where somebody may print it."""
    if row <= _ROWS_FITTED:
        fit_row(sheet, row, texts, widths, font_size=SMALL)
