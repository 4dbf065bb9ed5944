"""Levels, choices and dates as columns: words are small codes in a fixed order, dates are dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from cchc_rules.engines.columns.comparisons import operate
from cchc_rules.language.types import ChoiceType, GradeType, Type


@dataclass(frozen=True, slots=True)
class Words:
    """The words a column may hold, in the order of their codes; the first ``ranked`` have an order. None are dates."""

    words: tuple[str, ...]
    ranked: int

    def code(self, word: object) -> int:
        """The code of a canonical spelling."""
        return self.words.index(str(word))

    def constant(self, value: object) -> Plain:
        """A value that is the same in every row."""
        found = pl.lit(value, dtype=pl.Date) if isinstance(value, date) else pl.lit(self.code(value), dtype=self.dtype)
        return Plain(found, self, value)

    @property
    def dtype(self) -> pl.DataType:
        """The type of the column that holds the codes."""
        return pl.UInt8() if len(self.words) <= 255 else pl.UInt16() if len(self.words) <= 65_535 else pl.UInt32()


@dataclass(frozen=True, slots=True)
class Plain:
    """A level or choice by its code, or a date; null when unknown."""

    value: pl.Expr
    words: Words
    constant: object = None


def words_of(type_: Type) -> Words:
    """The words of a grade or choice; no words for dates. Options of a choice have no order: they stand sorted."""
    match type_:
        case GradeType(scale=scale):
            return Words(scale.spellings, len(scale.levels))
        case ChoiceType(options=options):
            return Words(tuple(sorted(options)), 0)
        case _:
            return Words((), 0)


def plain_compared(op: str, left: Plain, right: Plain) -> pl.Expr:
    """The comparison of two plain values: with an unranked value on either side an order comparison is false."""
    test = operate(op, left.value, right.value)
    if op == "==" or len(left.words.words) <= left.words.ranked:
        return test
    # Unranked codes lie above all levels, so only the side that should be the larger one can pass wrongly.
    larger, smaller = (left, right) if op in (">", ">=") else (right, left)
    if larger.constant is not None and larger.words.code(larger.constant) < larger.words.ranked:
        return test
    ranked = test & (larger.value < pl.lit(larger.words.ranked, dtype=larger.words.dtype))
    return ranked if smaller.constant is not None else pl.when(smaller.value.is_not_null()).then(ranked)


def plain_in(operand: Plain, values: Sequence[object]) -> pl.Expr:
    """Whether a plain value is one of some constants; null when unknown."""
    tests = [operand.value == operand.words.constant(value).value for value in dict.fromkeys(values)]
    if len(tests) > 8:
        return operand.value.is_in(
            [value if isinstance(value, date) else operand.words.code(value) for value in values]
        )
    found = tests[0]
    for test in tests[1:]:
        found = found | test
    return found
