"""Workbooks for tests: made with openpyxl as offices fill them, or raw part by part as no office would."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import xlsxwriter

from cchc_rules.intake.reader import read_rows
from cchc_rules.intake.table import Table, TableError
from cchc_rules.language.loader import load_text
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program

RULESET = """
language: 1
id: sheets
version: 1.0.0
title: {vi: Phong trào trên bảng tính, en: A campaign in sheets}
issuer: {vi: Phường, en: The ward}
decides: eligibility
sources:
  call:
    title: {vi: Lời kêu gọi, en: The call}
    published: 2022-01-01
    number: 12/KH
    clauses:
      a: {at: {vi: Điểm 1, en: Point 1}, says: {vi: Không ai bị kỷ luật., en: Nobody is disciplined.}}
      b: {at: {vi: Điểm 2, en: Point 2}, says: {vi: Lời mở đầu., en: An opening.}, left_out: {vi: mở đầu, en: opening}}
scales:
  rating:
    {levels: [Trung bình, Khá, Tốt], unranked: [Không xếp loại], issuer: {vi: Phường, en: The ward}, year: 2021}
categories:
  office:
    title: {vi: Phòng, en: Office}
    facts:
      disciplined: {type: boolean, label: {vi: Có người bị kỷ luật, en: Somebody was disciplined}}
      rating: {type: grade, scale: rating, label: {vi: Xếp loại năm 2021, en: Rating}}
      area: {type: choice, options: [Nội thành, Ngoại thành], label: {vi: Địa bàn, en: Area}}
      staff: {type: integer, min: 0, label: {vi: Số cán bộ, en: Staff}, help: {vi: Tính đến cuối năm., en: At the end.}}
      score: {type: number, decimals: 3, min: -5, label: {vi: Điểm, en: Score}}
      on_time: {type: percent, label: {vi: Tỷ lệ hồ sơ đúng hạn, en: On time}}
      reported: {type: date, label: {vi: Ngày báo cáo, en: Reported}}
      remark: {type: text, label: {vi: Nhận xét, en: Remark}, kind: judged, judge: {vi: Phòng Nội vụ, en: The office}}
      initiatives:
        type: list
        min_items: 0
        key: title
        each: {vi: sáng kiến, en: initiative}
        label: {vi: Sáng kiến, en: Initiatives}
        items:
          title: {type: text, label: {vi: Tên sáng kiến, en: Title}}
          lawful: {type: boolean, label: {vi: Hợp pháp, en: Lawful}}
      units:
        type: list
        key: unit
        each: {vi: đơn vị, en: unit}
        label: {vi: Các đơn vị giải quyết hồ sơ trong kỳ báo cáo, en: Units}
        items:
          unit: {type: text, label: {vi: Tên bộ phận, en: Unit}}
          fields:
            type: list
            key: field
            each: {vi: lĩnh vực, en: field}
            label: {vi: Lĩnh vực, en: Fields}
            items:
              field: {type: text, label: {vi: Tên lĩnh vực, en: Field}}
              share: {type: percent, label: {vi: Tỷ lệ, en: Share}}
    criteria:
      - id: nobody-disciplined
        title: {vi: Không ai bị kỷ luật, en: Nobody was disciplined}
        source: call/a
        require: not disciplined
      - id: rated
        title: {vi: Xếp loại từ Khá trở lên, en: Rated Khá or higher}
        source: call/a
        any:
          - {id: by-rating, title: {vi: Theo xếp loại, en: By rating}, require: rating >= "Khá"}
          - {id: by-time, title: {vi: Theo tỷ lệ, en: By share}, require: on_time >= 85.5}
"""


@cache
def program() -> Program:
    """The program of the offices above."""
    return compile(load_text(RULESET), "office")


def read(path: Path, **more: Any) -> Table:
    """The table of a workbook of offices."""
    return read_rows(path, program().category, **more)


def refusal(path: Path, **more: Any) -> list[str]:
    """The keys of the problems for which a workbook is refused; every one has words."""
    try:
        read(path, **more)
    except TableError as error:
        return [problem.key for problem in error.problems if problem.render_line("vi") and problem.render_line("en")]
    return []


def book(path: Path, rows: Iterable[Iterable[Any]], *, fill: Callable[[Any, Any], None] | None = None) -> Path:
    """A workbook of one sheet with those rows; ``fill`` is called with the workbook and the sheet before saving."""
    made = openpyxl.Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(list(row))
    if fill is not None:
        fill(made, sheet)
    made.save(path)
    return path


def add(made: Any, title: str, rows: Iterable[Iterable[Any]]) -> Any:
    """Adds a sheet with those rows."""
    sheet = made.create_sheet(title)
    for row in rows:
        sheet.append(list(row))
    return sheet


def computed(path: Path, rows: Iterable[Iterable[Any]]) -> Path:
    """A workbook as a spreadsheet program saves it, whose formulas have the values given as (formula, value)."""
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet()
    for number, row in enumerate(rows):
        for index, cell in enumerate(row):
            if isinstance(cell, tuple):
                sheet.write_formula(number, index, cell[0], None, cell[1])
            elif cell is not None:
                sheet.write(number, index, cell)
    made.close()
    return changed(path, {"xl/workbook.xml": lambda text: text.replace(' fullCalcOnLoad="1"', "")})


def changed(path: Path, parts: dict[str, Callable[[str], str | bytes]]) -> Path:
    """The workbook with some parts rewritten."""
    content = BytesIO(path.read_bytes())
    with ZipFile(content) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for one in old.infolist():
            text = old.read(one)
            change = parts.get(one.filename)
            new.writestr(one.filename, text if change is None else change(text.decode()))
    return path


def sheet_xml(inner: str) -> Callable[[str], str]:
    """Puts rows into a sheet's XML."""
    return lambda text: re.sub(r"<sheetData>.*</sheetData>|<sheetData ?/>", lambda _: inner, text, flags=re.DOTALL)
