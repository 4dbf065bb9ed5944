"""Evaluation: facts in, decisions out, one candidate or a stream; the only module that knows several engines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from typing import Any

from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.false_checks import find_refuted_slots, report_false_checks
from cchc_rules.engines.direct import engine as direct
from cchc_rules.facts.as_of import refuse_odd_date
from cchc_rules.facts.candidate import Candidate
from cchc_rules.facts.identity import count_ids, identify, label_text
from cchc_rules.facts.parser import Reader, reader
from cchc_rules.facts.restatement import restate
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType, NumberType
from cchc_rules.problems import EngineDisagreement, FactError, Place, Problem
from cchc_rules.program.program import Program
from cchc_rules.values import INVALID as INVALID


@dataclass(frozen=True, slots=True)
class RowResult:
    """What came of one row (counted from 1): a decision, provisional when the row has problems, or only problems."""

    row: int
    id: str | None
    name: str | None
    decision: Decision | None
    problems: tuple[Problem, ...] = ()

    @property
    def status(self) -> str:
        """The verdict's code, or ``invalid`` for a row with problems."""
        return INVALID if self.problems or self.decision is None else self.decision.verdict.value


def evaluate(
    program: Program,
    facts: Mapping[str, Any] | Candidate,
    *,
    as_of: date | None = None,
    cells: bool = False,
    cross_check: bool = False,
) -> Decision:
    """The decision on one candidate; a missing fact and None are unknown.

    ``facts`` is a mapping of facts (with ``id`` and ``name`` if there are), or a parsed Candidate, whose values are
    looked at once more. ``cells`` says that they come from a file or over a wire, where a bare percent up to 1 is asked
    about. Raises FactError with every problem of the facts, false checks among them. With
    ``cross_check`` durable_rules must agree (`cross_checked`). Cost: microseconds for typed values, tens for text,
    hundreds more for a cross-check.
    """
    if cross_check:
        return cross_checked(evaluate(program, facts, as_of=as_of, cells=cells))
    if as_of is not None:
        refuse_odd_date(as_of, program.first_as_of)
    code = direct.code(program)
    is_careful = cells and _has_percents(program.facts)
    if type(facts) is dict and not is_careful and (values := code.read(facts)) is not None:
        if program.checks and (failed := code.failed(values, as_of)):
            raise FactError(report_false_checks(program, failed, Place(candidate=facts.get("id"))))
        verdict, outcomes, measured = code.decide(values, as_of)
        id, name = facts.get("id"), facts.get("name")
        return Decision(program, id, name, values, verdict, outcomes, as_of, measured=measured)
    if isinstance(facts, Candidate):
        decision = evaluate(program, restate(facts, program.facts, as_of), as_of=as_of)
        decision.provenance = facts.provenance
        return decision
    parsed = fact_reader(program).parse(facts, cells=cells, as_of=as_of)
    candidate = parsed.candidate
    failed = code.failed(candidate.values, as_of)
    if parsed.problems or failed:  # checks too that are false whatever the faulty values mean
        raise FactError((*parsed.problems, *report_false_checks(program, failed, Place(candidate=candidate.id))))
    return decide(program, candidate, as_of=as_of)


def cross_checked(decision: Decision) -> Decision:
    """The same decision once the live engine has decided the same values alike; it then says who agreed.

    Raises EngineDisagreement with both sides when it has not, MissingDependency when durable_rules is not there.
    Cost: some hundred microseconds; the first time milliseconds to build the rules.
    """
    from cchc_rules.engines import durable

    program, values, as_of = decision.program, decision.values, decision.as_of
    failed = direct.code(program).failed(values, as_of)
    one = (decision.verdict_code, decision.outcome_codes, failed, decision.measured)
    answer = durable.code(program).answer(values, as_of)
    other = (answer.verdict, answer.outcomes, answer.failed, answer.measured)
    if one != other:
        raise EngineDisagreement(f"{program.ruleset.id}: `{decision.id or ''}`: direct decides {one}, live {other}")
    checked = copy(decision)
    checked.agreed = ("direct", "live")
    return checked


def decide(
    program: Program, candidate: Candidate, *, as_of: date | None = None, problems: tuple[Problem, ...] = ()
) -> Decision:
    """The decision on a parsed candidate as it stands: no check is run; with ``problems`` it is provisional."""
    verdict, outcomes, measured = direct.code(program).decide(candidate.values, as_of)
    return Decision(
        program,
        candidate.id,
        candidate.name,
        candidate.values,
        verdict,
        outcomes,
        as_of,
        candidate.provenance,
        problems,
        measured=measured,
    )


def evaluate_many(
    program: Program, rows: Iterable[Mapping[str, Any]], *, as_of: date | None = None, cells: bool = False
) -> Iterator[RowResult]:
    """The result of every row in order, as it is asked for; a bad row is reported and the others decided.

    A row with problems gets a provisional decision in which faulty values, and the facts a false check reads, are
    unknown. A row without an id of its own gets problems only: when ``rows`` is a sequence on every row concerned, in a
    stream on all but the first. ``cells`` says that values are text from a file. Raises FactError for a bad ``as_of``.
    Memory: the ids seen.
    """
    refuse_odd_date(as_of, program.first_as_of)
    ids = (label_text(row.get("id")) for row in rows if isinstance(row, Mapping)) if isinstance(rows, Sequence) else ()
    return _Batch(program, as_of, cells, count_ids(ids)).results(rows)


def fact_reader(program: Program) -> Reader:
    """The reader of the program's facts, made on first use."""
    found = program._engine.get("facts")
    if found is None:
        found = program._engine.setdefault("facts", reader(program.category, program.parameters))
    assert isinstance(found, Reader)
    return found


def _has_percents(facts: Iterable[Fact]) -> bool:
    return any(
        _has_percents(fact.type.fields)
        if isinstance(fact.type, ListType)
        else isinstance(fact.type, NumberType) and fact.type.unit == "percent"
        for fact in facts
    )


@dataclass(slots=True)
class _Batch:
    """A stream of rows being decided."""

    program: Program
    as_of: date | None
    cells: bool
    times: Mapping[str, int]
    first_rows: dict[str, int] = field(default_factory=dict)
    is_careful: bool = field(init=False)

    def __post_init__(self) -> None:
        # Of typed values only a bare percent means another thing in a file than from a program.
        self.is_careful = self.cells and _has_percents(self.program.facts)

    def results(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[RowResult]:
        """The result of every row."""
        for number, row in zip(count(1), rows, strict=False):
            yield self._quick(number, row) or self._careful(number, row)

    def _quick(self, number: int, row: object) -> RowResult | None:
        """The result of a row of typed values that nothing is wrong with; None: look closer."""
        code = direct.code(self.program)
        if self.is_careful or type(row) is not dict or (values := code.read(row)) is None:
            return None
        identity = identify(row.get("id"))
        if identity is None or self.times.get(identity, 1) > 1 or identity in self.first_rows:
            return None
        if self.program.checks and code.failed(values, self.as_of):
            return None
        self.first_rows[identity] = number
        verdict, outcomes, measured = code.decide(values, self.as_of)
        decision = Decision(
            self.program, row["id"], row.get("name"), values, verdict, outcomes, self.as_of, measured=measured
        )
        return RowResult(number, decision.id, decision.name, decision)

    def _careful(self, number: int, row: Mapping[str, Any]) -> RowResult:
        parsed = fact_reader(self.program).parse(row, cells=self.cells, place=Place(row=number), as_of=self.as_of)
        candidate = parsed.candidate
        place = Place(row=number, candidate=candidate.id)
        unreadable = any(isinstance(one.where, Place) and one.where.path == "id" for one in parsed.problems)
        if candidate.id is None and unreadable:  # its own problem says more than a missing id
            return RowResult(number, None, candidate.name, None, parsed.problems)
        alone = self._alone(candidate.id, number, place)
        if alone:
            return RowResult(number, candidate.id, candidate.name, None, (*alone, *parsed.problems))
        failed = direct.code(self.program).failed(candidate.values, self.as_of)
        problems = (*parsed.problems, *report_false_checks(self.program, failed, place))
        if failed:  # what a false check reads counts as unknown
            candidate = fact_reader(self.program).hide(parsed, find_refuted_slots(self.program, failed)).candidate
        decision = decide(self.program, candidate, as_of=self.as_of, problems=problems)
        return RowResult(number, candidate.id, candidate.name, decision, problems)

    def _alone(self, id: str | None, number: int, place: Place) -> tuple[Problem, ...]:
        """What is wrong with the id: not there, or not the row's own."""
        identity = identify(id)
        if identity is None:
            return (Problem("missing-id", place),)
        first = self.first_rows.setdefault(identity, number)
        if first != number:
            return (Problem("doubled-id", replace(place, path="id"), {"id": id, "first": first}, variant="at"),)
        if self.times.get(identity, 1) > 1:
            return (Problem("doubled-id", replace(place, path="id"), {"id": id}),)
        return ()
