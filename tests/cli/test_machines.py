"""The command on other machines: without modules of Unix, terminals that know no Vietnamese, files others hold open."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cchc_rules.cli import exit_code
from cchc_rules.files import InputError, open_bytes

GIVEN = Path(__file__).parent / "given"
ROOT = Path(__file__).parents[2]
SMALL = [str(GIVEN / "small"), "office"]
HIDDEN = "import sys; sys.modules.update(dict.fromkeys(('fcntl', 'resource', 'pwd', 'grp', 'termios')))\n"
MAIN = "from cchc_rules.cli import main; main()"
TWICE = """
import sys
from cchc_rules.cli import main
*command, good, missing = sys.argv
codes = []
for file in (good, missing):
    sys.argv = [*command, file]
    try:
        main()
    except SystemExit as end:
        codes.append(end.code)
print(*codes)
"""
"""The command with a file that is there, then with one that is not; what it ended with."""


def run(code, *arguments, **environment):
    """The finished process of some code."""
    kept = {key: value for key, value in os.environ.items() if key not in ("CCHC_LANG", "PYTHONUTF8")}
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        check=False,
        env=kept | environment,
        cwd=ROOT,
        timeout=120,
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["evaluate", *SMALL, "IN", "-o", "OUT.xlsx"], 0),
        (["evaluate", *SMALL, "IN", "-o", "OUT.csv", "--engine", "columns"], 0),
        (["evaluate", *SMALL, "OUT.parquet", "-o", "OUT.html"], 2),
        (["season", *SMALL, "LINES", "--journal", "JOURNAL"], 0),
        (["record", "verify", "JOURNAL"], 2),
        (["doctor"], 0),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_nothing_needs_the_modules_of_unix(tmp_path, arguments, code):
    """Without `fcntl`, `resource` and `pwd` nothing is locked or bounded, and nothing breaks."""
    (tmp_path / "in.csv").write_text("id,disciplined,rating\nA1,Không,Tốt\n", encoding="utf-8")
    (tmp_path / "lines").write_text('{"candidate": "A1", "facts": {"disciplined": true}}\n', encoding="utf-8")
    places = {"IN": "in.csv", "LINES": "lines", "JOURNAL": "journal"}
    asked = [str(tmp_path / places.get(one, one.lower())) if one[:2].isupper() else one for one in arguments]
    done = run(HIDDEN + MAIN, *asked)
    assert (code, False) == (done.returncode, b"Traceback" in done.stderr), done.stderr.decode()


@pytest.mark.parametrize(
    "settings",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "cp1258:strict"},
        {"PYTHONIOENCODING": "utf-16"},
        {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "en_US.ISO-8859-1", "PYTHONUTF8": "0"},
    ],
    ids=str,
)
def test_a_terminal_that_is_not_utf_8_gets_whole_sentences(tmp_path, settings):
    """Results and complaints come in UTF-8 whatever was set, with files of Vietnamese names, and no traceback."""
    source = tmp_path / "hồ sơ.csv"
    source.write_text("id,disciplined,rating\nĐơn vị 1,Có,Tốt\n", encoding="utf-8")
    done = run(TWICE, "evaluate", *SMALL, source, tmp_path / "không có.csv", **settings)
    printed, wrong = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    assert ("0 2", False) == (printed.splitlines()[-1], "Traceback" in wrong)
    assert all(words in printed for words in ("không đủ điều kiện", "Đơn vị 1"))
    assert wrong.startswith("không tìm thấy"), wrong
    assert 1 == len(wrong.splitlines())


def held_open(*_):
    """What Windows says of a file that a spreadsheet program has open."""
    error = PermissionError(13, "Permission denied")
    error.winerror = 32
    raise error


@pytest.mark.parametrize("options", [["out.csv"], ["out.xlsx"], ["out.docx"], ["out.csv", "--engine", "columns"]])
def test_results_that_another_program_has_open_stay(tmp_path, monkeypatch, capsys, options):
    """One sentence says who is in the way, the file is as it was, and no draft is left beside it."""
    source, out = tmp_path / "in.csv", tmp_path / options[0]
    source.write_text("id,disciplined,rating\nA1,Không,Tốt\n", encoding="utf-8")
    out.write_text("before")
    monkeypatch.setattr(Path, "replace", held_open)
    assert 2 == exit_code(["evaluate", *SMALL, str(source), "-o", str(out), *options[1:]])
    assert f"`{out}` đang được chương trình khác dùng" in capsys.readouterr().err
    assert "before" == out.read_text()
    assert {source, out} == set(tmp_path.iterdir())


def test_a_file_that_cannot_be_opened_while_another_program_has_it_is_told(tmp_path, monkeypatch):
    """Reading is refused as writing is."""
    (tmp_path / "in.csv").touch()
    monkeypatch.setattr(Path, "open", held_open)
    with pytest.raises(InputError) as caught:
        open_bytes(tmp_path / "in.csv")
    assert "in-use" == caught.value.reason


FORKED = """
import multiprocessing, os, signal, sys, warnings
from pathlib import Path
import polars as pl
from cchc_rules import decide_file, evaluate_frame, evaluate_lazy, evaluate_many, write_report
from cchc_rules.intake.reader import read_rows
from cchc_rules.problems import ForkedProcess
from tests.intake.sheets import program
warnings.simplefilter("ignore", DeprecationWarning)

FOLDER = Path(sys.argv[1])
SOURCE = FOLDER / "in.parquet"
WAYS = {
    "frame": lambda: evaluate_frame(program(), pl.DataFrame({"id": ["A"]})),
    "lazy": lambda: evaluate_lazy(program(), pl.LazyFrame({"id": ["A"]})).collect(),
    "file": lambda: decide_file(program(), SOURCE, FOLDER / "out.csv"),
    "rows": lambda: read_rows(SOURCE, program().category),
    "report": lambda: write_report(evaluate_many(program(), [{"id": "A"}]), FOLDER / "out.parquet"),
}

def attempt(way):
    signal.alarm(60)
    try:
        WAYS[way]()
    except ForkedProcess:
        print(way, "refused", flush=True)
    else:
        print(way, "done", flush=True)

if __name__ == "__main__":
    pl.DataFrame({"id": ["A"]}).write_parquet(SOURCE)
    WAYS["frame"]()
    for way in WAYS:
        if os.fork() == 0:
            attempt(way)
            os._exit(0)
        os.wait()
    spawned = multiprocessing.get_context("spawn").Process(target=attempt, args=("file",))
    spawned.start()
    spawned.join()
"""


def test_a_forked_process_is_told_to_be_spawned(tmp_path):
    """Where Polars would hang after a fork, every door to it raises at once; a spawned process decides."""
    script = tmp_path / "forked.py"
    script.write_text(FORKED, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script, tmp_path],
        capture_output=True,
        check=False,
        cwd=ROOT,
        timeout=120,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    refused = [f"{way} refused" for way in ("frame", "lazy", "file", "rows", "report")]
    assert [*refused, "file done"] == done.stdout.decode().splitlines(), done.stderr.decode()
