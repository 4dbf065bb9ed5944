"""Results → text of a file: one JSON document, JSON Lines, or CSV whose cells no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any, Final

from cchc_rules.decisions.phrasing.problem_words import label_path, write_problem
from cchc_rules.evaluation import RowResult
from cchc_rules.phrases import phrase
from cchc_rules.program.program import Program

if TYPE_CHECKING:
    from cchc_rules.reports.report import Report

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


def write_json(report: Report, out: IO[str]) -> None:
    """Writes one JSON object: the footing, counts by verdict, then the results."""
    rows = [result_row(result, report.language, reasons=report.all_reasons) for result in report.results]
    document = {**report.footing.to_dict(), "counts": dict(Counter(row["verdict"] for row in rows)), "results": rows}
    out.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    report.refuse_loss(len(rows))


def write_json_lines(report: Report, out: IO[str]) -> None:
    """Writes one JSON object a line for each result."""
    written = 0
    for written, result in enumerate(report.results, start=1):  # noqa: B007 - how many there were
        row = result_row(result, report.language, reasons=report.all_reasons)
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
    report.refuse_loss(written)


def write_csv(report: Report, out: IO[str]) -> None:
    """Writes a CSV for people: words of the language, one column a criterion, every text quoted, as RFC 4180 has it."""
    writer, language = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC), report.language
    tail = ("missing", *(("reasons",) if report.all_reasons else ()), "problems", "notes")
    heads = [[phrase(f"result.{key}", language) for key in keys] for keys in (("row", "id", "name", "verdict"), tail)]
    titles = (one.title.within(language) for one in report.program.order)
    writer.writerow(map(safe_cell, [*heads[0], *titles, *heads[1]]))
    written = 0
    for written, result in enumerate(report.results, start=1):  # noqa: B007 - how many there were
        cells = _csv_row(report.program, result, language, reasons=report.all_reasons)
        writer.writerow([result.row, *map(safe_cell, cells)])
    report.refuse_loss(written)


def _csv_row(program: Program, result: RowResult, language: str, *, reasons: bool) -> Iterator[str]:
    yield from (result.id or "", result.name or "", phrase(f"verdict.{result.status}", language))
    decision = result.decision
    outcomes = decision.outcomes.values() if decision is not None else ("",) * len(program.order)
    yield from (phrase(f"outcome.{outcome}", language) if outcome else "" for outcome in outcomes)
    missing = () if decision is None else decision.missing_facts
    yield "; ".join(label_path(program.facts, fact.path, language) for fact in missing)
    if reasons:
        yield "\n".join(decision.reasons(language)) if decision is not None else ""
    yield "; ".join(write_problem(problem, program, language) for problem in result.problems)
    yield "; ".join(partial_notes(result, language))


def partial_notes(result: RowResult, language: str) -> tuple[str, ...]:
    """What the text leaves to other documents: said with every favourable verdict, and only there."""
    decision = result.decision
    if decision is None or not decision.favourable or result.problems:
        return ()
    return tuple(note.within(language) for note in decision.partial)


def safe_cell(text: str) -> str:
    """The text, led by an apostrophe where a spreadsheet would run it as a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
