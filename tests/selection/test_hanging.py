"""What an open place hangs on: once all that is named is stated, nothing is open but a tie."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import cchc_rules as cr
from cchc_rules.selection.selection import Selection
from tests.generation.bodies import CATEGORY, document, text
from tests.selection.lists import POSSIBLE, Row, build_program, choose, draw_rows, draw_rule


def state_named(random: Random, rows: list[Row], chosen: Selection, index: int) -> list[Row]:
    """The rows with every fact stated that a place is said to hang on."""
    stated = list(rows)
    for hang in chosen.hanging.find_hangs(index):
        row = stated[hang.index]
        named = {fact.path for fact in hang.facts}
        facts = {name: random.choice(POSSIBLE[name]) if name in named else value for name, value in row.facts.items()}
        stated[hang.index] = replace(row, facts=facts)
    return stated


def test_nothing_is_open_once_all_is_stated_that_is_named() -> None:
    """Of random lists: a place is in or out then, or equals at the cut wait for a vote or for the text."""
    tried = 0
    for seed in range(200):
        random = Random(seed)
        rule = draw_rule(random)
        rows = [replace(row, kind="plain") for row in draw_rows(random, rule, chance=0.3)]
        program = build_program(repr(rule.body()))
        chosen = choose(program, rows)
        for index, place in enumerate(chosen.places):
            if place.standing != "open":
                continue
            after = choose(program, state_named(random, rows, chosen, index))
            tried += 1
            is_tie = after.places[index].standing == "open" and after.hanging.find_equals(index)
            assert after.places[index].standing != "open" or is_tie, (seed, index)
    assert tried > 80


def test_places_that_go_by_the_day_hang_on_it() -> None:
    """Of a dated number of places, with no day of decision, the day is what an open place hangs on."""
    places = {"type": "integer", "values": [{"from": "2020-01-01", "value": 1}, {"from": "2026-01-01", "value": 2}]}
    best = {"by": [{"highest": "points"}], "take": 'param["places"]'}
    facts = {"ok": "boolean", "points": "integer"}
    body = {"facts": facts, "require": "ok", "parameters": {"places": places}, "selections": {"best": best}}
    ruleset = cr.load_text(text(document(body)))
    rows = [{"id": f"C{number}", "ok": True, "points": 9 - number} for number in range(3)]
    for as_of, standing in ((date(2025, 1, 1), "out"), (date(2026, 1, 1), "in"), (None, "open")):
        decided = cr.evaluate_many(cr.compile(ruleset, CATEGORY), rows, as_of=as_of)
        place = cr.select(ruleset, "best", decided).places[1]
        assert standing == place.standing
        assert (standing == "open") == place.because.vi.endswith("trong 1–2 suất; còn tùy: ngày xét")
