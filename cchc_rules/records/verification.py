"""Holding records and journals against the rules in use: are they whole, do they come out again, under which rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cchc_rules.decisions.decision import Decision
from cchc_rules.language.loader import load_canonical
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.problems import Problem, ProblemsError, RulesetError
from cchc_rules.program.compiler import compile
from cchc_rules.records.decision_record import DecisionRecord, canonical_text
from cchc_rules.records.plain_values import plain_parameters
from cchc_rules.records.replaying import replay


@dataclass(frozen=True, slots=True)
class RecordCheck:
    """What came of holding a record against itself and the rules in use.

    ``decision`` is the decision made again, None when it cannot be; ``changed`` the parameters that are not those of
    the ruleset, each with the ruleset's value. No ``problems``: it is sealed, comes out again, and the rules are those
    in use.
    """

    record: DecisionRecord
    decision: Decision | None
    ruleset: Ruleset | None
    changed: Mapping[str, tuple[Any, Any]]
    problems: tuple[Problem, ...]


def check_record(record: DecisionRecord, in_use: Ruleset | None) -> RecordCheck:
    """Whether a record replays, and whether its program is the one that ``in_use`` gives for its category now.

    Without ``in_use`` nothing says which rules are in use: that is a problem too. Cost: that of `replay`.
    """
    decision = None
    problems: list[Problem] = []
    try:
        decision = replay(record)
    except ProblemsError as error:
        problems += error.problems
    other = tuple(_compare_program(record, in_use))
    changed: Mapping[str, tuple[Any, Any]] = {}
    if in_use is not None and not other:
        own = {one.name: plain_parameters({one.name: one.value})[one.name] for one in in_use.parameters}
        changed = {
            name: (value, own.get(name))
            for name, value in record.parameters.items()
            if canonical_text(value) != canonical_text(own.get(name))
        }
    return RecordCheck(record, decision, in_use, changed, (*problems, *other))


def embedded_id(record: DecisionRecord) -> str | None:
    """The id of the ruleset a record holds; None when that does not load."""
    try:
        return load_canonical(record.ruleset).id
    except RulesetError:
        return None


def _compare_program(record: DecisionRecord, in_use: Ruleset | None) -> Iterator[Problem]:
    if in_use is None:
        yield Problem("record-no-ruleset")
        return
    fields = {"ruleset": in_use.id, "version": in_use.version}
    try:
        program = compile(in_use, record.category, parameters=record.parameters)
    except RulesetError:
        yield Problem("record-other-program", None, fields)
        return
    if program.digest != record.program:
        yield Problem("record-other-program", None, fields)
