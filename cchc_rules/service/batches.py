"""Many candidates over the wire: JSON, JSON Lines with a closing line of counts, or the upload of a workbook."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path, PurePath
from threading import BoundedSemaphore
from time import monotonic
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from cchc_rules.evaluation import RowResult, evaluate_many
from cchc_rules.files import FileError
from cchc_rules.intake.book import SPREADSHEET_ENDINGS
from cchc_rules.intake.parquet import PARQUET_ENDINGS
from cchc_rules.intake.probe import probe_file
from cchc_rules.intake.reader import read
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.intake.rows import CSV_ENDINGS, JSON_ENDINGS, JSON_LINES_ENDINGS
from cchc_rules.intake.table import Table, TableError
from cchc_rules.problems import Problem
from cchc_rules.program.program import Program
from cchc_rules.reports.texts import result_row
from cchc_rules.service.decisions import Decisions, answer, refuse_day, tag
from cchc_rules.service.refusals import RefusedRequest
from cchc_rules.service.wire import JSON, language_of, parse_object, read_body, read_day

LINES: Final = ("application/x-ndjson", "application/jsonl", "application/json-lines")
FORM: Final = "multipart/form-data"
ENDINGS: Final = (*SPREADSHEET_ENDINGS, *CSV_ENDINGS, *JSON_ENDINGS, *JSON_LINES_ENDINGS, *PARQUET_ENDINGS)
ASKED: Final = ("candidates", "as_of")
_MULTIPART_ROOM: Final = 1 << 16
"""Bytes of a form beside its file: boundaries, names, the date."""


@dataclass(frozen=True, slots=True)
class Batches:
    """The path that takes many candidates; ``turns`` bounds how many batches are decided at a time."""

    decisions: Decisions
    turns: BoundedSemaphore

    async def batch(self, request: Request) -> Response:
        """A result for each row in order, a bad row as ``invalid``, and the counts."""
        program, language = self.decisions.find_program(request), language_of(request)
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media == FORM:
            return await self._upload(request, program, language)
        body = await read_body(request, self.decisions.limits.batch, (*JSON, *LINES, FORM))
        if media in LINES:
            as_of = read_day(request.query_params)
            refuse_day(program, as_of)
            return await self._take_turn(partial(self._decide_lines, program, body, as_of, language))
        return await self._take_turn(partial(self._decide_json, program, body, language))

    async def _take_turn(self, decide: Any) -> Response:
        """Decides in a thread; refused (429) while as many batches as may be are being decided."""
        if not self.turns.acquire(blocking=False):
            raise RefusedRequest(429, [Problem("too-many-batches")], headers={"retry-after": "5"})
        try:
            made: Response = await run_in_threadpool(decide)
        finally:
            self.turns.release()
        return made

    def _decide_json(self, program: Program, body: bytes, language: str) -> Response:
        asked = parse_object(body, ASKED)
        rows = asked.get("candidates")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise RefusedRequest(
                400, [Problem("body-shape", None, {"keys": ", ".join(ASKED)})], pointers=["/candidates"]
            )
        self._refuse_many(len(rows))
        as_of = read_day(asked)
        refuse_day(program, as_of)
        results = self._in_time(evaluate_many(program, rows, as_of=as_of, cells=True))
        return _document(program, results, language)

    def _decide_lines(self, program: Program, body: bytes, as_of: date | None, language: str) -> Response:
        """A line a candidate, then the closing line: rows read are rows answered."""
        table = self._read_file(program, f"lines{JSON_LINES_ENDINGS[0]}", body)
        lines, counts = [], Counter[str]()
        for result in self._in_time(decide_rows(program, table, as_of=as_of)):
            counts[result.status] += 1
            lines.append(json.dumps(result_row(result, language, reasons=True), ensure_ascii=False))
        lines.append(json.dumps({"rows": len(table.rows), "counts": dict(counts), "program": program.digest}))
        content = "\n".join(lines) + "\n"
        return Response(content.encode(), media_type=LINES[0], headers={"etag": tag(program)})

    async def _upload(self, request: Request, program: Program, language: str) -> Response:
        limits = self.decisions.limits
        length = request.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > limits.batch + _MULTIPART_ROOM:
            raise RefusedRequest(413, [Problem("body-too-large", None, {"most": limits.batch})])
        async with request.form(max_files=1, max_fields=1) as form:
            file, as_of = form.get("file"), read_day(form)
            refuse_day(program, as_of)
            if not isinstance(file, UploadFile) or PurePath(file.filename or "").suffix.lower() not in ENDINGS:
                raise RefusedRequest(415, [Problem("upload-ending", None, {"endings": " ".join(ENDINGS)})])
            content = await file.read()
        name = PurePath(file.filename or "").name
        return await self._take_turn(partial(self._decide_file, program, name, content, as_of, language))

    def _decide_file(self, program: Program, name: str, content: bytes, as_of: Any, language: str) -> Response:
        table = self._read_file(program, name, content)
        remarks = [problem.to_dict(language) for problem in table.problems]
        return _document(program, self._in_time(decide_rows(program, table, as_of=as_of)), language, remarks=remarks)

    def _read_file(self, program: Program, name: str, content: bytes) -> Table:
        """The rows of a file that came; strangers' workbooks are read in a process of their own first."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"upload{PurePath(name).suffix.lower()}")
            path.write_bytes(content)
            try:
                if path.suffix in (*SPREADSHEET_ENDINGS, *PARQUET_ENDINGS):
                    probe_file(path, seconds=int(self.decisions.limits.seconds))
                table = read(program, path)
            except TableError as error:
                raise RefusedRequest(422, error.problems) from error
            except FileError as error:
                raise RefusedRequest(422, [Problem("file-unread", None, {"reason": error.detail})]) from error
        self._refuse_many(len(table.rows))
        return table

    def _refuse_many(self, count: int) -> None:
        most = self.decisions.limits.rows
        if count > most:
            raise RefusedRequest(413, [Problem("too-many-rows", None, {"count": count, "most": most})])

    def _in_time(self, results: Iterable[RowResult]) -> Iterator[RowResult]:
        """The results; refused (503) when they take longer than a batch may."""
        end = monotonic() + self.decisions.limits.seconds
        for result in results:
            if monotonic() > end:
                raise RefusedRequest(503, [Problem("batch-too-slow")])
            yield result


def _document(
    program: Program, results: Iterable[RowResult], language: str, remarks: list[dict[str, Any]] | None = None
) -> Response:
    rows = [result_row(result, language, reasons=True) for result in results]
    counts = dict(Counter(row["verdict"] for row in rows))
    footing = {"ruleset": program.ruleset.id, "version": program.ruleset.version, "program": program.digest}
    return answer(program, {**footing, "counts": counts, "remarks": remarks or [], "results": rows})
