"""``cchc-rules new``: begins a campaign from another one, with a list of what has to be looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from cchc_rules.cli.output import whole_folder
from cchc_rules.cli.rulesets import load_ruleset
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, Terminal, pass_terminal
from cchc_rules.files import read_whole, whole_file
from cchc_rules.language.campaign_copy import CampaignCopy, copy_campaign
from cchc_rules.language.documents.folders import CASES_FILE, RULESET_FILE
from cchc_rules.language.documents.names import ID_PATTERN
from cchc_rules.language.loader import load
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.problems import Problem, RulesetError
from cchc_rules.text import visible

README: Final = "README.md"
_LONGEST_LINE: Final = 90


@command("new")
@click.argument("id_", metavar="ID")
@option("--from", "source", key="option.new-from", required=True, metavar="RULESET")
@option("--year", key="option.new-year", required=True, type=click.IntRange(1900, 2199))
@option("-o", "--output", key="option.new-output", type=click.Path(path_type=Path))
@pass_terminal
def run(terminal: Terminal, id_: str, source: str, year: int, output: Path | None) -> int:
    """Writes the folder, whole or not at all; what it holds loads."""
    before = load_ruleset(source)
    if not ID_PATTERN.fullmatch(id_) or id_ == before.id:
        raise RulesetError([Problem("new-id", None, {"id": visible(id_), "other": before.id})])
    file, target = Path(before.path), output or Path(id_)
    made = copy_campaign(read_whole(file).decode("utf-8-sig"), str(file), id=id_, year=year)
    with whole_folder(target) as draft:
        _write_folder(draft, made, before, file.with_name(CASES_FILE), terminal)
        load(draft / RULESET_FILE)
    for line in _figure_lines(made):
        terminal.result(line)
    counts = {"path": target, "figures": len(made.figures), "clauses": made.clauses, "other": before.id}
    terminal.note(terminal.say("new.written", **counts))
    return DONE


def _write_folder(folder: Path, made: CampaignCopy, before: Ruleset, cases: Path, terminal: Terminal) -> None:
    folder.mkdir(parents=True)
    with whole_file(folder / RULESET_FILE) as out:
        out.write(made.text)
    if cases.exists():
        with whole_file(folder / CASES_FILE) as out:
            out.write(read_whole(cases).decode("utf-8-sig"))
    with whole_file(folder / README) as out:
        out.write(terminal.say("new.readme", other=before.id, version=before.version, clauses=made.clauses))
        out.writelines(f"- [ ] {line}\n" for line in _figure_lines(made))


def _figure_lines(made: CampaignCopy) -> list[str]:
    """A line each: where it stands, what was found, the text around it."""
    return [
        f"{RULESET_FILE}:{one.line}: {', '.join(one.found)} — {visible(one.text, longest=_LONGEST_LINE)} ({one.path})"
        for one in made.figures
    ]
