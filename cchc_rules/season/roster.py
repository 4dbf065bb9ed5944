"""The roster of a season: what is known of each candidate and what durable_rules says of it, links kept in step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.false_checks import report_false_checks
from cchc_rules.decisions.scoring import make_result
from cchc_rules.engines.durable.engine import Answer
from cchc_rules.facts.as_of import find_stated_after
from cchc_rules.facts.identity import blur_id, identify, is_near, label_text
from cchc_rules.problems import FactError, Place, Problem
from cchc_rules.season.categories import SeasonCategory
from cchc_rules.season.changes import Cause, Change, Standing
from cchc_rules.season.links import Links, read_key
from cchc_rules.season.states import State
from cchc_rules.season.steps import Entry, Step, Stepper
from cchc_rules.season.updates import Consequences, Entrant, Update
from cchc_rules.text import nearest, show_value
from cchc_rules.values import OUTCOMES, Value

_NOBODY: Final[Mapping[int, Update]] = {}

_STATING: Final = frozenset(("facts", "add", "complete"))
"""What may be the first word on a candidate: it states something; the rest takes something back."""


@dataclass(slots=True)
class Roster:
    """The candidates of a season by identity, and by number."""

    categories: Mapping[str, SeasonCategory]
    links: Links
    known_only: bool = False
    by_id: dict[str, Entrant] = field(default_factory=dict)
    by_number: dict[int, Entrant] = field(default_factory=dict)
    by_blurred: dict[str, list[str]] = field(default_factory=dict)
    remarks: list[Problem] = field(default_factory=list)

    def find(self, candidate: object) -> Entrant:
        """The entrant of a candidate, ids compared as everywhere; raises FactError for one nobody registered."""
        found = self.by_id.get(_identity(candidate))
        if found is None:
            near = nearest(candidate, [one.id for one in self.by_id.values()]) if isinstance(candidate, str) else None
            raise FactError([Problem("unknown-candidate", None, {"id": show_value(candidate), "nearest": near})])
        return found

    def register(self, entry: Entry, as_of: date | None) -> Consequences:
        """What registering comes to: a new candidate, or another name for one that is there."""
        told = {"category": entry.get("category"), "name": entry.get("name")}
        entrant = self._enter(entry["candidate"], as_of, **told, refuses=self.known_only)
        again = {"do": "register", "candidate": entrant.id, "category": entrant.category.id, "name": entrant.name}
        return self._decide_step(entrant, Step(entrant.state, {}, again), as_of)

    def change(self, entry: Entry, as_of: date | None) -> Consequences:
        """What a change of one candidate's facts comes to. Raises FactError with every problem."""
        entrant = self._subject(entry, as_of, enters=entry["do"] in _STATING and not self.known_only)
        return self._decide_step(entrant, self._step(entrant, entry), as_of)

    def advance(self, before: date | None, to: date) -> Consequences:
        """What another date comes to for everybody whose criteria or checks read it."""
        found: dict[int, Update] = {}
        faulty: list[Update] = []
        for entrant in self.by_id.values():
            # Late: some fact is stated after one of the two dates and not after the other, and so taken of that one.
            stated = entrant.state.provenance
            is_late = find_stated_after(stated, before) != find_stated_after(stated, to)
            if is_late or entrant.category.reads_as_of:
                answer = self._answer(entrant, entrant.state, to, direct=False)
                found[entrant.number] = Update(entrant, entrant.state, answer, {-1: "as_of"}, to)
                if is_late or answer.failed != entrant.answer.failed:
                    faulty.append(found[entrant.number])
        found |= {one.entrant.number: one for one in self._followers(faulty, found, to)}
        entry = {"do": "advance", "to": to.isoformat()}
        return Consequences(entry, tuple(found.values()), tuple(self._changes(found.values(), before, to)))

    def replay(self, entry: Entry) -> None:
        """Takes a journaled change in without deciding anything; `settle` must follow."""
        if entry["do"] == "register":
            entrant = self._enter(entry["candidate"], None, category=entry.get("category"), name=entry.get("name"))
            self.keep(Update(entrant, entrant.state, entrant.answer, {}, None))
        else:
            entrant = self._subject(entry, None, enters=True)
            self.keep(Update(entrant, self._step(entrant, entry).state, entrant.answer, {}, None))

    def settle(self, as_of: date | None) -> None:
        """Decides everybody, followed candidates before those that follow them."""
        for entrant in self.by_id.values():
            before = entrant.values
            entrant.as_of = as_of
            entrant.answer = self._answer(entrant, entrant.state, as_of, direct=False)
            self.links.regroup(entrant.number, entrant.category.id, before, entrant.values)
        for entrant in self.by_id.values():
            if entrant.state.closed:
                entrant.state = self._fill(entrant, entrant.state, {}, as_of)
                entrant.answer = self._answer(entrant, entrant.state, as_of, direct=False)

    def keep(self, update: Update) -> None:
        """Makes an update true."""
        entrant = update.entrant
        known = self.by_number.get(entrant.number)
        before = known.values if known is not None else None
        if known is None:
            self.remarks += self._near_ids(entrant.id, "warning")
            if (blurred := blur_id(entrant.id)) != _identity(entrant.id):  # else it is found by its identity
                self.by_blurred.setdefault(blurred, []).append(entrant.id)
        kept = known or entrant
        kept.name, kept.state, kept.answer, kept.as_of = entrant.name, update.state, update.answer, update.as_of
        self.by_id[_identity(entrant.id)] = self.by_number[entrant.number] = kept
        if self.links.following:
            self.links.regroup(entrant.number, entrant.category.id, before, update.values)

    def decision(self, one: Entrant | Update, as_of: date | None, moving: Mapping[int, Update] = _NOBODY) -> Decision:
        """The decision on an entrant as it stands, or as it is to become with all that is ``moving``."""
        entrant = one.entrant if isinstance(one, Update) else one
        program, answer = entrant.category.program, one.answer
        settled = entrant.category.settle(one.state, answer.failed, entrant.id, as_of=as_of)
        provenance = settled.candidate.provenance
        problems = (*settled.problems, *report_false_checks(program, answer.failed, Place(candidate=entrant.id)))
        if one.state.closed:
            provenance = {**provenance, **self._provenance_of_links(entrant, one.state, moving)}
        name, values = entrant.name, settled.candidate.values
        return Decision(
            program,
            entrant.id,
            name,
            values,
            answer.verdict,
            answer.outcomes,
            as_of,
            provenance,
            problems,
            measured=answer.measured,
        )

    def standing(self, entrant: Entrant) -> Standing:
        """Where an entrant stands."""
        program, answer = entrant.category.program, entrant.answer
        outcomes = {one.id: OUTCOMES[code] for one, code in zip(program.order, answer.outcomes, strict=True)}
        verdict = program.ruleset.decides.verdicts[answer.verdict]
        settled = entrant.category.settle(entrant.state, (), as_of=entrant.as_of)
        provisional = bool(answer.failed or settled.problems)
        pairs = zip(program.category.results, answer.measured, strict=True)
        results = {one.name: make_result(program, one, measured) for one, measured in pairs}
        return Standing(entrant.id, entrant.name, entrant.category.id, verdict, outcomes, provisional, results)

    def _enter(
        self,
        candidate: object,
        as_of: date | None,
        *,
        category: object = None,
        name: object = None,
        refuses: bool = False,
    ) -> Entrant:
        """A candidate, known or new, with the name given; nothing is kept yet. May refuse an id near another's."""
        known = self.by_id.get(_identity(candidate))
        chosen = self._choose_category(category, known)
        parsed = chosen.parse({"id": candidate, "name": name}, show_value(candidate)).candidate
        if parsed.id is None:
            raise FactError([Problem("missing-id", None)])
        if known is not None:
            return replace(known, name=parsed.name or known.name)
        if refuses and (near := self._near_ids(parsed.id, "error")):
            raise FactError(near)
        blank = State((None,) * len(chosen.program.facts))
        nothing = replace(chosen.answer_nothing(as_of), failed=())
        return Entrant(len(self.by_id) + 1, parsed.id, parsed.name, chosen, blank, nothing, as_of)

    def _near_ids(self, id: str, severity: str) -> tuple[Problem, ...]:
        """A problem where another candidate's id may be this one mistyped."""
        blurred = blur_id(id)
        alike = [*self.by_blurred.get(blurred, ()), *([self.by_id[blurred].id] if blurred in self.by_id else [])]
        near = [one for one in alike if is_near(id, one)]
        fields = {"id": id, "near": ", ".join(near)}
        return (Problem("near-id", Place(candidate=id), fields, severity=severity),) if near else ()

    def _subject(self, entry: Entry, as_of: date | None, *, enters: bool) -> Entrant:
        """Whom an entry is about; in a season of one category a new one may come in by what is stated of it.

        Journals from before withdrawing was refused of who is not there still hold such lines: there anybody enters.
        """
        candidate = entry["candidate"]
        if len(self.categories) > 1 or not enters or _identity(candidate) in self.by_id:
            return self.find(candidate)
        return self._enter(candidate, as_of)

    def _choose_category(self, category: object, known: Entrant | None) -> SeasonCategory:
        if category is None:
            if known is not None:
                return known.category
            if len(self.categories) == 1:
                return next(iter(self.categories.values()))
            raise FactError([Problem("season-which-category", None, {"known": ", ".join(self.categories)})])
        if not isinstance(category, str) or category not in self.categories:
            near = nearest(category, self.categories) if isinstance(category, str) else None
            fields = {"category": show_value(category), "nearest": near, "known": ", ".join(self.categories)}
            raise FactError([Problem("unknown-category", None, fields)])
        if known is not None and known.category.id != category:
            fields = {"id": known.id, "category": known.category.id}
            raise FactError([Problem("season-other-category", Place(candidate=known.id), fields)])
        return self.categories[category]

    def _step(self, entrant: Entrant, entry: Entry) -> Step:
        linked = frozenset(one.slot for one in self.links.following if one.owner == entrant.category.id)
        return Stepper(entrant.category, linked).step(entrant.id, entrant.state, entry)

    def _decide_step(self, entrant: Entrant, step: Step, as_of: date | None) -> Consequences:
        state = self._fill(entrant, step.state, {}, as_of)
        first = Update(entrant, state, self._answer(entrant, state, as_of, direct=True), step.touched, as_of)
        updates = (first, *self._followers([first], {}, as_of))
        return Consequences(step.entry, updates, tuple(self._changes(updates, as_of, as_of)))

    def _answer(self, entrant: Entrant, state: State, as_of: date | None, *, direct: bool) -> Answer:
        """What durable_rules says.

        A check that a direct change makes false refuses it, and so do facts that come to contradict each other; where
        the date or a link does that, what is concerned is unknown.
        """
        category = entrant.category
        settled = category.settle(state, (), entrant.id, as_of=as_of)
        answer = category.answer(settled.candidate.values, as_of)
        if direct:
            known = category.settle(entrant.state, (), entrant.id, as_of=as_of).problems
            new = [one for one in answer.failed if one not in entrant.answer.failed]
            problems = [one for one in settled.problems if one not in known]
            problems += report_false_checks(category.program, new, Place(candidate=entrant.id))
            if problems:
                raise FactError(problems)
        if not answer.failed:
            return answer
        sound = category.settle(state, answer.failed, as_of=as_of).candidate.values
        provisional = category.answer(sound, as_of)
        return replace(provisional, failed=answer.failed)

    def _followers(
        self, updates: Iterable[Update], known: Mapping[int, Update], as_of: date | None
    ) -> Iterator[Update]:
        """The updates of entrants whose linked lists hold updated ones."""
        moving = {one.entrant.number: one for one in updates}
        touched: dict[int, dict[int, str]] = {}
        for update in moving.values():
            entrant = update.entrant
            for number in self.links.owners_of(entrant.category.id, entrant.values, update.values):
                for one in self.links.following:
                    if one.followed == entrant.category.id and one.owner == self.by_number[number].category.id:
                        touched.setdefault(number, {})[one.slot] = f"{one.name}[{entrant.id}]"
        for number, paths in sorted(touched.items()):
            entrant = self.by_number[number]
            state = known[number].state if number in known else entrant.state
            filled = self._fill(entrant, state, moving, as_of)
            if filled.values != state.values:
                yield Update(entrant, filled, self._answer(entrant, filled, as_of, direct=False), paths, as_of)

    def _fill(self, entrant: Entrant, state: State, moving: Mapping[int, Update], as_of: date | None) -> State:
        """The state with its linked lists as the candidates they follow now are; unknown unless completed."""
        for place, link in enumerate(self.links.following):
            if link.owner == entrant.category.id:
                group = read_key(entrant.category.settle(state, (), as_of=as_of).candidate.values, link.owner_where)
                members: tuple[Value, ...] | None = None
                if link.slot in state.closed and group is not None:
                    found = self._in_group(place, group, moving)
                    members = tuple(link.member(followed.id, one.values) for followed, one in found)
                state = state.with_value(link.slot, None if members is None or len(members) < link.least else members)
        return state

    def _in_group(
        self, place: int, group: Value, moving: Mapping[int, Update]
    ) -> Iterator[tuple[Entrant, Entrant | Update]]:
        """The followed entrants of a group in the order they came, each with what it is to become."""
        link = self.links.following[place]
        numbers = set(self.links.followed.get((place, group), ()))
        numbers |= {number for number, one in moving.items() if one.entrant.category.id == link.followed}
        for number in sorted(numbers):
            update = moving.get(number)
            entrant = update.entrant if update is not None else self.by_number[number]
            one = update or entrant
            if read_key(one.values, link.followed_where) == group:
                yield entrant, one

    def _provenance_of_links(self, entrant: Entrant, state: State, moving: Mapping[int, Update]) -> dict[str, Any]:
        """What was said of the facts that members of linked lists copy."""
        found: dict[str, Any] = {}
        for place, link in enumerate(self.links.following):
            if link.slot in state.closed and link.owner == entrant.category.id:
                for followed, one in self._in_group(place, read_key(state.values, link.owner_where), moving):
                    found.update(link.provenance(followed.id, one.state.provenance))
        return found

    def _changes(self, updates: Iterable[Update], before: date | None, after: date | None) -> Iterator[Change]:
        """A change for each update that moves an outcome or a result.

        Each moved finding's trace is held against the engine.
        """
        updates = tuple(updates)
        moving = {one.entrant.number: one for one in updates}
        for update in updates:
            was, now = update.entrant.answer, update.answer
            if (was.verdict, was.outcomes, was.measured) == (now.verdict, now.outcomes, now.measured):
                continue
            old, new = self.decision(update.entrant, before), self.decision(update, after, moving)
            because = []
            for position, (one, other) in enumerate(zip(was.outcomes, now.outcomes, strict=True)):
                if one != other:
                    finding = new[new.program.order[position].id]
                    _ = finding.trace  # raises EngineDisagreement when it comes to another outcome
                    paths = update.list_touched(update.entrant.category.reads[position])
                    because.append(Cause(finding, OUTCOMES[one], paths))
            yield Change(update.entrant.id, old, new, tuple(because), tuple(update.find_shifts(old, new)))


def _identity(candidate: object) -> str:
    """What a candidate is found by; empty for what can be no id."""
    return identify(label_text(candidate)) or ""
