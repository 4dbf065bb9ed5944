"""Gauges: the integers of a candidate's record, one property each, and the tests of a record against constants.

Truths are 0 and 1, levels and choices codes, dates day numbers; a number is its rank among the constants the program
compares it with (2i+1 on the i-th, 2i before it), so that any exact number fits 64 bits. An unknown one is left out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from cchc_rules.engines.durable.amounts import EndsOf, Exact, Scene, TruthOf, WordOf

Record = dict[str, int]


class Gauge(Protocol):
    """What writes properties of the record."""

    def write(self, scene: Scene, record: Record) -> None:
        """Put what is known into the record."""
        ...


@dataclass(frozen=True, slots=True)
class Flag:
    """A truth computed beforehand."""

    low: str
    of: TruthOf

    def write(self, scene: Scene, record: Record) -> None:
        """0 for false, 1 for true."""
        truth = self.of(scene)
        if truth is not None:
            record[self.low] = 1 if truth else 0

    def code(self, constant: int) -> int:
        """0 or 1 as they are."""
        return constant


@dataclass(frozen=True, slots=True)
class Coded:
    """A level, an unranked value or a choice by its code."""

    low: str
    of: WordOf
    codes: Mapping[str, int]

    def write(self, scene: Scene, record: Record) -> None:
        """The code of the value."""
        word = self.of(scene)
        if word is not None:
            record[self.low] = self.codes[word]

    def code(self, constant: int) -> int:
        """A code as it is."""
        return constant


@dataclass(frozen=True, slots=True)
class Day:
    """A date as its number from the first day of year 1."""

    low: str
    of: WordOf

    def write(self, scene: Scene, record: Record) -> None:
        """The number of the day."""
        day = self.of(scene)
        if day is not None:
            record[self.low] = day.toordinal()

    def code(self, constant: date) -> int:
        """The number of a day."""
        return constant.toordinal()


@dataclass(frozen=True, slots=True)
class Ranked:
    """An amount by the ranks of its ends; ``high`` is ``low`` for a scalar. ``marks`` are the constants in order."""

    low: str
    high: str
    of: EndsOf
    marks: list[Exact] = field(default_factory=list)

    def marked(self, constant: Exact) -> None:
        """Note a constant the amount is compared with; all must be noted before anything is written."""
        place = bisect_left(self.marks, constant)
        if place == len(self.marks) or self.marks[place] != constant:
            self.marks.insert(place, constant)

    def write(self, scene: Scene, record: Record) -> None:
        """The ranks of both ends."""
        ends = self.of(scene)
        if ends is not None:
            record[self.low] = self.code(ends[0])
            if self.high != self.low:
                record[self.high] = self.code(ends[1])

    def code(self, constant: Exact) -> int:
        """The rank of a number among the constants."""
        place = bisect_left(self.marks, constant)
        return 2 * place + (place < len(self.marks) and self.marks[place] == constant)


@dataclass(slots=True)
class Panel:
    """All gauges of a program, one for equal expressions."""

    gauges: dict[Hashable, Any] = field(default_factory=dict)
    names: int = 0

    def fresh(self) -> str:
        """A property no gauge has yet."""
        self.names += 1
        return f"p{self.names - 1}"

    def encoded(self, scene: Scene) -> Record:
        """The properties of a candidate, what is unknown left out."""
        record: Record = {}
        for gauge in self.gauges.values():
            gauge.write(scene, record)
        return record


@dataclass(frozen=True, slots=True)
class Leaf:
    """One test of the record: ``property op constant``, the constant still in the words of its gauge."""

    op: str
    name: str
    gauge: Any = field(compare=False, repr=False)
    constant: Any

    def written(self) -> dict[str, Any]:
        """The test as durable_rules reads it."""
        pair = {self.name: self.gauge.code(self.constant)}
        return pair if self.op == "==" else {_OPERATORS[self.op]: pair}


_OPERATORS = {"!=": "$neq", "<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}
