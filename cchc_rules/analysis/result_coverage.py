"""Coverage of what is computed: which rows, gates, caps and levels of scores, grades and tables cases show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, assert_never

from cchc_rules.analysis.cases import CaseResult
from cchc_rules.decisions.scoring import measure_parts
from cchc_rules.language.checking.bounds import find_bounds
from cchc_rules.language.nodes import FirstOf, Quotient, walk
from cchc_rules.language.ruleset import Category, GradeTable, ScoreLine
from cchc_rules.program import reference
from cchc_rules.program.reference import Scope
from cchc_rules.values import Truth


class Turn(StrEnum):
    """What a line, a grade or a table can be seen doing."""

    ROW = "row"
    GATE = "gate"
    MOST = "most"
    LEAST = "least"
    CAP = "cap"
    OPEN = "open"


@dataclass(frozen=True, slots=True, order=True)
class Situation:
    """One thing to be seen: the row or cap of a ``number`` from 1, a false gate, points cut at a cap, a result open."""

    turn: Turn
    number: int = 0


@dataclass(frozen=True, slots=True)
class PartCoverage:
    """A line of a score, a grade or a table, with the number of cases that show each situation it can be in.

    ``name`` is the score, grade or definition, ``line`` the id of a line, empty for the whole of it.
    """

    category: str
    name: str
    line: str
    seen: Mapping[Situation, int]

    @property
    def unseen(self) -> tuple[Situation, ...]:
        """The situations no case shows."""
        return tuple(one for one, count in self.seen.items() if not count)

    def to_dict(self) -> dict[str, Any]:
        """The part as plain data."""
        seen = [{"turn": one.turn.value, "number": one.number, "cases": count} for one, count in self.seen.items()]
        return {"category": self.category, "name": self.name, "line": self.line, "seen": seen}


def cover_results(category: Category, results: Iterable[CaseResult]) -> Iterator[PartCoverage]:
    """The parts of a category that can be in some situation, in declared order; cost: some 50 µs a part and case."""
    decided = [one.decision for one in results if one.decision is not None and one.category == category.id]
    scopes = [Scope(one.program, one.values, one.as_of) for one in decided]
    for part in list_parts(category):
        counts = Counter(one for scope in scopes for one in part.see(scope))
        yield PartCoverage(category.id, part.name, part.line, {one: counts[one] for one in part.due})


@dataclass(frozen=True, slots=True)
class ResultPart:
    """A table, a line of a score or a grade, with the situations it can be in; ``of`` is what it is."""

    name: str
    line: str
    of: FirstOf | ScoreLine | GradeTable
    due: tuple[Situation, ...]

    def see(self, scope: Scope) -> Iterator[Situation]:
        """The situations it is in for a candidate."""
        match self.of:
            case FirstOf() as table:
                return _find_row(table, scope)
            case GradeTable() as grade:
                return _see_grade(grade, scope)
            case ScoreLine() as line:
                return _see_line(line, scope)
            case _:
                assert_never(self.of)


def list_parts(category: Category) -> Iterator[ResultPart]:
    """What can be in some situation, in declared order."""
    for definition in category.definitions:
        if isinstance(definition.expression, FirstOf):
            table = definition.expression
            yield ResultPart(definition.name, "", table, tuple(_rows(table)))
    for result in category.results:
        if isinstance(result, GradeTable):
            due = [*_rows(result.rows), *(Situation(Turn.CAP, n) for n in range(1, len(result.caps) + 1))]
            yield ResultPart(result.name, "", result, (*due, Situation(Turn.OPEN)))
            continue
        for line in result.whole.family():
            due = list(_due_of_line(line)) + ([Situation(Turn.OPEN)] if line is result.whole else [])
            if due:
                yield ResultPart(result.name, "" if line is result.whole else line.id, line, tuple(due))


def _rows(table: FirstOf) -> list[Situation]:
    return [Situation(Turn.ROW, number) for number in range(1, len(table.values) + 1)]


def _find_row(table: FirstOf, scope: Scope) -> Iterator[Situation]:
    """The row that surely gives the value, if any."""
    for number, condition in enumerate(table.conditions, start=1):
        holds = reference.truth(condition, scope)
        if holds is not False:
            yield from [Situation(Turn.ROW, number)] if holds else []
            return
    yield Situation(Turn.ROW, len(table.values))


def _due_of_line(line: ScoreLine) -> Iterator[Situation]:
    """What can be seen of a line by what is written of it; a share may be held at its whole by checks."""
    if isinstance(line.value, FirstOf):
        yield from _rows(line.value)
    if line.gate is not None:
        yield Situation(Turn.GATE)
    low, high = _reach(line)
    if line.most is not None and line.most > 0 and (high is None or high > line.most):
        yield Situation(Turn.MOST)
    if line.least is not None and (low is None or low < line.least):
        yield Situation(Turn.LEAST)


def _reach(line: ScoreLine) -> tuple[Fraction | None, Fraction | None]:
    """From where to where the points of a line go before its caps; its own caps where nothing says."""
    if line.value is not None:
        bounds = find_bounds(line.value)
        is_share = any(isinstance(part, Quotient) for part in walk(line.value))
        return (line.least, line.most) if bounds is None or is_share else (bounds.low, bounds.high)
    ends = [_ends(one) for one in line.lines]
    lows, highs = ([one[place] for one in ends] for place in (0, 1))
    return _add_up(lows), _add_up(highs)


def _ends(line: ScoreLine) -> tuple[Fraction | None, Fraction | None]:
    """From where to where the points of a line go."""
    low, high = _reach(line)
    low = line.least if low is None or (line.least is not None and low < line.least) else low
    high = line.most if high is None or (line.most is not None and high > line.most) else high
    if line.gate is not None:
        low = None if low is None else min(low, Fraction(0))
        high = None if high is None else max(high, Fraction(0))
    return low, high


def _add_up(ends: list[Fraction | None]) -> Fraction | None:
    known = [one for one in ends if one is not None]
    return sum(known, Fraction(0)) if len(known) == len(ends) else None


def _see_line(line: ScoreLine, scope: Scope) -> Iterator[Situation]:
    if isinstance(line.value, FirstOf):
        yield from _find_row(line.value, scope)
    gate: Truth = True if line.gate is None else reference.truth(line.gate, scope)
    if gate is False:
        yield Situation(Turn.GATE)
    whole = reference.measure_line(line, scope)
    if whole.low != whole.high:
        yield Situation(Turn.OPEN)
    raw = measure_parts(line, scope)
    if gate and raw is not None and line.most is not None and raw.low > line.most:
        yield Situation(Turn.MOST)
    if gate and raw is not None and line.least is not None and raw.high < line.least:
        yield Situation(Turn.LEAST)


def _see_grade(table: GradeTable, scope: Scope) -> Iterator[Situation]:
    """The row a grade comes by, the caps that moved it, and whether it is open."""
    yield from _find_row(table.rows, scope)
    if len(reference.levels(table, scope)) > 1:
        yield Situation(Turn.OPEN)
    before = {one for one in reference.alternatives(table.rows, scope) if isinstance(one, str)}
    ranks = {level: rank for rank, level in enumerate(table.scale.levels)}
    for number, cap in enumerate(table.caps, start=1):
        lowered = {min(one, cap.level, key=ranks.__getitem__) if one in ranks else one for one in before}
        if reference.truth(cap.when, scope):
            yield from [Situation(Turn.CAP, number)] if lowered != before else []
            before = lowered
