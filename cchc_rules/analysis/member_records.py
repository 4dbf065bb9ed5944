"""Records of facts in which what is at some places may move: their terms, and reading and writing by place.

A place is the slot of a fact; in a list it goes on with the number of a member and a place within that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from cchc_rules.analysis.fact_layouts import find_roll
from cchc_rules.analysis.fact_moves import FactMove, find_settlers, has_moved, limit_move, open_move, settle
from cchc_rules.analysis.member_keys import list_keys
from cchc_rules.analysis.smallest_sets import Unit
from cchc_rules.engines.symbolic.logic import Bit, Logic
from cchc_rules.engines.symbolic.stated_facts import state_facts
from cchc_rules.engines.symbolic.terms import FactTerms, ListTerms, MemberTerms
from cchc_rules.facts.lists import key_label
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType
from cchc_rules.program.program import Program
from cchc_rules.values import Value


def strip_keys(path: str) -> str:
    """A path within a member without the names of members: ``fields.on_time``."""
    return "".join(part.partition("]")[2] if place else part for place, part in enumerate(path.split("[")))


def open_record(
    logic: Logic,
    fields: tuple[Fact, ...],
    values: tuple[Value, ...],
    moves: Mapping[tuple[int, ...], FactMove],
    limits: list[Bit],
    place: tuple[int, ...] = (),
    prefix: str = "",
    unstated: frozenset[tuple[int, ...]] = frozenset(),
) -> tuple[FactTerms, ...]:
    """The terms of a record in which what is at some places may move; adds what must hold of them to ``limits``.

    The lists at the places ``unstated`` are there once something of theirs is stated.
    """
    found: list[FactTerms] = []
    for one, value in zip(fields, values, strict=True):
        here = (*place, one.slot)
        if isinstance(one.type, ListType) and isinstance(value, tuple):
            members = []
            for number, member in enumerate(value):
                assert isinstance(member, tuple)
                inner = open_record(logic, one.type.fields, member, moves, limits, (*here, number), prefix, unstated)
                members.append(MemberTerms(1, inner))
            found.append(ListTerms(True, tuple(members)))
            if here in unstated:
                size = len(here)
                own = [one for one in moves.values() if one.place[:size] == here]
                bits = [has_moved(logic, one, read_place(tuple(found), one.place[size - 1 :])) for one in own]
                found[-1] = ListTerms(logic.disjoin(bits), tuple(members))
        elif (move := moves.get(here)) is not None:
            terms = open_move(logic, move, prefix)
            limits += limit_move(logic, move, terms)
            found.append(terms)
        else:
            found += state_facts(logic, (one,), (value,))
    limits += settle(logic, fields, tuple(found))
    return tuple(found)


def open_units(
    logic: Logic,
    fields: tuple[Fact, ...],
    values: tuple[Value, ...],
    moves: Sequence[FactMove],
    terms: tuple[FactTerms, ...],
    first: int = 0,
) -> Iterator[Unit]:
    """A unit for each move, in groups from a number on; what another statement states along costs nothing."""
    for number, move in enumerate(moves, start=first):
        inner, record = find_record(fields, values, move.place)
        settlers = find_settlers(inner, record, move.place[-1]) if move.is_statement else []
        beside = (one for one in moves if one.place[:-1] == move.place[:-1] and one.place[-1] in settlers)
        along = [logic.negate(has_moved(logic, one, read_place(terms, one.place))) for one in beside]
        paid = logic.conjoin((has_moved(logic, move, read_place(terms, move.place)), *along))
        yield Unit(logic.count(paid), 1, int(not move.is_statement), int(move.is_statement), number, frozenset())


def find_record(
    fields: tuple[Fact, ...], values: tuple[Value, ...], place: tuple[int, ...]
) -> tuple[tuple[Fact, ...], tuple[Value, ...]]:
    """The record a place is in: its facts, their values."""
    for slot, number in zip(place[:-1:2], place[1:-1:2], strict=True):
        kind, members = fields[slot].type, values[slot]
        assert isinstance(kind, ListType) and isinstance(members, tuple)
        fields, member = kind.fields, members[number]
        assert isinstance(member, tuple)
        values = member
    return fields, values


def read_place(terms: tuple[FactTerms, ...], place: tuple[int, ...]) -> FactTerms:
    """The terms at a place: slots and numbers of members in turn."""
    found = terms[place[0]]
    if len(place) == 1:
        return found
    assert isinstance(found, ListTerms)
    return read_place(found.members[place[1]].fields, place[2:])


def value_at(values: tuple[Value, ...], place: tuple[int, ...]) -> Value:
    """The value at a place."""
    found = values[place[0]]
    for slot in place[1:]:
        assert isinstance(found, tuple)
        found = found[slot]
    return found


def put(values: tuple[Value, ...], place: tuple[int, ...], after: Value) -> tuple[Value, ...]:
    """The values with another at a place."""
    slot = place[0]
    if len(place) > 1:
        members = values[slot]
        assert isinstance(members, tuple)
        member = members[place[1]]
        assert isinstance(member, tuple)
        after = (*members[: place[1]], put(member, place[2:], after), *members[place[1] + 1 :])
    return (*values[:slot], after, *values[slot + 1 :])


def put_member(values: tuple[Value, ...], slot: int, place: int, after: tuple[Value, ...]) -> tuple[Value, ...]:
    """The values with another member at a place of a list."""
    members = values[slot]
    assert isinstance(members, tuple)
    return (*values[:slot], (*members[:place], after, *members[place + 1 :]), *values[slot + 1 :])


def name_member(fact: Fact, member: tuple[Value, ...], number: int) -> str:
    """A member by its key, else by its number."""
    assert isinstance(fact.type, ListType)
    key = next((member[one.slot] for one in fact.type.fields if one.name == fact.key), None)
    return str(number + 1) if key is None else key_label(key)


def expand(program: Program, fields: tuple[Fact, ...], values: tuple[Value, ...], read: set[str]) -> tuple[Value, ...]:
    """A record with the lists that are missing and read written out: the members of their roll, else one, unstated."""
    found: list[Value] = []
    for one, value in zip(fields, values, strict=True):
        if isinstance(one.type, ListType) and one.name in read:
            inner = one.type.fields
            members = value if isinstance(value, tuple) else _list_blank(program, one)
            found.append(tuple(expand(program, inner, member, read) for member in members if isinstance(member, tuple)))
        else:
            found.append(value)
    return tuple(found)


def collapse(fields: tuple[Fact, ...], before: tuple[Value, ...], values: tuple[Value, ...]) -> tuple[Value, ...]:
    """A record written out, with the lists missing again of which still nothing is stated."""
    found: list[Value] = []
    for one, was, value in zip(fields, before, values, strict=True):
        if isinstance(one.type, ListType) and isinstance(value, tuple):
            inner = one.type.fields
            blank: tuple[Value, ...] = (None,) * len(inner)
            members = was if isinstance(was, tuple) else (blank,) * len(value)
            pairs = zip(members, value, strict=True)
            told = tuple(collapse(inner, a, b) for a, b in pairs if isinstance(a, tuple) and isinstance(b, tuple))
            is_blank = not any(_says_anything(one, member) for member in told)
            found.append(None if was is None and is_blank else told)
        else:
            found.append(value)
    return tuple(found)


def list_unstated(
    fields: tuple[Fact, ...], before: tuple[Value, ...], values: tuple[Value, ...]
) -> frozenset[tuple[int, ...]]:
    """The places of the lists that were missing before a record was written out."""
    found: set[tuple[int, ...]] = set()
    for one, was, value in zip(fields, before, values, strict=True):
        if not isinstance(one.type, ListType) or not isinstance(value, tuple):
            continue
        if was is None:
            found.add((one.slot,))
        inner = one.type.fields
        for number, member in enumerate(value):
            own: Value = was[number] if isinstance(was, tuple) else (None,) * len(inner)
            assert isinstance(own, tuple) and isinstance(member, tuple)
            found |= {(one.slot, number, *place) for place in list_unstated(inner, own, member)}
    return frozenset(found)


def _list_blank(program: Program, fact: Fact) -> tuple[tuple[Value, ...], ...]:
    assert isinstance(fact.type, ListType)
    blank: tuple[Value, ...] = (None,) * len(fact.type.fields)
    key = next((one for one in fact.type.fields if one.name == fact.key), None)
    if key is None:
        return (blank,) * max(1, fact.min_items)
    keys = find_roll(program, fact) or tuple(islice(list_keys(key), max(1, fact.min_items)))
    return tuple((*blank[: key.slot], one, *blank[key.slot + 1 :]) for one in keys)


def _says_anything(fact: Fact, member: tuple[Value, ...]) -> bool:
    assert isinstance(fact.type, ListType)
    fields = zip(fact.type.fields, member, strict=True)
    return any(value is not None for one, value in fields if one.name != fact.key)
