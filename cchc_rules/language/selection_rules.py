"""Selections as a ruleset declares them: whom to rank, by what, how many to take, what to do with equals at the cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from cchc_rules.language.nodes import Node
from cchc_rules.language.types import Clause, Fact
from cchc_rules.problems import NOWHERE, Span
from cchc_rules.values import Words

Among: TypeAlias = Literal["favourable", "all"] | Node
"""Who is ranked: whom the decision favours, everybody, or whom a condition holds of."""

ShareOf: TypeAlias = Literal["candidates", "running"] | Node
"""What a share is of: all rows of the group, those that are ranked, a number, or the rows a condition holds of."""

Rounding: TypeAlias = Literal["down", "up", "nearest"]

Ties: TypeAlias = Literal["open", "vote", "all", "none"]
"""What is done with equals of whom only some could be taken; ``open``: the text is silent."""


@dataclass(frozen=True, slots=True)
class RankingKey:
    """What candidates are ranked by: the highest value first, or the lowest; ``text`` is how it is written."""

    expression: Node
    is_highest: bool
    text: str
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Preference:
    """Among equals at the cut, those ``when`` holds of are taken first."""

    when: Node
    text: str
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class FixedPlaces:
    """So many are taken; ``number`` reads parameters at most."""

    number: Node


@dataclass(frozen=True, slots=True)
class PlacesByValue:
    """So many are taken for each value of ``within``, in the order of its options."""

    numbers: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A share is taken: ``percent`` of ``of``, rounded, ``least`` at least."""

    percent: Node
    of: ShareOf
    rounding: Rounding = "down"
    least: int = 0


Take: TypeAlias = FixedPlaces | PlacesByValue | Share


@dataclass(frozen=True, slots=True)
class SelectionRule:
    """A selection among the candidates of one category.

    ``within`` is the choice each of whose values has a ranking of its own. Without ``take`` all are ranked and nobody
    is in or out. ``vote`` says who decides between equals where ``ties`` is ``vote``.
    """

    id: str
    title: Words
    clauses: tuple[Clause, ...]
    category: str
    among: Among
    within: Fact | None
    keys: tuple[RankingKey, ...]
    is_dense: bool
    take: Take | None
    preferences: tuple[Preference, ...] = ()
    ties: Ties = "open"
    vote: Words | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    def expressions(self) -> Iterator[Node]:
        """Every expression, in declared order."""
        if not isinstance(self.among, str):
            yield self.among
        yield from (one.expression for one in self.keys)
        match self.take:
            case FixedPlaces(number=number):
                yield number
            case PlacesByValue(numbers=numbers):
                yield from (number for _, number in numbers)
            case Share(percent=percent, of=of):
                yield percent
                if not isinstance(of, str):
                    yield of
        yield from (one.when for one in self.preferences)

    def rebuild(self, change: Callable[[Node], Node]) -> SelectionRule:
        """The rule with ``change`` made of each of its expressions, in declared order."""
        return replace(
            self,
            among=self.among if isinstance(self.among, str) else change(self.among),
            keys=tuple(replace(one, expression=change(one.expression)) for one in self.keys),
            take=_rebuild_take(self.take, change),
            preferences=tuple(replace(one, when=change(one.when)) for one in self.preferences),
        )

    def list_clauses(self) -> Iterator[Clause]:
        """Every clause it cites."""
        yield from self.clauses
        for cited in (*(one.clauses for one in self.keys), *(one.clauses for one in self.preferences)):
            yield from cited


def _rebuild_take(take: Take | None, change: Callable[[Node], Node]) -> Take | None:
    match take:
        case None:
            return None
        case FixedPlaces():
            return FixedPlaces(change(take.number))
        case PlacesByValue():
            return PlacesByValue(tuple((value, change(number)) for value, number in take.numbers))
        case Share():
            of = take.of if isinstance(take.of, str) else change(take.of)
            return replace(take, percent=change(take.percent), of=of)
