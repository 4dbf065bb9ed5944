"""Forms as browsers post them: names and texts, each name once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from cchc_rules.facts.faults import Fault
from cchc_rules.facts.vietnamese import calendar_date, read_stated
from cchc_rules.problems import Place, Problem
from cchc_rules.service.pages.page_frame import FORM_MEDIA
from cchc_rules.service.refusals import RefusedRequest
from cchc_rules.service.wire import read_body

MOST_POSTED: Final = 20_000
"""Fields of a form: a dossier with lists of hundreds of members has some thousands."""


async def read_post(request: Request, most: int) -> Mapping[str, str]:
    """The fields of a posted form, line ends as one character.

    Refused: another media type (415), too long (413), no UTF-8, too many fields, or a field that says two things (400).
    """
    body = await read_body(request, most, (FORM_MEDIA,))
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_POSTED, errors="strict", encoding="utf-8"
        )
    except ValueError as error:
        raise RefusedRequest(400, [Problem("bad-request")]) from error
    found: dict[str, str] = {}
    for name, value in pairs:
        text = value.replace("\r\n", "\n")
        if found.setdefault(name, text) != text:
            raise RefusedRequest(400, [Problem("bad-request")])
    return found


def read_written_day(text: str, path: str) -> date | None:
    """The day as offices write it, None where nothing is stated; refused (422) with the path when it is none."""
    try:
        stated = read_stated(text)
        return None if stated is None else calendar_date(stated)
    except Fault as fault:
        raise RefusedRequest(422, [Problem(fault.code, Place(path=path), fault.fields, fault.variant)]) from fault
