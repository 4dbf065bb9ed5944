"""What a season tells: standings, and changes of them with the findings that moved and the facts that moved them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cchc_rules.decisions.decision import Decision, Finding
from cchc_rules.phrases import phrase
from cchc_rules.values import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a candidate stands: its verdict, and the outcome of every criterion and member by id.

    ``provisional`` says that a check has become false since the facts were taken in (by the date, or by a link): the
    facts it reads count as unknown until they are put right.
    """

    candidate: str
    name: str | None
    category: str
    verdict: Verdict
    outcomes: Mapping[str, Outcome]
    provisional: bool = False


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
        facts = []
        for path in self.facts:
            name, _, member = path.partition("[")
            facts.append(labels[name] + (f" [{member}" if member else ""))
        return phrase(
            "season.because",
            language,
            title=self.finding.title.within(language),
            before=phrase(f"outcome.{self.before.value}", language),
            after=phrase(f"outcome.{self.after.value}", language),
            facts="; ".join(facts),
        )


@dataclass(frozen=True, slots=True)
class Change:
    """A verdict or an outcome that moved: the decisions before and after, and why, in the order of criteria."""

    candidate: str
    before: Decision
    after: Decision
    because: tuple[Cause, ...]

    @property
    def verdict_moved(self) -> bool:
        """Whether the verdict itself is another one."""
        return self.before.verdict is not self.after.verdict

    def describe(self, language: str = "vi") -> str:
        """The change in a few lines: the verdict, then each criterion that moved with its reason."""
        words = {
            "candidate": self.after.name or self.candidate,
            "before": phrase(f"verdict.{self.before.verdict.value}", language),
            "after": phrase(f"verdict.{self.after.verdict.value}", language),
        }
        key = "season.moved" if self.verdict_moved else "season.stayed"
        labels = {fact.name: fact.label.within(language) for fact in self.after.program.facts}
        labels["as_of"] = phrase("season.as-of", language)
        return "\n".join([phrase(key, language, **words), *(one.describe(language, labels) for one in self.because)])

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
        }
