"""Direct against reference on generated pairs: ``python -m tests.soak.differential --pairs N --seed S``.

A pair is one program with one candidate: the values the direct reader takes, the verdict, every outcome and every
failed check must be those of the parser and the reference. Prints pairs per second, how many programs the checker
refused and why, and for a disagreement the smallest program and facts that still show it. Exits 1 when there is one.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_context
from time import perf_counter
from typing import Any

from cchc_rules.engines.direct import engine as direct
from cchc_rules.facts.parser import reader
from cchc_rules.problems import RulesetError
from cchc_rules.program import reference
from cchc_rules.program.program import Program
from cchc_rules.values import OUTCOMES, canonical_number
from tests.generation.candidates import Source
from tests.generation.open_ends import open_sample
from tests.generation.programs import Sample, sample, varied_sample
from tests.generation.results import scored_sample
from tests.generation.years import yearly_sample
from tests.soak.shrinking import smallest

MAKERS = (*(scored_sample, yearly_sample, sample, varied_sample) * 2, open_sample)
CANDIDATES = 200
WRONG = 0.06
EXPECTED_REFUSALS = frozenset({"possible-overflow", "lines-below-most", "run-unlisted"})


@dataclass
class Tally:
    """What came of some programs."""

    pairs: int = 0
    programs: int = 0
    read: int = 0
    wrong: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take another tally in."""
        for name in ("pairs", "programs", "read", "wrong"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.outcomes.update(other.outcomes)
        self.refused.update(other.refused)
        self.disagreements += other.disagreements


def compared(program: Program, raw: Mapping[str, Any], as_of: date | None, tally: Tally | None = None) -> str | None:
    """What the engines differ in on one candidate, in words; None when they agree. A crash is a difference."""
    try:
        return Comparison(program).difference(raw, as_of, tally)
    except Exception as error:  # noqa: BLE001 - whatever an engine raises is the finding
        return f"{type(error).__name__}: {error}"


class Comparison:
    """One program ready to be compared on many candidates."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.reader = reader(program.category, program.parameters)
        self.code = direct.code(program)
        self.verdicts = program.ruleset.decides.verdicts

    def difference(self, raw: Mapping[str, Any], as_of: date | None, tally: Tally | None = None) -> str | None:
        """What the engines differ in, in words; None when they agree."""
        parsed = self.reader.parse(raw, as_of=None)
        values = parsed.candidate.values
        taken = self.code.read(raw)
        if taken is not None and (parsed.problems or _plain(taken) != _plain(values)):
            return f"read gives {taken!r}, the parser {values!r} with {[one.key for one in parsed.problems]}"
        expected = reference.outcomes(self.program, values, as_of)
        if tally is not None:
            tally.pairs += 1
            tally.read += taken is not None
            tally.wrong += bool(parsed.problems)
            tally.outcomes.update(expected)
        for given in (values,) if taken is None else (values, taken):
            if found := self._decided(given, values, as_of, expected):
                return found
        return None

    def _decided(self, given: Any, values: Any, as_of: date | None, expected: Any) -> str | None:
        verdict, codes, measured = self.code.decide(given, as_of)
        outcomes = tuple(OUTCOMES[code] for code in codes)
        if outcomes != tuple(expected):
            return f"outcomes: reference {[str(one) for one in expected]}, direct {[str(one) for one in outcomes]}"
        found = reference.measure_results(self.program, values, as_of)
        if measured != found:
            return f"results: reference {found}, direct {measured}"
        if self.verdicts[verdict] != (right := reference.verdict(self.program, expected, found)):
            return f"verdict: reference {right}, direct {self.verdicts[verdict]}"
        if (failed := self.code.failed(given, as_of)) != reference.find_failed_checks(self.program, values, as_of):
            return f"failed checks: direct {failed}"
        return None


def _plain(value: Any) -> Any:
    """A value with doubles as the decimals they stand for, and truths told apart from numbers."""
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    return (type(value).__name__, value) if isinstance(value, bool) or not isinstance(value, float) else _number(value)


def _number(value: float) -> Any:
    found = canonical_number(value)
    return (type(found).__name__, found)


def run(seeds: range, candidates: int = CANDIDATES) -> Tally:
    """The tally of the programs of some seeds."""
    tally = Tally()
    for seed in seeds:
        given = MAKERS[seed % len(MAKERS)](seed)
        try:
            program = given.program()
        except RulesetError as error:
            tally.refused.update(problem.code for problem in error.problems if problem.severity == "error")
            continue
        tally.programs += 1
        tally.disagreements += _disagreements(given, program, candidates, tally)
    return tally


def _disagreements(given: Sample, program: Program, candidates: int, tally: Tally) -> Iterator[str]:
    source = Source(given, given.seed, wrong=WRONG)
    raw: dict[str, Any] = {}
    as_of: date | None = None
    try:
        comparison = Comparison(program)
        for _ in range(candidates):
            raw, as_of = source.candidate(), source.as_of()
            if comparison.difference(raw, as_of, tally):
                yield smallest(given, raw, as_of, compared)
                return
    except Exception:  # noqa: BLE001 - whatever an engine raises is the finding
        yield smallest(given, raw, as_of, compared)


def chunks(seed: int, programs: int, size: int = 25) -> Iterator[range]:
    """Ranges of seeds, programs in all."""
    for start in range(seed, seed + programs, size):
        yield range(start, min(start + size, seed + programs))


def report(tally: Tally, seconds: float) -> str:
    """The result in a few lines."""
    tried = tally.programs + sum(tally.refused.values())
    shares = ", ".join(
        f"{name} {count / max(1, tally.outcomes.total()):.0%}" for name, count in tally.outcomes.most_common()
    )
    lines = [
        f"{tally.pairs} pairs of {tally.programs} programs, {len(tally.disagreements)} disagreements, "
        f"{tally.pairs / max(seconds, 1e-9):,.0f} pairs per second",
        f"outcomes: {shares}; read by direct: {tally.read / max(1, tally.pairs):.0%}; with wrong data: "
        f"{tally.wrong / max(1, tally.pairs):.0%}",
        f"refused by the checker: {sum(tally.refused.values()) / max(1, tried):.1%} {dict(tally.refused)}",
    ]
    return "\n".join([*lines, *tally.disagreements])


def main(arguments: list[str] | None = None) -> int:
    """Run the comparison; 1 when the engines disagree or the checker refuses what it should take."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--pairs", type=int, default=1_000_000)
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
    print(report(total, perf_counter() - started))
    return 1 if total.disagreements or set(total.refused) - EXPECTED_REFUSALS else 0


if __name__ == "__main__":
    sys.exit(main())
