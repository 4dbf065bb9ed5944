"""Two rulesets compared: what is proved equal, who shows a difference, what is declared otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

import cchc_rules as cr
from cchc_rules.analysis.comparison_words import write_comparison
from cchc_rules.analysis.joined_reading import join_category
from cchc_rules.analysis.proofs import Certainty
from cchc_rules.cli import exit_code
from tests.generation.bodies import CATEGORY, document, text
from tests.soak.comparisons import search


def compare(old, new, **asked):
    """The comparison of two bodies of one category."""
    return cr.compare(*(cr.load_text(text(document(one))) for one in (old, new)), **asked)


def shown(found):
    """What differs, as part, direction, the facts of its witness, and the verdicts under both."""
    answers = found.categories[0].to_dict()["differences"]
    apart = any("@" in name for one in answers if "witness" in one for name in one["witness"]["facts"])
    # Whether data is refused is open where a fact means something else to each, and nothing else is.
    assert {("validity", "up"), ("validity", "down")} & {
        (one["compared"], one["direction"]) for one in answers
    } or not apart
    assert all(one["certainty"] == "open" for one in answers if one["compared"] == "validity") or not apart
    assert all(one["certainty"] in ("shown", "proved") for one in answers if one["compared"] != "validity" or not apart)
    return {
        (one["compared"], one["about"], one["direction"]): (
            one["witness"]["facts"],
            one["witness"]["old"],
            one["witness"]["new"],
        )
        for one in answers
        if "witness" in one
    }


GIVEN = Path(__file__).parents[1] / "cli" / "given"
NUMBER = {"facts": {"n": {"type": "integer", "min": 0, "max": 9}}, "criteria": {"c": "n >= 5"}}
GRADED = {
    "scales": {"r": {"levels": ["low", "mid", "top"]}},
    "facts": {"g": {"type": "grade", "scale": "r"}},
    "criteria": {"c": 'g >= "mid"'},
}
LIST = {
    "facts": {"xs": {"type": "list", "min_items": 0, "items": {"good": "boolean"}}},
    "criteria": {"c": "any(x.good for x in xs)"},
}
YEARS = {
    "facts": {"xs": {"type": "list", "key": "y", "expects": [2020, 2021], "items": {"y": "year", "good": "boolean"}}},
    "criteria": {"c": "all(x.good for x in xs)"},
}
REPORT = {
    "facts": {"done": "boolean", "on": {"type": "date", "settles": {"done": True}}},
    "criteria": {"c": "done"},
}


def edit(body, **parts):
    """A body with some parts changed; a mapping changes the entries it names."""
    changed = {key: {**body[key], **one} if isinstance(body.get(key), dict) else one for key, one in parts.items()}
    return {**body, **changed}


PLACE = {
    "facts": {"p": {"type": "choice", "options": ["A", "B"], "open": True}},
    "criteria": {"c": 'p != "A"'},
}
CASES = {
    "an option added to an open choice": (
        PLACE,
        edit(PLACE, facts={"p": {"type": "choice", "options": ["A", "B", "C"], "open": True}}),
        {},
    ),
    "a choice no longer open": (
        PLACE,
        edit(PLACE, facts={"p": {"type": "choice", "options": ["A", "B"]}}),
        {("validity", "", "down"): {"p": "từ khác 1"}},
    ),
    "other words no longer pass": (
        PLACE,
        edit(PLACE, criteria={"c": 'p == "B"'}),
        {("verdict", "", "down"): {"p": "từ khác 1"}},
    ),
    "a limit raised": (NUMBER, edit(NUMBER, criteria={"c": "n >= 6"}), {("verdict", "", "down"): {"n": 5}}),
    "the same written otherwise": (NUMBER, edit(NUMBER, criteria={"c": "not n < 5"}), {}),
    "equal to complete candidates only": (
        {"facts": {"a": "boolean", "b": "boolean"}, "criteria": {"c": "b"}},
        {"facts": {"a": "boolean", "b": "boolean"}, "criteria": {"c": "b and (a or not a)"}},
        {("verdict", "", "down"): {"b": True}},
    ),
    "a bound narrowed": (
        NUMBER,
        edit(NUMBER, facts={"n": {"type": "integer", "min": 1, "max": 9}}),
        {("validity", "", "down"): {"n": 0}},
    ),
    "a whole number that may be broken": (
        NUMBER,
        edit(NUMBER, facts={"n": {"type": "number", "min": 0, "max": 9, "decimals": 1}}),
        {("validity", "", "up"): {"n": 0.1}},
    ),
    "a criterion added": (NUMBER, edit(NUMBER, criteria={"odd": "n != 7"}), {("verdict", "", "down"): {"n": 7}}),
    "a criterion that others imply removed": (
        edit(NUMBER, criteria={"weak": "n >= 3"}),
        NUMBER,
        {("criterion", "weak", "up"): {"n": 0}},
    ),
    "a fact only the new one has": (
        NUMBER,
        edit(NUMBER, facts={"head": "boolean"}, criteria={"head": "not head"}),
        {("verdict", "", "down"): {"n": 5, "head": True}},
    ),
    "a fact of another type": (
        NUMBER,
        edit(NUMBER, facts={"n": "boolean"}, criteria={"c": "n"}),
        {("verdict", "", "up"): {"n@1": 0, "n@2": True}, ("verdict", "", "down"): {"n@1": 5, "n@2": False}},
    ),
    "a level put in between": (
        GRADED,
        edit(GRADED, scales={"r": {"levels": ["low", "mid", "good", "top"]}}, criteria={"c": 'g >= "good"'}),
        {("verdict", "", "down"): {"g": "mid"}, ("validity", "", "up"): {"g": "good"}},
    ),
    "a field of members added": (
        LIST,
        edit(
            LIST,
            facts={"xs": {"type": "list", "min_items": 0, "items": {"fresh": "boolean", "good": "boolean"}}},
            criteria={"c": "any(x.good and x.fresh for x in xs)"},
        ),
        {("verdict", "", "down"): {"xs": [{"good": True, "fresh": False}]}},
    ),
    "a field of members narrowed": (
        {
            "facts": {"xs": {"type": "list", "min_items": 0, "items": {"n": {"type": "integer", "min": 0}}}},
            "criteria": {"c": "all(x.n >= 0 for x in xs)"},
        },
        {
            "facts": {"xs": {"type": "list", "min_items": 0, "items": {"n": {"type": "integer", "min": 2}}}},
            "criteria": {"c": "all(x.n >= 0 for x in xs)"},
        },
        {("validity", "", "down"): {"xs": [{"n": 0}]}},
    ),
    "members with another key": (
        edit(LIST, facts={"xs": {**LIST["facts"]["xs"], "items": {"k": "text", "good": "boolean"}}}),
        edit(LIST, facts={"xs": {**LIST["facts"]["xs"], "items": {"k": "text", "good": "boolean"}, "key": "k"}}),
        {
            ("verdict", "", "up"): {"xs@1": [], "xs@2": [{"good": True, "k": "1"}]},
            ("verdict", "", "down"): {"xs@1": [{"good": True}], "xs@2": []},
        },
    ),
    "a roll moved by a year": (
        YEARS,
        edit(YEARS, facts={"xs": {**YEARS["facts"]["xs"], "expects": [2021, 2022]}}),
        {
            ("verdict", "", "up"): {
                "xs": [{"y": 2020, "good": False}, *({"y": y, "good": True} for y in (2021, 2022))]
            },
            ("verdict", "", "down"): {
                "xs": [*({"y": y, "good": True} for y in (2020, 2021)), {"y": 2022, "good": False}]
            },
        },
    ),
    "lists that may be empty now": (
        edit(LIST, facts={"xs": {**LIST["facts"]["xs"], "min_items": 1}}),
        edit(LIST, criteria={"c": "count(xs) == 0 or any(x.good for x in xs)"}),
        {("verdict", "", "up"): {"xs": []}},
    ),
    "a fact no longer settled": (
        REPORT,
        edit(REPORT, facts={"on": "date"}),
        {("verdict", "", "down"): {"on": "1900-01-01"}, ("validity", "", "up"): {"done": False, "on": "1900-01-01"}},
    ),
    "a check dropped": (
        edit(NUMBER, checks={"k": "n != 3"}),
        {**NUMBER, "checks": {}},
        {("validity", "", "up"): {"n": 3}},
    ),
    "a criterion that now puts off": (
        NUMBER,
        edit(NUMBER, criteria={"c": {"require": "n >= 5", "unmet": "deferred"}, "anchor": "n >= 0"}),
        {("verdict", "", "otherwise"): {"n": 0}},
    ),
    "a definition": (
        edit(NUMBER, define={"twice": "2 * n"}, criteria={"c": "twice >= 5 and twice <= 20"}),
        edit(NUMBER, define={"twice": "2 * n + 1"}, criteria={"c": "twice >= 5 and twice <= 20"}),
        {("definition", "twice", "otherwise"): {"n": 0}, ("verdict", "", "up"): {"n": 2}},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_differs(name):
    """A change shows exactly the differences it makes, each with the least candidate; nothing else of a kind listed."""
    old, new, expected = CASES[name]
    found = shown(compare(old, new))
    assert expected.items() <= {what: facts for what, (facts, _, _) in found.items()}.items()
    kinds = {what[0] for what in expected} or {"validity", "verdict", "criterion"}
    assert {what for what in found if what[0] in kinds} == set(expected) or name == "equal to complete candidates only"


def test_verdicts_under_both_are_told():
    """A witness carries what each ruleset decides of it, data refused among it, and whether anything is missing."""
    found = compare(NUMBER, edit(NUMBER, facts={"n": {"type": "integer", "min": 6, "max": 9}}))
    assert {("validity", "", "down"): ({"n": 0}, "ineligible", "invalid")} == shown(found)
    partial = compare(*CASES["equal to complete candidates only"][:2])
    (verdict,) = (one for one in partial.categories[0].differences if one.witness and one.compared == "verdict")
    assert not verdict.witness.is_complete
    assert any("khi hồ sơ còn thiếu dữ liệu" in line for line in write_comparison(partial, "vi"))


def test_points_and_grades():
    """A line worth more turns points up, and grades only as far as a band lies between."""
    body = {
        "decides": "grading",
        "scales": {"r": {"levels": ["low", "top"]}},
        "facts": {"n": {"type": "integer", "min": 0, "max": 9}},
        "scores": {"total": {"lines": {"l": {"is": "n", "most": 9}}}},
        "grades": {"grade": {"scale": "r", "of": "total", "bands": [{"from": 5, "is": "top"}, {"is": "low"}]}},
        "criteria": {},
    }
    lines = {"total": {"lines": {"l": {"is": "n + 1 if n > 6 else n", "most": 10}}}}
    found = shown(compare(body, edit(body, scores=lines)))
    assert {("score", "total", "up"): ({"n": 7}, "graded", "graded")} == found
    bands = [{"from": 4, "is": "top"}, {"is": "low"}]
    found = shown(compare(body, edit(body, grades={"grade": {"scale": "r", "of": "total", "bands": bands}})))
    assert {("grade", "grade", "up"): ({"n": 4}, "graded", "graded")} == found


def test_facts_and_parameters_declared_otherwise():
    """Facts and parameters that came, went or mean something else are listed; a renamed fact is the same fact."""
    old = edit(NUMBER, facts={"gone": "boolean"}, parameters={"p": {"type": "integer", "value": 1}})
    new = edit(NUMBER, facts={"n": {"type": "date"}}, criteria={"c": "n > date('2020-01-01')"})
    new = edit(new, parameters={"p": {"type": "integer", "value": 2}})
    found = compare(old, new)
    changes = [(one.about, str(one.change), one.before, one.after) for one in found.categories[0].facts]
    assert [("n", "retyped", "integer · 0…9", "date"), ("gone", "removed", "boolean", "")] == changes
    assert [("p", "1", "2")] == [(one.about, one.before, one.after) for one in found.parameters]
    renamed = {"facts": {"m": NUMBER["facts"]["n"]}, "criteria": {"c": "m >= 5"}}
    assert Certainty.PROVED is compare(NUMBER, renamed, renames={"n": "m"}).certainty


def test_rows_decided_under_both():
    """Rows that turn are told with the criteria that did; each program is given the facts it knows."""
    old = edit(NUMBER, facts={"gone": "boolean"}, criteria={"g": "not gone"})
    new = {"facts": {"m": NUMBER["facts"]["n"], "head": "boolean"}, "criteria": {"c": "m >= 6", "h": "head"}}
    rows = [
        {"id": "a", "m": 5, "gone": False, "head": True},
        {"id": "b", "m": 9, "gone": False, "head": True},
        {"id": "c", "m": 9, "gone": True, "head": False},
        {"id": "d", "m": 99, "gone": False},
        {"id": "e", "m": 9, "gone": False},
    ]
    sides = [cr.load_text(text(document(one))) for one in (old, new)]
    found = cr.compare(*sides, rows, category=CATEGORY, renames={"n": "m"}).rows
    turns = {(one.id, one.before, one.after): [turn.about for turn in one.criteria] for one in found.turned}
    assert turns == {
        ("a", "eligible", "ineligible"): ["c", "h", "g"],
        ("e", "eligible", "undetermined"): ["h", "g"],
    }
    assert 3 == found.same
    rolls = [YEARS, edit(YEARS, facts={"xs": {**YEARS["facts"]["xs"], "expects": [2021, 2022]}})]
    sides = [cr.load_text(text(document(one))) for one in rolls]
    years = [{"y": year, "good": year != 2022} for year in (2020, 2021, 2022)]
    (one,) = cr.compare(*sides, [{"id": "a", "xs": years}], category=CATEGORY).rows.turned
    assert ("eligible", "ineligible") == (one.before, one.after)


def test_a_file_is_read_by_both_rulesets_labels():
    """A header means the new ruleset's fact where it may mean either; what only the old one knows is read too."""
    item = {"type": "integer", "aliases": ["Cũ"]}
    old = {"facts": {"n": {"type": "integer", "aliases": ["Số liệu"]}, "gone": item}, "criteria": {"c": "n > gone"}}
    new = {"facts": {"n": "integer", "m": item}, "criteria": {"c": "n > m"}}
    programs = [cr.compile(cr.load_text(text(document(one))), CATEGORY) for one in (old, new)]
    spelt = {one.name: one.aliases for one in join_category(*programs, {}).facts}
    assert {"n": ("Số liệu",), "m": ("Cũ",), "gone": ()} == spelt
    renamed = {one.name: one.aliases for one in join_category(*programs, {"gone": "m"}).facts}
    assert {"n": ("Số liệu",), "m": ("Cũ", "gone", "gone")} == renamed


def test_random_edits():
    """Nothing proved equal is told apart by random candidates; every witness was decided again by both sides."""
    counts = search(14, 240, 300)
    assert counts["open"] == 0 < counts["equal"]


@pytest.mark.soak
def test_many_random_edits():
    """The same of 2,000 edits with 5,000 candidates each."""
    counts = search(2000, 5000, 0)
    assert counts["open"] < 20


def test_a_ruleset_is_equal_to_itself():
    """A shipped ruleset is proved equal to itself, in words too, and the same bytes come of it twice."""
    ruleset = cr.load("quan-12-2022")
    found = [cr.compare(ruleset, cr.load("quan-12-2022")) for _ in range(2)]
    assert Certainty.PROVED is found[0].certainty
    assert json.dumps(found[0].to_dict()) == json.dumps(found[1].to_dict())
    assert 5 == len(list(write_comparison(found[0], "en")))


def test_a_workbook_of_a_comparison(tmp_path, monkeypatch):
    """Every difference has a row with its witness, every changed declaration one, who turns a sheet of its own."""
    monkeypatch.setenv("CCHC_RULESETS", str(GIVEN))
    output, stored = tmp_path / "compared.xlsx", tmp_path / "turned.xlsx"
    asked = ["compare", "small", "small-next", str(GIVEN / "turning.csv"), "--category", "office", "-o", str(output)]
    assert 1 == exit_code(["--lang", "en", "--quiet", *asked])
    book = load_workbook(output)
    assert ["Results", "Facts, parameters", "Turned"] == book.sheetnames
    parts = [[cell.value for cell in row] for row in book["Results"].iter_rows(min_row=2)]
    assert ["becomes eligible", "no longer eligible"] == [row[2] for row in parts if row[1] == "Verdict"]
    assert "as the case “A good office is eligible”, but:\n  Rating: Khá" in [row[5] for row in parts]
    assert [("least", "1", "2")] == [
        (row[1], row[4], row[5]) for row in book["Facts, parameters"].iter_rows(min_row=2, values_only=True)
    ]
    assert ["A03"] == [row[0] for row in book["Turned"].iter_rows(min_row=2, values_only=True)]
    results = [str(GIVEN / f"results-{one}.json") for one in ("before", "after")]
    assert 1 == exit_code(["--quiet", "compare", "--results", *results, "-o", str(stored)])
    (row,) = load_workbook(stored).active.iter_rows(min_row=2, values_only=True)
    assert "Xếp loại: Khá → Trung bình" == row[5]
