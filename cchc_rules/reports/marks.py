"""What of a clerk's workbook is to be corrected: cells with the reasons, and the list of them by unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cchc_rules.decisions.phrasing.problem_words import label_path, write_problem
from cchc_rules.evaluation import RowResult
from cchc_rules.intake.table import Row, Table
from cchc_rules.phrases import phrase
from cchc_rules.problems import Place, Problem
from cchc_rules.program.program import Program

MARK_COLOUR: Final = "F4B6C2"
"""Of faulty cells: a red nobody picks from a palette, so that a cell corrected since is known by it and cleared."""

AUTHOR: Final = "cchc_rules"
COLUMNS: Final = (("id", 12), ("name", 28), ("sheet", 18), ("cell", 8), ("fact", 32), ("todo", 60))
"""The columns of the list of what is to be corrected, with their widths in digits."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing to correct: whose it is, the sheet and cell it stands in, the label, what to do.

    ``cell`` is empty where no cell is known; ``marked`` tells that the cell holds something wrong, not that it lacks.
    """

    id: str
    name: str
    sheet: str
    cell: str
    label: str
    text: str
    marked: bool = True

    def cells(self) -> tuple[str, ...]:
        """The cells of its row in the list."""
        return (self.id, self.name, self.sheet, self.cell, self.label, self.text)


@dataclass(frozen=True, slots=True)
class ReturnedSheets:
    """What a returned workbook gets: its faults, and the words of the list of them."""

    title: str
    headings: tuple[str, ...]
    faults: tuple[Correction, ...]

    def comments(self) -> dict[tuple[str, str], str]:
        """The reasons by sheet and cell, several of one cell a line each."""
        found: dict[tuple[str, str], list[str]] = {}
        for fault in self.faults:
            if fault.marked and fault.cell:
                found.setdefault((fault.sheet, fault.cell), []).append(fault.text)
        return {place: "\n".join(dict.fromkeys(texts)) for place, texts in found.items()}


def list_faults(
    program: Program, table: Table, results: Sequence[RowResult], sheets: Sequence[str], language: str
) -> ReturnedSheets:
    """The faults of the file, then of each candidate in the order of the file; what is missing stands among them.

    ``sheets`` are those of the workbook that are read, the first for places that name none.
    """
    found = [
        *(_fault(one, None, program, sheets, language) for one in table.problems if one.severity == "error"),
        *(
            fault
            for row, result in zip(table.rows, results, strict=True)
            for fault in _of_row(program, row, result, sheets, language)
        ),
    ]
    headings = tuple(phrase(f"returned.{key}", language) for key, _ in COLUMNS)
    return ReturnedSheets(phrase("template.sheet.faults", language), headings, tuple(found))


def _of_row(
    program: Program, row: Row, result: RowResult, sheets: Sequence[str], language: str
) -> Iterator[Correction]:
    for problem in result.problems:
        yield _fault(problem, row, program, sheets, language)
    if result.decision is None or result.problems or row.origin is None:
        return
    origin = row.origin
    for missing in result.decision.missing_facts:
        letters = origin.letters.get(missing.path)
        yield Correction(
            row.id or "",
            row.name or "",
            _sheet_of(origin.file, sheets),
            f"{letters}{origin.row}" if letters else "",
            label_path(program.facts, missing.path, language),
            phrase("returned.missing", language),
            marked=False,
        )


def _fault(problem: Problem, row: Row | None, program: Program, sheets: Sequence[str], language: str) -> Correction:
    """The fault with its cell: the problem's own, else that of the candidate's id in the same row."""
    where = problem.where if isinstance(problem.where, Place) else Place()
    cell = where.cell if where.cell and where.cell[-1].isdigit() else ""
    if not cell and row is not None and row.origin is not None:
        letters = row.origin.letters.get(where.path or "") or row.origin.letters.get("id", "")
        cell = f"{letters}{row.origin.row}" if letters else ""
    text = write_problem(replace(problem, where=None), program, language)
    label = label_path(program.facts, where.path or "", language)
    id, name = ("", "") if row is None else (row.id or "", row.name or "")
    return Correction(id, name, _sheet_of(where.file or "", sheets), cell, label, text)


def _sheet_of(file: str, sheets: Sequence[str]) -> str:
    """The sheet a place is on: named behind the file in brackets where there are several."""
    return next((name for name in sheets if file.endswith(f" [{name}]")), sheets[0] if sheets else "")
