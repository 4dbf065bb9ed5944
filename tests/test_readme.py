"""The README says what is so."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pages import name, twin

ROOT = Path(__file__).parent.parent
READMES = [ROOT / "README.md", twin(ROOT / "README.md")]


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("page", READMES, ids=name)
def test_the_python_of_the_readme_prints_what_it_shows(page: Path) -> None:
    """The three lines of Python give the printed output."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(blocks(page, "python")[0], "README.md", "exec"), {})
    assert blocks(page, "text")[0] == printed.getvalue()


@pytest.mark.parametrize("page", READMES, ids=name)
def test_the_command_of_the_readme_prints_what_it_shows(page: Path) -> None:
    """The one command prints the reasons shown."""
    command = [str(Path(sys.executable).with_name("cchc-rules")), *blocks(page, "console")[0].split()[2:]]
    result = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "COLUMNS": "100"}, capture_output=True, text=True, check=False
    )
    assert 1 == result.returncode  # the example has rows with faults
    assert blocks(page, "text")[1] in result.stdout


def test_the_links_of_the_readme_lead_somewhere() -> None:
    """Every relative link of the README is a file or folder."""
    links = re.findall(r"\]\(([^)#:]+)\)", READMES[0].read_text(encoding="utf-8"))
    assert [] == [link for link in links if not (ROOT / link).exists()]
