"""The annex: candidates and criteria in parts that fit across a sheet of A4, then what had no room in the list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cchc_rules.evaluation import RowResult
from cchc_rules.language.ruleset import Criterion
from cchc_rules.reports.report import Report

MARKS: Final = ("✓", "✗", "?", "–")
"""Met, unmet, unknown, not applicable, in the order of outcome codes."""

FAULTY_MARK: Final = "!"
"""Of a candidate that could not be decided at all."""

MOST_ACROSS: Final = 14
"""How many criteria stand side by side: what A4 across holds at 9 points beside ids and names."""

MOST_PRINTED: Final = 200
"""Of more candidates the annex is in .xlsx only, where it is searched and not read."""


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """A candidate with a mark a criterion."""

    id: str
    name: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnnexPart:
    """At most 14 criteria with the marks of every candidate.

    ``headings`` are the short names of criteria, or their numbers; ``legend`` says what the numbers stand for.
    """

    headings: tuple[str, ...]
    legend: tuple[str, ...]
    rows: tuple[AnnexRow, ...]


def annex_parts(report: Report, *, most: int | None = MOST_PRINTED) -> Iterator[AnnexPart]:
    """The parts of the annex, in declared order; none of more than ``most`` candidates."""
    if most is not None and len(report.results) > most:
        return
    criteria = tuple(enumerate(report.program.criteria, start=1))
    for first in range(0, len(criteria), MOST_ACROSS):
        part = criteria[first : first + MOST_ACROSS]
        named = [(number, lowered.criterion) for number, lowered in part]
        places = [lowered.position for _, lowered in part]
        yield AnnexPart(
            tuple(_head(number, one, report.language) for number, one in named),
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


def _head(number: int, criterion: Criterion, language: str) -> str:
    return str(number) if criterion.short is None else criterion.short.within(language)


def _mark(result: RowResult, places: list[int]) -> AnnexRow:
    codes = None if result.decision is None else result.decision.outcome_codes
    marks = tuple(FAULTY_MARK if codes is None else MARKS[codes[place]] for place in places)
    return AnnexRow(result.id or "–", result.name or "–", marks)
