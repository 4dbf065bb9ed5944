"""Columns against direct on generated programs and frames: shuffled rows, slices, missing and empty lists.

Raw facts become a typed frame; what columns makes of it must be what the parser and the direct engine make of each row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import polars as pl

from cchc_rules.decisions.false_checks import find_refuted_slots
from cchc_rules.engines.columns.frame_decisions import FrameBatch
from cchc_rules.engines.columns.lazy import evaluate_lazy
from cchc_rules.engines.columns.result_columns import HIGH, LOW, POSSIBLE, RESULT
from cchc_rules.engines.columns.results import OUTCOME
from cchc_rules.engines.direct import engine as direct
from cchc_rules.facts.parser import reader
from cchc_rules.problems import RulesetError
from cchc_rules.program.points import Measured
from cchc_rules.program.program import LoweredGrade, Program
from tests.conformance.engines import read_results, stands_for
from tests.engines.frames import frame
from tests.generation.candidates import Source
from tests.generation.programs import Sample, sample

Answer = tuple[int, tuple[int, ...], bool, tuple[Measured, ...]]
"""The verdict and the outcomes as codes, whether the row has problems, what scores and grades come to."""


@dataclass
class Tally:
    """What came of some programs."""

    cases: int = 0
    programs: int = 0
    near: int = 0
    disagreements: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take another tally in."""
        self.cases += other.cases
        self.programs += other.programs
        self.near += other.near
        self.disagreements += other.disagreements


class Counting(FrameBatch):
    """A batch that counts the rows doubles could not tell."""

    __slots__ = ()
    counted: list[int] = []

    def _decide_exactly(self, found: pl.DataFrame, places: pl.Series, checks: tuple[str, ...]) -> pl.DataFrame:
        self.counted.append(len(places))
        return super()._decide_exactly(found, places, checks)


def by_columns(
    program: Program, given: pl.DataFrame, as_of: date | None, exact: Sequence[tuple[Measured, ...]]
) -> tuple[list[Answer], int]:
    """What columns makes of a frame, and how many rows it decided exactly.

    Results are those of ``exact`` where the doubles of a row stand for them, else empty.
    """
    Counting.counted.clear()
    codes = Counting(program, given, as_of).codes()
    outcomes = [f"o{position}" for position in range(len(program.order))]
    measured = [
        tuple(read_results(program, row, one))
        for row, one in zip(codes.frame.iter_rows(named=True), exact, strict=True)
    ]
    rows = zip(codes.frame["verdict"], codes.frame.select(outcomes).iter_rows(), codes.invalid, measured, strict=True)
    return list(rows), sum(Counting.counted)


def by_lazy_columns(
    program: Program, given: pl.DataFrame, as_of: date | None, exact: Sequence[tuple[Measured, ...]]
) -> list[Answer]:
    """What columns makes of the same frame as it streams by."""
    found = evaluate_lazy(program, given.lazy(), as_of=as_of, words=False).collect()
    outcomes = [name for name in found.columns if name.startswith(OUTCOME)]
    answers = []
    for row, wanted in zip(found.iter_rows(named=True), exact, strict=True):
        provisional, codes = row["provisional"], tuple(row[name] for name in outcomes)
        measured = tuple(read_table_results(program, row, wanted))
        invalid = provisional is not None
        answers.append((provisional if invalid else row["verdict"], codes, invalid, measured))
    return answers


def read_table_results(program: Program, row: Mapping[str, Any], exact: tuple[Measured, ...]) -> Iterator[Measured]:
    """What a table holds of results, as `read_results` does."""
    for result, wanted in zip(program.results, exact, strict=True):
        name = RESULT + result.name
        if isinstance(result, LoweredGrade):
            words = result.grade.scale.spellings
            possible = row[name + POSSIBLE]
            assert row[name] == (possible[0] if len(possible) == 1 else None)
            yield tuple(words[code] for code in possible)
            continue
        low, high = (Fraction(end) for end in wanted)
        yield wanted if stands_for(row[name], row[name + LOW], row[name + HIGH], low, high) else ()


def by_direct(program: Program, rows: Sequence[Mapping[str, Any]], as_of: date | None) -> list[Answer]:
    """What the parser and the direct engine make of each row."""
    read, code = reader(program.category, program.parameters), direct.code(program)
    found = []
    for row in rows:
        parsed = read.parse(row, as_of=None)
        failed = code.failed(parsed.candidate.values, as_of)
        kept = read.hide(parsed, find_refuted_slots(program, failed)).candidate.values
        verdict, outcomes, measured = code.decide(kept, as_of)
        found.append((verdict, outcomes, bool(parsed.problems or failed), measured))
    return found


def compared(given: Sample, candidates: int) -> Tally:
    """The tally of one program; nothing for a program the checker refuses."""
    try:
        program = given.program()
    except RulesetError:
        return Tally()
    source, rng = Source(given, given.seed), Random(given.seed)
    rows = [_facts(source.candidate()) for _ in range(candidates)]
    as_of = source.as_of()
    wanted = by_direct(program, rows, as_of)
    order = rng.sample(range(candidates), candidates)
    shuffled = frame(program.facts, rows, enums=rng.random() < 0.5)[order]
    first, last = sorted(rng.sample(range(candidates + 1), 2)) if rng.random() < 0.3 else (0, candidates)
    part = shuffled.slice(first, last - first)
    places = order[first:last]
    exact = [wanted[place][3] for place in places]
    found, near = by_columns(program, part, as_of, exact)
    wrong = [place for place, answer in zip(places, found, strict=True) if answer != wanted[place]]
    lazy = by_lazy_columns(program, part, as_of, exact)
    wrong += [place for place, answer in zip(places, lazy, strict=True) if answer != wanted[place]]
    told = [f"seed {given.seed} as of {as_of}: {rows[place]}: {wanted[place]}" for place in wrong[:1]]
    return Tally(len(places), 1, near, told)


def _facts(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("id", "name")}


def run(seeds: range, candidates: int, *, make: Callable[[int], Sample] = sample) -> Tally:
    """The tally of the programs of some seeds, made by ``make``."""
    total = Tally()
    for seed in seeds:
        total.add(compared(make(seed), candidates))
    return total
