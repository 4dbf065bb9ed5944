"""The smallest ruleset and facts that still show a disagreement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias

from cchc_rules.problems import RulesetError
from cchc_rules.program.program import Program
from tests.generation.programs import Sample

Difference: TypeAlias = Callable[[Program, Mapping[str, Any], date | None], str | None]
MOST_STEPS = 400


def smallest(sample: Sample, facts: Mapping[str, Any], as_of: date | None, difference: Difference) -> str:
    """The disagreement in words: expressions, facts, what differs."""
    facts = dict(facts)
    for _ in range(MOST_STEPS):
        step = next((one for one in _steps(sample, facts) if _differs(*one, as_of, difference)), None)
        if step is None:
            break
        sample, facts = step
    kept = {
        name: fact
        for name, fact in sample.body["facts"].items()
        if name in repr(sample.body["criteria"]) + repr(sample.body["define"])
    }
    return (
        f"seed {sample.seed}\n  facts declared: {kept}\n  parameters: {sample.body['parameters']}\n"
        f"  define: {sample.body['define']}\n  checks: {sample.body['checks']}\n  criteria: {sample.body['criteria']}\n"
        f"  facts: {facts}\n  as of: {as_of}\n  {difference(sample.program(), facts, as_of)}"
    )


def _differs(sample: Sample, facts: Mapping[str, Any], as_of: date | None, difference: Difference) -> bool:
    try:
        return difference(sample.program(), facts, as_of) is not None
    except RulesetError:
        return False


def _steps(sample: Sample, facts: dict[str, Any]) -> Iterator[tuple[Sample, dict[str, Any]]]:
    """Everything one step smaller, the largest steps first."""
    for body in _smaller_bodies(sample.body):
        yield replace(sample, body=body), facts
    for smaller in _smaller_records(facts):
        yield sample, smaller


def _smaller_bodies(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    criteria = body["criteria"]
    if len(criteria) > 1:
        yield from ({**body, "criteria": {id: one}} for id, one in criteria.items())
    if body["checks"]:
        yield {**body, "checks": {}}
    for id, criterion in criteria.items():
        for smaller in _smaller_criteria(criterion):
            yield {**body, "criteria": {**criteria, id: smaller}}
    for name, expression in body["define"].items():
        for smaller in _smaller_expressions(expression):
            yield {**body, "define": {**body["define"], name: smaller}}


def _smaller_criteria(criterion: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if "applies" in criterion:
        yield {key: value for key, value in criterion.items() if key != "applies"}
    for key in ("any", "all"):
        for member in criterion.get(key, {}).values():
            yield {key: value for key, value in criterion.items() if key == "applies"} | member
    for member in criterion.get("at_least", {}).get("of", {}).values():
        yield {key: value for key, value in criterion.items() if key == "applies"} | member
    for key in ("require", "applies"):
        if key in criterion:
            yield from ({**criterion, key: smaller} for smaller in _smaller_expressions(criterion[key]))


def _smaller_expressions(text: str) -> Iterator[str]:
    """Its bracketed parts, then itself with a bracketed part in the place of the one around it."""
    spans = list(_brackets(text))
    for start, end in sorted(spans, key=lambda span: span[1] - span[0]):
        if end - start + 1 < len(text):
            yield text[start + 1 : end]
    for start, end in spans:
        for inner_start, inner_end in spans:
            if start < inner_start and inner_end < end:
                yield text[:start] + text[inner_start : inner_end + 1] + text[end + 1 :]
        for simple in ("1", "true"):
            if end - start > len(simple) + 1:
                yield f"{text[:start]}({simple}){text[end + 1 :]}"


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    opened: list[int] = []
    for index, character in enumerate(text):
        if character == "(":
            opened.append(index)
        elif character == ")" and opened:
            yield opened.pop(), index


def _smaller_records(record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for name in record:
        yield {key: value for key, value in record.items() if key != name}
    for name, value in record.items():
        if isinstance(value, list):
            for index in range(len(value)):
                yield {**record, name: value[:index] + value[index + 1 :]}
            for index, member in enumerate(value):
                if isinstance(member, dict):
                    for smaller in _smaller_records(member):
                        yield {**record, name: [*value[:index], smaller, *value[index + 1 :]]}
