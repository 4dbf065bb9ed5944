"""What would make a candidate favourable, or gain a grade: the smallest sets of facts to state and to change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from math import prod
from typing import Any, Final

from cchc_rules.analysis.choosing import BudgetSpent
from cchc_rules.analysis.obstacles import Obstacle, find_obstacles
from cchc_rules.analysis.proofs import Certainty
from cchc_rules.analysis.remedy_conditions import LiveCondition, RemedyPart
from cchc_rules.analysis.remedy_search import Goal, PartSearch, Solution, find_grade
from cchc_rules.analysis.remedy_steps import RemedyStep, StepWriter, measure_distance
from cchc_rules.analysis.remedy_terms import RemedyTerms
from cchc_rules.analysis.smallest_sets import MOST_SEARCHED
from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.scoring import Grade
from cchc_rules.evaluation import evaluate
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType
from cchc_rules.problems import EngineDisagreement, FactError, Problem
from cchc_rules.program.program import LoweredGrade, Program
from cchc_rules.text import nearest, visible
from cchc_rules.values import FAVOURABLE, MET, NOT_APPLICABLE, Value

MOST_REMEDIES: Final = 20
"""How many remedies of one kind are told (design 9); the rest is counted."""

MOST_REMEDIES_COUNTED: Final = 60
"""How many are counted at the most: beyond, there are said to be at least so many."""


MOST_QUESTIONS: Final = 300
"""How many questions to the solver go into looking for more remedies, and into telling more, once there is one.

One takes 0.3 ms with yes and no alone and 2 ms with a sheet of 30 lines; a number and no clock, so that every machine
stops at the same remedy.
"""


STEPS: Final = 5_000_000
"""The steps (z3's `rlimit`) that go into finding remedies, into what stands in the way and into telling: a second each.

Lists of hundreds of members of which sums are asked may take more than anybody waits; they are then told as open, or
with fewer remedies.
"""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A smallest set of facts to state and to change; ``decision`` is what the direct engine makes of it.

    ``facts`` are those of the candidate then, every value as near to what it was as will do.
    """

    steps: tuple[RemedyStep, ...]
    changes: int
    statements: int
    decision: Decision = field(compare=False)
    facts: Mapping[str, Any] = field(compare=False)

    def to_dict(self) -> dict[str, Any]:
        """The remedy as plain data."""
        return {
            "changes": self.changes,
            "statements": self.statements,
            "steps": [one.to_dict() for one in self.steps],
        }


@dataclass(frozen=True, slots=True)
class RemedyGroup:
    """The remedies of criteria that share no fact that changes with any others: each of them will do.

    ``more`` are not told; ``counted``: there are no more than that.
    """

    criteria: tuple[str, ...]
    remedies: tuple[Remedy, ...]
    more: int = 0
    counted: bool = True

    def to_dict(self) -> dict[str, Any]:
        """The group as plain data."""
        return {
            "criteria": list(self.criteria),
            "remedies": [one.to_dict() for one in self.remedies],
            "more": self.more,
            "counted": self.counted,
        }


@dataclass(frozen=True, slots=True)
class Remedies:
    """What would bring a candidate what is asked for: one remedy of each group.

    *Shown* when there is a way, *proved* when there is none, *open* when the budget was spent or lists were looked at
    only so far (``bounded``). ``evasions`` are sets by which a criterion that stands in the way would no longer apply:
    no remedies. ``obstacles`` are what rules it out. Nothing at all where nothing is missing (``reached``).
    """

    decision: Decision = field(compare=False)
    gain: tuple[str, str] | None
    certainty: Certainty
    reached: bool
    groups: tuple[RemedyGroup, ...] = ()
    evasions: tuple[RemedyGroup, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    bounded: tuple[str, ...] = ()

    @property
    def _criteria_of_answers(self) -> frozenset[str]:
        parts = [*(one.criteria for one in self.groups), *(one.criteria for one in self.obstacles)]
        return frozenset(id for ids in parts for id in ids)

    @property
    def in_the_way(self) -> tuple[str, ...]:
        """The ids of the criteria that stand in the way of the verdict; where a grade is asked for, those answered."""
        if self.reached:
            return ()
        if self.gain is not None:
            return tuple(sorted(self._criteria_of_answers))
        codes = self.decision.outcome_codes
        criteria = self.decision.program.criteria
        return tuple(one.criterion.id for one in criteria if codes[one.position] not in (MET, NOT_APPLICABLE))

    @property
    def open_criteria(self) -> tuple[str, ...]:
        """Of an open answer, the ids of the criteria in the way that no group and no obstacle speaks of."""
        if self.certainty is not Certainty.OPEN:
            return ()
        return tuple(one for one in self.in_the_way if one not in self._criteria_of_answers)

    @property
    def combinations(self) -> int:
        """In how many ways one remedy of each group can be taken, at the least."""
        return prod(len(one.remedies) + one.more for one in self.groups) if self.groups else 0

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain data."""
        decision, ruleset = self.decision, self.decision.program.ruleset
        return {
            "ruleset": ruleset.id,
            "version": ruleset.version,
            "digest": ruleset.digest,
            "category": decision.program.category.id,
            "id": decision.id,
            "verdict": decision.verdict.value,
            "as_of": None if decision.as_of is None else decision.as_of.isoformat(),
            "gain": None if self.gain is None else {"grade": self.gain[0], "level": self.gain[1]},
            "certainty": self.certainty.value,
            "reached": self.reached,
            "combinations": self.combinations,
            "groups": [one.to_dict() for one in self.groups],
            "evasions": [one.to_dict() for one in self.evasions],
            "obstacles": [{"criteria": list(one.criteria), "facts": list(one.facts)} for one in self.obstacles],
            "bounded": list(self.bounded),
            "open_criteria": list(self.open_criteria),
        }


def remedies(decision: Decision, *, gain: tuple[str, str] | None = None) -> Remedies:
    """What would have to be stated and changed for a candidate to be favourable, or to gain a grade.

    ``gain`` is the name of a grade and the level it must come to, or above. Only facts whose `changeable` lets them go
    that way are changed; what is missing may be stated; nothing that is over is moved; no member is taken away. Every
    remedy is decided again by the direct engine. Raises FactError for a decision on faulty facts, ValueError for a
    grade or level that is not there, EngineDisagreement when a remedy is decided otherwise than the solver says,
    MissingDependency without z3. Cost: some 10 ms, more with long lists and many criteria in the way.
    """
    if decision.problems:
        raise FactError(decision.problems)
    return _Asking(decision, gain).answer()


@dataclass
class _FoundSets:
    """Smallest sets of one part: those with their values, how many there are, whether these are all."""

    solutions: list[Solution] = field(default_factory=list)
    count: int = 0
    are_all: bool = False

    def add(self, one: Solution | None) -> None:
        self.count += 1
        if one is not None:
            self.solutions.append(one)


class _Asking:
    """One question about one candidate."""

    def __init__(self, decision: Decision, gain: tuple[str, str] | None) -> None:
        self.decision, self.program, self.gain = decision, decision.program, gain
        self.goal = Goal() if gain is None else _read_gain(decision.program, *gain)
        self.groups: list[RemedyGroup] = []
        self.evasions: list[RemedyGroup] = []
        self.obstacles: list[Obstacle] = []
        self.is_open = self.is_impossible = False

    def answer(self) -> Remedies:
        if self.is_reached(self.decision):
            return Remedies(self.decision, self.gain, Certainty.SHOWN, reached=True)
        try:
            terms = RemedyTerms(self.decision, self.goal.grade)
        except BudgetSpent:
            return Remedies(self.decision, self.gain, Certainty.OPEN, reached=False)
        terms.logic.allow(STEPS)
        bounded = tuple(terms.bounded)
        searches = [PartSearch(terms, part, self.goal) for part in self.list_parts(terms)]
        solved = [(one, self.solve(one, bool(one.part.names & set(bounded)))) for one in searches]
        if not self.is_impossible:
            self.tell(solved)
        certainty = Certainty.SHOWN
        if self.is_impossible or self.is_open:
            certainty = Certainty.PROVED if self.is_impossible else Certainty.OPEN
        return Remedies(
            self.decision,
            self.gain,
            certainty,
            False,
            tuple(self.groups),
            tuple(self.evasions),
            tuple(self.obstacles),
            bounded,
        )

    def list_parts(self, terms: RemedyTerms) -> Iterator[RemedyPart]:
        """The parts that are asked about, and one of each criterion in the way of which nothing moves."""
        yield from terms.parts
        if self.goal.grade:
            if not terms.parts:
                yield RemedyPart((LiveCondition(None, None, frozenset()),), frozenset())
            return
        asked = {one.criterion.position for part in terms.parts for one in part.conditions if one.criterion is not None}
        for one in self.program.criteria:
            if self.decision.outcome_codes[one.position] not in (MET, NOT_APPLICABLE) and one.position not in asked:
                yield RemedyPart((LiveCondition(one, None, frozenset()),), frozenset())

    def solve(self, search: PartSearch, bounded: bool) -> list[_FoundSets]:
        """The remedies of a part, then its evasions; notes what is open or in the way."""
        found: list[_FoundSets] = []
        for evading in (False, True):
            sets, begin = _FoundSets(), search.logic.questions
            try:
                for one in search.search(evading=evading, most=MOST_REMEDIES):
                    sets.add(one)
                    if sets.count == MOST_REMEDIES_COUNTED or search.logic.questions - begin > MOST_QUESTIONS:
                        break
                else:
                    sets.are_all = len(search.units) <= MOST_SEARCHED
            except BudgetSpent:
                self.is_open = self.is_open or not sets.solutions
            found.append(sets)
        if not found[0].solutions and not self.is_open:
            undated = self.decision.as_of is None and any(one.reads_as_of for one in search.criteria)
            if bounded or undated:
                self.is_open = True
            else:
                self.is_impossible = True
                search.logic.allow(STEPS)
                with suppress(BudgetSpent):  # then it is told without what stands in the way
                    self.obstacles += find_obstacles(search)
        return found

    def tell(self, solved: Sequence[tuple[PartSearch, list[_FoundSets]]]) -> None:
        """Writes the groups, each remedy beside the first of every other part, and decides them again."""
        solved[0][0].logic.allow(STEPS)
        firsts = [(search, found[0].solutions[0]) for search, found in solved if found[0].solutions]
        whole = len(firsts) == len(solved)
        for search, found in solved:
            others = [(one, first) for one, first in firsts if one is not search]
            for sets, is_evading in zip(found, (False, True), strict=True):
                if not sets.solutions:
                    continue
                told, begin = list[tuple[Remedy, float]](), search.logic.questions
                for one in sets.solutions:
                    if not told or search.logic.questions - begin <= MOST_QUESTIONS:
                        told.append(self.write(search, one, others, whole and not is_evading, is_evading))
                told.sort(key=lambda one: (one[0].changes, one[0].statements, one[1]))
                criteria = tuple(
                    one.criterion.id
                    for one in search.criteria
                    if self.decision.outcome_codes[one.position] not in (MET, NOT_APPLICABLE)
                )
                remedies_told = tuple(remedy for remedy, _ in told)
                group = RemedyGroup(criteria, remedies_told, sets.count - len(told), sets.are_all)
                (self.evasions if is_evading else self.groups).append(group)

    def write(
        self,
        search: PartSearch,
        solution: Solution,
        others: Sequence[tuple[PartSearch, Solution]],
        whole: bool,
        is_evading: bool,
    ) -> tuple[Remedy, float]:
        """A remedy that the direct engine has decided again, and how far its values are from what they were."""
        values = self.join(search, solution.values, others)

        def will_do(own: tuple[Value, ...]) -> bool:
            try:
                decided = self.decide(self.join(search, own, others))
            except FactError:
                return False
            return self.is_as_wanted(search, decided, is_evading)

        try:
            decision = self.decide(values)
        except FactError as error:
            raise EngineDisagreement(
                f"{self.program.ruleset.id}: {write_facts(self.program, values)}: {error}"
            ) from error
        if not self.is_as_wanted(search, decision, is_evading) or (whole and not self.is_reached(decision)):
            raise EngineDisagreement(f"{self.program.ruleset.id}: {write_facts(self.program, values)}: no remedy")
        stands_on = self.stands_on if whole else None
        steps = tuple(StepWriter(search, solution, values, will_do, stands_on, is_evading=is_evading).steps())
        facts = write_facts(self.program, values)
        return Remedy(steps, solution.changes, solution.statements, decision, facts), measure_distance(solution)

    def join(
        self, search: PartSearch, own: tuple[Value, ...], others: Sequence[tuple[PartSearch, Solution]]
    ) -> tuple[Value, ...]:
        """The values of one part with those of a remedy of each other part."""
        values = list(own)
        for fact in self.program.facts:
            for one, first in others:
                if fact.name in one.part.names:
                    values[fact.slot] = first.values[fact.slot]
        return tuple(values)

    def decide(self, values: tuple[Value, ...], day: date | None = None) -> Decision:
        """The decision of the direct engine on some values, as of the day of the decision or another."""
        return evaluate(self.program, write_facts(self.program, values), as_of=day or self.decision.as_of)

    def stands_on(self, values: tuple[Value, ...], day: date) -> bool:
        """Whether the candidate has what is asked for with some values as of a day."""
        try:
            return self.is_reached(self.decide(values, day))
        except FactError:
            return False

    def is_as_wanted(self, search: PartSearch, decision: Decision, is_evading: bool) -> bool:
        """Whether the criteria of a part pass, those that stood in the way because they are met."""
        codes, gated = decision.outcome_codes, [one.position for one in search.gated]
        passes = all(codes[one.position] in (MET, NOT_APPLICABLE) for one in search.criteria)
        evades = any(codes[position] == NOT_APPLICABLE for position in gated)
        if self.goal.grade:
            return self.is_reached(decision)
        return passes and evades is is_evading

    def is_reached(self, decision: Decision) -> bool:
        """Whether the candidate has what is asked for."""
        if not self.goal.grade:
            return decision.verdict_code == FAVOURABLE
        grade = decision.results[self.goal.grade]
        levels = find_grade(self.program, self.goal.grade)[1]
        assert isinstance(grade, Grade)
        return set(grade.possible) <= set(levels[levels.index(self.goal.level) :])


def write_facts(program: Program, values: tuple[Value, ...]) -> dict[str, Any]:
    """Values as facts are given; what is missing is left out."""
    return _write_record(program.facts, values)


def _write_record(facts: tuple[Fact, ...], values: tuple[Value, ...]) -> dict[str, Any]:
    return {
        fact.name: _write_value(fact, value) for fact, value in zip(facts, values, strict=True) if value is not None
    }


def _write_value(fact: Fact, value: Value) -> Any:
    if not isinstance(fact.type, ListType) or not isinstance(value, tuple):
        return value
    fields = fact.type.fields
    return [_write_record(fields, member) for member in value if isinstance(member, tuple)]


def find_gain_problem(program: Program, grade: str, level: str) -> Problem | None:
    """What is wrong with asking for a grade and level, for doors that read them from people; None when nothing is."""
    grades = {one.name: one.grade.scale.levels for one in program.results if isinstance(one, LoweredGrade)}
    if grade not in grades:
        known = {"grade": visible(grade), "known": ", ".join(grades) or "–", "nearest": nearest(grade, list(grades))}
        return Problem("unknown-grade", None, known)
    if level not in grades[grade]:
        fields = {"grade": grade, "level": visible(level), "known": ", ".join(grades[grade])}
        return Problem("unknown-grade", None, fields, "level")
    return None


def _read_gain(program: Program, grade: str, level: str) -> Goal:
    if problem := find_gain_problem(program, grade, level):
        raise ValueError(problem.message())
    return Goal(grade, level)
