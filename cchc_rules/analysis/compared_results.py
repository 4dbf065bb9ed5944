"""The ways a score or a grade may come out otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import cast

from cchc_rules.analysis.compared_parts import Direction, Sides, TurnQuestion, are_apart, make_questions
from cchc_rules.decisions.decision import Decision
from cchc_rules.engines.symbolic.logic import Bit, Logic, Term
from cchc_rules.engines.symbolic.terms import AmountTerms, GradeTerms, LineTerms, is_before
from cchc_rules.program.program import LoweredGrade
from cchc_rules.values import Scale


def ask_results(sides: Sides) -> Iterator[tuple[str, bool, list[TurnQuestion]]]:
    """The name of each score and grade that both programs have, whether it is a grade, and its questions."""
    old, new = ({one.name: place for place, one in enumerate(program.results)} for program in sides.programs)
    for name in new:
        if name not in old:
            continue
        places = (old[name], new[name])
        lowered = [program.results[place] for program, place in zip(sides.programs, places, strict=True)]
        terms = [answer.results[place] for answer, place in zip(sides.answers, places, strict=True)]
        match terms:
            case LineTerms(points=before), LineTerms(points=after):
                yield name, False, _ask_points(sides.logic, places, before, after)
            case GradeTerms() as before, GradeTerms() as after:
                scales = [cast(LoweredGrade, one).grade.scale for one in lowered]
                yield name, True, _ask_levels(sides.logic, places, scales, before, after)
            case _:
                continue  # a score became a grade: nothing to hold against each other


def _ask_points(logic: Logic, places: tuple[int, int], old: AmountTerms, new: AmountTerms) -> list[TurnQuestion]:
    changed = logic.disjoin((are_apart(logic, old.low, new.low), are_apart(logic, old.high, new.high)))
    if changed is False:
        return []
    up, down = (is_before(logic, low.high, high.low, strict=True) for low, high in ((old, new), (new, old)))
    return make_questions(up, down, changed, partial(_turn_points, places))


def _turn_points(places: tuple[int, int], direction: Direction, old: Decision, new: Decision) -> bool:
    before, after = (
        cast(tuple[Fraction, Fraction], (one.measured or ())[place])
        for one, place in zip((old, new), places, strict=True)
    )
    match direction:
        case Direction.UP:
            return before[1] < after[0]
        case Direction.DOWN:
            return after[1] < before[0]
        case Direction.OTHERWISE:
            return before != after


def _ask_levels(
    logic: Logic, places: tuple[int, int], scales: list[Scale], old: GradeTerms, new: GradeTerms
) -> list[TurnQuestion]:
    """Up and down along the scale where both have the same one."""
    spellings = list(dict.fromkeys((*scales[0].spellings, *scales[1].spellings)))
    may = [dict(zip(scale.spellings, terms.may, strict=True)) for scale, terms in zip(scales, (old, new), strict=True)]
    changed = logic.disjoin(logic.differ(*(one.get(word, False) for one in may)) for word in spellings)
    if changed is False:
        return []
    up: Bit = False
    down: Bit = False
    if scales[0].levels == scales[1].levels:
        settled = logic.conjoin(
            _is_one_level(logic, scale, terms) for scale, terms in zip(scales, (old, new), strict=True)
        )
        before, after = (_find_place(logic, scales[0], terms) for terms in (old, new))
        up = logic.conjoin((settled, logic.less(before, after, strict=True)))
        down = logic.conjoin((settled, logic.less(after, before, strict=True)))
    return make_questions(up, down, changed, partial(_turn_level, places))


def _is_one_level(logic: Logic, scale: Scale, terms: GradeTerms) -> Bit:
    """Whether a grade is settled, on a level."""
    length = len(scale.levels)
    unranked = logic.disjoin(terms.may[length:])
    return logic.conjoin((logic.negate(unranked), logic.at_most(terms.may[:length], 1)))


def _find_place(logic: Logic, scale: Scale, terms: GradeTerms) -> Term:
    """The place of a settled level."""
    return logic.add(logic.multiply(place, logic.count(terms.may[place])) for place in range(len(scale.levels)))


def _turn_level(places: tuple[int, int], direction: Direction, old: Decision, new: Decision) -> bool:
    before, after = (
        cast(tuple[str, ...], (one.measured or ())[place]) for one, place in zip((old, new), places, strict=True)
    )
    if direction is Direction.OTHERWISE:
        return before != after
    lowered = old.program.results[places[0]]
    levels = cast(LoweredGrade, lowered).grade.scale.levels
    if len(before) > 1 or len(after) > 1 or before[0] not in levels or after[0] not in levels:
        return False
    steps = levels.index(after[0]) - levels.index(before[0])
    return steps > 0 if direction is Direction.UP else steps < 0
