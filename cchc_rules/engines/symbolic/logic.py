"""Truths and numbers that may be constants or terms of z3: constants are computed here, exactly, and never reach it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from itertools import accumulate
from math import floor
from typing import Any, TypeAlias

from cchc_rules.problems import import_optional
from cchc_rules.program.points import round_away

Bit: TypeAlias = Any
"""A truth of two values: a bool, or a boolean term."""
Term: TypeAlias = Any
"""An exact number: an int, a Fraction, or an arithmetic term."""


class Logic:
    """What is made of bits and terms, in one z3 context; not to be shared between threads.

    ``questions`` counts what solvers were asked about it, ``spent`` the steps they took (z3's `rlimit`), of which there
    may be an ``allowance``, from which each question takes its ``price`` as well: budgets that are the same on every
    machine.

    Raises MissingDependency when z3 is not there.
    """

    def __init__(self) -> None:
        self.z3 = import_optional("z3", extra="verify")
        self.context = self.z3.Context()
        self._words: dict[str, int] = {}
        self.questions = self.spent = self.price = 0
        self.allowance: int | None = None

    def allow(self, steps: int, *, price: int = 0) -> None:
        """Lets solvers take so many steps more, all together; a question costs its price besides."""
        self.allowance, self.price = self.spent + steps, price

    def make_bit(self, name: str) -> Bit:
        """A truth that is open."""
        return self.z3.Bool(name, self.context)

    def make_term(self, name: str, *, integral: bool) -> Term:
        """A number that is open."""
        return self.z3.Int(name, self.context) if integral else self.z3.Real(name, self.context)

    def number_word(self, word: str) -> int:
        """The number of a word: options of two choices that are the same word are the same number."""
        return self._words.setdefault(word, len(self._words))

    def conjoin(self, bits: Iterable[Bit]) -> Bit:
        """Whether all hold."""
        parts = [bit for bit in bits if bit is not True]
        if any(bit is False for bit in parts):
            return False
        return self.z3.And(parts) if len(parts) > 1 else parts[0] if parts else True

    def conjoin_others(self, bits: Iterable[Bit]) -> list[Bit]:
        """Of each bit, whether all others hold: of neighbours the terms share their parts, so that all are few."""
        parts = list(bits)
        before, after = ([*accumulate(one, self._conjoin_two, initial=True)] for one in (parts, reversed(parts)))
        return [self._conjoin_two(before[at], after[len(parts) - 1 - at]) for at in range(len(parts))]

    def _conjoin_two(self, one: Bit, other: Bit) -> Bit:
        return self.conjoin((one, other))

    def disjoin(self, bits: Iterable[Bit]) -> Bit:
        """Whether one holds."""
        parts = [bit for bit in bits if bit is not False]
        if any(bit is True for bit in parts):
            return True
        return self.z3.Or(parts) if len(parts) > 1 else parts[0] if parts else False

    def negate(self, bit: Bit) -> Bit:
        """Whether it does not hold."""
        return not bit if isinstance(bit, bool) else self.z3.Not(bit)

    def differ(self, one: Bit, other: Bit) -> Bit:
        """Whether one holds and the other does not."""
        if self.is_same(one, other):
            return False
        for bit, rest in ((one, other), (other, one)):
            if isinstance(bit, bool):
                return self.negate(rest) if bit else rest
        return self.z3.Xor(one, other, self.context)

    def choose(self, bit: Bit, one: Term, other: Term) -> Term:
        """The first number where the bit holds, else the second."""
        if isinstance(bit, bool):
            return one if bit else other
        return one if one is other else self.z3.If(bit, self._lift(one), self._lift(other))

    def at_most(self, bits: Iterable[Bit], most: int) -> Bit:
        """Whether no more than so many hold."""
        open_ = [bit for bit in bits if bit is not False]
        most -= sum(bit is True for bit in open_)
        open_ = [bit for bit in open_ if bit is not True]
        if most < 0 or len(open_) <= most:
            return most >= 0
        return self.z3.AtMost(*open_, most) if most else self.conjoin(map(self.negate, open_))

    def less(self, one: Term, other: Term, *, strict: bool) -> Bit:
        """Whether one number is below the other, or not above it."""
        if not self._are_constant(one, other):
            one, other = self._lift(one), self._lift(other)
        return one < other if strict else one <= other

    def equal(self, one: Term, other: Term) -> Bit:
        """Whether two numbers are the same."""
        return True if one is other else one == other if self._are_constant(one, other) else self._equate(one, other)

    def lift_bit(self, bit: Bit) -> Any:
        """The bit as a term."""
        return self.z3.BoolVal(bit, self.context) if isinstance(bit, bool) else bit

    def add(self, terms: Iterable[Term]) -> Term:
        """The sum."""
        parts = list(terms)
        constant = sum(part for part in parts if self._are_constant(part))
        open_ = [part for part in parts if not self._are_constant(part)]
        if constant or not open_:
            open_.append(self._lift(constant) if open_ else constant)
        return reduce(lambda one, other: one + other, open_)

    def multiply(self, one: Term, other: Term) -> Term:
        """The product."""
        if self._are_constant(one, other):
            return one * other
        for factor, rest in ((one, other), (other, one)):
            if self._are_constant(factor) and factor in (0, 1):
                return rest if factor else 0
        return self._lift(one) * self._lift(other)

    def divide(self, one: Term, other: Term) -> Term:
        """The quotient; anything where the other number is 0."""
        if not self._are_constant(other):
            return self._make_real(one) / self._make_real(other)
        return self.multiply(Fraction(1, other), one) if other else 0

    def divide_whole(self, one: Term, other: int) -> Term:
        """A whole number by a positive constant, rounded down."""
        return one // other if self._are_constant(one) else self._lift(one) / self._lift(other)

    def round_down(self, term: Term) -> Term:
        """The greatest whole number that is not above it."""
        return floor(term) if self._are_constant(term) else self.z3.ToInt(self._make_real(term))

    def round_away(self, term: Term, decimals: int) -> Term:
        """The number rounded to so many decimals, halves away from zero."""
        if self._are_constant(term):
            return round_away(Fraction(term), decimals)
        scale = 10**decimals
        above = self.less(0, term, strict=False)
        size = self.add((self.multiply(scale, self.choose(above, term, self.multiply(-1, term))), Fraction(1, 2)))
        whole = self.z3.ToReal(self.z3.ToInt(size))
        return self.multiply(Fraction(1, scale), self.choose(above, whole, self.multiply(-1, whole)))

    def is_whole(self, term: Term) -> bool:
        """Whether a number can only be whole."""
        return isinstance(term, int) if self._are_constant(term) else bool(self.z3.is_int(term))

    def is_same(self, one: Term, other: Term) -> bool:
        """Whether two bits or numbers are written alike, so that no candidate tells them apart."""
        if isinstance(one, bool | int | Fraction) or isinstance(other, bool | int | Fraction):
            return type(one) is type(other) and one == other
        return bool(one.eq(other))

    def count(self, bit: Bit) -> Term:
        """1 where the bit holds, else 0."""
        return self.choose(bit, 1, 0)

    def _make_real(self, term: Term) -> Any:
        lifted = self._lift(term)
        return self.z3.ToReal(lifted) if self.z3.is_int(lifted) else lifted

    def _equate(self, one: Term, other: Term) -> Bit:
        return self._lift(one) == self._lift(other)

    def _are_constant(self, *terms: Term) -> bool:
        return all(isinstance(term, int | Fraction) for term in terms)

    def _lift(self, term: Term) -> Any:
        match term:
            case int():
                return self.z3.IntVal(term, self.context)
            case Fraction():
                return self.z3.RealVal(str(term), self.context)
            case _:
                return term
