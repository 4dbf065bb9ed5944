"""Whether two programs can decide a candidate otherwise, part by part: proved equal, or shown by a witness."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property, partial
from typing import Any, Final

from cchc_rules.analysis.choosing import BudgetSpent
from cchc_rules.analysis.compared_parts import (
    Direction,
    Sides,
    TurnQuestion,
    ask_criteria,
    ask_definitions,
    ask_verdicts,
    make_questions,
)
from cchc_rules.analysis.compared_results import ask_results
from cchc_rules.analysis.open_candidates import open_candidate
from cchc_rules.analysis.proofs import Certainty
from cchc_rules.analysis.witnesses import CaseFacts, Witness, WitnessSearch
from cchc_rules.decisions.decision import Decision
from cchc_rules.engines.symbolic.logic import Logic
from cchc_rules.evaluation import evaluate_many
from cchc_rules.program.program import Program
from cchc_rules.values import INVALID

STEPS: Final = 32_000_000
"""The steps all questions to two programs of a category may take together, some half a minute: the hardest of a
thousand random edits that came to an end took about as many, the shipped rulesets take a thirtieth."""


class Compared(StrEnum):
    """What of two rulesets is compared."""

    VALIDITY = "validity"
    VERDICT = "verdict"
    CRITERION = "criterion"
    DEFINITION = "definition"
    SCORE = "score"
    GRADE = "grade"


@dataclass(frozen=True, slots=True)
class RuleDifference:
    """Whether a part can come out otherwise in a direction: *shown* by a witness, *proved* that it cannot, or *open*.

    ``direction`` is None where the part is proved equal in every way. ``bounded`` are lists of which only so many
    members were looked at, where a proof rests on that.
    """

    compared: Compared
    category: str
    about: str
    direction: Direction | None
    certainty: Certainty
    witness: Witness | None = None
    bounded: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain data."""
        found: dict[str, Any] = {
            "compared": self.compared.value,
            "category": self.category,
            "about": self.about,
            "direction": None if self.direction is None else self.direction.value,
            "certainty": self.certainty.value,
            "bounded": list(self.bounded),
        }
        if self.witness is None:
            return found
        old, new = map(name_status, self.witness.decisions)
        witness = {**self.witness.to_dict(), "old": old, "new": new, "complete": self.witness.is_complete}
        return {**found, "witness": witness}


def name_status(decision: Decision) -> str:
    """The verdict's code, or ``invalid`` where facts are faulty."""
    return INVALID if decision.problems else decision.verdict.value


def find_differences(
    old: Program, new: Program, cases: Sequence[CaseFacts], renames: Mapping[str, str]
) -> Iterator[RuleDifference]:
    """What can come out otherwise under the new program, part by part.

    ``cases`` are of the facts as `join_facts` joins them. Every witness is decided again by both programs: raises
    EngineDisagreement when it comes out otherwise. Cost: some milliseconds for what is written alike, up to some
    seconds a part that is hard.
    """
    return _Differences(old, new, cases, renames).find()


class _Differences:
    """The questions to two programs of one category."""

    def __init__(self, old: Program, new: Program, cases: Sequence[CaseFacts], renames: Mapping[str, str]) -> None:
        self.programs, self.cases = (old, new), cases
        logic = self.logic = Logic()
        self.candidate = open_candidate(logic, (old, new), partial=True, renames=renames)
        before, after = (self.candidate.answer(one) for one in (old, new))
        self.valid = [
            logic.conjoin((taken, logic.negate(logic.disjoin(answer.failed))))
            for taken, answer in zip(self.candidate.valid_to, (before, after), strict=True)
        ]
        self.sides = Sides(logic, (old, new), (before, after))
        logic.allow(STEPS)

    @cached_property
    def search(self) -> WitnessSearch:
        return WitnessSearch(
            self.candidate, self.programs, self.cases, required=self.candidate.shape, decide=decide_anyhow
        )

    def find(self) -> Iterator[RuleDifference]:
        yield from self.compare_validity()
        yield from self.compare(Compared.VERDICT, "", self.limit(ask_verdicts(self.sides)))
        for id, questions in ask_criteria(self.sides):
            yield from self.compare(Compared.CRITERION, id, self.limit(questions))
        for name, questions in ask_definitions(self.sides):
            yield from self.compare(Compared.DEFINITION, name, self.limit(questions))
        for name, is_grade, questions in ask_results(self.sides):
            yield from self.compare(Compared.GRADE if is_grade else Compared.SCORE, name, self.limit(questions))

    def compare_validity(self) -> Iterator[RuleDifference]:
        """Whose facts are refused; open where a fact means something else to each: no candidate states it to both."""
        found = list(self.compare(Compared.VALIDITY, "", self.ask_validity()))
        if self.candidate.layout.apart and all(one.certainty is Certainty.PROVED for one in found):
            what = (Compared.VALIDITY, self.programs[1].category.id, "")
            found = [RuleDifference(*what, one, Certainty.OPEN) for one in (Direction.UP, Direction.DOWN)]
        yield from found

    def ask_validity(self) -> list[TurnQuestion]:
        """Whose facts one program takes and the other refuses as data that cannot be."""
        logic, (before, after) = self.logic, self.valid
        changed = logic.differ(before, after)
        if changed is False:
            return []
        up, down = logic.conjoin((after, logic.negate(before))), logic.conjoin((before, logic.negate(after)))
        return make_questions(up, down, False, _turn_validity)

    def limit(self, questions: list[TurnQuestion]) -> list[TurnQuestion]:
        """The questions of candidates that both programs take."""
        return [
            TurnQuestion(one.direction, self.logic.conjoin((one.wanted, *self.valid)), partial(_show_valid, one))
            for one in questions
        ]

    def compare(self, compared: Compared, about: str, questions: list[TurnQuestion]) -> Iterator[RuleDifference]:
        """The answers on one part; whether it differs otherwise is only asked where it goes neither up nor down."""
        what, found = (compared, self.programs[1].category.id, about), list[RuleDifference]()
        for one in questions:
            settled = any(other.certainty is not Certainty.PROVED for other in found)
            if one.direction is not Direction.OTHERWISE or not settled:
                found.append(self.answer(what, one))
        if all(one.certainty is Certainty.PROVED for one in found):
            yield RuleDifference(*what, None, Certainty.PROVED, None, self.candidate.bounded if found else ())
        else:
            yield from found

    def answer(self, what: tuple[Compared, str, str], one: TurnQuestion) -> RuleDifference:
        def shows(decisions: tuple[Decision, ...]) -> bool:
            return one.shows(decisions[0], decisions[1])

        try:
            witness = self.search.find_any(one.wanted, shows)
        except BudgetSpent:
            return RuleDifference(*what, one.direction, Certainty.OPEN)
        if witness is None:
            return RuleDifference(*what, one.direction, Certainty.PROVED, None, self.candidate.bounded)
        return RuleDifference(*what, one.direction, Certainty.SHOWN, witness)


def _turn_validity(direction: Direction, old: Decision, new: Decision) -> bool:
    refuses, takes = (old, new) if direction is Direction.UP else (new, old)
    return bool(refuses.problems) and not takes.problems


def _show_valid(question: TurnQuestion, old: Decision, new: Decision) -> bool:
    return not old.problems and not new.problems and question.shows(old, new)


def decide_anyhow(program: Program, facts: Mapping[str, Any], /, *, as_of: date | None) -> Decision:
    """The decision of the direct engine, provisional where facts are faulty."""
    (found,) = evaluate_many(program, [{"id": "1", **facts}], as_of=as_of)
    assert found.decision is not None
    return found.decision
