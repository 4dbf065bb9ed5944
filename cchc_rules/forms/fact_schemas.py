"""The JSON Schema of a category's facts, for forms and for programs in other languages. It never answers for the clerk.

So it has no ``default``, ``const``, ``oneOf``, ``minItems`` or ``if``, and requires nothing: a form left alone sends
nothing, and nothing is unknown.
"""

from __future__ import annotations

from typing import Any, Final, Literal, TypeAlias, assert_never

from cchc_rules.facts.identity import LONGEST_ID
from cchc_rules.facts.scalars import number_bounds
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    Fact,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    TextType,
    Type,
)
from cchc_rules.phrases import phrase
from cchc_rules.program.program import Program
from cchc_rules.values import MOST_MEMBERS, Words

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

Schema: TypeAlias = dict[str, Any]


def fact_schema(program: Program, language: str = "vi", *, for_forms: bool = False) -> Schema:
    """The JSON Schema (2020-12) of what `cchc_rules.evaluate` takes for this program, titles in ``language``.

    Whatever is valid under it reads without a wrong type, word or bound; what it cannot say, the reader still refuses:
    checks, keys that stand twice, facts that contradict each other. Every fact may be left out; ``null`` and an
    envelope ``{value, by, on, evidence}`` are allowed but ``for_forms``, where form libraries get one plain type a
    field and no ``$schema`` (their validators are told the dialect apart). ``x-titles`` hold both languages, ``x-kind``
    tells measured facts from judged ones, ``x-program`` names the rules. Cost: some 10 µs a fact.
    """
    ruleset, category = program.ruleset, program.category
    facts = {fact.name: _describe(fact, language, for_forms) for fact in program.facts}
    own = {
        "id": {"type": "string", "maxLength": LONGEST_ID, **_entitle(_own("id"), language)},
        "name": {"type": "string", **_entitle(_own("name"), language)},
    }
    schema = {
        **_entitle(category.title, language),
        "type": "object",
        "properties": own | facts,
        "additionalProperties": False,
        "x-program": {
            "ruleset": ruleset.id,
            "version": ruleset.version,
            "category": category.id,
            "digest": program.digest,
        },
    }
    return schema if for_forms else {"$schema": DIALECT, **schema, "$defs": _PROVENANCE}


def fact_ui(program: Program, language: str = "vi", *, library: Literal["rjsf", "jsonforms"] = "rjsf") -> Schema:
    """How a form library shows the fields of ``fact_schema(…, for_forms=True)``.

    ``rjsf`` is the uiSchema of react-jsonschema-form: yes and no as two radio buttons with none chosen, levels and
    options in their order. ``jsonforms`` is the UI schema of JSON Forms, a control a fact in declared order.
    """
    match library:
        case "rjsf":
            order = ["id", "name", *(fact.name for fact in program.facts)]
            return {"ui:order": order} | {fact.name: _ui(fact, language) for fact in program.facts}
        case "jsonforms":
            names = ["id", "name", *(fact.name for fact in program.facts)]
            elements = [{"type": "Control", "scope": f"#/properties/{name}"} for name in names]
            return {"type": "VerticalLayout", "elements": elements}
        case _ as never:
            assert_never(never)


_DAY: Final = "^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$"
"""Days of the years 1900 to 2199, as `values.FIRST_DATE` and `values.LAST_DATE` bound them."""

_PROVENANCE: Final[Schema] = {
    "by": {"type": "string"},
    "on": {"type": "string", "format": "date", "pattern": _DAY},
    "evidence": {"type": "string"},
}


def _own(key: str) -> Words:
    return Words(*(phrase(f"schema.{key}", one) for one in ("vi", "en")))


def _entitle(words: Words, language: str) -> Schema:
    return {"title": words.within(language), "x-titles": {one: words.within(one) for one in ("vi", "en")}}


def _describe(fact: Fact, language: str, for_forms: bool) -> Schema:
    """The schema of one fact or field: its value, or that in an envelope, or nothing."""
    words = _entitle(fact.label, language) | ({"description": fact.help.within(language)} if fact.help else {})
    words |= {"x-kind": fact.kind} if not isinstance(fact.type, ListType) else {}
    words |= {"x-judge": fact.judge.within(language)} if fact.judge else {}
    value = _describe_type(fact.type, language, for_forms)
    if for_forms:
        return words | value
    nothing = {"type": "null"}
    said = {key: {"anyOf": [{"$ref": f"#/$defs/{key}"}, nothing]} for key in _PROVENANCE}
    envelope = {
        "type": "object",
        "properties": {"value": {"anyOf": [value, nothing]}, **said},
        "required": ["value"],
        "additionalProperties": False,
    }
    return words | {"anyOf": [value, envelope, nothing]}


def _describe_type(kind: Type, language: str, for_forms: bool) -> Schema:
    match kind:
        case BooleanType():
            return {"type": "boolean"}
        case NumberType():
            lowest, highest = number_bounds(kind)
            bounds = {"minimum": lowest, "maximum": highest, "x-decimals": kind.decimals, "x-unit": kind.unit or None}
            stated = {key: value for key, value in bounds.items() if value is not None}
            return {"type": "integer" if kind.integral else "number", **stated}
        case DateType():
            return {"type": "string", "format": "date", "pattern": _DAY}
        case GradeType(scale=scale):
            return {"type": "string", "enum": list(scale.spellings)}
        case ChoiceType(options=options, open=True):
            return {"type": "string", "examples": list(options)}
        case ChoiceType(options=options):
            return {"type": "string", "enum": list(options)}
        case TextType():
            return {"type": "string"}
        case ListType(fields=fields):
            members = {
                "type": "object",
                "properties": {one.name: _describe(one, language, for_forms) for one in fields},
                "additionalProperties": False,
            }
            return {"type": "array", "maxItems": MOST_MEMBERS, "items": members}
        case QuotientType():
            raise TypeError("no fact is a share")
        case _ as never:
            assert_never(never)


def _ui(fact: Fact, language: str) -> Schema:
    match fact.type:
        case BooleanType():
            names = [phrase(f"truth.{truth}", language) for truth in ("true", "false")]
            return {"ui:widget": "radio", "ui:enumNames": names, "ui:options": {"inline": True}}
        case ListType(fields=fields):
            inner = {one.name: _ui(one, language) for one in fields}
            return {"items": {"ui:order": [one.name for one in fields], **inner}}
        case DateType():
            return {"ui:widget": "date"}
        case NumberType() | GradeType() | ChoiceType() | TextType() | QuotientType():
            return {}
        case _ as never:
            assert_never(never)
