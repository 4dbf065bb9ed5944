"""`evaluate --return`: the clerk's own workbook handed back with what is to be corrected."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cchc_rules.cli.request import Request
from cchc_rules.cli.terminal import Terminal
from cchc_rules.evaluation import RowResult
from cchc_rules.files import refuse_overwriting
from cchc_rules.intake.book import SPREADSHEET_ENDINGS
from cchc_rules.intake.table import Table, TableError
from cchc_rules.problems import Problem
from cchc_rules.program.program import Program
from cchc_rules.reports.returned import return_workbook


def refuse_return(returned: Path, request: Request, output: Path | None) -> None:
    """Raises TableError unless one workbook is to be handed back to another file, which is no file of this run."""
    if returned.suffix.lower() != ".xlsx":
        raise TableError([Problem("output-option", None, {"option": "--return", "endings": ".xlsx"})])
    refuse_overwriting((*request.files, *([] if output is None else [output])), returned)
    files = request.candidate_files
    if len(files) != 1 or files[0].suffix.lower() not in SPREADSHEET_ENDINGS:
        raise TableError([Problem("return-file")])


def hand_back(
    returned: Path,
    request: Request,
    program: Program,
    table: Table,
    results: Sequence[RowResult],
    terminal: Terminal,
) -> None:
    """Writes the workbook and says what is to be corrected, and what of it could not be copied."""
    found = return_workbook(request.candidate_files[0], returned, program, table, results, terminal.language)
    terminal.note(terminal.say("returned.written", path=returned, count=found.faults))
    if found.rebuilt:
        terminal.message(terminal.say("returned.rebuilt"))
    if found.left_out:
        kinds = ", ".join(terminal.say(f"returned.kind.{one}") for one in found.left_out)
        terminal.message(terminal.say("returned.left-out", kinds=kinds))
