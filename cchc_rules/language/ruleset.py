"""A loaded ruleset: everything checked, names resolved, expressions as trees. Immutable and picklable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from hashlib import sha256
from typing import Literal, TypeAlias

from cchc_rules.language.nodes import FirstOf, Node, ReadResult
from cchc_rules.language.selection_rules import SelectionRule
from cchc_rules.language.types import Clause as Clause
from cchc_rules.language.types import Fact as Fact
from cchc_rules.language.types import GradeType, NumberType, Type
from cchc_rules.language.types import every_fact as every_fact
from cchc_rules.problems import NOWHERE, Span
from cchc_rules.values import Decides, Scale, Value, Words


@dataclass(frozen=True, slots=True)
class Source:
    """A document the criteria come from."""

    id: str
    title: Words
    published: date | None
    clauses: tuple[Clause, ...]
    number: str = ""


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value of a parameter from one day on, until the next one's."""

    begin: date
    value: Value
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named constant of the ruleset; ``value`` None must be given at compile. A list parameter has ``many``.

    One with ``dated`` values, in rising order, has the value of the day a candidate is decided as of; ``value`` is None
    then, and a value given at compile stands for all of them.
    """

    name: str
    type: Type
    value: Value | tuple[Value, ...]
    label: Words
    many: bool = False
    clauses: tuple[Clause, ...] = ()
    dated: tuple[DatedValue, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    def list_clauses(self, dated: Iterable[DatedValue]) -> tuple[Clause, ...]:
        """The clauses it comes from, its own and those of some of its dated values, each once."""
        several = (clause for one in dated for clause in one.clauses)
        return tuple(dict.fromkeys((*self.clauses, *several)))

    @property
    def every_clause(self) -> tuple[Clause, ...]:
        """Its own clauses and those of each dated value."""
        return self.list_clauses(self.dated)

    def in_force(self, as_of: date | None) -> tuple[DatedValue, ...]:
        """The dated value of a day; every one it may be where the day is not known; none before the first."""
        if as_of is None:
            return self.dated
        return tuple(one for one in self.dated if one.begin <= as_of)[-1:]


@dataclass(frozen=True, slots=True)
class Definition:
    """A named expression over candidate-level names."""

    name: str
    expression: Node
    label: Words | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Check:
    """Data that cannot be: when ``require`` is surely false, the facts it reads are faulty."""

    id: str
    require: Node
    says: Words
    span: Span = field(default=NOWHERE, compare=False, repr=False)


GroupKind: TypeAlias = Literal["", "any", "all", "at_least"]
"""How many members of a criterion must be met; empty for a criterion without members."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion: a leaf with ``require``, or a group (``any``, ``all``, ``at_least``) of members.

    ``group`` is empty for a leaf; ``least`` is n of ``at_least``. ``applies`` stands on top-level criteria only, as
    ``defers`` does: unmet, the criterion puts the candidate off instead of refusing. ``short`` is its heading in narrow
    tables. ``because`` is said first when it is unmet; each ``{name}`` in it stands for the value of a fact or
    parameter, as `cchc_rules.language.wordings.parts` tells them apart.
    """

    id: str
    title: Words
    clauses: tuple[Clause, ...]
    applies: Node | None = None
    require: Node | None = None
    group: GroupKind = ""
    least: int = 0
    members: tuple[Criterion, ...] = ()
    defers: bool = False
    note: Words | None = None
    short: Words | None = None
    because: Words | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    def family(self) -> Iterator[Criterion]:
        """The criterion, then its members' families, in declared order."""
        yield self
        for member in self.members:
            yield from member.family()


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """A line of a score, or the whole of one: what it is worth, its caps, and when it counts.

    It gives ``value``, or the sum of its ``lines``; then it is cut at ``most`` and ``least`` (None: no such end),
    ``rounded`` to so many decimals, halves away from zero, and 0 where ``gate`` is false.
    """

    id: str
    title: Words
    clauses: tuple[Clause, ...]
    value: Node | None = None
    lines: tuple[ScoreLine, ...] = ()
    most: Fraction | None = None
    least: Fraction | None = None
    rounded: int | None = None
    gate: Node | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    def family(self) -> Iterator[ScoreLine]:
        """The line, then the families of its lines, in declared order."""
        yield self
        for line in self.lines:
            yield from line.family()

    @property
    def countable(self) -> tuple[ScoreLine, ...]:
        """The lines below it that `zeros` looks at: those without lines of their own and with a ``most`` above 0."""
        below = (one for line in self.lines for one in line.family())
        return tuple(one for one in below if not one.lines and one.most is not None and one.most > 0)


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """A score as a ruleset declares it; ``shown`` are the decimals it is printed with, None as many as it has."""

    name: str
    whole: ScoreLine
    shown: int | None = None

    @property
    def title(self) -> Words:
        """What it is called."""
        return self.whole.title

    @property
    def expressions(self) -> Iterator[Node]:
        """Every expression in it, in declared order."""
        return (part for line in self.whole.family() for part in (line.gate, line.value) if part is not None)

    def list_clauses(self) -> Iterator[Clause]:
        """Every clause it cites, those of its lines and of their rows too."""
        for line in self.whole.family():
            yield from line.clauses
            if isinstance(line.value, FirstOf):
                yield from (clause for row in line.value.sources for clause in row)

    @property
    def read(self) -> ReadResult:
        """The expression that reads the whole of it."""
        return ReadResult(self.name, "", False, NumberType())

    def line(self, id: str) -> ScoreLine:
        """The line of an id, the whole for an empty one; KeyError when there is none."""
        for line in self.whole.family():
            if id == (line.id if line is not self.whole else ""):
                return line
        raise KeyError(id)


@dataclass(frozen=True, slots=True)
class GradeCap:
    """Whoever ``when`` holds of is given ``level`` at most."""

    when: Node
    level: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class GradeTable:
    """A grade as a ruleset declares it: the first row of ``rows`` that holds, then the lowest of the caps that hold.

    Bands are rows too; ``of`` is then the number whose limits they compare.
    """

    name: str
    title: Words
    clauses: tuple[Clause, ...]
    scale: Scale
    rows: FirstOf
    caps: tuple[GradeCap, ...] = ()
    of: Node | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    @property
    def expressions(self) -> Iterator[Node]:
        """Every expression in it, in declared order."""
        yield self.rows
        yield from (cap.when for cap in self.caps)

    def list_clauses(self) -> Iterator[Clause]:
        """Every clause it cites, those of its rows and caps too."""
        yield from self.clauses
        yield from (clause for row in self.rows.sources for clause in row)
        yield from (clause for cap in self.caps for clause in cap.clauses)

    @property
    def read(self) -> ReadResult:
        """The expression that reads it."""
        return ReadResult(self.name, "", False, GradeType(self.scale))


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of candidate: facts, checks, definitions and results (each after what it reads), criteria, selections."""

    id: str
    title: Words
    facts: tuple[Fact, ...]
    checks: tuple[Check, ...]
    definitions: tuple[Definition, ...]
    criteria: tuple[Criterion, ...]
    results: tuple[ScoreSheet | GradeTable, ...] = ()
    partial: Words | None = None
    selections: tuple[SelectionRule, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    def fact(self, name: str) -> Fact:
        """The declared fact of that name; KeyError when there is none."""
        for fact in self.facts:
            if fact.name == name:
                return fact
        raise KeyError(name)

    @property
    def defers(self) -> bool:
        """Whether a criterion may put candidates off."""
        return any(one.defers for one in self.criteria)

    def result(self, name: str) -> ScoreSheet | GradeTable:
        """The score or grade of that name; KeyError when there is none."""
        for one in self.results:
            if one.name == name:
                return one
        raise KeyError(name)

    def findings_order(self) -> tuple[Criterion, ...]:
        """Every criterion and member in declared order: the order of outcome codes everywhere."""
        return tuple(one for criterion in self.criteria for one in criterion.family())


@dataclass(frozen=True, slots=True)
class Link:
    """A list fact of one category whose members follow the candidates of another: ``head.staff`` follows ``staff``.

    ``where`` names a fact both categories have; candidates belong to whom it is equal with. Empty: all of them do.
    Only a live season follows links; anybody else gives the list like any other.
    """

    category: str
    fact: str
    follows: str
    where: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Ruleset:
    """One campaign's criteria with their sources, facts and scales.

    ``canonical`` is the checked document with everything it imports, as canonical JSON: what records embed. ``digest``
    is its SHA-256: equal for equal meaning and words, whatever the layout of the file; taken once, for every decision
    names it. ``cases`` lie beside the file and are read apart.
    """

    id: str
    version: str
    title: Words
    issuer: Words
    decides: Decides
    sources: tuple[Source, ...]
    scales: tuple[Scale, ...]
    parameters: tuple[Parameter, ...]
    categories: tuple[Category, ...]
    partial: Words | None
    canonical: str
    path: str = field(default="", compare=False)
    links: tuple[Link, ...] = ()
    digest: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", sha256(self.canonical.encode()).hexdigest())

    def category(self, id: str) -> Category:
        """The category of that id; KeyError when there is none."""
        for category in self.categories:
            if category.id == id:
                return category
        raise KeyError(id)
