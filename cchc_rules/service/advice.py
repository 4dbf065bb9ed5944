"""What to do about a decision, over the wire: what is still to be asked, what would have to change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from cchc_rules.analysis.fact_questions import find_questions
from cchc_rules.analysis.remedy_answers import find_gain_problem, remedies
from cchc_rules.analysis.remedy_words import write_remedies
from cchc_rules.decisions.footing import plain_footing
from cchc_rules.problems import Problem
from cchc_rules.program.program import Program
from cchc_rules.service.decisions import ASKED, Decisions, answer, decide_facts, read_facts
from cchc_rules.service.refusals import RefusedRequest
from cchc_rules.service.sent_rows import RowReader
from cchc_rules.service.wire import language_of, parse_object, read_body, read_day

GAINING: Final = ("facts", "as_of", "gain")
"""The keys of a body that asks for remedies."""


@dataclass(frozen=True, slots=True)
class Advice:
    """The paths that look further than one decision; they take turns with batches, for each may work for seconds."""

    decisions: Decisions
    reader: RowReader

    async def remedies(self, request: Request) -> Response:
        """What would have to be stated and changed, as data and as lines in the language asked for."""
        program, language = self.decisions.find_program(request), language_of(request)
        asked = parse_object(await read_body(request, self.decisions.limits.body), GAINING)
        facts, as_of, gain = read_facts(asked, GAINING), read_day(asked), _read_gain(program, asked.get("gain"))
        return await self.reader.take_turn(partial(_tell_remedies, program, facts, as_of, gain, language))

    async def questions(self, request: Request) -> Response:
        """What still matters to the verdict, the question to ask first at the head; none once the verdict stands."""
        program = self.decisions.find_program(request)
        asked = parse_object(await read_body(request, self.decisions.limits.body), ASKED)
        facts, as_of = read_facts(asked, ASKED), read_day(asked)
        return await self.reader.take_turn(partial(_list_questions, program, facts, as_of))


def _list_questions(program: Program, facts: dict[str, Any], as_of: date | None) -> Response:
    decision = decide_facts(program, facts, as_of)
    found = {"verdict": decision.verdict.value, "favourable": decision.favourable}
    asked = [one.to_dict() for one in find_questions(decision)]
    return answer(program, {**plain_footing(program, as_of), **found, "questions": asked})


def _tell_remedies(
    program: Program, facts: dict[str, Any], as_of: date | None, gain: tuple[str, str] | None, language: str
) -> Response:
    found = remedies(decide_facts(program, facts, as_of), gain=gain)
    own = {key: value for key, value in found.to_dict().items() if key not in ("version", "digest")}
    return answer(program, {**own, **plain_footing(program, as_of), "lines": write_remedies(found, language)})


def _read_gain(program: Program, given: Any) -> tuple[str, str] | None:
    """The grade and level asked for; refused: no such object (400), a grade or level that is not there (422)."""
    if given is None:
        return None
    if not isinstance(given, dict) or given.keys() != {"grade", "level"}:
        raise RefusedRequest(400, [Problem("body-shape", None, {"keys": "grade, level"})], pointers=["/gain"])
    grade, level = given["grade"], given["level"]
    if not isinstance(grade, str) or not isinstance(level, str):
        raise RefusedRequest(400, [Problem("body-shape", None, {"keys": "grade, level"})], pointers=["/gain"])
    problem = find_gain_problem(program, grade, level)
    if problem is not None:
        pointer = "/gain/level" if problem.variant == "level" else "/gain/grade"
        raise RefusedRequest(422, [problem], pointers=[pointer])
    return grade, level
