"""Members of lists told apart by their keys, and held against the roll that must be there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from cchc_rules.engines.columns.column_readings import canonical_type
from cchc_rules.engines.columns.layers import Rows
from cchc_rules.engines.columns.word_codes import codes_of
from cchc_rules.facts.faults import Fault
from cchc_rules.facts.identity import LONGEST_ID, identify_key
from cchc_rules.facts.scalars import scalar_reader
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ChoiceType, GradeType, ListType
from cchc_rules.text import invisible
from cchc_rules.values import Value


@dataclass(frozen=True, slots=True)
class Keyed:
    """A list whose members are named by a key, and its roll if it has one."""

    fact: Fact
    type: ListType
    roll: tuple[Value, ...] | None

    @property
    def key(self) -> Fact:
        """The field that is the key."""
        return next(field for field in self.type.fields if field.name == self.fact.key)


@dataclass(frozen=True, slots=True)
class KeyedRows:
    """The members (in roll order where there is a roll, absent ones added), and the lists that are refused."""

    rows: Rows
    refused: pl.Series | None


def mark_refused(rows: Rows, bad: pl.Series) -> pl.Series | None:
    """Which lists have a bad member; None when none has."""
    if not bad.any():
        return None
    assert rows.sizes is not None
    places = rows.parents.filter(bad).unique()
    return pl.zeros(len(rows.sizes), dtype=pl.UInt8, eager=True).scatter(places, 1).cast(pl.Boolean)


def tell_apart(keyed: Keyed, rows: Rows, stated: pl.Series) -> KeyedRows:
    """The members by key: a member without key, with a key twice or off the roll makes its list refused.

    Only ``stated`` lists get the absent members of the roll.
    """
    codes = _identities(keyed, rows)
    most = codes.max()
    spread = most + 1 if isinstance(most, int) else 1
    pairs = rows.parents.cast(pl.Int64) * spread + codes.fill_null(0)
    bad = codes.is_null() | (pairs.is_duplicated() & codes.is_not_null())
    off = mark_refused(rows, bad)
    if keyed.roll is None:
        return KeyedRows(rows, off)
    return KeyedRows(_on_roll(keyed, rows, codes.fill_null(0), bad, stated), off)


def _identities(keyed: Keyed, rows: Rows) -> pl.Series:
    """A number for each key that is the same for keys that count as one; null for none, or one that may not be."""
    column = rows.frame.get_column(f"v{keyed.key.slot}")
    numbers = {identify_key(key): number for number, key in enumerate(keyed.roll or ())}
    of: dict[Any, int | None] = {}
    for value in column.unique().to_list():
        of[value] = _number(keyed, value, numbers)
    return (
        column.replace_strict(list(of), list(of.values()), default=None, return_dtype=pl.Int64)
        if of
        else pl.Series([None] * len(column), dtype=pl.Int64)
    )


def _number(keyed: Keyed, value: Any, numbers: dict[Value, int]) -> int | None:
    if value is None:
        return None
    if isinstance(keyed.key.type, GradeType | ChoiceType):  # never an open one
        value = codes_of(keyed.key.type).words[value]
    if isinstance(value, str) and (len(value) > LONGEST_ID or invisible(value)):
        return None
    try:
        same = identify_key(value if isinstance(value, int | date) else scalar_reader(keyed.key).read(value, False))
    except Fault:
        return None
    if same is None:
        return None
    if keyed.roll is not None:
        return numbers.get(same)
    return numbers.setdefault(same, len(numbers))


def _on_roll(keyed: Keyed, rows: Rows, codes: pl.Series, bad: pl.Series, stated: pl.Series) -> Rows:
    """Each list with one member for each key of the roll, in its order; those absent are known by their key only."""
    assert keyed.roll is not None and rows.sizes is not None
    width, lists = len(keyed.roll), len(rows.sizes)
    targets = (rows.parents.cast(pl.Int64) * width + codes).filter(~bad)
    numbers = pl.Series([None], dtype=pl.UInt32).new_from_index(0, width * lists)
    members = pl.int_range(rows.frame.height, dtype=pl.UInt32, eager=True).filter(~bad)
    numbers = numbers.scatter(targets, members)
    keys = pl.Series([_canonical(keyed, key) for key in keyed.roll], dtype=canonical_type(keyed.key), strict=False)
    every = pl.int_range(width * lists, dtype=pl.Int64, eager=True)
    inside = stated.gather(every // width)
    numbers, places = numbers.filter(inside), (every % width).filter(inside)
    frame = _gather(rows.frame, numbers).with_columns(keys.gather(places).alias(f"v{keyed.key.slot}"))
    sizes = stated.cast(pl.UInt32) * width
    return Rows(frame, sizes, {slot: _below(inner, numbers) for slot, inner in rows.lists.items()})


def _gather(frame: pl.DataFrame, numbers: pl.Series) -> pl.DataFrame:
    return frame.select(pl.all().gather(pl.lit(numbers)))


def _below(rows: Rows, numbers: pl.Series) -> Rows:
    """The members of nested lists, in the order of the members they now belong to; none under an absent one."""
    assert rows.sizes is not None
    sizes = rows.sizes.gather(numbers).fill_null(0)
    starts = rows.starts.gather(numbers).fill_null(0)
    spans = pl.DataFrame({"start": starts, "end": starts + sizes.cast(pl.Int64)})
    picked = spans.select(pl.int_ranges("start", "end").explode(empty_as_null=False, keep_nulls=False)).to_series()
    lists = {slot: _below(inner, picked) for slot, inner in rows.lists.items()}
    return Rows(_gather(rows.frame, picked), sizes, lists)


def _canonical(keyed: Keyed, key: Value) -> Any:
    return codes_of(keyed.key.type).code(key) if isinstance(keyed.key.type, GradeType | ChoiceType) else key
