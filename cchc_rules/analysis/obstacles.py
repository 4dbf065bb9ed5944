"""What stands in the way where no remedy is: the smallest sets of facts that rule it out, whatever else were so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from cchc_rules.analysis.choosing import Choosing
from cchc_rules.analysis.fact_moves import FactMove, has_moved, limit_move, open_move
from cchc_rules.analysis.remedy_search import PartSearch
from cchc_rules.engines.symbolic.logic import Bit
from cchc_rules.engines.symbolic.terms import FactTerms
from cchc_rules.language.types import ListType, TextType
from cchc_rules.program.program import LoweredCriterion

LARGEST: Final = 3
"""Up to how many facts together are looked for one set after the other; of larger ones one is found."""

MOST_TRIED: Final = 10
"""Of so many facts there are 175 sets of up to three; of more one set is found, by leaving out fact after fact."""

MOST_OBSTACLES: Final = 20


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Facts that, as they are, rule out that these criteria pass, whatever the others were; ids, and names in order."""

    criteria: tuple[str, ...]
    facts: tuple[str, ...]


def find_obstacles(search: PartSearch) -> list[Obstacle]:
    """The obstacles of each criterion that cannot pass by itself, else those of all together. Raises BudgetSpent."""
    found: list[Obstacle] = []
    for one in search.criteria:
        alone = _Obstructed(search, [one])
        if not alone.choosing.is_possible(*alone.holds.values()):
            found += alone.list_obstacles()
    return found or _Obstructed(search, search.criteria).list_obstacles()


class _Obstructed:
    """Some criteria of a part, with every fact they read free to be anything, or held as it is."""

    def __init__(self, search: PartSearch, criteria: Sequence[LoweredCriterion]) -> None:
        self.criteria, self.terms = tuple(criteria), search.terms
        logic, program, decision = search.logic, search.program, search.terms.decision
        self.logic = logic
        self.choosing = Choosing(logic)
        slots = set(search.result_slots).union(*(one.reads for one in criteria))
        self.lists = [one.name for one in program.facts if one.slot in slots and isinstance(one.type, ListType)]
        self.holds: dict[str, Bit] = {}
        facts: list[FactTerms] = list(search.facts)
        for fact in program.facts:
            value = decision.values[fact.slot]
            if fact.slot in slots and value is not None and not isinstance(fact.type, ListType | TextType):
                free = FactMove(fact.name, (fact.slot,), fact, value, True, None)
                facts[fact.slot] = terms = open_move(logic, free, "!")
                self.choosing.add(limit_move(logic, free, terms))
                unmoved = logic.negate(has_moved(logic, free, terms))
                move = search.terms.find_move(fact, value)
                may = [] if move is None else [logic.conjoin(limit_move(logic, move, terms))]
                self.holds[fact.name] = logic.disjoin((unmoved, *may))
        found = search.translate(tuple(facts), criteria)
        tops = [found.outcomes[one.position] for one in criteria]
        gated = [one.position for one in search.gated]
        self.choosing.add(bit for name in search.part.names for bit in search.terms.limits[name])
        self.choosing.add(
            top.met if one.position in gated else logic.disjoin((top.met, top.not_applicable))
            for one, top in zip(criteria, tops, strict=True)
        )
        if search.goal.grade:
            self.choosing.add([search.reaches(found)])

    def list_obstacles(self) -> list[Obstacle]:
        """The smallest sets first; the lists that are read where no fact beside them rules it out."""
        ids, names = tuple(one.criterion.id for one in self.criteria), list(self.holds)
        if not self.choosing.is_possible():
            return [Obstacle(ids, tuple(self.lists))] if self.lists else []
        found: list[frozenset[str]] = []
        sizes = range(1, LARGEST + 1) if len(names) <= MOST_TRIED else ()
        for chosen in (set(one) for size in sizes for one in combinations(names, size)):
            is_new = len(found) < MOST_OBSTACLES and not any(one <= chosen for one in found)
            if is_new and self._is_ruled_out([name for name in names if name in chosen]):
                found.append(frozenset(chosen))
        if not found and self._is_ruled_out(names):
            found = [frozenset(self._shrink(names))]
        return [Obstacle(ids, tuple(name for name in names if name in one)) for one in found]

    def _is_ruled_out(self, names: Sequence[str]) -> bool:
        return not self.choosing.is_possible(*(self.holds[name] for name in names))

    def _shrink(self, names: list[str]) -> list[str]:
        """A set without any fact that it can spare."""
        for name in list(names):
            rest = [one for one in names if one != name]
            if self._is_ruled_out(rest):
                names = rest
        return names
