"""Members of a list by what every fold finds of them: lists of any length are so many members of each class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

from cchc_rules.analysis.choosing import BudgetSpent, Choosing, count_decimals
from cchc_rules.analysis.fact_layouts import Projection
from cchc_rules.analysis.member_keys import MemberKeys, find_keys
from cchc_rules.analysis.member_kinds import agrees
from cchc_rules.engines.symbolic.algebra import SymbolicAlgebra
from cchc_rules.engines.symbolic.logic import Logic
from cchc_rules.engines.symbolic.stated_facts import state_date
from cchc_rules.engines.symbolic.terms import FactTerms, TermScope
from cchc_rules.engines.symbolic.validity import is_known, is_readable
from cchc_rules.engines.symbolic.variables import open_facts
from cchc_rules.language.nodes import AsOf, Fold, Literal, ReadDefinition, ReadFact, ReadField, ReadResult, walk
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType, NumberType
from cchc_rules.program.translation import Translation
from cchc_rules.values import Value

MOST_CLASSES: Final = 64
"""Six conditions that are independent; with more the terms would grow beyond what places of members cost."""


@dataclass(frozen=True)
class MemberFolds:
    """The folds over one list, of each program with how it sees a member: what they find of a member tells its class.

    ``fact`` is the list as the programs have it together.
    """

    fact: Fact
    views: tuple[tuple[Projection, tuple[Fold, ...]], ...]

    @property
    def fields(self) -> tuple[Fact, ...]:
        """The fields of a member."""
        assert isinstance(self.fact.type, ListType)
        return self.fact.type.fields

    @property
    def folds(self) -> Iterator[Fold]:
        """The folds of all programs."""
        return (fold for _, folds in self.views for fold in folds)

    @cached_property
    def keys(self) -> MemberKeys | None:
        """The keys members may have; None where every one of them is another."""
        return find_keys(self.fact, self.fields, [one.own for one, _ in self.views], tuple(self.folds))

    def find_bits(self, logic: Logic, member: tuple[FactTerms, ...]) -> tuple[Any, ...]:
        """In which cell its key is, whether each filter and body surely holds of a member, or not; then `find_kind`."""
        translation = Translation(SymbolicAlgebra(logic), {})
        found = [] if self.keys is None else [*self.keys.find_bits(logic, member)]
        for projection, folds in self.views:
            seen = projection.view(logic, member)
            for fold in folds:
                scope = TermScope((), state_date(None), {fold.item: seen}, {}, {})
                for node in (fold.filter, fold.body):
                    if node is not None:
                        truth = translation.truth(node, scope)
                        found += [truth.true, truth.false]
        return (*found, *self.find_kind(logic, member))

    def find_kind(self, logic: Logic, member: tuple[FactTerms, ...]) -> tuple[Any, ...]:
        """Whether each program takes a member, then whether all is stated of it."""
        valid = []
        for projection, _ in self.views:
            stated = projection.cut(logic, member)
            bounds = (is_readable(logic, *pair) for pair in zip(projection.own, stated, strict=True))
            valid.append(logic.conjoin((*bounds, *projection.find_contradictions(logic, stated))))
        pairs = zip(self.fields, member, strict=True)
        complete = logic.conjoin(is_known(logic, terms) for field, terms in pairs if not field.settles)
        return (*valid, complete)


@dataclass(frozen=True, slots=True)
class MemberClass:
    """Members of whom every fold finds the same: one of them, whether each program takes it, whether all is stated."""

    member: tuple[Value, ...]
    valid: tuple[bool, ...]
    complete: bool


def find_classes(of: MemberFolds, *, partial: bool = False) -> tuple[MemberClass, ...] | None:
    """The classes of members; None where a fold looks beyond one member, or classes are many or cannot be shown.

    They are complete and valid to every program; with ``partial`` also those of whom something is missing, or whom only
    one program takes. The order is that of what the folds find; each member has the least values of its class, in
    declared order.
    """
    if not all(map(_looks_at_one, of.folds)) or any(isinstance(field.type, ListType) for field in of.fields):
        return None
    if of.keys is None:
        return None
    logic = Logic()
    choosing = Choosing(logic, decimals=_find_decimals(of))
    member = open_facts(logic, of.fields, {})
    *valid, complete = of.find_kind(logic, member)
    choosing.add((logic.disjoin(valid),) if partial else (*valid, complete))
    if of.keys.cells:
        key = member[of.keys.cells[0].key.slot]
        choosing.add((is_known(logic, key), logic.disjoin(of.keys.find_bits(logic, member))))
    bits = [logic.lift_bit(bit) for bit in of.find_bits(logic, member)]
    try:
        if (found := _find_combinations(choosing, bits)) is None:
            return None
        shown = [(one, _choose_member(choosing, of.fields, member, bits, one)) for one in sorted(found)]
    except BudgetSpent:  # too hard, or only numbers of more decimals than a constant has would do
        return None
    return tuple(MemberClass(values, one[-1 - len(valid) : -1], one[-1]) for one, values in shown)


def _find_combinations(choosing: Choosing, bits: Sequence[Any]) -> set[tuple[bool, ...]] | None:
    """What the bits can be together; None where that is too much."""
    found: set[tuple[bool, ...]] = set()
    with choosing.trial():
        while choosing.is_possible():
            if len(found) == MOST_CLASSES:
                return None
            combination = choosing.read_bits(bits)
            found.add(combination)
            choosing.add([choosing.logic.negate(agrees(choosing.logic, bits, combination))])
    return found


def _find_decimals(of: MemberFolds) -> int:
    """One decimal more than the finest constant, so that a number may pass it by less than a step of it."""
    numbers = [node.value for fold in of.folds for node in walk(fold) if isinstance(node, Literal)]
    for field in of.fields:
        if isinstance(field.type, NumberType):
            numbers += [field.type.minimum, field.type.maximum]
    return 1 + max((count_decimals(one) for one in numbers if isinstance(one, int | float | Fraction)), default=0)


def _looks_at_one(fold: Fold) -> bool:
    """Whether a fold counts members by their own fields alone."""
    parts = [node for one in (fold.body, fold.filter) if one is not None for node in walk(one)]
    outer = (ReadFact, ReadDefinition, ReadResult, AsOf, Fold)
    own = all(node.item == fold.item for node in parts if isinstance(node, ReadField))
    return (
        own and fold.kind in ("all", "any", "count", "percent") and not any(isinstance(node, outer) for node in parts)
    )


def _choose_member(
    choosing: Choosing,
    fields: tuple[Fact, ...],
    member: tuple[FactTerms, ...],
    bits: Sequence[Any],
    combination: tuple[bool, ...],
) -> tuple[Value, ...]:
    with choosing.trial():
        choosing.add([agrees(choosing.logic, bits, combination)])
        return tuple(choosing.choose(*pair, None) for pair in zip(fields, member, strict=True))
