"""Two sheets beside the results: counts with charts, and the clauses behind every criterion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from cchc_rules.reports.batch import Batch, outcome_words
from cchc_rules.reports.workbook_writer import fit_row, set_up_print, styled, write_text
from cchc_rules.values import OUTCOMES

_STRONG: Final = ("#3C9D5B", "#D2534B", "#E5B32A", "#A6A6A6")
_STRONG_INVALID: Final = "#8E63B5"
_HEADER: Final = {"bold": True, "border": 1, "bg_color": "#D9E2F3", "text_wrap": True, "valign": "vcenter"}
_CHART_WIDTH: Final = 620
_ROW_HEIGHT: Final = 26


def write_summary(book: Any, batch: Batch, colours: Sequence[str], invalid: str) -> None:
    """Adds the sheet of counts: by verdict with a chart, by criterion with another, remarks on the file."""
    sheet = book.add_worksheet(batch.said("result.sheet.summary"))
    sheet.hide_gridlines(2)
    for index, width in enumerate((58, 13, 13, 13, 13)):
        sheet.set_column(index, index, width)
    sheet.set_row(0, 22)
    write_text(sheet, 0, 0, batch.title, styled(book, bold=True, font_size=14))
    row = 1
    for text in batch.headings():
        write_text(sheet, row, 0, text, styled(book))
        row += 1
    first = _write_verdicts(book, sheet, batch, row + 1, [*colours[:3], invalid])
    row = first + len(batch.statuses()) + 2
    last = _write_criteria(book, sheet, batch, row + 1)
    for number, remark in enumerate(_remarks(batch)):
        write_text(sheet, last + 1 + number, 0, remark, styled(book, bold=number == 0))
    _insert_charts(book, sheet, batch, first, row + 2)
    set_up_print(sheet, batch.said("template.page"), header_rows=0)


def _remarks(batch: Batch) -> list[str]:
    remarks = list(batch.remarks())
    notes = dict.fromkeys(note for result in batch.results for note in batch.notes(result))
    remarks += [batch.said("report.partial", note=note) for note in notes]
    return [batch.said("result.file-problems"), *remarks] if remarks else []


def _write_verdicts(book: Any, sheet: Any, batch: Batch, row: int, colours: Sequence[str]) -> int:
    """The table of verdicts; gives back the row of its first verdict."""
    header, cell = styled(book, **_HEADER, align="center"), styled(book, border=1, align="center")
    share = styled(book, border=1, align="center", num_format="0.0%")
    for index, key in enumerate(("by-verdict", "count", "share")):
        write_text(sheet, row, index, batch.said(f"result.{key}"), header)
    total = len(batch.results)
    for number, (_, words, count) in enumerate(batch.statuses(), start=1):
        write_text(sheet, row + number, 0, words, styled(book, border=1, bg_color=colours[number - 1]))
        sheet.write_number(row + number, 1, count, cell)
        sheet.write_number(row + number, 2, count / total if total else 0, share)
    below = row + len(batch.statuses()) + 1
    write_text(sheet, below, 0, batch.said("result.total"), styled(book, border=1, bold=True))
    sheet.write_number(below, 1, total, styled(book, border=1, bold=True, align="center"))
    return row + 1


def _write_criteria(book: Any, sheet: Any, batch: Batch, row: int) -> int:
    """The table of outcomes by criterion; gives back the row after it."""
    header, cell = styled(book, **_HEADER, align="center"), styled(book, border=1, align="center")
    write_text(sheet, row, 0, batch.said("result.by-criterion"), header)
    for index, outcome in enumerate(OUTCOMES, start=1):
        write_text(sheet, row, index, outcome_words(outcome, batch.language), header)
    tops = {criterion.id for criterion in batch.program.category.criteria}
    titled = styled(book, border=1, text_wrap=True)
    for criterion, counts in batch.outcome_counts():
        row += 1
        title = ("" if criterion.id in tops else "– ") + criterion.title.within(batch.language)
        fit_row(sheet, row, [title], [58])
        write_text(sheet, row, 0, title, titled)
        for index, count in enumerate(counts, start=1):
            sheet.write_number(row, index, count, cell)
    return row + 1


def _insert_charts(book: Any, sheet: Any, batch: Batch, verdicts: int, criteria: int) -> None:
    name = batch.said("result.sheet.summary")
    shown = [number for number, (_, _, count) in enumerate(batch.statuses()) if count]
    fills = [{"fill": {"color": colour}} for colour in (*_STRONG[:3], _STRONG_INVALID)]
    last = verdicts + len(batch.statuses()) - 1
    chart = book.add_chart({"type": "bar"})
    series = {"categories": [name, verdicts, 0, last, 0], "values": [name, verdicts, 1, last, 1]}
    chart.add_series({**series, "points": fills, "gap": 60, "data_labels": {"value": bool(shown)}})
    _finish(chart, batch.said("result.by-verdict"), 240)
    chart.set_legend({"none": True})
    sheet.insert_chart(1, 6, chart)
    count = len(batch.program.order)
    stacked = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    for index, colour in enumerate(_STRONG, start=1):
        names = {"name": [name, criteria - 1, index], "categories": [name, criteria, 0, criteria + count - 1, 0]}
        values = [name, criteria, index, criteria + count - 1, index]
        stacked.add_series({**names, "values": values, "fill": {"color": colour}, "gap": 40})
    _finish(stacked, batch.said("result.by-criterion"), 120 + _ROW_HEIGHT * count)
    stacked.set_legend({"position": "bottom"})
    sheet.insert_chart(14, 6, stacked)


def _finish(chart: Any, title: str, height: int) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}, "num_font": {"size": 9}})
    chart.set_size({"width": _CHART_WIDTH, "height": height})


def write_clauses(book: Any, batch: Batch) -> None:
    """Adds the sheet that says for every criterion where it comes from and what stands there."""
    sheet = book.add_worksheet(batch.said("result.sheet.clauses"))
    keys = ("result.criterion", "template.source.title", "template.source.place", "template.source.says")
    widths = (46, 44, 36, 70)
    header, cell = styled(book, **_HEADER), styled(book, text_wrap=True, border=1)
    for index, (key, width) in enumerate(zip(keys, widths, strict=True)):
        sheet.set_column(index, index, width)
        write_text(sheet, 0, index, batch.said(key), header)
    row = 0
    for criterion in batch.program.order:
        for clause in criterion.clauses:
            row += 1
            words = batch.language
            told = (criterion.title, batch.source_of(clause), clause.at, clause.says)
            texts = [one if isinstance(one, str) else one.within(words) for one in told]
            fit_row(sheet, row, texts, widths)
            for index, text in enumerate(texts):
                write_text(sheet, row, index, text, cell)
    sheet.freeze_panes(1, 0)
    set_up_print(sheet, batch.said("template.page"))
