"""Traces: node by node, what was seen, what was required, and the truth found. Data only; `builder` builds them.

A trace is enough to find the outcome again without ruleset or facts (property P5); ``to_dict`` loses nothing of that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias, assert_never

from cchc_rules.facts.candidate import Provenance
from cchc_rules.language.nodes import (
    And,
    Arithmetic,
    AsOf,
    Attribute,
    BareText,
    Calendar,
    Compare,
    FirstOf,
    Fold,
    In,
    Literal,
    Name,
    Negate,
    Node,
    Not,
    Or,
    Quotient,
    ReadDefinition,
    ReadFact,
    ReadField,
    ReadParameter,
    ReadResult,
    Size,
    YearRun,
)
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import (
    BooleanType,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    Type,
    kind_of,
    unit_of,
)
from cchc_rules.program.points import Point, Range, is_endless
from cchc_rules.values import LARGEST_INTEGER, Outcome, Truth, Words, canonical_number

Read: TypeAlias = ReadFact | ReadField | AsOf
Constant: TypeAlias = Literal | ReadParameter


@dataclass(frozen=True, slots=True)
class Trace:
    """One node of an expression, as written, as it stood for one candidate.

    A boolean node has a ``truth``; a value node what was ``seen``: one point, or several while a condition is unknown,
    None being unknown. ``void`` says that the value is unknown because there is nothing to take it of. A fold's and a
    size's first part is its list; a table's parts are its conditions, then its values; those of a run are its list and
    its last year, its members every year that is listed and those it looks at, the last first.
    ``inside`` names the list members a field is read of. A fold without members, and a run, keep the ``pattern`` of one
    that nobody listed, so that words can still say what was asked. ``faulty`` says that a value was stated and could
    not be. ``type`` is that of the node, which costs a walk to find again.
    """

    node: Node
    type: Type
    truth: Truth = None
    seen: tuple[Point, ...] = ()
    fact: Fact | None = None
    label: Words | None = None
    path: str = ""
    inside: tuple[str, ...] = ()
    parts: tuple[Trace, ...] = ()
    members: tuple[MemberTrace, ...] = ()
    pattern: MemberTrace | None = None
    void: bool = False
    faulty: bool = False
    provenance: Provenance | None = None

    @property
    def is_boolean(self) -> bool:
        """Whether the node has a truth rather than a value."""
        return isinstance(self.type, BooleanType)

    @property
    def is_read(self) -> bool:
        """Whether the node is a fact, a field, a list or the date, as stated."""
        return isinstance(self.node, Read)

    @property
    def is_settled(self) -> bool:
        """Whether the truth or the one exact value is known."""
        if self.is_boolean:
            return self.truth is not None
        if len(self.seen) != 1 or self.seen[0] is None:
            return False
        point = self.seen[0]
        return not isinstance(point, Range) or point.low is point.high or point.low == point.high

    @property
    def rows_asked(self) -> tuple[tuple[Trace | None, Trace], ...]:
        """The rows of a table, condition and value, up to the first that surely holds; the last has no condition."""
        number = len(self.parts) // 2
        asked: list[tuple[Trace | None, Trace]] = []
        for condition, value in zip((*self.parts[:number], None), self.parts[number:], strict=True):
            asked.append((condition, value))
            if condition is not None and condition.truth is True:
                break
        return tuple(asked)

    @property
    def rows_left(self) -> tuple[tuple[Trace | None, Trace], ...]:
        """The rows of a table that may be the one that counts."""
        return tuple(row for row in self.rows_asked if row[0] is None or row[0].truth is not False)

    @property
    def limits(self) -> tuple[Point, ...]:
        """The value a comparison asks for: the side that reads no fact, else the right one; () for other nodes."""
        if isinstance(self.node, In):
            return tuple(point for option in self.parts[1:] for point in option.seen)
        if not isinstance(self.node, Compare):
            return ()
        left, right = self.parts
        return left.seen if left.is_constant and not right.is_constant else right.seen

    @property
    def is_constant(self) -> bool:
        """Whether the node reads nothing but literals and parameters."""
        if isinstance(self.node, Constant):
            return True
        return isinstance(self.node, Arithmetic | Negate) and all(part.is_constant for part in self.parts)

    @property
    def unit(self) -> str:
        """``percent`` for shares and facts in percent points, ``year`` for whole numbers that are years, else empty."""
        return "percent" if isinstance(self.type, QuotientType) and self.type.percent else unit_of(self.type)

    @property
    def last_years(self) -> tuple[int, ...]:
        """The years a run may end with; none where that is not known, or may be any of a stretch."""
        points = self.parts[1].seen
        ends = tuple(int(one.low) for one in points if isinstance(one, Range) and one.low == one.high)
        return ends if len(ends) == len(points) else ()

    @property
    def run_years(self) -> tuple[MemberTrace, ...]:
        """The years a run is made of: back from its last one to the first that breaks it, as far as it is asked for.

        Where it may end with one of several years, each that it may look at. None of a list that nobody stated.
        """
        assert isinstance(self.node, YearRun)
        years = {int(one.name): one for one in self.members}
        found: dict[int, MemberTrace] = {}
        for end in self.last_years if years else ():
            for year in range(end, end - self.node.window, -1):
                found[year] = years[year]
                if years[year].body.truth is False:
                    break
        return tuple(found[year] for year in sorted(found, reverse=True))

    @property
    def offenders(self) -> tuple[MemberTrace, ...]:
        """Members surely in whose condition is false: those that break an ``all`` or keep a count or share down."""
        return tuple(one for one in self.members if one.inside is True and one.body.truth is False)

    def to_dict(self) -> dict[str, Any]:
        """The node and all below it as plain data; exact numbers that are no short decimal are written ``p/q``."""
        described: dict[str, Any] = {"kind": kind_name(self.node), "type": type_name(self.type)}
        if isinstance(self.type, GradeType) and not self.is_boolean:
            described["levels"] = list(self.type.scale.levels)
        if self.is_boolean:
            described["truth"] = self.truth
        else:
            described["seen"] = [plain_point(point) for point in self.seen]
        stated = {"op": operator_name(self.node), "path": self.path, "void": self.void, "faulty": self.faulty}
        described |= {name: value for name, value in stated.items() if value}
        if self.label is not None:
            described["label"] = {"vi": self.label.vi, "en": self.label.en}
        if self.provenance is not None:
            described["provenance"] = plain_provenance(self.provenance)
        if self.parts:
            described["parts"] = [part.to_dict() for part in self.parts]
        if isinstance(self.node, Fold | YearRun):
            described["members"] = [member.to_dict() for member in self.members]
        if isinstance(self.node, YearRun) and self.pattern is not None:
            described |= {"window": self.node.window, "unlisted": self.pattern.body.to_dict()}
        return described


@dataclass(frozen=True, slots=True)
class MemberTrace:
    """One member of a list folded over: its key or number, its path, whether the filter lets it in, and the body.

    A year of a run without a member is not ``listed``: its body stands as for one with the unlisted values.
    """

    name: str
    path: str
    filter: Trace | None
    body: Trace
    listed: bool = True

    @property
    def inside(self) -> Truth:
        """Whether the filter lets the member in; None is perhaps."""
        return True if self.filter is None else self.filter.truth

    def to_dict(self) -> dict[str, Any]:
        """The member as plain data."""
        described: dict[str, Any] = {"name": self.name, "path": self.path}
        if not self.listed:
            described["listed"] = False
        if self.filter is not None:
            described["filter"] = self.filter.to_dict()
        return {**described, "body": self.body.to_dict()}


@dataclass(frozen=True, slots=True)
class CriterionTrace:
    """How a criterion came to its outcome: the traces of ``applies`` and ``require``, or those of a group's members.

    ``clauses`` are the references of its own clauses; ``because`` has what an unmet criterion's own words name;
    one that ``defers`` puts off where others refuse.
    """

    id: str
    outcome: Outcome
    applies: Trace | None = None
    require: Trace | None = None
    group: str = ""
    least: int = 0
    members: tuple[CriterionTrace, ...] = ()
    clauses: tuple[str, ...] = ()
    because: tuple[tuple[str, Trace], ...] = ()
    defers: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The criterion's trace as plain data."""
        described: dict[str, Any] = {"id": self.id, "outcome": self.outcome.value}
        if self.defers:
            described["unmet"] = "deferred"
        if self.clauses:
            described["clauses"] = list(self.clauses)
        if self.applies is not None:
            described["applies"] = self.applies.to_dict()
        if self.require is not None:
            described["require"] = self.require.to_dict()
        if self.group:
            described["group"] = self.group
            if self.group == "at_least":
                described["least"] = self.least
            described["members"] = [member.to_dict() for member in self.members]
        return described


def count_nodes(trace: CriterionTrace) -> int:
    """How many nodes a criterion's trace holds, those of members and of its own words too."""
    waiting = [one for one in (trace.applies, trace.require) if one is not None] + [part for _, part in trace.because]
    count = 1
    while waiting:
        here = waiting.pop()
        count += 1
        waiting.extend(here.parts)
        members = here.members if here.pattern is None else (*here.members, here.pattern)
        waiting.extend(one for member in members for one in (member.filter, member.body) if one is not None)
    return count + sum(map(count_nodes, trace.members))


def kind_name(node: Node) -> str:
    """The word for a node in plain data: a read, a constant, ``definition``, an operator, or the kind of a fold."""
    match node:
        case ReadFact() | ReadField():
            read = "fact" if isinstance(node, ReadFact) else "field"
            return "list" if isinstance(node.type, ListType) else read
        case AsOf():
            return "as_of"
        case ReadDefinition():
            return "definition"
        case ReadParameter():
            return "parameter"
        case Quotient(percent=percent):
            return "share" if percent else "quotient"
        case Fold(kind=kind) | Calendar(kind=kind):
            return kind
        case YearRun():
            return "run"
        case Literal() | Not() | And() | Or() | Compare() | In() | Arithmetic() | Negate() | Size():
            return type(node).__name__.lower()
        case FirstOf():
            return "table"
        case ReadResult(zeros=zeros):
            return "zeros" if zeros else "grade" if isinstance(node.type, GradeType) else "score"
        case Name() | Attribute() | BareText():
            raise TypeError("an unresolved expression has no trace")
        case _:
            assert_never(node)


def operator_name(node: Node) -> str:
    """The operator of a comparison or of arithmetic, the name of a definition or parameter; empty for other nodes."""
    if isinstance(node, Compare | Arithmetic):
        return node.op
    return node.name if isinstance(node, ReadDefinition | ReadParameter | ReadResult) else ""


def type_name(of: Type) -> str:
    """The word for a static type in plain data."""
    if isinstance(of, NumberType):
        return "percent" if of.unit == "percent" else "number"
    if isinstance(of, QuotientType):
        return "share" if of.percent else "quotient"
    return "grade" if isinstance(of, GradeType) else kind_of(of)


def plain_point(point: Point) -> Any:
    """A point as plain data: a number, ``p/q``, ``{from, to}``, text, an ISO date, or None."""
    match point:
        case Range(low=low, high=high) if low == high:
            return plain_number(low)
        case Range(low=low, high=high):
            first, last = (None if is_endless(end) else plain_number(end) for end in (low, high))
            return {"from": first, "to": last}
        case date():
            return point.isoformat()
        case str() | None:
            return point
        case _:
            assert_never(point)


def plain_number(number: Fraction) -> int | float | str:
    """An exact number as an int, the double that prints as it, or ``p/q`` when no decimal of 15 digits is equal."""
    if number.denominator == 1:
        return number.numerator
    if abs(number) > LARGEST_INTEGER:
        return str(number)
    shortest = canonical_number(number.numerator / number.denominator)
    return shortest if shortest is not None and Fraction(format(shortest, ".15g")) == number else str(number)


def plain_provenance(provenance: Provenance) -> dict[str, str]:
    """Provenance as plain data, what is not stated left out."""
    on = provenance.on.isoformat() if provenance.on else None
    stated = {"by": provenance.by, "on": on, "evidence": provenance.evidence, "settled_by": provenance.settled_by}
    return {name: value for name, value in stated.items() if value}
