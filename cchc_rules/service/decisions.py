"""One candidate over the wire: decided, explained, recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Any, Final, Literal, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.explanation import explain
from cchc_rules.evaluation import evaluate
from cchc_rules.facts.as_of import refuse_odd_date
from cchc_rules.forms.fact_schemas import fact_schema, fact_ui
from cchc_rules.problems import FactError, Place, Problem
from cchc_rules.program.program import Program
from cchc_rules.records.chain import StoredRecord
from cchc_rules.records.databases import StoreError
from cchc_rules.records.store import RecordStore
from cchc_rules.service.catalogue import Catalogue
from cchc_rules.service.pointers import PointerFinder
from cchc_rules.service.refusals import RefusedRequest
from cchc_rules.service.service_limits import ServiceLimits
from cchc_rules.service.wire import key_of, language_of, parse_object, read_body, read_day

ASKED: Final = ("facts", "as_of")
"""The keys of a body that asks for a decision."""

INLINE_BYTES: Final = 16 << 10
"""Bodies up to here are decided at once, in well below a millisecond: handing them to a thread costs as much."""

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Decisions:
    """The paths below ``/v1/rulesets/{ruleset}/{category}`` that take one candidate."""

    catalogue: Catalogue
    store: RecordStore | None
    limits: ServiceLimits

    async def evaluate(self, request: Request) -> Response:
        """The decision on the facts of the body."""
        program = self.find_program(request)
        body = await read_body(request, self.limits.body)
        return await _make(body, lambda: answer(program, self._decide(program, body).to_dict()))

    async def explain(self, request: Request) -> Response:
        """The decision with its explanation: as text, Markdown and a tree, in the language asked for."""
        program, language = self.find_program(request), language_of(request)
        body = await read_body(request, self.limits.body)
        return await _make(body, lambda: _explain(self._decide(program, body), language))

    async def record(self, request: Request) -> Response:
        """The decision, recorded before the answer is sent; with an Idempotency-Key once."""
        store = find_store(self.store)
        program, key = self.find_program(request), key_of(request)
        body = await read_body(request, self.limits.body)
        decision = await _make(body, lambda: self._decide(program, body))
        asked = sha256(f"{program.digest}\n".encode() + body).hexdigest()
        stored = await run_in_threadpool(partial(_add, store, decision, key, asked))
        place = {"number": stored.number, "seal": stored.seal, "at": stored.at, "origin": store.origin}
        headers = {"location": str(request.url_for("record", number=stored.number).path)}
        return answer(program, {**decision.to_dict(), "record": place}, status=201, headers=headers)

    async def schema(self, request: Request) -> Response:
        """The JSON Schema of the category's facts."""
        program = self.find_program(request)
        for_forms = request.query_params.get("for_forms") in ("1", "true")
        return answer(program, fact_schema(program, language_of(request), for_forms=for_forms))

    async def ui(self, request: Request) -> Response:
        """How a form library shows the fields of the schema: react-jsonschema-form, or ``?library=jsonforms``."""
        program = self.find_program(request)
        library: Literal["rjsf", "jsonforms"] = "rjsf"
        if request.query_params.get("library") == "jsonforms":
            library = "jsonforms"
        return answer(program, fact_ui(program, language_of(request), library=library))

    def find_program(self, request: Request) -> Program:
        """The program in force under the path; refused: unknown (404), other rules than ``If-Match`` names (412).

        One look at what is in force: nothing decided afterwards can be under other rules.
        """
        self.catalogue.refresh()
        parts, version = request.path_params, request.query_params.get("version")
        edition = self.catalogue.find(parts["ruleset"], version)
        program = None if edition is None else edition.programs.get(parts["category"])
        if program is None:
            raise RefusedRequest(404, [Problem("no-such-rules")])
        pinned = request.headers.get("if-match")
        if pinned is not None and pinned.strip() != "*" and tag(program) not in map(str.strip, pinned.split(",")):
            raise RefusedRequest(412, [Problem("other-rules")], headers={"etag": tag(program)})
        return program

    def _decide(self, program: Program, body: bytes) -> Decision:
        asked = parse_object(body, ASKED)
        return decide_facts(program, read_facts(asked, ASKED), read_day(asked))


async def _make(body: bytes, work: Callable[[], _Made]) -> _Made:
    """What ``work`` makes of a body: a large one in a thread, so that nobody else waits for it."""
    return work() if len(body) <= INLINE_BYTES else await run_in_threadpool(work)


def _explain(decision: Decision, language: str) -> Response:
    told = explain(decision, language)
    words = {"text": str(told), "markdown": told.markdown(), "tree": told.to_dict()}
    return answer(decision.program, {**decision.to_dict(), "explanation": words})


def read_facts(asked: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    """The facts of a body that may have those keys; refused (400) when they are no object."""
    facts = asked.get("facts")
    if not isinstance(facts, dict):
        raise RefusedRequest(400, [Problem("body-shape", None, {"keys": ", ".join(keys)})], pointers=["/facts"])
    return facts


def decide_facts(program: Program, facts: dict[str, Any], as_of: date | None) -> Decision:
    """The decision on facts from the wire. Refused (422) with every problem and its place in the body."""
    refuse_day(program, as_of)
    try:
        return evaluate(program, facts, as_of=as_of, cells=True)
    except FactError as error:
        places = PointerFinder(program.facts, facts)
        pointers = [places.find(_path_of(one)) for one in error.problems]
        raise RefusedRequest(422, error.problems, pointers=pointers, headers={"etag": tag(program)}) from error


def refuse_day(program: Program, as_of: date | None) -> None:
    """Refuses (422) a date to decide as of on which nobody can be decided: before a parameter has a value."""
    try:
        refuse_odd_date(as_of, program.first_as_of)
    except FactError as error:
        raise RefusedRequest(422, error.problems, pointers=["/as_of"], headers={"etag": tag(program)}) from error


def _path_of(problem: Problem) -> str | None:
    """The path of the fact a problem is with; of facts that contradict each other the first."""
    path = problem.where.path if isinstance(problem.where, Place) else None
    return path or next(iter(problem.fields.get("paths", ())), None)


def tag(program: Program) -> str:
    """The ETag of whatever a program decides."""
    return f'"{program.digest}"'


def answer(
    program: Program, content: Mapping[str, Any], *, status: int = 200, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """An answer that names the rules it was made under."""
    return JSONResponse(content, status_code=status, headers={"etag": tag(program), **(headers or {})})


def find_store(store: RecordStore | None) -> RecordStore:
    """The store of the service; refused (404) when it keeps no records."""
    if store is None:
        raise RefusedRequest(404, [Problem("no-store")])
    return store


def _add(store: RecordStore, decision: Decision, key: str | None, asked: str) -> StoredRecord:
    """Records; refused: a key used for something else (409), a store that cannot be written (503)."""
    try:
        return store.add(decision, request=key, asked=asked)
    except StoreError as error:
        is_reused = any(problem.code == "request-reused" for problem in error.problems)
        headers = {} if is_reused else {"retry-after": "1"}
        raise RefusedRequest(409 if is_reused else 503, error.problems, headers=headers) from error
