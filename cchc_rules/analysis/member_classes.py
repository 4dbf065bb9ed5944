"""Members of a list by what every fold finds of them: lists of any length are so many members of each class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cchc_rules.analysis.choosing import Choosing
from cchc_rules.engines.symbolic.algebra import SymbolicAlgebra
from cchc_rules.engines.symbolic.logic import Logic
from cchc_rules.engines.symbolic.stated_facts import state_date
from cchc_rules.engines.symbolic.terms import FactTerms, TermScope
from cchc_rules.engines.symbolic.validity import find_validity, has_value, is_known
from cchc_rules.engines.symbolic.variables import open_facts
from cchc_rules.facts.settling import find_settling
from cchc_rules.language.nodes import AsOf, Fold, ReadDefinition, ReadFact, ReadResult, walk
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType
from cchc_rules.program.translation import Translation
from cchc_rules.values import Value

MOST_CLASSES: Final = 64
"""Six conditions that are independent; with more the terms would grow beyond what places of members cost."""


@dataclass(frozen=True, slots=True)
class MemberFolds:
    """The folds over one list: what they find of a member tells its class."""

    fact: Fact
    folds: tuple[Fold, ...]

    @property
    def fields(self) -> tuple[Fact, ...]:
        """The fields of a member."""
        assert isinstance(self.fact.type, ListType)
        return self.fact.type.fields

    def find_bits(self, logic: Logic, member: tuple[FactTerms, ...]) -> tuple[Any, ...]:
        """Whether each filter and body surely holds of a member, and whether it surely does not."""
        translation = Translation(SymbolicAlgebra(logic), {})
        found = []
        for fold in self.folds:
            scope = TermScope((), state_date(None), {fold.item: member}, {}, {})
            for node in (fold.filter, fold.body):
                if node is not None:
                    truth = translation.truth(node, scope)
                    found += [truth.true, truth.false]
        return tuple(found)


def find_classes(fact: Fact, folds: Sequence[Fold]) -> tuple[tuple[Value, ...], ...] | None:
    """One member of each class, complete and valid; None where a fold looks beyond one member, or classes are many.

    The order is that of what the folds find; each member has the least values of its class, in declared order.
    """
    of = MemberFolds(fact, tuple(folds))
    if not all(map(_looks_at_one, folds)) or any(isinstance(field.type, ListType) for field in of.fields):
        return None
    logic = Logic()
    choosing = Choosing(logic)
    member = open_facts(logic, of.fields, {})
    choosing.add(_find_valid(logic, of.fields, member))
    bits = [logic.lift_bit(bit) for bit in of.find_bits(logic, member)]
    found: set[tuple[bool, ...]] = set()
    with choosing.trial():
        while choosing.is_possible():
            if len(found) == MOST_CLASSES:
                return None
            combination = choosing.read_bits(bits)
            found.add(combination)
            choosing.add([logic.negate(_agrees(logic, bits, combination))])
    return tuple(_choose_member(choosing, logic, of.fields, member, bits, one) for one in sorted(found))


def _looks_at_one(fold: Fold) -> bool:
    """Whether a fold counts members by their own fields alone."""
    parts = [node for one in (fold.body, fold.filter) if one is not None for node in walk(one)]
    outer = (ReadFact, ReadDefinition, ReadResult, AsOf, Fold)
    return fold.kind in ("all", "any", "count", "percent") and not any(isinstance(node, outer) for node in parts)


def _find_valid(logic: Logic, fields: tuple[Fact, ...], member: tuple[FactTerms, ...]) -> Iterator[Any]:
    for field, terms in zip(fields, member, strict=True):
        yield find_validity(logic, field, terms)
        if not field.settles:
            yield is_known(logic, terms)
    settling = find_settling(fields)
    for rule in settling.rules if settling is not None else ():
        for slot, value in rule.settlers:
            settled = has_value(logic, fields[rule.slot], member[rule.slot], value)
            yield logic.disjoin((logic.negate(is_known(logic, member[slot])), settled))


def _choose_member(
    choosing: Choosing,
    logic: Logic,
    fields: tuple[Fact, ...],
    member: tuple[FactTerms, ...],
    bits: Sequence[Any],
    combination: tuple[bool, ...],
) -> tuple[Value, ...]:
    with choosing.trial():
        choosing.add([_agrees(logic, bits, combination)])
        return tuple(choosing.choose(*pair, None) for pair in zip(fields, member, strict=True))


def _agrees(logic: Logic, bits: Sequence[Any], combination: tuple[bool, ...]) -> Any:
    return logic.conjoin(bit if holds else logic.negate(bit) for bit, holds in zip(bits, combination, strict=True))
