"""The OpenAPI 3.1 of what is in force: a path a category, with the facts of that category as its body."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import cchc_rules
from cchc_rules.forms.fact_schemas import fact_schema
from cchc_rules.program.program import Program
from cchc_rules.reports.answer_schemas import decision_schema, problem_schema, record_schema, result_schema
from cchc_rules.service.batches import FORM, LINES
from cchc_rules.service.catalogue import Catalogue
from cchc_rules.service.refusals import MEDIA

_JSON: Final = "application/json"
_DATE: Final = {"type": "string", "pattern": "^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$", "format": "date"}
_ANY: Final[dict[str, Any]] = {"type": "object"}
_LANGUAGE: Final = {"name": "lang", "in": "query", "schema": {"enum": ["vi", "en"]}}
_VERSION: Final = {"name": "version", "in": "query", "schema": {"type": "string"}}
_PINNED: Final = {"name": "If-Match", "in": "header", "schema": {"type": "string"}}
_KEY: Final = {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"}}
_NUMBER: Final = {"name": "number", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}
_DECIDING: Final = (400, 401, 404, 412, 413, 415, 422, 503)


def describe_service(catalogue: Catalogue, root: str, *, has_store: bool) -> dict[str, Any]:
    """The whole document. ``root`` is where the app is mounted. Cost: that of the schemas of all facts."""
    paths: dict[str, Any] = {
        "/health/live": {"get": _operation("live", 200, _ANY, ())},
        "/health/ready": {"get": _operation("ready", 200, _ANY, (503,))},
        "/v1/status": {"get": _operation("status", 200, _ANY, (401,), [_LANGUAGE])},
        "/v1/rulesets": {"get": _operation("rulesets", 200, _ANY, (401,), [_LANGUAGE])},
    }
    for id in catalogue.editions:
        edition = catalogue.find(id)
        for program in edition.programs.values() if edition is not None else ():
            paths |= _category_paths(program, has_store=has_store)
    if has_store:
        paths |= _record_paths()
    schemas = {"Decision": decision_schema(), "Problem": problem_schema(), "Record": record_schema()}
    schemas |= {"Result": result_schema(), "Refusal": _REFUSAL, "Batch": _BATCH}
    bare = {name: {key: value for key, value in one.items() if key != "$schema"} for name, one in schemas.items()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "cchc_rules", "version": cchc_rules.__version__},
        **({"servers": [{"url": root}]} if root else {}),
        "paths": paths,
        "components": {"schemas": bare, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def _category_paths(program: Program, *, has_store: bool) -> dict[str, Any]:
    base = f"/v1/rulesets/{program.ruleset.id}/{program.category.id}"
    name = f"{program.ruleset.id}-{program.category.id}"
    facts = fact_schema(program)
    own = {key: value for key, value in facts.items() if key not in ("$schema", "$defs")}
    body = _inline({"type": "object", "properties": {"facts": own, "as_of": _DATE}, "required": ["facts"]}, facts)
    body["additionalProperties"] = False
    asking = [_LANGUAGE, _VERSION, _PINNED]
    decision = {"$ref": "#/components/schemas/Decision"}
    paths = {
        f"{base}/schema": {"get": _operation(f"{name}-schema", 200, _ANY, (401, 404, 412), asking)},
        f"{base}/evaluate": {"post": _operation(f"{name}-evaluate", 200, decision, _DECIDING, asking, body)},
        f"{base}/explain": {"post": _operation(f"{name}-explain", 200, decision, _DECIDING, asking, body)},
        f"{base}/batch": {"post": _batch_operation(name, own, facts, asking)},
    }
    if has_store:
        refused = (*_DECIDING, 409)
        recording = _operation(f"{name}-record", 201, decision, refused, [*asking, _KEY], body)
        paths[f"{base}/records"] = {"post": recording}
    return paths


def _batch_operation(name: str, own: Any, facts: Any, asking: list[Any]) -> dict[str, Any]:
    many = {"type": "object", "properties": {"candidates": {"type": "array", "items": own}, "as_of": _DATE}}
    body = _inline({**many, "required": ["candidates"], "additionalProperties": False}, facts)
    batch = {"$ref": "#/components/schemas/Batch"}
    found = _operation(f"{name}-batch", 200, batch, (*_DECIDING, 429), asking, body)
    upload = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}, "as_of": _DATE}}
    found["requestBody"]["content"] |= {LINES[0]: {"schema": {"type": "string"}}, FORM: {"schema": upload}}
    found["responses"]["200"]["content"][LINES[0]] = {"schema": {"type": "string"}}
    return found


def _record_paths() -> dict[str, Any]:
    refused = (401, 404, 409, 503)
    asked = {"name": "id", "in": "query", "schema": {"type": "string"}}
    against = {"name": "checkpoint", "in": "query", "schema": {"type": "string"}}
    return {
        "/v1/records": {"get": _operation("records", 200, _ANY, refused, [asked])},
        "/v1/records/verify": {"get": _operation("records-verify", 200, _ANY, (400, *refused), [against, _LANGUAGE])},
        "/v1/records/{number}": {"get": _operation("record", 200, _ANY, refused, [_NUMBER])},
        "/v1/records/{number}/replay": {"post": _operation("replay", 200, _ANY, refused, [_NUMBER, _LANGUAGE])},
    }


def _operation(
    name: str, status: int, schema: Any, refused: Iterable[int], parameters: Iterable[Any] = (), body: Any = None
) -> dict[str, Any]:
    answers = {str(status): {"description": "", "content": {_JSON: {"schema": schema}}}}
    refusal = {MEDIA: {"schema": {"$ref": "#/components/schemas/Refusal"}}}
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


_ERROR: Final = {
    "type": "object",
    "properties": {key: {"type": "string"} for key in ("pointer", "code", "message", "help")},
    "required": ["pointer", "code", "message"],
}
_REFUSAL: Final = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "errors": {"type": "array", "items": _ERROR},
        "request_id": {"type": "string"},
    },
    "required": ["type", "title", "status", "errors", "request_id"],
}
_BATCH: Final = {
    "type": "object",
    "properties": {
        "ruleset": {"type": "string"},
        "version": {"type": "string"},
        "program": {"type": "string"},
        "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
        "remarks": {"type": "array", "items": {"$ref": "#/components/schemas/Problem"}},
        "results": {"type": "array", "items": {"$ref": "#/components/schemas/Result"}},
    },
    "required": ["ruleset", "version", "program", "counts", "remarks", "results"],
}
