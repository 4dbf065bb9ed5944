"""Writers killed and disks filled, of every kind of output: some here, a hundred of each in the soak."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.machine import require

ROOT = Path(__file__).parents[2]


def run(*arguments):
    """The program in a process of its own: what it forks must not come of one that has used Polars."""
    command = [sys.executable, "-m", "tests.soak.outputs", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "options", [["2", "--only", "json", "compare.json", "supplement.docx", "ask.json", "records.db"]], ids=str
)
def test_killed_writers_leave_the_whole_or_what_was(options):
    """A file is as before or whole, what a log acknowledged is in it, and a store goes on."""
    done = run("kill", "--times", *options)
    assert (0, 5) == (done.returncode, len(done.stdout.splitlines())), done.stderr


def test_writers_killed_in_postgresql_lose_nothing():
    """The store goes through the last checkpoint each of them told, and takes more."""
    require("initdb")
    done = run("kill", "--times", "3", "--only", "records.postgresql")
    assert (0, True) == (done.returncode, "3 killed" in done.stdout), done.stderr


@pytest.mark.parametrize("options", [["2", "--only", "csv", "columns.parquet", "journal.jsonl", "records.db"]])
def test_full_disks_are_told_and_leave_what_was(options):
    """One sentence, exit code 2, no draft left; a log keeps what it acknowledged and goes on."""
    done = run("full", "--times", *options)
    assert (0, 4) == (done.returncode, len(done.stdout.splitlines())), done.stderr


@pytest.mark.soak
@pytest.mark.parametrize("what", ["kill", "full"])
def test_a_hundred_of_each(what):
    """A hundred killed writers of each kind of output; a disk full at each 4 kB of each."""
    done = run(what, "--times", "100")
    assert 0 == done.returncode, done.stderr
