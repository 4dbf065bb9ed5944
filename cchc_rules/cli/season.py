"""``cchc-rules season``: reads changes of facts as they come and prints every change of standing they cause."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from json import dumps
from pathlib import Path
from time import sleep
from typing import IO, Any, Final

import click

from cchc_rules.cli.parameters import as_day, as_mapping
from cchc_rules.cli.rulesets import complete_categories, load_ruleset, ruleset_argument
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, FINDINGS, Terminal, pass_terminal
from cchc_rules.decisions.footing import Footing, SourceFile
from cchc_rules.decisions.phrasing.problem_words import label_path, write_problem
from cchc_rules.decisions.scoring import list_results
from cchc_rules.facts.parameters import read_parameters
from cchc_rules.files import InputError, open_stream, refuse_overwriting
from cchc_rules.problems import Place, Problem, ProblemsError
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from cchc_rules.sealed_log import SEALED_START, Unsealing, beside
from cchc_rules.season import Change, JournalError
from cchc_rules.season import Session as Season
from cchc_rules.season.journal import check_head
from cchc_rules.strict_json import read_strict

STDIN: Final = "-"
LONGEST_LINE: Final = 16 * 2**20
"""Bytes of one change: far above any dossier, far below what would fill the memory."""

_PAUSE: Final = 0.2
"""Seconds between looks at a file that is followed: soon for a reader, nothing for the machine."""


@command("season")
@ruleset_argument()
@click.argument("categories", metavar="CATEGORY[,CATEGORY]...", shell_complete=complete_categories)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@option("--follow", key="option.follow", is_flag=True)
@option("--journal", key="option.journal", type=click.Path(path_type=Path))
@option("--seal", key="option.seal", metavar="COUNT-SEAL")
@option("--trust-end", key="option.trust-end", is_flag=True)
@option("--known-only", key="option.known-only", is_flag=True)
@option("--standings", key="option.standings", is_flag=True)
@option("--format", "form", key="option.season-format", type=click.Choice(("text", "json")), default="text")
@option("--as-of", key="option.as-of", metavar="YYYY-MM-DD", callback=as_day)
@option("--param", "parameters", key="option.param", multiple=True, metavar="NAME=VALUE", callback=as_mapping)
@pass_terminal
def run(
    terminal: Terminal, /, file: Path, follow: bool, journal: Path | None, standings: bool, form: str, **asked: Any
) -> int:
    """Prints each change of a verdict, outcome, grade or score; lines that are refused are told and passed over."""
    loaded = load_ruleset(asked["ruleset"])
    parameters = read_parameters(loaded, asked["parameters"])
    programs = [compile(loaded, one.strip(), parameters=parameters) for one in asked["categories"].split(",")]
    for target in () if journal is None else (journal, beside(journal)):
        refuse_overwriting([file], target)
    refused: list[str | None] = []
    count = 0
    with closing(_open_season(programs, journal, terminal, asked)) as season:
        season.subscribe(lambda change: _print_change(change, form, terminal))
        lines, remarked = ChangeLines(file, follow), len(season.remarks)
        for number, line in lines.whole():
            count += 1
            try:
                apply_line(season, programs, lines, line, number)
            except ProblemsError as error:
                places = [one.where for one in error.problems if isinstance(one.where, Place)]
                refused.append(next((one.candidate for one in places if one.candidate), None))
                told = "; ".join(_write_refusal(one, programs, terminal) for one in error.problems)
                terminal.message(terminal.say("season.refused", line=number, told=told))
            for remark in season.remarks[remarked:]:
                terminal.message(terminal.remark(remark, programs[0]))
            remarked = len(season.remarks)
        if lines.torn:
            terminal.message(terminal.say("season.torn", path=file, length=len(lines.torn)))
        if standings:
            _print_standings(season, Counter(refused), form, terminal)
            sources = (SourceFile.at(file),) if file.is_file() else ()  # what comes through a pipe is gone
            footing = Footing(programs[0], season.as_of, sources)
            as_json = dumps({"footing": footing.to_dict()}, ensure_ascii=False)
            for text in (as_json,) if form == "json" else footing.lines(terminal.language):
                terminal.result(text)
        if season.seal is not None:
            terminal.message(terminal.say("season.seal", seal=season.seal))
    terminal.note(terminal.say("season.read", count=count, refused=len(refused)))
    return FINDINGS if refused else DONE


def _print_standings(season: Season, refused: Counter[str | None], form: str, terminal: Terminal) -> None:
    """A line a candidate; it says of whom some change was not taken in, which the verdict knows nothing of."""
    for one in season.standings():
        if form == "json":
            terminal.result(
                dumps({"standing": {**one.to_dict(), "refused": refused[one.candidate]}}, ensure_ascii=False)
            )
            continue
        parts = [one.candidate, one.name or "", terminal.say(f"verdict.{one.verdict.value}")]
        parts += list_results(one.results.values(), terminal.language)
        if count := refused[one.candidate]:
            parts.append(terminal.say("season.standing-refused", count=count))
        terminal.result("\t".join(parts))


def _write_refusal(problem: Problem, programs: list[Program], terminal: Terminal) -> str:
    """What is wrong with a line, by the labels of the category that has the fact; the line itself is named before."""
    where, language = problem.where, terminal.language
    if not isinstance(where, Place):
        told = write_problem(problem, programs[0], language)
        return terminal.say("season.refused.at", told=told, column=where.column) if where else told
    labelled = (one for one in programs if label_path(one.facts, where.path or "", language))
    own = replace(problem, where=replace(where, row=None, file=None))
    told = write_problem(own, next(labelled, programs[0]), language)
    return f"{terminal.say('problem.candidate', id=where.candidate)}, {told}" if where.candidate else told


def _open_season(programs: list[Program], journal: Path | None, terminal: Terminal, asked: Mapping[str, Any]) -> Season:
    """A new season, or the one its journal holds."""
    as_of: date | None = asked["as_of"]
    if journal is None or (asked["seal"] is None and not journal.exists()):
        return Season(*programs, as_of=as_of, journal=journal, known_only=asked["known_only"])
    settings = {name: asked[name] for name in ("seal", "trust_end", "known_only")}
    season = Season.restore(programs, journal, **settings)
    if season.torn:
        terminal.message(terminal.say("season.torn", path=journal, length=len(season.torn)))
    if as_of is not None and season.as_of != as_of:
        season.advance(to=as_of)
    terminal.note(terminal.say("season.restored", path=journal, count=len(season)))
    return season


class ChangeLines:
    """The lines of a file of changes or of a journal; ``torn`` is a last line of a journal that has no end."""

    def __init__(self, file: Path, follow: bool) -> None:
        self.file = file
        self.follow = follow
        self.unsealing = Unsealing(file)
        self.torn = b""

    def whole(self) -> Iterator[tuple[int, bytes]]:
        """Each line that says something, with its number; with ``follow`` until interrupted."""
        handle = sys.stdin.buffer if str(self.file) == STDIN else open_stream(self.file)
        try:
            for number, line in enumerate(self._read_whole_lines(handle), start=1):
                if not line.endswith(b"\n") and line.startswith(SEALED_START):
                    self.torn = line
                elif line.strip():
                    yield number, line.rstrip(b"\r\n")
        finally:
            if handle is not sys.stdin.buffer:
                handle.close()

    def _read_whole_lines(self, handle: IO[bytes]) -> Iterator[bytes]:
        """Lines as they are finished, half a letter waited for; the last one as it is when nothing more comes."""
        begun = b""
        while True:
            piece = handle.readline()
            begun += piece
            if begun.endswith(b"\n"):
                yield begun
                begun = b""
            elif not piece:
                if not self.follow:
                    break
                sleep(_PAUSE)
        if begun:
            yield begun


def apply_line(season: Season, programs: list[Program], lines: ChangeLines, line: bytes, number: int) -> None:
    """Does what a line says: a change, or the head of a journal of the same programs. ProblemsError, InputError."""
    place = Place(row=number, file=str(lines.file))
    if len(line) > LONGEST_LINE:
        raise JournalError([Problem("row-too-large", place, {"limit": LONGEST_LINE})])
    text = lines.unsealing.entry(line) if line.startswith(SEALED_START) else line
    change = read_strict(text, file=str(lines.file), first_line=number)
    if not isinstance(change, dict) or change.get("do") != "begin":
        season.apply(change)
        return
    try:
        start = check_head(change, programs, place)
    except JournalError as error:
        raise InputError(lines.file, "other-program", "another ruleset, category or parameters") from error
    if start is not None and (season.as_of is None or season.as_of < start):
        season.advance(to=start)


def _print_change(change: Change, form: str, terminal: Terminal) -> None:
    as_json = form == "json"
    terminal.result(dumps(change.to_dict(), ensure_ascii=False) if as_json else change.describe(terminal.language))
    sys.stdout.flush()
