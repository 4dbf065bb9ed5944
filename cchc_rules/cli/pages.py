"""``cchc-rules pages``: a page and pictures for each ruleset, written to a folder."""

from __future__ import annotations

from pathlib import Path

import click

from cchc_rules.cli.check import ruleset_files
from cchc_rules.cli.session import DONE, Session, pass_session
from cchc_rules.cli.speaking import command, option
from cchc_rules.files import whole_file
from cchc_rules.language.documents.folders import list_rulesets, roots
from cchc_rules.language.loader import load
from cchc_rules.pages.campaign_page import README, campaign_files


@command("pages")
@click.argument("rulesets", nargs=-1, metavar="[RULESET]...")
@option("-o", "--output", key="option.pages-output", type=click.Path(path_type=Path), required=True)
@option("--readme", key="option.pages-readme", default=README, metavar="FOLDER", show_default=True)
@pass_session
def run(session: Session, rulesets: tuple[str, ...], output: Path, readme: str) -> int:
    """Writes the files of the rulesets named, or of all known ones."""
    sources = [source for ruleset in rulesets for source in ruleset_files(ruleset)] or list_rulesets(roots())
    files: dict[str, str] = {}
    for source in sources:
        files |= campaign_files(load(source), readme=readme.rstrip("/"))
    output.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        with whole_file(output / name) as out:
            out.write(text)
    session.message(session.say("pages.written", count=len(files), path=output))
    return DONE
