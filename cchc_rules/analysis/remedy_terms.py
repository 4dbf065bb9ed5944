"""One candidate whose facts may move, as terms, and its conditions in parts that share no fact that moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, TypeAlias

from cchc_rules.analysis.fact_layouts import find_roll
from cchc_rules.analysis.fact_moves import (
    FactMove,
    limit_move,
    open_move,
    settle,
)
from cchc_rules.analysis.member_keys import count_free
from cchc_rules.analysis.member_kinds import MemberKind, MemberWay, Pattern, join_alike
from cchc_rules.analysis.member_moves import MemberProblem
from cchc_rules.analysis.member_records import list_unstated, open_record, open_units, read_place
from cchc_rules.analysis.open_candidates import MOST_LOOKED_AT
from cchc_rules.analysis.remedy_conditions import CandidateConditions
from cchc_rules.analysis.smallest_sets import Unit
from cchc_rules.decisions.decision import Decision
from cchc_rules.engines.symbolic.logic import Bit, Logic, Term
from cchc_rules.engines.symbolic.stated_facts import state_facts
from cchc_rules.engines.symbolic.terms import AmountTerms, FactTerms, ListTerms, MemberTerms
from cchc_rules.facts.settling import find_settling
from cchc_rules.language.nodes import Fold, ReadFact, YearRun
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType, NumberType
from cchc_rules.values import LARGEST_INTEGER, MOST_MEMBERS, Value, exact

MOST_ADDED: Final = 3
"""How many members are added to a list whose members are looked at one by one."""


@dataclass(frozen=True, slots=True, eq=False)
class FactUnit:
    """The unit of one fact."""

    unit: Unit
    name: str
    move: FactMove


@dataclass(frozen=True, slots=True, eq=False)
class WayUnit:
    """The unit of one way of members that are alike: by pattern how many of them, each way with the member it is of."""

    unit: Unit
    name: str
    kind: MemberKind
    ways: tuple[tuple[MemberWay, Term], ...]


@dataclass(frozen=True, slots=True, eq=False)
class NewPlace:
    """A place for a member that is added: whether there is one, what may be stated of it."""

    is_there: Bit
    blank: tuple[Value, ...]
    moves: tuple[FactMove, ...]
    terms: tuple[FactTerms, ...]


@dataclass(frozen=True, slots=True, eq=False)
class NewUnit:
    """The unit of members that are added, or of a whole list that is stated: by pattern how many of them.

    Where members are looked at one by one it has ``places`` for them.
    """

    unit: Unit
    name: str
    fresh: tuple[tuple[Pattern, tuple[Value, ...], Term], ...]
    is_statement: bool
    places: tuple[NewPlace, ...] = ()


RemedyUnit: TypeAlias = FactUnit | WayUnit | NewUnit


class RemedyTerms(CandidateConditions):
    """The candidate of a decision, with what may move of it.

    ``units`` are what a remedy may be made of, in declared order; ``limits`` what must hold, by the fact it is of.
    """

    def __init__(self, decision: Decision, grade: str = "") -> None:
        super().__init__(decision, grade)
        self.logic = Logic()
        self.limits: dict[str, list[Bit]] = {fact.name: [] for fact in self.program.facts}
        self.units: list[RemedyUnit] = []
        self.bounded: list[str] = []
        self.problems: dict[str, MemberProblem] = {}
        self.terms = self._open()

    def _open(self) -> tuple[FactTerms, ...]:
        """The terms of every fact; those of no part that is asked about do not move."""
        asked = frozenset[str]().union(*(one.names for one in self.parts))
        found: list[FactTerms] = []
        for fact, value in zip(self.program.facts, self.decision.values, strict=True):
            moves = {path for path in self.movable if path.partition(".")[0] == fact.name}
            if fact.name not in asked or not moves:
                found += state_facts(self.logic, (fact,), (value,))
            elif isinstance(fact.type, ListType):
                found.append(self._open_list(fact, value))
            else:
                found.append(self._open_fact(fact, value))
        terms = tuple(found)
        moves_of = [one.move for one in self.units if isinstance(one, FactUnit) and len(one.move.place) == 1]
        paid = open_units(self.logic, self.program.facts, self.decision.values, moves_of, terms)
        by_move = dict(zip(moves_of, paid, strict=True))
        self.units = [
            FactUnit(by_move[one.move], one.name, one.move)
            if isinstance(one, FactUnit) and one.move in by_move
            else one
            for one in self.units
        ]
        self.units = [_with_group(one, group) for group, one in enumerate(self.units)]
        for bit, name in self._settle(terms):
            self.limits[name].append(bit)
        return terms

    def _settle(self, terms: tuple[FactTerms, ...]) -> Iterator[tuple[Bit, str]]:
        facts = self.program.facts
        settling = find_settling(facts)
        rules = settling.rules if settling is not None else ()
        names = [facts[rule.slot].name for rule in rules for _ in rule.settlers]
        return zip(settle(self.logic, facts, terms), names, strict=True)

    def _open_fact(self, fact: Fact, value: Value) -> FactTerms:
        move = self.find_move(fact, value)
        assert move is not None
        terms = open_move(self.logic, move)
        self.limits[fact.name] += limit_move(self.logic, move, terms)
        self.units.append(FactUnit(Unit(0, 1, 0, 0, 0, frozenset()), fact.name, move))
        return terms

    def _open_list(self, fact: Fact, value: Value) -> FactTerms:
        nodes = dict.fromkeys(part.node for part in self.live_parts)
        over = [one for one in nodes if isinstance(one, Fold | YearRun) and isinstance(one.over, ReadFact)]
        here = [one for one in over if one.list_read.name == fact.name]
        folds, runs = [one for one in here if isinstance(one, Fold)], [one for one in here if isinstance(one, YearRun)]
        problem = MemberProblem(
            self.program,
            fact,
            folds,
            runs,
            self.decision.values,
            self.decision.as_of,
            self.directions,
            self.upward,
            self.movable,
        )
        self.problems[fact.name] = problem
        if runs or not all(self.looks_at_one(fold) for fold in folds):
            return self._open_places(fact, value, problem)
        members = value if isinstance(value, tuple) else ()
        looked = [problem.look_at(place, one) for place, one in enumerate(members) if isinstance(one, tuple)]
        terms: list[MemberTerms] = []
        for kind in join_alike(looked):
            terms += self._open_kind(fact, kind)
        if value is not None and not self.gains(fact):
            self._note_bounds(fact, problem)
            return ListTerms(True, tuple(terms))
        fresh = self._open_new(fact, problem, len(members), is_statement=value is None)
        self._note_bounds(fact, problem)
        known: Bit = True if value is not None else self.logic.make_bit(f"{fact.name}?")
        more = tuple(MemberTerms(term, state_facts(self.logic, problem.fields, values)) for _, values, term in fresh)
        if value is None:
            unit = Unit(self.logic.count(known), 1, 0, 1, 0, frozenset())
            self.units.append(NewUnit(unit, fact.name, fresh, is_statement=True))
        elif fresh:
            total = self.logic.add(term for _, _, term in fresh)
            unit = Unit(total, MOST_MEMBERS - len(members), 1, 0, 0, frozenset())
            self.units.append(NewUnit(unit, fact.name, fresh, is_statement=False))
        return ListTerms(known, (*terms, *more))

    def _note_bounds(self, fact: Fact, problem: MemberProblem) -> None:
        if problem.open_ended:
            self.bounded.append(fact.name)

    def _open_kind(self, fact: Fact, kind: MemberKind) -> Iterator[MemberTerms]:
        """Members that are alike, as how many stay as they are and how many go each way."""
        logic, first = self.logic, kind.members[0]
        fields = self.problems[fact.name].fields
        by_label: dict[tuple[frozenset[tuple[str, int]], tuple[int, int]], list[tuple[MemberWay, Term]]] = {}
        size = len(kind.members)
        for number, way in enumerate(first.ways):
            term = logic.make_term(f"{fact.name}#{first.place}>{number}", integral=True)
            self.limits[fact.name].append(logic.less(0, term, strict=False))
            by_label.setdefault((first.label(way, exact=kind.exact), first.cost(way)), []).append((way, term))
        moved = [term for ways in by_label.values() for _, term in ways]
        if moved:
            self.limits[fact.name].append(logic.less(logic.add(moved), size, strict=False))
        stay = logic.add((size, *(logic.multiply(-1, term) for term in moved)))
        yield MemberTerms(stay, state_facts(logic, fields, first.values))
        group = -1 - len(self.units)  # of all the ways of these members, apart from the groups of others
        for (label, (changes, statements)), ways in by_label.items():
            unit = Unit(logic.add(term for _, term in ways), size, changes, statements, group, label)
            self.units.append(WayUnit(unit, fact.name, kind, tuple(ways)))
            for way, term in ways:
                after = self.problems[fact.name].follow(first, way)
                yield MemberTerms(term, state_facts(logic, fields, after))

    def _open_new(
        self, fact: Fact, problem: MemberProblem, length: int, *, is_statement: bool
    ) -> tuple[tuple[Pattern, tuple[Value, ...], Term], ...]:
        logic = self.logic
        fresh = tuple(
            (pattern, values, logic.make_term(f"{fact.name}+{number}", integral=True))
            for number, (pattern, values) in enumerate(problem.add_fresh(is_new=not is_statement))
        )
        total, roll = logic.add(term for _, _, term in fresh), find_roll(self.program, fact)
        limits = [logic.less(0, term, strict=False) for _, _, term in fresh]
        limits.append(logic.less(total, count_free(fact, length), strict=False))
        limits.append(logic.less(fact.min_items - length, total, strict=False))
        if roll is not None:
            limits.append(logic.equal(total, len(roll)))
        self.limits[fact.name] += limits
        if fact.key in problem.read:  # keys are made up last, and whom they are of a fold asks
            self.bounded.append(fact.name)
        return fresh

    def _open_places(self, fact: Fact, value: Value, problem: MemberProblem) -> FactTerms:
        """A list whose members are looked at one by one, since what is asked of it is no count of kinds."""
        logic, known = self.logic, True
        members: list[MemberTerms] = []
        found: list[tuple[float, FactUnit]] = []
        for number, member in enumerate(value if isinstance(value, tuple) else ()):
            assert isinstance(member, tuple)
            unstated = list_unstated(problem.fields, member, problem.expand(member))
            moves = [one for one in problem.find_moves(member) if not _is_within(one.place, unstated)]
            if unstated:
                self.bounded.append(fact.name)
            limits: list[Bit] = []
            prefix = f"{fact.name}[{number}]."
            terms = open_record(logic, problem.fields, member, {one.place: one for one in moves}, limits, (), prefix)
            self.limits[fact.name] += limits
            for move, unit in zip(moves, open_units(logic, problem.fields, member, moves, terms), strict=True):
                named = problem.name_move(number, member, move, fact.slot)
                counted = self._count_whole(named, unit, read_place(terms, move.place))
                found.append((-_measure_room(move), FactUnit(counted, fact.name, named)))
            members.append(MemberTerms(1, terms))
        self.units += [one for _, one in sorted(found, key=lambda pair: pair[0])]
        if value is None or self.gains(fact):
            self.bounded.append(fact.name)
            known = True if value is not None else logic.make_bit(f"{fact.name}?")
            places = tuple(self._open_new_places(fact, problem, len(members), is_new=value is not None))
            length = logic.add((len(members), *(logic.count(one.is_there) for one in places)))
            roll = find_roll(self.program, fact)
            at_least = fact.min_items if roll is None else len(roll)
            is_enough = logic.less(at_least, length, strict=False)
            self.limits[fact.name].append(logic.disjoin((logic.negate(known), is_enough)))
            total = logic.add(logic.count(one.is_there) for one in places)
            unit = Unit(total, MOST_ADDED, 1, 0, 0, frozenset())
            if value is None:
                unit = Unit(logic.count(known), 1, 0, 1, 0, frozenset())
            self.units.append(NewUnit(unit, fact.name, (), value is None, places))
            members += [MemberTerms(logic.count(one.is_there), one.terms) for one in places]
        return ListTerms(known, tuple(members))

    def _count_whole(self, move: FactMove, unit: Unit, terms: FactTerms) -> Unit:
        """The unit of a number that is changed, as a whole number that bounds how far it goes.

        Sums over hundreds of members are then linear, and how many must change at the least follows from that.
        """
        kind, logic = move.fact.type, self.logic
        if move.is_statement or not isinstance(kind, NumberType) or not isinstance(terms, AmountTerms):
            return unit
        low, high = _find_room(move)
        moved, value = logic.make_term(f"{move.path}:", integral=True), terms.low.value
        begin = exact(move.before)  # type: ignore[arg-type]
        down, up = (logic.add((begin, logic.multiply(end - begin, moved))) for end in (low, high))
        self.limits[move.path.partition("[")[0]] += [
            logic.less(0, moved, strict=False),
            logic.less(moved, 1, strict=False),
            logic.less(down, value, strict=False),
            logic.less(value, up, strict=False),
        ]
        return replace(unit, term=moved)

    def _open_new_places(self, fact: Fact, problem: MemberProblem, length: int, *, is_new: bool) -> Iterator[NewPlace]:
        """Places for members that are added, the first of them first; those of a roll with their keys."""
        logic, roll, above = self.logic, find_roll(self.program, fact), True
        key = next((one.slot for one in problem.fields if one.name == fact.key), None)
        most = min(MOST_ADDED, count_free(fact, length)) if roll is None else min(len(roll), MOST_LOOKED_AT)
        for number in range(most):
            blank: list[Value] = [None] * len(problem.fields)
            if roll is not None and key is not None:
                blank[key] = roll[number]
            moves = tuple(one for one in problem.fresh_moves(is_new=is_new) if len(one.place) == 1)
            limits: list[Bit] = []
            prefix = f"{fact.name}+{number}."
            by_place = {one.place: one for one in moves}
            terms = open_record(logic, problem.fields, tuple(blank), by_place, limits, (), prefix)
            is_there = logic.make_bit(f"{prefix}!")
            self.limits[fact.name] += [*limits, logic.disjoin((above, logic.negate(is_there)))]
            above = is_there
            yield NewPlace(is_there, tuple(blank), moves, terms)


def _find_room(move: FactMove) -> tuple[Fraction | int, Fraction | int]:
    """How low and how high a number may come to be."""
    kind, before = move.fact.type, move.before
    assert isinstance(kind, NumberType) and isinstance(before, int | float)
    low = -LARGEST_INTEGER if kind.minimum is None else exact(kind.minimum)
    high = LARGEST_INTEGER if kind.maximum is None else exact(kind.maximum)
    return (exact(before) if move.direction == "up" else low), (exact(before) if move.direction == "down" else high)


def _measure_room(move: FactMove) -> float:
    """How far a number may go; of two members the one that may go farther is tried first."""
    if move.is_statement or not isinstance(move.fact.type, NumberType):
        return 0.0
    low, high = _find_room(move)
    return float(high - low)


def _is_within(place: tuple[int, ...], lists: Iterable[tuple[int, ...]]) -> bool:
    return any(place[: len(one)] == one for one in lists)


def _with_group(one: RemedyUnit, group: int) -> RemedyUnit:
    unit = one.unit
    own = unit.group if isinstance(one, WayUnit) else group
    changed = Unit(unit.term, unit.most, unit.changes, unit.statements, own, unit.fields)
    match one:
        case FactUnit():
            return FactUnit(changed, one.name, one.move)
        case WayUnit():
            return one
        case NewUnit():
            return NewUnit(changed, one.name, one.fresh, one.is_statement, one.places)
