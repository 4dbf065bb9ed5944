"""Writers that are killed: what stands at the final name, what becomes of their drafts."""

from __future__ import annotations

import os
import random
import signal
import tempfile
from pathlib import Path
from time import monotonic, sleep, time

import pytest

from cchc_rules.reports.scratch import ABANDONED, PREFIX, scratch_folder
from cchc_rules.reports.xlsx import write_result_workbook
from tests.intake.test_result_files import WRITERS, batch


def killed(write, path, results, delay):
    """Forks a writer and kills it after a while."""
    child = os.fork()
    if child == 0:
        try:
            write(path, results)
        finally:
            os._exit(0)
    sleep(delay)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


@pytest.fixture
def drafts(tmp_path, monkeypatch):
    """The folder in which writers put their drafts, in place of the system's."""
    folder = tmp_path / "drafts"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize("rounds", [2, pytest.param(20, marks=pytest.mark.soak)])
def test_a_killed_writer_leaves_nothing_or_the_whole(tmp_path, drafts, rounds):
    """Killed many times at random moments, no file under the final name is ever a part."""
    drawn = random.Random(5)
    results = batch()
    found = {"nothing": 0, "whole": 0}
    for ending, times in ((".csv", 18), (".html", 16), (".xlsx", 6)):
        path = tmp_path / f"r{ending}"
        started = monotonic()
        WRITERS[ending](path, results)
        latest, whole = 1.3 * (monotonic() - started) + 0.003, path.read_bytes()
        for _ in range(rounds * times):
            path.unlink(missing_ok=True)
            killed(WRITERS[ending], path, results, drawn.uniform(0, latest))
            assert not path.exists() or path.read_bytes() == whole
            found["whole" if path.exists() else "nothing"] += 1
            latest *= 0.9 if path.exists() else 1.1  # a busy machine takes longer than it did at first
    assert 40 * rounds == sum(found.values())
    assert min(found.values()) > 2 * rounds


def test_what_a_killed_writer_left_is_cleared_away_later(tmp_path, drafts):
    """A folder nobody wrote in for a day goes with the next workbook; a younger one, or anybody else's, stays."""
    left, young, other = drafts / f"{PREFIX}left", drafts / f"{PREFIX}young", drafts / "other"
    for folder in (left, young, other):
        folder.mkdir()
        (folder / "sheet").write_text("half")
    long_ago = time() - 2 * ABANDONED
    for folder in (left, other):
        os.utime(folder, (long_ago, long_ago))
    with scratch_folder() as own:
        assert not left.exists()
        write_result_workbook(tmp_path / "r.xlsx", batch())
        assert sorted([young, other, Path(own)]) == sorted(drafts.iterdir())
    assert sorted([young, other]) == sorted(drafts.iterdir())
