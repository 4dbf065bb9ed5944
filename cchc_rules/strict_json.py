"""JSON text → values, strictly: the one reader of candidates, changes of a season, journals, records and parameters.

No key twice, no number that JSON or a double cannot hold, no half of a character, no nesting without end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import isfinite, nan
from typing import Any, Final

from cchc_rules.problems import Place, Problem, ProblemsError, Span

JSON_DEPTH: Final = 32
"""How deep lists and objects may nest: candidates nest six deep, and the stack of a reader a thousand."""

TOKENS: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[\]{}]', re.DOTALL)
"""Strings, and what opens or closes a list or an object: enough to count depth without reading.

A string is runs of plain characters between escapes: one step a run, not one a character.
"""

_LONGEST_INT: Final = 30
"""Digits up to which an integer is read as one: int() of a hostile million digits takes minutes."""

_DOUBLE_DIGITS: Final = 17
"""Digits that tell every double from every other (IEEE 754); programs write doubles with so many, people do not."""

_MOST_SHOWN: Final = 100
"""Characters of a line or value that a message shows: a line of a terminal."""


class JsonError(ProblemsError):
    """Text that is no JSON, or JSON that says one thing twice or what nothing can hold."""


@dataclass(frozen=True, slots=True)
class DoubledKey:
    """Stands for an object in which a key is written twice."""

    key: str


def read_strict(
    text: str | bytes,
    *,
    file: str = "",
    first_line: int = 1,
    deepest: int = JSON_DEPTH,
    read_number: Callable[[str], Any] | None = None,
) -> Any:
    """The value of a JSON text; raises JsonError.

    An integer of more than 30 digits, and a number of more than 17 significant ones, is a Decimal: nothing is rounded.
    ``read_number`` reads numbers otherwise.
    """
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as error:
            place = Place(row=first_line, file=file or None)
            raise JsonError([Problem("json-encoding", place, {"offset": error.start + 1})]) from None
    value = parse_marked(text, file=file, first_line=first_line, deepest=deepest, read_number=read_number)
    if (problem := find_fault(value, Place(row=first_line, file=file or None), numbers=True)) is not None:
        raise JsonError([problem])
    return value


def parse_marked(
    text: str,
    *,
    file: str,
    first_line: int = 1,
    deepest: int = JSON_DEPTH,
    read_number: Callable[[str], Any] | None = None,
) -> Any:
    """The value of a JSON text with its faults still inside, to be looked for by `find_fault`.

    So one bad member of a list leaves the others readable. Raises JsonError for bad syntax and nesting too deep.
    """
    if (offset := _find_depth(text, deepest)) is not None:
        raise JsonError([Problem("json-depth", _span(text, offset, file, first_line), {"limit": deepest})])
    try:
        return json.loads(
            text,
            object_pairs_hook=_read_object,
            parse_int=read_number or (lambda digits: int(digits) if len(digits) <= _LONGEST_INT else Decimal(digits)),
            parse_float=read_number or _read_float,
        )
    except json.JSONDecodeError as error:
        raise JsonError([Problem("json-syntax", _span(text, error.pos, file, first_line))]) from None


def find_fault(value: Any, place: Place, *, numbers: bool = False) -> Problem | None:
    """What is wrong inside a parsed value: a key written twice, half of a surrogate pair; None when nothing is.

    With ``numbers`` also one that JSON has not or no double holds (``NaN``, ``1e400``), for whoever hands numbers on to
    nothing that refuses them, as the reader of facts does.
    """
    waiting = [value]
    while waiting:
        match waiting.pop():
            case DoubledKey(key=key):
                return Problem("json-doubled-key", place, {"text": _repair(key[:_MOST_SHOWN])})
            case float() | Decimal() as number if numbers and not _is_held(number):
                return Problem("json-number", place, {"text": str(number)[:_MOST_SHOWN]})
            case dict() as mapping:
                waiting.extend(mapping)
                waiting.extend(mapping.values())
            case list() as members:
                waiting.extend(members)
            case str() as text if _repair(text) != text:
                return Problem("half-character", place, {"text": _repair(text)[:_MOST_SHOWN]})
    return None


def _read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | DoubledKey:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    keys = [key for key, _ in pairs]
    return DoubledKey(next(key for key in keys if keys.count(key) > 1))


def _read_float(text: str) -> float | Decimal:
    """The double a literal prints; the exact decimal where it has more digits, or lies beyond every double."""
    number = float(text)
    mantissa = text.lower().partition("e")[0].replace(".", "").lstrip("-0")
    is_double = len(mantissa) <= _DOUBLE_DIGITS and isfinite(number) and (number != 0 or not mantissa)
    try:
        return number if is_double else Decimal(text)
    except InvalidOperation:  # an exponent of twenty digits: no number of any use
        return nan


def _is_held(number: float | Decimal) -> bool:
    """Whether a double holds about that number: it is neither infinite nor lost at 0."""
    return isfinite(number) and isfinite(float(number)) and (float(number) != 0 or number == 0)


def _repair(text: str) -> str:
    """The text with each half of a surrogate pair, which no file can hold, replaced."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _find_depth(text: str, deepest: int) -> int | None:
    """Where lists and objects first nest too deep."""
    depth = 0
    for token in TOKENS.finditer(text):
        mark = token[0][0]
        depth += (mark in "[{") - (mark in "]}")
        if depth > deepest:
            return token.start()
    return None


def _span(text: str, offset: int, file: str, first_line: int) -> Span:
    start = text.rfind("\n", 0, offset) + 1
    line = text[start:].partition("\n")[0].rstrip("\r")
    shown = line if len(line) <= _MOST_SHOWN else ""  # a whole file on one line is no help under a caret
    return Span(file, first_line + text.count("\n", 0, offset), offset - start + 1, 1, shown)
