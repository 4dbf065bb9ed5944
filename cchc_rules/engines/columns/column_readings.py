"""One column of a frame → its canonical column: what a plain expression understands, and what must be read by hand.

Typed values in order cost one pass. Whatever an expression is not sure of (text of an office, more digits than a double
shows, values out of bounds) goes through the readers of `cchc_rules.facts.scalars`, each distinct value once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final, assert_never

import polars as pl

from cchc_rules.engines.columns.rounding import SAME_DECIMAL
from cchc_rules.engines.columns.word_codes import FEW_WORDS, WordCodes, codes_of
from cchc_rules.facts.faults import Fault
from cchc_rules.facts.plain import OLD_FONT_PAIR, PLAIN_TEXT
from cchc_rules.facts.scalars import ScalarReader, number_bounds, scalar_reader
from cchc_rules.facts.vietnamese import LONGEST_TEXT
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    TextType,
)
from cchc_rules.values import FIRST_DATE, LARGEST_INTEGER, LAST_DATE, Number, Value, double_span

SHARES: Final = 1.001
"""Bare percents of cells up to 1 may be shares and are the reader's to judge: up to here, a little beyond, so that no
reading of 15 digits is at stake."""

SMALLEST_NUMBER: Final = 1e-30
LARGEST_NUMBER: Final = 9.9e30
"""Between these a number surely has an exponent it may have (`LARGEST_EXPONENT`, 30); others are read by hand."""


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """The canonical value of a column where ``clean`` is true (null where the value is); ``always`` says that all is.

    Where ``kept`` is true, what is not clean is what has a value and no canonical one: that is quicker to see. Where
    ``same`` is true, the value is the column itself.
    """

    value: pl.Expr
    clean: pl.Expr
    always: bool = False
    kept: bool = False
    same: bool = False


def is_plain(column: pl.Expr) -> pl.Expr:
    """Whether a text is surely read as it stands (`cchc_rules.facts.plain`)."""
    return column.str.contains(PLAIN_TEXT) & ~column.str.contains(OLD_FONT_PAIR)


def canonical_type(fact: Fact) -> pl.DataType:
    """The type of a fact's canonical column."""
    match fact.type:
        case BooleanType():
            return pl.Boolean()
        case NumberType(integral=integral):
            return pl.Int64() if integral else pl.Float64()
        case DateType():
            return pl.Date()
        case GradeType() | ChoiceType():
            return codes_of(fact.type).dtype
        case TextType() | ListType() | QuotientType():
            return pl.String()
        case _:
            assert_never(fact.type)


def reading(fact: Fact, column: pl.Expr, dtype: pl.DataType, *, cells: bool = False) -> ColumnReading:
    """How a column of a type is read by expressions; ``cells`` says that its values are from the cells of a file."""
    found = _reading(fact, column, dtype)
    if cells and dtype.is_numeric() and isinstance(fact.type, NumberType) and fact.type.unit == "percent":
        # Bare numbers about there may be shares: the reader refuses them.
        return replace(found, clean=found.clean & ~column.is_between(0, SHARES, closed="right"))
    return found


def _reading(fact: Fact, column: pl.Expr, dtype: pl.DataType) -> ColumnReading:
    if dtype == pl.Null:
        return ColumnReading(pl.lit(None, dtype=canonical_type(fact)), pl.lit(True), always=True)
    match fact.type:
        case BooleanType() if dtype == pl.Boolean:
            return ColumnReading(column, pl.lit(True), always=True, same=True)
        case NumberType() if dtype.is_integer():
            return _whole(fact, column, dtype)
        case NumberType(integral=True) if dtype.is_float():
            return _whole_doubles(fact, column.cast(pl.Float64))
        case NumberType() if dtype.is_float():
            return _doubles(fact, column.cast(pl.Float64), dtype)
        case DateType() if dtype == pl.Date:
            return ColumnReading(column, column.is_between(FIRST_DATE, LAST_DATE), same=True)
        case GradeType() | ChoiceType() if dtype == pl.String or isinstance(dtype, pl.Enum | pl.Categorical):
            return _words(fact, column, dtype)
        case TextType() if dtype == pl.String:
            return ColumnReading(column, is_plain(column) & (column.str.len_bytes() < LONGEST_TEXT))
        case (  # a column of another type: nothing of it is understood
            BooleanType()
            | NumberType()
            | DateType()
            | GradeType()
            | ChoiceType()
            | TextType()
            | ListType()
            | QuotientType()
        ):
            return ColumnReading(pl.lit(None, dtype=canonical_type(fact)), column.is_null())
        case ListType() | QuotientType():
            raise TypeError(f"{fact.name} is no scalar fact")
        case _:
            assert_never(fact.type)


def _whole(fact: Fact, column: pl.Expr, dtype: pl.DataType) -> ColumnReading:
    lowest, highest = _bounds(fact)
    kind = canonical_type(fact)
    clean = column.is_between(lowest, highest)
    if lowest == 0 <= highest and dtype == pl.Int64:  # half the looks: without its sign what is below 0 is above all
        clean = column.reinterpret(signed=False) <= pl.lit(highest, dtype=pl.UInt64)
    return ColumnReading(column.cast(kind, strict=False), clean, same=dtype == kind)


def _bounds(fact: Fact) -> tuple[Any, Any]:
    """The whole numbers or doubles surely within bounds: an int stands to a decimal as it stands to its double."""
    assert isinstance(fact.type, NumberType)
    lowest, highest = number_bounds(fact.type)
    low = -LARGEST_INTEGER if lowest is None else max(lowest, -LARGEST_INTEGER)
    high = LARGEST_INTEGER if highest is None else min(highest, LARGEST_INTEGER)
    return low, high


def _whole_doubles(fact: Fact, column: pl.Expr) -> ColumnReading:
    lowest, highest = _bounds(fact)
    clean = column.is_between(lowest, highest) & (column == column.round(0))
    return ColumnReading(column.cast(pl.Int64, strict=False), clean)


def _doubles(fact: Fact, column: pl.Expr, dtype: pl.DataType) -> ColumnReading:
    assert isinstance(fact.type, NumberType)
    first, last = _double_bounds(*number_bounds(fact.type))
    if first >= 0:  # fewer looks at the column
        clean = column.is_between(max(first, SMALLEST_NUMBER), last) | (column == 0 if first == 0 else False)
    else:
        clean = column.is_between(first, last) & ((column.abs() >= SMALLEST_NUMBER) | (column == 0))
    if fact.type.decimals is not None:
        # Whether a double surely prints with no more than so many decimals.
        scaled = (column * 10.0**fact.type.decimals).round(0)
        near = column.round(fact.type.decimals)
        clean = clean & ((scaled.abs() < 2.0**53) & ((column - near).abs() <= near.abs() * SAME_DECIMAL))
    return ColumnReading(column, clean, same=dtype == pl.Float64)


@lru_cache(maxsize=256)
def _double_bounds(lowest: Number | None, highest: Number | None) -> tuple[float, float]:
    first = -LARGEST_NUMBER if lowest is None else double_span(lowest)[0]
    return first, LARGEST_NUMBER if highest is None else double_span(highest)[1]


def _words(fact: Fact, column: pl.Expr, dtype: pl.DataType) -> ColumnReading:
    words = codes_of(fact.type)
    if words.spelt:  # what is none of the options is left to the reader
        text = column if dtype == pl.String else column.cast(pl.String)
        listed: pl.Expr = pl.when(text.is_in(list(words.words))).then(text)
        return ColumnReading(listed, listed.is_not_null() | column.is_null(), kept=True)
    codes = pl.Enum(words.words)
    if isinstance(dtype, pl.Enum) and dtype.categories.to_list() == list(words.words):
        return ColumnReading(column.to_physical().cast(words.dtype), pl.lit(True), always=True)
    text = column if dtype == pl.String else column.cast(pl.String)
    found = _code(text, words) if len(words.words) <= FEW_WORDS else text.cast(codes, strict=False).to_physical()
    found = found.cast(words.dtype)
    return ColumnReading(found, found.is_not_null() | column.is_null(), kept=True)


def _code(text: pl.Expr, words: WordCodes) -> pl.Expr:
    """The codes of words, found by comparing with each: for few words that is twice as fast as looking them up."""
    codes = {word: pl.lit(code, dtype=words.dtype) for code, word in enumerate(words.words)}
    (first, zero), *others = codes.items()
    chain: Any = pl.when(text == first).then(zero)
    for word, code in others:
        chain = chain.when(text == word).then(code)
    coded: pl.Expr = chain.otherwise(None)
    return coded


@dataclass(frozen=True, slots=True)
class ByHand:
    """What readers made of values: canonical ones in the order given, and which of them are faulty."""

    values: pl.Series
    faulty: pl.Series


def read_by_hand(fact: Fact, raw: pl.Series, *, cells: bool) -> ByHand:
    """The values read by the reader of the fact, each distinct one once; a faulty one is null."""
    if raw.dtype == pl.String and len(distinct := raw.unique()) < len(raw):
        numbers = pl.int_range(len(distinct), dtype=pl.UInt32, eager=True)
        places = raw.replace_strict(distinct, numbers, return_dtype=pl.UInt32)
        read = read_by_hand(fact, distinct, cells=cells)
        return ByHand(read.values.gather(places), read.faulty.gather(places))
    reader = scalar_reader(fact)
    code = codes_of(fact.type).code if isinstance(fact.type, GradeType | ChoiceType) else None
    known: dict[tuple[type, Any], tuple[Any, bool]] = {}
    found = []
    for value in raw.to_list():
        is_key = not isinstance(value, list | dict) and not (isinstance(value, float) and value != value)
        key = (type(value), value if is_key else repr(value))
        if key not in known:
            known[key] = _read(reader, value, cells, code)
        found.append(known[key])
    return ByHand(
        pl.Series([value for value, _ in found], dtype=canonical_type(fact), strict=False),
        pl.Series([faulty for _, faulty in found], dtype=pl.Boolean),
    )


def _read(reader: ScalarReader, value: Any, cells: bool, code: Any) -> tuple[Value, bool]:
    if value is None:
        return None, False
    try:
        found = reader.read(value, cells)
    except Fault:
        return None, True
    return (found if code is None or found is None else code(found)), False
