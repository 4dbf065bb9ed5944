"""What every page stands in: its template, its language, links, what is refused, and who may post to it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

import cchc_rules
from cchc_rules.decisions.phrasing.sayings import write_date
from cchc_rules.phrases import LANGUAGES, phrase
from cchc_rules.problems import MissingDependency, Problem, ProblemsError, import_optional
from cchc_rules.service.refusals import RefusedRequest, title_refusal
from cchc_rules.text import visible
from cchc_rules.values import Words

PAGES: Final = "/pages"
"""The path below which pages stand; below it refusals are pages too."""

FORM_MEDIA: Final = "application/x-www-form-urlencoded"
_QUOTED: Final = re.compile("`([^`]*)`")
_LONGEST_PRINTED: Final = 2_000
"""Characters of a text of a stranger's that a page prints."""

Handler = Callable[[Request], Awaitable[Response]]


def page_language(request: Request) -> str:
    """The language of a page: Vietnamese unless ``?lang=`` asks for another that is spoken.

    Browsers in offices are often set to English by whoever installed them, so that their own wish says nothing.
    """
    asked = request.query_params.get("lang", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


class PageFrame:
    """Templates and what they all use. Every value is escaped; a name a template does not get is an error."""

    def __init__(self, *, has_store: bool, has_seasons: bool) -> None:
        self._there = {"has_store": has_store, "has_seasons": has_seasons}
        jinja2 = import_optional("jinja2", extra="serve")
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def write(self, request: Request, template: str, *, status: int = 200, **fields: Any) -> HTMLResponse:
        """A page. ``switch_form`` is the id of the form that a switch of language posts as it stands,
        ``resend`` are fields it posts again; without either it is a link.
        """
        language = page_language(request)
        other = next(one for one in LANGUAGES if one != language)
        query = {name: value for name, value in request.query_params.items() if name != "lang"}
        here = request.url.path + _write_query({**query, "lang": other})
        known = {
            "language": language,
            "other": other,
            "switch": here,
            "resend": None,
            "switch_form": "",
            **self._there,
            "say": partial(_say, language),
            "link": partial(link, request),
            "within": lambda words: words.within(language) if isinstance(words, Words) else words,
            "moment": partial(_write_moment, language),
            "day": lambda text: write_date(date.fromisoformat(text), language),
            "show": lambda text: visible(str(text), longest=_LONGEST_PRINTED),
            "version": cchc_rules.__version__,
        }
        return HTMLResponse(self._environment.get_template(template).render(known | fields), status_code=status)

    def refuse(self, request: Request, refusal: RefusedRequest) -> HTMLResponse:
        """What is refused, as a page."""
        language = page_language(request)
        made = self.write(
            request,
            "refusal.html",
            status=refusal.status,
            heading=title_refusal(refusal.status, language),
            problems=list_messages(refusal.problems, language),
        )
        made.headers.update(refusal.headers)
        return made

    def guard(self, handler: Handler) -> Handler:
        """The handler of a page: what it refuses, or cannot do, is a page; a post from elsewhere is refused first."""

        async def answer(request: Request) -> Response:
            try:
                if request.method == "POST":
                    refuse_strange_origin(request)
                return await handler(request)
            except RefusedRequest as refusal:
                return self.refuse(request, refusal)
            except ProblemsError as error:
                return self.refuse(request, RefusedRequest(422, error.problems))
            except MissingDependency as error:
                return self.refuse(request, RefusedRequest(503, [Problem("page-package", None, {"told": str(error)})]))

        return answer


def refuse_strange_origin(request: Request) -> None:
    """Refuses (403) a post that a page of another site made a browser send, or that does not say where it comes from.

    Every browser of the last years says so: ``Sec-Fetch-Site`` where the page is trusted, ``Origin`` always.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        is_own = site == "same-origin"
    else:
        is_own = origin is not None and urlsplit(origin).netloc == request.headers.get("host", "")
    if not is_own:
        raise RefusedRequest(403, [Problem("strange-origin")])


def link(request: Request, *parts: object, lang: str | None = None, **query: object) -> str:
    """The address of a page, in the language of this one; parts are escaped. No fact about anybody belongs into it."""
    root = str(request.scope.get("root_path", "")).rstrip("/")
    path = "".join(f"/{quote(str(part), safe='')}" for part in parts)
    asked = {name: str(value) for name, value in query.items() if value not in (None, "")}
    spoken = lang or page_language(request)
    if spoken != LANGUAGES[0]:
        asked["lang"] = spoken
    return f"{root}{PAGES}{path or '/'}{_write_query(asked)}"


def give_download(content: bytes, name: str, media: str) -> Response:
    """A file to be kept, never shown; ``name`` is plain ASCII."""
    return Response(content, media_type=media, headers={"content-disposition": f'attachment; filename="{name}"'})


def list_messages(problems: Iterable[Problem], language: str) -> list[str]:
    """What is wrong and what to do about it, a line a problem, no back-tick in it."""
    lines = []
    for problem in problems:
        told = [problem.message(language), problem.help(language)]
        text = "; ".join(_QUOTED.sub("“\\1”", one) for one in told if one)
        lines.append(text[:1].upper() + text[1:])
    return list(dict.fromkeys(lines))


def _write_query(asked: Mapping[str, str]) -> str:
    plain = {name: value for name, value in asked.items() if not (name == "lang" and value == LANGUAGES[0])}
    return f"?{urlencode(plain)}" if plain else ""


def _write_moment(language: str, text: str) -> str:
    """A moment of a record, ``2022-12-15T08:30:00Z``, as people write it; it is universal time and says so."""
    written = write_date(date.fromisoformat(text[:10]), language)
    return phrase("web.moment", language, day=written, time=text[11:16])


def _say(language: str, key: str, **fields: object) -> str:
    return phrase(key, language, **fields)
