"""One seeded run of the command: arguments drawn from what each verb says it takes, and what must hold afterwards."""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from shutil import rmtree
from tempfile import TemporaryDirectory
from unittest.mock import patch

import polars as pl

from cchc_rules.cli import main
from tests.fuzz.arguments import draw_arguments
from tests.fuzz.english import find_english
from tests.fuzz.folders import Folder, lay_out
from tests.fuzz.served import ENDING_SOON, TOLD_TO_END, StandIn

ENDS = (0, 1, 2)
"""Done, findings, wrong usage: everything else is a fault of ours, or of whoever killed the process."""

LONGEST = 10.0
"""Seconds of the processor a run may take."""


@dataclass(frozen=True)
class Run:
    """What came of a run: the verb, its exit code, seconds of the processor, and what is wrong with it."""

    verb: str
    code: int
    seconds: float
    wrong: str = ""


def runs_in_folder(seed: int, number: int, *, own_process: bool = False) -> list[Run]:
    """So many runs over the files of a seed, each on what was laid out first; one of them in a process of its own."""
    rng = Random(seed)
    with TemporaryDirectory(prefix="cchc-fuzz-") as made:
        folder = lay_out(Path(made), rng)
        before = {one: one.read_bytes() for one in folder.files()}
        return [
            _run(folder, before, rng, f"seed {seed}, run {at}", apart=own_process and at == number - 1)
            for at in range(number)
        ]


def _run(folder: Folder, before: dict[Path, bytes], rng: Random, place: str, *, apart: bool) -> Run:
    arguments = draw_arguments(folder, rng)
    verb = arguments[2 * (arguments[0] == "--lang")]
    if verb == "serve" and "--season" in arguments:
        apart = True  # it follows the file in a thread that ends with the process
    ended = _in_own_process if apart else _in_this_process
    code, seconds, printed, said = ended(arguments, _input(verb, folder, before, rng), folder.path)
    wrong = judge(folder, before, arguments, code, printed, said)
    if seconds > LONGEST:
        wrong += f"; took {seconds:.1f} s"
    _put_back(folder, before)
    return Run(verb, code, seconds, f"{place}: {arguments}: {wrong}: {(printed + said)[-600:]}" if wrong else "")


def _input(verb: str, folder: Folder, before: dict[Path, bytes], rng: Random) -> bytes:
    """What is typed or piped in: answers to questions, else the candidates."""
    if verb not in ("ask", "map"):
        return before[folder.candidates]
    answers = ("có", "không", "", "?", "<", ".", "khá", "85", "1", "2", "01/12/2022", "x", "-", "1,2", "\x07", "9" * 30)
    return "\n".join(rng.choices(answers, k=rng.choice((0, 5, 60)))).encode("utf-8", "replace")


def _put_back(folder: Folder, before: dict[Path, bytes]) -> None:
    """The folder as it was laid out."""
    for one in folder.files():
        if one not in before:
            one.unlink()
    for one in folder.path.iterdir():
        if one.is_dir():
            rmtree(one)
    for one, content in before.items():
        one.write_bytes(content)


def judge(folder: Folder, before: dict[Path, bytes], arguments: list[str], code: int, printed: str, told: str) -> str:
    """What is wrong with how a run ended; empty when nothing is."""
    said = printed + told
    if code not in ENDS and not (code == TOLD_TO_END and "serve" in arguments):
        return f"exit code {code}"
    if "Traceback" in said:
        return "a traceback"
    is_english = arguments[:2] == ["--lang", "en"]
    if not is_english and (found := find_english(told, (*arguments, *map(str, folder.files())))):
        return f"English in Vietnamese: {found[:3]}"
    if left := [one.name for one in folder.path.iterdir() if one.name.startswith(".")]:
        return f"left behind: {left}"
    if "evaluate" not in arguments[:3]:
        return ""
    outputs = [one for one in folder.path.glob("out.*") if one.is_file() and one not in before]
    read = (one for one in before.items() if one[0].suffix != ".sqlite")  # decisions are recorded into stores
    changed = [one for one, was in read if one.exists() and one.read_bytes() != was]
    if changed:
        return f"changed what it reads: {changed}"
    return _lost(folder, arguments, outputs[0], said) if outputs else ""


def _lost(folder: Folder, arguments: list[str], output: Path, said: str) -> str:
    """Rows of the candidates that are not among the results, and nothing said of them."""
    rows = None if "--format" in arguments else _rows_of(output)
    if rows is None or str(folder.candidates) not in arguments:
        return ""
    ids = [str(row.get("id")) for row in rows]
    if folder.rows is not None and len(rows) != folder.rows:
        return f"{len(rows)} of {folder.rows} rows"
    there = folder.candidates.read_bytes()
    lost = [one for one in folder.ids if one not in ids and one.encode() in there]
    is_said = said.count("\n") > 2 or any(row.get("verdict") == "invalid" for row in rows)
    return f"lost without a word: {lost}" if lost and not is_said else ""


def _rows_of(output: Path) -> list[dict[str, object]] | None:
    """The results in a file of data; None for a document."""
    match output.suffix:
        case ".jsonl":
            return [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
        case ".json":
            found: list[dict[str, object]] = json.loads(output.read_text(encoding="utf-8"))["results"]
            return found
        case ".parquet":
            return pl.read_parquet(output).select("id", "verdict").to_dicts()
        case _:
            return None


def _in_own_process(arguments: list[str], content: bytes, folder: Path) -> tuple[int, float, str, str]:
    code = f"{ENDING_SOON if 'serve' in arguments else ''}from cchc_rules.cli import main; main()"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(one for one in sys.path if one)}
    started = _spent()
    printable = [one.encode("utf-8", "replace").decode() for one in arguments]
    done = subprocess.run(
        [sys.executable, "-c", code, *printable],
        input=content,
        capture_output=True,
        check=False,
        cwd=folder,
        env=environment,
        timeout=30 * LONGEST,
    )
    printed, told = map(_end_of, (done.stdout, done.stderr))
    return done.returncode, _spent() - started, printed, told


def _in_this_process(arguments: list[str], content: bytes, folder: Path) -> tuple[int, float, str, str]:
    with _streams(content) as said, _working_in(folder), patch("uvicorn.Server", StandIn):
        started, code = _spent(), 0
        try:
            main(arguments)
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
        seconds = _spent() - started
        printed, told = (_end_of(stream.buffer.getvalue()) for stream in said)
    return code, seconds, printed, told


def _end_of(printed: bytes, most: int = 20_000) -> str:
    """The last lines of it, whole ones."""
    end = printed if len(printed) <= most else printed[-most:].partition(b"\n")[2]
    return end.decode("utf-8", "replace")


def _spent() -> float:
    """Seconds of the processor that this process and those it has waited for took: a busy machine changes nothing."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


@contextmanager
def _working_in(folder: Path) -> Iterator[None]:
    was = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(was)


@contextmanager
def _streams(content: bytes) -> Iterator[list[io.TextIOWrapper]]:
    """Streams of the command's own: what it reads, prints and says."""
    was = sys.stdin, sys.stdout, sys.stderr
    given, printed, told = (io.TextIOWrapper(io.BytesIO(one), encoding="utf-8") for one in (content, b"", b""))
    sys.stdin, sys.stdout, sys.stderr = given, printed, told
    try:
        yield [printed, told]
    finally:
        sys.stdin, sys.stdout, sys.stderr = was
