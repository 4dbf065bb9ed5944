"""Live against reference on generated rulesets and candidates: ``python -m tests.soak.durable --pairs N --seed S``.

A pair is one program with one candidate: the verdict, every outcome and every failed check must be those of the
reference. Prints pairs per second and, for a disagreement, the smallest program and facts that still show it.
Exits 1 when there is one.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_context
from time import perf_counter
from typing import Any

from cchc_rules.engines import durable
from cchc_rules.facts.parser import reader
from cchc_rules.problems import RulesetError
from cchc_rules.program import reference
from cchc_rules.program.program import Program
from cchc_rules.values import OUTCOMES
from tests.generation.candidates import Source
from tests.generation.open_ends import open_sample
from tests.generation.programs import sample, varied_sample
from tests.generation.results import scored_sample
from tests.generation.years import yearly_sample
from tests.soak.shrinking import smallest

MAKERS = (*(scored_sample, yearly_sample, sample, varied_sample) * 2, open_sample)
CANDIDATES = 100
WRONG = 0.03


@dataclass
class Tally:
    """What came of some programs; ``widest`` is the most rulesets one of them was split over."""

    pairs: int = 0
    programs: int = 0
    refused: int = 0
    widest: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take another tally in."""
        self.pairs += other.pairs
        self.programs += other.programs
        self.refused += other.refused
        self.widest = max(self.widest, other.widest)
        self.outcomes.update(other.outcomes)
        self.disagreements += other.disagreements


def difference(program: Program, raw: Mapping[str, Any], as_of: date | None, tally: Tally | None = None) -> str | None:
    """What live and reference differ in on one candidate, in words; None when they agree."""
    values = reader(program.category, program.parameters).parse(raw, as_of=None).candidate.values
    expected = reference.outcomes(program, values, as_of)
    if tally is not None:
        tally.pairs += 1
        tally.outcomes.update(expected)
    found = durable.code(program).answer(values, as_of)
    outcomes = tuple(OUTCOMES[code] for code in found.outcomes)
    if outcomes != tuple(expected):
        return f"outcomes: reference {[str(one) for one in expected]}, live {[str(one) for one in outcomes]}"
    verdict = program.ruleset.decides.verdicts[found.verdict]
    right = reference.verdict(program, expected, reference.measure_results(program, values, as_of))
    if verdict != right:
        return f"verdict: reference {right}, live {verdict}"
    if found.failed != (failed := reference.find_failed_checks(program, values, as_of)):
        return f"failed checks: reference {failed}, live {found.failed}"
    return None


def run(seeds: range, candidates: int = CANDIDATES) -> Tally:
    """The tally of the programs of some seeds."""
    tally = Tally()
    for seed in seeds:
        given = MAKERS[seed % len(MAKERS)](seed)
        try:
            program = given.program()
        except RulesetError:
            tally.refused += 1
            continue
        tally.programs += 1
        tally.widest = max(tally.widest, durable.code(program).rulesets)
        source = Source(given, seed, wrong=WRONG)
        for _ in range(candidates):
            raw, as_of = source.candidate(), source.as_of()
            if difference(program, raw, as_of, tally):
                tally.disagreements.append(smallest(given, raw, as_of, difference))
                break
    return tally


def main(arguments: list[str] | None = None) -> int:
    """Run the comparison; 1 when the engines disagree."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--pairs", type=int, default=200_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--processes", type=int, default=2)
    given = options.parse_args(arguments)
    total, started, seed = Tally(), perf_counter(), given.seed
    with get_context("spawn").Pool(given.processes) as pool:
        while total.pairs < given.pairs and not total.disagreements:
            programs = max(1, -(-(given.pairs - total.pairs) // CANDIDATES))
            for tally in pool.imap_unordered(run, [range(at, at + 10) for at in range(seed, seed + programs, 10)]):
                total.add(tally)
            seed += programs
    seconds = perf_counter() - started
    print(
        f"{total.pairs} pairs of {total.programs} programs ({total.refused} refused, at most {total.widest} rulesets), "
        f"{len(total.disagreements)} disagreements, {total.pairs / seconds:,.0f} pairs per second, "
        f"{dict(total.outcomes)}"
    )
    print(*total.disagreements, sep="\n")
    return 1 if total.disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
