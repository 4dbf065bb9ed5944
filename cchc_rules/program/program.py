"""A program: one category of one ruleset with its parameters bound. Immutable, thread-safe, picklable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any

from cchc_rules.language.nodes import AsOf, Node, ReadParameter, ReadResult
from cchc_rules.language.ruleset import (
    Category,
    Criterion,
    Definition,
    Fact,
    GradeTable,
    GroupKind,
    Ruleset,
    ScoreLine,
    ScoreSheet,
)
from cchc_rules.language.selection_rules import SelectionRule
from cchc_rules.values import DEFERRED, Decides, Value, Verdict


@dataclass(frozen=True, slots=True)
class LoweredCheck:
    """A check with parameters replaced; ``reads`` are the slots of the facts it names when it is false.

    ``faulty`` are those it then makes unknown: the ones it reads, and the ones that settle one of these, for they say
    the same.
    """

    id: str
    require: Node
    reads: tuple[int, ...]
    faulty: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LoweredCriterion:
    """A criterion with parameters replaced by literals and definitions by their expressions where needed.

    ``reads`` are the candidate slots it depends on, members' and those that settle one
    included; ``position`` its place among the outcome codes.
    """

    criterion: Criterion
    position: int
    applies: Node | None
    require: Node | None
    group: GroupKind
    least: int
    members: tuple[LoweredCriterion, ...]
    reads: tuple[int, ...]
    reads_as_of: bool

    def family(self) -> Iterator[LoweredCriterion]:
        """The criterion, then the families of its members, in declared order."""
        yield self
        for member in self.members:
            yield from member.family()


@dataclass(frozen=True, slots=True)
class LoweredLine:
    """A line of a score with its expressions lowered; only its ``value`` may compute with quotients."""

    line: ScoreLine
    value: Node | None
    lines: tuple[LoweredLine, ...]
    gate: Node | None

    def family(self) -> Iterator[LoweredLine]:
        """The line, then the families of its lines, in declared order."""
        yield self
        for one in self.lines:
            yield from one.family()


@dataclass(frozen=True, slots=True)
class LoweredScore:
    """A score with its expressions lowered; ``reads`` are the candidate slots it depends on."""

    score: ScoreSheet
    whole: LoweredLine
    reads: tuple[int, ...]
    reads_as_of: bool

    @property
    def name(self) -> str:
        """The name it is read by."""
        return self.score.name

    @property
    def read(self) -> ReadResult:
        """The expression that reads it."""
        return self.score.read


@dataclass(frozen=True, slots=True)
class LoweredGrade:
    """A grade with its expressions lowered: a table of levels, and caps as (condition, level)."""

    grade: GradeTable
    rows: Node
    caps: tuple[tuple[Node, str], ...]
    reads: tuple[int, ...]
    reads_as_of: bool

    @property
    def name(self) -> str:
        """The name it is read by."""
        return self.grade.name

    @property
    def read(self) -> ReadResult:
        """The expression that reads it."""
        return self.grade.read


@dataclass(frozen=True)
class Program:
    """(ruleset, category, parameters, lowered checks, results, criteria and selections).

    ``definitions`` are the lowered named expressions that criteria still refer to by `ReadDefinition`, in order.
    ``order`` is every criterion and member in declared order: the order of outcome codes. Engines keep generated code
    in ``_engine`` (one private slot each, filled on first use); pickling drops it.
    """

    ruleset: Ruleset
    category: Category
    parameters: Mapping[str, Value | tuple[Value, ...]]
    checks: tuple[LoweredCheck, ...]
    definitions: tuple[tuple[str, Node], ...]
    criteria: tuple[LoweredCriterion, ...]
    results: tuple[LoweredScore | LoweredGrade, ...] = ()
    selections: tuple[SelectionRule, ...] = ()
    _engine: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def order(self) -> tuple[Criterion, ...]:
        """Every criterion and member in declared order."""
        return self.category.findings_order()

    @cached_property
    def deciding(self) -> tuple[LoweredScore | LoweredGrade, ...]:
        """The results that a verdict of ``decides: grading`` waits for: the grades, else the scores."""
        if self.ruleset.decides is not Decides.GRADING:
            return ()
        return tuple(one for one in self.results if isinstance(one, LoweredGrade)) or self.results

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The facts of the category; a fact's ``slot`` is its index here and in a candidate's values."""
        return self.category.facts

    @cached_property
    def definition_by_name(self) -> Mapping[str, Definition]:
        """The definitions as written, by name: who asks for one must not read them all."""
        return {one.name: one for one in self.category.definitions}

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts a candidate may have, in the order of engine codes: ``deferred`` where a criterion defers."""
        possible = self.ruleset.decides.verdicts
        return possible if self.category.defers else possible[:DEFERRED]

    def in_force(self, name: str, as_of: date | None) -> tuple[Value | tuple[Value, ...], ...]:
        """The value of a parameter; of dated ones that of the day, or every one where the day is not known."""
        if name in self.parameters:
            return (self.parameters[name],)
        parameter = next(one for one in self.ruleset.parameters if one.name == name)
        return tuple(one.value for one in parameter.in_force(as_of))

    def reads_day(self, node: Node) -> bool:
        """Whether an expression as it is written is the day decided as of, or a parameter that goes by it."""
        return isinstance(node, AsOf) or (isinstance(node, ReadParameter) and node.name not in self.parameters)

    @cached_property
    def first_as_of(self) -> date | None:
        """The first day a candidate may be decided as of: before it a dated parameter has no value."""
        dated = [one.dated[0].begin for one in self.ruleset.parameters if one.dated and one.name not in self.parameters]
        return max(dated, default=None)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the ruleset's canonical document, the category and the bound parameters."""
        bound = sorted((name, _plain(value)) for name, value in self.parameters.items())
        return sha256(repr((self.ruleset.digest, self.category.id, bound)).encode()).hexdigest()

    def __getstate__(self) -> dict[str, Any]:
        names = ("ruleset", "category", "parameters", "checks", "definitions", "criteria", "results", "selections")
        return {name: self.__dict__[name] for name in names}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.__dict__["_engine"] = {}


def _plain(value: Value | tuple[Value, ...]) -> str:
    return repr(tuple(map(_plain, value))) if isinstance(value, tuple) else str(value)
