"""What expressions see when the reference finds their meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import Any, TypeAlias, TypeVar, cast

from cchc_rules.program.points import Point
from cchc_rules.program.program import Program
from cchc_rules.values import Value

Member: TypeAlias = tuple[Value, ...]
K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scope:
    """What expressions see: the program, the candidate's values, the date, and the members bound by folds.

    ``results`` keeps what scores and grades came to, each found once. ``known``, where there is one, keeps what every
    node and line came to here, by its identity and with itself so that it stays the one it is, and ``within`` the
    scopes of members: a trace asks each node by itself, what stands in others for the same as often as it is deep.
    """

    program: Program
    values: tuple[Value, ...]
    as_of: date | None = None
    items: Mapping[str, Member] = field(default_factory=dict)
    results: dict[tuple[str, str, bool], tuple[Point, ...]] = field(default_factory=dict, compare=False)
    known: dict[int, tuple[object, Any]] | None = field(default=None, compare=False)
    within: dict[tuple[str, int], Scope] = field(default_factory=dict, compare=False)

    def inside(self, item: str, member: Member) -> Scope:
        """The scope with one more member bound; the same one again where what is found is kept."""
        found = self.within.get(key := (item, id(member)))
        if found is None:
            known = None if self.known is None else dict[int, tuple[object, Any]]()
            found = Scope(self.program, self.values, self.as_of, {**self.items, item: member}, self.results, known)
            if known is not None:
                self.within[key] = found  # it holds the member, whose identity so stays its own
        return found


def find_once(find: Callable[[K, Scope], T]) -> Callable[[K, Scope], T]:
    """The same function of a node or line; in a scope that keeps what is ``known`` it finds of each once."""

    @wraps(find)
    def recall(asked: K, scope: Scope) -> T:
        if scope.known is None:
            return find(asked, scope)
        found = scope.known.get(id(asked))
        if found is None:
            found = scope.known[id(asked)] = asked, find(asked, scope)
        return cast(T, found[1])

    return recall
