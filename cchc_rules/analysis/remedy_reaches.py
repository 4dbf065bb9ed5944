"""What the values of a remedy must reach: told as bounds and words, never as a number that was picked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import product
from math import prod
from typing import Final

from cchc_rules.analysis.choosing import BudgetSpent, Choosing
from cchc_rules.analysis.fact_moves import FactMove, list_words
from cchc_rules.analysis.member_kinds import Pattern, agrees
from cchc_rules.analysis.member_moves import MemberProblem
from cchc_rules.analysis.member_records import open_record, put, read_place, value_at
from cchc_rules.engines.symbolic.logic import Bit, Logic, Term
from cchc_rules.engines.symbolic.terms import AmountTerms, CodeTerms, FactTerms
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import DateType, NumberType
from cchc_rules.values import Value, canonical_number, exact

MOST_BOUNDS: Final = 12
"""Of more numbers and days at once none is told a bound of its own: they only do together."""

MOST_TRIED_AT_ONCE: Final = 64
"""How many combinations of words are decided to see whether all will do; of more only one word each is told."""


@dataclass(frozen=True, slots=True)
class ValueReach:
    """What a value must come to: one of some words, or between two ends (None: none), either of them perhaps open.

    ``together``: what will do hangs on other facts of the same remedy; it has no bound of its own.
    """

    words: tuple[Value, ...] = ()
    low: Value = None
    high: Value = None
    low_open: bool = False
    high_open: bool = False
    together: bool = False


@dataclass(frozen=True, slots=True)
class FactReach:
    """A fact by its path, what it is now (None: nothing is stated), and what it must reach."""

    path: str
    fact: Fact
    before: Value
    reach: ValueReach


class ReachSearch:
    """Finds what the moved fields of one record must reach, the others being as in a remedy.

    ``will_do`` decides values; ``find_violation`` says of the record as terms, with facts of some names open, when it
    is refused or will not do.
    """

    def __init__(
        self,
        logic: Logic,
        fields: tuple[Fact, ...],
        decimals: int,
        will_do: Callable[[tuple[Value, ...]], bool],
        find_violation: Callable[[frozenset[str], tuple[FactTerms, ...]], Bit],
    ) -> None:
        self.logic, self.fields, self.decimals = logic, fields, decimals
        self.will_do, self.find_violation = will_do, find_violation

    def find(
        self, moves: Sequence[FactMove], values: tuple[Value, ...], are_coupled: Callable[[FactMove, FactMove], bool]
    ) -> Iterator[FactReach]:
        """What each move must reach."""
        numbers = [one for one in moves if isinstance(one.fact.type, NumberType | DateType)]
        coupled = {
            one.place: [other for other in numbers if other is not one and are_coupled(one, other)] for one in numbers
        }
        alone = [] if len(numbers) > MOST_BOUNDS else [one for one in numbers if not self._is_together(one, coupled)]
        ends = {one.place: self._try_ends(one, values) for one in alone}
        told = [one for one in numbers if one.place in ends and not ends[one.place].together]
        if len(told) > 1 and self._may_fail([(one, ends[one.place]) for one in told], values):
            for one in told[1:]:
                at = value_at(values, one.place)
                ends[one.place] = ValueReach(low=at, high=at)
        spans = [(one, ends[one.place]) for one in told]
        words = {one.place: self._find_words(one, values, spans) for one in moves if one not in numbers}
        self._keep_joint(words, values)
        for one in moves:
            if one.place in ends:
                reach = ends[one.place]
            elif one in numbers:
                reach = ValueReach(together=True)
            else:
                reach = ValueReach(words=tuple(words[one.place]))
            yield FactReach(one.path, one.fact, one.before, reach)

    def _find_words(
        self, move: FactMove, values: tuple[Value, ...], spans: Sequence[tuple[FactMove, ValueReach]]
    ) -> list[Value]:
        """The words that will do, whichever of the numbers told beside them is taken."""
        found = [word for word in list_words(move) if self.will_do(put(values, move.place, word))]
        at = value_at(values, move.place)
        if spans:
            found = [one for one in found if one == at or not self._may_fail(spans, put(values, move.place, one))]
        return found

    def _keep_joint(self, words: dict[tuple[int, ...], list[Value]], values: tuple[Value, ...]) -> None:
        """Leaves of all but the first only the word at hand where some of the words at once will not do."""
        several = [place for place, found in words.items() if len(found) > 1]
        count = prod(len(words[place]) for place in several)
        if len(several) < 2 or (count <= MOST_TRIED_AT_ONCE and self._do_all(several, words, values)):
            return
        for place in several[1:]:
            words[place] = [value_at(values, place)]

    def _do_all(
        self, places: Sequence[tuple[int, ...]], words: dict[tuple[int, ...], list[Value]], values: tuple[Value, ...]
    ) -> bool:
        for chosen in product(*(words[place] for place in places)):
            for place, word in zip(places, chosen, strict=True):
                values = put(values, place, word)
            if not self.will_do(values):
                return False
        return True

    def _is_together(self, move: FactMove, coupled: dict[tuple[int, ...], list[FactMove]]) -> bool:
        """Whether it has no bound of its own: one of those it is weighed against is yet to be stated."""
        others = coupled[move.place]
        return bool(others) and any(one.is_statement for one in (move, *others))

    def _try_ends(self, move: FactMove, values: tuple[Value, ...]) -> ValueReach:
        """The ends; none of its own where the budget is spent before they are found."""
        try:
            return self.find_ends(move, values)
        except BudgetSpent:
            return ValueReach(together=True)

    def find_ends(self, move: FactMove, values: tuple[Value, ...]) -> ValueReach:
        """The widest span around the value in which every value that may be will do."""
        terms, term = self._open([move], values)
        at = _to_number(value_at(values, move.place))
        unit = self._find_unit(move)
        fails = self.find_violation(frozenset((move.path,)), terms)
        found: list[tuple[Value, bool]] = []
        for is_low in (True, False):
            choosing = Choosing(self.logic)
            choosing.add([*self._limits, fails])
            choosing.add([self.logic.less(*((term[0], at) if is_low else (at, term[0])), strict=True)])
            steps = choosing.find_distance(term[0], at, unit)
            if steps is None:
                found.append((None, False))
                continue
            sign = -1 if is_low else 1
            near, far = at + sign * (steps - 1) * unit, at + sign * steps * unit
            between = (
                self.logic.less(min(near, far), term[0], strict=True),
                self.logic.less(term[0], max(near, far), strict=True),
            )
            is_open = not _is_stepped(move) and not choosing.is_possible(*between)
            found.append((_from_number(far if is_open else near, move), is_open))
        (low, low_open), (high, high_open) = found
        low = move.least if low is None else low
        return ValueReach((), low, high, low_open, high_open)

    def _open(self, moves: Sequence[FactMove], values: tuple[Value, ...]) -> tuple[tuple[FactTerms, ...], list[Term]]:
        """The record with some moves open, whichever way they go, and the numbers they are."""
        free = {one.place: replace(one, before=value_at(values, one.place), direction=True) for one in moves}
        self._limits: list[Bit] = []
        terms = open_record(self.logic, self.fields, values, free, self._limits, (), "=")
        return terms, [_number_of(read_place(terms, one.place)) for one in moves]

    def _may_fail(self, spans: Sequence[tuple[FactMove, ValueReach]], values: tuple[Value, ...]) -> bool:
        """Whether some values within all the spans at once will not do."""
        terms, numbers = self._open([one for one, _ in spans], values)
        fails = self.find_violation(frozenset(one.path for one, _ in spans), terms)
        choosing = Choosing(self.logic)
        choosing.add([*self._limits, fails])
        for term, (_, reach) in zip(numbers, spans, strict=True):
            if reach.low is not None:
                choosing.add([self.logic.less(_to_number(reach.low), term, strict=reach.low_open)])
            if reach.high is not None:
                choosing.add([self.logic.less(term, _to_number(reach.high), strict=reach.high_open)])
        try:
            return choosing.is_possible()
        except BudgetSpent:
            return True

    def _find_unit(self, move: FactMove) -> Fraction:
        kind = move.fact.type
        if not isinstance(kind, NumberType) or kind.integral:
            return Fraction(1)
        return Fraction(1, 10 ** (self.decimals if kind.decimals is None else kind.decimals))


def search_member(problem: MemberProblem, wanted: Sequence[Pattern]) -> ReachSearch:
    """The search for a member of a list that will do when its pattern is one of those wanted."""
    logic = problem.logic

    def find_violation(names: frozenset[str], terms: tuple[FactTerms, ...]) -> Bit:
        bits = [logic.lift_bit(bit) for bit in problem.find_bits(terms)]
        return logic.negate(logic.disjoin(agrees(logic, bits, one) for one in wanted))

    def will_do(values: tuple[Value, ...]) -> bool:
        return problem.find_pattern(values) in wanted

    return ReachSearch(logic, problem.fields, problem.decimals, will_do, find_violation)


def _is_stepped(move: FactMove) -> bool:
    kind = move.fact.type
    return not isinstance(kind, NumberType) or kind.integral or kind.decimals is not None


def _number_of(terms: FactTerms) -> Term:
    match terms:
        case AmountTerms(low=end):
            return end.value
        case CodeTerms(code=code):
            return code
        case _:
            raise TypeError("neither a number nor a day")


def _to_number(value: Value) -> Fraction:
    if isinstance(value, date):
        return Fraction(value.toordinal())
    assert isinstance(value, int | float)
    return Fraction(exact(value))


def _from_number(value: Fraction, move: FactMove) -> Value:
    if isinstance(move.fact.type, DateType):
        return date.fromordinal(int(value))
    return canonical_number(int(value) if value.denominator == 1 else float(value))
