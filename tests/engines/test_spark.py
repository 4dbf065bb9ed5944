"""The Spark engine gives the columns' results, on plain Arrow batches and on PySpark in local mode."""

from __future__ import annotations

import pickle
import unicodedata

import polars as pl
import pyarrow as pa
import pytest

import cchc_rules as cr
from benchmarks.candidates import candidates
from cchc_rules.engines import spark
from cchc_rules.engines.columns import evaluate_frame
from cchc_rules.engines.spark import batch_decider, decide_batches, decide_dataframe, output_schema
from tests.conformance import suite
from tests.engines.frames import frame
from tests.engines.spark_conformance import chosen, disagreements
from tests.local_spark import local_spark

AGENCY = cr.compile(cr.load("benchmarks/agency.yaml"), "agency")


def given(number=300):
    """Agencies with ids, as an Arrow table."""
    found = frame(AGENCY.facts, candidates(number)).with_columns(id=pl.int_range(number).cast(pl.String))
    return found.to_arrow(compat_level=pl.CompatLevel.oldest())


def doubled(number):
    """Agencies of whose ids two pairs are one but for case, spaces and encoding."""
    ids = ["Tân Định", unicodedata.normalize("NFD", "TÂN  ĐỊNH "), "1", " 1", *(f"n{row}" for row in range(4, number))]
    return given(number).drop_columns("id").append_column("id", pa.array(ids))


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


@pytest.mark.parametrize("size", [1, 3, 300])
def test_doubled_ids_within_and_across_batches(size):
    """An id twice in one batch is noticed; one in two batches when the caller says that it stands twice."""
    table = doubled(6)
    batches = table.to_batches(max_chunksize=size)
    alone = pl.DataFrame(pa.Table.from_batches(decide_batches(AGENCY, batches)))
    told = pl.DataFrame(pa.Table.from_batches(decide_batches(AGENCY, batches, doubled=frozenset({"tân định", "1"}))))
    assert told.equals(words(table))
    assert [0, 1, 2, 3] == (told["verdict"] == "invalid").arg_true().to_list()
    assert {1: [], 3: [0, 1], 300: [0, 1, 2, 3]}[size] == (alone["verdict"] == "invalid").arg_true().to_list()


def test_the_program_travels():
    """A program pickled to a worker decides the same there."""
    again = pickle.loads(pickle.dumps(AGENCY))
    table = given(50)
    assert list(decide_batches(AGENCY, table.to_batches())) == list(batch_decider(again)(table.to_batches()))


@pytest.fixture(scope="module")
def session():
    """PySpark in local mode."""
    with local_spark(100) as found:
        yield found


@pytest.mark.filterwarnings("ignore")
def test_on_spark(session):
    """A Spark DataFrame comes to the same rows."""
    table = given()
    found = decide_dataframe(AGENCY, session.createDataFrame(table)).toArrow()
    assert words(table).sort("id").equals(pl.DataFrame(found).sort("id"))


@pytest.mark.filterwarnings("ignore")
def test_doubled_ids_on_spark(session):
    """Ids that stand twice in different partitions are noticed, differing in case, spaces or encoding."""
    table = doubled(200)
    apart = pa.concat_tables([table.slice(1), table.slice(0, 1)])
    frame = session.createDataFrame(apart).repartitionByRange(4, "id")
    found = pl.DataFrame(decide_dataframe(AGENCY, frame).toArrow())
    assert words(apart).sort("id").equals(found.sort("id"))
    assert set(table["id"].to_pylist()[:4]) == set(found.filter(pl.col("verdict") == "invalid")["id"])


@pytest.mark.filterwarnings("ignore")
def test_ids_of_whole_numbers_on_spark(session):
    """Whole numbers may be ids; a missing one is a problem of its row and stands twice for nobody."""
    table = given(6).drop_columns("id").append_column("id", pa.array([1, None, 2, None, 3, 1]))
    found = pl.DataFrame(decide_dataframe(AGENCY, session.createDataFrame(table).repartition(3)).toArrow())
    assert [None, None, 1, 1] == sorted(found.filter(pl.col("verdict") == "invalid")["id"], key=lambda id: id or 0)


@pytest.mark.filterwarnings("ignore")
def test_too_many_doubled_ids_on_spark(session, monkeypatch):
    """When more ids stand twice than a cluster can be told, nothing is decided and the error says how many at least."""
    monkeypatch.setattr(spark, "MOST_DOUBLED", 1)
    with pytest.raises(cr.FactError) as caught:
        decide_dataframe(AGENCY, session.createDataFrame(doubled(6)))
    assert [("many-doubled-ids", {"most": 1})] == [(one.code, one.fields) for one in caught.value.problems]


@pytest.mark.filterwarnings("ignore")
def test_conformance_on_spark(session):
    """Every second group of each conformance topic comes out on Spark as its cases expect."""
    assert [] == disagreements(session)
    assert {group.topic for group, _ in chosen()} == {group.topic for group in suite.groups()}
    assert len(list(chosen())) >= 180


@pytest.mark.filterwarnings("ignore")
def test_unknown_columns_on_spark(session):
    """A column that is no fact is refused before Spark runs."""
    with pytest.raises(cr.FactError):
        decide_dataframe(AGENCY, session.createDataFrame(given(3).append_column("x", pa.array([1, 2, 3]))))
