"""Generated programs and parsed candidates for the properties, the same ones every time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from cchc_rules.facts.parser import Parsed, reader
from cchc_rules.language.loader import load_text
from cchc_rules.problems import RulesetError
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from tests.conformance.engines import Direct, Reference
from tests.generation.bodies import CATEGORY, document, text
from tests.generation.candidates import Source
from tests.generation.programs import Sample, sample, varied_sample
from tests.generation.years import yearly_sample

ENGINES = (Reference(), Direct())
"""The engines quick enough for a search; the others are held by the conformance suite and their own differentials."""


def programs(seeds: range) -> Iterator[tuple[Sample, Program]]:
    """The programs of some seeds that the checker takes."""
    for seed in seeds:
        given = (yearly_sample, varied_sample, sample, sample, sample)[seed % 5](seed)
        try:
            yield given, given.program()
        except RulesetError:
            continue


def candidates(given: Sample, number: int, seed: int = 0) -> Iterator[tuple[dict[str, Any], date | None]]:
    """Raw candidates of a generated ruleset with a day of decision."""
    source = Source(given, given.seed * 1000 + seed)
    for _ in range(number):
        yield source.candidate(), source.as_of()


def parsed(program: Program, raw: Mapping[str, Any]) -> Parsed:
    """Raw facts read."""
    return reader(program.category, program.parameters).parse(raw, as_of=None)


def made(body: Mapping[str, Any], **parameters: Any) -> Program:
    """The program of a hand-written body."""
    return compile(load_text(text(document(body))), CATEGORY, parameters=parameters or None)
