"""Scores over the rows of a batch: each line between its two ends, held in columns, to be read by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import TypeAlias, cast

import polars as pl

from cchc_rules.engines.columns import line_ends
from cchc_rules.engines.columns.algebra import ColumnsAlgebra, Site
from cchc_rules.engines.columns.comparisons import Note
from cchc_rules.engines.columns.held_forms import hold
from cchc_rules.engines.columns.line_ends import fix
from cchc_rules.engines.columns.rounding import INT64, ColumnAmount, ColumnEnd, constant
from cchc_rules.engines.columns.word_codes import PlainColumn
from cchc_rules.language.nodes import FirstOf, Literal, Node
from cchc_rules.language.ruleset import ScoreLine
from cchc_rules.program.points import Range, limit_points
from cchc_rules.program.program import LoweredLine, LoweredScore
from cchc_rules.program.translation import Translation

Expressions: TypeAlias = "Translation[pl.Expr, ColumnAmount, PlainColumn, Site]"


@dataclass(frozen=True, slots=True)
class SheetWriter:
    """Writes scores into a draft; what is written is found in the algebra's memory by what reads it."""

    expressions: Expressions
    algebra: ColumnsAlgebra
    site: Site

    @property
    def note(self) -> Note:
        """Takes the rows that doubles cannot tell apart."""
        return self.site.layer.near.append

    def write(self, score: LoweredScore) -> ColumnAmount:
        """The points of a score."""
        lines: dict[str, ColumnAmount] = {}
        found = self._line(score.whole, lines)
        whole = lines[""] = self._hold(ColumnAmount(line_ends.snap(found.low), line_ends.snap(found.high)))
        for id, found in lines.items():
            self.algebra.memory["score", score.name, id] = found
        for one in (score.score.whole, *score.score.whole.family()):
            id = "" if one is score.score.whole else one.id
            self.algebra.counted[score.name, id] = [lines[below.id] for below in one.countable]
        return whole

    def _line(self, line: LoweredLine, lines: dict[str, ColumnAmount]) -> ColumnAmount:
        """What a line comes to, noted under its id."""
        if line.value is None:
            parts = [self._line(one, lines) for one in line.lines]
            low, high = (line_ends.add_up([_end(one, upper=upper) for one in parts]) for upper in (False, True))
            found = self._finish(line_ends.share_whole(low, high, parts), line)
        elif points := _find_points(line):
            found = self._choose(line.value, points)
        else:
            amount = self.algebra.settle_shares(self.expressions.amount(line.value, self.site), self.site)
            found = self._finish(self._hold(amount), line)
        if line.gate is not None:
            gate = hold(self.expressions.truth(line.gate, self.site), self.site.draft, self.site.layer)
            found = ColumnAmount(*(line_ends.gate(_end(found, upper=one), gate, upper=one) for one in (False, True)))
        lines[line.line.id] = found = self._hold(found)
        return found

    def _hold(self, amount: ColumnAmount) -> ColumnAmount:
        return hold(amount, self.site.draft, self.site.layer)

    def _finish(self, amount: ColumnAmount, line: LoweredLine) -> ColumnAmount:
        """Within the line's caps, all between them where it is unknown, then rounded.

        What is added up of lines is never unknown: only a value needs an end to stand for that.
        """
        least, most = line.line.least, line.line.most
        if line.value is not None:
            found = line_ends.cut_value(amount, line.line)
        else:
            found = ColumnAmount(*(line_ends.cut(end, _leave_caps(line), None) for end in (amount.low, amount.high)))
        if (decimals := line.line.rounded) is None:
            return found
        ends = ((found.low, least is None), (found.high, most is None))
        return ColumnAmount(
            *(line_ends.round_away(self._hold_end(end), decimals, self.note, endless=endless) for end, endless in ends)
        )

    def _hold_end(self, end: ColumnEnd) -> ColumnEnd:
        return self._hold(ColumnAmount(end, end)).low

    def _choose(self, value: Node, points: list[Fraction]) -> ColumnAmount:
        """One of some constants: whole numbers over one that makes all of them whole."""
        under, size = lcm(*(point.denominator for point in points)), max(map(abs, points))
        given = [int(point * under) for point in points]
        if not isinstance(value, FirstOf):
            end = ColumnEnd(constant(given[0]), None if under == 1 else constant(under))
            return ColumnAmount(end, end)
        conditions = [self.expressions.truth(one, self.site) for one in value.conditions]
        ends = self.algebra.choose_constants(value, conditions, given, self.site)
        low, high = (fix(end, under, size * under) for end in ends)
        return ColumnAmount(low, high)


def _leave_caps(line: LoweredLine) -> ScoreLine:
    """The line without the caps that its lines cannot pass."""
    parts = [_find_reach(one) for one in line.lines]
    low, high = sum(one.low for one in parts), sum(one.high for one in parts)
    least, most = line.line.least, line.line.most
    return replace(
        line.line,
        least=None if least is None or low >= least else least,
        most=None if most is None or high <= most else most,
    )


def _find_reach(line: LoweredLine) -> Range:
    """What a line can come to at the least and at the most, by the caps alone."""
    parts = [_find_reach(one) for one in line.lines]
    inside = Range(sum((one.low for one in parts), Fraction(0)), sum((one.high for one in parts), Fraction(0)))
    return limit_points(None if line.value is not None else inside, line.line, True if line.gate is None else None)


def _end(amount: ColumnAmount, *, upper: bool) -> ColumnEnd:
    return amount.high if upper else amount.low


def _find_points(line: LoweredLine) -> list[Fraction]:
    """The points of a line that gives one of some constants, within its caps; none for any other line.

    Nor where they are no whole numbers of 64 bits over one divisor.
    """
    values = line.value.values if isinstance(line.value, FirstOf) else (line.value,)
    if not all(isinstance(one, Literal) for one in values):
        return []
    points = [Fraction(cast(Fraction, cast(Literal, one).value)) for one in values]
    found = [limit_points(Range(point, point), line.line, True).low for point in points]
    under = lcm(*(point.denominator for point in found))
    return found if max(map(abs, found)) * under <= INT64 else []
