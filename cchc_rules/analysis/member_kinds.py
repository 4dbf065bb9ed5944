"""What members of a list are to the folds over it: their patterns, the ways to others, which are alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cchc_rules.analysis.fact_moves import FactMove
from cchc_rules.analysis.member_records import strip_keys
from cchc_rules.engines.symbolic.logic import Bit, Logic
from cchc_rules.values import Value

MOST_MEMBER_KINDS: Final = 40
"""With more kinds of members those are alike that move as many of the same fields, whoever's they are."""


Pattern = tuple[bool, ...]
"""What every fold finds of a member: whether filter and body surely hold, and whether they surely do not."""


@dataclass(frozen=True, slots=True)
class MemberWay:
    """A smallest set of fields (numbers of ``moves``) by which a member comes to a pattern."""

    moves: tuple[int, ...]
    pattern: Pattern


@dataclass(frozen=True)
class Member:
    """A member: its place in the list, its values, what may be moved of it, its pattern and its ways."""

    place: int
    values: tuple[Value, ...]
    moves: tuple[FactMove, ...]
    pattern: Pattern
    ways: tuple[MemberWay, ...]

    def label(self, way: MemberWay, *, exact: bool) -> frozenset[tuple[str, int]]:
        """What a way moves: of members of members by their own names, or only how many of each field."""
        moved = [self.moves[number] for number in way.moves]
        return frozenset(Counter(one.path if exact else strip_keys(one.path) for one in moved).items())

    def cost(self, way: MemberWay) -> tuple[int, int]:
        """How many changes and statements a way is."""
        stated = sum(self.moves[number].is_statement for number in way.moves)
        return len(way.moves) - stated, stated


@dataclass(frozen=True)
class MemberKind:
    """Members that are alike: the same pattern, and the same ways to others.

    ``exact``: they move the very same fields, of members of theirs too.
    """

    members: tuple[Member, ...]
    exact: bool


def join_alike(members: Sequence[Member]) -> list[MemberKind]:
    """Members of one pattern and with the same ways are one kind, in the order of their first."""
    for exact in (True, False):
        kinds: dict[object, list[Member]] = {}
        for one in members:
            ways = frozenset((one.label(way, exact=exact), one.cost(way), way.pattern) for way in one.ways)
            kinds.setdefault((one.pattern, ways), []).append(one)
        if len(kinds) <= MOST_MEMBER_KINDS:
            break
    return [MemberKind(tuple(alike), exact) for alike in kinds.values()]


def agrees(logic: Logic, bits: Sequence[Bit], pattern: Sequence[bool]) -> Bit:
    """Whether bits are as in a pattern."""
    return logic.conjoin(bit if holds else logic.negate(bit) for bit, holds in zip(bits, pattern, strict=True))
