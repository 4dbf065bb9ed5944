"""A candidate nobody knows, each fact as variables; and whether it is the same as another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, assert_never

from cchc_rules.engines.symbolic.logic import Bit, Logic
from cchc_rules.engines.symbolic.terms import (
    AmountTerms,
    CodeTerms,
    FactTerms,
    ListTerms,
    MemberTerms,
    TruthTerms,
    make_scalar,
)
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    Fact,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    TextType,
    Type,
)

_INDEX: Final = re.compile(r"\[[0-9]+\]")


def open_facts(
    logic: Logic, facts: tuple[Fact, ...], places: Mapping[str, int], prefix: str = ""
) -> tuple[FactTerms, ...]:
    """Variables for each fact, named by its path.

    ``places`` says how many members a list has at most, by its path without places: ``units.fields``.
    """
    return tuple(_open(logic, fact, places, f"{prefix}{fact.name}") for fact in facts)


def open_date(logic: Logic) -> CodeTerms:
    """The date of the decision, perhaps unknown."""
    return CodeTerms(logic.make_bit("as_of?"), logic.make_term("as_of", integral=True))


def open_value(logic: Logic, kind: Type, name: str, known: Bit) -> FactTerms:
    """Variables for a fact of one value that is known where a bit says so; None of a text, which no rule reads."""
    match kind:
        case BooleanType():
            value = logic.make_bit(name)
            return TruthTerms(logic.conjoin((known, value)), logic.conjoin((known, logic.negate(value))))
        case NumberType(integral=integral):
            return make_scalar(known, logic.make_term(name, integral=integral))
        case DateType() | GradeType() | ChoiceType():
            return CodeTerms(known, logic.make_term(name, integral=True))
        case TextType():
            return None
        case QuotientType() | ListType():
            raise TypeError(f"{name} is no fact of one value")
        case _:
            assert_never(kind)


def _open(logic: Logic, fact: Fact, places: Mapping[str, int], name: str) -> FactTerms:
    known = logic.make_bit(f"{name}?")
    if not isinstance(fact.type, ListType):
        return open_value(logic, fact.type, name, known)
    members = (
        MemberTerms(
            logic.count(logic.make_bit(f"{name}[{number}]!")),
            open_facts(logic, fact.type.fields, places, f"{name}[{number}]."),
        )
        for number in range(1, places[_INDEX.sub("", name)] + 1)
    )
    return ListTerms(known, tuple(members))


def equate_facts(logic: Logic, one: tuple[FactTerms, ...], other: tuple[FactTerms, ...]) -> Bit:
    """Whether two candidates are the same: alike known, with the same values; members place by place.

    A list of fewer places has nobody in those it lacks.
    """
    return logic.conjoin(_equate(logic, *pair) for pair in zip(one, other, strict=True))


def _equate(logic: Logic, one: FactTerms, other: FactTerms) -> Bit:
    match one, other:
        case TruthTerms(), TruthTerms():
            return logic.conjoin((_same(logic, one.true, other.true), _same(logic, one.false, other.false)))
        case AmountTerms(), AmountTerms():
            same = logic.equal(one.low.value, other.low.value)
        case CodeTerms(), CodeTerms():
            same = logic.equal(one.code, other.code)
        case ListTerms(), ListTerms():
            short, long = sorted((one.members, other.members), key=len)
            pairs = zip(short, long, strict=False)
            each = [
                logic.conjoin((logic.equal(a.number, b.number), equate_facts(logic, a.fields, b.fields)))
                for a, b in pairs
            ]
            same = logic.conjoin((*each, *(logic.equal(rest.number, 0) for rest in long[len(short) :])))
        case _:
            assert one is None and other is None
            return True
    is_open = logic.negate(one.known)
    return logic.conjoin((_same(logic, one.known, other.known), logic.disjoin((is_open, same))))


def _same(logic: Logic, one: Bit, other: Bit) -> Bit:
    if isinstance(other, bool):
        return one if other else logic.negate(one)
    if isinstance(one, bool):
        return other if one else logic.negate(other)
    return one == other
