"""Reasons as dictionary-encoded columns: one text for all rows that agree in what a criterion reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from math import prod
from typing import Final

import polars as pl

from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.sharing import SharedCriterion, shared
from cchc_rules.engines.columns.deciding import Batch, Codes
from cchc_rules.engines.columns.reading import FrameReader
from cchc_rules.engines.columns.words import words_of
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import BooleanType, ChoiceType, GradeType
from cchc_rules.values import Value

MOST_ADDRESSES: Final = 1 << 22
"""Up to this many combinations of values, rows are sorted out by counting instead of hashing."""

MOST_LIKELY: Final = 1 << 16
"""In so many rows most of what rows can say is found; the others are searched only where something is left to say."""

EXACT: Final = 2.0**50
"""Doubles below this can be counted in halves, and some more."""

PLACES: Final = 4
SCALE: Final = 10.0**PLACES
"""Doubles of up to so many decimals are counted as whole numbers."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows asked for: their numbers, canonical columns and codes; ``refuted`` marks those a check refuted."""

    batch: Batch
    numbers: pl.Series
    canonical: pl.DataFrame
    codes: pl.DataFrame
    refuted: pl.Series | None


@dataclass(frozen=True, slots=True)
class _Kinds:
    """A whole number for each row, below ``size``: the same for rows that agree in something."""

    numbers: pl.Expr
    size: int


def reason_columns(
    batch: Batch,
    codes: Codes,
    decision: Callable[[int], Decision],
    rows: Sequence[int] | None,
    language: str,
    prefix: str,
) -> pl.DataFrame:
    """The reasons of the rows asked for, a column a top-level criterion.

    Rows that agree in what a criterion reads have one text; rows a check refuted, and the lists of each row, are looked
    at one by one. Cost: a few passes over the columns, and a text for each combination of values: some ten microseconds
    for plain comparisons, a tenth of a millisecond for lists and sums.
    """
    given = _rows(batch, codes, rows)
    criteria = shared(batch.program).criteria
    kinds = [_refuted_apart(kind, given.refuted) for kind in _kinds(given, criteria)]
    refuted = [] if given.refuted is None else given.refuted.arg_true().to_list()
    apart = [decision(given.numbers[place]).reasons(language) for place in refuted]
    told: dict[str, _Told] = {}
    for place, (criterion, kind) in enumerate(zip(criteria, kinds, strict=True)):
        last = [reasons[place] for reasons in apart]
        told[prefix + criterion.lowered.criterion.id] = _Told(given, criterion, language, kind.size, last)
    columns = {name: kind.numbers for name, kind in zip(told, kinds, strict=True)}
    numbered = given.canonical.select("row", **columns)
    for name, one in told.items():
        one.tell(numbered.head(MOST_LIKELY), name)
    found = _gathered(numbered, told)
    # What occurs at all mostly occurs in the first rows; what came later is looked for where nothing is said yet.
    if late := {name: one for name, one in told.items() if found.get_column(name).null_count()}:
        for name, one in late.items():
            one.tell(numbered.select("row", name).filter(found.get_column(name).is_null()), name)
        found = found.with_columns(_gathered(numbered, late))
    return pl.DataFrame([given.numbers.alias("row"), *found])


def _gathered(numbered: pl.DataFrame, told: Mapping[str, _Told]) -> pl.DataFrame:
    query = numbered.lazy().select(pl.lit(one.table()).gather(pl.col(name)).alias(name) for name, one in told.items())
    return query.collect()


class _Told:
    """What is said of a criterion so far: its texts, and which of them by kind (null: none yet); first the ``last``."""

    def __init__(self, given: _Rows, criterion: SharedCriterion, language: str, size: int, last: Sequence[str]) -> None:
        self._given = given
        self._criterion = criterion
        self._language = language
        self._texts: dict[str, int] = {}
        self._words = pl.repeat(None, size, dtype=pl.UInt32, eager=True)
        self._add(pl.int_range(size - len(last), size, dtype=pl.UInt32, eager=True), last)

    def tell(self, numbered: pl.DataFrame, name: str) -> None:
        """Says what some rows have to say that was not said yet."""
        places = numbered.get_column(name).arg_unique()
        kinds = numbered.get_column(name).gather(places)
        fresh = self._words.gather(kinds).is_null()
        rows = numbered.get_column("row").gather(places.filter(fresh))
        self._add(kinds.filter(fresh), _texts(self._given, self._criterion, rows, self._language))

    def _add(self, kinds: pl.Series, texts: Iterable[str]) -> None:
        words = [self._texts.setdefault(text, len(self._texts)) for text in texts]
        self._words = self._words.scatter(kinds, pl.Series(words, dtype=pl.UInt32))

    def table(self) -> pl.Series:
        """The texts by kind."""
        return self._words.cat.to(pl.Enum(list(self._texts)))


def _refuted_apart(kind: _Kinds, refuted: pl.Series | None) -> _Kinds:
    """The kinds with one more at the end for each refuted row."""
    if refuted is None:
        return kind
    alone = pl.lit(refuted.cum_sum().cast(pl.UInt32) + (kind.size - 1))
    return _Kinds(pl.when(~pl.lit(refuted)).then(kind.numbers).otherwise(alone), kind.size + int(refuted.sum()))


def _rows(batch: Batch, codes: Codes, rows: Sequence[int] | None) -> _Rows:
    frame, coded = batch.frame, codes.frame
    numbers = pl.int_range(frame.height, dtype=pl.UInt32, eager=True)
    if rows is not None:
        numbers = pl.Series(rows, dtype=pl.UInt32)
        frame, coded = frame[numbers], coded[numbers]
    canonical = FrameReader(batch.program.facts, batch.program.parameters, batch.cells).read(frame).rows.frame
    canonical = canonical.drop("row", strict=False).with_row_index("row")
    checks = [f"k{number}" for number in range(len(batch.program.checks))]
    refuted = coded.select(pl.any_horizontal(checks)).to_series() if checks else None
    return _Rows(batch, numbers, canonical, coded, refuted if refuted is not None and refuted.any() else None)


def _texts(given: _Rows, criterion: SharedCriterion, places: pl.Series, language: str) -> Iterator[str]:
    """The criterion's text for each of some rows; only the facts it reads are looked at."""
    program, as_of = given.batch.program, given.batch.as_of
    values = _values(given, criterion, places)
    found = given.codes.select(f"o{position}" for position in range(len(program.order)))[places].iter_rows()
    for one, outcomes in zip(values, found, strict=True):
        trace = partial(SharedCriterion.trace, values=one, as_of=as_of, codes=outcomes)
        yield criterion.text(one, as_of, outcomes, trace, language)


def _values(given: _Rows, criterion: SharedCriterion, places: pl.Series) -> Iterator[tuple[Value, ...]]:
    """The values of some rows; those that are not read are left unknown."""
    facts = given.batch.program.facts
    read = {facts[slot] for slot in criterion.slots if slot < len(facts)}
    if criterion.reads_list:
        frame = given.batch.frame
        names = [fact.name for fact in facts if fact in read and fact.name in frame.columns]
        numbers = given.numbers.gather(places)
        rows = frame.select(names)[numbers].iter_rows(named=True) if names else repeat({}, len(places))
        reader, cells = given.batch.reader(), given.batch.cells
        return (reader.parse(row, cells=cells).candidate.values for row in rows)
    unread = [None] * len(places)
    columns = [_canonical(fact, given.canonical, places) if fact in read else unread for fact in facts]
    return zip(*columns, strict=True)


def _canonical(fact: Fact, canonical: pl.DataFrame, places: pl.Series) -> list[Value]:
    found = canonical.get_column(f"v{fact.slot}").gather(places).to_list()
    if isinstance(fact.type, GradeType | ChoiceType):
        words = words_of(fact.type).words
        return [None if code is None else words[code] for code in found]
    return found


def _kinds(given: _Rows, criteria: Sequence[SharedCriterion]) -> list[_Kinds]:
    """The kinds of rows for each criterion: by all it reads, or each row its own where it reads a list."""
    facts = given.batch.program.facts
    reads = [[slot for slot in one.slots if slot < len(facts)] for one in criteria]
    listless = {slot for one, slots in zip(criteria, reads, strict=True) if not one.reads_list for slot in slots}
    own = _Kinds(pl.col("row"), given.canonical.height)
    parts = _numbered(given.canonical, [facts[slot] for slot in sorted(listless)])
    return [
        own if one.reads_list else _combined(given.canonical, [parts[slot] for slot in slots], own)
        for one, slots in zip(criteria, reads, strict=True)
    ]


def _combined(canonical: pl.DataFrame, parts: Sequence[_Kinds], own: _Kinds) -> _Kinds:
    """The kinds of rows that agree in all the parts."""
    size = prod(part.size for part in parts)
    if size >= 2**63:
        return own
    few = size <= MOST_ADDRESSES
    numbers = pl.lit(0, dtype=pl.UInt32 if few else pl.UInt64)
    for part in parts:
        numbers = numbers * part.size + part.numbers
    return _Kinds(numbers, size) if few else _hashed(canonical.select(numbers).to_series())


def _numbered(canonical: pl.DataFrame, facts: Iterable[Fact]) -> dict[int, _Kinds]:
    """The kinds of rows for each of some facts that are no lists; unknown is the last kind."""
    found: dict[int, _Kinds] = {}
    whole: dict[int, pl.Expr] = {}
    asked: dict[str, pl.Expr] = {}
    for slot, type_ in ((fact.slot, fact.type) for fact in facts):
        column = pl.col(f"v{slot}")
        match type_:
            case BooleanType():
                found[slot] = _counted(column, 1)
            case GradeType() | ChoiceType():
                found[slot] = _counted(column, len(words_of(type_).words) - 1)
            case _:
                whole[slot] = column = column.to_physical()
                exact = column.round(PLACES) == column if canonical.schema[f"v{slot}"].is_float() else pl.lit(True)
                asked |= {f"low {slot}": column.min(), f"high {slot}": column.max(), f"exact {slot}": exact.all()}
    known = canonical.lazy().select(**asked).collect()
    for slot, column in whole.items():
        low, high, exact = (known[f"{name} {slot}"].item() for name in ("low", "high", "exact"))
        if low is None:
            found[slot] = _Kinds(pl.lit(0, dtype=pl.UInt32), 1)
            continue
        if isinstance(low, float):
            low, high = round(low * SCALE), round(high * SCALE)
            shifted = column * SCALE + (0.5 - low)
        else:
            shifted = column - low if low else column
        countable = exact and high - low < MOST_ADDRESSES and max(-low, high) < EXACT
        found[slot] = _counted(shifted, high - low) if countable else _hashed(canonical.get_column(f"v{slot}"))
    return found


def _counted(column: pl.Expr, most: int) -> _Kinds:
    """The kinds of rows of a column of numbers from 0 to ``most``, what is behind the point left out."""
    return _Kinds(column.cast(pl.UInt32, wrap_numerical=True).fill_null(most + 1), most + 2)


def _hashed(values: pl.Series) -> _Kinds:
    """The kinds of rows that agree in a value, by looking each up."""
    distinct = values.drop_nulls().unique()
    numbers = pl.int_range(len(distinct), dtype=pl.UInt32, eager=True)
    found = values.replace_strict(distinct, numbers, default=len(distinct), return_dtype=pl.UInt32)
    return _Kinds(pl.lit(found), len(distinct) + 1)
