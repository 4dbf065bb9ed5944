"""A candidate nobody knows, complete and valid: what questions to a ruleset are asked about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from math import ceil
from types import MappingProxyType
from typing import Final, TypeGuard, cast

from cchc_rules.analysis.fact_layouts import FactLayout, Projection, find_roll, join_facts
from cchc_rules.analysis.member_classes import MemberClass, MemberFolds, find_classes
from cchc_rules.analysis.member_keys import limit_keys
from cchc_rules.engines.symbolic.logic import Bit, Logic
from cchc_rules.engines.symbolic.program_terms import AnswerTerms, translate
from cchc_rules.engines.symbolic.stated_facts import state_date, state_facts
from cchc_rules.engines.symbolic.terms import (
    CodeTerms,
    FactTerms,
    ListTerms,
    MemberTerms,
)
from cchc_rules.engines.symbolic.validity import find_validity, is_known, is_readable
from cchc_rules.engines.symbolic.variables import open_date, open_facts
from cchc_rules.language.nodes import AsOf, Compare, Fold, Literal, Node, ReadFact, Size, YearRun, walk
from cchc_rules.language.ruleset import Fact, every_fact
from cchc_rules.language.types import DateType, ListType, NumberType
from cchc_rules.program.program import LoweredGrade, Program
from cchc_rules.values import MOST_MEMBERS, Value

FEWEST_LOOKED_AT: Final = 3
MOST_LOOKED_AT: Final = 12
"""How many members a list without classes has at most: as many as its limits need, between these (design 9)."""
NOTHING_STATED: Final[Mapping[str, Value]] = MappingProxyType({})


@dataclass(frozen=True)
class OpenCandidate:
    """A candidate as terms, by the names of its facts, as the programs asked about have them together.

    ``shape`` says what holds of anything that may be handed in, ``valid_to`` that the reader of each program takes it,
    ``complete`` that all is stated. ``classes`` are, of each list whose folds look at one member at a time, the kinds
    of members there are, ``folds`` what tells them apart; ``bounded`` are the other lists, of which only so many places
    are looked at, and with ``partial`` those whose members are complete.
    """

    logic: Logic
    programs: tuple[Program, ...]
    layout: FactLayout
    terms: dict[str, FactTerms]
    as_of: CodeTerms
    classes: dict[str, tuple[MemberClass, ...]]
    folds: dict[str, MemberFolds]
    bounded: tuple[str, ...]
    shape: tuple[Bit, ...]
    valid_to: tuple[Bit, ...]
    complete: tuple[Bit, ...]
    reads_as_of: bool

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """The facts by their names."""
        return {one.name: one for one in self.layout.facts}

    def find_folds(self, fact: Fact) -> MemberFolds | None:
        """What tells the members of a list apart; None where they are not of classes."""
        of = self.folds.get(fact.name)
        return of if of is not None and of.fact is fact else None  # members may have a list of that name

    @property
    def valid(self) -> tuple[Bit, ...]:
        """What makes it a candidate that the readers of all programs take."""
        return (*self.shape, *self.valid_to)

    def answer(self, program: Program) -> AnswerTerms:
        """What a program makes of it."""
        return translate(self.logic, program, self.view(program), self.as_of)

    def view(self, program: Program) -> tuple[FactTerms, ...]:
        """The facts of it as a program has them."""
        place = next(number for number, one in enumerate(self.programs) if one is program)
        return self.layout.projections[place].view(self.logic, tuple(self.terms.values()))


def open_candidate(
    logic: Logic,
    programs: Sequence[Program],
    *,
    partial: bool = False,
    renames: Mapping[str, str] | None = None,
    stated: Mapping[str, Value] = NOTHING_STATED,
    day: date | None = None,
) -> OpenCandidate:
    """The candidate some programs may be asked about; facts of one name are one fact where their values mean the same.

    With ``partial`` members of lists may miss something, or be such as only one program takes. ``stated`` are values
    of joined facts that are known, and ``day`` the date; what they leave unknown is open.
    """
    return _Opening(logic, programs, partial, renames, stated, day).open()


class _Opening:
    def __init__(
        self,
        logic: Logic,
        programs: Sequence[Program],
        partial: bool,
        renames: Mapping[str, str] | None,
        stated: Mapping[str, Value],
        day: date | None,
    ) -> None:
        self.logic, self.programs, self.partial = logic, tuple(programs), partial
        self.stated, self.day = stated, day
        self.layout = join_facts(programs, renames)
        self.classes: dict[str, tuple[MemberClass, ...]] = {}
        self.folds: dict[str, MemberFolds] = {}
        self.bounded: list[str] = []
        self.complete: list[Bit] = []

    def open(self) -> OpenCandidate:
        logic = self.logic
        terms = {fact.name: self.open_fact(fact) for fact in self.layout.facts}
        day = Fact("as_of", 0, DateType(), self.layout.facts[0].label)
        as_of = open_date(logic) if self.day is None else state_date(self.day)
        shape = [find_validity(logic, day, as_of)]
        firsts = [
            one.first_as_of for one in self.programs if one.first_as_of is not None
        ]  # before it nobody is decided
        shape += [logic.less(one.toordinal(), as_of.code, strict=False) for one in firsts]
        for fact, one in zip(self.layout.facts, terms.values(), strict=True):
            shape += self.limit_shape(fact, one, self.layout.projections)
        if len(self.programs) > 1:
            shape += self.limit_own([*zip(self.programs, self.layout.projections, strict=True)], tuple(terms.values()))
        valid: list[Bit] = []
        for place in range(len(self.programs)):
            valid.append(self.limit(place, tuple(terms.values()), valid))
        self.complete.append(as_of.known)
        return OpenCandidate(
            *(logic, self.programs, self.layout, terms, as_of, self.classes, self.folds, tuple(self.bounded)),
            *(tuple(shape), tuple(valid), tuple(self.complete)),
            reads_as_of=any(isinstance(node, AsOf) for node in self.nodes),
        )

    @cached_property
    def nodes(self) -> list[Node]:
        return [node for program in self.programs for node in walk_program(program)]

    def open_fact(self, fact: Fact) -> FactTerms:
        if (value := self.stated.get(fact.name)) is not None:
            return self.state(fact, value, fact.name)
        if isinstance(fact.type, ListType):
            of = MemberFolds(fact, tuple(self.find_views(fact)))
            if (classes := self.find_classes(of, self.find_names(fact))) is not None:
                self.classes[fact.name], self.folds[fact.name] = classes, of
                return self.number(fact, classes)
            if fact.expects is None or any(isinstance(one.type, ListType) for one in fact.type.fields):
                self.bounded.append(fact.name)
        return open_facts(self.logic, (fact,), dict(self.places((fact,), "")))[0]

    def state(self, fact: Fact, value: Value, path: str) -> FactTerms:
        """A fact that is stated; what is unknown of the members of a list is open."""
        if not isinstance(fact.type, ListType) or not isinstance(value, tuple):
            return state_facts(self.logic, (fact,), (value,))[0]
        members = []
        for number, member in enumerate(value):
            assert isinstance(member, tuple)
            fields = (
                self.open_field(field, one, f"{path}[{number}].")
                for field, one in zip(fact.type.fields, member, strict=True)
            )
            members.append(MemberTerms(1, tuple(fields)))
        return ListTerms(True, tuple(members))

    def open_field(self, field: Fact, value: Value, prefix: str) -> FactTerms:
        if value is not None:
            return self.state(field, value, prefix + field.name)
        inner = re.sub(r"\[[0-9]+\]", "", prefix)
        return open_facts(self.logic, (field,), dict(self.places((field,), inner)), prefix)[0]

    def find_views(self, fact: Fact) -> Iterator[tuple[Projection, tuple[Fold, ...]]]:
        """Each program that has a list, how it sees a member, and its folds over it."""
        for program, projection in zip(self.programs, self.layout.projections, strict=True):
            for own, place in zip(projection.own, projection.places, strict=True):
                if place == fact.slot:
                    nodes = (one for one in walk_program(program) if _folds_over(one, {own.name}))
                    folds = tuple(one for one in nodes if isinstance(one, Fold) and isinstance(one.over, ReadFact))
                    yield projection.inner[own.slot], folds

    def find_names(self, fact: Fact) -> set[str]:
        """What the programs call a fact."""
        pairs = ((one.own, one.places) for one in self.layout.projections)
        return {
            own.name for facts, places in pairs for own, place in zip(facts, places, strict=True) if place == fact.slot
        }

    def find_classes(self, of: MemberFolds, names: set[str]) -> tuple[MemberClass, ...] | None:
        if any(isinstance(one, YearRun) and one.list_read.name in names for one in self.nodes):
            return None  # a run looks at which years members are of: no two of them are alike
        if any(projection.seen is not None or projection.emptied for projection, _ in of.views):
            return None  # which members a program sees goes by their keys, or one sees some where others see no list
        found = find_classes(of, partial=self.partial)
        if found is None and self.partial and (found := find_classes(of)) is not None:
            self.bounded.append(of.fact.name)
        return found

    def has_classes(self, fact: Fact) -> bool:
        """Whether a list is seen as numbers of members; one within members may have the name of one that is."""
        return fact.name in self.classes and self.folds[fact.name].fact is fact

    def number(self, fact: Fact, classes: tuple[MemberClass, ...]) -> ListTerms:
        """A list as a number of members of each class."""
        assert isinstance(fact.type, ListType)
        logic, fields = self.logic, fact.type.fields
        members = (
            MemberTerms(logic.make_term(f"{fact.name}#{place}", integral=True), state_facts(logic, fields, one.member))
            for place, one in enumerate(classes)
        )
        return ListTerms(logic.make_bit(f"{fact.name}?"), tuple(members))

    def places(self, facts: Iterable[Fact], prefix: str) -> Iterator[tuple[str, int]]:
        """How many places each list has: its roll's, else as many as the limits in the programs need."""
        for fact in facts:
            if isinstance(fact.type, ListType):
                names = {fact.name} if prefix else self.find_names(fact)
                on_roll = len(fact.expects or ())
                yield f"{prefix}{fact.name}", on_roll or max(self.find_enough(names), fact.min_items)
                yield from self.places(fact.type.fields, f"{prefix}{fact.name}.")

    def find_enough(self, names: set[str]) -> int:
        """How many members the limits need that folds over a list are compared with: n + 1 for a count of n."""
        found = [FEWEST_LOOKED_AT]
        for node in self.nodes:
            if isinstance(node, Compare) and any(_folds_over(side, names) for side in (node.left, node.right)):
                limits = [
                    cast(int, one.value) for side in (node.left, node.right) for one in walk(side) if _is_number(one)
                ]
                found += [int(one) + 1 for one in limits if 0 < one < MOST_LOOKED_AT]
                # A share just below p of 100 needs 100 / (100 - p) members.
                found += [ceil(100 / (100 - one)) + 1 for one in limits if 0 < one < 100]
        return max(one for one in found if one <= MOST_LOOKED_AT)

    def limit_shape(self, fact: Fact, terms: FactTerms, views: Iterable[Projection]) -> Iterator[Bit]:
        """What holds of a list whoever reads it; notes what makes a fact complete.

        ``views`` are of the record it is in. A fact that settles another may be missing: what it dates may not have
        been.
        """
        logic = self.logic
        if not fact.settles:
            self.complete.append(is_known(logic, terms))
        if not isinstance(terms, ListTerms) or not isinstance(fact.type, ListType):
            return
        length = logic.add(one.number for one in terms.members)
        yield logic.less(length, MOST_MEMBERS, strict=False)
        if fact.min_items > 0:  # an empty list is missing then
            yield logic.less(0, length, strict=True)
        inner = [one for one in (view.find_inner(fact) for view in views) if one is not None]
        if isinstance(fact.expects, tuple):
            nobody = logic.equal(length, 0) if any(one.emptied for one in inner) else False
            yield logic.disjoin((logic.equal(length, len(fact.expects)), nobody))
            self.complete.append(logic.negate(nobody))
        if self.has_classes(fact):
            yield from (logic.less(0, one.number, strict=False) for one in terms.members)
            if (keys := self.folds[fact.name].keys) is not None:
                numbers = zip(terms.members, self.classes[fact.name], strict=True)
                yield from keys.limit(logic, ((one.number, kind.member) for one, kind in numbers))
            for kind, one in zip(self.classes[fact.name], terms.members, strict=True):
                if not kind.complete:
                    self.complete.append(logic.equal(one.number, 0))
            return
        for one, following in pairwise(terms.members):  # members stand in the first places
            yield logic.less(following.number, one.number, strict=False)
        for member in terms.members:
            for pair in zip(fact.type.fields, member.fields, strict=True):
                yield from self.limit_shape(*pair, inner)
        yield from limit_keys(logic, fact, terms)

    def limit(self, place: int, terms: tuple[FactTerms, ...], before: Sequence[Bit]) -> Bit:
        """Whether a program takes the facts: bounds, lengths, what facts settle of each other."""
        projection = self.layout.projections[place]
        for other, found in enumerate(before):  # the facts of two programs are mostly the same ones
            if self.layout.projections[other].own == projection.own and self.have_rolls(place, other):
                return found
        return self.logic.conjoin(self.limit_record(self.programs[place], projection, terms))

    def have_rolls(self, place: int, other: int) -> bool:
        """Whether two programs with the same facts ask for the same members."""
        facts = every_fact(self.layout.projections[place].own)
        pair = (self.programs[place], self.programs[other])
        return all(find_roll(pair[0], one) == find_roll(pair[1], one) for one in facts)

    def limit_record(self, program: Program, projection: Projection, terms: tuple[FactTerms, ...]) -> Iterator[Bit]:
        stated = projection.cut(self.logic, terms)
        yield from projection.find_contradictions(self.logic, stated)
        for fact, one in zip(projection.own, stated, strict=True):
            yield from self.limit_fact(program, projection, fact, one, terms)

    def limit_own(self, records: Sequence[tuple[Program, Projection]], terms: tuple[FactTerms, ...]) -> Iterator[Bit]:
        """The bounds of what only one program has: nobody is told apart by what the other never reads."""
        held = Counter(place for _, one in records for place in one.places)
        lists: dict[int, list[tuple[Program, Projection]]] = {}
        for program, projection in records:
            stated = projection.cut(self.logic, terms)
            for fact, one in zip(projection.own, stated, strict=True):
                place = projection.places[fact.slot]
                if held[place] == 1:
                    yield from self.limit_fact(program, projection, fact, one, terms)
                elif fact.slot in projection.inner:
                    lists.setdefault(place, []).append((program, projection.inner[fact.slot]))
        for place, views in lists.items():
            read = terms[place]
            assert isinstance(read, ListTerms)
            for number, member in enumerate(read.members):
                seeing = [one for one in views if one[1].seen is None or number in one[1].seen]
                alone = len(seeing) == 1
                own = self.limit_record(*seeing[0], member.fields) if alone else self.limit_own(seeing, member.fields)
                yield self.limit_present(member, own)

    def limit_fact(
        self,
        program: Program,
        projection: Projection,
        fact: Fact,
        stated: FactTerms,
        terms: tuple[FactTerms, ...],
    ) -> Iterator[Bit]:
        if not isinstance(stated, ListTerms):
            yield is_readable(self.logic, fact, stated)
            return
        joined = projection.joined[projection.places[fact.slot]]
        raw = terms[joined.slot]
        assert isinstance(raw, ListTerms)
        limits = self.logic.conjoin(self.limit_list(program, fact, joined, projection.inner[fact.slot], raw))
        yield self.logic.disjoin((self.logic.negate(raw.known), limits))

    def limit_list(
        self, program: Program, fact: Fact, joined: Fact, inner: Projection, terms: ListTerms
    ) -> Iterator[Bit]:
        """How many members there must be; each of those there are is valid, and they are those of the roll."""
        members = inner.choose(terms.members)
        logic, length = self.logic, self.logic.add(one.number for one in members)
        enough = logic.less(fact.min_items, length, strict=False)
        # An empty list says nothing where there must be members: it is missing, not too short.
        yield enough if joined.min_items > 0 else logic.disjoin((enough, logic.equal(length, 0)))
        roll = find_roll(program, fact)
        if roll is not None:
            nobody = logic.equal(length, 0) if inner.emptied else False
            yield logic.disjoin((logic.equal(length, len(roll)), nobody))
        if self.has_classes(joined):
            views = self.folds[joined.name].views
            place = next(number for number, (one, _) in enumerate(views) if one is inner)
            kinds = zip(self.classes[joined.name], terms.members, strict=True)
            yield from (logic.equal(one.number, 0) for kind, one in kinds if not kind.valid[place])
            return
        for member in members:
            yield self.limit_present(member, self.limit_record(program, inner, member.fields))

    def limit_present(self, member: MemberTerms, limits: Iterable[Bit]) -> Bit:
        """What holds of a member if there is one: who is not there may be anything."""
        absent = self.logic.equal(member.number, 0)
        return self.logic.disjoin((absent, self.logic.conjoin(limits)))


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


def _folds_over(node: Node, names: set[str]) -> bool:
    return isinstance(node, Fold | Size | YearRun) and node.list_read.name in names


def _is_number(node: Node) -> TypeGuard[Literal]:
    return isinstance(node, Literal) and isinstance(node.type, NumberType)
