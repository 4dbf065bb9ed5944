"""A candidate nobody knows, complete and valid: what questions to a ruleset are asked about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import ceil
from typing import Final, TypeGuard, cast

from cchc_rules.analysis.member_classes import find_classes
from cchc_rules.engines.symbolic.logic import Bit, Logic, Term
from cchc_rules.engines.symbolic.program_terms import AnswerTerms, translate
from cchc_rules.engines.symbolic.stated_facts import state_facts
from cchc_rules.engines.symbolic.terms import (
    AmountTerms,
    CodeTerms,
    FactTerms,
    ListTerms,
    MemberTerms,
)
from cchc_rules.engines.symbolic.validity import find_validity, has_value, is_known
from cchc_rules.engines.symbolic.variables import open_date, open_facts
from cchc_rules.facts.settling import find_settling
from cchc_rules.language.nodes import AsOf, Compare, Fold, Literal, Node, Size, YearRun, walk
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import DateType, ListType, NumberType
from cchc_rules.program.program import LoweredGrade, Program
from cchc_rules.values import MOST_MEMBERS, Value

FEWEST_LOOKED_AT: Final = 3
MOST_LOOKED_AT: Final = 12
"""How many members a list without classes has at most: as many as its limits need, between these (design 9)."""


@dataclass(frozen=True)
class OpenCandidate:
    """A candidate as terms, by the names of its facts; ``valid`` says that a reader takes it, ``complete`` the rest.

    ``classes`` are, of each list whose folds look at one member at a time, the kinds of members there are, each by one
    of them; ``bounded`` are the other lists, of which only so many places are looked at.
    """

    logic: Logic
    facts: dict[str, Fact]
    terms: dict[str, FactTerms]
    as_of: CodeTerms
    classes: dict[str, tuple[tuple[Value, ...], ...]]
    bounded: tuple[str, ...]
    valid: tuple[Bit, ...]
    complete: tuple[Bit, ...]
    reads_as_of: bool

    def answer(self, program: Program) -> AnswerTerms:
        """What a program makes of it."""
        return translate(self.logic, program, tuple(self.terms[one.name] for one in program.facts), self.as_of)


def open_candidate(logic: Logic, programs: Sequence[Program]) -> OpenCandidate:
    """The candidate some programs may be asked about; facts of one name are one fact, with the bounds of all."""
    return _Opening(logic, programs).open()


class _Opening:
    def __init__(self, logic: Logic, programs: Sequence[Program]) -> None:
        self.logic, self.programs = logic, programs
        self.classes: dict[str, tuple[tuple[Value, ...], ...]] = {}
        self.bounded: list[str] = []
        self.complete: list[Bit] = []

    def open(self) -> OpenCandidate:
        logic, facts, terms = self.logic, dict[str, Fact](), dict[str, FactTerms]()
        for program in self.programs:
            for fact in program.facts:
                if fact.name not in facts:
                    facts[fact.name], terms[fact.name] = fact, self.open_fact(fact)
        date = Fact("as_of", 0, DateType(), next(iter(facts.values())).label)
        as_of = open_date(logic)
        self.complete.append(as_of.known)
        valid = [find_validity(logic, date, as_of)]
        for program in self.programs:
            if program.first_as_of is not None:  # before it nobody is decided
                valid.append(logic.less(program.first_as_of.toordinal(), as_of.code, strict=False))
            own = tuple(terms[fact.name] for fact in program.facts)
            valid += [self.limit(program, fact, terms[fact.name]) for fact in program.facts]
            valid += self.settle(program.facts, own)
        reads = any(isinstance(node, AsOf) for node in self.nodes)
        return OpenCandidate(
            logic, facts, terms, as_of, self.classes, tuple(self.bounded), tuple(valid), tuple(self.complete), reads
        )

    @cached_property
    def nodes(self) -> list[Node]:
        return [node for program in self.programs for node in walk_program(program)]

    def open_fact(self, fact: Fact) -> FactTerms:
        if isinstance(fact.type, ListType):
            folds = [one for one in self.nodes if isinstance(one, Fold) and one.list_read.name == fact.name]
            is_run_over = any(isinstance(one, YearRun) and one.list_read.name == fact.name for one in self.nodes)
            # A run looks at which years members are of: no two of them are alike.
            classes = None if is_run_over else find_classes(fact, folds)
            if classes is not None:
                self.classes[fact.name] = classes
                return self.number(fact, classes)
            self.bounded.append(fact.name)
        return open_facts(self.logic, (fact,), dict(self.places((fact,), "")))[0]

    def number(self, fact: Fact, classes: tuple[tuple[Value, ...], ...]) -> ListTerms:
        """A list as a number of members of each class."""
        assert isinstance(fact.type, ListType)
        logic, fields = self.logic, fact.type.fields
        members = (
            MemberTerms(logic.make_term(f"{fact.name}#{place}", integral=True), state_facts(logic, fields, one))
            for place, one in enumerate(classes)
        )
        return ListTerms(logic.make_bit(f"{fact.name}?"), tuple(members))

    def places(self, facts: Iterable[Fact], prefix: str) -> Iterator[tuple[str, int]]:
        """How many places each list has: its roll's, else as many as the limits in the programs need."""
        for fact in facts:
            if isinstance(fact.type, ListType):
                yield (
                    f"{prefix}{fact.name}",
                    max(self.find_enough(fact.name), fact.min_items, *map(len, self.rolls(fact))),
                )
                yield from self.places(fact.type.fields, f"{prefix}{fact.name}.")

    def find_enough(self, name: str) -> int:
        """How many members the limits need that folds over a list are compared with: n + 1 for a count of n."""
        found = [FEWEST_LOOKED_AT]
        for node in self.nodes:
            if isinstance(node, Compare) and any(_folds_over(side, name) for side in (node.left, node.right)):
                limits = [
                    cast(int, one.value) for side in (node.left, node.right) for one in walk(side) if _is_number(one)
                ]
                found += [int(one) + 1 for one in limits if 0 < one < MOST_LOOKED_AT]
                # A share just below p of 100 needs 100 / (100 - p) members.
                found += [ceil(100 / (100 - one)) + 1 for one in limits if 0 < one < 100]
        return max(one for one in found if one <= MOST_LOOKED_AT)

    def rolls(self, fact: Fact) -> list[tuple[Value, ...]]:
        return [roll for program in self.programs if (roll := find_roll(program, fact)) is not None] or [()]

    def limit(self, program: Program, fact: Fact, terms: FactTerms) -> Bit:
        """What makes a fact valid; it is complete unless it settles another: what it dates may not have been."""
        if not fact.settles:
            self.complete.append(is_known(self.logic, terms))
        if isinstance(terms, ListTerms):
            return self.logic.conjoin(self.limit_list(program, fact, terms))
        return find_validity(self.logic, fact, terms)

    def limit_list(self, program: Program, fact: Fact, terms: ListTerms) -> Iterator[Bit]:
        assert isinstance(fact.type, ListType)
        logic, length = self.logic, self.logic.add(one.number for one in terms.members)
        roll = find_roll(program, fact)
        yield logic.less(fact.min_items, length, strict=False)
        yield logic.less(length, MOST_MEMBERS, strict=False)
        if roll is not None:
            yield logic.equal(length, len(roll))
        if fact.name in self.classes:
            yield from (logic.less(0, one.number, strict=False) for one in terms.members)
            return
        yield from self.limit_places(program, fact.type.fields, fact.key, roll, terms)

    def limit_places(
        self,
        program: Program,
        fields: tuple[Fact, ...],
        key: str | None,
        roll: tuple[Value, ...] | None,
        terms: ListTerms,
    ) -> Iterator[Bit]:
        """Members stand in the first places, each valid, with keys of their own."""
        logic, members = self.logic, terms.members
        for one, following in pairwise(members):
            yield logic.less(following.number, one.number, strict=False)
        for member in members:
            yield from (self.limit(program, *pair) for pair in zip(fields, member.fields, strict=True))
            yield from self.settle(fields, member.fields)
        for field in fields:
            keys = [member.fields[field.slot] for member in members]
            if field.name == key and isinstance(keys[0], AmountTerms | CodeTerms):
                yield from self.tell_apart(field, keys, roll)

    def tell_apart(self, field: Fact, keys: Sequence[FactTerms], roll: tuple[Value, ...] | None) -> Iterator[Bit]:
        logic = self.logic
        values = _read_terms(keys)
        if roll is not None:
            named = _read_terms([state_facts(logic, (field,), (one,))[0] for one in roll])
            yield from (logic.equal(*pair) for pair in zip(values, named, strict=False))
        for place, one in enumerate(values):
            yield from (logic.negate(logic.equal(one, other)) for other in values[:place])

    def settle(self, facts: tuple[Fact, ...], terms: tuple[FactTerms, ...]) -> Iterator[Bit]:
        """A stated fact settles another: that one then has the value it says."""
        logic, settling = self.logic, find_settling(facts)
        for rule in settling.rules if settling is not None else ():
            for slot, value in rule.settlers:
                settled = has_value(logic, facts[rule.slot], terms[rule.slot], value)
                yield logic.disjoin((logic.negate(is_known(logic, terms[slot])), settled))


def walk_program(program: Program) -> Iterator[Node]:
    """Every node of the lowered expressions that decide."""
    expressions: list[Node | None] = [check.require for check in program.checks]
    expressions += [node for _, node in program.definitions]
    expressions += [part for top in program.criteria for one in top.family() for part in (one.applies, one.require)]
    for result in program.results:
        if isinstance(result, LoweredGrade):
            expressions += [result.rows, *(when for when, _ in result.caps)]
        else:
            expressions += [part for line in result.whole.family() for part in (line.value, line.gate)]
    return (node for one in expressions if one is not None for node in walk(one))


def find_roll(program: Program, fact: Fact) -> tuple[Value, ...] | None:
    """The keys that must be among the members of a list."""
    roll = program.parameters[fact.expects] if isinstance(fact.expects, str) else fact.expects
    assert roll is None or isinstance(roll, tuple)
    return roll


def _folds_over(node: Node, name: str) -> bool:
    return isinstance(node, Fold | Size | YearRun) and node.list_read.name == name


def _is_number(node: Node) -> TypeGuard[Literal]:
    return isinstance(node, Literal) and isinstance(node.type, NumberType)


def _read_terms(keys: Sequence[FactTerms]) -> list[Term]:
    numbers = [one.low.value for one in keys if isinstance(one, AmountTerms)]
    return numbers or [one.code for one in keys if isinstance(one, CodeTerms)]
