"""Candidates on a cluster: the columns engine inside ``mapInArrow``, Arrow batches in, Arrow batches out.

`decide_batches` runs on any iterator of Arrow record batches, without Spark; `decide_dataframe` hands it to a Spark
DataFrame. Rows keep their order within a batch. Each batch is decided for itself, so that an id stands twice is not
noticed: look for doubled ids on the cluster first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from cchc_rules.phrases import phrase
from cchc_rules.problems import MissingDependency
from cchc_rules.program.program import Program

if find_spec("pyarrow") is None:
    raise MissingDependency(phrase("spark.pyarrow-missing", "en"))

import pyarrow as pa

from cchc_rules.engines.columns.frames import OWN
from cchc_rules.engines.columns.results import OUTCOME, decide_frame

if TYPE_CHECKING:
    Batches = Iterable[pa.RecordBatch]


def output_schema(program: Program, given: pa.Schema, *, keep: Iterable[str] = ()) -> pa.Schema:
    """The columns that come out of columns with the schema ``given``: what is kept, then verdict and outcomes."""
    kept = [given.field(name) for name in dict.fromkeys((*OWN, *keep)) if name in given.names]
    words = ["verdict", "provisional", *(OUTCOME + criterion.id for criterion in program.order)]
    return pa.schema([*kept, *(pa.field(name, pa.string()) for name in words)])


def decide_batches(
    program: Program, batches: Batches, *, as_of: date | None = None, keep: Iterable[str] = (), cells: bool = False
) -> Iterator[pa.RecordBatch]:
    """A batch of results for each batch of candidates, as they come; the columns are those of `output_schema`.

    Raises FactError for columns that are no facts and not kept. Memory: one batch.
    """
    kept = tuple(keep)
    for batch in batches:
        decided = decide_frame(program, batch, as_of=as_of, keep=kept, cells=cells, whole=False)
        found = decided.table(keep=kept)
        schema = output_schema(program, batch.schema, keep=kept)
        names = [name for name in batch.schema.names if name in schema.names]
        own = {name: batch.column(name) for name in names}
        texts = {name: found.get_column(name).cast(str).to_arrow() for name in found.columns if name not in own}
        arrays = [own[name] if name in own else texts[name].cast(pa.string()) for name in schema.names]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def batch_decider(
    program: Program, *, as_of: date | None = None, keep: Iterable[str] = (), cells: bool = False
) -> Callable[[Batches], Iterator[pa.RecordBatch]]:
    """The function to give to ``mapInArrow``; it pickles with its program, and rebuilds the plan in each worker."""
    kept = tuple(keep)

    def decide(batches: Batches) -> Iterator[pa.RecordBatch]:
        yield from decide_batches(program, batches, as_of=as_of, keep=kept, cells=cells)

    return decide


def decide_dataframe(
    program: Program, frame: Any, *, as_of: date | None = None, keep: Iterable[str] = (), cells: bool = False
) -> Any:
    """A Spark DataFrame with the verdict and outcomes of every row of a Spark DataFrame; see `decide_batches`.

    ``frame`` has a column a fact, lists as arrays of structs. Nothing runs until Spark is asked for rows.
    """
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

    kept = tuple(keep)
    known = {*OWN, *kept, *(fact.name for fact in program.facts)}
    if strangers := [name for name in frame.columns if name not in known]:
        decide_frame(program, pa.table({name: pa.nulls(0) for name in strangers}), keep=kept)
    out = output_schema(program, to_arrow_schema(frame.schema), keep=kept)
    return frame.mapInArrow(batch_decider(program, as_of=as_of, keep=kept, cells=cells), from_arrow_schema(out))
