"""Results as a Word document on A4: counts, a list a verdict, places for signatures, the annex across."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from cchc_rules.decisions.explanation import explain
from cchc_rules.files import whole_bytes
from cchc_rules.intake.table import refuse
from cchc_rules.reports.annex import MOST_PRINTED, annex_parts, annex_texts
from cchc_rules.reports.annex_tables import AnnexPart
from cchc_rules.reports.board_explanation import explain_to_board
from cchc_rules.reports.docx_parts import (
    FOOT_SIZE,
    LIST_SIZE,
    add_heading,
    add_table,
    add_text,
    begin_document,
    lay_out,
    pack_document,
)
from cchc_rules.reports.remedy_blocks import add_remedies
from cchc_rules.reports.report import Report
from cchc_rules.reports.score_parts import count_grades
from cchc_rules.reports.tree_paragraphs import write_tree

MOST_LISTED: Final = 20_000
"""How many candidates a document holds: some 800 pages, which Writer still opens."""

_LIST_WIDTHS: Final = (12, 17, 45, 108)
"""Millimetres of row number, id, name and line: together the 182 that margins of 14 leave of A4."""
_TEXT_WIDTHS: Final = (24, 60, 185)
_CLAUSE_WIDTHS: Final = (48, 42, 30, 62)


def write_result_document(path: Path, report: Report) -> None:
    """Writes the document, whole or not at all; every text is text.

    Of more than 200 candidates the annex is left out, which the document says. Raises TableError beyond 20,000
    results, OutputError when it cannot be written, MissingDependency without python-docx.
    """
    if len(report.results) > MOST_LISTED:
        raise refuse("result-rows", str(path), variant="document", count=len(report.results))
    document = begin_document(report.title, report.language)
    _write_head(document, report)
    for one in report.verdict_lists():
        add_heading(document, one.heading)
        heads = tuple(report.say(key) for key in ("result.row", "result.id", "result.name", "report.line"))
        rows = ((str(line.row), line.id, line.name, line.text) for line in one.lines)
        add_table(document, heads, rows, _LIST_WIDTHS)
    parts = tuple(annex_parts(report))
    if len(report.results) > MOST_PRINTED:
        add_text(document, report.say("report.annex.elsewhere", count=len(report.results)))
    _sign(document, report)
    _write_annex(document, report, parts)
    if texts := tuple((one.id, one.name, one.text) for one in annex_texts(report)):
        if not parts:
            lay_out(document.add_section(), across=True)
        add_heading(document, report.say("report.annex.texts"))
        heads = (report.say("result.id"), report.say("result.name"), report.say("report.annex.text"))
        add_table(document, heads, texts, _TEXT_WIDTHS)
    if report.detail == "full":
        _write_reasons(document, report)
    content = pack_document(document)
    with whole_bytes(path) as handle:
        handle.write(content)


def _write_head(document: Any, report: Report) -> None:
    issuer, *others = report.headings()
    add_text(document, issuer, centre=True)
    add_text(document, report.say(report.KIND), bold=True, centre=True, size=14)
    add_text(document, report.title, bold=True, centre=True, size=14)
    for heading in others:
        add_text(document, heading, centre=True)
    add_heading(document, report.say("result.sheet.summary"))
    heads = (report.say(report.STATUS), report.say("result.count"))
    rows = [(words, str(count)) for _, words, count in report.statuses()]
    add_table(document, heads, [*rows, (report.say("result.total"), str(len(report.results)))], (80, 30), size=11)
    for grade in count_grades(report):
        add_text(document, "")
        counted = ((words, str(count)) for words, count in grade.rows)
        add_table(document, (grade.title, report.say("result.count")), counted, (80, 30), size=11)
        if grade.note:
            add_text(document, grade.note, size=9, centre=True)
    for remark in report.remarks():
        add_text(document, remark, bold=True)


def _sign(document: Any, report: Report) -> None:
    """Places for three signatures and the footing, on one page."""
    cells = tuple(f"{report.say(f'report.sign.{place}')}\n{report.say('report.sign.how')}\n\n\n\n" for place in "123")
    add_text(document, "")
    add_table(document, (), [cells], (60, 60, 60), size=11, bare=True)
    add_heading(document, report.say("footing.title"), size=FOOT_SIZE)
    lines = [add_text(document, line, size=FOOT_SIZE) for line in report.footing.lines(report.language)]
    for line in lines[:-1]:
        line.paragraph_format.keep_with_next = True


def _write_annex(document: Any, report: Report, parts: Sequence[AnnexPart]) -> None:
    for number, part in enumerate(parts, start=1):
        if number == 1:
            lay_out(document.add_section(), across=True)
        else:
            document.add_page_break()
        add_heading(document, part.title)
        add_text(document, part.note, size=9)
        if part.legend:
            add_text(document, "; ".join(part.legend), size=9)
        heads = (report.say("result.id"), report.say("result.name"), *part.headings)
        across = (269 - 18 - 62) // len(part.headings)  # what 297 mm leave beside margins, id and name
        add_table(
            document,
            heads,
            ((row.id, row.name, *row.marks) for row in part.rows),
            (18, 62, *[across] * len(part.headings)),
            centred_from=2,
        )


def _write_reasons(document: Any, report: Report) -> None:
    lay_out(document.add_section(), across=False)
    add_heading(document, report.say("report.full"))
    for result in report.results:
        if result.decision is None:
            add_text(document, f"{result.name or '–'} ({result.id or '–'}): {report.verdict(result)}", bold=True)
            for fault in report.faults(result):
                add_text(document, f"– {fault}")
        else:
            found = explain_to_board(result.decision, report.language, with_remedies=report.remedies)
            write_explanation(document, str(found), size=LIST_SIZE)
    add_heading(document, report.clauses_heading)
    heads = ("result.criterion", *(f"template.source.{key}" for key in ("title", "place", "says")))
    add_table(document, tuple(map(report.say, heads)), report.list_clauses(), _CLAUSE_WIDTHS)


def write_letter(path: Path, report: Report) -> None:
    """Writes the letter for the one candidate of a report: result, reasons, its tree, what is missing, the footing.

    Whole or not at all. Raises OutputError, MissingDependency as `write_result_document`.
    """
    document = begin_document(report.title, report.language)
    issuer, *_ = report.headings()
    add_text(document, issuer, centre=True)
    add_text(document, report.say("letter.heading"), bold=True, centre=True, size=14)
    for result in report.results:
        if result.decision is not None:
            found = explain(result.decision, report.language)
            write_explanation(document, str(add_remedies(found, result.decision) if report.remedies else found))
            add_heading(document, report.say("picture.outcomes"), size=11)
            write_tree(document, result.decision, report.language)
        for fault in () if result.decision is not None else report.faults(result):
            add_text(document, f"– {fault}")
        if evidence := report.evidence(result):
            add_heading(document, report.say("result.evidence"), size=11)
            for line in evidence:
                add_text(document, f"– {line}")
        if result.problems or report.missing(result):
            add_text(document, report.say("letter.by"), bold=True)
    _sign(document, report)
    content = pack_document(document)
    with whole_bytes(path) as handle:
        handle.write(content)


def write_explanation(document: Any, text: str, *, size: float = 11) -> None:
    """Adds an explanation: its first line and its headings bold, each other line as far in as it stands."""
    headed = True
    for line in text.splitlines():
        if inner := line.lstrip():
            added = add_text(document, inner, bold=headed, size=size, indent=(len(line) - len(inner)) / 3 * 5)
            added.paragraph_format.keep_with_next = headed
        headed = not inner
