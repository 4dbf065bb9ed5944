"""Scores and grades as terms: a line from the least to the most it may come to, a grade by the values it may be."""

from __future__ import annotations

from collections.abc import Iterator

from cchc_rules.engines.symbolic.logic import Bit, Logic, Term
from cchc_rules.engines.symbolic.terms import (
    AmountTerms,
    CodeTerms,
    EndTerms,
    GradeTerms,
    LineTerms,
    ResultTerms,
    TermScope,
    TruthTerms,
    settle_ends,
)
from cchc_rules.language.nodes import FirstOf, Literal, Node
from cchc_rules.language.ruleset import ScoreLine
from cchc_rules.program.points import NO_END
from cchc_rules.program.program import LoweredGrade, LoweredLine, LoweredScore, Program
from cchc_rules.program.translation import Translation
from cchc_rules.values import Scale

Reading = Translation[TruthTerms, AmountTerms, CodeTerms | GradeTerms, TermScope]


class Results:
    """Writes the results of a program, in their order, where expressions find them."""

    def __init__(self, logic: Logic, reading: Reading, scope: TermScope) -> None:
        self.logic, self.reading, self.scope = logic, reading, scope

    def add(self, program: Program) -> tuple[ResultTerms, ...]:
        """Adds every score, every line of it and every grade to the scope; gives the scores and grades."""
        return tuple(self._grade(one) if isinstance(one, LoweredGrade) else self._score(one) for one in program.results)

    def find_open(self, result: ResultTerms) -> Bit:
        """Whether a score may still be one of several numbers, a grade one of several values."""
        logic = self.logic
        match result:
            case LineTerms(points=points):
                return logic.negate(logic.equal(points.low.value, points.high.value))
            case GradeTerms(may=may):
                return logic.less(1, logic.add(map(logic.count, may)), strict=True)

    def _score(self, score: LoweredScore) -> LineTerms:
        self._line(score, score.whole)
        found = self.scope.results[score.name, ""]
        assert isinstance(found, LineTerms)
        return found

    def _line(self, score: LoweredScore, lowered: LoweredLine) -> list[tuple[ScoreLine, AmountTerms]]:
        """Adds a line and those below it; gives these and it."""
        below = [pair for one in lowered.lines for pair in self._line(score, one)]
        line = lowered.line
        if lowered.value is not None:
            part = settle_ends(self.logic, self.reading.amount(lowered.value, self.scope))
        else:
            names = {one.line.id for one in lowered.lines}
            parts = [points for one, points in below if one.id in names]
            ends = ([getattr(one, end).value for one in parts] for end in ("low", "high"))
            part = AmountTerms(True, *(EndTerms(self.logic.add(values)) for values in ends))
        points = self._limit(part, lowered)
        countable = tuple(found for one, found in below if one in line.countable)
        id = "" if lowered is score.whole else line.id
        self.scope.results[score.name, id] = LineTerms(points, countable)
        return [*below, (line, points)]

    def _limit(self, part: AmountTerms, lowered: LoweredLine) -> AmountTerms:
        """What a line comes to of its part: cut, rounded, then its gate; from cap to cap where the part is unknown."""
        logic, line = self.logic, lowered.line
        gate = TruthTerms(True, False) if lowered.gate is None else self.reading.truth(lowered.gate, self.scope)
        low = self._cut(logic.choose(part.known, part.low.value, -NO_END), line)
        high = self._cut(logic.choose(part.known, part.high.value, NO_END), line)
        below, above = logic.less(low, 0, strict=True), logic.less(0, high, strict=True)
        unknown = (logic.choose(below, low, 0), logic.choose(above, high, 0))
        ends = (
            EndTerms(logic.choose(gate.true, end, logic.choose(gate.false, 0, perhaps)))
            for end, perhaps in zip((low, high), unknown, strict=True)
        )
        return AmountTerms(True, *ends)

    def _cut(self, end: Term, line: ScoreLine) -> Term:
        logic = self.logic
        if line.least is not None:
            end = logic.choose(logic.less(end, line.least, strict=True), line.least, end)
        if line.most is not None:
            end = logic.choose(logic.less(line.most, end, strict=True), line.most, end)
        return end if line.rounded is None else logic.round_away(end, line.rounded)

    def _grade(self, lowered: LoweredGrade) -> GradeTerms:
        logic, scale = self.logic, lowered.grade.scale
        may: list[Bit] = [False] * len(scale.spellings)
        for holds, code in self._rows(lowered.rows, scale):
            may[code] = logic.disjoin((may[code], holds))
        for when, level in lowered.caps:
            cap, ranked = scale.spellings.index(level), len(scale.levels)
            lower = [bit if code < cap or code >= ranked else False for code, bit in enumerate(may)]
            lower[cap] = logic.disjoin(may[cap:ranked])
            truth = self.reading.truth(when, self.scope)
            sides = ((logic.negate(truth.false), lower), (logic.negate(truth.true), may))
            may = [
                logic.disjoin(logic.conjoin((bit, codes[place])) for bit, codes in sides) for place in range(len(may))
            ]
        found = self.scope.results[lowered.name, ""] = GradeTerms(tuple(may))
        return found

    def _rows(self, rows: Node, scale: Scale) -> Iterator[tuple[Bit, int]]:
        """When the row of each level may be the one."""
        logic, above = self.logic, True
        values, conditions = ((rows,), ()) if not isinstance(rows, FirstOf) else (rows.values, rows.conditions)
        for place, value in enumerate(values):
            assert isinstance(value, Literal)
            holds = above
            if place < len(conditions):
                truth = self.reading.truth(conditions[place], self.scope)
                holds = logic.conjoin((above, logic.negate(truth.false)))
                above = logic.conjoin((above, logic.negate(truth.true)))
            yield holds, scale.spellings.index(str(value.value))
