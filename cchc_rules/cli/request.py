"""What `evaluate` and `explain` are asked about: a ruleset, a category, a file of candidates and what goes with it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from cchc_rules.cli.parameters import as_day, as_mapping, as_paths
from cchc_rules.cli.rulesets import category_argument, load_ruleset, ruleset_argument
from cchc_rules.cli.speaking import option
from cchc_rules.cli.terminal import Terminal
from cchc_rules.decisions.footing import Footing, SourceFile
from cchc_rules.evaluation import RowResult
from cchc_rules.facts.parameters import read_parameters
from cchc_rules.intake.ballot_sheet import add_judgements, read_ballot
from cchc_rules.intake.book import SPREADSHEET_ENDINGS
from cchc_rules.intake.parquet import PARQUET_ENDINGS
from cchc_rules.intake.probe import probe_files
from cchc_rules.intake.reader import files_in, read, read_rows
from cchc_rules.intake.table import Table, TableError
from cchc_rules.problems import Place, Problem
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from cchc_rules.reports.report import Report

if TYPE_CHECKING:
    from cchc_rules.bulk.survey import Candidates

PIPED: Final = "-"
"""The file name that stands for standard input: CSV, JSON or JSON Lines, told by how it begins."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class Request:
    """The arguments and options both commands have."""

    ruleset: str
    category: str
    paths: tuple[Path, ...]
    lists: Mapping[str, Path]
    as_of: date | None
    parameters: Mapping[str, str]
    ignore: tuple[str, ...]
    sheet: str | None
    id_header: str
    mapping: Path | None
    ballots: tuple[Path, ...]

    @property
    def piped(self) -> bool:
        """Whether the candidates come from standard input."""
        return tuple(map(str, self.paths)) == (PIPED,)

    @property
    def file(self) -> Path:
        """The first of the files, where a command takes one."""
        return self.paths[0]

    @cached_property
    def candidate_files(self) -> tuple[Path, ...]:
        """The files of candidates, those of folders one by one; TableError for a folder without any."""
        if self.piped:
            return (Path("/dev/stdin"),)
        return tuple(file for one in self.paths for file in (files_in(one) if one.is_dir() else [one]))

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that are read, standard input under the name the system has for it."""
        return (
            *self.candidate_files,
            *self.lists.values(),
            *([self.mapping] if self.mapping else []),
            *self.ballots,
        )

    def program(self) -> Program:
        """The program that decides."""
        ruleset = load_ruleset(self.ruleset)
        return compile(ruleset, self.category, parameters=read_parameters(ruleset, self.parameters))

    def probe(self) -> dict[Path, tuple[Problem, ...]]:
        """Has the files that a native reader reads tried out in a process of its own.

        Gives the problems of those that break it, where there are several files of candidates; TableError for the only
        one, and for a list or a ballot.
        """
        tried = [path for path in self.files if path.suffix.lower() in (*PARQUET_ENDINGS, *SPREADSHEET_ENDINGS)]
        broken = probe_files(tried)
        several = self.candidate_files if len(self.candidate_files) > 1 else ()
        if fatal := [one for path, problems in broken.items() if path not in several for one in problems]:
            raise TableError(fatal)
        return broken

    def read(self, terminal: Terminal) -> tuple[Program, Table, tuple[SourceFile, ...]]:
        """The program, the candidates, and the files they come from; prints the problems of the file itself."""
        program, piped = self.program(), self.piped
        broken = self.probe()
        asked: dict[str, Any] = {"lists": self.lists, "ignore": self.ignore, "sheet": self.sheet, "id": self.id_header}
        if piped and self.mapping is not None:
            raise TableError([Problem("mapping-file", Place(file="stdin"), {"ending": "stdin"})])
        if piped:
            content = sys.stdin.buffer.read()
            table = read_rows(Path("stdin"), program.category, content=content, ruleset=program.ruleset, **asked)
            sources = [SourceFile.of(Path("stdin"), content)]
        else:
            bad = tuple(problem for problems in broken.values() for problem in problems)
            files = [one for one in self.candidate_files if one not in broken]
            if not files:
                raise TableError(bad)
            table = read(program, files, map=self.mapping, **asked)
            table = replace(table, problems=(*bad, *table.problems))
            sources = [SourceFile.at(one) for one in files if one.is_file()]
        sources += [SourceFile.at(one) for one in self.lists.values()]
        hashes = [one.sha256 for one in sources]
        for ballot in (read_ballot(path, program) for path in self.ballots):
            table = add_judgements(table, ballot, program, files=hashes)
            sources.append(ballot.file)
        for problem in table.problems:
            terminal.message(terminal.remark(problem, program))
        warn_of_changes(Footing(program, self.as_of), terminal)
        return program, table, tuple(sources)

    def survey(self, program: Program, terminal: Terminal) -> Candidates:
        """The file in blocks of rows, for the columns engine; prints its problems."""
        # Loads Polars, which the direct engine does without.
        from cchc_rules.bulk.survey import survey_file

        self.probe()
        candidates = survey_file(self.file, program.category, ignore=self.ignore)
        for problem in candidates.problems:
            terminal.message(terminal.remark(problem, program))
        return candidates

    def report(
        self, given: tuple[Program, Table, tuple[SourceFile, ...]], results: Sequence[RowResult], language: str
    ) -> Report:
        """The report of what was decided of the rows that `read` has given."""
        program, table, sources = given
        own: dict[str, Any] = {"sources": sources, "mapping": table.mapping}
        return Report(program, results, language, self.as_of, table.problems, **own)


def warn_of_changes(footing: Footing, terminal: Terminal) -> None:
    """Says which parameters have another value than the ruleset's."""
    for change in footing.changes(terminal.language):
        terminal.message(f"{terminal.say('problem.warning')}: {terminal.say('footing.warning', change=change)}")


def takes_request(function: _Command, *, of: str = "category") -> _Command:
    """Gives a command the arguments and options of a Request; they come as keywords of its fields' names.

    ``of`` is what of the ruleset is asked for: its keyword, and its name in the help.
    """
    decorators: tuple[Callable[[_Command], _Command], ...] = (
        ruleset_argument(),
        category_argument(of),
        click.argument("paths", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FILE…"),
        option("--list", "lists", key="option.list", multiple=True, metavar="NAME=FILE", callback=as_paths),
        option("--as-of", key="option.as-of", metavar="DATE", callback=as_day),
        option("--param", "parameters", key="option.param", multiple=True, metavar="NAME=VALUE", callback=as_mapping),
        option("--ignore", key="option.ignore", multiple=True, metavar="HEADER"),
        option("--map", "mapping", key="option.map", type=click.Path(path_type=Path), metavar="MAPPING"),
        option("--ballot", "ballots", key="option.ballot", type=click.Path(path_type=Path), multiple=True),
        option("--sheet", key="option.sheet", metavar="NAME"),
    )
    return reduce(lambda command, decorator: decorator(command), reversed(decorators), function)
