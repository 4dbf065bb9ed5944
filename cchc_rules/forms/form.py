"""An input form for one category: a sheet of candidates, one for each list, then what to know to fill them in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cchc_rules.forms.form_columns import (
    YES_NO,
    Column,
    evidence_column,
    fact_column,
    identity_column,
    list_words,
)
from cchc_rules.forms.instructions import write_instructions, write_points, write_sources
from cchc_rules.intake.headers import ID, NAME, HeaderWords
from cchc_rules.intake.nesting import declare_nested
from cchc_rules.intake.sheet_names import list_facts, own_sheet, sheet_titles
from cchc_rules.intake.stamp import STAMP_NAME, make_stamp
from cchc_rules.language.ruleset import Category, Ruleset
from cchc_rules.language.types import ListType
from cchc_rules.phrases import phrase
from cchc_rules.reports.workbook_writer import fit_row, make_style, set_up_print, workbook_at, write_text

_ROWS_HELD: Final = 10_000
_LONGEST_TITLE: Final = 32
_LONGEST_MESSAGE: Final = 255


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A sheet to fill in: its name and its columns."""

    title: str
    columns: tuple[Column, ...]


def write_template(
    path: Path, ruleset: Ruleset, category: Category, language: str = "vi", *, evidence: bool = False
) -> None:
    """Writes the form of a category as an .xlsx file, whole or not at all; filled in, `read_rows` reads it back.

    With ``evidence`` each judged fact has a column for what it rests on. Raises OutputError when it cannot be written,
    MissingDependency without xlsxwriter.
    """
    ranges = {key: f"cchc_words_{number}" for number, key in enumerate(list_words(category), start=1)}
    sheets = form_sheets(category, language, ranges, evidence=evidence)
    with workbook_at(path, title=ruleset.title.within(language)) as book:
        for sheet in sheets:
            _write_sheet(book, sheet, language)
        write_instructions(book, ruleset, category, sheets, language)
        write_points(book, ruleset, category, language)
        write_sources(book, ruleset, category, language)
        _write_options(book, list_words(category), ranges, language)
        book.define_name(STAMP_NAME, make_stamp(ruleset, category).formula)


def form_sheets(
    category: Category, language: str, ranges: Mapping[str, str], *, evidence: bool = False
) -> tuple[FormSheet, ...]:
    """The sheets of the form: the candidates', then one for each list and for each list within a list."""
    titles = sheet_titles(category.facts, language)
    main = own_sheet("candidates", language)
    made, words = _Columns(titles, ranges, language, evidence), HeaderWords(category)
    own = (
        identity_column(ID, words, language, how=phrase("template.id.help", language)),
        identity_column(NAME, words, language),
        *made.of(words, ""),
    )
    sheets = [FormSheet(main, own)]
    for path, fact, outer in list_facts(category.facts):
        assert isinstance(fact.type, ListType)
        declared = fact.type if outer is None else declare_nested(outer, fact)
        if declared is None:
            continue
        words = HeaderWords(declared)
        owner = identity_column(ID, words, language, how=phrase("template.owner.help", language, sheet=main))
        columns = made.of(words, f"{path}.")
        sheets.append(FormSheet(titles[path], (owner, *columns)))
    return tuple(sheets)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Makes the columns of facts."""

    titles: Mapping[str, str]
    ranges: Mapping[str, str]
    language: str
    evidence: bool

    def of(self, words: HeaderWords, prefix: str) -> tuple[Column, ...]:
        """A column for each fact; a list's column counts its entries and names their sheet."""
        columns: list[Column] = []
        for fact in words.facts:
            sheet = self.titles.get(prefix + fact.name, "")
            if isinstance(fact.type, ListType) and not sheet:
                continue
            columns.append(fact_column(fact, words, self.language, options=self.ranges, sheet=sheet))
            if self.evidence and fact.kind == "judged":
                columns.append(evidence_column(columns[-1], self.language))
        return tuple(columns)


def _write_sheet(book: Any, form: FormSheet, language: str) -> None:
    sheet = book.add_worksheet(form.title)
    looks = {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1}
    header = make_style(book, **looks, bg_color="#1F4E79", font_color="#FFFFFF")
    bold = [column.width - 2 for column in form.columns]
    fit_row(sheet, 0, [column.header for column in form.columns], bold, least=2)
    for index, column in enumerate(form.columns):
        sheet.set_column(index, index, column.width, make_style(book, num_format=column.shown, text_wrap=True))
        sheet.data_validation(1, index, _ROWS_HELD, index, _validation(column, language))
    for index, column in enumerate(form.columns):
        write_text(sheet, 0, index, column.header, header)
    sheet.freeze_panes(1, 2 if len(form.columns) > 3 else 1)
    set_up_print(sheet, phrase("template.page", language), shrink=True)


def _validation(column: Column, language: str) -> dict[str, Any]:
    message = " ".join(part for part in (column.help, column.how) if part)
    held: dict[str, Any] = dict(column.accepted or {"validate": "any"})
    if message:
        held |= {"input_title": _cut(column.header, _LONGEST_TITLE), "input_message": _cut(message, _LONGEST_MESSAGE)}
    if column.accepted is not None:
        refused = phrase("template.refused.title", language)
        held |= {"error_title": _cut(refused, _LONGEST_TITLE), "error_message": _cut(column.how, _LONGEST_MESSAGE)}
    return held


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _write_options(book: Any, words: Mapping[str, tuple[str, ...]], ranges: Mapping[str, str], language: str) -> None:
    """The hidden sheet of what drop-downs offer, each column a named range."""
    title = own_sheet("options", language)
    sheet = book.add_worksheet(title)
    sheet.hide()
    truths = tuple(phrase(f"template.{answer}", language) for answer in ("yes", "no"))
    columns = {YES_NO: truths, **{ranges[key]: offered for key, offered in words.items()}}
    depth = max(len(offered) for offered in columns.values())
    for row in range(depth):
        for index, offered in enumerate(columns.values()):
            if row < len(offered):
                write_text(sheet, row, index, offered[row])
    quoted = title.replace("'", "''")
    for index, (name, offered) in enumerate(columns.items()):
        letters = chr(ord("A") + index) if index < 26 else chr(ord("A") + index // 26 - 1) + chr(ord("A") + index % 26)
        book.define_name(name, f"='{quoted}'!${letters}$1:${letters}${len(offered)}")
