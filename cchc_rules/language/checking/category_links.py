"""Links between categories: list facts that follow the candidates of another category, checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cchc_rules.language.documents.models import LinkDocument
from cchc_rules.language.documents.places import Path, Places
from cchc_rules.language.ruleset import Category, Fact, Link
from cchc_rules.language.types import ListType, TextType
from cchc_rules.problems import Problem
from cchc_rules.text import nearest, visible


@dataclass(frozen=True, slots=True)
class LinkChecker:
    """Checks the links of a document whose categories are sound; what is wrong goes into ``problems``."""

    places: Places
    problems: list[Problem]
    categories: Mapping[str, Category]

    def links(self, documents: Sequence[LinkDocument]) -> Iterator[Link]:
        """The links that are sound."""
        seen: set[str] = set()
        for index, one in enumerate(documents):
            path: Path = ("links", index)
            if one.fact in seen:
                self._fault("link-twice", (*path, "fact"), fact=one.fact)
            seen.add(one.fact)
            owner, fact = self._find_list(one, path)
            follows = self._category(one.follows, (*path, "follows"))
            if owner is None or fact is None or follows is None:
                continue
            if follows is owner:
                self._fault("link-to-itself", (*path, "follows"), category=owner.id)
            self._fields(fact, follows, path)
            if one.where is not None:
                self._where(one.where, owner, follows, (*path, "where"))
            yield Link(owner.id, fact.name, follows.id, one.where or "", self.places.value(path))

    def _find_list(self, document: LinkDocument, path: Path) -> tuple[Category | None, Fact | None]:
        """The category and the list fact a link fills."""
        id, _, name = document.fact.partition(".")
        owner = self._category(id, (*path, "fact"))
        if owner is None:
            return None, None
        fact = next((one for one in owner.facts if one.name == name), None)
        keyed = None if fact is None or not isinstance(fact.type, ListType) else _key(fact)
        if fact is None or keyed is None or not isinstance(keyed.type, TextType) or fact.expects is not None:
            near = nearest(name, [one.name for one in owner.facts if isinstance(one.type, ListType)])
            self._fault("link-no-list", (*path, "fact"), fact=visible(document.fact), nearest=near)
            return owner, None
        return owner, fact

    def _category(self, id: str, path: Path) -> Category | None:
        found = self.categories.get(id)
        if found is None:
            self._fault("link-category", path, category=visible(id), nearest=nearest(id, self.categories))
        return found

    def _fields(self, fact: Fact, follows: Category, path: Path) -> None:
        """Every field but the key is a fact of the followed category, of the same type and no list."""
        assert isinstance(fact.type, ListType)
        for one in fact.type.fields:
            if one.name != fact.key and (isinstance(one.type, ListType) or _find_type(follows, one.name) != one.type):
                near = nearest(one.name, [other.name for other in follows.facts])
                self._fault("link-field", (*path, "fact"), field=one.name, category=follows.id, nearest=near)

    def _where(self, name: str, owner: Category, follows: Category, path: Path) -> None:
        kind = _find_type(owner, name)
        if kind is None or isinstance(kind, ListType) or kind != _find_type(follows, name):
            shared = [one.name for one in owner.facts if _find_type(follows, one.name) == one.type]
            self._fault("link-where", path, fact=name, nearest=nearest(name, shared))

    def _fault(self, code: str, path: Path, **fields: object) -> None:
        self.problems.append(Problem(code, self.places.value(path), fields))


def _key(fact: Fact) -> Fact | None:
    assert isinstance(fact.type, ListType)
    return next((one for one in fact.type.fields if one.name == fact.key), None)


def _find_type(category: Category, name: str) -> object:
    """The type of a category's fact; None when it has none of that name."""
    return next((one.type for one in category.facts if one.name == name), None)
