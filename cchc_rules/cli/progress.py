"""Long work: a bar on a terminal's stderr while it lasts, how fast it went when it is done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import Final, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cchc_rules.cli.terminal import Terminal

LONG_WORK: Final = 2_000
"""From how many candidates on a bar is shown."""

WORTH_TELLING: Final = 1.0
"""After how many seconds the rate is told."""

_Item = TypeVar("_Item")
_STEP: Final = 256


def show_progress(
    items: Iterable[_Item], count: int, terminal: Terminal, *, size: Callable[[_Item], int] = lambda _: 1
) -> Iterator[_Item]:
    """The items as they come, with a bar on stderr when they are many and somebody is looking.

    ``size`` is how many candidates an item is.
    """
    if count < LONG_WORK or terminal.quiet or not sys.stderr.isatty():
        yield from items
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(terminal.say("evaluate.progress"), total=count)
        done = told = 0
        for item in items:
            done += size(item)
            if done - told >= _STEP:
                bar.update(task, completed=done)
                told = done
            yield item


def tell_rate(count: int, started: float, terminal: Terminal) -> None:
    """Says how many candidates were decided a second, when it took at least one; ``started`` is of `monotonic`."""
    seconds = monotonic() - started
    if seconds < WORTH_TELLING:
        return
    decided, rate = (group_digits(number, terminal) for number in (count, round(count / seconds)))
    took = f"{seconds:.1f}".replace(".", "," if terminal.language == "vi" else ".")
    terminal.note(terminal.say("evaluate.rate", count=decided, seconds=took, rate=rate))


def group_digits(number: int, terminal: Terminal) -> str:
    """A whole number with its thousands told apart, as the language writes it."""
    return f"{number:,}".replace(",", "." if terminal.language == "vi" else ",")
