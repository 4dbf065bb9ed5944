"""A live season: many candidates whose facts arrive, change and are withdrawn, and who just lost or gained what."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from threading import RLock
from typing import Any, Self

from cchc_rules.decisions.decision import Decision
from cchc_rules.facts.as_of import refuse_odd_date
from cchc_rules.problems import FactError, Place, Problem
from cchc_rules.program.program import Program
from cchc_rules.season.categories import prepare_category
from cchc_rules.season.changes import Change, Standing
from cchc_rules.season.journal import Journal, JournalError, check_entry
from cchc_rules.season.links import Links
from cchc_rules.season.roster import Roster
from cchc_rules.season.updates import Consequences
from cchc_rules.text import show_value
from cchc_rules.values import day


class Session:
    """A season of the candidates of one program, or of several programs of one ruleset that links join.

    Every change is checked, decided by durable_rules, journaled and only then kept; a refused one (FactError, an engine
    that fails, a full disk) changes nothing. Each method that changes something gives back the `Change`s it caused, and
    subscribers hear of them. Nothing reads a clock: `advance` moves the date. Safe to share between threads, which then
    take turns; a subscriber may call the session again, and what that causes is told after what it was told.
    Cost: some hundred microseconds a change, and a synced line where there is a journal.
    """

    def __init__(
        self,
        *programs: Program,
        as_of: date | None = None,
        journal: Path | str | None = None,
        known_only: bool = False,
    ) -> None:
        """A new season; ``journal`` is a file that does not hold one yet. Raises JournalError when it does.

        With ``known_only`` facts are taken of registered candidates only, and an id that may be another one's mistyped
        is not registered; otherwise `remarks` says so.
        """
        if not programs or len({program.category.id for program in programs}) < len(programs):
            raise FactError([Problem("season-programs", None)])
        self._first = max((one.first_as_of for one in programs if one.first_as_of is not None), default=None)
        refuse_odd_date(as_of, self._first)
        categories = {program.category.id: prepare_category(program) for program in programs}
        self._roster = Roster(categories, Links.of(categories), known_only)
        self._as_of = as_of
        self._lock = RLock()
        self._subscribers: dict[object, Callable[[Change], None]] = {}
        self._waiting: deque[Change] = deque()
        self._telling = False
        self._journal: Journal | None = None
        self.torn = ""
        if journal is not None:
            opened = Journal(Path(journal))
            try:
                if not opened.is_new:
                    raise JournalError([Problem("journal-not-empty", Place(file=str(journal)))])
                opened.check_end()
                opened.begin(programs, as_of)
            except BaseException:
                opened.close()
                raise
            self._journal, self.torn = opened, opened.torn

    @classmethod
    def restore(
        cls,
        programs: Program | Sequence[Program],
        journal: Path | str,
        *,
        seal: str | None = None,
        trust_end: bool = False,
        known_only: bool = False,
    ) -> Self:
        """The season a journal holds, to be gone on with; ``programs`` are those it was begun with.

        The journal must go on from ``seal`` (what `Session.seal` was) and from the seal noted beside it: one that lost
        lines at its end is refused, and so is one of which nothing tells, unless ``trust_end`` says that it is known to
        be whole. A last line that was never finished is cut off and kept in ``torn``; it was never acknowledged. Raises
        JournalError, also for the journal of other programs, and InputError for one that is damaged.
        """
        followed = [programs] if isinstance(programs, Program) else list(programs)
        opened = Journal(Path(journal))
        try:
            season = cls(*followed, known_only=known_only)
            season.torn = opened.torn
            opened.check_end(seal, trust_end=trust_end)
            if opened.is_new:
                opened.begin(followed, None)
            else:
                season._as_of, entries = opened.read(followed)
                season._replay(entries)
        except BaseException:
            opened.close()
            raise
        season._journal = opened
        return season

    @property
    def as_of(self) -> date | None:
        """The date the season stands at."""
        return self._as_of

    @property
    def programs(self) -> tuple[Program, ...]:
        """The programs it decides by, in the order they were given."""
        return tuple(one.program for one in self._roster.categories.values())

    @property
    def seal(self) -> str | None:
        """How many lines the journal has and the seal of the last; note it elsewhere to know later that none is lost.

        None without a journal.
        """
        return self._journal.head if self._journal is not None else None

    @property
    def remarks(self) -> tuple[Problem, ...]:
        """What to look at though it was taken, in order: candidates whose id may be another's mistyped."""
        return tuple(self._roster.remarks)

    def __len__(self) -> int:
        return len(self._roster.by_id)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets the journal go; the session can still be asked, and no longer changed when it had one."""
        with self._lock:
            if self._journal is not None:
                self._journal.close()

    def register(self, candidate: str, *, category: str | None = None, name: str | None = None) -> None:
        """Takes in a candidate (again: with another name). A season of one category does so on the first fact."""
        self.apply({"do": "register", "candidate": candidate, "category": category, "name": name})

    def assert_fact(
        self,
        candidate: str,
        name: str,
        value: Any,
        *,
        by: str | None = None,
        on: date | str | None = None,
        evidence: str | None = None,
    ) -> tuple[Change, ...]:
        """States a fact, or states it anew; None states that it is unknown. A list given whole is complete."""
        return self.assert_facts(candidate, {name: value}, by=by, on=on, evidence=evidence)

    def assert_facts(
        self,
        candidate: str,
        facts: Mapping[str, Any],
        *,
        by: str | None = None,
        on: date | str | None = None,
        evidence: str | None = None,
    ) -> tuple[Change, ...]:
        """States facts together: checks are run once, after all of them. Raises FactError with every problem."""
        around = {"by": by, "on": on, "evidence": evidence}
        return self.apply({"do": "facts", "candidate": candidate, "facts": facts, **around})

    def retract_fact(self, candidate: str, name: str) -> tuple[Change, ...]:
        """Withdraws what was said of a fact: it is unknown again; of a list, all members too."""
        return self.apply({"do": "retract", "candidate": candidate, "fact": name})

    def add_member(
        self,
        candidate: str,
        name: str,
        member: Mapping[str, Any],
        *,
        by: str | None = None,
        on: date | str | None = None,
        evidence: str | None = None,
    ) -> tuple[Change, ...]:
        """Adds a member to a list. A list begun this way counts as missing until `complete_list`."""
        around = {"by": by, "on": on, "evidence": evidence}
        return self.apply({"do": "add", "candidate": candidate, "list": name, "member": member, **around})

    def remove_member(self, candidate: str, name: str, key: Any) -> tuple[Change, ...]:
        """Takes a member out of a list by its key, or by its number from 1 where the list has no key."""
        return self.apply({"do": "remove", "candidate": candidate, "list": name, "member": key})

    def complete_list(self, candidate: str, name: str) -> tuple[Change, ...]:
        """Says that all members of a list are there; members added or removed later count at once."""
        return self.apply({"do": "complete", "candidate": candidate, "list": name})

    def reopen_list(self, candidate: str, name: str) -> tuple[Change, ...]:
        """Says that a list is no longer complete: it counts as missing again."""
        return self.apply({"do": "reopen", "candidate": candidate, "list": name})

    def advance(self, *, to: date) -> tuple[Change, ...]:
        """Moves the date of decision forward, and with it every deadline that passes. Raises FactError for backward."""
        return self.apply({"do": "advance", "to": to})

    def apply(self, change: Mapping[str, Any]) -> tuple[Change, ...]:
        """Does what a change says that is given as plain data, as the journal keeps them.

        ``{"candidate": "PNV", "facts": {…}}``, or with ``do`` one of register, retract, add, remove, complete, reopen,
        advance (``{"do": "advance", "to": "2022-12-01"}``). Raises JournalError for anything else.
        """
        entry = check_entry(change, Place())
        with self._lock:
            as_of, consequences = self._consequences(entry)
            if self._journal is not None:
                self._journal.append(consequences.entry)
            self._as_of = as_of
            for update in consequences.updates:
                self._roster.keep(update)
            self._waiting.extend(consequences.changes)
            self._tell()
            return consequences.changes

    def subscribe(self, callback: Callable[[Change], None]) -> Callable[[], None]:
        """Has every later change told to ``callback``, in order; gives back what ends it.

        A callback that raises ends that telling: the error reaches whoever made the change, which stands; what was not
        told yet is told with the next change.
        """
        key = object()
        with self._lock:
            self._subscribers[key] = callback

        def unsubscribe() -> None:
            with self._lock:
                self._subscribers.pop(key, None)

        return unsubscribe

    def decision(self, candidate: str) -> Decision:
        """The decision on a candidate as it stands, each trace held against what durable_rules found.

        Raises FactError for a candidate nobody registered, EngineDisagreement when a trace comes to something else.
        """
        with self._lock:
            decision = self._roster.decision(self._roster.find(candidate), self._as_of)
        for finding in decision.findings:
            _ = finding.trace  # raises when it disagrees
        return decision

    def standings(self) -> tuple[Standing, ...]:
        """Where every candidate stands, in the order they came."""
        with self._lock:
            return tuple(map(self._roster.standing, self._roster.by_id.values()))

    def standing(self, candidate: str) -> Standing:
        """Where one candidate stands. Raises FactError for one nobody registered."""
        with self._lock:
            return self._roster.standing(self._roster.find(candidate))

    def _consequences(self, entry: Mapping[str, Any]) -> tuple[date | None, Consequences]:
        """What an entry comes to, decided but not kept."""
        match entry["do"]:
            case "advance":
                to = self._later_date(entry["to"])
                return to, self._roster.advance(self._as_of, to)
            case "register":
                return self._as_of, self._roster.register(entry, self._as_of)
            case _:
                return self._as_of, self._roster.change(entry, self._as_of)

    def _replay(self, entries: Iterator[tuple[Place, Mapping[str, Any]]]) -> None:
        """Takes every change in without deciding, then decides once. Raises JournalError for what is no change."""
        for place, entry in entries:
            try:
                if entry["do"] == "advance":
                    self._as_of = self._later_date(entry["to"])
                else:
                    self._roster.replay(entry)
            except FactError as error:
                raise JournalError([Problem("journal-line", place), *error.problems]) from error
        self._roster.settle(self._as_of)

    def _later_date(self, given: object) -> date:
        found = given if type(given) is date else day(given) if isinstance(given, str) else None
        if found is None:
            raise FactError([Problem("as-of-not-a-date", Place(path="as_of"), {"given": show_value(given)})])
        if self._as_of is not None and found < self._as_of:
            fields = {"to": found, "as_of": self._as_of}
            raise FactError([Problem("season-backward", Place(path="as_of"), fields)])
        refuse_odd_date(found, self._first)
        return found

    def _tell(self) -> None:
        """Tells waiting changes; a change made by a subscriber waits until what it follows was told to all."""
        if self._telling:
            return
        self._telling = True
        try:
            while self._waiting:
                change = self._waiting.popleft()
                for callback in tuple(self._subscribers.values()):
                    callback(change)
        finally:
            self._telling = False
