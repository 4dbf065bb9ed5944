"""Lazy frames: the same columns, batch by batch as they stream by, so that parquet → parquet needs bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

import polars as pl
from polars.io.plugins import register_io_source

from cchc_rules.engines.columns.frame_decisions import FrameBatch
from cchc_rules.engines.columns.frame_input import OWN, check_columns
from cchc_rules.engines.columns.identities import find_doubled_identities
from cchc_rules.engines.columns.plain_frames import PlainQuery, plain_query
from cchc_rules.engines.columns.planner import OUTCOME_WORDS, verdict_words
from cchc_rules.engines.columns.python_values import hold_as_python
from cchc_rules.engines.columns.result_columns import find_result_columns, result_types
from cchc_rules.engines.columns.results import OUTCOME, FrameResult
from cchc_rules.engines.columns.streams import stream
from cchc_rules.facts.as_of import refuse_odd_date
from cchc_rules.problems import refuse_forked
from cchc_rules.program.program import Program

BATCH: Final = 1 << 18
"""How many rows are decided together: their columns stay in the caches of a processor, and what a batch costs besides
its rows, about a millisecond, is little against theirs."""

PLAIN_BATCH: Final = 1 << 20
"""How many rows that one query reads and decides: it goes through them in pieces of its own, and each batch handed over
from its threads to ours is waited for. Four times the rows are a tenth less time and memory a fourteenth more."""


def evaluate_lazy(
    program: Program,
    frame: pl.LazyFrame,
    *,
    as_of: date | None = None,
    keep: Iterable[str] = (),
    words: bool = True,
    cells: bool = False,
    outcomes: bool = True,
) -> pl.LazyFrame:
    """The columns of `evaluate_frame` for a lazy frame, in its order; sink it with ``maintain_order``.

    Only what is asked of it is computed: ``.select("verdict")`` computes no outcomes. With an ``id`` column the ids are
    read at once, to find those that stand twice: streaming, once, and once more when there may be some. Everything else
    waits until the result is asked for, and must then find the ids unchanged. Raises what Polars raises for a frame it
    cannot read. Cost: some 0.15 s a million ids in Parquet, 8 bytes a row (some 20 while they are sorted), and the ids
    that stand twice. Without an ``id`` column nothing is read.
    """
    refuse_forked()
    refuse_odd_date(as_of, program.first_as_of)
    kept = tuple(keep)
    schema = frame.collect_schema()
    check_columns(program, schema, kept)
    doubled = find_doubled_identities(lambda: _ids(frame)) if "id" in schema else frozenset()
    verdicts: pl.DataType = verdict_words(program) if words else pl.UInt8()
    codes: pl.DataType = OUTCOME_WORDS if words else pl.UInt8()
    out = {name: schema[name] for name in dict.fromkeys((*OWN, *kept)) if name in schema}
    out |= {"verdict": verdicts, "provisional": verdicts}
    out |= {OUTCOME + criterion.id: codes for criterion in program.order} if outcomes else {}
    out |= result_types(program, words=words)
    source = _Source(program, frame, as_of, kept, words, cells, doubled, tuple(out))
    return register_io_source(source.read, schema=out, is_pure=True)


def _ids(frame: pl.LazyFrame) -> Iterator[pl.Series]:
    """The ids, batch by batch as they stream by."""
    for batch in stream(frame.select("id"), BATCH, keep_order=False):
        yield hold_as_python(batch).get_column("id")


@dataclass(frozen=True, slots=True)
class _Source:
    """What Polars asks for the rows of a lazy frame."""

    program: Program
    frame: pl.LazyFrame
    as_of: date | None
    keep: tuple[str, ...]
    words: bool
    cells: bool
    doubled: frozenset[str]
    columns: tuple[str, ...]

    def read(
        self, columns: Sequence[str] | None, predicate: pl.Expr | None, rows: int | None, _: int | None
    ) -> Iterator[pl.DataFrame]:
        """The columns asked for (all when None) of the rows a predicate lets in, batch by batch."""
        schema = self.frame.collect_schema()
        known = {*OWN, *self.keep, *(fact.name for fact in self.program.facts)}
        frame = self.frame.select(name for name in schema if name in known)
        if rows is not None:
            frame = frame.head(rows)
        asked = self.columns if columns is None else columns
        outcomes = tuple(place for place, one in enumerate(self.program.order) if OUTCOME + one.id in asked)
        results = find_result_columns(self.program, asked)
        query = plain_query(self.program, frame.collect_schema(), self.as_of, outcomes, results, cells=self.cells)
        batches = stream(frame, BATCH) if query is None else stream(query.over(frame), PLAIN_BATCH)
        for batch in batches:
            found = self._decide(batch, query, outcomes, results).table(words=self.words, keep=self.keep)[list(asked)]
            yield found if predicate is None else found.filter(predicate)

    def _decide(
        self, batch: pl.DataFrame, query: PlainQuery | None, outcomes: tuple[int, ...], results: tuple[str, ...]
    ) -> FrameResult:
        given, quick = (batch, None) if query is None else query.part(batch)
        decide = partial(FrameBatch, self.program, as_of=self.as_of, cells=self.cells, doubled=self.doubled)
        if quick is not None:
            decided = decide(frame=given, outcomes=outcomes, results=results)
            return FrameResult(decided, decided.adopt_codes(quick), given)
        decided = decide(frame=hold_as_python(given), outcomes=outcomes, results=results)
        return FrameResult(decided, decided.codes(), given)
