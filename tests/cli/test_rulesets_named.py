"""One way to name a ruleset, in every command; and what a shell is offered for names."""

from __future__ import annotations

from shutil import copytree

import pytest

from cchc_rules.cli import exit_code
from tests.cli.test_commands import HERE

SMALL = HERE / "given" / "small"
COMMANDS = {
    "check": ["check", "{}"],
    "test": ["test", "{}"],
    "coverage": ["coverage", "{}"],
    "mutants": ["mutants", "{}"],
    "show": ["show", "{}"],
    "pages": ["pages", "{}", "-o", "pages"],
    "schema": ["schema", "{}", "office"],
    "template": ["template", "{}", "office", "-o", "form.xlsx"],
    "evaluate": ["evaluate", "{}", "office", "offices.csv"],
    "explain": ["explain", "{}", "office", "offices.csv", "--id", "A"],
}


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with rulesets of its own: beside it, in its folder of rulesets, and one known elsewhere."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CCHC_LANG", "en")
    for place in ("own", "rulesets/kept", "elsewhere/known"):
        copytree(SMALL, tmp_path / place)
        file = tmp_path / place / "ruleset.yaml"
        file.write_text(file.read_text().replace("id: small", f"id: {file.parent.name}", 1))
    monkeypatch.setenv("CCHC_RULESETS", "elsewhere")
    (tmp_path / "offices.csv").write_text("id,disciplined,rating\nA,Không,Tốt\n")
    return tmp_path


@pytest.mark.parametrize("name", ["own", "./own", "own/ruleset.yaml", "kept", "rulesets/kept", "rulesets", "known"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_understands_a_name_alike(command, name, project, capsys):
    """A folder, a file, an id in `rulesets` and an id that is known name the ruleset, whatever is asked of it."""
    code = exit_code([part.format(name) for part in COMMANDS[command]])
    assert (True, "") == (code in (0, 1), capsys.readouterr().err.partition("written")[0].partition("wrote")[0].strip())


@pytest.mark.parametrize("command", COMMANDS)
def test_a_name_of_nothing_is_refused_alike(command, project, capsys):
    """No command takes it for something else."""
    assert 2 == exit_code([part.format("nothing") for part in COMMANDS[command]])
    assert capsys.readouterr().err.startswith("unknown-ruleset: ")


def test_what_lies_nearest_is_meant_and_it_is_said(project, capsys):
    """A folder here stands before the ruleset known under its name, with a warning."""
    copytree(project / "own", project / "known")
    assert 0 == exit_code(["show", "known"])
    printed = capsys.readouterr()
    assert "(own 1.0.0)" in printed.out
    assert (
        "warning: `known` is read from the folder `known`, not the ruleset of that id in `elsewhere/known`"
        in printed.err
    )


def test_a_folder_of_data_does_not_hide_a_ruleset(project, capsys):
    """A folder of an id's name without a ruleset in it is none."""
    (project / "quan-12-2022").mkdir()
    assert (0, "") == (exit_code(["show", "quan-12-2022"]), capsys.readouterr().err)


def test_one_ruleset_is_wanted_where_a_folder_holds_several(project, capsys):
    """The ones there are named."""
    copytree(project / "own", project / "rulesets" / "more")
    assert 2 == exit_code(["show", "rulesets"])
    assert "there are several rulesets in `rulesets`: rulesets/kept, rulesets/more" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("show k", ["kept", "known"]),
        ("check ow", ["own"]),
        ("evaluate own ", ["office"]),
        ("season own o", ["office"]),
        ("show own office --code r", ["rated"]),
        ("--lang en cov", ["coverage"]),
        ("test --f", ["--format"]),
        ("show nothing ", []),
    ],
)
def test_a_shell_is_offered_what_may_be_typed(typed, offered, project, capsys, monkeypatch):
    """Ids, categories, criteria, commands and options, and nothing is said where there is none."""
    words = f"cchc-rules {typed}".split(" ")
    monkeypatch.setenv("COMP_WORDS", " ".join(words))
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    monkeypatch.setenv("_CCHC_RULES_COMPLETE", "bash_complete")
    code, printed = exit_code([]), capsys.readouterr()
    assert (0, offered, "") == (code, [line.split(",")[1] for line in printed.out.split()], printed.err)


def test_completion_speaks_the_language_of_the_run(project, capsys, monkeypatch):
    """Shells that show help beside a word show it in words."""
    monkeypatch.setenv("COMP_WORDS", "cchc-rules --lang vi check --")
    monkeypatch.setenv("COMP_CWORD", "4")
    monkeypatch.setenv("_CCHC_RULES_COMPLETE", "zsh_complete")
    assert 0 == exit_code([])
    assert ["plain", "--strict", "Coi cảnh báo là lỗi"] == capsys.readouterr().out.splitlines()[:3]
