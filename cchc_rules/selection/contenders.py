"""The rows of a list as a selection reads them: who runs, in which group, and what each key gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeGuard, cast

from cchc_rules.decisions.decision import Decision
from cchc_rules.engines.direct.expression_values import ReadValues, write_values
from cchc_rules.evaluation import RowResult
from cchc_rules.facts.identity import identify
from cchc_rules.language.nodes import Literal, Node, ReadFact, ReadResult
from cchc_rules.language.selection_rules import SelectionRule, Share
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import BooleanType, DateType, GradeType
from cchc_rules.program import reference
from cchc_rules.program.points import Range, conjunction
from cchc_rules.program.program import Program
from cchc_rules.program.reference import Scope
from cchc_rules.selection.positions import Positions, find_positions, join_positions
from cchc_rules.selection.ranking import Contender, Role
from cchc_rules.values import UNKNOWN, UNMET, Truth

EVERYBODY: Final = ""
"""The group of a selection that roles nobody."""


@dataclass(frozen=True, slots=True)
class ContenderList:
    """Every row in its order: its decision (None: it has none of its own), its group (None: perhaps any), itself."""

    decisions: tuple[Decision | None, ...]
    groups: tuple[str | None, ...]
    contenders: tuple[Contender, ...]


@dataclass(frozen=True, slots=True)
class ContenderReader:
    """Reads rows for one selection of a program; ``rule`` is as it is written, ``lowered`` as engines read it."""

    program: Program
    rule: SelectionRule
    lowered: SelectionRule
    as_of: date | None

    def read(self, results: Sequence[RowResult]) -> ContenderList:
        """The entries of the rows. Cost: some microseconds a row."""
        decisions = tuple(_own_decisions(results))
        groups = tuple(self._find_group(one) for one in decisions)
        read = self._values_of(decisions)
        columns = list(self._columns(read))
        best, worst = join_positions(columns[: len(self.rule.keys)], len(results))
        first, last = join_positions(columns, len(results))
        conditional = find_base_condition(self.rule) is not None
        counted = len(columns) if conditional else None  # its place among the values
        roles: dict[Role, Role] = {}  # one object for each that occurs: comparing them costs nothing
        contenders = []
        for result, decision, group, row, *places in zip(
            results, decisions, groups, read, best, worst, first, last, strict=True
        ):
            invalid = bool(result.problems) or (decision is not None and decision.provisional)
            runs = self._find_running(decision, row, invalid=invalid)
            role = Role(group is not None, runs, True if counted is None else row[counted])
            contenders.append(Contender(roles.setdefault(role, role), *places))
        return ContenderList(decisions, groups, tuple(contenders))

    def _find_group(self, decision: Decision | None) -> str | None:
        if decision is None:
            return None
        return EVERYBODY if self.rule.within is None else cast("str | None", decision.values[self.rule.within.slot])

    def _expressions(self, rule: SelectionRule) -> list[Node]:
        """The keys, then the preferences, then what else is asked of each row."""
        asked: list[Node] = [*(one.expression for one in rule.keys), *(one.when for one in rule.preferences)]
        if (counted := find_base_condition(rule)) is not None:
            asked.append(counted)
        return asked if isinstance(rule.among, str) else [*asked, rule.among]

    def _values_of(self, decisions: Sequence[Decision | None]) -> list[tuple[Any, ...]]:
        """What each expression gives for each row; all unknown where there is no decision."""
        nodes, found = self._expressions(self.rule), list(self._read(decisions))
        several = [number for number, node in enumerate(nodes) if _may_be_several(node)]
        if not several:
            return found
        return [self._widen(decision, row, nodes, several) for decision, row in zip(decisions, found, strict=True)]

    def _read(self, decisions: Sequence[Decision | None]) -> Iterator[tuple[Any, ...]]:
        """What the engine gives for each row; whole scores and grades are those the decision was made with."""
        nodes = self._expressions(self.lowered)
        names = [one.name for one in self.program.results]
        measured = {number: names.index(node.name) for number, node in enumerate(nodes) if _is_whole_result(node)}
        read = self._reader([node for number, node in enumerate(nodes) if number not in measured])
        nothing: tuple[Any, ...] = (None,) * len(nodes)
        for one in decisions:
            row = nothing if one is None else read(one.values, self.as_of)
            if one is not None and measured:
                results = one.measured or reference.measure_results(self.program, one.values, self.as_of)
                rest = iter(row)
                row = tuple(results[measured[at]] if at in measured else next(rest) for at in range(len(nodes)))
            yield row

    def _reader(self, nodes: Sequence[Node]) -> ReadValues:
        """The generated function, kept with the program."""
        name = f"selection {self.rule.id}"
        kept = self.program._engine.get(name)
        if kept is None:
            kept = self.program._engine.setdefault(name, write_values(self.program, nodes))
        return cast(ReadValues, kept)

    def _widen(
        self, decision: Decision | None, row: tuple[Any, ...], nodes: Sequence[Node], several: Sequence[int]
    ) -> tuple[Any, ...]:
        """The row with all that dates and levels can still be, which the engine has no words for."""
        if decision is None or all(row[number] is not None for number in several):
            return row
        scope = Scope(self.program, decision.values, self.as_of)
        wide = list(row)
        for number in several:
            points = reference.alternatives(nodes[number], scope)
            if None not in points and not any(isinstance(point, Range) for point in points):
                wide[number] = points
        return tuple(wide)

    def _columns(self, read: Sequence[tuple[Any, ...]]) -> Iterator[Positions]:
        """The positions of all rows by each key, then by each preference."""
        ranked = [(one.expression, one.is_highest) for one in self.rule.keys]
        ranked += [(one.when, True) for one in self.rule.preferences]
        for number, (node, is_highest) in enumerate(ranked):
            yield find_positions(type_of(node), [row[number] for row in read], is_highest=is_highest)

    def _find_running(self, decision: Decision | None, row: tuple[Any, ...], *, invalid: bool) -> Truth:
        """Whether a row is in the running; an invalid one, or one without a decision, perhaps."""
        if decision is None:
            return None
        match self.rule.among:
            case "favourable":
                runs = decision.favourable
            case "all":
                runs = True
            case _:
                runs = row[-1]
        if self.rule.take is not None and self.rule.among != "favourable":
            runs = conjunction([runs, admit(decision)])
        return None if runs and invalid else runs


def find_base_condition(rule: SelectionRule) -> Node | None:
    """The condition a share is of, where it is of the rows a condition holds of."""
    if not isinstance(rule.take, Share) or isinstance(rule.take.of, str):
        return None
    return rule.take.of if isinstance(type_of(rule.take.of), BooleanType) else None


def admit(decision: Decision) -> Truth:
    """Whether nothing unmet stands in a candidate's way: it is never taken with an unmet criterion."""
    codes = [decision.outcome_codes[one.position] for one in decision.program.criteria]
    if UNMET in codes:
        return False
    return None if UNKNOWN in codes else True


def _own_decisions(results: Sequence[RowResult]) -> Iterator[Decision | None]:
    """The decision of each row; none for rows that share an id, whichever of them came first."""
    identities = [identify(one.id) for one in results]
    times = Counter(identities)
    for one, identity in zip(results, identities, strict=True):
        yield None if identity is None or times[identity] > 1 else one.decision


def _is_whole_result(node: Node) -> TypeGuard[ReadResult]:
    """Whether an expression is a score as a whole, or a grade."""
    return isinstance(node, ReadResult) and not node.line and not node.zeros


def _may_be_several(node: Node) -> bool:
    """Whether an expression is a date or level that may be one of several: more than a fact or a constant."""
    return isinstance(type_of(node), DateType | GradeType) and not isinstance(node, ReadFact | ReadResult | Literal)
