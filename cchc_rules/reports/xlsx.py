"""Results as a spreadsheet: a row a candidate with every criterion in colour and words, then counts, then clauses."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from cchc_rules.evaluation import INVALID, RowResult
from cchc_rules.intake.table import refuse
from cchc_rules.reports.batch import Batch, outcome_words
from cchc_rules.reports.workbook_writer import A3, fit_row, set_up_print, styled, workbook_at, write_text
from cchc_rules.reports.xlsx_summary import write_clauses, write_summary
from cchc_rules.values import OUTCOMES

COLOURS: Final = ("#C6E7CE", "#F8CBC6", "#FFE9A8", "#E4E4E4")
"""Backgrounds of met, unmet, unknown, not applicable; verdicts use the first three, invalid rows the last below."""

INVALID_COLOUR: Final = "#E3D3F0"
MOST_ROWS: Final = 1_048_575
_ROWS_FITTED: Final = 5_000
_LEFT: Final = (("row", 6), ("id", 14), ("name", 28), ("verdict", 20))
_RIGHT: Final = (("reasons", 70), ("missing", 34), ("problems", 44))
_NOTES: Final = (("notes", 44),)
_CRITERION_WIDTH: Final = 15


def write_result_workbook(path: Path, batch: Batch) -> None:
    """Writes the results as an .xlsx file, whole or not at all.

    Raises TableError beyond 1,048,575 results, OutputError when it cannot be written, MissingDependency without
    xlsxwriter. Streams: what is in memory is what was handed in.
    """
    if len(batch.results) > MOST_ROWS:
        raise refuse("result-rows", str(path), count=len(batch.results))
    with workbook_at(path, title=batch.title) as book:
        _Sheet(book, batch).write()
        write_summary(book, batch, COLOURS, INVALID_COLOUR)
        write_clauses(book, batch)


class _Sheet:
    """The sheet of results being written."""

    def __init__(self, book: Any, batch: Batch) -> None:
        self.book = book
        self.batch = batch
        self.sheet = book.add_worksheet(batch.said("result.sheet.results"))
        self.plain = styled(book, text_wrap=True, border=1, border_color="#BFBFBF")
        self.outcomes = [self._coloured(colour) for colour in COLOURS]
        self.verdicts = [self._coloured(colour, bold=True) for colour in COLOURS[:3]]
        self.invalid = self._coloured(INVALID_COLOUR, bold=True)
        self.words = [outcome_words(outcome, batch.language) for outcome in OUTCOMES]
        self.right = _RIGHT + (_NOTES if any(map(batch.notes, batch.results)) else ())
        middle = [_CRITERION_WIDTH] * len(batch.program.order)
        self.widths = [width for _, width in _LEFT] + middle + [width for _, width in self.right]

    def _coloured(self, colour: str, **looks: Any) -> Any:
        return styled(self.book, bg_color=colour, text_wrap=True, border=1, border_color="#BFBFBF", **looks)

    def write(self) -> None:
        """Writes header and rows; the header stays in view and filters."""
        for index, width in enumerate(self.widths):
            self.sheet.set_column(index, index, width)
        self._write_header()
        for number, result in enumerate(self.batch.results, start=1):
            self._write_row(number, result)
        self.sheet.freeze_panes(1, len(_LEFT))
        self.sheet.autofilter(0, 0, max(1, len(self.batch.results)), len(self.widths) - 1)
        set_up_print(self.sheet, self.batch.said("template.page"), paper=A3)

    def _write_header(self) -> None:
        batch = self.batch
        looks: Mapping[str, Any] = {"bold": True, "text_wrap": True, "align": "center", "border": 1}
        top = styled(self.book, **{**looks, "valign": "vcenter"}, bg_color="#1F4E79", font_color="#FFFFFF")
        member = styled(self.book, **{**looks, "valign": "vcenter"}, bg_color="#9DB7D5")
        tops = {criterion.id for criterion in batch.program.category.criteria}
        titles = [batch.said(f"result.{key}") for key, _ in _LEFT]
        titles += [one.title.within(batch.language) for one in batch.program.order]
        titles += [batch.said(f"result.{key}") for key, _ in self.right]
        looks_of = [top] * len(_LEFT) + [top if one.id in tops else member for one in batch.program.order]
        looks_of += [top] * len(self.right)
        fit_row(self.sheet, 0, titles, [width - 3 for width in self.widths], least=2)
        for index, (title, look) in enumerate(zip(titles, looks_of, strict=True)):
            write_text(self.sheet, 0, index, title, look)

    def _write_row(self, number: int, result: RowResult) -> None:
        batch, decision = self.batch, result.decision
        left = [result.id or "", result.name or "", batch.verdict(result)]
        right = [batch.reasons(result), batch.missing(result), batch.faults(result), batch.notes(result)]
        texts = ["", *left, *[""] * len(batch.program.order), *map("\n".join, right[: len(self.right)])]
        if number <= _ROWS_FITTED:
            fit_row(self.sheet, number, texts, self.widths)
        self.sheet.write_number(number, 0, result.row, self.plain)
        write_text(self.sheet, number, 1, left[0], self.plain)
        write_text(self.sheet, number, 2, left[1], self.plain)
        valid = decision is not None and result.status != INVALID
        write_text(
            self.sheet, number, 3, left[2], self.verdicts[decision.verdict_code] if valid and decision else self.invalid
        )
        for index in range(len(batch.program.order)):
            code = None if decision is None else decision.outcome_codes[index]
            text, look = ("", self.plain) if code is None else (self.words[code], self.outcomes[code])
            write_text(self.sheet, number, len(_LEFT) + index, text, look)
        for index, text in enumerate(texts[-len(self.right) :], start=len(self.widths) - len(self.right)):
            write_text(self.sheet, number, index, text, self.plain)
