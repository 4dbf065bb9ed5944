"""Reasons name the side of a comparison that facts can move, and the members that keep it from holding."""

from __future__ import annotations

import pytest

from cchc_rules import compile, evaluate, load_text
from tests.generation.bodies import CATEGORY, document, text

MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
MEMBERS = [{"n": "good1", "ok": True}, {"n": "good2", "ok": True}, {"n": "bad1", "ok": False}, {"n": "bad2"}]
COUNT, SHARE = "count(u.ok for u in us)", "percent(u.ok for u in us)"


def reason(condition: str, members: list[dict[str, object]], **facts: object) -> str:
    """What is said of a criterion that requires the condition."""
    items = {"n": "text", "ok": "boolean"}
    body = {
        "parameters": {"two": {"type": "integer", "value": 2}},
        "facts": {"us": {"type": "list", "key": "n", "items": items}, "strict": "boolean"},
        "require": condition,
    }
    program = compile(load_text(text(document(body))), CATEGORY)
    return evaluate(program, {"us": members, **facts})["only"].reason("en")


@pytest.mark.parametrize("operator", MIRRORED)
@pytest.mark.parametrize("limit", ["0", "1", "2", "3", "4 - 1", 'param["two"]'])
@pytest.mark.parametrize("form", ["{}", "not ({})"])
@pytest.mark.parametrize("members", [MEMBERS[:3], MEMBERS], ids=["known", "open"])
def test_a_comparison_turned_round_gives_the_same_reason(operator, limit, form, members):
    """`3 <= count(…)` speaks of the count as `count(…) >= 3` does: the same side, the same members."""
    straight = reason(form.format(f"{COUNT} {operator} {limit}"), members)
    assert straight == reason(form.format(f"{limit} {MIRRORED[operator]} {COUNT}"), members)
    assert straight == reason(form.format(f"not not ({limit} {MIRRORED[operator]} {COUNT})"), members)


TOO_FEW = [
    "{} >= 70", "{} > 70", "70 <= {}", "70 < {}", "{} == 70", "70 == {}", "not ({} != 70)", "not ({} <= 70)",
    "{} in [70, 80]", "{} == (70 if strict else 80)",
]  # fmt: skip
TOO_MANY = [
    "{} <= 30", "{} < 30", "30 >= {}", "30 > {}", "{} == 30", "30 == {}", "not ({} != 30)", "not ({} >= 30)",
    "{} in [20, 30]", "{} != 50", "50 != {}", "not ({} == 50)", "{} not in [50, 30]", "{} == (20 if strict else 30)",
]  # fmt: skip
NEITHER = ["{} in [20, 80]", "{} == (20 if strict else 80)"]
HALF = [MEMBERS[0], MEMBERS[2]]


@pytest.mark.parametrize("condition", [*TOO_FEW, *TOO_MANY, *NEITHER])
def test_the_members_that_stand_in_the_way_are_named(condition):
    """Where more would have to be good, those that are not are named; where fewer, those that are; else nobody."""
    said = reason(condition.format(SHARE), HALF)
    assert (condition in TOO_FEW, condition in TOO_MANY) == ("bad1" in said, "good1" in said)
