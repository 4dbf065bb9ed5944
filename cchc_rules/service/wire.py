"""Requests read from the wire: by the reader of files, never by the framework's, so that nothing is guessed or lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import uuid4

from starlette.requests import Request

from cchc_rules.phrases import LANGUAGES
from cchc_rules.problems import Problem
from cchc_rules.service.refusals import RefusedRequest
from cchc_rules.strict_json import JsonError, read_strict
from cchc_rules.values import day

JSON: Final = ("application/json",)
_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_KEY: Final = re.compile(r"[!-~]{1,200}")


def language_of(request: Request) -> str:
    """The language to answer in: ``?lang=``, else the first of Accept-Language that is spoken, else Vietnamese."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    for part in request.headers.get("accept-language", "").split(","):
        word = part.partition(";")[0].strip().lower()[:2]
        if word in LANGUAGES:
            return word
    return LANGUAGES[0]


def request_id_of(request: Request) -> str:
    """The caller's own id of the request where it is plain, else a new one."""
    given = request.headers.get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else uuid4().hex


def key_of(request: Request) -> str | None:
    """The Idempotency-Key. Refused (400) when it is no plain text of at most 200 characters."""
    given = request.headers.get("idempotency-key")
    if given is not None and not _KEY.fullmatch(given):
        raise RefusedRequest(400, [Problem("bad-idempotency-key")])
    return given


async def read_body(request: Request, most: int, media: tuple[str, ...] = JSON) -> bytes:
    """All bytes of the body. Refused: another media type (415), more than so many bytes (413), before they are read."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given not in media:
        raise RefusedRequest(415, [Problem("media-type", None, {"given": given[:100], "taken": ", ".join(media)})])
    length = request.headers.get("content-length", "")
    parts, size = [], 0
    if length.isascii() and length.isdigit() and len(length) < 19 and int(length) > most:
        raise RefusedRequest(413, [Problem("body-too-large", None, {"most": most})])
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise RefusedRequest(413, [Problem("body-too-large", None, {"most": most})])
        parts.append(part)
    return b"".join(parts)


def parse_object(body: bytes, keys: tuple[str, ...]) -> dict[str, Any]:
    """The JSON object of some bytes; refused (400) when it is none, says one thing twice, or has another key."""
    try:
        value = read_strict(body)
    except JsonError as error:
        raise RefusedRequest(400, error.problems) from error
    if not isinstance(value, dict):
        raise RefusedRequest(400, [Problem("body-shape", None, {"keys": ", ".join(keys)})])
    if strange := sorted(value.keys() - set(keys)):
        problems = [Problem("body-key", None, {"key": key[:100], "keys": ", ".join(keys)}) for key in strange]
        raise RefusedRequest(400, problems, pointers=[f"/{key}" for key in strange])
    return value


def read_day(body: Mapping[str, Any]) -> date | None:
    """The date to decide as of, ``YYYY-MM-DD``; refused (422) when it is none."""
    given = body.get("as_of")
    found = day(given) if isinstance(given, str) else None
    if given is not None and found is None:
        shown = str(given)[:100]
        raise RefusedRequest(422, [Problem("as-of-not-a-date", None, {"given": shown})], pointers=["/as_of"])
    return found
