"""Corrupted rulesets and facts by the ten thousand: ``python -m tests.soak.fuzzing --inputs N --seed S``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from multiprocessing import get_context
from time import perf_counter

from tests.fuzz.trials import trial

MOST_SHOWN = 20


def run(seeds: range) -> list[str]:
    """What went wrong in the trials of some seeds."""
    return [found for seed in seeds if (found := trial(seed))]


def chunks(seed: int, inputs: int, size: int = 100) -> Iterator[range]:
    """Ranges of seeds, inputs in all."""
    for start in range(seed, seed + inputs, size):
        yield range(start, min(start + size, seed + inputs))


def main(arguments: list[str] | None = None) -> int:
    """Run the trials; 1 when anything but a result or one of our errors came out."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--inputs", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1_000_000)
    options.add_argument("--processes", type=int, default=2)
    given = options.parse_args(arguments)
    started, failures = perf_counter(), []
    with get_context("spawn").Pool(given.processes) as pool:
        for found in pool.imap_unordered(run, chunks(given.seed, given.inputs)):
            failures += found
    seconds = perf_counter() - started
    print(f"{given.inputs} corrupted inputs, {len(failures)} failures, {given.inputs / seconds:,.0f} inputs per second")
    print("\n".join(failures[:MOST_SHOWN]))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
