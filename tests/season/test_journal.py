"""The journal: what was acknowledged is there again, whatever moment the process died at."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from random import Random
from time import sleep

import pytest

from cchc_rules.files import InputError, OutputError
from cchc_rules.sealed_log import SealedLog, read_sealed
from cchc_rules.season import JournalError, Session
from tests.season.made import program, stands
from tests.soak.seasons import changes, cut_journal, killed_once, torn_points

PROGRAM = program()
START = date(2022, 11, 1)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def journal(tmp_path):
    """A journal of 120 random changes, and where everybody stood after each of them."""
    path = tmp_path / "journal.jsonl"
    with Session(PROGRAM, as_of=START, journal=path) as season:
        for change in changes(Random(3), 120):
            season.apply(change)
    return path


def test_a_restored_season_is_the_same_and_goes_on(journal):
    """Standings, decisions with their provenance and the date are those of before, and further changes are kept."""
    first = Session(PROGRAM, as_of=START)
    for change in changes(Random(3), 120):
        first.apply(change)
    with Session.restore(PROGRAM, journal) as second:
        assert stands(first) == stands(second)
        assert first.as_of == second.as_of
        assert [first.decision(one.candidate) for one in first.standings()] == [
            second.decision(one.candidate) for one in second.standings()
        ]
        assert "" == second.torn
        second.assert_fact("late", "disciplined", True, evidence="QĐ 9")
        expected = stands(second)
    assert expected == stands(Session.restore(PROGRAM, journal))


def test_ten_thousand_points_of_death_lose_nothing_acknowledged(journal):
    """A log cut at any of 10,000 random bytes gives back exactly the whole lines before, and says what was torn."""
    assert 10_000 == torn_points(journal, 10_000, Random(1))


def test_a_torn_season_is_restored_to_the_last_acknowledged_change(journal, tmp_path):
    """At 40 random points the restored season stands where it stood after the last whole line, and can go on."""
    content, rng = journal.read_bytes(), Random(2)
    entries = [json.loads(line)["entry"] for line in content.decode().splitlines()]
    for _ in range(40):
        cut = rng.randrange(len(content.partition(b"\n")[0]) + 1, len(content))
        torn = tmp_path / "torn.jsonl"
        cut_journal(content[:cut], torn)
        expected = Session(PROGRAM, as_of=START)
        for entry in entries[1 : content[:cut].count(b"\n")]:
            expected.apply(entry)
        with Session.restore(PROGRAM, torn) as season:
            assert stands(expected) == stands(season)
            assert len(season.torn.encode()) >= cut - content[:cut].rfind(b"\n") - 1
            season.assert_fact("after", "disciplined", True)
        assert "ineligible" == Session.restore(PROGRAM, torn).standing("after").verdict


def test_killed_processes_lose_nothing_acknowledged(tmp_path):
    """Processes killed by SIGKILL at random moments: every change they acknowledged is in the journal."""
    rng = Random(1)
    acknowledged = [killed_once(tmp_path / f"{n}.jsonl", rng.uniform(0, 0.05)) for n in range(3)]
    assert sum(acknowledged) > 3


@pytest.mark.parametrize("kills", [20, pytest.param(500, marks=pytest.mark.soak)])
def test_many_killed_writers_lose_nothing_acknowledged(kills, tmp_path):
    """The same of many forked writers: each journal restores by the seal beside it."""
    command = [sys.executable, "-m", "tests.soak.seasons", "kill", str(tmp_path), str(kills), "1"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ("", True) == (run.stderr, int(run.stdout) > kills)


def test_a_line_that_was_altered_is_refused(journal):
    """A changed, lost, doubled or moved line is InputError `damaged` with its number; nothing is restored."""
    lines = journal.read_bytes().splitlines(keepends=True)
    for number, altered in (
        (5, [*lines[:4], lines[4].replace(b'"candidate":"C', b'"candidate":"D'), *lines[5:]]),
        (6, [*lines[:5], *lines[6:]]),
        (8, [*lines[:7], lines[6], *lines[7:]]),
        (3, [*lines[:2], b"{}\n", *lines[2:]]),
    ):
        journal.write_bytes(b"".join(altered))
        with pytest.raises(InputError, match=f"line {number}") as caught:
            Session.restore(PROGRAM, journal)
        assert "damaged" == caught.value.reason


def beside(journal):
    """The file that notes the last seal of a journal."""
    return journal.with_name(f"{journal.name}.seal")


def test_a_journal_that_lost_its_last_lines_is_refused(journal):
    """Cut at a whole line, to any length down to nothing, it is refused by the seal noted beside it."""
    lines = journal.read_bytes().splitlines(keepends=True)
    for count in (120, 119, 60, 1, 0):
        journal.write_bytes(b"".join(lines[:count]))
        with pytest.raises(JournalError, match="journal-lost-lines"):
            Session.restore(PROGRAM, journal)
        with Session.restore(PROGRAM, journal, trust_end=True) as season:
            assert max(count, 1) == int(season.seal.partition("-")[0])
    journal.unlink()
    with pytest.raises(JournalError, match="journal-lost-lines"):
        Session(PROGRAM, journal=journal)


def test_a_seal_noted_elsewhere_is_held_against_the_journal(journal):
    """What `Session.seal` was must be in the journal, whatever stands beside it; without either nothing is restored."""
    with Session.restore(PROGRAM, journal) as season:
        noted = season.seal
        season.assert_fact("late", "disciplined", True)
        later = season.seal
    beside(journal).unlink()
    with pytest.raises(JournalError, match="journal-without-seal"):
        Session.restore(PROGRAM, journal)
    Session.restore(PROGRAM, journal, seal=noted).close()
    Session.restore(PROGRAM, journal, seal=later).close()
    shorter = b"".join(journal.read_bytes().splitlines(keepends=True)[:-1])
    journal.write_bytes(shorter)
    Session.restore(PROGRAM, journal, seal=noted).close()
    for wrong in (later, noted.replace("121-", "120-"), "121", "", "999-" + "0" * 32):
        with pytest.raises(JournalError, match="journal-lost-lines"):
            Session.restore(PROGRAM, journal, seal=wrong, trust_end=True)


def test_an_older_seal_beside_a_journal_is_enough(journal):
    """A machine that died may have kept an older seal: the journal goes on from it."""
    lines = read_sealed(journal.read_bytes(), journal)
    beside(journal).write_text(f"100-{lines.seals[99]}")
    Session.restore(PROGRAM, journal).close()
    beside(journal).write_text("lorem")
    with pytest.raises(InputError) as caught:
        Session.restore(PROGRAM, journal)
    assert "damaged" == caught.value.reason


def test_a_journal_belongs_to_its_program(journal):
    """Another ruleset, and a new season on an old journal, are refused."""
    other = program({"facts": {"x": "boolean"}, "require": "x"})
    with pytest.raises(JournalError):
        Session.restore(other, journal)
    with pytest.raises(JournalError):
        Session(PROGRAM, journal=journal)
    assert 121 == len(read_sealed(journal.read_bytes(), journal).entries)


def test_one_season_at_a_time_writes_a_journal(journal):
    """While a season holds its journal, another one is refused."""
    with Session.restore(PROGRAM, journal), pytest.raises(InputError) as caught:
        Session.restore(PROGRAM, journal)
    assert "in-use" == caught.value.reason


def test_what_cannot_be_written_changes_nothing(journal, monkeypatch):
    """When the disk refuses a line, the change is not kept and the log stays whole."""
    with Session.restore(PROGRAM, journal) as season:
        before = stands(season)

        def refusing(handle, line):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "write", refusing)
        with pytest.raises(OutputError) as caught:
            season.assert_fact("A", "disciplined", True)
        assert "full" == caught.value.reason
        monkeypatch.undo()
        assert before == stands(season)
        season.assert_fact("B", "disciplined", True)
        expected = stands(season)
    assert expected == stands(Session.restore(PROGRAM, journal))


FULL_DISK = """
import resource, sys
from pathlib import Path
from random import Random
from cchc_rules.files import OutputError
from cchc_rules.season import Session
from tests.season.made import program, stands
from tests.soak.seasons import START, changes
folder, unlimited = Path(sys.argv[1]), resource.getrlimit(resource.RLIMIT_FSIZE)[1]
for limit in range(400, 12_000, 700):
    path, kept = folder / f"{limit}.jsonl", None
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, unlimited))
    try:
        with Session(program(), as_of=START, journal=path) as season:
            kept = stands(season)
            for change in changes(Random(limit), 200):
                season.apply(change)
                kept = stands(season)
    except OutputError as error:
        assert "failed" == error.reason, error.reason
    else:
        raise AssertionError(f"{limit} bytes were enough")
    assert kept == stands(season)
    resource.setrlimit(resource.RLIMIT_FSIZE, (unlimited, unlimited))
    with Session.restore(program(), path) as season:
        assert "" == season.torn
        assert kept == stands(season), limit
        season.assert_fact("after", "disciplined", True)
print("whole")
"""


def test_a_disk_that_fills_up_leaves_a_whole_journal(tmp_path):
    """Wherever it is full: the change that did not fit is refused, the journal whole, the seal beside it right."""
    run = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ("whole\n", "") == (run.stdout, run.stderr)


def test_a_journal_that_never_got_its_first_line_begins_anew(tmp_path):
    """A process killed while it wrote the first line leaves a season of nobody."""
    path = tmp_path / "journal.jsonl"
    path.write_bytes(b'{"seal":"12')
    with Session.restore(PROGRAM, path) as season:
        assert (0, '{"seal":"12') == (len(season), season.torn)
        season.assert_fact("A", "disciplined", True)
    assert 1 == len(Session.restore(PROGRAM, path))


@pytest.mark.parametrize("place", ["", "no-such-folder/journal"])
def test_a_journal_needs_a_file(tmp_path, place):
    """A folder, or a file in no folder, is refused."""
    with pytest.raises(OutputError):
        SealedLog(tmp_path / place)


def test_following_a_journal_prints_changes_as_they_come(tmp_path):
    """`season --follow` tells what another process journals, line by line, until it is interrupted."""
    path = tmp_path / "changes.jsonl"
    path.write_text('{"candidate": "P1", "facts": {"head_disciplined": true}}\n')
    command = [
        str(Path(sys.executable).with_name("cchc-rules")),
        "--lang",
        "en",
        "season",
        "quan-12-2022",
        "agency",
        str(path),
    ]
    follower = subprocess.Popen([*command, "--follow"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert "P1: undetermined → not eligible\n" == follower.stdout.readline()
        follower.stdout.readline()
        with path.open("a") as handle:
            handle.write('{"candidate": "P2", "facts": {"head_')
            handle.flush()
            sleep(0.05)
            handle.write('disciplined": true}}\n')
        assert "P2: undetermined → not eligible\n" == follower.stdout.readline()
    finally:
        follower.send_signal(signal.SIGINT)
        follower.communicate(timeout=120)
