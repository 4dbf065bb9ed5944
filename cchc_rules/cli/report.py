"""The results of a file as a page for people: a table of verdicts, how many of each, the reasons behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cchc_rules.cli.session import page as whole_page
from cchc_rules.decisions.decision import Decision, Finding
from cchc_rules.decisions.phrasing.sayings import write_date
from cchc_rules.evaluation import INVALID, RowResult
from cchc_rules.phrases import phrase
from cchc_rules.problems import Place, Problem
from cchc_rules.program.program import Program
from cchc_rules.reports.texts import partial_notes, told
from cchc_rules.text import visible
from cchc_rules.values import OUTCOMES, UNKNOWN, UNMET, Outcome

_STYLES: Final = ("green", "red", "yellow")
_INVALID_STYLE: Final = "magenta"
_LONGEST_NAME: Final = 200
_WIDTH_OF_COUNTS: Final = 72
_WIDTH_OF_NAMES: Final = 48
_TELLING: Final = (OUTCOMES[UNMET], OUTCOMES[UNKNOWN])


def write_report(
    program: Program,
    results: Sequence[RowResult],
    language: str,
    page: Console,
    *,
    as_of: date | None = None,
    everyone: bool = False,
) -> None:
    """Writes the page to the console's file; ``everyone`` gives the reasons of the favourable too."""
    with whole_page(page):
        _print_head(program, language, page, as_of)
        page.print(_verdicts(results, language, page.width))
        page.print()
        page.print(_summary(program, results, language))
        _print_partial(results, language, page)
        shown = [result for result in results if everyone or _needs_reasons(result)]
        if shown:
            page.print()
            page.print(Text(phrase("report.reasons", language), style="bold"))
        for result in shown:
            _print_reasons(result, language, page, everyone=everyone)


def _needs_reasons(result: RowResult) -> bool:
    return bool(result.problems) or result.decision is None or not result.decision.favourable


def _print_head(program: Program, language: str, page: Console, as_of: date | None) -> None:
    page.print(Text(program.ruleset.title.within(language), style="bold"))
    dated = phrase("report.as-of", language, date=write_date(as_of, language)) if as_of else ""
    page.print(Text(f"{program.category.title.within(language)}{dated}"))
    page.print()


def _print_partial(results: Iterable[RowResult], language: str, page: Console) -> None:
    """What the text leaves to other documents, printed when anybody is found favourable."""
    for note in dict.fromkeys(note for result in results for note in partial_notes(result, language)):
        page.print(Text(phrase("report.partial", language, note=note), style="italic"))


def _verdicts(results: Iterable[RowResult], language: str, width: int) -> Table:
    """A row a candidate; a narrow page does without the counts, a very narrow one without the names."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(phrase("result.row", language), justify="right", no_wrap=True)
    shown = ("id", "name", "verdict") if width >= _WIDTH_OF_NAMES else ("id", "verdict")
    for key in shown:
        table.add_column(phrase(f"result.{key}", language), overflow="fold")
    for outcome in Outcome if width >= _WIDTH_OF_COUNTS else ():
        table.add_column(phrase(f"report.{outcome}", language), justify="right")
    for result in results:
        id, name = (Text(visible(text or "–", longest=_LONGEST_NAME)) for text in (result.id, result.name))
        cells = (id, name, _verdict(result, language)) if "name" in shown else (id, _verdict(result, language))
        counts = _counted(result.decision) if width >= _WIDTH_OF_COUNTS else ()
        table.add_row(str(result.row), *cells, *counts)
    return table


def _counted(decision: Decision | None) -> list[str]:
    if decision is None:
        return [""] * len(OUTCOMES)
    counts = Counter(finding.outcome for finding in decision.findings)
    return [str(counts[outcome] or "·") for outcome in Outcome]


def _verdict(result: RowResult, language: str) -> Text:
    style = _INVALID_STYLE
    if result.status != INVALID and result.decision is not None:
        style = _STYLES[result.decision.verdict_code]
    return Text(phrase(f"verdict.{result.status}", language), style=style)


def _summary(program: Program, results: Sequence[RowResult], language: str) -> Text:
    counts = Counter(result.status for result in results)
    order = (*(verdict.value for verdict in program.ruleset.decides.verdicts), INVALID)
    parts = [f"{phrase(f'verdict.{status}', language)}: {counts[status]}" for status in order]
    total = phrase("report.total", language, count=len(results))
    return Text("; ".join([total, *parts]), style="bold")


def _print_reasons(result: RowResult, language: str, page: Console, *, everyone: bool) -> None:
    page.print()
    who = result.name or result.id or phrase("problem.row", language, row=result.row)
    title = Text(visible(f"{who} ({result.id})" if result.name and result.id else who, longest=_LONGEST_NAME), "bold")
    page.print(title + Text(": ") + _verdict(result, language))
    for problem in result.problems:
        labels = {} if result.decision is None else _labels(result.decision.program, language)
        page.print(_indented(_problem(problem, language, labels), 2))
    if result.decision is not None and not result.problems:
        _print_findings(result.decision, language, page, everyone=everyone)


def _labels(program: Program, language: str) -> dict[str, str]:
    return {fact.name: fact.label.within(language) for fact in program.category.facts}


def _problem(problem: Problem, language: str, labels: Mapping[str, str]) -> str:
    """What is wrong and what to do, with the label of the fact before the path to it."""
    path = problem.where.path if isinstance(problem.where, Place) else None
    label = labels.get((path or "").partition("[")[0].partition(".")[0], "")
    if label and label != path and isinstance(problem.where, Place):
        problem = replace(problem, where=replace(problem.where, path=f"{label} ({path})"))
    helped = problem.help(language)
    return f"{told(problem, language)}; {helped}" if helped else told(problem, language)


def _print_findings(decision: Decision, language: str, page: Console, *, everyone: bool) -> None:
    for number, (finding, reason) in enumerate(
        zip(decision.findings, decision.reasons(language), strict=True), start=1
    ):
        if not everyone and finding.outcome not in _TELLING:
            continue
        title, outcome = finding.title.within(language), phrase(f"outcome.{finding.outcome}", language)
        places = "; ".join(clause.at.within(language) for clause in finding.clauses)
        page.print(_indented(f"{number}. {title}: {outcome}", 2))
        page.print(_indented(finding.headline(language) if _has_telling_members(finding) else reason, 5))
        _print_members(finding, language, page, 5)
        page.print(_indented(f"({places})", 5))


def _print_members(finding: Finding, language: str, page: Console, indent: int) -> None:
    """Why members of a group are not met or not known, where the group is not met or not known for it."""
    if not _has_telling_members(finding):
        return
    for member in finding.members:
        if member.outcome in _TELLING:
            told = member.headline(language) if _has_telling_members(member) else member.reason(language)
            page.print(_indented(f"– {member.title.within(language)}: {told}", indent))
            _print_members(member, language, page, indent + 2)


def _has_telling_members(finding: Finding) -> bool:
    """Whether the finding is of a group that is not met or not known, whose members are told below it."""
    return finding.outcome in _TELLING and any(member.outcome in _TELLING for member in finding.members)


def _indented(text: str, columns: int) -> Padding:
    return Padding(Text(text, overflow="fold"), (0, 0, 0, columns))
