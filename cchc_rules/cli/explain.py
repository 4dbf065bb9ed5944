"""``cchc-rules explain``: the decision on one candidate of a file, with its reasons."""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any, Final

import click

from cchc_rules.cli.request import Request, takes_request
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, FINDINGS, Terminal, pass_terminal
from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.explanation import Explanation, explain
from cchc_rules.decisions.phrasing.evidence_words import find_stated
from cchc_rules.decisions.pictures.outcome_tree import draw_decision
from cchc_rules.decisions.traces.trace import plain_provenance
from cchc_rules.evaluation import RowResult
from cchc_rules.facts.identity import identify
from cchc_rules.files import refuse_overwriting
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.intake.table import Table, TableError
from cchc_rules.problems import Problem
from cchc_rules.reports.docx import write_letter
from cchc_rules.reports.html_source import EXPLANATION
from cchc_rules.reports.remedy_blocks import add_remedies
from cchc_rules.reports.report import Report
from cchc_rules.text import nearest, visible

FORMATS: Final = ("text", "markdown", "html", "svg", "json")


@command("explain")
@takes_request
@option("--id", "id_", key="option.id", required=True)
@option("--id-column", "id_header", key="option.id-header", metavar="HEADER", default="")
@option("--full", key="option.full", is_flag=True)
@option("--remedies", "with_remedies", key="option.with-remedies", is_flag=True)
@option("--format", "form", key="option.explain-format", type=click.Choice(FORMATS), default=FORMATS[0])
@option("-o", "--output", key="option.explain-output", type=click.Path(path_type=Path))
@pass_terminal
def run(
    terminal: Terminal, /, id_: str, full: bool, with_remedies: bool, form: str, output: Path | None, **asked: Any
) -> int:
    """Prints the explanation; a candidate whose row cannot be read is told by its problems only."""
    request = Request(**asked)
    if output is not None:
        if output.suffix.lower() != ".docx":
            raise TableError([Problem("output-option", None, {"option": "--output", "endings": ".docx"})])
        refuse_overwriting(request.files, output)
    program, table, sources = request.read(terminal)
    results = list(decide_rows(program, find_candidate(table, id_), as_of=request.as_of))
    report = request.report((program, table, sources), results, terminal.language)
    report = replace(report, remedies=with_remedies)
    if output is not None:
        write_letter(output, report)
        terminal.note(terminal.say("evaluate.written", path=output, count=len(results)))
    for result in results if output is None else ():
        _print(result, report, form, terminal, full=full)
    if any(fact.path == "as_of" for one in results if one.decision for fact in one.decision.missing_facts):
        terminal.note(terminal.say("explain.give-as-of"))
    return FINDINGS if any(result.problems for result in results) else DONE


def find_candidate(table: Table, id_: str) -> Table:
    """The table with the rows of that candidate; TableError with a suggestion when there is none."""
    rows = tuple(row for row in table.rows if row.id is not None and identify(row.id) == identify(id_))
    if rows:
        return replace(table, rows=rows)
    known = [row.id for row in table.rows if row.id is not None]
    raise TableError([Problem("unknown-candidate", None, {"id": visible(id_), "nearest": nearest(id_, known)})])


def _print(result: RowResult, report: Report, form: str, terminal: Terminal, *, full: bool) -> None:
    decision, footing = result.decision, report.footing
    if decision is None:
        for problem in result.problems:
            terminal.message(terminal.remark(problem, footing.program))
        return
    explanation = explain(decision, terminal.language, full=full, footing=footing)
    if report.remedies:
        explanation = add_remedies(explanation, decision)
    if form == "json":
        provenance = {path: plain_provenance(one) for path, one in find_stated(decision).items()}
        plain = {**explanation.to_dict(), "provenance": provenance, "footing": footing.to_dict()}
        terminal.result(json.dumps(plain, ensure_ascii=False, indent=2))
    elif form == "svg":
        terminal.result(draw_decision(decision, terminal.language).rstrip("\n"))
    else:
        terminal.result(_write(explanation, form, decision))


def _write(explanation: Explanation, form: str, decision: Decision) -> str:
    match form:
        case "markdown":
            return explanation.markdown().rstrip("\n")
        case "html":
            language = explanation.language
            who = escape(visible(decision.name or decision.id or decision.program.ruleset.id))
            picture = draw_decision(decision, language)
            return EXPLANATION.format(language=language, title=who, article=explanation.html(), picture=picture)
        case _:
            return str(explanation).rstrip("\n")
