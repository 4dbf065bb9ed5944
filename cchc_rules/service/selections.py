"""Selections over the wire: who is in, out and open among many candidates; recorded, and made again from a record."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from cchc_rules.problems import Problem, ProblemsError
from cchc_rules.program.program import Program
from cchc_rules.records.plain_values import RecordError
from cchc_rules.records.selection_record import SelectionRecord, record_selection, replay_selection
from cchc_rules.selection.selection import Selection, select_rows
from cchc_rules.service.decisions import Decisions, answer
from cchc_rules.service.refusals import RefusedRequest
from cchc_rules.service.sent_rows import RowReader, SentRows
from cchc_rules.service.wire import language_of, read_body


@dataclass(frozen=True, slots=True)
class Selections:
    """The paths that choose among candidates."""

    decisions: Decisions
    reader: RowReader

    async def select(self, request: Request) -> Response:
        """The place of each row in order, the quotas, and the remarks on the file."""
        return await self._choose(request, recorded=False)

    async def record(self, request: Request) -> Response:
        """The same with its record, sealed and self-contained: the caller keeps it, and has it made again from it."""
        return await self._choose(request, recorded=True)

    async def replay(self, request: Request) -> Response:
        """The selection made again from the record of the body alone; refused (409) when it does not come out again."""
        body = await read_body(request, self.reader.limits.batch)
        return await self.reader.take_turn(partial(_replay, body))

    async def _choose(self, request: Request, *, recorded: bool) -> Response:
        program, language = self.decisions.find_program(request), language_of(request)
        name = request.path_params["selection"]
        if name not in {one.id for one in program.category.selections}:
            raise RefusedRequest(404, [Problem("no-such-selection")])
        make = partial(_answer_selection, program, name, language, recorded)
        return await self.reader.take(request, program, make)


def _answer_selection(program: Program, name: str, language: str, recorded: bool, sent: SentRows) -> Response:
    rule = next(one for one in program.category.selections if one.id == name)
    chosen = select_rows(program, rule, tuple(sent.results), sent.as_of)
    remarks = [problem.to_dict(language) for problem in sent.remarks]
    found = {**_describe(chosen, language), "remarks": remarks}
    if recorded:
        found["record"] = json.loads(record_selection(chosen).to_json())
    return answer(program, found)


def _describe(chosen: Selection, language: str) -> dict[str, Any]:
    """The selection as data; a row that is invalid carries its problems beside its place."""
    found = chosen.to_dict()
    for place, result in zip(found["places"], chosen.results, strict=True):
        place["verdict"] = result.status
        place["problems"] = [problem.to_dict(language) for problem in result.problems]
    return found


def _replay(body: bytes) -> Response:
    try:
        chosen = replay_selection(SelectionRecord.from_json(body))
    except RecordError as error:  # no record, or one that was altered: nothing anybody recorded
        raise RefusedRequest(422, error.problems) from error
    except ProblemsError as error:  # it does not come out again, or its ruleset does not load any more
        raise RefusedRequest(409, error.problems) from error
    return JSONResponse(chosen.to_dict(), headers={"etag": f'"{chosen.program.digest}"'})
