"""``cchc-rules season``: reads changes of facts as they come and prints every change of standing they cause."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from time import sleep
from typing import IO, Any, Final

import click

from cchc_rules.cli.parameters import as_day, as_mapping, for_program
from cchc_rules.cli.session import DONE, FINDINGS, Session, pass_session
from cchc_rules.cli.speaking import command, option
from cchc_rules.files import InputError, Unsealing, open_text
from cchc_rules.language.loader import load
from cchc_rules.problems import FactError, Place, Problem
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from cchc_rules.season import Change, JournalError
from cchc_rules.season import Session as Season
from cchc_rules.values import day

STDIN: Final = "-"
_PAUSE: Final = 0.2


@command("season")
@click.argument("ruleset")
@click.argument("categories", metavar="CATEGORY[,CATEGORY]...")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@option("--follow", key="option.follow", is_flag=True)
@option("--journal", key="option.journal", type=click.Path(path_type=Path))
@option("--standings", key="option.standings", is_flag=True)
@option("--as-of", key="option.as-of", metavar="YYYY-MM-DD", callback=as_day)
@option("--param", "parameters", key="option.param", multiple=True, metavar="NAME=VALUE", callback=as_mapping)
@pass_session
def run(session: Session, /, file: Path, follow: bool, journal: Path | None, standings: bool, **asked: Any) -> int:
    """Prints each change of a verdict or an outcome; lines that are refused are told and passed over."""
    programs = _programs(**{name: asked[name] for name in ("ruleset", "categories", "parameters")})
    refused = count = 0
    with closing(_season(programs, asked["as_of"], journal, session)) as season:
        season.subscribe(lambda change: _print(change, session))
        reading = _Reading(file, follow)
        for number, text in reading.lines():
            count += 1
            try:
                _apply(season, programs, reading, text)
            except (FactError, JournalError) as error:
                refused += 1
                session.message(session.say("season.refused", line=number, told=error.rendered(session.language)))
        if reading.torn:
            session.message(session.say("season.torn", path=file, length=len(reading.torn)))
        if standings:
            _print_standings(season, session)
    session.message(session.say("season.read", count=count, refused=refused))
    return FINDINGS if refused else DONE


def _programs(ruleset: str, categories: str, parameters: Mapping[str, str]) -> list[Program]:
    loaded = load(ruleset)
    given = for_program(parameters, loaded)
    return [compile(loaded, one.strip(), parameters=given) for one in categories.split(",")]


def _season(programs: list[Program], as_of: date | None, journal: Path | None, session: Session) -> Season:
    """A new season, or the one its journal holds."""
    if journal is None or not journal.exists():
        return Season(*programs, as_of=as_of, journal=journal)
    season = Season.restore(programs, journal)
    if season.torn:
        session.message(session.say("season.torn", path=journal, length=len(season.torn)))
    if as_of is not None and season.as_of != as_of:
        season.advance(to=as_of)
    session.message(session.say("season.restored", path=journal, count=len(season)))
    return season


class _Reading:
    """The lines of a file of changes or of a journal; ``torn`` is a last line of a journal that has no end."""

    def __init__(self, file: Path, follow: bool) -> None:
        self.file = file
        self.follow = follow
        self.seals = Unsealing(file)
        self.torn = ""

    def lines(self) -> Iterator[tuple[int, str]]:
        """Each line that says something, with its number; with ``follow`` until interrupted."""
        handle = sys.stdin if str(self.file) == STDIN else open_text(self.file)
        try:
            for number, line in enumerate(self._whole(handle), start=1):
                if not line.endswith("\n") and line.startswith('{"seal"'):
                    self.torn = line
                elif line.strip():
                    yield number, line.rstrip("\n")
        finally:
            if handle is not sys.stdin:
                handle.close()

    def _whole(self, handle: IO[str]) -> Iterator[str]:
        """Lines as they are finished; the last one as it is when nothing more comes."""
        begun = ""
        while True:
            line = handle.readline()
            begun += line
            if begun.endswith("\n"):
                yield begun
                begun = ""
            elif not line:
                if not self.follow:
                    break
                sleep(_PAUSE)
        if begun:
            yield begun


def _apply(season: Season, programs: list[Program], reading: _Reading, text: str) -> None:
    try:
        given = json.loads(reading.seals.entry(text) if text.startswith('{"seal"') else text)
    except (ValueError, RecursionError):
        raise JournalError([Problem("season-not-json", Place(file=str(reading.file)))]) from None
    if not isinstance(given, dict) or given.get("do") != "begin":
        season.apply(given)
        return
    if given.get("programs") != {program.category.id: program.digest for program in programs}:
        raise InputError(reading.file, "other-program", "another ruleset, category or parameters")
    if (start := day(given.get("as_of") or "")) is not None and (season.as_of is None or season.as_of < start):
        season.advance(to=start)


def _print(change: Change, session: Session) -> None:
    session.result(change.describe(session.language))
    sys.stdout.flush()


def _print_standings(season: Season, session: Session) -> None:
    for one in season.standings():
        verdict = session.say(f"verdict.{one.verdict.value}")
        session.result(f"{one.candidate}\t{one.name or ''}\t{verdict}")
