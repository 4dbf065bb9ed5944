"""Runs of the command by the ten thousand: ``python -m tests.soak.commands --runs N --seed S [--processes P]``.

One in fifteen is a process of its own, the others are run by the command's own runner in workers. Prints how many ended
how, and whatever went wrong: another exit code than 0, 1, 2; more than ten seconds; a worker killed; rows lost.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from datetime import datetime

from tests.fuzz.commands import Run, runs_in_folder
from tests.soak.workers import Lost, work

TOGETHER = 5
"""Runs over the same files."""
OWN_PROCESS = 3
"""In each so many-th folder one run is a process of its own: one run in fifteen."""


def run(seed: int) -> list[Run]:
    """The runs of a seed."""
    try:
        return runs_in_folder(seed, TOGETHER, own_process=seed % OWN_PROCESS == 0)
    except BaseException as error:  # noqa: BLE001 - anything at all that gets past the command is the finding
        return [Run("?", -1, 0.0, f"seed {seed}: past the command: {type(error).__name__}: {str(error)[:500]}")]


def main(arguments: list[str] | None = None) -> int:
    """Run them; 1 when anything went wrong."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--processes", type=int, default=2)
    given = options.parse_args(arguments)
    ends, wrong, longest = Counter[tuple[str, int]](), 0, 0.0
    seeds = range(given.seed, given.seed + given.runs // TOGETHER)
    for at, found in enumerate(work(run, seeds, processes=given.processes, seconds=600), start=1):
        runs = [Run("?", -1, 0.0, f"seed {found.seed}: {found.why}")] if isinstance(found, Lost) else found
        for one in runs:
            ends[one.verb, one.code] += 1
            longest = max(longest, one.seconds)
            wrong += bool(one.wrong)
            if one.wrong:
                print(one.wrong, flush=True)
        if at % 100 == 0:
            print(f"{sum(ends.values())} runs, {wrong} wrong, {datetime.now():%H:%M}", flush=True)
    print(" ".join(f"{verb}={code}:{count}" for (verb, code), count in sorted(ends.items())))
    own = sum(seed % OWN_PROCESS == 0 for seed in seeds)
    print(f"{sum(ends.values())} runs, {own} as processes of their own; longest {longest:.1f} s; {wrong} went wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
