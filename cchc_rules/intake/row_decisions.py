"""A table of candidates → a result for each row, in the order of the file; nothing lost, nothing decided twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from cchc_rules.evaluation import RowResult, decide, evaluate_many, fact_reader
from cchc_rules.facts.candidate import Candidate
from cchc_rules.facts.parser import Parsed
from cchc_rules.intake.table import Row, Table
from cchc_rules.problems import Place, Problem
from cchc_rules.program.program import Program


def decide_rows(program: Program, table: Table, *, as_of: date | None = None) -> Iterator[RowResult]:
    """The result of every row, numbered as in the file.

    A row with problems is invalid; its decision is provisional, or absent when its candidate cannot be told. Streams.
    """
    readable = ({"id": row.id, "name": row.name, **row.facts} for row in table.rows if row.facts is not None)
    decided = evaluate_many(program, readable, as_of=as_of, cells=table.cells)
    for row in table.rows:
        if row.facts is None:
            yield RowResult(row.number, row.id, row.name, None, row.problems)
        else:
            yield _placed(next(decided), row, table.file)


def _placed(result: RowResult, row: Row, file: str) -> RowResult:
    """The result with the row's own problems first, all placed where the row stands in its file."""
    problems = (*row.problems, *(_relocated(problem, row, file) for problem in result.problems))
    decision = result.decision
    if decision is not None and problems:
        given = Parsed(Candidate(decision.id, decision.name, decision.values, decision.provenance), problems)
        # A cell at fault is not missing: no other fact settles what stands in it.
        candidate = fact_reader(decision.program).hide(given, frozenset()).candidate
        decision = decide(decision.program, candidate, as_of=decision.as_of, problems=problems)
    return RowResult(row.number, row.id, row.name, decision, problems)


def _relocated(problem: Problem, row: Row, file: str) -> Problem:
    where = problem.where if isinstance(problem.where, Place) else Place()
    return replace(problem, where=replace(where, row=row.number, candidate=row.id, file=file))
