"""What decisions remember is bounded by bytes, and changes nothing that is said."""

from __future__ import annotations

import tracemalloc

import pytest

import cchc_rules as cr
from cchc_rules.decisions.budget import Budget
from cchc_rules.decisions.memory import find_memory
from tests.decisions.made import RULESET, good


def program() -> cr.Program:
    """A program of its own, that remembers nothing yet."""
    return cr.compile(cr.load_text(RULESET.replace("DECIDES", "eligibility")), "agency")


@pytest.mark.parametrize("most", [0, 20_000, 64_000_000])
def test_texts_are_the_same_however_much_is_remembered(most: int):
    """With nothing, little or much remembered every candidate has the same reasons and traces."""
    little, much = program(), program()
    find_memory(little).limit(most)
    for points in (*range(40), *range(40)):
        facts = good(score=1200 + points)
        one, other = cr.evaluate(little, facts), cr.evaluate(much, facts)
        assert other.reasons("vi") == one.reasons("vi")
        assert [finding.trace for finding in other.findings] == [finding.trace for finding in one.findings]


def test_what_is_remembered_stays_within_its_bytes():
    """Thousands of candidates that differ in what is read take no more than the budget says, about."""
    made = program()
    find_memory(made).limit(500_000)
    cr.evaluate(made, good()).reasons("vi")
    tracemalloc.start()
    for points in range(1_500):
        decision = cr.evaluate(made, good(score=points / 4))
        _ = decision.reasons("vi"), decision["score-enough"].trace
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 1_500_000


def test_an_entry_too_large_is_not_kept():
    """What alone is more than the budget is not remembered, and what was there is forgotten."""
    budget = Budget(most=1_000)
    cache = budget.open_cache()
    budget.keep(cache, 1, "a", 100)
    assert {1: "a"} == cache
    budget.keep(cache, 2, "b", 5_000)
    assert {} == cache
