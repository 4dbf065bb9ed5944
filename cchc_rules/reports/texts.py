"""Results → text of a file: one JSON document, JSON Lines, or CSV whose cells no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import IO, Any, Final

from cchc_rules.evaluation import RowResult
from cchc_rules.phrases import phrase
from cchc_rules.problems import Place, Problem
from cchc_rules.program.program import Program

FORMULA_STARTS: Final = (*"=+-@\t\r\n", *"＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−")
"""What a cell begins with that a spreadsheet would run, and the same signs of another width."""


STREAMED: Final = ("parquet", "csv", "jsonl")
"""The forms results of any number are written in, block by block."""


def result_row(result: RowResult, language: str, *, reasons: bool = False) -> dict[str, Any]:
    """A result as plain data: codes throughout, problems and reasons in words of ``language``."""
    decision = result.decision
    described: dict[str, Any] = {
        "row": result.row,
        "id": result.id,
        "name": result.name,
        "verdict": result.status,
    }
    if decision is not None:
        if decision.provisional:
            described["provisional_verdict"] = decision.verdict.value
        described["outcomes"] = {id: outcome.value for id, outcome in decision.outcomes.items()}
        described["missing_facts"] = [fact.path for fact in decision.missing_facts]
        if reasons:
            described["reasons"] = list(decision.reasons(language))
    if notes := partial_notes(result, language):
        described["partial"] = list(notes)
    described["problems"] = [problem.to_dict(language) for problem in result.problems]
    return described


def write_json(
    program: Program, results: Iterable[RowResult], out: IO[str], language: str, *, as_of: date | None, reasons: bool
) -> None:
    """Writes one JSON object: what was decided by what, counts by verdict, then the results."""
    rows = [result_row(result, language, reasons=reasons) for result in results]
    document = {
        "ruleset": {"id": program.ruleset.id, "version": program.ruleset.version},
        "category": program.category.id,
        "program": program.digest,
        "as_of": as_of.isoformat() if as_of else None,
        "counts": dict(Counter(row["verdict"] for row in rows)),
        "results": rows,
    }
    out.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def write_json_lines(results: Iterable[RowResult], out: IO[str], language: str, *, reasons: bool) -> None:
    """Writes one JSON object a line for each result."""
    for result in results:
        out.write(json.dumps(result_row(result, language, reasons=reasons), ensure_ascii=False) + "\n")


def write_csv(
    program: Program, results: Iterable[RowResult], out: IO[str], language: str, *, reasons: bool = False
) -> None:
    """Writes a CSV for people: words of ``language``, one column a criterion, every text quoted, as RFC 4180 has it."""
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    named = ["row", "id", "name", "verdict"], ["missing", *(["reasons"] if reasons else []), "problems", "notes"]
    head, tail = ([phrase(f"result.{key}", language) for key in keys] for keys in named)
    writer.writerow(map(safe_cell, [*head, *(one.title.within(language) for one in program.order), *tail]))
    for result in results:
        writer.writerow([result.row, *map(safe_cell, _csv_row(program, result, language, reasons=reasons))])


def _csv_row(program: Program, result: RowResult, language: str, *, reasons: bool) -> Iterator[str]:
    yield from (result.id or "", result.name or "", phrase(f"verdict.{result.status}", language))
    decision = result.decision
    outcomes = decision.outcomes.values() if decision is not None else ("",) * len(program.order)
    yield from (phrase(f"outcome.{outcome}", language) if outcome else "" for outcome in outcomes)
    yield "; ".join(fact.path for fact in decision.missing_facts) if decision is not None else ""
    if reasons:
        yield "\n".join(decision.reasons(language)) if decision is not None else ""
    yield "; ".join(told(problem, language) for problem in result.problems)
    yield "; ".join(partial_notes(result, language))


def partial_notes(result: RowResult, language: str) -> tuple[str, ...]:
    """What the text leaves to other documents: said with every favourable verdict, and only there."""
    decision = result.decision
    if decision is None or not decision.favourable or result.problems:
        return ()
    return tuple(note.within(language) for note in decision.partial)


def told(problem: Problem, language: str) -> str:
    """What is wrong with which fact of the row."""
    path = problem.where.path if isinstance(problem.where, Place) else None
    return f"{path}: {problem.message(language)}" if path else problem.message(language)


def safe_cell(text: str) -> str:
    """The text, led by an apostrophe where a spreadsheet would run it as a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
