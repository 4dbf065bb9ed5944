"""The record of a selection: every row with what was decided of it, where each stands, and a seal over all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from cchc_rules.evaluation import RowResult
from cchc_rules.facts.identity import identify
from cchc_rules.problems import Problem
from cchc_rules.program.program import Program
from cchc_rules.records.decision_record import DecisionRecord, record
from cchc_rules.records.plain_values import plain_parameters, plain_problem, read_problem, unreadable
from cchc_rules.records.replaying import replay
from cchc_rules.records.sealed_record import (
    ReplayMismatch,
    SealedRecord,
    canonical_text,
    compile_recorded,
    mismatch,
    plain_fields,
    read_as_of,
    read_content,
)
from cchc_rules.selection.selection import Selection, select_rows

_SHARED: Final = ("ruleset", "category", "parameters", "program", "as_of")
"""What the records of all rows have in common, held once."""


@dataclass(frozen=True, slots=True)
class SelectionRecord(SealedRecord):
    """A selection with all it rests on, as plain data. ``ruleset`` is the canonical document as text.

    ``rows`` hold of each row its number, id, name, problems, and what a record of its decision holds beside the
    shared parts (None: it has none); ``places`` its standing and rank, ``quotas`` the places of each group.
    """

    ruleset: str
    category: str
    parameters: Mapping[str, Any]
    program: str
    as_of: str | None
    selection: str
    rows: tuple[Mapping[str, Any], ...]
    quotas: Mapping[str, Any]
    places: tuple[Mapping[str, Any], ...]

    KEY: ClassVar = "selection_record"
    FORMAT: ClassVar = 1
    KINDS: ClassVar = {
        "ruleset": (str,),
        "category": (str,),
        "parameters": (dict,),
        "program": (str,),
        "as_of": (str, type(None)),
        "selection": (str,),
        "rows": (list,),
        "quotas": (dict,),
        "places": (list,),
    }


def record_selection(selection: Selection) -> SelectionRecord:
    """The record of a selection; it needs nothing else to be replayed. Cost: a copy of the facts of all rows."""
    program = selection.program
    return SelectionRecord(
        ruleset=program.ruleset.canonical,
        category=program.category.id,
        parameters=plain_parameters(program.parameters),
        program=program.digest,
        as_of=selection.as_of.isoformat() if selection.as_of else None,
        selection=selection.rule.id,
        rows=tuple(map(_plain_row, selection.results)),
        quotas=_plain_quotas(selection),
        places=tuple(_plain_places(selection)),
    )


def replay_selection(record: SelectionRecord, *, program: Program | None = None) -> Selection:
    """The same selection again, from nothing but the record, or with the program it names at hand.

    Every decision is made again first. Raises ReplayMismatch naming what moved, RecordError for what nobody could have
    recorded, RulesetError when the embedded ruleset no longer loads.
    """
    program = program or compile_recorded(record)
    if program.digest != record.program:
        raise ReplayMismatch([mismatch("program", record.program, program.digest)])
    results = tuple(_read_row(index, row, record, program) for index, row in enumerate(record.rows))
    rule = next((one for one in program.category.selections if one.id == record.selection), None)
    if rule is None:
        raise unreadable("selection")
    selection = select_rows(program, rule, results, read_as_of(record))
    if mismatches := list(_compare(record, selection)):
        raise ReplayMismatch(mismatches)
    return selection


def _plain_row(result: RowResult) -> dict[str, Any]:
    decision: dict[str, Any] | None = None
    if result.decision is not None:
        whole = plain_fields(record(result.decision))
        decision = {name: value for name, value in whole.items() if name not in _SHARED}
    problems = [plain_problem(problem) for problem in result.problems]
    return {"row": result.row, "id": result.id, "name": result.name, "problems": problems, "decision": decision}


def _read_row(index: int, row: Any, record: SelectionRecord, program: Program) -> RowResult:
    """What was decided of a row, decided again. Raises RecordError for what is no row, ReplayMismatch as `replay`."""
    path = f"rows[{index}]"
    if not isinstance(row, dict) or row.keys() != {"row", "id", "name", "problems", "decision"}:
        raise unreadable(path)
    plain, problems = row["decision"], row["problems"]
    are_texts = all(isinstance(row[key], str | None) for key in ("id", "name"))
    if type(row["row"]) is not int or not are_texts or not isinstance(problems, list):
        raise unreadable(path)
    decision = None
    if plain is not None:
        if not isinstance(plain, dict):
            raise unreadable(f"{path}.decision")
        shared = {name: getattr(record, name) for name in _SHARED}
        decision = replay(read_content(DecisionRecord, {**plain, **shared}), program=program)
    found = RowResult(row["row"], row["id"], row["name"], decision, tuple(map(read_problem, problems)))
    is_its_own = decision is None or (
        identify(decision.id) == identify(found.id) and decision.problems == found.problems
    )
    if not is_its_own:
        raise unreadable(path)
    return found


def _plain_quotas(selection: Selection) -> dict[str, Any]:
    return {group: list(ends) for group, ends in selection.quotas.items()}


def _plain_places(selection: Selection) -> Iterator[dict[str, Any]]:
    for place in selection.places:
        yield {"standing": place.standing, "rank": None if place.rank is None else list(place.rank)}


def _compare(record: SelectionRecord, selection: Selection) -> Iterator[Problem]:
    found = {"quotas": _plain_quotas(selection), "places": list(_plain_places(selection))}
    if record.quotas != found["quotas"]:
        yield mismatch("quotas", canonical_text(record.quotas), canonical_text(found["quotas"]))
    if len(record.places) != len(found["places"]):
        raise unreadable("places")
    for index, (before, after) in enumerate(zip(record.places, found["places"], strict=True)):
        if before != after:
            yield mismatch(f"places[{index}]", canonical_text(before), canonical_text(after))
