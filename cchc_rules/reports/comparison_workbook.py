"""Two rulesets compared, as a workbook: what can come out otherwise, then facts and parameters declared otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from cchc_rules.analysis.comparison import Comparison
from cchc_rules.analysis.comparison_words import list_difference_rows
from cchc_rules.analysis.turned_rows import TurnedRows
from cchc_rules.analysis.turned_words import TurnWords, list_reasons
from cchc_rules.phrases import phrase
from cchc_rules.reports.workbook_writer import (
    BORDER,
    SMALL,
    fit_small,
    make_style,
    set_up_print,
    workbook_at,
    write_head,
    write_text,
)

_PARTS: Final = (("category", 16), ("part", 28), ("direction", 20), ("answer", 14), ("verdicts", 20), ("witness", 48))
_DECLARED: Final = (("category", 16), ("about", 22), ("label", 34), ("change", 12), ("before", 28), ("after", 28))


_TURNED: Final = (("id", 10), ("name", 26), ("before", 16), ("after", 16), ("criteria", 44), ("facts", 44))


def write_comparison_workbook(path: Path, found: Comparison, words: TurnWords) -> None:
    """Writes a comparison as an .xlsx file, whole or not at all; candidates handed in on a sheet of their own.

    Raises OutputError when it cannot be written, MissingDependency without xlsxwriter.
    """
    language = words.language
    fields = {"old": found.old.id, "old_version": found.old.version, "new": found.new.id}
    title = phrase("compare.title", language, **fields, new_version=found.new.version)
    with workbook_at(path, title=title) as book:
        rows = (
            (row.category, row.part, row.direction, row.answer, row.verdicts, "\n".join(row.witness))
            for category in found.categories
            for row in list_difference_rows(found, category, language)
        )
        write_rows(book, phrase("compare.sheet.parts", language), _heads(_PARTS, language), rows, title)
        titles = [found.new.category(one.category).title.within(language) for one in found.categories]
        declared = (
            *zip(titles, (one.facts for one in found.categories), strict=True),
            (phrase("compare.parameters", language), found.parameters),
        )
        rows = (
            (
                *(where, one.about, one.label.within(language)),
                *(phrase(f"compare.kind.{one.change.value}", language), one.before, one.after),
            )
            for where, changes in declared
            for one in changes
        )
        write_rows(book, phrase("compare.sheet.declared", language), _heads(_DECLARED, language), rows, title)
        if found.rows is not None:
            _write_turned(book, found.rows, words, title)


def write_turned_workbook(path: Path, found: TurnedRows, words: TurnWords) -> None:
    """Writes who turned as an .xlsx file, whole or not at all; raises as `write_comparison_workbook`."""
    title = phrase("turns.title", words.language)
    with workbook_at(path, title=title) as book:
        _write_turned(book, found, words, title)


def _write_turned(book: Any, found: TurnedRows, words: TurnWords, footer: str) -> None:
    heads = [(phrase(f"turns.column.{key}", words.language), width) for key, width in _TURNED]
    rows = (
        (
            *(row.id or "", row.name or "", words.say_status(row.before), words.say_status(row.after)),
            *("\n".join(list_reasons(row, words)), "\n".join(map(words.say_fact, row.facts))),
        )
        for row in found.turned
    )
    write_rows(book, phrase("turns.sheet", words.language), heads, rows, footer)


def _heads(columns: Sequence[tuple[str, int]], language: str) -> list[tuple[str, int]]:
    return [(phrase(f"compare.column.{key}", language), width) for key, width in columns]


def write_rows(
    book: Any, name: str, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]], footer: str
) -> None:
    """A sheet of texts under heads, to print on A4 across."""
    sheet, widths = book.add_worksheet(name), [width for _, width in heads]
    write_head(book, sheet, [head for head, _ in heads], widths)
    style = make_style(book, **BORDER, font_size=SMALL)
    for number, texts in enumerate(rows, start=1):
        fit_small(sheet, number, texts, widths)
        for column, text in enumerate(texts):
            write_text(sheet, number, column, text, style)
    sheet.freeze_panes(1, 0)
    set_up_print(sheet, footer)
