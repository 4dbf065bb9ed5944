"""Folds over the members of a list: each stands for a number of members that are alike, of whom all hold or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cchc_rules.engines.symbolic.logic import Bit, Logic, Term
from cchc_rules.engines.symbolic.terms import AmountTerms, EndTerms, TruthTerms, is_before


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """Members that are alike: their number, whether the filter lets them in, what the body says of them."""

    number: Term
    inside: TruthTerms
    body: TruthTerms


@dataclass(frozen=True, slots=True, eq=False)
class Valued:
    """Members that are alike, with the number the body gives of each."""

    number: Term
    inside: TruthTerms
    body: AmountTerms


class Folds:
    """What folds give of the members of a stated list; ``known`` says whether it is."""

    def __init__(self, logic: Logic) -> None:
        self.logic = logic

    def hold_all(self, known: Bit, found: list[Counted]) -> TruthTerms:
        """False of one surely in that fails; true when one surely in holds and all perhaps in do."""
        logic = self.logic
        fails = logic.disjoin(logic.conjoin((self._some(one), one.inside.true, one.body.false)) for one in found)
        somebody = logic.disjoin(logic.conjoin((self._some(one), one.inside.true)) for one in found)
        hold = logic.conjoin(logic.disjoin((self._nobody(one), one.inside.false, one.body.true)) for one in found)
        return TruthTerms(logic.conjoin((known, somebody, hold)), logic.conjoin((known, fails)))

    def hold_any(self, known: Bit, found: list[Counted]) -> TruthTerms:
        """Kleene or of being in and holding."""
        logic = self.logic
        holds = logic.disjoin(logic.conjoin((self._some(one), one.inside.true, one.body.true)) for one in found)
        none = logic.conjoin(logic.disjoin((self._nobody(one), one.inside.false, one.body.false)) for one in found)
        return TruthTerms(logic.conjoin((known, holds)), logic.conjoin((known, none)))

    def count(self, known: Bit, found: list[Counted]) -> AmountTerms:
        """From how many surely are in and hold to how many may."""
        low = self._number(found, lambda one: (one.inside.true, one.body.true))
        high = self._number(found, lambda one: (self._may(one.inside), self._may(one.body)))
        return AmountTerms(known, EndTerms(low), EndTerms(high))

    def share(self, known: Bit, found: list[Counted]) -> AmountTerms:
        """The percent over every way members perhaps in and truths unknown may turn out; unknown of perhaps nobody."""
        logic = self.logic
        sure = self._number(found, lambda one: (one.inside.true,))
        least = self._number(found, lambda one: (one.inside.true, one.body.true))
        most = self._number(found, lambda one: (one.inside.true, self._may(one.body)))
        down = self._number(found, lambda one: (self._perhaps(one.inside), logic.negate(one.body.true)))
        up = self._number(found, lambda one: (self._perhaps(one.inside), self._may(one.body)))
        low = EndTerms(logic.multiply(100, least), logic.add((sure, down)))
        high = EndTerms(logic.multiply(100, logic.add((most, up))), logic.add((sure, up)))
        return AmountTerms(logic.conjoin((known, logic.less(0, sure, strict=True))), low, high)

    def add_up(self, known: Bit, found: list[Valued]) -> AmountTerms:
        """The sum, one perhaps in adding something from 0 to its number; unknown where such a number is."""
        logic = self.logic
        each = (logic.disjoin((self._nobody(one), one.inside.false, one.body.known)) for one in found)
        low, high = (
            [logic.multiply(one.number, self._add_one(one, least)) for one in found] for least in (True, False)
        )
        return AmountTerms(logic.conjoin((known, *each)), EndTerms(logic.add(low)), EndTerms(logic.add(high)))

    def _add_one(self, one: Valued, least: bool) -> Term:
        """The least or the most that a member adds."""
        logic, value = self.logic, (one.body.low if least else one.body.high).value
        below = logic.less(value, 0, strict=True)
        perhaps = logic.choose(below, value, 0) if least else logic.choose(below, 0, value)
        return logic.choose(one.inside.true, value, logic.choose(one.inside.false, 0, perhaps))

    def take_extreme(self, known: Bit, found: list[Valued], *, lowest: bool) -> AmountTerms:
        """The least or greatest number; unknown of nobody, and where a member is perhaps in or its number unknown."""
        logic = self.logic
        some, ends = False, [EndTerms(0), EndTerms(0)]
        for one in found:
            there = logic.conjoin((self._some(one), one.inside.true))
            for place, end in enumerate((one.body.low, one.body.high)):
                pair = (end, ends[place]) if lowest else (ends[place], end)
                better = logic.disjoin((logic.negate(some), is_before(logic, *pair, strict=True)))
                chosen = logic.conjoin((there, better))
                ends[place] = EndTerms(logic.choose(chosen, end.value, ends[place].value))
            some = logic.disjoin((some, there))
        return AmountTerms(logic.conjoin((self._are_known(known, found), some)), *ends)

    def _number(self, found: list[Counted], bits: Callable[[Counted], tuple[Bit, ...]]) -> Term:
        logic = self.logic
        return logic.add(logic.multiply(one.number, logic.count(logic.conjoin(bits(one)))) for one in found)

    def _are_known(self, known: Bit, found: list[Valued]) -> Bit:
        logic = self.logic
        each = (
            logic.disjoin((self._nobody(one), one.inside.false, logic.conjoin((one.inside.true, one.body.known))))
            for one in found
        )
        return logic.conjoin((known, *each))

    def _some(self, one: Counted | Valued) -> Bit:
        return self.logic.less(0, one.number, strict=True)

    def _nobody(self, one: Counted | Valued) -> Bit:
        return self.logic.negate(self._some(one))

    def _may(self, truth: TruthTerms) -> Bit:
        return self.logic.negate(truth.false)

    def _perhaps(self, truth: TruthTerms) -> Bit:
        return self.logic.negate(self.logic.disjoin((truth.true, truth.false)))
