"""Which page stands at which path."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeAlias

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from cchc_rules.problems import Problem
from cchc_rules.season import Session
from cchc_rules.service.decisions import Decisions
from cchc_rules.service.pages.campaign_views import CampaignViews
from cchc_rules.service.pages.form_views import FormViews
from cchc_rules.service.pages.held_batches import HeldBatches
from cchc_rules.service.pages.page_frame import PAGES, Handler, PageFrame, link
from cchc_rules.service.pages.playground_views import PlaygroundViews
from cchc_rules.service.pages.record_views import RecordViews
from cchc_rules.service.pages.result_views import ResultViews
from cchc_rules.service.pages.season_views import SeasonViews
from cchc_rules.service.pages.selection_views import SelectionViews
from cchc_rules.service.pages.upload_views import UploadViews
from cchc_rules.service.refusals import RefusedRequest
from cchc_rules.service.sent_rows import RowReader

Route: TypeAlias = tuple[str, Handler, str]
"""A path below ``/pages``, what answers it, and the method it is asked with."""

_FILES: Final = {"style.css": "text/css", "icon.svg": "image/svg+xml"}


def add_pages(made: FastAPI, decisions: Decisions, reader: RowReader, seasons: Mapping[str, Session]) -> None:
    """Adds the pages to an app, below ``/pages``, and a way there from ``/``. MissingDependency without jinja2."""
    frame = PageFrame(has_store=decisions.store is not None, has_seasons=bool(seasons))
    pages = (
        *_list_campaign_pages(frame, decisions, reader, batches := HeldBatches()),
        *_list_result_pages(frame, reader, batches),
        *_list_other_pages(frame, decisions, reader, seasons),
    )
    for path, handler, method in pages:
        made.add_route(f"{PAGES}{path}", frame.guard(handler), methods=[method], include_in_schema=False)
    for name in _FILES:
        made.add_route(f"{PAGES}/{name}", _give_file, methods=["GET"], include_in_schema=False)
    made.add_route(f"{PAGES}/{{rest:path}}", frame.guard(_refuse_path), methods=["GET"], include_in_schema=False)
    made.add_route("/", _lead_there, methods=["GET"], include_in_schema=False)


def _list_campaign_pages(
    frame: PageFrame, decisions: Decisions, reader: RowReader, batches: HeldBatches
) -> tuple[Route, ...]:
    campaigns, forms = CampaignViews(frame, decisions.catalogue), FormViews(frame, decisions)
    uploads, category = UploadViews(frame, decisions, reader, batches), "/campaigns/{ruleset}/{category}"
    return (
        ("/", campaigns.list_all, "GET"),
        ("/campaigns/{ruleset}", campaigns.one, "GET"),
        (f"{category}/form", forms.ask, "GET"),
        (f"{category}/form", forms.take, "POST"),
        (f"{category}/upload", uploads.ask, "GET"),
        (f"{category}/upload", uploads.take, "POST"),
        (f"{category}/template.xlsx", uploads.give_template, "GET"),
    )


def _list_result_pages(frame: PageFrame, reader: RowReader, batches: HeldBatches) -> tuple[Route, ...]:
    results, selections = ResultViews(frame, reader, batches), SelectionViews(frame, reader, batches)
    return (
        ("/results", results.table, "GET"),
        ("/results", results.search, "POST"),
        ("/results/row", results.row, "GET"),
        ("/results/letter", results.letter, "GET"),
        ("/results/file", results.file, "GET"),
        ("/results/supplements", results.supplements, "POST"),
        ("/results/selection", selections.show, "GET"),
        ("/results/selection/file", selections.file, "GET"),
    )


def _list_other_pages(
    frame: PageFrame, decisions: Decisions, reader: RowReader, seasons: Mapping[str, Session]
) -> tuple[Route, ...]:
    records, live = RecordViews(frame, decisions), SeasonViews(frame, seasons)
    playground = PlaygroundViews(frame, decisions.catalogue, reader)
    return (
        ("/records", records.list_newest, "GET"),
        ("/records", records.search, "POST"),
        ("/records/{number}", records.one, "GET"),
        ("/records/{number}/replay", records.replay, "POST"),
        ("/records/{number}/file", records.file, "GET"),
        ("/seasons", live.list_all, "GET"),
        ("/seasons/{season}", live.one, "GET"),
        ("/seasons/{season}/candidate", live.candidate, "GET"),
        ("/playground", playground.show, "GET"),
        ("/playground", playground.try_out, "POST"),
    )


async def _refuse_path(_: Request) -> Response:
    raise RefusedRequest(404, [Problem("no-such-path")])


async def _lead_there(request: Request) -> Response:
    return RedirectResponse(link(request), status_code=307)


async def _give_file(request: Request) -> Response:
    name = request.url.path.rpartition("/")[2]
    return Response(Path(__file__).with_name(name).read_bytes(), media_type=_FILES[name])
