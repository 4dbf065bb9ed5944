"""A candidate with every fact stated or missing, as constant terms."""

from __future__ import annotations

from datetime import date
from typing import assert_never, cast

from cchc_rules.engines.symbolic.logic import Logic
from cchc_rules.engines.symbolic.terms import CodeTerms, FactTerms, ListTerms, MemberTerms, TruthTerms, make_scalar
from cchc_rules.engines.symbolic.words import find_code
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
)
from cchc_rules.values import Value, exact


def state_facts(logic: Logic, facts: tuple[Fact, ...], values: tuple[Value, ...]) -> tuple[FactTerms, ...]:
    """The facts with these values."""
    return tuple(_state(logic, fact, value) for fact, value in zip(facts, values, strict=True))


def state_date(day: date | None) -> CodeTerms:
    """A date, unknown when there is none."""
    return CodeTerms(day is not None, 0 if day is None else day.toordinal())


def _state(logic: Logic, fact: Fact, value: Value) -> FactTerms:
    match fact.type:
        case BooleanType():
            return TruthTerms(value is True, value is False)
        case NumberType():
            assert value is None or isinstance(value, int | float)
            return make_scalar(value is not None, 0 if value is None else exact(value))
        case DateType() | GradeType() | ChoiceType():
            return CodeTerms(value is not None, 0 if value is None else find_code(logic, value, fact.type))
        case ListType(fields=fields):
            members = value if isinstance(value, tuple) else ()
            return ListTerms(
                value is not None,
                tuple(MemberTerms(1, state_facts(logic, fields, cast(tuple[Value, ...], one))) for one in members),
            )
        case TextType():
            return None
        case QuotientType():
            raise TypeError("no fact is a quotient")
        case _:
            assert_never(fact.type)
