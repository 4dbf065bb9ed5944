"""The sheet of scores and grades in a workbook of results: words to print, numbers to compute with beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, Final

from cchc_rules.decisions.scoring import Grade, Score, list_result_titles, say_result
from cchc_rules.language.ruleset import GradeTable
from cchc_rules.reports.report import Report
from cchc_rules.reports.workbook_writer import (
    BORDER,
    SMALL,
    fit_small,
    make_style,
    set_up_print,
    write_head,
    write_text,
)

_OWN: Final = (("result.id", 9), ("result.name", 30), ("result.verdict", 24))
_WIDTH: Final = 80
"""How many digits the results share, beside id, name and verdict: A4 across has 143 of them."""


def write_result_sheet(book: Any, report: Report) -> None:
    """A row a candidate: what each grade and score came to, in words.

    Outside of the print the one value of a grade, and the number and the two ends of a score: empty while open, or
    where there is no end.
    """
    sheet = book.add_worksheet(report.say("report.sheet.results"))
    titles = list_result_titles(report.program, report.language)
    own = [report.say(key) for key, _ in _OWN]
    numbers = list(_head_values(report))
    widths = [*(width for _, width in _OWN), *[_WIDTH // max(4, len(titles))] * len(titles), *[14] * len(numbers)]
    write_head(book, sheet, [*own, *titles.values(), *numbers], widths)
    plain = make_style(book, **BORDER, font_size=SMALL)
    for number, result in enumerate(report.results, start=1):
        found = None if result.decision is None else result.decision.results
        said = ("" if found is None else say_result(found[name], report.language) for name in titles)
        texts = (result.id or "–", result.name or "–", report.say(f"verdict.{result.status}"), *said)
        fit_small(sheet, number, texts, widths)
        for index, text in enumerate(texts):
            write_text(sheet, number, index, text, plain)
        values = [None] * len(numbers) if found is None else _list_values(found[name] for name in titles)
        for index, value in enumerate(values, start=len(texts)):
            if isinstance(value, Fraction):
                sheet.write_number(number, index, value.numerator / value.denominator, plain)
            else:
                write_text(sheet, number, index, value or "", plain)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, len(report.results)), len(widths) - 1)
    sheet.print_area(0, 0, len(report.results), len(own) + len(titles) - 1)
    set_up_print(sheet, report.say("template.page"))


def _head_values(report: Report) -> Iterator[str]:
    for name, title in list_result_titles(report.program, report.language).items():
        if isinstance(report.program.category.result(name), GradeTable):
            yield report.say("report.result.value", title=title)
        else:
            yield from (report.say(f"report.result.{key}", title=title) for key in ("number", "from", "to"))


def _list_values(results: Iterable[Score | Grade]) -> Iterator[Fraction | str | None]:
    for result in results:
        if isinstance(result, Grade):
            yield result.value
        else:
            yield from (result.exact, result.low, result.high)
