"""A season tells grades and points that move, by which facts, in both languages and as data; the day moves them too."""

from __future__ import annotations

import json
from datetime import date

import pytest

from cchc_rules.cli import exit_code
from cchc_rules.season import Session
from tests.generation.bodies import CATEGORY, document, text
from tests.season.made import program

BODY = {
    "decides": "grading",
    "scales": {"work": ["Chưa đạt", "Đạt", "Tốt"]},
    "facts": {
        "since": "date",
        "done": {"type": "integer", "min": 0, "max": 10},
        "late": "boolean",
    },
    "scores": {
        "total": {
            "most": 30,
            "lines": {
                "work": {"most": 20, "is": "2 * done"},
                "service": {"most": 10, "first": [{"when": "years(since, as_of) >= 10", "is": 10}, {"is": 0}]},
            },
        }
    },
    "grades": {
        "grade": {
            "scale": "work",
            "of": "total",
            "bands": [{"from": 25, "is": "Tốt"}, {"from": 15, "is": "Đạt"}, {"is": "Chưa đạt"}],
            "at_most": [{"when": "late", "is": "Đạt"}],
        }
    },
}


@pytest.fixture
def season() -> Session:
    """A season with one candidate of 16 points, graded Đạt."""
    season = Session(program(BODY), as_of=date(2026, 11, 19))
    season.assert_facts("A", {"since": "2016-11-20", "done": 8, "late": False})
    return season


def test_a_grade_that_moves_is_told_though_the_verdict_stays(season):
    """The grade stands before the points, each with the facts that moved it, in both languages and as data."""
    (change,) = season.assert_facts("A", {"done": 10, "late": True})
    assert not change.verdict_moved
    assert () == change.because
    assert ["total"] == [one.name for one in change.results]  # 20 points are Đạt still
    assert "  - total: 16 → 20 (vừa thay đổi: done)" == change.describe("vi").splitlines()[1]
    (change,) = season.assert_fact("A", "done", None)
    assert "  - grade: Đạt → Chưa đạt or Đạt (what changed: done)" == change.describe("en").splitlines()[1]
    assert "  - total: 20 → 0 to 20 (what changed: done)" == change.describe("en").splitlines()[2]
    data = json.loads(json.dumps(change.to_dict()))["results"]
    assert [("grade", "Đạt", None), ("total", "20", None)] == [
        (one["result"], *(end.get("value", end.get("exact")) for end in (one["before"], one["after"]))) for one in data
    ]
    assert [["done"], ["done"]] == [one["facts"] for one in data]


def test_the_day_moves_points_that_go_by_it(season):
    """Ten years are over on the day itself: the points and the grade follow, though no criterion reads the day."""
    (change,) = season.advance(to=date(2026, 11, 20))
    assert [("grade", ("as_of",)), ("total", ("as_of",))] == [(one.name, one.facts) for one in change.results]
    assert ["Tốt"] == list(season.standing("A").results["grade"].possible)
    assert season.decision("A").results["total"].exact == 26


def test_the_standings_have_grades_and_points(season):
    """A standing holds the results, with no verdict moved, and says them as data."""
    found = season.standing("A").to_dict()
    assert ("graded", "Đạt", "16") == (
        found["verdict"],
        found["results"]["grade"]["value"],
        found["results"]["total"]["exact"],
    )


def test_the_command_tells_them_as_text_and_as_json(tmp_path, capsys):
    """`cchc-rules season` prints what moved in lines of words or of JSON, and grades and points at the end."""
    path = tmp_path / "season.jsonl"
    facts = {"since": "2010-01-01", "done": 4, "late": False}
    ruleset = tmp_path / "ruleset.yaml"
    ruleset.write_text(text(document(BODY)), encoding="utf-8")
    lines = [{"candidate": "A", "facts": facts}, {"candidate": "A", "facts": {"done": 9}}]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    asked = ["season", str(ruleset), CATEGORY, str(path), "--as-of", "2026-11-20", "--standings"]
    assert 0 == exit_code(["--lang", "en", *asked])
    printed = capsys.readouterr().out.splitlines()
    assert ["A: still graded", "  - grade: Đạt → Tốt (what changed: done)"] == printed[3:5]
    assert "A\t\tgraded\tgrade: Tốt\ttotal: 28" in printed
    assert 0 == exit_code([*asked, "--format", "json"])
    first, second, standing, footing = map(json.loads, capsys.readouterr().out.splitlines())
    assert ("undetermined", "graded", "graded") == (first["before"], first["after"], second["after"])
    assert "Tốt" == standing["standing"]["results"]["grade"]["value"]
    assert "2026-11-20" == footing["footing"]["as_of"]


def test_a_line_names_a_few_facts_only(season):
    """Of many facts stated at once five are named and the rest counted; the data have all."""
    facts = {f"f{number}": {"type": "integer", "min": 0, "max": 1} for number in range(8)}
    lines = {"all": {"most": 8, "is": " + ".join(facts)}}
    many = Session(program({"decides": "grading", "facts": facts, "scores": {"total": {"lines": lines}}}))
    (change,) = many.assert_facts("A", dict.fromkeys(facts, 1))
    assert change.describe("vi").endswith("(vừa thay đổi: f0; f1; f2; f3; f4; và 3 dữ kiện khác)")
    assert 8 == len(change.to_dict()["results"][0]["facts"])
