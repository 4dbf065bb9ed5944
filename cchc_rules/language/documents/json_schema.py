"""The JSON Schemas of rulesets and their cases, for editors: from the models, tightened by what their validators know.

Each accepts every file whose structure the loader accepts. Of structure that of rulesets cannot say: that ``key`` names
a field of the list, that ``n`` is at most the number of members, that a day is in the calendar, that a number has 15
digits at most, how long ``short`` may be and what ``sheet`` may be called.
"""

from __future__ import annotations

import json
from typing import Any, Final

from cchc_rules.language.documents.base_models import Document
from cchc_rules.language.documents.case_models import CasesDocument
from cchc_rules.language.documents.criterion_models import CONDITIONS
from cchc_rules.language.documents.models import NEEDED_KEYS, OWN_KEYS, RulesetDocument
from cchc_rules.language.documents.names import ID_PATTERN, LONGEST_KEY, NAME_PATTERN, RESERVED_NAMES
from cchc_rules.phrases import LANGUAGES, has_phrase, phrase

SCHEMA_FILE: Final = "ruleset.schema.json"
CASES_SCHEMA_FILE: Final = "cases.schema.json"
"""Where they lie in the folder of shipped rulesets."""

_NAME_FORMS: Final[dict[str, dict[str, Any]]] = {
    "Id": {"type": "string", "pattern": f"^{ID_PATTERN.pattern}$", "maxLength": LONGEST_KEY},
    "Name": {"type": "string", "pattern": f"^{NAME_PATTERN.pattern}$", "not": {"enum": sorted(RESERVED_NAMES)}},
}
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_GIVEN: Final[dict[str, Any]] = {"not": {"type": "null"}}
_NOT_GIVEN: Final[dict[str, Any]] = {"type": "null"}


def ruleset_schema() -> dict[str, Any]:
    """The schema as plain data."""
    schema = RulesetDocument.model_json_schema(by_alias=True)
    parts: dict[str, Any] = schema["$defs"]
    said = {"type": "string", "pattern": r"\S"}
    parts["WordsDocument"]["anyOf"] = [{"required": [half], "properties": {half: said}} for half in ("vi", "en")]
    _tighten_shorthands(parts)
    for name in ("CriterionDocument", "SharedCriterionDocument"):
        # Exactly one condition, and neither `applies` nor `unmet` on members.
        criterion = parts[name]
        criterion["oneOf"] = [{"required": [key], "properties": {key: _GIVEN}} for key in CONDITIONS]
        member = {"$ref": "#/$defs/CriterionDocument", "properties": {"applies": _NOT_GIVEN, "unmet": _NOT_GIVEN}}
        parts["AtLeastDocument"]["properties"]["of"]["items"] = member
        for key in ("any", "all"):
            for form in criterion["properties"][key]["anyOf"]:
                if form.get("type") == "array":
                    form["items"] = member
    # Facts of its own, or used ones.
    used = {"properties": {"facts": {"type": "array", "minItems": 1}}, "required": ["facts"], "type": "object"}
    parts["CategoryDocument"]["anyOf"] = [
        {"required": ["facts"], "properties": {"facts": {"minProperties": 1}}},
        {"required": ["uses"], "properties": {"uses": used}},
    ]
    _tighten_definition(parts["DefinitionDocument"])
    for name in ("FactDocument", "ParameterDocument"):
        _tighten_type(parts[name])
    _tighten_parameter(parts["ParameterDocument"])
    # A line is an expression, rows or lines of its own; a grade is bands of a number, or rows.
    parts["LineDocument"]["oneOf"] = [
        {"required": [key], "properties": {key: _GIVEN}} for key in ("is", "first", "lines")
    ]
    parts["GradeDocument"]["oneOf"] = [
        {"required": ["bands", "of"], "properties": {"bands": _GIVEN, "of": _GIVEN, "first": _NOT_GIVEN}},
        {"required": ["first"], "properties": {"first": _GIVEN, "bands": _NOT_GIVEN, "of": _NOT_GIVEN}},
    ]
    keyed = {"required": ["key"], "properties": {"key": _GIVEN}}
    rolled = {"required": ["expects"], "properties": {"expects": _GIVEN}}
    parts["FactDocument"]["allOf"].append({"if": rolled, "then": keyed})
    _tighten_selection(parts)
    return _finish(schema)


def document_schema(model: type[Document]) -> dict[str, Any]:
    """The schema of another kind of document as its models say it, for whoever knows what else to allow."""
    return _finish(model.model_json_schema(by_alias=True))


def _finish(schema: dict[str, Any]) -> dict[str, Any]:
    for name, part in {schema["title"]: schema, **schema["$defs"]}.items():
        for key, form in part.get("properties", {}).items():
            form["description"] = _describe(name.removesuffix("Document"), key)
    plain: dict[str, Any] = _plain(schema)
    plain["$defs"].update(_NAME_FORMS)
    return {"$schema": _DIALECT, **plain}


def _describe(model: str, key: str) -> str:
    """What a key says, in each language on a line of its own: an editor shows it beside the key."""
    own = f"key.{model}.{key}"
    return "\n".join(phrase(own if has_phrase(own) else f"key.{key}", language) for language in LANGUAGES)


def cases_schema() -> dict[str, Any]:
    """The schema of ``cases.yaml``, as plain data; that bases are there and names stand once it cannot say."""
    schema = CasesDocument.model_json_schema(by_alias=True)
    parts: dict[str, Any] = schema["$defs"]
    case, chosen = parts["CaseDocument"], parts["SelectedDocument"]
    exactly = ("base", "category"), ("verdict", "problems")
    case["allOf"] = [{"oneOf": [{"required": [key], "properties": {key: _GIVEN}} for key in keys]} for keys in exactly]
    chosen["anyOf"] = [{"required": [key], "properties": {key: _GIVEN}} for key in ("standing", "rank")]
    rank = chosen["properties"]["rank"]
    rank["anyOf"] = [{"type": "integer"}, *rank["anyOf"]]
    return _finish(schema)


def schema_text(*, cases: bool = False) -> str:
    """The schema of rulesets, or of cases, as the text of its file: the same for the same language."""
    return json.dumps(cases_schema() if cases else ruleset_schema(), ensure_ascii=False, indent=2) + "\n"


def _plain(schema: Any) -> Any:
    """The schema without made-up titles, with names and ids said once. Bounded by the depth of the models."""
    if isinstance(schema, list):
        return [_plain(value) for value in schema]
    if not isinstance(schema, dict):
        return schema
    for name, form in _NAME_FORMS.items():
        if schema.get("pattern") == form["pattern"]:
            said = {key: schema[key] for key in ("description",) if key in schema}
            return {"$ref": f"#/$defs/{name}", **said}
        if form["pattern"] in schema.get("patternProperties", {}):
            rest = {key: schema[key] for key in schema if key not in ("patternProperties", "propertyNames")}
            schema = {
                **rest,
                "propertyNames": {"$ref": f"#/$defs/{name}"},
                "additionalProperties": schema["patternProperties"][form["pattern"]],
            }
    made_up = isinstance(schema.get("title"), str)
    return {key: _plain(value) for key, value in schema.items() if not (made_up and key == "title")}


def _tighten_shorthands(parts: dict[str, Any]) -> None:
    """Allow what the models turn into one form before they look at it."""
    text = {"type": "string", "pattern": r"\S"}
    cited = [name for name, part in parts.items() if part["properties"].get("source", {}).get("type") == "array"]
    for owner, key in (("ClauseDocument", "at"), ("FactDocument", "sheet"), *((name, "source") for name in cited)):
        properties = parts[owner]["properties"]
        properties[key] = {"anyOf": [text, properties[key]]}
    for owner in ("CategoryDocument", "SharedDocument"):
        define = parts[owner]["properties"]["define"]
        for pattern, form in define["patternProperties"].items():
            define["patternProperties"][pattern] = {"anyOf": [text, form]}


def _tighten_definition(definition: dict[str, Any]) -> None:
    """An expression or a table; words of one kind beside a table only."""
    nothing = {"anyOf": [{"type": "null"}, {"maxItems": 0, "type": "array"}]}
    without = {"scale": nothing, "options": nothing}
    definition["oneOf"] = [
        {"required": ["is"], "properties": {"is": _GIVEN, **without}},
        {"required": ["first"], "properties": {"first": _GIVEN}},
    ]
    definition["anyOf"] = [{"properties": {key: form}} for key, form in without.items()]


def _tighten_type(document: dict[str, Any]) -> None:
    """The keys each type may and must have."""
    known = document["properties"]
    rules = []
    for kind in known["type"]["enum"]:
        foreign = sorted({key for keys in OWN_KEYS.values() for key in keys} - set(OWN_KEYS[kind]))
        then: dict[str, Any] = {"properties": {key: False for key in foreign if key in known}}
        if needed := NEEDED_KEYS.get(kind):
            then["required"] = [needed]
            then["properties"][needed] = {"not": {"anyOf": [{"type": "null"}, {"maxItems": 0, "type": "array"}]}}
            if needed == "items":
                then["properties"][needed] = {"minProperties": 1, "type": "object"}
        rules.append({"if": {"properties": {"type": {"const": kind}}, "required": ["type"]}, "then": then})
    document["allOf"] = rules


def _tighten_selection(parts: dict[str, Any]) -> None:
    """One way of a key; the three ways to say how many are taken, long or short; no cut where nobody is taken."""
    ways = ("highest", "lowest")
    parts["KeyDocument"]["oneOf"] = [{"required": [key], "properties": {key: _GIVEN}} for key in ways]
    take, selection = parts["TakeDocument"], parts["SelectionDocument"]
    number, share = take["properties"]["places"]["anyOf"][0], ("of", "round", "min")
    take["properties"]["values"]["minProperties"] = 1
    nothing: dict[str, Any] = {"type": "null"}
    bare: dict[str, Any] = {**dict.fromkeys(share, False), "percent": nothing}
    whole = {"percent": _GIVEN, "of": _GIVEN, "places": nothing, "values": False}
    take["oneOf"] = [
        {"required": ["places"], "properties": {"places": _GIVEN, "values": False, **bare}},
        {"required": ["values"], "properties": {"places": nothing, **bare}},
        {"required": ["percent", "of"], "properties": whole},
    ]
    by_value = {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"not": {"enum": sorted(take["properties"])}, "pattern": r"\S"},
        "additionalProperties": number,
    }
    known = selection["properties"]
    parts["TiedDocument"]["oneOf"] = [{"required": [key], "properties": {key: _GIVEN}} for key in ("taken", "vote")]
    known["tied"] = {"anyOf": [{"enum": ["all", "none"]}, *known["tied"]["anyOf"]]}
    known["take"] = {"anyOf": [number, by_value, *known["take"]["anyOf"]]}
    taken = {"required": ["take"], "properties": {"take": _GIVEN}}
    uncut = {"properties": {"prefer": {"maxItems": 0}, "tied": {"type": "null"}}}
    selection["anyOf"] = [taken, uncut]


def _tighten_parameter(parameter: dict[str, Any]) -> None:
    """A list for ``many``, one value otherwise."""
    listed = {"properties": {"value": {"type": ["array", "null"]}}}
    single = {"properties": {"value": {"not": {"type": "array"}}}}
    many = {"properties": {"many": {"const": True}}, "required": ["many"]}
    parameter["allOf"].append({"if": many, "then": listed, "else": single})
