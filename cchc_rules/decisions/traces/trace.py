"""Traces: node by node, what was seen, what was required, and the truth found. Data only; `tracing` builds them.

A trace is enough to find the outcome again without ruleset or facts (property P5); ``to_dict`` loses nothing of that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from cchc_rules.facts.candidate import Provenance
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    Type,
)
from cchc_rules.program.points import Point, Range
from cchc_rules.values import LARGEST_INTEGER, Outcome, Truth, Words, canonical_number

CONSTANTS: Final = frozenset({"literal", "parameter"})
READS: Final = frozenset({"fact", "field", "list", "as_of"})


@dataclass(frozen=True, slots=True)
class Trace:
    """One node of an expression as it stood for one candidate.

    ``kind`` is the node: a read (``fact field list as_of``), a constant (``literal parameter``), ``definition not and
    or compare in arithmetic negate share quotient conditional size``, a fold (``all any count percent sum min max``).
    A boolean node has a ``truth``; a value node what was ``seen``: one point, or several while a condition is unknown,
    None being unknown. ``void`` says that the value is unknown because there is nothing to take it of. A fold's and a
    size's first part is its list; a conditional's parts are then, condition, otherwise. ``inside`` names the list
    members a field is read of. A fold without members keeps the ``pattern`` of one of which nothing is known, so that
    words can still say what was asked.
    """

    kind: str
    type: Type
    truth: Truth = None
    seen: tuple[Point, ...] = ()
    op: str = ""
    fact: Fact | None = None
    label: Words | None = None
    path: str = ""
    inside: tuple[str, ...] = ()
    parts: tuple[Trace, ...] = ()
    members: tuple[MemberTrace, ...] = ()
    pattern: MemberTrace | None = None
    void: bool = False
    provenance: Provenance | None = None

    @property
    def is_boolean(self) -> bool:
        """Whether the node has a truth rather than a value."""
        return isinstance(self.type, BooleanType)

    @property
    def is_settled(self) -> bool:
        """Whether the truth or the one exact value is known."""
        if self.is_boolean:
            return self.truth is not None
        if len(self.seen) != 1 or self.seen[0] is None:
            return False
        point = self.seen[0]
        return not isinstance(point, Range) or point.low == point.high

    @property
    def required(self) -> tuple[Point, ...]:
        """The value a comparison asks for: the side that reads no fact, else the right one; () for other nodes."""
        if self.kind == "in":
            return tuple(point for option in self.parts[1:] for point in option.seen)
        if self.kind != "compare":
            return ()
        left, right = self.parts
        return left.seen if left.is_constant and not right.is_constant else right.seen

    @property
    def is_constant(self) -> bool:
        """Whether the node reads nothing but literals and parameters."""
        if self.kind in CONSTANTS:
            return True
        return self.kind in ("arithmetic", "negate") and all(part.is_constant for part in self.parts)

    @property
    def unit(self) -> str:
        """``percent`` for shares and facts in percent points, else empty."""
        match self.type:
            case NumberType(unit=unit):
                return unit
            case QuotientType(percent=True):
                return "percent"
            case _:
                return ""

    @property
    def offenders(self) -> tuple[MemberTrace, ...]:
        """Members surely in whose condition is false: those that break an ``all`` or keep a count or share down."""
        return tuple(one for one in self.members if one.inside is True and one.body.truth is False)

    def to_dict(self) -> dict[str, Any]:
        """The node and all below it as plain data; exact numbers that are no short decimal are written ``p/q``."""
        described: dict[str, Any] = {"kind": self.kind, "type": type_name(self.type)}
        if isinstance(self.type, GradeType) and not self.is_boolean:
            described["levels"] = list(self.type.scale.levels)
        if self.is_boolean:
            described["truth"] = self.truth
        else:
            described["seen"] = [plain_point(point) for point in self.seen]
        for name in ("op", "path", "void"):
            if value := getattr(self, name):
                described[name] = value
        if self.label is not None:
            described["label"] = {"vi": self.label.vi, "en": self.label.en}
        if self.provenance is not None:
            described["provenance"] = plain_provenance(self.provenance)
        if self.parts:
            described["parts"] = [part.to_dict() for part in self.parts]
        if self.kind in FOLDS:
            described["members"] = [member.to_dict() for member in self.members]
        return described


FOLDS: Final = frozenset({"all", "any", "count", "percent", "sum", "min", "max"})


@dataclass(frozen=True, slots=True)
class MemberTrace:
    """One member of a list folded over: its key or number, its path, whether the filter lets it in, and the body."""

    name: str
    path: str
    filter: Trace | None
    body: Trace

    @property
    def inside(self) -> Truth:
        """Whether the filter lets the member in; None is perhaps."""
        return True if self.filter is None else self.filter.truth

    def to_dict(self) -> dict[str, Any]:
        """The member as plain data."""
        described: dict[str, Any] = {"name": self.name, "path": self.path}
        if self.filter is not None:
            described["filter"] = self.filter.to_dict()
        return {**described, "body": self.body.to_dict()}


@dataclass(frozen=True, slots=True)
class CriterionTrace:
    """How a criterion came to its outcome: the traces of ``applies`` and ``require``, or those of a group's members."""

    id: str
    outcome: Outcome
    applies: Trace | None = None
    require: Trace | None = None
    group: str = ""
    least: int = 0
    members: tuple[CriterionTrace, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The criterion's trace as plain data."""
        described: dict[str, Any] = {"id": self.id, "outcome": self.outcome.value}
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


def type_name(of: Type) -> str:
    """The word for a static type in plain data."""
    match of:
        case BooleanType():
            return "boolean"
        case NumberType():
            return "percent" if of.unit == "percent" else "number"
        case QuotientType():
            return "share" if of.percent else "quotient"
        case DateType():
            return "date"
        case GradeType():
            return "grade"
        case ChoiceType():
            return "choice"
        case ListType():
            return "list"
        case _:
            return "text"


def plain_point(point: Point) -> Any:
    """A point as plain data: a number, ``p/q``, ``{from, to}``, text, an ISO date, or None."""
    match point:
        case Range(low=low, high=high) if low == high:
            return plain_number(low)
        case Range(low=low, high=high):
            return {"from": plain_number(low), "to": plain_number(high)}
        case date():
            return point.isoformat()
        case _:
            return point


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
    stated = {"by": provenance.by, "on": on, "evidence": provenance.evidence}
    return {name: value for name, value in stated.items() if value is not None}
