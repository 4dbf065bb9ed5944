"""Selections held against every completion of small lists and every order of equals at the cut.

``python -m tests.soak.selections --candidates 100000`` draws lists of two to six candidates with holes, invalid rows
and rows without a decision, under rulesets with every form of selection.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from random import Random
from time import perf_counter

from cchc_rules.selection.selection import Placement
from tests.selection.lists import POSSIBLE, Row, build_program, choose, decide_partial, draw_rows, draw_rule


@dataclass
class Tally:
    """What came of comparing: ``wrong`` says what was unsound or inexact; ``shares`` counts lists of a share."""

    candidates: int = 0
    open_though_settled: int = 0
    of_running: int = 0
    open_of_running: int = 0
    loose_dense: int = 0
    facts_added: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add what came of other lists."""
        self.candidates += other.candidates
        self.open_though_settled += other.open_though_settled
        self.of_running += other.of_running
        self.open_of_running += other.open_of_running
        self.loose_dense += other.loose_dense
        self.facts_added += other.facts_added
        self.wrong += other.wrong


def compare_list(seed: int) -> Tally:
    """What came of one list: a selection drawn from a seed held against its completions."""
    random, tally = Random(seed), Tally()
    rule = draw_rule(random)
    rows = draw_rows(random, rule)
    program = build_program(repr(rule.body()))
    running = isinstance(rule.take, dict) and rule.take.get("of") == "running"
    for row, place, (taken, ranks) in zip(rows, choose(program, rows).places, decide_partial(rule, rows), strict=True):
        tally.candidates += 1
        tally.of_running += running
        settled = "open" if len(taken) != 1 else "in" if True in taken else "out"
        if row.kind != "plain" and settled == "in":
            settled = "open"
        expected = None if rule.take is None else settled
        if place.standing == "open" and expected in ("in", "out"):
            tally.open_of_running += running
            tally.open_though_settled += not running
        elif place.standing != expected:
            tally.wrong.append(f"{seed} {row.id}: {place.standing}, by completions {expected}")
        ends = (min(ranks), max(ranks)) if ranks else None
        if place.rank == ends:
            continue
        holds = ends is not None and place.rank is not None and place.rank[0] <= ends[0] and ends[1] <= place.rank[1]
        if rule.dense and holds:
            tally.loose_dense += 1
        else:
            tally.wrong.append(f"{seed} {row.id}: rank {place.rank}, by completions {ends}")
    return tally


def fill_list(seed: int) -> Tally:
    """What came of stating the gaps of a list one after another, its rows in another order each time."""
    random, tally = Random(seed), Tally()
    rule = draw_rule(random)
    rows = draw_rows(random, rule)
    program = build_program(repr(rule.body()))
    before = {place.id: place for place in choose(program, rows).places}
    while (filled := fill_one(random, rows)) is not None:
        rows = random.sample(filled, len(filled))
        after = {place.id: place for place in choose(program, rows).places}
        tally.facts_added += 1
        tally.wrong += [
            f"{seed} {id}: {before[id].standing} {before[id].rank}, one fact more {place.standing} {place.rank}"
            for id, place in after.items()
            if not keeps(before[id], place)
        ]
        before = after
    return tally


def keeps(before: Placement, after: Placement) -> bool:
    """Whether what was said of a candidate still holds when more is known: no rank beyond, no standing turned."""
    if before.standing not in ("open", after.standing):
        return False
    if after.rank is None:
        return True
    return before.rank is not None and before.rank[0] <= after.rank[0] <= after.rank[1] <= before.rank[1]


def fill_one(random: Random, rows: Sequence[Row]) -> list[Row] | None:
    """The rows with one more fact stated; None where nothing is unknown."""
    holes = [(at, name) for at, row in enumerate(rows) for name, value in row.facts.items() if value is None]
    if not holes:
        return None
    at, name = random.choice(holes)
    facts = {**rows[at].facts, name: random.choice(POSSIBLE[name])}
    return [*rows[:at], replace(rows[at], facts=facts), *rows[at + 1 :]]


def run(seeds: range) -> Tally:
    """What came of several lists."""
    total = Tally()
    for seed in seeds:
        total.add(compare_list(seed))
        total.add(fill_list(seed))
    return total


def main(arguments: list[str] | None = None) -> int:
    """Run the comparison; 1 when something is unsound or inexact."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--candidates", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=1_000_000)
    options.add_argument("--processes", type=int, default=2)
    given = options.parse_args(arguments)
    total, started, seed = Tally(), perf_counter(), given.seed
    with get_context("spawn").Pool(given.processes) as pool:
        while total.candidates < given.candidates and not total.wrong:
            for tally in pool.imap_unordered(run, [range(at, at + 50) for at in range(seed, seed + 1000, 50)]):
                total.add(tally)
            seed += 1000
    print(
        f"{total.candidates} candidates, {len(total.wrong)} wrong, {total.open_though_settled} open though settled; "
        f"of a share of those running {total.open_of_running} of {total.of_running}; dense ranks wider than needed "
        f"{total.loose_dense}; {total.facts_added} facts added; {perf_counter() - started:.0f} s"
    )
    print(*total.wrong, sep="\n")
    return 1 if total.wrong or total.open_though_settled else 0


if __name__ == "__main__":
    sys.exit(main())
