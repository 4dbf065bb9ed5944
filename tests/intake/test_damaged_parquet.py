"""Damaged Parquet: every row comes through or the file is refused, and nothing takes the process along."""

from __future__ import annotations

import polars as pl
import pytest

from cchc_rules.bulk import parquet
from cchc_rules.bulk.file_decisions import decide_file
from cchc_rules.cli import exit_code
from cchc_rules.engines.columns import evaluate_lazy
from cchc_rules.engines.columns.streams import stream
from cchc_rules.files import InputError
from cchc_rules.intake.probe import probe_file, probe_files
from cchc_rules.intake.table import TableError
from cchc_rules.problems import ProblemsError
from tests.intake.sheets import program
from tests.soak import damaged_parquet
from tests.soak.damaged_parquet import GROUP, ROWS, candidates


def keys(caught: pytest.ExceptionInfo[ProblemsError]) -> list[str]:
    """The wordings of the problems an error carries."""
    return [problem.key for problem in caught.value.problems]


@pytest.mark.parametrize("ending", ["parquet", "csv", "jsonl"])
def test_rows_lost_on_the_way_refuse_the_file(tmp_path, monkeypatch, ending):
    """Rows read, decided and written are counted before the result gets its name; what stood there stays."""
    source, target = tmp_path / "in.parquet", tmp_path / f"out.{ending}"
    candidates().write_parquet(source, row_group_size=GROUP)
    target.write_text("before")
    monkeypatch.setattr(parquet, "stream", lambda frame, size: iter([frame.head(ROWS - GROUP).collect()]))
    with pytest.raises(TableError) as caught:
        decide_file(program(), source, target)
    assert ["sheet-broken.rows"] == keys(caught)
    assert "before" == target.read_text()
    assert {source, target} == set(tmp_path.iterdir())


class Panicking:
    """A lazy frame that panics after its first batch, as Polars does over some damaged files."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def sink_batches(self, put, **_):
        """Gives one batch and panics."""
        put(self.frame)
        raise pl.exceptions.PanicException("called `Result::unwrap()` on an `Err` value")


def test_a_panic_of_the_reader_is_an_error_and_not_the_end_of_the_rows():
    """The batches before it are given, then ComputeError, which `except Exception` catches."""
    found = []
    with pytest.raises(pl.exceptions.ComputeError, match="damaged"):
        found += stream(Panicking(candidates()), 10)
    assert [ROWS] == [batch.height for batch in found]


def test_batches_stop_being_read_when_nobody_wants_more():
    """Whoever takes the first batch only ends the reading."""
    batches = stream(candidates().lazy(), 100)
    assert 100 == next(batches).height
    batches.close()


def test_an_error_while_a_lazy_frame_is_read_is_told():
    """What the caller's own frame raises half way reaches the caller, however the frame is collected."""

    def fail(frame):
        raise ValueError("lost" + "!" * (frame.height > 0))

    lazy = (
        candidates().rename({"Số cán bộ": "staff"}).lazy().select("staff").map_batches(fail, schema={"staff": pl.Int64})
    )
    for engine in ("in-memory", "streaming"):
        with pytest.raises(Exception, match="lost!"):
            evaluate_lazy(program(), lazy).collect(engine=engine)


def test_a_file_is_tried_out_in_a_process_of_its_own(tmp_path):
    """What is whole passes; what is damaged, takes too long or cannot be opened is refused."""
    good, bad = tmp_path / "good.parquet", tmp_path / "bad.parquet"
    candidates().write_parquet(good)
    probe_file(good)
    bad.write_bytes(good.read_bytes()[:4] + b"\xff" * 60 + good.read_bytes()[64:])
    with pytest.raises(TableError) as caught:
        probe_file(bad)
    assert ["sheet-broken"] == keys(caught)
    with pytest.raises(TableError) as caught:
        probe_file(good, seconds=0)
    assert ["sheet-broken.time"] == keys(caught)
    with pytest.raises(InputError):
        probe_file(tmp_path / "none.parquet")
    again = tmp_path / "again.parquet"
    again.write_bytes(good.read_bytes())
    assert {} == probe_files([good, again])
    assert [bad] == list(probe_files([good, bad, again, tmp_path / "none.parquet"]))


@pytest.mark.parametrize("engine", ["direct", "columns"])
def test_the_command_refuses_a_damaged_file(tmp_path, capfd, engine):
    """One sentence, exit code 1, no result and no traceback, whichever engine was asked."""
    bad, out = tmp_path / "bad.parquet", tmp_path / "out.csv"
    candidates().write_parquet(bad)
    content = bytearray(bad.read_bytes())
    content[4:64] = b"\xff" * 60
    bad.write_bytes(content)
    arguments = ["evaluate", "quan-12-2022", "agency", str(bad), "--engine", engine, "-o", str(out)]
    assert 1 == exit_code(arguments)
    said = capfd.readouterr().err
    assert "sheet-broken" in said
    assert "Traceback" not in said
    assert not out.exists()


@pytest.mark.parametrize("number", [24, pytest.param(3_000, marks=pytest.mark.soak)])
def test_no_row_is_lost_from_a_damaged_file(number):
    """Of files with each page damaged in turn none gives fewer rows than it had: all of them, or a refusal of ours."""
    assert 0 == damaged_parquet.main(["--files", str(number)])
