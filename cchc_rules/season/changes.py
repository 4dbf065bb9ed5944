"""What a season tells: standings, and changes of them: findings, grades and points that moved, and by which facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cchc_rules.decisions.decision import Decision, Finding
from cchc_rules.decisions.scoring import Grade, Score, say_result
from cchc_rules.phrases import phrase
from cchc_rules.values import Outcome, Verdict, Words

MOST_FACTS_NAMED: Final = 5
"""How many changed facts a line names: a dossier stated at once would fill a page; the plain data have all."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a candidate stands: its verdict, and the outcome of every criterion and member by id.

    ``results`` are its scores and grades by name, without the facts that keep them open: its decision has those.
    ``provisional`` says that a check has become false since the facts were taken in (by the date, or by a link): the
    facts it reads count as unknown until they are put right.
    """

    candidate: str
    name: str | None
    category: str
    verdict: Verdict
    outcomes: Mapping[str, Outcome]
    provisional: bool = False
    results: Mapping[str, Score | Grade] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The standing as plain data."""
        return {
            "candidate": self.candidate,
            "name": self.name,
            "category": self.category,
            "verdict": self.verdict.value,
            "provisional": self.provisional,
            "outcomes": {id: one.value for id, one in self.outcomes.items()},
            "results": {name: one.to_dict() for name, one in self.results.items()},
        }


@dataclass(frozen=True, slots=True)
class Cause:
    """A finding that moved, what its outcome was, and the changed facts it reads by path (``as_of`` is the date)."""

    finding: Finding
    before: Outcome
    facts: tuple[str, ...]

    @property
    def after(self) -> Outcome:
        """What the outcome is now."""
        return self.finding.outcome

    def describe(self, language: str, labels: Mapping[str, str]) -> str:
        """The cause in one line; ``labels`` are what facts are called."""
        before, after = (phrase(f"outcome.{one.value}", language) for one in (self.before, self.after))
        return _describe_move(self.finding.title, before, after, self.facts, language, labels)


@dataclass(frozen=True, slots=True)
class ResultShift:
    """A score or grade that moved, by name: what it was, what it is, and the changed facts it reads by path."""

    name: str
    before: Score | Grade
    after: Score | Grade
    facts: tuple[str, ...]

    def describe(self, language: str, labels: Mapping[str, str]) -> str:
        """The move in one line; ``labels`` are what facts are called."""
        title = self.after.table.title if isinstance(self.after, Grade) else self.after.sheet.title
        before, after = (say_result(one, language) for one in (self.before, self.after))
        return _describe_move(title, before, after, self.facts, language, labels)


def _describe_move(
    title: Words, before: str, after: str, paths: Iterable[str], language: str, labels: Mapping[str, str]
) -> str:
    facts = []
    for path in paths:
        name, _, member = path.partition("[")
        facts.append(labels[name] + (f" [{member}" if member else ""))
    if (more := len(facts) - MOST_FACTS_NAMED) > 0:
        facts[MOST_FACTS_NAMED:] = [phrase("season.more", language, number=more)]
    words = {"title": title.within(language), "before": before, "after": after, "facts": "; ".join(facts)}
    return phrase("season.because", language, **words)


@dataclass(frozen=True, slots=True)
class Change:
    """What moved of a candidate: the decisions before and after, and why.

    ``because`` are the findings that moved, in the order of criteria; ``results`` the grades and scores, grades first.
    """

    candidate: str
    before: Decision
    after: Decision
    because: tuple[Cause, ...]
    results: tuple[ResultShift, ...] = ()

    @property
    def verdict_moved(self) -> bool:
        """Whether the verdict itself is another one."""
        return self.before.verdict is not self.after.verdict

    def describe(self, language: str = "vi") -> str:
        """The change in a few lines: the verdict, then each grade, score and criterion that moved, with its reason."""
        words = {
            "candidate": self.after.name or self.candidate,
            "before": phrase(f"verdict.{self.before.verdict.value}", language),
            "after": phrase(f"verdict.{self.after.verdict.value}", language),
        }
        key = "season.moved" if self.verdict_moved else "season.stayed"
        labels = {fact.name: fact.label.within(language) for fact in self.after.program.facts}
        labels["as_of"] = phrase("season.as-of", language)
        moved = [one.describe(language, labels) for one in self.results]
        moved += [one.describe(language, labels) for one in self.because]
        return "\n".join([phrase(key, language, **words), *moved])

    def to_dict(self) -> dict[str, Any]:
        """The change as plain data."""
        return {
            "candidate": self.candidate,
            "category": self.after.program.category.id,
            "before": self.before.verdict.value,
            "after": self.after.verdict.value,
            "because": [
                {
                    "criterion": one.finding.id,
                    "before": one.before.value,
                    "after": one.after.value,
                    "facts": [*one.facts],
                }
                for one in self.because
            ],
            "results": [
                {
                    "result": one.name,
                    "before": one.before.to_dict(),
                    "after": one.after.to_dict(),
                    "facts": [*one.facts],
                }
                for one in self.results
            ],
        }
