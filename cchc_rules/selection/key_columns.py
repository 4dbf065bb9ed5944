"""What the expressions of a selection give for every row, a column each: facts and results as decided, others made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from cchc_rules.decisions.decision import Decision
from cchc_rules.engines.direct import engine as direct
from cchc_rules.engines.direct.expression_values import ReadValues, write_values
from cchc_rules.language.nodes import Literal, Node, ReadFact, ReadResult
from cchc_rules.language.selection_rules import SelectionRule, Share
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import BooleanType, DateType, GradeType
from cchc_rules.program import reference
from cchc_rules.program.points import Measured, Range
from cchc_rules.program.program import Program
from cchc_rules.program.reference import Scope

Column = list[Any]
"""What one expression gives for each row; None where it is unknown, or where there is no decision."""


@dataclass(frozen=True, slots=True)
class KeyColumns:
    """A column for each key, each preference, the condition a share is of, and the condition that lets in."""

    keys: list[Column]
    preferences: list[Column]
    counted: Column | None
    among: Column | None


@dataclass(frozen=True, slots=True)
class ColumnReader:
    """Reads columns for one selection of a program; ``rule`` is as it is written, ``lowered`` as engines read it."""

    program: Program
    rule: SelectionRule
    lowered: SelectionRule
    as_of: date | None

    def read(self, decisions: Sequence[Decision | None]) -> KeyColumns:
        """The columns over some rows. Cost: a microsecond a row for what is neither a fact nor a whole result."""
        nodes = _list_expressions(self.rule)
        columns = self._read_all(decisions)
        for number, node in enumerate(nodes):
            is_stated = isinstance(node, ReadFact | ReadResult | Literal)  # all else of these types may be several
            if isinstance(type_of(node), DateType | GradeType) and not is_stated:
                columns[number] = self._widen(node, columns[number], decisions)
        keys, preferences = len(self.rule.keys), len(self.rule.preferences)
        rest = columns[keys + preferences :]
        return KeyColumns(
            columns[:keys],
            columns[keys : keys + preferences],
            rest[0] if find_base_condition(self.rule) is not None else None,
            None if isinstance(self.rule.among, str) else rest[-1],
        )

    def _read_all(self, decisions: Sequence[Decision | None]) -> list[Column]:
        """The columns as decided; what has to be made is made in one call a row."""
        nodes = _list_expressions(self.lowered)
        measured = [None if one is None else self._measure(one) for one in decisions]
        found = [self._read_stated(node, decisions, measured) for node in nodes]
        open_ = [number for number, column in enumerate(found) if column is None]
        if open_:
            # The generated function is kept with the program.
            name, code = f"selection {self.rule.id}", self.program._engine
            kept = code.get(name) or code.setdefault(name, write_values(self.program, [nodes[one] for one in open_]))
            read, nothing = cast(ReadValues, kept), (None,) * len(open_)
            pairs = zip(decisions, measured, strict=True)
            rows = [nothing if one is None else read(one.values, self.as_of, some or ()) for one, some in pairs]
            for place, number in enumerate(open_):
                found[number] = [row[place] for row in rows]
        return cast("list[Column]", found)

    def _measure(self, decision: Decision) -> tuple[Measured, ...]:
        """What scores and grades come to, as it was decided; the engine of batches keeps no exact ones."""
        if decision.measured is not None or not self.program.results:
            return decision.measured or ()
        _, _, measured = direct.code(self.program).decide(decision.values, self.as_of)
        return measured

    def _read_stated(
        self, node: Node, decisions: Sequence[Decision | None], measured: Sequence[tuple[Measured, ...] | None]
    ) -> Column | None:
        """The column of a fact, or of a whole score or grade; else None."""
        if isinstance(node, ReadFact):
            slot = node.slot
            return [None if one is None else one.values[slot] for one in decisions]
        if not isinstance(node, ReadResult) or node.line or node.zeros:
            return None
        place = [one.name for one in self.program.results].index(node.name)
        return [None if some is None else some[place] for some in measured]

    def _widen(self, node: Node, column: Column, decisions: Sequence[Decision | None]) -> Column:
        """The column with all that dates and levels can still be, which the engine has no words for."""
        wide = list(column)
        for row, decision in enumerate(decisions):
            if decision is None or wide[row] is not None:
                continue
            points = reference.alternatives(node, Scope(self.program, decision.values, self.as_of))
            if None not in points and not any(isinstance(point, Range) for point in points):
                wide[row] = points
        return wide


def find_base_condition(rule: SelectionRule) -> Node | None:
    """The condition a share is of, where it is of the rows a condition holds of."""
    if not isinstance(rule.take, Share) or isinstance(rule.take.of, str):
        return None
    return rule.take.of if isinstance(type_of(rule.take.of), BooleanType) else None


def _list_expressions(rule: SelectionRule) -> list[Node]:
    """The keys, then the preferences, then what else is asked of each row."""
    asked: list[Node] = [*(one.expression for one in rule.keys), *(one.when for one in rule.preferences)]
    if (counted := find_base_condition(rule)) is not None:
        asked.append(counted)
    return asked if isinstance(rule.among, str) else [*asked, rule.among]
