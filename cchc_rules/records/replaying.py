"""Replaying a record: the decision made again from the record alone."""

from __future__ import annotations

from collections.abc import Iterator

from cchc_rules.decisions.decision import Decision
from cchc_rules.engines.direct import engine as direct
from cchc_rules.evaluation import decide, fact_reader
from cchc_rules.facts.candidate import Candidate
from cchc_rules.facts.restatement import restated
from cchc_rules.language.loader import load_canonical
from cchc_rules.problems import Problem
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from cchc_rules.records.decision_record import DecisionRecord, ReplayMismatch
from cchc_rules.records.plain_values import day_of, problem_of, provenance_of, unreadable, values_of


def replay(record: DecisionRecord) -> Decision:
    """The same decision again, from nothing but the record.

    Raises ReplayMismatch naming what moved (program, a check, verdict, outcomes), RecordError for facts that cannot be
    what they say, RulesetError when the embedded ruleset no longer loads. Cost: loading and compiling the ruleset.
    """
    program = compile(load_canonical(record.ruleset), record.category, parameters=record.parameters)
    if program.digest != record.program:
        raise ReplayMismatch([_moved("program", record.program, program.digest)])
    decision = _decided(record, program)
    if moved := tuple(_movements(record, decision)):
        raise ReplayMismatch(moved)
    return decision


def _decided(record: DecisionRecord, program: Program) -> Decision:
    values = values_of(program.facts, record.facts)
    candidate = Candidate(record.id, record.name, values, provenance_of(record.provenance))
    parsed = fact_reader(program).parse(restated(candidate, program.facts), settles=not record.problems)
    if parsed.problems or parsed.candidate.values != values:
        # A type is not all a fact declares: bounds, decimals, keys and sizes of lists are the parser's, and what facts
        # settle of each other (but where a provisional decision has hidden some of them).
        raise unreadable("facts")
    as_of = day_of(record.as_of)
    if record.as_of is not None and as_of is None:
        raise unreadable("as_of")
    problems = tuple(problem_of(one) for one in record.problems)
    failed = direct.code(program).failed(values, as_of)
    if failed and not problems:
        checks = ", ".join(program.checks[index].id for index in failed)
        raise ReplayMismatch([_moved("checks", "", checks)])
    return decide(program, candidate, as_of=as_of, problems=problems)


def _movements(record: DecisionRecord, decision: Decision) -> Iterator[Problem]:
    if record.verdict != decision.verdict.value:
        yield _moved("verdict", record.verdict, decision.verdict.value)
    found = {id: outcome.value for id, outcome in decision.outcomes.items()}
    for id in dict.fromkeys((*record.outcomes, *found)):
        before, after = str(record.outcomes.get(id, "")), found.get(id, "")
        if before != after:
            yield _moved(f"outcomes.{id}", before, after)


def _moved(what: str, before: str, after: str) -> Problem:
    return Problem("replay-mismatch", None, {"what": what, "before": before or "–", "after": after or "–"})
