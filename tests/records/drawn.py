"""Decisions to be recorded: of the example data, and random ones."""

from __future__ import annotations

import json
from pathlib import Path

import cchc_rules as cr
from tests.generation.candidates import Source
from tests.generation.programs import sample, settled_sample, varied_sample

DATA = Path(__file__).parents[2] / "examples" / "data"


def decisions(count=12):
    """Decisions on the example agencies of two rulesets, some provisional, ids made unlike."""
    found = []
    for id, category, file in (
        ("hcmc-emulation-2020", "agency", "hcmc-emulation-2020-agencies.json"),
        ("quan-12-2022", "citizen", "quan-12-2022-citizens.json"),
    ):
        program = cr.compile(cr.load(id), category)
        rows = json.loads((DATA / file).read_text(encoding="utf-8"))
        found += [row.decision for row in cr.evaluate_many(program, rows) if row.decision is not None]
    return [found[number % len(found)] for number in range(count)]


def generated(seeds, each=6):
    """Random decisions, a third of them on wrong data."""
    for seed in range(seeds):
        for make in (sample, varied_sample if seed % 2 else settled_sample):
            drawn = make(seed)
            try:
                program = drawn.program()
            except cr.RulesetError:
                continue
            source = Source(drawn, seed, wrong=0.3)
            rows = [{**source.candidate(), "id": f"A{number}"} for number in range(each)]
            for row in cr.evaluate_many(program, rows):
                if row.decision is not None:
                    yield program, row.decision


def kept_beside(packed):
    """The words of a record with their salts, as a store keeps them."""
    return {part: [one.salt, one.words] for part, one in packed.personal.items()}
