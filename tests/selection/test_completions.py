"""Selections against every completion of small lists and every order of equals: sound, exact, monotone, orderless."""

from __future__ import annotations

from random import Random

import pytest

from tests.selection.lists import Rule, build_program, choose, draw_rows, draw_rule
from tests.soak.selections import compare_list, fill_list

SEEDS = range(120)
"""Some 480 candidates; `python -m tests.soak.selections` goes through 100,000."""


@pytest.mark.parametrize("start", range(0, len(SEEDS), 20))
def test_standings_and_ranks_are_those_of_all_completions(start: int) -> None:
    """In and out are so in every completion and order of equals, open is so in some, ranks are the ends there are."""
    for seed in SEEDS[start : start + 20]:
        tally = compare_list(seed)
        assert [] == tally.wrong, seed
        assert 0 == tally.open_though_settled, seed


@pytest.mark.parametrize("start", range(2000, 2060, 20))
def test_a_fact_more_never_widens_a_rank_nor_turns_a_standing(start: int) -> None:
    """Whatever is stated next, in whatever order, ranks stay within what they were, and in or out stays so."""
    tallies = [fill_list(seed) for seed in range(start, start + 20)]
    assert [] == [one for tally in tallies for one in tally.wrong]
    assert sum(tally.facts_added for tally in tallies) > 20


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
