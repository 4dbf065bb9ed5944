"""What is known of a candidate of a season: what was stated, and nothing that follows from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cchc_rules.facts.candidate import Provenance
from cchc_rules.values import Value


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a candidate: values in slot order, provenance, lists still being filled, links completed.

    ``unfinished`` holds the members of lists nobody has completed; their values are unknown until then. ``closed`` are
    the slots of linked lists that were said to be complete.
    """

    values: tuple[Value, ...]
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    unfinished: Mapping[int, tuple[Any, ...]] = field(default_factory=dict)
    closed: frozenset[int] = frozenset()

    def with_value(self, slot: int, value: Value) -> State:
        """The state with another value of a fact."""
        return replace(self, values=(*self.values[:slot], value, *self.values[slot + 1 :]))

    def with_provenance(self, provenance: Mapping[str, Provenance]) -> State:
        """The state with what was said of further paths, or said anew."""
        return replace(self, provenance={**self.provenance, **provenance}) if provenance else self

    def without_provenance(self, is_dropped: Callable[[str], bool]) -> State:
        """The state without what was said of some paths."""
        if not any(map(is_dropped, self.provenance)):
            return self
        return replace(self, provenance={path: one for path, one in self.provenance.items() if not is_dropped(path)})

    def with_members(self, slot: int, members: tuple[Any, ...], *, finished: bool) -> State:
        """The state with the members of a list in the one place they belong."""
        unfinished = {one: value for one, value in self.unfinished.items() if one != slot}
        if not finished:
            unfinished[slot] = members or ()
        return replace(self, unfinished=unfinished).with_value(slot, members if finished else None)

    def members(self, slot: int) -> tuple[Any, ...]:
        """The members known so far, of a finished list or one being filled."""
        value = self.values[slot]
        return value if isinstance(value, tuple) else self.unfinished.get(slot, ())
