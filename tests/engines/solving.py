"""The symbolic engine asked about candidates that are known: what every part of its answer may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import islice
from typing import Any

from cchc_rules.engines.symbolic.logic import Bit, Logic, Term
from cchc_rules.engines.symbolic.program_terms import AnswerTerms, translate
from cchc_rules.engines.symbolic.stated_facts import state_date, state_facts
from cchc_rules.engines.symbolic.terms import GradeTerms
from cchc_rules.engines.symbolic.variables import equate_facts, open_date, open_facts
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType
from cchc_rules.program.points import Measured
from cchc_rules.program.program import LoweredGrade, Program
from cchc_rules.values import OUTCOMES, Outcome, Value, Verdict


class Folded:
    """Terms over a candidate of constants: they must come out as constants."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.logic = Logic()

    def answer(self, values: tuple[Value, ...], as_of: date | None) -> tuple[Any, ...]:
        """Every part of the answer."""
        facts = state_facts(self.logic, self.program.facts, values)
        return tuple(every_part(translate(self.logic, self.program, facts, state_date(as_of))))


class Asserted:
    """Terms over a candidate nobody knows, with the facts asserted: the answer must be the only one there is."""

    def __init__(self, program: Program, rows: Sequence[tuple[Value, ...]]) -> None:
        self.logic, self.program = Logic(), program
        self.facts = open_facts(self.logic, program.facts, dict(_list_sizes(program.facts, rows, "")))
        self.as_of = open_date(self.logic)
        self.parts = [self._term(one) for one in every_part(translate(self.logic, program, self.facts, self.as_of))]
        self.solver = self.logic.z3.Solver(ctx=self.logic.context)

    def answer(self, values: tuple[Value, ...], as_of: date | None) -> tuple[Any, ...]:
        """Every part of the answer. Raises AssertionError when the facts do not settle it."""
        z3, solver = self.logic.z3, self.solver
        stated = (*state_facts(self.logic, self.program.facts, values), state_date(as_of))
        solver.push()
        solver.add(equate_facts(self.logic, (*self.facts, self.as_of), stated))
        assert solver.check() == z3.sat, "the facts contradict each other"
        model = solver.model()
        found = [model.eval(part, model_completion=True) for part in self.parts]
        solver.add(z3.Or([part != one for part, one in zip(self.parts, found, strict=True)]))
        assert solver.check() == z3.unsat, "the facts leave the answer open"
        solver.pop()
        return tuple(self._read(one) for one in found)

    def _term(self, part: Bit | Term) -> Any:
        z3, context = self.logic.z3, self.logic.context
        match part:
            case bool():
                return z3.BoolVal(part, context)
            case int() | Fraction():
                return z3.RealVal(str(part), context)
            case _:
                return part

    def _read(self, value: Any) -> Any:
        return self.logic.z3.is_true(value) if self.logic.z3.is_bool(value) else Fraction(str(value))


def every_part(found: AnswerTerms) -> Iterator[Bit | Term]:
    """The answer in one order: four bits an outcome, the verdicts, the checks that are false, then ends and levels."""
    for one in found.outcomes:
        yield from (one.met, one.unmet, one.unknown, one.not_applicable)
    yield from (*found.verdicts, *found.failed)
    for result in found.results:
        if isinstance(result, GradeTerms):
            yield from result.may
        else:
            yield from (result.points.low.value, result.points.high.value)


def read_answer(program: Program, parts: Sequence[Any]) -> tuple[Verdict, tuple[Outcome, ...], Any, Any]:
    """The verdict, the outcomes, the places of false checks, what results come to.

    Raises ValueError unless one outcome is given each.
    """
    left = iter(parts)
    outcomes = tuple(OUTCOMES[_place(list(islice(left, 4)))] for _ in program.order)
    verdict = program.verdicts[_place(list(islice(left, len(program.verdicts))))]
    failed = tuple(place for place, holds in enumerate(islice(left, len(program.checks))) if holds)
    measured: list[Measured] = []
    for result in program.results:
        if isinstance(result, LoweredGrade):
            spellings = result.grade.scale.spellings
            measured.append(tuple(one for one, may in zip(spellings, islice(left, len(spellings)), strict=True) if may))
        else:
            low, high = islice(left, 2)
            measured.append((Fraction(low), Fraction(high)))
    return verdict, outcomes, failed, tuple(measured)


def _place(bits: Sequence[bool]) -> int:
    (place,) = (place for place, bit in enumerate(bits) if bit)
    return place


def _list_sizes(facts: Iterable[Fact], rows: Sequence[tuple[Value, ...]], prefix: str) -> Iterator[tuple[str, int]]:
    """The greatest number of members of each list, by its path."""
    for fact in facts:
        if isinstance(fact.type, ListType):
            lists = [members for row in rows if isinstance(members := row[fact.slot], tuple)]
            yield f"{prefix}{fact.name}", max(map(len, lists), default=0)
            inner: list[Any] = [member for members in lists for member in members]
            yield from _list_sizes(fact.type.fields, inner, f"{prefix}{fact.name}.")
