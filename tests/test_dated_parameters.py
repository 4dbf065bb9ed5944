"""Parameters that go by dates: what is printed of them, days before the first, and values given by the caller."""

from __future__ import annotations

from datetime import date

import pytest

import cchc_rules as cr
from cchc_rules.decisions.footing import Footing
from tests.generation.bodies import CATEGORY, document, text

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
