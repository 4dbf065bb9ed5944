"""Examples as somebody gets them: each copied alone into an empty folder works as its guide says."""

from __future__ import annotations

import importlib.util
import re
import shlex
import sys
from pathlib import Path

import pytest

from cchc_rules.cli import exit_code
from cchc_rules.cli.example import list_examples

COMMAND = re.compile(r"(?m)^cchc-rules (.+)$|`cchc-rules ([^`]+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
OUT = re.compile(r"(?:^|[\s(`=\"'])\.\./")
SILENT = ("service", "award_system", "own_campaign")
"""Examples whose guides name no command of this program: only servers, or what the tutorial ends with."""


@pytest.mark.parametrize("name", list_examples())
def test_an_example_copied_alone_works_by_its_guide(name, tmp_path, monkeypatch, capsys):
    """Every command printed in a guide runs in the copied folder; nothing in it leads to a file that is not there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CCHC_RULESETS", raising=False)
    assert 0 == exit_code(["--quiet", "example", name])
    monkeypatch.chdir(tmp_path / name)
    guides = [file.read_text(encoding="utf-8") for file in Path().rglob("README*.md")]
    assert [] == [way for guide in guides for way in LINK.findall(guide) if not Path(way).exists()]
    texts = [file.read_text(encoding="utf-8") for file in Path().rglob("*.yaml")]
    assert not any(OUT.search(text) for text in (*guides, *texts))
    commands = {first or second for guide in guides for first, second in COMMAND.findall(guide)}
    assert commands or name in SILENT
    named = sorted(commands) if name not in SILENT else []
    for command in [*named, *(["check --strict .", "test ."] if Path("ruleset.yaml").exists() else [])]:
        code = exit_code(shlex.split(command))
        assert code in ((0,) if command.startswith(("check", "test")) else (0, 1)), (command, capsys.readouterr().err)
    for module in re.findall(r"(?m)^uvicorn --factory (\w+):make_app$", "\n".join(guides)):
        spec = importlib.util.spec_from_file_location(module, f"{module}.py")
        loaded = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, module, loaded)
        spec.loader.exec_module(loaded)
        loaded.make_app(tmp_path)
        assert loaded.program().category.id == loaded.CATEGORY
