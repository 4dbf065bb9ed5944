"""Schemas and classes of facts: what they take the reader takes, and they never answer for anybody."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import ValidationError

import cchc_rules as cr
from cchc_rules.facts.parser import reader
from cchc_rules.forms.fact_models import Stated, fact_model
from cchc_rules.forms.fact_schemas import fact_schema, fact_ui
from cchc_rules.language.loader import list_shipped
from cchc_rules.problems import RulesetError
from tests.generation.bodies import CATEGORY, document, text
from tests.generation.candidates import Source
from tests.generation.programs import sample

ANSWERING = {"default", "const", "oneOf", "minItems", "if"}
LEFT_TO_THE_READER = {
    *("contradiction", "member-without-key", "member-doubled", "member-off-roll", "list-too-short", "value-too-long"),
    *("too-many-decimals", "too-many-digits", "text-unreadable"),
}
"""What a schema of single values cannot say."""
SHIPPED = [(id, category.id) for id in list_shipped() for category in cr.load(id).categories]


def shipped(id, category):
    """A shipped program with its parameters."""
    return cr.compile(cr.load(id), category)


def parts(schema):
    """Every part of a schema."""
    yield schema
    for one in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from parts(one)


def written(value):
    """A value as JSON holds it."""
    match value:
        case dict():
            return {key: written(one) for key, one in value.items()}
        case list():
            return [written(one) for one in value]
        case date():
            return value.isoformat()
        case Decimal():
            return float(value)
        case _:
            return value


def draws(wrong, seeds=60, each=8):
    """Programs, and raw facts drawn for each; what no JSON can hold is left out."""
    for seed in range(seeds):
        drawn = sample(seed)
        try:
            program = drawn.program()
        except RulesetError:
            continue
        source = Source(drawn, seed, wrong=wrong)
        for _ in range(each):
            yield program, {key: value for key, value in source.candidate().items() if key not in ("id", "name")}


@pytest.mark.parametrize(("id", "category"), SHIPPED)
def test_a_schema_of_facts_never_answers(id, category):
    """It has no default and no fixed value, asks for nothing but the value in an envelope, and names both languages."""
    program = shipped(id, category)
    for for_forms in (False, True):
        schema = fact_schema(program, for_forms=for_forms)
        Draft202012Validator.check_schema(schema)
        found = [part for part in parts(schema) if isinstance(part, dict)]
        assert set() == {key for part in found for key in part} & ANSWERING
        assert {("value",)} >= {tuple(part["required"]) for part in found if "required" in part}
        assert for_forms is not ("$schema" in schema)
        for fact in program.facts:
            assert {"vi": fact.label.vi, "en": fact.label.en} == schema["properties"][fact.name]["x-titles"]
        validator = Draft202012Validator(schema)
        assert validator.is_valid({})
        assert not validator.is_valid({"no_such_fact": 1})
        assert validator.is_valid({program.facts[0].name: None}) is not for_forms


def test_what_the_schema_takes_the_reader_takes():
    """Random facts, a third of them wrong: whatever is valid has no problem but those of the whole."""
    valid = 0
    for program, facts in draws(wrong=0.35):
        check = Draft202012Validator(fact_schema(program), format_checker=FormatChecker())
        document = written(facts)
        try:
            json.dumps(document, allow_nan=False)
        except ValueError:
            continue
        fits = check.is_valid(document)
        found = {one.code for one in reader(program.category, program.parameters).parse(document, as_of=None).problems}
        if fits:
            valid += 1
            assert found <= LEFT_TO_THE_READER, document
    assert valid > 200


def test_facts_as_programs_hold_them_are_valid():
    """Typed values, gaps included, are valid as JSON holds them: the schema refuses nothing that is right."""
    for program, facts in draws(wrong=0.0, seeds=40, each=4):
        check = Draft202012Validator(fact_schema(program), format_checker=FormatChecker())
        assert [] == [error.message for error in check.iter_errors(written(facts))]


def test_a_model_gives_back_the_facts_it_was_given():
    """By way of the class and without it the candidate is the same; nothing is sent that was not given."""
    for program, facts in draws(wrong=0.0, seeds=25, each=4):
        given = fact_model(program)(**facts).to_facts()
        assert facts == given
        parse = reader(program.category, program.parameters).parse
        assert parse(facts, as_of=None) == parse(given, as_of=None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"head_disciplined": "no"},
        {"head_disciplined": "off"},
        {"head_disciplined": 0},
        {"staff_count": "5"},
        {"staff_count": True},
        {"staff_count": 0},
        {"staff_count": 5.0},
        {"registered": 1},
        {"reform_index": "kha"},
        {"reported_on": "2022-11-01"},
        {"initiatives": [{"title": "a", "colour": 1}]},
        {"head_disciplined": {"value": "no", "by": "x"}},
        {"head_disciplined": {"by": "x"}},
    ],
)
def test_a_model_is_strict(wrong):
    """Nothing is turned into a truth, a number or a day; one value gives one error, which does not print it."""
    with pytest.raises(ValidationError) as error:
        fact_model(shipped("quan-12-2022", "agency"))(**wrong)
    assert 1 == error.value.error_count()
    assert "input_value" not in str(error.value)


def test_a_model_takes_who_stated_what():
    """A fact with its provenance goes through to the decision."""
    program = shipped("quan-12-2022", "agency")
    stated = Stated(value=False, by="Thanh tra quận", on=date(2022, 12, 1), evidence="CV 12")
    decision = cr.evaluate(program, fact_model(program)(id="A", head_disciplined=stated).to_facts())
    assert {"head_disciplined": cr.Provenance("Thanh tra quận", date(2022, 12, 1), "CV 12")} == decision.provenance


def test_facts_named_like_methods_have_fields():
    """What every pydantic class has keeps its meaning: such a fact is a field with a line behind it."""
    body = {
        "facts": {name: {"type": "boolean"} for name in ("copy", "json", "model_fields", "own")},
        "criteria": {"one": {"require": "copy and json and model_fields and own"}},
    }
    made = fact_model(cr.compile(cr.load_text(text(document(body))), CATEGORY))
    assert ["id", "name", "copy_", "json_", "model_fields_", "own"] == list(made.model_fields)
    assert {"json": True, "own": False} == made(json=True, own=False).to_facts()


@pytest.mark.parametrize("library", ["rjsf", "jsonforms"])
def test_every_fact_has_its_control(library):
    """In declared order, yes and no to be chosen, none chosen already."""
    program = shipped("quan-12-2022", "agency")
    shown = fact_ui(program, library=library)
    names = ["id", "name", *(fact.name for fact in program.facts)]
    if library == "rjsf":
        assert names == shown["ui:order"]
        assert ["có", "không"] == shown["head_disciplined"]["ui:enumNames"]
    else:
        assert [f"#/properties/{name}" for name in names] == [one["scope"] for one in shown["elements"]]
