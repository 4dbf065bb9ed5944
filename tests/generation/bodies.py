"""Whole ruleset documents out of short bodies: labels, sources and titles that do not matter are filled in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

CATEGORY = "candidate"
ANCHOR = "anchor"
"""The criterion (and the fact it reads) added when every criterion given has `applies` or defers."""


def words(text: str) -> dict[str, str]:
    """The same text in both languages."""
    return {"vi": text, "en": text}


def document(body: Mapping[str, Any]) -> dict[str, Any]:
    """The ruleset document of a body: decides, scales, parameters, facts, define, checks, criteria, selections.

    ``shared`` names parts of each kind that are written under ``shared`` and used.

    A fact may be its type alone; criteria are a mapping from id to an expression or to a criterion without id.
    """
    facts = {name: fact_document(name, given) for name, given in body.get("facts", {}).items()}
    criteria = criteria_documents(body)
    if needs_anchor(body):
        facts[ANCHOR] = fact_document(ANCHOR, "boolean")
        criteria.append(criterion_document(ANCHOR, ANCHOR))
    category = {"title": words(CATEGORY), "facts": facts, "criteria": criteria}
    category |= {key: made for key in ("scores", "grades") if (made := result_documents(body.get(key, {})))}
    category |= {key: body[key] for key in ("define",) if body.get(key)}
    if body.get("checks"):
        category["checks"] = [
            {"id": id, "require": require, "says": words(id)} for id, require in body["checks"].items()
        ]
    whole = head(body) | {"categories": {CATEGORY: category}}
    if body.get("shared"):
        share(whole, body["shared"])
    if selections := body.get("selections"):
        whole["selections"] = {
            id: {"title": words(id), "category": CATEGORY, **selection} for id, selection in selections.items()
        }
    return whole


def share(whole: dict[str, Any], named: Mapping[str, list[str]]) -> None:
    """Moves the parts named, by kind, from the category to ``shared`` and lists them under its ``uses``."""
    category, shared = whole["categories"][CATEGORY], whole.setdefault("shared", {})
    for kind, names in named.items():
        parts = category.pop(kind)
        if isinstance(parts, dict):
            shared[kind] = {name: parts[name] for name in names}
            parts = {name: one for name, one in parts.items() if name not in names}
        else:
            by_id = {one["id"]: {key: value for key, value in one.items() if key != "id"} for one in parts}
            shared[kind] = {name: by_id[name] for name in names}
            parts = [one for one in parts if one["id"] not in names]
        if parts:
            category[kind] = parts
    category["uses"] = {kind: list(names) for kind, names in named.items()}


def head(body: Mapping[str, Any]) -> dict[str, Any]:
    """Everything of the document before its categories."""
    given: dict[str, Any] = {
        "language": 1,
        "id": "case",
        "version": "1.0.0",
        "title": words("case"),
        "issuer": words("nobody"),
        "decides": body.get("decides", "eligibility"),
        "sources": {"text": {"title": words("text"), "clauses": {"one": {"at": words("1"), "says": words("one")}}}},
    }
    if scales := body.get("scales"):
        given["scales"] = {id: {"issuer": words("nobody"), **scale_document(scale)} for id, scale in scales.items()}
    if parameters := body.get("parameters"):
        given["parameters"] = {id: {"label": words(id), **parameter} for id, parameter in parameters.items()}
    return given


def scale_document(scale: Any) -> dict[str, Any]:
    """A scale; a bare list is its levels."""
    return {"levels": scale} if isinstance(scale, list) else dict(scale)


def fact_document(name: str, given: Any) -> dict[str, Any]:
    """A fact with its label; text alone is its type; fields of a list alike."""
    fact = {"type": given} if isinstance(given, str) else dict(given)
    if "items" in fact:
        fact["items"] = {field: fact_document(field, inner) for field, inner in fact["items"].items()}
    return {**fact, "label": words(name)}


def result_documents(given: Mapping[str, Any]) -> dict[str, Any]:
    """Scores or grades with their titles; lines are a mapping from id to an expression or to a line without id."""
    return {name: {"title": words(name), "source": "text/one", **_with_lines(one)} for name, one in given.items()}


def _with_lines(given: Mapping[str, Any]) -> dict[str, Any]:
    if "lines" not in given:
        return dict(given)
    lines = {id: {"is": one} if isinstance(one, str | int | float) else one for id, one in given["lines"].items()}
    return {**given, "lines": [{"id": id, "title": words(id), **_with_lines(one)} for id, one in lines.items()]}


def criteria_documents(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The criteria of a body in declared order; `require` at the top is a single criterion called `only`."""
    given = {"only": body["require"]} if "require" in body else body.get("criteria", {})
    return [criterion_document(id, criterion) for id, criterion in given.items()]


def criterion_document(id: str, given: Any) -> dict[str, Any]:
    """A criterion with title and source; text alone is its `require`; members are mappings from id too."""
    criterion = {"require": given} if isinstance(given, str) else dict(given)
    for group in ("any", "all"):
        if group in criterion:
            criterion[group] = [criterion_document(member, inner) for member, inner in criterion[group].items()]
    if "at_least" in criterion:
        least = criterion["at_least"]
        members = [criterion_document(member, inner) for member, inner in least["of"].items()]
        criterion["at_least"] = {"n": least["n"], "of": members}
    return {"id": id, "title": words(id), "source": "text/one", **criterion}


def needs_anchor(body: Mapping[str, Any]) -> bool:
    """Whether every criterion of the body is conditional or defers, which no ruleset may be that does not grade."""
    if body.get("decides") == "grading" and (body.get("scores") or body.get("grades")):
        return False
    return all("applies" in criterion or "unmet" in criterion for criterion in criteria_documents(body))


def text(whole: Mapping[str, Any]) -> str:
    """The document as JSON, which is YAML too; dates as text."""
    return json.dumps(whole, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"not a document value: {value!r}")
