"""The tutorial is true: followed step by step in an empty folder, its commands print what it shows.

A block of the tutorial is marked by the words after its language: ``yaml ruleset.yaml`` is a whole file, ``yaml
ruleset.yaml under=facts`` goes at the end of that part of the file, ``yaml ruleset.yaml before=categories`` before that
key, ``yaml ruleset.yaml replace=require`` in place of the last line with that key. ``console`` blocks hold commands and
what they print. ``python -m tests.test_tutorial`` writes the printed parts anew: read the difference first.
"""

from __future__ import annotations

import csv
import os
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import ExitStack, chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from cchc_rules.cli import exit_code

ROOT = Path(__file__).parents[1]
TUTORIAL = ROOT / "docs" / "tutorial.md"
PAGES = {"en": TUTORIAL, "vi": ROOT / "docs" / "vi" / "tutorial.md"}
EXAMPLE = ROOT / "examples" / "own_campaign"
BLOCK = re.compile(r"^```([a-z]+)((?: [\w./=-]+)*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def followed(text: str, folder: Path) -> str:
    """The tutorial with what its commands print in ``folder``, where its files are written on the way."""
    with chdir(folder):
        return BLOCK.sub(_done, text)


def _done(block: re.Match[str]) -> str:
    language, marks, content = block.groups()
    if language == "console":
        return f"```console\n{''.join(_printed(content))}```"
    if marks:
        _write(marks.split(), content)
    return block.group()


def _printed(content: str) -> Iterator[str]:
    """The commands of a console block, each with what it prints."""
    code = 0
    for line in content.splitlines():
        if not line.startswith("$ "):
            continue
        yield f"{line}\n"
        if line == "$ echo $?":
            yield f"{code}\n"
        else:
            code, printed = _run(line.removeprefix("$ cchc-rules "))
            yield printed


def _run(command: str) -> tuple[int, str]:
    """The exit code of a command, and all it prints; with ``< FILE`` what it reads, and prints in the order it does."""
    command, _, given = command.partition(" < ")
    out, err = StringIO(), StringIO()
    with ExitStack() as stack:
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(out if given else err))
        if given:
            was, sys.stdin = sys.stdin, stack.enter_context(open(given, encoding="utf-8"))
            stack.callback(setattr, sys, "stdin", was)
        code = exit_code(shlex.split(command))
    return code, (out.getvalue() + err.getvalue()).replace("\r\n", "\n")


def _write(marks: list[str], content: str) -> None:
    path = Path(marks[0])
    kind, _, key = marks[1].partition("=") if len(marks) > 1 else ("", "", "")
    path.write_text(_inserted(path.read_text().splitlines(), content.splitlines(), kind, key) if kind else content)


def _inserted(lines: list[str], more: list[str], kind: str, key: str) -> str:
    """The file with more lines before a key, at the end of the part under it, or for its last line."""
    if kind == "replace":
        at = max(index for index, line in enumerate(lines) if line.strip().startswith(f"{key}:"))
        return "\n".join([*lines[:at], *more, *lines[at + 1 :]]) + "\n"
    at = next(index for index, line in enumerate(lines) if line.strip() == f"{key}:")
    if kind == "under":
        depth = len(lines[at]) - len(lines[at].lstrip())
        at += 1
        while at < len(lines) and (not lines[at].strip() or len(lines[at]) - len(lines[at].lstrip()) > depth):
            at += 1
        while not lines[at - 1].strip():
            at -= 1
    return "\n".join([*lines[:at], *more, *lines[at:]]) + "\n"


def _own_files(folder: Path) -> list[Path]:
    """The files the reader wrote; a folder beside them is a copy of another example."""
    return [path for path in folder.iterdir() if path.is_file()]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Of each language what its page prints when it is followed, once, and the files the reader has at the end."""
    found = {}
    for language, page in PAGES.items():
        folder = tmp_path_factory.mktemp(language)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("CCHC_LANG", language)
            patch.delenv("COLUMNS", raising=False)
            printed = followed(page.read_text(encoding="utf-8"), folder)
        found[language] = printed, {path.name: path.read_text(encoding="utf-8") for path in _own_files(folder)}
    return found


@pytest.mark.parametrize("language", PAGES)
def test_the_commands_print_what_the_tutorial_shows(language, pages):
    """Every console block shows what its commands print, errors of a beginner included, in the language of the page."""
    assert PAGES[language].read_text(encoding="utf-8") == pages[language][0]


def test_both_tutorials_make_the_same_ruleset(pages):
    """Their files differ in the names of cases and in the notes on readings alone."""
    made = [
        {name: re.sub("- name: .*", "", text) for name, text in files.items() if name != "README.md"}
        for _, files in pages.values()
    ]
    assert made[0] == made[1]


def test_the_example_is_what_the_tutorial_ends_with(pages):
    """The files in `examples/own_campaign` are those the reader has at the end."""
    assert pages["en"][1] == {path.name: path.read_text(encoding="utf-8") for path in EXAMPLE.iterdir()}


def test_the_example_is_clean(monkeypatch, capsys):
    """Its ruleset has no warning, its cases pass, its coverage has no hole."""
    monkeypatch.chdir(EXAMPLE)
    commands = (["check", "--strict", "."], ["test", "."], ["coverage", "."])
    assert [0, 0, 0] == [exit_code(command) for command in commands], capsys.readouterr()


def test_the_example_decides_its_candidates(monkeypatch, capsys):
    """Two hamlets are eligible; each of the others shows another way to come out."""
    monkeypatch.chdir(EXAMPLE)
    monkeypatch.setenv("CCHC_LANG", "en")
    command = ["evaluate", ".", "hamlet", "candidates.csv", "--list", "sessions=sessions.csv", "--format", "csv"]
    assert 1 == exit_code(command)
    verdicts = [row[3] for row in csv.reader(StringIO(capsys.readouterr().out)) if row][1:]
    assert ["eligible", "not eligible", "eligible", "undetermined", "invalid data"] == verdicts


if __name__ == "__main__":
    os.environ.pop("COLUMNS", None)
    for language, page in reversed(PAGES.items()):
        os.environ["CCHC_LANG"] = language
        with TemporaryDirectory() as name:
            page.write_text(followed(page.read_text(encoding="utf-8"), Path(name)), encoding="utf-8")
            EXAMPLE.mkdir(parents=True, exist_ok=True)
            for made in _own_files(Path(name)):  # the English ones stay, they come last
                (EXAMPLE / made.name).write_text(made.read_text())
    sys.exit(0)
