"""Which facts can still be changed, and which way: what remedies may ask of a candidate."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Literal, TypeAlias

from cchc_rules.language.lint.conditions import Part, every_part, facts_by_path, find_meanings, inner_parts, write_out
from cchc_rules.language.nodes import Fold, Quotient, ReadFact, ReadField
from cchc_rules.language.ruleset import Category
from cchc_rules.language.types import ListType

Direction: TypeAlias = Literal[True, False, "up", "down"]
"""Whether a fact can still be changed, or the one way it can; of a list: whether members can be added."""


class Reserve(StrEnum):
    """Why a fact cannot be changed unless its ``changeable`` says that it can."""

    WHOLE = "whole"
    APPLIES = "applies"
    LIST = "list"


def find_directions(category: Category) -> dict[str, Direction]:
    """Of every fact, and field of members, whether it can be changed, by path (``units.done``).

    Where nothing is written, those of `find_reserves` cannot, all others can. What tells a member apart never can.
    """
    reserves = find_reserves(category)
    facts = dict(facts_by_path(category.facts))
    keys = {f"{path}.{fact.key}" for path, fact in facts.items() if fact.key is not None}
    return {
        path: path not in keys and (path not in reserves if fact.changeable is None else fact.changeable)
        for path, fact in facts.items()
    }


def find_reserves(category: Category) -> dict[str, Reserve]:
    """The facts that a remedy leaves alone unless it is written that it may change them, by path.

    They are the wholes of shares (a smaller whole passes without anything being done, and so does a member whom the
    filter of an ``all`` or ``percent`` no longer lets in), what decides whether a criterion applies, and lists.
    """
    meanings = find_meanings(category)
    found: dict[str, Reserve] = {
        path: Reserve.LIST for path, fact in facts_by_path(category.facts) if isinstance(fact.type, ListType)
    }
    criteria = [one for top in category.criteria for one in top.family()]
    for node in (one.applies for one in criteria if one.applies is not None):
        for path in _reads(Part(write_out(node, meanings), {})):
            found.setdefault(path, Reserve.APPLIES)
    nodes = [one.require for one in criteria if one.require is not None]
    nodes += [node for result in category.results for node in result.expressions]
    for node in nodes:
        for part in every_part(write_out(node, meanings)):
            for path in _wholes(part):
                found.setdefault(path, Reserve.WHOLE)
    return found


def _wholes(part: Part) -> Iterator[str]:
    match part.node:
        case Quotient(whole=whole):
            yield from _reads(Part(whole, part.lists))
        case Fold(kind="all" | "percent", item=item, filter=filter) if filter is not None:
            yield from _reads(Part(filter, {**part.lists, item: part.path}))


def _reads(start: Part) -> Iterator[str]:
    return (part.path for part in inner_parts(start) if isinstance(part.node, ReadFact | ReadField))
