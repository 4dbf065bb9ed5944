"""Writers of every kind of output killed and their disks filled: at the final name stands the whole, or what was.

``python -m tests.soak.outputs kill --times 100`` kills so many writers a kind at random moments; ``full`` lets each
kind write with a disk that is full at every 4 kB. Writers are forked off a process that has never used Polars.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from time import monotonic, sleep

from cchc_rules import Checkpoint, RecordStore, evaluate
from cchc_rules.cli import exit_code
from cchc_rules.files import OutputError
from cchc_rules.records.databases import StoreError
from cchc_rules.sealed_log import read_sealed
from cchc_rules.season import Session
from tests.decisions.made import good
from tests.decisions.made import program as decided_by
from tests.postgres import postgres_server
from tests.season.made import program
from tests.soak.seasons import START, changes

GIVEN = Path(__file__).parents[1] / "cli" / "given" / "small"
ROWS, FEW = 120, 5
STEP = 4096
OLD = b"what stood there before"
FINDINGS, USAGE = 1, 2
REFUSED = 40
"""How a writer of a log ends when the disk refuses."""

FORMS = ("csv", "json", "jsonl", "html", "docx", "xlsx", "parquet", "columns.csv", "columns.jsonl", "columns.parquet")
"""Endings of files that `evaluate` writes; ``columns``: by the columns engine."""

COMPARED = ("compare.txt", "compare.json", "compare.xlsx")
"""Endings of comparisons of two files of results."""

LISTED = ("roster.docx", "roster.html")

FOLDERS = ("supplement.docx", "supplement.html", "letters.docx")
"""Kinds of papers that are written a file a candidate, into a folder."""

ANSWERS = "ask.json"
"""The file of an interview."""


@dataclass(frozen=True)
class Output:
    """A file to be written by the command, and what it should hold."""

    folder: Path
    form: str

    @property
    def path(self) -> Path:
        """Where it is to stand."""
        return self.folder / f"out.{self.form}"

    def write(self) -> int:
        """Decides the candidates into it, or compares results; the exit code, 0 for findings too."""
        rows, office = str(self.folder / "in.csv"), (str(GIVEN), "office")
        few, kind = str(self.folder / "few.csv"), self.form.partition(".")[2]
        if self.form in COMPARED:
            old, new = (str(self.folder / f"{one}.json") for one in ("old", "new"))
            asked = ["compare", "--results", old, new, "-o", str(self.path)]
        elif self.form in LISTED:
            asked = ["roster", *office, rows, "-o", str(self.path)]
        elif self.form == "letters.docx":
            asked = ["remedies", *office, few, "--letters", str(self.path)]
        elif self.form in FOLDERS:
            asked = ["supplement", *office, few, "-o", str(self.path), "--format", kind]
        else:
            engine = "columns" if self.form.startswith("columns") else "direct"
            asked = ["evaluate", *office, rows, "-o", str(self.path), "--engine", engine]
        code = exit_code(asked)
        return 0 if code == FINDINGS else code

    def read(self) -> dict[str, bytes]:
        """What stands at the file's name, or at each name of the folder, drafts left out."""
        if not self.path.is_dir():
            return {self.path.name: self.path.read_bytes()}
        found = {one.name: one.read_bytes() for one in self.path.iterdir() if not one.name.startswith(".")}
        assert len(found) == FEW, found.keys()
        return found

    def put_back(self, names: Iterable[str]) -> None:
        """Puts what stood there before at each of those names."""
        for name in names:
            (self.path / name if self.form in FOLDERS else self.path).write_bytes(OLD)


def lay_out(folder: Path) -> None:
    """The candidates to decide, and a folder for drafts."""
    rows = (f"A{n},{('Có', 'Không', '')[n % 3]},{('Tốt', 'Khá')[n % 2]},0\n" for n in range(ROWS))
    head = "id,disciplined,rating,initiatives\n"
    (folder / "in.csv").write_text(head + "".join(rows), encoding="utf-8")
    few = (f"A{n},,Tốt,\n" for n in range(FEW))
    (folder / "few.csv").write_text(head + "".join(few), encoding="utf-8")
    for name, told in (("old", "Có"), ("new", "Không")):
        (folder / f"{name}.csv").write_text(
            head + "".join(f"A{n},{told},Tốt,0\n" for n in range(ROWS)), encoding="utf-8"
        )
        done = fork(
            partial(
                exit_code,
                ["evaluate", str(GIVEN), "office", str(folder / f"{name}.csv"), "-o", str(folder / f"{name}.json")],
            )
        )
        assert hear(*done)[0] in (0, FINDINGS)
    (folder / "drafts").mkdir()
    tempfile.tempdir = str(folder / "drafts")


def fork(act: Callable[[], int], *, most: int | None = None) -> tuple[int, int]:
    """A process that does it, files of ``most`` bytes at most; its id, and where what it says is read."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        code = 99
        try:
            os.close(reading)
            os.dup2(writing, 1)
            os.dup2(writing, 2)
            if most is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
            code = act()
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)
    os.close(writing)
    return child, reading


def hear(child: int, reading: int) -> tuple[int, str]:
    """The exit code of a process, and all it said."""
    with open(reading, encoding="utf-8") as handle:
        said = handle.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


def kill_writers(output: Output, times: int, rng: Random) -> tuple[int, int]:
    """Kills that many writers of a file; how many left it as before, and how many whole."""
    started = monotonic()
    assert hear(*fork(output.write))[0] == 0
    latest, whole = 1.2 * (monotonic() - started), output.read()
    as_before = 0
    for _ in range(times):
        output.put_back(whole)
        child, reading = fork(output.write)
        sleep(rng.uniform(0.3, 1) * latest)
        os.kill(child, signal.SIGKILL)
        _, said = hear(child, reading)
        found = output.read()
        assert found.keys() == whole.keys(), f"{output.form}: other files"
        assert all(one in (OLD, whole[name]) for name, one in found.items()), f"{output.form}: half a file"
        assert found == whole or "out." not in said, f"{output.form}: told, and not there"
        as_before += found != whole
        latest *= 1.05 if found != whole else 0.95  # so that kills fall about its end, wherever that is
    return as_before, times - as_before


def fill_disk(output: Output) -> int:
    """Writes with a disk full after each 4 kB, until there is room for all; how many times there was none."""
    assert hear(*fork(output.write))[0] == 0
    whole = output.read()
    for step in count():
        output.put_back(whole)
        code, said = hear(*fork(output.write, most=STEP * step))
        assert not list((output.folder / "drafts").iterdir()), f"{output.form}: drafts left at {step}"
        assert not list(output.folder.glob("**/.*")), f"{output.form}: {list(output.folder.iterdir())}"
        found = output.read()
        if code == 0:
            assert found == whole
            return step
        told = [line for line in said.splitlines() if str(output.path) in line]
        assert (USAGE, 1) == (code, len(told)), f"{output.form} at {step}: {code}: {said}"
        assert "Traceback" not in said and OLD in found.values()
        assert all(one in (OLD, whole[name]) for name, one in found.items()), f"{output.form} at {step}: half a file"
    raise AssertionError("no end")


def answer(path: Path) -> int:
    """Answers the questions of an interview, the members of a list among them."""
    said = ("A1", "Phòng A", "không", "Tốt", *(f"Sáng kiến {n}" for n in range(FEW)), "", *["có"] * FEW)
    sys.stdin = io.TextIOWrapper(io.BytesIO("\n".join(said).encode()))
    return exit_code(["ask", str(GIVEN), "office", "-o", str(path)])


def kill_interviews(folder: Path, times: int, rng: Random) -> int:
    """Kills that many interviews; how many answers were in their files. Whatever was asked next, the last is there."""
    started, path = monotonic(), folder / "out.ask.json"
    unfinished, total = path.with_name("out.ask.unfinished.json"), 0
    assert hear(*fork(partial(answer, path)))[0] == 0
    latest = monotonic() - started
    for _ in range(times):
        for one in (path, unfinished):
            one.unlink(missing_ok=True)
        child, reading = fork(partial(answer, path))
        sleep(rng.uniform(0.2, 1) * latest)
        os.kill(child, signal.SIGKILL)
        _, said = hear(child, reading)
        (row,) = json.loads(path.read_text(encoding="utf-8")) if path.exists() else [{}]
        entries = json.loads(unfinished.read_text(encoding="utf-8"))["entries"] if unfinished.exists() else []
        named = len(row.get("initiatives") or entries)
        for asked, there in (
            ("Câu 1 ", row.get("name") == "Phòng A"),
            ("Câu 2 ", row.get("disciplined") is False),
            ("Câu 3 ", row.get("rating") == "Tốt"),
            *((f"> Sáng kiến {n}\n", named >= n) for n in range(FEW)),
        ):
            assert there or asked not in said, f"{asked}: {said}"
        total += sum(one is not None for one in row.values()) + named
    return total


def fill_interview_disk(folder: Path) -> None:
    """Answers with a disk that holds nothing: told in a sentence, and no file."""
    path = folder / "full.ask.json"
    code, said = hear(*fork(partial(answer, path), most=0))
    assert (USAGE, False) == (code, path.exists()) and str(path) in said and "Traceback" not in said, said
    assert not list(folder.glob(".*"))


def write_journal(path: Path) -> int:
    """Writes changes for ever, each told when it is acknowledged."""
    try:
        with Session(program(), as_of=START, journal=path) as season:
            for change in changes(Random(str(path))):
                season.apply(change)
                print("done", flush=True)
    except OutputError:
        return REFUSED
    return 0


def check_journal(path: Path, told: list[str], *, refused: bool) -> None:
    """What was acknowledged is there, at most one more where the writer was killed; the season goes on."""
    if not path.exists():
        assert not told
        return
    entries = max(0, len(read_sealed(path.read_bytes(), path).entries) - 1)
    assert len(told) <= entries <= len(told) + (not refused), (len(told), entries)
    with Session.restore(program(), path) as season:
        season.assert_fact("after", "disciplined", True)


def write_store(place: Path | str) -> int:
    """Records decisions for ever, the checkpoint told when one is committed."""
    decision = evaluate(decided_by(), good())
    try:
        with RecordStore(place) as store:
            while True:
                added = store.add(decision)
                print(Checkpoint(store.origin, added.number, added.seal), flush=True)
    except StoreError:
        return REFUSED


def check_store(place: Path | str, told: list[str], *, refused: bool, before: int = 0) -> None:
    """What was committed is there and goes through the last checkpoint told, at most one more; the store goes on."""
    with RecordStore(place) as store:
        store.add(evaluate(decided_by(), good()))  # waits for whoever is still at it
        acknowledged, count = before + len(told), len(store) - 1
        assert acknowledged <= count <= acknowledged + (not refused), (acknowledged, count)
        compared = Checkpoint.of(told[-1]) if told else None
        assert (compared, ()) == ((found := store.verify(compared)).compared, found.problems)


LOGS = {"journal.jsonl": (write_journal, check_journal), "records.db": (write_store, check_store)}

POSTGRES = "records.postgresql"
"""Records in a server of the soak's own: one store, which its writers follow each other in."""


def kill_writer(write: Callable[[], int], rng: Random, *, waits: bool) -> list[str]:
    """Kills a writer at a random moment; what it had told. One that ``waits`` for is killed after its first line."""
    child, reading = fork(write)
    with open(reading, encoding="utf-8") as handle:
        said = handle.readline() if waits else ""
        sleep(rng.uniform(0, 0.05))
        os.kill(child, signal.SIGKILL)
        said += handle.read()
    os.waitpid(child, 0)
    return said.splitlines()


def kill_logs(folder: Path, name: str, times: int, rng: Random) -> int:
    """Kills that many writers of a log; how much they had acknowledged in all."""
    write, check = LOGS[name]
    total = 0
    for number in range(times):
        path = folder / f"{number}-{name}"
        told = kill_writer(lambda path=path: write(path), rng, waits=number % 3 > 0)
        check(path, told, refused=False)
        total += len(told)
    return total


def kill_in_postgres(times: int, rng: Random) -> int:
    """As `kill_logs`, in PostgreSQL: the next writer goes on where the one killed before it was."""
    total = 0
    with postgres_server() as place:
        RecordStore(place).close()
        for number in range(times):
            with RecordStore(place) as store:
                before = len(store)
            told = kill_writer(lambda: write_store(place), rng, waits=number % 3 > 0)
            check_store(place, told, refused=False, before=before)
            total += len(told)
    return total


def fill_log_disk(folder: Path, name: str, steps: int) -> None:
    """Writes a log with a disk full after each 4 kB."""
    write, check = LOGS[name]
    for step in range(steps):
        path = folder / f"full-{step}-{name}"
        code, said = hear(*fork(lambda path=path: write(path), most=STEP * step))
        assert code == REFUSED, (name, step, code, said)
        check(path, said.splitlines(), refused=True)


def main(arguments: list[str] | None = None) -> int:
    """Kill or fill, and print how often."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("what", choices=("kill", "full"))
    options.add_argument("--times", type=int, default=100)
    options.add_argument("--seed", default="1")
    forms = (*FORMS, *COMPARED, *LISTED, *FOLDERS)
    options.add_argument(
        "--only", choices=(*forms, *LOGS, ANSWERS, POSTGRES), nargs="*", default=(*forms, *LOGS, ANSWERS)
    )
    given = options.parse_args(arguments)
    rng = Random(given.seed)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        lay_out(folder)
        for name in given.only:
            if name == POSTGRES:
                print(f"{name}: {given.times} killed, {kill_in_postgres(given.times, rng)} acknowledged", flush=True)
            elif name == ANSWERS and given.what == "full":
                fill_interview_disk(folder)
                print(f"{name}: full at 1 place", flush=True)
            elif name == ANSWERS:
                print(f"{name}: {given.times} killed, {kill_interviews(folder, given.times, rng)} answers", flush=True)
            elif name in LOGS and given.what == "kill":
                acknowledged = kill_logs(folder, name, given.times, rng)
                print(f"{name}: {given.times} killed, {acknowledged} acknowledged", flush=True)
            elif name in LOGS:
                fill_log_disk(folder, name, given.times)
                print(f"{name}: full at {given.times} places", flush=True)
            elif given.what == "kill":
                before, whole = kill_writers(Output(folder, name), given.times, rng)
                print(f"{name}: {given.times} killed, {before} as before, {whole} whole", flush=True)
            else:
                print(f"{name}: full at {fill_disk(Output(folder, name))} places", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
