"""Selections of a document to their checked form, every fault at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from cchc_rules.language.checking.declarations import Declarer
from cchc_rules.language.documents.places import Path
from cchc_rules.language.documents.selection_models import KeyDocument, SelectionDocument, TakeDocument
from cchc_rules.language.nodes import Literal, Node, ReadParameter
from cchc_rules.language.selection_rules import (
    Among,
    FixedPlaces,
    PlacesByValue,
    Preference,
    RankingKey,
    SelectionRule,
    Share,
    ShareOf,
    Take,
    Ties,
)
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    Clause,
    Fact,
    ListType,
    NumberType,
    TextType,
    Type,
    kind_of,
)
from cchc_rules.text import nearest
from cchc_rules.values import exact

_WORDS_OF_AMONG: Final = ("favourable", "all")
_WORDS_OF_SHARES: Final = ("candidates", "running")
_YES_OR_NO: Final = BooleanType()


@dataclass(frozen=True, slots=True)
class SelectionChecker:
    """Checks selections of one category; ``resolve`` reads, resolves and measures an expression at a path."""

    declarer: Declarer
    clauses: Mapping[str, Clause]
    facts: Mapping[str, Fact]
    resolve: Callable[[str, Path], Node | None]

    def rule(self, id: str, document: SelectionDocument) -> SelectionRule | None:
        """The selection; None when it has problems, which are noted."""
        path: Path = ("selections", id)
        before = len(self.declarer.problems)
        within = None if document.within is None else self.within(document.within, (*path, "within"))
        keys = tuple(self.keys(document, path))
        preferences = tuple(self.preferences(document, path))
        among = self.among(document.among.strip(), (*path, "among"))
        take = None if document.take is None else self.take(document.take, within, (*path, "take"))
        cited = self.declarer.find_clauses(document.source, self.clauses, path)
        if len(self.declarer.problems) > before or among is None:
            return None
        tied = document.tied
        ties: Ties = "open" if tied is None else tied.taken or "vote"
        return SelectionRule(
            id=id,
            title=document.title.words,
            clauses=cited,
            category=document.category,
            among=among,
            within=within,
            keys=keys,
            is_dense=document.ranks == "dense",
            take=take,
            preferences=preferences,
            ties=ties,
            vote=None if tied is None or tied.vote is None else tied.vote.words,
            span=self.declarer.places.key(path),
        )

    def within(self, name: str, path: Path) -> Fact | None:
        """The choice that parts the candidates."""
        fact = self.facts.get(name)
        if fact is None or not isinstance(fact.type, ChoiceType):
            known = [one.name for one in self.facts.values() if isinstance(one.type, ChoiceType)]
            self.declarer.fault("within-no-choice", path, fact=name, nearest=nearest(name, known) or "")
            return None
        if fact.type.open:
            self.declarer.fault("within-no-choice", path, "open", fact=name)
            return None
        return fact

    def among(self, text: str, path: Path) -> Among | None:
        """Who is ranked."""
        if text == "favourable":
            return "favourable"
        return "all" if text == "all" else self.condition(text, path)

    def condition(self, text: str, path: Path) -> Node | None:
        """A condition; None when it is faulty."""
        node = self.resolve(text, path)
        if node is not None and type_of(node) != _YES_OR_NO:
            self.declarer.fault("type-mismatch", path, "condition", type=kind_of(type_of(node)))
            return None
        return node

    def keys(self, document: SelectionDocument, path: Path) -> Iterator[RankingKey]:
        """The keys that are sound."""
        for index, one in enumerate(document.by):
            place = (*path, "by", index)
            way = "lowest" if one.highest is None else "highest"
            text = one.highest or one.lowest or ""
            node = self.resolve(text, (*place, way))
            cited = self.declarer.find_clauses(one.source, self.clauses, place)
            if node is not None and self.has_order(type_of(node), one, (*place, way)):
                yield RankingKey(node, way == "highest", " ".join(text.split()), cited)

    def has_order(self, kind: Type, document: KeyDocument, path: Path) -> bool:
        """Whether candidates can be ranked by values of a type; says so where they cannot."""
        if isinstance(kind, ChoiceType | TextType | ListType):
            self.declarer.fault("no-order", path, type=kind_of(kind))
            return False
        if isinstance(kind, BooleanType) and document.lowest is not None:
            self.declarer.fault("lowest-condition", path)
            return False
        return True

    def preferences(self, document: SelectionDocument, path: Path) -> Iterator[Preference]:
        """The preferences that are sound."""
        for index, one in enumerate(document.prefer):
            place = (*path, "prefer", index)
            when = self.condition(one.when, (*place, "when"))
            cited = self.declarer.find_clauses(one.source, self.clauses, place)
            if when is not None:
                yield Preference(when, " ".join(one.when.split()), cited)

    def take(self, document: TakeDocument, within: Fact | None, path: Path) -> Take | None:
        """How many are taken."""
        if document.percent is not None:
            return self.share(document, path)
        if document.places is not None:
            number = self.number_of_places(document.places, (*path, "places"))
            return None if number is None else FixedPlaces(number)
        options = within.type.options if within is not None and isinstance(within.type, ChoiceType) else ()
        if within is None:
            self.declarer.fault("take-by-value", path)
            return None
        for value in document.values.keys() - set(options):
            fields = {"option": value, "options": ", ".join(options), "nearest": nearest(value, options) or ""}
            self.declarer.fault("unknown-option", (*path, value), **fields)
        if missing := [one for one in options if one not in document.values]:
            self.declarer.fault("take-value-missing", path, fact=within.name, values=", ".join(missing))
        numbers = {
            value: self.number_of_places(text, (*path, value))
            for value, text in document.values.items()
            if value in options
        }
        return PlacesByValue(tuple((one, node) for one in options if (node := numbers.get(one)) is not None))

    def share(self, document: TakeDocument, path: Path) -> Share | None:
        """A share of candidates."""
        percent = self.number(document.percent or "", (*path, "percent"))
        of = self.share_of((document.of or "").strip(), (*path, "of"))
        if percent is None or of is None:
            return None
        kind = type_of(percent)
        assert isinstance(kind, NumberType)
        low, high = _ends(percent, kind)
        if low is None or high is None or low < 0 or high > 100 or high == 0:
            self.declarer.fault("take-percent", (*path, "percent"))
            return None
        return Share(percent, of, document.round, document.min)

    def share_of(self, text: str, path: Path) -> ShareOf | None:
        """What the share is of."""
        if text == "candidates":
            return "candidates"
        if text == "running":
            return "running"
        node = self.resolve(text, path)
        if node is None or isinstance(type_of(node), BooleanType):
            return node
        return self.constant_number(node, path)

    def number_of_places(self, text: str, path: Path) -> Node | None:
        """A whole number of places, 1 or more where it is written out."""
        node = self.number(text, path)
        if node is None:
            return None
        kind = type_of(node)
        assert isinstance(kind, NumberType)
        low, _ = _ends(node, kind)
        if not kind.integral or (isinstance(node, Literal) and (low is None or low < 1)):
            self.declarer.fault("take-number", path)
            return None
        return node

    def number(self, text: str, path: Path) -> Node | None:
        """A number that is the same for all candidates."""
        node = self.resolve(text, path)
        return None if node is None else self.constant_number(node, path)

    def constant_number(self, node: Node, path: Path) -> Node | None:
        """The node where it is a number or a parameter that is one; else says so."""
        if isinstance(node, Literal | ReadParameter) and isinstance(type_of(node), NumberType):
            return node
        self.declarer.fault("take-constant", path)
        return None


def _ends(node: Node, kind: NumberType) -> tuple[int | Fraction | None, int | Fraction | None]:
    """What a number or a parameter can be, as far as it is declared."""
    if isinstance(node, Literal) and isinstance(node.value, int | float | Fraction):
        return exact(node.value), exact(node.value)
    low, high = kind.minimum, kind.maximum
    return None if low is None else exact(low), None if high is None else exact(high)
