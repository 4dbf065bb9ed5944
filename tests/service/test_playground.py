"""The playground: what rules say of a candidate, what is wrong with either, and where it ends."""

from __future__ import annotations

import pytest

import cchc_rules as cr
from cchc_rules.service import app
from cchc_rules.service.pages import rule_trial
from cchc_rules.service.pages.rule_trial import run_trial
from tests.service.running import ROOT, Caller
from tests.service.test_pages import OWN, Page

PLAY = "/pages/playground"
RULES = (ROOT / "examples" / "own_campaign" / "ruleset.yaml").read_text()


@pytest.fixture(scope="module")
def call():
    """Asks a service without a store."""
    return Caller(app("quan-12-2022"), checks=False)


def try_out(call, rules, facts, **more):
    """The page after a trial."""
    return Page(call("POST", PLAY, data={"rules": rules, "facts": facts, **more}, headers=OWN))


def test_it_begins_with_rules_in_force(call):
    """The first campaign's, or those asked for, with every fact of the category to be filled in; sent back, open."""
    page = Page(call("GET", f"{PLAY}?ruleset=quan-12-2022&category=head"))
    assert "harassment_cases:" in page.text
    assert "id: quan-12-2022" in page.text
    rules, facts = (one.strip("\n") for one in page.said if one.count("\n") > 5)
    assert "Chưa đủ căn cứ kết luận" in try_out(call, rules, facts, category="head").text
    assert 404 == call("GET", f"{PLAY}?ruleset=nope").status_code


def test_a_trial_decides_as_the_library_does():
    """The same verdict and explanation as rules loaded and evaluated here, in the language asked for."""
    ruleset = cr.load_text(RULES)
    category = ruleset.categories[0].id
    for facts, as_of in (({}, None), ({"head_disciplined": True}, "2026-12-01")):
        asked = {"rules": RULES, "facts": "".join(f"{key}: có\n" for key in facts), "category": category}
        found = run_trial({**asked, "as_of": as_of or "", "language": "en"})
        decision = cr.evaluate(cr.compile(ruleset, category), facts, as_of=cr.values.day(as_of) if as_of else None)
        assert found.explanation == cr.explain(decision, "en", full=True).html()


@pytest.mark.parametrize(
    ("asked", "told", "where"),
    [
        ({"rules": "id: x"}, "missing-key", "rule_problems"),
        ({"rules": RULES.replace("decides: eligibility", "decides: nothing")}, "decides", "rule_problems"),
        ({"facts": "nope: 1"}, "nope", "fact_problems"),
        ({"facts": "- 1"}, "fact: value", "fact_problems"),
        ({"facts": "a: ["}, "facts.yaml", "fact_problems"),
        ({"as_of": "May 2026"}, "day", "fact_problems"),
    ],
)
def test_what_is_wrong_is_told(asked, told, where):
    """Rules with their place and code, facts with their label; no verdict beside it."""
    found = run_trial({"rules": RULES, "facts": "", "category": "", "as_of": "", "language": "en", **asked})
    assert told in " ".join(getattr(found, where))
    assert "" == found.verdict


def test_a_trial_ends(call, monkeypatch):
    """Texts that are too long are refused, and so is what takes longer than a trial may."""
    assert 413 == try_out(call, "x" * (rule_trial.LONGEST_RULES + 1), "").status
    assert 413 == try_out(call, "", "x" * (rule_trial.LONGEST_FACTS + 1)).status
    monkeypatch.setattr(rule_trial, "TRIAL_SECONDS", 0.01)
    assert 503 == try_out(call, RULES, "").status
    assert 403 == call("POST", PLAY, data={"rules": RULES}).status_code
