"""Problems: located, coded faults of a ruleset or of facts, and the errors that carry all of them at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any, Final

from cchc_rules.phrases import LANGUAGES, has_phrase, phrase

MOST_PROBLEMS: Final = 1000
"""How many problems an error prints before it only counts."""


LONGEST_EXCERPT: Final = 160
"""Characters of a source line shown under a problem: of a file on one line those about the place."""


_LISTED: Final = ("known", "lists")
"""Fields of problems that list what there is to choose from."""


def printable_path(path: str) -> str:
    """The name of a file for people and files of results: bytes that are no UTF-8 are written ``\\xff``."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text file; line and column count characters from 1, ``length`` characters are underlined."""

    file: str
    line: int
    column: int
    length: int = 1
    source: str = ""

    def __str__(self) -> str:
        return f"{printable_path(self.file)}:{self.line}:{self.column}"

    def excerpt(self) -> tuple[str, str]:
        """The line about the place and the carets under it; what a terminal would obey or not show is ``\ufffd``."""
        begin = self.column - 1
        first = 0 if len(self.source) <= LONGEST_EXCERPT else max(0, begin - LONGEST_EXCERPT // 4)
        part = self.source[first : first + LONGEST_EXCERPT]
        shown = "".join(one if one.isprintable() else " " if one.isspace() else "\ufffd" for one in part)
        before, after = "…" if first else "", "…" if first + LONGEST_EXCERPT < len(self.source) else ""
        length = max(1, min(self.length, len(part) - (begin - first)))
        return f"{before}{shown}{after}", " " * (len(before) + begin - first) + "^" * length


NOWHERE: Final = Span("", 0, 0)
"""The place of what stands in no file."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place among facts: the row of a table (from 1), the candidate, the path of the fact, the cell."""

    row: int | None = None
    candidate: str | None = None
    path: str | None = None
    cell: str | None = None
    file: str | None = None

    def within(self, language: str) -> str:
        """The place in words, most general first."""
        parts = [printable_path(self.file or "")]
        if self.row is not None:
            parts.append(phrase("problem.row", language, row=self.row))
        if self.candidate is not None:
            parts.append(phrase("problem.candidate", language, id=self.candidate))
        if self.cell is not None:
            parts.append(phrase("problem.cell", language, cell=self.cell))
        parts.append(self.path or "")
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One located, coded error or warning; its words come from the catalogue (``<code>`` and ``<code>.help``).

    ``variant`` picks another wording of the same code (``<code>.<variant>``). ``fields`` fill the wording.
    """

    code: str
    where: Span | Place | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    variant: str = ""
    severity: str = "error"

    @property
    def key(self) -> str:
        """The key of its wording in the catalogue."""
        return f"{self.code}.{self.variant}" if self.variant else self.code

    def message(self, language: str = "en") -> str:
        """What is wrong, in one sentence without a full stop."""
        return phrase(self.key, language, **self._fill(language))

    def _fill(self, language: str) -> dict[str, Any]:
        """What its wording is filled with; of a list of what there is that has no entry, that there is none."""
        none = {name: phrase("problem.none", language) for name in _LISTED if self.fields.get(name) == "–"}
        return {**self.fields, **none}

    def help(self, language: str = "en", *, options: bool = False) -> str:
        """What to do next; empty when nothing can be said beyond the message. With ``options`` those of commands too,
        which no letter, page or answer of the service names (``<code>.option``).
        """
        lines = []
        if self.fields.get("only"):
            lines.append(phrase("help.only-in", language, categories=self.fields["only"]))
        if self.fields.get("nearest"):
            lines.append(phrase("help.did-you-mean", language, nearest=self.fields["nearest"]))
        for kind in ("help", "option") if options else ("help",):
            keys = (f"{self.key}.{kind}", f"{self.code}.{kind}")
            if (key := next(filter(has_phrase, keys), None)) is not None:
                lines.append(phrase(key, language, **self._fill(language)))
        return "; ".join(lines)

    def render_line(self, language: str = "en") -> str:
        """Its place, code, message and help on one line, for who reads a terminal or a log."""
        place = self.where.within(language) if isinstance(self.where, Place) else str(self.where or "")
        helped = self.help(language, options=True)
        line = f"{place}: {self.code}: {self.message(language)}" if place else f"{self.code}: {self.message(language)}"
        return f"{line}; {phrase('problem.help', language)}: {helped}" if helped else line

    def render(self, language: str = "en") -> str:
        """The located line, then for a place in a file the source line with a caret under what is meant."""
        if not isinstance(self.where, Span) or not self.where.source:
            return self.render_line(language)
        number = str(self.where.line)
        line, carets = self.where.excerpt()
        return f"{self.render_line(language)}\n {number} | {line}\n {' ' * len(number)} | {carets}"

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """The problem as plain data."""
        where: dict[str, Any] = {}
        if isinstance(self.where, Span):
            where = {"file": self.where.file, "line": self.where.line, "column": self.where.column}
        elif isinstance(self.where, Place):
            names = ("file", "row", "candidate", "cell", "path")
            where = {name: value for name in names if (value := getattr(self.where, name)) is not None}
            where |= {"file": printable_path(self.where.file)} if self.where.file is not None else {}
        described = {"code": self.code, "severity": self.severity, "where": where, "message": self.message(language)}
        return {**described, "help": helped} if (helped := self.help(language)) else described


class CchcError(Exception):
    """The base of every error this library raises for bad input."""


class ProblemsError(CchcError):
    """An error that carries problems, all that were found; ``str()`` renders them in English."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)

    def render(self, language: str = "en") -> str:
        """Every problem with its place, one block each; beyond 1,000 only their number."""
        blocks = [problem.render(language) for problem in self.problems[:MOST_PROBLEMS]]
        if (hidden := len(self.problems) - MOST_PROBLEMS) > 0:
            blocks.append(f"(+{hidden})")
        return "\n".join(blocks)

    def __str__(self) -> str:
        return self.render("en")


class RulesetError(ProblemsError):
    """A ruleset that does not load, or cannot be compiled as asked."""


class FactError(ProblemsError):
    """Facts that cannot be what they say: wrong types, off-scale levels, unknown names, false checks."""


class EngineDisagreement(CchcError):
    """Two engines came to different results; no decision is given. A bug of the first rank."""


class MissingDependency(CchcError):
    """An optional package is not installed; the message says what to install."""


class ForkedProcess(CchcError):
    """A process forked off one that has used Polars, in which Polars would hang; a spawned one works."""


_DURABLE_RULES: Final = "durable_rules==2.0.28"
_RENAMING: Final = "PyEval_CallObject=PyObject_CallObject"
"""What its C source needs from Python 3.13 on, where the function on the left is gone; the one on the right has always
done the same. Without it gcc 12 builds a module that cannot be loaded, and gcc 14 builds none."""


def install_command(
    extra: str,
    *,
    version: tuple[int, ...] = sys.version_info[:2],
    platform: str = sys.platform,
    python: str = sys.executable,
) -> str:
    """The whole line to run for what an extra needs: for this Python, wherever it lies, and in this system's words.

    `live` is compiled, over whatever an earlier attempt has left behind: pip keeps what it builds, and would give a
    module that cannot be loaded again and again.
    """
    pip = f'"{python}" -m pip' if " " in python else f"{python} -m pip"
    if extra != "live":
        return f'{pip} install "cchc_rules[{extra}]"'  # double quotes, which every shell knows
    line = f"{pip} install --no-cache-dir --force-reinstall --no-deps {_DURABLE_RULES}"
    if version < (3, 13):
        return line
    if platform == "win32":  # Microsoft's compiler reads options from CL, where # stands for =
        return f'set "CL=/D{_RENAMING.replace("=", "#")}" && {line}'
    return f"CPPFLAGS=-D{_RENAMING} {line}"


def import_optional(module: str, *, extra: str, missing: str = "missing-package") -> Any:
    """A module of a package that is not always installed: the one door to all of them.

    Raises MissingDependency, in both languages, when it is absent or cannot be loaded; ``missing`` is the phrase that
    says what to install, from ``package``, ``command`` and ``detail``.
    """
    try:
        return import_module(module)
    except ImportError as error:
        fields = {"package": module.partition(".")[0], "command": install_command(extra), "detail": str(error)}
        raise MissingDependency("\n".join(phrase(missing, language, **fields) for language in LANGUAGES)) from error


def refuse_forked() -> None:
    """Asked before Polars works; the first time remembers the process.

    Raises ForkedProcess in one forked off it since: the threads Polars works with were not forked along, and the first
    call would wait for them for ever.
    """
    if _first_to_use_polars() != os.getpid():
        raise ForkedProcess("\n".join(phrase("forked-process", language) for language in LANGUAGES))


@cache
def _first_to_use_polars() -> int:
    return os.getpid()
