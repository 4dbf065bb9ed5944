"""The record of a decision: ruleset, parameters, facts with provenance, outcomes, and a seal over all of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any, Final

from cchc_rules.decisions.decision import Decision, plain_facts
from cchc_rules.decisions.traces.trace import plain_provenance
from cchc_rules.problems import Problem, ProblemsError
from cchc_rules.records.plain_values import RecordError, plain_parameters, plain_problem, unreadable

FORMAT: Final = 1


class ReplayMismatch(ProblemsError):
    """A record whose replay comes to something else; each problem names what moved, from what to what."""


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """A decision with all it rests on, as plain data. ``ruleset`` is the canonical document as text.

    ``program`` is the digest of ruleset, category and parameters; ``outcomes`` are by criterion id in declared order.
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

    @property
    def sha256(self) -> str:
        """The seal: SHA-256 of the canonical JSON of everything else."""
        return sha256(_canonical(self._content()).encode()).hexdigest()

    def to_json(self) -> str:
        """The record as canonical JSON with its seal: equal records give equal bytes."""
        return _canonical({**self._content(), "sha256": self.sha256})

    @classmethod
    def from_json(cls, text: str | bytes) -> DecisionRecord:
        """The record written by `to_json`. Raises RecordError when it cannot be read, or the seal does not fit."""
        content = _read(text)
        seal, form = content.pop("sha256", None), content.pop("record", None)
        if form != FORMAT:
            raise unreadable("record")
        made = cls(**_typed(content))
        if made.sha256 != seal:
            raise RecordError([Problem("record-altered", None, {"sealed": str(seal), "found": made.sha256})])
        return made

    def _content(self) -> dict[str, Any]:
        content = {one.name: getattr(self, one.name) for one in fields(self)}
        return {"record": FORMAT, **content, "problems": list(self.problems)}


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
    )


def _canonical(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _read(text: str | bytes) -> dict[str, Any]:
    try:
        content = json.loads(text, object_pairs_hook=_once, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise unreadable("$") from error
    if not isinstance(content, dict):
        raise unreadable("$")
    return content


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found


def _refused(word: str) -> None:
    raise ValueError(f"{word} is no number")


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
}


def _typed(content: dict[str, Any]) -> dict[str, Any]:
    if wrong := content.keys() ^ _TYPES.keys():
        raise unreadable(min(wrong))
    for name, types in _TYPES.items():
        if not isinstance(content[name], types):
            raise unreadable(name)
    return {**content, "problems": tuple(content["problems"])}
