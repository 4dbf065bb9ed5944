"""Holding records and journals against the rules in use: are they whole, do they come out again, under which rules."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from cchc_rules.decisions.decision import Decision
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.problems import Problem, ProblemsError, RulesetError
from cchc_rules.program.compiler import compile
from cchc_rules.records.decision_record import DecisionRecord
from cchc_rules.records.plain_values import plain_parameters
from cchc_rules.records.replaying import replay
from cchc_rules.records.sealed_record import canonical_text
from cchc_rules.records.selection_record import SelectionRecord, replay_selection


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
    changed: Mapping[str, tuple[Any, Any]] = {}
    try:
        decision = replay(record)
    except ProblemsError as error:
        problems += error.problems
    problems += (strange := _compare_rules(record, in_use))
    if in_use is not None and not strange:
        own = {one.name: plain_parameters({one.name: one.value})[one.name] for one in in_use.parameters}
        changed = {
            name: (value, own[name])
            for name, value in record.parameters.items()
            if canonical_text(value) != canonical_text(own[name])
        }
    return RecordCheck(record, decision, in_use, changed, tuple(problems))


def check_selection_record(record: SelectionRecord, in_use: Ruleset | None) -> tuple[Problem, ...]:
    """What is wrong with the record of a selection: it does not come out again, or other rules are in use now.

    Cost: that of `replay_selection`.
    """
    problems: list[Problem] = []
    try:
        replay_selection(record)
    except ProblemsError as error:
        problems += error.problems
    return (*problems, *_compare_rules(record, in_use))


def _compare_rules(record: DecisionRecord | SelectionRecord, in_use: Ruleset | None) -> list[Problem]:
    """A problem unless the rules in use have just the program of a record, for its category and parameters."""
    if in_use is None:
        return [Problem("record-no-ruleset")]
    with suppress(RulesetError):
        if compile(in_use, record.category, parameters=record.parameters).digest == record.program:
            return []
    return [Problem("record-other-program", None, {"ruleset": in_use.id, "version": in_use.version})]
