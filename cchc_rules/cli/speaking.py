"""Commands, options and groups whose help is a key of the phrase tables, spoken in the language of the run."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from copy import copy
from difflib import get_close_matches
from importlib import import_module
from typing import Any, Final, TypeVar

import click
from click.shell_completion import CompletionItem

from cchc_rules.cli.terminal import Terminal
from cchc_rules.phrases import LANGUAGES, has_phrase, phrase

VARIABLE: Final = "CCHC_LANG"
"""The environment variable that chooses the language of commands."""

_UNEXPECTED: Final = re.compile(r"Got unexpected extra arguments? \((.*)\)")
"""How click says that more was written than the command takes: it has no error of its own for that."""

_EXTRA: Final = re.compile(r"\[[^\[\]]+\]$")
"""What click adds to the help of an option: its default, its range, that it is required."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


def spoken(context: click.Context) -> str:
    """The language to speak: what ``--lang`` chose if it was read already, else the environment, else ``vi``."""
    terminal = context.find_object(Terminal)
    chosen = terminal.language if terminal is not None else os.environ.get(VARIABLE, "")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


class WrongUse(click.UsageError):
    """A wrong call whose message is spoken already; click's own are not."""


class WrongValue(click.BadParameter):
    """A wrong value whose message is spoken already."""


class SpokenOption(click.Option):
    """An option whose ``help`` is a phrase key."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option and its help in the language of the run."""
        translated = copy(self)
        if self.help and has_phrase(self.help):
            translated.help = phrase(self.help, spoken(ctx))
        record = click.Option.get_help_record(translated, ctx)
        return record and (record[0], _EXTRA.sub(lambda found: _say_extra(found[0], spoken(ctx)), record[1]))


def _say_extra(extra: str, language: str) -> str:
    for word in ("default", "required"):
        extra = re.sub(rf"(?<=[\[ ]){word}(?=[:\]])", phrase(f"command.{word}", language), extra)
    return extra


class Spoken(click.Command):
    """What commands and groups share: ``help`` is a phrase key, usage and options are headed in the language spoken."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes how the command is called."""
        language = spoken(ctx)
        words = {"[OPTIONS]": "command.any-options", "COMMAND [ARGS]...": "command.any-command"}
        pieces = [phrase(words[one], language) if one in words else one for one in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=f"{phrase('command.usage', language)} ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes its options."""
        records = [_tell(one, ctx) for one in self.get_params(ctx) if isinstance(one, click.Option)]
        with formatter.section(phrase("command.options", spoken(ctx))):
            formatter.write_dl([record for record in records if record is not None])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """What may be typed next, each option and command with the first sentence of its help."""
        found = super().shell_complete(ctx, incomplete)
        for item in found:
            key = f"option.{item.value[2:]}" if item.value in ("--help", "--version") else item.help or ""
            if has_phrase(key):
                item.help = phrase(key, spoken(ctx)).split(". ")[0].rstrip(".")
        return found

    def get_short_help_str(self, limit: int = 45) -> str:
        """The phrase key of its help, which whoever shows it says in the language of the run."""
        return self.help or ""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes its help in the language of the run."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(phrase(self.help or "", spoken(ctx)))


def _tell(one: click.Option, ctx: click.Context) -> tuple[str, str] | None:
    """How an option is written and what it does; those of click itself have phrases of their own."""
    record, name = one.get_help_record(ctx), one.opts[0].removeprefix("--")
    if record is None or name not in ("help", "version"):
        return record
    return record[0], phrase(f"option.{name}", spoken(ctx))


class SpokenGroup(Spoken, click.Group):
    """The group: its own help and its list of commands are spoken; commands keep their order.

    ``modules`` names commands in modules of this room, each with its command ``run``: imported when it is called.
    """

    def __init__(self, *settings: Any, modules: tuple[str, ...] = (), **others: Any) -> None:
        super().__init__(*settings, **others)
        self.modules = modules

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; None when there is none."""
        if cmd_name in self.modules and cmd_name not in self.commands:
            self.add_command(import_module(f"{__package__}.{cmd_name.replace('-', '_')}").run)
        return super().get_command(ctx, cmd_name)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes its options, then its commands."""
        Spoken.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in their order."""
        return list(self.modules or self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes each command with the first sentence of its help."""
        language = spoken(ctx)
        path = f"{ctx.info_name}-" if ctx.parent is not None else ""
        texts = [(name, phrase(f"command.{path}{name}", language)) for name in self.list_commands(ctx)]
        with formatter.section(phrase("command.commands", language)):
            formatter.write_dl([(name, text.split(". ")[0].rstrip(".")) for name, text in texts])


def complaint(error: click.ClickException, language: str) -> str:
    """What is wrong with how the command was called, and how it is called."""
    wrong = f"{phrase('problem.error', language)}: {_wrong(error, language)}"
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None:
        return wrong
    usage = context.get_usage()
    if error.message.startswith(usage):  # called with nothing at all: the message is the whole help
        return error.message
    return "\n".join((usage, phrase("usage.help", language, command=f"{context.command_path} --help"), "", wrong))


def _wrong(error: click.ClickException, language: str) -> str:
    name = getattr(error, "command_name", None)  # of no command; click before 8.4 does not say it
    match error:
        case WrongUse():
            return error.message
        case WrongValue(param=click.Parameter() as wrong):
            return f"{_call(wrong)}: {error.message}"
        case click.UsageError(ctx=click.Context(command=SpokenGroup() as group) as context) if name is not None:
            return _unknown("usage.no-command", name, get_close_matches(name, group.list_commands(context)), language)
        case click.NoSuchOption(option_name=name, ctx=click.Context(parent=click.Context() as group)) if any(
            name in one.opts for one in group.command.params
        ):
            return phrase("usage.before-command", language, name=name)
        case click.NoSuchOption(option_name=name):
            return _unknown("usage.no-option", name, error.possibilities or (), language)
        case click.BadOptionUsage(option_name=name):
            return phrase("usage.no-value", language, name=name)
        case click.MissingParameter(param=click.Parameter() as missing):
            key = f"usage.missing.{missing.name}"
            return phrase(key if has_phrase(key) else "usage.missing", language, name=_call(missing))
        case click.BadParameter(param=click.Parameter() as wrong):
            return _refuse_value(wrong, language)
        case _:
            more = _UNEXPECTED.match(error.message)
            return (
                phrase("usage.wrong", language) if more is None else phrase("usage.too-many", language, words=more[1])
            )


def _refuse_value(wrong: click.Parameter, language: str) -> str:
    """What an option or argument takes: click's own words on what is wrong with a value are English."""
    name = _call(wrong)
    match wrong.type:
        case click.Choice() as offered:
            return phrase("usage.choice", language, name=name, choices=", ".join(map(str, offered.choices)))
        case click.IntRange() as kind:
            return phrase("usage.range", language, name=name, least=kind.min, most=kind.max)
        case click.Path() as kind:
            wanted = "folder" if not kind.file_okay else "file" if not kind.dir_okay else "readable"
            return phrase(f"usage.path-{wanted}", language, name=name)
        case kind:
            return phrase("usage.whole" if kind.name == "integer" else "usage.wrong-value", language, name=name)


def _call(one: click.Parameter) -> str:
    """How an option or argument is written in the usage of its command."""
    return one.opts[-1] if isinstance(one, click.Option) else one.human_readable_name.strip("[]")


def _unknown(key: str, name: str, possibilities: Iterable[str], language: str) -> str:
    near = ", ".join(f"`{one}`" for one in possibilities)
    told = phrase(key, language, name=name)
    return f"{told}; {phrase('usage.near', language, near=near)}" if near else told


def option(*names: str, key: str, **settings: Any) -> Callable[[_Command], _Command]:
    """An option with the help phrase ``key``."""
    return click.option(*names, cls=SpokenOption, help=key, **settings)


def command(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    """A command with the help phrase ``command.<name>``."""
    return click.command(name, cls=Spoken, help=f"command.{name}")
