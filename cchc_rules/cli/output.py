"""Where the results of a file go: printed, or written whole as the kind of file its name ends like."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from errno import EEXIST
from pathlib import Path
from secrets import token_hex
from shutil import rmtree
from typing import Final

from cchc_rules.cli.report import print_report
from cchc_rules.cli.terminal import Terminal, console
from cchc_rules.files import OutputError, describe_os_error
from cchc_rules.intake.table import TableError
from cchc_rules.problems import Problem
from cchc_rules.reports.outputs import DOCUMENTS, find_form, open_text, write_file, write_text_form
from cchc_rules.reports.report import Report

FORMATS: Final = ("table", "json", "jsonl", "csv")
"""The forms that can be printed too."""


def form_of(output: Path | None, asked: str | None, *, detail: str | None = None, template: Path | None = None) -> str:
    """The form asked for, else the one the file's name ends like.

    Raises TableError for an ending of no form, for ``--detail`` of what is no report, for a template of what is no
    document.
    """
    form = asked or "table" if output is None else asked or find_form(output)
    if detail is not None and form not in DOCUMENTS:
        raise TableError([Problem("output-option", None, {"option": "--detail", "endings": ".html, .docx, .xlsx"})])
    if template is not None and form != "docx":
        raise TableError([Problem("output-option", None, {"option": "--template", "endings": ".docx"})])
    return form


def write_output(report: Report, form: str, output: Path | None, terminal: Terminal, template: Path | None) -> None:
    """Prints the results, or writes them to ``output``, whole or not at all, and says so with counts."""
    if form == "table":
        with nullcontext(sys.stdout) if output is None else open_text(output, form) as out:
            print_report(report, terminal.out if output is None else console(out))
    elif output is None:
        write_text_form(report, form, sys.stdout)
    else:
        write_file(report, form, output, template=template)
    if output is not None:
        tell_written(output, len(report.results), report, terminal)


def tell_written(output: Path, count: int, report: Report, terminal: Terminal) -> None:
    """Says where how many results stand now, and how many have which verdict."""
    terminal.note(terminal.say("evaluate.written", path=output, count=count))
    terminal.note("; ".join(f"{words}: {count}" for _, words, count in report.statuses()))


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A folder to be, under another name until all is in it. OutputError, with nothing left, when it cannot be."""
    draft = target.with_name(f".{target.name}.{token_hex(6)}.part")
    try:
        yield draft
        draft.rename(target)  # an empty folder may stand there on POSIX
    except OSError as error:
        reason = describe_os_error(OSError(EEXIST, "it is there")) if target.exists() else describe_os_error(error)
        raise OutputError(target, *reason) from error
    finally:
        rmtree(draft, ignore_errors=True)
