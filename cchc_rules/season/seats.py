"""The seats of a season: what is known of each candidate and what durable_rules says of it, links kept in step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.false_checks import false_checks
from cchc_rules.engines.durable.engine import Answer
from cchc_rules.problems import FactError, Place, Problem
from cchc_rules.season.changes import Cause, Change, Standing
from cchc_rules.season.desk import Desk
from cchc_rules.season.links import Links
from cchc_rules.season.steps import Entry, State, Stepper
from cchc_rules.text import folded, nearest, shown
from cchc_rules.values import OUTCOMES, Value

_NOBODY: Final[Mapping[int, Update]] = {}


@dataclass(slots=True)
class Seat:
    """One candidate; ``number`` counts them as they came. ``answer.failed`` are checks false despite being accepted."""

    number: int
    id: str
    name: str | None
    desk: Desk
    state: State
    answer: Answer

    @property
    def values(self) -> tuple[Value, ...]:
        """The values decided on: what a false check reads counts as unknown."""
        return masked(self.desk, self.state.values, self.answer.failed)


@dataclass(frozen=True, slots=True)
class Update:
    """What a seat is to become."""

    seat: Seat
    state: State
    answer: Answer
    touched: Mapping[int, str]

    @property
    def values(self) -> tuple[Value, ...]:
        """The values decided on."""
        return masked(self.seat.desk, self.state.values, self.answer.failed)


@dataclass(frozen=True, slots=True)
class Deed:
    """All that a change comes to: the entry to journal, the updates to keep, the changes to tell."""

    entry: Entry
    updates: tuple[Update, ...]
    changes: tuple[Change, ...]
    name: str | None = None


@dataclass(slots=True)
class Seats:
    """The candidates of a season by identity, and by number."""

    desks: Mapping[str, Desk]
    links: Links
    seats: dict[str, Seat] = field(default_factory=dict)
    numbered: dict[int, Seat] = field(default_factory=dict)

    def seat(self, candidate: object) -> Seat:
        """The seat of a candidate, ids compared as everywhere; raises FactError for one nobody registered."""
        found = self.seats.get(_identity(candidate))
        if found is None:
            near = nearest(candidate, [one.id for one in self.seats.values()]) if isinstance(candidate, str) else None
            fields = {"id": shown(candidate), "nearest": near}
            raise FactError([Problem("unknown-candidate", None, fields)])
        return found

    def registered(self, candidate: object, category: object, name: object) -> Seat:
        """The seat of a candidate, known or new, with the name given; nothing is kept yet."""
        known = self.seats.get(_identity(candidate))
        desk = self._desk(category, known)
        parsed = desk.parse({"id": candidate, "name": name}, shown(candidate)).candidate
        if parsed.id is None:
            raise FactError([Problem("missing-id", None)])
        if known is not None:
            return replace(known, name=parsed.name or known.name)
        blank = State((None,) * len(desk.program.facts))
        return Seat(len(self.seats) + 1, parsed.id, parsed.name, desk, blank, Answer(2, (), ()))

    def arrived(self, seat: Seat, as_of: date | None) -> Deed:
        """What registering comes to."""
        entry = {"do": "register", "candidate": seat.id, "category": seat.desk.category, "name": seat.name}
        return self._deed(entry, self._begun(seat, as_of), seat.state, {}, as_of)

    def stepped(self, entry: Entry, as_of: date | None) -> Deed:
        """What a change of one candidate's facts comes to. Raises FactError with every problem."""
        seat = self._begun(self._seated(entry["candidate"]), as_of)
        step = Stepper(seat.desk, self.links.linked(seat.desk.category)).step(seat.id, seat.state, entry)
        return self._deed(step.entry, seat, step.state, step.touched, as_of)

    def advanced(self, before: date | None, to: date) -> Deed:
        """What another date comes to for everybody whose criteria or checks read it."""
        found: dict[int, Update] = {}
        for seat in self.seats.values():
            if seat.desk.reads_as_of:
                found[seat.number] = self._update(seat, seat.state, to, {-1: "as_of"}, direct=False)
        faulty = [one for one in found.values() if one.answer.failed != one.seat.answer.failed]
        found |= {one.seat.number: one for one in self._followers(faulty, found, to)}
        entry = {"do": "advance", "to": to.isoformat()}
        return Deed(entry, tuple(found.values()), tuple(self._changes(found.values(), before, to)))

    def replay(self, entry: Entry) -> None:
        """Takes a journaled change in without deciding anything; `settle` must follow."""
        if entry["do"] == "register":
            seat = self.registered(entry["candidate"], entry.get("category"), entry.get("name"))
            self._keep(Update(seat, seat.state, seat.answer, {}), seat.name)
            return
        seat = self._seated(entry["candidate"])
        step = Stepper(seat.desk, self.links.linked(seat.desk.category)).step(seat.id, seat.state, entry)
        self._keep(Update(seat, step.state, seat.answer, {}), seat.name)

    def settle(self, as_of: date | None) -> None:
        """Decides everybody, followed candidates before those that follow them."""
        for seat in self.seats.values():
            before = seat.values
            seat.answer = self._answered(seat, seat.state, as_of, direct=False)
            self.links.moved(seat.number, seat.desk.category, before, seat.values)
        for seat in self.seats.values():
            if seat.state.closed:
                seat.state = self._filled(seat, seat.state, {})
                seat.answer = self._answered(seat, seat.state, as_of, direct=False)

    def keep(self, deed: Deed) -> None:
        """Makes a deed true."""
        for update in deed.updates:
            self._keep(update, update.seat.name)

    def decision(self, seat: Seat | Update, as_of: date | None, moving: Mapping[int, Update] = _NOBODY) -> Decision:
        """The decision on a seat as it stands, or as it is to become with all that is ``moving``."""
        one = seat.seat if isinstance(seat, Update) else seat
        program, answer, state = one.desk.program, seat.answer, seat.state
        problems = false_checks(program, answer.failed, Place(candidate=one.id))
        provenance = state.provenance
        if state.closed:
            provenance = {**provenance, **self._linked_words(one, state, moving)}
        values = seat.values
        return Decision(program, one.id, one.name, values, answer.verdict, answer.outcomes, as_of, provenance, problems)

    def standing(self, seat: Seat) -> Standing:
        """Where a seat stands."""
        program = seat.desk.program
        outcomes = {one.id: OUTCOMES[code] for one, code in zip(program.order, seat.answer.outcomes, strict=True)}
        verdict = program.ruleset.decides.verdicts[seat.answer.verdict]
        return Standing(seat.id, seat.name, seat.desk.category, verdict, outcomes, bool(seat.answer.failed))

    def _seated(self, candidate: object) -> Seat:
        """The seat of a candidate; where there is one category only, a new one for who is not there yet."""
        if len(self.desks) > 1 or _identity(candidate) in self.seats:
            return self.seat(candidate)
        return self.registered(candidate, None, None)

    def _begun(self, seat: Seat, as_of: date | None) -> Seat:
        if not seat.answer.outcomes:
            seat.answer = replace(seat.desk.nothing(as_of), failed=())
        return seat

    def _desk(self, category: object, known: Seat | None) -> Desk:
        if category is None:
            if known is not None:
                return known.desk
            if len(self.desks) == 1:
                return next(iter(self.desks.values()))
            raise FactError([Problem("season-which-category", None, {"known": ", ".join(self.desks)})])
        if not isinstance(category, str) or category not in self.desks:
            near = nearest(category, self.desks) if isinstance(category, str) else None
            fields = {"category": shown(category), "nearest": near, "known": ", ".join(self.desks)}
            raise FactError([Problem("unknown-category", None, fields)])
        if known is not None and known.desk.category != category:
            fields = {"id": known.id, "category": known.desk.category}
            raise FactError([Problem("season-other-category", Place(candidate=known.id), fields)])
        return self.desks[category]

    def _deed(self, entry: Entry, seat: Seat, state: State, touched: Mapping[int, str], as_of: date | None) -> Deed:
        first = self._update(seat, self._filled(seat, state, {}), as_of, touched, direct=True)
        updates = (first, *self._followers([first], {}, as_of))
        return Deed(entry, updates, tuple(self._changes(updates, as_of, as_of)))

    def _update(
        self, seat: Seat, state: State, as_of: date | None, touched: Mapping[int, str], *, direct: bool
    ) -> Update:
        return Update(seat, state, self._answered(seat, state, as_of, direct=direct), touched)

    def _answered(self, seat: Seat, state: State, as_of: date | None, *, direct: bool) -> Answer:
        """What durable_rules says.

        A check that a direct change makes false refuses it; made false any other way, what it reads is unknown.
        """
        desk = seat.desk
        answer = desk.answer(state.values, as_of)
        if not answer.failed:
            return answer
        new = [one for one in answer.failed if one not in seat.answer.failed]
        if direct and new:
            raise FactError(false_checks(desk.program, new, Place(candidate=seat.id)))
        provisional = desk.answer(masked(desk, state.values, answer.failed), as_of)
        return replace(provisional, failed=answer.failed)

    def _followers(
        self, updates: Iterable[Update], known: Mapping[int, Update], as_of: date | None
    ) -> Iterator[Update]:
        """The updates of seats whose linked lists hold updated ones."""
        moving = {one.seat.number: one for one in updates}
        touched: dict[int, dict[int, str]] = {}
        for update in moving.values():
            seat = update.seat
            for number in self.links.owners_of(seat.desk.category, seat.values, update.values):
                for one in self.links.following:
                    if one.followed == seat.desk.category and one.owner == self.numbered[number].desk.category:
                        touched.setdefault(number, {})[one.slot] = f"{one.name}[{seat.id}]"
        for number, paths in sorted(touched.items()):
            seat = self.numbered[number]
            state = known[number].state if number in known else seat.state
            filled = self._filled(seat, state, moving)
            if filled.values != state.values:
                yield self._update(seat, filled, as_of, paths, direct=False)

    def _filled(self, seat: Seat, state: State, moving: Mapping[int, Update]) -> State:
        """The state with its linked lists as the candidates they follow now are; unknown unless completed."""
        for place, one in enumerate(self.links.following):
            if one.owner == seat.desk.category:
                group = one.owner_group(state.values)
                members: Value = None
                if one.slot in state.closed and group is not None:
                    members = tuple(
                        one.member(_id(other), other.values) for other in self._in_group(place, group, moving)
                    )
                    members = members if len(members) >= one.least else None
                state = state.with_value(one.slot, members)
        return state

    def _in_group(self, place: int, group: Value, moving: Mapping[int, Update]) -> Iterator[Seat | Update]:
        """The followed seats of a group in the order they came, as they are to become."""
        link = self.links.following[place]
        numbers = set(self.links.followed.get((place, group), ()))
        numbers |= {number for number, one in moving.items() if one.seat.desk.category == link.followed}
        for number in sorted(numbers):
            one = moving.get(number) or self.numbered[number]
            if link.followed_group(one.values) == group:
                yield one

    def _linked_words(self, seat: Seat, state: State, moving: Mapping[int, Update]) -> dict[str, Any]:
        """What was said of the facts that members of linked lists copy."""
        found: dict[str, Any] = {}
        for place, one in enumerate(self.links.following):
            if one.slot in state.closed and one.owner == seat.desk.category:
                for other in self._in_group(place, one.owner_group(state.values), moving):
                    found.update(one.provenance(_id(other), other.state.provenance))
        return found

    def _changes(self, updates: Iterable[Update], before: date | None, after: date | None) -> Iterator[Change]:
        """A change for each update that moves an outcome; each moved finding's trace is held against the engine."""
        updates = tuple(updates)
        moving = {one.seat.number: one for one in updates}
        for update in updates:
            was, now = update.seat.answer, update.answer
            if (was.verdict, was.outcomes) == (now.verdict, now.outcomes):
                continue
            old, new = self.decision(update.seat, before), self.decision(update, after, moving)
            because = []
            for position, (one, other) in enumerate(zip(was.outcomes, now.outcomes, strict=True)):
                if one != other:
                    finding = new[new.program.order[position].id]
                    _ = finding.trace  # raises EngineDisagreement when it comes to another outcome
                    because.append(Cause(finding, OUTCOMES[one], _read_of(update, position)))
            yield Change(update.seat.id, old, new, tuple(because))

    def _keep(self, update: Update, name: str | None) -> None:
        seat = update.seat
        known = self.numbered.get(seat.number)
        before = known.values if known is not None else None
        kept = known or seat
        kept.name, kept.state, kept.answer = name, update.state, update.answer
        self.seats[_identity(seat.id)] = self.numbered[seat.number] = kept
        if self.links.following:
            self.links.moved(seat.number, seat.desk.category, before, update.values)


def masked(desk: Desk, values: tuple[Value, ...], failed: tuple[int, ...]) -> tuple[Value, ...]:
    """The values with what false checks read unknown."""
    if not failed:
        return values
    faulty = {slot for index in failed for slot in desk.program.checks[index].reads}
    return tuple(None if slot in faulty else value for slot, value in enumerate(values))


def _read_of(update: Update, position: int) -> tuple[str, ...]:
    """The changed paths a finding reads; all of them where the program has folded its reads away."""
    reads = update.seat.desk.reads[position]
    return tuple(path for slot, path in update.touched.items() if slot in reads) or tuple(update.touched.values())


def _id(one: Seat | Update) -> str:
    return one.seat.id if isinstance(one, Update) else one.id


def _identity(candidate: object) -> str:
    """What ids are compared by: NFC, trimmed, without case."""
    if isinstance(candidate, int) and not isinstance(candidate, bool):
        candidate = str(candidate)
    return folded(candidate) if isinstance(candidate, str) else ""
