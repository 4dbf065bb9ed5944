"""The blocks of a file decided by Spark: laid out as Parquet parts, decided in ``mapInArrow``, read back in order."""

from __future__ import annotations

import os
import re
import shutil
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from subprocess import DEVNULL
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from cchc_rules.bulk.block_decisions import Decider
from cchc_rules.bulk.csv import BLOCK, ROW
from cchc_rules.bulk.renderer import Renderer
from cchc_rules.bulk.result_writer import watch_errors
from cchc_rules.intake.table import TableError
from cchc_rules.phrases import LANGUAGES, phrase
from cchc_rules.problems import EngineDisagreement, MissingDependency, Problem, import_optional

if TYPE_CHECKING:
    import pyarrow

PART: Final = "part"
"""The column by which results are laid out: the block their rows are of."""

SEALED: Final = "block"
"""The only column Spark is given: whole blocks as bytes, for it knows fewer types than files of candidates have."""

_FRAME: Final = '  File "'
_OWN: Final = re.compile(r"cchc_rules\.[\w.]*?(?P<name>\w+): (?P<told>.*)")

_SETTINGS: Final = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1",
}


def spark_blocks(
    decider: Decider, renderer: Renderer, blocks: Iterable[pl.DataFrame], folder: Path
) -> Iterator[pl.DataFrame]:
    """The render blocks in order, decided by the Spark session there is, else by one on this machine.

    ``folder`` is where the workers read the candidates and leave the results; it must be seen by all of them. Raises
    MissingDependency without PySpark or Java, TableError when Spark fails.
    Spark reads no column of the candidates: whatever types they have, what comes of them is what `columns` decides.
    """
    pyspark = import_optional("pyspark", extra="spark")
    import_optional("pyarrow", extra="spark")
    given, found = folder / "given", folder / "found"
    given.mkdir()
    for number, block in enumerate(blocks):
        with (given / f"{number:08}.parquet").open("xb") as out, watch_errors(out) as handle:
            pl.DataFrame({SEALED: [_seal(block)]}).write_parquet(handle, compression="uncompressed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # what PySpark thinks of the pandas it finds
        with _session(pyspark) as session, _failures(pyspark):
            rows = session.read.parquet(given.resolve().as_uri())
            columns = ", ".join(f"`{name}` {_name_type(kind)}" for name, kind in renderer.schema().items())
            decided = rows.mapInArrow(_Work(decider, renderer), columns)
            parted = decided.selectExpr("*", f"({ROW} - 1) div {BLOCK} as {PART}")
            parted.write.partitionBy(PART).parquet(found.resolve().as_uri())
    parts = sorted(found.glob(f"{PART}=*"), key=lambda one: int(one.name.partition("=")[2]))
    for part in parts:
        frame = pl.concat(pl.read_parquet(one, hive_partitioning=False) for one in sorted(part.glob("*.parquet")))
        yield frame.cast(renderer.schema()).sort(ROW)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _Work:
    """What each worker does with the batches it is given."""

    decider: Decider
    renderer: Renderer

    def __call__(self, batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        import pyarrow as pa

        kinds = {"bigint": pa.int64(), "double": pa.float64(), "array<string>": pa.list_(pa.string())}
        columns = self.renderer.schema().items()
        schema = pa.schema([(name, kinds.get(_name_type(kind), pa.string())) for name, kind in columns])
        for block in (pl.read_ipc(one.as_py()) for batch in batches for one in batch.column(0)):
            found = self.renderer.render(self.decider.decide(block))
            plain = found.cast({pl.selectors.enum(): pl.String, pl.selectors.list(): pl.List(pl.String)})
            yield from plain.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(schema).to_batches()


def _seal(block: pl.DataFrame) -> bytes:
    """A block as bytes that give the same block again, each type as it is."""
    content = BytesIO()
    block.write_ipc(content, compression="zstd")
    return content.getvalue()


def _name_type(kind: pl.DataType) -> str:
    """A type of a render block as Spark's SQL names it: words of an enumeration are texts there."""
    if isinstance(kind, pl.List):
        return "array<string>"
    names: dict[pl.DataType, str] = {pl.Int64(): "bigint", pl.Float64(): "double"}
    return names.get(kind, "string")


@contextmanager
def _session(pyspark: Any) -> Iterator[Any]:
    """The session that is running or that ``spark-submit`` gives; else one of our own, silent and then stopped."""
    from pyspark.sql import SparkSession

    if SparkSession.getActiveSession() is not None or "PYSPARK_GATEWAY_PORT" in os.environ:
        yield SparkSession.builder.getOrCreate()
        return
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=os.path.join(home, "bin") if home else None) is None:
        raise MissingDependency("\n".join(phrase("spark.java-missing", language) for language in LANGUAGES))
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with _failures(pyspark):
        from pyspark.java_gateway import launch_gateway

        settings = pyspark.SparkConf().setAll(_SETTINGS.items())
        gateway: Any = launch_gateway(  # type: ignore[no-untyped-call]
            settings, popen_kwargs={"stderr": DEVNULL}
        )
        context = pyspark.SparkContext(conf=settings, gateway=gateway)
    try:
        yield SparkSession(context)
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # of what an interrupt broke
            context.stop()


@contextmanager
def _failures(pyspark: Any) -> Iterator[None]:
    """Turns what Spark says into our own error, and engines that disagree in a worker into just that."""
    from py4j.protocol import Py4JError

    try:
        yield
    except (pyspark.errors.PySparkException, Py4JError) as error:
        detail = _last_word(str(error))
        if own := _OWN.fullmatch(detail):
            if own["name"] == EngineDisagreement.__name__:
                raise EngineDisagreement(own["told"]) from error
            detail = own["told"]
        raise TableError([Problem("spark-failed", None, {"detail": detail[:300] or "?"})]) from error


def _last_word(text: str) -> str:
    """What was raised in a worker, which stands under the last traceback of Python; else the first line there is."""
    lines = [line for line in text.splitlines() if line.strip()]
    frames = [number for number, line in enumerate(lines) if line.startswith(_FRAME)]
    under = lines[frames[-1] :] if frames else lines
    return next((line.strip() for line in under if not line.startswith((" ", "\t"))), "")
