"""Columns against direct, at length: ``python -m tests.soak.columns --cases N --seed S``. Exits 1 on a disagreement."""

from __future__ import annotations

import argparse
import sys
from multiprocessing import get_context
from time import perf_counter

from tests.engines.columns_comparing import Tally, run
from tests.generation.programs import sample, varied_sample
from tests.generation.results import scored_sample
from tests.generation.years import yearly_sample

CANDIDATES = 1_000
CHUNK = 32


def _chunk(start: int) -> Tally:
    makers, found = (sample, scored_sample, yearly_sample, varied_sample), Tally()
    each = CHUNK // len(makers)
    for place, make in enumerate(makers):
        first = start + place * each
        found.add(run(range(first, first + each), CANDIDATES, make=make))
    return found


def main(arguments: list[str] | None = None) -> int:
    """Compare until enough rows were; 1 when the engines disagree."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--cases", type=int, default=10_000_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--processes", type=int, default=2)
    given = options.parse_args(arguments)
    total, started = Tally(), perf_counter()
    with get_context("spawn").Pool(given.processes) as pool:
        for tally in pool.imap_unordered(_chunk, range(given.seed, given.seed + given.cases // 100, CHUNK)):
            total.add(tally)
            if total.cases >= given.cases or total.disagreements:
                break
    seconds = perf_counter() - started
    print(
        f"{total.cases} rows of {total.programs} programs, {len(total.disagreements)} disagreements, "
        f"{total.near} rows too near to tell in doubles, {total.cases / seconds:,.0f} rows a second"
    )
    print(*total.disagreements, sep="\n")
    return 1 if total.disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
