"""What Word documents are made of: pages of A4, paragraphs, tables with heads that are repeated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cchc_rules.phrases import phrase
from cchc_rules.problems import import_optional
from cchc_rules.text import visible

FOOT_SIZE: Final = 9
LIST_SIZE: Final = 9.5
"""Points of footings and of lists; the text has 11."""

_FONT: Final = "Times New Roman"
_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def begin_document(title: str, language: str) -> Any:
    """A document of A4 with that title among its properties, pages numbered; MissingDependency without python-docx."""
    document = import_optional("docx", extra="report").Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, points(11)
    style.element.rPr.rFonts.set(f"{{{_WORD}}}eastAsia", _FONT)
    style.paragraph_format.space_after = style.paragraph_format.space_before = points(1)
    lay_out(document.sections[0], across=False)
    _number_pages(document, language)
    document.core_properties.title = title
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = datetime(2000, 1, 1)
    return document


def _number_pages(document: Any, language: str) -> None:
    """Page and number of pages at the foot of every page, counted by the program that shows them."""
    parse = import_optional("docx.oxml", extra="report").parse_xml
    looks = f'<w:rPr><w:sz w:val="{FOOT_SIZE * 2}"/></w:rPr>'
    fields = {"page": "PAGE", "pages": "NUMPAGES"}
    runs = []
    for piece in re.split("\x00", phrase("report.page", language, **{name: f"\x00{name}\x00" for name in fields})):
        text = f'<w:r>{looks}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'
        counted = f'<w:fldSimple w:instr="{fields.get(piece, "")}"><w:r>{looks}<w:t>1</w:t></w:r></w:fldSimple>'
        runs.append(counted if piece in fields else text)
    centre = '<w:pPr><w:jc w:val="center"/></w:pPr>'
    paragraph = parse(f'<w:p xmlns:w="{_WORD}">{centre}{"".join(runs)}</w:p>')
    foot = document.sections[0].footer
    foot.paragraphs[0]._p.getparent().replace(foot.paragraphs[0]._p, paragraph)


def lay_out(section: Any, *, across: bool) -> None:
    """A4 with margins of 14 mm, upright or across."""
    shared = import_optional("docx.shared", extra="report")
    orientations = import_optional("docx.enum.section", extra="report").WD_ORIENT
    sides = (297, 210) if across else (210, 297)
    section.page_width, section.page_height = (shared.Mm(side) for side in sides)
    section.orientation = orientations.LANDSCAPE if across else orientations.PORTRAIT
    section.left_margin = section.right_margin = shared.Mm(14)
    section.top_margin = section.bottom_margin = shared.Mm(14)
    section.footer_distance = shared.Mm(7)


def pack_document(document: Any) -> bytes:
    """The bytes of a finished document; same content, same bytes."""
    draft, dated = BytesIO(), BytesIO()
    document.save(draft)
    with ZipFile(draft) as parts, ZipFile(dated, "w", ZIP_DEFLATED) as out:
        for part in parts.infolist():
            out.writestr(ZipInfo(part.filename), parts.read(part), ZIP_DEFLATED)  # 1980: not the hour of writing
    return dated.getvalue()


def add_heading(document: Any, text: str, *, size: float = 12) -> None:
    """A bold line that stays on the page of what follows it."""
    looks = add_text(document, text, bold=True, size=size).paragraph_format
    looks.keep_with_next, looks.space_before = True, points(size / 2)


def add_text(
    document: Any, text: str, *, bold: bool = False, size: float = 11, centre: bool = False, indent: float = 0
) -> Any:
    """A paragraph of visible text in points, ``indent`` millimetres in; gives it, to be looked after further."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(visible(text, longest=len(text) + 1) if text else "")
    run.bold, run.font.size = bold, points(size)
    if centre:
        paragraph.alignment = import_optional("docx.enum.text", extra="report").WD_ALIGN_PARAGRAPH.CENTER
    if indent:
        paragraph.paragraph_format.left_indent = import_optional("docx.shared", extra="report").Mm(indent)
    return paragraph


def points(size: float) -> Any:
    """A size as python-docx counts it."""
    return import_optional("docx.shared", extra="report").Pt(size)


def add_table(
    document: Any,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[int],
    *,
    size: float = LIST_SIZE,
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
