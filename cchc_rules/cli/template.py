"""``cchc-rules template``: makes the spreadsheet an office fills in for one category."""

from __future__ import annotations

from pathlib import Path

import click

from cchc_rules.cli.rulesets import category_argument, load_ruleset, ruleset_argument
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, Terminal, pass_terminal
from cchc_rules.files import refuse_existing, refuse_overwriting
from cchc_rules.forms.form import write_template
from cchc_rules.intake.table import TableError
from cchc_rules.problems import Problem
from cchc_rules.program.compiler import find_category


@command("template")
@ruleset_argument()
@category_argument()
@option("-o", "--output", key="option.template-output", type=click.Path(path_type=Path), required=True)
@option("--evidence", key="option.evidence", is_flag=True)
@option("--force", key="option.force", is_flag=True)
@pass_terminal
def run(terminal: Terminal, ruleset: str, category: str, output: Path, *, evidence: bool, force: bool) -> int:
    """Writes the form, whole or not at all; not over a file that may be filled in, unless it is forced."""
    loaded = load_ruleset(ruleset)
    refuse_overwriting([Path(loaded.path)], output)
    if output.suffix.lower() != ".xlsx":
        raise TableError([Problem("output-option", None, {"option": "--output", "endings": ".xlsx"})])
    if not force:
        refuse_existing(output)
    write_template(output, loaded, find_category(loaded, category), terminal.language, evidence=evidence)
    terminal.note(terminal.say("template.written", path=output))
    return DONE
