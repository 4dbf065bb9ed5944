"""Reading records: the facts of a candidate, or the fields of one member of a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Protocol

from cchc_rules.facts.faults import Fault
from cchc_rules.facts.notes import Notes
from cchc_rules.facts.scalars import ScalarReader
from cchc_rules.language.ruleset import Fact
from cchc_rules.text import Spellings, fold_case, show_value
from cchc_rules.values import Value

_PLAIN: Final = frozenset((bool, int, float, str, date, Decimal, list, tuple))


class MembersReader(Protocol):
    """What reads a list fact (`cchc_rules.facts.lists.ListReader`)."""

    def read(self, raw: object, path: str, notes: Notes) -> Value:
        """The members as tuples, or None; problems go into ``notes``."""
        ...


@dataclass(frozen=True, slots=True)
class FieldReader:
    """Reads one fact or field: exactly one of ``scalar`` and ``members`` is there."""

    name: str
    scalar: ScalarReader | None
    members: MembersReader | None

    def read(self, raw: object, path: str, notes: Notes) -> Value:
        """The canonical value, or None when nothing is stated or what is stated is faulty."""
        if type(raw) not in _PLAIN and isinstance(raw, Mapping):
            raw = notes.unwrap(raw, path)
        if raw is None:
            return None
        if self.members is not None:
            return self.members.read(raw, path, notes)
        assert self.scalar is not None
        try:
            return self.scalar.read(raw, notes.cells)
        except Fault as fault:
            notes.add(path, fault)
            return None


@dataclass(frozen=True, slots=True)
class RecordReader:
    """Reads the fields of a record in declared order; ``known`` are the names a record may have."""

    fields: tuple[FieldReader, ...]
    known: frozenset[str]
    spellings: Spellings
    variant: str

    def read(self, raw: Mapping[str, object], prefix: str, notes: Notes) -> tuple[Value, ...]:
        """The values in declared order; ``prefix`` begins the path of each (empty, or ``units[Nội vụ].``)."""
        get = raw.get
        values = tuple(
            [
                None if (given := get(one.name)) is None else one.read(given, prefix + one.name, notes)
                for one in self.fields
            ]
        )
        if not raw.keys() <= self.known:
            strange: list[object] = [name for name in raw if name not in self.known]
            for name in sorted((name for name in strange if isinstance(name, str)), key=str.__str__):
                fault = Fault("unknown-fact", self.variant, word=name, options=self.spellings, name=show_value(name))
                notes.add(prefix + show_value(name), fault)
            for key in sorted(show_value(name) for name in strange if not isinstance(name, str)):
                notes.add(prefix.removesuffix(".") or None, Fault("name-not-text", value=key))
        return values


def spelling_index(facts: Iterable[Fact]) -> dict[str, tuple[str, ...]]:
    """Every folded name, label and alias with the facts it may mean; a fact's own name means only itself."""
    meant: dict[str, tuple[str, ...]] = {}
    facts = tuple(facts)
    for fact in facts:
        for spelling in (fact.label.vi, fact.label.en, *fact.aliases):
            names = meant.get(key := fold_case(spelling), ())
            if key and fact.name not in names:
                meant[key] = (*names, fact.name)
    return meant | {fact.name: (fact.name,) for fact in facts}
