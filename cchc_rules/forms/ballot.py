"""A ballot: for each candidate the judgements that its verdict still hangs on, with the judge and the clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, assert_never

from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.traces.causes import JUDGED, MissingFact
from cchc_rules.evaluation import RowResult
from cchc_rules.intake.ballot_sheet import BALLOT_COLUMNS, ballot_headings, ballot_stamp
from cchc_rules.intake.stamp import STAMP_NAME
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    TextType,
    every_fact,
)
from cchc_rules.phrases import phrase
from cchc_rules.program.program import Program
from cchc_rules.reports.workbook_writer import fit_row, make_style, set_up_print, workbook_at, write_text

_WIDTHS: Final = dict(zip(BALLOT_COLUMNS, (10, 24, 34, 24, 24, 26, 14, 20, 13, 26, 10), strict=True))
_ASKED: Final = ("value", "by", "on", "evidence")
_LONGEST_CHOICE: Final = 255
"""Excel takes a list of words written into a validation up to so many characters."""


@dataclass(frozen=True, slots=True)
class Question:
    """One judgement to ask for: of whom, what, by whom, under which clause; ``path`` is where it belongs."""

    id: str
    name: str
    fact: Fact
    members: tuple[str, ...]
    judge: str
    clauses: str
    path: str


def list_questions(program: Program, results: Iterable[RowResult], language: str) -> Iterator[Question]:
    """The judgements to ask for: those a verdict hangs on that is open and whose data are in order."""
    facts = tuple(every_fact(program.category.facts))
    for result in results:
        decision = result.decision
        if decision is None or result.problems or result.id is None or decision.favourable is not None:
            continue
        for missing in decision.missing_facts:
            name = missing.path.rpartition(".")[2]
            fact = next((one for one in facts if one.name == name and one.label == missing.label), None)
            if fact is not None and missing.kind == JUDGED:
                judge = missing.judge.within(language) if missing.judge else ""
                clauses = "; ".join(_clauses(missing, decision, language))
                yield Question(result.id, result.name or "", fact, missing.members, judge, clauses, missing.path)


def _clauses(missing: MissingFact, decision: Decision, language: str) -> Iterator[str]:
    criteria = [one for one in decision.program.category.findings_order() if one.id in missing.criteria]
    places = (clause.at.within(language) for one in criteria for clause in one.clauses)
    yield from dict.fromkeys(places)


def write_ballot(
    path: Path, program: Program, questions: Sequence[Question], files: Sequence[str], language: str = "vi"
) -> None:
    """Writes the ballot as an .xlsx file, whole or not at all; `read_ballot` reads it back.

    ``files`` are the hashes of the files the candidates come from. Raises OutputError when it cannot be written,
    MissingDependency without xlsxwriter.
    """
    with workbook_at(path, title=program.ruleset.title.within(language)) as book:
        sheet = book.add_worksheet(phrase("ballot.sheet", language))
        looks = {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1}
        header = make_style(book, **looks, bg_color="#D9E2F3")
        for index, (key, text) in enumerate(zip(BALLOT_COLUMNS, ballot_headings(language), strict=True)):
            sheet.set_column(index, index, _WIDTHS[key], None, {"hidden": key == "path"})
            write_text(sheet, 0, index, text, header)
        plain = make_style(book, text_wrap=True, border=1)
        asked = make_style(book, text_wrap=True, border=1, bg_color="#FFF8E1")
        dated = make_style(book, border=1, bg_color="#FFF8E1", num_format="dd/mm/yyyy")
        styles = {"on": dated, **dict.fromkeys(("value", "by", "evidence"), asked)}
        value = BALLOT_COLUMNS.index("value")
        for number, one in enumerate(questions, start=1):
            texts = _texts(one, language)
            fit_row(sheet, number, [texts[key] for key in BALLOT_COLUMNS], list(_WIDTHS.values()))
            for index, key in enumerate(BALLOT_COLUMNS):
                write_text(sheet, number, index, texts[key], styles.get(key, plain))
            if (offered := _offers(one.fact, language)) is not None:
                sheet.data_validation(number, value, number, value, offered)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(1, len(questions)), len(BALLOT_COLUMNS) - 2)
        set_up_print(sheet, phrase("ballot.sheet", language), shrink=True)
        book.define_name(STAMP_NAME, ballot_stamp(program, files))


def _texts(one: Question, language: str) -> dict[str, str]:
    said = {
        "id": one.id,
        "name": one.name,
        "asked": one.fact.label.within(language),
        "member": " → ".join(one.members),
        "judge": one.judge,
        "clauses": one.clauses,
        "path": one.path,
    }
    return said | dict.fromkeys(_ASKED, "")


def _offers(fact: Fact, language: str) -> dict[str, Any] | None:
    """The words to choose from, where they are few; other values are held when the ballot is read."""
    words: Sequence[str]
    match fact.type:
        case BooleanType():
            words = [*fact.words] or [phrase(f"template.{answer}", language) for answer in ("yes", "no")]
        case GradeType(scale=scale):
            words = scale.spellings
        case ChoiceType(options=options):
            words = options
        case NumberType() | DateType() | TextType() | ListType() | QuotientType():
            return None
        case _ as never:
            assert_never(never)
    fits = len(",".join(words)) <= _LONGEST_CHOICE and not any("," in word for word in words)
    takes_others = isinstance(fact.type, ChoiceType) and fact.type.open
    return {"validate": "list", "source": list(words), "show_error": not takes_others} if fits else None
