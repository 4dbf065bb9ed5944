"""Where facts stand among the values of a candidate, and answers put there among the facts as they are given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cchc_rules.decisions.traces.builder import name_members
from cchc_rules.facts.faults import Fault
from cchc_rules.facts.lists import key_label
from cchc_rules.facts.scalars import scalar_reader
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType, NumberType
from cchc_rules.values import Value


@dataclass(frozen=True, slots=True)
class ValuePlace:
    """Where a missing fact, or a list, stands: slots and numbers of members in turn, and the same by their names."""

    path: str
    slots: tuple[int, ...]
    names: tuple[str, ...]


def find_places(
    facts: tuple[Fact, ...],
    values: tuple[Value, ...],
    prefix: str = "",
    slots: tuple[int, ...] = (),
    names: tuple[str, ...] = (),
) -> Iterator[ValuePlace]:
    """The places of all that nobody stated and of all lists, in declared order, members of lists inside out."""
    for fact, value in zip(facts, values, strict=True):
        here = ValuePlace(prefix + fact.name, (*slots, fact.slot), (*names, fact.name))
        if isinstance(fact.type, ListType) and isinstance(value, tuple):
            for number, (name, member) in enumerate(zip(name_members(fact, value), value, strict=True)):
                if isinstance(member, tuple):
                    inside = f"{here.path}[{name}].", (*here.slots, number), (*here.names, name)
                    yield from find_places(fact.type.fields, member, *inside)
            yield here
        elif value is None:
            yield here


def put_answer(
    facts: tuple[Fact, ...], given: Mapping[str, Any], names: tuple[str, ...], answer: object
) -> dict[str, Any]:
    """Plain facts with an answer at the ``place`` of a question; a year nobody listed becomes a member.

    Members are found by their key as it is spelt in paths, else by their number. Raises KeyError for a place that is
    not there.
    """
    name, *below = names
    if not below:
        return {**given, name: answer}
    fact = next(one for one in facts if one.name == name)
    assert isinstance(fact.type, ListType)
    member, *inside = below
    members = [dict(one) for one in given.get(name) or ()]
    key = next((one for one in fact.type.fields if one.name == fact.key), None)
    labels = [str(place) if key is None else _spell_key(key, one) for place, one in enumerate(members, start=1)]
    if member not in labels:
        if key is None:
            raise KeyError(member)
        members.append({key.name: int(member) if isinstance(key.type, NumberType) else member})
        labels.append(member)
    place = labels.index(member)
    members[place] = put_answer(fact.type.fields, members[place], tuple(inside), answer)
    return {**given, name: members}


def _spell_key(key: Fact, member: Mapping[str, Any]) -> str:
    """The key of a member as it is given, spelt as paths have it; the text itself where it cannot be read."""
    raw = member.get(key.name)
    raw = raw.get("value") if isinstance(raw, Mapping) else raw  # with who stated it
    try:
        return key_label(scalar_reader(key).read(raw, False))
    except Fault:
        return str(raw)
