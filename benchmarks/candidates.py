"""Candidates to decide: dicts of typed values from a fixed seed, 3 % of the facts missing."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

SEED = 2022
MISSING = 0.03
LEVELS = ("Yếu", "Trung bình", "Khá", "Tốt")


def candidates(number: int, *, seed: int = SEED) -> list[dict[str, Any]]:
    """That many agencies, three in ten favourable or so; a missing fact is a missing key."""
    random = Random(seed)
    return [_agency(random) for _ in range(number)]


def _agency(random: Random) -> dict[str, Any]:
    initiatives = random.choice((0, 1, 1, 2, 2, 3, 5, 8))
    facts: dict[str, Any] = {
        "plan": random.random() < 0.97,
        "launched": random.random() < 0.97,
        "tasks_done": random.choice((100, 100, 100, 100, 100.0, 99.5, round(random.uniform(80, 100), 2))),
        "initiatives": initiatives,
        "lawful_initiatives": initiatives - (random.random() < 0.05 and initiatives > 0),
        "effective_initiatives": random.randint(min(1, initiatives), initiatives),
        "head_disciplined": random.random() < 0.02,
        "conduct": random.choice((100, 100, 98.5, 97, round(random.uniform(94, 100), 1))),
        "indexed": random.random() < 0.7,
        "index": random.choices(LEVELS, (1, 2, 12, 10))[0],
        "registered_on": date(2022, 4, 1) + timedelta(random.randrange(36)),
        "reported_on": date(2022, 11, 1) + timedelta(random.randrange(31)),
    }
    return {name: value for name, value in facts.items() if random.random() >= MISSING}
