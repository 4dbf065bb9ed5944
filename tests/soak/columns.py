"""Columns against direct, at length: ``python -m tests.soak.columns --cases N --seed S``. Exits 1 on a disagreement."""

from __future__ import annotations

import argparse
import sys
from multiprocessing import get_context
from time import perf_counter

from tests.engines.columns_comparing import Tally, run
from tests.generation.open_ends import open_sample
from tests.generation.programs import sample, varied_sample
from tests.generation.results import scored_sample
from tests.generation.years import yearly_sample

MAKERS = {sample: 4_000, scored_sample: 1_500, open_sample: 250, yearly_sample: 4_000, varied_sample: 4_000}
"""How many candidates of each kind of program: fewer where rows are dear, or limits stand at the ends of the first."""
CHUNK = 8 * len(MAKERS)


def _chunk(start: int) -> Tally:
    found, each = Tally(), CHUNK // len(MAKERS)
    for place, (make, candidates) in enumerate(MAKERS.items()):
        first = start + place * each
        found.add(run(range(first, first + each), candidates, make=make))
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
