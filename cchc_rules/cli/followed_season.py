"""Seasons that `serve` shows: files of changes followed for as long as the service runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class FollowedSeason:
    """A season and the file it is fed by."""

    session: Session
    programs: list[Program]
    file: Path

    def begin(self, terminal: Terminal) -> None:
        """Follows the file in a thread of its own, which ends with the process."""
        Thread(target=_follow, args=(self.session, self.programs, self.file, terminal), daemon=True).start()


def open_seasons(asked: Mapping[str, Path]) -> dict[str, FollowedSeason]:
    """The seasons of ``ruleset/category[,category]`` by a plain name, none of them begun.

    Raises RulesetError, InputError for a file that cannot be opened, MissingDependency without durable_rules.
    """
    seasons: dict[str, FollowedSeason] = {}
    for rules, file in asked.items():
        ruleset, _, categories = rules.partition("/")
        loaded = load_ruleset(ruleset)
        wanted = [one.strip() for one in categories.split(",") if one.strip()] or [one.id for one in loaded.categories]
        programs = [compile(loaded, one) for one in wanted]
        open_stream(file).close()  # what cannot be read is told before anything is served
        seasons["-".join((loaded.id, *wanted))] = FollowedSeason(Session(*programs), programs, file)
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
        terminal.message(
            terminal.say(
                "serve.season-ended",
                path=file.name,
                reason=terminal.say(f"file.{error.reason}", path=file.name, code=error.code),
            )
        )
