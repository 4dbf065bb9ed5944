"""Results as one HTML page: counts, the list of candidates, and the reasons of each; nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress, islice
from pathlib import Path
from typing import Any, Final

from cchc_rules.decisions.explanation import explain
from cchc_rules.evaluation import INVALID, RowResult
from cchc_rules.files import whole_file
from cchc_rules.problems import import_optional
from cchc_rules.reports.batch import Batch
from cchc_rules.reports.html_source import PAGE
from cchc_rules.text import visible

MOST_PAGES: Final = 2_000
"""How many candidates get a page of reasons; of more, the favourable ones go without first."""

_LONGEST_NAME: Final = 200
_CLASSES: Final = ("good", "bad", "open")


def write_result_page(path: Path, batch: Batch) -> None:
    """Writes the page, whole or not at all; every text is escaped, printing starts each candidate on a new sheet.

    Counts and list are of all candidates. Of more than MOST_PAGES only that many get their reasons told, those whose
    verdict is not favourable or whose row is invalid before the others; the page says how many it leaves out. Raises
    OutputError when it cannot be written, MissingDependency without jinja2. Streams.
    """
    jinja2 = import_optional("jinja2", extra="report")
    template = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(PAGE)
    with whole_file(path) as out:
        for piece in template.generate(**_filled(batch, import_optional("markupsafe", extra="report").Markup)):
            out.write(piece)


def _filled(batch: Batch, markup: Any) -> dict[str, Any]:
    total = len(batch.results)
    paged = _paged(batch.results)
    statuses = [
        {"class": kind, "words": words, "count": count, "share": 100 * count / total if total else 0}
        for (_, words, count), kind in zip(batch.statuses(), (*_CLASSES, "faulty"), strict=True)
    ]
    return {
        "language": batch.language,
        "title": batch.title,
        "headings": list(batch.headings()),
        "said": batch.said,
        "total": total,
        "statuses": statuses,
        "remarks": [*_left_out(batch, paged), *batch.remarks()],
        "partial": list(dict.fromkeys(note for result in batch.results for note in batch.notes(result))),
        "rows": (_row(batch, result, told) for result, told in zip(batch.results, paged, strict=True)),
        "pages": _pages(batch, paged, markup),
    }


def _paged(results: Sequence[RowResult]) -> bytearray:
    """For each result 1 when it has a page of reasons: at most MOST_PAGES, in the order of the file."""
    if len(results) <= MOST_PAGES:
        return bytearray(b"\1" * len(results))
    told = bytearray(len(results))
    asked = [place for place, result in enumerate(results) if not _is_favourable(result)]
    chosen = asked[:MOST_PAGES]
    if len(asked) < MOST_PAGES:
        favourable = (place for place, result in enumerate(results) if _is_favourable(result))
        chosen += islice(favourable, MOST_PAGES - len(asked))
    for place in chosen:
        told[place] = 1
    return told


def _is_favourable(result: RowResult) -> bool:
    decision = result.decision
    return decision is not None and result.status != INVALID and decision.favourable is True


def _left_out(batch: Batch, paged: bytearray) -> Iterator[str]:
    """What the page says when not every candidate has a page of reasons."""
    if all(paged):
        return
    others = sum(not told and not _is_favourable(one) for one, told in zip(batch.results, paged, strict=True))
    fields = {"count": sum(paged), "left": len(paged) - sum(paged), "others": others}
    yield batch.said("report.pages-left-out.others" if others else "report.pages-left-out", **fields)


def _row(batch: Batch, result: RowResult, told: int) -> dict[str, Any]:
    decision = result.decision
    code = None if decision is None or result.status == INVALID else decision.verdict_code
    return {
        "anchor": f"row-{result.row}",
        "row": result.row,
        "told": told,
        "id": visible(result.id or "–", longest=_LONGEST_NAME),
        "name": visible(result.name or "–", longest=_LONGEST_NAME),
        "verdict": batch.verdict(result),
        "class": "faulty" if code is None else _CLASSES[code],
    }


def _pages(batch: Batch, paged: bytearray, markup: Any) -> Iterator[dict[str, Any]]:
    """The reasons of the candidates that have a page, made as they are written."""
    for result in compress(batch.results, paged):
        page = _row(batch, result, told=1)
        if result.decision is not None:
            told = explain(result.decision, batch.language, full=True).html()
            yield {**page, "body": markup(told), "faults": ()}
        else:
            yield {**page, "body": None, "faults": batch.faults(result)}
