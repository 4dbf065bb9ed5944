"""JSON Schemas of what the service answers beside decisions: what is in force, batches, records, remedies, refusals."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from cchc_rules.analysis.proofs import Certainty
from cchc_rules.phrases import LANGUAGES
from cchc_rules.reports.answer_schemas import (
    decision_schema,
    problem_schema,
    record_schema,
    result_schema,
    selection_schema,
)
from cchc_rules.values import Verdict

Shape: TypeAlias = dict[str, Any]

_TEXT: Final[Shape] = {"type": "string"}
_TEXTS: Final[Shape] = {"type": "array", "items": _TEXT}
_TEXT_OR_NULL: Final[Shape] = {"type": ["string", "null"]}
_COUNT: Final[Shape] = {"type": "integer", "minimum": 0}
_ANY: Final[Shape] = {"type": "object"}
_NUMBER: Final[Shape] = {"type": "number"}
_FLAG: Final[Shape] = {"type": "boolean"}


def refer(name: str) -> Shape:
    """A reference to one of `list_shapes`."""
    return {"$ref": f"#/components/schemas/{name}"}


def _many(shape: Shape) -> Shape:
    return {"type": "array", "items": shape}


def _object(properties: Shape, *, optional: tuple[str, ...] = ()) -> Shape:
    """An object that has all of these keys, but for the optional ones; it may gain others in a later version."""
    return {
        "type": "object",
        "properties": properties,
        "required": [key for key in properties if key not in optional],
    }


_STATUS: Final = _object({"status": {"enum": ["live", "ready", "not ready"]}})
_CATEGORY: Final = _object({"id": _TEXT, "title": _TEXT, "program": _TEXT, "selections": _TEXTS})
_RULESET: Final = _object(
    {"id": _TEXT, "version": _TEXT, "title": _TEXT, "digest": _TEXT, "categories": _many(_CATEGORY)}
)
_IN_FORCE: Final = _object(
    {
        "version": _TEXT,
        "rulesets": _many(refer("Ruleset")),
        "refused": _many(_object({"file": _TEXT, "problems": _many(refer("Problem"))})),
        "checkpoint": _TEXT_OR_NULL,
    }
)
_EXPLAINED: Final = _object({"explanation": _object({"text": _TEXT, "markdown": _TEXT, "tree": refer("Explanation")})})
_EXPLANATION: Final = _object({"language": {"enum": list(LANGUAGES)}, "role": _TEXT})
_UNDER: Final[Shape] = {
    "ruleset": _object({"id": _TEXT, "version": _TEXT, "digest": _TEXT}),
    "program": _TEXT,
    "category": _TEXT,
    "parameters": _ANY,
    "as_of": _TEXT_OR_NULL,
}
"""What every answer that decides names: the rules, changed parameters, the day."""
_BATCH: Final = _object(
    {
        **_UNDER,
        "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
        "remarks": _many(refer("Problem")),
        "results": _many(refer("Result")),
    }
)
_STEP: Final = _object({"kind": _TEXT, "fact": _TEXT, "reaches": _many({"type": "object"})})
_REMEDY_GROUP: Final = _object(
    {
        "criteria": _TEXTS,
        "remedies": _many(_object({"changes": _COUNT, "statements": _COUNT, "steps": _many(_STEP)})),
        "more": _COUNT,
        "counted": _FLAG,
    }
)
_REMEDIES: Final = _object(
    {
        **_UNDER,
        "id": _TEXT_OR_NULL,
        "verdict": {"enum": [one.value for one in Verdict]},
        "gain": {"anyOf": [{"type": "null"}, _object({"grade": _TEXT, "level": _TEXT})]},
        "certainty": {"enum": [one.value for one in Certainty]},
        "reached": _FLAG,
        "combinations": _COUNT,
        "groups": _many(refer("RemedyGroup")),
        "evasions": _many(refer("RemedyGroup")),
        "obstacles": _many(_object({"criteria": _TEXTS, "facts": _TEXTS})),
        "bounded": _TEXTS,
        "open_criteria": _TEXTS,
        "lines": _TEXTS,
    }
)
_WORDS: Final = _object(dict.fromkeys(LANGUAGES, _TEXT))
_ASKED_FACT: Final = _object(
    {
        **dict.fromkeys(("fact", "type"), _TEXT),
        **dict.fromkeys(("label", "negative", "help", "judge"), _WORDS),
        "unit": _TEXT,
        "kind": {"enum": ["measured", "judged"]},
        "options": _TEXTS,
        **dict.fromkeys(("minimum", "maximum"), _NUMBER),
        "decimals": _COUNT,
    },
    optional=("negative", "help", "judge", "unit", "options", "minimum", "maximum", "decimals"),
)
_CITED: Final = _object({"ref": _TEXT, "at": _WORDS, "says": _WORDS})
_QUESTION: Final = _object(
    {
        "path": _TEXT,
        **dict.fromkeys(("place", "members"), _TEXTS),
        **dict.fromkeys(("settles", "gates", "waits"), _FLAG),
        "key": _TEXT_OR_NULL,
        "min_items": _COUNT,
        "fields": _many(refer("AskedFact")),
        "reasons": _many(_object({"id": _TEXT, "title": _WORDS, "clauses": _many(_CITED)})),
    },
    optional=("key", "min_items", "fields"),
)
_QUESTIONS: Final = _object(
    {
        **_UNDER,
        "verdict": {"enum": [one.value for one in Verdict]},
        "favourable": {"type": ["boolean", "null"]},
        "questions": _many({"allOf": [refer("AskedFact"), _QUESTION]}),
    }
)
_CHOSEN: Final = {"allOf": [refer("Selection"), _object({"remarks": _many(refer("Problem"))})]}
_SELECTION_RECORD: Final = _object(
    {
        "selection_record": {"const": 1},
        **dict.fromkeys(("ruleset", "category", "program", "selection", "sha256"), _TEXT),
        **dict.fromkeys(("parameters", "quotas"), _ANY),
        "as_of": _TEXT_OR_NULL,
        **dict.fromkeys(("rows", "places"), _many(_ANY)),
    }
)
_PLACE: Final = _object(
    {"number": {"type": "integer", "minimum": 1}, "at": _TEXT, "seal": _TEXT, "missing_parts": _TEXTS}
)
_ADDED: Final = _object({"number": {"type": "integer", "minimum": 1}, "seal": _TEXT, "at": _TEXT, "origin": _TEXT})
_CHECKED: Final = _object(
    {
        "count": _COUNT,
        "compared": _TEXT_OR_NULL,
        "erased": _COUNT,
        "ended": _COUNT,
        "problems": _many(refer("Problem")),
        "checkpoint": _TEXT,
    }
)
_ERROR: Final = _object(
    {"pointer": _TEXT, "row": {"type": "integer"}, "code": _TEXT, "message": _TEXT, "help": _TEXT},
    optional=("row", "help"),
)
_REFUSAL: Final = _object(
    {
        "type": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer"},
        "errors": _many(_ERROR),
        "request_id": _TEXT,
    }
)


def list_shapes() -> dict[str, Shape]:
    """The components of the OpenAPI by name."""
    found = {
        "AskedFact": _ASKED_FACT,
        "Batch": _BATCH,
        "Checked": _CHECKED,
        "Chosen": _CHOSEN,
        "ChosenAndRecorded": {"allOf": [refer("Chosen"), _object({"record": refer("SelectionRecord")})]},
        "Decision": decision_schema(),
        "Explained": {"allOf": [refer("Decision"), _EXPLAINED]},
        "Explanation": _EXPLANATION,
        "Found": _object({"records": _many({"allOf": [refer("Place"), _object({"verdict": _TEXT_OR_NULL})]})}),
        "InForce": _IN_FORCE,
        "Kept": {"allOf": [refer("Place"), _object({"record": refer("Record")})]},
        "Place": _PLACE,
        "Problem": problem_schema(),
        "Questions": _QUESTIONS,
        "Record": record_schema(),
        "Recorded": {"allOf": [refer("Decision"), _object({"record": _ADDED})]},
        "Refusal": _REFUSAL,
        "Remedies": _REMEDIES,
        "RemedyGroup": _REMEDY_GROUP,
        "Replayed": {
            "allOf": [
                refer("Place"),
                _object({"decision": refer("Decision"), "explanation": _object({"text": _TEXT})}),
            ]
        },
        "Result": result_schema(),
        "Ruleset": _RULESET,
        "Rulesets": _object({"rulesets": _many(refer("Ruleset"))}),
        "Selection": selection_schema(),
        "SelectionRecord": _SELECTION_RECORD,
        "Status": _STATUS,
    }
    return {name: {key: value for key, value in one.items() if key != "$schema"} for name, one in found.items()}
