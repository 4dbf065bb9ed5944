"""A report written after an office's own Word template, in a sandbox: what it may name is listed here."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from cchc_rules.files import read_whole, whole_bytes
from cchc_rules.intake.guard import BROKEN
from cchc_rules.intake.table import refuse
from cchc_rules.problems import import_optional
from cchc_rules.reports.annex import annex_parts, annex_texts
from cchc_rules.reports.docx_parts import pack_document
from cchc_rules.reports.report import Report
from cchc_rules.reports.score_parts import count_grades


def fill_template(template: Path, path: Path, report: Report) -> None:
    """Fills the places of a template and writes the document, whole or not at all.

    A template names ``title``, ``headings``, ``total``, ``counts`` (words, count), ``lists`` (words, count, lines with
    row, id, name, text), ``remarks``, ``footing``, ``grades`` (title, rows with words, count),
    ``annex`` (title, note, headings, legend, rows with id, name, marks), ``annex_texts`` (id, name, text); a name that
    there is not is an error. It calls nothing of Python. Raises TableError for a template that cannot be filled,
    InputError, OutputError, MissingDependency without docxtpl.
    """
    docxtpl = import_optional("docxtpl", extra="template")
    sandbox = import_optional("jinja2.sandbox", extra="template")
    jinja2 = import_optional("jinja2", extra="template")
    opc, etree = (import_optional(name, extra="template") for name in ("docx.opc.exceptions", "lxml.etree"))
    given = BytesIO(read_whole(template))
    environment = sandbox.SandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined)
    try:
        document = docxtpl.DocxTemplate(given)
        document.render(_fields(report), jinja_env=environment, autoescape=True)
        content = pack_document(document)
    except (*BROKEN, jinja2.TemplateError, opc.OpcError, etree.LxmlError) as error:
        raise refuse("report-template", str(template), detail=str(error)[:200]) from error
    with whole_bytes(path) as handle:
        handle.write(content)


def _fields(report: Report) -> dict[str, Any]:
    """What a template may name, as plain values."""
    return {
        "title": report.title,
        "headings": list(report.headings()),
        "total": len(report.results),
        "counts": [{"words": words, "count": count} for _, words, count in report.statuses()],
        "grades": [
            {"title": one.title, "rows": [{"words": words, "count": count} for words, count in one.rows]}
            for one in count_grades(report)
        ],
        "lists": [
            {
                "words": one.words,
                "count": one.count,
                "lines": [{"row": line.row, "id": line.id, "name": line.name, "text": line.text} for line in one.lines],
            }
            for one in report.verdict_lists()
        ],
        "remarks": list(report.remarks()),
        "footing": list(report.footing.lines(report.language)),
        "annex": [
            {
                "title": part.title,
                "note": part.note,
                "headings": list(part.headings),
                "legend": list(part.legend),
                "rows": [{"id": row.id, "name": row.name, "marks": list(row.marks)} for row in part.rows],
            }
            for part in annex_parts(report)
        ],
        "annex_texts": [{"id": one.id, "name": one.name, "text": one.text} for one in annex_texts(report)],
    }
