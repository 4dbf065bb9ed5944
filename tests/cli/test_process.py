"""The command as a process: exit codes, streams, colours, files written, faults of our own."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import cchc_rules.cli.evaluate
from cchc_rules.cli import exit_code
from cchc_rules.phrases import catalogue

GIVEN = Path(__file__).parent / "given"
EVALUATE = ["evaluate", str(GIVEN / "small"), "office", str(GIVEN / "offices.csv")]
LISTS = ["--list", f"initiatives={GIVEN / 'initiatives.csv'}"]

COMMAND = f"{sys.executable} -c 'from cchc_rules.cli import main; main()'"


def run(*arguments, **environment):
    """The finished process of the command."""
    code = "from cchc_rules.cli import main; main()"
    kept = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "NO_COLOR", "CCHC_LANG")}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False, env=kept | environment
    )


def shell(line):
    """The finished process of a shell line."""
    return subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)


def test_piped_output_has_no_colours_and_plain_ascii_locales_do_no_harm():
    """Under the C locale, without a terminal, the Vietnamese comes whole, in UTF-8, without escapes."""
    done = run(*EVALUATE, *LISTS, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (1, True, False) == (done.returncode, "đủ điều kiện" in done.stdout, "\x1b" in done.stdout)


@pytest.mark.parametrize("columns", ["30", "60", "200"])
def test_narrow_terminals_fold_and_lose_nothing(columns):
    """No line is wider than the terminal; every id is there."""
    done = run(*EVALUATE, *LISTS, COLUMNS=columns)
    assert max(map(len, done.stdout.splitlines())) <= int(columns)
    assert all(id in "".join(done.stdout.split()) for id in ("A01", "A02", "A03", "A04", "A05"))


def test_the_environment_chooses_the_language():
    """CCHC_LANG speaks until --lang says otherwise, in help too."""
    english = run("evaluate", "--help", CCHC_LANG="en").stdout
    vietnamese = run("--lang", "vi", "evaluate", "--help", CCHC_LANG="en").stdout
    first = [words.split(".")[0] for words in catalogue()["command.evaluate"]]
    assert [True, True] == [first[1] in english, first[0][:30] in vietnamese]


@pytest.mark.parametrize("ending", ["json", "jsonl", "csv", "txt"])
def test_an_output_file_is_written_in_the_form_of_its_ending(tmp_path, ending, capsys):
    """Nothing goes to stdout; a CSV file carries a byte order mark."""
    out = tmp_path / f"out.{ending}"
    assert 1 == exit_code([*EVALUATE, *LISTS, "-o", str(out)])
    assert "" == capsys.readouterr().out
    assert (ending == "csv") == out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert [out] == list(tmp_path.iterdir())
    if ending == "json":
        assert 9 == len(json.loads(out.read_text())["results"])


def test_what_cannot_be_written_ends_with_2_and_changes_nothing(tmp_path, capsys):
    """A missing folder is told, in words, with exit code 2."""
    assert 2 == exit_code([*EVALUATE, *LISTS, "-o", str(tmp_path / "none" / "out.csv")])
    assert "không có thư mục" in capsys.readouterr().err
    assert [] == list(tmp_path.iterdir())


def test_a_full_standard_output_is_told():
    """A full disk behind stdout is no success."""
    with Path("/dev/full").open("w") as full:
        code = "from cchc_rules.cli import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", code, *EVALUATE], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (2, False) == (done.returncode, "Traceback" in done.stderr)


@pytest.mark.parametrize("arguments", [["list"], ["schema"], EVALUATE, ["evaluate", "--help"]])
def test_a_closed_standard_output_is_told(arguments):
    """A result nobody can get is no success."""
    done = shell(f"{COMMAND} {shlex.join(arguments)} >&-")
    assert (2, True, False) == (done.returncode, "stdout" in done.stderr, "Traceback" in done.stderr)


@pytest.mark.parametrize("arguments", [["list"], ["evaluate"], ["--nope"], ["evaluate", "nope", "a", "b.csv"]])
def test_a_closed_standard_error_does_no_harm(arguments):
    """What is said there is lost; the exit code is not."""
    done = shell(f"{COMMAND} {shlex.join(arguments)} 2>&-")
    assert (0 if arguments == ["list"] else 2) == done.returncode


@pytest.mark.parametrize("arguments", [["list"], ["schema"], ["--help"]])
def test_a_reader_that_goes_away_ends_the_command_quietly(arguments):
    """As `| head` does: no word on stderr, and no code that speaks of findings."""
    done = shell(f"({COMMAND} {shlex.join(arguments)}; echo $? >&3) 3>&2 | exec true")
    assert done.stderr.strip() in ("0", "141")


def test_an_interrupt_ends_with_130_and_leaves_no_file(tmp_path):
    """Ctrl-C: one line, nothing half-written."""
    out = tmp_path / "out.csv"
    interrupted = (
        "import cchc_rules.cli.evaluate as one\n"
        "def stop(*_, **__): raise KeyboardInterrupt\n"
        "one.decide_rows = stop\nfrom cchc_rules.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", interrupted, *EVALUATE, "-o", str(out)], capture_output=True, text=True, check=False
    )
    assert (130, "đã dừng giữa chừng") == (done.returncode, done.stderr.splitlines()[-1])
    assert [] == list(tmp_path.iterdir())


def test_a_fault_of_our_own_ends_with_3_and_asks_to_report(monkeypatch, capsys):
    """Never a bare traceback: what went wrong, where, and whom to tell."""

    def broken(*_, **__):
        raise KeyError("oops")

    monkeypatch.setattr(cchc_rules.cli.evaluate, "decide_rows", broken)
    assert 3 == exit_code(["--lang", "en", *EVALUATE])
    told = capsys.readouterr().err
    assert all(part in told for part in ("report", "KeyError", "oops", "test_process:"))


@pytest.mark.parametrize(
    "text",
    [
        "id,disciplined,rating,initiatives\nA1,Không,Tốt,0\n",
        '[{"id": "A1", "disciplined": false, "rating": "Tốt", "initiatives": []}]',
        '{"candidates": [{"id": "A1", "disciplined": false, "rating": "Tốt", "initiatives": []}]}',
        '\ufeff{"id": "A1", "disciplined": false, "rating": "Tốt", "initiatives": []}\n{"id": "A2"}\n',
    ],
)
def test_a_dash_reads_standard_input(text):
    """CSV, JSON and JSON Lines are told by how they begin."""
    asked = [sys.executable, "-c", "from cchc_rules.cli import main; main()", EVALUATE[0], *EVALUATE[1:3], "-"]
    done = subprocess.run([*asked, "--format", "jsonl"], input=text, capture_output=True, text=True, check=False)
    assert (0, "ineligible") == (done.returncode, json.loads(done.stdout.splitlines()[0])["verdict"])


def test_a_dash_with_nothing_behind_it_is_an_empty_file():
    """Closed, empty and binary standard input are told as files would be."""
    line = f"{COMMAND} {shlex.join(EVALUATE[:3])} -"
    for behind in ("<&-", "</dev/null", f"<{sys.executable}"):
        done = shell(f"{line} {behind}")
        assert (1, True) == (done.returncode, done.stderr.startswith("stdin: table-")), done.stderr


def test_a_good_file_ends_with_0(tmp_path):
    """No invalid row, no error: done."""
    (tmp_path / "good.csv").write_text("id,disciplined,rating,initiatives\nA1,Không,Tốt,0\n")
    assert 0 == exit_code(["evaluate", str(GIVEN / "small"), "office", str(tmp_path / "good.csv")])


@pytest.mark.parametrize("command", ["check", "test", "coverage", "show"])
@pytest.mark.parametrize("name", ["nope", "./nope", "x" * 5000, "../nope/ruleset.yaml"])
def test_a_ruleset_that_is_not_there_is_wrong_usage(command, name, capsys):
    """Every command that takes a ruleset says so alike, with exit code 2."""
    assert 2 == exit_code([command, name])
    assert capsys.readouterr().err.startswith("unknown-ruleset: ")


@pytest.mark.parametrize("arguments", [["list"], ["schema"], ["show", "quan-12-2022"], ["--version"], []])
def test_commands_about_what_is_shipped_work(arguments, capsys):
    """They print something and end well; without a command the help is shown."""
    assert exit_code(arguments) in ((0,) if arguments else (0, 2))
    printed = capsys.readouterr()
    assert printed.out or printed.err


def test_the_shipped_cases_pass(capsys):
    """`cchc-rules test` runs the cases of every shipped ruleset, and they come out as they say."""
    assert 0 == exit_code(["test"]), capsys.readouterr().out
