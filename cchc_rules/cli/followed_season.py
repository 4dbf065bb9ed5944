"""Seasons that `serve` shows: files of changes followed for as long as the service runs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from threading import Thread

from cchc_rules.cli.rulesets import load_ruleset
from cchc_rules.cli.season import ChangeLines, apply_line
from cchc_rules.cli.terminal import Terminal
from cchc_rules.files import FileError, open_stream
from cchc_rules.problems import ProblemsError
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from cchc_rules.season import Session


def follow_seasons(asked: Mapping[str, Path], terminal: Terminal) -> dict[str, Session]:
    """The seasons of ``ruleset/category[,category]``, each fed by its file in a thread of its own, by a plain name.

    Raises RulesetError, InputError for a file that cannot be opened, MissingDependency without durable_rules.
    """
    seasons: dict[str, Session] = {}
    for rules, file in asked.items():
        ruleset, _, categories = rules.partition("/")
        loaded = load_ruleset(ruleset)
        wanted = [one.strip() for one in categories.split(",") if one.strip()] or [one.id for one in loaded.categories]
        programs = [compile(loaded, one) for one in wanted]
        open_stream(file).close()  # what cannot be read is told before anything is served
        session = Session(*programs)
        Thread(target=_follow, args=(session, programs, file, terminal), daemon=True).start()
        seasons["-".join((loaded.id, *wanted))] = session
    return seasons


def _follow(session: Session, programs: list[Program], file: Path, terminal: Terminal) -> None:
    """Takes in lines as they come; of one that is refused only the number is told, for its words name candidates."""
    lines = ChangeLines(file, follow=True)
    try:
        for number, line in lines.whole():
            try:
                apply_line(session, programs, lines, line, number)
            except ProblemsError:
                terminal.message(terminal.say("serve.season-refused", path=file.name, line=number))
    except FileError as error:
        terminal.message(terminal.say("serve.season-ended", path=file.name, reason=error.detail))
