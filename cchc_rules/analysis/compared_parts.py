"""The ways a part of a ruleset may come out otherwise: each as a term, and as what two decisions must show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final, TypeAlias

from cchc_rules.decisions.decision import Decision
from cchc_rules.engines.symbolic.logic import Bit, Logic
from cchc_rules.engines.symbolic.program_terms import AnswerTerms, OutcomeTerms
from cchc_rules.engines.symbolic.terms import (
    AmountTerms,
    CodeTerms,
    EndTerms,
    GradeTerms,
    TruthTerms,
    is_before,
)
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import BooleanType
from cchc_rules.program import reference
from cchc_rules.program.points import Point
from cchc_rules.program.program import Program
from cchc_rules.values import FAVOURABLE, Outcome

PASSES: Final = (Outcome.MET, Outcome.NOT_APPLICABLE)
_ABSENT: Final = OutcomeTerms(met=False, unmet=False, unknown=False, not_applicable=True)
"""A criterion that a ruleset does not have stands in nobody's way."""


class Direction(StrEnum):
    """Which way a candidate turns: up (becomes favourable, meets, gains, is taken), down, or otherwise."""

    UP = "up"
    DOWN = "down"
    OTHERWISE = "otherwise"


@dataclass(frozen=True, slots=True)
class TurnQuestion:
    """One way a part may differ: when it does, as a term, and whether two decisions show it."""

    direction: Direction
    wanted: Bit
    shows: Callable[[Decision, Decision], bool]


Shows: TypeAlias = Callable[[Direction, Decision, Decision], bool]


def make_questions(up: Bit, down: Bit, otherwise: Bit, shows: Shows) -> list[TurnQuestion]:
    """A question for each direction that is not ruled out by how the parts are written."""
    bits = zip(Direction, (up, down, otherwise), strict=True)
    return [TurnQuestion(one, bit, partial(shows, one)) for one, bit in bits if bit is not False]


@dataclass(frozen=True)
class Sides:
    """Two programs and what each makes of one candidate."""

    logic: Logic
    programs: tuple[Program, Program]
    answers: tuple[AnswerTerms, AnswerTerms]


def ask_verdicts(sides: Sides) -> list[TurnQuestion]:
    """Who becomes favourable, who ceases to be, whose verdict changes otherwise."""
    logic, (old, new) = sides.logic, (one.verdicts for one in sides.answers)
    length = max(len(old), len(new))
    pairs = [[code < len(one) and one[code] for one in (old, new)] for code in range(length)]
    changed = logic.disjoin(logic.differ(*pair) for pair in pairs)
    if changed is False:
        return []
    before, after = pairs[FAVOURABLE]
    up, down = logic.conjoin((after, logic.negate(before))), logic.conjoin((before, logic.negate(after)))
    return make_questions(up, down, changed, _turn_verdict)


def _turn_verdict(direction: Direction, old: Decision, new: Decision) -> bool:
    before, after = old.verdict_code, new.verdict_code
    match direction:
        case Direction.UP:
            return before != FAVOURABLE == after
        case Direction.DOWN:
            return before == FAVOURABLE != after
        case Direction.OTHERWISE:
            return before != after


def ask_criteria(sides: Sides) -> Iterator[tuple[str, list[TurnQuestion]]]:
    """The questions of each criterion and member, by its id: those of the new program, then those that are gone."""
    old, new = (
        dict(zip((one.id for one in program.order), answer.outcomes, strict=True))
        for program, answer in zip(sides.programs, sides.answers, strict=True)
    )
    for id in dict.fromkeys((*new, *old)):
        yield id, _ask_outcomes(sides.logic, id, old.get(id, _ABSENT), new.get(id, _ABSENT))


def _ask_outcomes(logic: Logic, id: str, old: OutcomeTerms, new: OutcomeTerms) -> list[TurnQuestion]:
    changed = logic.disjoin(logic.differ(getattr(old, one.value), getattr(new, one.value)) for one in Outcome)
    if changed is False:
        return []
    before, after = (logic.disjoin((one.met, one.not_applicable)) for one in (old, new))
    up, down = logic.conjoin((old.unmet, after)), logic.conjoin((before, new.unmet))
    return make_questions(up, down, changed, partial(_turn_outcome, id))


def _turn_outcome(id: str, direction: Direction, old: Decision, new: Decision) -> bool:
    before, after = (one.outcomes.get(id, Outcome.NOT_APPLICABLE) for one in (old, new))
    match direction:
        case Direction.UP:
            return before is Outcome.UNMET and after in PASSES
        case Direction.DOWN:
            return before in PASSES and after is Outcome.UNMET
        case Direction.OTHERWISE:
            return before is not after


def ask_definitions(sides: Sides) -> Iterator[tuple[str, list[TurnQuestion]]]:
    """Whether a named expression that both have, of one type, has another value; those written out are left aside."""
    old, new = (one.definitions for one in sides.answers)
    for name in new:
        if name in old and type(old[name]) is type(new[name]):
            changed = _find_change(sides.logic, old[name], new[name])
            yield name, make_questions(False, False, changed, partial(_turn_value, name))


NamedTerms: TypeAlias = TruthTerms | AmountTerms | CodeTerms | GradeTerms


def _find_change(logic: Logic, one: NamedTerms, other: NamedTerms) -> Bit:
    match one, other:
        case TruthTerms(), TruthTerms():
            return logic.disjoin((logic.differ(one.true, other.true), logic.differ(one.false, other.false)))
        case AmountTerms(), AmountTerms():
            apart = logic.disjoin((are_apart(logic, one.low, other.low), are_apart(logic, one.high, other.high)))
        case CodeTerms(), CodeTerms():
            apart = not logic.is_same(one.code, other.code) and logic.negate(logic.equal(one.code, other.code))
        case _:
            raise TypeError("definitions read no grades")
    return logic.disjoin((logic.differ(one.known, other.known), logic.conjoin((one.known, other.known, apart))))


def are_apart(logic: Logic, one: EndTerms, other: EndTerms) -> Bit:
    """Whether two ends are not the same number."""
    if logic.is_same(one.value, other.value) and logic.is_same(one.whole, other.whole):
        return False
    return logic.disjoin(is_before(logic, *pair, strict=True) for pair in ((one, other), (other, one)))


def _turn_value(name: str, direction: Direction, old: Decision, new: Decision) -> bool:
    return _find_value(name, old) != _find_value(name, new)


def _find_value(name: str, decision: Decision) -> set[Point] | bool | None:
    """What a named expression may come to, by the reference: engines keep no values."""
    node = decision.program.definition_by_name[name].expression
    scope = reference.Scope(decision.program, decision.values, decision.as_of)
    if isinstance(type_of(node), BooleanType):
        return reference.truth(node, scope)
    return set(reference.alternatives(node, scope))
