"""Checks found false: problems of the facts they read, which then count as unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cchc_rules.problems import Place, Problem
from cchc_rules.program.program import Program


def report_false_checks(program: Program, failed: Sequence[int], place: Place) -> tuple[Problem, ...]:
    """A problem for each check of those places; it names the facts to look at."""
    return tuple(_false_check(program, index, place) for index in failed)


def find_refuted_slots(program: Program, failed: Sequence[int]) -> frozenset[int]:
    """The facts that count as unknown while those checks are false, for `Reader.hide`: sound whatever is right."""
    return frozenset(slot for index in failed for slot in program.checks[index].faulty)


def find_faulty(problems: Sequence[Problem]) -> frozenset[str]:
    """The paths of facts that problems are about: stated, and not to be believed."""
    about = (problem.where.path for problem in problems if isinstance(problem.where, Place) and problem.where.path)
    return frozenset((*about, *(path for problem in problems for path in problem.fields.get("paths", ()))))


def _false_check(program: Program, index: int, place: Place) -> Problem:
    check = program.checks[index]
    facts = [program.facts[slot] for slot in check.reads]
    says = next(one.says for one in program.category.checks if one.id == check.id)
    fields = {
        "says_vi": says.vi,
        "says_en": says.en,
        "facts_vi": "; ".join(fact.label.vi for fact in facts),
        "facts_en": "; ".join(fact.label.en for fact in facts),
        "paths": tuple(program.facts[slot].name for slot in sorted(check.faulty)),
    }
    where = replace(place, path=facts[0].name) if len(facts) == 1 else place
    return Problem("false-check", where, fields)
