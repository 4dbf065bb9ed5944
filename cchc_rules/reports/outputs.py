"""Results as the kind of file its name ends like, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Final

from cchc_rules.evaluation import RowResult
from cchc_rules.files import whole_file
from cchc_rules.intake.table import TableError
from cchc_rules.problems import Problem
from cchc_rules.reports.docx import write_result_document
from cchc_rules.reports.docx_template import fill_template
from cchc_rules.reports.html import write_result_page
from cchc_rules.reports.parquet import write_parquet
from cchc_rules.reports.report import Detail, Report, make_results_report
from cchc_rules.reports.texts import write_csv, write_json, write_json_lines
from cchc_rules.reports.xlsx import write_result_workbook

DOCUMENTS: Final = ("html", "docx", "xlsx")
"""The forms a board signs; the others are data."""

FORMS: Final = {
    **{"": "table", ".txt": "table", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv"},
    **{".xlsx": "xlsx", ".parquet": "parquet", ".html": "html", ".htm": "html", ".docx": "docx"},
}
"""What form a file's ending stands for."""


def find_form(path: Path) -> str:
    """The form a file's name ends like. Raises TableError for an ending of none."""
    ending = path.suffix.lower()
    if ending not in FORMS:
        raise TableError([Problem("output-ending", None, {"ending": ending})])
    return FORMS[ending]


def write_report(
    results: Iterable[RowResult], path: Path | str, detail: Detail = "brief", language: str = "vi"
) -> None:
    """Writes what `evaluate_many` yields to a report (``.html .docx .xlsx``) or data (``.csv .json .jsonl .parquet``).

    All results are of one program and date. ``detail`` is ``brief``, a page or two with a list a verdict and an annex,
    or ``full``, with every reason and its evidence; data has no other detail than ``brief``. Raises ValueError for
    results of several programs or dates, or of none, TableError for another ending, OutputError when it cannot be
    written, MissingDependency without the package that writes it.
    """
    report, path = make_results_report(results, language, detail), Path(path)
    form = find_form(path)
    if form not in DOCUMENTS and (detail != "brief" or form == "table"):
        raise TableError([Problem("output-option", None, {"option": "detail", "endings": ".html, .docx, .xlsx"})])
    write_file(report, form, path)


def write_file(report: Report, form: str, path: Path, *, template: Path | None = None) -> None:
    """Writes the results in a form, whole or not at all; a document after ``template`` where one is given."""
    match form:
        case "xlsx":
            write_result_workbook(path, report)
        case "parquet":
            write_parquet(path, report)
        case "html":
            write_result_page(path, report)
        case "docx" if template is not None:
            fill_template(template, path, report)
        case "docx":
            write_result_document(path, report)
        case _:
            with open_text(path, form) as out:
                write_text_form(report, form, out)


def open_text(path: Path, form: str) -> AbstractContextManager[IO[str]]:
    """A text file to be; a mark of byte order makes spreadsheets read the Vietnamese of a CSV as UTF-8."""
    return whole_file(path, encoding="utf-8-sig" if form == "csv" else "utf-8")


def write_text_form(report: Report, form: str, out: IO[str]) -> None:
    """Writes the results as text."""
    match form:
        case "json":
            write_json(report, out)
        case "jsonl":
            write_json_lines(report, out)
        case "csv":
            write_csv(report, out)
        case _:
            raise ValueError(f"no text of the form {form!r}")
