"""The cases beside a ruleset as frozen pydantic models: facts, and the decision that must come of them."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from cchc_rules.language.documents.annotations import Day, Gate, Id, Many, Text
from cchc_rules.language.documents.base_models import Document, refuse

OutcomeWord: TypeAlias = Literal["met", "unmet", "unknown", "not_applicable"]
VerdictWord: TypeAlias = Literal[
    "eligible",
    "ineligible",
    "reached",
    "missed",
    "fulfilled",
    "unfulfilled",
    "graded",
    "not_graded",
    "undetermined",
    "deferred",
]


class BaseDocument(Document):
    """Facts that several cases share."""

    category: Id
    facts: dict[str, Any] = Field(default_factory=dict)


class CaseDocument(Document):
    """Facts and what must come of them: a verdict with outcomes, or the codes of problems.

    ``others`` is the outcome of every top-level criterion that ``outcomes`` does not name; ``missing`` is the exact set
    of paths of missing facts.
    """

    name: Text
    base: Id | None = None
    category: Id | None = None
    facts: dict[str, Any] = Field(default_factory=dict)
    as_of: Day | None = None
    parameters: dict[Id, Any] = Field(default_factory=dict)
    verdict: VerdictWord | None = None
    outcomes: dict[Id, OutcomeWord] = Field(default_factory=dict)
    others: OutcomeWord | None = None
    problems: Annotated[Many[Text], Field(min_length=1)] | None = None
    missing: Many[Text] | None = None

    @model_validator(mode="after")
    def _whose_and_what(self) -> Self:
        if (self.base is None) == (self.category is None):
            refuse("base-or-category", [()], name=self.name)
        if (self.verdict is None) == (self.problems is None):
            refuse("verdict-or-problems", [()], name=self.name)
        return self


class CasesDocument(Document):
    """The cases beside a ruleset: facts and the decision each must give."""

    language: Gate
    bases: dict[Id, BaseDocument] = Field(default_factory=dict)
    cases: Many[CaseDocument] = Field(min_length=1)

    @model_validator(mode="after")
    def _refuse_unknown_bases(self) -> Self:
        unknown = [
            ("cases", index, "base")
            for index, case in enumerate(self.cases)
            if case.base and case.base not in self.bases
        ]
        refuse("unknown-base", list(unknown), bases=", ".join(self.bases))
        names = [case.name for case in self.cases]
        twice: list[tuple[str | int, ...]] = [
            ("cases", index, "name") for index, name in enumerate(names) if name in names[:index]
        ]
        refuse("duplicate-case", twice)
        return self

    def category_of(self, case: CaseDocument) -> str:
        """The category of a case, its own or its base's."""
        return case.category or self.bases[case.base or ""].category

    def facts_of(self, case: CaseDocument) -> dict[str, Any]:
        """The facts of a case, laid over its base's."""
        return {**(self.bases[case.base].facts if case.base else {}), **case.facts}
