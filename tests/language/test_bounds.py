"""Static bounds of number expressions: what they follow from, and that none is narrower than it must be."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_rules.language.checking.bounds import Bounds, find_bounds
from cchc_rules.language.checking.checker import definition_type
from cchc_rules.language.types import NumberType
from cchc_rules.problems import RulesetError
from tests.generation.programs import sample
from tests.language.made import HEAD, around, checked

BOUNDS = [
    ("small + 1", 1, 101),
    ("small - whole", -(10**15 - 1), 10**15 - 1 + 100),
    ("small - 1", -1, 99),
    ("-small * (small - 1)", -9900, 100),
    ("2 * small", 0, 200),
    ("-small", -100, 0),
    ("(small if yes else 200)", 0, 200),
    ("percent(small, small)", 0, 10000),
    ("small / 2", 0, 50),
    ("percent(u.done for u in units)", 0, 100),
    ("count(units)", 1, 100000),
    ("count(u.done for u in units)", 0, 100000),
    ("sum(u.small for u in units)", 0, 10000000),
    ("sum(-u.small for u in units)", -10000000, 0),
    ("sum(u.small - 1 for u in units)", -100000, 9900000),
    ("max(u.small for u in units)", 0, 100),
    ("share", 0, 100),
    ("param['limit']", -(10**31), 10**31),
    ("day - day", -109572, 109572),
    ("small / amount", None, None),
    ("small / whole", None, None),
    ("small / -small", None, None),
    ("(small - 1) / (small + 1)", Fraction(-1, 1), 99),
    ("(yes if yes else yes)", None, None),
]


@pytest.mark.parametrize(("expression", "low", "high"), BOUNDS)
def test_static_bounds(expression: str, low: int | None, high: int | None) -> None:
    """The bounds of number expressions follow from those declared."""
    text = around(f"({expression}) == ({expression})")
    ruleset, problems = checked(text)
    assert [] == problems
    left = ruleset.category("c").criteria[0].require.left
    assert (None if low is None else Bounds(Fraction(low), Fraction(high))) == find_bounds(left)


@pytest.mark.parametrize("least", [0, 1, 3])
def test_a_list_has_as_many_members_as_it_declares(least: int) -> None:
    """A list that may be empty is counted from 0: what divides by its size may divide by nothing."""
    head = HEAD.replace(
        "      units:\n        type: list\n", f"      units:\n        type: list\n        min_items: {least}\n"
    )
    ruleset, _ = checked(around("count(units) == 1", head=head))
    assert Bounds(Fraction(least), Fraction(100_000)) == find_bounds(ruleset.category("c").criteria[0].require.left)


@given(st.integers(0, 100_000))
@settings(max_examples=60, deadline=None)
def test_a_definition_hands_on_bounds_no_narrower_than_its_own(seed: int) -> None:
    """Its type is whole where its bounds are fractions: rounded outward, never inward."""
    try:
        category = sample(seed).program().category
    except RulesetError:
        return
    for one in category.definitions:
        kind, own = definition_type(one.expression), find_bounds(one.expression)
        if isinstance(kind, NumberType) and own is not None:
            assert kind.minimum <= own.low <= own.high <= kind.maximum
            assert own.low - kind.minimum < 1 and kind.maximum - own.high < 1
