"""A frame → the rows a plan runs on, and which candidates hold something faulty.

What is faulty is what `cchc_rules.facts.parser` finds faulty: the value counts as unknown, and the candidate is marked.
Which problems they are is the parser's to say, for the rows somebody asks about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from cchc_rules.engines.columns.column_readings import ColumnReading, canonical_type, read_by_hand, reading
from cchc_rules.engines.columns.layers import Rows
from cchc_rules.engines.columns.members import Keyed, mark_refused, tell_apart
from cchc_rules.engines.columns.settled_columns import Settled, settle_columns
from cchc_rules.facts.faults import Fault
from cchc_rules.facts.notes import ENVELOPE
from cchc_rules.facts.settling import find_settling
from cchc_rules.facts.vietnamese import read_stated
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import DateType, ListType, TextType
from cchc_rules.values import MOST_MEMBERS, Words


@dataclass(frozen=True, slots=True)
class Read:
    """The canonical rows, which of them hold something faulty (None: none does), and what is settled in them."""

    rows: Rows
    faulty: pl.Series | None
    settled: Settled


@dataclass(frozen=True, slots=True)
class FrameReader:
    """Reads frames of some facts; ``parameters`` give the rolls lists name; ``cells`` says values are from a file.

    What was stated after ``as_of`` counts as unknown and is faulty, as `cchc_rules.facts.notes` has it.
    """

    facts: tuple[Fact, ...]
    parameters: Mapping[str, Any]
    cells: bool = False
    as_of: date | None = None

    def read(self, frame: pl.DataFrame) -> Read:
        """The canonical rows of a frame whose columns are named after the facts; a column not there is unknown."""
        present = [fact for fact in self.facts if fact.name in frame.columns]
        frame, doubts, dropped = _unwrap(frame, present, self.as_of)
        scalars = [fact for fact in present if not isinstance(fact.type, ListType)]
        missing = [
            pl.lit(None, dtype=canonical_type(fact)).alias(f"v{fact.slot}")
            for fact in self.facts
            if fact not in present and not isinstance(fact.type, ListType)
        ]
        columns, wrong = self._scalars(frame, scalars)
        canonical = pl.DataFrame(height=frame.height).with_columns(*columns, *missing)
        settled = settle_columns(find_settling(self.facts), canonical, {**wrong, **dropped})
        canonical, faults = settled.frame, [*wrong.values(), *doubts, *dropped.values(), *settled.contradicted.values()]
        lists: dict[int, Rows] = {}
        for fact in self.facts:
            if isinstance(fact.type, ListType):
                given = (
                    frame.get_column(fact.name) if fact in present else pl.Series([None] * frame.height, dtype=pl.Null)
                )
                rows, known, faulty = self._members(fact, fact.type, given)
                lists[fact.slot] = rows
                canonical = canonical.with_columns(known.alias(f"n{fact.slot}"))
                faults += [] if faulty is None else [faulty]
        if lists:  # what is gathered from members is shown to be in its place
            canonical = canonical.with_row_index("row")
        return Read(Rows(canonical, lists=lists), _any(faults), settled)

    def _scalars(self, frame: pl.DataFrame, facts: list[Fact]) -> tuple[list[pl.Series], dict[int, pl.Series]]:
        """The canonical columns, and flags of faulty values by slot."""
        readings = {fact: self._reading(fact, frame) for fact in facts}
        made = {f"v{fact.slot}": one.value for fact, one in readings.items() if not one.same}
        checks = {f"v{fact.slot}": one.clean.all() for fact, one in readings.items() if not one.always and not one.kept}
        found = frame.lazy().with_columns(**made).select(*made).collect() if made else frame
        clean = frame.lazy().select(**checks).collect() if checks else frame.clear()
        columns: list[pl.Series] = []
        faults: dict[int, pl.Series] = {}
        for fact, one in readings.items():
            name, given = f"v{fact.slot}", frame.get_column(fact.name)
            column = given.alias(name) if one.same else found.get_column(name)
            lost = one.kept and column.null_count() > given.null_count()
            if lost or (name in checks and clean[name].item() is False):
                column, faulty = self._by_hand(frame, fact, column)
                faults |= {} if faulty is None else {fact.slot: faulty}
            columns.append(column)
        return columns, faults

    def _reading(self, fact: Fact, frame: pl.DataFrame) -> ColumnReading:
        return reading(fact, pl.col(fact.name), frame.get_column(fact.name).dtype, cells=self.cells)

    def _by_hand(self, frame: pl.DataFrame, fact: Fact, quick: pl.Series) -> tuple[pl.Series, pl.Series | None]:
        raw = frame.get_column(fact.name)
        clean = frame.select(self._reading(fact, frame).clean).to_series()
        places = (~clean.fill_null(value=True)).arg_true()
        hand = read_by_hand(fact, raw.gather(places), cells=self.cells)
        column = quick.clone().scatter(places, hand.values) if len(places) else quick
        faulty_places = places.filter(hand.faulty)
        faulty = None if faulty_places.is_empty() else mark_places(frame.height, faulty_places)
        return column.alias(quick.name), faulty

    def _members(self, fact: Fact, type_: ListType, given: pl.Series) -> tuple[Rows, pl.Series, pl.Series | None]:
        """The members, how many each list has (null: not stated, or refused), and which candidates have faults."""
        given, misread = _records(given, type_)
        sizes = given.list.len().fill_null(0).rename("")
        members = given.explode(empty_as_null=False, keep_nulls=False)
        inner = FrameReader(type_.fields, self.parameters, self.cells, self.as_of)
        read = inner.read(members.struct.unnest())
        rows = Rows(read.rows.frame, sizes, read.rows.lists)
        known = pl.select(pl.when(pl.lit(given).is_not_null()).then(pl.lit(sizes).cast(pl.Int64))).to_series()
        wrong = [] if misread is None else [misread]
        wrong += [] if read.faulty is None else [_upward(rows, read.faulty)]
        refused_here = mark_refused(rows, members.is_null())
        if fact.key is not None:
            stated = pl.select(pl.lit(known).is_not_null() & ((pl.lit(known) > 0) | (fact.min_items < 1))).to_series()
            keyed = tell_apart(
                Keyed(fact, type_, self.parameters[fact.expects] if isinstance(fact.expects, str) else fact.expects),
                rows,
                stated,
            )
            rows, refused_here = keyed.rows, _any([one for one in (refused_here, keyed.refused) if one is not None])
            known = pl.select(pl.when(pl.lit(known).is_not_null()).then(pl.lit(rows.sizes).cast(pl.Int64))).to_series()
        return rows, *self._count_members(fact, known, wrong, refused_here)

    def _count_members(
        self, fact: Fact, known: pl.Series, wrong: list[pl.Series], refused_here: pl.Series | None
    ) -> tuple[pl.Series, pl.Series | None]:
        """Sizes without those of lists that are refused, or too short to say anything."""
        if refused_here is not None:
            wrong.append(refused_here)
            known = pl.select(pl.when(~pl.lit(refused_here)).then(pl.lit(known))).to_series()
        most = pl.lit(known) > MOST_MEMBERS
        shortfall = (pl.lit(known) > 0) & (pl.lit(known) < fact.min_items)
        least = max(fact.min_items, 1) if fact.min_items else 0
        bad = pl.select((most | shortfall).fill_null(value=False)).to_series()
        kept = pl.select(pl.when((pl.lit(known) >= least) & ~pl.lit(bad)).then(pl.lit(known))).to_series()
        return kept, _any([*wrong, *([bad] if bad.any() else [])])


_PROVENANCE: Final = (
    Fact("by", 0, TextType(), Words("", "")),
    Fact("on", 1, DateType(), Words("", "")),
    Fact("evidence", 2, TextType(), Words("", "")),
)
"""What stands in an envelope beside the value, as `cchc_rules.facts.notes` reads it."""


def _unwrap(
    frame: pl.DataFrame, facts: Iterable[Fact], as_of: date | None
) -> tuple[pl.DataFrame, list[pl.Series], dict[int, pl.Series]]:
    """The frame with the values inside envelopes in their place, and flags of rows whose envelope is at fault.

    Last the flags of those whose value is not believed, by slot.
    """
    faults: list[pl.Series] = []
    dropped: dict[int, pl.Series] = {}
    for fact in facts:
        given = frame.get_column(fact.name)
        names = [field.name for field in given.dtype.fields] if isinstance(given.dtype, pl.Struct) else []
        if "value" not in names:
            continue
        if not ENVELOPE.issuperset(names):  # nothing is believed of an envelope with a key it may not have
            frame = frame.with_columns(pl.lit(None).alias(fact.name))
            dropped[fact.slot] = given.is_not_null()
            continue
        own = pl.col(fact.name)
        parts = frame.select(pl.when(own.is_not_null()).then(own.struct.field(name)).alias(name) for name in names)
        beside = [one for one in _PROVENANCE if one.name in names]
        said, wrong = FrameReader((), {})._scalars(parts, beside)
        faults += wrong.values()
        value = pl.col("value")
        if as_of is not None and "on" in names:
            stated_on = next(one for field, one in zip(beside, said, strict=True) if field.name == "on")
            late = parts.select(value.is_not_null() & (pl.lit(stated_on) > as_of).fill_null(value=False)).to_series()
            dropped[fact.slot] = late
            value = pl.when(~pl.lit(late)).then(value)
        frame = frame.with_columns(parts.select(value.alias(fact.name)).to_series())
    found = [one for one in faults if one.any()]
    return frame, found, {slot: one for slot, one in dropped.items() if one.any()}


def _records(given: pl.Series, type_: ListType) -> tuple[pl.Series, pl.Series | None]:
    """The column as lists of records, and which rows state something else; those are null."""
    if isinstance(given.dtype, pl.Array):
        given = given.arr.to_list()
    structs = given.dtype.inner if isinstance(given.dtype, pl.List) else None
    if isinstance(structs, pl.Struct):
        return given, None
    none = pl.Series([[]], dtype=pl.List(pl.Struct({field.name: pl.Null for field in type_.fields})))
    if isinstance(given.dtype, pl.List):
        empty = given.list.len() == 0
        wrong = (~empty).fill_null(value=False)
    else:
        empty, wrong = pl.zeros(len(given), dtype=pl.UInt8, eager=True).cast(pl.Boolean), _something(given)
    return pl.select(pl.when(empty).then(pl.lit(none))).to_series(), wrong if wrong.any() else None


def _something(given: pl.Series) -> pl.Series:
    """Which values state something: text may also state nothing, as the reader of lists has it."""
    if given.dtype != pl.String and not isinstance(given.dtype, pl.Enum | pl.Categorical):
        return given.is_not_null()
    texts = given.cast(pl.String)
    said = [text for text in texts.drop_nulls().unique() if _says_something(text)]
    return texts.is_in(said).fill_null(value=False)


def _says_something(text: str) -> bool:
    try:
        return read_stated(text) is not None
    except Fault:
        return True


def _any(flags: Iterable[pl.Series]) -> pl.Series | None:
    """Which rows any of the flags marks; None for no flags."""
    found = None
    for one in flags:
        found = one if found is None else found | one
    return found


def mark_places(height: int, places: pl.Series) -> pl.Series:
    """Which of so many rows are named."""
    return pl.zeros(height, dtype=pl.UInt8, eager=True).scatter(places, 1).cast(pl.Boolean)


def _upward(rows: Rows, faulty: pl.Series) -> pl.Series:
    """Which parents have a faulty member."""
    assert rows.sizes is not None
    return mark_places(len(rows.sizes), rows.parents.filter(faulty).unique())
