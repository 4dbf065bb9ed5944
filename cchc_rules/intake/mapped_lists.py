"""Lists whose members stand in columns of the candidate's own row: how many there are, and what is said of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cchc_rules.intake.list_files import read_count
from cchc_rules.intake.mapping import MappedList, MappedMember, member_name
from cchc_rules.intake.table import Origin
from cchc_rules.problems import Place, Problem

MOST_COUNTED: Final = 1_000
"""How many members a number in a cell may stand for: more of them are listed in rows of their own, not in columns."""

Member = tuple[Mapping[str, Any], Origin]


def read_members(
    listed: MappedList, values: Mapping[str, Any], origin: Origin, place: Place
) -> tuple[list[Member] | None, tuple[Problem, ...]]:
    """The members with their places; None when the list is missing. ``values`` are the row's by key.

    A count of 0 is an empty list, a blank one says nothing. Members that are counted and stand nowhere are there and
    nothing is known of them; more than are counted are a problem, and so is a member counted as none.
    """
    found = [
        (member, stated)
        for member in listed.members
        if (stated := {field: values[key] for field, key in member.fields if key in values})
    ]
    if not listed.has_count:
        whole = listed.whole and found
        return ([_member(listed, *one, origin) for one in found] if whole else None), ()
    count, problems = read_count(values.get(listed.fact.name), place)
    if count is None:
        return None, problems
    shared = next((one for one in found if one[0].for_all), None)
    fields = {"list": listed.fact.name, "stated": count, "found": len(found)}
    # Members may be there of whom nothing stands, not where a column or a roll says what each is called.
    names_all = listed.fact.expects is not None or any(_has_key(listed, member) for member in listed.members)
    is_short = count > len(found) and names_all
    if count > MOST_COUNTED:
        return None, (Problem("list-count", place, {**fields, "most": MOST_COUNTED}, "many"),)
    if len(found) > count or (shared is None and is_short):
        return None, (Problem("list-count", place, fields, "columns"),)
    if shared is not None:
        member, stated = shared
        return [_member(listed, member, stated, origin, number) for number in range(1, count + 1)], ()
    unknown = [_unknown(listed, number, origin) for number in range(len(found) + 1, count + 1)]
    return [*(_member(listed, *one, origin) for one in found), *unknown], ()


def _has_key(listed: MappedList, member: MappedMember) -> bool:
    return any(field == listed.fact.key for field, _ in member.fields)


def _member(
    listed: MappedList, member: MappedMember, stated: Mapping[str, Any], origin: Origin, number: int = 0
) -> Member:
    """A member with its own letters; one that no column names is called as the mapping says, numbered where several."""
    letters = {field: origin.letters[key] for field, key in member.fields}
    key = listed.fact.key
    if key is not None and not _has_key(listed, member):
        stated = {key: f"{member.name} {number}" if number else member.name, **stated}
    return stated, Origin(origin.file, origin.row, letters)


def _unknown(listed: MappedList, number: int, origin: Origin) -> Member:
    key = listed.fact.key
    known = {} if key is None else {key: member_name(listed.fact, number)}
    return known, Origin(origin.file, origin.row)
