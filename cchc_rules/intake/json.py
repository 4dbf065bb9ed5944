"""JSON and JSON Lines → the objects that should be candidates or list members, each with its number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from cchc_rules.intake.table import LARGEST_ROW, TableError, refuse
from cchc_rules.problems import Place, Problem
from cchc_rules.strict_json import TOKENS, DoubledKey, JsonError, find_fault, parse_marked


@dataclass(frozen=True, slots=True)
class Item:
    """One value of a file that should be a candidate (or a list member), or the problem that it is none."""

    number: int
    value: dict[str, Any] | None
    problem: Problem | None = None


def read_json(text: str, file: str, *, top: str = "candidates") -> Iterator[Item]:
    """The objects of ``[…]`` or ``{"candidates": […]}``, numbered from 1.

    A member of more than LARGEST_ROW characters is an item with its problem. Raises TableError when the text is no
    JSON, nests too deep, or is neither shape.
    """
    if not text.strip():
        raise refuse("table-empty", file)
    try:
        value = parse_marked(text, file=file)
    except JsonError as error:
        raise TableError(error.problems) from None
    depth = 1
    if isinstance(value, dict) and list(value) == [top]:
        depth, value = 2, value[top]
    if not isinstance(value, list):
        raise refuse("json-shape", file, top=top)
    if not value:
        raise refuse("table-empty", file, variant="header-only")
    sizes = _sizes(text, depth) if len(text) > LARGEST_ROW else repeat(0)
    for number, member in enumerate(value, start=1):
        place = Place(row=number, file=file)
        if isinstance(member, dict | list | DoubledKey) and next(sizes) > LARGEST_ROW:
            yield Item(number, None, Problem("row-too-large", place, {"limit": LARGEST_ROW}))
        else:
            yield _item(number, member, place)


def read_json_lines(text: str, file: str) -> Iterator[Item]:
    """The object on each line, numbered by line from 1; a line that is none is an item with its problem."""
    if not text.strip():
        raise refuse("table-empty", file)
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = Place(row=number, file=file)
        if len(line) > LARGEST_ROW:
            yield Item(number, None, Problem("row-too-large", place, {"limit": LARGEST_ROW}))
            continue
        try:
            value = parse_marked(line.rstrip("\r"), file=file, first_line=number)
        except JsonError as error:
            yield Item(number, None, error.problems[0])
        else:
            yield _item(number, value, place)


def _item(number: int, value: Any, place: Place) -> Item:
    if (problem := find_fault(value, place)) is not None:
        return Item(number, None, problem)
    if not isinstance(value, dict):
        return Item(number, None, Problem("row-shape", place))
    return Item(number, value)


def _sizes(text: str, depth: int) -> Iterator[int]:
    """How many characters each object or list takes that stands in the list at that depth."""
    at = start = 0
    for token in TOKENS.finditer(text):
        if token[0] in ("[", "{"):
            if at == depth:
                start = token.start()
            at += 1
        elif token[0] in ("]", "}"):
            at -= 1
            if at == depth:
                yield token.end() - start
