"""`evaluate --engine columns`: what it says, how it ends, what it leaves behind; and what it does not do."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from cchc_rules import RecordStore
from cchc_rules.cli import exit_code, progress

GIVEN = Path(__file__).parent / "given"
SMALL = ["evaluate", str(GIVEN / "small"), "office"]
GOOD = "id,disciplined,rating,initiatives\nA1,Có,Tốt,0\nA2,,Tốt,0\nA3,Không,,0\n"


@pytest.fixture
def source(tmp_path):
    """A file without faults: two candidates are not eligible, of one nobody can tell."""
    path = tmp_path / "in.csv"
    path.write_text(GOOD)
    return path


def large(source, target, *options, engine="columns", language="vi"):
    """The exit code of the command."""
    asked = ["--lang", language, *SMALL, str(source), "-o", str(target), "--engine", engine, *options]
    return exit_code(asked)


def test_a_file_with_faults_is_told_as_by_the_direct_engine(tmp_path, capsys):
    """Warnings, exit code and what was written where and how many have each verdict are the same."""
    files = [str(GIVEN / "offices.csv"), "-o", str(tmp_path / "out.jsonl")]
    assert 1 == exit_code([*SMALL, *files])
    direct = capsys.readouterr()
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert 1 == exit_code([*SMALL, *files, "--engine", "columns"])
    columns = capsys.readouterr()
    said = [line for line in columns.err.splitlines() if "hồ sơ/giây" not in line]  # a busy machine says how fast
    assert ("", direct.err.splitlines()) == (columns.out, said)
    counts = "đủ điều kiện: 0; không đủ điều kiện: 1; chưa đủ căn cứ kết luận: 0; dữ liệu không hợp lệ: 8"
    assert counts == columns.err.splitlines()[-1]
    assert any(row["problems"] for row in rows)
    assert rows == [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("ending", ["parquet", "csv", "jsonl", "ndjson"])
def test_each_form_is_written_whole_and_nothing_else(source, ending):
    """One file; what stood there is replaced."""
    target = source.with_name(f"out.{ending}")
    target.write_text("old")
    assert 0 == large(source, target)
    assert {source, target} == set(source.parent.iterdir())
    assert "old" != target.read_bytes()[:3].decode("latin-1")
    assert (ending == "csv") == target.read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_form_may_be_asked_for(source):
    """`--format` goes before the ending of the file, as ever."""
    target = source.with_name("out.txt")
    assert 0 == large(source, target, "--format", "jsonl")
    assert ["A1", "A2", "A3"] == [json.loads(line)["id"] for line in target.read_text().splitlines()]


@pytest.mark.parametrize(
    ("asked", "code"),
    [([], 0), (["ineligible"], 1), (["undetermined"], 0), (["invalid"], 0), (["invalid", "ineligible"], 1)],
)
def test_fail_on_decides_the_exit_code(source, asked, code):
    """Of a file whose candidates are ineligible, every one."""
    options = [part for one in asked for part in ("--fail-on", one)]
    assert code == large(source, source.with_name("out.parquet"), *options)


def test_day_parameters_headers_and_reasons_are_heeded(source, capsys):
    """`--param`, `--ignore`, `--reasons` and the language mean what they mean to the direct engine."""
    source.write_text(GOOD.replace("rating", "ratings"))
    target = source.with_name("out.parquet")
    assert 1 == large(source, target)
    assert "unknown-header" in capsys.readouterr().err
    options = ("--ignore", "ratings", "--param", "least=2", "--reasons", "--as-of", "2022-12-01")
    assert 0 == large(source, target, *options, language="en")
    assert "eligible: 0; not eligible: 3; undetermined: 0; invalid data: 0" == capsys.readouterr().err.splitlines()[-1]
    reasons = pl.read_parquet(target).get_column("reasons").to_list()
    assert "1. Nobody was disciplined: Somebody was disciplined: yes" == reasons[0][0]
    assert [3, 3, 3] == list(map(len, reasons))


@pytest.mark.parametrize("engine", ["columns", "spark"])
@pytest.mark.parametrize(
    ("changed", "keys"),
    [
        ({"source": "-"}, ["engine-input"]),
        ({"source": "in.xlsx"}, ["engine-input"]),
        ({"source": "in.jsonl", "options": ["--list", "initiatives=a.csv"]}, ["engine-input", "engine-option"]),
        ({"options": ["--cross-check", "--sheet", "x"]}, ["engine-option", "engine-option"]),
        ({"target": "out.xlsx"}, ["engine-output"]),
        ({"target": "out.html"}, ["engine-output"]),
        ({"target": "out.txt"}, ["engine-output"]),
        ({"target": "out.doc"}, ["output-ending"]),
    ],
)
def test_what_they_do_not_do_is_wrong_usage(source, capsys, engine, changed, keys):
    """Told before anything is read, all at once."""
    given = {"source": source, "target": "out.parquet"} | changed
    assert 2 == large(given["source"], source.with_name(given["target"]), *given.get("options", ()), engine=engine)
    assert keys == [line.partition(":")[0] for line in capsys.readouterr().err.splitlines()]
    assert [source] == list(source.parent.iterdir())


def test_a_file_is_needed_for_the_results(source, capsys):
    """Millions are not printed."""
    assert 2 == exit_code([*SMALL, str(source), "--engine", "columns"])
    assert "engine-output" in capsys.readouterr().err


@pytest.mark.parametrize(("name", "word"), [("none.csv", "không tìm thấy"), ("folder.csv", "thư mục")])
def test_a_file_that_cannot_be_read_ends_with_2(tmp_path, capsys, name, word):
    """As by the direct engine; for Parquet too."""
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "folder.parquet").mkdir()
    for ending in (".csv", ".parquet"):
        assert 2 == large(tmp_path / Path(name).with_suffix(ending), tmp_path / "out.parquet")
        assert word in capsys.readouterr().err


@pytest.mark.parametrize("ending", ["parquet", "csv", "jsonl"])
def test_a_full_disk_is_told_and_leaves_what_was_there(source, ending, capsys):
    """No draft and no parts are left."""
    source.write_text(GOOD.partition("\n")[0] + "\n" + "".join(f"A{n},Có,Tốt,0\n" for n in range(3000)))
    target = source.with_name(f"out.{ending}")
    target.write_text("old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, hard))
    try:
        assert 2 == large(source, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert f"`{target}`" in capsys.readouterr().err
    assert "old" == target.read_text()
    assert {source, target} == set(source.parent.iterdir())


def test_a_folder_that_is_not_there_is_told(source, capsys):
    """With exit code 2, as ever."""
    assert 2 == large(source, source.parent / "none" / "out.parquet")
    assert "không có thư mục" in capsys.readouterr().err


def test_a_file_that_changes_meanwhile_is_not_decided(source, monkeypatch, capsys):
    """What was counted and what was read must be one file."""
    from cchc_rules.bulk.block_decisions import Decider

    decide = Decider.decide

    def meddling(self, block):
        source.write_text(GOOD + "A9,Có,Tốt,0\n")
        return decide(self, block)

    monkeypatch.setattr(Decider, "decide", meddling)
    assert 2 == large(source, source.with_name("out.parquet"))
    assert "đang được chương trình khác dùng" in capsys.readouterr().err
    assert [source] == list(source.parent.iterdir())


def test_an_interrupt_ends_with_130_and_leaves_no_file(source):
    """Ctrl-C amid the blocks: one line, nothing half-written."""
    interrupted = (
        "from cchc_rules.bulk.block_decisions import Decider\n"
        "def stop(*_, **__): raise KeyboardInterrupt\n"
        "Decider.decide = stop\nfrom cchc_rules.cli import main; main()"
    )
    asked = [*SMALL, str(source), "-o", str(source.with_name("out.parquet")), "--engine", "columns"]
    done = subprocess.run([sys.executable, "-c", interrupted, *asked], capture_output=True, text=True, check=False)
    assert (130, "đã dừng giữa chừng") == (done.returncode, done.stderr.splitlines()[-1])
    assert [source] == list(source.parent.iterdir())


@pytest.mark.parametrize("engine", ["direct", "columns"])
@pytest.mark.parametrize("moment", ["deciding", "writing"])
def test_a_process_told_to_end_leaves_nothing_beside_the_results(source, engine, moment):
    """SIGTERM while candidates are decided, or while the file is written: exit code 143, the old results stay."""
    source.write_text(GOOD.partition("\n")[0] + "\n" + "".join(f"A{n},Có,Tốt,0\n" for n in range(3000)))
    target = source.with_name("out.parquet" if engine == "columns" else "out.csv")
    target.write_text("old")
    waiting = "def wait(*_, **__):\n    print('here', flush=True)\n    import time\n    time.sleep(60)\n"
    replaced = {
        ("direct", "deciding"): "from cchc_rules.cli import evaluate\nevaluate.decide_rows = wait\n",
        ("direct", "writing"): "from cchc_rules.reports import outputs\noutputs.write_csv = wait\n",
        ("columns", "deciding"): "from cchc_rules.bulk.block_decisions import Decider\nDecider.decide = wait\n",
        ("columns", "writing"): "from polars import LazyFrame\nLazyFrame.sink_parquet = wait\n",
    }
    code = waiting + replaced[engine, moment] + "from cchc_rules.cli import main; main()"
    asked = [sys.executable, "-c", code, *SMALL, str(source), "-o", str(target), "--engine", engine]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as working:
        assert "here\n" == working.stdout.readline()
        working.send_signal(signal.SIGTERM)
        said = working.communicate()[1]
    assert (143, "đã dừng giữa chừng") == (working.returncode, said.splitlines()[-1])
    assert "old" == target.read_text()
    assert {source, target} == set(source.parent.iterdir())


@pytest.mark.parametrize("engine", ["direct", "columns", "spark"])
def test_results_are_not_written_over_the_candidates(source, engine, capsys):
    """By their own name, by a link, in a form asked for: told in both languages, and the file stays as it was."""
    link = source.with_name("link.csv")
    link.symlink_to(source)
    for target, language, word in ((source, "vi", "ghi kết quả đè lên"), (link, "en", "another file is needed")):
        assert 2 == large(source, target, "--format", "jsonl", engine=engine, language=language)
        assert word in capsys.readouterr().err
    assert GOOD == source.read_text()
    assert {source, link} == set(source.parent.iterdir())


def test_results_are_not_written_over_the_members_of_a_list(source, capsys):
    """Files given with `--list` are read too."""
    members = source.with_name("members.csv")
    members.write_text("id,title\n")
    assert 2 == exit_code([*SMALL, str(source), "--list", f"initiatives={members}", "-o", str(members)])
    assert "members.csv" in capsys.readouterr().err
    assert "id,title\n" == members.read_text()


@pytest.mark.parametrize("name", ["changes.jsonl", "absent.jsonl"])
def test_a_season_is_not_written_into_the_changes_it_reads(tmp_path, capsys, name):
    """Its journal would give it a line more for every line it reads, without end; nor into the seal beside it."""
    (tmp_path / "changes.jsonl").write_text("")
    for file, journal in ((name, name), (f"{name}.seal", name)):
        asked = ["season", SMALL[1], SMALL[2], str(tmp_path / file), "--journal", str(tmp_path / journal)]
        assert 2 == exit_code(asked)
        assert "ghi kết quả đè lên" in capsys.readouterr().err
    assert ["changes.jsonl"] == [one.name for one in tmp_path.iterdir()]


def test_a_store_is_not_written_over_by_what_it_exports(tmp_path, capsys):
    """Nor a ruleset by the form made for it."""
    store, ruleset = tmp_path / "store.db", tmp_path / "ruleset.yaml"
    RecordStore(store).close()
    ruleset.write_bytes((Path(SMALL[1]) / "ruleset.yaml").read_bytes())
    before = store.read_bytes(), ruleset.read_bytes()
    assert 2 == exit_code(["records", "export", str(store), "-o", str(store)])
    assert 2 == exit_code(["template", str(ruleset), SMALL[2], "-o", str(ruleset)])
    assert 2 == capsys.readouterr().err.count("ghi kết quả đè lên")
    assert before == (store.read_bytes(), ruleset.read_bytes())


def test_results_are_not_written_over_standard_input(source):
    """`evaluate … - < file -o file` leaves the file as it was."""
    asked = [sys.executable, "-c", "from cchc_rules.cli import main; main()", *SMALL, "-", "-o", str(source)]
    with source.open() as candidates:
        done = subprocess.run(asked, stdin=candidates, capture_output=True, text=True, check=False)
    assert (2, GOOD) == (done.returncode, source.read_text())


def test_the_bar_counts_candidates(source, monkeypatch):
    """Blocks are told by how many candidates they hold."""
    seen = []

    class Bar:
        def __init__(self, *_, **__):
            pass

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def add_task(self, _, total):
            seen.append(total)

        def update(self, _, completed):
            seen.append(completed)

    monkeypatch.setattr(progress, "Progress", Bar)
    monkeypatch.setattr(progress, "LONG_WORK", 1)
    monkeypatch.setattr(progress, "_STEP", 2)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert 0 == large(source, source.with_name("out.csv"))
    assert [3, 3] == seen


def test_without_polars_the_command_says_what_to_install(source):
    """In both languages, with exit code 2."""
    hidden = "import sys; sys.modules['polars'] = None\nfrom cchc_rules.cli import main; main()"
    asked = [*SMALL, str(source), "-o", str(source.with_name("out.parquet")), "--engine", "columns"]
    kept = {key: value for key, value in os.environ.items() if key != "CCHC_LANG"}
    done = subprocess.run([sys.executable, "-c", hidden, *asked], capture_output=True, text=True, check=False, env=kept)
    assert (2, True) == (done.returncode, "cchc_rules[polars]" in done.stderr)
