"""Steps of a season: what one change makes of one candidate's facts, before anything is decided or kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cchc_rules.facts.identity import identify_key
from cchc_rules.facts.parser import RESERVED
from cchc_rules.problems import FactError, Place, Problem
from cchc_rules.season.categories import AROUND, Member, SeasonCategory, envelop
from cchc_rules.season.states import State
from cchc_rules.text import show_value

Entry = Mapping[str, Any]
"""A change as plain data, as the journal keeps it and files of changes give it."""


@dataclass(frozen=True, slots=True)
class Step:
    """The state after a change, the slots it touched with the paths to tell, and the entry to journal."""

    state: State
    touched: Mapping[int, str]
    entry: Entry


@dataclass(frozen=True, slots=True)
class Stepper:
    """Makes steps for candidates of one category; ``linked`` are the slots of lists that follow other candidates."""

    category: SeasonCategory
    linked: frozenset[int] = frozenset()

    def step(self, candidate: str, state: State, entry: Entry) -> Step:
        """What the entry makes of the state. Raises FactError with every problem, and then nothing has changed."""
        match entry["do"]:
            case "facts":
                return self._state_facts(candidate, state, entry)
            case "retract":
                slot = self.category.slot(entry["fact"], candidate)
                self._refuse_linked(slot, candidate)
                again = {"do": "retract", "candidate": candidate, "fact": entry["fact"]}
                return Step(self._forget(state, slot).with_value(slot, None), {slot: entry["fact"]}, again)
            case do:
                slot = self.category.list_slot(entry["list"], candidate)
                again = {"do": do, "candidate": candidate, "list": entry["list"]}
                return self._change_list(slot, candidate, state, entry, again)

    def _state_facts(self, candidate: str, state: State, entry: Entry) -> Step:
        around = {name: entry[name] for name in AROUND if entry.get(name) is not None}
        facts = {name: envelop(value, around) for name, value in entry["facts"].items()}
        if reserved := [name for name in facts if name in RESERVED]:
            place = Place(candidate=candidate, path=reserved[0])
            raise FactError([Problem("season-own-name", place, {"name": reserved[0]})])
        parsed = self.category.parse(facts, candidate).candidate
        touched = {self.category.slots[name]: name for name in facts}
        for slot in touched:
            self._refuse_linked(slot, candidate)
            state = self._forget(state, slot).with_value(slot, parsed.values[slot])
        plain = {
            name: self.category.plain_fact(slot, parsed.values[slot], parsed.provenance)
            for slot, name in touched.items()
        }
        again = {"do": "facts", "candidate": candidate, "facts": plain}
        return Step(state.with_provenance(parsed.provenance), touched, again)

    def _change_list(self, slot: int, candidate: str, state: State, entry: Entry, again: Entry) -> Step:
        match entry["do"]:
            case "complete" if slot in self.linked:
                return Step(replace(state, closed=state.closed | {slot}), {slot: entry["list"]}, again)
            case "reopen" if slot in self.linked:
                return Step(replace(state, closed=state.closed - {slot}), {slot: entry["list"]}, again)
            case "complete":
                return Step(self._complete(slot, candidate, state), {slot: entry["list"]}, again)
            case "reopen":
                known = state.with_members(slot, state.members(slot), finished=False)
                return Step(known, {slot: entry["list"]}, again)
            case "add":
                self._refuse_linked(slot, candidate)
                return self._add(slot, candidate, state, entry, again)
            case _:
                self._refuse_linked(slot, candidate)
                return self._remove(slot, candidate, state, entry, again)

    def _add(self, slot: int, candidate: str, state: State, entry: Entry, again: Entry) -> Step:
        name = entry["list"]
        if not isinstance(entry["member"], Mapping):
            place = Place(candidate=candidate, path=name)
            raise FactError([Problem("wrong-type", place, {"value": show_value(entry["member"])}, variant="member")])
        around = {one: entry[one] for one in AROUND if entry.get(one) is not None}
        member = {one: envelop(value, around) for one, value in entry["member"].items()}
        finished = state.values[slot] is not None
        before = self._others(state, slot, member, candidate)
        plain = self.category.plain_members(slot, before)
        parsed = self.category.parse_members(slot, [*plain, member], candidate, finished=finished).candidate
        after: Any = parsed.values[slot]
        at = len(after) - 1
        if (key := self.category.list_reader(slot).key) is not None:  # a roll has its own order
            keys = {one[key] for one in before}
            at = next(place for place, one in enumerate(after) if one[key] not in keys)
        state = state.with_members(slot, after, finished=finished).with_provenance(parsed.provenance)
        member = self.category.plain_fact(slot, after, parsed.provenance)[at]
        path = f"{name}[{self.category.label(slot, after[at], at + 1)}]"
        return Step(state, {slot: path}, {**again, "member": member})

    def _remove(self, slot: int, candidate: str, state: State, entry: Entry, again: Entry) -> Step:
        known = state.members(slot)
        place = self.category.find_member(slot, known, entry["member"], candidate)
        label = self.category.label(slot, known[place], place + 1)
        finished = state.values[slot] is not None
        plain = self.category.plain_members(slot, (*known[:place], *known[place + 1 :]))
        after: Any = self.category.parse_members(slot, plain, candidate, finished=finished).candidate.values[slot]
        gone = f"{entry['list']}[{label}]"
        if is_keyed := self.category.list_reader(slot).key is not None:
            state = state.without_provenance(lambda path: path.startswith(gone))
        else:
            state = _renumber(state, entry["list"], place)
        state = state.with_members(slot, after, finished=finished and after is not None)
        return Step(state, {slot: gone}, {**again, "member": label if is_keyed else place + 1})

    def _complete(self, slot: int, candidate: str, state: State) -> State:
        if state.values[slot] is not None:
            return state
        plain = self.category.plain_members(slot, state.members(slot))
        after: Any = self.category.parse_members(slot, plain, candidate, finished=True).candidate.values[slot]
        if after is None:
            fact = self.category.program.facts[slot]
            place = Place(candidate=candidate, path=fact.name)
            raise FactError([Problem("list-too-short", place, {"count": 0, "least": fact.min_items})])
        return state.with_members(slot, after, finished=True)

    def _refuse_linked(self, slot: int, candidate: str) -> None:
        if slot in self.linked:
            name = self.category.program.facts[slot].name
            raise FactError([Problem("season-linked", Place(candidate=candidate, path=name), {"name": name})])

    def _others(self, state: State, slot: int, member: Mapping[str, Any], candidate: str) -> tuple[Member, ...]:
        """The members beside a new one: without the one a roll has put in its place, known by its key only."""
        known, reader = state.members(slot), self.category.list_reader(slot)
        if reader.key is None or reader.roll is None:
            return known
        key = reader.key
        alone: Any = self.category.parse_members(slot, [member], candidate, finished=False).candidate.values[slot]
        wanted = identify_key(alone[0][key])
        blank = (None,) * (len(alone[0]) - 1)
        return tuple(one for one in known if identify_key(one[key]) != wanted or (*one[:key], *one[key + 1 :]) != blank)

    def _forget(self, state: State, slot: int) -> State:
        """The state without anything said of a fact."""
        name = self.category.program.facts[slot].name
        if slot in state.unfinished:
            state = replace(state, unfinished={one: value for one, value in state.unfinished.items() if one != slot})
        return state.without_provenance(lambda path: path.partition("[")[0] == name)


def _renumber(state: State, name: str, place: int) -> State:
    """The state whose provenance counts the members of a list without that one."""
    found = {}
    for path, one in state.provenance.items():
        number, bracket, rest = path.removeprefix(f"{name}[").partition("]")
        if not path.startswith(f"{name}[") or not bracket:
            found[path] = one
        elif int(number) != place + 1:
            found[f"{name}[{int(number) - (int(number) > place + 1)}]{rest}"] = one
    return replace(state, provenance=found)
