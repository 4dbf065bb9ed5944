"""Dossiers that may contradict themselves unseen: what people may state and the ruleset holds against nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cchc_rules.language.lint.conditions import (
    Condition,
    Part,
    every_condition,
    every_part,
    facts_by_path,
    inner_parts,
    warning,
)
from cchc_rules.language.nodes import MIRRORED, NEGATED, AsOf, Compare, Fold, Literal, Node, ReadFact, ReadField, Size
from cchc_rules.language.ruleset import Category, Fact, Ruleset
from cchc_rules.language.types import BooleanType, DateType
from cchc_rules.problems import Problem, Span

SHORTEST_STEM = 5
"""Words of two names that begin alike for so long speak of one event: ``reported_on``, ``report_submitted``."""


@dataclass(frozen=True, slots=True)
class _Dossier:
    """A category: its facts by path (``models.registered_on``), its conditions with all their parts."""

    category: Category
    facts: Mapping[str, Fact]
    conditions: tuple[tuple[Condition, tuple[Part, ...]], ...]

    def parts(self, *roles: str) -> Iterator[Part]:
        """Every part of the conditions of some roles."""
        return (part for one, parts in self.conditions if one.role in roles for part in parts)

    def are_linked(self, one: str, other: str) -> bool:
        """Whether a check reads both facts, or one of a record settles the other."""
        for condition, parts in self.conditions:
            if condition.role == "check" and {one, other} <= {part.path for part in parts}:
                return True
        (above, _, name), (beside, _, second) = one.rpartition("."), other.rpartition(".")
        settled = {*self.facts[one].settles, *self.facts[one].settled_by}
        return above == beside and bool(name) and second in settled


def _dossiers(ruleset: Ruleset) -> Iterator[_Dossier]:
    found = [(one, tuple(every_part(one.node))) for one in every_condition(ruleset)]
    for category in ruleset.categories:
        own = tuple((one, parts) for one, parts in found if one.category is category)
        yield _Dossier(category, dict(facts_by_path(category.facts)), own)


def find_unchecked_lists(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each list of which ``all`` or ``percent`` is asked while nothing shows whether it is whole.

    A roll does, and a check that holds the number of its members, or a sum over them, against something else. Members
    of a linked list follow other candidates.
    """
    linked = {(link.category, link.fact) for link in ruleset.links}
    for dossier in _dossiers(ruleset):
        counted = {path for part in dossier.parts("check") for path in _totals(part)}
        asked = [part for part in dossier.parts("require", "applies") if isinstance(part.node, Fold)]
        for path in dict.fromkeys(one.path for one in asked if getattr(one.node, "kind", "") in ("all", "percent")):
            fact = dossier.facts[path]
            if fact.expects is None and path not in counted and (dossier.category.id, path) not in linked:
                yield warning("list-unchecked", fact.span, list=fact.name)


def _totals(part: Part) -> Iterator[str]:
    """The lists that a comparison asks for as many members of, or as large a sum over, as something else says."""
    node = part.node
    if not isinstance(node, Compare):
        return
    for side, op, other in ((node.left, node.op, node.right), (node.right, MIRRORED[node.op], node.left)):
        if op in ("==", ">=", ">") and not isinstance(other, Literal):
            for one in inner_parts(Part(side, part.lists)):
                if isinstance(one.node, Size) or (isinstance(one.node, Fold) and one.node.kind in ("count", "sum")):
                    yield one.path


def find_unchecked_dates(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each date that is held to one side only, and each that no check holds to the day of decision."""
    for dossier in _dossiers(ruleset):
        sides: dict[str, set[str]] = {}
        for part in dossier.parts("check", "require", "applies"):
            for path, found in _sides(part):
                sides.setdefault(path, set()).update(found)
        decisive = {path for part in dossier.parts("require", "applies") for path, _ in _sides(part)}
        past = {path for part in dossier.parts("check", "require", "applies") for path in _beside_as_of(part)}
        for path in sorted(decisive, key=list(dossier.facts).index):
            fact = dossier.facts[path]
            if len(sides[path]) == 1:
                yield warning("date-one-sided", fact.span, "before" if "<" in sides[path] else "after", fact=fact.name)
            if path not in past:
                yield warning("date-after-as-of", fact.span, fact=fact.name)


def _sides(part: Part) -> Iterator[tuple[str, str]]:
    """The dates of a comparison, each with the sides it is held to: ``<``, ``>`` or both."""
    if isinstance(part.node, Compare):
        op = part.node.op if part.positive else NEGATED[part.node.op]
        for side, way in ((part.node.left, op), (part.node.right, MIRRORED[op])):
            if isinstance(side, ReadFact | ReadField) and isinstance(side.type, DateType):
                yield Part(side, part.lists).path, {"==": "<>", "!=": ""}.get(way, way[0])


def _beside_as_of(part: Part) -> Iterator[str]:
    if isinstance(part.node, Compare) and any(isinstance(side, AsOf) for side in (part.node.left, part.node.right)):
        yield from (path for path, _ in _sides(part))


def find_hiding_gates(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each gate (a yes or no, a number that may be 0) that hides facts people may state all the same.

    A check that reads both says what cannot be, and so does a fact that settles the other. What a criterion without
    that gate reads too is not hidden.
    """
    for dossier in _dossiers(ruleset):
        hidden: dict[str, set[str]] = {}
        spans: dict[str, Span] = {}
        open_to_all: set[str] = set()
        for condition, parts in dossier.conditions:
            heads = {part.path.partition(".")[0] for part in parts}
            gates = {} if condition.gate is None else dict(_gates(condition.gate))
            if condition.role == "require" and not gates:
                open_to_all |= heads
            for gate, span in gates.items():
                spans.setdefault(gate, span)
                hidden.setdefault(gate, set()).update(heads)
        for gate, span in spans.items():
            names = [one.name for one in dossier.category.facts if one.name in hidden[gate] - open_to_all - {gate}]
            if loose := [name for name in names if not dossier.are_linked(name, gate)]:
                yield warning("gate-hides", span, gate=gate, facts=", ".join(loose))


def _gates(applies: Node) -> Iterator[tuple[str, Span]]:
    """The facts of a condition that say by a yes or no, or by a 0, that there is nothing to ask about."""
    for part in every_part(applies):
        match part.node:
            case ReadFact(name=name, type=BooleanType()) as node:
                yield name, node.span
            case Compare(left=ReadFact(name=name), right=Literal(value=0 | 1)) as node:
                yield name, node.span


def find_doubled_events(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each yes-or-no fact and date that tell of one event by their names, and nothing joins them."""
    for dossier in _dossiers(ruleset):
        by_stem: dict[tuple[str, str], list[str]] = {}
        for path, fact in dossier.facts.items():
            for stem in _stems(path) if isinstance(fact.type, BooleanType) else ():
                by_stem.setdefault(stem, []).append(path)
        order = {path: place for place, path in enumerate(dossier.facts)}
        for path, fact in dossier.facts.items():
            stems = _stems(path) if isinstance(fact.type, DateType) else ()
            beside = {other for stem in stems for other in by_stem.get(stem, ())}
            for other in sorted(beside, key=order.__getitem__):
                if not dossier.are_linked(path, other):
                    yield warning("two-facts-one-event", fact.span, fact=fact.name, other=dossier.facts[other].name)


def _stems(path: str) -> set[tuple[str, str]]:
    """The beginnings of the words of a fact's name, each with the list the fact stands in."""
    above, _, name = path.rpartition(".")
    return {(above, word[:SHORTEST_STEM]) for word in name.split("_") if len(word) >= SHORTEST_STEM}
