"""The smallest sets of moves that will do, fewest changes first, whatever model the solver finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from cchc_rules.analysis.choosing import Choosing
from cchc_rules.engines.symbolic.logic import Bit, Logic, Term

MOST_SUBSETS: Final = 4
"""Ways of alike members told apart in one set: with more, those beyond are held against sets found one by one."""


MOST_SEARCHED: Final = 60
"""Of more units one set is looked for, not all: members of a long list that are looked at one by one."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is moved or not: a fact (``most`` 1), or so many of members that are alike, each by the same ``fields``.

    ``term`` is how many are moved; one costs so many ``changes`` and ``statements``. Units of one ``group`` are the
    ways of the same members.
    """

    term: Term
    most: int
    changes: int
    statements: int
    group: int
    fields: frozenset[tuple[str, int]]


def find_sets(choosing: Choosing, units: Sequence[Unit]) -> Iterator[tuple[int, ...]]:
    """How many of each unit are moved, of each set that will do and of which no part will, in order.

    Fewest changes first, then fewest statements, then the units declared first. What was added to the solver is what
    must hold; while a set is looked at the solver holds it. Raises BudgetSpent.
    """
    logic = choosing.logic
    if len(units) > MOST_SEARCHED:
        yield from _find_first(choosing, units)
        return
    changes = logic.add(logic.multiply(one.changes, one.term) for one in units)
    statements = logic.add(logic.multiply(one.statements, one.term) for one in units)
    least = (0, 0)
    with choosing.trial():
        while choosing.is_possible():
            with choosing.trial():
                first = choosing.choose_count(changes, least[0])
                least = (first, choosing.choose_count(statements, least[1] if first == least[0] else 0))
                found = _choose_units(choosing, units, least)
                yield found
            choosing.add([logic.negate(holds_set(logic, units, found))])


def _find_first(choosing: Choosing, units: Sequence[Unit]) -> Iterator[tuple[int, ...]]:
    """One set of very many units: the fewest from the front that will do, less those that can be spared."""
    logic = choosing.logic

    def leaves(first: int) -> list[Bit]:
        return [logic.equal(one.term, 0) for one in units[first:]]

    with choosing.trial():
        if not choosing.is_possible():
            return
        few, many = 0, len(units)  # so few will not do, so many will
        if choosing.is_possible(*leaves(0)):
            few = many = 0
        while many - few > 1:
            middle = (few + many) // 2
            few, many = (few, middle) if choosing.is_possible(*leaves(middle)) else (middle, many)
        choosing.add(leaves(many))
        moved = [not choosing.keep(logic.equal(one.term, 0)) for one in units[:many]]
        numbers = [
            choosing.choose_count(one.term, one.most) if must else 0 for one, must in zip(units, moved, strict=False)
        ]
        yield (*numbers, *[0] * (len(units) - many))


def _choose_units(choosing: Choosing, units: Sequence[Unit], cost: tuple[int, int]) -> tuple[int, ...]:
    """As many of each unit as may be, those declared first."""
    logic, found, (changes, statements) = choosing.logic, list[int](), cost
    for one in units:
        limits = [left // each for left, each in ((changes, one.changes), (statements, one.statements)) if each]
        most = min([one.most, *limits])
        if most == one.most == 1:
            number = int(choosing.keep(logic.equal(one.term, 1)))
            choosing.add([logic.equal(one.term, number)])
        else:
            number = choosing.choose_count(one.term, most) if most else 0
        found.append(number)
        changes, statements = changes - number * one.changes, statements - number * one.statements
    return tuple(found)


def holds_set(logic: Logic, units: Sequence[Unit], found: Sequence[int]) -> Bit:
    """Whether what is moved holds a set: member by member each moves what the set moves, or more (Hall's condition)."""
    moved = [(unit, number) for unit, number in zip(units, found, strict=True) if number]
    parts: list[Bit] = []
    for group in dict.fromkeys(unit.group for unit, _ in moved):
        own = [(unit, number) for unit, number in moved if unit.group == group]
        beside = [unit for unit in units if unit.group == group]
        for size in range(1, min(len(own), MOST_SUBSETS) + 1):
            for chosen in combinations(own, size):
                wide = [one.term for one in beside if any(one.fields >= unit.fields for unit, _ in chosen)]
                parts.append(logic.less(sum(number for _, number in chosen), logic.add(wide), strict=False))
    return logic.conjoin(parts)
