"""What surrounds every path: who may ask, request ids, headers, refusals as problem details, a log without facts."""

from __future__ import annotations

import logging
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hmac import compare_digest
from importlib import import_module
from time import perf_counter
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cchc_rules.problems import MissingDependency, Problem
from cchc_rules.service.refusals import RefusedRequest
from cchc_rules.service.wire import language_of, request_id_of

ACCESS: Final = logging.getLogger("cchc_rules.access")
FAULTS: Final = logging.getLogger("cchc_rules.faults")
OPEN_PATHS: Final = ("/health/live", "/health/ready")
"""What is answered without a token: whether the service is there says nothing about anybody."""

_HEADERS: Final = (
    (b"content-security-policy", b"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
     b"base-uri 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)  # fmt: skip
_NOT_OURS: Final = {404: "no-such-path", 405: "no-such-method"}


class Shell:
    """The ASGI middleware of the service."""

    def __init__(self, app: ASGIApp, token: str | None) -> None:
        self.app = app
        self.token = token
        self.tracing = _find_tracing()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request; whatever goes wrong below is an answer too, and what it was is logged, not sent."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request, began, status = Request(scope, receive), perf_counter(), 500
        request_id, has_begun = request_id_of(request), False
        scope.setdefault("state", {})["request_id"] = request_id

        async def send_dressed(message: Message) -> None:
            nonlocal status, has_begun
            if message["type"] == "http.response.start":
                status, has_begun = message["status"], True
                own = ((b"x-request-id", request_id.encode()), *_HEADERS)
                message["headers"] = [*message["headers"], *own]
            await send(message)

        with self._span(request) as mark:
            try:
                self._admit(request)
                await self.app(scope, receive, send_dressed)
            except Exception as error:  # the last door: nothing may reach a caller as a traceback
                if has_begun:
                    raise
                refusal = _as_refusal(error, request_id)
                await refusal.answer(language_of(request), request_id)(scope, receive, send_dressed)
            finally:
                mark("http.response.status_code", status)
        took = (perf_counter() - began) * 1000
        # The path alone: queries may name candidates.
        ACCESS.info("%s %s %d %.1fms %s", scope["method"], _printable(scope["path"]), status, took, request_id)

    def _admit(self, request: Request) -> None:
        """Refuses (401) who does not show the token, where one is set; for pages browsers ask for it as a password."""
        path = str(request.scope["path"]).removeprefix(str(request.scope.get("root_path", "")))
        if self.token is None or path in OPEN_PATHS:
            return
        kind, _, shown = request.headers.get("authorization", "").partition(" ")
        kind, given = kind.lower(), shown.strip().encode("latin-1")
        is_page = path == "/" or path.startswith("/pages/")
        if is_page and kind == "basic":
            with suppress(ValueError):
                kind, given = "bearer", b64decode(given, validate=True).partition(b":")[2]
        if kind != "bearer" or not compare_digest(given, self.token.encode()):
            asked = 'Basic realm="cchc_rules", charset="UTF-8"' if is_page else "Bearer"
            raise RefusedRequest(401, [Problem("no-token")], headers={"www-authenticate": asked})

    @contextmanager
    def _span(self, request: Request) -> Iterator[Callable[[str, Any], object]]:
        """A span of OpenTelemetry around a request, below the caller's; gives what sets its attributes.

        Method, path and status, no query and no header: nothing of anybody's facts.
        """
        if self.tracing is None:
            yield lambda *_: None
            return
        tracer, extract = self.tracing
        known = {"http.request.method": request.method, "url.path": _printable(request.scope["path"])}
        name = f"{request.method} cchc_rules"
        with tracer.start_as_current_span(name, context=extract(dict(request.headers)), attributes=known) as span:
            yield span.set_attribute


async def answer_unknown(request: Request, error: Exception) -> Response:
    """What the framework itself refuses – no such path, no such method – as problem details too."""
    request_id = str(request.scope["state"]["request_id"])
    return _as_refusal(error, request_id).answer(language_of(request), request_id)


def _as_refusal(error: Exception, request_id: str) -> RefusedRequest:
    match error:
        case RefusedRequest():
            return error
        case HTTPException(status_code=status):
            headers = dict(error.headers or {})
            return RefusedRequest(status, [Problem(_NOT_OURS.get(status, "bad-request"))], headers=headers)
        case MissingDependency():
            FAULTS.warning("request %s: %s", request_id, error)
            return RefusedRequest(503, [Problem("not-installed")])
        case _:
            FAULTS.exception("request %s failed", request_id)
            return RefusedRequest(500, [Problem("service-fault", None, {"request": request_id})])


def _printable(path: str) -> str:
    """The path as one line that no terminal takes for anything else: what is no printable ASCII is escaped."""
    return "".join(one if " " <= one <= "~" else one.encode("unicode_escape").decode() for one in path[:200])


def _find_tracing() -> tuple[Any, Callable[[dict[str, str]], Any]] | None:
    """What makes spans, and what reads whose child they are; None where OpenTelemetry is not installed."""
    try:
        tracer = import_module("opentelemetry.trace").get_tracer("cchc_rules")
        return tracer, import_module("opentelemetry.propagate").extract
    except ImportError:
        return None
