"""Shared parts: facts, checks, definitions and criteria written once become parts of each category that uses them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, TypeAlias, TypeVar

from cchc_rules.language.documents.base_models import Document
from cchc_rules.language.documents.criterion_models import CheckDocument, CriterionDocument
from cchc_rules.language.documents.models import (
    MOST_CHILDREN,
    MOST_CRITERIA,
    CategoryDocument,
    RulesetDocument,
    SharedDocument,
    UsesDocument,
)
from cchc_rules.language.documents.places import Path, Places
from cchc_rules.problems import Problem
from cchc_rules.text import nearest

KINDS: Final = ("facts", "checks", "define", "criteria")
"""The kinds of parts that are shared, as keys of ``shared`` and of ``uses``."""

D = TypeVar("D", bound=Document)

_MOST: Final = {"facts": MOST_CHILDREN, "criteria": MOST_CRITERIA}


Users: TypeAlias = Mapping[tuple[str, str], tuple[str, ...]]
"""The categories that use each shared part, by its kind and name."""


@dataclass(frozen=True, slots=True)
class SharedUse:
    """The shared parts of a ruleset as they are written, and who uses which."""

    parts: SharedDocument
    users: Users


NOTHING_SHARED: Final = SharedUse(SharedDocument(), MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class WholeDocument:
    """A document without ``shared`` and ``uses``: each category holds the parts it uses, then its own.

    The places of used parts are those of the shared ones. With problems the document is still one that later checks can
    go on with.
    """

    document: RulesetDocument
    places: Places
    problems: tuple[Problem, ...] = ()
    shared: SharedUse = NOTHING_SHARED


def write_out(document: RulesetDocument, places: Places) -> WholeDocument:
    """The document with every shared part in the categories that use it, and each fault of ``uses``."""
    shared = document.shared or SharedDocument()
    if document.shared is None and not any(one.uses for one in document.categories.values()):
        return WholeDocument(document, places)
    problems: list[Problem] = []
    moves: dict[Path, Path] = {}
    users: dict[tuple[str, str], tuple[str, ...]] = {
        (kind, name): () for kind in KINDS for name in getattr(shared, kind)
    }
    categories: dict[str, CategoryDocument] = {}
    for id, one in document.categories.items():
        category = _Category(("categories", id), one, shared, places, problems)
        used = {kind: tuple(category.find_used(kind)) for kind in KINDS}
        categories[id] = one.model_copy(update={"uses": None, **category.fill(used)})
        moves |= dict(category.move(used))
        for kind, names in used.items():
            users |= {(kind, name): (*users[kind, name], id) for name in names}
    whole = document.model_copy(update={"shared": None, "categories": categories})
    return WholeDocument(whole, replace(places, moves=moves), tuple(problems), SharedUse(shared, users))


@dataclass(frozen=True, slots=True)
class _Category:
    """One category before its shared parts are written out; ``problems`` takes every fault of its ``uses``."""

    path: Path
    document: CategoryDocument
    shared: SharedDocument
    places: Places
    problems: list[Problem]

    def find_used(self, kind: str) -> Iterator[str]:
        """The shared parts of a kind that are there, each once, in the order of ``uses``."""
        known: Mapping[str, object] = getattr(self.shared, kind)
        listed: Sequence[str] = getattr(self.document.uses or UsesDocument(), kind)
        own: Sequence[str] = list(getattr(self.document, kind)) if kind in ("facts", "define") else ()
        for index, name in enumerate(listed):
            where = self.places.value((*self.path, "uses", kind, index))
            if name not in known:
                fields = {"name": name, "kind": kind, "nearest": nearest(name, known) or ""}
                self.problems.append(Problem("unknown-shared", where, fields))
            elif name in listed[:index]:
                self.problems.append(Problem("duplicate-id", where, {"id": name}))
            else:
                yield name
                if name in own:
                    where = self.places.key((*self.path, kind, name))
                    self.problems.append(Problem("duplicate-id", where, {"id": name}))
        if (most := _MOST.get(kind)) and len(listed) + len(getattr(self.document, kind)) > most:
            where = self.places.value((*self.path, "uses", kind))
            self.problems.append(Problem("too-many", where, {"most": most}))

    def fill(self, used: Mapping[str, Sequence[str]]) -> dict[str, object]:
        """The parts of each kind of which shared ones are used: those first, then the category's own."""
        shared, own = self.shared, self.document
        parts = {
            "facts": {**{name: shared.facts[name] for name in used["facts"]}, **own.facts},
            "checks": (*(_give_id(CheckDocument, name, shared.checks[name]) for name in used["checks"]), *own.checks),
            "define": {**{name: shared.define[name] for name in used["define"]}, **own.define},
            "criteria": (
                *(_give_id(CriterionDocument, name, shared.criteria[name]) for name in used["criteria"]),
                *own.criteria,
            ),
        }
        return {kind: whole for kind, whole in parts.items() if used[kind]}

    def move(self, used: Mapping[str, Sequence[str]]) -> Iterator[tuple[Path, Path]]:
        """Where the parts of the category stand in the file, for those that stand elsewhere than their path says."""
        for kind in ("facts", "define"):
            for name in used[kind]:
                yield (*self.path, kind, name), ("shared", kind, name)
        for kind in ("checks", "criteria"):
            first = len(used[kind])
            for index, name in enumerate(used[kind]):
                yield (*self.path, kind, index), ("shared", kind, name)
            for index in range(len(getattr(self.document, kind)) if first else 0):
                yield (*self.path, kind, first + index), (*self.path, kind, index)


def _give_id(model: type[D], id: str, shared: Document) -> D:
    """A shared check or criterion as one of a category; it has been checked where it stands."""
    parts = {name: getattr(shared, name) for name in type(shared).model_fields}
    return model.model_construct(shared.model_fields_set | {"id"}, id=id, **parts)
