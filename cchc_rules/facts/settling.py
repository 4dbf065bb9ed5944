"""What one stated fact settles of another: who states the day of a report says that there was one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from cchc_rules.facts.candidate import Provenance
from cchc_rules.facts.faults import Fault
from cchc_rules.facts.lists import key_label
from cchc_rules.facts.notes import Notes
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType
from cchc_rules.phrases import LANGUAGES, phrase
from cchc_rules.problems import Place
from cchc_rules.text import show_value
from cchc_rules.values import Value


@dataclass(frozen=True, slots=True)
class Rule:
    """A fact by its slot, and the slots that settle it when they are stated, each with the value it then has."""

    slot: int
    settlers: tuple[tuple[int, Value], ...]

    def parties(self, values: tuple[Value, ...]) -> list[tuple[int, Value]]:
        """Who says what of the fact: itself when it is stated, and each stated one that settles it."""
        own = [] if values[self.slot] is None else [(self.slot, values[self.slot])]
        return own + [(slot, value) for slot, value in self.settlers if values[slot] is not None]


@dataclass(frozen=True, slots=True)
class Settling:
    """What the facts of one record settle of each other; ``lists`` the same of the members of its lists, by slot.

    A settled value settles nothing in turn (the loader refuses chains), and goes when the fact it follows from goes.
    """

    facts: tuple[Fact, ...]
    rules: tuple[Rule, ...]
    lists: tuple[tuple[int, Settling], ...]

    def settle(self, values: tuple[Value, ...], prefix: str, notes: Notes) -> tuple[Value, ...]:
        """The values with what they settle; facts that contradict each other are problems of both, and unknown.

        ``prefix`` begins each path. A fact ``notes`` holds a problem of is faulty, not missing: nothing settles it.
        """
        found = list(values)
        for rule in self.rules:
            parties = rule.parties(values)
            for slot, said in parties:
                if (other := next((one for one, value in parties if value != said), None)) is not None:
                    found[slot] = None
                    notes.add(prefix + self.facts[slot].name, self._contradiction(slot, other, values))
        faulty = {problem.where.path for problem in notes.problems if isinstance(problem.where, Place)}
        for rule in self.rules:
            path = prefix + self.facts[rule.slot].name
            settlers = [one for one in rule.settlers if found[one[0]] is not None]
            if settlers and values[rule.slot] is None and path not in faulty:
                slot, found[rule.slot] = settlers[0]
                notes.provenance[path] = Provenance(settled_by=self.facts[slot].name)
        for slot, inner in self.lists:
            found[slot] = inner._settle_members(self.facts[slot], found[slot], prefix, notes)
        return tuple(found)

    def _settle_members(self, fact: Fact, members: Value, prefix: str, notes: Notes) -> Value:
        if not isinstance(members, tuple):
            return members
        key = next((one.slot for one in self.facts if one.name == fact.key), None)
        settled: list[Value] = []
        for number, member in enumerate(members, start=1):
            assert isinstance(member, tuple)
            label = str(number) if key is None or member[key] is None else key_label(member[key])
            settled.append(self.settle(member, f"{prefix}{fact.name}[{label}].", notes))
        return tuple(settled)

    def _contradiction(self, slot: int, other: int, values: tuple[Value, ...]) -> Fault:
        fields: dict[str, Any] = {}
        for language in LANGUAGES:
            for name, one in (("this", slot), ("other", other)):
                fields[f"{name}_{language}"] = self.facts[one].label.within(language)
                fields[f"{name}_value_{language}"] = _say(self.facts[one], values[one], language)
        return Fault("contradiction", **fields)


def _say(fact: Fact, value: Value, language: str) -> str:
    """A value as a message quotes it; a "no" in words of its own where the ruleset has some (``negative:``)."""
    match value:
        case False if fact.negative is not None:
            return fact.negative.within(language)
        case bool():
            return phrase("contradiction.yes" if value else "contradiction.no", language)
        case date():
            return f"{value:%d/%m/%Y}"
        case _:
            return show_value(value)


def find_settling(facts: tuple[Fact, ...]) -> Settling | None:
    """What facts settle of each other; None where none does, nor any field of a list."""
    found = Settling(facts, tuple(_rules(facts)), tuple(_lists(facts)))
    return found if found.rules or found.lists else None


def _rules(facts: tuple[Fact, ...]) -> Iterator[Rule]:
    slots = {fact.name: fact for fact in facts}
    for fact in facts:
        settlers = (slots[name] for name in fact.settled_by)
        if fact.settled_by:
            yield Rule(fact.slot, tuple((one.slot, one.settles[fact.name]) for one in settlers))


def _lists(facts: tuple[Fact, ...]) -> Iterator[tuple[int, Settling]]:
    for fact in facts:
        if isinstance(fact.type, ListType) and (inner := find_settling(fact.type.fields)) is not None:
            yield fact.slot, inner
