"""A parsed candidate → the mapping it could be read from again: nothing is decided on values nobody looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cchc_rules.facts.as_of import find_stated_after
from cchc_rules.facts.candidate import Candidate
from cchc_rules.facts.lists import key_label
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType
from cchc_rules.problems import FactError, Place, Problem


def restate(candidate: Candidate, facts: tuple[Fact, ...], as_of: date | None = None) -> dict[str, Any]:
    """The candidate's facts by name, with its id and name; reading them gives the same values again.

    Raises FactError ``other-facts`` when it does not hold as many values as there are facts: it was read for another
    category. Values of another kind are left to the reading. Provenance stays with the candidate, save for the day of
    what was stated after ``as_of``, which the reading must see.
    """
    if not (isinstance(candidate.values, tuple) and len(candidate.values) == len(facts)):
        raise FactError([Problem("other-facts", Place(candidate=candidate.id), {"number": len(facts)})])
    late = {path: candidate.provenance[path].on for path in find_stated_after(candidate.provenance, as_of)}
    return {**_by_name(candidate.values, facts, "", late), "id": candidate.id, "name": candidate.name}


def _by_name(values: tuple[Any, ...], facts: tuple[Fact, ...], inside: str, late: Mapping[str, Any]) -> dict[str, Any]:
    return {fact.name: _plain(value, fact, inside + fact.name, late) for fact, value in zip(facts, values, strict=True)}


def _plain(value: Any, fact: Fact, path: str, late: Mapping[str, Any]) -> Any:
    plain = value
    if isinstance(fact.type, ListType) and isinstance(value, tuple):
        plain = [_plain_member(member, number, fact, path, late) for number, member in enumerate(value, start=1)]
    return {"value": plain, "on": late[path]} if path in late else plain


def _plain_member(member: Any, number: int, fact: Fact, path: str, late: Mapping[str, Any]) -> Any:
    assert isinstance(fact.type, ListType)
    fields = fact.type.fields
    if not (isinstance(member, tuple) and len(member) == len(fields)):
        return member
    key = next((value for one, value in zip(fields, member, strict=True) if one.name == fact.key), None)
    return _by_name(member, fields, f"{path}[{number if key is None else key_label(key)}].", late)
