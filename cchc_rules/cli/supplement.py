"""``cchc-rules supplement``: requests to complete the dossiers that cannot be decided, a file a candidate or unit."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from cchc_rules.cli.parameters import as_day
from cchc_rules.cli.request import Request, takes_request
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, Terminal, pass_terminal
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.reports.papers import PAPER_FORMS, find_unit
from cchc_rules.reports.supplements import list_supplements, write_supplement_files


@command("supplement")
@takes_request
@option("--id", "id_header", key="option.id-header", metavar="HEADER", default="")
@option(
    "-o", "--output", key="option.supplement-output", type=click.Path(path_type=Path, file_okay=False), required=True
)
@option("--due", key="option.due", metavar="DATE", callback=as_day)
@option("--unit", key="option.unit", metavar="FACT")
@option("--format", "form", key="option.supplement-form", type=click.Choice(PAPER_FORMS), default=PAPER_FORMS[0])
@option("--keep-others", key="option.keep-others", is_flag=True)
@pass_terminal
def run(
    terminal: Terminal,
    /,
    output: Path,
    due: date | None,
    unit: str | None,
    form: str,
    *,
    keep_others: bool,
    **asked: Any,
) -> int:
    """Writes the requests, each whole or not at all, and says how many of how many candidates."""
    request = Request(**asked)
    program, table, sources = request.read(terminal)
    if unit is not None:
        find_unit(program, unit)
    results = list(decide_rows(program, table, as_of=request.as_of))
    report = request.report((program, table, sources), results, terminal.language)
    supplements = list(list_supplements(report))
    written = write_supplement_files(
        report, supplements, output, due=due, unit=unit, form=form, keep_others=keep_others
    )
    terminal.note(terminal.say("supplement.written", count=len(written), path=output, candidates=len(supplements)))
    return DONE
