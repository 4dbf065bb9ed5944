"""JSON and JSON Lines → values, strictly: no doubled keys, capped nesting, integers of any length as what they are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import repeat
from typing import Any, Final

from cchc_rules.intake.table import LARGEST_ROW, TableError, refused
from cchc_rules.problems import Place, Problem, Span

DEEPEST: Final = 32
"""How deep lists and objects may nest."""

_LONGEST_INT: Final = 30
_TOKENS: Final = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)
_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Item:
    """One value of a file that should be a candidate (or a list member), or the problem that it is none."""

    number: int
    value: dict[str, Any] | None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class _Doubled:
    """Stands in an object whose key ``key`` was written twice."""

    key: str


def read_json(text: str, file: str, *, top: str = "candidates") -> Iterator[Item]:
    """The objects of ``[…]`` or ``{"candidates": […]}``, numbered from 1.

    A member of more than LARGEST_ROW characters is an item with its problem. Raises TableError when the text is no
    JSON, nests too deep, or is neither shape.
    """
    if not text.strip():
        raise refused("table-empty", file)
    fault, value = _parsed(text, file, first_line=1)
    if fault is not None:
        raise TableError([fault])
    depth = 1
    if isinstance(value, dict) and list(value) == [top]:
        depth, value = 2, value[top]
    if not isinstance(value, list):
        raise refused("json-shape", file, top=top)
    if not value:
        raise refused("table-empty", file, variant="header-only")
    sizes = _sizes(text, depth) if len(text) > LARGEST_ROW else repeat(0)
    for number, member in enumerate(value, start=1):
        place = Place(row=number, file=file)
        if isinstance(member, dict | list | _Doubled) and next(sizes) > LARGEST_ROW:
            yield Item(number, None, Problem("row-too-large", place, {"limit": LARGEST_ROW}))
        else:
            yield _item(number, member, place)


def read_json_lines(text: str, file: str) -> Iterator[Item]:
    """The object on each line, numbered by line from 1; a line that is none is an item with its problem."""
    if not text.strip():
        raise refused("table-empty", file)
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = Place(row=number, file=file)
        if len(line) > LARGEST_ROW:
            yield Item(number, None, Problem("row-too-large", place, {"limit": LARGEST_ROW}))
            continue
        fault, value = _parsed(line.rstrip("\r"), file, first_line=number)
        yield Item(number, None, fault) if fault is not None else _item(number, value, place)


def _parsed(text: str, file: str, *, first_line: int) -> tuple[Problem | None, Any]:
    if (offset := _too_deep(text)) is not None:
        return Problem("json-depth", _span(text, offset, file, first_line), {"limit": DEEPEST}), None
    try:
        return None, json.loads(text, object_pairs_hook=_object, parse_int=_integer)
    except json.JSONDecodeError as error:
        return Problem("json-syntax", _span(text, error.pos, file, first_line)), None


def _item(number: int, value: Any, place: Place) -> Item:
    if (problem := _fault_within(value, place)) is not None:
        return Item(number, None, problem)
    if not isinstance(value, dict):
        return Item(number, None, Problem("row-shape", place))
    return Item(number, value)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | _Doubled:
    seen = dict(pairs)
    if len(seen) == len(pairs):
        return seen
    keys = [key for key, _ in pairs]
    return _Doubled(next(key for key in keys if keys.count(key) > 1))


def _fault_within(value: Any, place: Place) -> Problem | None:
    waiting = [value]
    while waiting:
        match waiting.pop():
            case _Doubled(key=key):
                return Problem("json-doubled-key", place, {"key": _sound(key[:_SHOWN])})
            case dict() as mapping:
                waiting.extend(mapping)
                waiting.extend(mapping.values())
            case list() as members:
                waiting.extend(members)
            case str() as text if _sound(text) != text:
                return Problem("half-character", place, {"text": _sound(text)[:_SHOWN]})
    return None


def _sound(text: str) -> str:
    """The text with each half of a surrogate pair, which no file can hold, replaced."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _integer(digits: str) -> int | Decimal:
    """An int; beyond 30 digits a Decimal, which reads any length in no time and is refused as a number later."""
    return int(digits) if len(digits) <= _LONGEST_INT else Decimal(digits)


def _too_deep(text: str) -> int | None:
    depth = 0
    for token in _TOKENS.finditer(text):
        mark = token[0][0]
        depth += (mark in "[{") - (mark in "]}")
        if depth > DEEPEST:
            return token.start()
    return None


def _sizes(text: str, depth: int) -> Iterator[int]:
    """How many characters each object or list takes that stands in the list at that depth."""
    at = start = 0
    for token in _TOKENS.finditer(text):
        if token[0] in ("[", "{"):
            if at == depth:
                start = token.start()
            at += 1
        elif token[0] in ("]", "}"):
            at -= 1
            if at == depth:
                yield token.end() - start


def _span(text: str, offset: int, file: str, first_line: int) -> Span:
    start = text.rfind("\n", 0, offset) + 1
    line = text[start:].partition("\n")[0].rstrip("\r")
    shown = line if len(line) <= _SHOWN else ""  # a whole file on one line is no help under a caret
    return Span(file, first_line + text.count("\n", 0, offset), offset - start + 1, 1, shown)
