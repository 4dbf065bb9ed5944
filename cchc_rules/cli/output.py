"""Where the results of a file go: printed, or written whole as the kind of file its name ends like."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Final

from cchc_rules.cli.report import write_report
from cchc_rules.cli.session import Session, console
from cchc_rules.files import whole_file
from cchc_rules.intake.table import TableError
from cchc_rules.problems import Problem
from cchc_rules.reports.batch import Batch
from cchc_rules.reports.html import write_result_page
from cchc_rules.reports.parquet import write_parquet
from cchc_rules.reports.texts import write_csv, write_json, write_json_lines
from cchc_rules.reports.xlsx import write_result_workbook

FORMATS: Final = ("table", "json", "jsonl", "csv")
"""The forms that can be printed too."""

_ENDINGS: Final = {
    **{"": "table", ".txt": "table", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv"},
    **{".xlsx": "xlsx", ".parquet": "parquet", ".html": "html", ".htm": "html"},
}


def form_of(output: Path | None, asked: str | None) -> str:
    """The form asked for, else the one the file's name ends like. Raises TableError for an ending of no form."""
    if asked is not None or output is None:
        return asked or "table"
    ending = output.suffix.lower()
    if ending not in _ENDINGS:
        raise TableError([Problem("output-ending", None, {"ending": ending})])
    return _ENDINGS[ending]


def write_batch(batch: Batch, form: str, output: Path | None, session: Session) -> None:
    """Prints the results, or writes them to ``output``, whole or not at all, and says so."""
    match form:
        case "xlsx" if output is not None:
            write_result_workbook(output, batch)
        case "parquet" if output is not None:
            write_parquet(output, batch)
        case "html" if output is not None:
            write_result_page(output, batch)
        case _:
            _write_text(batch, form, output, session)
    if output is not None:
        tell_written(output, len(batch.results), session)


def tell_written(output: Path, count: int, session: Session) -> None:
    """Says where how many results stand now."""
    session.message(session.say("evaluate.written", path=output, count=count))


def _write_text(batch: Batch, form: str, output: Path | None, session: Session) -> None:
    program, results, language, reasons = batch.program, list(batch.results), batch.language, batch.all_reasons
    # A byte order mark makes spreadsheets read the Vietnamese of a CSV file as UTF-8.
    encoding = "utf-8-sig" if form == "csv" else "utf-8"
    with nullcontext(sys.stdout) if output is None else whole_file(output, encoding=encoding) as out:
        match form:
            case "json":
                write_json(program, results, out, language, as_of=batch.as_of, reasons=reasons)
            case "jsonl":
                write_json_lines(results, out, language, reasons=reasons)
            case "csv":
                write_csv(program, results, out, language, reasons=reasons)
            case _:
                page = session.out if output is None else console(out)
                write_report(program, results, language, page, as_of=batch.as_of, everyone=reasons)
