"""Witnesses: a candidate that shows that something about rules is so, the nearest to a case, decided again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final, Protocol

from cchc_rules.analysis.choosing import BudgetSpent, Choosing
from cchc_rules.analysis.member_keys import MemberKeys, find_key
from cchc_rules.analysis.open_candidates import OpenCandidate, walk_program
from cchc_rules.decisions.decision import Decision
from cchc_rules.engines.symbolic.logic import Bit
from cchc_rules.engines.symbolic.stated_facts import state_facts
from cchc_rules.engines.symbolic.terms import FactTerms, ListTerms
from cchc_rules.engines.symbolic.validity import has_value, is_known
from cchc_rules.engines.symbolic.variables import equate_facts
from cchc_rules.evaluation import evaluate
from cchc_rules.language.nodes import Literal
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import DateType, ListType, TextType
from cchc_rules.problems import EngineDisagreement, FactError
from cchc_rules.program.program import Program
from cchc_rules.values import Value

MOST_CASES: Final = 3
"""How many cases a witness is held against, the favourable ones first: more cost time and tell it little better."""
_MOST_EARLIER: Final = 30
"""How many witnesses are looked at again where nothing more is solved: the first ones show the most."""
STEPS_FOR_NEAREST: Final = 600_000
"""The steps that go into nearest witnesses: after them one found before will do where it shows what is asked."""
_MOST_CHANGES: Final = 3
"""Up to how many facts changed the fewest are looked for; with more the first case is gone through fact by fact."""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case that was decided: its name, its facts by name, its date."""

    name: str
    facts: Mapping[str, Value]
    as_of: date | None


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact of a witness that its case has not, or has otherwise (None: it states none)."""

    fact: Fact
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Witness:
    """A candidate that shows something: as the case of that name, but for the changes (empty: there was no case).

    ``decisions`` are those of the direct engine, one for each program asked about.
    """

    case: str
    changes: tuple[FactChange, ...]
    decisions: tuple[Decision, ...]
    as_of: date | None
    facts: Mapping[str, Any] = field(compare=False)

    @property
    def is_complete(self) -> bool:
        """Whether every fact that some program has is stated."""
        pairs = (pair for one in self.decisions for pair in zip(one.program.facts, one.values, strict=True))
        return all(_is_stated(fact, value) for fact, value in pairs)

    def to_dict(self) -> dict[str, Any]:
        """The witness as plain data."""
        return {
            "case": self.case,
            "changes": [one.fact.name for one in self.changes],
            "facts": write_plain(self.facts),
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
        }


def write_plain(value: Any) -> Any:
    """Facts with dates as text."""
    match value:
        case dict():
            return {name: write_plain(one) for name, one in value.items()}
        case list():
            return [write_plain(one) for one in value]
        case date():
            return value.isoformat()
        case _:
            return value


class Decide(Protocol):
    """The decision of a program on facts."""

    def __call__(self, program: Program, facts: Mapping[str, Any], /, *, as_of: date | None) -> Decision:
        """As `evaluate`."""


class WitnessSearch:
    """Finds witnesses of one candidate nobody knows; ``programs`` are those that decide them again, by ``decide``.

    ``required`` is what holds of all of them: that every program takes them, where it is not given.
    """

    def __init__(
        self,
        candidate: OpenCandidate,
        programs: Sequence[Program],
        cases: Sequence[CaseFacts],
        *,
        required: Sequence[Bit] | None = None,
        decide: Decide = evaluate,
    ) -> None:
        self.candidate, self.programs, self.cases = candidate, tuple(programs), tuple(cases[:MOST_CASES])
        self.decide = decide
        self.every_case = tuple(cases)
        self.logic = candidate.logic
        self.choosing = Choosing(self.logic, decimals=find_decimals(programs))
        self.choosing.add(candidate.valid if required is None else required)
        self.same = [{name: self._is_as(name, case) for name in candidate.terms} for case in self.cases]
        self.witnesses: list[Witness] = []

    def find_case(self, shows: Callable[[tuple[Decision, ...]], bool]) -> Witness | None:
        """The first complete case that shows it as it is: there is no nearer witness, and nothing to solve."""
        return next((one for one in self._as_they_are if shows(one.decisions)), None)

    def find_earlier(self, shows: Callable[[tuple[Decision, ...]], bool]) -> Witness | None:
        """The first witness of another question that shows it too: not the nearest, and nothing to solve."""
        return next((one for one in self.witnesses[:_MOST_EARLIER] if shows(one.decisions)), None)

    @cached_property
    def _as_they_are(self) -> list[Witness]:
        """The cases that are complete, valid candidates under the parameters asked about, each as a witness."""
        found = []
        for case in self.every_case:
            given = {name: self._write(fact, case.facts.get(name)) for name, fact in self.candidate.facts.items()}
            try:
                decisions = self._evaluate(given, case.as_of)
            except FactError:
                continue  # it was decided under parameters of its own
            values = [pair for one in decisions for pair in zip(one.program.facts, one.values, strict=True)]
            dated = case.as_of is not None or not self.candidate.reads_as_of
            if dated and all(_is_stated(fact, value) for fact, value in values):
                facts = {name: one for name, one in given.items() if one is not None}
                found.append(
                    Witness(case.name, (), decisions, case.as_of if self.candidate.reads_as_of else None, facts)
                )
        return found

    def _evaluate(self, facts: Mapping[str, Any], as_of: date | None) -> tuple[Decision, ...]:
        projections = zip(self.programs, self.candidate.layout.projections, strict=True)
        return tuple(self.decide(one, projection.give(facts), as_of=as_of) for one, projection in projections)

    def _lift(self, decisions: tuple[Decision, ...]) -> dict[str, Value]:
        """The values decided, of the facts as the programs have them together."""
        lifted = [
            projection.lift(one.values)
            for one, projection in zip(decisions, self.candidate.layout.projections, strict=True)
        ]
        return {
            name: next((one[fact.slot] for one in lifted if one[fact.slot] is not None), None)
            for name, fact in self.candidate.facts.items()
        }

    def find(self, wanted: Bit, shows: Callable[[tuple[Decision, ...]], bool]) -> Witness | None:
        """The nearest candidate of which ``wanted`` holds, None where none is; ``shows`` looks at its decisions.

        One of whom something is missing is only looked for where no complete one will do. Raises BudgetSpent, and
        EngineDisagreement when the direct engine decides it otherwise.
        """
        with self.choosing.trial():
            self.choosing.add([wanted])
            if not self.choosing.is_possible():
                return None
            with self.choosing.trial():
                self.choosing.add(self.candidate.complete)
                if self.choosing.is_possible():
                    return self._note(self._choose_candidate(), shows)
            return self._note(self._choose_candidate(), shows)

    def _note(
        self,
        chosen: tuple[CaseFacts, dict[str, Value], date | None],
        shows: Callable[[tuple[Decision, ...]], bool],
    ) -> Witness:
        self.witnesses.append(self._decide(*chosen, shows))
        return self.witnesses[-1]

    def find_any(self, wanted: Bit, shows: Callable[[tuple[Decision, ...]], bool]) -> Witness | None:
        """As `find`, but a complete case that shows it goes before, and after many steps any witness found before.

        Raises BudgetSpent where none of those will do either.
        """
        is_long = self.logic.allowance is not None and self.logic.spent > STEPS_FOR_NEAREST
        if found := self.find_case(shows) or (self.find_earlier(shows) if is_long else None):
            return found
        try:
            return self.find(wanted, shows)
        except BudgetSpent:
            if found := self.find_earlier(shows):
                return found
            raise

    def _choose_candidate(self) -> tuple[CaseFacts, dict[str, Value], date | None]:
        place = self._choose_case()
        case = self.cases[place] if place is not None else CaseFacts("", {}, None)
        values = self._choose_values(case, {} if place is None else self.same[place])
        return case, values, self._choose_date(case) if self.candidate.reads_as_of else None

    def _choose_case(self) -> int | None:
        """The case with the fewest facts changed, the first of several; adds that so few are."""
        changed = [[self.logic.negate(bit) for bit in same.values()] for same in self.same]
        for most in range(_MOST_CHANGES + 1):
            for place, bits in enumerate(changed):
                if self.choosing.keep(self.logic.at_most(bits, most)):
                    return place
        return 0 if self.cases else None

    def _choose_values(self, case: CaseFacts, same: Mapping[str, Bit]) -> dict[str, Value]:
        """A value of each fact, as in the case where that may be."""
        kept = [name for name, bit in same.items() if self.choosing.keep(bit)]
        values: dict[str, Value] = {}
        for name, fact in self.candidate.facts.items():
            terms, before = self.candidate.terms[name], case.facts.get(name)
            if name in kept:
                values[name] = before
            elif isinstance(terms, ListTerms):
                values[name] = self._choose_list(fact, terms, before)
            else:
                values[name] = self.choosing.choose(fact, terms, before)
        return values

    def _choose_date(self, case: CaseFacts) -> date | None:
        fact = Fact("as_of", 0, DateType(), self.candidate.facts[next(iter(self.candidate.facts))].label)
        found = self.choosing.choose(fact, self.candidate.as_of, case.as_of)
        assert found is None or isinstance(found, date)
        return found

    def _choose_list(self, fact: Fact, terms: ListTerms, given: Value) -> tuple[Value, ...] | None:
        """A list as near to the one before as will do: as long, then with the same members; else the shortest."""
        choosing, before = self.choosing, given if isinstance(given, tuple) else ()
        is_out = self.logic.negate(terms.known)
        if (given is None and choosing.keep(is_out)) or not choosing.keep(terms.known):
            return None
        length = choosing.choose_count(self.logic.add(one.number for one in terms.members), len(before))
        if self.candidate.find_folds(fact) is not None:
            return self._choose_classes(fact, terms, before)
        assert isinstance(fact.type, ListType)
        blank: tuple[Value, ...] = (None,) * len(fact.type.fields)
        members: list[Value] = []
        for place, member in enumerate(terms.members[:length]):
            own = before[place] if place < len(before) else blank
            assert isinstance(own, tuple)
            fields = zip(fact.type.fields, member.fields, own, strict=True)
            members.append(tuple(self._choose_field(*one) for one in fields))
        return tuple(members)

    def _choose_classes(self, fact: Fact, terms: ListTerms, before: tuple[Value, ...]) -> tuple[Value, ...]:
        """The members before as far as their classes still have so many, then one of each class that has more."""
        of, classes = self.candidate.folds[fact.name], [one.member for one in self.candidate.classes[fact.name]]
        kinds = [of.find_bits(self.logic, state_facts(self.logic, of.fields, one)) for one in classes]
        own = [
            _place_in(kinds, of.find_bits(self.logic, state_facts(self.logic, of.fields, one)))
            for one in before
            if isinstance(one, tuple)
        ]
        left = [
            self.choosing.choose_count(member.number, own.count(place)) for place, member in enumerate(terms.members)
        ]
        found: list[Value | None] = []
        for member, place in zip(before, own, strict=True):
            stays = place is not None and left[place] > 0
            found.append(member if stays else None)
            if place is not None and stays:
                left[place] -= 1
        more = [values for values, number in zip(classes, left, strict=True) for _ in range(number)]
        return (*(one for one in found if one is not None), *more)

    def _choose_field(self, field: Fact, terms: FactTerms, before: Value) -> Value:
        if isinstance(terms, ListTerms):
            return self._choose_list(field, terms, before)
        return self.choosing.choose(field, terms, before)

    def _is_as(self, name: str, case: CaseFacts) -> Bit:
        """Whether a fact is as in a case."""
        fact, terms, value = self.candidate.facts[name], self.candidate.terms[name], case.facts.get(name)
        if value is None:
            return self.logic.negate(is_known(self.logic, terms))
        if isinstance(terms, ListTerms) and isinstance(value, tuple):
            return self._is_list(fact, terms, value)
        return has_value(self.logic, fact, terms, value)

    def _is_list(self, fact: Fact, terms: ListTerms, members: tuple[Value, ...]) -> Bit:
        logic = self.logic
        if fact.name not in self.candidate.classes:
            stated = state_facts(logic, (fact,), (members,))
            assert isinstance(stated[0], ListTerms)
            return len(stated[0].members) <= len(terms.members) and equate_facts(logic, (terms,), stated)
        of, classes = self.candidate.folds[fact.name], self.candidate.classes[fact.name]
        kinds = [of.find_bits(logic, state_facts(logic, of.fields, one.member)) for one in classes]
        given = [of.find_bits(logic, state_facts(logic, of.fields, one)) for one in members if isinstance(one, tuple)]
        if any(one not in kinds for one in given):
            return False
        counts = (logic.equal(one.number, given.count(kind)) for one, kind in zip(terms.members, kinds, strict=True))
        return logic.conjoin((terms.known, *counts))

    def _decide(
        self,
        case: CaseFacts,
        values: Mapping[str, Value],
        as_of: date | None,
        shows: Callable[[tuple[Decision, ...]], bool],
    ) -> Witness:
        facts = {name: self._write(self.candidate.facts[name], value) for name, value in values.items()}
        try:
            decisions = self._evaluate(facts, as_of)
        except FactError as error:
            raise EngineDisagreement(f"{self.programs[0].ruleset.id}: {facts}: {error}") from error
        if not shows(decisions):
            raise EngineDisagreement(f"{self.programs[0].ruleset.id}: {facts}: symbolic and direct decide otherwise")
        after = self._lift(decisions)
        changes = tuple(
            FactChange(fact, case.facts.get(name), after[name])
            for name, fact in self.candidate.facts.items()
            if after[name] != case.facts.get(name)
        )
        return Witness(
            case.name, changes, decisions, as_of, {name: one for name, one in facts.items() if one is not None}
        )

    def _write(self, fact: Fact, value: Value) -> Any:
        """A value as facts are given; members get keys of their own."""
        if not isinstance(fact.type, ListType) or not isinstance(value, tuple):
            return value
        assert not isinstance(fact.expects, str)
        fields, of = fact.type.fields, self.candidate.find_folds(fact)
        keys = MemberKeys(find_key(fact, fields), (), fact.expects) if of is None else of.keys
        assert keys is not None
        members = keys.name_members([one for one in value if isinstance(one, tuple)])
        return [
            {one.name: self._write(one, each) for one, each in zip(fields, member, strict=True) if each is not None}
            for member in members
        ]


def _is_stated(fact: Fact, value: Value) -> bool:
    """Whether a fact is stated, every field of its members too; texts say nothing, and what settles may be missing."""
    if value is None:
        return bool(fact.settles) or isinstance(fact.type, TextType)
    if not isinstance(fact.type, ListType) or not isinstance(value, tuple):
        return True
    fields = fact.type.fields
    return all(
        _is_stated(one, each)
        for member in value
        if isinstance(member, tuple)
        for one, each in zip(fields, member, strict=True)
    )


def _place_in(kinds: Sequence[tuple[Bit, ...]], one: tuple[Bit, ...]) -> int | None:
    return kinds.index(one) if one in kinds else None


def find_decimals(programs: Sequence[Program]) -> int:
    """One decimal more than the finest constant, so that a number may pass it by less than a step of it."""
    literals = (node.value for one in programs for node in walk_program(one) if isinstance(node, Literal))
    written = [format(float(one), ".15g") for one in literals if not isinstance(one, bool | str | date | tuple | None)]
    return 1 + max((len(one.partition(".")[2]) for one in written if "e" not in one), default=0)
