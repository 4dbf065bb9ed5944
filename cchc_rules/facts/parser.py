"""Raw facts to a candidate, with every problem: nothing is guessed, the nearest spelling is only suggested."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from cchc_rules.facts.candidate import Candidate
from cchc_rules.facts.faults import Fault, wrong_type
from cchc_rules.facts.fields import FieldReader, RecordReader, spelling_index
from cchc_rules.facts.identity import read_id, read_name
from cchc_rules.facts.lists import ListReader
from cchc_rules.facts.notes import Notes
from cchc_rules.facts.scalars import scalar_reader
from cchc_rules.facts.settling import Settling, find_settling
from cchc_rules.language.ruleset import Category, Fact
from cchc_rules.language.types import ListType
from cchc_rules.problems import Place, Problem
from cchc_rules.text import Spellings
from cchc_rules.values import Value

Parameters = Mapping[str, Any]

RESERVED: Final = frozenset(("id", "name"))
"""The keys of a candidate that are no facts."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A candidate and all that is wrong with the facts it was read from.

    Faulty values are None in ``candidate.values``: decided on, they count as unknown, which is sound whatever the right
    value is.
    """

    candidate: Candidate
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the facts of one category; immutable and reusable, so that whoever parses many builds it once."""

    record: RecordReader
    settling: Settling | None = None

    def parse(
        self,
        facts: Mapping[str, Any],
        *,
        as_of: date | None,
        cells: bool = False,
        place: Place | None = None,
        settles: bool = True,
    ) -> Parsed:
        """The candidate and its problems in declared order; ``place`` is where the facts come from.

        ``cells`` tells that the values are from the cells of a file: a bare percent above 0 and up to 1 is then refused
        even when it is a number, and a number may stand for text. Without ``settles`` the values are what was stated
        and no more. What was stated after ``as_of`` counts as unknown, with a problem; None says that the
        day is not known, or that nothing is decided on these values. Never raises for what ``facts`` holds.
        """
        notes = Notes(place or Place(), cells, as_of=as_of)
        if not isinstance(facts, Mapping):
            notes.add(None, wrong_type("facts", facts))
            return Parsed(Candidate(None, None, (None,) * len(self.record.fields)), tuple(notes.problems))
        id_ = _read_noting(read_id, facts.get("id"), "id", notes)
        if id_ is not None and notes.place.candidate is None:
            notes.place = replace(notes.place, candidate=id_)
        name = _read_noting(read_name, facts.get("name"), "name", notes)
        values = self.record.read(facts, "", notes)
        if settles and self.settling is not None:
            values = self.settling.settle(values, "", notes)
        return Parsed(Candidate(id_, name, values, notes.provenance), tuple(notes.problems))

    def hide(self, parsed: Parsed, slots: frozenset[int], *, place: Place | None = None) -> Parsed:
        """The same with the facts of some slots unknown, and with what the others settle: what they settled is undone.

        What was faulty stays so. Contradictions found now are added to the problems.
        """
        if self.settling is None and not slots:
            return parsed
        candidate = parsed.candidate
        settled = {path for path, one in candidate.provenance.items() if one.settled_by and "[" not in path}
        names = [field.name for field in self.record.fields]
        values = tuple(
            None if slot in slots or names[slot] in settled else value for slot, value in enumerate(candidate.values)
        )
        rest = {path: one for path, one in candidate.provenance.items() if path not in settled}
        notes = Notes(place or Place(candidate=candidate.id), False, list(parsed.problems), rest)
        if self.settling is not None:
            values = self.settling.settle(values, "", notes)
        return Parsed(replace(candidate, values=values, provenance=notes.provenance), tuple(notes.problems))


def parse(
    category: Category,
    parameters: Parameters,
    facts: Mapping[str, Any],
    *,
    cells: bool = False,
    place: Place | None = None,
) -> Parsed:
    """The candidate ``facts`` describe and all their problems; see `Reader.parse`. Cost: mostly building the reader."""
    return reader(category, parameters).parse(facts, as_of=None, cells=cells, place=place)


def reader(category: Category, parameters: Parameters) -> Reader:
    """The reader of a category's facts; ``parameters`` give the rolls that lists name. Cost: some 10 µs a fact."""
    return Reader(_record(category.facts, parameters, "given", RESERVED), find_settling(category.facts))


def _record(facts: tuple[Fact, ...], parameters: Parameters, variant: str, reserved: frozenset[str]) -> RecordReader:
    fields = tuple(_field(fact, parameters) for fact in facts)
    meanings = {spelling: names[0] for spelling, names in spelling_index(facts).items()}
    spellings = Spellings(meanings, meanings)
    return RecordReader(fields, reserved | {fact.name for fact in facts}, spellings, variant)


def _field(fact: Fact, parameters: Parameters) -> FieldReader:
    if not isinstance(fact.type, ListType):
        return FieldReader(fact.name, scalar_reader(fact), None)
    record = _record(fact.type.fields, parameters, "field", frozenset())
    key = next((place for place, one in enumerate(fact.type.fields) if one.name == fact.key), None)
    roll: tuple[Value, ...] | None = parameters[fact.expects] if isinstance(fact.expects, str) else fact.expects
    return FieldReader(fact.name, None, ListReader(record, fact.min_items, key, roll if key is not None else None))


def _read_noting(read: Callable[[object], str | None], raw: object, key: str, notes: Notes) -> str | None:
    try:
        return read(raw)
    except Fault as fault:
        notes.add(key, fault)
        return None
