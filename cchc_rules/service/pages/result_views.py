"""What a file came to: a table with filters, each row's decision, and files to hand over."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from cchc_rules.evaluation import RowResult
from cchc_rules.problems import Problem
from cchc_rules.reports.docx import write_letter
from cchc_rules.reports.one_line import write_candidate_text
from cchc_rules.reports.outputs import write_file
from cchc_rules.reports.report import FAULTY, KINDS, TELLING, Report
from cchc_rules.reports.rosters import write_roster_file
from cchc_rules.reports.supplements import list_supplements, write_supplement_files
from cchc_rules.service.pages.decision_views import describe_decision
from cchc_rules.service.pages.form_posts import read_post, read_written_day
from cchc_rules.service.pages.held_batches import HeldBatch, HeldBatches
from cchc_rules.service.pages.page_frame import PageFrame, give_download, page_language
from cchc_rules.service.refusals import RefusedRequest
from cchc_rules.service.sent_rows import RowReader
from cchc_rules.text import fold_case, normalise, visible
from cchc_rules.values import INVALID

ROWS_A_PAGE: Final = 100
"""Rows of a table on one page."""

LONGEST_ROW_TEXT: Final = 300
"""Characters of a row's reason; its own page has all of them."""

DOCUMENT: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ROSTER: Final = "roster"
"""Asks for the list of those who pass."""

RESULT_FILES: Final = {
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": ("docx", DOCUMENT),
    "html": ("html", "text/html; charset=utf-8"),
    "csv": ("csv", "text/csv; charset=utf-8"),
    "jsonl": ("jsonl", "application/x-ndjson"),
    ROSTER: ("docx", DOCUMENT),
}
"""The kinds of files that are given, with their endings and what browsers call them."""


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A row as the table shows it."""

    row: int
    id: str
    name: str
    kind: str
    verdict: str
    text: str


@dataclass(frozen=True, slots=True)
class ResultViews:
    """The pages on a decided file."""

    frame: PageFrame
    reader: RowReader
    batches: HeldBatches

    async def table(self, request: Request) -> Response:
        """The rows, all or those of a verdict, or with a criterion that is not met or not known."""
        return await self._show(request, "")

    async def search(self, request: Request) -> Response:
        """The rows whose id or name holds some words: posted, so that no name stands in an address."""
        posted = await read_post(request, self.reader.limits.body)
        return await self._show(request, posted.get("find", "")[:200])

    async def row(self, request: Request) -> Response:
        """The decision on one row, or what is wrong with it."""
        batch, language = self.batches.find(request.query_params), page_language(request)
        result = find_row(batch, request)
        report = batch.report(language)
        described = {}
        if result.decision is not None:
            described = await run_in_threadpool(partial(describe_decision, result.decision, language))
        return self.frame.write(
            request,
            "row.html",
            **described,
            batch=request.query_params.get("batch", ""),
            result=result,
            report=report,
            is_decided=result.decision is not None,
            faults=report.faults(result),
        )

    async def letter(self, request: Request) -> Response:
        """The letter to one candidate: the result, the reasons, what is missing and by when."""
        batch = self.batches.find(request.query_params)
        result = find_row(batch, request)
        report = replace(batch.report(page_language(request)), results=[result], read=1, remedies=True)
        content = await self.reader.take_turn(lambda: write_bytes(partial(write_letter, report=report), "docx"))
        return give_download(content, f"phieu-{result.row}.docx", DOCUMENT)

    async def file(self, request: Request) -> Response:
        """All results as a file, or the list of those who pass, to stand under a decision."""
        batch, form = self.batches.find(request.query_params), request.query_params.get("form", "")
        if form not in RESULT_FILES:
            raise RefusedRequest(404, [Problem("no-such-path")])
        ending, media = RESULT_FILES[form]
        report = batch.report(page_language(request))
        write = partial(write_roster_file, report) if form == ROSTER else partial(write_file, report, form)
        content = await self.reader.take_turn(lambda: write_bytes(write, ending))
        return give_download(content, f"{batch.program.ruleset.id}-{batch.program.category.id}-{form}.{ending}", media)

    async def supplements(self, request: Request) -> Response:
        """Requests to complete the dossiers that cannot be decided, a document each, packed together; due by a day."""
        batch, posted = self.batches.find(request.query_params), await read_post(request, self.reader.limits.body)
        report, due = batch.report(page_language(request)), read_written_day(posted.get("due", ""), "due")
        content = await self.reader.take_turn(partial(_pack_supplements, report, due))
        return give_download(content, "phieu-de-nghi-bo-sung.zip", "application/zip")

    async def _show(self, request: Request, find: str) -> Response:
        batch, asked = self.batches.find(request.query_params), request.query_params
        report = batch.report(page_language(request))
        chosen = _filter(batch, asked.get("status", ""), asked.get("criterion", ""), find)
        page = int(text) if (text := asked.get("page", "")).isdecimal() and len(text) < 6 else 1
        shown = chosen[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
        lines = await run_in_threadpool(lambda: [_write_line(report, one) for one in shown])
        return self.frame.write(
            request,
            "results.html",
            batch=asked.get("batch", ""),
            report=report,
            program=batch.program,
            statuses=tuple(zip(report.kinds(), report.statuses(), strict=True)),
            remarks=tuple(report.remarks()),
            footing=tuple(report.footing.lines(report.language)),
            criteria=batch.program.category.criteria,
            asked={name: asked.get(name, "") for name in ("status", "criterion")},
            find=find,
            lines=lines,
            count=len(chosen),
            page=page,
            pages=-(-len(chosen) // ROWS_A_PAGE),
            forms=tuple(RESULT_FILES),
            selections=batch.program.category.selections,
        )


def find_row(batch: HeldBatch, request: Request) -> RowResult:
    """The result of the row the query names; refused (404) when there is none."""
    text = request.query_params.get("row", "")
    found = next((one for one in batch.results if str(one.row) == text), None)
    if found is None:
        raise RefusedRequest(404, [Problem("no-such-path")])
    return found


def _pack_supplements(report: Report, due: date | None) -> bytes:
    """The requests as one archive; refused (404) when nothing is missing of anybody."""
    wanted = list(list_supplements(report))
    if not wanted:
        raise RefusedRequest(404, [Problem("nothing-missing")])
    packed = BytesIO()
    with tempfile.TemporaryDirectory() as folder, ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for path in write_supplement_files(report, wanted, Path(folder), due=due, unit=None, form="docx"):
            archive.write(path, path.name)
    return packed.getvalue()


def write_bytes(write: Callable[[Path], object], form: str) -> bytes:
    """The bytes of a file that is written for this answer only."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"out.{form}")
        write(path)
        return path.read_bytes()


def _filter(batch: HeldBatch, status: str, criterion: str, find: str) -> list[RowResult]:
    if criterion not in {one.id for one in batch.program.category.criteria}:
        criterion = ""
    words = fold_case(normalise(find))
    return [
        one
        for one in batch.results
        if (not status or one.status == status)
        and (not criterion or _is_told(one, criterion))
        and (not words or words in fold_case(normalise(f"{one.id or ''} {one.name or ''}")))
    ]


def _is_told(result: RowResult, criterion: str) -> bool:
    """Whether a criterion is not met or not known of a row that is valid."""
    return result.decision is not None and not result.problems and result.decision[criterion].outcome in TELLING


def _write_line(report: Report, result: RowResult) -> ResultLine:
    text = write_candidate_text(result, report.faults(result), report.missing(result), report.language)
    is_faulty = result.status == INVALID or result.decision is None
    kind = FAULTY if is_faulty or result.decision is None else KINDS[result.decision.verdict_code]
    verdict = report.say(f"verdict.{result.status}")
    return ResultLine(
        result.row, result.id or "–", result.name or "–", kind, verdict, visible(text, longest=LONGEST_ROW_TEXT)
    )
