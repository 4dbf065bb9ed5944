"""The documents of the language as frozen pydantic models: exactly what a YAML file may say, nothing resolved yet.

A validated document keeps what was written: expressions are text, grades and dates of parameters are text, references
are text. Python attributes are called as the YAML keys are, save ``is`` which is `DefinitionDocument.is_`. Mappings
keep their declared order. These shorthands are made one here, so that readers see one form:

- ``source: ref`` of a criterion or parameter becomes ``("ref",)``; no source is ``()``;
- ``define: {name: "expression"}`` becomes ``DefinitionDocument(is_="expression")``;
- ``at: text`` of a clause and ``sheet: text`` of a list become the same words in both languages.

Each half of `WordsDocument` may be missing or blank (the linter says so), not both. A place in the file is asked for
by document path, in the words of the YAML file: ``("categories", "agency", "define", "good", "is")``,
``("categories", "agency", "criteria", 0, "at_least", "of", 1, "require")``. Where the file used a shorthand such a path
is deeper than the file; `Places` then answers with the nearest place above.

Faults across several keys are `PydanticCustomError`s whose type is our problem code and whose context holds, under
``at``, the paths below the model that are meant; `loader` turns each into a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Final, Literal, Self

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from cchc_rules.language.documents.annotations import (
    Changeable,
    Day,
    FactKind,
    Gate,
    Id,
    Many,
    Name,
    Number,
    ParameterKind,
    References,
    Scalar,
    Text,
    Version,
)
from cchc_rules.language.documents.base_models import Document as Document
from cchc_rules.language.documents.base_models import WordsDocument as WordsDocument
from cchc_rules.language.documents.base_models import refuse as refuse
from cchc_rules.language.documents.criterion_models import MOST_CHILDREN as MOST_CHILDREN
from cchc_rules.language.documents.criterion_models import CheckDocument as CheckDocument
from cchc_rules.language.documents.criterion_models import CriterionDocument as CriterionDocument
from cchc_rules.language.documents.criterion_models import SharedCheckDocument, SharedCriterionDocument
from cchc_rules.language.documents.definition_models import Defined
from cchc_rules.language.documents.definition_models import DefinitionDocument as DefinitionDocument
from cchc_rules.language.documents.score_models import GradeDocument, ScoreDocument
from cchc_rules.language.documents.selection_models import SelectionDocument
from cchc_rules.language.documents.shorthand import as_words

OWN_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "boolean": ("words", "negative", "settles"),
    "integer": ("min", "max", "settles"),
    "number": ("min", "max", "decimals", "settles"),
    "percent": ("min", "max", "decimals", "settles"),
    "date": ("settles",),
    "year": ("min", "max", "settles"),
    "grade": ("scale", "settles"),
    "choice": ("options", "open", "settles"),
    "text": ("settles",),
    "list": ("items", "key", "each", "min_items", "expects", "unlisted", "sheet"),
}
"""The keys a fact of a type may have beside those of every fact (a parameter: those of them that it knows)."""

NEEDED_KEYS: Final = {"grade": "scale", "choice": "options", "list": "items"}
"""The key a fact or parameter of a type cannot be without."""

MOST_CRITERIA: Final = 2000
MOST_RESULTS: Final = 100

NO_WAY: Final = {"list": ("down",), "choice": ("up", "down"), "text": ("up", "down")}
"""The ways a fact of a type cannot go: members are never taken away, and words have no order."""

LONGEST_SHEET: Final = 31
NO_SHEET: Final = re.compile(r"[\[\]:*?/\\]|^'|'$|^history$", re.IGNORECASE)
"""What Excel refuses in the name of a sheet, and how long it may be."""


def _fit(document: FactDocument | ParameterDocument) -> None:
    """Refuse the keys that say nothing about the document's type, and the lack of the one it needs."""
    kind, given = document.type, document.model_fields_set
    foreign = {key for keys in OWN_KEYS.values() for key in keys} - set(OWN_KEYS[kind])
    refuse("misplaced-key", [(key,) for key in sorted(given & foreign)], type=kind)
    needed = NEEDED_KEYS.get(kind)
    if needed and getattr(document, needed) in (None, (), {}):
        refuse("missing-key", [()], key=needed)


class ClauseDocument(Document):
    """A clause of a source: where it stands, what it says, and why nothing follows from it (``left_out``).

    ``compared: false`` says that nobody has held it against the text yet, as in a copy of another campaign.
    """

    at: Annotated[WordsDocument, BeforeValidator(as_words)]
    says: WordsDocument
    left_out: WordsDocument | None = None
    compared: bool = True


class SourceDocument(Document):
    """A document the criteria come from, with its clauses."""

    title: WordsDocument
    published: Day | None = None
    number: Text | None = None
    clauses: dict[Id, ClauseDocument] = Field(default_factory=dict)


class ScaleDocument(Document):
    """An ordinal scale, lowest level first; ``aliases`` map a further spelling to a level or unranked value."""

    levels: Many[Text] = Field(min_length=1)
    unranked: Many[Text] = ()
    aliases: dict[Text, Text] = Field(default_factory=dict)
    title: WordsDocument | None = None
    issuer: WordsDocument | None = None
    year: int | None = None
    source: Text | None = None


class VocabularyDocument(Document):
    """A file of scales that rulesets import by name and exact version (``rulesets/vocabulary/<name>.yaml``)."""

    language: Gate
    vocabulary: Id
    version: Version
    title: WordsDocument
    sources: dict[Id, SourceDocument] = Field(default_factory=dict)
    scales: dict[Id, ScaleDocument] = Field(min_length=1)


class VocabularyImport(Document):
    """The import of a vocabulary; the loader fills ``embedded``, which a self-contained file may also write itself."""

    name: Id
    version: Version
    embedded: VocabularyDocument | None = None


class DatedValueDocument(Document):
    """A value of a parameter from one day on."""

    from_: Day = Field(alias="from")
    value: Scalar
    source: Annotated[References, PlainSerializer(lambda refs: refs[0] if len(refs) == 1 else list(refs))] = ()


class ParameterDocument(Document):
    """A named constant; without ``value`` it must be given at compile. ``many`` makes it a list, ``value`` a tuple.

    Dates, levels and choices are still text here.
    """

    type: ParameterKind
    label: WordsDocument
    value: Scalar | Many[Scalar] | None = None
    values: Many[DatedValueDocument] = ()
    many: bool = False
    # One clause is dumped as it was written before there could be several, so that digests of rulesets stay.
    source: Annotated[References, PlainSerializer(lambda refs: refs[0] if len(refs) == 1 else list(refs))] = ()
    min: Number | None = None
    max: Number | None = None
    scale: Id | None = None
    options: Many[Text] = ()

    @model_validator(mode="after")
    def _keys_fit(self) -> Self:
        _fit(self)
        if self.value is not None and isinstance(self.value, tuple) != self.many:
            refuse("list-parameter", [("value",)])
        if self.values and (self.value is not None or self.many):
            refuse("dated-parameter", [("values",)])
        begins = [one.from_ for one in self.values]
        refuse("dates-not-rising", [("values", place + 1) for place, (a, b) in enumerate(pairwise(begins)) if a >= b])
        return self


class YesNoDocument(Document):
    """Further spellings of yes and no for one boolean fact."""

    yes: Many[Text] = ()
    no: Many[Text] = ()


class FactDocument(Document):
    """A declared fact, or a field of a list's members (``items``, recursive). `OWN_KEYS` says which keys a type has.

    ``expects`` is a roll of keys, or the name of a list parameter; ``unlisted`` what a run reads of a year left out.
    """

    type: FactKind
    label: WordsDocument
    kind: Literal["measured", "judged"] = "measured"
    judge: WordsDocument | None = None
    changeable: Changeable | None = None
    aliases: Many[Text] = ()
    help: WordsDocument | None = None
    words: YesNoDocument | None = None
    negative: WordsDocument | None = None
    settles: dict[Name, Scalar] = Field(default_factory=dict)
    scale: Id | None = None
    options: Many[Text] = ()
    open: bool = False
    min: Number | None = None
    max: Number | None = None
    decimals: Annotated[int, Field(ge=0, le=15)] | None = None
    min_items: Annotated[int, Field(ge=0, le=100_000)] = 1
    key: Name | None = None
    each: WordsDocument | None = None
    expects: Id | Many[Scalar] | None = None
    unlisted: dict[Name, Scalar] = Field(default_factory=dict)
    sheet: Annotated[WordsDocument, BeforeValidator(as_words)] | None = None
    items: dict[Name, FactDocument] | None = None

    @model_validator(mode="after")
    def _keys_fit(self) -> Self:
        _fit(self)
        if self.key is not None and self.key not in (self.items or {}):
            refuse("unknown-key-field", [("key",)], field=self.key)
        if (self.expects is not None or self.unlisted) and self.key is None:
            refuse("missing-key", [()], key="key")
        if self.key is not None and (self.items or {})[self.key].open:
            refuse("open-key", [("key",)], field=self.key)
        if self.changeable in NO_WAY.get(self.type, ()):
            refuse("no-such-way", [("changeable",)], way=self.changeable, type=self.type)
        for half, name in () if self.sheet is None else self.sheet.halves:
            if len(name) > LONGEST_SHEET or NO_SHEET.search(name):
                refuse("bad-sheet-name", [("sheet", half)], name=name, longest=LONGEST_SHEET)
        return self


class SharedDocument(Document):
    """Parts that categories use, written once: facts, checks, definitions and criteria, each under its name or id."""

    facts: dict[Name, FactDocument] = Field(default_factory=dict, max_length=MOST_CHILDREN)
    checks: dict[Id, SharedCheckDocument] = Field(default_factory=dict, max_length=MOST_CHILDREN)
    define: dict[Name, Defined] = Field(default_factory=dict)
    criteria: dict[Id, SharedCriterionDocument] = Field(default_factory=dict, max_length=MOST_CRITERIA)


class UsesDocument(Document):
    """The shared parts a category uses, in this order and before its own. Nothing comes along by itself."""

    facts: Many[Name] = ()
    checks: Many[Id] = ()
    define: Many[Name] = ()
    criteria: Many[Id] = ()


class CategoryDocument(Document):
    """A kind of candidate: facts, checks, definitions, scores, grades and criteria, its own and shared ones.

    Only where the ruleset grades (``decides: grading``) may there be no criteria.
    """

    title: WordsDocument
    uses: UsesDocument | None = None
    facts: dict[Name, FactDocument] = Field(default_factory=dict, max_length=MOST_CHILDREN)
    checks: Many[CheckDocument] = ()
    define: dict[Name, Defined] = Field(default_factory=dict)
    scores: dict[Name, ScoreDocument] = Field(default_factory=dict, max_length=MOST_RESULTS)
    grades: dict[Name, GradeDocument] = Field(default_factory=dict, max_length=MOST_RESULTS)
    criteria: Many[CriterionDocument] = Field(default=(), max_length=MOST_CRITERIA)
    partial: WordsDocument | None = None

    @model_validator(mode="after")
    def _has_facts(self) -> Self:
        if not self.facts and not (self.uses and self.uses.facts):
            given = "facts" in self.model_fields_set
            refuse("too-few" if given else "missing-key", [("facts",) if given else ()], key="facts", min_length=1)
        return self

    @property
    def result_names(self) -> tuple[str, ...]:
        """The names of its scores, then of its grades, in declared order."""
        return (*self.scores, *self.grades)


class LinkDocument(Document):
    """``fact: head.staff`` follows the candidates of category ``follows`` whose fact ``where`` is equal."""

    fact: Text
    follows: Id
    where: Name | None = None


class RulesetDocument(Document):
    """One campaign's file, with the vocabulary it imports."""

    language: Gate
    id: Id
    version: Version
    title: WordsDocument
    issuer: WordsDocument
    decides: Literal["eligibility", "targets", "duties", "grading"]
    partial: WordsDocument | None = None
    vocabulary: Many[VocabularyImport] = ()
    sources: dict[Id, SourceDocument]
    scales: dict[Id, ScaleDocument] = Field(default_factory=dict)
    parameters: dict[Id, ParameterDocument] = Field(default_factory=dict)
    shared: SharedDocument | None = None
    categories: dict[Id, CategoryDocument] = Field(min_length=1)
    selections: dict[Id, SelectionDocument] = Field(default_factory=dict)
    links: Many[LinkDocument] = ()

    def every_scale(self) -> Iterator[tuple[tuple[str | int, ...], str, ScaleDocument]]:
        """Each scale in sight with its path and id: the imported ones in order of import, then the file's own.

        An id may come twice; the checker refuses that. A scale's ``source`` refers into the document it stands in.
        """
        for index, imported in enumerate(self.vocabulary):
            for id, scale in (imported.embedded.scales if imported.embedded else {}).items():
                yield ("vocabulary", index, "embedded", "scales", id), id, scale
        for id, scale in self.scales.items():
            yield ("scales", id), id, scale
