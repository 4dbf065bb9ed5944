"""A desk of a season: one program, the readers of its facts, and how facts are written down again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from cchc_rules.decisions.decision import plain_facts
from cchc_rules.decisions.traces.trace import plain_provenance
from cchc_rules.engines.durable.engine import Answer, Code, code
from cchc_rules.facts.candidate import Provenance
from cchc_rules.facts.lists import ListReader, identity, key_label
from cchc_rules.facts.parser import RESERVED, Parsed, Reader, reader
from cchc_rules.language.nodes import AsOf, Node, walk
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType
from cchc_rules.problems import FactError, Place, Problem
from cchc_rules.program.program import LoweredCriterion, Program
from cchc_rules.text import nearest, shown
from cchc_rules.values import Value

Member = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """A program ready to take in facts one by one; ``reads`` are the slots each criterion or member depends on."""

    program: Program
    code: Code
    strict: Reader
    unfinished: Reader
    rolled: Reader
    slots: Mapping[str, int]
    reads: tuple[frozenset[int], ...]
    reads_as_of: bool
    blank: dict[date | None, Answer] = field(default_factory=dict)
    shared: dict[tuple[int, ...], tuple[int, ...]] = field(default_factory=dict)

    @property
    def category(self) -> str:
        """The id of the category."""
        return self.program.category.id

    def answer(self, values: tuple[Value, ...], as_of: date | None) -> Answer:
        """What durable_rules says; equal outcome codes are kept once."""
        found = self.code.answer(values, as_of)
        return replace(found, outcomes=self.shared.setdefault(found.outcomes, found.outcomes))

    def nothing(self, as_of: date | None) -> Answer:
        """What durable_rules says of a candidate nothing is known of."""
        if as_of not in self.blank:
            self.blank.clear()
            self.blank[as_of] = self.answer((None,) * len(self.program.facts), as_of)
        return self.blank[as_of]

    def parse(self, facts: Mapping[str, Any], candidate: str) -> Parsed:
        """The facts given, read; raises FactError with every problem."""
        return self._sound(self.strict.parse(facts, place=Place(candidate=candidate)))

    def list_slot(self, name: object, candidate: str) -> int:
        """The slot of a list fact; raises FactError for any other name."""
        slot = self.slot(name, candidate)
        if not isinstance(self.program.facts[slot].type, ListType):
            raise FactError([Problem("season-no-list", Place(candidate=candidate, path=str(name)), {"name": name})])
        return slot

    def slot(self, name: object, candidate: str) -> int:
        """The slot of a fact; raises FactError with a suggestion for an unknown one."""
        found = self.slots.get(name) if isinstance(name, str) else None
        if found is None:
            near = nearest(name, self.slots) if isinstance(name, str) else None
            fields = {"name": shown(name), "nearest": near}
            raise FactError([Problem("unknown-fact", Place(candidate=candidate), fields, variant="given")])
        return found

    def members(self, slot: int, given: Iterable[Any], candidate: str, *, finished: bool) -> Parsed:
        """A list read again with all its members; an unfinished one may be short and lack keys of its roll."""
        facts = {self.program.facts[slot].name: list(given)}
        if finished:
            return self.parse(facts, candidate)
        self._sound(self.rolled.parse(facts, place=Place(candidate=candidate)))
        return self._sound(self.unfinished.parse(facts, place=Place(candidate=candidate)))

    def plain_members(self, slot: int, members: Iterable[Any]) -> list[dict[str, Any]]:
        """Parsed members as the mappings they could have been given as."""
        fact = self.program.facts[slot]
        assert isinstance(fact.type, ListType)
        return [plain_facts(fact.type.fields, member) for member in members]

    def label(self, slot: int, member: Member, number: int) -> str:
        """What paths call a member: its key, or its number."""
        key = self.key_place(slot)
        return str(number) if key is None or member[key] is None else key_label(member[key])

    def key_place(self, slot: int) -> int | None:
        """The place of the key among the fields of a list."""
        members = self.strict.record.fields[slot].members
        assert isinstance(members, ListReader)
        return members.key

    def has_roll(self, slot: int) -> bool:
        """Whether a list has a roll of keys that must be there."""
        members = self.strict.record.fields[slot].members
        return isinstance(members, ListReader) and members.roll is not None

    def found(self, slot: int, members: tuple[Any, ...], wanted: object, candidate: str) -> int:
        """The place of the member with that key (or that number, from 1); raises FactError when there is none."""
        key = self.key_place(slot)
        labels = [self.label(slot, member, number) for number, member in enumerate(members, start=1)]
        for place, member in enumerate(members):
            named = isinstance(wanted, str) and identity(labels[place]) == identity(wanted)
            if named or (wanted == place + 1 if key is None else type(wanted) is not bool and wanted == member[key]):
                return place
        name = self.program.facts[slot].name
        near = nearest(wanted, labels) if isinstance(wanted, str) else None
        fields = {"list": name, "member": shown(wanted), "nearest": near}
        raise FactError([Problem("season-no-member", Place(candidate=candidate, path=name), fields)])

    def given(self, slot: int, value: Value, provenance: Mapping[str, Provenance]) -> Any:
        """A parsed fact as it could be given again, its provenance around it."""
        return _given(self.program.facts[slot], value, self.program.facts[slot].name, provenance)

    def _sound(self, parsed: Parsed) -> Parsed:
        if parsed.problems:
            raise FactError(parsed.problems)
        return parsed


def desk(program: Program) -> Desk:
    """The desk of a program. Raises MissingDependency when durable_rules is not there. Cost: some milliseconds."""
    strict = reader(program.category, program.parameters)
    family = [one for top in program.criteria for one in _family(top)]
    return Desk(
        program,
        code(program),
        strict,
        _eased(strict, keep_roll=False),
        _eased(strict, keep_roll=True),
        {fact.name: fact.slot for fact in program.facts},
        tuple(frozenset(one.reads) for one in family),
        any(one.reads_as_of for one in family) or any(isinstance(node, AsOf) for node in _checked(program)),
    )


def _checked(program: Program) -> Iterator[Node]:
    """Every node a check may look at."""
    if program.checks:
        for expression in (*(check.require for check in program.checks), *(node for _, node in program.definitions)):
            yield from walk(expression)


def head(path: str) -> str:
    """The fact a path begins with."""
    return path.partition("[")[0].partition(".")[0]


def enveloped(value: Any, around: Mapping[str, Any]) -> Any:
    """The value with its provenance around it; one that has its own, or nothing to say, stays as it is."""
    if not around or (isinstance(value, Mapping) and "value" in value):
        return value
    return {"value": value, **around}


def is_reserved(name: object) -> bool:
    """Whether the name is a candidate's own and no fact."""
    return name in RESERVED


def _given(fact: Fact, value: Value, path: str, provenance: Mapping[str, Provenance]) -> Any:
    plain: Any = plain_facts((fact,), (value,))[fact.name]
    if isinstance(fact.type, ListType) and isinstance(value, tuple):
        plain = [_given_member(fact, member, number, path, provenance) for number, member in enumerate(value, start=1)]
    return enveloped(plain, plain_provenance(provenance[path])) if path in provenance else plain


def _given_member(
    fact: Fact, member: Value, number: int, path: str, provenance: Mapping[str, Provenance]
) -> dict[str, Any]:
    assert isinstance(fact.type, ListType) and isinstance(member, tuple)
    key = next((value for one, value in zip(fact.type.fields, member, strict=True) if one.name == fact.key), None)
    inside = f"{path}[{number if key is None else key_label(key)}]"
    return {
        one.name: _given(one, value, f"{inside}.{one.name}", provenance)
        for one, value in zip(fact.type.fields, member, strict=True)
        if value is not None or f"{inside}.{one.name}" in provenance
    }


def _eased(strict: Reader, *, keep_roll: bool) -> Reader:
    """The reader for lists still being filled: they may be short."""
    fields = tuple(
        replace(one, members=replace(one.members, least=0, roll=one.members.roll if keep_roll else None))
        if isinstance(one.members, ListReader)
        else one
        for one in strict.record.fields
    )
    return Reader(replace(strict.record, fields=fields))


def _family(lowered: LoweredCriterion) -> Iterable[LoweredCriterion]:
    yield lowered
    for member in lowered.members:
        yield from _family(member)
