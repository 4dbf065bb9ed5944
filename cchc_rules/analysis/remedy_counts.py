"""What most often stands in the way in a whole file: criteria, and the facts by which candidates would turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cchc_rules.analysis.proofs import Certainty
from cchc_rules.analysis.remedy_answers import Remedies, Remedy


@dataclass
class RemedyCounts:
    """Counts over candidates, each candidate once: by certainty, by criterion, by fact, by what cannot be changed.

    ``alone`` of a criterion are those of whom it is the only one in the way; of a fact, those whom it remedies without
    any other. A fact of members is named by its path without members: ``initiatives.lawful``.
    """

    answers: Counter[str] = field(default_factory=Counter)
    criteria: Counter[str] = field(default_factory=Counter)
    criteria_alone: Counter[str] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)
    facts_alone: Counter[str] = field(default_factory=Counter)
    obstacles: Counter[str] = field(default_factory=Counter)

    def add(self, found: Remedies) -> None:
        """Counts one candidate."""
        self.answers["reached" if found.reached else found.certainty.value] += 1
        if found.reached:
            return
        in_the_way = found.in_the_way
        self.criteria.update(in_the_way)
        if len(in_the_way) == 1:
            self.criteria_alone.update(in_the_way)
        self.facts.update({name for group in found.groups for name in _list_facts(group.remedies)})
        if len(found.groups) == 1 and found.certainty is Certainty.SHOWN:
            each = [_list_facts([one]) for one in found.groups[0].remedies]
            self.facts_alone.update({name for names in each if len(names) == 1 for name in names})
        self.obstacles.update({name for one in found.obstacles for name in one.facts})

    def to_dict(self) -> dict[str, Any]:
        """The counts as plain data, the greatest first."""
        return {
            "answers": dict(sorted(self.answers.items())),
            "criteria": _list_counts(self.criteria, self.criteria_alone),
            "facts": _list_counts(self.facts, self.facts_alone),
            "obstacles": _list_counts(self.obstacles, None),
        }


def count_remedies(found: Iterable[Remedies]) -> RemedyCounts:
    """The counts over the answers of many candidates of one category."""
    counts = RemedyCounts()
    for one in found:
        counts.add(one)
    return counts


def order_counts(counts: Counter[str], alone: Counter[str] | None = None) -> list[tuple[str, int]]:
    """The greatest first, of equal ones those that are oftener alone, then by name."""
    beside = Counter[str]() if alone is None else alone
    return sorted(counts.items(), key=lambda pair: (-pair[1], -beside[pair[0]], pair[0]))


def _list_counts(counts: Counter[str], alone: Counter[str] | None) -> list[dict[str, Any]]:
    found = [{"id": name, "count": count} for name, count in order_counts(counts, alone)]
    return found if alone is None else [{**one, "alone": alone[str(one["id"])]} for one in found]


def _list_facts(remedies: Iterable[Remedy]) -> set[str]:
    """The facts some remedies state or change, members' fields by list and field."""
    return {name for remedy in remedies for step in remedy.steps for name in step.names}
