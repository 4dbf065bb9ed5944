"""``cchc-rules template``: makes the spreadsheet an office fills in for one category."""

from __future__ import annotations

from pathlib import Path

import click

from cchc_rules.cli.session import DONE, Session, pass_session
from cchc_rules.cli.speaking import command, option
from cchc_rules.files import refuse_overwriting
from cchc_rules.forms.form import write_template
from cchc_rules.language.loader import load
from cchc_rules.program.compiler import find_category


@command("template")
@click.argument("ruleset")
@click.argument("category")
@option("-o", "--output", key="option.template-output", type=click.Path(path_type=Path), required=True)
@option("--evidence", key="option.evidence", is_flag=True)
@pass_session
def run(session: Session, ruleset: str, category: str, output: Path, *, evidence: bool) -> int:
    """Writes the form, whole or not at all."""
    refuse_overwriting([Path(ruleset)], output)
    loaded = load(ruleset)
    write_template(output, loaded, find_category(loaded, category), session.language, evidence=evidence)
    session.message(session.say("template.written", path=output))
    return DONE
