"""A parsed candidate → the mapping it could be read from again: nothing is decided on values nobody looked at."""

from __future__ import annotations

from typing import Any

from cchc_rules.facts.candidate import Candidate
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType
from cchc_rules.problems import FactError, Place, Problem


def restate(candidate: Candidate, facts: tuple[Fact, ...]) -> dict[str, Any]:
    """The candidate's facts by name, with its id and name; reading them gives the same values again.

    Raises FactError ``other-facts`` when it does not hold as many values as there are facts: it was read for another
    category. Values of another kind are left to the reading. Provenance stays with the candidate.
    """
    if not _fits(candidate.values, facts):
        raise FactError([Problem("other-facts", Place(candidate=candidate.id), {"number": len(facts)})])
    return {**_by_name(candidate.values, facts), "id": candidate.id, "name": candidate.name}


def _fits(values: object, facts: tuple[Fact, ...]) -> bool:
    return isinstance(values, tuple) and len(values) == len(facts)


def _by_name(values: tuple[Any, ...], facts: tuple[Fact, ...]) -> dict[str, Any]:
    return {fact.name: _plain(value, fact) for fact, value in zip(facts, values, strict=True)}


def _plain(value: Any, fact: Fact) -> Any:
    if not isinstance(fact.type, ListType) or not isinstance(value, tuple):
        return value
    fields = fact.type.fields
    return [_by_name(member, fields) if _fits(member, fields) else member for member in value]
