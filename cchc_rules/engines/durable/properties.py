"""Properties of a candidate's record: what is measured of each expression, as integers durable_rules can test.

Truths are 0 and 1, levels and choices codes. Numbers and dates are ranks among the constants the program compares them
with (2i + 1 on the i-th, 2i before it), so that any exact number fits 64 bits. What is unknown is left out. Values are
measured by `program.reference`: this engine is independent of it for tests, orders and Kleene logic alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeAlias

from cchc_rules.language.nodes import Node, ReadFact, ReadField, Relation, Size
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import DateType
from cchc_rules.program.points import Point, Range, hull
from cchc_rules.program.reference import Scope, alternatives, truth

Record: TypeAlias = dict[str, int]
Constant: TypeAlias = int | Fraction | date

TRUTHS: Final[Mapping[Any, int]] = {False: 0, True: 1}
"""The codes of truths."""

_ELSEWHERE: Final = -1
"""The code of a word that is none of those declared."""

_OPERATORS: Final[Mapping[Relation, str]] = {"!=": "$neq", "<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}


@dataclass(frozen=True, slots=True)
class CodedProperty:
    """A truth, level or choice by its code."""

    name: str
    node: Node
    codes: Mapping[Any, int]

    def write(self, scope: Scope, record: Record) -> None:
        """Puts the code of a known value into the record."""
        value = truth(self.node, scope) if self.codes is TRUTHS else measure(self.node, scope)
        if value is not None:
            record[self.name] = self.codes.get(value, _ELSEWHERE)

    def code(self, constant: int) -> int:
        """A code as it is."""
        return constant


@dataclass(frozen=True, slots=True)
class RankedProperty:
    """A number or date by the ranks of its ends; ``high`` is ``name`` where it has one. ``marks`` are the constants."""

    name: str
    high: str
    node: Node
    marks: list[Constant] = field(default_factory=list)

    def mark(self, constant: Constant) -> None:
        """Notes a constant it is compared with; all must be noted before anything is written."""
        place = bisect_left(self.marks, constant)
        if place == len(self.marks) or self.marks[place] != constant:
            self.marks.insert(place, constant)

    def write(self, scope: Scope, record: Record) -> None:
        """Puts the ranks of both ends into the record."""
        point = measure(self.node, scope)
        if isinstance(point, Range):
            record[self.name], record[self.high] = self.code(point.low), self.code(point.high)
        elif isinstance(point, date):
            record[self.name] = self.code(point)

    def code(self, constant: Constant) -> int:
        """The rank of a number or date among the constants."""
        place = bisect_left(self.marks, constant)
        return 2 * place + (place < len(self.marks) and self.marks[place] == constant)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One test of the record: ``name op constant``, the constant not yet in the code of its property."""

    op: Relation
    name: str
    property: CodedProperty | RankedProperty = field(compare=False, repr=False)
    constant: Any

    def write(self) -> dict[str, Any]:
        """The test as durable_rules reads it."""
        pair = {self.name: self.property.code(self.constant)}
        return pair if self.op == "==" else {_OPERATORS[self.op]: pair}


@dataclass(slots=True)
class RecordLayout:
    """All properties of the records of a program, one for equal expressions."""

    properties: dict[Hashable, CodedProperty | RankedProperty] = field(default_factory=dict)
    names: int = 0

    def code_of(self, node: Node, codes: Mapping[Any, int]) -> CodedProperty:
        """The property of a truth, level or choice."""
        found = self.properties.get(("coded", node))
        if found is None:
            found = self.properties["coded", node] = CodedProperty(self._name(), node, codes)
        assert isinstance(found, CodedProperty)
        return found

    def rank_of(self, node: Node, constant: Constant) -> RankedProperty:
        """The property of a number or date that is compared with a constant."""
        found = self.properties.get(("ranked", node))
        if found is None:
            low = self._name()
            has_one_end = isinstance(node, ReadFact | ReadField | Size) or isinstance(type_of(node), DateType)
            found = RankedProperty(low, low if has_one_end else self._name(), node)
            self.properties["ranked", node] = found
        assert isinstance(found, RankedProperty)
        found.mark(constant)
        return found

    def encode(self, scope: Scope) -> Record:
        """The record of a candidate."""
        record: Record = {}
        for one in self.properties.values():
            one.write(scope, record)
        return record

    def _name(self) -> str:
        self.names += 1
        return f"p{self.names - 1}"


def measure(node: Node, scope: Scope) -> Point:
    """What a value is; a number that may be one of several is its hull, which is all an order needs."""
    points = alternatives(node, scope)
    return points[0] if len(points) == 1 else hull(points)
