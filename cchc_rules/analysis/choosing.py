"""A solver asked step by step, so that what it gives never hangs on the model it happens to find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from typing import Any, Final

from cchc_rules.engines.symbolic.logic import Bit, Logic, Term
from cchc_rules.engines.symbolic.terms import AmountTerms, CodeTerms, FactTerms, TruthTerms
from cchc_rules.engines.symbolic.validity import has_value, is_decimal, is_known
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ChoiceType, GradeType, NumberType
from cchc_rules.problems import CchcError
from cchc_rules.values import FIRST_DATE, Value, canonical_number, exact

BUDGET: Final = 20_000_000
"""The steps (z3's `rlimit`) one question to the solver may take: some seconds. A clock would make answers differ."""

TRIAL: Final = 4
"""What a trial costs, in prices of a question: all of a candidate is added to the solver and taken away again."""

_WIDEST: Final = 60
"""Doublings of a distance until it is beyond every number of 15 digits and 3 decimals."""


class BudgetSpent(CchcError):
    """A question to the solver took more steps than it may: it stays open."""


class Choosing:
    """A solver and what was added to it."""

    def __init__(self, logic: Logic, *, decimals: int = 0) -> None:
        self.logic, self.decimals = logic, decimals
        self.solver = logic.z3.Solver(ctx=logic.context)
        self.solver.set("rlimit", BUDGET)
        self._model: Any = None
        self._has_model = False  # the last answer has one that nobody has read: reading costs as much as many answers
        self._opposites: dict[int, Any] = {}  # of what was added, which is not asked about; by their numbers in z3

    def add(self, bits: Iterable[Bit]) -> None:
        """Add what must hold."""
        self._model, self._has_model = None, False
        terms = [self.logic.lift_bit(bit) for bit in bits]
        self.solver.add(terms)
        opposites = map(self.logic.z3.Not, terms)
        self._opposites = {**self._opposites, **{one.get_id(): one for one in opposites}}

    @contextmanager
    def trial(self) -> Iterator[None]:
        """What is added within goes again. Raises BudgetSpent."""
        self._pay(TRIAL)
        self._read_model()
        self.solver.push()
        opposites = self._opposites
        try:
            yield
        finally:
            self._model, self._has_model = None, False
            self._opposites = opposites
            self.solver.pop()

    def _pay(self, times: int = 1) -> None:
        """Takes what a question costs beside the solver's steps; raises BudgetSpent where that is not left."""
        logic = self.logic
        if logic.allowance is not None:
            logic.allowance -= times * logic.price
            if logic.allowance <= logic.spent:
                raise BudgetSpent("allowance")

    def _read_model(self) -> None:
        if self._has_model:
            self._model, self._has_model = self.solver.model(), False

    def is_possible(self, *bits: Bit) -> bool:
        """Whether all that was added, and these, can hold at once. Raises BudgetSpent."""
        if any(bit is False for bit in bits):
            return False
        logic = self.logic
        logic.questions += 1
        self._pay()
        if logic.allowance is not None:
            self.solver.set("rlimit", min(BUDGET, logic.allowance - logic.spent))
        self._has_model = False
        found = self.solver.check([logic.lift_bit(bit) for bit in bits if bit is not True])
        if logic.allowance is not None:
            logic.spent = self.solver.statistics().get_key_value("rlimit count")
        if found == self.logic.z3.unknown:
            raise BudgetSpent(self.solver.reason_unknown())
        self._has_model = bool(found == self.logic.z3.sat)
        return self._has_model

    def keep(self, bit: Bit) -> bool:
        """Adds it when it can hold; whether it was.

        Where it holds in the model at hand it can, which spares the solver most of the work and decides nothing.
        """
        self._read_model()
        z3, term = self.logic.z3, self.logic.lift_bit(bit)
        if term.get_id() in self._opposites:
            return False
        at_hand = self._model is not None and z3.is_true(self._model.eval(term, model_completion=True))
        if not at_hand:
            if not self.is_possible(bit):
                return False
            self._read_model()
        self.solver.add(term)
        return True

    def read_bits(self, bits: Sequence[Bit]) -> tuple[bool, ...]:
        """The bits in the model found last; only to go through all models, whatever their order."""
        model, z3 = self.solver.model(), self.logic.z3
        return tuple(z3.is_true(model.eval(bit, model_completion=True)) for bit in bits)

    def choose(self, fact: Fact, terms: FactTerms, preferred: Value) -> Value:
        """A possible value of a fact that is no list, the nearest to the one preferred, and adds that it has it.

        Without one: missing where that may be, else no, the least number, the first day, level or option. Raises
        BudgetSpent where only a number of more decimals than a witness has would do.
        """
        match terms:
            case None:
                return preferred
            case TruthTerms():
                order: Sequence[Value] = (preferred, False, True, None)
            case CodeTerms() if isinstance(fact.type, GradeType | ChoiceType):
                # The words from the nearest on; missing first where nothing is preferred, else last.
                words = list(fact.type.scale.spellings if isinstance(fact.type, GradeType) else fact.type.options)
                if isinstance(fact.type, ChoiceType) and fact.type.open:
                    words.append(
                        preferred if isinstance(preferred, str) and preferred not in words else fact.type.another
                    )
                place = words.index(preferred) if isinstance(preferred, str) else 0
                nearest = sorted(range(len(words)), key=lambda one: abs(one - place))
                found = [words[one] for one in nearest]
                order = [None, *found] if preferred is None else [*found, None]
            case _:
                return self._choose_number(fact, terms, preferred)
        for value in order:
            if self.keep(has_value(self.logic, fact, terms, value)):
                return value
        raise BudgetSpent(fact.name)

    def choose_count(self, term: Term, preferred: int) -> int:
        """The possible whole number nearest to the one preferred, and adds that it is it."""
        return int(self._choose_nearest(term, Fraction(preferred), Fraction(1)))

    def _choose_number(self, fact: Fact, terms: FactTerms, preferred: Value) -> Value:
        assert isinstance(terms, AmountTerms | CodeTerms)
        if preferred is None and self.keep(self.logic.negate(is_known(self.logic, terms))):
            return None
        if not self.keep(terms.known):
            return None
        if isinstance(terms, CodeTerms):
            start = preferred if isinstance(preferred, date) else FIRST_DATE
            return date.fromordinal(self.choose_count(terms.code, start.toordinal()))
        kind, value = fact.type, terms.low.value
        assert isinstance(kind, NumberType)
        begin = preferred if isinstance(preferred, int | float) else kind.minimum or 0
        decimals = 0 if kind.integral else kind.decimals
        if decimals is None:  # as fine as the value it starts from, which the steps must meet
            decimals = max(self.decimals, count_decimals(begin))
        if not kind.integral and not self.keep(is_decimal(self.logic, value, decimals)):
            raise BudgetSpent(fact.name)
        found = self._choose_nearest(value, Fraction(exact(begin)), Fraction(1, 10**decimals))
        return canonical_number(int(found) if found.denominator == 1 else float(found))

    def _choose_nearest(self, term: Term, start: Fraction, unit: Fraction) -> Fraction:
        """The nearest to where it starts, by steps of a unit; of two as near the greater one."""
        for near in (start, start + unit, start - unit):  # most are no farther
            if self.keep(self.logic.equal(term, near)):
                return near
        far = self.find_distance(term, start, unit)
        if far is None:
            raise BudgetSpent(str(term))
        ends = (start + far * unit, start - far * unit)
        for end in ends:
            if self.keep(self.logic.equal(term, end)):
                return end
        raise BudgetSpent(str(term))

    def find_distance(self, term: Term, start: Fraction, unit: Fraction) -> int | None:
        """In how many steps of a unit, at the least, something possible is within reach; None where nothing is.

        Raises BudgetSpent where it is beyond every number.
        """
        if not self.is_possible():
            return None
        far = next((step for step in map(_double, range(_WIDEST)) if self._is_within(term, start, step * unit)), None)
        if far is None:
            raise BudgetSpent(str(term))
        near = far // 2
        while far - near > 1:
            middle = (near + far) // 2
            near, far = (near, middle) if self._is_within(term, start, middle * unit) else (middle, far)
        return far

    def _is_within(self, term: Term, start: Fraction, distance: Fraction) -> bool:
        less = self.logic.less
        return self.is_possible(less(start - distance, term, strict=False), less(term, start + distance, strict=False))


def count_decimals(value: Any) -> int:
    """How many decimals a number is written with; 0 of what is no number."""
    text = "" if isinstance(value, bool | str | date) else format(float(value), ".15g")
    return len(text.partition(".")[2]) if "e" not in text else 0


def _double(times: int) -> int:
    return 1 << times
