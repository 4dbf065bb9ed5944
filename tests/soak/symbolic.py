"""The solver against the reference on generated pairs: ``python -m tests.soak.symbolic --pairs N --seed S``.

A pair is one program with one candidate, whose facts are once written into the terms and once asserted of a candidate
nobody knows: the verdict, every outcome and every failed check must be those of the reference, and the only ones.
Prints a disagreement as the smallest program and facts that still show it. Exits 1 when there is one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_context
from time import perf_counter
from typing import Any

from cchc_rules.facts.parser import reader
from cchc_rules.problems import RulesetError
from cchc_rules.program import reference
from cchc_rules.program.program import Program
from cchc_rules.values import Value
from tests.engines.solving import Asserted, Folded, read_answer
from tests.generation.candidates import Source
from tests.generation.open_ends import open_sample
from tests.generation.programs import Sample, sample, varied_sample
from tests.generation.results import scored_sample
from tests.generation.years import yearly_sample
from tests.soak.differential import chunks
from tests.soak.shrinking import smallest

CANDIDATES = 20
MAKERS = (sample, yearly_sample, varied_sample, scored_sample, open_sample)


@dataclass
class Tally:
    """What came of some programs."""

    pairs: int = 0
    programs: int = 0
    disagreements: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take another tally in."""
        self.pairs += other.pairs
        self.programs += other.programs
        self.disagreements += other.disagreements


def run(seeds: range) -> Tally:
    """The tally of the programs of some seeds."""
    tally = Tally()
    for seed in seeds:
        given = MAKERS[seed % len(MAKERS)](seed)
        try:
            program = given.program()
        except RulesetError:
            continue
        tally.programs += 1
        tally.add(compare_sample(given, program))
    return tally


def compare_sample(given: Sample, program: Program, number: int = CANDIDATES) -> Tally:
    """What came of one program on some candidates; all are asserted of the same terms.

    Points are written into the terms alone: shares of two unknowns are more than the solver settles of a candidate
    nobody knows.
    """
    source, tally = Source(given, given.seed), Tally()
    drawn = [(source.candidate(), source.as_of()) for _ in range(number)]
    rows = [_read(program, raw) for raw, _ in drawn]
    engines = (Folded(program), *([] if program.results else [Asserted(program, rows)]))
    for (raw, as_of), values in zip(drawn, rows, strict=True):
        tally.pairs += 1
        if _differ(program, values, as_of, engines) is not None:
            tally.disagreements.append(smallest(given, raw, as_of, find_difference))
            break
    return tally


def find_difference(program: Program, raw: Mapping[str, Any], as_of: date | None) -> str | None:
    """What the engines differ in on one candidate, in words; None when they agree. A crash is a difference."""
    values = _read(program, raw)
    engines = (Folded(program), *([] if program.results else [Asserted(program, [values])]))
    return _differ(program, values, as_of, engines)


def _differ(
    program: Program, values: tuple[Value, ...], as_of: date | None, engines: Sequence[Folded | Asserted]
) -> str | None:
    outcomes = reference.outcomes(program, values, as_of)
    failed = reference.find_failed_checks(program, values, as_of)
    measured = reference.measure_results(program, values, as_of)
    expected = (reference.verdict(program, outcomes, measured), outcomes, failed, measured)
    for engine in engines:
        try:
            found = read_answer(program, engine.answer(values, as_of))
        except Exception as error:  # noqa: BLE001 - whatever an engine raises is the finding
            return f"{type(engine).__name__}: {type(error).__name__}: {error}"
        if found != expected:
            return f"reference {expected}, {type(engine).__name__} {found}"
    return None


def _read(program: Program, raw: Mapping[str, Any]) -> tuple[Value, ...]:
    return reader(program.category, program.parameters).parse(raw, as_of=None).candidate.values


def main(arguments: list[str] | None = None) -> int:
    """Run the comparison; 1 when the engines disagree."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--pairs", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--processes", type=int, default=2)
    given = options.parse_args(arguments)
    total, started, seed = Tally(), perf_counter(), given.seed
    with get_context("spawn").Pool(given.processes) as pool:
        while total.pairs < given.pairs and not total.disagreements:
            programs = max(1, -(-(given.pairs - total.pairs) // CANDIDATES))
            for tally in pool.imap_unordered(run, chunks(seed, programs)):
                total.add(tally)
            seed += programs
    rate = total.pairs / (perf_counter() - started)
    print(f"{total.pairs} pairs of {total.programs} programs, {len(total.disagreements)} disagreements, {rate:.0f}/s")
    print(*total.disagreements, sep="\n")
    return 1 if total.disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
