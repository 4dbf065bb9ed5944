"""Mutants: every place of a ruleset is changed, and what no case notices is told by its place."""

from __future__ import annotations

import json
from collections import Counter

import pytest

import cchc_rules as cr
from cchc_rules.analysis.case_gaps import missing_cases
from cchc_rules.analysis.expression_mutations import changes
from cchc_rules.analysis.mutants import try_mutants
from cchc_rules.analysis.mutations import find_mutations
from cchc_rules.cli import exit_code
from cchc_rules.language.loader import cases_beside, list_shipped, read_cases
from cchc_rules.language.nodes import walk
from cchc_rules.problems import FactError, RulesetError
from tests.generation.bodies import CATEGORY, document, text
from tests.generation.programs import sample
from tests.generation.results import scored_sample

BODY = {
    "scales": {"index": {"levels": ["Trung bình", "Khá", "Tốt"]}},
    "parameters": {"least": {"type": "integer", "value": 3}},
    "facts": {
        "ok": {"type": "boolean"},
        "level": {"type": "grade", "scale": "index"},
        "done": {"type": "integer", "min": 0},
        "whole": {"type": "integer", "min": 1},
        "days": {"type": "list", "items": {"late": {"type": "boolean"}}},
    },
    "checks": {"enough": "done <= whole"},
    "criteria": {
        "first": {"applies": "ok", "require": 'level >= "Khá"'},
        "second": {"require": 'percent(done, whole) >= 70 and done >= param["least"]'},
        "third": {"require": "not any(d.late for d in days)"},
    },
}
CASES = """
language: 1
bases:
  good: {{category: {category}, facts: {{ok: true, level: Khá, done: 7, whole: 10, days: [{{late: false}}]}}}}
cases:
  - {{name: good, base: good, verdict: eligible, others: met}}
  - {{name: late, base: good, facts: {{days: [{{late: true}}, {{late: false}}]}}, verdict: ineligible}}
"""


@pytest.fixture
def folder(tmp_path):
    """A ruleset whose two cases leave holes, in a folder."""
    place = tmp_path / "case"
    place.mkdir()
    (place / "ruleset.yaml").write_text(text(document(BODY)), encoding="utf-8")
    (place / "cases.yaml").write_text(CASES.format(category=CATEGORY), encoding="utf-8")
    return place


def survivors(folder):
    """What no case notices: criterion or check, what was written, what is written instead."""
    ruleset = cr.load(folder)
    return {(one.about, one.before, one.after) for one in try_mutants(ruleset, cases_beside(ruleset)).survivors}


def test_what_the_cases_do_not_show_survives(folder):
    """One case on a limit and one late day: the other side of each limit, and the check, are noticed by nobody."""
    left = survivors(folder)
    assert {
        ("first", "applies", "–"),
        ("first", "Khá", "Trung bình"),
        ("second", "percent", "percent +1"),
        ("second", "and", "or"),
        ("least", "3", "2"),
        ("enough", "enough", "–"),
    } <= left
    assert not left & {("first", "Khá", "Tốt"), ("third", "not", "–"), ("third", "any", "all")}


def test_a_case_on_the_other_side_notices(folder):
    """A case just beyond a limit kills the change of that limit and no other."""
    before = survivors(folder)
    cases = folder / "cases.yaml"
    more = "  - {name: too few, base: good, facts: {done: 69, whole: 100}, verdict: ineligible}\n"
    cases.write_text(cases.read_text(encoding="utf-8") + more, encoding="utf-8")
    after = survivors(folder)
    assert after < before
    assert ("second", "percent", "percent +1") in before - after


def test_the_cases_of_the_shipped_rulesets_notice_every_change():
    """No change of a criterion, a check, a definition or a parameter goes unnoticed."""
    left = []
    for id in list_shipped():
        ruleset = cr.load(id)
        report = try_mutants(ruleset, cases_beside(ruleset))
        assert report.tried["criteria"] > 15
        left += [(id, one.about, one.before, one.after) for one in report.survivors]
    assert [] == left


def is_cut(one):
    """Whether a change of a score is one that its other limits hide: a most, or a value beyond it or below 0."""
    return one.part == "scores" and (one.before == "most" or one.after == "-1" or int(one.after) == int(one.before) + 1)


@pytest.mark.parametrize(
    "name", ["own_campaign", "title_of_years", pytest.param("scored_campaign", marks=pytest.mark.soak)]
)
def test_the_cases_of_the_examples_notice_every_change(name):
    """No limit of an example lacks a case on each side; what is left of sheets of points can be seen nowhere."""
    ruleset = cr.load(f"examples/{name}")
    cases = cases_beside(ruleset)
    assert [] == [
        (one.about, one.before, one.after) for one in try_mutants(ruleset, cases).survivors if not is_cut(one)
    ]
    assert () == missing_cases(ruleset, cases)


def test_limits_that_are_no_constants_are_moved_and_runs_stay_runs():
    """Two facts compared differ by one more or less, a share of a list by one member, `==` holds on a side of it."""
    body = {
        "facts": {
            "done": "integer",
            "whole": "integer",
            "on": "date",
            "years": {"type": "list", "key": "year", "items": {"year": "year", "ok": "boolean"}},
        },
        "checks": {"enough": "done <= whole", "past": "on <= as_of", "same": "done == whole"},
        "criteria": {
            "run": "run((y.ok for y in years), to=year(as_of) - 1) >= 3",
            "share": "percent(y.ok for y in years) >= 50",
        },
    }
    ruleset = cr.load_text(text(document(body)))
    tried = {(one.about, one.before, one.after) for one in find_mutations(ruleset)}
    assert {("enough", "<=", "<"), ("enough", "<=", "<= +1"), ("past", "<=", "<= +1")} <= tried
    assert {("same", "==", one) for one in ("<=", ">=", "!=", "== -1", "== +1")} <= tried
    assert {("share", "percent", "percent -1"), ("share", "percent", "percent +1")} <= tried
    assert [(">", "run")] == [(after, about) for about, before, after in tried if about == "run" and before == ">="]


SCORED = {
    "decides": "grading",
    "scales": {"index": {"levels": ["Trung bình", "Khá", "Tốt"]}},
    "facts": {
        "shown": {"type": "boolean"},
        "papers": {"type": "integer", "min": 0, "max": 9},
        "late": {"type": "integer", "min": 0, "max": 9},
        "leak": {"type": "boolean"},
    },
    "scores": {
        "total": {
            "most": 10,
            "least": -9,
            "lines": {
                "work": {"most": 8, "gate": "shown", "is": "2 * papers"},
                "late": {"most": 0, "least": -3, "is": "-1 * late"},
                "rest": {"most": 4, "first": [{"when": "papers >= 5", "is": "4"}, {"is": "0"}]},
            },
        }
    },
    "grades": {
        "grade": {
            "scale": "index",
            "of": "total",
            "bands": [{"from": 9, "is": "Tốt"}, {"from": 5, "is": "Khá"}, {"is": "Trung bình"}],
            "at_most": [{"when": "leak", "is": "Khá"}],
        }
    },
}
"""Points and a grade; `decides: grading` asks for no criteria."""
SCORED_CASES = """
language: 1
bases:
  good: {{category: {category}, facts: {{shown: true, papers: 4, late: 0, leak: false}}}}
cases:
  - {{name: good, base: good, verdict: graded, results: {{total: 8}}}}
  - {{name: nothing shown, base: good, facts: {{shown: false, late: 9}}, verdict: graded, results: {{total: -3}}}}
  - {{name: a leak, base: good, facts: {{papers: 5, leak: true}}, verdict: graded, results: {{grade: Khá}}}}
"""


def test_points_and_grades_are_changed_too(tmp_path):
    """Lines, gates, caps, rows, bands and levels, each told by score and line; what a case shows is noticed."""
    ruleset = cr.load_text(text(document(SCORED)))
    tried = {(one.part, one.about, one.before, one.after) for one in find_mutations(ruleset)}
    assert {
        ("scores", "total", "most", "–"),
        ("scores", "total/work", "gate", "–"),
        ("scores", "total/work", "work", "–"),
        ("scores", "total/late", "least", "–"),
        ("scores", "total/rest", "4", "5"),
        ("scores", "total/rest", "5", "4"),
        ("grades", "grade", "9", "8"),
        ("grades", "grade", "Khá", "Tốt"),
        ("grades", "grade", "Khá", "–"),
        ("grades", "grade", "Khá", "Trung bình"),
    } <= tried
    (tmp_path / "cases.yaml").write_text(SCORED_CASES.format(category=CATEGORY), encoding="utf-8")
    read = read_cases(tmp_path / "cases.yaml")
    left = {(one.about, one.before, one.after) for one in try_mutants(ruleset, read).survivors}
    assert not left & {("total/work", "gate", "–"), ("total/late", "least", "–"), ("grade", "Khá", "–")}
    assert {("grade", "5", "4"), ("total/work", "most", "–")} <= left


def test_a_change_that_is_proved_to_change_nothing_is_no_survivor(folder):
    """What no fact can show is counted apart, and only where a proof was asked for."""
    body = {**BODY, "criteria": {**BODY["criteria"], "third": {"require": "not any(d.late for d in days) or done < 0"}}}
    (folder / "ruleset.yaml").write_text(text(document(body)), encoding="utf-8")
    ruleset = cr.load(folder)
    plain, proved = (try_mutants(ruleset, cases_beside(ruleset), proves=proves) for proves in (False, True))
    same = {(one.about, one.before, one.after) for one in proved.equivalent}
    assert {("third", "0", "-1")} == same
    assert ((), set(plain.survivors)) == (plain.equivalent, {*proved.survivors, *proved.equivalent})
    assert plain.count_killed("criteria") == proved.count_killed("criteria")
    assert proved.count_tried("criteria") < plain.count_tried("criteria")


def test_every_change_is_one_change():
    """Each changed expression differs from its own, holds no unresolved name, and changes one place of it."""
    kinds = Counter()
    for seed in range(60):
        try:
            ruleset = cr.load_text(sample(seed).text)
        except RulesetError:
            continue
        for criterion in ruleset.category(CATEGORY).findings_order():
            if criterion.require is None:
                continue
            for change in changes(criterion.require):
                assert change.node != criterion.require
                assert abs(len(list(walk(change.node))) - len(list(walk(criterion.require)))) < 200
                kinds[change.before] += 1
    assert len(kinds) > 15


@pytest.mark.parametrize("seeds", [6, pytest.param(60, marks=pytest.mark.soak)])
def test_every_change_compiles_or_is_refused_as_a_ruleset(seeds):
    """No changed ruleset ends in an error that is not ours, when it is compiled or when nothing is known."""
    compiled = 0
    for seed in range(seeds):
        try:
            ruleset = cr.load_text((scored_sample if seed % 2 else sample)(seed).text)
        except RulesetError:
            continue
        for mutation in find_mutations(ruleset):
            try:
                cr.evaluate(cr.compile(mutation.ruleset, CATEGORY), {})
                compiled += 1
            except (RulesetError, FactError):
                continue
    assert compiled > 10 * seeds


def test_the_command_tells_survivors_by_their_places(folder, capsys):
    """A line a survivor with file and line, the score above; 1 while there is one; the same as JSON."""
    assert 1 == exit_code(["--lang", "en", "mutants", str(folder)])
    out = " ".join(capsys.readouterr().out.split())
    assert "case: cases notice" in out
    assert "ruleset.yaml:" in out
    assert "no case notices `Khá` changed to `Trung bình`" in out
    assert 1 == exit_code(["mutants", str(folder), "--format", "json"])
    (report,) = json.loads(capsys.readouterr().out)
    assert report["tried"]["checks"] > report["killed"]["checks"]
    assert {"part", "category", "about", "before", "after", "where"} == set(report["survivors"][0])
    assert 1 == exit_code(["--lang", "en", "coverage", "--mutants", str(folder)])
    lines = " ".join(capsys.readouterr().out.split())  # a long path breaks them elsewhere
    assert "no case notices `Khá` changed to `Trung bình`" in lines
    assert 1 == exit_code(["coverage", "--mutants", "--format", "json", str(folder)])
    assert report == json.loads(capsys.readouterr().out)[0]["mutants"]
