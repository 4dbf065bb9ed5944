"""What the service refuses: problem details (RFC 9457), each error with its place in the body, our code and help."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from starlette.responses import JSONResponse

from cchc_rules.phrases import phrase
from cchc_rules.problems import Place, Problem

MEDIA: Final = "application/problem+json"
_TITLES: Final = {
    400: "bad-body",
    401: "unauthorized",
    403: "forbidden",
    404: "not-found",
    405: "not-allowed",
    409: "conflict",
    412: "rules-changed",
    413: "too-large",
    415: "media",
    422: "invalid-facts",
    429: "too-many",
    500: "fault",
    503: "unavailable",
}


class RefusedRequest(Exception):
    """An answer that is no decision: its status, what is wrong, and headers."""

    def __init__(
        self,
        status: int,
        problems: Iterable[Problem] = (),
        *,
        pointers: Iterable[str] = (),
        headers: Mapping[str, str] | None = None,
        **more: object,
    ) -> None:
        super().__init__(status)
        self.status = status
        self.problems = tuple(problems)
        self.pointers = tuple(pointers)
        self.headers = dict(headers or {})
        self.more = more

    def answer(self, language: str, request_id: str) -> JSONResponse:
        """The answer as problem details in a language."""
        return JSONResponse(
            describe_refusal(self.status, self.problems, self.pointers, language, request_id) | self.more,
            status_code=self.status,
            media_type=MEDIA,
            headers=self.headers,
        )


def describe_refusal(
    status: int, problems: tuple[Problem, ...], pointers: tuple[str, ...], language: str, request_id: str
) -> dict[str, Any]:
    """The members of the problem details."""
    errors = []
    for place, problem in enumerate(problems):
        described = problem.to_dict(language)
        pointer = pointers[place] if place < len(pointers) else ""
        where = problem.where
        row = {"row": where.row} if isinstance(where, Place) and where.row is not None else {}
        error = {"pointer": pointer, **row, "code": problem.code, "message": described["message"]}
        errors.append(error | ({"help": described["help"]} if "help" in described else {}))
    return {
        "type": f"urn:cchc-rules:{_TITLES.get(status, 'fault')}",
        "title": title_refusal(status, language),
        "status": status,
        "errors": errors,
        "request_id": request_id,
    }


def title_refusal(status: int, language: str) -> str:
    """What a status means, in words."""
    return phrase(f"service.{_TITLES.get(status, 'fault')}", language)
