"""A table of candidates → a result for each row, in the order of the file; nothing lost, nothing decided twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from cchc_rules.evaluation import RowResult, decide, evaluate_many
from cchc_rules.facts.candidate import Candidate
from cchc_rules.intake.table import Origin, Row, Table
from cchc_rules.language.ruleset import Fact
from cchc_rules.phrases import LANGUAGES, phrase
from cchc_rules.problems import Place, Problem
from cchc_rules.program.program import Program
from cchc_rules.text import normalise


def decide_rows(program: Program, table: Table, *, as_of: date | None = None) -> Iterator[RowResult]:
    """The result of every row, numbered as in the file.

    A row with problems is invalid; its decision is provisional, or absent when its candidate cannot be told. Streams.
    """
    readable = ({"id": row.id, "name": row.name, **row.facts} for row in table.rows if row.facts is not None)
    decided = evaluate_many(program, readable, as_of=as_of, cells=table.cells)
    for row in table.rows:
        if row.facts is None:
            yield RowResult(row.number, row.id, row.name, None, tuple(_name_cell(one, row) for one in row.problems))
        else:
            yield _place_result(next(decided), row, program, table.file)


def _place_result(result: RowResult, row: Row, program: Program, file: str) -> RowResult:
    """The result with the row's own problems first, all placed where the row stands in its file."""
    found = (_relocate(problem, row, program, file) for problem in result.problems)
    problems = (*(_name_cell(one, row) for one in row.problems), *found)
    decision = result.decision
    if decision is not None and problems:
        candidate = Candidate(decision.id, decision.name, decision.values, decision.provenance)
        decision = decide(decision.program, candidate, as_of=decision.as_of, problems=problems)
    return RowResult(row.number, row.id, row.name, decision, problems)


def _name_cell(problem: Problem, row: Row) -> Problem:
    """A problem of the row's own cells with the cell its path stands in, where it names none yet."""
    where, origin = problem.where, row.origin
    if not isinstance(where, Place) or where.cell is not None or origin is None:
        return problem
    column = origin.letters.get(where.path or "")
    if column is None or (where.file, where.row) != (origin.file, origin.row):
        return problem
    return replace(problem, where=replace(where, cell=f"{column}{origin.row}"))


def _name_cells_to_check(problem: Problem, origin: Origin, program: Program) -> Problem:
    """A false check, each of the facts to look at with its cell."""
    declared = next(one for one in program.category.checks if one.says.vi == problem.fields["says_vi"])
    reads = next(check.reads for check in program.checks if check.id == declared.id)
    facts = [program.facts[slot] for slot in reads]
    told = {}
    for language in LANGUAGES:
        cells = (origin.letters.get(fact.name) for fact in facts)
        named = (phrase("problem.cell", language, cell=f"{cell}{origin.row}") if cell else "" for cell in cells)
        labels = (fact.label.within(language) for fact in facts)
        told[f"facts_{language}"] = "; ".join(
            f"{label} ({cell})" if cell else label for label, cell in zip(labels, named, strict=True)
        )
    return replace(problem, fields={**problem.fields, **told})


def _relocate(problem: Problem, row: Row, program: Program, file: str) -> Problem:
    """The problem at the cell its path stands in, of a list member at the member's own."""
    where = problem.where if isinstance(problem.where, Place) else Place()
    origin, key = row.origin or Origin(file, row.number), where.path or ""
    if problem.code == "false-check":
        problem = _name_cells_to_check(problem, origin, program)
    fact = next((one for one in program.category.facts if key.startswith(f"{one.name}[")), None)
    if fact is not None and row.facts is not None:
        origin, key = _member_place(key.removeprefix(fact.name), fact, row.facts.get(fact.name), origin)
    column = origin.letters.get(key)
    cell = where.cell if column is None else f"{column}{origin.row}"
    return replace(problem, where=replace(where, row=origin.row, candidate=row.id, file=origin.file, cell=cell))


def _member_place(rest: str, fact: Fact, members: Any, origin: Origin) -> tuple[Origin, str]:
    """Where the member stands that a path goes on with (``[Nội vụ].lawful``), and the field it names."""
    places = origin.members.get(fact.name, ())
    for number, (member, place) in enumerate(zip(members or (), places, strict=False), start=1):
        label = str(number) if fact.key is None else normalise(str(member.get(fact.key, "")))
        if rest.startswith(f"[{label}]"):
            return place, rest.removeprefix(f"[{label}]").removeprefix(".")
    return origin, ""
