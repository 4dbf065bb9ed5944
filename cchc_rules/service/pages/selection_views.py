"""A selection over a decided file on pages: who is in, who is out, of whom it is open, where the cut is; its files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from cchc_rules.language.selection_rules import SelectionRule
from cchc_rules.problems import Problem
from cchc_rules.records.selection_record import record_selection
from cchc_rules.reports.report import CandidateLine
from cchc_rules.reports.rosters import write_roster_file
from cchc_rules.reports.selection_report import SelectionReport, make_selection_report, write_selection_file
from cchc_rules.selection.selection import select_rows
from cchc_rules.service.pages.held_batches import HeldBatch, HeldBatches
from cchc_rules.service.pages.page_frame import PageFrame, give_download, page_language
from cchc_rules.service.pages.result_views import RESULT_FILES, ROSTER, write_bytes
from cchc_rules.service.refusals import RefusedRequest
from cchc_rules.service.sent_rows import RowReader

MOST_IN_A_LIST: Final = 500
"""Candidates of one list on the page; the files have all of them."""

SELECTION_FILES: Final = {
    **{form: RESULT_FILES[form] for form in ("xlsx", "docx", "html", "csv", ROSTER)},
    "record": ("json", "application/json"),
}
"""The kinds of files that are given, with their endings and what browsers call them."""


@dataclass(frozen=True, slots=True)
class SelectionList:
    """One list of the page: those of a standing, as many as are shown, and how many more there are."""

    kind: str
    heading: str
    lines: tuple[CandidateLine, ...]
    more: int


@dataclass(frozen=True, slots=True)
class SelectionViews:
    """The pages on selections."""

    frame: PageFrame
    reader: RowReader
    batches: HeldBatches

    async def show(self, request: Request) -> Response:
        """The lists of a selection with its places and its cut."""
        batch, rule = self._find(request)
        language = page_language(request)
        report = await self.reader.take_turn(partial(_choose, batch, rule, language))
        lists = await self.reader.take_turn(lambda: tuple(_list_standings(report)))
        return self.frame.write(
            request,
            "selection.html",
            batch=request.query_params.get("batch", ""),
            rule=rule,
            program=batch.program,
            headings=_list_places(report),
            statuses=tuple(zip(report.kinds(), report.statuses(), strict=True)),
            lists=lists,
            remarks=tuple(report.remarks()),
            footing=tuple(report.footing.lines(language)),
            forms=tuple(SELECTION_FILES),
        )

    async def file(self, request: Request) -> Response:
        """The selection as a report, as data, as the list that stands under a decision, or as its sealed record."""
        (batch, rule), form = self._find(request), request.query_params.get("form", "")
        if form not in SELECTION_FILES:
            raise RefusedRequest(404, [Problem("no-such-path")])
        ending, media = SELECTION_FILES[form]
        write = partial(_write, batch, rule, page_language(request), form)
        content = await self.reader.take_turn(lambda: write_bytes(write, ending))
        return give_download(content, f"{rule.id}-{form}.{ending}", media)

    def _find(self, request: Request) -> tuple[HeldBatch, SelectionRule]:
        """The batch and the selection a query names; refused (404) when either is not there."""
        batch = self.batches.find(request.query_params)
        wanted = request.query_params.get("selection", "")
        rule = next((one for one in batch.program.category.selections if one.id == wanted), None)
        if rule is None:
            raise RefusedRequest(404, [Problem("no-such-selection")])
        return batch, rule


def _choose(batch: HeldBatch, rule: SelectionRule, language: str) -> SelectionReport:
    chosen = select_rows(batch.program, rule, batch.results, batch.as_of)
    return make_selection_report(batch.report(language), chosen)


def _list_places(report: SelectionReport) -> list[str]:
    """How many places there are and where the cut is; what the page says anyway is left out."""
    undated = [] if report.as_of is not None else [report.day]
    known = (report.program.ruleset.issuer, report.program.category.title, report.selection.rule.title)
    told = [one for one in report.headings() if one not in {words.within(report.language) for words in known}]
    return [*undated, *told]


def _list_standings(report: SelectionReport) -> Iterator[SelectionList]:
    for one in report.verdict_lists():
        lines = iter(one.lines)
        shown = tuple(islice(lines, MOST_IN_A_LIST))
        yield SelectionList(one.kind, one.heading, shown, sum(1 for _ in lines))


def _write(batch: HeldBatch, rule: SelectionRule, language: str, form: str, path: Path) -> None:
    report = _choose(batch, rule, language)
    match form:
        case _ if form == ROSTER:
            write_roster_file(report, path)
        case "record":
            path.write_text(record_selection(report.selection).to_json() + "\n", encoding="utf-8")
        case _:
            write_selection_file(report, form, path)
