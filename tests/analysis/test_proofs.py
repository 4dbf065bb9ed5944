"""What is proved of rulesets and shown by candidates."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache

import pytest

import cchc_rules as cr
from cchc_rules.analysis import proofs
from cchc_rules.analysis.proofs import Asked, Certainty, verify
from cchc_rules.language.documents.case_models import AssertionDocument, CasesDocument
from cchc_rules.language.loader import list_shipped
from cchc_rules.problems import RulesetError
from tests.generation.bodies import CATEGORY, document, text
from tests.generation.candidates import Source
from tests.generation.programs import sample


def answers_to(body, cases=None):
    """The answers on a ruleset of one category."""
    return verify(cr.load_text(text(document(body))), cases)


@cache
def verified(id):
    """The answers on a shipped ruleset, sought once."""
    return verify(cr.load(id))


def find(found, asked):
    """The answers to one question, as (about, other, certainty)."""
    return [(one.about, one.other, str(one.certainty)) for one in found.answers if one.asked is asked]


def assertions(*given):
    """A file of one case and some assertions."""
    case = {"name": "one", "category": CATEGORY, "facts": {}, "verdict": "undetermined"}
    lines = [AssertionDocument(name="never so", category=CATEGORY, when=when, never=never) for when, never in given]
    return CasesDocument.model_validate({"language": 1, "cases": [case], "assert": lines}, strict=False)


def test_a_sheet_that_refuses_nobody_is_no_error():
    """Where only scores and grades are given nobody can be refused, and that is as it is meant."""
    found = verify(cr.load("examples/scored_campaign"))
    assert ["graded"] == [about for about, _, _ in find(found, Asked.VERDICT)]
    assert () == found.remarks


@pytest.mark.parametrize("id", list_shipped())
def test_shipped_rulesets_can_give_all_they_name(id):
    """Of a shipped ruleset every verdict, outcome, criterion alone and check is shown; nothing is open."""
    assert () == verified(id).remarks


def test_nobody_can_be_favourable():
    """Conditions that exclude each other are an error: nobody can be favourable."""
    found = answers_to({"facts": {"n": {"type": "integer"}}, "criteria": {"low": "n < 3", "high": "n > 3"}})
    assert [("eligible", "", "proved"), ("ineligible", "", "shown")] == find(found, Asked.VERDICT)
    assert ["error"] == [one.severity for one in found.remarks if one.asked is Asked.VERDICT]


def test_nobody_can_be_refused():
    """Conditions that bounds and checks let nobody miss are an error: nobody can be refused."""
    facts = {"n": {"type": "integer", "min": 0, "max": 10}}
    found = answers_to({"facts": facts, "checks": {"small": "n < 5"}, "criteria": {"any": "n <= 4"}})
    assert [("eligible", "", "shown"), ("ineligible", "", "proved")] == find(found, Asked.VERDICT)


def test_a_criterion_that_another_implies():
    """A criterion never unmet alone is named with the criterion that is unmet whenever it is."""
    found = answers_to({"facts": {"n": {"type": "integer"}}, "criteria": {"weak": "n >= 3", "strong": "n >= 7"}})
    assert [("weak", "", "proved"), ("strong", "", "shown")] == find(found, Asked.DECISIVE)
    assert [("weak", "strong", "proved")] == find(found, Asked.IMPLIES)
    witness = next(one.witness for one in found.answers if one.asked is Asked.DECISIVE and one.witness)
    assert 3 == witness.facts["n"]


def test_a_check_that_another_makes_idle():
    """A check that refuses nothing more than another is named."""
    checks = {"wide": "n <= 9", "narrow": "n <= 5"}
    found = answers_to({"facts": {"n": {"type": "integer"}}, "checks": checks, "criteria": {"c": "n == 1"}})
    assert [("wide", "", "proved"), ("narrow", "", "shown")] == find(found, Asked.CHECK)


def test_a_share_of_a_list_of_any_length():
    """A share that no list of 200 members can have is no share of any list; the witness is as short as it can be."""
    item = {"type": "list", "items": {"good": {"type": "boolean"}}}
    criteria = {"most": "percent(x.good for x in xs) > 99.5", "fails": "any(not x.good for x in xs)"}
    found = answers_to({"facts": {"xs": item}, "criteria": criteria})
    shown = next(one.witness for one in found.answers if one.asked is Asked.VERDICT and one.about == "eligible")
    assert 201 == len(shown.facts["xs"])
    assert () == found.remarks


def test_a_stated_fact_settles_another():
    """Who did not report states no day of it: the day stays unknown, and nobody is refused for it."""
    facts = {"reported": {"type": "boolean"}, "on": {"type": "date", "settles": {"reported": True}}}
    found = answers_to({"facts": facts, "criteria": {"c": "reported or on > date('2020-01-01')"}})
    assert [("c", "met", "shown"), ("c", "unmet", "proved")] == find(found, Asked.OUTCOME)


@pytest.mark.parametrize(
    ("when", "certainty", "facts"),
    [("n < 5", "proved", None), ("n < 6", "shown", {"n": 5}), ("n > 1000", "shown", {"n": 1001})],
)
def test_assertions(when, certainty, facts):
    """An assertion is proved, or a candidate against it is shown: an error."""
    body = {"facts": {"n": {"type": "integer", "min": 0}}, "criteria": {"c": "n >= 5"}}
    (found,) = (one for one in answers_to(body, assertions((when, "eligible"))).answers if one.asked is Asked.ASSERTION)
    assert (certainty, facts) == (str(found.certainty), found.witness and dict(found.witness.facts))
    assert ("error" if facts else "") == found.severity


def test_an_assertion_must_be_a_condition():
    """An assertion about a fact nobody declared is refused as a criterion of it would be."""
    body = {"facts": {"n": {"type": "integer"}}, "criteria": {"c": "n >= 5"}}
    with pytest.raises(RulesetError, match="unknown-fact"):
        answers_to(body, assertions(("m < 5", "eligible")))


@pytest.mark.parametrize("seed", range(40, 52))
def test_no_candidate_is_what_is_proved_impossible(seed):
    """Of generated rulesets: no random candidate has an outcome or a verdict that none can have."""
    given = sample(seed)
    try:
        program = given.program()
    except RulesetError:
        return
    found = verify(program.ruleset)
    impossible = {
        (one.about, one.other) for one in found.answers if one.certainty is Certainty.PROVED and not one.bounded
    }
    source = Source(given, seed)
    for _ in range(150):
        try:
            decision = cr.evaluate(program, source.candidate(), as_of=source.as_of())
        except cr.FactError:
            continue
        assert (decision.verdict.value, "") not in impossible
        assert not impossible & {(id, outcome.value) for id, outcome in decision.outcomes.items()}


def test_two_runs_say_the_same():
    """The answers of two processes, witnesses included, are the same whatever texts hash to."""
    code = "import cchc_rules as cr, json; print(json.dumps(cr.verify(cr.load('quan-12-2022')).to_dict()))"
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    other = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True).stdout
    one = verified("quan-12-2022").to_dict()
    assert one == json.loads(other)
    assert len(one["answers"]) > 100


def test_analysis_loads_no_solver():
    """Neither the room of questions nor `verify` by name loads z3 before something is asked."""
    code = "import sys, cchc_rules.analysis, cchc_rules.analysis.proofs; print('z3' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
    assert "False" == found.strip()


def test_a_case_that_shows_it_is_the_witness() -> None:
    """A complete case that shows something as it is stands for it, unchanged; no candidate is made up beside it."""
    found = verified("hcmc-emulation-2020")
    shown = [one.witness for one in found.answers if one.witness is not None]
    as_they_are = [one for one in shown if one.case and not one.changes]
    assert len(as_they_are) > len(shown) / 2


def test_whoever_fails_a_lower_limit_fails_each_higher_one():
    """Of limits on one number each is told with exactly those it cannot be failed without."""
    limits = {f"k{at}": f"x >= {at}" for at in range(1, 7)}
    found = answers_to({"facts": {"x": {"type": "integer", "min": 0}}, "criteria": limits})
    pairs = [(f"k{low}", f"k{high}", "proved") for low in range(1, 7) for high in range(low + 1, 7)]
    assert sorted(pairs) == sorted(find(found, Asked.IMPLIES))


@pytest.mark.parametrize("steps", [0, 20_000, 120_000])
def test_with_fewer_steps_answers_stay_open_and_none_comes_out_otherwise(monkeypatch, steps):
    """Every question has its answer whatever the budget: the same one, or that it is open."""
    facts = {f"f{at}": {"type": "boolean"} for at in range(12)} | {"x": {"type": "integer", "min": 0}}
    conditions = [*(f"f{at}" for at in range(12)), *(f"x >= {at}" for at in range(6))]
    body = {"facts": facts, "criteria": {f"k{at}": one for at, one in enumerate(conditions)}}
    whole = {(one.asked, one.about, one.other): one.certainty for one in answers_to(body).answers}
    monkeypatch.setattr(proofs, "ALL_STEPS", steps)
    part = {(one.asked, one.about, one.other): one.certainty for one in answers_to(body).answers}
    asked = {key for key in whole if key[0] is not Asked.IMPLIES}
    assert asked <= part.keys()
    assert {} == {key: one for key, one in part.items() if one is not Certainty.OPEN and one is not whole[key]}
    assert Certainty.OPEN in part.values()


def test_members_between_two_constants_are_written_with_the_decimals_it_takes():
    """A class of members whom only a number between 0.25 and 0.3 belongs to is shown; thirds leave a list bounded."""
    facts = {"us": {"type": "list", "min_items": 0, "items": {"x": {"type": "number", "min": 0, "max": 1}}}}
    between = {"facts": facts, "criteria": {"some": "count(u.x > 0.25 and u.x < 0.3 for u in us) >= 1"}}
    found = answers_to(between)
    assert {"shown"} == {str(one.certainty) for one in found.answers}
    assert not any(one.bounded for one in found.answers)
    narrow = "count(3 * u.x > 1 and 3 * u.x < 1.0000001 for u in us) >= 1"
    assert {Certainty.SHOWN, Certainty.OPEN, Certainty.PROVED} >= {
        one.certainty for one in answers_to({"facts": facts, "criteria": {"some": narrow}}).answers
    }
