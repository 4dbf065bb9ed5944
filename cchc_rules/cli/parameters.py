"""What commands are given in words of their own: name=value pairs, dates; each a callback of a click option."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import click

from cchc_rules.cli.speaking import WrongValue
from cchc_rules.cli.terminal import Terminal
from cchc_rules.facts.faults import Fault
from cchc_rules.facts.vietnamese import calendar_date
from cchc_rules.phrases import phrase


def as_day(context: click.Context, parameter: click.Parameter, text: str | None) -> date | None:
    """The calendar date written ``2022-12-01`` or ``1/12/2022``; a usage error for anything else."""
    try:
        return None if text is None else calendar_date(text.strip())
    except Fault as error:
        raise WrongValue(_say(context, "usage.date", value=text), context, parameter) from error


def as_mapping(context: click.Context, parameter: click.Parameter, pairs: Iterable[str]) -> Mapping[str, str]:
    """The ``name=value`` pairs as a mapping; a usage error without ``=``, and for a name given twice."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not equals or not name:
            raise WrongValue(_say(context, "usage.pair", value=pair), context, parameter)
        if name in found:
            raise WrongValue(_say(context, "usage.twice", name=name), context, parameter)
        found[name] = value
    return found


def as_paths(context: click.Context, parameter: click.Parameter, pairs: Iterable[str]) -> Mapping[str, Path]:
    """The ``name=FILE`` pairs as a mapping of paths."""
    return {name: Path(value) for name, value in as_mapping(context, parameter, pairs).items()}


def _say(context: click.Context, key: str, **fields: object) -> str:
    terminal = context.find_object(Terminal)
    return phrase(key, terminal.language if terminal is not None else "vi", **fields)
