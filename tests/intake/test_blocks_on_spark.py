"""`evaluate --engine spark` writes what `--engine columns` writes; the example for a cluster runs when submitted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime, time, timedelta
from pathlib import Path

import polars as pl
import pytest

from cchc_rules.bulk import cluster as spark
from cchc_rules.bulk import csv as delimited
from cchc_rules.bulk import parquet
from cchc_rules.bulk.file_decisions import decide_file
from cchc_rules.files import OutputError
from cchc_rules.intake.table import TableError
from cchc_rules.problems import CchcError, EngineDisagreement, Problem
from tests.intake.sheets import program
from tests.intake.test_blocks import PARQUET
from tests.local_spark import local_spark
from tests.reports import test_result_columns as scored

ROOT = Path(__file__).parents[2]
GIVEN = ROOT / "tests" / "cli" / "given"
COMMAND = [sys.executable, "-c", "from cchc_rules.cli import main; main()", "evaluate", str(GIVEN / "small"), "office"]


@pytest.fixture(scope="module")
def session():
    """PySpark in local mode."""
    with local_spark(3) as found:
        yield found


def compared(source, ending, **more):
    """The bytes or the frame each engine writes."""
    found = []
    for engine in ("columns", "spark"):
        target = source.with_name(engine + ending)
        result = decide_file(program(), source, target, engine=engine, **more)
        found.append((result, pl.read_parquet(target) if ending == ".parquet" else target.read_bytes()))
    return found


def test_scores_and_grades_come_back_from_spark_as_columns_writes_them(session, tmp_path):
    """Doubles, words and lists of levels go through Spark as they are; text forms travel as the text of each row."""
    source, found = scored.source(tmp_path, ".parquet"), []
    for engine in ("columns", "spark"):
        target = tmp_path / f"{engine}.parquet"
        decide_file(scored.PROGRAM, source, target, as_of=scored.DAY, engine=engine)
        found.append(pl.read_parquet(target))
    one, other = found
    assert one.schema == other.schema
    assert one.equals(other)


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".jsonl"])
def test_spark_writes_what_columns_writes(session, tmp_path, monkeypatch, ending):
    """Typed values and lists in many parts: one file, in order, to the letter; the session stays up."""
    for module in (delimited, parquet, spark):
        monkeypatch.setattr(module, "BLOCK", 2)
    source = tmp_path / "in.parquet"
    pl.DataFrame({**PARQUET, "area": pl.Series([None] * 6)}).write_parquet(source)
    columns, on_spark = compared(source, ending, reasons=True, language="en")
    assert columns[0] == on_spark[0]
    assert columns[1].equals(on_spark[1]) if ending == ".parquet" else columns[1] == on_spark[1]
    assert 3 == session.range(3).count()
    assert {source, *(tmp_path / f"{one}{ending}" for one in ("columns", "spark"))} == set(tmp_path.iterdir())


def test_types_that_spark_does_not_have_are_decided_alike(session, tmp_path, monkeypatch):
    """Whole numbers of any width as ids, names and facts; moments, times and spans where dates and numbers belong."""
    monkeypatch.setattr(parquet, "BLOCK", 2)
    moments = [datetime(2022, 5, 5, 7), None, datetime(2022, 5, 5), None]
    columns = {
        "id": pl.Series([1, 2, 2**64 - 1, 3], dtype=pl.UInt64),
        "name": pl.Series([1, None, 2**100, 4], dtype=pl.Int128),
        "disciplined": [False, True, None, False],
        "rating": pl.Series(["Tốt", "Khá", None, "Tốt"], dtype=pl.Categorical),
        "staff": pl.Series([1, None, 2**100, -1], dtype=pl.Int128),
        "score": pl.Series([1, None, 2**64 - 1, 7], dtype=pl.UInt64),
        "reported": pl.Series(moments, dtype=pl.Datetime("ns")),
        "remark": pl.Series([time(7), None, time(8), None]),
        "on_time": pl.Series([timedelta(days=1), None, timedelta(0), None]),
        "area": pl.Series([b"x", None, b"y", None]),
        "initiatives": pl.Series([[{"title": "a", "lawful": True}], [], None, []]),
    }
    source = tmp_path / "in.parquet"
    pl.DataFrame(columns).write_parquet(source)
    on_columns, on_spark = compared(source, ".jsonl", reasons=True)
    assert on_columns == on_spark
    rows = [json.loads(line) for line in on_spark[1].splitlines()]
    assert ["1", "2", str(2**64 - 1), "3"] == [row["id"] for row in rows]
    assert {"invalid", "ineligible"} == {row["verdict"] for row in rows}
    pl.DataFrame({name: columns[name] for name in ("id", "disciplined")}).write_parquet(source)
    on_columns, on_spark = compared(source, ".parquet")
    assert 0 == on_spark[0].counts["invalid"]
    assert on_columns[1].equals(on_spark[1])


class Failing(spark._Work):
    """A worker that raises what it is told to."""

    raises: Exception = EngineDisagreement("two engines differ")

    def __call__(self, batches):
        """Raises it once it has something to do."""
        for _ in batches:
            raise self.raises
        yield


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (EngineDisagreement("two engines differ"), "two engines differ"),
        (TableError([Problem("large-output", None, {"ending": ".x"})]), "spark-failed: Spark stopped: large-output: "),
        (ValueError("odd"), "spark-failed: Spark stopped: ValueError: odd"),
    ],
)
def test_what_a_worker_raises_is_told_as_it_is(session, tmp_path, monkeypatch, raised, told):
    """Our own errors in their own words, others with their names; nothing about the columns, and nothing written."""
    from pyspark import cloudpickle

    source = tmp_path / "in.parquet"
    pl.DataFrame({"id": ["a"]}).write_parquet(source)
    monkeypatch.setattr(Failing, "raises", raised)
    monkeypatch.setattr(spark, "_Work", Failing)
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    try:
        with pytest.raises(type(raised) if isinstance(raised, CchcError) else TableError) as caught:
            decide_file(program(), source, tmp_path / "out.parquet", engine="spark")
    finally:
        cloudpickle.unregister_pickle_by_value(sys.modules[__name__])
    assert str(caught.value).startswith(told)
    assert "column" not in str(caught.value)
    assert [source] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("\n[NO_SPACE] The disk is full.\n\tat java.base/x", "[NO_SPACE] The disk is full."),
        (
            'Job aborted.\nTraceback (most recent call last):\n  File "a", line 1\n    x\nKeyError: 1\n\tat java',
            "KeyError: 1",
        ),
        ("", ""),
    ],
)
def test_what_spark_says_is_cut_to_what_matters(said, told):
    """The first line, or what stands under the last traceback of a worker."""
    assert told == spark._last_word(said)


def test_a_file_is_never_decided_over_itself(tmp_path):
    """By whatever name and engine: it stays as it was, and nothing else is written."""
    source, other = tmp_path / "in.parquet", tmp_path / "link.parquet"
    pl.DataFrame({"id": ["a"]}).write_parquet(source)
    other.symlink_to(source)
    before = source.read_bytes()
    for target in (source, other, tmp_path / "." / "in.parquet"):
        for engine in ("columns", "spark"):
            with pytest.raises(OutputError) as caught:
                decide_file(program(), source, target, engine=engine)
            assert "read-too" == caught.value.reason
    assert before == source.read_bytes()
    assert {source, other} == set(tmp_path.iterdir())


def test_the_command_starts_spark_by_itself_and_keeps_it_quiet(tmp_path):
    """From a CSV file, on a machine with Java: the words of the direct engine, and none of Spark's."""
    texts = []
    for engine in ("columns", "spark"):
        target = tmp_path / f"{engine}.jsonl"
        asked = [*COMMAND, str(GIVEN / "offices.csv"), "-o", str(target), "--engine", engine, "--reasons"]
        environment = os.environ | {"SPARK_SUBMIT_OPTS": "-XX:TieredStopAtLevel=1"}
        done = subprocess.run(asked, capture_output=True, text=True, check=False, env=environment)
        told = [line.replace(str(target), "") for line in done.stderr.splitlines() if "hồ sơ/giây" not in line]
        texts.append((done.returncode, done.stdout, told, target.read_text()))
    assert texts[0] == texts[1]
    assert (1, "", 3) == (texts[0][0], texts[0][1], len(texts[0][2]))
    assert 9 == len([json.loads(line) for line in texts[0][3].splitlines()])


def test_without_java_it_is_said(tmp_path):
    """In both languages, with exit code 2."""
    kept = {key: value for key, value in os.environ.items() if key != "JAVA_HOME"} | {"PATH": str(tmp_path)}
    asked = [*COMMAND, str(GIVEN / "offices.csv"), "-o", str(tmp_path / "out.csv"), "--engine", "spark"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False, env=kept)
    assert (2, True) == (
        done.returncode,
        done.stderr.endswith("Spark needs Java (17 or later), which is not installed\n"),
    )
    assert [] == list(tmp_path.iterdir())


QUICK = (
    "--conf=spark.sql.shuffle.partitions=1",
    "--conf=spark.ui.enabled=false",
    "--conf=spark.driver.extraJavaOptions=-XX:TieredStopAtLevel=1",
)
"""Settings of a machine that runs one small job: hundreds of tasks and compiled code pay on a cluster only."""


def test_the_example_for_a_cluster_runs_under_spark_submit(tmp_path):
    """An id that stands twice is found there too; the results stay a table of Spark's."""
    submit = Path(sys.executable).with_name("spark-submit")
    source, target = tmp_path / "agencies.parquet", tmp_path / "decided.parquet"
    rows = {"id": ["01", "02", "02 "], "head_disciplined": [True, False, False]}
    pl.DataFrame(rows).write_parquet(source)
    asked = [
        str(submit),
        "--master",
        "local[1]",
        *QUICK,
        str(ROOT / "examples" / "decide_on_spark.py"),
        str(source),
        str(target),
    ]
    environment = os.environ | {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    done = subprocess.run(asked, capture_output=True, text=True, check=False, env=environment, cwd=ROOT)
    # What Python says to stderr comes out here too: warnings of PySpark among it.
    assert (0, ["ineligible: 1", "invalid: 2"]) == (done.returncode, done.stdout.splitlines()[-2:]), done.stderr[-2000:]
    assert ["ineligible", "invalid", "invalid"] == sorted(pl.read_parquet(target / "*.parquet")["verdict"].to_list())
