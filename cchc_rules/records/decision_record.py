"""The record of a decision: ruleset, parameters, facts with provenance, outcomes, and a seal over all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from cchc_rules.decisions.decision import Decision, plain_facts
from cchc_rules.decisions.scoring import Grade, state_exactly
from cchc_rules.decisions.traces.trace import plain_provenance
from cchc_rules.records.plain_values import plain_parameters, plain_problem, unreadable
from cchc_rules.records.sealed_record import SealedRecord
from cchc_rules.values import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class DecisionRecord(SealedRecord):
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

    KEY: ClassVar = "record"
    FORMAT: ClassVar = 1
    OPTIONAL: ClassVar = ("results",)
    KINDS: ClassVar = {
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

    @classmethod
    def _refuse_words(cls, content: Mapping[str, Any]) -> None:
        """Raises RecordError for a verdict or an outcome that there is none of."""
        if content["verdict"] not in tuple(Verdict):
            raise unreadable("verdict")
        if not all(isinstance(one, str) and one in tuple(Outcome) for one in content["outcomes"].values()):
            raise unreadable("outcomes")


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
            ends = {"from": one.low, "to": one.high}
            found[name] = {key: None if end is None else state_exactly(end) for key, end in ends.items()}
    return found
