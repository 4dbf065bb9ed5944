"""``cchc-rules evaluate``: decides every candidate of a file and prints or writes what came of each."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from cchc_rules.cli.report import write_report
from cchc_rules.cli.request import Request, takes_request
from cchc_rules.cli.session import DONE, FINDINGS, Session, console, pass_session
from cchc_rules.cli.speaking import command, option
from cchc_rules.evaluation import INVALID, RowResult
from cchc_rules.files import whole_file
from cchc_rules.program.program import Program
from cchc_rules.tables.deciding import decide_rows
from cchc_rules.tables.results import write_csv, write_json, write_json_lines

FORMATS: Final = ("table", "json", "jsonl", "csv")
_ENDINGS: Final = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv"}


@command("evaluate")
@takes_request
@option("-o", "--output", key="option.output", type=click.Path(path_type=Path))
@option("--format", "form", key="option.format", type=click.Choice(FORMATS))
@option("--reasons", key="option.reasons", is_flag=True)
@pass_session
def run(session: Session, /, output: Path | None, form: str | None, reasons: bool, **asked: Any) -> int:
    """Prints the results, or writes them to a file, whole or not at all."""
    request = Request(**asked)
    program, table = request.read(session)
    results = list(decide_rows(program, table, as_of=request.as_of))
    form = form or (_ENDINGS.get(output.suffix.lower(), "table") if output is not None else "table")
    _write(program, results, form, output, session, as_of=request.as_of, reasons=reasons)
    faulty = any(problem.severity == "error" for problem in table.problems)
    return FINDINGS if faulty or any(result.status == INVALID for result in results) else DONE


def _write(
    program: Program,
    results: list[RowResult],
    form: str,
    output: Path | None,
    session: Session,
    *,
    as_of: date | None,
    reasons: bool,
) -> None:
    # A byte order mark makes spreadsheets read the Vietnamese of a CSV file as UTF-8.
    encoding = "utf-8-sig" if form == "csv" else "utf-8"
    with nullcontext(sys.stdout) if output is None else whole_file(output, encoding=encoding) as out:
        match form:
            case "json":
                write_json(program, results, out, session.language, as_of=as_of, reasons=reasons)
            case "jsonl":
                write_json_lines(results, out, session.language, reasons=reasons)
            case "csv":
                write_csv(program, results, out, session.language, reasons=reasons)
            case _:
                page = session.out if output is None else console(out)
                write_report(program, results, session.language, page, as_of=as_of, everyone=reasons)
    if output is not None:
        session.message(session.say("evaluate.written", path=output, count=len(results)))
