"""Steps of a season: what one change makes of one candidate's facts, before anything is decided or kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from cchc_rules.facts.candidate import Provenance
from cchc_rules.facts.lists import identity
from cchc_rules.problems import FactError, Place, Problem
from cchc_rules.season.desk import Desk, enveloped, head, is_reserved
from cchc_rules.text import shown
from cchc_rules.values import Value

_NOBODY: Final[Mapping[str, Provenance]] = {}
_AROUND: Final = ("by", "on", "evidence")

Entry = Mapping[str, Any]
"""A change as plain data, as the journal keeps it and files of changes give it."""


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a candidate: values in slot order, provenance, lists still being filled, links completed.

    ``unfinished`` holds the members of lists nobody has completed; their values are unknown until then. ``closed`` are
    the slots of linked lists that were said to be complete.
    """

    values: tuple[Value, ...]
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    unfinished: Mapping[int, tuple[Any, ...]] = field(default_factory=dict)
    closed: frozenset[int] = frozenset()

    def with_value(self, slot: int, value: Value) -> State:
        """The state with another value of a fact."""
        return replace(self, values=(*self.values[:slot], value, *self.values[slot + 1 :]))

    def without_words_on(self, keep: Callable[[str], bool]) -> State:
        """The state with the provenance of the paths kept only."""
        kept = {path: one for path, one in self.provenance.items() if keep(path)}
        return replace(self, provenance=kept or _NOBODY)


@dataclass(frozen=True, slots=True)
class Step:
    """The state after a change, the slots it touched with the paths to tell, and the entry to journal."""

    state: State
    touched: Mapping[int, str]
    entry: Entry


@dataclass(frozen=True, slots=True)
class Stepper:
    """Makes steps for candidates of one desk; ``linked`` are the slots of lists that follow other candidates."""

    desk: Desk
    linked: frozenset[int] = frozenset()

    def step(self, candidate: str, state: State, entry: Entry) -> Step:
        """What the entry makes of the state. Raises FactError with every problem, and then nothing has changed."""
        match entry["do"]:
            case "facts":
                return self._facts(candidate, state, entry)
            case "retract":
                return self._retract(candidate, state, entry)
            case "add":
                return self._add(candidate, state, entry)
            case "remove":
                return self._remove(candidate, state, entry)
            case "complete":
                return self._complete(candidate, state, entry)
            case _:
                return self._reopen(candidate, state, entry)

    def _facts(self, candidate: str, state: State, entry: Entry) -> Step:
        around = {name: entry[name] for name in _AROUND if entry.get(name) is not None}
        facts = {name: enveloped(value, around) for name, value in dict(entry["facts"]).items()}
        if reserved := [name for name in facts if is_reserved(name)]:
            place = Place(candidate=candidate, path=reserved[0])
            raise FactError([Problem("season-own-name", place, {"name": reserved[0]})])
        parsed = self.desk.parse(facts, candidate).candidate
        touched = {self.desk.slots[name]: name for name in facts}
        for slot in touched:
            self._refuse_linked(slot, candidate)
            state = self._forgotten(state, slot).with_value(slot, parsed.values[slot])
        state = _with_words(state, parsed.provenance)
        told = {name: self.desk.given(slot, parsed.values[slot], parsed.provenance) for slot, name in touched.items()}
        return Step(state, touched, {"do": "facts", "candidate": candidate, "facts": told})

    def _retract(self, candidate: str, state: State, entry: Entry) -> Step:
        slot = self.desk.slot(entry["fact"], candidate)
        self._refuse_linked(slot, candidate)
        told = {"do": "retract", "candidate": candidate, "fact": entry["fact"]}
        return Step(self._forgotten(state, slot).with_value(slot, None), {slot: entry["fact"]}, told)

    def _add(self, candidate: str, state: State, entry: Entry) -> Step:
        name = entry["list"]
        slot = self.desk.list_slot(name, candidate)
        self._refuse_linked(slot, candidate)
        if not isinstance(entry["member"], Mapping):
            place = Place(candidate=candidate, path=name)
            raise FactError([Problem("wrong-type", place, {"value": shown(entry["member"])}, variant="member")])
        around = {one: entry[one] for one in _AROUND if entry.get(one) is not None}
        member = {one: enveloped(value, around) for one, value in entry["member"].items()}
        finished = state.values[slot] is not None
        before = self._others(state, slot, member, candidate)
        plain = self.desk.plain_members(slot, before)
        parsed = self.desk.members(slot, [*plain, member], candidate, finished=finished).candidate
        after: Any = parsed.values[slot]
        at = self._new_place(slot, before, after)
        state = _with_words(self._kept(state, slot, after, finished=finished), parsed.provenance)
        given = self.desk.given(slot, after, parsed.provenance)[at]
        path = f"{name}[{self.desk.label(slot, after[at], at + 1)}]"
        return Step(state, {slot: path}, {"do": "add", "candidate": candidate, "list": name, "member": given})

    def _remove(self, candidate: str, state: State, entry: Entry) -> Step:
        name = entry["list"]
        slot = self.desk.list_slot(name, candidate)
        self._refuse_linked(slot, candidate)
        known = self._members(state, slot)
        place = self.desk.found(slot, known, entry["member"], candidate)
        label = self.desk.label(slot, known[place], place + 1)
        left = (*known[:place], *known[place + 1 :])
        finished = state.values[slot] is not None
        plain = self.desk.plain_members(slot, left)
        after: Any = self.desk.members(slot, plain, candidate, finished=finished).candidate.values[slot]
        state = self._renumbered(state, slot, place) if self.desk.key_place(slot) is None else state
        gone = f"{name}[{label}]"
        if self.desk.key_place(slot) is not None:
            state = state.without_words_on(lambda path: not path.startswith(gone))
        state = self._kept(state, slot, after, finished=finished and after is not None)
        wanted = place + 1 if self.desk.key_place(slot) is None else label
        return Step(state, {slot: gone}, {"do": "remove", "candidate": candidate, "list": name, "member": wanted})

    def _complete(self, candidate: str, state: State, entry: Entry) -> Step:
        name = entry["list"]
        slot = self.desk.list_slot(name, candidate)
        told = {"do": "complete", "candidate": candidate, "list": name}
        if slot in self.linked:
            return Step(replace(state, closed=state.closed | {slot}), {slot: name}, told)
        if state.values[slot] is not None:
            return Step(state, {slot: name}, told)
        plain = self.desk.plain_members(slot, self._members(state, slot))
        after: Any = self.desk.members(slot, plain, candidate, finished=True).candidate.values[slot]
        if after is None:
            least = self.desk.program.facts[slot].min_items
            place = Place(candidate=candidate, path=name)
            raise FactError([Problem("list-too-short", place, {"count": 0, "least": least})])
        return Step(self._kept(state, slot, after, finished=True), {slot: name}, told)

    def _reopen(self, candidate: str, state: State, entry: Entry) -> Step:
        name = entry["list"]
        slot = self.desk.list_slot(name, candidate)
        told = {"do": "reopen", "candidate": candidate, "list": name}
        if slot in self.linked:
            return Step(replace(state, closed=state.closed - {slot}), {slot: name}, told)
        known = self._members(state, slot)
        return Step(self._kept(state, slot, known, finished=False), {slot: name}, told)

    def _refuse_linked(self, slot: int, candidate: str) -> None:
        if slot in self.linked:
            name = self.desk.program.facts[slot].name
            raise FactError([Problem("season-linked", Place(candidate=candidate, path=name), {"name": name})])

    def _members(self, state: State, slot: int) -> tuple[Any, ...]:
        """The members known so far, of a finished list or one being filled."""
        value = state.values[slot]
        return value if isinstance(value, tuple) else state.unfinished.get(slot, ())

    def _others(self, state: State, slot: int, member: Mapping[str, Any], candidate: str) -> tuple[Any, ...]:
        """The members beside a new one: without the one a roll has put in its place, known by its key only."""
        known, key = self._members(state, slot), self.desk.key_place(slot)
        if key is None or not self.desk.has_roll(slot):
            return known
        alone: Any = self.desk.members(slot, [member], candidate, finished=False).candidate.values[slot]
        wanted = identity(alone[0][key])
        blank = (None,) * (len(alone[0]) - 1)
        return tuple(one for one in known if identity(one[key]) != wanted or (*one[:key], *one[key + 1 :]) != blank)

    def _new_place(self, slot: int, before: tuple[Any, ...], after: tuple[Any, ...]) -> int:
        """Where the new member stands: a roll has its own order."""
        key = self.desk.key_place(slot)
        if key is None:
            return len(after) - 1
        keys = {one[key] for one in before}
        return next(place for place, one in enumerate(after) if one[key] not in keys)

    def _kept(self, state: State, slot: int, members: tuple[Any, ...], *, finished: bool) -> State:
        """The state with the members of a list in the one place they belong."""
        unfinished = {one: value for one, value in state.unfinished.items() if one != slot}
        if not finished:
            unfinished[slot] = members or ()
        state = replace(state, unfinished=unfinished)
        return state.with_value(slot, members if finished else None)

    def _forgotten(self, state: State, slot: int) -> State:
        """The state without anything said of a fact."""
        name = self.desk.program.facts[slot].name
        if slot in state.unfinished:
            state = replace(state, unfinished={one: value for one, value in state.unfinished.items() if one != slot})
        return state.without_words_on(lambda path: head(path) != name) if state.provenance else state

    def _renumbered(self, state: State, slot: int, place: int) -> State:
        """The state whose provenance counts the members of a list without that one."""
        name = self.desk.program.facts[slot].name
        found = {}
        for path, one in state.provenance.items():
            number, bracket, rest = path.removeprefix(f"{name}[").partition("]")
            if head(path) != name or not bracket or not number.isdigit():
                found[path] = one
            elif int(number) != place + 1:
                found[f"{name}[{int(number) - (int(number) > place + 1)}]{rest}"] = one
        return replace(state, provenance=found)


def _with_words(state: State, provenance: Mapping[str, Provenance]) -> State:
    return replace(state, provenance={**state.provenance, **provenance}) if provenance else state
