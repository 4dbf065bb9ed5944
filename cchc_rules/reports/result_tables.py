"""Scores and grades as columns of a result file: those of frames, and a score also as people read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

import polars as pl

from cchc_rules.decisions.scoring import Grade, Score
from cchc_rules.engines.columns.result_columns import HIGH, RESULT, result_types, state_columns
from cchc_rules.language.ruleset import GradeTable
from cchc_rules.program.points import NO_END, Measured
from cchc_rules.program.program import Program

SHOWN: Final = ":shown"
"""What the name of the column ends in that has a score in words of the file's language."""

Results: TypeAlias = Mapping[str, Score | Grade]
"""The scores and grades of a decision by name."""


def file_types(program: Program) -> dict[str, pl.DataType]:
    """The columns of scores and grades in a file with their types: the shown text of a score follows its ends."""
    found: dict[str, pl.DataType] = {}
    for name, kind in result_types(program, words=True).items():
        found[name] = kind
        if name.endswith(HIGH):
            found[name.removesuffix(HIGH) + SHOWN] = pl.String()
    return found


def make_columns(program: Program, rows: Sequence[Results | None], language: str) -> list[pl.Series]:
    """The columns of `file_types` of some decisions; null where there is none."""
    measured = [None if row is None else tuple(map(_measure, row.values())) for row in rows]
    found = {column.name: column for column in state_columns(program, measured)}
    for one in program.category.results:
        if not isinstance(one, GradeTable):
            texts = [None if row is None else _show(row[one.name], language) for row in rows]
            found[RESULT + one.name + SHOWN] = pl.Series(texts, dtype=pl.String)
    return [found[name].alias(name) for name in file_types(program)]


def _measure(result: Score | Grade) -> Measured:
    if isinstance(result, Grade):
        return result.possible
    low, high = result.low, result.high
    return (-NO_END if low is None else low, NO_END if high is None else high)


def _show(result: Score | Grade, language: str) -> str:
    assert isinstance(result, Score)
    return result.shown.within(language)
