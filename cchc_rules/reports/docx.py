"""Results as a Word document on A4: counts, a list a verdict, places for signatures, the annex across."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cchc_rules.decisions.explanation import explain
from cchc_rules.files import whole_bytes
from cchc_rules.intake.table import refuse
from cchc_rules.problems import import_optional
from cchc_rules.reports.annex import MOST_PRINTED, annex_parts, annex_texts
from cchc_rules.reports.annex_tables import AnnexPart
from cchc_rules.reports.board_explanation import explain_to_board
from cchc_rules.reports.remedy_blocks import add_remedies
from cchc_rules.reports.report import Report
from cchc_rules.reports.score_parts import count_grades
from cchc_rules.text import visible

MOST_LISTED: Final = 20_000
"""How many candidates a document holds: some 800 pages, which Writer still opens."""

_FONT: Final = "Times New Roman"
_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LIST_SIZE: Final = 9.5
_FOOT_SIZE: Final = 9
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
    document = import_optional("docx", extra="report").Document()
    _set_up(document, report)
    _write_head(document, report)
    for one in report.verdict_lists():
        _add_heading(document, one.heading)
        heads = tuple(report.say(key) for key in ("result.row", "result.id", "result.name", "report.line"))
        rows = ((str(line.row), line.id, line.name, line.text) for line in one.lines)
        _add_table(document, heads, rows, _LIST_WIDTHS)
    parts = tuple(annex_parts(report))
    if len(report.results) > MOST_PRINTED:
        _add(document, report.say("report.annex.elsewhere", count=len(report.results)))
    _sign(document, report)
    _write_annex(document, report, parts)
    if texts := tuple((one.id, one.name, one.text) for one in annex_texts(report)):
        if not parts:
            _lay_out(document.add_section(), across=True)
        _add_heading(document, report.say("report.annex.texts"))
        heads = (report.say("result.id"), report.say("result.name"), report.say("report.annex.text"))
        _add_table(document, heads, texts, _TEXT_WIDTHS)
    if report.detail == "full":
        _write_reasons(document, report)
    content = pack_document(document)
    with whole_bytes(path) as handle:
        handle.write(content)


def pack_document(document: Any) -> bytes:
    """The bytes of a finished document; same content, same bytes."""
    draft, dated = BytesIO(), BytesIO()
    document.save(draft)
    with ZipFile(draft) as parts, ZipFile(dated, "w", ZIP_DEFLATED) as out:
        for part in parts.infolist():
            out.writestr(ZipInfo(part.filename), parts.read(part), ZIP_DEFLATED)  # 1980: not the hour of writing
    return dated.getvalue()


def _set_up(document: Any, report: Report) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, _points(11)
    style.element.rPr.rFonts.set(f"{{{_WORD}}}eastAsia", _FONT)
    style.paragraph_format.space_after = style.paragraph_format.space_before = _points(1)
    _lay_out(document.sections[0], across=False)
    _number_pages(document, report)
    document.core_properties.title = report.title
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = datetime(2000, 1, 1)


def _number_pages(document: Any, report: Report) -> None:
    """Page and number of pages at the foot of every page, counted by the program that shows them."""
    parse = import_optional("docx.oxml", extra="report").parse_xml
    looks = f'<w:rPr><w:sz w:val="{_FOOT_SIZE * 2}"/></w:rPr>'
    fields = {"page": "PAGE", "pages": "NUMPAGES"}
    runs = []
    for piece in re.split("\x00", report.say("report.page", **{name: f"\x00{name}\x00" for name in fields})):
        text = f'<w:r>{looks}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'
        counted = f'<w:fldSimple w:instr="{fields.get(piece, "")}"><w:r>{looks}<w:t>1</w:t></w:r></w:fldSimple>'
        runs.append(counted if piece in fields else text)
    centre = '<w:pPr><w:jc w:val="center"/></w:pPr>'
    paragraph = parse(f'<w:p xmlns:w="{_WORD}">{centre}{"".join(runs)}</w:p>')
    foot = document.sections[0].footer
    foot.paragraphs[0]._p.getparent().replace(foot.paragraphs[0]._p, paragraph)


def _lay_out(section: Any, *, across: bool) -> None:
    """A4 with margins of 14 mm, upright or across."""
    shared = import_optional("docx.shared", extra="report")
    orientations = import_optional("docx.enum.section", extra="report").WD_ORIENT
    sides = (297, 210) if across else (210, 297)
    section.page_width, section.page_height = (shared.Mm(side) for side in sides)
    section.orientation = orientations.LANDSCAPE if across else orientations.PORTRAIT
    section.left_margin = section.right_margin = shared.Mm(14)
    section.top_margin = section.bottom_margin = shared.Mm(14)
    section.footer_distance = shared.Mm(7)


def _write_head(document: Any, report: Report) -> None:
    issuer, *others = report.headings()
    _add(document, issuer, centre=True)
    _add(document, report.say("report.heading"), bold=True, centre=True, size=14)
    _add(document, report.title, bold=True, centre=True, size=14)
    for heading in others:
        _add(document, heading, centre=True)
    _add_heading(document, report.say("result.sheet.summary"))
    heads = (report.say("result.verdict"), report.say("result.count"))
    rows = [(words, str(count)) for _, words, count in report.statuses()]
    _add_table(document, heads, [*rows, (report.say("result.total"), str(len(report.results)))], (80, 30), size=11)
    for grade in count_grades(report):
        _add(document, "")
        counted = ((words, str(count)) for words, count in grade.rows)
        _add_table(document, (grade.title, report.say("result.count")), counted, (80, 30), size=11)
        if grade.note:
            _add(document, grade.note, size=9, centre=True)
    for remark in report.remarks():
        _add(document, remark, bold=True)


def _sign(document: Any, report: Report) -> None:
    """Places for three signatures and the footing, on one page."""
    cells = tuple(f"{report.say(f'report.sign.{place}')}\n{report.say('report.sign.how')}\n\n\n\n" for place in "123")
    _add(document, "")
    _add_table(document, (), [cells], (60, 60, 60), size=11, bare=True)
    _add_heading(document, report.say("footing.title"), size=_FOOT_SIZE)
    lines = [_add(document, line, size=_FOOT_SIZE) for line in report.footing.lines(report.language)]
    for line in lines[:-1]:
        line.paragraph_format.keep_with_next = True


def _write_annex(document: Any, report: Report, parts: Sequence[AnnexPart]) -> None:
    for number, part in enumerate(parts, start=1):
        if number == 1:
            _lay_out(document.add_section(), across=True)
        else:
            document.add_page_break()
        _add_heading(document, part.title)
        _add(document, part.note, size=9)
        if part.legend:
            _add(document, "; ".join(part.legend), size=9)
        heads = (report.say("result.id"), report.say("result.name"), *part.headings)
        across = (269 - 18 - 62) // len(part.headings)  # what 297 mm leave beside margins, id and name
        _add_table(
            document,
            heads,
            ((row.id, row.name, *row.marks) for row in part.rows),
            (18, 62, *[across] * len(part.headings)),
            centred_from=2,
        )


def _write_reasons(document: Any, report: Report) -> None:
    _lay_out(document.add_section(), across=False)
    _add_heading(document, report.say("report.full"))
    for result in report.results:
        if result.decision is None:
            _add(document, f"{result.name or '–'} ({result.id or '–'}): {report.verdict(result)}", bold=True)
            for fault in report.faults(result):
                _add(document, f"– {fault}")
        else:
            found = explain_to_board(result.decision, report.language, with_remedies=report.remedies)
            write_explanation(document, str(found), size=_LIST_SIZE)
    _add_heading(document, report.clauses_heading)
    heads = ("result.criterion", *(f"template.source.{key}" for key in ("title", "place", "says")))
    _add_table(document, tuple(map(report.say, heads)), report.list_clauses(), _CLAUSE_WIDTHS)


def write_letter(path: Path, report: Report) -> None:
    """Writes the letter for the one candidate of a report: result, reasons, what is missing, by when, the footing.

    Whole or not at all. Raises OutputError, MissingDependency as `write_result_document`.
    """
    document = import_optional("docx", extra="report").Document()
    _set_up(document, report)
    issuer, *_ = report.headings()
    _add(document, issuer, centre=True)
    _add(document, report.say("letter.heading"), bold=True, centre=True, size=14)
    for result in report.results:
        if result.decision is not None:
            found = explain(result.decision, report.language)
            write_explanation(document, str(add_remedies(found, result.decision) if report.remedies else found))
        for fault in () if result.decision is not None else report.faults(result):
            _add(document, f"– {fault}")
        if evidence := report.evidence(result):
            _add_heading(document, report.say("result.evidence"), size=11)
            for line in evidence:
                _add(document, f"– {line}")
        if result.problems or report.missing(result):
            _add(document, report.say("letter.by"), bold=True)
    _sign(document, report)
    content = pack_document(document)
    with whole_bytes(path) as handle:
        handle.write(content)


def write_explanation(document: Any, text: str, *, size: float = 11) -> None:
    """Adds an explanation: its first line and its headings bold, each other line as far in as it stands."""
    headed = True
    for line in text.splitlines():
        if inner := line.lstrip():
            added = _add(document, inner, bold=headed, size=size, indent=(len(line) - len(inner)) / 3 * 5)
            added.paragraph_format.keep_with_next = headed
        headed = not inner


def _add_heading(document: Any, text: str, *, size: float = 12) -> None:
    looks = _add(document, text, bold=True, size=size).paragraph_format
    looks.keep_with_next, looks.space_before = True, _points(size / 2)


def _add(
    document: Any, text: str, *, bold: bool = False, size: float = 11, centre: bool = False, indent: float = 0
) -> Any:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(visible(text, longest=len(text) + 1) if text else "")
    run.bold, run.font.size = bold, _points(size)
    if centre:
        paragraph.alignment = import_optional("docx.enum.text", extra="report").WD_ALIGN_PARAGRAPH.CENTER
    if indent:
        paragraph.paragraph_format.left_indent = import_optional("docx.shared", extra="report").Mm(indent)
    return paragraph


def _points(size: float) -> Any:
    return import_optional("docx.shared", extra="report").Pt(size)


def _add_table(
    document: Any,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[int],
    *,
    size: float = _LIST_SIZE,
    bare: bool = False,
    centred_from: int | None = None,
) -> None:
    """A table whose head is repeated on every page and whose rows no page parts; a bare one stays with what follows.

    Written as XML: python-docx looks through all cells for each one, which takes minutes for some thousand.
    """
    parse = import_optional("docx.oxml", extra="report").parse_xml
    edges = "" if bare else "".join(f'<w:{side} w:val="single" w:sz="4" w:color="B9C0CB"/>' for side in _EDGES)
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    start = f'<w:tbl xmlns:w="{_WORD}"><w:tblPr><w:jc w:val="center"/><w:tblBorders>{edges}</w:tblBorders>'
    start += '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" '
    start += f'w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    first = len(widths) if centred_from is None else centred_from
    looks = _Looks(size, 0 if bare else first, together=bare)
    head = [_row(heads, widths, replace(looks, head=True))] if heads else []
    body = (_row(row, widths, looks) for row in rows)
    table = parse(f"{start}{''.join((*head, *body))}</w:tbl>")
    document.element.body.insert(len(document.element.body) - 1, table)  # before the section's own settings


_EDGES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")


def _twips(millimetres: int) -> int:
    """Twentieths of a point: 72 points are 25.4 mm."""
    return round(millimetres * 72 / 25.4 * 20)


@dataclass(frozen=True, slots=True)
class _Looks:
    """How the cells of a row look: size in points, the column from which on they are centred."""

    size: float
    centred_from: int
    head: bool = False
    together: bool = False


def _row(texts: Sequence[str], widths: Sequence[int], looks: _Looks) -> str:
    marks = "<w:cantSplit/>" + ("<w:tblHeader/>" if looks.head else "")
    shade = '<w:shd w:val="clear" w:fill="F3F5F8"/>' if looks.head else ""
    cells = []
    for number, (text, width) in enumerate(zip(texts, widths, strict=True)):
        centred = '<w:jc w:val="center"/>' if number >= looks.centred_from else ""
        together = "<w:keepNext/>" if looks.together else ""
        spacing = f'<w:pPr>{together}<w:spacing w:before="0" w:after="0"/>{centred}</w:pPr>'
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{shade}</w:tcPr>'
            f"<w:p>{spacing}{_runs(text, looks)}</w:p></w:tc>"
        )
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(cells)}</w:tr>"


def _runs(text: str, looks: _Looks) -> str:
    """The lines of a cell, the first of a place for a signature bold; characters no XML may hold are codes."""
    runs, half_points = [], round(looks.size * 2)
    for number, line in enumerate(text.split("\n")):
        bold = "<w:b/>" if looks.head or (looks.together and number == 0) else ""
        look = f'<w:rPr>{bold}<w:sz w:val="{half_points}"/></w:rPr>'
        told = escape(visible(line, longest=len(line) + 1))
        written = f'<w:t xml:space="preserve">{told}</w:t>' if told else ""
        runs.append(f"<w:r>{look}{'<w:br/>' if number else ''}{written}</w:r>")
    return "".join(runs)
