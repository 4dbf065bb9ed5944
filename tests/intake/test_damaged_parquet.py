"""Damaged Parquet: every row comes through or the file is refused, and nothing takes the process along."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import polars as pl
import pyarrow.parquet as pq
import pytest

from cchc_rules.bulk import parquet
from cchc_rules.bulk.file_decisions import decide_file
from cchc_rules.cli import exit_code
from cchc_rules.engines.columns import evaluate_lazy
from cchc_rules.engines.columns.streams import stream
from cchc_rules.files import InputError
from cchc_rules.intake.probe import probe_file
from cchc_rules.intake.table import TableError
from cchc_rules.problems import ProblemsError
from tests.intake.sheets import program

ROWS = 3_000


def candidates() -> pl.DataFrame:
    """That many candidates, told apart by their ids."""
    rng = Random(22)
    return pl.DataFrame(
        {
            "Mã": [f"A{number}" for number in range(ROWS)],
            "Có người bị kỷ luật": [rng.choice((True, False)) for _ in range(ROWS)],
            "Số cán bộ": [rng.randrange(100) for _ in range(ROWS)],
            "Nhận xét": [str(rng.random()) for _ in range(ROWS)],
        }
    )


def keys(caught: pytest.ExceptionInfo[ProblemsError]) -> list[str]:
    """The wordings of the problems an error carries."""
    return [problem.key for problem in caught.value.problems]


@pytest.mark.parametrize("ending", ["parquet", "csv", "jsonl"])
def test_rows_lost_on_the_way_refuse_the_file(tmp_path, monkeypatch, ending):
    """Rows read, decided and written are counted before the result gets its name; what stood there stays."""
    source, target = tmp_path / "in.parquet", tmp_path / f"out.{ending}"
    candidates().write_parquet(source, row_group_size=1_000)
    target.write_text("before")
    monkeypatch.setattr(parquet, "stream", lambda frame, size: iter([frame.head(2_000).collect()]))
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


def damaged(content: bytes, chunk: pq.ColumnChunkMetaData, rng: Random) -> bytes:
    """A file with some bytes of one column chunk changed, mostly those of its page header."""
    start = chunk.dictionary_page_offset or chunk.data_page_offset
    length = min(60, chunk.total_compressed_size) if rng.random() < 0.5 else chunk.total_compressed_size
    changed = bytearray(content)
    for _ in range(rng.choice((1, 5, 60))):
        changed[start + rng.randrange(length)] = rng.randrange(256)
    return bytes(changed)


@pytest.mark.soak
@pytest.mark.parametrize("compression", ["uncompressed", "zstd", "snappy"])
def test_no_row_is_lost_from_a_damaged_file(tmp_path, compression):
    """Of files with each page damaged, none gives fewer rows than it had: all of them, or a refusal of ours."""
    good, bad = tmp_path / "good.parquet", tmp_path / "bad.parquet"
    candidates().write_parquet(good, row_group_size=1_000, compression=compression)
    content, metadata, rng = good.read_bytes(), pq.ParquetFile(good).metadata, Random(compression)
    code = (
        "import sys; from pathlib import Path; from cchc_rules.bulk.file_decisions import decide_file;"
        "from cchc_rules.problems import ProblemsError; from tests.intake.sheets import program\n"
        "try: print(sum(decide_file(program(), *map(Path, sys.argv[1:])).counts.values()))\n"
        "except ProblemsError: print('refused')"
    )
    for number in range(40):
        chunk = metadata.row_group(number % metadata.num_row_groups).column(rng.randrange(metadata.num_columns))
        bad.write_bytes(damaged(content, chunk, rng))
        out = tmp_path / f"{number}.jsonl"
        command = [sys.executable, "-c", code, str(bad), str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
        said = done.stdout.strip()
        assert said in ("refused", str(ROWS)) or done.returncode < 0, done.stderr
        assert out.exists() == (said == str(ROWS))
        assert not out.exists() or ROWS == len(out.read_text().splitlines())
