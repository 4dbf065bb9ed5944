"""Golden tests: each file of `golden/` holds a command, all it prints and its exit code.

To write them anew after a change you have read: ``CCHC_WRITE_GOLDEN=1 pytest tests/cli``.
"""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest

from cchc_rules.cli import exit_code

HERE = Path(__file__).parent
GOLDEN = sorted((HERE / "golden").glob("*.txt"))
PROMPT = "$ cchc-rules "


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_command_prints_what_its_golden_file_holds(path, capsys, monkeypatch):
    """Standard output, standard error and exit code are those of the file, to the letter."""
    monkeypatch.chdir(HERE / "given")
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("CCHC_LANG", raising=False)
    monkeypatch.setenv("CCHC_RULESETS", ".")
    command = path.read_text().partition("\n")[0]
    code = exit_code(shlex.split(command.removeprefix(PROMPT)))
    printed = capsys.readouterr()
    told = f"{command}\n{printed.out}--- stderr\n{printed.err}--- exit {code}\n".replace("\r\n", "\n")
    if os.environ.get("CCHC_WRITE_GOLDEN"):
        path.write_text(told)
    assert path.read_text() == told
