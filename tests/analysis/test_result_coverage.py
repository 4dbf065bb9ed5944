"""Coverage of tables, lines, caps, bands and grades by cases."""

from __future__ import annotations

from pathlib import Path

import cchc_rules as cr
from cchc_rules.analysis.coverage import find_coverage
from cchc_rules.analysis.result_coverage import Situation, Turn
from cchc_rules.cli import exit_code
from cchc_rules.language.documents.case_models import CasesDocument
from cchc_rules.language.loader import cases_beside, load_text
from tests.generation.bodies import CATEGORY, document, text

FOLDER = Path(__file__).parents[2] / "examples" / "scored_campaign"
BODY = {
    "decides": "grading",
    "scales": {"mass": ["D", "C", "B", "A"]},
    "facts": {
        "kind": {"type": "choice", "options": ["x", "y"]},
        "done": {"type": "integer", "min": 0, "max": 100},
        "late": {"type": "integer", "min": 0, "max": 9},
        "shown": "boolean",
        "crime": "boolean",
    },
    "define": {"need": {"first": [{"when": 'kind == "x"', "is": 10}, {"is": 20}]}},
    "scores": {
        "total": {
            "least": 0,
            "most": 35,
            "lines": {
                "work": {"most": 30, "gate": "shown", "is": "done"},
                "share": {"most": 10, "is": "10 * done / need"},
                "late": {"least": -3, "most": 0, "is": "-1 * late"},
            },
        }
    },
    "grades": {
        "grade": {
            "scale": "mass",
            "of": "total",
            "bands": [{"from": 30, "is": "A"}, {"from": 10, "is": "B"}, {"is": "C"}],
            "at_most": [{"when": "crime", "is": "D"}],
        }
    },
}
GOOD = {"kind": "x", "done": 20, "late": 0, "shown": True, "crime": False}


def cover(*changes):
    """The coverage of the body by the good case and others that change some facts: seen situations by part."""
    ruleset = load_text(text(document(BODY)))
    program = cr.compile(ruleset, CATEGORY)
    cases = []
    for number, change in enumerate(changes):
        facts = {**GOOD, **change}
        verdict = cr.evaluate(program, facts).verdict.value
        cases.append({"name": f"case {number}", "category": CATEGORY, "facts": facts, "verdict": verdict})
    given = CasesDocument.model_validate({"language": 1, "cases": cases}, strict=False) if cases else None
    found = find_coverage(ruleset, given)
    return found, {one.name + ("/" + one.line if one.line else ""): one for one in found.parts}


def seen(part):
    """What cases show of a part."""
    return {one for one, count in part.seen.items() if count}


def test_rows_gates_cuts_caps_and_open_results_are_due():
    """A share is not held to be more than its whole; a fact as it stands cannot pass the most of its line."""
    found, parts = cover()
    due = {name: [(one.turn.value, one.number) for one in part.seen] for name, part in parts.items()}
    assert {
        "need": [("row", 1), ("row", 2)],
        "total": [("most", 0), ("least", 0), ("open", 0)],
        "total/work": [("gate", 0)],
        "total/late": [("least", 0)],
        "grade": [("row", 1), ("row", 2), ("row", 3), ("cap", 1), ("open", 0)],
    } == due
    assert sum(map(len, due.values())) <= found.holes


def test_cases_show_what_came_of_them():
    """Each situation is counted where a case surely is in it."""
    _, parts = cover({}, {"done": 30, "late": 9}, {"shown": False, "kind": "y"}, {"crime": True}, {"done": None})
    assert {Situation(Turn.MOST): 1, Situation(Turn.LEAST): 0, Situation(Turn.OPEN): 1} == parts["total"].seen
    assert {Situation(Turn.GATE): 1} == parts["total/work"].seen
    assert {Situation(Turn.LEAST): 1} == parts["total/late"].seen
    assert {Situation(Turn.ROW, 1): 4, Situation(Turn.ROW, 2): 1} == parts["need"].seen
    assert 1 == parts["grade"].seen[Situation(Turn.CAP, 1)]
    assert (Situation(Turn.LEAST),) == parts["total"].unseen


def test_a_cap_that_moves_nothing_is_not_shown():
    """Whoever is given the lowest level already shows no cap."""
    _, parts = cover({"crime": True, "done": 0, "shown": False})
    assert Situation(Turn.CAP, 1) in seen(parts["grade"])
    body = {**BODY, "grades": {"grade": {**BODY["grades"]["grade"], "at_most": [{"when": "crime", "is": "C"}]}}}
    case = {"name": "low", "category": CATEGORY, "facts": {**GOOD, "crime": True, "done": 0}, "verdict": "graded"}
    cases = CasesDocument.model_validate({"language": 1, "cases": [case]}, strict=False)
    found = find_coverage(load_text(text(document(body))), cases)
    grade = next(one for one in found.parts if one.name == "grade")
    assert 0 == grade.seen[Situation(Turn.CAP, 1)]


def test_the_example_shows_everything_its_sheet_can_do(capsys):
    """No hole; the command prints lines with their rows, and no table of criteria where there is none."""
    ruleset = cr.load(FOLDER)
    found = find_coverage(ruleset, cases_beside(ruleset))
    assert [] == [(one.name, one.line, one.unseen) for one in found.parts if one.unseen]
    assert 0 == exit_code(["coverage", str(FOLDER)])
    said = capsys.readouterr().out
    assert "total/in-time" in said and "khống chế 3: 1" in said
    assert "Tiêu chí và số tình huống mẫu" not in said
    assert found.to_dict()["parts"][0]["name"] == "total"
