"""Checks found false: problems of the facts they read, which then count as unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cchc_rules.problems import Place, Problem
from cchc_rules.program.program import Program
from cchc_rules.values import Value


def report_false_checks(program: Program, failed: Sequence[int], place: Place) -> tuple[Problem, ...]:
    """A problem for each check of those places; it names the facts to look at."""
    return tuple(_false_check(program, index, place) for index in failed)


def hide_refuted(program: Program, values: tuple[Value, ...], failed: Sequence[int]) -> tuple[Value, ...]:
    """The values with every fact unknown that a check of those places reads: sound whatever the right value is."""
    faulty = {slot for index in failed for slot in program.checks[index].reads}
    return tuple(None if slot in faulty else value for slot, value in enumerate(values)) if faulty else values


def _false_check(program: Program, index: int, place: Place) -> Problem:
    check = program.checks[index]
    names = [program.facts[slot].name for slot in check.reads]
    says = next(one.says for one in program.category.checks if one.id == check.id)
    fields = {"check": check.id, "says_vi": says.vi, "says_en": says.en, "facts": ", ".join(names)}
    where = replace(place, path=names[0]) if len(names) == 1 else place
    return Problem("false-check", where, fields)
