"""Decisions on generated programs and candidates, for properties of decisions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hypothesis import strategies as st

from cchc_rules.decisions.decision import Decision
from cchc_rules.engines.direct import engine as direct
from cchc_rules.evaluation import decide
from cchc_rules.facts.parser import parse
from cchc_rules.problems import RulesetError
from cchc_rules.program.program import Program
from cchc_rules.values import Value
from tests.generation.candidates import Source
from tests.generation.programs import sample, varied_sample
from tests.generation.years import yearly_sample

seeds = st.integers(0, 10**6)


def decisions(seed: int, number: int = 6) -> Iterator[tuple[Decision, Source]]:
    """Decisions of one generated program; nothing for a seed whose ruleset the checker refuses."""
    made = (yearly_sample, varied_sample, sample)[seed % 3](seed)
    try:
        program = made.program()
    except RulesetError:
        return
    source = Source(made, seed)
    for _ in range(number):
        parsed = parse(program.category, program.parameters, source.candidate())
        yield decide(program, parsed.candidate, as_of=source.as_of()), source


def codes(program: Program, values: tuple[Value, ...], as_of: date | None) -> tuple[int, ...]:
    """The outcome codes of the direct engine."""
    return direct.code(program).decide(values, as_of)[1]
