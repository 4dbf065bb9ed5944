"""The results of a file as a page for people: a table of verdicts, how many of each, the reasons behind them."""

from __future__ import annotations

from collections import Counter
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cchc_rules.cli.terminal import page as whole_page
from cchc_rules.decisions.decision import Decision, Finding
from cchc_rules.decisions.scoring import list_missing_of_results, list_result_titles, list_results, say_result
from cchc_rules.evaluation import RowResult
from cchc_rules.phrases import phrase
from cchc_rules.reports.html import LONGEST_NAME
from cchc_rules.reports.report import TELLING, Report
from cchc_rules.reports.score_parts import count_grades
from cchc_rules.text import visible
from cchc_rules.values import INVALID, OUTCOMES, Outcome

_STYLES: Final = ("green", "red", "yellow", "blue")
_INVALID_STYLE: Final = "magenta"
_WIDTH_OF_COUNTS: Final = 72
_WIDTH_OF_NAMES: Final = 48
_WIDTH_OF_RESULT: Final = 14
_WIDTH_OF_OUTCOME: Final = 10
"""Of the heading of a count: one of two or three words then stands on two lines, and leaves room to names."""


def print_report(report: Report, page: Console) -> None:
    """Writes the page to the console's file; ``report.all_reasons`` gives the reasons of the favourable too."""
    with whole_page(page):
        page.print(Text(report.title, style="bold"))
        for heading in report.headings():
            page.print(Text(heading))
        page.print()
        verdicts = _list_verdicts(report, page.width)
        report.refuse_loss(verdicts.row_count)
        page.print(verdicts)
        page.print()
        counts = "; ".join(f"{words}: {count}" for _, words, count in report.statuses())
        total = report.say("report.total", count=len(report.results))
        page.print(Text(f"{total}; {counts}", style="bold"))
        for grade in count_grades(report):
            told = "; ".join(f"{words}: {count}" for words, count in grade.rows)
            page.print(Text(f"{grade.title} – {told}", style="bold"))
            if grade.note:
                page.print(Text(grade.note))
        for note in dict.fromkeys(note for result in report.results for note in report.notes(result)):
            page.print(Text(report.say("report.partial", note=note), style="italic"))
        reasoned = [
            one
            for one in report.results
            if report.all_reasons or one.problems or one.decision is None or not one.decision.favourable
        ]
        if reasoned:
            page.print()
            page.print(Text(report.say("report.reasons"), style="bold"))
        for result in reasoned:
            _print_reasons(result, report, page)
        page.print()
        page.print(Text(report.say("footing.title"), style="bold"))
        changes = report.footing.changes(report.language)
        for line in report.footing.lines(report.language):
            page.print(Padding(Text(line, "bold" if line in changes else "", overflow="fold"), (0, 0, 0, 2)))


def _list_verdicts(report: Report, width: int) -> Table:
    """A row a candidate with its grades and points; a narrow page does without the counts, then without the names."""
    results = list_result_titles(report.program, report.language)
    has_room = width >= _WIDTH_OF_COUNTS + _WIDTH_OF_RESULT * len(results)
    with_counts = has_room and bool(report.program.order)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(report.say("result.row"), justify="right", no_wrap=True)
    keys = ("id", "name", "verdict") if width >= _WIDTH_OF_NAMES else ("id", "verdict")
    for key in keys:
        table.add_column(report.say(f"result.{key}"), overflow="fold")
    for title in results.values():
        table.add_column(Text(title), overflow="fold")
    for outcome in Outcome if with_counts else ():
        table.add_column(report.say(f"report.{outcome}"), justify="right", max_width=_WIDTH_OF_OUTCOME)
    for result in report.results:
        id, who = (Text(visible(text or "–", longest=LONGEST_NAME)) for text in (result.id, result.name))
        verdict = _write_verdict(result, report.language)
        cells: tuple[Text, ...] = (id, who, verdict) if "name" in keys else (id, verdict)
        counts = _count_outcomes(result.decision) if with_counts else ()
        for name in results:
            came = None if result.decision is None else result.decision.results[name]
            cells += (Text("–" if came is None else say_result(came, report.language)),)
        table.add_row(str(result.row), *cells, *counts)
    return table


def _count_outcomes(decision: Decision | None) -> list[str]:
    if decision is None:
        return [""] * len(OUTCOMES)
    counts = Counter(finding.outcome for finding in decision.findings)
    return [str(counts[outcome] or "·") for outcome in Outcome]


def _write_verdict(result: RowResult, language: str) -> Text:
    style = _INVALID_STYLE
    if result.status != INVALID and result.decision is not None:
        style = _STYLES[result.decision.verdict_code]
    return Text(phrase(f"verdict.{result.status}", language), style=style)


def _print_reasons(result: RowResult, report: Report, page: Console) -> None:
    page.print()
    who = result.name or result.id or report.say("problem.row", row=result.row)
    title = Text(visible(f"{who} ({result.id})" if result.name and result.id else who, longest=LONGEST_NAME), "bold")
    page.print(title + Text(": ") + _write_verdict(result, report.language))
    for fault in report.faults(result):
        page.print(_indent(fault, 2))
    if result.decision is not None and not result.problems:
        _print_findings(result.decision, report.language, page, everyone=report.all_reasons)


def _print_findings(decision: Decision, language: str, page: Console, *, everyone: bool) -> None:
    for line in list_results(decision.results.values(), language):
        page.print(_indent(line, 2))
    if missing := list_missing_of_results(decision, language):
        page.print(_indent(phrase("report.missing", language, facts="; ".join(missing)), 2))
    for number, (finding, reason) in enumerate(
        zip(decision.findings, decision.reasons(language), strict=True), start=1
    ):
        if not everyone and finding.outcome not in TELLING:
            continue
        put_off = finding.criterion.defers and finding.outcome is Outcome.UNMET
        title = finding.title.within(language)
        outcome = phrase("explain.defers" if put_off else f"outcome.{finding.outcome}", language)
        places = "; ".join(clause.at.within(language) for clause in finding.clauses)
        page.print(_indent(f"{number}. {title}: {outcome}", 2))
        page.print(_indent(finding.headline(language) if _has_telling_members(finding) else reason, 5))
        _print_members(finding, language, page, 5)
        page.print(_indent(f"({places})", 5))


def _print_members(finding: Finding, language: str, page: Console, indent: int) -> None:
    """Why members of a group are not met or not known, where the group is not met or not known for it."""
    if not _has_telling_members(finding):
        return
    for member in finding.members:
        if member.outcome in TELLING:
            told = member.headline(language) if _has_telling_members(member) else member.reason(language)
            page.print(_indent(f"– {_entitle(member.title.within(language), told)}", indent))
            _print_members(member, language, page, indent + 2)


def _entitle(title: str, told: str) -> str:
    """A member's title with its reason, said once where the reason begins with it."""
    return told if told.casefold().startswith(f"{title}:".casefold()) else f"{title}: {told}"


def _has_telling_members(finding: Finding) -> bool:
    """Whether the finding is of a group that is not met or not known, whose members are told below it."""
    return finding.outcome in TELLING and any(member.outcome in TELLING for member in finding.members)


def _indent(text: str, columns: int) -> Padding:
    return Padding(Text(text, overflow="fold"), (0, 0, 0, columns))
