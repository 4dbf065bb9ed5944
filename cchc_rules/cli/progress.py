"""Long work: a bar on a terminal's stderr while it lasts, how fast it went when it is done."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Final, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cchc_rules.cli.session import Session

LONG_WORK: Final = 2_000
"""From how many candidates on a bar is shown."""

WORTH_TELLING: Final = 1.0
"""After how many seconds the rate is told."""

_Item = TypeVar("_Item")
_STEP: Final = 256


def shown(items: Iterable[_Item], count: int, session: Session) -> Iterator[_Item]:
    """The items as they come, with a bar on stderr when they are many and somebody is looking."""
    if count < LONG_WORK or not sys.stderr.isatty():
        yield from items
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(session.say("evaluate.progress"), total=count)
        for number, item in enumerate(items, start=1):
            if number % _STEP == 0:
                bar.update(task, completed=number)
            yield item


def tell_rate(count: int, started: float, session: Session) -> None:
    """Says how many candidates were decided a second, when it took at least one; ``started`` is of `monotonic`."""
    seconds = monotonic() - started
    if seconds < WORTH_TELLING:
        return
    mark = "." if session.language == "vi" else ","
    grouped, rate = (f"{number:,}".replace(",", mark) for number in (count, round(count / seconds)))
    took = f"{seconds:.1f}".replace(".", "," if session.language == "vi" else ".")
    session.message(session.say("evaluate.rate", count=grouped, seconds=took, rate=rate))
