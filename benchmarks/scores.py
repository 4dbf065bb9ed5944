"""A sheet of 200 yes/no lines with a grade: ``python -m benchmarks.scores``. Prints milliseconds and microseconds."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any

import cchc_rules as cr

LINES = 200
ROUNDS = 5
CALLS = 500


def write_ruleset() -> str:
    """The ruleset as text: each line gives one point for a yes."""
    both = "{vi: Mục, en: Line}"
    facts = "".join(f"      f{n}: {{type: boolean, label: {{vi: Câu {n}, en: Question {n}}}}}\n" for n in range(LINES))
    lines = "".join(f"          - {{id: l{n}, title: {both}, most: 1, is: 1 if f{n} else 0}}\n" for n in range(LINES))
    return f"""language: 1
id: sheet
version: 1.0.0
title: {{vi: Phiếu chấm, en: Sheet}}
issuer: {{vi: Phường, en: Ward}}
decides: grading
sources: {{plan: {{title: {{vi: Kế hoạch, en: Plan}}}}}}
scales: {{rating: {{levels: [D, C, B, A]}}}}
categories:
  ward:
    title: {{vi: Phường, en: Ward}}
    facts:
{facts}    scores:
      total:
        title: {both}
        most: {LINES}
        lines:
{lines}    grades:
      grade:
        title: {both}
        scale: rating
        of: total
        bands: [{{from: 180, is: A}}, {{from: 150, is: B}}, {{from: 100, is: C}}, {{is: D}}]
"""


def time_best(work: Callable[[], Any], calls: int) -> float:
    """The least seconds a call of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = perf_counter()
        for _ in range(calls):
            work()
        best = min(best, (perf_counter() - started) / calls)
    return best


def main() -> None:
    """Measure and print."""
    ruleset = cr.load_text(write_ruleset())
    facts: dict[str, Any] = {f"f{n}": n % 3 != 0 for n in range(LINES)}
    first = time_best(lambda: cr.evaluate(cr.compile(ruleset, "ward"), facts), 1)
    program = cr.compile(ruleset, "ward")
    later = time_best(lambda: cr.evaluate(program, facts), CALLS)
    print(f"compile and first decision: {first * 1e3:.1f} ms (target 80)")
    print(f"each decision after it: {later * 1e6:.1f} µs (target 40)")


if __name__ == "__main__":
    main()
