"""The record of a decision: ruleset, parameters, facts with provenance, outcomes, and a seal over all of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from hashlib import sha256
from typing import Any, Final

from cchc_rules.decisions.decision import Decision, plain_facts
from cchc_rules.decisions.scoring import Grade, state_exactly
from cchc_rules.decisions.traces.trace import plain_provenance
from cchc_rules.problems import Problem, ProblemsError
from cchc_rules.records.plain_values import RecordError, plain_parameters, plain_problem, unreadable
from cchc_rules.strict_json import JsonError, read_strict
from cchc_rules.text import show_value
from cchc_rules.values import Outcome, Verdict

RECORD_FORMAT: Final = 1
"""The version of what a record holds; another one is not read."""


class ReplayMismatch(ProblemsError):
    """A record whose replay comes to something else; each problem names what moved, from what to what."""


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """A decision with all it rests on, as plain data. ``ruleset`` is the canonical document as text.

    ``program`` is the digest of ruleset, category and parameters; ``outcomes`` are by criterion id in declared order.
    ``results`` are scores (exact text from and to) and grades (their possible values) by name; None where there are
    none, and in records from before there were some.
    """

    ruleset: str
    category: str
    parameters: Mapping[str, Any]
    program: str
    id: str | None
    name: str | None
    facts: Mapping[str, Any]
    provenance: Mapping[str, Any]
    as_of: str | None
    verdict: str
    outcomes: Mapping[str, str]
    problems: tuple[Mapping[str, Any], ...] = ()
    results: Mapping[str, Any] | None = None

    @property
    def sha256(self) -> str:
        """The seal: SHA-256 of the canonical JSON of everything else."""
        return sha256(canonical_text(self._content()).encode()).hexdigest()

    def to_json(self) -> str:
        """The record as canonical JSON with its seal: equal records give equal bytes."""
        return canonical_text({**self._content(), "sha256": self.sha256})

    @classmethod
    def from_json(cls, text: str | bytes) -> DecisionRecord:
        """The record written by `to_json`. Raises RecordError when it cannot be read, or the seal does not fit."""
        try:
            content = read_strict(text)
        except JsonError as error:
            raise unreadable("$", *error.problems) from error
        if not isinstance(content, dict):
            raise unreadable("$")
        seal, form = content.pop("sha256", None), content.pop("record", None)
        if type(form) is not int or form != RECORD_FORMAT:
            raise unreadable("record")
        read = cls(**check_types(content))
        if read.sha256 != seal:
            raise RecordError([Problem("record-altered", None, {"sealed": show_value(seal), "found": read.sha256})])
        return read

    def _content(self) -> dict[str, Any]:
        content = {one.name: getattr(self, one.name) for one in fields(self)}
        if self.results is None:
            del content["results"]
        return {"record": RECORD_FORMAT, **content, "problems": list(self.problems)}


def record(decision: Decision) -> DecisionRecord:
    """The record of a decision; it needs nothing else to be replayed. Cost: a copy of the facts."""
    program = decision.program
    return DecisionRecord(
        ruleset=program.ruleset.canonical,
        category=program.category.id,
        parameters=plain_parameters(program.parameters),
        program=program.digest,
        id=decision.id,
        name=decision.name,
        facts=plain_facts(program.facts, decision.values),
        provenance={path: plain_provenance(one) for path, one in decision.provenance.items()},
        as_of=decision.as_of.isoformat() if decision.as_of else None,
        verdict=decision.verdict.value,
        outcomes={id: outcome.value for id, outcome in decision.outcomes.items()},
        problems=tuple(plain_problem(problem) for problem in decision.problems),
        results=plain_results(decision) if program.results else None,
    )


def plain_results(decision: Decision) -> dict[str, Any]:
    """What scores and grades came to, exact numbers as text: ``{from, to}`` of a score, the values of a grade."""
    found: dict[str, Any] = {}
    for name, one in decision.results.items():
        if isinstance(one, Grade):
            found[name] = list(one.possible)
        else:
            found[name] = {"from": _state_end(one.low), "to": _state_end(one.high)}
    return found


def _state_end(end: Fraction | None) -> str | None:
    return None if end is None else state_exactly(end)


def canonical_text(content: Any) -> str:
    """Plain data as canonical JSON: sorted keys, no spaces. Raises RecordError for what JSON cannot hold."""
    try:
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        text.encode()
    except (TypeError, ValueError, RecursionError) as error:  # UnicodeEncodeError, a ValueError: half a letter
        raise unreadable("$") from error
    return text


_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "ruleset": (str,),
    "category": (str,),
    "parameters": (dict,),
    "program": (str,),
    "id": (str, type(None)),
    "name": (str, type(None)),
    "facts": (dict,),
    "provenance": (dict,),
    "as_of": (str, type(None)),
    "verdict": (str,),
    "outcomes": (dict,),
    "problems": (list,),
    "results": (dict, type(None)),
}


def check_types(content: dict[str, Any]) -> dict[str, Any]:
    """The content of a record as its fields; RecordError for a key too many or too few, or of another type."""
    content.setdefault("results", None)
    if wrong := content.keys() ^ _TYPES.keys():
        raise unreadable(min(wrong))
    for name, types in _TYPES.items():
        if not isinstance(content[name], types):
            raise unreadable(name)
    if content["verdict"] not in tuple(Verdict):
        raise unreadable("verdict")
    if not all(isinstance(one, str) and one in tuple(Outcome) for one in content["outcomes"].values()):
        raise unreadable("outcomes")
    return {**content, "problems": tuple(content["problems"])}
