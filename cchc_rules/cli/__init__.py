"""The command line, ``cchc-rules``: results on stdout, everything else on stderr.

Exit codes: 0 done, 1 findings in rulesets or data, 2 wrong usage or files, 3 a fault of this program; as every command
it ends with 130 when interrupted, with 143 when told to end, with 141 when nobody reads its output any more.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Final, NoReturn

import click

from cchc_rules.cli.speaking import VARIABLE, SpokenGroup, WrongValue, complaint, option, spoken
from cchc_rules.cli.terminal import DONE, FINDINGS, INTERNAL, INTERRUPTED, TERMINATED, UNREAD, USAGE, Terminal
from cchc_rules.files import FileError, OutputError, describe_os_error
from cchc_rules.language.documents.folders import FOLDERS_VARIABLE as FOLDERS
from cchc_rules.language.documents.folders import is_folder
from cchc_rules.phrases import LANGUAGES, phrase
from cchc_rules.problems import CchcError, EngineDisagreement, MissingDependency, Problem, ProblemsError, Span

_COMMANDS: Final = (
    "list",
    "show",
    "check",
    "test",
    "coverage",
    "cases",
    "mutants",
    "verify",
    "compare",
    "what-if",
    "new",
    "template",
    "map",
    "ballot",
    "evaluate",
    "ask",
    "explain",
    "remedies",
    "supplement",
    "select",
    "roster",
    "season",
    "record",
    "records",
    "impact",
    "serve",
    "pages",
    "schema",
    "example",
    "doctor",
)
"""The modules of the commands, in the order the help names them."""

_WRONGLY_ASKED: Final = frozenset(
    (
        *(
            "unknown-ruleset",
            "unknown-category",
            "unknown-criterion",
            "unknown-list",
            "unknown-candidate",
            "unknown-selection",
            "unknown-grade",
            "unknown-unit",
            "ask-several",
            "ask-unfinished",
            "cannot-listen",
            "other-papers",
            "selection-elsewhere",
            "no-rulesets-there",
            "several-rulesets",
        ),
        *("unknown-parameter", "parameter-value", "parameter-missing", "output-ending", "output-option"),
        *(
            "engine-input",
            "engine-option",
            "engine-output",
            "return-file",
            "no-files",
            "mapping-option",
            "mapping-file",
            "new-id",
        ),
        *("bad-checkpoint", "unknown-record", "store-busy", "store-newer", "store-not-empty", "store-unusable"),
    )
)
"""Problems of what was asked for, not of a ruleset or of data."""


@click.group(
    "cchc-rules",
    cls=SpokenGroup,
    help="command.cchc-rules",
    context_settings={"max_content_width": 100},
    modules=_COMMANDS,
)
@option(
    "--lang",
    key="option.lang",
    type=click.Choice(LANGUAGES),
    default=LANGUAGES[0],
    envvar=VARIABLE,
    show_default=True,
    is_eager=True,
    callback=lambda context, _, value: _speak(context, value),
    expose_value=False,
)
@option(
    "--rulesets",
    key="option.rulesets",
    type=click.Path(),
    metavar="DIR",
    multiple=True,
    callback=lambda context, parameter, folders: _look_in(context, parameter, folders),
    expose_value=False,
)
@option(
    "-q",
    "--quiet",
    key="option.quiet",
    is_flag=True,
    callback=lambda context, _, quiet: setattr(context.ensure_object(Terminal), "quiet", quiet),
    expose_value=False,
)
@click.version_option(package_name="cchc_rules", prog_name="cchc-rules", message="%(prog)s %(version)s")
def cchc_rules() -> None:
    """Runs the command named."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs the command line and ends the process with its exit code."""
    # Something behind the streams that the caller closed: writing a result then fails, and is not lost.
    nothing = Path(os.devnull)
    sys.stdin = sys.stdin or nothing.open()
    sys.stdout = sys.stdout or nothing.open()
    sys.stderr = sys.stderr or nothing.open("w")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    told = _Told()
    with told:
        code = exit_code(arguments)
    sys.exit(TERMINATED if told.to_end else code)


class _Told:
    """While it lasts, a process told to end (SIGTERM) ends as an interrupted one does, its drafts removed."""

    to_end = False

    def __enter__(self) -> None:
        alone = threading.current_thread() is threading.main_thread()
        if alone and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, self._end)

    def __exit__(self, *_: object) -> None:
        if signal.getsignal(signal.SIGTERM) == self._end:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)

    def _end(self, *_: object) -> NoReturn:
        self.to_end = True
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # told twice, it still removes what it began
        raise KeyboardInterrupt


def exit_code(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and gives its exit code back; never raises, save for an interrupt's own ways."""
    terminal = Terminal()
    try:
        code = cchc_rules.main(arguments, prog_name="cchc-rules", obj=terminal, standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else DONE
    except SystemExit as end:  # how click ends a completion, and when nobody reads its output
        return DONE if end.code == DONE else UNREAD
    except KeyboardInterrupt:  # between what click itself does
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the outermost boundary: whatever gets here ends as an exit code
        try:
            return _end_process(error, terminal)
        except KeyboardInterrupt:  # while it is told
            return INTERRUPTED


def _end_process(error: Exception, terminal: Terminal) -> int:
    match error:
        case click.ClickException():
            terminal.message(complaint(error, terminal.language))
            return error.exit_code
        case click.Abort():
            terminal.message(terminal.say("interrupted"))
            return INTERRUPTED
        case ProblemsError():
            terminal.message(error.render(terminal.language))
            return USAGE if all(_is_wrongly_asked(one) for one in error.problems) else FINDINGS
        case OutputError(reason="absent"):
            terminal.message(terminal.say("usage.no-folder", path=error.path.parent))
            return USAGE
        case FileError():
            terminal.message(terminal.say(f"file.{error.reason}", path=error.path, code=error.code))
            return USAGE
        case MissingDependency():
            terminal.message(str(error))
            return USAGE
        case BrokenPipeError():
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left to flush goes nowhere
            return UNREAD
        case OSError():  # stdout is closed or its disk is full
            reason, _, code = describe_os_error(error)
            terminal.message(terminal.say(f"file.{reason}", path="stdout", code=code))
            return USAGE
        case CchcError() if not isinstance(error, EngineDisagreement):
            terminal.message(str(error))
            return FINDINGS
    terminal.message(terminal.say("internal", error=f"{type(error).__name__}: {str(error)[:300]}", place=_place(error)))
    return INTERNAL


def _is_wrongly_asked(problem: Problem) -> bool:
    """Whether the problem is what was asked for, not a ruleset or data: those faults have a place in a file."""
    placed = isinstance(problem.where, Span) and problem.code != "parameter-missing"
    return problem.code in _WRONGLY_ASKED and not placed


def _place(error: Exception) -> str:
    """Where in the code the error arose, for the report."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}" if trace is not None else "?"


def _look_in(context: click.Context, parameter: click.Parameter, folders: tuple[str, ...]) -> tuple[str, ...]:
    """Lets ids be looked up in these folders, in this run and in whatever it starts."""
    if absent := [folder for folder in folders if not is_folder(Path(folder))]:
        raise WrongValue(phrase("usage.no-folder", spoken(context), path=absent[0]), context, parameter)
    if folders:
        before = os.environ.get(FOLDERS)
        os.environ[FOLDERS] = os.pathsep.join(folders)
        context.call_on_close(lambda: _put_back(before))
    return folders


def _put_back(before: str | None) -> None:
    os.environ.pop(FOLDERS, None)
    if before is not None:
        os.environ[FOLDERS] = before


def _speak(context: click.Context, language: str) -> str:
    context.ensure_object(Terminal).language = language
    return language
