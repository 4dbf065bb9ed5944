"""Where in a body a problem of facts stands: paths of the reader as JSON Pointers (RFC 6901)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cchc_rules.facts.lists import key_label
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType


def find_pointer(path: str | None, facts: tuple[Fact, ...], body: Mapping[str, Any], base: str = "/facts") -> str:
    """The pointer to what a path names (``units[Nội vụ].on_time`` → ``/facts/units/3/on_time``).

    As far as it can be followed in ``body``; what the body does not hold is pointed at where it would stand.
    """
    if not path:
        return base
    for fact in facts:
        if path == fact.name or path.startswith((f"{fact.name}[", f"{fact.name}.")):
            here, rest = f"{base}/{fact.name}", path.removeprefix(fact.name)
            if rest.startswith("."):  # a part of the provenance
                return here + rest.replace(".", "/")
            if not rest or not isinstance(fact.type, ListType):
                return here
            value = body.get(fact.name)
            if isinstance(value, Mapping) and "value" in value:
                here, value = f"{here}/value", value["value"]
            return _in_member(rest, fact, value, here) if isinstance(value, list) else here
    return f"{base}/{escape_part(path)}"


def escape_part(text: str) -> str:
    """A name as a part of a pointer."""
    return text.replace("~", "~0").replace("/", "~1")


def _in_member(rest: str, fact: Fact, members: list[Any], here: str) -> str:
    assert isinstance(fact.type, ListType)
    for number, member in enumerate(members):
        for label in _labels(fact, number, member):
            if rest == f"[{label}]":
                return f"{here}/{number}"
            if rest.startswith(f"[{label}].") and isinstance(member, Mapping):
                return find_pointer(rest.removeprefix(f"[{label}]."), fact.type.fields, member, f"{here}/{number}")
    return here


def _labels(fact: Fact, number: int, member: Any) -> list[str]:
    """What paths may call a member: its key where it has one that can be read, or its number."""
    key = member.get(fact.key) if fact.key and isinstance(member, Mapping) else None
    if isinstance(key, Mapping):
        key = key.get("value")
    labels = [str(number + 1)]
    if isinstance(key, str | int | float):
        labels.append(" ".join(key.split()) if isinstance(key, str) else key_label(key))
    return labels
