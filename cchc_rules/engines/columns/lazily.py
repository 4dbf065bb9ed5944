"""Lazy frames: the same columns, batch by batch as they stream by, so that parquet → parquet needs bounded memory."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from cchc_rules.engines.columns.frames import OWN, check_columns
from cchc_rules.engines.columns.results import OUTCOME, decide_frame, verdict_words
from cchc_rules.program.program import Program
from cchc_rules.values import OUTCOMES


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

    Each batch is decided for itself: a missing id is a problem of its row, but that an id stands twice is not noticed.
    """
    kept = tuple(keep)
    schema = frame.collect_schema()
    check_columns(program, schema, kept)

    def decided(batch: pl.DataFrame) -> pl.DataFrame:
        found = decide_frame(program, batch, as_of=as_of, keep=kept, cells=cells, whole=False)
        return found.table(words=words, keep=kept)

    verdicts: pl.DataType = verdict_words(program) if words else pl.UInt8()
    outcomes: pl.DataType = pl.Enum([one.value for one in OUTCOMES]) if words else pl.UInt8()
    out = {name: schema[name] for name in dict.fromkeys((*OWN, *kept)) if name in schema}
    out |= {"verdict": verdicts, "provisional": verdicts}
    out |= {OUTCOME + criterion.id: outcomes for criterion in program.order}
    asked = [name for name in schema if name in out or any(fact.name == name for fact in program.facts)]
    return frame.select(asked).map_batches(decided, schema=out, streamable=True)
