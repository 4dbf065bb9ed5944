"""The compiler: a ruleset's category with its parameters bound → a Program engines can run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import Any, cast

from cchc_rules.language.checking.result_checker import find_rise
from cchc_rules.language.nodes import AsOf, Compare, FirstOf, Literal, Node, ReadDefinition, ReadFact, ReadResult, walk
from cchc_rules.language.ruleset import (
    Category,
    Check,
    Criterion,
    DatedValue,
    Definition,
    GradeTable,
    Ruleset,
    ScoreLine,
    ScoreSheet,
    every_fact,
)
from cchc_rules.language.selection_rules import SelectionRule
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import NumberType
from cchc_rules.problems import Problem, RulesetError
from cchc_rules.program.binding import bind
from cchc_rules.program.lowering import Lowering, rename_items
from cchc_rules.program.program import LoweredCheck, LoweredCriterion, LoweredGrade, LoweredLine, LoweredScore, Program
from cchc_rules.text import nearest, visible
from cchc_rules.values import Value


def compile(ruleset: Ruleset, category: str, *, parameters: Mapping[str, Any] | None = None) -> Program:
    """The program that decides candidates of ``category``; ``parameters`` give or override the ruleset's values.

    Raises RulesetError with all problems: an unknown category, unknown, missing or unfit parameter values, rolls of
    fewer members than their list must have, expressions whose tables multiply out too far. Cost: a few
    milliseconds; do it once.
    """
    chosen = find_category(ruleset, category)
    bound = bind(ruleset, parameters or {})
    _refuse_short_rolls(chosen, bound)
    dated = {one.name: one.dated for one in ruleset.parameters if one.name not in bound}
    definitions, lowering = _definitions(chosen.definitions, bound, dated)
    settlers = {one.slot: tuple(chosen.fact(name).slot for name in one.settled_by) for one in chosen.facts}
    lowered = _Compilation(lowering, {name: _reads((node,)) for name, node in definitions.items()}, settlers)
    _refuse_rising_bands(chosen, lowering)
    checks = tuple(map(lowered.check, chosen.checks))
    results = tuple(map(lowered.result, chosen.results))
    criteria = lowered.criteria(chosen.criteria)
    selections = tuple(rule.rebuild(lowering.expression) for rule in chosen.selections)
    used = lowered.find_definitions(definitions, checks, criteria, results, selections)
    return Program(ruleset, chosen, bound, checks, used, criteria, results, selections)


def find_category(ruleset: Ruleset, category: str) -> Category:
    """The category of that id; RulesetError with the nearest one when there is none."""
    try:
        return ruleset.category(category)
    except KeyError:
        known = [one.id for one in ruleset.categories]
        given = str(category)
        fields = {"category": visible(given), "nearest": nearest(given, known), "known": ", ".join(known)}
        raise RulesetError([Problem("unknown-category", None, fields)]) from None


def _refuse_short_rolls(category: Category, bound: Mapping[str, Value | tuple[Value, ...]]) -> None:
    """No list can have more members than the roll it is held against: every candidate would have a problem."""
    problems = []
    for fact in every_fact(category.facts):
        roll = bound[fact.expects] if isinstance(fact.expects, str) else None
        if isinstance(roll, tuple) and len(roll) < fact.min_items:
            fields = {"list": fact.name, "parameter": fact.expects, "least": fact.min_items, "count": len(roll)}
            problems.append(Problem("roll-too-short", fact.span, fields, variant="parameter"))
    if problems:
        raise RulesetError(problems)


def _refuse_rising_bands(category: Category, lowering: Lowering) -> None:
    """The limits of bands must fall under the parameters given, too."""
    problems = []
    for grade in category.results:
        if isinstance(grade, GradeTable) and grade.of is not None:
            limits = [one.right for one in grade.rows.conditions if isinstance(one, Compare)]
            lowered = [lowering.expression(limit) for limit in limits]
            values = [Fraction(cast(Fraction, one.value)) for one in lowered if isinstance(one, Literal)]
            if (risen := find_rise(values)) is not None:
                problems.append(Problem("bands-rise", limits[risen].span))
    if problems:
        raise RulesetError(problems)


def _definitions(
    definitions: Iterable[Definition],
    bound: Mapping[str, Value | tuple[Value, ...]],
    dated: Mapping[str, tuple[DatedValue, ...]],
) -> tuple[dict[str, Node], Lowering]:
    """The lowered definitions that stay named, and the lowering that writes the others out."""
    named: dict[str, Node] = {}
    written_out: dict[str, Node] = {}
    tables: dict[str, FirstOf] = {}
    lowering = Lowering(bound, dated, written_out, tables)
    for definition in definitions:
        lowered = lowering.expression(definition.expression)
        table = lowering.find_table(lowered)
        if isinstance(lowered, Literal) or not (table is None or isinstance(type_of(table), NumberType)):
            written_out[definition.name] = rename_items(definition.name, lowered)
            continue
        named[definition.name] = lowered
        if table is not None:
            tables[definition.name] = rename_items(definition.name, table)
    return named, lowering


@dataclass(frozen=True, slots=True)
class _Reads:
    """The slots, definitions and results an expression reads, and whether it reads the date of the decision."""

    slots: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()
    as_of: bool = False

    def join(self, other: _Reads) -> _Reads:
        return _Reads(self.slots | other.slots, self.names | other.names, self.as_of or other.as_of)


def _reads(expressions: Iterable[Node | None]) -> _Reads:
    nodes = [node for expression in expressions if expression is not None for node in walk(expression)]
    return _Reads(
        frozenset(node.slot for node in nodes if isinstance(node, ReadFact)),
        frozenset(node.name for node in nodes if isinstance(node, ReadDefinition | ReadResult)),
        any(isinstance(node, AsOf) for node in nodes),
    )


@dataclass(frozen=True, slots=True)
class _Compilation:
    """Turns checks, results and criteria into lowered ones.

    ``named`` are the direct reads of the named definitions, and of the results lowered so far.
    ``settlers`` are the slots that settle a slot.
    """

    lowering: Lowering
    named: dict[str, _Reads]
    settlers: Mapping[int, tuple[int, ...]]

    def check(self, check: Check) -> LoweredCheck:
        require = self.lowering.expression(check.require)
        reads = self.through(_reads((require,))).slots
        return LoweredCheck(check.id, require, tuple(sorted(reads)), self.with_settlers(reads))

    def result(self, result: ScoreSheet | GradeTable) -> LoweredScore | LoweredGrade:
        """The lowered score or grade, whose reads are noted under its name."""
        if isinstance(result, ScoreSheet):
            whole = self.line(result.whole)
            reads = _reads(part for line in whole.family() for part in (line.value, line.gate))
            self.named[result.name] = reads
            reads = self.through(reads)
            return LoweredScore(result, whole, self.with_settlers(reads.slots), reads.as_of)
        rows = self.lowering.expression(result.rows)
        caps = tuple((self.lowering.expression(cap.when), cap.level) for cap in result.caps)
        self.named[result.name] = reads = _reads((rows, *(when for when, _ in caps)))
        reads = self.through(reads)
        return LoweredGrade(result, rows, caps, self.with_settlers(reads.slots), reads.as_of)

    def line(self, line: ScoreLine) -> LoweredLine:
        """The lowered line with those below it."""
        value = None if line.value is None else self.lowering.expression(line.value)
        gate = None if line.gate is None else self.lowering.expression(line.gate)
        return LoweredLine(line, value, tuple(map(self.line, line.lines)), gate)

    def criteria(self, criteria: Iterable[Criterion]) -> tuple[LoweredCriterion, ...]:
        positions = count()
        return tuple(self.criterion(criterion, positions, _Reads()) for criterion in criteria)

    def criterion(self, criterion: Criterion, positions: count[int], outer: _Reads) -> LoweredCriterion:
        """The lowered criterion; its outcome also depends on ``outer``, what the groups around it read to apply."""
        position = next(positions)
        applies = None if criterion.applies is None else self.lowering.expression(criterion.applies)
        require = None if criterion.require is None else self.lowering.expression(criterion.require)
        around = outer.join(self.through(_reads((applies,))))
        members = tuple(self.criterion(member, positions, around) for member in criterion.members)
        reads = around.join(self.through(_reads((require,))))
        return LoweredCriterion(
            criterion,
            position,
            applies,
            require,
            criterion.group,
            criterion.least,
            members,
            reads=self.with_settlers(reads.slots.union(*(member.reads for member in members))),
            reads_as_of=reads.as_of or any(member.reads_as_of for member in members),
        )

    def with_settlers(self, slots: Iterable[int]) -> tuple[int, ...]:
        """The slots and those of the facts that settle one of them."""
        return tuple(sorted({*slots, *(one for slot in slots for one in self.settlers.get(slot, ()))}))

    def through(self, reads: _Reads) -> _Reads:
        """The reads with those of every definition they go through."""
        waiting = list(reads.names)
        seen: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                reads = reads.join(self.named[name])
                waiting.extend(self.named[name].names)
        return reads

    def find_definitions(
        self,
        definitions: Mapping[str, Node],
        checks: Iterable[LoweredCheck],
        criteria: Iterable[LoweredCriterion],
        results: Iterable[LoweredScore | LoweredGrade],
        selections: Iterable[SelectionRule],
    ) -> tuple[tuple[str, Node], ...]:
        """The named definitions something still reads, in their order."""
        expressions: list[Node | None] = [check.require for check in checks]
        expressions += [node for rule in selections for node in rule.expressions()]
        waiting = list(criteria)
        while waiting:
            criterion = waiting.pop()
            expressions += (criterion.applies, criterion.require)
            waiting.extend(criterion.members)
        reads = _Reads(names=frozenset(result.name for result in results)).join(_reads(expressions))
        names = self.through(reads).names
        return tuple((name, node) for name, node in definitions.items() if name in names)
