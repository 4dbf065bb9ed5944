"""Scores and grades of a report: how many candidates have each grade, and a sheet of points to sign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.scoring import Grade, list_result_titles, say_points, say_result
from cchc_rules.language.ruleset import GradeTable, ScoreLine, ScoreSheet
from cchc_rules.program import reference
from cchc_rules.program.points import is_endless
from cchc_rules.program.reference import Scope
from cchc_rules.reports.annex_tables import FAULTY_MARK, AnnexPart, AnnexRow

if TYPE_CHECKING:
    from cchc_rules.reports.report import Report

MOST_POINTS_ACROSS: Final = 10
"""How many grades, totals and lines stand side by side: 189 mm beside ids and names leave each the width of “từ 0 đến
20” at 9 points."""


@dataclass(frozen=True, slots=True)
class GradeCounts:
    """How many candidates without problems have each value of a grade, the best first; last those still open.

    ``note`` says how many have problems, if any.
    """

    title: str
    rows: tuple[tuple[str, int], ...]
    note: str


def count_grades(report: Report) -> Iterator[GradeCounts]:
    """The counts of each grade of the category."""
    for table in report.program.category.results:
        if not isinstance(table, GradeTable):
            continue
        counts: Counter[str | None] = Counter()
        for result in report.results:
            found = None if result.decision is None or result.problems else result.decision.results[table.name]
            if isinstance(found, Grade):
                counts[found.value] += 1
        faulty = sum(bool(result.problems) or result.decision is None for result in report.results)
        words = (*reversed(table.scale.levels), *table.scale.unranked)
        rows = [(word, counts[word]) for word in words]
        yield GradeCounts(
            table.title.within(report.language),
            (*rows, (report.say("report.grade.open"), counts[None])),
            report.say("report.without-faulty.grades", count=faulty) if faulty else "",
        )


def list_score_parts(report: Report) -> Iterator[AnnexPart]:
    """The sheet of points of all candidates: grades and totals, then the lines of every score, before their parts.

    Cost: some 50 µs a line and candidate, for lines are measured one by one.
    """
    category = report.program.category
    if not category.results:
        return
    sheets = [one for one in category.results if isinstance(one, ScoreSheet)]
    numbered = [(sheet, *one) for sheet in sheets for one in _number_lines(sheet.whole.lines)]
    named = list_result_titles(report.program, report.language)
    heads = [*named.values(), *(number for _, number, _ in numbered)]
    notes = [_note(report, *one) for one in numbered]
    cells = [_write_cells(report, one.decision, tuple(named), numbered) for one in report.results]
    count = -(-len(heads) // MOST_POINTS_ACROSS)
    width = -(-len(heads) // count)  # parts of one width
    for part, first in enumerate(range(0, len(heads), width), start=1):
        across = slice(first, first + width)
        own = slice(max(0, first - len(named)), max(0, first + width - len(named)))
        rows = zip(report.results, cells, strict=True)
        yield AnnexPart(
            "points",
            report.say("report.points" if count == 1 else "report.points.part", part=part, parts=count),
            report.say("report.points.note"),
            tuple(heads[across]),
            tuple(notes[own]),
            tuple(AnnexRow(one.id or "–", one.name or "–", tuple(texts[across])) for one, texts in rows),
        )


def _number_lines(lines: Iterable[ScoreLine], above: str = "") -> Iterator[tuple[str, ScoreLine]]:
    """The lines with their numbers, each before those it is the sum of: 1, 1.1, 1.2, 2."""
    for place, line in enumerate(lines, start=1):
        yield f"{above}{place}", line
        yield from _number_lines(line.lines, f"{above}{place}.")


def _note(report: Report, sheet: ScoreSheet, number: str, line: ScoreLine) -> str:
    """What the number of a line stands for, and the points to be had."""
    title = line.title.within(report.language)
    if not line.most:
        return f"{number}: {title}"
    most = say_points(report.program, sheet, line, line.most, line.most).within(report.language)
    return report.say("report.points.line", number=number, title=title, most=most)


def _write_cells(
    report: Report,
    decision: Decision | None,
    names: tuple[str, ...],
    lines: Sequence[tuple[ScoreSheet, str, ScoreLine]],
) -> list[str]:
    if decision is None:
        return [FAULTY_MARK] * (len(names) + len(lines))
    results, scope = decision.results, Scope(decision.program, decision.values, decision.as_of)
    found = [say_result(results[name], report.language) for name in names]
    for sheet, _, line in lines:
        points = reference.measure_line(line, scope)
        low, high = (None if is_endless(end) else end for end in (points.low, points.high))
        found.append(say_points(report.program, sheet, line, low, high).within(report.language))
    return found
