"""Many candidates off the wire: a JSON document, JSON Lines, or the upload of a workbook, perhaps with its mapping."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path, PurePath
from threading import BoundedSemaphore
from time import monotonic
from typing import Final, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request

from cchc_rules.evaluation import RowResult, evaluate_many
from cchc_rules.files import FileError
from cchc_rules.intake.book import SPREADSHEET_ENDINGS
from cchc_rules.intake.parquet import PARQUET_ENDINGS
from cchc_rules.intake.probe import probe_file
from cchc_rules.intake.reader import describe_unread, read
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.intake.rows import CSV_ENDINGS, JSON_ENDINGS, JSON_LINES_ENDINGS
from cchc_rules.intake.table import Table, TableError
from cchc_rules.problems import Problem
from cchc_rules.program.program import Program
from cchc_rules.service.decisions import refuse_day
from cchc_rules.service.refusals import RefusedRequest
from cchc_rules.service.service_limits import ServiceLimits
from cchc_rules.service.wire import JSON, parse_object, read_body, read_day

LINES: Final = ("application/x-ndjson", "application/jsonl", "application/json-lines")
FORM: Final = "multipart/form-data"
ENDINGS: Final = (*SPREADSHEET_ENDINGS, *CSV_ENDINGS, *JSON_ENDINGS, *JSON_LINES_ENDINGS, *PARQUET_ENDINGS)
ASKED: Final = ("candidates", "as_of")
_MULTIPART_ROOM: Final = 1 << 16
"""Bytes of a form beside its file: boundaries, names, the date, the mapping."""

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class SentRows:
    """The candidates of one request: ``results`` decides them as they are taken, ``remarks`` are on the file itself."""

    results: Iterator[RowResult]
    count: int
    as_of: date | None
    remarks: tuple[Problem, ...] = ()
    are_lines: bool = False


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads candidates off the wire; ``turns`` bounds how many requests with many candidates are answered at a time."""

    limits: ServiceLimits
    turns: BoundedSemaphore

    async def take(self, request: Request, program: Program, answer: Callable[[SentRows], _Made]) -> _Made:
        """What ``answer`` makes, in a thread, of the candidates of a request; refused: see `take_turn`, `read_body`."""
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media == FORM:
            return await self._take_upload(request, program, answer)
        body = await read_body(request, self.limits.batch, (*JSON, *LINES, FORM))
        if media in LINES:
            as_of = read_day(request.query_params)
            refuse_day(program, as_of)
            name = f"lines{JSON_LINES_ENDINGS[0]}"
            return await self.take_turn(
                lambda: answer(self._decide(program, self.read_file(program, name, body), as_of, True))
            )
        return await self.take_turn(lambda: answer(self._read_json(program, body)))

    async def take_turn(self, work: Callable[[], _Made]) -> _Made:
        """Works in a thread; refused (429) while as many long answers as may be are being made."""
        if not self.turns.acquire(blocking=False):
            raise RefusedRequest(429, [Problem("too-many-batches")], headers={"retry-after": "5"})
        try:
            return await run_in_threadpool(work)
        finally:
            self.turns.release()

    def _read_json(self, program: Program, body: bytes) -> SentRows:
        asked = parse_object(body, ASKED)
        rows = asked.get("candidates")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise RefusedRequest(
                400, [Problem("body-shape", None, {"keys": ", ".join(ASKED)})], pointers=["/candidates"]
            )
        self._refuse_many(len(rows))
        as_of = read_day(asked)
        refuse_day(program, as_of)
        return SentRows(self.in_time(evaluate_many(program, rows, as_of=as_of, cells=True)), len(rows), as_of)

    async def _take_upload(self, request: Request, program: Program, answer: Callable[[SentRows], _Made]) -> _Made:
        self.refuse_long(request)
        async with request.form(max_files=2, max_fields=1) as form:
            file, mapping, as_of = form.get("file"), form.get("mapping"), read_day(form)
            refuse_day(program, as_of)
            if not isinstance(file, UploadFile) or PurePath(file.filename or "").suffix.lower() not in ENDINGS:
                raise RefusedRequest(415, [Problem("upload-ending", None, {"endings": " ".join(ENDINGS)})])
            content, name = await file.read(), PurePath(file.filename or "").name
            mapped = await mapping.read() if isinstance(mapping, UploadFile) else None
        return await self.take_turn(
            lambda: answer(self._decide(program, self.read_file(program, name, content, mapped), as_of, False))
        )

    def refuse_long(self, request: Request) -> None:
        """Refuses (413) an upload that is too long, or does not say how long it is, before any of it is read."""
        length = request.headers.get("content-length", "")
        if not length.isdecimal() or len(length) > 18 or int(length) > self.limits.batch + _MULTIPART_ROOM:
            raise RefusedRequest(413, [Problem("body-too-large", None, {"most": self.limits.batch})])

    def _decide(self, program: Program, table: Table, as_of: date | None, are_lines: bool) -> SentRows:
        results = self.in_time(decide_rows(program, table, as_of=as_of))
        return SentRows(results, len(table.rows), as_of, table.problems, are_lines)

    def read_file(
        self,
        program: Program,
        name: str,
        content: bytes,
        mapping: bytes | None = None,
        lists: Mapping[str, bytes] | None = None,
        id: str = "",
    ) -> Table:
        """The rows of a file that came; strangers' workbooks are read in a process of their own first.

        ``lists`` are the members of lists in CSV files, ``id`` is the header of the ids.
        Refused (422): what cannot be read; (413): too many rows.
        """
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"upload{PurePath(name).suffix.lower()}")
            path.write_bytes(content)
            places: dict[str, Path] = {}
            for fact, members in (lists or {}).items():
                places[fact] = Path(folder, f"list-{len(places)}{CSV_ENDINGS[0]}")
                places[fact].write_bytes(members)
            load = partial(read, lists=places, id=id)
            if mapping is not None:
                (mapped := Path(folder, "mapping.yaml")).write_bytes(mapping)
                load = partial(load, map=mapped)
            try:
                if path.suffix in (*SPREADSHEET_ENDINGS, *PARQUET_ENDINGS):
                    probe_file(path, seconds=int(self.limits.seconds))
                table = load(program, path)
            except TableError as error:
                raise RefusedRequest(422, error.problems) from error
            except FileError as error:
                raise RefusedRequest(422, [describe_unread(error)]) from error
        self._refuse_many(len(table.rows))
        return table

    def _refuse_many(self, count: int) -> None:
        most = self.limits.rows
        if count > most:
            raise RefusedRequest(413, [Problem("too-many-rows", None, {"count": count, "most": most})])

    def in_time(self, results: Iterable[RowResult]) -> Iterator[RowResult]:
        """The results; refused (503) when they take longer than a batch may."""
        end = monotonic() + self.limits.seconds
        for result in results:
            if monotonic() > end:
                raise RefusedRequest(503, [Problem("batch-too-slow")])
            yield result
