"""``cchc-rules evaluate``: decides every candidate of a file and prints or writes what came of each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any, Final, get_args

import click

from cchc_rules.cli.handing_back import hand_back, refuse_return
from cchc_rules.cli.large import ENGINES, Large, decide_large
from cchc_rules.cli.output import FORMATS, form_of, write_output
from cchc_rules.cli.progress import show_progress, tell_rate
from cchc_rules.cli.recording import record_results, refuse_taken
from cchc_rules.cli.request import Request, takes_request
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, FINDINGS, Terminal, pass_terminal
from cchc_rules.evaluation import INVALID, RowResult, cross_checked
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.reports.report import Detail

FAILURES: Final = ("", "ineligible", "undetermined", "deferred")
"""What ``--fail-on`` calls each verdict code, whatever the ruleset decides."""


@command("evaluate")
@takes_request
@option("--id", "id_header", key="option.id-header", metavar="HEADER", default="")
@option("-o", "--output", key="option.output", type=click.Path(path_type=Path))
@option("--format", "form", key="option.format", type=click.Choice(FORMATS))
@option("--detail", key="option.detail", type=click.Choice(get_args(Detail)))
@option("--template", key="option.report-template", type=click.Path(path_type=Path))
@option("--reasons", key="option.reasons", is_flag=True)
@option("--remedies", "with_remedies", key="option.report-remedies", is_flag=True)
@option("--return", "returned", key="option.return", type=click.Path(path_type=Path), metavar="FILE")
@option("--fail-on", key="option.fail-on", type=click.Choice((*FAILURES[1:], INVALID)), multiple=True)
@option("--records", "store", key="option.evaluate-records", metavar="STORE")
@option("--cross-check", key="option.cross-check", is_flag=True)
@option("--engine", key="option.engine", type=click.Choice(ENGINES), default=ENGINES[0], show_default=True)
@pass_terminal
def run(
    terminal: Terminal,
    /,
    output: Path | None,
    form: str | None,
    detail: Detail | None,
    template: Path | None,
    reasons: bool,
    with_remedies: bool,
    returned: Path | None,
    fail_on: tuple[str, ...],
    store: str | None,
    cross_check: bool,
    engine: str,
    **asked: Any,
) -> int:
    """Prints the results, or writes them to a file, whole or not at all."""
    request, started, form = Request(**asked), monotonic(), form_of(output, form, detail=detail, template=template)
    if returned is not None:
        refuse_return(returned, request, output)
    refuse_taken(request.files if template is None else (*request.files, template), store, output)
    if engine != ENGINES[0]:
        wanted = Large(request, engine, output, form, reasons, cross_check, store)
        counts = decide_large(wanted, terminal)
        failed = {FAILURES.index(one) for one in fail_on if one != INVALID}
        *verdicts, invalid = counts
        return FINDINGS if invalid or any(count for place, count in enumerate(verdicts) if place in failed) else DONE
    program, table, sources = request.read(terminal)
    results = list(show_progress(decide_rows(program, table, as_of=request.as_of), len(table.rows), terminal))
    tell_rate(len(results), started, terminal)
    if cross_check:
        count = 0
        for place, result in enumerate(results):
            if result.decision is not None:
                results[place] = replace(result, decision=cross_checked(result.decision))
                count += 1
        terminal.note(terminal.say("evaluate.cross-checked", count=count))
    report = replace(
        request.report((program, table, sources), results, terminal.language),
        all_reasons=reasons or detail == "full",
        detail=detail or "brief",
        read=len(table.rows),
        remedies=with_remedies,
        checkpoint=record_results(store, results, terminal),
    )
    write_output(report, form, output, terminal, template)
    if returned is not None:
        hand_back(returned, request, program, table, results, terminal)
    faulty = any(problem.severity == "error" for problem in table.problems)
    return FINDINGS if faulty or any(_fails(result, fail_on) for result in results) else DONE


def _fails(result: RowResult, fail_on: tuple[str, ...]) -> bool:
    """Whether a result makes the command end with findings: an invalid row always does."""
    if result.status == INVALID or result.decision is None:
        return True
    return FAILURES[result.decision.verdict_code] in fail_on
