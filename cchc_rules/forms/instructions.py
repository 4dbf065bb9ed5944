"""The pages of a form that are read, not filled in: how to fill it in, and the documents it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cchc_rules.decisions.phrasing.sayings import write_date
from cchc_rules.intake.sheet_names import own_sheet
from cchc_rules.language.ruleset import Category, Ruleset
from cchc_rules.pages.score_words import ResultRow, list_result_sheets
from cchc_rules.phrases import phrase
from cchc_rules.reports.workbook_writer import fit_row, make_style, set_up_print, write_text

if TYPE_CHECKING:
    from cchc_rules.forms.form import FormSheet

_WIDTHS = (24, 40, 46, 60)
_POINT_COLUMNS = ("number", "line", "points", "how", "clause")
_POINT_WIDTHS = (8, 44, 24, 70, 28)
_SOURCE_WIDTHS = (36, 16, 14, 32, 60, 44)
_HEADER = {"bold": True, "border": 1, "bg_color": "#D9E2F3", "text_wrap": True, "valign": "vcenter"}


def write_instructions(
    book: Any, ruleset: Ruleset, category: Category, sheets: Sequence[FormSheet], language: str
) -> None:
    """Adds the sheet that says what the form is for and how each column is filled in."""
    sheet = book.add_worksheet(own_sheet("instructions", language))
    sheet.hide_gridlines(2)
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    title, section, plain = make_style(book, bold=True, font_size=14), make_style(book, bold=True), make_style(book)
    lines = [(phrase("template.title", language), title), (ruleset.title.within(language), section)]
    version = phrase("template.version", language, id=ruleset.id, version=ruleset.version)
    lines += [(category.title.within(language), plain), (version, plain), ("", plain)]
    lines += [(phrase("template.how", language), section)]
    lines += [(text, plain) for text in _steps(sheets, category, language)]
    lines += [("", plain), (phrase("template.columns", language), section)]
    for row, (text, look) in enumerate(lines):
        if look is title:
            sheet.set_row(row, 22)
        write_text(sheet, row, 0, text, look if text else None)
    _write_columns(book, sheet, len(lines), sheets, language)
    set_up_print(sheet, phrase("template.page", language), header_rows=None, shrink=True)


def _steps(sheets: Sequence[FormSheet], category: Category, language: str) -> Iterator[str]:
    steps = [phrase("template.how.rows", language, sheet=sheets[0].title), phrase("template.how.blank", language)]
    steps += [phrase("template.how.lists", language, sheet=sheet.title) for sheet in sheets[1:]]
    if category.results:
        steps += [phrase("template.how.points", language, sheet=own_sheet("points", language))]
    steps += [phrase("template.how.done", language)]
    yield from (f"{number}. {text}" for number, text in enumerate(steps, start=1))


def _write_columns(book: Any, sheet: Any, row: int, sheets: Sequence[FormSheet], language: str) -> None:
    header, cell = make_style(book, **_HEADER), make_style(book, text_wrap=True, border=1)
    for index, key in enumerate(("sheet", "header", "kind", "help")):
        write_text(sheet, row, index, phrase(f"template.column.{key}", language), header)
    for form in sheets:
        for column in form.columns:
            row += 1
            told = (form.title, column.header, column.how, column.help)
            fit_row(sheet, row, told, _WIDTHS)
            for index, text in enumerate(told):
                write_text(sheet, row, index, text, cell)


def write_points(book: Any, ruleset: Ruleset, category: Category, language: str) -> None:
    """Adds the sheet that says how points and grades are given, where the category has some."""
    found = list_result_sheets(ruleset, category)
    if not found:
        return
    sheet = book.add_worksheet(own_sheet("points", language))
    header, cell = make_style(book, **_HEADER), make_style(book, text_wrap=True, border=1)
    for index, (key, width) in enumerate(zip(_POINT_COLUMNS, _POINT_WIDTHS, strict=True)):
        sheet.set_column(index, index, width)
        write_text(sheet, 0, index, phrase(f"pages.{key}", language), header)
    place = 0
    for one in found:
        for look, row in ((header, one.head), *((cell, row) for row in one.rows)):
            place += 1
            texts = (row.number, row.title.within(language), *_join_words(row, language))
            fit_row(sheet, place, texts, _POINT_WIDTHS)
            for index, text in enumerate(texts):
                write_text(sheet, place, index, text, look)
    sheet.freeze_panes(1, 0)
    set_up_print(sheet, phrase("template.page", language), shrink=True)


def _join_words(row: ResultRow, language: str) -> Iterator[str]:
    """Points, how they are given, and where that stands, a line each."""
    for words in (row.points, row.how, [clause.at for clause in row.clauses]):
        yield "\n".join(one.within(language) for one in words)


def write_sources(book: Any, ruleset: Ruleset, category: Category, language: str) -> None:
    """Adds the sheet of the documents, clause by clause, with the category's criteria that come from each."""
    sheet = book.add_worksheet(own_sheet("sources", language))
    keys = ("title", "number", "published", "place", "says", "criteria")
    header, cell = make_style(book, **_HEADER), make_style(book, text_wrap=True, border=1)
    for index, (key, width) in enumerate(zip(keys, _SOURCE_WIDTHS, strict=True)):
        sheet.set_column(index, index, width)
        write_text(sheet, 0, index, phrase(f"template.source.{key}", language), header)
    row, citing = 0, _criteria_by_clause(category, language)
    for source in ruleset.sources:
        published = write_date(source.published, language) if source.published else ""
        for clause in source.clauses:
            row += 1
            document = (
                (source.title.within(language), source.number, published) if clause is source.clauses[0] else ("",) * 3
            )
            criteria = citing.get(clause.ref, [])
            if not criteria and clause.left_out is not None:
                criteria = [phrase("template.source.left-out", language, why=clause.left_out.within(language))]
            told = (*document, clause.at.within(language), clause.says.within(language), "\n".join(criteria))
            fit_row(sheet, row, told, _SOURCE_WIDTHS)
            for index, text in enumerate(told):
                write_text(sheet, row, index, text, cell)
    sheet.freeze_panes(1, 0)
    set_up_print(sheet, phrase("template.page", language), shrink=True)


def _criteria_by_clause(category: Category, language: str) -> dict[str, list[str]]:
    """The titles of the criteria, scores and grades that cite a clause, by its reference."""
    found: dict[str, list[str]] = {}
    for one in category.findings_order():
        title = one.title.within(language) + (f" ({phrase('criterion.defers', language)})" if one.defers else "")
        for ref in dict.fromkeys(cited.ref for cited in one.clauses):
            found.setdefault(ref, []).append(title)
    for result in category.results:
        for ref in dict.fromkeys(cited.ref for cited in result.list_clauses()):
            found.setdefault(ref, []).append(result.title.within(language))
    return found
