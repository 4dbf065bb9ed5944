"""The linter speaks where a condition is hardly meant, and is silent where a guard shows that it is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_rules.language.lint.linter import lint
from cchc_rules.language.loader import cases_beside, load, load_text, load_with_places, shipped
from cchc_rules.program.compiler import compile
from cchc_rules.program.reference import Scope, truth

RULESET = """\
language: 1
id: example
version: 1.0.0
title: {{vi: Ví dụ, en: Example}}
issuer: {{vi: Phường, en: Ward}}
decides: eligibility
sources:
  notice: {{title: {{vi: Thông báo, en: Notice}}, clauses: {{c: {{at: Mục 1, says: {{vi: a, en: b}}}}}}}}
scales:
  rating: {{levels: [Yếu, Khá, Tốt], unranked: [Không xếp loại]}}
  form: {{levels: [Khiển trách, Cảnh cáo]}}
parameters:
  limit: {{type: number, value: 0.7, label: {{vi: ngưỡng, en: limit}}}}
  roll: {{type: integer, many: true, value: [1, 2], label: {{vi: năm, en: years}}}}
categories:
  agency:
    title: {{vi: Cơ quan, en: Agency}}
    facts:
      planned: {{type: boolean, label: {{vi: f1, en: g1}}}}
      score: {{type: integer, min: 0, max: 10, label: {{vi: f2, en: g2}}}}
      staff: {{type: integer, min: 0, max: 9, label: {{vi: f3, en: g3}}}}
      bodies: {{type: integer, min: 1, max: 9, label: {{vi: f4, en: g4}}}}
      share: {{type: percent, label: {{vi: f5, en: g5}}}}
      rated: {{type: grade, scale: rating, label: {{vi: f6, en: g6}}}}
      fined: {{type: grade, scale: form, label: {{vi: f7, en: g7}}}}
      kind: {{type: choice, options: [Phường, Phòng], label: {{vi: f8, en: g8}}}}
      held: {{type: date, label: {{vi: f9, en: g9}}}}
      units: {{type: list, label: {{vi: f10, en: g10}}, items: {{done: {{type: boolean, label: {{vi: d, en: d}}}}, grade: {{type: grade, scale: rating, label: {{vi: e, en: e}}}}}}}}
      extras: {{type: list, min_items: 0, label: {{vi: f11, en: g11}}, items: {{done: {{type: boolean, label: {{vi: d, en: d}}}}}}}}
      years: {{type: list, min_items: 0, key: year, expects: roll, label: {{vi: f12, en: g12}}, items: {{year: {{type: integer, label: {{vi: d, en: d}}}}, done: {{type: boolean, label: {{vi: e, en: e}}}}}}}}
    define:
      all_extras: all(x.done for x in extras)
    criteria:
      - {{id: first, title: {{vi: a, en: b}}, source: notice/c, require: planned}}
      - id: second
        title: {{vi: c, en: d}}
        source: notice/c
{condition}"""  # noqa: E501
USAGE = {"unused-fact", "unused-definition", "unused-parameter", "unused-scale"}


def ruleset_text(require: str, applies: str = "") -> str:
    """A ruleset whose second criterion has these conditions."""
    lines = [f"        applies: '{applies}'"] if applies else []
    return RULESET.format(condition="\n".join([*lines, f"        require: '{require}'", ""]))


def codes(require: str, applies: str = "") -> list[str]:
    """What lint says of a criterion, usage aside."""
    found = lint(load_text(ruleset_text(require, applies)))
    return [problem.key for problem in found if problem.code not in USAGE]


@pytest.mark.parametrize("id", shipped())
def test_shipped_rulesets_are_clean(id: str) -> None:
    """Nothing is said of a shipped ruleset and its cases."""
    loaded = load_with_places(id)
    assert [problem.render() for problem in lint(loaded, cases_beside(loaded.ruleset))] == []
    assert lint(load(id)) == []


ALWAYS, NEVER = "constant-condition.always", "constant-condition.never"


@pytest.mark.parametrize(
    ("require", "expected"),
    [
        ("score >= 0", [ALWAYS]),
        ("score > 0", []),
        ("score > 10", [NEVER]),
        ("score == 11", [NEVER]),
        ("score != 11", [ALWAYS]),
        ("score + bodies >= 1", [ALWAYS]),
        ("score + bodies >= 2", []),
        ("score > 5 and score < 4", [NEVER]),
        ("score > 5 and score < 6", []),
        ("score > 5 and planned and score <= 5", [NEVER]),
        ("score > 5 or score <= 5", [ALWAYS]),
        ("score > 5 or score < 5", []),
        ("planned or not planned", [ALWAYS]),
        ("planned and not planned", [NEVER]),
        ("score == score", [ALWAYS]),
        ("rated >= rated", []),
        ("fined >= fined", [ALWAYS]),
        ('rated >= "Yếu"', []),
        ('fined >= "Khiển trách"', [ALWAYS]),
        ('fined > "Cảnh cáo"', [NEVER]),
        ('rated in ["Yếu", "Khá", "Tốt"]', []),
        ('rated in ["Yếu", "Khá", "Tốt", "Không xếp loại"]', [ALWAYS]),
        ('rated == "Khá" and rated == "Tốt"', [NEVER]),
        ('rated == "Khá" or rated == "Tốt"', []),
        ('kind == "Phường" or kind == "Phòng"', [ALWAYS]),
        ('kind == "Phường" and kind != "Phường"', [NEVER]),
        ('held >= date("1900-01-01")', [ALWAYS]),
        ('held < date("2022-05-05") and held > date("2022-05-05")', [NEVER]),
        ('held < date("2022-05-05")', []),
        ("held - held >= 0", []),
        ("count(units) >= 1", [ALWAYS]),
        ("count(extras) >= 1", []),
        ("count(x.done for x in extras) >= 0", [ALWAYS]),
        ("percent(u.done for u in units) > 100", [NEVER]),
        ("any(score > 10 for u in units)", [NEVER]),
        ("any(true for u in units)", [ALWAYS]),
        ("true if planned else score > 3", []),
        ("planned == true", ["truth-compared"]),
        ("false != planned", ["truth-compared"]),
        ("planned == (score > 3)", []),
        ("planned or true", [ALWAYS]),
        ('score >= param["limit"]', []),
        ("0 <= score <= 3", [ALWAYS]),
    ],
)
def test_constant_conditions(require: str, expected: list[str]) -> None:
    """A condition that declared bounds, levels or each other decide is said; one that facts decide is not."""
    assert expected == codes(require)


@pytest.mark.parametrize(
    ("require", "applies", "expected"),
    [
        ("all(u.done for u in units)", "", []),
        ("all(x.done for x in extras)", "", ["void-reachable"]),
        ("all_extras", "", ["void-reachable"]),
        ("percent(x.done for x in extras) >= 70", "", ["void-reachable"]),
        ("all(y.done for y in years)", "", []),
        ("any(x.done for x in extras)", "", []),
        ("count(x.done for x in extras) >= 2", "", []),
        ("count(extras) == 0 or all(x.done for x in extras)", "", []),
        ("count(extras) == 0 or all_extras", "", []),
        ("all_extras", "count(extras) > 0", []),
        ("all(x.done for x in extras)", "any(x.done for x in extras)", []),
        ("count(units) > 3 and all(x.done for x in extras)", "", ["void-reachable"]),
        ("all(u.done for u in units if u.done)", "", ["void-reachable.filter"]),
        ("count(units) > 3 and all(u.done for u in units if u.done)", "", ["void-reachable.filter"]),
        ("all(u.done for u in units if u.done)", "any(u.done for u in units)", []),
    ],
)
def test_void_reachable(require: str, applies: str, expected: list[str]) -> None:
    """A share or `all` of what may be nothing is said unless the criterion counts the same list."""
    assert expected == codes(require, applies)


@pytest.mark.parametrize(
    ("require", "applies", "expected"),
    [
        ("percent(score, staff) >= 70", "", ["zero-of-zero"]),
        ("percent(score, bodies) >= 70", "", []),
        ("percent(score, staff + bodies) >= 70", "", []),
        ("score / staff >= 0.5", "", ["zero-of-zero"]),
        ("percent(score, count(extras)) >= 70", "", ["zero-of-zero"]),
        ("percent(score, count(units)) >= 70", "", []),
        ("percent(score, staff) >= 70", "staff > 0", []),
        ("staff == 0 or percent(score, staff) >= 70", "", []),
        ("score == 0 or percent(score, staff) >= 70", "", ["zero-of-zero"]),
        ("percent(score, bodies) >= 0.7", "", ["share-or-percent.percent"]),
        ("percent(score, bodies) >= 1", "", ["share-or-percent.percent"]),
        ("percent(score, bodies) >= 1.5", "", []),
        ("percent(score, bodies) > 0", "", []),
        ("0.7 <= percent(score, bodies)", "", ["share-or-percent.percent"]),
        ('percent(score, bodies) >= param["limit"]', "", ["share-or-percent.percent"]),
        ("percent(u.done for u in units) >= 0.7", "", ["share-or-percent.percent"]),
        ("score / bodies >= 7", "", ["share-or-percent.quotient"]),
        ("score / bodies >= 70", "", [NEVER, "share-or-percent.quotient"]),
        ("score / bodies >= 0.7", "", []),
        ("share >= 0.7", "", ["share-or-percent.percent"]),
        ("share >= 1", "", []),
        ("score >= 0.7", "", []),
    ],
)
def test_shares(require: str, applies: str, expected: list[str]) -> None:
    """A whole that may be 0 and a limit on the wrong scale are said, guarded or fitting ones are not."""
    assert expected == codes(require, applies)


@pytest.mark.parametrize(
    ("require", "expected"),
    [
        ('rated >= "Khá"', []),
        ('rated != "Yếu"', ["unranked-passes"]),
        ('not (rated == "Yếu")', ["unranked-passes"]),
        ('rated not in ["Yếu"]', ["unranked-passes"]),
        ('rated not in ["Yếu", "Không xếp loại"]', []),
        ('not (rated < "Khá")', ["unranked-passes"]),
        ('not (not (rated < "Khá"))', []),
        ('not (rated < "Khá") or rated == "Không xếp loại"', []),
        ('fined != "Cảnh cáo"', []),
        ('all(u.grade != "Yếu" for u in units)', ["unranked-passes"]),
        ('rated != "Không xếp loại"', []),
        ('not any(u.grade < "Khá" for u in units)', ["unranked-passes"]),
    ],
)
def test_unranked_passes(require: str, expected: list[str]) -> None:
    """A comparison that an unranked value satisfies is said unless the criterion names that value."""
    assert expected == codes(require)


def test_a_ruleset_without_places_gives_the_same_codes() -> None:
    """Lint of a bare ruleset says the same as lint with places."""
    text = ruleset_text("planned").replace("title: {vi: c, en: d}", "title: {vi: c}")
    assert "missing-translation" in {problem.code for problem in lint(load_text(text))}


ATOMS = st.one_of(
    st.builds("score {} {}".format, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), st.integers(0, 11)),
    st.builds('rated {} "{}"'.format, st.sampled_from(["<", ">=", "==", "!="]), st.sampled_from(["Yếu", "Khá", "Tốt"])),
    st.sampled_from(["planned", "not planned", 'rated == "Không xếp loại"', 'rated in ["Yếu", "Tốt"]']),
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: (
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner)
        | st.builds("not ({})".format, inner)
    ),
    max_leaves=5,
)
GRADES = ("Yếu", "Khá", "Tốt", "Không xếp loại")


@given(CONDITIONS)
@settings(max_examples=120, deadline=None)
def test_what_is_called_constant_is_constant(condition: str) -> None:
    """A part called always or never true is so for every value of the facts it reads."""
    ruleset = load_text(ruleset_text(condition))
    program = compile(ruleset, "agency")
    require: Any = program.criteria[1].require
    said = [problem for problem in lint(ruleset) if problem.code == "constant-condition"]
    whole = [problem for problem in said if problem.where == require.span]
    for problem in whole:
        truths = {truth(require, scope) for scope in every_scope(program)}
        assert truths == {problem.variant == "always"}


def every_scope(program: Any) -> list[Scope]:
    """Scopes with every value of score, rated and planned."""
    rest = (None,) * (len(program.facts) - 6)
    return [
        Scope(program, (planned, score, None, None, None, rated, *rest))
        for planned in (True, False)
        for score in range(11)
        for rated in GRADES
    ]
