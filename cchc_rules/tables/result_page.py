"""Results as one HTML page: counts, the list of candidates, and the reasons of each; nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from cchc_rules.decisions.explanation import explain
from cchc_rules.evaluation import INVALID, RowResult
from cchc_rules.files import whole_file
from cchc_rules.tables.batch import Batch
from cchc_rules.tables.packages import needed
from cchc_rules.tables.result_page_source import PAGE
from cchc_rules.text import visible

_LONGEST_NAME: Final = 200
_CLASSES: Final = ("good", "bad", "open")


def write_result_page(path: Path, batch: Batch) -> None:
    """Writes the page, whole or not at all; every text is escaped, printing starts each candidate on a new sheet.

    Raises OutputError when it cannot be written, MissingDependency without jinja2. Streams.
    """
    jinja2 = needed("jinja2", extra="report")
    template = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(PAGE)
    with whole_file(path) as out:
        for piece in template.generate(**_filled(batch, needed("markupsafe", extra="report").Markup)):
            out.write(piece)


def _filled(batch: Batch, markup: Any) -> dict[str, Any]:
    total = len(batch.results)
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
        "remarks": batch.remarks(),
        "partial": list(dict.fromkeys(note for result in batch.results for note in batch.notes(result))),
        "rows": [_row(batch, result) for result in batch.results],
        "pages": _pages(batch, markup),
    }


def _row(batch: Batch, result: RowResult) -> dict[str, Any]:
    decision = result.decision
    code = None if decision is None or result.status == INVALID else decision.verdict_code
    return {
        "anchor": f"row-{result.row}",
        "row": result.row,
        "id": visible(result.id or "–", longest=_LONGEST_NAME),
        "name": visible(result.name or "–", longest=_LONGEST_NAME),
        "verdict": batch.verdict(result),
        "class": "faulty" if code is None else _CLASSES[code],
    }


def _pages(batch: Batch, markup: Any) -> Iterator[dict[str, Any]]:
    """The reasons of each candidate, made as they are written."""
    for result in batch.results:
        page = _row(batch, result)
        if result.decision is not None:
            told = explain(result.decision, batch.language, full=True).html()
            yield {**page, "body": markup(told), "faults": ()}
        else:
            yield {**page, "body": None, "faults": batch.faults(result)}
