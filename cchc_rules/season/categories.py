"""A category as a season follows it: its program, the readers of its facts, and facts written down again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from cchc_rules.decisions.decision import plain_facts
from cchc_rules.decisions.false_checks import find_refuted_slots
from cchc_rules.decisions.traces.trace import plain_provenance
from cchc_rules.engines.durable.engine import Answer, DurableCode, code
from cchc_rules.facts.as_of import find_stated_after
from cchc_rules.facts.candidate import Candidate, Provenance
from cchc_rules.facts.identity import identify_key
from cchc_rules.facts.lists import ListReader, key_label
from cchc_rules.facts.parser import Parsed, Reader, reader
from cchc_rules.facts.restatement import restate
from cchc_rules.language.nodes import AsOf, walk
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType
from cchc_rules.problems import FactError, Place, Problem
from cchc_rules.program.program import Program
from cchc_rules.season.states import State
from cchc_rules.text import nearest, show_value
from cchc_rules.values import Value

Member = tuple[Value, ...]

AROUND: Final = ("by", "on", "evidence")
"""What a change may say of all it states: who stated it, when, on which document's authority."""


@dataclass(frozen=True, slots=True)
class SeasonCategory:
    """A program ready to take in facts one by one; ``reads`` are the slots each criterion or member depends on."""

    id: str
    program: Program
    code: DurableCode
    strict: Reader
    unfinished: Reader
    rolled: Reader
    slots: Mapping[str, int]
    reads: tuple[frozenset[int], ...]
    reads_as_of: bool
    blank: dict[date | None, Answer] = field(default_factory=dict)
    shared: dict[tuple[int, ...], tuple[int, ...]] = field(default_factory=dict)

    def answer(self, values: tuple[Value, ...], as_of: date | None) -> Answer:
        """What durable_rules says; equal outcome codes are kept once."""
        found = self.code.answer(values, as_of)
        return replace(found, outcomes=self.shared.setdefault(found.outcomes, found.outcomes))

    def answer_nothing(self, as_of: date | None) -> Answer:
        """What durable_rules says of a candidate nothing is known of."""
        if as_of not in self.blank:
            self.blank.clear()
            self.blank[as_of] = self.answer((None,) * len(self.program.facts), as_of)
        return self.blank[as_of]

    def parse(self, facts: Mapping[str, Any], candidate: str) -> Parsed:
        """The facts given, read; raises FactError with every problem."""
        return _refuse_problems(self.strict.parse(facts, as_of=None, place=Place(candidate=candidate), settles=False))

    def settle(
        self, state: State, failed: tuple[int, ...], candidate: str = "", *, as_of: date | None = None
    ) -> Parsed:
        """What is decided on: what was stated, without what false checks read, and what the rest of it settles.

        Nothing that was stated after ``as_of`` is taken. Its problems are that, and the contradictions among the rest.
        """
        stated = Parsed(Candidate(candidate or None, None, state.values, state.provenance))
        if find_stated_after(state.provenance, as_of):
            place = Place(candidate=candidate or None)
            given = restate(stated.candidate, self.program.facts, as_of)
            read = self.strict.parse(given, place=place, settles=False, as_of=as_of)
            stated = Parsed(replace(stated.candidate, values=read.candidate.values), read.problems)
        return self.strict.hide(stated, find_refuted_slots(self.program, failed))

    def slot(self, name: object, candidate: str) -> int:
        """The slot of a fact; raises FactError with a suggestion for an unknown one."""
        found = self.slots.get(name) if isinstance(name, str) else None
        if found is None:
            near = nearest(name, self.slots) if isinstance(name, str) else None
            fields = {"name": show_value(name), "nearest": near}
            raise FactError([Problem("unknown-fact", Place(candidate=candidate), fields, variant="given")])
        return found

    def list_slot(self, name: object, candidate: str) -> int:
        """The slot of a list fact; raises FactError for any other name."""
        slot = self.slot(name, candidate)
        if not isinstance(self.program.facts[slot].type, ListType):
            raise FactError([Problem("season-no-list", Place(candidate=candidate, path=str(name)), {"name": name})])
        return slot

    def parse_members(self, slot: int, given: Iterable[Any], candidate: str, *, finished: bool) -> Parsed:
        """A list read again with all its members; an unfinished one may be short and lack keys of its roll."""
        facts = {self.program.facts[slot].name: list(given)}
        if finished:
            return self.parse(facts, candidate)
        _refuse_problems(self.rolled.parse(facts, as_of=None, place=Place(candidate=candidate)))
        return _refuse_problems(self.unfinished.parse(facts, as_of=None, place=Place(candidate=candidate)))

    def plain_members(self, slot: int, members: Iterable[Any]) -> list[dict[str, Any]]:
        """Parsed members as the mappings they could have been given as."""
        fact = self.program.facts[slot]
        assert isinstance(fact.type, ListType)
        return [plain_facts(fact.type.fields, member) for member in members]

    def list_reader(self, slot: int) -> ListReader:
        """The reader of a list: ``key`` is the place of its key among the fields, ``roll`` the keys that must be."""
        members = self.strict.record.fields[slot].members
        assert isinstance(members, ListReader)
        return members

    def label(self, slot: int, member: Member, number: int) -> str:
        """What paths call a member: its key, or its number."""
        key = self.list_reader(slot).key
        return str(number) if key is None or member[key] is None else key_label(member[key])

    def find_member(self, slot: int, members: tuple[Any, ...], wanted: object, candidate: str) -> int:
        """The place of the member with that key (or that number, from 1); raises FactError when there is none."""
        key = self.list_reader(slot).key
        labels = [self.label(slot, member, number) for number, member in enumerate(members, start=1)]
        for place, member in enumerate(members):
            is_named = isinstance(wanted, str) and identify_key(labels[place]) == identify_key(wanted)
            if is_named or (wanted == place + 1 if key is None else type(wanted) is not bool and wanted == member[key]):
                return place
        name = self.program.facts[slot].name
        near = nearest(wanted, labels) if isinstance(wanted, str) else None
        fields = {"list": name, "member": show_value(wanted), "nearest": near}
        raise FactError([Problem("season-no-member", Place(candidate=candidate, path=name), fields)])

    def plain_fact(self, slot: int, value: Value, provenance: Mapping[str, Provenance]) -> Any:
        """A parsed fact as it could be given again, its provenance around it."""
        fact = self.program.facts[slot]
        return _plain_fact(fact, value, fact.name, provenance)


def prepare_category(program: Program) -> SeasonCategory:
    """The category of a program. Raises MissingDependency without durable_rules. Cost: some milliseconds."""
    strict = reader(program.category, program.parameters)
    family = [one for top in program.criteria for one in top.family()]
    checks = (*(check.require for check in program.checks), *(node for _, node in program.definitions))
    in_checks = program.checks and any(isinstance(node, AsOf) for expression in checks for node in walk(expression))
    dated = (*family, *program.results)
    return SeasonCategory(
        program.category.id,
        program,
        code(program),
        strict,
        _ease(strict, keep_roll=False),
        _ease(strict, keep_roll=True),
        {fact.name: fact.slot for fact in program.facts},
        tuple(frozenset(one.reads) for one in family),
        bool(in_checks) or any(one.reads_as_of for one in dated),
    )


def envelop(value: Any, around: Mapping[str, Any]) -> Any:
    """The value with its provenance around it; one that has its own, or nothing to say, stays as it is."""
    if not around or (isinstance(value, Mapping) and "value" in value):
        return value
    return {"value": value, **around}


def _refuse_problems(parsed: Parsed) -> Parsed:
    if parsed.problems:
        raise FactError(parsed.problems)
    return parsed


def _plain_fact(fact: Fact, value: Value, path: str, provenance: Mapping[str, Provenance]) -> Any:
    plain: Any = plain_facts((fact,), (value,))[fact.name]
    if isinstance(fact.type, ListType) and isinstance(value, tuple):
        plain = [_plain_member(fact, member, number, path, provenance) for number, member in enumerate(value, start=1)]
    return envelop(plain, plain_provenance(provenance[path])) if path in provenance else plain


def _plain_member(
    fact: Fact, member: Value, number: int, path: str, provenance: Mapping[str, Provenance]
) -> dict[str, Any]:
    assert isinstance(fact.type, ListType) and isinstance(member, tuple)
    key = next((value for one, value in zip(fact.type.fields, member, strict=True) if one.name == fact.key), None)
    inside = f"{path}[{number if key is None else key_label(key)}]"
    return {
        one.name: _plain_fact(one, value, f"{inside}.{one.name}", provenance)
        for one, value in zip(fact.type.fields, member, strict=True)
        if value is not None or f"{inside}.{one.name}" in provenance
    }


def _ease(strict: Reader, *, keep_roll: bool) -> Reader:
    """The reader for lists still being filled: they may be short."""
    fields = tuple(
        replace(one, members=replace(one.members, least=0, roll=one.members.roll if keep_roll else None))
        if isinstance(one.members, ListReader)
        else one
        for one in strict.record.fields
    )
    return Reader(replace(strict.record, fields=fields))
