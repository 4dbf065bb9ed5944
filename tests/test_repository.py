"""What stands around the program for those who use the repository: the hook for pre-commit, templates for reports."""

from __future__ import annotations

import re
import shlex
from shutil import copytree

import pytest
import yaml
from click import Context

from cchc_rules.cli import cchc_rules, exit_code
from tests.pages import ROOT

(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
TEMPLATES = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.md"))


@pytest.fixture
def commit(tmp_path, monkeypatch, capsys):
    """Calls the hook as pre-commit does: in the project, with the files of the commit that its pattern finds."""
    copytree(ROOT / "examples" / "own_campaign", tmp_path / "campaigns" / "own")
    copytree(ROOT / "examples" / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    program, *words = shlex.split(HOOK["entry"])
    assert ("cchc-rules", "python") == (program, HOOK["language"])

    def run():
        files = [path.relative_to(tmp_path).as_posix() for path in sorted(tmp_path.rglob("*")) if path.is_file()]
        code = exit_code([*words, *(file for file in files if re.search(HOOK["files"], file))])
        return code, capsys.readouterr()

    run.folder = tmp_path / "campaigns" / "own"
    return run


def test_the_hook_checks_the_rulesets_of_a_commit(commit):
    """Ruleset and cases are one file to check; a fault in either stops the commit and is said with its place."""
    assert {"id", "name", "entry", "language", "files"} <= {*HOOK}
    code, printed = commit()
    assert (0, "rulesets checked: 1; errors: 0; warnings: 0\n") == (code, printed.out + printed.err)
    for name, key in (("cases.yaml", "bases:"), ("ruleset.yaml", "issuer:")):
        path = commit.folder / name
        before = path.read_text(encoding="utf-8")
        path.write_text(before.replace(key, f"x{key}", 1), encoding="utf-8")
        code, printed = commit()
        assert 1 == code
        assert re.search(rf"campaigns/own/{re.escape(name)}:[0-9]+:[0-9]+: unknown-key", printed.out)
        path.write_text(before, encoding="utf-8")


def test_templates_ask_in_both_languages_for_what_there_is():
    """Each has a name and says what it is for; the commands it asks to be run are commands; none asks for a person."""
    assert len(TEMPLATES) >= 3
    for path in TEMPLATES:
        _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        assert {"name", "about", "title", "labels"} == {*yaml.safe_load(head)}
        assert " – " in body
        assert set(re.findall(r"`cchc-rules (\w+)", body)) <= {*cchc_rules.list_commands(Context(cchc_rules))}
    change = (ROOT / ".github" / "PULL_REQUEST_TEMPLATE.md").read_text(encoding="utf-8")
    assert [] == [
        name
        for name in re.findall(r"`([\w./-]+/[\w./-]*)`", change)
        if not (ROOT / name).exists() and not (ROOT / "cchc_rules" / name).exists()
    ]
