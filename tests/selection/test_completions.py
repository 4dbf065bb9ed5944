"""Selections against every completion of small lists and every order of equals: sound, exact, monotone, orderless."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from tests.selection.lists import POSSIBLE, Row, Rule, build_program, choose, draw_rows, draw_rule
from tests.soak.selections import compare_list

SEEDS = range(120)
"""Some 480 candidates; `python -m tests.soak.selections` goes through 100,000."""


@pytest.mark.parametrize("start", range(0, len(SEEDS), 20))
def test_standings_and_ranks_are_those_of_all_completions(start: int) -> None:
    """In and out are so in every completion and order of equals, open is so in some, ranks are the ends there are."""
    for seed in SEEDS[start : start + 20]:
        tally = compare_list(seed)
        assert [] == tally.wrong, seed
        assert 0 == tally.open_though_settled, seed


def fill_one(random: Random, rows: list[Row]) -> list[Row] | None:
    """The rows with one more fact stated; None where nothing is unknown."""
    holes = [(at, name) for at, row in enumerate(rows) for name, value in row.facts.items() if value is None]
    if not holes:
        return None
    at, name = random.choice(holes)
    facts = {**rows[at].facts, name: random.choice(POSSIBLE[name])}
    return [*rows[:at], replace(rows[at], facts=facts), *rows[at + 1 :]]


@pytest.mark.parametrize("seed", range(2000, 2060))
def test_a_fact_more_never_widens_a_rank_nor_turns_a_standing(seed: int) -> None:
    """Whatever is stated next, ranks stay within what they were, and who was in or out stays so."""
    random = Random(seed)
    rule = draw_rule(random)
    rows = draw_rows(random, rule, chance=0.4)
    program = build_program(repr(rule.body()))
    before = choose(program, rows).places
    while (filled := fill_one(random, rows)) is not None:
        rows, after = filled, choose(program, filled).places
        for one, other in zip(before, after, strict=True):
            assert one.standing in ("open", other.standing)
            if other.rank is not None:
                assert one.rank is not None
                assert one.rank[0] <= other.rank[0] <= other.rank[1] <= one.rank[1]
        before = after


@pytest.mark.parametrize("seed", range(3000, 3040))
def test_the_order_of_rows_decides_nothing(seed: int) -> None:
    """Shuffled rows stand where they stood, for the same reasons."""
    random = Random(seed)
    rule: Rule = draw_rule(random)
    rows = draw_rows(random, rule)
    program = build_program(repr(rule.body()))
    shuffled = random.sample(rows, len(rows))
    expected = {one.id: (one.standing, one.rank, one.because) for one in choose(program, rows).places}
    assert expected == {one.id: (one.standing, one.rank, one.because) for one in choose(program, shuffled).places}
