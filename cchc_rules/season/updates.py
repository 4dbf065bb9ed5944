"""What is known of a candidate of a season, what it is to become, and all that a change comes to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cchc_rules.decisions.decision import Decision
from cchc_rules.engines.durable.engine import Answer
from cchc_rules.program.program import LoweredScore
from cchc_rules.season.categories import SeasonCategory
from cchc_rules.season.changes import Change, ResultShift
from cchc_rules.season.states import State
from cchc_rules.season.steps import Entry
from cchc_rules.values import Value


@dataclass(slots=True)
class Entrant:
    """A candidate of a season; ``number`` counts them as they came.

    ``answer.failed`` are checks that are false though the facts were accepted: made so by the date, or by a link.
    ``as_of`` is the date it was decided as of last: of another one nothing that it states would be taken otherwise.
    """

    number: int
    id: str
    name: str | None
    category: SeasonCategory
    state: State
    answer: Answer
    as_of: date | None

    @property
    def values(self) -> tuple[Value, ...]:
        """The values decided on: what a false check reads counts as unknown, what others settle as known."""
        return self.category.settle(self.state, self.answer.failed, as_of=self.as_of).candidate.values


@dataclass(frozen=True, slots=True)
class Update:
    """What an entrant is to become; ``touched`` are the slots that changed, with the paths to tell."""

    entrant: Entrant
    state: State
    answer: Answer
    touched: Mapping[int, str]
    as_of: date | None

    @property
    def values(self) -> tuple[Value, ...]:
        """The values decided on: what a false check reads counts as unknown, what others settle as known."""
        return self.entrant.category.settle(self.state, self.answer.failed, as_of=self.as_of).candidate.values

    def find_shifts(self, before: Decision, after: Decision) -> Iterator[ResultShift]:
        """The grades, then the scores it moves, with the changed paths each reads."""
        was, now = self.entrant.answer.measured, self.answer.measured
        results = self.entrant.category.program.results
        moved = [result for result, one, other in zip(results, was, now, strict=True) if one != other]
        for result in sorted(moved, key=lambda one: isinstance(one, LoweredScore)):
            name, paths = result.name, self.list_touched(result.reads)
            yield ResultShift(name, before.results[name], after.results[name], paths)

    def list_touched(self, slots: Collection[int]) -> tuple[str, ...]:
        """The changed paths of facts that something reads; all of them where its reads are folded away."""
        return tuple(path for slot, path in self.touched.items() if slot in slots) or tuple(self.touched.values())


@dataclass(frozen=True, slots=True)
class Consequences:
    """All that a change comes to: the entry to journal, the updates to keep, the changes to tell."""

    entry: Entry
    updates: tuple[Update, ...]
    changes: tuple[Change, ...]
