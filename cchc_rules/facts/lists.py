"""Reading list facts: members as tuples, named by their key, held against the roll that must be there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cchc_rules.facts.faults import Fault, list_offers, unreadable, wrong_type
from cchc_rules.facts.fields import RecordReader
from cchc_rules.facts.identity import LONGEST_ID, identify_key
from cchc_rules.facts.notes import Notes
from cchc_rules.facts.vietnamese import read_stated
from cchc_rules.text import Spellings, invisible, show_value
from cchc_rules.values import MOST_MEMBERS, Value


@dataclass(frozen=True, slots=True)
class ListReader:
    """Reads a list of ``least`` members; ``key`` is the place of the key field, ``roll`` the keys that must be there.

    A list whose members cannot be told apart or counted (no record, no key, a key twice, a key off the roll, too few,
    too many) is None as a whole: no decision may rest on its size.
    """

    record: RecordReader
    least: int
    key: int | None
    roll: tuple[Value, ...] | None

    def read(self, raw: object, path: str, notes: Notes) -> Value:
        """The members as given, or in roll order, absent ones known only by key; None when missing or faulty."""
        try:
            given = _as_list(raw)
            if given is None or (not given and self.least >= 1):
                return None
            reading = _Reading(self, path, notes)
            for number, member in enumerate(given, start=1):
                reading.add(member, number)
            return reading.members()
        except Fault as fault:
            notes.add(path, fault)
            return None


def _as_list(raw: object) -> list[object] | tuple[object, ...] | None:
    if isinstance(raw, str) and read_stated(str.__str__(raw)) is None:
        return None
    if not isinstance(raw, list | tuple):
        raise wrong_type("list", raw)
    if len(raw) > MOST_MEMBERS:
        raise Fault("list-too-long", count=len(raw), most=MOST_MEMBERS)
    return raw


def key_label(key: Value) -> str:
    """The key as paths and reasons name it."""
    match key:
        case str():
            return key
        case date():
            return key.isoformat()
        case bool() | None:
            return str(key).lower()
        case int() | float():
            return format(key, ".15g")
        case _:
            return show_value(key)


@dataclass(slots=True)
class _Reading:
    """One list while it is read."""

    reader: ListReader
    path: str
    notes: Notes
    found: list[tuple[Value, ...]] = field(default_factory=list)
    keyed: dict[Value, tuple[Value, ...]] = field(default_factory=dict)
    roll: dict[Value, Value] = field(init=False)
    sound: bool = True

    def __post_init__(self) -> None:
        self.roll = {identify_key(key): key for key in self.reader.roll or ()}

    def add(self, member: object, number: int) -> None:
        """Read one member; a structural fault makes the whole list unsound."""
        if not isinstance(member, Mapping):
            self._refuse(str(number), wrong_type("member", member))
        elif self.reader.key is None:
            self.found.append(self.reader.record.read(member, f"{self.path}[{number}].", self.notes))
        else:
            self._add_keyed(member, number, self.reader.key)

    def _add_keyed(self, member: Mapping[str, object], number: int, place: int) -> None:
        key, fault = self._key(member, place)
        key = self.roll.get(identify_key(key), key)
        label = str(number) if key is None else key_label(key)
        values = self.reader.record.read(member, f"{self.path}[{label}].", self.notes)
        if fault is not None:
            self._refuse(label, fault)
        if key is None:
            self.sound = False
            return
        if (same := identify_key(key)) in self.keyed:
            self._refuse(label, Fault("member-doubled", key=show_value(label), number=number))
        if self.reader.roll is not None and same not in self.roll:
            labels = [key_label(one) for one in self.reader.roll]
            offers: dict[str, Any] = {"options": Spellings(labels), "words": list_offers(labels)}
            self._refuse(label, Fault("member-off-roll", key=show_value(label), word=label, **offers))
        values = (*values[:place], key, *values[place + 1 :])
        self.keyed[same] = values
        self.found.append(values)

    def _key(self, member: Mapping[str, object], place: int) -> tuple[Value, Fault | None]:
        """The key and what is wrong with it as a key; a key that cannot be read is left to the record to note."""
        reader = self.reader.record.fields[place]
        quiet = Notes(self.notes.place, self.notes.cells, as_of=self.notes.as_of)
        key = None if (raw := member.get(reader.name)) is None else reader.read(raw, "", quiet)
        if key is None:
            return None, None if quiet.problems else Fault("member-without-key", key=reader.name)
        if isinstance(key, str) and len(key) > LONGEST_ID:
            return None, Fault("value-too-long", value=show_value(key), most=LONGEST_ID)
        if isinstance(key, str) and invisible(key):
            return None, unreadable("text", key)
        return key, None

    def _refuse(self, label: str, fault: Fault) -> None:
        self.notes.add(f"{self.path}[{label}]", fault)
        self.sound = False

    def members(self) -> Value:
        """All members, the absent ones of the roll added; None when the list is unsound. A shortfall is a fault."""
        if not self.sound:
            return None
        members = self.found if self.reader.roll is None else [self._on_roll(key) for key in self.reader.roll]
        if len(members) < self.reader.least:
            raise Fault("list-too-short", count=len(members), least=self.reader.least)
        return tuple(members)

    def _on_roll(self, key: Value) -> tuple[Value, ...]:
        if (found := self.keyed.get(identify_key(key))) is not None:
            return found
        return tuple(key if place == self.reader.key else None for place in range(len(self.reader.record.fields)))
