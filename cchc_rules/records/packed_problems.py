"""The problems of a record as a store keeps them: the ruleset's own words by their place in it, the rest as texts.

A problem quotes labels and the words of checks in both languages, which the ruleset says already, and names the
candidate, whose id is a part of its own: without it nothing is left of the id when that part is erased.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType
from cchc_rules.program.program import Program
from cchc_rules.records.canonical_json import Content

_NUMBER: Final = "#"
"""Begins a number among the words of a problem."""

_OWN: Final = "@"
"""Begins the places of words of the ruleset, joined by `_AND` where the text joins them by `_JOINED`."""

_AND: Final = "+"
_JOINED: Final = "; "
"""What stands between the labels of several facts (`false-check`)."""

_ID: Final = "id"
"""Stands for the id of the candidate."""


@dataclass(frozen=True)
class ProblemPacker:
    """Packs the problems of one record; ``leaf`` gives what stands for a free text, ``find`` the text again."""

    program: Program
    id: str | None
    leaf: Callable[[str], Content]
    find: Callable[[Any], str]

    def pack(self, problem: Mapping[str, Any]) -> Content:
        """A problem in plain data as it is kept."""
        own: dict[str, Content] = {"code": problem["code"], "variant": problem["variant"]}
        return own | {key: {name: self._pack(one) for name, one in problem[key].items()} for key in ("fields", "where")}

    def unpack(self, packed: Mapping[str, Any]) -> dict[str, Any]:
        """The problem in plain data again. ValueError, IndexError, KeyError and TypeError for what none is."""
        own = {"code": packed["code"], "variant": packed["variant"]}
        return own | {key: {name: self._read(one) for name, one in packed[key].items()} for key in ("fields", "where")}

    def _pack(self, value: Any) -> Content:
        match value:
            case list():
                return [self._pack(one) for one in value]
            case str() if value == self.id:
                return _ID
            case str():
                parts = value.split(_JOINED)
                if value and all(part in self._places for part in parts):
                    return _OWN + _AND.join(str(self._places[part]) for part in parts)
                return self.leaf(value)
            case bool() | None:
                return value
            case _:
                return f"{_NUMBER}{value}"

    def _read(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._read(one) for one in value]
        if not isinstance(value, str):
            return value
        if value == _ID:
            return self.id
        if value.startswith(_OWN):
            words = dict(enumerate(self._places))
            return _JOINED.join(words[int(one)] for one in value[1:].split(_AND))
        return int(value[1:]) if value.startswith(_NUMBER) else self.find(value)

    @cached_property
    def _places(self) -> dict[str, int]:
        """The words of the ruleset that problems quote, each with its place.

        In the order of their letters: a canonical ruleset holds its facts in another order than the one it was written
        in.
        """
        words = set(_name_facts(self.program.facts))
        for check in self.program.category.checks:
            words |= {check.says.vi, check.says.en}
        return {word: place for place, word in enumerate(sorted(words))}


def _name_facts(facts: tuple[Fact, ...]) -> Iterator[str]:
    for fact in facts:
        yield from (fact.name, fact.label.vi, fact.label.en)
        if fact.negative is not None:
            yield from (fact.negative.vi, fact.negative.en)
        if isinstance(fact.type, ListType):
            yield from _name_facts(fact.type.fields)
