"""Results → text of a file: one JSON document, JSON Lines, or CSV whose cells no spreadsheet takes for formulas.

Of JSON Lines and CSV the first row carries the footing: every line stays a result that pandas and spreadsheets read.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import IO, TYPE_CHECKING, Any, Final

from cchc_rules.decisions.decision import plain_facts
from cchc_rules.decisions.footing import Footing
from cchc_rules.decisions.phrasing.evidence_words import find_stated, write_evidence
from cchc_rules.decisions.phrasing.problem_words import label_path, write_problem
from cchc_rules.decisions.scoring import list_result_titles, say_result
from cchc_rules.decisions.traces.trace import plain_provenance
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
    """A result as plain data: codes throughout, problems and reasons in words of ``language``.

    ``provenance`` has by path what values rest on, where somebody stated it.
    """
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
        if decision.program.results:
            described["results"] = {name: one.to_dict() for name, one in decision.results.items()}
        described["missing_facts"] = [fact.path for fact in decision.missing_facts]
        if reasons:
            described["reasons"] = list(decision.reasons(language))
    if notes := partial_notes(result, language):
        described["partial"] = list(notes)
    if stated := find_stated(decision):
        described["provenance"] = {path: plain_provenance(one) for path, one in stated.items()}
    described["problems"] = [problem.to_dict(language) for problem in result.problems]
    return described


def write_json(report: Report, out: IO[str]) -> None:
    """Writes one JSON object: the footing, counts by verdict, then the results, each with the facts it rests on."""
    rows = [
        {**result_row(result, report.language, reasons=report.all_reasons), **_list_facts(result)}
        for result in report.results
    ]
    document = {**report.footing.to_dict(), "counts": dict(Counter(row["verdict"] for row in rows)), "results": rows}
    out.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    report.refuse_loss(len(rows))


def _list_facts(result: RowResult) -> dict[str, Any]:
    """The facts as they were read, by which two files of results tell what turned somebody."""
    decision = result.decision
    return {} if decision is None else {"facts": plain_facts(decision.program.facts, decision.values)}


def write_json_lines(report: Report, out: IO[str]) -> None:
    """Writes one JSON object a line for each result; the first has the footing too."""
    footing: dict[str, Any] = {"footing": report.footing.to_dict()}
    written = 0
    for written, result in enumerate(report.results, start=1):
        row = result_row(result, report.language, reasons=report.all_reasons)
        out.write(json.dumps(row | footing if written == 1 else row, ensure_ascii=False) + "\n")
    report.refuse_loss(written)


def write_csv(report: Report, out: IO[str]) -> None:
    """Writes a CSV for people: words of the language, every text quoted, as RFC 4180 has it.

    One column a score or grade, then one a criterion. The last column holds in its first row the footing as JSON, and
    nothing below it.
    """
    writer, language = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC), report.language
    writer.writerow(map(safe_cell, csv_heads(report.program, language, reasons=report.all_reasons)))
    footing = plain_json(report.footing)
    written = 0
    for written, result in enumerate(report.results, start=1):
        cells = _csv_row(report.program, result, language, reasons=report.all_reasons)
        writer.writerow([result.row, *map(safe_cell, (*cells, footing if written == 1 else ""))])
    report.refuse_loss(written)


def csv_heads(program: Program, language: str, *, reasons: bool) -> Sequence[str]:
    """What stands above the columns of a CSV."""
    own = ("row", "id", "name", "verdict")
    tail = ("missing", *(("reasons",) if reasons else ()), "problems", "notes", "evidence", "footing")
    before, after = ([phrase(f"result.{key}", language) for key in keys] for keys in (own, tail))
    titles = list_result_titles(program, language).values()
    return [*before, *titles, *(one.title.within(language) for one in program.order), *after]


def plain_json(footing: Footing) -> str:
    """The footing as one line of JSON."""
    return json.dumps(footing.to_dict(), ensure_ascii=False)


def _csv_row(program: Program, result: RowResult, language: str, *, reasons: bool) -> Iterator[str]:
    yield from (result.id or "", result.name or "", phrase(f"verdict.{result.status}", language))
    decision = result.decision
    for name in list_result_titles(program, language):
        yield "" if decision is None else say_result(decision.results[name], language)
    outcomes = decision.outcomes.values() if decision is not None else ("",) * len(program.order)
    yield from (phrase(f"outcome.{outcome}", language) if outcome else "" for outcome in outcomes)
    missing = () if decision is None else decision.missing_facts
    yield "; ".join(label_path(program.facts, fact.path, language) for fact in missing)
    if reasons:
        yield "\n".join(decision.reasons(language)) if decision is not None else ""
    yield "; ".join(write_problem(problem, program, language) for problem in result.problems)
    yield "; ".join(partial_notes(result, language))
    yield "; ".join(write_evidence(program, find_stated(decision), language))


def partial_notes(result: RowResult, language: str) -> tuple[str, ...]:
    """What the text leaves to other documents: said with every favourable verdict, and only there."""
    decision = result.decision
    if decision is None or not decision.favourable or result.problems:
        return ()
    return tuple(note.within(language) for note in decision.partial)


def safe_cell(text: str) -> str:
    """The text, led by an apostrophe where a spreadsheet would run it as a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
