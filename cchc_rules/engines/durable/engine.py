"""The durable engine: one program → durable_rules rules over one flat record of integers; outcomes from what fired.

A second engine: leaf tests, ``and`` and ``or`` are durable_rules' own; what they test is measured by the reference;
groups and the verdict are Kleene over the criteria.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from typing import Final, cast

from cchc_rules.engines.durable.algebra import DurableAlgebra
from cchc_rules.engines.durable.host import EngineFailure, Host
from cchc_rules.engines.durable.pairs import NEVER, Test
from cchc_rules.engines.durable.parts import Joined, hold_at_least
from cchc_rules.language.nodes import Node
from cchc_rules.program.points import Measured, is_open
from cchc_rules.program.program import LoweredCriterion, Program
from cchc_rules.program.reference import Scope, measure_results
from cchc_rules.program.translation import Translation
from cchc_rules.values import (
    DEFERRED,
    FAVOURABLE,
    MET,
    NOT_APPLICABLE,
    UNDETERMINED,
    UNFAVOURABLE,
    UNKNOWN,
    UNMET,
    Truth,
    Value,
)

_SLOT: Final = "live"


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict code, the outcome codes of ``program.order``, and the places of checks that are surely false.

    ``measured`` is what the reference finds of scores and grades.
    """

    verdict: int
    outcomes: tuple[int, ...]
    failed: tuple[int, ...]
    measured: tuple[Measured, ...] = ()


class DurableCode:
    """A program ready to be asked; safe to share between threads, which then take turns."""

    def __init__(self, program: Program) -> None:
        algebra = DurableAlgebra()
        definitions: Mapping[str, Node] = dict(program.definitions)
        translation = Translation(algebra, definitions)

        def read(node: Node) -> Joined:
            return algebra.parts.read(translation.truth(node, None))

        # A program of its own, without engines: a host in a circle with its program would be released late.
        self._program = replace(program, _engine={})
        self._waited = program.deciding
        self._criteria = tuple(_Criterion(one, read) for one in program.criteria)
        self._checks = tuple(read(one.require) for one in program.checks)
        self._layout, self._parts = algebra.layout, tuple(algebra.parts.places)
        self._lock = Lock()
        self._host: tuple[int, Host] | None = None
        self._ready_host()

    @property
    def rulesets(self) -> int:
        """Over how many durable_rules rulesets the program is split."""
        return self._ready_host().rulesets

    def answer(self, values: tuple[Value, ...], as_of: date | None = None) -> Answer:
        """What durable_rules says of a candidate. Raises EngineFailure. Cost: some 100 µs, more for long lists."""
        record = self._layout.encode(Scope(self._program, values, as_of))
        with self._lock:
            fired = self._fresh_host().ask(record)
        truths = self._truths(fired)
        outcomes = [UNKNOWN] * len(self._program.order)
        for criterion in self._criteria:
            criterion.note(truths, outcomes)
        measured = measure_results(self._program, values, as_of)
        deciding = [one for one, result in zip(measured, self._program.results, strict=True) if result in self._waited]
        verdict = self._find_verdict(outcomes, results_open=any(map(is_open, deciding)))
        failed = tuple(place for place, check in enumerate(self._checks) if check(truths) is False)
        return Answer(verdict, tuple(outcomes), failed, measured)

    def _find_verdict(self, outcomes: list[int], *, results_open: bool) -> int:
        """The verdict's code: by criteria that refuse, open results among them, then by those that defer."""
        refusing = [outcomes[one.position] for one in self._criteria if not one.defers]
        deferring = [outcomes[one.position] for one in self._criteria if one.defers]
        for deciding, against in ((refusing, UNFAVOURABLE), (deferring, DEFERRED)):
            if UNMET in deciding:
                return against
            if UNKNOWN in deciding or results_open:
                return UNDETERMINED
        return FAVOURABLE

    def _truths(self, fired: set[object]) -> list[Truth]:
        """The truth of every part: its rule of known true, or of known false, or neither has fired."""
        truths: list[Truth] = [None] * len(self._parts)
        for name in fired:
            place, false = divmod(cast(int, name), 2)
            if truths[place] is not None:
                raise EngineFailure("durable_rules found something both true and false")
            truths[place] = not false
        return truths

    def _ready_host(self) -> Host:
        with self._lock:
            return self._fresh_host()

    def _fresh_host(self) -> Host:
        """The host of this process; a failed one, and one from before a fork, is replaced."""
        here = os.getpid()
        if self._host is None or self._host[0] != here or self._host[1].broken:
            self._host = (here, Host(dict(self._rules())))
        return self._host[1]

    def _rules(self) -> Iterator[tuple[int, Test]]:
        """Rule 2i says that part i is known true, rule 2i + 1 that it is known false."""
        for place, pair in enumerate(self._parts):
            for false, test in enumerate((pair.true, pair.false)):
                if test != NEVER:
                    yield 2 * place + false, test


def code(program: Program) -> DurableCode:
    """The durable code of a program, made on first use. Cost: milliseconds then, a look-up afterwards.

    Raises MissingDependency when durable_rules is not there.
    """
    found: DurableCode | None = program._engine.get(_SLOT)
    return found if found is not None else cast(DurableCode, program._engine.setdefault(_SLOT, DurableCode(program)))


class _Criterion:
    """A criterion whose conditions are functions of the truths of parts."""

    def __init__(self, lowered: LoweredCriterion, read: Callable[[Node], Joined]) -> None:
        self.position = lowered.position
        self.defers = lowered.criterion.defers
        self.family = tuple(one.position for one in lowered.family())
        self.applies = None if lowered.applies is None else read(lowered.applies)
        self.require = None if lowered.require is None else read(lowered.require)
        self.members = tuple(_Criterion(member, read) for member in lowered.members)
        self.least = {"any": 1, "all": len(self.members)}.get(lowered.group, lowered.least)

    def note(self, truths: Sequence[Truth], outcomes: list[int]) -> None:
        """Puts the outcomes of the criterion and its members in their places."""
        applies = True if self.applies is None else self.applies(truths)
        self.hold(truths, outcomes)
        for position in self.family:
            if applies is False:
                outcomes[position] = NOT_APPLICABLE
            elif applies is None and outcomes[position] == UNMET:
                outcomes[position] = UNKNOWN

    def hold(self, truths: Sequence[Truth], outcomes: list[int]) -> Truth:
        """Whether the requirement holds; notes it as the outcome, and those of members."""
        if self.require is not None:
            truth = self.require(truths)
        else:
            truth = hold_at_least(self.least, [member.hold(truths, outcomes) for member in self.members])
        outcomes[self.position] = UNKNOWN if truth is None else MET if truth else UNMET
        return truth
