"""Records on pages: the newest, those of a candidate, one of them, decided again; whether the whole chain is whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from cchc_rules.facts.identity import LONGEST_ID
from cchc_rules.phrases import phrase
from cchc_rules.problems import ProblemsError
from cchc_rules.records.chain import Checkpoint, StoredRecord
from cchc_rules.records.databases import StoreError
from cchc_rules.records.plain_values import RecordError
from cchc_rules.records.store import RecordStore
from cchc_rules.reports.report import FAULTY, KINDS
from cchc_rules.service.decisions import Decisions, find_store
from cchc_rules.service.kept_records import read_number
from cchc_rules.service.pages.decision_views import describe_decision
from cchc_rules.service.pages.form_posts import read_post
from cchc_rules.service.pages.page_frame import PageFrame, give_download, list_messages, page_language
from cchc_rules.service.refusals import RefusedRequest

NEWEST: Final = 20
"""Records that are listed unasked."""

MOST_OF_ONE: Final = 200
"""Records of one candidate that are listed, the newest of them."""

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record as a list shows it; what was erased is empty."""

    number: int
    at: str
    id: str
    name: str
    kind: str
    verdict: str


@dataclass(frozen=True, slots=True)
class RecordViews:
    """The pages on records."""

    frame: PageFrame
    decisions: Decisions

    async def list_newest(self, request: Request) -> Response:
        """The newest records, and a field to find those of a candidate."""
        store, language = find_store(self.decisions.store), page_language(request)

        def look() -> list[RecordLine]:
            last = store.checkpoint.count
            return [_write_line(store, store.get(one), language) for one in range(last, max(0, last - NEWEST), -1)]

        return self._show(request, store, await _ask(look), None)

    async def search(self, request: Request) -> Response:
        """The records of the id that was posted: it stands in no address. Or, asked so, what the whole chain says."""
        store, language = find_store(self.decisions.store), page_language(request)
        posted = await read_post(request, self.decisions.limits.body)
        if posted.get("do") == "verify":
            return await self._verify(request, store, posted.get("checkpoint", "").strip())
        wanted = posted.get("find", "").strip()[:LONGEST_ID]

        def look() -> list[RecordLine]:
            return [_write_line(store, one, language) for one in reversed(store.find(wanted)[-MOST_OF_ONE:])]

        return self._show(request, store, await _ask(look), wanted)

    async def one(self, request: Request) -> Response:
        """A record with what it was decided under."""
        return await self._show_record(request, is_replay=False)

    async def replay(self, request: Request) -> Response:
        """The decision made again from the record alone; when it comes out otherwise that is said, and nothing else."""
        return await self._show_record(request, is_replay=True)

    async def file(self, request: Request) -> Response:
        """The record by itself, to be sent away."""
        store, number = find_store(self.decisions.store), read_number(request)
        record = await _ask(lambda: store.record(number))
        return give_download(record.to_json().encode(), f"record-{number}.json", "application/json")

    async def _show_record(self, request: Request, *, is_replay: bool) -> Response:
        store, number, language = find_store(self.decisions.store), read_number(request), page_language(request)

        def look() -> dict[str, Any]:
            stored = store.get(number)
            program, line = store.program(stored), _write_line(store, stored, language)
            described = describe_decision(store.replay(number), language) if is_replay else {"program": program}
            as_of = stored.packed.content.get("as_of") if stored.packed is not None else None
            return described | {"stored": stored, "line": line, "as_of": as_of, "origin": store.origin}

        return self.frame.write(request, "record.html", is_replay=is_replay, **await _ask(look))

    async def _verify(self, request: Request, store: RecordStore, text: str) -> Response:
        compared = Checkpoint.of(text) if text else None
        found = await _ask(lambda: store.verify(compared))
        return self.frame.write(
            request,
            "verified.html",
            found=found,
            compared=compared,
            problems=list_messages(found.problems, page_language(request)),
            checkpoint=store.checkpoint,
        )

    def _show(self, request: Request, store: RecordStore, lines: list[RecordLine], found: str | None) -> Response:
        return self.frame.write(
            request, "records.html", lines=lines, found=found, count=store.checkpoint.count, checkpoint=store.checkpoint
        )


async def _ask(look: Callable[[], _Found]) -> _Found:
    """What a look at the store gives. Refused: there is no such record (404), it does not come out again (409)."""
    try:
        return await run_in_threadpool(look)
    except StoreError as error:
        raise RefusedRequest(503, error.problems, headers={"retry-after": "1"}) from error
    except RecordError as error:
        is_absent = bool({one.code for one in error.problems} & {"unknown-record", "record-let-go"})
        raise RefusedRequest(404 if is_absent else 409, error.problems) from error
    except ProblemsError as error:
        raise RefusedRequest(409, error.problems) from error


def _write_line(store: RecordStore, stored: StoredRecord, language: str) -> RecordLine:
    if stored.packed is None:
        return RecordLine(stored.number, stored.at, "", "", FAULTY, phrase("web.record.let-go", language))
    content, personal = stored.packed.content, stored.packed.personal
    words = {part: str(personal[part].words or "") if part in personal else "" for part in ("id", "name")}
    verdict = str(content["verdict"])
    verdicts = [one.value for one in store.program(stored).ruleset.decides.verdicts]
    kind = KINDS[verdicts.index(verdict)] if verdict in verdicts else FAULTY
    said = phrase(f"verdict.{verdict}", language)
    return RecordLine(stored.number, stored.at, words["id"], words["name"], kind, said)
