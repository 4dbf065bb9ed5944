"""When a table, a line or a grade is in a situation, as a condition of the language: what a probe asks a solver."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from typing import assert_never, cast

from cchc_rules.analysis.result_coverage import ResultPart, Situation, Turn
from cchc_rules.language.nodes import And, Arithmetic, Compare, FirstOf, Literal, Node, Not, Or, ReadResult, Relation
from cchc_rules.language.ruleset import GradeTable, ScoreLine
from cchc_rules.language.types import BooleanType, NumberType


def find_condition(part: ResultPart, situation: Situation) -> Node | None:
    """The condition under which a part is surely in a situation; None for open ones, which is no matter of truth."""
    match situation.turn:
        case Turn.ROW:
            return _takes_row(_table(part), situation.number - 1)
        case Turn.CAP:
            assert isinstance(part.of, GradeTable)
            return _moves(part.of, situation.number - 1)
        case Turn.GATE:
            gate = cast(ScoreLine, part.of).gate
            assert gate is not None
            return Not(gate)
        case Turn.MOST | Turn.LEAST:
            assert isinstance(part.of, ScoreLine)
            return _is_cut(part.name, part.of, situation.turn)
        case Turn.OPEN:
            return None
        case _:
            assert_never(situation.turn)


def _table(part: ResultPart) -> FirstOf:
    match part.of:
        case FirstOf():
            return part.of
        case GradeTable(rows=rows):
            return rows
        case ScoreLine(value=value):
            assert isinstance(value, FirstOf)
            return value
        case _:
            assert_never(part.of)


def _takes_row(table: FirstOf, place: int) -> Node:
    """Whether the conditions before a row do not hold, and its own does, if it has one."""
    return _all([*(Not(one) for one in table.conditions[:place]), *table.conditions[place : place + 1]])


def _moves(grade: GradeTable, place: int) -> Node:
    """Whether a cap lowers what the rows and the caps before it give."""
    cap, ranks = grade.caps[place], {level: rank for rank, level in enumerate(grade.scale.levels)}
    above = [
        _takes_row(grade.rows, row)
        for row, value in enumerate(grade.rows.values)
        if ranks.get(str(getattr(value, "value", "")), -1) > ranks[cap.level]
    ]
    before = [Not(one.when) for one in grade.caps[:place] if ranks[one.level] <= ranks[cap.level]]
    return _all([cap.when, *before, _any(above)])


def _is_cut(score: str, line: ScoreLine, turn: Turn) -> Node:
    """Whether a line counts and comes to more than its most, or to less than its least."""
    limit = line.most if turn is Turn.MOST else line.least
    assert limit is not None
    op: Relation = ">" if turn is Turn.MOST else "<"
    parts: list[Node] = [ReadResult(score, one.id, False, NumberType()) for one in line.lines]
    raw = line.value if line.value is not None else reduce(_add, parts)
    number = int(limit) if limit.denominator == 1 else Fraction(limit)
    cut = Compare(op, raw, Literal(number, NumberType()))
    return _all([*([line.gate] if line.gate is not None else []), cut])


def _add(left: Node, right: Node) -> Node:
    return Arithmetic("+", left, right)


def _all(parts: Sequence[Node]) -> Node:
    return And(tuple(parts)) if len(parts) > 1 else parts[0] if parts else Literal(True, BooleanType())


def _any(parts: Sequence[Node]) -> Node:
    return Or(tuple(parts)) if len(parts) > 1 else parts[0] if parts else Literal(False, BooleanType())
