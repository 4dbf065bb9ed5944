"""The ASGI app: paths, what surrounds them, and what happens when it starts and stops."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

import cchc_rules
from cchc_rules.language.documents.folders import find_shipped_root
from cchc_rules.records.store import RecordStore
from cchc_rules.season import Session
from cchc_rules.service.advice import Advice
from cchc_rules.service.batches import Batches
from cchc_rules.service.catalogue import Catalogue, Edition
from cchc_rules.service.decisions import Decisions
from cchc_rules.service.kept_records import KeptRecords
from cchc_rules.service.open_api import describe_service
from cchc_rules.service.pages.page_routes import add_pages
from cchc_rules.service.refusals import RefusedRequest
from cchc_rules.service.selections import Selections
from cchc_rules.service.sent_rows import RowReader
from cchc_rules.service.service_limits import ServiceLimits
from cchc_rules.service.shell import Shell, answer_unknown
from cchc_rules.service.wire import language_of


def app(
    rulesets: Sequence[str | Path] | str | Path = (),
    store: RecordStore | str | Path | None = None,
    *,
    token: str | None = None,
    limits: ServiceLimits | None = None,
    seasons: Mapping[str, Session] | None = None,
) -> FastAPI:
    """The service as an ASGI app, to run alone or to mount in another one.

    ``rulesets`` are ids, files, or folders that hold folders of rulesets; none: the shipped ones. ``store`` keeps
    records (a path of SQLite, ``postgresql://…``, or a store that stays the caller's); without it the paths of records
    answer 404. With ``token`` everything but health asks for it. ``seasons`` are live ones by the
    name their pages have; they stay the caller's, who goes on changing them. RulesetError when no ruleset loads at all.
    """
    places = (rulesets,) if isinstance(rulesets, str | Path) else tuple(rulesets)
    catalogue = Catalogue(places or (find_shipped_root(),))
    catalogue.refresh()
    if not catalogue.editions:
        raise cchc_rules.RulesetError([one for problems in catalogue.refused.values() for one in problems])
    own = RecordStore(store) if isinstance(store, str | Path) else None
    kept = own if own is not None else store if isinstance(store, RecordStore) else None

    @asynccontextmanager
    async def live(_: FastAPI) -> AsyncIterator[None]:
        yield
        if own is not None:
            own.close()

    made = FastAPI(title="cchc_rules", lifespan=live, docs_url=None, redoc_url=None, openapi_url=None)
    made.add_middleware(Shell, token=token)
    made.add_exception_handler(HTTPException, answer_unknown)
    bounds = limits or ServiceLimits()
    decisions, reader = _add_paths(made, catalogue, kept, bounds)
    add_pages(made, decisions, reader, seasons or {})
    return made


def _add_paths(
    made: FastAPI, catalogue: Catalogue, store: RecordStore | None, limits: ServiceLimits
) -> tuple[Decisions, RowReader]:
    """Adds the paths of programs; gives what decides and reads, which pages share."""
    decisions = Decisions(catalogue, store, limits)
    reader = RowReader(limits, BoundedSemaphore(limits.batches))
    batches, selections, advice = Batches(decisions, reader), Selections(decisions, reader), Advice(decisions, reader)
    records, about = KeptRecords(store), About(catalogue, store)
    category = "/v1/rulesets/{ruleset}/{category}"
    for path, handler, method in (
        ("/health/live", about.live, "GET"),
        ("/health/ready", about.ready, "GET"),
        ("/openapi.json", about.open_api, "GET"),
        ("/v1/status", about.status, "GET"),
        ("/v1/rulesets", about.rulesets, "GET"),
        (f"{category}/schema", decisions.schema, "GET"),
        (f"{category}/ui", decisions.ui, "GET"),
        (f"{category}/evaluate", decisions.evaluate, "POST"),
        (f"{category}/explain", decisions.explain, "POST"),
        (f"{category}/records", decisions.record, "POST"),
        (f"{category}/batch", batches.batch, "POST"),
        (f"{category}/questions", advice.questions, "POST"),
        (f"{category}/remedies", advice.remedies, "POST"),
        (f"{category}/select/{{selection}}", selections.select, "POST"),
        (f"{category}/select/{{selection}}/record", selections.record, "POST"),
        ("/v1/selections/replay", selections.replay, "POST"),
        ("/v1/records", records.find, "GET"),
        ("/v1/records/verify", records.verify, "GET"),
    ):
        made.add_route(path, handler, methods=[method], include_in_schema=False)
    made.add_route("/v1/records/{number}", records.one, methods=["GET"], name="record", include_in_schema=False)
    made.add_route("/v1/records/{number}/replay", records.replay, methods=["POST"], include_in_schema=False)
    return decisions, reader


class About:
    """The paths that tell of the service itself."""

    def __init__(self, catalogue: Catalogue, store: RecordStore | None) -> None:
        self.catalogue = catalogue
        self.store = store

    async def live(self, _: Request) -> Response:
        """That the process answers."""
        return JSONResponse({"status": "live"})

    async def ready(self, _: Request) -> Response:
        """That there are rules to decide by, and the store can be read; else 503."""
        self.catalogue.refresh()
        try:
            is_ready = bool(self.catalogue.editions) and (self.store is None or self.store.checkpoint.count >= 0)
        except cchc_rules.StoreError as error:
            raise RefusedRequest(503, error.problems) from error
        return JSONResponse({"status": "ready" if is_ready else "not ready"}, status_code=200 if is_ready else 503)

    async def status(self, request: Request) -> Response:
        """What is in force, and what is wrong with a file that was refused."""
        self.catalogue.refresh()
        language = language_of(request)
        refused = [
            {"file": Path(file).parent.name, "problems": [one.to_dict(language) for one in problems]}
            for file, problems in self.catalogue.refused.items()
        ]
        checkpoint = None if self.store is None else str(self.store.checkpoint)
        return JSONResponse(
            {
                "version": cchc_rules.__version__,
                "rulesets": [_describe(one, language) for one in self.catalogue],
                "refused": refused,
                "checkpoint": checkpoint,
            }
        )

    async def rulesets(self, request: Request) -> Response:
        """The rulesets in force with their categories."""
        self.catalogue.refresh()
        return JSONResponse({"rulesets": [_describe(one, language_of(request)) for one in self.catalogue]})

    async def open_api(self, request: Request) -> Response:
        """The OpenAPI of what is in force now, with a body a category."""
        self.catalogue.refresh()
        root = str(request.scope.get("root_path", ""))
        return JSONResponse(describe_service(self.catalogue, root, has_store=self.store is not None))


def _describe(edition: Edition, language: str) -> dict[str, Any]:
    ruleset = edition.ruleset
    categories = [
        {
            "id": one.category.id,
            "title": one.category.title.within(language),
            "program": one.digest,
            "selections": [rule.id for rule in one.category.selections],
        }
        for one in edition.programs.values()
    ]
    return {
        "id": ruleset.id,
        "version": ruleset.version,
        "title": ruleset.title.within(language),
        "digest": ruleset.digest,
        "categories": categories,
    }
