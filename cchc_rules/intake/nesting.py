"""Lists within lists: members of an inner list, each naming its candidate and the outer member it belongs to."""

from __future__ import annotations

from dataclasses import replace

from cchc_rules.intake.list_files import Members, gather, with_members
from cchc_rules.intake.rows import Records
from cchc_rules.intake.table import Row
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType
from cchc_rules.text import fold_case, normalise

_BETWEEN = " / "


def declare_nested(outer: Fact, inner: Fact) -> ListType | None:
    """What the columns of an inner list's sheet may hold: the outer list's key, then the inner fields.

    None when the outer list has no key to name its members by, or the inner one has a field of that name.
    """
    assert isinstance(outer.type, ListType)
    assert isinstance(inner.type, ListType)
    key = next((one for one in outer.type.fields if one.name == outer.key), None)
    if key is None or any(one.name == key.name for one in inner.type.fields):
        return None
    return ListType((key, *inner.type.fields))


def with_nested(records: Records, outer: Fact, inner: Fact, nested: Records) -> Records:
    """The records of the outer list, each with the members the inner sheet gives it in place of their number.

    What is wrong with an inner row is a problem of the outer member it names, or of the file.
    """
    key = outer.key or ""
    owners = {fold_case(name): name for row in records.rows if (name := _name(row, key)) is not None}
    members = gather(inner, replace(nested, rows=tuple(_key_row(row, key) for row in nested.rows)), owners)
    rows = tuple(_fill_lists(row, key, members, records.file) for row in records.rows)
    return replace(records, rows=rows, problems=(*records.problems, *nested.problems, *members.stray))


def _name(row: Row, key: str) -> str | None:
    """The candidate and the member a row is about, as one text."""
    value = (row.facts or {}).get(key)
    if row.id is None or value is None or not (member := normalise(str(value))):
        return None
    return f"{row.id}{_BETWEEN}{member}"


def _key_row(row: Row, key: str) -> Row:
    facts = row.facts
    if facts is not None:
        facts = {name: value for name, value in facts.items() if name != key}
    return replace(row, id=_name(row, key), facts=facts)


def _fill_lists(row: Row, key: str, members: Members, file: str) -> Row:
    """The outer member with its inner list; its own id again, so that it stays with its candidate."""
    if row.facts is None:
        return row
    return replace(with_members(replace(row, id=_name(row, key)), members, file), id=row.id)
