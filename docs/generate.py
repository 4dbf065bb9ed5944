"""Writes the pages of ``docs/reference`` that are made from the program: problem codes and commands.

``python docs/generate.py`` writes them anew; ``tests/test_reference_pages.py`` fails while one is stale.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click

from cchc_rules.cli import cchc_rules
from cchc_rules.cli.session import Session
from cchc_rules.phrases import LANGUAGES, TABLES

REFERENCE = Path(__file__).parent / "reference"
EXAMPLES = Path(__file__).parents[1] / "tests" / "diagnostics"
WIDTH = 96
HEADINGS = {
    "source": ("Reading the file", "What is wrong with a ruleset or cases file as YAML, or with its keys."),
    "language": ("Understanding the ruleset", "What is wrong with names, types, expressions; also at compile."),
    "lint": ("Warnings", "What loads and yet is hardly meant; `check --strict` takes warnings for errors."),
    "facts": ("Facts of a candidate", "What is wrong with a value, a list or a name of a fact."),
    "decisions": ("Candidates and records", "What is wrong with a candidate as a whole, or with a decision record."),
    "commands": ("Commands", "What a command was asked that cannot be done."),
    "intake": ("Files of candidates", "What is wrong with a CSV, JSON or JSONL file."),
    "bulk": ("Files of millions", "What the engines `columns` and `spark` cannot do from the command line."),
}


def pages() -> dict[str, str]:
    """Every generated page by the name of its file."""
    return {"problem-codes.md": "\n".join(_problem_codes()) + "\n", "commands.md": "\n".join(_commands()) + "\n"}


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
    context = click.Context(command, info_name="cchc-rules", obj=Session(language), terminal_width=WIDTH)
    for name in path:
        assert isinstance(command, click.Group)
        below = command.get_command(context, name)
        assert below is not None
        command = below
        context = click.Context(command, parent=context, info_name=name, obj=context.obj, terminal_width=WIDTH)
    return [line.rstrip() for line in command.get_help(context).splitlines()]


if __name__ == "__main__":
    for file, text in pages().items():
        (REFERENCE / file).write_text(text, encoding="utf-8")
