"""Parameters that go by dates: what is printed of them, days before the first, and values given by the caller."""

from __future__ import annotations

import json
from datetime import date

import pytest

import cchc_rules as cr
from cchc_rules.analysis.proofs import verify
from cchc_rules.cli import exit_code
from cchc_rules.decisions.footing import Footing
from cchc_rules.language.lint.linter import lint
from cchc_rules.pages.campaign_page import campaign_files
from cchc_rules.service import app
from tests.generation.bodies import CATEGORY, document, text
from tests.service.running import Caller

BODY = {
    "parameters": {
        "least": {
            "type": "integer",
            "values": [{"from": "2004-07-01", "value": 50}, {"from": "2020-01-01", "value": 70}],
        }
    },
    "facts": {"share": "percent"},
    "criteria": {"enough": {"require": 'share >= param["least"]'}},
}
FIRST, SECOND = date(2004, 7, 1), date(2020, 1, 1)


def program(**parameters):
    """The program; `least` goes by dates unless it is given."""
    return cr.compile(cr.load_text(text(document(BODY))), CATEGORY, parameters=parameters)


def test_a_day_before_the_first_value_is_refused_by_every_engine():
    """Nobody is decided: the call itself has the problem."""
    early = date(2004, 6, 30)
    rows = [{"id": "A", "share": 99}]
    calls = (
        lambda: cr.evaluate(program(), {"share": 99}, as_of=early),
        lambda: list(cr.evaluate_many(program(), rows, as_of=early)),
        lambda: cr.evaluate_frame(program(), {"id": ["A"], "share": [99.0]}, as_of=early),
        lambda: cr.Session(program(), as_of=early),
    )
    for call in calls:
        with pytest.raises(cr.FactError, match="as-of-too-early"):
            call()
    assert "eligible" == cr.evaluate(program(), {"share": 50}, as_of=FIRST).verdict


def test_what_is_said_of_one_day_is_not_said_of_another():
    """Reasons and traces of two days, or of a day nobody knows, name the value of their own; the facts are the same."""
    found = [cr.evaluate(program(), {"share": 90}, as_of=one) for one in (FIRST, SECOND, None)]
    assert ["eligible"] * 3 == [one.verdict for one in found]
    said = [one["enough"].reason("en") for one in found]
    assert [True, False] == ["50" in said[0], "50" in said[1]]
    assert [False, True] == ["70" in said[0], "70" in said[1]]
    assert all(limit in said[2] for limit in ("50", "70"))
    seen = [one["enough"].trace.require.parts[1].seen for one in found]
    assert 3 == len(set(seen))


@pytest.fixture
def path(tmp_path):
    """The ruleset as a file."""
    made = tmp_path / "case.yaml"
    made.write_text(text(document(BODY)), encoding="utf-8")
    return made


def test_what_is_shown_of_the_rules_is_shown_on_a_day_that_has_a_value():
    """A candidate that shows something is decided on no day before the first."""
    found = verify(cr.load_text(text(document(BODY))))
    days = [one.witness.as_of for one in found.answers if one.witness is not None]
    assert days
    assert all(FIRST <= day for day in days if day is not None)


@pytest.mark.parametrize("as_of", ["2004-06-30", "1850-01-01"])
def test_the_service_points_at_a_day_nobody_can_be_decided_on(as_of, path, tmp_path):
    """One candidate or many, however they are sent: it is the date of the request that is refused."""
    call = Caller(app(path, tmp_path / "records.sqlite"))
    base = f"/v1/rulesets/case/{CATEGORY}"
    row = {"id": "A", "share": 60}
    lines, ndjson = json.dumps(row), {"content-type": "application/x-ndjson"}
    answers = (
        call.post(f"{base}/evaluate", {"share": 60}, as_of=as_of),
        call.post(f"{base}/explain", {"share": 60}, as_of=as_of),
        call.post(f"{base}/records", {"share": 60}, as_of=as_of),
        call("POST", f"{base}/batch", json={"candidates": [row], "as_of": as_of}),
        call("POST", f"{base}/batch?as_of={as_of}", content=lines, headers=ndjson),
        call("POST", f"{base}/batch", files={"file": ("x.jsonl", lines.encode())}, data={"as_of": as_of}),
    )
    for answer in answers:
        assert (422, ["/as_of"]) == (answer.status_code, [one["pointer"] for one in answer.json()["errors"]])


def test_a_parameter_without_a_value_yet_is_not_called_changed(path, tmp_path, capsys):
    """Nobody changed it: it has no value on that day, and the command says only that the day is too early."""
    (bound,) = Footing(program(), date(2001, 1, 1)).parameters
    assert not bound.is_changed
    assert {"values": []} == bound.to_dict()
    assert "Tham số “least”: chưa có giá trị vào ngày xét" == bound.write("vi")
    rows = tmp_path / "rows.csv"
    rows.write_text("id,share\nA,60%\n", encoding="utf-8")
    assert 0 != exit_code(["evaluate", str(path), CATEGORY, str(rows), "--as-of", "2001-01-01"])
    told = "".join(capsys.readouterr())
    assert "01/7/2004" in told or "2004-07-01" in told
    assert not any(word in told for word in ("None", "ĐÃ THAY ĐỔI", "đã thay đổi"))


def test_without_a_day_every_value_it_may_be_is_named(path, capsys):
    """In the reason and in the conditions that `show` prints; never that nothing is known."""
    decision = cr.evaluate(program(), {"share": 60})
    assert "yêu cầu từ 50% hoặc 70% (least) trở lên" in str(cr.explain(decision, "vi"))
    assert "required: at least 50% or 70% (least)" in str(cr.explain(decision, "en"))
    assert 0 == exit_code(["show", str(path), CATEGORY])
    assert "từ 50% hoặc 70% (least) trở lên" in capsys.readouterr().out


def test_a_given_value_stands_for_all():
    """It is in force on every day, also before the first, and is printed as changed beside the ruleset's values."""
    given = program(least=10)
    decision = cr.evaluate(given, {"share": 10}, as_of=date(2000, 1, 1))
    assert "eligible" == decision.verdict
    (bound,) = Footing(given).parameters
    assert bound.is_changed
    assert "50 (từ 01/07/2004); 70 (từ 01/01/2020)" in bound.write("vi")
    described = decision.to_dict()["parameters"]["least"]
    assert (10, ["2004-07-01", "2020-01-01"]) == (
        described["value"],
        [one["from"] for one in described["ruleset_values"]],
    )


@pytest.mark.parametrize(
    ("as_of", "values"),
    [(FIRST, [("2004-07-01", 50)]), (SECOND, [("2020-01-01", 70)]), (None, [("2004-07-01", 50), ("2020-01-01", 70)])],
)
def test_the_footing_names_the_value_in_force(as_of, values):
    """With its day; without a day of decision every one it may be."""
    described = cr.evaluate(program(), {"share": 60}, as_of=as_of).to_dict()["parameters"]["least"]
    assert {"values": [{"from": day, "value": value} for day, value in values]} == described


def test_a_decision_that_hangs_on_the_day_says_so():
    """Between two values the day is what is missing; the record comes out the same again."""
    decision = cr.evaluate(program(), {"share": 60})
    assert ("undetermined", ["as_of"]) == (decision.verdict, [fact.path for fact in decision.missing_facts])
    assert decision == cr.replay(cr.record(decision))
    for as_of, verdict in ((FIRST, "eligible"), (SECOND, "ineligible")):
        later = cr.evaluate(program(), {"share": 60}, as_of=as_of)
        assert verdict == later.verdict
        assert later == cr.replay(cr.record(later))
        assert "eligible" == cr.evaluate(program(), {"share": 70}, as_of=as_of).verdict


CITED = """
language: 1
id: cited
version: 1.0.0
title: {vi: a, en: b}
issuer: {vi: a, en: b}
decides: eligibility
sources:
  law:
    title: {vi: Luật, en: Law}
    clauses:
      own: {at: {vi: Điều 1, en: Article 1}, says: {vi: a, en: b}}
      days: {at: {vi: Điều 2, en: Article 2}, says: {vi: a, en: b}}
      old: {at: {vi: Điều 3, en: Article 3}, says: {vi: a, en: b}}
      new: {at: {vi: Điều 4, en: Article 4}, says: {vi: a, en: b}}
parameters:
  least:
    type: integer
    label: {vi: Mức tối thiểu, en: Lowest share}
    source: [law/days, law/own]
    values: [{from: 2004-07-01, value: 50, source: law/old}, {from: 2020-01-01, value: 70, source: [law/new, law/days]}]
categories:
  agency:
    title: {vi: a, en: b}
    facts: {share: {type: percent, label: {vi: Tỷ lệ, en: Share}}}
    define: {reached: 'share >= param["least"]'}
    criteria: [{id: enough, title: {vi: Đủ, en: Enough}, source: law/own, require: reached}]
"""


def test_explanations_cite_the_clauses_of_the_value_in_force():
    """Of several clauses of a parameter those that hold on the day, beside the criterion's; none where it is given."""
    loaded = cr.load_text(CITED)
    assert ["law/days", "law/own", "law/old", "law/new"] == [one.ref for one in loaded.parameters[0].every_clause]
    assert [] == [one.code for one in lint(loaded) if one.code == "clause-not-covered"]
    said = {}
    for name, day, given in (
        ("old", FIRST, {}),
        ("new", SECOND, {}),
        ("open", None, {}),
        ("given", SECOND, {"least": 9}),
    ):
        decision = cr.evaluate(cr.compile(loaded, "agency", parameters=given), {"share": 90}, as_of=day)
        lines = str(cr.explain(decision, "en")).splitlines()
        said[name] = [line.strip().rpartition(": ")[::2] for line in lines if "Article" in line]
    own, of = ("Source", "Article 1"), "Source of “Lowest share”"
    assert said == {
        "old": [own, (of, "Article 2"), (of, "Article 3")],
        "new": [own, (of, "Article 2"), (of, "Article 4")],
        "open": [own, (of, "Article 2"), (of, "Article 3"), (of, "Article 4")],
        "given": [own],
    }
    page = campaign_files(loaded)["cited.vi.md"]
    assert "2020-01-01: 70 ([`law/new`](#clause.law/new), [`law/days`](#clause.law/days))" in page


def test_lines_and_bands_cite_the_clauses_of_what_they_read():
    """A line and a band name the clauses of their parameters that they do not cite themselves."""
    line = "{id: l, title: {vi: a, en: A line}, source: law/days, most: 9, is: '9 if share >= param[\"least\"] else 0'}"
    graded = f"""    scores:
      total: {{title: {{vi: a, en: b}}, source: law/own, lines: [{line}]}}
    grades:
      grade: {{title: {{vi: a, en: Grade}}, source: law/own, scale: s, of: share, bands:
        [{{from: 'param["least"]', is: High, source: law/new}}, {{is: Low}}]}}
    criteria:"""
    text = CITED.replace("    criteria:", graded).replace(
        "parameters:", "scales: {s: {levels: [Low, High]}}\nparameters:", 1
    )
    decision = cr.evaluate(cr.compile(cr.load_text(text), "agency"), {"share": 90}, as_of=SECOND)
    lines = [one.strip() for one in str(cr.explain(decision, "en")).splitlines()]
    band = next(place for place, one in enumerate(lines) if one.startswith("Grade"))
    sheet = next(place for place, one in enumerate(lines) if "A line: 9/9" in one)
    of = "Source of “Lowest share”: Article"
    assert [f"{of} 2", f"{of} 1"] == [one for one in lines[band:sheet] if one.startswith(of)]
    assert [f"{of} 1", f"{of} 4"] == [one for one in lines[sheet:] if one.startswith(of)][:2]
