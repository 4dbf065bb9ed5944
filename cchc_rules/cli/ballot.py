"""``cchc-rules ballot``: the judgements that verdicts still hang on, on a sheet for those who judge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cchc_rules.cli.request import Request, takes_request
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, Terminal, pass_terminal
from cchc_rules.files import refuse_overwriting
from cchc_rules.forms.ballot import list_questions, write_ballot
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.intake.table import TableError
from cchc_rules.problems import Problem


@command("ballot")
@takes_request
@option("--id", "id_header", key="option.id-header", metavar="HEADER", default="")
@option("-o", "--output", key="option.ballot-output", type=click.Path(path_type=Path), required=True)
@pass_terminal
def run(terminal: Terminal, /, output: Path, **asked: Any) -> int:
    """Writes the ballot, whole or not at all, and says how many judgements of how many candidates it asks for."""
    request = Request(**asked)
    if output.suffix.lower() != ".xlsx":
        raise TableError([Problem("output-option", None, {"option": "--output", "endings": ".xlsx"})])
    refuse_overwriting(request.files, output)
    program, table, sources = request.read(terminal)
    results = list(decide_rows(program, table, as_of=request.as_of))
    questions = list(list_questions(program, results, terminal.language))
    write_ballot(output, program, questions, [one.sha256 for one in sources], terminal.language)
    candidates = len({one.id for one in questions})
    terminal.note(terminal.say("ballot.written", path=output, count=len(questions), candidates=candidates))
    if faulty := sum(bool(one.problems) for one in results):
        terminal.message(terminal.say("ballot.faulty", count=faulty))
    return DONE
