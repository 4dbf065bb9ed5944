"""The Spark engine gives the columns' results, on plain Arrow batches and on PySpark in local mode."""

from __future__ import annotations

import os
import pickle
import sys
import warnings

import polars as pl
import pyarrow as pa
import pytest

import cchc_rules as cr
from benchmarks.candidates import candidates
from cchc_rules.engines.columns import evaluate_frame
from cchc_rules.engines.spark import batch_decider, decide_batches, decide_dataframe, output_schema
from tests.engines.frames import frame

AGENCY = cr.compile(cr.load("benchmarks/agency.yaml"), "agency")


def given(number=300):
    """Agencies with ids, as an Arrow table."""
    found = frame(AGENCY.facts, candidates(number)).with_columns(id=pl.int_range(number).cast(pl.String))
    return found.to_arrow(compat_level=pl.CompatLevel.oldest())


def words(table):
    """What columns gives, with its words as plain text."""
    return evaluate_frame(AGENCY, table).cast(pl.String)


def test_batches_without_spark():
    """Any iterator of record batches is decided, batch by batch, in order."""
    table = given()
    found = pa.Table.from_batches(decide_batches(AGENCY, table.to_batches(max_chunksize=70)))
    assert found.schema == output_schema(AGENCY, table.schema)
    assert words(table).equals(pl.DataFrame(found))


def test_no_batches():
    """No batches give none."""
    assert [] == list(decide_batches(AGENCY, []))


def test_the_program_travels():
    """A program pickled to a worker decides the same there."""
    again = pickle.loads(pickle.dumps(AGENCY))
    table = given(50)
    assert list(decide_batches(AGENCY, table.to_batches())) == list(batch_decider(again)(table.to_batches()))


@pytest.fixture(scope="module")
def session():
    """PySpark in local mode."""
    sql = pytest.importorskip("pyspark.sql")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        built = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
        built = built.config("spark.sql.execution.arrow.maxRecordsPerBatch", "100").config(
            "spark.driver.bindAddress", "127.0.0.1"
        )
        found = built.config("spark.driver.host", "127.0.0.1").getOrCreate()
    yield found
    found.stop()


@pytest.mark.filterwarnings("ignore")
def test_on_spark(session):
    """A Spark DataFrame comes to the same rows."""
    table = given()
    found = decide_dataframe(AGENCY, session.createDataFrame(table)).toArrow()
    assert words(table).sort("id").equals(pl.DataFrame(found).sort("id"))


@pytest.mark.filterwarnings("ignore")
def test_unknown_columns_on_spark(session):
    """A column that is no fact is refused before Spark runs."""
    with pytest.raises(cr.FactError):
        decide_dataframe(AGENCY, session.createDataFrame(given(3).append_column("x", pa.array([1, 2, 3]))))
