"""The live engine: one program → durable_rules rules over one flat record of integers; outcomes from what fired.

An independent second engine: leaf tests, ``and`` and ``or`` are durable_rules' own; quantifiers, arithmetic and
intervals are measured before by code of this room; groups and the verdict are Kleene over the criteria.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Final, cast

from cchc_rules.engines.durable.amounts import Scene
from cchc_rules.engines.durable.gauges import Panel
from cchc_rules.engines.durable.host import EngineFailure, Host
from cchc_rules.engines.durable.leaves import NEVER, Leaves, Pair, Test
from cchc_rules.engines.durable.measures import Measures
from cchc_rules.engines.durable.parts import Cutter, Joined
from cchc_rules.program.program import LoweredCriterion, Program
from cchc_rules.values import MET, NOT_APPLICABLE, UNKNOWN, UNMET, Truth, Value

_SLOT: Final = "live"


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict code, the outcome codes of ``program.order``, and the places of checks that are surely false."""

    verdict: int
    outcomes: tuple[int, ...]
    failed: tuple[int, ...]


class Code:
    """A program ready to be asked; safe to share between threads, which then take turns."""

    def __init__(self, program: Program) -> None:
        definitions = dict(program.definitions)
        measures = Measures(definitions)
        self._panel = Panel()
        cutter = Cutter(Leaves(self._panel, measures), definitions)
        self._criteria = tuple(_criterion(one, cutter) for one in program.criteria)
        self._checks = tuple(cutter.joined(one.require) for one in program.checks)
        self._parts = tuple(cutter.parts)
        self._width = len(program.order)
        self._lock = Lock()
        self._host: tuple[int, Host] | None = None
        self._asked()

    @property
    def rulesets(self) -> int:
        """Over how many durable_rules rulesets the program is split."""
        return self._asked().rulesets

    def answer(self, values: tuple[Value, ...], as_of: date | None = None) -> Answer:
        """What durable_rules says of a candidate. Raises EngineFailure. Cost: some 100 µs, more for long lists."""
        record = self._panel.encoded(Scene(values, as_of))
        with self._lock:
            fired = self._fresh().fired(record)
        truths = self._truths(fired)
        outcomes = [UNKNOWN] * self._width
        for criterion in self._criteria:
            criterion.note(truths, outcomes)
        top = [outcomes[criterion.position] for criterion in self._criteria]
        verdict = 1 if UNMET in top else 2 if UNKNOWN in top else 0
        failed = tuple(place for place, check in enumerate(self._checks) if check(truths) is False)
        return Answer(verdict, tuple(outcomes), failed)

    def _truths(self, fired: set[object]) -> list[Truth]:
        """The truth of every part: its rule of known true, or of known false, or neither has fired."""
        truths: list[Truth] = [None] * len(self._parts)
        for name in fired:
            place, false = divmod(cast(int, name), 2)
            if truths[place] is not None:
                raise EngineFailure("durable_rules found something both true and false")
            truths[place] = not false
        return truths

    def _asked(self) -> Host:
        with self._lock:
            return self._fresh()

    def _fresh(self) -> Host:
        """The host of this process; a failed one, and one from before a fork, is replaced."""
        here = os.getpid()
        if self._host is None or self._host[0] != here or self._host[1].broken:
            self._host = (here, Host(dict(_rules(self._parts))))
        return self._host[1]


def code(program: Program) -> Code:
    """The live code of a program, made on first use. Cost: milliseconds then, a look-up afterwards.

    Raises MissingDependency when durable_rules is not there.
    """
    found: Code | None = program._engine.get(_SLOT)
    return found if found is not None else cast(Code, program._engine.setdefault(_SLOT, Code(program)))


def _rules(parts: Sequence[Pair]) -> Iterator[tuple[int, Test]]:
    """Rule 2i says that part i is known true, rule 2i+1 that it is known false."""
    for place, pair in enumerate(parts):
        for false, test in enumerate((pair.true, pair.false)):
            if test != NEVER:
                yield 2 * place + false, test


@dataclass(frozen=True, slots=True)
class _Criterion:
    """A criterion whose conditions are functions of the truths of parts."""

    position: int
    applies: Joined | None
    require: Joined | None
    group: str
    least: int
    members: tuple[_Criterion, ...]

    def note(self, truths: Sequence[Truth], outcomes: list[int]) -> None:
        """Puts the outcomes of the criterion and its members in their places."""
        applies = True if self.applies is None else self.applies(truths)
        self.required(truths, outcomes)
        if applies is False:
            for position in self.family():
                outcomes[position] = NOT_APPLICABLE
        elif applies is None:
            for position in self.family():
                outcomes[position] = UNKNOWN if outcomes[position] == UNMET else outcomes[position]

    def required(self, truths: Sequence[Truth], outcomes: list[int]) -> Truth:
        """Whether the requirement holds; notes it as the outcome, and those of members."""
        if self.require is not None:
            truth = self.require(truths)
        else:
            truth = self._grouped([member.required(truths, outcomes) for member in self.members])
        outcomes[self.position] = UNKNOWN if truth is None else MET if truth else UNMET
        return truth

    def _grouped(self, found: list[Truth]) -> Truth:
        met, unmet = found.count(True), found.count(False)
        least = {"any": 1, "all": len(found)}.get(self.group, self.least)
        if met >= least:
            return True
        return False if len(found) - unmet < least else None

    def family(self) -> Iterator[int]:
        """The places of the criterion and all its members."""
        yield self.position
        for member in self.members:
            yield from member.family()


def _criterion(lowered: LoweredCriterion, cutter: Cutter) -> _Criterion:
    return _Criterion(
        lowered.position,
        None if lowered.applies is None else cutter.joined(lowered.applies),
        None if lowered.require is None else cutter.joined(lowered.require),
        lowered.group,
        lowered.least,
        tuple(_criterion(member, cutter) for member in lowered.members),
    )
