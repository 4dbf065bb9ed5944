"""The ruleset of the doors' cases, and small files made for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from cchc_rules.evaluation import RowResult
from cchc_rules.intake.reader import read_rows
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.intake.table import Table, TableError
from cchc_rules.language.loader import load_text
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from tests.intake.sheets import changed, sheet_xml

SHEET = "xl/worksheets/sheet1.xml"
HEADER = ("Mã", "Đạt chuẩn", "Bị kỷ luật", "Số vụ")

_RULESET = """
language: 1
id: doors
version: 1.0.0
title: {vi: Phong trào năm 2022, en: A campaign of 2022}
issuer: {vi: Phường, en: The ward}
decides: eligibility
sources:
  call:
    title: {vi: Lời kêu gọi, en: The call}
    published: 2022-01-01
    clauses: {a: {at: {vi: Điểm 1, en: Point 1}, says: {vi: Đạt chuẩn., en: Good.}}}
categories:
  office:
    title: {vi: Phòng, en: Office}
    facts:
      good: {type: boolean, label: {vi: Đạt chuẩn, en: Good}}
      punished: {type: boolean, label: {vi: Bị kỷ luật, en: Punished}}
      cases: {type: integer, min: 0, label: {vi: Số vụ, en: Cases}}
%s
    criteria:
      - {id: good, title: {vi: Đạt chuẩn, en: Good}, source: call/a, require: good}
      - {id: not-punished, title: {vi: Không kỷ luật, en: Not punished}, source: call/a, require: not punished}
      - {id: no-cases, title: {vi: Không có vụ việc, en: No cases}, source: call/a, require: cases == 0}
"""


def ruleset_text(more: str = "") -> str:
    """The ruleset of the cases; ``more`` are further facts, each on a line of its own."""
    return _RULESET % "".join(f"      {line}\n" for line in more.splitlines())


@cache
def program(more: str = "") -> Program:
    """The program of the cases."""
    return compile(load_text(ruleset_text(more)), "office")


def made(path: Path, rows: Iterable[Iterable[Any]], *, formats: Mapping[str, str] | None = None) -> Path:
    """A workbook of one sheet with those rows; ``formats`` are number formats by cell."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in rows:
        sheet.append(list(row))
    for cell, code in (formats or {}).items():
        sheet[cell].number_format = code
    workbook.save(path)
    return path


def raw(path: Path, rows: str) -> Path:
    """A workbook whose sheet holds the header of the cases and rows in the markup of a workbook."""
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in HEADER)
    return changed(made(path, [HEADER]), {SHEET: sheet_xml(f"<sheetData><row>{cells}</row>{rows}</sheetData>")})


def read(path: Path, *, more: str = "", **options: Any) -> Table:
    """The table of a file of the cases."""
    return read_rows(path, program(more).category, **options)


def decide(path: Path, *, more: str = "", **options: Any) -> dict[str | None, str]:
    """What comes of each candidate."""
    return {one.id: one.status for one in results(path, more=more, **options)}


def results(path: Path, *, more: str = "", **options: Any) -> list[RowResult]:
    """The result of every row."""
    return list(decide_rows(program(more), read(path, more=more, **options)))


def problems(path: Path, **options: Any) -> dict[str | None, list[tuple[str, str | None]]]:
    """The key and the cell of every problem of each candidate, each with words in both languages."""
    found = {}
    for one in results(path, **options):
        assert all(problem.render_line("vi") and problem.render_line("en") for problem in one.problems)
        found[one.id] = [(problem.key, getattr(problem.where, "cell", None)) for problem in one.problems]
    return found


def refusal(path: Path, **options: Any) -> list[str]:
    """The keys of the problems for which the file is refused; nothing when it is read."""
    try:
        read(path, **options)
    except TableError as error:
        return [problem.key for problem in error.problems if problem.render_line("vi") and problem.render_line("en")]
    return []


def remarks(path: Path, **options: Any) -> list[str]:
    """What is said of the file itself, in English."""
    return [problem.render_line("en") for problem in read(path, **options).problems]
