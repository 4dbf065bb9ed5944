"""Writes the pages of ``docs/reference`` that are made from the program: problem codes, commands, the Python reference.

``python docs/generate.py`` writes them anew; ``tests/test_reference_pages.py`` fails while one is stale.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any

import click

import cchc_rules as cr
from cchc_rules.cli import cchc_rules
from cchc_rules.cli.terminal import Terminal
from cchc_rules.phrases import LANGUAGES, TABLES

REFERENCE = Path(__file__).parent / "reference"
EXAMPLES = Path(__file__).parents[1] / "tests" / "diagnostics"
WIDTH = 96
SENTENCE = re.compile(r"([.:;]) (?=[A-Z`])")
HEADINGS = {
    "source": ("Reading the file", "What is wrong with a ruleset or cases file as YAML, or with its keys."),
    "language": ("Understanding the ruleset", "What is wrong with names, types, expressions; also at compile."),
    "scores": ("Scores and grades", "What is wrong with a sheet of lines, a band or a cap; also at compile."),
    "years": ("Runs of years", "What is wrong with `run(…)`, or with the `unlisted` of a list; also at compile."),
    "shared": ("Shared parts", "What is wrong with `shared`, or with the `uses` of a category."),
    "lint": ("Warnings", "What loads and yet is hardly meant; `check --strict` takes warnings for errors."),
    "facts": ("Facts of a candidate", "What is wrong with a value, a list or a name of a fact."),
    "decisions": ("Candidates and records", "What is wrong with a candidate as a whole, or with a decision record."),
    "commands": ("Commands", "What a command was asked that cannot be done."),
    "intake": ("Files of candidates", "What is wrong with a CSV, JSON or JSONL file."),
    "selection": ("Selections of a ruleset", "What is wrong with a selection as a ruleset declares it."),
    "mapping": ("Mappings", "What is wrong with a mapping, or with a sheet that is not as it says."),
    "ballot": ("Ballots", "What is wrong with judgements that were filled in on a sheet of their own."),
    "remedies": ("Remedies", "What `remedies` was asked that is not there."),
    "copies": ("Copies of campaigns", "What `new` cannot do."),
    "bulk": ("Files of millions", "What the engines `columns` and `spark` cannot do from the command line."),
}


def pages() -> dict[str, str]:
    """Every generated page by the name of its file."""
    made = {"problem-codes.md": _problem_codes(), "commands.md": _commands(), "python.md": _python()}
    return {name: "\n".join(lines) + "\n" for name, lines in made.items()}


def _problem_codes() -> Iterator[str]:
    yield "# Problem codes"
    yield ""
    yield "<!-- Written by docs/generate.py from the phrases of the package; do not edit. -->"
    yield ""
    yield "A problem has a place, a code, a message and often a help line."
    yield "Codes are stable; tests and programs may rely on them."
    yield "Words in braces are filled in when the problem is reported."
    yield "A code with several wordings has one line for each."
    for table in TABLES:
        phrases = import_module(f"cchc_rules.phrases.{table}").PHRASES
        codes = sorted({code for key in phrases if is_code(code := key.partition(".")[0])})
        if codes:
            yield from _section(table, codes, phrases)


def is_code(stem: str) -> bool:
    """Whether the first part of a phrase's key is a problem code, not a group of other words."""
    return "-" in stem or stem == "unbalanced"


def _section(table: str, codes: list[str], phrases: dict[str, tuple[str, str]]) -> Iterator[str]:
    heading, about = HEADINGS.get(table, (table.capitalize(), ""))
    yield from ("", f"## {heading}", "", about, "", "| Code | Tiếng Việt | English |", "|---|---|---|")
    for code in codes:
        shown = f"[`{code}`](../../tests/diagnostics/{code}.md)" if (EXAMPLES / f"{code}.md").exists() else f"`{code}`"
        wordings = [words for key, words in phrases.items() if key.partition(".")[0] == code and not _is_help(key)]
        helps = [words for key, words in phrases.items() if key.partition(".")[0] == code and _is_help(key)]
        said = ("<br>".join(_cell(words[side]) for words in wordings) for side in range(len(LANGUAGES)))
        vi, en = (_helped(text, [words[side] for words in helps], side) for side, text in enumerate(said))
        yield f"| {shown} | {vi} | {en} |"


def _is_help(key: str) -> bool:
    return key.endswith(".help")


def _helped(text: str, helps: list[str], side: int) -> str:
    mark = ("gợi ý", "help")[side]
    return text + "".join(f"<br>*{mark}: {_cell(one)}*" for one in dict.fromkeys(helps))


def _cell(template: str) -> str:
    plain = template.replace("{{", "{").replace("}}", "}")
    return plain.replace("|", "\\|").replace("<", "&lt;")


def _commands() -> Iterator[str]:
    yield "# Commands"
    yield ""
    yield "<!-- Written by docs/generate.py from the help of the commands; do not edit. -->"
    yield ""
    yield "Results go to standard output, everything else to standard error."
    yield "The commands speak Vietnamese; `--lang en` or the variable `CCHC_LANG=en` makes them speak English."
    yield ""
    yield "| Exit code | Means |"
    yield "|---|---|"
    yield "| 0 | done |"
    yield "| 1 | faults were found in rulesets or data, cases that fail, holes in coverage |"
    yield "| 2 | the command was used wrongly, or a file cannot be read or written |"
    yield "| 3 | a fault of this program |"
    yield ""
    yield "A `RULESET` is an id, or the path of a YAML file or of a folder that holds `ruleset.yaml`."
    yield "An id is looked up in the folders of the variable `CCHC_RULESETS`, then among the rulesets that are shipped."
    for path in _paths((), cchc_rules):
        yield from ("", f"## `{' '.join(('cchc-rules', *path))}`")
        for language in LANGUAGES:
            yield from ("", "```text", *_help(path, language), "```")


def _paths(path: tuple[str, ...], command: click.Command) -> Iterator[tuple[str, ...]]:
    """The names that lead to a command and to those below it."""
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            one = command.get_command(context, name)
            assert one is not None
            yield from _paths((*path, name), one)


def _help(path: tuple[str, ...], language: str) -> list[str]:
    """The lines of a command's help in one language."""
    command: click.Command = cchc_rules
    context = click.Context(command, info_name="cchc-rules", obj=Terminal(language), terminal_width=WIDTH)
    for name in path:
        assert isinstance(command, click.Group)
        below = command.get_command(context, name)
        assert below is not None
        command = below
        context = click.Context(command, parent=context, info_name=name, obj=context.obj, terminal_width=WIDTH)
    return [line.rstrip() for line in command.get_help(context).splitlines()]


# --- Python -------------------------------------------------------------------------------------------------------


def _python() -> Iterator[str]:
    yield "# Python reference"
    yield ""
    yield "<!-- Written by docs/generate.py from the package; do not edit. -->"
    yield ""
    yield "Everything here is read from `cchc_rules` (`import cchc_rules as cr`) and is public."
    yield "It stays, or is announced a version before it goes ([what is stable](stability.md))."
    yield "Names are loaded when first used."
    for name in cr.__all__:
        if not name.startswith("_"):
            yield from ("", f"## `{name}`", "", *_describe(name, getattr(cr, name)))


def _describe(name: str, thing: Any) -> Iterator[str]:
    """Signature and docstring of a function; of a class its public members too."""
    if not inspect.isclass(thing):
        yield from _block(name, thing)
        return
    is_error = issubclass(thing, Exception)
    called = "" if issubclass(thing, Exception | Enum) else _signature(thing)
    yield from ("```python", f"class {name}{called}", "```", "", *_paragraphs(thing))
    for member, value in vars(thing).items():
        if member.startswith("_") or is_error:
            continue
        if isinstance(value, property) and value.__doc__:
            yield from ("", f"**`.{member}`** {_first(value)}")
        elif callable(value) or isinstance(value, classmethod | staticmethod):
            value = getattr(thing, member)
            if inspect.getdoc(value) and not inspect.isclass(value):
                yield from ("", f"**`.{member}{_signature(value)}`** {_first(value)}")
    if issubclass(thing, Enum):
        yield from ("", ", ".join(f"`{one.value}`" for one in thing))


def _block(name: str, thing: Any) -> Iterator[str]:
    yield from ("```python", f"{name}{_signature(thing)}", "```", "", *_paragraphs(thing))


class _Plain(str):
    """An annotation that is text already: shown without quotes."""

    __repr__ = str.__str__


def _signature(thing: Any) -> str:
    """How it is called, annotations as they are written, without what the interpreter passes itself."""
    try:
        found = inspect.signature(thing)
    except (TypeError, ValueError):
        return ""
    shown = [_bare(one) for one in found.parameters.values() if one.name not in ("self", "cls")]
    back = "" if found.return_annotation in ("None", found.empty) else f" -> {found.return_annotation}"
    return f"({', '.join(_separated(shown))}){back}"


def _separated(parameters: list[inspect.Parameter]) -> Iterator[str]:
    """The parameters in words, with the star before the first that goes by name only."""
    is_starred = False
    for one in parameters:
        if one.kind is one.KEYWORD_ONLY and not is_starred:
            yield "*"
        is_starred |= one.kind in (one.KEYWORD_ONLY, one.VAR_POSITIONAL)
        yield str(one)


def _bare(one: inspect.Parameter) -> inspect.Parameter:
    default = one.default
    if default is not one.empty and not isinstance(default, str | int | float | tuple | bool | type(None)):
        default = _Plain("…")
    annotation = one.annotation if one.annotation is one.empty else _Plain(one.annotation)
    return one.replace(annotation=annotation, default=default)


def _paragraphs(thing: Any) -> Iterator[str]:
    """The docstring, a sentence a line, its literals as Markdown writes them."""
    for paragraph in (inspect.getdoc(thing) or "").split("\n\n"):
        yield from (*SENTENCE.sub(r"\1\n", _literal(" ".join(paragraph.split()))).split("\n"), "")


def _first(thing: Any) -> str:
    return _literal(" ".join((inspect.getdoc(thing) or "").split()))


def _literal(text: str) -> str:
    return text.replace("``", "`")


if __name__ == "__main__":
    for file, text in pages().items():
        (REFERENCE / file).write_text(text, encoding="utf-8")
