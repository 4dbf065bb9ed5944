"""Timing contestants against one another in one process, round about, so that a busy machine slows them all alike."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter
from typing import Any


@dataclass
class Contestant:
    """A name, the inputs, and what is done with each (``batch``: with all of them in one call)."""

    name: str
    inputs: Sequence[Any]
    work: Callable[[Any], Any]
    batch: bool = False
    target: float | None = None
    seconds: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Times one round, in seconds an input."""
        work, inputs = self.work, self.inputs
        started = perf_counter()
        if self.batch:
            work(inputs)
        else:
            for one in inputs:
                work(one)
        self.seconds.append((perf_counter() - started) / len(inputs))

    @property
    def best(self) -> float:
        """The least seconds an input took in any round: the round least disturbed."""
        return min(self.seconds)


def race(contestants: Sequence[Contestant], rounds: int) -> None:
    """Rounds in which each contestant runs once."""
    for one in contestants:
        one.run()
        one.seconds.clear()
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for one in contestants:
                one.run()
    finally:
        gc.enable()


def table(title: str, contestants: Sequence[Contestant], base: Contestant) -> tuple[str, bool]:
    """The ratios to ``base`` as lines, and whether every target is met."""
    lines, kept = [title], True
    for one in contestants:
        ratio = one.best / base.best
        verdict = ""
        if one.target is not None:
            kept &= ratio <= one.target
            verdict = f"  target ≤ {one.target:g}: {'met' if ratio <= one.target else 'MISSED'}"
        lines.append(f"  {one.name:<52}{ratio:8.2f} ×  {one.best * 1e6:9.2f} µs{verdict}")
    return "\n".join(lines), kept


def import_ratio(ours: str, theirs: str, rounds: int) -> float:
    """How much longer a fresh interpreter takes to import ``ours`` than ``theirs``: the median of paired runs."""
    empty = [_seconds("pass") for _ in range(rounds)]
    pairs = [(_seconds(f"import {ours}"), _seconds(f"import {theirs}")) for _ in range(rounds)]
    start = min(empty)
    return median((one - start) / (other - start) for one, other in pairs)


def _seconds(code: str) -> float:
    started = perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return perf_counter() - started
