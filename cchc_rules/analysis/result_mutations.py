"""A category with one thing of its scores and grades changed: a line, a gate, a cap, a row, a band, a level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal as OneOf

from cchc_rules.analysis.expression_mutations import ChangedExpression, changes
from cchc_rules.language.nodes import FirstOf, Literal
from cchc_rules.language.ruleset import Category, GradeCap, GradeTable, ScoreLine, ScoreSheet
from cchc_rules.language.types import BooleanType, NumberType
from cchc_rules.problems import Span

_NOTHING = Literal(0, NumberType(integral=True))
"""What a line gives that is dropped: other expressions may go on reading it by name."""


def change_results(category: Category) -> Iterator[tuple[OneOf["scores", "grades"], str, Category, ChangedExpression]]:
    """The category with one thing changed: which part, the name of the score or grade, the category, what it was."""
    for place, result in enumerate(category.results):
        changed = _change_sheet(result) if isinstance(result, ScoreSheet) else _change_grade(result)
        for about, other, change in changed:
            results = (*category.results[:place], other, *category.results[place + 1 :])
            part: OneOf["scores", "grades"] = "scores" if isinstance(other, ScoreSheet) else "grades"
            yield part, about, replace(category, results=results), change


def _change_sheet(sheet: ScoreSheet) -> Iterator[tuple[str, ScoreSheet | GradeTable, ChangedExpression]]:
    counted = _list_counted(sheet.whole)
    for about, whole, change in _change_line(sheet.whole):
        if _list_counted(whole) != counted:  # `zeros` may count them: a ruleset that counts none does not load
            continue
        name = sheet.name if about == sheet.whole.id else f"{sheet.name}/{about}"
        yield name, replace(sheet, whole=whole), change


def _list_counted(whole: ScoreLine) -> set[str]:
    """The lines that have some below them for `zeros` to count."""
    return {one.id for one in whole.family() if one.countable}


def _change_line(line: ScoreLine) -> Iterator[tuple[str, ScoreLine, ChangedExpression]]:
    """The line with one thing of its own or of one of its lines changed; the id of the line that was changed."""
    if line.value is not None:
        for change in changes(line.value):
            yield line.id, replace(line, value=change.node), change
    if line.gate is not None:
        for change in changes(line.gate):
            yield line.id, replace(line, gate=change.node), change
        yield line.id, replace(line, gate=None), _describe("gate", line.span)
    if line.most is not None:
        yield line.id, replace(line, most=None), _describe("most", line.span)
    if line.least:  # 0 is the lower end that lines have without being given one: nothing goes below it
        yield line.id, replace(line, least=None), _describe("least", line.span)
    if line.rounded is not None:
        yield line.id, replace(line, rounded=None), _describe("rounded", line.span)
    if line.value is not None:  # of one with lines of its own each of them is
        yield line.id, replace(line, value=_NOTHING, gate=None), _describe(line.id, line.span)
    for place, below in enumerate(line.lines):
        for about, changed, change in _change_line(below):
            yield about, replace(line, lines=(*line.lines[:place], changed, *line.lines[place + 1 :])), change


def _change_grade(table: GradeTable) -> Iterator[tuple[str, ScoreSheet | GradeTable, ChangedExpression]]:
    for change in changes(table.rows):
        if isinstance(change.node, FirstOf):
            yield table.name, replace(table, rows=change.node), change
    for place, cap in enumerate(table.caps):
        before, after = table.caps[:place], table.caps[place + 1 :]
        yield table.name, replace(table, caps=(*before, *after)), _describe(cap.level, cap.when.span)
        for changed, change in _change_cap(cap, table):
            yield table.name, replace(table, caps=(*before, changed, *after)), change


def _change_cap(cap: GradeCap, table: GradeTable) -> Iterator[tuple[GradeCap, ChangedExpression]]:
    for change in changes(cap.when):
        yield replace(cap, when=change.node), change
    levels = table.scale.levels
    place = levels.index(cap.level)
    for near in (place - 1, place + 1):
        # A cap at the highest level caps nothing; it is dropped already.
        if 0 <= near < len(levels) - 1:
            yield replace(cap, level=levels[near]), _describe(cap.level, cap.when.span, levels[near])


def _describe(before: str, span: Span, after: str = "–") -> ChangedExpression:
    return ChangedExpression(Literal(True, BooleanType()), before, after, span)
