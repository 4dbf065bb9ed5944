"""The facts of several programs as those of one candidate, and what each program sees of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias, TypeVar, cast

from cchc_rules.engines.symbolic.logic import Bit, Logic
from cchc_rules.engines.symbolic.stated_facts import state_facts
from cchc_rules.engines.symbolic.terms import AmountTerms, CodeTerms, FactTerms, ListTerms, MemberTerms, TruthTerms
from cchc_rules.engines.symbolic.validity import has_value, is_known
from cchc_rules.facts.settling import Rule, find_settling
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    GradeType,
    ListType,
    NumberType,
    TextType,
    Type,
)
from cchc_rules.program.program import Program
from cchc_rules.values import Scale, Value

M = TypeVar("M")

APART: Final = "@"
"""Between the name of a fact and the number of the only program that has it so; no name has one."""

Roll: TypeAlias = Callable[[Fact], "tuple[Value, ...] | None"]
"""The keys that must be among the members of a list, under the parameters of a program."""


def find_roll(program: Program, fact: Fact) -> tuple[Value, ...] | None:
    """The keys that must be among the members of a list."""
    roll = program.parameters[fact.expects] if isinstance(fact.expects, str) else fact.expects
    assert roll is None or isinstance(roll, tuple)
    return roll


@dataclass(frozen=True)
class Projection:
    """A record as one program has it: its own facts, the place of each among the joined ones.

    ``inner`` are the members of its lists, by the slot of the list. ``settles`` says that what one fact settles of
    another is worked out, not required to be stated: the programs do not agree on it. ``seen`` are, of the members of a
    list of which each program has a roll of its own, the places of those on this one's; None: all of them are seen.
    ``emptied`` says of a list with a roll that an empty one is missing to some programs, and to those it may be empty
    to everybody on the roll, with nothing stated.
    """

    own: tuple[Fact, ...]
    joined: tuple[Fact, ...]
    places: tuple[int, ...]
    inner: Mapping[int, Projection]
    settles: bool = False
    seen: tuple[int, ...] | None = None
    emptied: bool = False

    def choose(self, members: Sequence[M]) -> Sequence[M]:
        """Of the members of a joined list those that this program sees; it is theirs that this is a projection of."""
        return members if self.seen is None else [members[place] for place in self.seen]

    def find_inner(self, joined: Fact) -> Projection | None:
        """The members of a joined list as this program sees them; None where it has no such list."""
        return next((one for slot, one in self.inner.items() if self.places[slot] == joined.slot), None)

    def view(self, logic: Logic, terms: tuple[FactTerms, ...]) -> tuple[FactTerms, ...]:
        """The program's own facts, as terms, of a joined record."""
        found = self.cut(logic, terms)
        for rule in self.rules if self.settles else ():
            for slot, value in rule.settlers:
                found[rule.slot] = _settle(
                    logic, self.own[rule.slot], found[rule.slot], is_known(logic, found[slot]), value
                )
        return tuple(found)

    def cut(self, logic: Logic, terms: tuple[FactTerms, ...]) -> list[FactTerms]:
        """The own facts of a joined record as they are stated."""
        return [self._read(logic, fact, terms[place]) for fact, place in zip(self.own, self.places, strict=True)]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """What own facts settle of each other."""
        settling = find_settling(self.own)
        return () if settling is None else settling.rules

    def find_contradictions(self, logic: Logic, stated: Sequence[FactTerms]) -> list[Bit]:
        """What must hold of facts as they are stated, for nothing to be settled two ways."""
        found = []
        for rule in self.rules:
            target = stated[rule.slot]
            for number, (slot, value) in enumerate(rule.settlers):
                says = is_known(logic, stated[slot])
                agrees = has_value(logic, self.own[rule.slot], target, value)
                may = (agrees, logic.negate(is_known(logic, target))) if self.settles else (agrees,)
                found.append(logic.disjoin((logic.negate(says), *may)))
                for other, another in rule.settlers[:number]:
                    if another != value:
                        both = logic.conjoin((says, is_known(logic, stated[other])))
                        found.append(logic.negate(both))
        return found

    def give(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The facts of a joined candidate, written, as this program is given them: what it does not know left out."""
        found = {}
        for fact, place in zip(self.own, self.places, strict=True):
            value = facts.get(self.joined[place].name)
            if fact.slot in self.inner and isinstance(value, list):
                inner = self.inner[fact.slot]
                value = [inner.give(member) for member in inner.choose(value)]
            if value is not None:
                found[fact.name] = value
        return found

    def lift(self, values: Sequence[Value]) -> tuple[Value, ...]:
        """Own values as those of the joined record; what this program does not know is missing."""
        found: list[Value] = [None] * len(self.joined)
        for fact, place in zip(self.own, self.places, strict=True):
            value = values[fact.slot]
            if fact.slot in self.inner and isinstance(value, tuple):
                value = self.inner[fact.slot]._lift_members(value, self.joined[place])
            found[place] = value
        return tuple(found)

    def take(self, values: Sequence[Value]) -> tuple[Value, ...]:
        """The own values of a joined record."""
        found = []
        for fact, place in zip(self.own, self.places, strict=True):
            value = values[place]
            if fact.slot in self.inner and isinstance(value, tuple):
                inner = self.inner[fact.slot]
                value = tuple(inner.take(cast(tuple[Value, ...], member)) for member in inner.choose(value))
            found.append(value)
        return tuple(found)

    def _lift_members(self, members: tuple[Value, ...], joined: Fact) -> tuple[Value, ...]:
        """Own members as those of the joined list; of those on another's roll alone nothing but the key is known."""
        lifted = [self.lift(cast(tuple[Value, ...], member)) for member in members]
        if not isinstance(joined.expects, tuple):
            return tuple(lifted)
        key = next(one.slot for one in self.joined if one.name == joined.key)
        known = {member[key]: member for member in lifted}  # a case may have had a roll of its own
        blank: list[Value] = [None] * len(self.joined)
        return tuple(known.get(one, (*blank[:key], one, *blank[key + 1 :])) for one in joined.expects)

    def _read(self, logic: Logic, own: Fact, terms: FactTerms) -> FactTerms:
        joined = self.joined[self.places[own.slot]]
        if isinstance(terms, ListTerms):
            inner = self.inner[own.slot]
            members = inner.choose(terms.members)
            known = terms.known
            if own.min_items > 0 == joined.min_items:  # an empty list says nothing to this program
                some = logic.less(0, logic.add(one.number for one in members), strict=True)
                known = logic.conjoin((known, some))
            elif inner.emptied:
                some = logic.less(0, logic.add(one.number for one in members), strict=True)
                members = [MemberTerms(1, inner._state_if(logic, some, one.fields, own.key)) for one in members]
            seen = (MemberTerms(one.number, inner.view(logic, one.fields)) for one in members)
            return ListTerms(known, tuple(seen))
        if isinstance(own.type, GradeType) and isinstance(joined.type, GradeType) and isinstance(terms, CodeTerms):
            # A level by its place among own spellings; one that is not there is beyond all of them.
            if own.type.scale.spellings == joined.type.scale.spellings:
                return terms
            code: Any = len(own.type.scale.spellings)
            for place, spelling in enumerate(joined.type.scale.spellings):
                if spelling in own.type.scale.spellings:
                    code = logic.choose(logic.equal(terms.code, place), own.type.scale.spellings.index(spelling), code)
            return CodeTerms(terms.known, code)
        return terms

    def _state_if(
        self, logic: Logic, bit: Bit, member: tuple[FactTerms, ...], key: str | None
    ) -> tuple[FactTerms, ...]:
        """A joined member of whom all but the key is unknown where the bit does not hold."""
        pairs = zip(self.joined, member, strict=True)
        return tuple(one if field.name == key else _know_if(logic, bit, one) for field, one in pairs)


def _know_if(logic: Logic, bit: Bit, terms: FactTerms) -> FactTerms:
    match terms:
        case None:
            return None
        case TruthTerms(true=true, false=false):
            return TruthTerms(logic.conjoin((bit, true)), logic.conjoin((bit, false)))
        case AmountTerms() | CodeTerms() | ListTerms():
            return replace(terms, known=logic.conjoin((bit, terms.known)))


def _settle(logic: Logic, fact: Fact, terms: FactTerms, says: Bit, value: Value) -> FactTerms:
    """A fact as it is stated, else as another that is stated settles it."""
    known = is_known(logic, terms)
    settled = logic.conjoin((logic.negate(known), says))
    match terms:
        case TruthTerms(true=true, false=false):
            sides = ((true, value is True), (false, value is False))
            return TruthTerms(*(logic.disjoin((bit, settled)) if holds else bit for bit, holds in sides))
        case AmountTerms() | CodeTerms():
            given = state_facts(logic, (fact,), (value,))[0]
            may = logic.disjoin((known, says))
            if isinstance(terms, CodeTerms):
                return CodeTerms(may, logic.choose(known, terms.code, cast(CodeTerms, given).code))
            end = replace(terms.low, value=logic.choose(known, terms.low.value, cast(AmountTerms, given).low.value))
            return AmountTerms(may, end, end)
        case _:
            return terms


@dataclass(frozen=True)
class FactLayout:
    """The joined facts of some programs, and each program's view of them.

    ``apart`` are, by the name of a joined fact, the place of the only program that has it of a fact that every program
    understands otherwise: its values cannot be carried over.
    """

    facts: tuple[Fact, ...]
    projections: tuple[Projection, ...]
    apart: Mapping[str, int]


def join_facts(programs: Sequence[Program], renames: Mapping[str, str] | None = None) -> FactLayout:
    """The facts of some programs, those of one name joined where their values mean the same.

    ``renames`` are the names facts of the first program have in the others. A fact whose values cannot be carried over
    (another type, a list with another key) is one fact for each program; of members on
    a roll those on both are joined, and the others are each program's own.
    """
    rolls = [lambda fact, program=program: find_roll(program, fact) for program in programs]
    return _Joining([program.facts for program in programs], rolls, renames or {}).join()


Joined: TypeAlias = tuple[Fact, Mapping[int, Projection] | None]
"""A fact some programs have, and of a list its members as each of them sees them."""


@dataclass(frozen=True)
class _Joining:
    records: Sequence[tuple[Fact, ...]]
    rolls: Sequence[Roll]
    renames: Mapping[str, str]

    def join(self) -> FactLayout:
        named = [{self.name(side, one): one for one in facts} for side, facts in enumerate(self.records)]
        agree = len({_write_rules(facts) for facts in self.records}) == 1 and not self.renames
        joined: list[Fact] = []
        places: list[dict[int, int]] = [{} for _ in self.records]
        inner: list[dict[int, Projection]] = [{} for _ in self.records]
        apart: dict[str, int] = {}
        for name in dict.fromkeys(name for facts in named for name in facts):
            held = {side: facts[name] for side, facts in enumerate(named) if name in facts}
            for label, sides, (fact, members) in self.split(name, held):
                if label != name:
                    agree, apart[label] = False, next(iter(sides))
                for side, own in sides.items():
                    places[side][own.slot] = len(joined)
                    if members is not None:
                        inner[side][own.slot] = members[side]
                joined.append(replace(fact, name=label, slot=len(joined)))
        projections = tuple(
            Projection(own, tuple(joined), tuple(places[side][one.slot] for one in own), inner[side], not agree)
            for side, own in enumerate(self.records)
        )
        return FactLayout(tuple(joined), projections, apart)

    def name(self, side: int, fact: Fact) -> str:
        return self.renames.get(fact.name, fact.name) if side == 0 else fact.name

    def split(self, name: str, held: Mapping[int, Fact]) -> Iterator[tuple[str, Mapping[int, Fact], Joined]]:
        """A fact of some programs as one, else as one for each of them."""
        if (whole := self.join_one(held)) is not None:
            yield name, held, whole
            return
        for side, fact in held.items():
            if (alone := self.join_one({side: fact})) is not None:
                yield f"{name}{APART}{side + 1}", {side: fact}, alone

    def join_one(self, held: Mapping[int, Fact]) -> Joined | None:
        """The fact that some have, and of a list its members as each sees them; None where they cannot be one."""
        first, *rest = held.values()
        if isinstance(first.type, ListType):
            return self.join_lists(held)
        kind: Type | None = first.type
        for one in rest:
            kind = None if kind is None else join_types(kind, one.type)
        settles = {name: value for one in held.values() for name, value in one.settles.items()}
        return None if kind is None else (replace(first, type=kind, settles=settles), None)

    def join_lists(self, held: Mapping[int, Fact]) -> Joined | None:
        facts = list(held.values())
        records = [one.type.fields for one in facts if isinstance(one.type, ListType)]
        rolls = {side: self.rolls[side](one) for side, one in held.items()}
        shapes = {(one.key, rolls[side] is None) for side, one in held.items()}
        if len(records) < len(facts) or len(shapes) > 1 or len(set(map(_write_rules, records))) > 1:
            return None
        layout = _Joining(records, [self.rolls[side] for side in held], {}).join()
        if layout.apart:
            return None
        least = min(one.min_items for one in facts)
        roll = tuple(dict.fromkeys(key for own in rolls.values() for key in own or ()))
        fact = replace(facts[0], type=ListType(layout.facts), min_items=least, expects=roll or None)
        alike = len(set(rolls.values())) == 1
        seen = {side: None if alike else tuple(map(roll.index, own or ())) for side, own in rolls.items()}
        emptied = bool(roll) and least == 0 < max(one.min_items for one in facts)
        pairs = zip(held, layout.projections, strict=True)
        return fact, {side: replace(one, seen=seen[side], emptied=emptied) for side, one in pairs}


def join_types(one: Type, other: Type) -> Type | None:
    """The type of the values either has; None where values of one mean nothing to the other."""
    match one, other:
        case (BooleanType(), BooleanType()) | (DateType(), DateType()) | (TextType(), TextType()):
            return one
        case NumberType(), NumberType():
            least = None if one.minimum is None or other.minimum is None else min(one.minimum, other.minimum)
            most = None if one.maximum is None or other.maximum is None else max(one.maximum, other.maximum)
            kinds = [0 if kind.integral else kind.decimals for kind in (one, other)]
            decimals = None if None in kinds else max(kind or 0 for kind in kinds)
            return NumberType(one.integral and other.integral, least, most, decimals, one.unit)
        case GradeType(scale=own), GradeType(scale=its):
            if (own.levels, own.unranked) == (its.levels, its.unranked):
                return one
            levels = tuple(dict.fromkeys((*own.spellings, *its.spellings)))
            is_joint = bool({*own.spellings} & {*its.spellings})
            return GradeType(Scale(own.id, levels)) if is_joint else None
        case ChoiceType(options=words), ChoiceType(options=others):
            every = tuple(dict.fromkeys((*words, *others)))
            return ChoiceType(every, one.open or other.open) if {*words} & {*others} else None
        case _:
            return None


def _write_rules(facts: tuple[Fact, ...]) -> tuple[Any, ...]:
    """What facts settle of each other, by their names."""
    return tuple(sorted((one.name, name, repr(value)) for one in facts for name, value in one.settles.items()))
