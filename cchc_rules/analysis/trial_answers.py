"""Answers tried on a candidate, so that what settles its verdict at once can be asked first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import zip_longest
from typing import Final, TypeVar, assert_never, cast

from cchc_rules.analysis.member_records import put
from cchc_rules.engines.direct import engine as direct
from cchc_rules.facts.notes import Notes
from cchc_rules.facts.scalars import number_bounds
from cchc_rules.facts.settling import Settling, find_settling
from cchc_rules.language.nodes import AsOf, Literal, Node, ReadDefinition, ReadFact, walk
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    TextType,
)
from cchc_rules.problems import Place
from cchc_rules.program.program import LoweredGrade, Program
from cchc_rules.values import FIRST_DATE, LAST_DATE, UNDETERMINED, Number, Value, canonical_number

MOST_ANSWERS: Final = 24
"""Answers tried to one question: each is decided in microseconds, and a question is to cost few milliseconds."""

FARTHEST: Final = 10**9
"""Stands for numbers without a bound: beyond the limits rules compare with, and short enough to compute with."""

EACH, SOME, NONE = range(3)
"""How many of the answers tried settle the verdict by themselves: which question comes first."""

_KEPT: Final = "trials"
S = TypeVar("S")


@dataclass(slots=True)
class Nearby:
    """What stands beside a fact in what reads it: the numbers and days written there, and the other facts."""

    numbers: dict[Number, None] = field(default_factory=dict)
    days: dict[date, None] = field(default_factory=dict)
    slots: dict[int, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trial:
    """An answer tried at a place: slots and numbers of members in turn; ``number`` is that of the fact asked for."""

    number: int
    place: tuple[int, ...]
    answer: Value


@dataclass(frozen=True, slots=True)
class Trials:
    """Tries answers on candidates of a program; ``nearby`` has a place a slot, and one for the day of decision.

    ``answers`` has, by the identity of a fact, those tried last, behind the numbers and days stated beside it.
    """

    program: Program
    nearby: tuple[Nearby, ...]
    settling: Settling | None
    answers: dict[int, tuple[tuple[Value, ...], tuple[Value, ...]]] = field(default_factory=dict)

    def count_settling(
        self, asked: Sequence[tuple[tuple[int, ...], Fact]], values: tuple[Value, ...], as_of: date | None
    ) -> list[int]:
        """Of each fact at its place whether `EACH` valid answer tried settles the verdict, `SOME` does, or `NONE`.

        Every answer is tried where there are few; of numbers and days the ends, and the limits and what lies next to
        them. An answer that a check or another fact contradicts is none. Cost: a decision an answer at the worst; as
        few of many answers settle anything, mostly a tenth of that.
        """
        found = [self.find_trials(number, *one, values, as_of) for number, one in enumerate(asked)]
        settling = dict[int, Trial]()
        for each in zip_longest(*found):
            left = [one for one in each if one is not None and one.number not in settling]
            settling.update((one.number, one) for one in self._find_settling(left, values, as_of))
        return [
            self.grade_trials((settling[number], *trials), values, as_of) if number in settling else NONE
            for number, trials in enumerate(found)
        ]

    def grade_trials(self, trials: Iterable[Trial], values: tuple[Value, ...], as_of: date | None) -> int:
        """`EACH`, `SOME` or `NONE` of the trials of a fact, decided one by one, with the checks."""
        tried = (self._settles(put(values, one.place, one.answer), as_of, checked=True) for one in trials)
        return _grade(tried)

    def find_trials(
        self, number: int, place: tuple[int, ...], fact: Fact, values: tuple[Value, ...], as_of: date | None
    ) -> list[Trial]:
        """The trials of a fact at a place; none of text. ``number`` stands in each."""
        beside = self.nearby[place[0]]
        known = (*(values[slot] for slot in beside.slots), as_of)
        stated = tuple(one for one in known if isinstance(one, int | float | date) and not isinstance(one, bool))
        before = self.answers.get(id(fact))
        if before is None or before[0] != stated:
            limits = (*beside.numbers, *(one for one in stated if not isinstance(one, date)))
            days = (*beside.days, *(one for one in stated if isinstance(one, date)))
            before = self.answers[id(fact)] = stated, find_answers(fact, limits, days)
        return [Trial(number, place, one) for one in before[1]]

    def _find_settling(self, trials: Sequence[Trial], values: tuple[Value, ...], as_of: date | None) -> Iterator[Trial]:
        """The trials that settle the verdict by themselves, checks left aside; a fact has one of them.

        What is known besides never opens a verdict again: where all answers together leave it open each of them does.
        Where they do not, each half is tried; neighbours go apart, for what one criterion reads stands together.
        """
        known = list(values)
        for one in trials:
            slot, *inside = one.place
            known[slot] = put(tuple(known), one.place, one.answer)[slot] if inside else one.answer
        together = tuple(known)
        if not trials or self._settles(together, as_of) is False:
            return
        if len(trials) > 1:
            yield from self._find_settling(trials[::2], values, as_of)
            yield from self._find_settling(trials[1::2], values, as_of)
        elif self._settles(together, as_of):
            yield trials[0]

    def count_settling_days(self, values: tuple[Value, ...]) -> int:
        """The same of the day of decision."""
        first, beside = self.program.first_as_of, self.nearby[-1]
        known = (values[slot] for slot in beside.slots)
        days = find_days((*beside.days, *(one for one in known if isinstance(one, date))))
        return _grade(self._settles(values, day, checked=True) for day in days if first is None or first <= day)

    def _settles(self, values: tuple[Value, ...], as_of: date | None, *, checked: bool = False) -> bool | None:
        """Whether the verdict stands then; None where another fact, or a check if ``checked``, says it cannot be so."""
        code = direct.code(self.program)
        if self.settling is not None:
            notes = Notes(Place())
            values = self.settling.settle(values, "", notes)
            if notes.problems:
                return None
        if checked and self.program.checks and code.failed(values, as_of):
            return None
        return code.decide(values, as_of)[0] != UNDETERMINED


def find_trials(program: Program) -> Trials:
    """The trials of a program, prepared on first use."""
    found = program._engine.get(_KEPT)
    if found is None:
        made = Trials(program, tuple(_find_nearby(program)), find_settling(program.facts))
        found = program._engine.setdefault(_KEPT, made)
    return cast(Trials, found)


def find_answers(fact: Fact, limits: Iterable[Number], days: Sequence[date]) -> tuple[Value, ...]:
    """Answers of a fact within its bounds, at most `MOST_ANSWERS`; of a list: empty, and all its members alike."""
    match fact.type:
        case BooleanType():
            return (True, False)
        case GradeType(scale=scale):
            return _thin(scale.spellings)
        case ChoiceType(options=options) as choice:
            return _thin((*options, choice.another) if choice.open else options)
        case DateType():
            return find_days(days)
        case NumberType() as kind:
            return _find_numbers(kind, limits)
        case ListType(fields=fields):
            empty: tuple[Value, ...] = ((),) if fact.min_items == 0 else ()
            found = [find_answers(one, limits, days) or (None,) for one in fields]
            return *empty, *((tuple(one[end] for one in found),) * max(1, fact.min_items) for end in (0, -1))
        case TextType() | QuotientType():
            return ()
        case _:
            assert_never(fact.type)


def find_days(days: Iterable[date]) -> tuple[date, ...]:
    """The first and the last day there is, and those given with the days beside them."""
    near = (day + timedelta(shift) for day in days for shift in (0, -1, 1) if FIRST_DATE < day < LAST_DATE)
    return _thin(tuple(dict.fromkeys((FIRST_DATE, LAST_DATE, *near))))


def _find_numbers(kind: NumberType, limits: Iterable[Number]) -> tuple[Value, ...]:
    lowest, highest = number_bounds(kind)
    first, last = -FARTHEST if lowest is None else lowest, FARTHEST if highest is None else highest
    near = (canonical_number(limit + shift) for limit in limits for shift in (0, -1, 1))
    found = (one for one in near if one is not None and first <= one <= last)
    fitting = (one for one in found if isinstance(one, int) or not kind.integral)
    return _thin(tuple(dict.fromkeys((first, last, *fitting))))


def _thin(answers: Sequence[S]) -> tuple[S, ...]:
    """At most `MOST_ANSWERS` of some answers, evenly, the first and the last among them."""
    if len(answers) <= MOST_ANSWERS:
        return tuple(answers)
    step = (len(answers) - 1) / (MOST_ANSWERS - 1)
    return tuple(answers[round(number * step)] for number in range(MOST_ANSWERS))


def _grade(settled: Iterable[bool | None]) -> int:
    """`EACH`, `SOME` or `NONE` of answers by whether each settles the verdict; as soon as that stands."""
    known = set[bool]()
    for one in settled:
        if one is not None:
            known.add(one)
        if len(known) > 1:
            break
    return EACH if known == {True} else SOME if True in known else NONE


def write_out(program: Program, expression: Node) -> list[Node]:
    """The nodes of an expression and of the definitions it reads."""
    meanings, found, waiting = dict(program.definitions), list[Node](), [expression]
    while waiting:
        nodes = list(walk(waiting.pop()))
        found += nodes
        waiting += [meanings.pop(one.name) for one in nodes if isinstance(one, ReadDefinition) and one.name in meanings]
    return found


def find_slots(program: Program, nodes: Iterable[Node]) -> dict[int, None]:
    """The slots of the facts that nodes read, each once; the day of decision counts as one more."""
    found: dict[int, None] = {}
    for node in nodes:
        if isinstance(node, ReadFact):
            found[node.slot] = None
        elif isinstance(node, AsOf):
            found[len(program.facts)] = None
    return found


def _find_nearby(program: Program) -> list[Nearby]:
    found = [Nearby() for _ in range(len(program.facts) + 1)]
    for expression in _list_expressions(program):
        nodes = write_out(program, expression)
        reads = find_slots(program, nodes)
        constants = [node.value for node in nodes if isinstance(node, Literal)]
        numbers = [canonical_number(_as_number(one)) for one in constants if isinstance(one, int | float | Fraction)]
        for slot in reads:
            beside = found[slot]
            beside.numbers.update((one, None) for one in numbers if one is not None)
            beside.days.update((one, None) for one in constants if isinstance(one, date))
            beside.slots.update((one, None) for one in reads if one not in (slot, len(program.facts)))
    return found


def _as_number(value: int | float | Fraction) -> Number:
    return float(value) if isinstance(value, Fraction) and value.denominator != 1 else int(value)


def _list_expressions(program: Program) -> Iterator[Node]:
    """Each condition and value by itself, so that a fact is tried by the limits it is held against."""
    yield from (check.require for check in program.checks)
    for one in (one for top in program.criteria for one in top.family()):
        yield from (part for part in (one.applies, one.require) if part is not None)
    for result in program.results:
        if isinstance(result, LoweredGrade):
            yield from (result.rows, *(when for when, _ in result.caps))
        else:
            lines = (part for line in result.whole.family() for part in (line.value, line.gate))
            yield from (part for part in lines if part is not None)
