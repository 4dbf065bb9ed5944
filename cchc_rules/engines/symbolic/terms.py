"""What a value is to the solver: whether it is known, and what it is then; numbers by their two ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from cchc_rules.engines.symbolic.logic import Bit, Logic, Term
from cchc_rules.language.nodes import Relation


@dataclass(frozen=True, slots=True, eq=False)
class TruthTerms:
    """A truth of three values: surely true, surely false; never both, unknown where neither."""

    true: Bit
    false: Bit


@dataclass(frozen=True, slots=True, eq=False)
class CodeTerms:
    """A date by its ordinal, or a level or choice by its place among the spellings; ``code`` says nothing unknown."""

    known: Bit
    code: Term


@dataclass(frozen=True, slots=True, eq=False)
class GradeTerms:
    """A grade: of each value of its scale, by its code, whether it may be the one."""

    may: tuple[Bit, ...]


@dataclass(frozen=True, slots=True, eq=False)
class EndTerms:
    """The lowest or highest a number may be: ``value / whole``, where ``whole`` is above 0."""

    value: Term
    whole: Term = 1


@dataclass(frozen=True, slots=True, eq=False)
class AmountTerms:
    """A number or an interval; the ends say nothing where it is unknown. One number is one end twice."""

    known: Bit
    low: EndTerms
    high: EndTerms


@dataclass(frozen=True, slots=True, eq=False)
class MemberTerms:
    """``number`` members of a list that are all alike, by what each field of theirs is."""

    number: Term
    fields: tuple[FactTerms, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ListTerms:
    """A list: whether it is stated, and its members."""

    known: Bit
    members: tuple[MemberTerms, ...]


FactTerms: TypeAlias = TruthTerms | CodeTerms | AmountTerms | ListTerms | None
"""A fact; None for a text, which nothing compares."""


@dataclass(frozen=True, slots=True, eq=False)
class LineTerms:
    """A line of a score, or the whole of one, with those of its lines whose zeros are counted."""

    points: AmountTerms
    countable: tuple[AmountTerms, ...]


ResultTerms: TypeAlias = LineTerms | GradeTerms


@dataclass(frozen=True, slots=True, eq=False)
class TermScope:
    """What expressions see: the candidate, the date, the members bound by folds.

    ``definitions`` are those read so far, ``results`` the grades, and the lines of scores by their ids, found so far.
    """

    facts: tuple[FactTerms, ...]
    as_of: CodeTerms
    items: Mapping[str, tuple[FactTerms, ...]]
    definitions: dict[str, Any]
    results: dict[tuple[str, str], ResultTerms]

    def inside(self, item: str, member: tuple[FactTerms, ...]) -> TermScope:
        """The scope with one more member bound."""
        return TermScope(self.facts, self.as_of, {**self.items, item: member}, self.definitions, self.results)

    def root(self) -> TermScope:
        """The scope of the candidate alone."""
        return TermScope(self.facts, self.as_of, {}, self.definitions, self.results)


def make_scalar(known: Bit, value: Term) -> AmountTerms:
    """One number."""
    end = EndTerms(value)
    return AmountTerms(known, end, end)


def is_before(logic: Logic, one: EndTerms, other: EndTerms, *, strict: bool) -> Bit:
    """Whether one end is below the other (or the same), by cross-multiplication: wholes are above 0."""
    return logic.less(logic.multiply(one.value, other.whole), logic.multiply(other.value, one.whole), strict=strict)


def choose_end(logic: Logic, bit: Bit, one: EndTerms, other: EndTerms) -> EndTerms:
    """The first end where the bit holds, else the second."""
    return EndTerms(logic.choose(bit, one.value, other.value), logic.choose(bit, one.whole, other.whole))


def compare_amounts(logic: Logic, op: Relation, left: AmountTerms, right: AmountTerms) -> TruthTerms:
    """``== < <= > >=``: known when every pair of points agrees."""
    known = logic.conjoin((left.known, right.known))
    if op == "==":
        apart = (
            is_before(logic, left.high, right.low, strict=True),
            is_before(logic, right.high, left.low, strict=True),
        )
        points = [_meet(logic, one.low, one.high) for one in (left, right)]
        same = logic.conjoin((known, *points, _meet(logic, left.low, right.low)))
        return TruthTerms(same, logic.conjoin((known, logic.disjoin(apart))))
    if op in (">", ">="):
        left, right = right, left
    strict = op in ("<", ">")
    surely = is_before(logic, left.high, right.low, strict=strict)
    perhaps = is_before(logic, left.low, right.high, strict=strict)
    return TruthTerms(logic.conjoin((known, surely)), logic.conjoin((known, logic.negate(perhaps))))


def _meet(logic: Logic, one: EndTerms, other: EndTerms) -> Bit:
    if one is other:
        return True
    return logic.equal(logic.multiply(one.value, other.whole), logic.multiply(other.value, one.whole))


def settle_end(logic: Logic, end: EndTerms) -> EndTerms:
    """The end as one number: quotients are added up in the lines of scores alone."""
    return end if isinstance(end.whole, int) and end.whole == 1 else EndTerms(logic.divide(end.value, end.whole))


def settle_ends(logic: Logic, amount: AmountTerms) -> AmountTerms:
    """The amount with ends that are one number."""
    low = settle_end(logic, amount.low)
    high = low if amount.low is amount.high else settle_end(logic, amount.high)
    return AmountTerms(amount.known, low, high)


def compare_codes(
    logic: Logic, op: Relation, left: CodeTerms, right: CodeTerms, levels: int | None = None
) -> TruthTerms:
    """``== < <= > >=`` of codes; with ``levels`` a code from there on is unranked, and every order of it is false."""
    known = logic.conjoin((left.known, right.known))
    if op == "==":
        holds = logic.equal(left.code, right.code)
    else:
        low, high = (left, right) if op in ("<", "<=") else (right, left)
        holds = logic.less(low.code, high.code, strict=op in ("<", ">"))
        if levels is not None:
            ranked = (logic.less(one.code, levels, strict=True) for one in (left, right))
            holds = logic.conjoin((holds, *ranked))
    return TruthTerms(logic.conjoin((known, holds)), logic.conjoin((known, logic.negate(holds))))


def compare_possible(
    logic: Logic, op: Relation, left: CodeTerms | GradeTerms, right: CodeTerms | GradeTerms, levels: int
) -> TruthTerms:
    """`compare_codes` of levels of which a grade may be one of several: known when all that may be agree."""
    pairs = [
        (logic.negate(logic.conjoin((may, other_may))), compare_codes(logic, op, one, other, levels))
        for may, one in _possible(left)
        for other_may, other in _possible(right)
    ]
    true = logic.conjoin(logic.disjoin((is_out, truth.true)) for is_out, truth in pairs)
    return TruthTerms(true, logic.conjoin(logic.disjoin((is_out, truth.false)) for is_out, truth in pairs))


def _possible(value: CodeTerms | GradeTerms) -> list[tuple[Bit, CodeTerms]]:
    if isinstance(value, CodeTerms):
        return [(True, value)]
    return [(may, CodeTerms(True, code)) for code, may in enumerate(value.may)]


def take_hull(logic: Logic, rows: list[tuple[Bit, AmountTerms]]) -> AmountTerms:
    """The smallest interval that holds every row that may be; unknown where one of these is. One of them always may."""
    known = logic.conjoin(logic.disjoin((logic.negate(may), row.known)) for may, row in rows)
    if len(rows) == 1:
        return rows[0][1]
    low = _extreme(logic, [(may, row.low) for may, row in rows], lowest=True)
    return AmountTerms(known, low, _extreme(logic, [(may, row.high) for may, row in rows], lowest=False))


def _extreme(logic: Logic, ends: list[tuple[Bit, EndTerms]], *, lowest: bool) -> EndTerms:
    """The lowest or highest end of those that may be."""
    some, found = ends[0]
    for may, end in ends[1:]:
        pair = (end, found) if lowest else (found, end)
        better = logic.disjoin((logic.negate(some), is_before(logic, *pair, strict=True)))
        found = choose_end(logic, logic.conjoin((may, better)), end, found)
        some = logic.disjoin((some, may))
    return found
