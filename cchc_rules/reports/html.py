"""Results as one HTML page to print on A4: counts, a list a verdict, the annex; nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress, islice
from pathlib import Path
from typing import Any, Final

from cchc_rules.evaluation import RowResult
from cchc_rules.files import whole_file
from cchc_rules.problems import import_optional
from cchc_rules.reports.annex import MOST_PRINTED, annex_parts, annex_texts
from cchc_rules.reports.board_explanation import explain_to_board
from cchc_rules.reports.html_source import PAGE
from cchc_rules.reports.report import Report
from cchc_rules.reports.score_parts import count_grades
from cchc_rules.text import visible
from cchc_rules.values import INVALID

MOST_PAGES: Final = 2_000
"""How many candidates get their full reasons; of more, the favourable ones go without first."""

LONGEST_NAME: Final = 200
"""How many characters of an id or name are printed: some three lines of a list."""


def write_result_page(path: Path, report: Report) -> None:
    """Writes the page, whole or not at all; every text is escaped.

    Counts and lists are of all candidates; of more than 200 the annex is left out, of more than MOST_PAGES with
    ``detail="full"`` only that many get their reasons told, those whose verdict is not favourable or whose row is
    invalid before the others; the page says so. Raises OutputError when it cannot be written, MissingDependency
    without jinja2. Streams.
    """
    jinja2 = import_optional("jinja2", extra="report")
    template = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(PAGE)
    with whole_file(path) as out:
        for piece in template.generate(**_fields(report, import_optional("markupsafe", extra="report").Markup)):
            out.write(piece)


def _fields(report: Report, markup: Any) -> dict[str, Any]:
    paged = _choose(report.results) if report.detail == "full" else bytearray(len(report.results))
    parts = tuple(annex_parts(report))
    return {
        "language": report.language,
        "title": report.title,
        "headings": tuple(report.headings()),
        "kind_heading": report.say(report.KIND),
        "status_heading": report.say(report.STATUS),
        "say": report.say,
        "total": len(report.results),
        "statuses": tuple(zip(report.kinds(), report.statuses(), strict=True)),
        "remarks": (*_name_left_out(report, paged), *report.remarks()),
        "lists": report.verdict_lists(),
        "printable": lambda text: visible(text, longest=LONGEST_NAME),
        "footing": tuple(report.footing.lines(report.language)),
        "parts": parts,
        "texts": tuple(annex_texts(report)),
        "clauses_heading": report.clauses_heading,
        "clauses": report.list_clauses(),
        "elsewhere": len(report.results) > MOST_PRINTED,
        "grades": tuple(count_grades(report)),
        "pages": _write_reasons(report, paged, markup) if any(paged) else None,
    }


def _choose(results: Sequence[RowResult]) -> bytearray:
    """For each result 1 when its reasons are told in full: at most MOST_PAGES, in the order of the file."""
    if len(results) <= MOST_PAGES:
        return bytearray(b"\1" * len(results))
    chosen = bytearray(len(results))
    places = [place for place, result in enumerate(results) if not _is_favourable(result)][:MOST_PAGES]
    favourable = (place for place, result in enumerate(results) if _is_favourable(result))
    for place in (*places, *islice(favourable, MOST_PAGES - len(places))):
        chosen[place] = 1
    return chosen


def _is_favourable(result: RowResult) -> bool:
    decision = result.decision
    return decision is not None and result.status != INVALID and decision.favourable is True


def _name_left_out(report: Report, paged: bytearray) -> Iterator[str]:
    """What the page says when not every candidate has its reasons told."""
    if report.detail == "brief" or all(paged):
        return
    others = sum(not told and not _is_favourable(one) for one, told in zip(report.results, paged, strict=True))
    fields = {"count": sum(paged), "left": len(paged) - sum(paged), "others": others}
    yield report.say("report.pages-left-out.others" if others else "report.pages-left-out", **fields)


def _write_reasons(report: Report, paged: bytearray, markup: Any) -> Iterator[dict[str, Any]]:
    """The reasons of the candidates that have them told, made as they are written."""
    for result in compress(report.results, paged):
        page = {"row": result.row, "id": result.id or "–", "name": result.name or "–"}
        if result.decision is not None:
            told = explain_to_board(result.decision, report.language, with_remedies=report.remedies)
            article = markup(told.html())
            yield {**page, "body": article, "faults": (), "verdict": ""}
        else:
            yield {**page, "body": None, "faults": report.faults(result), "verdict": report.verdict(result)}
