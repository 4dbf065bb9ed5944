"""The linter speaks where a condition is hardly meant, and is silent where a guard shows that it is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_rules.language.lint.linter import lint
from cchc_rules.language.loader import cases_beside, list_shipped, load, load_text, load_with_places
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
USAGE = {"unused-fact", "unused-definition", "unused-parameter", "unused-scale", "no-short-headings"}
DOSSIER = {"list-unchecked", "date-one-sided", "date-after-as-of", "gate-hides", "two-facts-one-event"}


def ruleset_text(require: str, applies: str = "") -> str:
    """A ruleset whose second criterion has these conditions."""
    lines = [f"        applies: '{applies}'"] if applies else []
    return RULESET.format(condition="\n".join([*lines, f"        require: '{require}'", ""]))


def codes(require: str, applies: str = "") -> list[str]:
    """What lint says of a criterion, usage and dossiers aside."""
    found = lint(load_text(ruleset_text(require, applies)))
    return [problem.key for problem in found if problem.code not in USAGE | DOSSIER | {"remedy-direction"}]


def on_dossiers(category: str, criteria: str = "") -> list[str]:
    """What lint says of the dossiers of a category: facts and checks, then criteria."""
    text = ruleset_text("planned").partition("    facts:")[0] + category
    clause = "title: {vi: a, en: b}, source: notice/c, short: {vi: a, en: b}"
    listed = [f"      - {{id: c{n}, {clause}, {one}}}\n" for n, one in enumerate(criteria.split("; "))]
    found = lint(load_text(f"{text}    criteria:\n{''.join(listed)}"))
    named = [
        (one.key, next(one.fields[name] for name in ("list", "gate", "fact") if name in one.fields))
        for one in found
        if one.code in DOSSIER
    ]
    return [" ".join(one) for one in named]


@pytest.mark.parametrize("id", list_shipped())
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
        ('all(y.done for y in years if y.year in param["roll"])', "", []),
        ("all(y.done for y in years if y.year in [1, 2])", "", ["void-reachable.filter"]),
        ("all(y.done for y in years if y.year >= 2)", "", ["void-reachable.filter"]),
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
        ('not (not (rated < "Khá"))', ["unranked-refused"]),
        ('not (rated < "Khá") or rated == "Không xếp loại"', []),
        ('fined != "Cảnh cáo"', []),
        ('all(u.grade != "Yếu" for u in units)', ["unranked-passes"]),
        ('rated != "Không xếp loại"', []),
        ('not any(u.grade < "Khá" for u in units)', ["unranked-passes"]),
        ('not any(u.grade >= "Khá" for u in units)', []),
        ('not ("Khá" <= rated)', []),
        ('not ("Khá" > rated)', ["unranked-passes"]),
        ('rated < "Khá"', ["unranked-refused"]),
        ('all(u.grade <= "Khá" for u in units)', ["unranked-refused"]),
        ('"Khá" >= rated', ["unranked-refused"]),
        ('rated < "Khá" or rated == "Không xếp loại"', []),
        ('fined < "Cảnh cáo"', []),
    ],
)
def test_unranked_passes(require: str, expected: list[str]) -> None:
    """A comparison that an unranked value satisfies is said unless the criterion names that value."""
    assert expected == codes(require)


FACTS = """    facts:
      total: {type: integer, min: 0, max: 99, label: {vi: a, en: b}}
      reported: {type: boolean, label: {vi: c, en: d}}
      reported_on: {type: date, label: {vi: e, en: f}SETTLES}
      units:
        type: list
        label: {vi: g, en: h}
        items:
          done: {type: boolean, label: {vi: i, en: j}}
          files: {type: integer, min: 0, max: 99, label: {vi: k, en: l}}
          registered_on: {type: date, label: {vi: m, en: n}}
"""
PAST = 'reported_on <= as_of and reported_on >= date("2022-01-01")'


SETTLES = ", settles: {reported: true}"


def facts(*checks: str, settles: str = SETTLES) -> str:
    """Facts of a category with some checks."""
    listed = "".join(
        f"      - {{id: k{n}, require: '{one}', says: {{vi: a, en: b}}}}\n" for n, one in enumerate(checks)
    )
    return FACTS.replace("SETTLES", settles) + (f"    checks:\n{listed}" if checks else "")


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ("total > 0", ["list-unchecked units"]),
        ("count(units) == total", []),
        ("total <= count(units)", []),
        ("count(units) <= total", ["list-unchecked units"]),
        ("count(units) == 10", ["list-unchecked units"]),
        ("sum(u.files for u in units) == total", []),
        ("sum(u.files for u in units) <= total", ["list-unchecked units"]),
        ("any(u.files == total for u in units)", ["list-unchecked units"]),
    ],
)
def test_lists_that_nothing_holds(check: str, expected: list[str]) -> None:
    """Members left out go unseen unless a check asks for as many, or as much, as something else says."""
    assert expected == on_dossiers(facts(check), "require: all(u.done for u in units)")
    assert expected == on_dossiers(facts(check), "require: percent(u.done for u in units) >= 70")
    assert [] == on_dossiers(facts(check), "require: any(u.done for u in units)")


@pytest.mark.parametrize(
    ("checks", "require", "expected"),
    [
        ((), "reported_on < date('2022-05-05')", ["date-after-as-of", "date-one-sided.before"]),
        ((), "not reported_on < date('2022-05-05')", ["date-after-as-of", "date-one-sided.after"]),
        ((PAST,), "reported_on < date('2022-05-05')", []),
        ((), "date('2022-01-01') <= reported_on <= as_of", []),
        ((), "reported_on == date('2022-05-05')", ["date-after-as-of"]),
        ((PAST,), "any(u.registered_on > reported_on for u in units)", ["date-after-as-of", "date-one-sided.after"]),
        (
            (PAST, "all(u.registered_on <= as_of for u in units)"),
            "any(u.registered_on > reported_on for u in units)",
            [],
        ),
    ],
)
def test_dates_that_nothing_holds(checks: tuple[str, ...], require: str, expected: list[str]) -> None:
    """A date is held to both sides, and by a check to the day of decision; in the members of a list too."""
    found = on_dossiers(facts(*checks), f'require: "{require}"')
    assert expected == [one.partition(" ")[0] for one in sorted(found)]


@pytest.mark.parametrize(
    ("settles", "checks", "criteria", "expected"),
    [
        ("", (), "require: reported; require: total > 1", ["two-facts-one-event reported_on"]),
        (SETTLES, (), "require: reported; require: total > 1", []),
        ("", ("reported or reported_on <= as_of",), "require: reported; require: total > 1", []),
        (
            SETTLES,
            (),
            "require: total > 1; applies: reported, require: any(u.done for u in units)",
            ["gate-hides reported"],
        ),
        (
            SETTLES,
            (),
            "require: total > 1; applies: total > 0, require: any(u.done for u in units)",
            ["gate-hides total"],
        ),
        (
            SETTLES,
            ("count(units) <= total",),
            "require: total > 1; applies: total > 0, require: any(u.done for u in units)",
            [],
        ),
        (
            SETTLES,
            (),
            "require: any(u.files > 1 for u in units); applies: reported, require: any(u.done for u in units)",
            [],
        ),
        (
            SETTLES,
            (),
            "require: total > 1; applies: total > 50, require: any(u.done for u in units)",
            [],
        ),
    ],
)
def test_facts_that_may_contradict_each_other(
    settles: str, checks: tuple[str, ...], criteria: str, expected: list[str]
) -> None:
    """Two facts of one event, and what a gate hides, are joined by a check or by one that settles the other."""
    assert expected == on_dossiers(facts(*checks, settles=settles), criteria)


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
