"""Truths cut into parts small enough for one rule each, and joined again by Kleene over what fired."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from cchc_rules.engines.durable.pairs import ALWAYS, Pair
from cchc_rules.values import Truth

MOST_LEAVES: Final = 15
"""The single tests of one rule beside the one on its kind: durable_rules has room for 16."""

Joined: TypeAlias = Callable[[Sequence[Truth]], Truth]
"""The truth of an expression, from the truths of all parts."""

Part: TypeAlias = Pair | Joined


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a program; ``places`` are their pairs of tests in the order they were met."""

    places: dict[Pair, int] = field(default_factory=dict)

    def read(self, part: Part) -> Joined:
        """The truth of a part as a function of the truths of all."""
        if not isinstance(part, Pair):
            return part
        if ALWAYS in (part.true, part.false):
            constant = part.true == ALWAYS
            return lambda truths: constant
        place = self.places.setdefault(part, len(self.places))
        return lambda truths: truths[place]

    def combine(
        self, parts: list[Part], pair: Callable[[list[Pair]], Pair], join: Callable[[list[Truth]], Truth]
    ) -> Part:
        """One pair where it fits a rule, else the parts joined."""
        pairs = [one for one in parts if isinstance(one, Pair)]
        if len(pairs) == len(parts) and (whole := pair(pairs)).size <= MOST_LEAVES:
            return whole
        return self._join(parts, join)

    def pack(
        self, parts: Sequence[Part], pack: Callable[[list[Pair]], Pair], join: Callable[[list[Truth]], Truth]
    ) -> Part:
        """As few parts as fit, joined; one pair when all fit one rule."""
        found: list[Part] = [one for one in parts if not isinstance(one, Pair)]
        waiting: list[Pair] = []
        for one in parts:
            if not isinstance(one, Pair):
                continue
            if waiting and pack([*waiting, one]).size > MOST_LEAVES:
                found.append(pack(waiting))
                waiting = []
            waiting.append(one)
        if waiting:
            found.append(pack(waiting))
        return found[0] if len(found) == 1 else self._join(found, join)

    def _join(self, parts: Sequence[Part], join: Callable[[list[Truth]], Truth]) -> Joined:
        read = [self.read(one) for one in parts]
        return lambda truths: join([one(truths) for one in read])


def negate(part: Part) -> Part:
    """Kleene not."""
    if isinstance(part, Pair):
        return part.negation

    def turn(truths: Sequence[Truth]) -> Truth:
        truth = part(truths)
        return None if truth is None else not truth

    return turn


def hold_at_least(least: int, found: Sequence[Truth]) -> Truth:
    """Whether so many of the truths hold: Kleene or for one, Kleene and for all."""
    if found.count(True) >= least:
        return True
    return False if len(found) - found.count(False) < least else None


def equate(found: list[Truth]) -> Truth:
    """Whether two truths are the same."""
    left, right = found
    return None if left is None or right is None else left is right


def choose(found: list[Truth]) -> Truth:
    """``then if condition else otherwise``: with the condition unknown, what both agree on."""
    condition, then, otherwise = found
    if condition is None:
        return then if then is otherwise else None
    return then if condition else otherwise
