"""Candidates on a cluster: the columns engine inside ``mapInArrow``, Arrow batches in, Arrow batches out.

`decide_batches` runs on any iterator of Arrow record batches, without Spark; `decide_dataframe` hands it to a Spark
DataFrame. Rows keep their order within a batch. An id that stands twice is noticed within a batch by itself; across
batches `decide_dataframe` looks for it first, and whoever calls `decide_batches` has to say it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from cchc_rules.problems import FactError, Problem, import_optional
from cchc_rules.program.program import Program

if not TYPE_CHECKING:
    import_optional("pyarrow", extra="spark")

import polars as pl
import pyarrow as pa

from cchc_rules.engines.columns.frame_input import OWN, polars_frame
from cchc_rules.engines.columns.identities import identities_of
from cchc_rules.engines.columns.result_columns import result_types
from cchc_rules.engines.columns.results import OUTCOME, decide_frame

if TYPE_CHECKING:
    Batches = Iterable[pa.RecordBatch]

MOST_DOUBLED: Final = 100_000
"""The most ids that may stand twice on a cluster: they travel to every worker, some megabytes then."""


def output_schema(program: Program, given: pa.Schema, *, keep: Iterable[str] = ()) -> pa.Schema:
    """The columns that come out of columns with the schema ``given``: what is kept, verdict, outcomes, results."""
    kept = [given.field(name) for name in dict.fromkeys((*OWN, *keep)) if name in given.names]
    words = ["verdict", "provisional", *(OUTCOME + criterion.id for criterion in program.order)]
    results = [pa.field(name, _plain_type(kind)) for name, kind in result_types(program, words=True).items()]
    return pa.schema([*kept, *(pa.field(name, pa.string()) for name in words), *results])


def _plain_type(kind: pl.DataType) -> pa.DataType:
    """Words as texts: a cluster knows no enumerations."""
    if isinstance(kind, pl.List):
        return pa.list_(pa.string())
    return pa.float64() if kind == pl.Float64 else pa.string()


def decide_batches(
    program: Program,
    batches: Batches,
    *,
    as_of: date | None = None,
    keep: Iterable[str] = (),
    cells: bool = False,
    doubled: frozenset[str] | None = None,
) -> Iterator[pa.RecordBatch]:
    """A batch of results for each batch of candidates, as they come; the columns are those of `output_schema`.

    Batches are read once, so the caller has to say in ``doubled`` which ids stand twice in all of them together, as
    `cchc_rules.engines.columns.find_doubled_identities` finds them; without it only an id that stands twice within one
    batch is noticed. Raises FactError for columns that are no facts and not kept. Memory: one batch.
    """
    kept = tuple(keep)
    for batch in batches:
        decided = decide_frame(program, batch, as_of=as_of, keep=kept, cells=cells, doubled=doubled)
        found = decided.table(keep=kept)
        schema = output_schema(program, batch.schema, keep=kept)
        names = [name for name in batch.schema.names if name in schema.names]
        own = {name: batch.column(name) for name in names}
        made = {name: found.get_column(name) for name in found.columns if name not in own}
        arrays = [
            own[name] if name in own else _write_column(made[name], schema.field(name).type) for name in schema.names
        ]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _write_column(column: pl.Series, kind: pa.DataType) -> pa.Array:
    texts: pl.DataType = pl.List(pl.String) if pa.types.is_list(kind) else pl.String()
    return (column if pa.types.is_floating(kind) else column.cast(texts)).to_arrow().cast(kind)


def batch_decider(
    program: Program,
    *,
    as_of: date | None = None,
    keep: Iterable[str] = (),
    cells: bool = False,
    doubled: frozenset[str] | None = None,
) -> Callable[[Batches], Iterator[pa.RecordBatch]]:
    """The function to give to ``mapInArrow``; it pickles with its program, and rebuilds the plan in each worker."""
    kept = tuple(keep)

    def decide(batches: Batches) -> Iterator[pa.RecordBatch]:
        yield from decide_batches(program, batches, as_of=as_of, keep=kept, cells=cells, doubled=doubled)

    return decide


def decide_dataframe(
    program: Program, frame: Any, *, as_of: date | None = None, keep: Iterable[str] = (), cells: bool = False
) -> Any:
    """A Spark DataFrame with the verdict and outcomes of every row of a Spark DataFrame; see `decide_batches`.

    ``frame`` has a column a fact, lists as arrays of structs. With an ``id`` column one job runs at once, which finds
    the ids that stand twice: it reads that column and shuffles it. All else waits until Spark is asked for rows; cache
    a frame that is dear to compute, or not the same each time. Raises FactError for columns that are no facts and not
    kept, and when more than 100,000 ids stand twice.
    """
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

    kept = tuple(keep)
    known = {*OWN, *kept, *(fact.name for fact in program.facts)}
    if strangers := [name for name in frame.columns if name not in known]:
        decide_frame(program, pa.table({name: pa.nulls(0) for name in strangers}), keep=kept)
    out = output_schema(program, to_arrow_schema(frame.schema), keep=kept)
    doubled = _find_doubled(frame) if "id" in frame.columns else frozenset()
    decider = batch_decider(program, as_of=as_of, keep=kept, cells=cells, doubled=doubled)
    return frame.mapInArrow(decider, from_arrow_schema(out))


def _find_doubled(frame: Any) -> frozenset[str]:
    """The identities that stand twice in a Spark DataFrame, found where the rows lie."""
    counted = frame.select("id").mapInArrow(_identities, "identity string").groupBy("identity").count()
    found = counted.where("count > 1").limit(MOST_DOUBLED + 1).collect()
    if len(found) > MOST_DOUBLED:
        raise FactError([Problem("many-doubled-ids", None, {"most": MOST_DOUBLED})])
    return frozenset(row.identity for row in found)


def _identities(batches: Batches) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        ids = identities_of(polars_frame(batch).get_column("id")).texts().drop_nulls()
        yield pa.RecordBatch.from_arrays([ids.to_arrow().cast(pa.string())], names=["identity"])
