"""Results as a Word document on A4: counts, a list a verdict, places for signatures, the annex across."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
from cchc_rules.reports.annex import AnnexPart, annex_parts
from cchc_rules.reports.report import Report
from cchc_rules.text import visible

MOST_LISTED: Final = 20_000
"""How many candidates a document holds: some 800 pages, which Writer still opens."""

_FONT: Final = "Times New Roman"
_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LIST_SIZE: Final = 9.5
_LIST_WIDTHS: Final = (9, 17, 46, 110)
"""Millimetres of row number, id, name and line: together the 182 that margins of 14 leave of A4."""


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
        _add_heading(document, report.say("report.list", words=one.words, count=one.count))
        heads = tuple(report.say(key) for key in ("result.row", "result.id", "result.name", "report.line"))
        rows = ((str(line.row), line.id, line.name, line.text) for line in one.lines)
        _add_table(document, heads, rows, _LIST_WIDTHS)
    parts = tuple(annex_parts(report))
    if not parts:
        _add(document, report.say("report.annex.elsewhere", count=len(report.results)))
    _sign(document, report)
    _add_heading(document, report.say("footing.title"), size=9)
    for line in report.footing.lines(report.language):
        _add(document, line, size=9)
    _write_annex(document, report, parts)
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
    document.core_properties.title = report.title
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = datetime(2000, 1, 1)


def _lay_out(section: Any, *, across: bool) -> None:
    """A4 with margins of 14 mm, upright or across."""
    shared = import_optional("docx.shared", extra="report")
    orientations = import_optional("docx.enum.section", extra="report").WD_ORIENT
    sides = (297, 210) if across else (210, 297)
    section.page_width, section.page_height = (shared.Mm(side) for side in sides)
    section.orientation = orientations.LANDSCAPE if across else orientations.PORTRAIT
    section.left_margin = section.right_margin = shared.Mm(14)
    section.top_margin = section.bottom_margin = shared.Mm(14)


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
    for remark in report.remarks():
        _add(document, remark, bold=True)


def _sign(document: Any, report: Report) -> None:
    """Places for three signatures, which a page never parts."""
    cells = tuple(f"{report.say(f'report.sign.{place}')}\n{report.say('report.sign.how')}\n\n\n\n" for place in "123")
    _add(document, "")
    _add_table(document, (), [cells], (60, 60, 60), size=11, bare=True)


def _write_annex(document: Any, report: Report, parts: Sequence[AnnexPart]) -> None:
    for number, part in enumerate(parts, start=1):
        if number == 1:
            _lay_out(document.add_section(), across=True)
        else:
            document.add_page_break()
        key = "report.annex" if len(parts) == 1 else "report.annex.part"
        _add_heading(document, report.say(key, part=number, parts=len(parts)))
        _add(document, report.say("report.annex.marks"), size=9)
        if part.legend:
            _add(document, "; ".join(part.legend), size=9)
        heads = (report.say("result.id"), report.say("result.name"), *part.headings)
        across = (269 - 18 - 62) // len(part.headings)  # what 297 mm leave beside margins, id and name
        _add_table(
            document,
            heads,
            ((row.id, row.name, *row.marks) for row in part.rows),
            (18, 62, *[across] * len(part.headings)),
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
            write_explanation(document, str(explain(result.decision, report.language, full=True)))


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
            write_explanation(document, str(explain(result.decision, report.language)))
        for fault in () if result.decision is not None else report.faults(result):
            _add(document, f"– {fault}")
        if evidence := report.evidence(result):
            _add_heading(document, report.say("result.evidence"), size=11)
            for line in evidence:
                _add(document, f"– {line}")
        if result.problems or report.missing(result):
            _add(document, report.say("letter.by"), bold=True)
    _sign(document, report)
    for line in report.footing.lines(report.language):
        _add(document, line, size=9)
    content = pack_document(document)
    with whole_bytes(path) as handle:
        handle.write(content)


def write_explanation(document: Any, text: str) -> None:
    """Adds an explanation: its first line bold, each other as far in as it stands."""
    for number, line in enumerate(text.splitlines()):
        if line.strip():
            inner = line.lstrip()
            _add(document, inner, bold=number == 0, indent=(len(line) - len(inner)) / 3 * 5)


def _add_heading(document: Any, text: str, *, size: float = 12) -> None:
    _add(document, text, bold=True, size=size).paragraph_format.keep_with_next = True


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
) -> None:
    """A table whose head is repeated on every page and whose rows no page parts.

    Written as XML: python-docx looks through all cells for each one, which takes minutes for some thousand.
    """
    parse = import_optional("docx.oxml", extra="report").parse_xml
    edges = "" if bare else "".join(f'<w:{side} w:val="single" w:sz="4" w:color="B9C0CB"/>' for side in _EDGES)
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    start = f'<w:tbl xmlns:w="{_WORD}"><w:tblPr><w:jc w:val="center"/><w:tblBorders>{edges}</w:tblBorders>'
    start += '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" '
    start += f'w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    head = [_row(heads, widths, size, head=True, centre=False)] if heads else []
    body = (_row(row, widths, size, head=False, centre=bare) for row in rows)
    table = parse(f"{start}{''.join((*head, *body))}</w:tbl>")
    document.element.body.insert(len(document.element.body) - 1, table)  # before the section's own settings


_EDGES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")


def _twips(millimetres: int) -> int:
    """Twentieths of a point: 72 points are 25.4 mm."""
    return round(millimetres * 72 / 25.4 * 20)


def _row(texts: Sequence[str], widths: Sequence[int], size: float, *, head: bool, centre: bool) -> str:
    marks = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    shade = '<w:shd w:val="clear" w:fill="F3F5F8"/>' if head else ""
    looks = f'<w:rPr>{"<w:b/>" if head else ""}<w:sz w:val="{round(size * 2)}"/></w:rPr>'  # half points
    centred = '<w:jc w:val="center"/>' if centre else ""
    spacing = f'<w:pPr><w:spacing w:before="0" w:after="0"/>{centred}</w:pPr>'
    cells = (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{shade}</w:tcPr>'
        f"<w:p>{spacing}{_runs(text, looks)}</w:p></w:tc>"
        for text, width in zip(texts, widths, strict=True)
    )
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(cells)}</w:tr>"


def _runs(text: str, looks: str) -> str:
    """The lines of a cell; characters no XML may hold are written as codes."""
    lines = (escape(visible(line, longest=len(line) + 1)) for line in text.split("\n"))
    return f"<w:r>{looks}<w:br/></w:r>".join(
        f'<w:r>{looks}<w:t xml:space="preserve">{line}</w:t></w:r>' if line else "" for line in lines
    )
