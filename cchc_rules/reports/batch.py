"""What was decided for a whole file: results with their counts, told the same way in every kind of output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.phrasing.sayings import write_date
from cchc_rules.evaluation import INVALID, RowResult
from cchc_rules.language.ruleset import Clause, Criterion
from cchc_rules.phrases import phrase
from cchc_rules.problems import Problem
from cchc_rules.program.program import Program
from cchc_rules.reports.texts import partial_notes, told
from cchc_rules.values import OUTCOMES, UNKNOWN, UNMET, Outcome

TELLING: Final = (OUTCOMES[UNMET], OUTCOMES[UNKNOWN])
"""The outcomes whose reasons are told unless all are asked for."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The results of a file in its order, what decided them, and the problems of the file itself."""

    program: Program
    results: Sequence[RowResult]
    language: str = "vi"
    as_of: date | None = None
    problems: tuple[Problem, ...] = ()
    all_reasons: bool = False

    @property
    def title(self) -> str:
        """The title of the ruleset."""
        return self.program.ruleset.title.within(self.language)

    def headings(self) -> Iterator[str]:
        """What the results are of: category, date, version."""
        ruleset = self.program.ruleset
        yield self.program.category.title.within(self.language)
        if self.as_of is not None:
            yield self.said("result.as-of", date=write_date(self.as_of, self.language))
        yield self.said("result.version", id=ruleset.id, version=ruleset.version)

    def said(self, key: str, **fields: object) -> str:
        """The phrase in the language of the output."""
        return phrase(key, self.language, **fields)

    def statuses(self) -> tuple[tuple[str, str, int], ...]:
        """Each status with its words and how many results have it; invalid last."""
        counts = Counter(result.status for result in self.results)
        order = (*(verdict.value for verdict in self.program.ruleset.decides.verdicts), INVALID)
        return tuple((status, self.said(f"verdict.{status}"), counts[status]) for status in order)

    def outcome_counts(self) -> tuple[tuple[Criterion, tuple[int, ...]], ...]:
        """For each criterion and member how many candidates have each outcome; invalid rows are left out."""
        counts = [[0] * len(OUTCOMES) for _ in self.program.order]
        for result in self.results:
            if result.decision is not None and not result.problems:
                for place, code in enumerate(result.decision.outcome_codes):
                    counts[place][code] += 1
        return tuple((criterion, tuple(one)) for criterion, one in zip(self.program.order, counts, strict=True))

    def verdict(self, result: RowResult) -> str:
        """The verdict in words; of an invalid row what it would be with the faulty values unknown."""
        said = self.said(f"verdict.{result.status}")
        if result.status != INVALID or result.decision is None:
            return said
        provisional = self.said(f"verdict.{result.decision.verdict.value}")
        return self.said("result.provisional", verdict=said, provisional=provisional)

    def reasons(self, result: RowResult) -> tuple[str, ...]:
        """A numbered line for each criterion that is not met or not known, or for all."""
        decision = result.decision
        return () if decision is None else tuple(self._reasons(decision))

    def _reasons(self, decision: Decision) -> Iterator[str]:
        lines = zip(decision.findings, decision.reasons(self.language), strict=True)
        for number, (finding, reason) in enumerate(lines, start=1):
            if self.all_reasons or finding.outcome in TELLING:
                yield f"{number}. {finding.title.within(self.language)}: {reason}"

    def missing(self, result: RowResult) -> tuple[str, ...]:
        """The labels of the missing facts, with the list members they belong to."""
        if result.decision is None:
            return ()
        return tuple(
            f"{fact.label.within(self.language)} ({' → '.join(fact.members)})"
            if fact.members
            else fact.label.within(self.language)
            for fact in result.decision.missing_facts
        )

    def faults(self, result: RowResult) -> tuple[str, ...]:
        """What is wrong with the row, and what to do about it."""
        return tuple(self._fault(problem) for problem in result.problems)

    def _fault(self, problem: Problem) -> str:
        helped = problem.help(self.language)
        return f"{told(problem, self.language)}; {helped}" if helped else told(problem, self.language)

    def notes(self, result: RowResult) -> tuple[str, ...]:
        """What the text leaves to other documents, for a favourable verdict."""
        return partial_notes(result, self.language)

    def remarks(self) -> tuple[str, ...]:
        """The problems of the file, located."""
        return tuple(problem.render_line(self.language) for problem in self.problems)

    def source_of(self, clause: Clause) -> str:
        """The title of the document a clause stands in."""
        wanted = clause.ref.partition("/")[0]
        sources = self.program.ruleset.sources
        return next((one.title.within(self.language) for one in sources if one.id == wanted), wanted)


def outcome_words(outcome: Outcome, language: str) -> str:
    """The outcome in words."""
    return phrase(f"outcome.{outcome}", language)
