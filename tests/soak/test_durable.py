"""The long searches on live seasons: 200,000 differential pairs, 10,000 deaths, 100,000 candidates."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from cchc_rules.season import Session
from tests.season.made import program, stands
from tests.soak import durable
from tests.soak.seasons import START, changes, cut_journal, killed_once

ROOT = Path(__file__).parents[2]
MEGABYTES = 1 << 10

GROWTH = """
import resource
from cchc_rules.season import Session
from tests.season.made import program
session = Session(program())
def spent(first, last):
    for number in range(first, last):
        facts = {"disciplined": number % 3 == 0, "staff": 10, "following": number % 11, "index": "Khá"}
        session.assert_facts(f"C{number}", facts)
        if number % 2:
            session.retract_fact(f"C{number}", "disciplined")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
first = spent(0, FIRST)
print((spent(FIRST, LAST) - first) / (LAST - FIRST), len(session.standings()))
"""


def growth(first: int, last: int) -> float:
    """How many kilobytes a session grows for each further candidate."""
    code = GROWTH.replace("FIRST", str(first)).replace("LAST", str(last))
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    kilobytes, candidates = run.stdout.split()
    assert last == int(candidates)
    return float(kilobytes)


def test_a_session_keeps_little_of_each_candidate():
    """4,000 further candidates, their facts changed and withdrawn, cost less than 2 kB each."""
    assert growth(2000, 6000) < 2


@pytest.mark.soak
def test_a_hundred_thousand_candidates_fit():
    """100,000 candidates in one session cost less than 2 kB each."""
    assert growth(2000, 100_000) < 2


@pytest.mark.soak
def test_live_and_reference_agree_on_200_000_pairs():
    """No outcome, verdict or failed check differs."""
    assert 0 == durable.main(["--pairs", "200000", "--processes", str(min(4, os.cpu_count() or 1))])


@pytest.mark.soak
def test_ten_thousand_deaths_restore_what_was_acknowledged(tmp_path):
    """A season restored at each of 10,000 random cuts of its journal stands as after the last whole line."""
    path, expected, rng = tmp_path / "journal", {}, Random(6)
    with Session(program(), as_of=START, journal=path) as season:
        expected[1] = stands(season)
        for number, change in enumerate(changes(Random(7), 60), start=2):
            season.apply(change)
            expected[number] = stands(season)
    content, torn = path.read_bytes(), tmp_path / "torn"
    for _ in range(10_000):
        cut = rng.randrange(content.index(b"\n") + 1, len(content) + 1)
        cut_journal(content[:cut], torn)
        with Session.restore(program(), torn) as season:
            assert expected[content.count(b"\n", 0, cut)] == stands(season)


@pytest.mark.soak
def test_a_thousand_killed_processes_lose_nothing(tmp_path):
    """1,000 processes killed by SIGKILL at random moments: every change they acknowledged is there again."""
    rng = Random(8)
    assert sum(killed_once(tmp_path / f"{n}", rng.uniform(0, 0.1)) for n in range(1000)) > 1000


@pytest.mark.soak
def test_a_long_season_does_not_grow():
    """50,000 changes of the same eight candidates leave the process as large as the first 5,000."""
    season, rng = Session(program(), as_of=START), Random(9)
    sizes = []
    for number, change in enumerate(changes(rng, 50_000)):
        if change.get("do") != "advance":
            season.apply(change)
        if number % 5000 == 4999:
            sizes.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    assert sizes[-1] - sizes[0] < 5 * MEGABYTES
    assert json.dumps([one.candidate for one in season.standings()])
