"""Replaying a record: the decision made again from the record alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from cchc_rules.decisions.decision import Decision, plain_facts
from cchc_rules.decisions.traces.trace import plain_provenance
from cchc_rules.engines.direct import engine as direct
from cchc_rules.evaluation import decide, fact_reader
from cchc_rules.facts.candidate import Candidate, Provenance
from cchc_rules.problems import Problem
from cchc_rules.program.program import Program
from cchc_rules.records.decision_record import DecisionRecord, plain_results
from cchc_rules.records.plain_values import (
    envelop_facts,
    plain_parameters,
    read_problem,
    read_provenance,
    unreadable,
)
from cchc_rules.records.sealed_record import ReplayMismatch, canonical_text, compile_recorded, mismatch, read_as_of


def replay(record: DecisionRecord, *, program: Program | None = None) -> Decision:
    """The same decision again, from nothing but the record, or with the program it names at hand.

    Raises ReplayMismatch naming what moved (program, a check, verdict, outcomes), RecordError for facts that no reader
    gives, RulesetError when the embedded ruleset no longer loads. Cost: loading and compiling the ruleset; with
    ``program`` reading the facts.
    """
    if program is None:
        program = compile_recorded(record)
    if program.digest != record.program:
        raise ReplayMismatch([mismatch("program", record.program, program.digest)])
    if record.ruleset != program.ruleset.canonical:
        raise unreadable("ruleset")
    if record.category != program.category.id:
        raise unreadable("category")
    if canonical_text(record.parameters) != canonical_text(plain_parameters(program.parameters)):
        raise unreadable("parameters")
    decision = _decide_again(record, program)
    if mismatches := tuple(_mismatches(record, decision)):
        raise ReplayMismatch(mismatches)
    return decision


def _decide_again(record: DecisionRecord, program: Program) -> Decision:
    as_of = read_as_of(record)
    candidate = _read_candidate(record, program, as_of)
    problems = tuple(map(read_problem, record.problems))
    failed = direct.code(program).failed(candidate.values, as_of)
    # In a decision with problems what a false check reads is unknown: only one that reads nothing is still false.
    if wrong := [program.checks[place].id for place in failed if program.checks[place].reads or not problems]:
        raise ReplayMismatch([mismatch("checks", "", ", ".join(wrong))])
    return decide(program, candidate, as_of=as_of, problems=problems)


def _read_candidate(record: DecisionRecord, program: Program, as_of: date | None) -> Candidate:
    """The candidate as the reader of facts reads it. Raises RecordError unless it is just what the record says."""
    if record.facts.keys() != {fact.name for fact in program.facts}:
        raise unreadable("facts")
    said = read_provenance(record.provenance)
    around = {path: plain_provenance(one) for path, one in said.items()}
    settles = not record.problems
    if not settles:  # then facts are unknown that others would settle: the values are taken as they stand
        around = {path: {key: one[key] for key in one if key != "settled_by"} for path, one in around.items()}
    given = envelop_facts(program.facts, record.facts, around)
    given |= {"id": record.id, "name": record.name}
    parsed = fact_reader(program).parse(given, settles=settles, as_of=as_of)
    if parsed.problems:
        raise unreadable("facts", *parsed.problems)
    candidate = parsed.candidate
    if (candidate.id, candidate.name) != (record.id, record.name):
        raise unreadable("id")
    again = plain_facts(program.facts, candidate.values)
    for name, value in record.facts.items():
        if canonical_text(value) != canonical_text(again[name]):
            raise unreadable(f"facts.{name}")
    # Nothing may be said of what is not there, save of members of a list that counts as unknown.
    for path, one in said.items():
        is_read = candidate.provenance.get(path, Provenance()) in (one, replace(one, settled_by=""))
        if not is_read and again.get(path.partition("[")[0], "") is not None:
            raise unreadable(f"provenance.{path}")
    return Candidate(candidate.id, candidate.name, candidate.values, said)


def _mismatches(record: DecisionRecord, decision: Decision) -> Iterator[Problem]:
    if record.verdict != decision.verdict.value:
        yield mismatch("verdict", record.verdict, decision.verdict.value)
    results = plain_results(decision) if decision.program.results else None
    if (record.results or {}).keys() != (results or {}).keys():
        raise unreadable("results")
    for name, result in (results or {}).items():
        before, after = canonical_text((record.results or {})[name]), canonical_text(result)
        if before != after:
            yield mismatch(f"results.{name}", before, after)
    found = {id: outcome.value for id, outcome in decision.outcomes.items()}
    if record.outcomes.keys() != found.keys():
        raise unreadable("outcomes")
    for id, outcome in found.items():
        if record.outcomes[id] != outcome:
            yield mismatch(f"outcomes.{id}", record.outcomes[id], outcome)
