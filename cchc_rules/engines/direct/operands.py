"""What the direct engine makes of a node: Python expressions for a truth, an amount or a plain value, and their rules.

Every comparison is exact. A raw double is read by the 15-digit rule without rounding it: against a constant by moving
the constant to the first or last double that prints as it (design 3.6), against anything else as a fraction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Final

from cchc_rules.engines.direct.source_builder import Module, Writer
from cchc_rules.language.nodes import MIRRORED, NEGATED, Relation
from cchc_rules.values import Scale, double_span, exact

LONGEST_GENERATED: Final = 240
"""Longer expressions are held in a local: brackets come in pairs, and Python's parser takes 200 of them nested."""

LARGEST_CONSTANT: Final = 10**30
"""Constants from here on are compared as they are; no fact is that large."""


@dataclass(frozen=True, slots=True)
class Kleene:
    """Python tests for *surely true* and *surely false*.

    Where one test tells whether the truth is known at all, ``unknown`` is that test, and ``decided`` tells true from
    false when it is known.
    """

    holds: str
    fails: str
    unknown: str = ""
    decided: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """A number as a Python expression, over a positive divisor if any.

    ``sort``: ``integer``, ``double`` (raw, or an int), ``exact`` (int or Fraction).
    """

    text: str
    sort: str
    over: str = ""
    constant: int | Fraction | None = None

    @property
    def exact(self) -> str:
        """The expression of its exact value, divisor left out."""
        return f"exact({self.text})" if self.sort == "double" else self.text


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, or the interval from ``low`` to ``high``; unknown when any name in ``guards`` is None."""

    low: End
    high: End
    guards: tuple[str, ...] = ()

    @property
    def scalar(self) -> bool:
        """Whether both ends are one expression."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Plain:
    """A level, a choice or a date; unknown when any name in ``guards`` is None.

    With ``bits_of`` it is a grade of the candidate: a set of that scale's values, bit i for ``spellings[i]``.
    """

    text: str
    guards: tuple[str, ...] = ()
    constant: object = None
    bits_of: Scale | None = None


TRUE: Final = Kleene("True", "False")
FALSE: Final = Kleene("False", "True")


def read_truth(name: str) -> Kleene:
    """The truth held by a local that is True, False or None."""
    return Kleene(name, f"{name} is False")


def test_known(guards: Iterable[str]) -> str:
    """The test that all guards are known."""
    return " and ".join(f"{guard} is not None" for guard in dict.fromkeys(guards)) or "True"


def test_unknown(guards: Iterable[str]) -> str:
    """The test that some guard is unknown."""
    return " or ".join(f"{guard} is None" for guard in dict.fromkeys(guards)) or "False"


def compare_known(guards: tuple[str, ...], decided: str, refuted: str) -> Kleene:
    """A comparison that is known as soon as its operands are."""
    test = test_known(guards)
    return Kleene(f"({test} and {decided})", f"({test} and {refuted})", test_unknown(guards), decided)


def negate(truth: Kleene) -> Kleene:
    """Kleene ``not``."""
    return Kleene(truth.fails, truth.holds, truth.unknown, f"not ({truth.decided})" if truth.decided else "")


def conjoin(writer: Writer, truths: list[Kleene]) -> Kleene:
    """Kleene ``and``."""
    short = [
        read_truth(hold_truth(writer, truth)) if max(len(truth.holds), len(truth.fails)) > LONGEST_GENERATED else truth
        for truth in truths
    ]
    holds, fails = (truth.holds for truth in short), (truth.fails for truth in short)
    return Kleene(f"({' and '.join(holds)})", f"({' or '.join(fails)})")


def disjoin(writer: Writer, truths: list[Kleene]) -> Kleene:
    """Kleene ``or``."""
    return negate(conjoin(writer, [negate(truth) for truth in truths]))


def hold_truth(writer: Writer, truth: Kleene) -> str:
    """A local (or the fact itself) that is True, False or None."""
    if truth.fails == f"{truth.holds} is False":
        return truth.holds
    return writer.local(f"True if {truth.holds} else False if {truth.fails} else None")


def make_constant(module: Module, number: int | Fraction) -> Amount:
    """A number known to everybody."""
    text = repr(number) if isinstance(number, int) else module.constant(number)
    end = End(text if text[0] != "-" else f"({text})", "integer" if isinstance(number, int) else "exact", "", number)
    return Amount(end, end)


def make_scalar(text: str, sort: str, guards: tuple[str, ...]) -> Amount:
    """A number that is one expression."""
    return Amount(end := End(text, sort), end, guards)


def hold_amount(writer: Writer, amount: Amount) -> Amount:
    """The amount with its ends in locals: only its first guard is left to ask."""
    named = amount.low.text.isidentifier() and amount.high.text.isidentifier()
    if named and len(amount.guards) <= 1:
        return amount
    if amount.low.constant is not None:
        return amount
    if amount.scalar:
        held = writer.local(f"None if {test_unknown(amount.guards)} else {amount.low.text}")
        return make_scalar(held, amount.low.sort, (held,))
    low, high = writer.temporary(), writer.temporary()
    ends = f"({amount.low.text}, {amount.high.text})"
    writer.lines.append(f"{low}, {high} = (None, None) if {test_unknown(amount.guards)} else {ends}")
    return Amount(End(low, amount.low.sort), End(high, amount.high.sort), (low,))


def settle_shares(writer: Writer, amount: Amount) -> Amount:
    """The amount with its quotients worked out, so that it may be computed with."""
    if not (amount.low.over or amount.high.over):
        return amount
    test = test_unknown(amount.guards)
    ends = [f"None if {test} else Fraction({one.exact}, {one.over or 1})" for one in (amount.low, amount.high)]
    low = writer.local(ends[0])
    high = low if amount.scalar else writer.local(ends[1])
    return Amount(End(low, "exact"), End(high, "exact"), (low,))


def hold_number(writer: Writer, amount: Amount) -> Amount:
    """As `hold_amount`, quotients worked out: a number that is computed with."""
    return hold_amount(writer, settle_shares(writer, amount))


def compare_amounts(module: Module, op: Relation, left: Amount, right: Amount) -> Kleene:
    """The comparison of two numbers or intervals: known when every pair of points agrees."""
    guards = left.guards + right.guards
    if left.scalar and right.scalar:
        test = compare_ends(module, op, left.low, right.low)
        return compare_known(guards, test, compare_ends(module, NEGATED[op], left.low, right.low))
    if op == "==":
        pairs = ((left.low, left.high), (left.high, right.low), (right.low, right.high))
        meets = " and ".join(compare_ends(module, "==", one, other) for one, other in pairs if one != other)
        below = compare_ends(module, "<", left.high, right.low)
        misses = f"({below} or {compare_ends(module, '<', right.high, left.low)})"
    else:
        # The worst left point passes the hardest right one; or the best fails even the easiest.
        (worst, best), (easiest, hardest) = (left.low, left.high), (right.low, right.high)
        if op in ("<", "<="):
            worst, best, easiest, hardest = best, worst, hardest, easiest
        meets = compare_ends(module, op, worst, hardest)
        misses = compare_ends(module, NEGATED[op], best, easiest)
    test = test_known(guards)
    return Kleene(f"({test} and {meets})", f"({test} and {misses})")


def compare_ends(module: Module, op: Relation, left: End, right: End) -> str:
    """The exact test ``left op right`` of two known numbers."""
    if right.constant is not None and left.constant is None:
        return _against(module, op, left, right.constant)
    if left.constant is not None and right.constant is None:
        return _against(module, MIRRORED[op], right, left.constant)
    a, b = left.exact, right.exact
    return f"{a} * {right.over or 1} {op} {b} * {left.over or 1}" if left.over or right.over else f"{a} {op} {b}"


def _against(module: Module, op: Relation, end: End, limit: int | Fraction) -> str:
    """The exact test ``end op limit`` with the limit moved to where a plain comparison is exact."""
    if end.over:
        whole = Fraction(limit)
        scaled = end.exact if whole.denominator == 1 else f"{end.exact} * {whole.denominator}"
        return f"{scaled} {op} {whole.numerator} * {end.over}"
    if end.sort == "integer":
        return _against_integer(op, end.text, limit)
    if end.sort == "double" and -LARGEST_CONSTANT < limit < LARGEST_CONSTANT and exact(float(limit)) == limit:
        return _against_span(op, end.text, *double_span(limit))
    return f"{end.exact} {op} {make_constant(module, limit).low.text}"


def _against_integer(op: Relation, text: str, limit: int | Fraction) -> str:
    if op in ("==", "!="):
        return f"{text} {op} {int(limit)}" if limit == int(limit) else str(op == "!=")
    return f"{text} {op} {ceil(limit) if op in ('>=', '<') else floor(limit)}"


def _against_span(op: Relation, text: str, first: float, last: float) -> str:
    if op in ("==", "!="):
        return f"{'' if op == '==' else 'not '}{first!r} <= {text} <= {last!r}"
    return f"{text} {op} {first if op in ('>=', '<') else last!r}"
