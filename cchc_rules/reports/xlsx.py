"""Results as a spreadsheet to print on A4: counts and signatures, the list by verdict, the annex, the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final

from cchc_rules.intake.table import refuse
from cchc_rules.reports.annex import MOST_PRINTED, annex_parts, annex_texts
from cchc_rules.reports.annex_tables import AnnexPart
from cchc_rules.reports.report import Report
from cchc_rules.reports.result_sheets import write_result_sheet
from cchc_rules.reports.score_parts import count_grades
from cchc_rules.reports.workbook_writer import (
    BORDER,
    HEADER,
    SMALL,
    fit_row,
    fit_small,
    fitting,
    make_style,
    set_up_print,
    workbook_at,
    write_head,
    write_text,
)
from cchc_rules.values import INVALID, OUTCOMES

MOST_ROWS: Final = 1_048_575
"""How many rows a sheet has under its header."""

_COLOURS: Final = {"good": "#C6E7CE", "bad": "#F8CBC6", "open": "#FFE9A8", "later": "#CFE2F7", "faulty": "#E3D3F0"}
_MARK_COLOURS: Final = {"✓": "#E4F3E8", "✗": "#F8CBC6", "?": "#FFE9A8", "–": "#EDEDED", "!": "#E3D3F0"}
_LIST: Final = (("row", 5), ("id", 9), ("name", 21), ("line", 62))
"""Widths in digits of the sheet's font: 100 of them are the 195 mm that A4 upright leaves inside its margins."""
_VERDICT_WIDTH: Final = 24
_ANNEX_WIDTHS: Final = (9, 28)
_MARKS_WIDTH: Final = 60
"""How many digits the marks share, beside id and name."""
_POINTS_WIDTH: Final = 96
"""How many digits points share on A4 across."""
_TEXTS: Final = (("result.id", 9), ("result.name", 22), ("report.annex.text", 66))
_REASONS: Final = (("id", 9), ("name", 22), ("verdict", 14), ("reasons", 79))
_CLAUSES: Final = (
    ("result.criterion", 28),
    ("template.source.title", 26),
    ("template.source.place", 22),
    ("template.source.says", 48),
)


def write_result_workbook(path: Path, report: Report) -> None:
    """Writes the results as an .xlsx file, whole or not at all.

    Raises TableError beyond 1,048,575 results, OutputError when it cannot be written, MissingDependency without
    xlsxwriter. Streams: what is in memory is what was handed in.
    """
    if len(report.results) > MOST_ROWS:
        raise refuse("result-rows", str(path), count=len(report.results))
    with workbook_at(path, title=report.title) as book:
        _write_summary(book, report)
        _write_list(book, report)
        if report.program.results:
            write_result_sheet(book, report)
        parts = tuple(annex_parts(report, most=None))
        names = [report.say(f"report.sheet.{part.kind}") for part in parts]
        for number, (part, name) in enumerate(zip(parts, names, strict=True)):
            order = names[: number + 1].count(name)
            _write_annex(book, report, part, name if names.count(name) == 1 else f"{name} {order}")
        _write_texts(book, report)
        if report.detail == "full":
            _write_reasons(book, report)
            _write_clauses(book, report)


def _write_summary(book: Any, report: Report) -> None:
    """Counts by verdict and criterion, remarks, places for signatures, footing: one sheet upright."""
    sheet = book.add_worksheet(report.say("result.sheet.summary"))
    sheet.hide_gridlines(2)
    widths = (38, 11, 11, 11, 11)
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width)
    page = _Lines(sheet, book, sum(widths))
    issuer, *others = report.headings()
    page.write(issuer)
    page.write(f"{report.say(report.KIND)}: {report.title}", bold=True, font_size=14)
    for text in others:
        page.write(text)
    page.skip()
    named = zip(report.statuses(), report.kinds(), strict=True)
    verdicts = [(words, (count,), _COLOURS[kind]) for (_, words, count), kind in named]
    verdicts.append((report.say("result.total"), (len(report.results),), "#FFFFFF"))
    page.table([report.say(report.STATUS), report.say("result.count")], verdicts)
    page.skip()
    for grade in count_grades(report):
        counted = [(words, (count,), "#FFFFFF") for words, count in grade.rows]
        page.table([grade.title, report.say("result.count")], counted)
        if grade.note:
            page.write(grade.note, font_size=SMALL)
        page.skip()
    if report.program.order:
        _write_outcomes(page, report)
        if faulty := sum(result.status == INVALID for result in report.results):
            page.write(report.say("report.without-faulty", count=faulty), font_size=SMALL)
    page.skip()
    for remark in report.remarks():
        page.write(remark, bold=True)
    page.sign(report)
    page.write(report.say("footing.title"), bold=True, font_size=SMALL)
    for line in report.footing.lines(report.language):
        page.write(line, font_size=SMALL)
    set_up_print(sheet, report.say("template.page"), header_rows=None, across=False)


def _write_outcomes(page: _Lines, report: Report) -> None:
    """How many candidates have each outcome of every criterion and member."""
    heads = [report.say("result.by-criterion"), *(report.say(f"outcome.{outcome}") for outcome in OUTCOMES)]
    tops = {criterion.id for criterion in report.program.category.criteria}
    rows = [
        (("" if criterion.id in tops else "– ") + criterion.title.within(report.language), counts, "#FFFFFF")
        for criterion, counts in report.outcome_counts()
    ]
    page.table(heads, rows)


@dataclass(slots=True)
class _Lines:
    """A sheet written from top to bottom, with the height its page has left."""

    sheet: Any
    book: Any
    width: int
    row: int = 0

    def write(self, text: str, **looks: Any) -> None:
        """A text across the sheet."""
        style = make_style(self.book, text_wrap=True, **looks)
        fit_row(self.sheet, self.row, [text], [self.width], font_size=looks.get("font_size", 11))
        self.sheet.merge_range(self.row, 0, self.row, 4, fitting(text), style)
        self.row += 1

    def skip(self) -> None:
        """An empty row."""
        self.row += 1

    def table(self, heads: Sequence[str], rows: Iterable[tuple[str, Sequence[int], str]]) -> None:
        """A row of heads, then a text in its colour with numbers each."""
        for index, head in enumerate(heads):
            write_text(self.sheet, self.row, index, head, make_style(self.book, **HEADER))
        fit_row(self.sheet, self.row, heads, (38, *[10] * (len(heads) - 1)))
        number = make_style(self.book, **BORDER, align="center")
        for text, counts, colour in rows:
            self.row += 1
            fit_row(self.sheet, self.row, [text], [38])
            write_text(self.sheet, self.row, 0, text, make_style(self.book, **BORDER, bg_color=colour))
            for index, count in enumerate(counts, start=1):
                self.sheet.write_number(self.row, index, count, number)
        self.row += 1

    def sign(self, report: Report) -> None:
        """Places for three signatures in one high row, which no page parts."""
        style, bold = make_style(self.book, text_wrap=True, align="center"), make_style(self.book, bold=True)
        plain = make_style(self.book)
        self.sheet.set_row(self.row, 90)
        for place, (first, last) in zip("123", ((0, 0), (1, 2), (3, 4)), strict=True):
            if first != last:
                self.sheet.merge_range(self.row, first, self.row, last, "", style)
            title, how = report.say(f"report.sign.{place}"), report.say("report.sign.how")
            self.sheet.write_rich_string(self.row, first, bold, title, plain, f"\n{how}", style)
        self.row += 1


def _write_list(book: Any, report: Report) -> None:
    """A row a candidate under a row for its verdict, which also stands beside it to filter by, outside of the print."""
    sheet = book.add_worksheet(report.say("result.sheet.results"))
    keys = [f"result.{key}" for key, _ in _LIST[:-1]]
    heads = [*(report.say(key) for key in (*keys, "report.line")), report.say(report.STATUS)]
    widths = [width for _, width in _LIST]
    write_head(book, sheet, heads, [*widths, _VERDICT_WIDTH])
    plain = make_style(book, **BORDER, font_size=SMALL)
    number = 0
    for one in report.verdict_lists():
        colour = make_style(book, **BORDER, font_size=SMALL, bold=True, bg_color=_COLOURS[one.kind])
        number += 1
        sheet.merge_range(number, 0, number, 3, one.heading, colour)
        write_text(sheet, number, 4, one.words, colour)
        for line in one.lines:
            number += 1
            fit_small(sheet, number, ["", line.id, line.name, line.text], widths)
            sheet.write_number(number, 0, line.row, plain)
            for index, text in enumerate((line.id, line.name, line.text, one.words), start=1):
                write_text(sheet, number, index, text, plain)
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, max(1, number), len(heads) - 1)
    sheet.print_area(0, 0, number, len(widths) - 1)
    set_up_print(sheet, report.say("template.page"), across=False)


def _write_annex(book: Any, report: Report, part: AnnexPart, name: str) -> None:
    """A mark a candidate and criterion, or points, which are printed across; the legend stands in the first row."""
    sheet = book.add_worksheet(name)
    across = part.kind == "points"
    mark_width = (_POINTS_WIDTH if across else _MARKS_WIDTH) // max(8, len(part.headings))
    widths = [*_ANNEX_WIDTHS, *[mark_width] * len(part.headings)]
    on_screen = len(part.rows) > MOST_PRINTED
    screen = (report.say("report.annex.screen", most=MOST_PRINTED),) if on_screen else ()
    legend = "; ".join((part.note, *part.legend, *screen))
    small = make_style(book, font_size=SMALL, text_wrap=True)
    fit_row(sheet, 0, [legend], [sum(widths)], font_size=SMALL)
    sheet.merge_range(0, 0, 0, len(widths) - 1, legend, small)
    heads = [report.say("result.id"), report.say("result.name"), *part.headings]
    write_head(book, sheet, heads, widths, row=1)
    plain = make_style(book, **BORDER, font_size=SMALL)
    centred = make_style(book, **BORDER, font_size=SMALL, align="center")
    looks = {
        mark: make_style(book, **BORDER, font_size=SMALL, align="center", bg_color=colour)
        for mark, colour in _MARK_COLOURS.items()
    }
    for number, row in enumerate(part.rows, start=2):
        fit_small(sheet, number, [row.id, row.name, *row.marks], widths)
        write_text(sheet, number, 0, row.id, plain)
        write_text(sheet, number, 1, row.name, plain)
        for index, mark in enumerate(row.marks, start=2):
            write_text(sheet, number, index, mark, looks.get(mark, centred))
    sheet.freeze_panes(2, 2)
    if on_screen:
        sheet.print_area(0, 0, 1, len(widths) - 1)
    set_up_print(sheet, report.say("template.page"), header_rows=(1, 1), across=across)


def _write_texts(book: Any, report: Report) -> None:
    """A row for each candidate of whom the list has no room to say everything, where there is one."""
    rows = annex_texts(report, most=None)
    first = next(rows, None)
    if first is None:
        return
    sheet = book.add_worksheet(report.say("report.sheet.texts"))
    widths = [width for _, width in _TEXTS]
    write_head(book, sheet, [report.say(key) for key, _ in _TEXTS], widths)
    plain = make_style(book, **BORDER, font_size=SMALL)
    for number, row in enumerate(chain([first], rows), start=1):
        texts = (row.id, row.name, row.text)
        fit_small(sheet, number, texts, widths)
        for index, text in enumerate(texts):
            write_text(sheet, number, index, text, plain)
    sheet.freeze_panes(1, 2)
    set_up_print(sheet, report.say("template.page"), across=False)


def _write_reasons(book: Any, report: Report) -> None:
    """A row for each criterion of a candidate, then one for each problem of its row."""
    sheet = book.add_worksheet(report.say("report.sheet.reasons"))
    widths = [width for _, width in _REASONS]
    write_head(book, sheet, [report.say(f"result.{key}") for key, _ in _REASONS], widths)
    plain, number = make_style(book, **BORDER, font_size=SMALL), 0
    for result in report.results:
        for text in (*report.faults(result), *report.reasons(result)):
            number += 1
            if number > MOST_ROWS:
                raise refuse("result-rows", "", count=len(report.results))
            texts = [result.id or "–", result.name or "–", report.verdict(result), text]
            fit_small(sheet, number, texts, widths)
            for index, one in enumerate(texts):
                write_text(sheet, number, index, one, plain)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, number), len(widths) - 1)
    set_up_print(sheet, report.say("template.page"))


def _write_clauses(book: Any, report: Report) -> None:
    """For every criterion where it comes from and what stands there."""
    sheet = book.add_worksheet(report.say("result.sheet.clauses"))
    widths = [width for _, width in _CLAUSES]
    write_head(book, sheet, [report.say(key) for key, _ in _CLAUSES], widths)
    cell = make_style(book, **BORDER, font_size=SMALL)
    for row, texts in enumerate(report.list_clauses(), start=1):
        fit_small(sheet, row, texts, widths)
        for index, text in enumerate(texts):
            write_text(sheet, row, index, text, cell)
    sheet.freeze_panes(1, 0)
    set_up_print(sheet, report.say("template.page"))
