"""What the answers of a form come to: a decision, provisional while something is wrong, and problems at fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from cchc_rules.evaluation import RowResult, evaluate_many, fact_reader
from cchc_rules.facts.as_of import refuse_odd_date
from cchc_rules.problems import FactError, Place
from cchc_rules.service.pages.form_answers import FieldProblem, FormAnswers
from cchc_rules.service.pages.form_places import find_form_field

NOBODY: Final = "0"
"""The id a candidate that was given none has while its answers are looked at."""


@dataclass(frozen=True, slots=True)
class LookedAnswers:
    """The answers with the facts they state and what those come to: provisional while something is wrong with them."""

    answers: FormAnswers
    as_of: date | None
    facts: Mapping[str, Any]
    result: RowResult
    problems: tuple[FieldProblem, ...]


def look_at(answers: FormAnswers) -> LookedAnswers:
    """What the answers come to, and every problem with the field it is in."""
    program = answers.program
    as_of, problems = answers.read_as_of()
    facts, more = answers.state_facts()
    problems += more
    try:
        refuse_odd_date(as_of, program.first_as_of)
    except FactError as error:
        problems += [FieldProblem("as_of", one) for one in error.problems]
        as_of = None
    result = next(evaluate_many(program, [{"id": NOBODY, **facts}], as_of=as_of, cells=True))
    problems += [FieldProblem(find_form_field(one, program, facts), one) for one in result.problems]
    problems += _look_at_unfinished(answers, facts)
    if result.decision is not None and "id" not in facts:
        result.decision.id = None  # nobody has seen it yet
    return LookedAnswers(answers, as_of, facts, result, tuple(problems))


def _look_at_unfinished(answers: FormAnswers, facts: dict[str, Any]) -> list[FieldProblem]:
    """What is wrong inside lists not said to be whole: they state nothing yet, their members are read even so."""
    program, (entered, _) = answers.program, answers.state_facts(unfinished=True)
    if entered == facts:
        return []
    known = {(one.key, one.where) for one in fact_reader(program).parse(facts, as_of=None, cells=True).problems}
    found = fact_reader(program).parse(entered, as_of=None, cells=True).problems
    inside = [one for one in found if isinstance(one.where, Place) and "]." in (one.where.path or "")]
    return [
        FieldProblem(find_form_field(one, program, entered), one) for one in inside if (one.key, one.where) not in known
    ]
