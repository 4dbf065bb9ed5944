"""One seeded run of the command: arguments drawn from what each verb says it takes, and what must hold afterwards.

A verb that is added is drawn from too; ``NEVER_ENDING`` names what waits for others by its nature.
"""

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

import click
import polars as pl

from cchc_rules.cli import cchc_rules, main
from tests.fuzz.folders import ODD_CELLS, SHIPPED, Folder, lay_out

NEVER_ENDING = ("--follow", "serve", "spark", "mutants")
"""What waits for more to come, for callers, or for a Java machine to start (its own tests hold it); what compiles a
ruleset once for each place in it, which for the largest drawn here takes an hour."""

ENDS = (0, 1, 2)
"""Done, findings, wrong usage: everything else is a fault of ours, or of whoever killed the process."""

LONGEST = 10.0
"""Seconds of the processor a run may take."""

WORDS = (
    *("", "x", "limit=5", "=", "a=b=c", "x" * 5000, "-1", "2022-12-01", "2022-02-30", "05/5/2022", "\u200b", "\udcff"),
    *("quan-12-2022", "agency", "candidate", "id", "name", "missing-id", "unknown-fact", "../..", "/", "không"),
)


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
    ended = _in_own_process if apart else _in_this_process
    code, seconds, said = ended(arguments, before[folder.candidates], folder.path)
    wrong = judge(folder, before, arguments, code, said)
    if seconds > LONGEST:
        wrong += f"; took {seconds:.1f} s"
    _put_back(folder, before)
    verb = arguments[2 * (arguments[0] == "--lang")]
    return Run(verb, code, seconds, f"{place}: {arguments}: {wrong}: {said[-600:]}" if wrong else "")


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


def draw_arguments(folder: Folder, rng: Random) -> list[str]:
    """A verb and what it is asked."""
    context = click.Context(cchc_rules)
    verbs = [one for one in cchc_rules.list_commands(context) if one not in NEVER_ENDING]
    verb = rng.choice([*verbs, *["evaluate"] * 8, *["explain"] * 2, *["season"] * 3, *["record"] * 3, *["check"] * 2])
    command = cchc_rules.get_command(context, verb)
    path = [verb]
    if isinstance(command, click.Group):
        path.append(rng.choice(command.list_commands(context)))
        command = command.get_command(context, path[-1])
    assert command is not None
    arguments, options = [], []
    for one in command.params:
        if isinstance(one, click.Argument):
            arguments += _argument(one, folder, rng)
        elif isinstance(one, click.Option) and rng.random() < _share(verb, one):
            options += _option(one, folder, rng)
    general = ["--lang", rng.choice(("vi", "en", "en", "en", "fr"))] if rng.random() < 0.2 else []
    if verb == "evaluate" and folder.lists and rng.random() < 0.7:
        options += [part for one in folder.lists for part in ("--list", one)]
    return [*general, *path, *arguments, *options]


def _share(verb: str, option: click.Option) -> float:
    """How often an option is used: results of `evaluate` are mostly wanted as files."""
    if option.name == "output":
        return 0.85 if verb == "evaluate" else 0.5
    if option.name in ("engine", "journal", "standings", "as_of", "cross_check", "reasons", "full", "known_only"):
        return 0.3
    return 0.5 if option.required else 0.06


def _argument(argument: click.Argument, folder: Folder, rng: Random) -> list[str]:
    if rng.random() < 0.02:
        return [rng.choice(WORDS)]
    match argument.name:
        case "ruleset" | "rulesets":
            return [folder.ruleset] if rng.random() < 0.93 else [rng.choice(_shipped())]
        case "category" | "categories":
            return [folder.category]
        case "paths" | "file" if isinstance(argument.type, click.Path):
            return [_file(folder, rng)]
        case "paths":
            return [folder.ruleset]
        case _ if isinstance(argument.type, click.Choice):
            return [str(rng.choice(list(argument.type.choices)))]
        case _ if isinstance(argument.type, click.Path):
            return [str(folder.path / f"{argument.name}.out")]
        case _:
            return [rng.choice(WORDS)]


def _shipped() -> list[str]:
    return [one.name for one in SHIPPED.iterdir() if one.is_dir()]


def _file(folder: Folder, rng: Random) -> str:
    """Mostly the file that is meant."""
    draw = rng.random()
    if draw < 0.75:
        return str(folder.candidates)
    if draw < 0.95:
        return str(rng.choice(folder.files()))
    return rng.choice(("-", str(folder.path), str(folder.path / "none.csv"), "/dev/null"))


def _option(option: click.Option, folder: Folder, rng: Random) -> list[str]:
    name = option.opts[-1]
    if name in NEVER_ENDING:
        return []
    if option.is_flag:
        return [name]
    kind = option.type
    if isinstance(kind, click.Choice):
        return [name, rng.choice([str(one) for one in kind.choices if one not in NEVER_ENDING])]
    if option.name == "output":
        ending = rng.choice((*("csv", "jsonl", "json", "parquet", "xlsx", "html", "docx") * 3, "txt", "odd"))
        return [name, str(folder.path / f"out.{ending}")]
    if isinstance(kind, click.Path):
        return [name, _file(folder, rng)]
    return [name, rng.choice(WORDS) if rng.random() < 0.2 else _fit(option, folder, rng)]


def _fit(option: click.Option, folder: Folder, rng: Random) -> str:
    """A value that is of the kind wanted."""
    match option.name:
        case "as_of":
            return rng.choice(("2022-12-01", "2023-01-31", "1999-12-31"))
        case "id_":
            return rng.choice((*folder.ids, "A1"))
        case "lists":
            return rng.choice((*folder.lists, f"x={folder.candidates}"))
        case "parameters":
            return f"{rng.choice((*folder.parameters, 'limit'))}={rng.choice(ODD_CELLS)}"
        case "ignore" | "id_header":
            return rng.choice(("id", "Mã", "name", "f1"))
        case _:
            return str(rng.choice((*WORDS, *ODD_CELLS)))


def judge(folder: Folder, before: dict[Path, bytes], arguments: list[str], code: int, said: str) -> str:
    """What is wrong with how a run ended; empty when nothing is."""
    if code not in ENDS:
        return f"exit code {code}"
    if "Traceback" in said:
        return "a traceback"
    if left := [one.name for one in folder.path.iterdir() if one.name.startswith(".")]:
        return f"left behind: {left}"
    if "evaluate" not in arguments[:3]:
        return ""
    outputs = [one for one in folder.path.glob("out.*") if one.is_file() and one not in before]
    changed = [one for one, was in before.items() if one.exists() and one.read_bytes() != was]
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


def _in_own_process(arguments: list[str], content: bytes, folder: Path) -> tuple[int, float, str]:
    code = "from cchc_rules.cli import main; main()"
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
    return done.returncode, _spent() - started, (done.stdout[-2000:] + done.stderr).decode("utf-8", "replace")


def _in_this_process(arguments: list[str], content: bytes, folder: Path) -> tuple[int, float, str]:
    with _streams(content) as said, _working_in(folder):
        started, code = _spent(), 0
        try:
            main(arguments)
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
        seconds = _spent() - started
        printed = b"".join(stream.buffer.getvalue()[-20_000:] for stream in said)
    return code, seconds, printed.decode("utf-8", "replace")


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
