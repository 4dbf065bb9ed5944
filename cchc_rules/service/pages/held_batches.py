"""What was uploaded and decided, kept in memory for an hour so that its page can be filtered and its files fetched.

Nobody finds a batch without its token, which is as long as a key; it stands in no path, so that no log holds it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from secrets import token_urlsafe
from threading import Lock
from time import monotonic
from typing import Final

from cchc_rules.decisions.footing import MappingUse, SourceFile
from cchc_rules.evaluation import RowResult
from cchc_rules.problems import Problem
from cchc_rules.program.program import Program
from cchc_rules.reports.report import Report
from cchc_rules.service.refusals import RefusedRequest

MOST_BATCHES: Final = 16
MOST_HELD_ROWS: Final = 300_000
"""Some hundreds of megabytes of decisions; the oldest batches make room."""

HELD_SECONDS: Final = 3600.0


@dataclass(frozen=True, slots=True)
class HeldBatch:
    """A decided file: its results in order, what is to be said of it as a whole, what it was reached under."""

    program: Program
    results: tuple[RowResult, ...]
    as_of: date | None
    problems: tuple[Problem, ...]
    sources: tuple[SourceFile, ...]
    mapping: MappingUse | None

    def report(self, language: str) -> Report:
        """The report of the batch in a language."""
        return Report(
            self.program,
            self.results,
            language,
            self.as_of,
            self.problems,
            sources=self.sources,
            mapping=self.mapping,
            read=len(self.results),
        )


@dataclass(slots=True)
class HeldBatches:
    """The batches by token, the oldest first; threads may share it."""

    _found: OrderedDict[str, tuple[float, HeldBatch]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def hold(self, batch: HeldBatch) -> str:
        """Keeps a batch and gives its token; older ones are let go where there are too many."""
        token = token_urlsafe(24)
        with self._lock:
            self._found[token] = (monotonic(), batch)
            self._let_go()
        return token

    def find(self, asked: Mapping[str, str]) -> HeldBatch:
        """The batch whose token ``?batch=`` of a query gives; refused (404) when it was let go, or never was."""
        with self._lock:
            self._let_go()
            found = self._found.get(asked.get("batch", ""))
        if found is None:
            raise RefusedRequest(404, [Problem("batch-let-go")])
        return found[1]

    def _let_go(self) -> None:
        """Drops what is too old or too much; the newest batch stays whatever its size."""
        now = monotonic()
        while self._found:
            token, (moment, _) = next(iter(self._found.items()))
            rows = sum(len(batch.results) for _, batch in self._found.values())
            is_old = now - moment > HELD_SECONDS
            is_much = len(self._found) > 1 and (len(self._found) > MOST_BATCHES or rows > MOST_HELD_ROWS)
            if not (is_old or is_much):
                break
            del self._found[token]
