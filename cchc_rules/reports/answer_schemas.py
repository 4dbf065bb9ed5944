"""JSON Schemas (2020-12) of what is answered: a decision, a problem, a record, a selection, a row of results."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from cchc_rules.phrases import LANGUAGES
from cchc_rules.values import Outcome, Verdict

Schema: TypeAlias = dict[str, Any]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Final[Schema] = {"type": "string"}
_TEXT_OR_NULL: Final[Schema] = {"type": ["string", "null"]}
_DATE_OR_NULL: Final[Schema] = {"type": ["string", "null"], "format": "date"}
_DIGEST: Final[Schema] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_WORDS: Final[Schema] = {"type": "object", "properties": dict.fromkeys(LANGUAGES, _TEXT), "required": [*LANGUAGES]}
_OUTCOMES: Final[Schema] = {"type": "object", "additionalProperties": {"enum": [one.value for one in Outcome]}}
_VERDICT: Final[Schema] = {"enum": [one.value for one in Verdict]}


def problem_schema() -> Schema:
    """A problem as `Problem.to_dict` gives it."""
    return {"$schema": _DIALECT, **_PROBLEM}


def decision_schema() -> Schema:
    """A decision as `Decision.to_dict` gives it. ``facts`` are those of the program's category (`fact_schema`)."""
    return {"$schema": _DIALECT, **_DECISION}


def record_schema() -> Schema:
    """A self-contained record as `DecisionRecord.to_json` writes it."""
    return {"$schema": _DIALECT, **_RECORD}


def selection_schema() -> Schema:
    """A selection as `Selection.to_dict` gives it."""
    return {"$schema": _DIALECT, **_SELECTION}


def result_schema() -> Schema:
    """A row of results in JSON, JSON Lines and the batches of the service."""
    return {"$schema": _DIALECT, **_RESULT}


def _object(properties: Schema, *, optional: tuple[str, ...] = ()) -> Schema:
    """An object that has all of these keys, but for the optional ones; it may gain others in a later version."""
    required = [key for key in properties if key not in optional]
    return {"type": "object", "properties": properties, "required": required}


_PATHS: Final[Schema] = {"type": "array", "items": _TEXT}
_SCORE: Final = _object(
    {"exact": _TEXT_OR_NULL, "from": _TEXT_OR_NULL, "to": _TEXT_OR_NULL, "shown": _WORDS, "missing": _PATHS}
)
_ENDS: Final = _object({"from": _TEXT_OR_NULL, "to": _TEXT_OR_NULL})
_GRADE: Final = _object({"value": _TEXT_OR_NULL, "possible": {**_PATHS, "minItems": 1}, "missing": _PATHS})
_RESULTS: Final[Schema] = {"type": "object", "additionalProperties": {"anyOf": [_SCORE, _GRADE]}}
"""Scores, exact as text (``862/9``) or null where there is no one number or no end, and grades; by name."""
_PROBLEM: Final = _object(
    {
        "code": _TEXT,
        "severity": {"enum": ["error", "warning"]},
        "where": {"type": "object"},
        "message": _TEXT,
        "help": _TEXT,
    },
    optional=("help",),
)
_MISSING: Final = _object(
    {
        "path": _TEXT,
        "label": _WORDS,
        "kind": {"enum": ["measured", "judged"]},
        "criteria": {"type": "array", "items": _TEXT},
    }
)
_DATED: Final = {"type": "array", "items": _object({"from": _DATE_OR_NULL, "value": {}})}
_PARAMETER: Final = _object(
    {"value": {}, "ruleset_value": {}, "values": _DATED, "ruleset_values": _DATED},
    optional=("value", "ruleset_value", "values", "ruleset_values"),
)
_DECISION: Final = _object(
    {
        "ruleset": _object({"id": _TEXT, "version": _TEXT, "digest": _DIGEST}),
        "program": _DIGEST,
        "category": _TEXT,
        "parameters": {"type": "object", "additionalProperties": _PARAMETER},
        "as_of": _DATE_OR_NULL,
        "id": _TEXT_OR_NULL,
        "name": _TEXT_OR_NULL,
        "facts": {"type": "object"},
        "provenance": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": _TEXT}},
        "verdict": _VERDICT,
        "favourable": {"type": ["boolean", "null"]},
        "provisional": {"type": "boolean"},
        "outcomes": _OUTCOMES,
        "results": _RESULTS,
        "missing_facts": {"type": "array", "items": _MISSING},
        "partial": {"type": "array", "items": _WORDS},
        "problems": {"type": "array", "items": _PROBLEM},
    },
    optional=("results",),
)
_PLACEMENT: Final = _object(
    {
        "row": {"type": "integer"},
        "id": _TEXT_OR_NULL,
        "name": _TEXT_OR_NULL,
        "standing": {"enum": ["in", "out", "open", None]},
        "rank": {"type": ["array", "null"], "items": {"type": "integer"}},
        "group": _TEXT_OR_NULL,
        "because": _WORDS,
    }
)
_UNDER: Final = {key: _DECISION["properties"][key] for key in ("ruleset", "program", "category", "parameters", "as_of")}
_SELECTION: Final = _object(
    {
        **_UNDER,
        "selection": _TEXT,
        "quotas": {"type": "object", "additionalProperties": {"type": "array"}},
        "places": {"type": "array", "items": _PLACEMENT},
    }
)
_RECORD: Final = _object(
    {
        "record": {"const": 1},
        "ruleset": _TEXT,
        "category": _TEXT,
        "parameters": {"type": "object"},
        "program": _DIGEST,
        "id": _TEXT_OR_NULL,
        "name": _TEXT_OR_NULL,
        "facts": {"type": "object"},
        "provenance": {"type": "object"},
        "as_of": _DATE_OR_NULL,
        "verdict": _VERDICT,
        "outcomes": _OUTCOMES,
        "results": {"type": "object", "additionalProperties": {"anyOf": [_PATHS, _ENDS]}},
        "problems": {"type": "array", "items": _object({key: {} for key in ("code", "variant", "fields", "where")})},
        "sha256": _DIGEST,
    },
    optional=("results",),
)
_RESULT: Final = _object(
    {
        "row": {"type": "integer"},
        "id": _TEXT_OR_NULL,
        "name": _TEXT_OR_NULL,
        "verdict": {"enum": [*(one.value for one in Verdict), "invalid"]},
        "provisional_verdict": _VERDICT,
        "outcomes": _OUTCOMES,
        "results": _RESULTS,
        "missing_facts": {"type": "array", "items": _TEXT},
        "reasons": {"type": "array", "items": _TEXT},
        "partial": {"type": "array", "items": _TEXT},
        "problems": {"type": "array", "items": _PROBLEM},
        "facts": {"type": "object"},
    },
    optional=("provisional_verdict", "outcomes", "results", "missing_facts", "reasons", "partial", "facts"),
)
