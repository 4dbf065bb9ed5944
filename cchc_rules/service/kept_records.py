"""Records over the wire: one of them, decided again, those of a candidate, the whole chain."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from cchc_rules.decisions.explanation import explain
from cchc_rules.problems import Problem, ProblemsError
from cchc_rules.records.chain import Checkpoint, CheckpointError, StoredRecord
from cchc_rules.records.databases import StoreError
from cchc_rules.records.plain_values import RecordError
from cchc_rules.records.store import RecordStore
from cchc_rules.service.decisions import find_store
from cchc_rules.service.refusals import RefusedRequest
from cchc_rules.service.wire import language_of


@dataclass(frozen=True, slots=True)
class KeptRecords:
    """The paths below ``/v1/records``."""

    store: RecordStore | None

    async def one(self, request: Request) -> Response:
        """The self-contained record of a number."""
        return await self._ask(partial(_describe, find_store(self.store), read_number(request)))

    async def replay(self, request: Request) -> Response:
        """The decision made again from the record alone."""
        language = language_of(request)
        return await self._ask(partial(_replay, find_store(self.store), read_number(request), language))

    async def find(self, request: Request) -> Response:
        """The records of a candidate's id: their numbers, seals and verdicts, oldest first."""
        return await self._ask(partial(_find, find_store(self.store), request.query_params.get("id", "")))

    async def verify(self, request: Request) -> Response:
        """What can be said of the whole store, held against the checkpoint of the query or against none."""
        try:
            text = request.query_params.get("checkpoint")
            compared = None if text is None else Checkpoint.of(text)
        except CheckpointError as error:
            raise RefusedRequest(400, error.problems) from error
        return await self._ask(partial(_verify, find_store(self.store), compared, language_of(request)))

    async def _ask(self, look: partial[dict[str, Any]]) -> Response:
        try:
            return JSONResponse(await run_in_threadpool(look))
        except StoreError as error:
            raise RefusedRequest(503, error.problems, headers={"retry-after": "1"}) from error
        except RecordError as error:
            absent = {problem.code for problem in error.problems} & {"unknown-record", "record-let-go"}
            raise RefusedRequest(404 if absent else 409, error.problems) from error
        except ProblemsError as error:  # it does not come out again, or its ruleset does not load any more
            raise RefusedRequest(409, error.problems) from error


def read_number(request: Request) -> int:
    """The number of a record in a path; refused (404) when it is none."""
    number = str(request.path_params["number"])
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise RefusedRequest(404, [Problem("unknown-record", None, {"number": number[:30]})])
    return int(number)


def _describe(store: RecordStore, number: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(store.record(number).to_json())
    return {**_place(store.get(number)), "record": found}


def _replay(store: RecordStore, number: int, language: str) -> dict[str, Any]:
    decision = store.replay(number)
    words = {"text": str(explain(decision, language))}
    return {**_place(store.get(number)), "decision": decision.to_dict(), "explanation": words}


def _find(store: RecordStore, id: str) -> dict[str, Any]:
    found = [
        {**_place(one), "verdict": one.packed.content["verdict"] if one.packed is not None else None}
        for one in store.find(id)
    ]
    return {"records": found}


def _verify(store: RecordStore, compared: Checkpoint | None, language: str) -> dict[str, Any]:
    found = store.verify(compared)
    return {
        "count": found.count,
        "compared": None if compared is None else str(compared),
        "erased": found.erased,
        "ended": found.ended,
        "problems": [problem.to_dict(language) for problem in found.problems],
        "checkpoint": str(store.checkpoint),
    }


def _place(stored: StoredRecord) -> dict[str, Any]:
    return {
        "number": stored.number,
        "at": stored.at,
        "seal": stored.seal,
        "missing_parts": list(stored.missing_parts),
    }
