"""The command before a terminal: the bar of long work is on stderr, results go their own way."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest

from cchc_rules import cli
from cchc_rules.cli.progress import LONG_WORK
from cchc_rules.phrases import phrase

GIVEN = Path(__file__).parent / "given"
SMALL = GIVEN / "small"
RED, YELLOW, GREEN = "\x1b[31m", "\x1b[33m", "\x1b[32m"
ANSI = re.compile(r"\x1b\[[0-9;]*m")
IN_COLOUR = [
    ("check warned", YELLOW),
    ("check faulty", RED),
    ("check small", GREEN),
    ("test failing", RED),
    ("test small", GREEN),
    ("coverage small", "\x1b[1;31m"),
    ("evaluate small office offices.csv", RED),
]
COMMAND = [sys.executable, "-c", "from cchc_rules.cli import main; main()"]
APART = "\n- - -\n"
EACH = f"""
import sys
from cchc_rules.cli import exit_code
for line in sys.argv[1:]:
    exit_code(line.split())
    sys.stdout.write({APART!r})
    sys.stdout.flush()
"""
"""Commands one after another in one process, which starts once."""
BAR = phrase("evaluate.progress", "vi")


def evaluated(folder, count):
    """What the command prints of so many candidates, and what a terminal gets of its stderr."""
    offices = folder / "offices.csv"
    offices.write_text("id,disciplined,rating\n" + "".join(f"A{n},Không,Tốt\n" for n in range(count)))
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "CCHC_LANG", "COLUMNS")}
    screen, terminal = pty.openpty()
    with (folder / "printed").open("wb") as printed:
        process = subprocess.Popen(
            [*COMMAND, "evaluate", str(SMALL), "office", str(offices), "--format", "csv"],
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=terminal,
            env=kept | {"TERM": "xterm", "COLUMNS": "100"},
        )
    os.close(terminal)
    said = _read(screen)
    os.close(screen)
    assert 0 == process.wait()
    return (folder / "printed").read_text(encoding="utf-8"), said


@pytest.fixture(scope="module")
def shown():
    """What a terminal gets of the stdout of each command, what a pipe gets, and what a terminal without colours."""
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "CCHC_LANG", "COLUMNS")}
    settings = {"stdin": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": GIVEN}
    variables = kept | {"TERM": "xterm", "COLUMNS": "100", "CCHC_LANG": "en"}
    command, found = [sys.executable, "-c", EACH, *(line for line, _ in IN_COLOUR)], []
    for environment in (variables, variables | {"NO_COLOR": "1"}):
        screen, terminal = pty.openpty()
        process = subprocess.Popen(command, stdout=terminal, env=environment, **settings)
        os.close(terminal)
        found.append(_read(screen).replace("\r\n", "\n"))
        os.close(screen)
        assert 0 == process.wait()
    piped = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=variables, **settings)
    texts = [text.split(APART)[:-1] for text in (found[0], piped.stdout.decode(), found[1])]
    return {line: one for (line, _), *one in zip(IN_COLOUR, *texts, strict=True)}


def _read(screen):
    said = b""
    while True:
        try:
            part = os.read(screen, 65_536)
        except OSError:  # Linux: nobody holds the terminal any more
            part = b""
        if not part:
            return said.decode()
        said += part


def test_a_bar_is_shown_for_many_candidates_and_taken_away(tmp_path):
    """It counts to the number of candidates on stderr, erases itself, and no sign of it is in the results."""
    printed, said = evaluated(tmp_path, 3_000)
    assert BAR in said
    assert "/3000" in said
    assert "\x1b[2K" in said[said.rindex(BAR) :]
    lines = printed.splitlines()
    assert 3_001 == len(lines)
    assert ['"A0"', '"A2999"'] == [line.split(",")[1] for line in (lines[1], lines[-1])]
    assert "\x1b" not in printed and BAR not in printed


@pytest.mark.parametrize("count", [1, LONG_WORK - 1])
def test_no_bar_is_shown_for_few(tmp_path, count):
    """What is done at once needs none."""
    printed, said = evaluated(tmp_path, count)
    assert (count + 1, False) == (len(printed.splitlines()), BAR in said)


def test_whoever_stops_it_while_a_fault_is_told_sees_no_traceback(monkeypatch):
    """Ctrl+C and SIGTERM end it with their code wherever they come, also outside of what click looks after."""
    for place in ("_end_process", "cchc_rules"):
        with monkeypatch.context() as patched:
            patched.setattr(cli, place, Mock(side_effect=KeyboardInterrupt, main=Mock(side_effect=KeyboardInterrupt)))
            assert 130 == cli.exit_code(["show", "none"])


@pytest.mark.parametrize(("command", "colour"), IN_COLOUR)
def test_a_terminal_gets_colour_and_a_pipe_gets_none(command, colour, shown):
    """Both get the same text; who sets NO_COLOR gets no colour on a terminal either."""
    said, piped, plain = shown[command]
    assert colour in said
    assert "\x1b" not in piped
    assert piped == re.sub(" +$", "", ANSI.sub("", said), flags=re.MULTILINE)
    assert set() == set(re.findall(r"\x1b\[(?:[0-9;]*;)?3[0-9]", plain))
