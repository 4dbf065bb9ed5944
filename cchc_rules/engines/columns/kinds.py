"""Rows sorted into kinds: those that agree in all a criterion reads, so that a thing is found once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from math import prod
from typing import Final, Generic, TypeVar, assert_never

import polars as pl

from cchc_rules.decisions.memory import CriterionMemory
from cchc_rules.engines.columns.frame_decisions import Codes, FrameBatch, without_values
from cchc_rules.engines.columns.rounding import PLACES
from cchc_rules.engines.columns.word_codes import codes_of
from cchc_rules.facts.candidate import Candidate, Provenance
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
from cchc_rules.values import Value

Entry = TypeVar("Entry", bound=Hashable)

MOST_ADDRESSES: Final = 1 << 22
"""Up to this many combinations of values, rows are sorted out by counting instead of hashing: tables of 16 MB."""

MOST_KINDS: Final = 1 << 63
"""Kinds are numbered below this, so that a number times a size cannot wrap round in 64 bits unseen."""

EXACT: Final = 2.0**50
"""Below this a double scaled and shifted by a half is off by an eighth at most: cutting it off finds the number."""

SCALE: Final = 10.0**PLACES
"""Doubles of up to so many decimals are counted as whole numbers."""


@dataclass(frozen=True, slots=True)
class CriterionRows:
    """Some rows of a batch: their numbers there, their raw and canonical columns, their codes.

    ``row`` of the canonical columns is the place among these rows. Facts of a false check are unknown. ``s<slot>``
    numbers the settler a fact follows from (0: none).
    """

    batch: FrameBatch
    numbers: pl.Series
    frame: pl.DataFrame
    canonical: pl.DataFrame
    codes: pl.DataFrame

    def values(self, criterion: CriterionMemory, places: pl.Series) -> Iterator[tuple[Value, ...]]:
        """The values of some rows; those the criterion does not read are left unknown."""
        facts = self.batch.program.facts
        read = {facts[slot] for slot in criterion.slots if slot < len(facts)}
        if criterion.reads_list:
            return (candidate.values for candidate in self._parse(criterion, places))
        unread = [None] * len(places)
        columns = [_canonical(fact, self.canonical, places) if fact in read else unread for fact in facts]
        return zip(*columns, strict=True)

    def follow(self, criterion: CriterionMemory, places: pl.Series) -> Iterator[Mapping[str, Provenance]]:
        """What some rows' facts follow from, by path."""
        facts = self.batch.program.facts
        if criterion.reads_list:
            for candidate in self._parse(criterion, places):
                yield {path: one for path, one in candidate.provenance.items() if one.settled_by}
            return
        read = {slot: tuple(facts[slot].settled_by) for slot in criterion.slots if f"s{slot}" in self.canonical.columns}
        for row in (
            self.canonical.select(f"s{slot}" for slot in read)[places].iter_rows() if read else repeat((), len(places))
        ):
            yield {
                facts[slot].name: Provenance(settled_by=names[number - 1])
                for (slot, names), number in zip(read.items(), row, strict=True)
                if number
            }

    def _parse(self, criterion: CriterionMemory, places: pl.Series) -> Iterator[Candidate]:
        """What the parser makes of some rows; only the facts the criterion reads, or that settle one, are looked at."""
        facts = self.batch.program.facts
        read = _with_settlers(facts, {slot for slot in criterion.slots if slot < len(facts)})
        names = [fact.name for fact in facts if fact.slot in read and fact.name in self.frame.columns]
        rows = self.frame.select(names)[places].iter_rows(named=True) if names else repeat({}, len(places))
        reader, cells, as_of = self.batch.reader(), self.batch.cells, self.batch.as_of
        return (reader.parse(row, cells=cells, as_of=as_of).candidate for row in rows)

    def outcomes(self, places: pl.Series) -> Iterator[tuple[int, ...]]:
        """The outcomes of all criteria and members in some rows."""
        outcomes = [f"o{position}" for position in range(len(self.batch.program.order))]
        return self.codes.select(outcomes)[places].iter_rows()


@dataclass(frozen=True, slots=True)
class Kinds:
    """A whole number for each row, below ``size``: the same for rows that agree in something."""

    numbers: pl.Expr
    size: int


class KindEntries(Generic[Entry]):
    """What is told of rows so far: the distinct entries, and which of them by kind (null: none yet).

    ``tell`` gives the entries of the rows at some places.
    """

    def __init__(self, size: int, tell: Callable[[pl.Series], Iterable[Entry]]) -> None:
        self._tell = tell
        self._entries: dict[Entry, int] = {}
        self._words = pl.repeat(None, size, dtype=pl.UInt32, eager=True)

    def tell(self, kinds: pl.Series, rows: pl.Series) -> None:
        """Tells of the rows at some places, which are of these kinds, what was not told yet."""
        places = kinds.arg_unique()
        distinct = kinds.gather(places)
        fresh = self._words.gather(distinct).is_null()
        told = self._tell(rows.gather(places.filter(fresh)))
        words = [self._entries.setdefault(entry, len(self._entries)) for entry in told]
        self._words = self._words.scatter(distinct.filter(fresh), pl.Series(words, dtype=pl.UInt32))

    @property
    def words(self) -> pl.Series:
        """The number of its entry for each kind."""
        return self._words

    @property
    def entries(self) -> list[Entry]:
        """The entries by number."""
        return list(self._entries)


def take_rows(
    batch: FrameBatch, codes: Codes, numbers: pl.Series | None, criteria: Iterable[CriterionMemory]
) -> CriterionRows:
    """The rows with some numbers (all when None), with the facts some criteria read."""
    facts = batch.program.facts
    slots = _with_settlers(facts, {slot for criterion in criteria for slot in criterion.slots if slot < len(facts)})
    frame, coded = batch.frame, codes.frame
    if numbers is None:
        numbers = pl.int_range(frame.height, dtype=pl.UInt32, eager=True)
    else:
        frame, coded = frame[numbers], coded[numbers]
    hidden = {slot: [flag.gather(numbers)] for slot, flag in codes.contradicted.items()}
    frame = _without_refuted(batch, frame, coded, hidden)
    read = batch.frame_reader(tuple(facts[slot] for slot in sorted(slots))).read(frame)
    canonical = read.rows.frame.drop("row", strict=False)
    follows = [one.alias(f"s{slot}") for slot, one in read.settled.settlers.items()]
    rows = pl.int_range(len(numbers), dtype=pl.UInt32, eager=True).alias("row")
    return CriterionRows(batch, numbers, frame, pl.DataFrame([rows, *canonical, *follows]), coded)


def _with_settlers(facts: tuple[Fact, ...], slots: set[int]) -> set[int]:
    """The slots and those of the facts that settle one of them."""
    settlers = {name for slot in slots for name in facts[slot].settled_by}
    return slots | {fact.slot for fact in facts if fact.name in settlers}


def _without_refuted(
    batch: FrameBatch, frame: pl.DataFrame, codes: pl.DataFrame, hidden: dict[int, list[pl.Series]]
) -> pl.DataFrame:
    """The rows with the facts of false checks unknown, and those in ``hidden``."""
    for number, check in enumerate(batch.program.checks):
        if (false := codes.get_column(f"k{number}")).any():
            for slot in check.faulty:
                hidden.setdefault(slot, []).append(false)
    return without_values(batch.program, frame, hidden)


def _canonical(fact: Fact, canonical: pl.DataFrame, places: pl.Series) -> list[Value]:
    found = canonical.get_column(f"v{fact.slot}").gather(places).to_list()
    if isinstance(fact.type, GradeType | ChoiceType):
        codes = codes_of(fact.type)
        return found if codes.spelt else [None if code is None else codes.words[code] for code in found]
    return found


def combine(frame: pl.DataFrame, parts: Sequence[Kinds]) -> Kinds:
    """The kinds of rows that agree in all the parts."""
    few = prod(part.size for part in parts) <= MOST_ADDRESSES
    found = Kinds(pl.lit(0, dtype=pl.UInt32 if few else pl.UInt64), 1)
    for part in parts:
        if found.size * part.size >= MOST_KINDS:
            found = _look_up(frame, found)
        found = Kinds(found.numbers * part.size + part.numbers, found.size * part.size)
    return found if few else _look_up(frame, found)


def _look_up(frame: pl.DataFrame, kinds: Kinds) -> Kinds:
    """The same kinds, numbered without gaps."""
    return _hash(frame.select(kinds.numbers).to_series())


def fact_kinds(given: CriterionRows, criteria: Iterable[CriterionMemory]) -> dict[int, Kinds]:
    """The kinds of rows that agree in a fact, by slot, for those the criteria read; unknown is the last kind.

    Stated lists are each of a kind of their own.
    """
    facts = given.batch.program.facts
    slots = sorted({slot for one in criteria for slot in one.slots if slot < len(facts)})
    lists = [slot for slot in slots if isinstance(facts[slot].type, ListType)]
    height = given.canonical.height
    own = {
        slot: Kinds(pl.when(pl.col(f"n{slot}").is_null()).then(height).otherwise("row").cast(pl.UInt32), height + 1)
        for slot in lists
    }
    found = _number_facts(given.canonical, [facts[slot] for slot in slots if slot not in own])
    for slot, kinds in found.items():
        if f"s{slot}" in given.canonical.columns:
            several = len(facts[slot].settled_by) + 1
            found[slot] = Kinds(kinds.numbers * several + pl.col(f"s{slot}"), kinds.size * several)
    return own | found


def _number_facts(canonical: pl.DataFrame, facts: Iterable[Fact]) -> dict[int, Kinds]:
    """The kinds of rows for each of some facts that are no lists."""
    found: dict[int, Kinds] = {}
    whole: dict[int, pl.Expr] = {}
    asked: dict[str, pl.Expr] = {}
    for slot, type_ in ((fact.slot, fact.type) for fact in facts):
        column = pl.col(f"v{slot}")
        match type_:
            case BooleanType():
                found[slot] = _count(column, 1)
            case ChoiceType(open=True):
                found[slot] = _hash(canonical.get_column(f"v{slot}"))
            case GradeType() | ChoiceType():
                found[slot] = _count(column, len(codes_of(type_).words) - 1)
            case NumberType() | DateType() | TextType() | QuotientType() | ListType():
                whole[slot] = column = column.to_physical()
                exact = column.round(PLACES) == column if canonical.schema[f"v{slot}"].is_float() else pl.lit(True)
                asked |= {f"low {slot}": column.min(), f"high {slot}": column.max(), f"exact {slot}": exact.all()}
            case _:
                assert_never(type_)
    known = canonical.lazy().select(**asked).collect()
    for slot, column in whole.items():
        low, high, exact = (known[f"{name} {slot}"].item() for name in ("low", "high", "exact"))
        if low is None:
            found[slot] = Kinds(pl.lit(0, dtype=pl.UInt32), 1)
            continue
        if isinstance(low, float):
            low, high = round(low * SCALE), round(high * SCALE)
            shifted = column * SCALE + (0.5 - low)
        else:
            shifted = column - low if low else column
        countable = exact and high - low < MOST_ADDRESSES and max(-low, high) < EXACT
        found[slot] = _count(shifted, high - low) if countable else _hash(canonical.get_column(f"v{slot}"))
    return found


def _count(column: pl.Expr, most: int) -> Kinds:
    """The kinds of rows of a column of numbers from 0 to ``most``, what is behind the point left out."""
    return Kinds(column.cast(pl.UInt32, wrap_numerical=True).fill_null(most + 1), most + 2)


def _hash(values: pl.Series) -> Kinds:
    """The kinds of rows that agree in a value, by looking each up."""
    distinct = values.drop_nulls().unique()
    numbers = pl.int_range(len(distinct), dtype=pl.UInt32, eager=True)
    found = values.replace_strict(distinct, numbers, default=len(distinct), return_dtype=pl.UInt32)
    return Kinds(pl.lit(found), len(distinct) + 1)
