"""List facts out of further files: members keyed by candidate id, held against the count the candidate's row states."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any, Final

from cchc_rules.facts.identity import blur_id, identify, nearest_id
from cchc_rules.facts.vietnamese import DASHES
from cchc_rules.intake.rows import Records
from cchc_rules.intake.table import Row
from cchc_rules.language.ruleset import Fact
from cchc_rules.problems import Place, Problem, printable_path
from cchc_rules.text import normalise, visible
from cchc_rules.values import MOST_MEMBERS

_COUNT: Final = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Members:
    """The members of one list fact by folded candidate id.

    ``faulty`` holds the problems of rows that are of a candidate, or whose id is the candidate's but for what people
    mistype (``Q12-O1`` for ``Q12-01``); ``stray`` those of rows whose id is nobody's. ``complete`` is False when a row
    names nobody and so could be anybody's: then a list without a stated count is not known to be whole. ``file`` is
    where they stand, with its sheet in brackets; empty when no list was handed in.
    """

    fact: Fact
    rows: Mapping[str, tuple[Row, ...]]
    faulty: Mapping[str, tuple[Problem, ...]]
    stray: tuple[Problem, ...]
    complete: bool
    file: str = ""


def gather(fact: Fact, records: Records, candidates: Mapping[str, str]) -> Members:
    """The members each candidate has in a list file; ``candidates`` are the known ids by folded id."""
    mistyped = {blur_id(id): owner for owner, id in candidates.items()}
    rows: dict[str, list[Row]] = {}
    faulty: dict[str, list[Problem]] = {}
    stray: list[Problem] = []
    for row in records.rows:
        owner = identify(row.id) or ""
        if owner not in candidates:
            problem = _stray(row, records.file, candidates)
            stray += [*row.problems, problem]
            faulty.setdefault(mistyped.get(blur_id(owner), ""), []).append(problem)
        elif row.problems or row.facts is None:
            faulty.setdefault(owner, []).extend(row.problems)
        else:
            rows.setdefault(owner, []).append(row)
    complete = records.whole and all(row.id is not None for row in records.rows)
    return Members(fact, _frozen(rows), _frozen(faulty), tuple(stray), complete, records.file)


def with_members(row: Row, members: Members, file: str) -> Row:
    """The row with its list in place of the count it states.

    The list stays unknown when no row belongs to the candidate and no 0 is stated, when a row of it is faulty, or when
    its number differs from the one stated (a problem). Raises nothing.
    """
    if row.facts is None:
        return row
    name, owner = members.fact.name, identify(row.id) or ""
    others = {key: value for key, value in row.facts.items() if key != name}
    found = members.rows.get(owner, ())
    place = Place(row=row.number, candidate=row.id, path=name, file=file)
    stated, problems = read_count(row.facts.get(name), place)
    problems += members.faulty.get(owner, ())
    if stated is not None and stated != len(found) and not problems:
        problems += (_miscount(members, place, stated, len(found)),)
    known = stated is not None or (bool(found) and members.complete)
    if problems or not known:
        return replace(row, facts=others, problems=row.problems + problems)
    origin = row.origin
    if origin is not None:
        places = tuple(one.origin for one in found if one.origin is not None)
        origin = replace(origin, members={**origin.members, name: places})
    return replace(row, facts={**others, name: [one.facts for one in found]}, origin=origin)


def _miscount(members: Members, place: Place, stated: int, found: int) -> Problem:
    """Another number than the one stated; it names the sheet or the file that was counted."""
    fields: dict[str, Any] = {"list": members.fact.name, "stated": stated, "found": found}
    if members.file.endswith("]"):
        return Problem("list-count", place, fields | {"sheet": members.file.rpartition(" [")[2][:-1]}, "sheet")
    if members.file:
        return Problem("list-count", place, fields | {"file": PurePath(printable_path(members.file)).name}, "file")
    return Problem("list-count", place, fields)


def read_count(value: Any, place: Place) -> tuple[int | None, tuple[Problem, ...]]:
    """How many members a row says its list has; None when it says nothing."""
    text = normalise(value) if isinstance(value, str) else None
    if value is None or text == "" or text in DASHES:
        return None, ()
    if text is not None and _COUNT.fullmatch(text):
        return int(text), ()
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_MEMBERS:
        return value, ()
    if isinstance(value, list):
        return None, (Problem("list-given-twice", place, {"list": place.path}),)
    return None, (Problem("list-count", place, {"list": place.path, "seen": visible(str(value))}, "unreadable"),)


def _stray(row: Row, file: str, candidates: Mapping[str, str]) -> Problem:
    place = Place(row=row.number, file=file)
    if row.id is None:
        return Problem("missing-owner", place)
    fields = {"id": visible(row.id)}
    meant = nearest_id(row.id, candidates.values())
    return Problem("unknown-owner", place, fields | {"nearest": meant} if meant else fields)


def _frozen(groups: dict[str, list[Any]]) -> dict[str, tuple[Any, ...]]:
    return {key: tuple(group) for key, group in groups.items()}
