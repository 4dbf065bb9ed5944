"""What is answered fits the schema that is given away of it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from jsonschema import Draft202012Validator

import cchc_rules as cr
from cchc_rules.reports.texts import result_row
from tests.records.drawn import generated

SCHEMAS = (cr.decision_schema, cr.problem_schema, cr.record_schema, cr.selection_schema, cr.result_schema)


def faults(schema, content):
    """What does not fit, of content as JSON holds it."""
    return [error.message for error in Draft202012Validator(schema).iter_errors(json.loads(json.dumps(content)))]


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda one: one.__name__)
def test_each_is_a_schema(schema):
    """Valid JSON Schema that refuses an empty object."""
    Draft202012Validator.check_schema(schema())
    assert faults(schema(), {})


def test_random_decisions_records_and_problems_fit():
    """Provisional ones with their problems too."""
    for _, decision in generated(seeds=25, each=4):
        assert [] == faults(cr.decision_schema(), decision.to_dict())
        assert [] == faults(cr.record_schema(), json.loads(cr.record(decision).to_json()))
        assert [] == [one for problem in decision.problems for one in faults(cr.problem_schema(), problem.to_dict())]


def test_a_scored_campaign_fits():
    """Decisions with scores and grades, the rows of its results, and its selection."""
    ruleset = cr.load("examples/scored_campaign/ruleset.yaml")
    program = cr.compile(ruleset, "ward")
    table = cr.read(program, "examples/scored_campaign/candidates.csv")
    rows = list(cr.decide_rows(program, table, as_of=date(2026, 12, 1)))
    for row in rows:
        assert [] == faults(cr.result_schema(), result_row(row, "vi", reasons=True))
        if row.decision is not None:
            assert [] == faults(cr.decision_schema(), row.decision.to_dict())
            assert [] == faults(cr.record_schema(), json.loads(cr.record(row.decision).to_json()))
    for category in ruleset.categories:
        for rule in category.selections:
            assert [] == faults(cr.selection_schema(), cr.select(ruleset, rule.id, rows).to_dict())
