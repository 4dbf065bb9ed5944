"""A solver as the judge of questions: whether facts can still turn a verdict, over everything they may be or not be."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from cchc_rules.analysis.choosing import Choosing
from cchc_rules.decisions.traces.builder import name_members
from cchc_rules.engines.symbolic.logic import Bit, Logic
from cchc_rules.engines.symbolic.program_terms import translate
from cchc_rules.engines.symbolic.stated_facts import state_date, state_facts
from cchc_rules.engines.symbolic.terms import CodeTerms, FactTerms, ListTerms, MemberTerms
from cchc_rules.engines.symbolic.validity import find_validity
from cchc_rules.engines.symbolic.variables import open_facts
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType
from cchc_rules.program.program import Program
from cchc_rules.values import Value

MEMBERS = 2
"""How many members a list nobody stated is looked at with."""


class Judge:
    """A candidate twice: what is known is the same in both, what may turn stands apart, the rest is open and shared."""

    def __init__(
        self, program: Program, values: tuple[Value, ...], as_of: date | None, turning: Collection[str]
    ) -> None:
        self.logic, self.turning, self.valid = Logic(), turning, list[Bit]()
        self.shared: dict[str, FactTerms] = {}
        both = [self._open(program.facts, values, "", side) for side in "ab"]
        days = [state_date(as_of) if as_of is not None else self._day(side) for side in "ab"]
        one, other = (translate(self.logic, program, *pair).verdicts for pair in zip(both, days, strict=True))
        self.differ = self.logic.disjoin(
            self.logic.conjoin((bit, self.logic.negate(same))) for bit, same in zip(one, other, strict=True)
        )

    def can_turn(self) -> bool:
        """Whether the verdict can be another when nothing but the facts that may turn are other. Raises BudgetSpent."""
        choosing = Choosing(self.logic)
        choosing.add(self.valid)
        return choosing.is_possible(self.differ)

    def _day(self, side: str) -> CodeTerms:
        if "as_of" not in self.turning:
            side = ""
        known = self.logic.make_bit(f"{side}:as_of?")
        return CodeTerms(known, self.logic.make_term(f"{side}:as_of", integral=True))

    def _open(self, facts: tuple[Fact, ...], values: Any, prefix: str, side: str) -> tuple[FactTerms, ...]:
        return tuple(self._fact(fact, value, prefix, side) for fact, value in zip(facts, values, strict=True))

    def _fact(self, fact: Fact, value: Value, prefix: str, side: str) -> FactTerms:
        path = prefix + fact.name
        if value is None:
            own = f"{side}:" if path in self.turning else ""
            if own + path not in self.shared:
                (self.shared[own + path],) = open_facts(self.logic, (fact,), _Sizes(), own + prefix)
                self.valid += _limit(self.logic, fact, self.shared[own + path])
            return self.shared[own + path]
        if isinstance(fact.type, ListType) and isinstance(value, tuple):
            pairs = zip(name_members(fact, value), value, strict=True)
            fields = fact.type.fields
            return ListTerms(
                True, tuple(MemberTerms(1, self._open(fields, one, f"{path}[{name}].", side)) for name, one in pairs)
            )
        return state_facts(self.logic, (fact,), (value,))[0]


class _Sizes(dict[str, int]):
    """Every list, however deep, with so many places."""

    def __missing__(self, path: str) -> int:
        return MEMBERS


def _limit(logic: Logic, fact: Fact, terms: FactTerms) -> Iterator[Bit]:
    if isinstance(fact.type, ListType):
        assert isinstance(terms, ListTerms)
        for member in terms.members:
            for one, field in zip(fact.type.fields, member.fields, strict=True):
                yield from _limit(logic, one, field)
    else:
        yield find_validity(logic, fact, terms)
