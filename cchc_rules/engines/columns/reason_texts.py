"""Reasons as dictionary-encoded columns: one text for all rows that agree in what a criterion reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final

import polars as pl

from cchc_rules.decisions.memory import CriterionMemory, find_memory
from cchc_rules.decisions.phrasing.lines import write_line
from cchc_rules.decisions.phrasing.reasons import find_reasons
from cchc_rules.decisions.traces.builder import attach_sources
from cchc_rules.engines.columns.frame_decisions import Codes, FrameBatch
from cchc_rules.engines.columns.kinds import CriterionRows, KindEntries, combine, fact_kinds, take_rows

MOST_LIKELY: Final = 1 << 16
"""In so many rows most of what rows can say is found; the others are searched only where something is left to say. More
cost time where all is said early, fewer a second search: measured on a million agencies."""


def reason_columns(
    batch: FrameBatch, codes: Codes, rows: Sequence[int] | None, language: str, prefix: str
) -> pl.DataFrame:
    """The reasons of the rows asked for, a column a top-level criterion.

    Rows that agree in what a criterion reads have one text; lists are looked at one by one. Cost: a few passes over the
    columns, and a text for each combination of values: some ten microseconds for plain comparisons, a tenth of a
    millisecond for lists and sums.
    """
    criteria = find_memory(batch.program).criteria
    given = take_rows(batch, codes, None if rows is None else pl.Series(rows, dtype=pl.UInt32), criteria)
    parts = fact_kinds(given, criteria)
    reads = {
        prefix + one.lowered.criterion.id: [parts[slot] for slot in one.slots if slot in parts] for one in criteria
    }
    kinds = {name: combine(given.canonical, read) for name, read in reads.items()}
    told = {
        name: KindEntries(kind.size, partial(_texts, given, criterion, language))
        for criterion, (name, kind) in zip(criteria, kinds.items(), strict=True)
    }
    numbered = given.canonical.select("row", **{name: kind.numbers for name, kind in kinds.items()})
    _tell(told, numbered.head(MOST_LIKELY))
    found = _gather(numbered, told)
    # What occurs at all mostly occurs in the first rows; what came later is looked for where nothing is said yet.
    if late := {name: one for name, one in told.items() if found.get_column(name).null_count()}:
        for name, one in late.items():
            _tell({name: one}, numbered.select("row", name).filter(found.get_column(name).is_null()))
        found = found.with_columns(_gather(numbered, late))
    return pl.DataFrame([given.numbers.alias("row"), *found])


def _tell(told: Mapping[str, KindEntries[str]], numbered: pl.DataFrame) -> None:
    for name, one in told.items():
        one.tell(numbered.get_column(name), numbered.get_column("row"))


def _gather(numbered: pl.DataFrame, told: Mapping[str, KindEntries[str]]) -> pl.DataFrame:
    tables = {name: one.words.cat.to(pl.Enum(one.entries)) for name, one in told.items()}
    query = numbered.lazy().select(pl.lit(table).gather(pl.col(name)).alias(name) for name, table in tables.items())
    return query.collect()


def _texts(given: CriterionRows, criterion: CriterionMemory, language: str, places: pl.Series) -> Iterator[str]:
    """The criterion's text for each of some rows; only the facts it reads are looked at."""
    as_of = given.batch.as_of
    rows = (given.values(criterion, places), given.outcomes(places), given.follow(criterion, places))
    for values, outcomes, settled in zip(*rows, strict=True):
        if settled:
            trace = attach_sources(criterion.trace(values, as_of, outcomes), settled, frozenset())
            yield write_line(find_reasons(trace, criterion.lowered.criterion), language)
        else:
            found = partial(CriterionMemory.trace, values=values, as_of=as_of, codes=outcomes)
            yield criterion.text(values, as_of, outcomes, found, language)
