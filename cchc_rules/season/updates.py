"""What is known of a candidate of a season, what it is to become, and all that a change comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cchc_rules.decisions.false_checks import hide_refuted
from cchc_rules.engines.durable.engine import Answer
from cchc_rules.season.categories import SeasonCategory
from cchc_rules.season.changes import Change
from cchc_rules.season.steps import Entry, State
from cchc_rules.values import Value


@dataclass(slots=True)
class Entrant:
    """A candidate of a season; ``number`` counts them as they came.

    ``answer.failed`` are checks that are false though the facts were accepted: made so by the date, or by a link.
    """

    number: int
    id: str
    name: str | None
    category: SeasonCategory
    state: State
    answer: Answer

    @property
    def values(self) -> tuple[Value, ...]:
        """The values decided on: what a false check reads counts as unknown."""
        return hide_refuted(self.category.program, self.state.values, self.answer.failed)


@dataclass(frozen=True, slots=True)
class Update:
    """What an entrant is to become; ``touched`` are the slots that changed, with the paths to tell."""

    entrant: Entrant
    state: State
    answer: Answer
    touched: Mapping[int, str]

    @property
    def values(self) -> tuple[Value, ...]:
        """The values decided on: what a false check reads counts as unknown."""
        return hide_refuted(self.entrant.category.program, self.state.values, self.answer.failed)

    def paths_read(self, position: int) -> tuple[str, ...]:
        """The changed paths a finding reads; all of them where the program has folded its reads away."""
        reads = self.entrant.category.reads[position]
        return tuple(path for slot, path in self.touched.items() if slot in reads) or tuple(self.touched.values())


@dataclass(frozen=True, slots=True)
class Consequences:
    """All that a change comes to: the entry to journal, the updates to keep, the changes to tell."""

    entry: Entry
    updates: tuple[Update, ...]
    changes: tuple[Change, ...]
