"""``cchc-rules pages``: a page and pictures for each ruleset, written to a folder."""

from __future__ import annotations

from pathlib import Path

import click

from cchc_rules.cli.rulesets import find_rulesets, ruleset_argument
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, Terminal, pass_terminal
from cchc_rules.files import OutputError, describe_os_error, whole_file
from cchc_rules.language.loader import load
from cchc_rules.pages.campaign_page import README, campaign_files


@command("pages")
@ruleset_argument(many=True)
@option("-o", "--output", key="option.pages-output", type=click.Path(path_type=Path), required=True)
@option("--readme", key="option.pages-readme", default=README, metavar="FOLDER", show_default=True)
@pass_terminal
def run(terminal: Terminal, rulesets: tuple[str, ...], output: Path, readme: str) -> int:
    """Writes the files of the rulesets named, or of all known ones."""
    sources = find_rulesets(rulesets)
    files: dict[str, str] = {}
    for source in sources:
        files |= campaign_files(load(source), readme=readme.rstrip("/"))
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(output, *describe_os_error(error)) from error
    for name, text in files.items():
        with whole_file(output / name) as out:
            out.write(text)
    terminal.note(terminal.say("pages.written", count=len(files), path=output))
    return DONE
