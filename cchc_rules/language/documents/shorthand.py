"""The one form of what the language lets people write in two: used by the models before anything else looks."""

from __future__ import annotations

from datetime import date
from decimal import MAX_PREC, Context, Decimal
from typing import Any

from pydantic_core import PydanticCustomError

from cchc_rules.language.documents.names import ID_PATTERN, NAME_PATTERN, RESERVED_NAMES
from cchc_rules.values import FIRST_DATE, LAST_DATE, canonical_number, day


def as_words(raw: Any) -> Any:
    """A plain text as the same words in both languages; anything else as it is."""
    return {"vi": raw, "en": raw} if isinstance(raw, str) else raw


def as_day(raw: Any) -> date:
    """A calendar day from 1900 to 2199 written ``YYYY-MM-DD``; PydanticCustomError ``bad-date`` for anything else."""
    if type(raw) is date and FIRST_DATE <= raw <= LAST_DATE:
        return raw
    found = day(raw) if isinstance(raw, str) else None
    if found is None:
        raise PydanticCustomError("bad-date", "bad date", {"date": str(raw)[:40]})
    return found


def as_number(raw: Any) -> int | Decimal:
    """An int, or a Decimal that is no integer, of at most 15 digits; PydanticCustomError for anything else."""
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        raise PydanticCustomError("expected-number", "expected a number", {})
    if canonical_number(raw) is None:
        raise PydanticCustomError("inexact-number", "inexact number", {})
    if isinstance(raw, Decimal) and raw == raw.to_integral_value():
        return int(raw)
    # In a context of its own: the thread's may round to fewer digits.
    return raw.normalize(Context(prec=MAX_PREC)) if isinstance(raw, Decimal) else raw


def as_scalar(raw: Any) -> Any:
    """A text, a truth or a number as it is, numbers in their one form; PydanticCustomError for anything else."""
    if isinstance(raw, str | bool):
        return raw
    if isinstance(raw, int | Decimal):
        return as_number(raw)
    raise PydanticCustomError("expected-scalar", "expected a value", {})


def as_cell(raw: Any) -> Any:
    """A number or a truth as the expression that gives it; anything else as it is."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return format(as_number(raw), "f") if isinstance(raw, int | Decimal) else raw


def as_points(raw: Any) -> Any:
    """A number in its one form, or a text; PydanticCustomError for anything else."""
    return as_text(raw) if isinstance(raw, str) else as_number(raw)


def as_id(text: str) -> str:
    """An id of ``[a-z0-9-]+``; PydanticCustomError ``bad-id`` for anything else."""
    if not ID_PATTERN.fullmatch(text):
        raise PydanticCustomError("bad-id", "bad id", {"id": text})
    return text


def as_name(text: str) -> str:
    """A name of ``[a-z][a-z0-9_]*`` that is free; PydanticCustomError for anything else."""
    if not NAME_PATTERN.fullmatch(text):
        raise PydanticCustomError("bad-name", "bad name", {"name": text})
    if text in RESERVED_NAMES:
        raise PydanticCustomError("reserved-name", "reserved name", {"name": text})
    return text


def as_text(text: str) -> str:
    """A text that is not blank, trimmed; PydanticCustomError ``empty-text`` for a blank one."""
    if not text.strip():
        raise PydanticCustomError("empty-text", "empty text", {})
    return text.strip()


def as_written(text: str) -> str:
    """An expression with its spaces, so that places inside it stay true; ``expression-empty`` for a blank one."""
    if not text.strip():
        raise PydanticCustomError("expression-empty", "empty expression", {})
    return text
