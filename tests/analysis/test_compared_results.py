"""Two files of results compared: who turned, by which facts, under which rules and as of which day."""

from __future__ import annotations

import json

import cchc_rules as cr
from cchc_rules.analysis.comparison_words import write_comparison
from cchc_rules.analysis.turned_rows import ItemTurn, compare_stored
from cchc_rules.analysis.turned_words import TurnWords
from cchc_rules.cli import exit_code
from tests.analysis.test_comparison import GIVEN, YEARS, compare, edit
from tests.generation.bodies import document, text


def test_result_files_of_two_weeks():
    """Candidates are paired by id; who turned is told with the facts that did, members by what names them."""
    row = {"row": 1, "id": "A1", "name": "x", "verdict": "undetermined", "outcomes": {"c": "unknown", "d": "met"}}
    old = [
        {**row, "facts": {"n": None, "xs": [{"t": "one", "good": True}, {"t": "two", "good": False}]}},
        {**row, "id": "gone"},
    ]
    after = {"verdict": "eligible", "outcomes": {"c": "met", "d": "met"}}
    new = [{**row, **after, "id": "a1 ", "facts": {"n": 3, "xs": [{"t": "two", "good": True}]}}, {**row, "id": None}]
    found = compare_stored(old, new)
    first, second = (one.to_dict() for one in found.turned)
    assert ("undetermined", "eligible") == (first["before"], first["after"])
    assert [{"about": "c", "before": "unknown", "after": "met"}] == first["criteria"]
    facts = {one["about"]: (one["before"], one["after"]) for one in first["facts"]}
    removed = {"xs[one].t": ("one", None), "xs[one].good": (True, None)}
    assert {"n": (None, 3), "count(xs)": (2, 1), "xs[two].good": (False, True), **removed} == facts
    assert ("gone", "absent") == (second["id"], second["after"])


def test_years_and_days_are_written_as_offices_write_them(tmp_path, capsys):
    """Years have no mark of thousands, percents their sign; that two files were decided as of other days is said."""
    found = compare(YEARS, edit(YEARS, facts={"xs": {**YEARS["facts"]["xs"], "expects": [2021, 2022]}}))
    lines = "\n".join(write_comparison(found, "vi"))
    assert "2022" in lines and "2.022" not in lines
    facts = {"xs": {**YEARS["facts"]["xs"], "expects": None}, "share": "percent", "n": "integer"}
    facts["xs"] = {key: value for key, value in facts["xs"].items() if value is not None}
    ruleset = cr.load_text(text(document({"facts": facts, "criteria": {"c": "share > 5"}})))
    words = TurnWords.of(ruleset.categories, "vi")
    turns = (("xs[1].y", 2020, 2021), ("share", 5, 7.5), ("n", 2020, 2021), ("count(xs)", 2020, 1), ("gone", 1000, 1))
    said = [words.say_fact(ItemTurn(*one)) for one in turns]
    assert ["2020 → 2021", "5% → 7,5%", "2.020 → 2.021", "2.020 → 1", "1.000 → 1"] == [
        one.partition(": ")[2] for one in said
    ]
    given = [json.loads((GIVEN / f"results-{one}.json").read_text(encoding="utf-8")) for one in ("before", "after")]
    paths = [tmp_path / f"{number}.json" for number in range(2)]
    for days, expected in (
        ((None, None), ""),
        (("2026-11-29", "2026-11-29"), ""),
        (("2026-11-22", "2026-11-29"), "22/11/2026 → 29/11/2026"),
        ((None, "2026-11-29"), "không có → 29/11/2026"),
    ):
        for path, body, day in zip(paths, given, days, strict=True):
            path.write_text(json.dumps({**body, "as_of": day}), encoding="utf-8")
        for form in ("table", "json"):
            assert 1 == exit_code(["--quiet", "compare", "--results", *map(str, paths), "--format", form])
            out, err = capsys.readouterr()
            assert ("ngày xét" in (out if form == "table" else err)) == bool(expected)
            assert expected in out + err


def test_what_is_no_file_of_results_is_refused(tmp_path, capsys):
    """A document without a part that is read, or with one of another kind, is refused in a sentence."""
    good = json.loads((GIVEN / "results-before.json").read_text(encoding="utf-8"))
    row = good["results"][0]
    path, stored = tmp_path / "odd.json", str(GIVEN / "results-after.json")
    for change in (
        *({key: None} for key in ("ruleset", "category", "results")),
        *({"results": [{**row, key: value}]} for key, value in (("verdict", "well"), ("id", [1]), ("row", "1"))),
        *(
            {"results": [{**row, key: value}]}
            for key, value in (("outcomes", {"a": "x"}), ("results", {"g": 1}), ("facts", 1))
        ),
        {"parameters": {"least": 1}},
    ):
        path.write_text(json.dumps({**good, **change}), encoding="utf-8")
        assert 1 <= exit_code(["--lang", "en", "compare", "--results", str(path), stored]) <= 2
        assert "result-file: no .json file of results" in capsys.readouterr().err
    path.write_text(json.dumps({**good, "category": "other"}), encoding="utf-8")
    assert 1 <= exit_code(["compare", "--results", str(path), stored]) <= 2
    assert "result-category" in capsys.readouterr().err
