"""The OpenAPI 3.1 of what is in force: a path a category, with the facts of that category as its body."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import cchc_rules
from cchc_rules.forms.fact_schemas import fact_schema
from cchc_rules.program.program import Program
from cchc_rules.service.answer_shapes import list_shapes, refer
from cchc_rules.service.catalogue import Catalogue
from cchc_rules.service.refusals import MEDIA
from cchc_rules.service.sent_rows import FORM, LINES

_JSON: Final = "application/json"
_DATE: Final = {"type": "string", "pattern": "^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$", "format": "date"}
_ANY: Final[dict[str, Any]] = {"type": "object"}
_LANGUAGE: Final = {"name": "lang", "in": "query", "schema": {"enum": ["vi", "en"]}}
_VERSION: Final = {"name": "version", "in": "query", "schema": {"type": "string"}}
_PINNED: Final = {"name": "If-Match", "in": "header", "schema": {"type": "string"}}
_KEY: Final = {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"}}
_NUMBER: Final = {"name": "number", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}
_GAIN: Final = {
    "type": "object",
    "properties": {"grade": {"type": "string"}, "level": {"type": "string"}},
    "required": ["grade", "level"],
    "additionalProperties": False,
}
_DECIDING: Final = (400, 401, 404, 412, 413, 415, 422, 503)
_REPLAYING: Final = (401, 409, 413, 415, 422, 429)


def describe_service(catalogue: Catalogue, root: str, *, has_store: bool) -> dict[str, Any]:
    """The whole document. ``root`` is where the app is mounted. Cost: that of the schemas of all facts."""
    paths: dict[str, Any] = {
        "/health/live": {"get": _operation("live", 200, refer("Status"), ())},
        "/health/ready": {"get": _operation("ready", 200, refer("Status"), (503,))},
        "/v1/status": {"get": _operation("status", 200, refer("InForce"), (401,), [_LANGUAGE])},
        "/v1/rulesets": {"get": _operation("rulesets", 200, refer("Rulesets"), (401,), [_LANGUAGE])},
        "/v1/selections/replay": {
            "post": _operation(
                "selection-replay", 200, refer("Selection"), _REPLAYING, [_LANGUAGE], refer("SelectionRecord")
            )
        },
    }
    for id in catalogue.editions:
        edition = catalogue.find(id)
        for program in edition.programs.values() if edition is not None else ():
            paths |= _category_paths(program, has_store=has_store)
    if has_store:
        paths |= _record_paths()
    return {
        "openapi": "3.1.0",
        "info": {"title": "cchc_rules", "version": cchc_rules.__version__},
        **({"servers": [{"url": root}]} if root else {}),
        "paths": paths,
        "components": {"schemas": list_shapes(), "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def _category_paths(program: Program, *, has_store: bool) -> dict[str, Any]:
    base = f"/v1/rulesets/{program.ruleset.id}/{program.category.id}"
    name = f"{program.ruleset.id}-{program.category.id}"
    facts = fact_schema(program)
    body, gaining = _describe_body(facts), _describe_body(facts, gain=_GAIN)
    asking = [_LANGUAGE, _VERSION, _PINNED]
    library = {"name": "library", "in": "query", "schema": {"enum": ["rjsf", "jsonforms"]}}
    advised = (*_DECIDING, 429)
    paths = {
        f"{base}/schema": {"get": _operation(f"{name}-schema", 200, _ANY, (401, 404, 412), asking)},
        f"{base}/ui": {"get": _operation(f"{name}-ui", 200, _ANY, (401, 404, 412), [*asking, library])},
        f"{base}/evaluate": {"post": _operation(f"{name}-evaluate", 200, refer("Decision"), _DECIDING, asking, body)},
        f"{base}/explain": {"post": _operation(f"{name}-explain", 200, refer("Explained"), _DECIDING, asking, body)},
        f"{base}/questions": {"post": _operation(f"{name}-questions", 200, refer("Questions"), advised, asking, body)},
        f"{base}/remedies": {"post": _operation(f"{name}-remedies", 200, refer("Remedies"), advised, asking, gaining)},
        f"{base}/batch": {"post": _many_operation(f"{name}-batch", refer("Batch"), facts, asking, has_lines=True)},
    }
    for one in program.category.selections:
        for ending, schema in (("", refer("Chosen")), ("/record", refer("ChosenAndRecorded"))):
            own = f"{name}-select-{one.id}{ending.replace('/', '-')}"
            paths[f"{base}/select/{one.id}{ending}"] = {"post": _many_operation(own, schema, facts, asking)}
    if has_store:
        refused = (*_DECIDING, 409)
        recording = _operation(f"{name}-record", 201, refer("Recorded"), refused, [*asking, _KEY], body)
        paths[f"{base}/records"] = {"post": recording}
    return paths


def _describe_body(facts: dict[str, Any], **more: Any) -> dict[str, Any]:
    own = {key: value for key, value in facts.items() if key not in ("$schema", "$defs")}
    properties = {"facts": own, "as_of": _DATE, **more}
    body: dict[str, Any] = _inline({"type": "object", "properties": properties, "required": ["facts"]}, facts)
    return {**body, "additionalProperties": False}


def _many_operation(
    name: str, schema: Any, facts: dict[str, Any], asking: list[Any], *, has_lines: bool = False
) -> dict[str, Any]:
    """An operation on many candidates; batches answer JSON Lines with JSON Lines."""
    own = {key: value for key, value in facts.items() if key not in ("$schema", "$defs")}
    many = {"type": "object", "properties": {"candidates": {"type": "array", "items": own}, "as_of": _DATE}}
    body = _inline({**many, "required": ["candidates"], "additionalProperties": False}, facts)
    found = _operation(name, 200, schema, (*_DECIDING, 429), asking, body)
    files = {key: {"type": "string", "format": "binary"} for key in ("file", "mapping")}
    upload = {"type": "object", "properties": {**files, "as_of": _DATE}, "required": ["file"]}
    found["requestBody"]["content"] |= {LINES[0]: {"schema": {"type": "string"}}, FORM: {"schema": upload}}
    if has_lines:
        found["responses"]["200"]["content"][LINES[0]] = {"schema": {"type": "string"}}
    return found


def _record_paths() -> dict[str, Any]:
    refused = (401, 404, 409, 503)
    asked = {"name": "id", "in": "query", "schema": {"type": "string"}}
    against = {"name": "checkpoint", "in": "query", "schema": {"type": "string"}}
    checking = _operation("records-verify", 200, refer("Checked"), (400, *refused), [against, _LANGUAGE])
    replaying = _operation("replay", 200, refer("Replayed"), refused, [_NUMBER, _LANGUAGE])
    return {
        "/v1/records": {"get": _operation("records", 200, refer("Found"), refused, [asked])},
        "/v1/records/verify": {"get": checking},
        "/v1/records/{number}": {"get": _operation("record", 200, refer("Kept"), refused, [_NUMBER])},
        "/v1/records/{number}/replay": {"post": replaying},
    }


def _operation(
    name: str, status: int, schema: Any, refused: Iterable[int], parameters: Iterable[Any] = (), body: Any = None
) -> dict[str, Any]:
    answers = {str(status): {"description": "", "content": {_JSON: {"schema": schema}}}}
    refusal = {MEDIA: {"schema": refer("Refusal")}}
    answers |= {str(one): {"description": "", "content": refusal} for one in (*refused, 500)}
    found: dict[str, Any] = {"operationId": name, "parameters": list(parameters), "responses": answers}
    if 401 in refused:
        found["security"] = [{}, {"token": []}]
    if body is not None:
        found["requestBody"] = {"required": True, "content": {_JSON: {"schema": body}}}
    return found


def _inline(schema: Any, facts: Any) -> Any:
    """The schema with references to the parts of a fact schema written out: it stands in no document of its own."""
    if isinstance(schema, dict):
        reference = schema.get("$ref", "")
        if isinstance(reference, str) and reference.startswith("#/$defs/"):
            return facts["$defs"][reference.removeprefix("#/$defs/")]
        return {key: _inline(value, facts) for key, value in schema.items()}
    return [_inline(one, facts) for one in schema] if isinstance(schema, list) else schema
