"""What an open place hangs on: facts of whom, equals at the cut; and who stands with whom at one position."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Final, Literal, TypeAlias

from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.traces.builder import trace_expression
from cchc_rules.decisions.traces.causes import MissingFact, find_open_facts
from cchc_rules.decisions.traces.trace import Trace
from cchc_rules.evaluation import RowResult
from cchc_rules.language.nodes import Node, walk
from cchc_rules.language.selection_rules import FixedPlaces, PlacesByValue, SelectionRule, Share
from cchc_rules.program.program import Program
from cchc_rules.selection.contenders import ContenderList
from cchc_rules.selection.key_columns import find_base_condition
from cchc_rules.selection.ranking import Contender, Role, Standing

Lack: TypeAlias = Literal["facts", "void", "invalid", "undecided", "open"]
"""Why something of a candidate is not known: facts are missing, there is nothing to take a value of, its data are
faulty, there is no decision, or its decision is open for another reason."""

MOST_CANDIDATES_NAMED: Final = 5
"""How many candidates a reason names: the sentence stays readable, the list of places names all the others."""


@dataclass(frozen=True, slots=True)
class Hang:
    """Something of one candidate that a place hangs on; ``facts`` are missing, or what a void value is taken of."""

    index: int
    lack: Lack
    facts: tuple[MissingFact, ...] = ()


@dataclass(frozen=True)
class HangFinder:
    """Finds what open places hang on; what is shared between places is found once.

    ``standings`` are those of the rows, None where nobody is taken; ``as_of`` is the day of decision, if it is known.
    """

    rule: SelectionRule
    program: Program
    results: tuple[RowResult, ...]
    entries: ContenderList
    standings: Sequence[Standing | None]
    as_of: date | None

    @cached_property
    def lacks_day(self) -> bool:
        """Whether how many are taken goes by the day of decision, which nobody stated."""
        numbers: tuple[Node, ...] = ()
        match self.rule.take:
            case FixedPlaces(number=number):
                numbers = (number,)
            case PlacesByValue(numbers=by_value):
                numbers = tuple(number for _, number in by_value)
            case Share(percent=percent, of=of):
                numbers = (percent,) if isinstance(of, str) else (percent, of)
            case None:
                pass
        return self.as_of is None and any(self.program.reads_day(part) for one in numbers for part in walk(one))

    def find_hangs(self, index: int) -> Iterator[Hang]:
        """What the place of a row hangs on: first its own, then others that may or may not stand before it.

        The others come in the order of their ids, at most `MOST_CANDIDATES_NAMED` and one more.
        """
        own = self.entries.contenders[index]
        yield from self._presence(index)
        yield from self._keys(index)
        others = [other for other in self._uncertain if other != index and self._may_meet(index, other)]
        for other in islice(filter(lambda other: self._matters(own, other), others), MOST_CANDIDATES_NAMED + 1):
            one = self.entries.contenders[other]
            yield from self._presence(other)
            if one.last >= own.first and one.role.runs is not False:
                yield from self._keys(other)

    def find_equals(self, index: int) -> tuple[int, ...]:
        """Those that nothing tells apart from a row at the cut, itself among them, in the order of ids; else none."""
        one = self.entries.contenders[index]
        if one.first != one.last or self.rule.ties in ("all", "none"):
            return ()
        equals = [other for other in self._by_position[one.first] if other == index or self._may_meet(index, other)]
        return tuple(equals) if len(equals) > 1 else ()

    @cached_property
    def _order(self) -> list[int]:
        """The rows by id, so that no text hangs on the order they came in."""
        return sorted(range(len(self.results)), key=lambda index: (self.results[index].id or "", index))

    @cached_property
    def _uncertain(self) -> list[int]:
        """The rows of which something is open that may run, or that the base of a share may count."""
        roles = self.entries.contenders.roles
        return [
            index
            for index in self._order
            if self._is_open(index) and (roles[index].runs is not False or self._moves_base(roles[index]))
        ]

    @cached_property
    def _by_position(self) -> Mapping[int, list[int]]:
        """The rows that may run by the one position they have at the cut."""
        found: dict[int, list[int]] = defaultdict(list)
        for index in self._order:
            one = self.entries.contenders[index]
            if one.role.runs is not False and one.first == one.last:
                found[one.first].append(index)
        return found

    def _is_open(self, index: int) -> bool:
        one = self.entries.contenders[index]
        return one.first != one.last or one.role.runs is None or not one.role.belongs or one.role.counts is None

    def _may_meet(self, index: int, other: int) -> bool:
        """Whether two rows may be of one group."""
        groups = self.entries.groups[index], self.entries.groups[other]
        return None in groups or groups[0] == groups[1]

    def _matters(self, own: Contender, other: int) -> bool:
        """Whether it is open that another stands before a contender, or whether the base counts it.

        Who is out whatever comes never matters: whoever stands behind it is out because of those before it; save where
        equals push one another out. Nor does who is surely in, which takes one place wherever it stands; save where
        equals are taken beyond the places.
        """
        one = self.entries.contenders[other]
        if self._moves_base(one.role):
            return True
        standing, ties = self.standings[other], self.rule.ties
        if standing == "out" and ties != "none":
            return False
        if standing == "in" and one.role.belongs and ties not in ("none", "all"):
            return False
        ahead = one.role.belongs and one.role.runs and one.last < own.first
        return one.first <= own.last and not ahead

    def _moves_base(self, role: Role) -> bool:
        """Whether it is open that the base of a share counts a row."""
        return isinstance(self.rule.take, Share) and (role.runs is None or not role.belongs or role.counts is None)

    def _presence(self, index: int) -> Iterator[Hang]:
        """Why it is not known whether a row runs, or in which group."""
        decision, role = self.entries.decisions[index], self.entries.contenders[index].role
        if decision is None:
            yield Hang(index, "undecided")
            return
        if role.runs is None and (self.results[index].problems or decision.provisional):
            yield Hang(index, "invalid")
            return
        nodes: list[Node] = []
        facts = decision.missing_facts if role.runs is None else ()
        if role.runs is None and not isinstance(self.rule.among, str):
            nodes.append(self.rule.among)
        if role.counts is None and (counted := find_base_condition(self.rule)) is not None:
            nodes.append(counted)
        if not role.belongs and self.rule.within is not None:
            within = self.rule.within
            facts = (*facts, MissingFact(within.name, within.label, within.kind))
        hang = self._explain(index, decision, nodes, facts)
        if hang is not None:
            yield hang
        elif role.runs is None:
            yield Hang(index, "open")

    def _keys(self, index: int) -> Iterator[Hang]:
        """Why the position of a row is open."""
        decision, one = self.entries.decisions[index], self.entries.contenders[index]
        if decision is None or one.first == one.last:
            return
        nodes = [*(key.expression for key in self.rule.keys), *(want.when for want in self.rule.preferences)]
        hang = self._explain(index, decision, nodes, ())
        if hang is not None:
            yield hang

    def _explain(
        self, index: int, decision: Decision, nodes: list[Node], facts: tuple[MissingFact, ...]
    ) -> Hang | None:
        """What is missing for some expressions, or what a void one of them is taken of."""
        found = {fact.path: fact for fact in facts}
        void: dict[str, MissingFact] = {}
        for node in nodes:
            causes = find_open_facts(trace_expression(self.program, node, decision.values, decision.as_of))
            found |= {fact.path: fact for fact in causes.missing}
            void |= {fact.path: fact for leaf in causes.void for fact in _facts_below(leaf)}
        if found:
            return Hang(index, "facts", tuple(found.values()))
        return Hang(index, "void", tuple(void.values())) if void else None


def _facts_below(trace: Trace) -> Iterator[MissingFact]:
    """The facts a node is computed from."""
    if trace.fact is not None:
        yield MissingFact(trace.path or trace.fact.name, trace.fact.label, trace.fact.kind, (), trace.inside)
        return
    for role in trace.parts:
        yield from _facts_below(role)
