"""``cchc-rules select``: ranks the candidates of a file, fills the places, and prints or writes who stands where."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final, get_args

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from cchc_rules.cli.output import tell_written
from cchc_rules.cli.progress import show_progress
from cchc_rules.cli.request import Request, takes_request
from cchc_rules.cli.rulesets import load_ruleset
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, FINDINGS, Terminal, pass_terminal
from cchc_rules.cli.terminal import page as whole_page
from cchc_rules.files import refuse_overwriting, whole_file
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.records.selection_record import record_selection
from cchc_rules.reports.report import Detail
from cchc_rules.reports.selection_report import (
    TEXT_FORMS,
    SelectionReport,
    find_selection_form,
    make_selection_report,
    write_selection_file,
    write_selection_text,
)
from cchc_rules.selection.selection import find_rule, select_rows
from cchc_rules.text import visible

FORMATS: Final = ("table", *TEXT_FORMS)
"""The forms that can be printed."""


@command("select")
@partial(takes_request, of="selection")
@option("--id", "id_header", key="option.id-header", metavar="HEADER", default="")
@option("-o", "--output", key="option.select-output", type=click.Path(path_type=Path))
@option("--record", key="option.select-record", type=click.Path(path_type=Path))
@option("--format", "form", key="option.format", type=click.Choice(FORMATS))
@option("--detail", key="option.detail", type=click.Choice(get_args(Detail)))
@pass_terminal
def run(
    terminal: Terminal,
    /,
    selection: str,
    output: Path | None,
    record: Path | None,
    form: str | None,
    detail: Detail | None,
    **asked: Any,
) -> int:
    """Prints the places, or writes them to a file, whole or not at all; ends with findings while some are open."""
    rule = find_rule(load_ruleset(asked["ruleset"]), selection)
    request = Request(category=rule.category, **asked)
    form = form or ("table" if output is None else find_selection_form(output))
    for target in (output, record):
        if target is not None:
            refuse_overwriting(request.files, target)
    program, table, sources = request.read(terminal)
    rows = show_progress(decide_rows(program, table, as_of=request.as_of), len(table.rows), terminal)
    chosen = select_rows(program, rule, tuple(rows), request.as_of)
    plain = request.report((program, table, sources), chosen.results, terminal.language)
    report = make_selection_report(replace(plain, detail=detail or "brief"), chosen)
    _write(report, form, output, terminal)
    if record is not None:
        with whole_file(record) as out:
            out.write(record_selection(chosen).to_json() + "\n")
    faulty = any(problem.severity == "error" for problem in table.problems)
    return FINDINGS if faulty or any(one.problems for one in chosen.results) else DONE


def _write(report: SelectionReport, form: str, output: Path | None, terminal: Terminal) -> None:
    if output is not None:
        write_selection_file(report, form, output)
        tell_written(output, len(report.results), report, terminal)
    elif form == "table":
        _print(report, terminal.out)
    else:
        write_selection_text(report, form, sys.stdout)


def _print(report: SelectionReport, page: Console) -> None:
    """The lists of the report, a line a candidate, and what they rest on."""
    with whole_page(page):
        page.print(Text(report.title, style="bold"))
        for heading in report.headings():
            page.print(Text(heading))
        for one in report.verdict_lists():
            page.print()
            page.print(Text(report.say("report.list", words=one.words, count=one.count), style="bold"))
            for line in one.lines:
                who = line.id if line.name == "–" else f"{line.name} ({line.id})"
                page.print(Padding(Text(f"{visible(who)}: {line.text}", overflow="fold"), (0, 0, 0, 2)))
        page.print()
        page.print(Text(report.say("footing.title"), style="bold"))
        for text in report.footing.lines(report.language):
            page.print(Padding(Text(text, overflow="fold"), (0, 0, 0, 2)))
