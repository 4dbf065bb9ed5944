"""The list of those who pass, or who are taken, to stand under a decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cchc_rules.decisions.decision import plain_facts
from cchc_rules.decisions.scoring import list_result_titles, say_result
from cchc_rules.evaluation import RowResult
from cchc_rules.reports.papers import (
    Paper,
    PaperBlock,
    PaperTable,
    PaperText,
    find_paper_form,
    find_unit,
    write_paper,
)
from cchc_rules.reports.report import FAULTY, Report, make_results_report
from cchc_rules.reports.selection_report import SelectionReport, make_report
from cchc_rules.selection.place_words import write_ends
from cchc_rules.selection.selection import Selection
from cchc_rules.values import FAVOURABLE

MOST_COLUMNS_OF_RESULTS: Final = 3
"""How many scores and grades have a column; the report has all."""

_PAGE: Final = 182
"""Millimetres across a page of A4 between margins of 14."""


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One who is on the list: the result, and the rank as it is written where there is one."""

    result: RowResult
    rank: str = ""
    group: str = ""


def list_roster(report: Report) -> list[RosterEntry]:
    """Those decided to pass, in the order of the file; of a selection those surely taken, by group and rank.

    Nobody with a problem, with an open or deferred verdict, or of whom it is open whether the place is his.
    """
    if isinstance(report, SelectionReport):
        places = [one for one in report.selection.places if one.standing == "in" and one.rank is not None]
        order = {group: number for number, group in enumerate(report.selection.quotas)}
        places.sort(key=lambda one: (order.get(one.group or "", len(order)), one.rank or (0, 0), one.row))
        found = [(report.selection.results[one.index], one) for one in places]
        return [RosterEntry(result, write_ends(place.rank or (0, 0)), place.group or "") for result, place in found]
    return [
        RosterEntry(one)
        for one in report.results
        if not one.problems and one.decision is not None and one.decision.verdict_code == FAVOURABLE
    ]


def write_roster(
    results: Iterable[RowResult] | Selection, path: Path | str, *, unit: str | None = None, language: str = "vi"
) -> None:
    """Writes the list of those who pass (of a selection: who is taken) as ``.docx`` or ``.html``.

    ``unit``, a fact that is a text or a choice, puts the list in parts. Raises ValueError for results of several
    programs or dates, TableError for another ending or unit, OutputError, MissingDependency.
    """
    path = Path(path)
    if isinstance(results, Selection):
        write_roster_file(make_report(results, language=language), path, unit=unit)
    else:
        write_roster_file(make_results_report(results, language), path, unit=unit)


def write_roster_file(report: Report, path: Path, *, unit: str | None = None) -> int:
    """Writes the list of a report, whole or not at all; gives how many are on it."""
    form, entries = find_paper_form(path), list_roster(report)
    write_paper(_make_paper(report, entries, unit), form, path)
    return len(entries)


def _make_paper(report: Report, entries: list[RosterEntry], unit: str | None) -> Paper:
    say, language = report.say, report.language
    of = say("roster.of", category=report.program.category.title.within(language), words=report.statuses()[0][1])
    if isinstance(report, SelectionReport):
        of = report.selection.rule.title.within(language)
    blocks: list[PaperBlock] = [PaperText(one, heading=True) for one in _list_remarks(report, len(entries))]
    groups, number = _group(report, entries, unit), 0
    for heading, own in groups:
        if heading:
            blocks.append(PaperText(heading, heading=True))
        blocks.append(_make_table(report, own, number))
        number += len(own)
    blocks.append(PaperText(say("roster.count", count=number) if number else say("roster.empty")))
    subtitles = (of, report.title, say("roster.under"))
    return Paper(language, say("roster.title"), subtitles, tuple(blocks), tuple(report.footing.lines(language)))


def list_pending(report: Report) -> list[tuple[str, int]]:
    """Who may still come onto the list, in words with a count: open, put off, with faulty data; of a selection open."""
    kinds = ("open",) if isinstance(report, SelectionReport) else ("open", "later", FAULTY)
    statuses = zip(report.kinds(), report.statuses(), strict=True)
    return [(words, count) for kind, (_, words, count) in statuses if count and kind in kinds]


def _list_remarks(report: Report, listed: int) -> Iterator[str]:
    """What is to be known before it is signed: who is not on it yet, changed parameters, what the text leaves open."""
    if pending := [f"{words}: {count}" for words, count in list_pending(report)]:
        yield report.say("roster.not-listed", statuses="; ".join(pending))
    for change in report.footing.changes(report.language):
        yield report.say("footing.warning", change=change)
    notes = dict.fromkeys(note for result in report.results for note in report.notes(result)) if listed else ()
    yield from (report.say("report.partial", note=note) for note in notes)


def _group(report: Report, entries: list[RosterEntry], unit: str | None) -> list[tuple[str, list[RosterEntry]]]:
    """The parts of the list with their headings: by unit where one is named, else by the group of a selection."""
    label = "" if unit is None else find_unit(report.program, unit).label.within(report.language)
    groups: dict[str, list[RosterEntry]] = {}
    for one in entries:
        value: object = one.group
        if unit is not None and one.result.decision is not None:
            value = plain_facts(one.result.decision.program.facts, one.result.decision.values)[unit]
        heading = "–" if value is None else str(value)
        groups.setdefault(report.say("roster.group", label=label, value=heading) if unit else heading, []).append(one)
    return list(groups.items())


def _make_table(report: Report, entries: list[RosterEntry], before: int) -> PaperTable:
    titles = dict(list(list_result_titles(report.program, report.language).items())[:MOST_COLUMNS_OF_RESULTS])
    ranked = isinstance(report, SelectionReport)
    heads = ["paper.order", "roster.name", "roster.id", *(["roster.rank"] if ranked else [])]
    rows = []
    for number, one in enumerate(entries, start=before + 1):
        decision = one.result.decision
        came = [say_result(decision.results[name], report.language) for name in titles] if decision else []
        ranks = [one.rank] if ranked else []
        rows.append((str(number), one.result.name or "–", one.result.id or "–", *ranks, *came, ""))
    narrow = [10, *([18] if ranked else []), 24, *[26] * len(titles), 24]
    name = _PAGE - sum(narrow)
    widths = (10, name, 24, *([18] if ranked else []), *[26] * len(titles), 24)
    return PaperTable((*map(report.say, heads), *titles.values(), report.say("roster.note")), tuple(rows), widths)
