"""``cchc-rules roster``: the list of those who pass, or who are taken, to stand under a decision."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cchc_rules.cli.output import tell_written
from cchc_rules.cli.request import Request, takes_request
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, FINDINGS, Terminal, pass_terminal
from cchc_rules.files import refuse_overwriting
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.intake.table import TableError
from cchc_rules.problems import Problem
from cchc_rules.program.program import Program
from cchc_rules.reports.papers import find_paper_form, find_unit
from cchc_rules.reports.report import Report
from cchc_rules.reports.rosters import list_pending, write_roster_file
from cchc_rules.reports.selection_report import SelectionReport, make_selection_report
from cchc_rules.selection.selection import find_rule, select_rows


@command("roster")
@takes_request
@option("--id", "id_header", key="option.id-header", metavar="HEADER", default="")
@option("-o", "--output", key="option.roster-output", type=click.Path(path_type=Path), required=True)
@option("--selection", key="option.roster-selection", metavar="NAME")
@option("--unit", key="option.unit", metavar="FACT")
@pass_terminal
def run(terminal: Terminal, /, output: Path, selection: str | None, unit: str | None, **asked: Any) -> int:
    """Writes the list, whole or not at all; ends with findings while somebody may still come onto it."""
    request = Request(**asked)
    find_paper_form(output)
    refuse_overwriting(request.files, output)
    program, table, sources = request.read(terminal)
    if unit is not None:
        find_unit(program, unit)
    results = list(decide_rows(program, table, as_of=request.as_of))
    report = request.report((program, table, sources), results, terminal.language)
    if selection is not None:
        report = _choose(program, selection, report)
    tell_written(output, write_roster_file(report, output, unit=unit), report, terminal)
    return FINDINGS if list_pending(report) else DONE


def _choose(program: Program, name: str, report: Report) -> SelectionReport:
    """The report of a selection over the results; TableError for a selection of another category."""
    rule = find_rule(program.ruleset, name)
    if rule.category != program.category.id:
        raise TableError([Problem("selection-elsewhere", None, {"selection": name, "category": rule.category})])
    chosen = select_rows(program, rule, tuple(report.results), report.as_of)
    return make_selection_report(report, chosen)
