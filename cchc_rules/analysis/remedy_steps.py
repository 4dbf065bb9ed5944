"""The steps of a remedy as they are told: what each fact must reach, how many of which members, who is added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from cchc_rules.analysis.fact_moves import FactMove, list_paths
from cchc_rules.analysis.member_kinds import Member, Pattern
from cchc_rules.analysis.member_moves import MemberProblem
from cchc_rules.analysis.member_records import name_member, put_member, strip_keys, value_at
from cchc_rules.analysis.remedy_days import find_days
from cchc_rules.analysis.remedy_reaches import FactReach, ReachSearch, search_member
from cchc_rules.analysis.remedy_search import MOST_TOLD, AddedMembers, MovedFact, MovedMembers, PartSearch, Solution
from cchc_rules.analysis.witnesses import find_decimals
from cchc_rules.engines.symbolic.logic import Bit
from cchc_rules.engines.symbolic.terms import FactTerms
from cchc_rules.language.lint.conditions import inner_parts
from cchc_rules.language.nodes import Compare
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import BooleanType, DateType, GradeType, ListType, NumberType
from cchc_rules.values import Value


class StepKind(StrEnum):
    """What a step asks for: to state a fact or fields of members, to change them, to add members, to state a list."""

    STATE = "state"
    CHANGE = "change"
    ADD = "add"
    STATE_LIST = "state_list"


@dataclass(frozen=True, slots=True)
class RemedyStep:
    """A step: a fact, or ``count`` members of a list, with what each of their fields must reach.

    ``among`` are the names of all of whom so many will do; where each must reach something else ``each`` tells the
    first of them by name. ``reaches`` hold fields to be stated beside those to be changed: what is not known yet has no
    value before.
    """

    kind: StepKind
    fact: Fact
    reaches: tuple[FactReach, ...]
    count: int = 1
    among: tuple[str, ...] = ()
    each: tuple[tuple[str, tuple[FactReach, ...]], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The facts it is about; fields of members by list and field, ``initiatives.lawful``, whoever's they are."""
        if self.kind in (StepKind.ADD, StepKind.STATE_LIST):
            return (self.fact.name,)
        above = f"{self.fact.name}." if isinstance(self.fact.type, ListType) else ""
        return tuple(dict.fromkeys(f"{above}{strip_keys(one.path)}" for one in self.reaches))

    def to_dict(self) -> dict[str, Any]:
        """The step as plain data."""
        found: dict[str, Any] = {"kind": self.kind.value, "fact": self.fact.name}
        if isinstance(self.fact.type, ListType):
            found |= {"count": self.count, "among": list(self.among)}
        found["reaches"] = [_write_reach(one) for one in self.reaches]
        if self.each:
            found["each"] = [{"member": name, "reaches": [_write_reach(one) for one in own]} for name, own in self.each]
        return found


def _write_reach(one: FactReach) -> dict[str, Any]:
    reach, found = one.reach, {"path": one.path, "before": _plain(one.before)}
    if reach.words:
        return {**found, "words": [_plain(word) for word in reach.words]}
    if reach.together:
        return {**found, "together": True}
    ends = {"low": reach.low, "high": reach.high}
    found |= {name: _plain(end) for name, end in ends.items() if end is not None}
    opens = {"low_open": reach.low_open, "high_open": reach.high_open}
    return {**found, **{name: True for name, is_open in opens.items() if is_open}}


def _plain(value: Value) -> Any:
    return value.isoformat() if isinstance(value, date) else value


class StepWriter:
    """Tells the steps of one solution; ``values`` are those of the candidate then, ``will_do`` decides others.

    ``stands_on`` decides as of another day, where the candidate then has all that is asked for.
    """

    def __init__(
        self,
        search: PartSearch,
        solution: Solution,
        values: tuple[Value, ...],
        will_do: Callable[[tuple[Value, ...]], bool],
        stands_on: Callable[[tuple[Value, ...], date], bool] | None,
        *,
        is_evading: bool,
    ) -> None:
        self.search, self.solution, self.values, self.will_do = search, solution, values, will_do
        self.stands_on, self.is_evading = stands_on, is_evading
        self.program = search.program

    def steps(self) -> Iterator[RemedyStep]:
        """The steps in declared order of the facts. Raises BudgetSpent."""
        facts = [one.move for one in self.solution.moves if isinstance(one, MovedFact)]
        reaches = {one.path: one for one in self._find_reaches(facts)}
        for one in self.solution.moves:
            match one:
                case MovedFact(move=move):
                    kind = StepKind.STATE if move.is_statement else StepKind.CHANGE
                    yield RemedyStep(kind, move.fact, (reaches[move.path],))
                case MovedMembers():
                    yield self._tell_members(one)
                case AddedMembers():
                    yield from self._tell_added(one)

    def _find_reaches(self, moves: Sequence[FactMove]) -> list[FactReach]:
        search = self.search
        whole = ReachSearch(
            search.logic, self.program.facts, find_decimals((self.program,)), self.will_do, self._find_violation
        )
        found = whole.find(moves, self.values, lambda one, other: self.are_coupled(one.path, other.path))
        return list(self._widen(list(found), moves))

    def _find_violation(self, names: frozenset[str], terms: tuple[FactTerms, ...]) -> Bit:
        """Of the candidate with some facts open: that a check refuses it or something stands in its way."""
        logic, found = self.search.logic, self.search.translate(terms)
        evades = self.search.find_evading(found)
        evades = evades if self.is_evading else logic.negate(evades)
        is_valid = logic.negate(logic.disjoin(found.failed.values()))
        return logic.negate(logic.conjoin((self.search.find_passing(found), evades, is_valid)))

    def _widen(
        self, reaches: Sequence[FactReach], moves: Sequence[FactMove], above: tuple[int, ...] = ()
    ) -> tuple[FactReach, ...]:
        """The reaches with the days of what is new as of those very days, where everything else stands."""
        found: list[FactReach] = []
        for one, move in zip(reaches, moves, strict=True):
            days = None
            if self.stands_on is not None and move.least is not None and not one.reach.together:
                named = replace(move, place=(*above, *move.place))
                days = find_days(self.search, named, self.values, self.stands_on)
            found.append(one if days is None else replace(one, reach=days))
        return tuple(found)

    @cached_property
    def _comparisons(self) -> list[set[str]]:
        """The paths that are weighed against each other by criteria and results, comparison by comparison."""
        compared = (part for part in self.search.deciding_parts if isinstance(part.node, Compare))
        return [list_paths(inner_parts(part)) for part in compared]

    def are_coupled(self, one: str, other: str) -> bool:
        """Whether two facts are weighed against each other."""
        return any({strip_keys(one), strip_keys(other)} <= paths for paths in self._comparisons)

    def _tell_members(self, one: MovedMembers) -> RemedyStep:
        fact = self._fact(one.list)
        problem = self.search.terms.problems[one.list]
        member, way, after = one.moved[0]
        moves = [member.moves[number] for number in way.moves]
        reaches = self._reaches_within(problem, moves, after, self._find_wanted(problem, one))
        reaches = self._widen(reaches, moves, (fact.slot, member.place))
        is_stated = all(move.is_statement for move in moves)
        each: list[tuple[str, tuple[FactReach, ...]]] = []
        if not all(problem.has_own_limits(move) for move in moves) and len(one.moved) > 1:
            wanted = self._find_wanted(problem, one)
            for other, own, then in one.moved[:MOST_TOLD]:
                own_moves = [other.moves[number] for number in own.moves]
                each.append((self.name_of(fact, other), self._reaches_within(problem, own_moves, then, wanted)))
            if all(reach.reach.together or reach.reach.words for _, own_reaches in each for reach in own_reaches):
                each = []
        among = tuple(self.name_of(fact, other) for other in one.among)
        kind = StepKind.STATE if is_stated else StepKind.CHANGE
        return RemedyStep(kind, fact, reaches, len(one.moved), among, tuple(each))

    def _reaches_within(
        self, problem: MemberProblem, moves: Sequence[FactMove], values: tuple[Value, ...], wanted: Sequence[Pattern]
    ) -> tuple[FactReach, ...]:
        name, found = problem.fact.name, search_member(problem, wanted)
        return tuple(found.find(moves, values, lambda a, b: self.are_coupled(f"{name}.{a.path}", f"{name}.{b.path}")))

    def _find_wanted(self, problem: MemberProblem, one: MovedMembers) -> list[Pattern]:
        """The patterns that will do for these members: that of the remedy, and others no worse."""
        member, way, _ = one.moved[0]
        moves = [member.moves[number] for number in way.moves]
        found = [way.pattern]
        if all(isinstance(move.fact.type, BooleanType) for move in moves):
            return found
        slot = self._fact(one.list).slot
        for pattern, then in problem.list_reachable(member, moves):
            values = self.values
            for other, own, _ in one.moved:
                places = [other.moves[number].place for number in own.moves]
                wide = problem.expand(then)
                own_values = [value_at(wide, move.place) for move in moves]
                changed = problem.move(other.values, list(zip(places, own_values, strict=True)))
                values = put_member(values, slot, other.place, changed)
            if pattern not in found and self.will_do(values):
                found.append(pattern)
        return found

    def _tell_added(self, one: AddedMembers) -> Iterator[RemedyStep]:
        fact, problem = self._fact(one.list), self.search.terms.problems[one.list]
        kind = StepKind.STATE_LIST if one.is_statement else StepKind.ADD
        if one.first is not None:
            yield from self._tell_places(one, kind)
            return
        counts = Counter(problem.without_key(values) for values in one.members)
        if not counts:
            yield RemedyStep(kind, fact, (), 0)
        for values, count in counts.items():
            moves = [
                move
                for move in problem.fresh_moves(is_new=not one.is_statement)
                if value_at(problem.expand(values), move.place) is not None
            ]
            wanted = self._find_wanted_added(problem, one, values)
            members = self.values[fact.slot]
            assert isinstance(members, tuple)
            first = len(members) - len(one.members)
            place = first + next(n for n, each in enumerate(one.members) if problem.without_key(each) == values)
            reaches = self._reaches_within(problem, moves, values, wanted)
            yield RemedyStep(kind, fact, self._widen(reaches, moves, (fact.slot, place)), count)

    def _tell_places(self, one: AddedMembers, kind: StepKind) -> Iterator[RemedyStep]:
        """Members that are looked at one by one, each a step; a list that is stated without any is a step too."""
        fact, problem, first = self._fact(one.list), self.search.terms.problems[one.list], one.first or 0
        if not one.members:
            yield RemedyStep(kind, fact, (), 0)
        for number, values in enumerate(one.members, start=first):
            moves = [
                problem.name_move(number, values, move, fact.slot)
                for move in problem.fresh_moves(is_new=not one.is_statement)
                if len(move.place) == 1 and values[move.place[0]] is not None
            ]
            told = (replace(reach, path=reach.path.rpartition("].")[2]) for reach in self._find_reaches(moves))
            yield RemedyStep(kind, fact, tuple(told))

    def _find_wanted_added(self, problem: MemberProblem, one: AddedMembers, values: tuple[Value, ...]) -> list[Pattern]:
        """The patterns that will do for the members added with these values."""
        slot, pattern = self._fact(one.list).slot, problem.find_pattern(values)
        found = [pattern]
        members = self.values[slot]
        assert isinstance(members, tuple)
        first = len(members) - len(one.members)
        for other, then in problem.add_fresh(is_new=not one.is_statement):
            changed = self.values
            for number, added in enumerate(one.members):
                if problem.without_key(added) == values:
                    changed = put_member(changed, slot, first + number, problem.with_key_of(added, then))
            if other not in found and self.will_do(changed):
                found.append(other)
        return found

    def name_of(self, fact: Fact, member: Member) -> str:
        """A member by its key, else by its number."""
        assert isinstance(fact.type, ListType)
        return name_member(fact, member.values, member.place)

    def _fact(self, name: str) -> Fact:
        return next(fact for fact in self.program.facts if fact.name == name)


def measure_distance(solution: Solution) -> float:
    """How far values are from what they were: numbers by their share, levels and days by theirs of scale and year."""
    found = 0.0
    for one in solution.moves:
        match one:
            case MovedFact(move=move, after=after):
                found += _measure(move.fact, move.before, after)
            case MovedMembers(moved=moved):
                for member, way, after_all in moved:
                    for move in (member.moves[number] for number in way.moves):
                        found += _measure(move.fact, move.before, value_at(after_all, move.place))
            case AddedMembers(members=members):
                found += len(members)
    return found


def _measure(fact: Fact, before: Value, after: Value) -> float:
    match fact.type:
        case NumberType() if isinstance(before, int | float) and isinstance(after, int | float):
            return abs(after - before) / max(1.0, abs(before))
        case GradeType(scale=scale) if before in scale.spellings and after in scale.spellings:
            words = scale.spellings
            return abs(words.index(str(after)) - words.index(str(before))) / len(words)
        case DateType() if isinstance(before, date) and isinstance(after, date):
            return abs((after - before).days) / 365
        case _:
            return 1.0
