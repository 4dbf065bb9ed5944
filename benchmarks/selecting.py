"""Choosing among 100,000 decided candidates against sorting them by hand: ``python -m benchmarks.selecting``.

The function written by hand takes the same dicts, all facts stated: it leaves out the disciplined, sorts (shares as
fractions, for they must be exact), gives equals one rank and cuts. Ours also says of whom it is open, one in fifty
facts being unknown. Processor time, the least of some rounds, without the collector of garbage; deciding is timed by
itself. Exits 1 where a target is missed or the two differ on rows that are all known.
"""

from __future__ import annotations

import argparse
import gc
import json
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import cchc_rules as cr
from cchc_rules.language.loader import load_text, read_cases

LARGEST = 3.0
"""Times the function written by hand."""

AS_OF = date(2026, 12, 1)
SCORED = Path(__file__).parents[1] / "examples" / "scored_campaign"
FACTS: dict[str, Any] = {
    "points": {"type": "number", "min": 0, "max": 100, "decimals": 1},
    "reported": {"type": "date"},
    "done": {"type": "integer", "min": 0, "max": 1_000_000},
    "planned": {"type": "integer", "min": 1, "max": 1_000_000},
    "disciplined": {"type": "boolean"},
}
KEYS = {"points": "points", "share": "percent(done, planned)"}
"""The first key of each selection; the second is the day of the report."""


def main(arguments: list[str] | None = None) -> int:
    """Measure everything and print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--candidates", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args(arguments)
    number, rounds = given.candidates, given.rounds
    ruleset = load_text(json.dumps(document()), file="selecting")
    whole, holed = (list(draw(number, chance)) for chance in (0.0, 0.02))
    print(f"{number:,} candidates, processor time, least of {rounds} rounds")
    results, taken = decide(ruleset, "unit", holed, None)
    print(f"  {'deciding them one by one, plain facts':<58}{taken:7.2f} s")
    kept = True
    for key in KEYS:
        hand = least_seconds(lambda key=key: choose_by_hand(whole, key), rounds)
        ours = least_seconds(lambda key=key: cr.select(ruleset, key, results), rounds)
        kept &= ours <= LARGEST * hand and agree(ruleset, key, whole)
        print(f"  {f'by hand, by {KEYS[key]}':<58}{hand:7.2f} s    1.00 ×")
        print(f"  {'cchc_rules.select':<58}{ours:7.2f} s {ours / hand:7.2f} ×  target ≤ {LARGEST:g}")
    scored = cr.load(SCORED)
    results, taken = decide(scored, "ward", list(draw_wards(number)), AS_OF)
    print(f"  {'deciding wards by a sheet of 17 lines':<58}{taken:7.2f} s")
    ours = least_seconds(lambda: cr.select(scored, "commended", results), rounds)
    print(f"  {'cchc_rules.select, by total, zeros and day':<58}{ours:7.2f} s {ours / taken:7.2f} × deciding")
    print(f"targets {'met' if kept else 'MISSED'}")
    return 0 if kept else 1


def least_seconds(work: Callable[[], object], rounds: int) -> float:
    """The least processor time of several rounds."""
    found = []
    for _ in range(rounds):
        gc.collect()
        gc.disable()
        started = process_time()
        work()
        found.append(process_time() - started)
        gc.enable()
    return min(found)


def decide(
    ruleset: cr.Ruleset, category: str, rows: list[dict[str, Any]], as_of: date | None
) -> tuple[list[cr.RowResult], float]:
    """What comes of the rows, and the seconds it took."""
    program = cr.compile(ruleset, category)
    started = process_time()
    results = list(cr.evaluate_many(program, rows, as_of=as_of))
    return results, process_time() - started


def document() -> dict[str, Any]:
    """The ruleset: one criterion, and a selection of a tenth by each key."""

    def say(text: str) -> dict[str, str]:
        return {"vi": text, "en": text}

    tenth = {"percent": 10, "of": "candidates"}
    base = {"title": say("choice"), "source": "text/one", "category": "unit", "take": tenth, "tied": "none"}
    keys = {name: [{"highest": key}, {"lowest": "reported"}] for name, key in KEYS.items()}
    return {
        "language": 1,
        "id": "selecting",
        "version": "1.0.0",
        "title": say("selecting"),
        "issuer": say("nobody"),
        "decides": "eligibility",
        "sources": {"text": {"title": say("text"), "clauses": {"one": {"at": say("1"), "says": say("one")}}}},
        "selections": {name: {**base, "by": by} for name, by in keys.items()},
        "categories": {
            "unit": {
                "title": say("unit"),
                "facts": {name: {**fact, "label": say(name)} for name, fact in FACTS.items()},
                "criteria": [
                    {"id": "clean", "title": say("clean"), "source": "text/one", "require": "not disciplined"}
                ],
            }
        },
    }


def draw(number: int, chance: float) -> Any:
    """Candidates; a fact is unknown by ``chance``."""
    random = Random(2026)
    for index in range(number):
        row: dict[str, Any] = {
            "points": random.randrange(1001) / 10,
            "reported": date(2026, 11, 1) + timedelta(random.randrange(29)),
            "done": random.randrange(5000),
            "planned": random.randrange(1, 5000),
            "disciplined": random.random() < 0.1,
        }
        yield {"id": str(index), **{name: None if random.random() < chance else one for name, one in row.items()}}


def draw_wards(number: int) -> Any:
    """Wards of the scored example, points apart and one in fifty facts of them unknown."""
    random, good = Random(2026), dict(read_cases(SCORED).bases["good"].facts)
    for index in range(number):
        row = {
            "late_files": random.randrange(30),
            "digitised": random.randrange(1000) / 10,
            "satisfaction": random.randrange(800, 1000) / 10,
            "models": random.randrange(4),
            "staff_trained": random.randrange(40),
            "reported_on": date(2026, 11, 1) + timedelta(random.randrange(29)),
        }
        yield {**good, "id": str(index), **{name: None if random.random() < 0.02 else one for name, one in row.items()}}


def choose_by_hand(rows: list[dict[str, Any]], key: str) -> tuple[list[bool], list[int | None]]:
    """Of each row whether it is taken and its rank, equals at the cut left out; every fact is stated."""
    keys = []
    for index, row in enumerate(rows):
        if not row["disciplined"]:
            first = row["points"] if key == "points" else Fraction(row["done"], row["planned"])
            keys.append((-first, row["reported"], index))
    keys.sort()
    ranks: list[int | None] = [None] * len(rows)
    groups: list[list[int]] = []
    last = None
    for place, (first, day, index) in enumerate(keys, 1):
        if (first, day) != last:
            last, rank = (first, day), place
            groups.append([])
        ranks[index] = rank
        groups[-1].append(index)
    taken, places = [False] * len(rows), len(rows) // 10
    for group in groups:
        if len(group) > places:
            break
        places -= len(group)
        for index in group:
            taken[index] = True
    return taken, ranks


def agree(ruleset: cr.Ruleset, key: str, rows: list[dict[str, Any]]) -> bool:
    """Whether both come to the same where every fact is stated."""
    results, _ = decide(ruleset, "unit", rows, None)
    taken, ranks = choose_by_hand(rows, key)
    ours = cr.select(ruleset, key, results)
    expected = [("in" if one else "out", rank and (rank, rank)) for one, rank in zip(taken, ranks, strict=True)]
    return expected == list(ours.standings)


if __name__ == "__main__":
    raise SystemExit(main())
