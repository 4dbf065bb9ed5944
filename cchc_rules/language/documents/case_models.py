"""The cases beside a ruleset as frozen pydantic models: facts, and the decision that must come of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema, model_validator

from cchc_rules.language.documents.annotations import Day, Gate, Id, Many, Name, Text
from cchc_rules.language.documents.base_models import Document, refuse
from cchc_rules.language.documents.shorthand import as_points

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

Points: TypeAlias = Annotated[
    int | Decimal | str, PlainValidator(as_points), WithJsonSchema({"type": ["number", "string"], "pattern": r"\S"})
]
"""A number of points, as text where no decimal says it; or a level."""


class EndsDocument(Document):
    """From where to where a score may still lie; an end that is left out is none."""

    from_: Points | None = Field(default=None, alias="from")
    to: Points | None = None


CaseResultValue: TypeAlias = Points | EndsDocument | Many[Text]
"""What a score or grade must come to: a number (``862/9`` as text), two ends, a level, or the levels it may be."""


class BaseDocument(Document):
    """Facts that several cases share."""

    category: Id
    facts: dict[str, Any] = Field(default_factory=dict)


class CaseDocument(Document):
    """Facts and what must come of them: a verdict with outcomes, or the codes of problems.

    ``others`` is the outcome of every top-level criterion that ``outcomes`` does not name; ``missing`` is the exact set
    of paths of missing facts. ``results`` are scores and grades by name; those not named may come to anything.
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
    results: dict[Name, CaseResultValue] = Field(default_factory=dict)
    problems: Annotated[Many[Text], Field(min_length=1)] | None = None
    missing: Many[Text] | None = None

    @model_validator(mode="after")
    def _whose_and_what(self) -> Self:
        if (self.base is None) == (self.category is None):
            refuse("base-or-category", [()], name=self.name)
        if (self.verdict is None) == (self.problems is None):
            refuse("verdict-or-problems", [()], name=self.name)
        return self


class SelectedDocument(Document):
    """A candidate of a selection's case: its facts, where it must stand and between which ranks."""

    id: Text
    base: Id | None = None
    facts: dict[str, Any] = Field(default_factory=dict)
    standing: Literal["in", "out", "open"] | None = None
    rank: (
        Annotated[
            Many[int],
            Field(min_length=2, max_length=2),
            BeforeValidator(lambda raw: [raw, raw] if type(raw) is int else raw),
        ]
        | None
    ) = None

    @model_validator(mode="after")
    def _expects_something(self) -> Self:
        if self.standing is None and self.rank is None:
            refuse("standing-or-rank", [()], id=self.id)
        return self


class SelectionCaseDocument(Document):
    """Candidates of one list and where each must stand in a selection."""

    name: Text
    selection: Id
    as_of: Day | None = None
    parameters: dict[Id, Any] = Field(default_factory=dict)
    candidates: Annotated[Many[SelectedDocument], Field(min_length=1)]


class AssertionDocument(Document):
    """What no candidate may be: of whomever ``when`` holds, the verdict is ``never`` the one named."""

    name: Text
    category: Id
    when: Text
    never: VerdictWord


class CasesDocument(Document):
    """The cases beside a ruleset: facts and the decision each must give, lists and who must stand where."""

    language: Gate
    bases: dict[Id, BaseDocument] = Field(default_factory=dict)
    cases: Many[CaseDocument] = Field(min_length=1)
    assertions: Annotated[Many[AssertionDocument], Field(alias="assert")] = ()
    selections: Many[SelectionCaseDocument] = ()

    @model_validator(mode="after")
    def _refuse_unknown_bases(self) -> Self:
        unknown: list[tuple[str | int, ...]] = [
            ("cases", index, "base")
            for index, case in enumerate(self.cases)
            if case.base and case.base not in self.bases
        ]
        unknown += [
            ("selections", number, "candidates", index, "base")
            for number, case in enumerate(self.selections)
            for index, one in enumerate(case.candidates)
            if one.base and one.base not in self.bases
        ]
        refuse("unknown-base", unknown, bases=", ".join(self.bases))
        names = [
            *((("cases", index, "name"), case.name) for index, case in enumerate(self.cases)),
            *((("selections", index, "name"), case.name) for index, case in enumerate(self.selections)),
        ]
        seen: set[str] = set()
        twice: list[tuple[str | int, ...]] = []
        for path, name in names:
            twice += [path] if name in seen else []
            seen.add(name)
        refuse("duplicate-case", twice)
        return self

    def category_of(self, case: CaseDocument) -> str:
        """The category of a case, its own or its base's."""
        return case.category or self.bases[case.base or ""].category

    def facts_of(self, case: CaseDocument | SelectedDocument) -> dict[str, Any]:
        """The facts of a case or candidate, laid over its base's."""
        return {**(self.bases[case.base].facts if case.base else {}), **case.facts}
