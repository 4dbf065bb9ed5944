"""The documents of checks and criteria, of a category's own and of shared ones."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from cchc_rules.language.documents.annotations import Expression, Id, Many, References
from cchc_rules.language.documents.base_models import Document, WordsDocument, refuse
from cchc_rules.language.ruleset import GroupKind

MOST_CHILDREN: Final = 1000
"""How many facts a category, and how many members a group may have."""

LONGEST_SHORT: Final = 20
"""How long a heading of narrow tables may be: fourteen of them stand on a landscape A4 page."""

CONDITIONS: Final = ("require", "any", "all", "at_least")
"""The keys of a criterion of which exactly one is there."""


class _IdDocument(Document):
    """What a category lists by its id; what is shared has its id as key."""

    id: Id


class SharedCheckDocument(Document):
    """A statement that data satisfy or are faulty; ``says`` tells the office what is wrong."""

    require: Expression
    says: WordsDocument


class CheckDocument(SharedCheckDocument, _IdDocument):
    """A check of a category, with its id."""


class AtLeastDocument(Document):
    """``at_least: {n: 2, of: [...]}``: how many of the members must be met."""

    n: Annotated[int, Field(ge=1)]
    of: Many[CriterionDocument] = Field(min_length=1, max_length=MOST_CHILDREN)

    @model_validator(mode="after")
    def _enough_members(self) -> Self:
        if self.n > len(self.of):
            refuse("too-few-members", [("n",)], n=self.n, members=len(self.of))
        return self


class SharedCriterionDocument(Document):
    """A criterion: exactly one of `CONDITIONS`; ``applies`` on top-level criteria only; ``source`` as references.

    ``unmet: deferred``, likewise there only, makes it put off instead of refusing. ``short`` is its heading in narrow
    tables; ``because`` what is said first when it is unmet, with ``{fact}`` in it.
    """

    title: WordsDocument
    short: WordsDocument | None = None
    source: References = ()
    applies: Expression | None = None
    require: Expression | None = None
    any: Annotated[Many[CriterionDocument], Field(min_length=1, max_length=MOST_CHILDREN)] | None = None
    all: Annotated[Many[CriterionDocument], Field(min_length=1, max_length=MOST_CHILDREN)] | None = None
    at_least: AtLeastDocument | None = None
    unmet: Literal["deferred"] | None = None
    because: WordsDocument | None = None
    note: WordsDocument | None = None

    @property
    def group(self) -> GroupKind:
        """``any``, ``all``, ``at_least``, or empty for a criterion with ``require``."""
        if self.any is not None:
            return "any"
        return "all" if self.all is not None else "at_least" if self.at_least is not None else ""

    @property
    def members(self) -> tuple[tuple[tuple[str | int, ...], CriterionDocument], ...]:
        """The members of a group, each with its path below this criterion; none for a criterion with ``require``."""
        path: tuple[str, ...] = ("at_least", "of") if self.at_least else (self.group,)
        listed = self.at_least.of if self.at_least else self.any or self.all or ()
        return tuple(((*path, index), member) for index, member in enumerate(listed))

    @model_validator(mode="after")
    def _one_condition(self) -> Self:
        given = [key for key in CONDITIONS if getattr(self, key) is not None]
        if len(given) != 1:
            refuse("one-condition", [(key,) for key in given[1:]] or [()])
        nested = [(*path, "applies") for path, member in self.members if member.applies is not None]
        refuse("applies-on-member", nested)
        deferring = [(*path, "unmet") for path, member in self.members if member.unmet is not None]
        refuse("unmet-on-member", deferring)
        for half, heading in () if self.short is None else self.short.halves:
            if len(heading) > LONGEST_SHORT:
                refuse("short-too-long", [("short", half)], longest=LONGEST_SHORT, length=len(heading))
        return self


class CriterionDocument(SharedCriterionDocument, _IdDocument):
    """A criterion of a category or a member of a group, with its id."""
