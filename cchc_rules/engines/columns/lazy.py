"""Lazy frames: the same columns, batch by batch as they stream by, so that parquet → parquet needs bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import polars as pl

from cchc_rules.engines.columns.calendar import within_calendar
from cchc_rules.engines.columns.frames import OWN, check_columns
from cchc_rules.engines.columns.identities import doubled_identities
from cchc_rules.engines.columns.planner import OUTCOME_WORDS, verdict_words
from cchc_rules.engines.columns.results import OUTCOME, decide_frame
from cchc_rules.program.program import Program


def evaluate_lazy(
    program: Program,
    frame: pl.LazyFrame,
    *,
    as_of: date | None = None,
    keep: Iterable[str] = (),
    words: bool = True,
    cells: bool = False,
) -> pl.LazyFrame:
    """The columns of `evaluate_frame` for a lazy frame, in its order; sink it with ``maintain_order``.

    With an ``id`` column the ids are read at once, to find those that stand twice: streaming, once, and once more when
    there may be some. Everything else waits until the result is asked for, and must then find the ids unchanged. Raises
    what Polars raises for a frame it cannot read. Cost: some 0.15 s a million ids in Parquet, 8 bytes a row (some 20
    while they are sorted), and the ids that stand twice. Without an ``id`` column nothing is read.
    """
    kept = tuple(keep)
    schema = frame.collect_schema()
    check_columns(program, schema, kept)
    doubled = doubled_identities(lambda: _ids(frame)) if "id" in schema else frozenset()

    def decided(batch: pl.DataFrame) -> pl.DataFrame:
        found = decide_frame(program, batch, as_of=as_of, keep=kept, cells=cells, doubled=doubled)
        return found.table(words=words, keep=kept)

    verdicts: pl.DataType = verdict_words(program) if words else pl.UInt8()
    outcomes: pl.DataType = OUTCOME_WORDS if words else pl.UInt8()
    out = {name: schema[name] for name in dict.fromkeys((*OWN, *kept)) if name in schema}
    out |= {"verdict": verdicts, "provisional": verdicts}
    out |= {OUTCOME + criterion.id: outcomes for criterion in program.order}
    asked = [name for name in schema if name in out or any(fact.name == name for fact in program.facts)]
    return frame.select(asked).map_batches(decided, schema=out, streamable=True)


def _ids(frame: pl.LazyFrame) -> Iterator[pl.Series]:
    """The ids, batch by batch as they stream by."""
    for batch in frame.select("id").collect_batches(maintain_order=False, engine="streaming"):
        yield within_calendar(batch).get_column("id")
