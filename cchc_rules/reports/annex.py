"""The annex: candidates and criteria in parts that fit across a sheet of A4, then what had no room in the list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cchc_rules.evaluation import RowResult
from cchc_rules.reports.annex_tables import FAULTY_MARK, AnnexPart, AnnexRow
from cchc_rules.reports.report import Report
from cchc_rules.reports.score_parts import list_score_parts

MARKS: Final = ("✓", "✗", "?", "–")
"""Met, unmet, unknown, not applicable, in the order of outcome codes."""

MOST_ACROSS: Final = 14
"""How many criteria stand side by side: what A4 across holds at 9 points beside ids and names."""

MOST_PRINTED: Final = 200
"""Of more candidates the annex is in .xlsx only, where it is searched and not read."""


def annex_parts(report: Report, *, most: int | None = MOST_PRINTED) -> Iterator[AnnexPart]:
    """The parts of the annex, points before criteria, in declared order; none of more than ``most`` candidates."""
    if most is not None and len(report.results) > most:
        return
    yield from list_score_parts(report)
    criteria = tuple(enumerate(report.program.criteria, start=1))
    parts = -(-len(criteria) // MOST_ACROSS)
    for order, first in enumerate(range(0, len(criteria), MOST_ACROSS), start=1):
        part = criteria[first : first + MOST_ACROSS]
        named = [(number, lowered.criterion) for number, lowered in part]
        places = [lowered.position for _, lowered in part]
        yield AnnexPart(
            "annex",
            report.say("report.annex" if parts == 1 else "report.annex.part", part=order, parts=parts),
            report.say("report.annex.marks"),
            tuple(str(number) if one.short is None else one.short.within(report.language) for number, one in named),
            tuple(f"{number}: {one.title.within(report.language)}" for number, one in named if one.short is None),
            tuple(_mark(result, places) for result in report.results),
        )


@dataclass(frozen=True, slots=True)
class AnnexText:
    """What is to be said of a candidate in full: the text its line was cut from, and what its values rest on."""

    id: str
    name: str
    text: str


def annex_texts(report: Report, *, most: int | None = MOST_PRINTED) -> Iterator[AnnexText]:
    """Texts of which the list shows a part, and evidence; none of more than ``most`` candidates.

    A full report says all of it with the reasons of each candidate.
    """
    if report.detail == "full" or (most is not None and len(report.results) > most):
        return
    for one in report.verdict_lists():
        for line in one.lines:
            told = [line.whole] if line.whole else []
            if evidence := report.evidence(line.result):
                told.append(f"{report.say('result.evidence')}: {'; '.join(evidence)}")
            if told:
                yield AnnexText(line.id, line.name, "\n".join(told))


def _mark(result: RowResult, places: list[int]) -> AnnexRow:
    codes = None if result.decision is None else result.decision.outcome_codes
    marks = tuple(FAULTY_MARK if codes is None else MARKS[codes[place]] for place in places)
    return AnnexRow(result.id or "–", result.name or "–", marks)
