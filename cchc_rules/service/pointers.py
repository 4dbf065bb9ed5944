"""Where in a body a problem of facts stands: paths of the reader as JSON Pointers (RFC 6901)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cchc_rules.facts.lists import key_label
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType


class PointerFinder:
    """Finds places in one body, whose lists it goes through once, however many problems there are."""

    def __init__(self, facts: tuple[Fact, ...], body: Mapping[str, Any], base: str = "/facts") -> None:
        self.facts, self.body, self.base = facts, body, base
        self.numbers: dict[int, dict[str, int]] = {}
        """By list (its id: the body outlives this) the number of the first member that a label may mean."""

    def find(self, path: str | None) -> str:
        """The pointer to what a path names (``units[Nội vụ].on_time`` → ``/facts/units/3/on_time``).

        As far as it can be followed in the body; what the body does not hold is pointed at where it would stand.
        """
        return self._find(path, self.facts, self.body, self.base) if path else self.base

    def _find(self, path: str, facts: tuple[Fact, ...], body: Mapping[str, Any], base: str) -> str:
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
                return self._find_in_member(rest, fact, value, here) if isinstance(value, list) else here
        part = path.replace("~", "~0").replace("/", "~1")
        return f"{base}/{part}"

    def _find_in_member(self, rest: str, fact: Fact, members: list[Any], here: str) -> str:
        assert isinstance(fact.type, ListType)
        numbers = self._number(fact, members)
        for label, behind in _split_labels(rest):
            if (number := numbers.get(label)) is None:
                continue
            if not behind:
                return f"{here}/{number}"
            if isinstance(member := members[number], Mapping):
                return self._find(behind, fact.type.fields, member, f"{here}/{number}")
        return here

    def _number(self, fact: Fact, members: list[Any]) -> dict[str, int]:
        found = self.numbers.get(id(members))
        if found is None:
            found = self.numbers[id(members)] = {}
            for number, member in enumerate(members):
                for label in _labels(fact, number, member):
                    found.setdefault(label, number)
        return found


def _split_labels(rest: str) -> Iterator[tuple[str, str]]:
    """The labels that ``[label].field`` may begin with, and what stands behind each: a label may hold brackets."""
    for place, letter in enumerate(rest):
        if letter == "]" and rest[place + 1 : place + 2] in ("", "."):
            yield rest[1:place], rest[place + 2 :]


def _labels(fact: Fact, number: int, member: Any) -> list[str]:
    """What paths may call a member: its key where it has one that can be read, or its number."""
    key = member.get(fact.key) if fact.key and isinstance(member, Mapping) else None
    if isinstance(key, Mapping):
        key = key.get("value")
    labels = [str(number + 1)]
    if isinstance(key, str | int | float):
        labels.append(" ".join(key.split()) if isinstance(key, str) else key_label(key))
    return labels
