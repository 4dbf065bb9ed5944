"""Levels and choices as columns of small codes, in a fixed order of their words; dates are dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, assert_never

import polars as pl

from cchc_rules.engines.columns.comparisons import operate
from cchc_rules.language.nodes import MIRRORED, Relation
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
    """The words a column may hold, in the order of their codes; the first ``ranked`` have an order. None are dates.

    Words of an open choice are ``spelt``: they are their own codes, as no list has them all.
    """

    words: tuple[str, ...]
    ranked: int
    spelt: bool = False

    def code(self, word: object) -> int | str:
        """The code of a canonical spelling."""
        return str(word) if self.spelt else self.words.index(str(word))

    def rank(self, level: object) -> int:
        """The place of a level or unranked value of a scale."""
        return self.words.index(str(level))

    def state(self, value: object) -> PlainColumn:
        """A value that is the same in every row."""
        found = pl.lit(value, dtype=pl.Date) if isinstance(value, date) else pl.lit(self.code(value), dtype=self.dtype)
        return PlainColumn(found, self, value)

    @property
    def dtype(self) -> pl.DataType:
        """The type of the column that holds the codes."""
        if self.spelt:
            return pl.String()
        return pl.UInt8() if len(self.words) < 1 << 8 else pl.UInt16() if len(self.words) < 1 << 16 else pl.UInt32()


@dataclass(frozen=True, slots=True)
class PlainColumn:
    """A level or choice by its code, or a date; null when unknown.

    A grade of the candidate ``is_set``: bit i stands for the value of code i, and all it may still be are set.
    """

    value: pl.Expr
    words: WordCodes
    constant: object = None
    is_set: bool = False


def codes_of(kind: Type) -> WordCodes:
    """The codes of a grade or choice; no words for others. Options of a choice have no order: they stand sorted."""
    match kind:
        case GradeType(scale=scale):
            return WordCodes(scale.spellings, len(scale.levels))
        case ChoiceType(options=options, open=open_):
            return WordCodes(tuple(sorted(options)), 0, open_)
        case DateType() | BooleanType() | NumberType() | QuotientType() | TextType() | ListType():
            return WordCodes((), 0)
        case _:
            assert_never(kind)


def compare_levels(op: Relation, left: PlainColumn, right: PlainColumn) -> pl.Expr:
    """The comparison of two levels: with an unranked value on either side an order comparison is false."""
    if left.is_set or right.is_set:
        return _compare_sets(op, left, right)
    test = operate(op, left.value, right.value)
    if op == "==" or len(left.words.words) == left.words.ranked:
        return test
    # Unranked codes lie above all levels, so only the side that should be the larger one can pass wrongly.
    larger, smaller = (left, right) if op in (">", ">=") else (right, left)
    if larger.constant is not None and larger.words.rank(larger.constant) < larger.words.ranked:
        return test
    ranked = test & (larger.value < pl.lit(larger.words.ranked, dtype=larger.words.dtype))
    return ranked if smaller.constant is not None else pl.when(smaller.value.is_not_null()).then(ranked)


def find_among(operand: PlainColumn, values: Sequence[object]) -> pl.Expr:
    """Whether a plain value is one of some constants; null when unknown."""
    if operand.is_set:
        return pl.any_horizontal(_test_set(operand, 1 << operand.words.rank(value)) for value in values)
    if len(distinct := dict.fromkeys(values)) <= FEW_WORDS:
        return pl.any_horizontal(operand.value == operand.words.state(value).value for value in distinct)
    return operand.value.is_in([one if isinstance(one, date) else operand.words.code(one) for one in distinct])


def _compare_sets(op: Relation, left: PlainColumn, right: PlainColumn) -> pl.Expr:
    """A comparison with a grade of the candidate: known when every value it may be agrees."""
    if not left.is_set:
        return _compare_sets(MIRRORED[op], right, left)
    words = right.words
    passing = {
        word: sum(1 << code for code, one in enumerate(words.words) if _holds(op, one, word, words))
        for word in words.words
    }
    if right.constant is not None:
        return _test_set(left, passing[str(right.constant)])
    codes = [(words.rank(word), bits) for word, bits in passing.items()]
    if not right.is_set:
        found = pl.lit(None, dtype=pl.Boolean)
        for code, bits in codes:
            found = pl.when(right.value == pl.lit(code, dtype=words.dtype)).then(_test_set(left, bits)).otherwise(found)
        return found
    possible = [((right.value & (1 << code)) != 0, _test_set(left, bits)) for code, bits in codes]
    always = pl.all_horizontal(~here | truth.fill_null(value=False) for here, truth in possible)
    never = pl.all_horizontal(~here | ~truth.fill_null(value=True) for here, truth in possible)
    return pl.when(always).then(True).when(never).then(False)


def _test_set(column: PlainColumn, bits: int) -> pl.Expr:
    """Whether a set has none but some values; null where it has others too, false where it has others alone."""
    every = (1 << len(column.words.words)) - 1
    if bits == every or not bits:
        return pl.lit(bits == every)
    return pl.when((column.value & (every ^ bits)) == 0).then(True).when((column.value & bits) == 0).then(False)


def _holds(op: Relation, one: str, other: str, words: WordCodes) -> bool:
    """Whether ``one op other`` of two values of a scale."""
    if op in ("==", "!="):
        return (one == other) is (op == "==")
    a, b = words.rank(one), words.rank(other)
    if max(a, b) >= words.ranked:
        return False
    return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op]
