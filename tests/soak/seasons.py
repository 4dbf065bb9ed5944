"""What the tests of journals and seasons share with their soak: random changes, torn logs, killed processes.

``python -m tests.soak.seasons write JOURNAL`` writes random changes for ever and prints a line for each acknowledged;
``kill FOLDER NUMBER SEED`` kills so many forked writers and prints how many changes they had acknowledged in all.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from random import Random
from time import sleep
from typing import Any

from cchc_rules.sealed_log import read_sealed
from cchc_rules.season import Session
from tests.season.made import program

ROOT = Path(__file__).parents[2]
START = date(2022, 11, 1)


def changes(rng: Random, number: int | None = None) -> Iterator[dict[str, Any]]:
    """Changes of the candidates of `tests.season.made.BODY` that are all accepted, one after the other."""
    day, incidents = START, count(1)
    open_lists: dict[str, list[str]] = {}
    for _ in count() if number is None else range(number):
        candidate = f"C{rng.randrange(8)}"
        drawn, is_there = rng.randrange(8), candidate in open_lists
        known = open_lists.setdefault(candidate, []) if drawn else []
        match drawn:
            case 0:
                day += timedelta(days=1)
                yield {"do": "advance", "to": day.isoformat()}
            case 1 if len(known) < 3:
                known.append(f"B{next(incidents)}")
                member = {"code": known[-1], "grave": rng.random() < 0.3}
                yield {"do": "add", "candidate": candidate, "list": "incidents", "member": member, "by": "Thanh tra"}
            case 2 if known:
                yield {"do": "remove", "candidate": candidate, "list": "incidents", "member": known.pop()}
            case 3:
                yield {"do": "complete", "candidate": candidate, "list": "incidents"}
            case 4 if is_there:
                yield {"do": "retract", "candidate": candidate, "fact": rng.choice(("disciplined", "index", "staff"))}
            case 5:
                years = [{"year": 2020, "good": rng.random() < 0.7}, {"year": 2021, "good": True}]
                yield {"candidate": candidate, "facts": {"years": years}}
            case 6:
                facts = {"staff": rng.randint(10, 20), "following": rng.randint(0, 10)}
                yield {"candidate": candidate, "facts": facts, "on": "2022-05-01"}
            case _:
                facts = {"disciplined": rng.random() < 0.2, "index": rng.choice(("Trung bình", "Khá", "Tốt"))}
                yield {"candidate": candidate, "facts": facts, "evidence": "QĐ 1/QĐ-UBND"}


def torn_points(journal: Path, points: int, rng: Random) -> int:
    """How many random cuts of a journal give back exactly the whole lines before the cut, and the rest as torn."""
    content = journal.read_bytes()
    whole = read_sealed(content, journal).entries
    right = 0
    for _ in range(points):
        cut = rng.randrange(len(content) + 1)
        end = content.rfind(b"\n", 0, cut) + 1
        cut_off = read_sealed(content[:cut], journal)
        right += (cut_off.entries, cut_off.length, cut_off.torn) == (
            whole[: content.count(b"\n", 0, cut)],
            end,
            content[end:cut],
        )
    return right


def cut_journal(content: bytes, path: Path) -> None:
    """Writes a journal that was cut by a death, and beside it the last seal that was noted before."""
    path.write_bytes(content)
    path.with_name(f"{path.name}.seal").write_text(read_sealed(content, path).head)


def killed_once(journal: Path, after: float) -> int:
    """Starts a writing process, kills it some seconds after its first change; gives back how many it acknowledged.

    Raises AssertionError when one of those is not in the journal.
    """
    command = [sys.executable, "-m", "tests.soak.seasons", "write", str(journal)]
    writer = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    heard = [writer.stdout.readline()]
    sleep(after)
    writer.send_signal(signal.SIGKILL)
    heard += writer.communicate()[0].splitlines(keepends=True)
    return check_journal(journal, heard)


def check_journal(journal: Path, heard: list[str]) -> int:
    """How many changes a killed writer acknowledged; raises AssertionError when one of those is not in its journal."""
    acknowledged = [json.loads(line) for line in heard if line.endswith("\n")]
    kept = [json.loads(text) for text in read_sealed(journal.read_bytes(), journal).entries][1:]
    assert acknowledged == [entry["do"] for entry in kept][: len(acknowledged)]
    assert len(kept) - len(acknowledged) <= 1
    restored = Session.restore(program(), journal)
    assert len({entry["candidate"] for entry in kept if "candidate" in entry}) == len(restored)
    return len(acknowledged)


def kill_forks(folder: Path, number: int, rng: Random) -> int:
    """Kills forked writers at random moments, and restores what each left; how many changes they acknowledged."""
    Session(program(), as_of=START).assert_fact("A", "disciplined", True)  # what forks share is ready
    total = 0
    for n in range(number):
        journal, (reading, writing) = folder / f"{n}.jsonl", os.pipe()
        if (child := os.fork()) == 0:
            os.close(reading)
            os.dup2(writing, 1)
            write(journal)
        os.close(writing)
        with open(reading) as heard:
            first = heard.readline()
            sleep(rng.uniform(0, 0.02))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            total += check_journal(journal, [first, *heard.read().splitlines(keepends=True)])
    return total


def write(journal: Path) -> None:
    """Writes changes until killed; a line a change, printed when it is acknowledged."""
    season = Session(program(), as_of=START, journal=journal)
    for change in changes(Random(str(journal))):
        season.apply(change)
        print(json.dumps(change.get("do", "facts")), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "kill":
        print(kill_forks(Path(sys.argv[2]), int(sys.argv[3]), Random(sys.argv[4])))
    else:
        write(Path(sys.argv[2]))
