"""The smallest sets of moves that remedy one part of a candidate's conditions, each with values that do it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cchc_rules.analysis.choosing import Choosing
from cchc_rules.analysis.fact_moves import FactMove
from cchc_rules.analysis.member_kinds import Member, MemberWay
from cchc_rules.analysis.member_records import put, put_member, read_place
from cchc_rules.analysis.remedy_conditions import LiveCondition, RemedyPart
from cchc_rules.analysis.remedy_terms import FactUnit, NewPlace, NewUnit, RemedyTerms, RemedyUnit, WayUnit
from cchc_rules.analysis.smallest_sets import find_sets
from cchc_rules.analysis.witnesses import find_decimals
from cchc_rules.engines.symbolic.logic import Bit
from cchc_rules.engines.symbolic.program_terms import PartTerms, translate_parts
from cchc_rules.engines.symbolic.stated_facts import state_date, state_facts
from cchc_rules.engines.symbolic.terms import FactTerms, GradeTerms
from cchc_rules.engines.symbolic.validity import has_value
from cchc_rules.language.lint.conditions import Part
from cchc_rules.language.nodes import ReadResult
from cchc_rules.language.types import NumberType
from cchc_rules.program.program import LoweredCriterion, LoweredGrade, Program
from cchc_rules.values import MET, NOT_APPLICABLE, Value

MOST_TOLD: Final = 5
"""How many members are told one by one where each must reach something else; they get the nearest values."""


MOST_NEAREST: Final = 12
"""Of more facts moved at once nobody reads the values: any that will do are taken, as searching for each takes long."""


@dataclass(frozen=True, slots=True)
class MovedFact:
    """A fact of the candidate, or of a member looked at by itself, with the value it comes to."""

    move: FactMove
    after: Value


@dataclass(frozen=True, slots=True)
class MovedMembers:
    """Members that are alike and go one way, each with its values then; ``among`` are all who might."""

    list: str
    among: tuple[Member, ...]
    moved: tuple[tuple[Member, MemberWay, tuple[Value, ...]], ...]


@dataclass(frozen=True, slots=True)
class AddedMembers:
    """Members that are added to a list, or of a list that is stated, with the values of each.

    ``first`` is the place of the first where members are looked at one by one.
    """

    list: str
    members: tuple[tuple[Value, ...], ...]
    is_statement: bool
    first: int | None


Moved = MovedFact | MovedMembers | AddedMembers


@dataclass(frozen=True, slots=True)
class Solution:
    """A smallest set of moves of one part, and the values of the candidate when they are made."""

    moves: tuple[Moved, ...]
    changes: int
    statements: int
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached: that every criterion passes, or that a grade is surely a level or above it."""

    grade: str = ""
    level: str = ""


class PartSearch:
    """Searches one part; ``goal`` says what is wanted of it."""

    def __init__(self, terms: RemedyTerms, part: RemedyPart, goal: Goal) -> None:
        self.terms, self.part, self.goal = terms, part, goal
        self.logic, self.program = terms.logic, terms.program
        self.criteria = [one.criterion for one in part.conditions if one.criterion is not None]
        self.checks = [one.check for one in part.conditions if one.check is not None]
        self.gated = [one for one in self.criteria if self._is_gated(one)]
        self.units = [one for one in terms.units if one.name in part.names]
        waits = any(map(_is_waiting, part.conditions)) and not goal.grade
        blocks = any(terms.decision.outcome_codes[one.position] not in (MET, NOT_APPLICABLE) for one in self.criteria)
        self.only_states = waits and not blocks
        self.choosing = Choosing(self.logic, decimals=find_decimals((self.program,)))
        self.reads_results = any(isinstance(one.node, ReadResult) for one in self.deciding_parts) or any(
            map(_is_waiting, part.conditions)
        )
        # Where nothing moves lists are taken as they are: the terms know of members only what the other parts ask.
        stated = state_facts(self.logic, self.program.facts, terms.decision.values)
        self.facts = terms.terms if part.names else stated
        found = self.translate(self.facts)
        self.choosing.add(bit for name in part.names for bit in terms.limits[name])
        self.choosing.add(self.logic.negate(bit) for bit in found.failed.values())
        self.passes, self.evades = self.find_passing(found), self.find_evading(found)

    def _is_gated(self, one: LoweredCriterion) -> bool:
        """Whether it stands in the way: a remedy must not make it no longer apply."""
        code = self.terms.decision.outcome_codes[one.position]
        return one.criterion.applies is not None and code not in (MET, NOT_APPLICABLE)

    @property
    def deciding_parts(self) -> list[Part]:
        """Every part of the expressions of its criteria, and of the results that are waited for."""
        reads = self.terms.reads
        found = [part for one in self.criteria for part in reads.of_criterion(one)]
        waited = [self.goal.grade] if self.goal.grade else [one.name for one in self.program.deciding]
        return [*found, *reads.of_results(waited)]

    def translate(self, facts: tuple[FactTerms, ...], criteria: Sequence[LoweredCriterion] | None = None) -> PartTerms:
        """The conditions of the part over a candidate, or those of some of its criteria."""
        day, criteria = state_date(self.terms.decision.as_of), self.criteria if criteria is None else criteria
        return translate_parts(
            self.logic, self.program, facts, day, criteria, self.checks, with_results=self.reads_results
        )

    @property
    def result_slots(self) -> tuple[int, ...]:
        """The facts that a grade to be gained depends on."""
        return next((one.reads for one in self.program.results if one.name == self.goal.grade), ())

    def find_passing(self, found: PartTerms) -> Bit:
        """Whether nothing of the part stands in the way."""
        logic = self.logic
        tops = [found.outcomes[one.position] for one in self.criteria]
        passes = [logic.disjoin((one.met, one.not_applicable)) for one in tops]
        if self.goal.grade:
            passes.append(self.reaches(found))
        elif any(_is_waiting(one) for one in self.part.conditions):
            passes.append(logic.negate(found.is_open))
        return logic.conjoin(passes)

    def reaches(self, found: PartTerms) -> Bit:
        """Whether the grade is surely the level or above it."""
        place, scale = find_grade(self.program, self.goal.grade)
        grade = found.results[place]
        assert isinstance(grade, GradeTerms)
        least, most = scale.index(self.goal.level), len(scale)
        return self.logic.conjoin(
            self.logic.negate(bit) for code, bit in enumerate(grade.may) if not least <= code < most
        )

    def find_evading(self, found: PartTerms) -> Bit:
        """Whether a criterion that stands in the way no longer applies."""
        return self.logic.disjoin(found.outcomes[one.position].not_applicable for one in self.gated)

    def search(self, *, evading: bool = False, most: int) -> Iterator[Solution | None]:
        """The smallest sets, those by which a criterion no longer applies alone or not at all; None from one on.

        Raises BudgetSpent.
        """
        wanted = self.evades if evading else self.logic.negate(self.evades)
        if wanted is False:
            return
        with self.choosing.trial():
            self.choosing.add([self.passes, wanted])
            if self.only_states:  # what is open is to be told, not turned into something else
                changes = [one.unit.term for one in self.units if one.unit.changes]
                self.choosing.add(self.logic.equal(term, 0) for term in changes)
            for number, found in enumerate(find_sets(self.choosing, [one.unit for one in self.units])):
                yield self._solve(found) if number < most else None

    def _solve(self, found: tuple[int, ...]) -> Solution:
        """The set as moves: of everything not in it as it was, else the nearest value."""
        values, moves = self.terms.decision.values, list[Moved]()
        taken: dict[int, int] = {}
        for one, number in zip(self.units, found, strict=True):
            match one:
                case FactUnit():
                    after = self._choose_value(one.move, is_far=sum(found) > MOST_NEAREST)
                    if after != one.move.before:
                        values = put(values, one.move.place, after)
                    if number:
                        moves.append(MovedFact(one.move, after))
                case WayUnit() if number:
                    begin = taken.get(one.unit.group, 0)
                    moved = tuple(self._go(one, begin))
                    taken[one.unit.group] = begin + len(moved)
                    moves.append(MovedMembers(one.name, one.kind.members, moved))
                    slot = self._slot(one)
                    for member, _, after_all in moved:
                        values = put_member(values, slot, member.place, after_all)
                case NewUnit() if number:
                    added = tuple(
                        each for _, each, term in one.fresh for _ in range(self.choosing.choose_count(term, 0))
                    )
                    added += self._fill(one.places)
                    slot, problem = self._slot(one), self.terms.problems[one.name]
                    before = values[slot]
                    there = before if isinstance(before, tuple) else ()
                    keyed = problem.with_keys(there, added, self.program)
                    moves.append(AddedMembers(one.name, keyed, one.is_statement, len(there) if one.places else None))
                    values = (*values[:slot], (*there, *keyed), *values[slot + 1 :])
                case _:
                    pass
        cost = [
            sum(each * getattr(one.unit, name) for one, each in zip(self.units, found, strict=True))
            for name in ("changes", "statements")
        ]
        return Solution(tuple(moves), cost[0], cost[1], values)

    def _choose_value(self, move: FactMove, *, is_far: bool) -> Value:
        """The value nearest to what it was; with ``is_far`` one at an end or beside it in its member, if it will do."""
        terms = read_place(self.terms.terms, move.place)
        if is_far and isinstance(move.fact.type, NumberType) and len(move.place) > 1:
            members = self.terms.decision.values[move.place[0]]
            assert isinstance(members, tuple)
            member = members[move.place[1]]
            assert isinstance(member, tuple)
            beside = (one for one in member if isinstance(one, int | float) and not isinstance(one, bool))
            for value in (move.before, move.fact.type.maximum, move.fact.type.minimum, *beside):
                if value is not None and self.choosing.keep(has_value(self.logic, move.fact, terms, value)):
                    return value
        return self.choosing.choose(move.fact, terms, move.before)

    def _fill(self, places: Sequence[NewPlace]) -> tuple[tuple[Value, ...], ...]:
        """The members added one by one, as few as will do."""
        number = self.choosing.choose_count(self.logic.add(self.logic.count(one.is_there) for one in places), 0)
        found = []
        for place in places[:number]:
            values = list(place.blank)
            for move in place.moves:
                values[move.place[0]] = self.choosing.choose(move.fact, place.terms[move.place[0]], None)
            found.append(tuple(values))
        return tuple(found)

    def _slot(self, one: RemedyUnit) -> int:
        return next(fact.slot for fact in self.program.facts if fact.name == one.name)

    def _go(self, one: WayUnit, begin: int) -> Iterator[tuple[Member, MemberWay, tuple[Value, ...]]]:
        """The members that go, the first who have not gone another way, each by its own way of that kind."""
        problem, place = self.terms.problems[one.name], begin
        for way, term in one.ways:
            like: tuple[Value, ...] | None = None
            for _ in range(self.choosing.choose_count(term, one.unit.most)):
                member = one.kind.members[place]
                own = find_own_way(one.kind.members[0], member, way, exact=one.kind.exact)
                after = problem.follow(member, own, like if place - begin >= MOST_TOLD else None)
                like = like or after
                yield member, own, after
                place += 1


def find_own_way(first: Member, member: Member, way: MemberWay, *, exact: bool) -> MemberWay:
    """The way of a member that is the one of the first of its kind."""
    wanted = (way.pattern, first.label(way, exact=exact), first.cost(way))
    return next(one for one in member.ways if (one.pattern, member.label(one, exact=exact), member.cost(one)) == wanted)


def find_grade(program: Program, name: str) -> tuple[int, tuple[str, ...]]:
    """The place of a grade among the results, and the levels of its scale from the lowest."""
    place = next(place for place, one in enumerate(program.results) if one.name == name)
    lowered = program.results[place]
    assert isinstance(lowered, LoweredGrade)
    return place, lowered.grade.scale.levels


def _is_waiting(condition: LiveCondition) -> bool:
    return condition.criterion is None and condition.check is None
