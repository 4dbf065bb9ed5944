"""What a value must be for a reader to take it, as terms; and whether terms are known, or have a value."""

from __future__ import annotations

from fractions import Fraction

from cchc_rules.engines.symbolic.logic import Bit, Logic
from cchc_rules.engines.symbolic.stated_facts import state_facts
from cchc_rules.engines.symbolic.terms import AmountTerms, CodeTerms, FactTerms, ListTerms, TruthTerms
from cchc_rules.engines.symbolic.words import find_code
from cchc_rules.language.types import ChoiceType, DateType, Fact, GradeType, NumberType
from cchc_rules.values import FIRST_DATE, LARGEST_INTEGER, LAST_DATE, Value, exact


def is_known(logic: Logic, terms: FactTerms) -> Bit:
    """Whether a fact is stated; texts, which nothing compares, always are."""
    match terms:
        case None:
            return True
        case TruthTerms():
            return logic.disjoin((terms.true, terms.false))
        case AmountTerms() | CodeTerms() | ListTerms():
            return terms.known


def has_value(logic: Logic, fact: Fact, terms: FactTerms, value: Value) -> Bit:
    """Whether a fact that is no list is stated with a value, or missing where that is None."""
    if value is None:
        return logic.negate(is_known(logic, terms))
    stated = state_facts(logic, (fact,), (value,))[0]
    match terms, stated:
        case TruthTerms(), TruthTerms():
            return terms.true if value else terms.false
        case AmountTerms(), AmountTerms():
            return logic.conjoin((terms.known, logic.equal(terms.low.value, stated.low.value)))
        case CodeTerms(), CodeTerms():
            return logic.conjoin((terms.known, logic.equal(terms.code, stated.code)))
        case _:
            return True


def find_validity(logic: Logic, fact: Fact, terms: FactTerms) -> Bit:
    """The bounds of a number, the days of the calendar, the levels of a scale, the options of a choice."""
    match fact.type, terms:
        case NumberType() as kind, AmountTerms(low=end):
            least = -LARGEST_INTEGER if kind.minimum is None else exact(kind.minimum)
            most = LARGEST_INTEGER if kind.maximum is None else exact(kind.maximum)
            bounds = [logic.less(least, end.value, strict=False), logic.less(end.value, most, strict=False)]
            decimals = 0 if kind.integral else kind.decimals
            if decimals is not None and not (kind.integral and logic.is_whole(end.value)):
                bounds.append(is_decimal(logic, end.value, decimals))
            return logic.conjoin(bounds)
        case DateType(), CodeTerms(code=code):
            first, last = FIRST_DATE.toordinal(), LAST_DATE.toordinal()
            return logic.conjoin((logic.less(first, code, strict=False), logic.less(code, last, strict=False)))
        case GradeType(scale=scale), CodeTerms(code=code):
            after = len(scale.spellings)
            return logic.conjoin((logic.less(0, code, strict=False), logic.less(code, after, strict=True)))
        case ChoiceType(open=True), CodeTerms():
            return True  # the number of a word that is no option stands for every such word
        case ChoiceType(options=options) as choice, CodeTerms(code=code):
            return logic.disjoin(logic.equal(code, find_code(logic, option, choice)) for option in options)
        case _:
            return True


def is_readable(logic: Logic, fact: Fact, terms: FactTerms) -> Bit:
    """Whether a reader takes a fact that is no list: it is missing, or has a value that it may have."""
    return logic.disjoin((logic.negate(is_known(logic, terms)), find_validity(logic, fact, terms)))


def is_decimal(logic: Logic, value: object, decimals: int) -> Bit:
    """Whether a number has no more than so many decimals."""
    scaled = logic.multiply(Fraction(10) ** decimals, value)
    return logic.equal(scaled, logic.round_down(scaled))
