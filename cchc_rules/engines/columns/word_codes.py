"""Levels and choices as columns of small codes, in a fixed order of their words; dates are dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, assert_never

import polars as pl

from cchc_rules.engines.columns.comparisons import operate
from cchc_rules.language.nodes import Relation
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    TextType,
    Type,
)

FEW_WORDS: Final = 8
"""Up to so many words comparing with each is quicker than looking a value up; measured on a million rows."""


@dataclass(frozen=True, slots=True)
class WordCodes:
    """The words a column may hold, in the order of their codes; the first ``ranked`` have an order. None are dates."""

    words: tuple[str, ...]
    ranked: int

    def code(self, word: object) -> int:
        """The code of a canonical spelling."""
        return self.words.index(str(word))

    def state(self, value: object) -> PlainColumn:
        """A value that is the same in every row."""
        found = pl.lit(value, dtype=pl.Date) if isinstance(value, date) else pl.lit(self.code(value), dtype=self.dtype)
        return PlainColumn(found, self, value)

    @property
    def dtype(self) -> pl.DataType:
        """The type of the column that holds the codes."""
        return pl.UInt8() if len(self.words) < 1 << 8 else pl.UInt16() if len(self.words) < 1 << 16 else pl.UInt32()


@dataclass(frozen=True, slots=True)
class PlainColumn:
    """A level or choice by its code, or a date; null when unknown."""

    value: pl.Expr
    words: WordCodes
    constant: object = None


def codes_of(kind: Type) -> WordCodes:
    """The codes of a grade or choice; no words for others. Options of a choice have no order: they stand sorted."""
    match kind:
        case GradeType(scale=scale):
            return WordCodes(scale.spellings, len(scale.levels))
        case ChoiceType(options=options):
            return WordCodes(tuple(sorted(options)), 0)
        case DateType() | BooleanType() | NumberType() | QuotientType() | TextType() | ListType():
            return WordCodes((), 0)
        case _:
            assert_never(kind)


def compare_levels(op: Relation, left: PlainColumn, right: PlainColumn) -> pl.Expr:
    """The comparison of two levels: with an unranked value on either side an order comparison is false."""
    test = operate(op, left.value, right.value)
    if op == "==" or len(left.words.words) == left.words.ranked:
        return test
    # Unranked codes lie above all levels, so only the side that should be the larger one can pass wrongly.
    larger, smaller = (left, right) if op in (">", ">=") else (right, left)
    if larger.constant is not None and larger.words.code(larger.constant) < larger.words.ranked:
        return test
    ranked = test & (larger.value < pl.lit(larger.words.ranked, dtype=larger.words.dtype))
    return ranked if smaller.constant is not None else pl.when(smaller.value.is_not_null()).then(ranked)


def find_among(operand: PlainColumn, values: Sequence[object]) -> pl.Expr:
    """Whether a plain value is one of some constants; null when unknown."""
    if len(distinct := dict.fromkeys(values)) <= FEW_WORDS:
        return pl.any_horizontal(operand.value == operand.words.state(value).value for value in distinct)
    return operand.value.is_in([one if isinstance(one, date) else operand.words.code(one) for one in distinct])
