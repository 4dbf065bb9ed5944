"""What a command speaks with: the language chosen, results on stdout, everything else on stderr."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import IO, TYPE_CHECKING, Final

import click

from cchc_rules.decisions.phrasing.problem_words import write_remark
from cchc_rules.phrases import phrase
from cchc_rules.problems import Problem, Span

if TYPE_CHECKING:
    from rich.console import Console

    from cchc_rules.program.program import Program

DONE: Final = 0
FINDINGS: Final = 1
USAGE: Final = 2
INTERNAL: Final = 3
INTERRUPTED: Final = 130
UNREAD: Final = 141
TERMINATED: Final = 143

WRONG: Final = "red"
DOUBTFUL: Final = "yellow"
RIGHT: Final = "green"

WIDTH_WHEN_PIPED: Final = 100

_PADDING: Final = re.compile(" +(?=\n)")


@dataclass
class Terminal:
    """The language of one run of the command, and its two ways out."""

    language: str = "vi"
    quiet: bool = False

    @cached_property
    def out(self) -> Console:
        """The console results are printed on."""
        return console()

    def say(self, key: str, /, **fields: object) -> str:
        """The phrase in the language chosen."""
        return phrase(key, self.language, **fields)

    def result(self, text: str) -> None:
        """Prints a line of the result, as it stands."""
        click.echo(text)

    def message(self, text: str) -> None:
        """Prints a line that is no result."""
        click.echo(text, err=True)

    def note(self, text: str) -> None:
        """Prints a line that is no result and nothing wrong: what was written, how many there were; not when quiet."""
        if not self.quiet:
            self.message(text)

    def problem(self, problem: Problem) -> str:
        """A problem in words, with the source line and a caret when it has one; level and caret in colour."""
        style = _style(problem)
        first, *lines = problem.render(self.language).split("\n")
        if lines and isinstance(problem.where, Span):
            gutter, caret = lines[-1].split("|", 1)
            lines[-1] = f"{gutter}|{paint(caret, style)}"
        return "\n".join((f"{paint(self.say(f'problem.{problem.severity}'), style)}: {first}", *lines))

    def remark(self, problem: Problem, program: Program) -> str:
        """A problem of candidates and their files, as reports say it; what options there are for it too."""
        level = paint(self.say(f"problem.{problem.severity}"), _style(problem))
        return f"{level}: {write_remark(problem, program, self.language, options=True)}"


def _style(problem: Problem) -> str:
    return WRONG if problem.severity == "error" else DOUBTFUL


def paint(text: str, style: str) -> str:
    """The text in a colour of `click`; plain where the user wants none. What is no terminal gets none in any case."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":  # no-color.org
        return text
    return click.style(text, fg=style, bold=True)


def console(file: IO[str] | None = None) -> Console:
    """A console on ``file`` (stdout): as wide as the terminal, elsewhere COLUMNS or 100 wide; prints no markup."""
    from rich.console import Console  # most of the time that `--help` would take

    found = Console(file=file, highlight=False, markup=False, emoji=False)
    columns = os.environ.get("COLUMNS", "")
    if found.is_terminal or columns.isdigit():
        return found
    return Console(file=file, highlight=False, markup=False, emoji=False, width=WIDTH_WHEN_PIPED)


@contextmanager
def page(out: Console) -> Iterator[None]:
    """What is printed in the block appears when it ends, without the spaces that pad lines to the console's width."""
    with out.capture() as captured:
        yield
    out.file.write(_PADDING.sub("", captured.get()))


pass_terminal = click.make_pass_decorator(Terminal, ensure=True)
