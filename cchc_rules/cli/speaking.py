"""Commands, options and groups whose help is a key of the phrase tables, spoken in the language of the run."""

from __future__ import annotations

import os
from collections.abc import Callable
from copy import copy
from typing import Any, Final, TypeVar

import click

from cchc_rules.cli.session import Session
from cchc_rules.phrases import LANGUAGES, has_phrase, phrase

VARIABLE: Final = "CCHC_LANG"
"""The environment variable that chooses the language of commands."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


def spoken(context: click.Context) -> str:
    """The language to speak: what ``--lang`` chose if it was read already, else the environment, else ``vi``."""
    session = context.find_object(Session)
    chosen = session.language if session is not None else os.environ.get(VARIABLE, "")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


class SpokenOption(click.Option):
    """An option whose ``help`` is a phrase key."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option and its help in the language of the run."""
        translated = copy(self)
        if self.help and has_phrase(self.help):
            translated.help = phrase(self.help, spoken(ctx))
        return click.Option.get_help_record(translated, ctx)


class SpokenCommand(click.Command):
    """A command whose ``help`` is a phrase key."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes its help in the language of the run."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(phrase(self.help or "", spoken(ctx)))


class SpokenGroup(click.Group):
    """The group: its own help and its list of commands are spoken; commands keep their order."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes its help in the language of the run."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(phrase(self.help or "", spoken(ctx)))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order they were added."""
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes each command with the first sentence of its help."""
        language = spoken(ctx)
        told = [(name, phrase(one.help or "", language).split(". ")[0]) for name, one in self.commands.items()]
        with formatter.section(phrase("command.commands", language)):
            formatter.write_dl([(name, text.rstrip(".")) for name, text in told])


def option(*names: str, key: str, **settings: Any) -> Callable[[_Command], _Command]:
    """An option with the help phrase ``key``."""
    return click.option(*names, cls=SpokenOption, help=key, **settings)


def command(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    """A command with the help phrase ``command.<name>``."""
    return click.command(name, cls=SpokenCommand, help=f"command.{name}")
