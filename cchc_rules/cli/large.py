"""`evaluate --engine columns` and `spark`: a file of any size into another file, in memory that does not grow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final

from cchc_rules.cli.progress import group_digits, show_progress, tell_rate
from cchc_rules.cli.request import Request, warn_of_changes
from cchc_rules.cli.terminal import Terminal
from cchc_rules.decisions.footing import Footing
from cchc_rules.intake.parquet import PARQUET_ENDINGS
from cchc_rules.intake.rows import CSV_ENDINGS
from cchc_rules.intake.table import TableError
from cchc_rules.problems import Problem
from cchc_rules.reports.texts import STREAMED

ENGINES: Final = ("direct", "columns", "spark")
"""What ``--engine`` takes; the first is the default and reads every kind of file."""


@dataclass(frozen=True, slots=True)
class Large:
    """What `evaluate` was asked, for an engine that decides whole columns."""

    request: Request
    engine: str
    output: Path | None
    form: str
    reasons: bool
    cross_check: bool
    records: str | None = None


def decide_large(asked: Large, terminal: Terminal) -> tuple[int, ...]:
    """Writes the results and says so; gives how many candidates have each verdict, the invalid last.

    Raises TableError for what these engines do not do.
    """
    if found := list(_refusals(asked)):
        raise TableError(found)
    assert asked.output is not None
    request, started = asked.request, monotonic()
    program = request.program()
    # Loads Polars, which the direct engine does without.
    from cchc_rules.bulk.block_decisions import Decider
    from cchc_rules.bulk.file_decisions import Job

    candidates = request.survey(program, terminal)
    warn_of_changes(Footing(program, request.as_of), terminal)
    decider = Decider(program, candidates.layout, request.as_of, terminal.language if asked.reasons else None)
    job = Job(decider, asked.form, terminal.language, asked.engine)
    counts = job.write(
        candidates, asked.output, watch=lambda blocks: show_progress(blocks, candidates.count, terminal, size=len)
    )
    tell_rate(candidates.count, started, terminal)
    terminal.note(terminal.say("evaluate.written", path=asked.output, count=candidates.count))
    words = ((terminal.say(f"verdict.{status}"), group_digits(count, terminal)) for status, count in counts.items())
    terminal.note("; ".join(f"{word}: {count}" for word, count in words))
    return tuple(counts.values())


def _refusals(asked: Large) -> Iterator[Problem]:
    request, engine = asked.request, {"engine": asked.engine}
    ending = request.file.suffix.lower()
    if len(request.paths) > 1:
        yield Problem("engine-input", None, engine, "several")
    elif request.piped:
        yield Problem("engine-input", None, engine, "piped")
    elif ending not in CSV_ENDINGS + PARQUET_ENDINGS:
        yield Problem("engine-input", None, engine | {"ending": ending or request.file.name})
    given = {
        "--list": request.lists,
        "--cross-check": asked.cross_check,
        "--sheet": request.sheet,
        "--map": request.mapping,
        "--ballot": request.ballots,
        "--records": asked.records,
    }
    for option in (option for option, value in given.items() if value):
        yield Problem("engine-option", None, engine | {"option": option})
    if asked.output is None:
        yield Problem("engine-output", None, engine, "none")
    elif asked.form not in STREAMED:
        yield Problem("engine-output", None, engine | {"form": asked.form})
