"""Keys of members: what is proved and shown of lists with keys is what trying every list finds."""

from __future__ import annotations

from datetime import date
from itertools import combinations, product

import pytest

import cchc_rules as cr
from cchc_rules.analysis.member_keys import list_keys
from cchc_rules.analysis.rule_differences import decide_anyhow, name_status
from tests.generation.bodies import CATEGORY, document, text

SCALES = {"r": {"levels": ["low", "mid", "top"]}}
FEW = {"type": "integer", "min": 0, "max": 2}
YEAR = {"type": "integer", "min": 2000, "max": 2100}
WORDS = {"type": "choice", "options": ["A", "B"]}
LEVELS = {"type": "grade", "scale": "r"}
TENTHS = {"type": "number", "min": 0, "max": 0.2, "decimals": 1}
THREE = "count(x.good for x in xs) >= 3"


def load(key, require=THREE, least=0, roll=None, **fields):
    """A ruleset with one list whose members are named by ``k``."""
    items = {"k": key, "good": "boolean", **fields}
    listed = {"type": "list", "min_items": least, "key": "k", "items": items, **({"expects": roll} if roll else {})}
    body = {"scales": SCALES, "facts": {"xs": listed, "a": "boolean"}, "criteria": {"c": require}}
    return cr.load_text(text(document(body)))


ONE = {
    "three of three whole numbers": (FEW, THREE, [0, 1, 2], {}),
    "four of three whole numbers": (FEW, "count(x.good for x in xs) >= 4", [0, 1, 2], {}),
    "numbers without a least one": ({"type": "integer", "max": -5}, THREE, [-5, -6, -7], {}),
    "as many as there must be": (FEW, THREE, [0, 1, 2], {"least": 3}),
    "more than there are": (FEW, THREE, [0, 1, 2], {"least": 4}),
    "words": (WORDS, "count(x.good for x in xs) >= 2", ["A", "B"], {}),
    "more than there are words": (WORDS, THREE, ["A", "B"], {}),
    "words that are read": (WORDS, 'count(x.k != "A" for x in xs) >= 2', ["A", "B"], {}),
    "truths": ("boolean", "count(x.good for x in xs) >= 2", [False, True], {}),
    "truths that are read": ("boolean", "count(x.k for x in xs) >= 2", [False, True], {}),
    "truths seen place by place": ("boolean", "sum(1 if x.k and x.good else 0 for x in xs) >= 2", [False, True], {}),
    "levels": (LEVELS, THREE, ["low", "mid", "top"], {}),
    "levels that are read": (LEVELS, 'count(x.k >= "mid" and x.good for x in xs) >= 3', ["low", "mid", "top"], {}),
    "tenths": (TENTHS, THREE, [0, 0.1, 0.2], {}),
    "more than there are tenths": (TENTHS, "count(x.good for x in xs) >= 4", [0, 0.1, 0.2], {}),
    "numbers of any decimals": (
        {"type": "number"},
        "count(x.k > 0.5 and x.k < 0.7 for x in xs) >= 3",
        [0.6, 0.61, 0.62],
        {},
    ),
    "days": ("date", THREE, [date(2024, 1, 1), date(2024, 1, 2), date(2025, 1, 1)], {}),
    "days that are read": (
        "date",
        'count(x.k >= date("2199-12-31") for x in xs) >= 2',
        [date(2199, 12, 30), date(2199, 12, 31)],
        {},
    ),
    "years that are read": (YEAR, "count(x.k >= 2050 and x.good for x in xs) >= 3", [2049, 2050, 2051, 2052], {}),
    "years at the end": (YEAR, "count(x.k >= 2099 for x in xs) >= 3", [2098, 2099, 2100], {}),
    "one year": (YEAR, "count(x.k == 2050 for x in xs) >= 2", [2049, 2050, 2051], {}),
    "years of a roll": (YEAR, "count(x.k >= 2050 for x in xs) >= 1", [2020, 2021], {"roll": [2020, 2021]}),
    "some years of a roll": (
        YEAR,
        "count(x.k >= 2050 and x.good for x in xs) >= 1",
        [2020, 2060],
        {"roll": [2060, 2020]},
    ),
    "words of a roll": (WORDS, 'any(x.k == "B" and x.good for x in xs)', ["A", "B"], {"roll": ["A", "B"]}),
    "text": ("text", THREE, ["1", "2", "3"], {}),
    "text of a roll": ("text", "all(x.good for x in xs)", ["A", "B"], {"roll": ["A", "B"]}),
    "a key beside a field": (FEW, "count(x.k > x.n for x in xs) >= 3", [0, 1, 2], {"n": {"type": "integer", "min": 0}}),
}


@pytest.mark.parametrize("name", ONE)
def test_lists_that_are_possible(name):
    """A verdict is shown exactly where some list with keys of the table has it, else proved impossible."""
    key, require, keys, more = ONE[name]
    ruleset = load(key, require, **more)
    program = cr.compile(ruleset, CATEGORY)
    found = {
        cr.evaluate(program, {"xs": [{"n": 1, **one} if "n" in more else one for one in members], "a": True}).verdict
        for members in list_members(keys, (False, True), more.get("roll"))
        if len(members) >= more.get("least", 0)
    }
    answers = [one for one in cr.verify(ruleset).answers if one.asked == "verdict"]
    assert {one.value for one in found} == {one.about for one in answers if one.certainty == "shown"}
    assert all(one.certainty == "proved" for one in answers if one.about not in {one.value for one in found})


def list_members(keys, truths, roll=None):
    """Lists of members with different keys, each good or not."""
    for length in (len(keys),) if roll else range(len(keys) + 1):
        for named in combinations(keys, length):
            for goods in product(truths, repeat=length):
                yield [{"k": k, **({} if g is None else {"good": g})} for k, g in zip(named, goods, strict=True)]


ROLL = {"roll": [2020, 2021]}
TWO = {
    "a bound above the roll": ((YEAR, THREE, ROLL), ({**YEAR, "max": 2099}, THREE, ROLL), [2020, 2021]),
    "a bound of keys that nothing reads": ((FEW,), ({**FEW, "max": 1},), [0, 1, 2]),
    "the least key": ((FEW,), ({**FEW, "min": 1, "max": 3},), [0, 1, 2, 3]),
    "an option of keys": ((WORDS,), ({**WORDS, "options": ["A", "B", "C"]},), ["A", "B", "C"]),
    "keys read from another one on": (
        (YEAR, "count(x.k >= 2050 and x.good for x in xs) >= 2", {}),
        (YEAR, "count(x.k >= 2051 and x.good for x in xs) >= 2", {}),
        [2049, 2050, 2051, 2052],
    ),
    "keys read no otherwise": (
        (FEW, "count(x.k >= 1 and x.good for x in xs) >= 2", {}),
        (FEW, "count(x.k > 0 and x.good for x in xs) >= 2", {}),
        [0, 1, 2],
    ),
    "more than there are keys": (
        (FEW, "count(x.good for x in xs) >= 4", {}),
        (FEW, "count(x.good for x in xs) >= 5", {}),
        [0, 1, 2],
    ),
    "keys of more decimals": ((FEW,), ({"type": "number", "min": 0, "max": 2, "decimals": 1},), [0, 0.1, 1, 2]),
    "an empty list with a roll": (
        (YEAR, "a or all(x.good for x in xs) or count(xs) == 2", ROLL),
        (YEAR, "a or all(x.good for x in xs) or count(xs) == 2", {**ROLL, "least": 1}),
        [2020, 2021],
    ),
    "an empty list with a roll that may no longer be": (
        (YEAR, "any(x.good for x in xs)", {**ROLL, "least": 2}),
        (YEAR, "any(x.good for x in xs)", ROLL),
        [2020, 2021],
    ),
}


@pytest.mark.parametrize("name", TWO)
def test_lists_that_turn(name):
    """Validity, verdict and criterion are shown to turn exactly where some list with keys of the table does."""
    (old, new, keys), found = TWO[name], set()
    sides = [load(key, *parts[:1], **dict(*parts[1:])) for key, *parts in (old, new)]
    programs = [cr.compile(one, CATEGORY) for one in sides]
    tried = [None, [], *list_members(keys, (False, True, None), old[2:] and old[2].get("roll"))]
    for members, a in product(tried, (False, True, None)):
        facts = {name: one for name, one in (("xs", members), ("a", a)) if one is not None}
        before, after = (decide_anyhow(one, facts, as_of=None) for one in programs)
        if bool(before.problems) != bool(after.problems):
            found.add(("validity", ""))
        elif not before.problems and name_status(before) != name_status(after):
            found.add(("verdict", ""))
        if not before.problems and not after.problems and before.outcomes != after.outcomes:
            found.add(("criterion", "c"))
    answers = cr.compare(*sides).categories[0].differences
    assert found == {(one.compared.value, one.about) for one in answers if one.certainty == "shown"}
    assert "open" not in {one.certainty for one in answers}


def test_a_list_within_members_may_have_the_name_of_another():
    """Folds over the members of members are not taken for those over the list of the candidate of that name."""
    inner = {"type": "list", "min_items": 0, "items": {"n": "boolean", "m": {"type": "integer", "min": 0, "max": 5}}}
    outer = {"type": "list", "min_items": 0, "items": {"xs": inner, "ok": "boolean"}}
    plain = {"type": "list", "min_items": 0, "items": {"good": "boolean"}}
    criteria = {
        "c": "any(x.good for x in xs)",
        "d": "all(any(x.n and x.m >= 3 for x in y.xs) for y in ys)",
        "e": "count(xs) <= 5",
    }
    body = {"facts": {"xs": plain, "ys": outer}, "criteria": criteria}
    found = cr.verify(cr.load_text(text(document(body)))).answers
    assert {"shown"} == {one.certainty for one in found}
    witness = next(one.witness for one in found if (one.asked, one.about) == ("verdict", "eligible"))
    assert {"xs": [{"good": True}], "ys": [{"xs": [{"n": True, "m": 3}], "ok": False}]} == witness.facts


def test_as_many_members_are_added_as_there_are_keys():
    """A remedy adds members with keys of their type, never more than are left; none where loops read keys is open."""
    for key, number, more in (
        (FEW, 3, True),
        (TENTHS, 3, True),
        ({"type": "integer", "max": -5}, 5, False),
        (WORDS, 2, True),
        ("boolean", 2, True),
        ("date", 3, False),
        (LEVELS, 3, True),
        ("text", 3, False),
    ):
        for asked, expected in ((number, "shown"), (number + 1, "proved" if more else "shown")):
            program = cr.compile(load(key, f"count(x.good for x in xs) >= {asked}"), CATEGORY)
            assert expected == cr.remedies(cr.evaluate(program, {"a": True})).certainty
    for key, require, roll in (
        (YEAR, "count(x.k >= 2050 and x.good for x in xs) >= 1", None),
        (WORDS, 'count(x.k != "A" and x.good for x in xs) >= 1', None),
        (YEAR, "any(x.k >= 2050 and x.good for x in xs)", [2020, 2060]),
    ):
        program = cr.compile(load(key, require, roll=roll), CATEGORY)
        assert "open" == cr.remedies(cr.evaluate(program, {"a": True})).certainty


def test_keys_of_members_that_are_added():
    """Keys that are made up are values of their type, as many as there are."""
    fields = {
        name: next(one for one in load(kind).categories[0].facts[0].type.fields if one.name == "k")
        for name, kind in (("few", FEW), ("words", WORDS), ("truths", "boolean"), ("levels", LEVELS), ("text", "text"))
    }
    first = {name: [key for key, _ in zip(list_keys(one), range(4), strict=False)] for name, one in fields.items()}
    assert first == {
        "few": [0, 1, 2],
        "words": ["A", "B"],
        "truths": [False, True],
        "levels": ["low", "mid", "top"],
        "text": ["+1", "+2", "+3", "+4"],
    }
