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


GROUPS = [
    ("all", {"alpha": False, "gamma": True}, {"alpha"}),
    ("all", {"gamma": True}, {"alpha", "beta"}),
    ("any", {"alpha": False, "gamma": True}, {"alpha", "gamma"}),
    ("any", {"gamma": True}, {"gamma"}),
    ("any", {"alpha": False}, {"alpha", "beta", "gamma"}),
    ("any", {"alpha": False, "beta": False, "gamma": False}, {"alpha", "beta", "gamma"}),
    ("two", {"alpha": True, "gamma": True}, {"alpha", "gamma"}),
    ("two", {"alpha": False, "gamma": False}, {"alpha", "beta", "gamma"}),
    ("perhaps", {"alpha": False}, set()),
    ("perhaps", {}, {"alpha", "beta"}),
]


@pytest.mark.parametrize(("group", "facts", "named"), GROUPS)
def test_the_members_of_a_group_that_decide_are_named(group, facts, named):
    """Those met of a met group and what speaks against it, those refused of a refused whole, else those not met."""
    members = {name: f"{name[0]} == true" for name in ("alpha", "beta", "gamma")}
    pair = {name: members[name] for name in ("alpha", "beta")}
    criteria = {
        "all": {"all": members},
        "any": {"any": members},
        "two": {"at_least": {"n": 2, "of": members}},
        "perhaps": {"applies": "w", "all": pair},
    }
    body = {"facts": dict.fromkeys("abgw", "boolean"), "criteria": {group: criteria[group]}}
    program = compile(load_text(text(document(body))), CATEGORY)
    said = evaluate(program, {name[0]: value for name, value in facts.items()})[group].reason("en").lower()
    assert named == {name for name in members if f"{name}:" in said}


YES, NO, OPEN = True, False, None
CONNECTED = [
    ("alpha and beta", (NO, YES), {"alpha"}),
    ("alpha and beta", (NO, OPEN), {"alpha"}),
    ("alpha and beta", (YES, OPEN), {"beta"}),
    ("alpha and beta", (YES, YES), {"alpha", "beta"}),
    ("alpha or beta", (YES, NO), {"alpha"}),
    ("alpha or beta", (YES, OPEN), {"alpha"}),
    ("alpha or beta", (NO, NO), {"alpha", "beta"}),
    ("not (alpha and beta)", (YES, YES), {"alpha", "beta"}),
    ("not (alpha and beta)", (NO, YES), {"alpha"}),
    ("not (alpha or beta)", (YES, NO), {"alpha"}),
    ("not (alpha or beta)", (NO, NO), {"alpha", "beta"}),
    ("not (alpha or beta)", (OPEN, NO), {"alpha"}),
    ("alpha if gamma else beta", (NO, YES, YES), {"alpha"}),
    ("alpha if gamma else beta", (YES, NO, NO), {"beta"}),
    ("alpha if gamma else beta", (YES, NO, OPEN), {"alpha", "beta", "gamma"}),
    ("not (alpha if gamma else beta)", (YES, NO, YES), {"alpha"}),
    ("alpha if gamma else beta", (NO, NO, OPEN), {"alpha", "beta"}),
]


@pytest.mark.parametrize(("condition", "values", "named"), CONNECTED)
def test_the_parts_that_decide_are_named(condition, values, named):
    """What makes a condition fail, or hold, or leaves it open is said, and what plays no part is not."""
    names = ("alpha", "beta", "gamma")
    program = compile(
        load_text(text(document({"facts": dict.fromkeys(names, "boolean"), "require": condition}))), CATEGORY
    )
    said = evaluate(program, dict(zip(names, values, strict=False)))["only"].reason("en").lower()
    assert named == {name for name in names if name in said}
