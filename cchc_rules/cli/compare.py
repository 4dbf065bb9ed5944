"""``cchc-rules compare``: two rulesets against each other: what can come out otherwise, and for whom."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click

from cchc_rules.analysis.comparison import Comparison, compare
from cchc_rules.analysis.comparison_words import write_comparison
from cchc_rules.analysis.proofs import Certainty
from cchc_rules.cli.parameters import as_mapping
from cchc_rules.cli.rulesets import load_ruleset
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, FINDINGS, Terminal, pass_terminal
from cchc_rules.facts.parameters import read_parameters
from cchc_rules.files import whole_file
from cchc_rules.intake.table import TableError
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.problems import Problem
from cchc_rules.reports.comparison_workbook import write_comparison_workbook

_ENDINGS: Final = {".xlsx": "xlsx", ".json": "json", ".txt": "table"}


@command("compare")
@click.argument("old")
@click.argument("new")
@option("--rename", "renames", key="option.rename", multiple=True, metavar="OLD=NEW", callback=as_mapping)
@option("--param", "parameters", key="option.compare-param", multiple=True, metavar="NAME=VALUE", callback=as_mapping)
@option("-o", "--output", key="option.compare-output", type=click.Path(path_type=Path, dir_okay=False))
@option("--format", "form", key="option.compare-format", type=click.Choice(("table", "json")), default="table")
@pass_terminal
def run(
    terminal: Terminal,
    old: str,
    new: str,
    renames: Mapping[str, str],
    parameters: Mapping[str, str],
    output: Path | None,
    form: str,
) -> int:
    """Prints or writes the comparison; 1 when somebody comes out otherwise, or when that stays open."""
    if output is not None:
        form = find_comparison_form(output)
    rulesets = load_ruleset(old), load_ruleset(new)
    found = compare(*rulesets, renames=renames, parameters=_read_parameters(rulesets, parameters))
    if form == "xlsx":
        assert output is not None
        write_comparison_workbook(output, found, terminal.language)
    else:
        write_lines(_write(found, form, terminal.language), output, terminal)
    if output is not None:
        terminal.note(terminal.say("compare.written", path=output))
    return DONE if found.certainty is Certainty.PROVED else FINDINGS


def find_comparison_form(output: Path) -> str:
    """The form a file's name ends like; TableError for another ending."""
    ending = output.suffix.lower()
    if ending not in _ENDINGS:
        raise TableError([Problem("output-ending", None, {"ending": ending})])
    return _ENDINGS[ending]


def write_lines(text: str, output: Path | None, terminal: Terminal) -> None:
    """Prints a text, or writes it to a file, whole or not at all."""
    if output is None:
        terminal.result(text)
        return
    with whole_file(output, encoding="utf-8") as out:
        out.write(text + "\n")


def _write(found: Comparison, form: str, language: str) -> str:
    if form == "json":
        return json.dumps(found.to_dict(), ensure_ascii=False, indent=2)
    return "\n".join(write_comparison(found, language))


def _read_parameters(rulesets: tuple[Ruleset, Ruleset], given: Mapping[str, str]) -> Mapping[str, object]:
    """The parameters given, each read by the ruleset that has it, the new one first; for `compile` to refuse."""
    old, new = rulesets
    mine = {one.name for one in old.parameters} - {one.name for one in new.parameters}
    return {
        **read_parameters(old, {name: value for name, value in given.items() if name in mine}),
        **read_parameters(new, {name: value for name, value in given.items() if name not in mine}),
    }
