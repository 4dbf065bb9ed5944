"""The conditions of a candidate that read something that may move, in parts that share nothing that moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from cchc_rules.analysis.fact_layouts import find_roll
from cchc_rules.analysis.fact_moves import FactMove, ProgramReads, find_move, find_new_events, list_paths
from cchc_rules.analysis.fold_directions import find_upward
from cchc_rules.decisions.decision import Decision
from cchc_rules.facts.settling import find_settling
from cchc_rules.language.changeability import find_directions
from cchc_rules.language.lint.conditions import Part, facts_by_path, write_out
from cchc_rules.language.nodes import Fold, Node, Not, ReadFact, ReadField, ReadResult, YearRun, children, walk
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType, TextType
from cchc_rules.program.program import LoweredCriterion
from cchc_rules.values import MET, NOT_APPLICABLE, UNDETERMINED, Value


@dataclass(frozen=True, slots=True)
class LiveCondition:
    """A criterion, a check by its place, or what the verdict waits for (neither); the paths it reads."""

    criterion: LoweredCriterion | None
    check: int | None
    paths: frozenset[str]


@dataclass(frozen=True, slots=True)
class RemedyPart:
    """Conditions that share facts that move, with no other part: they are remedied by themselves."""

    conditions: tuple[LiveCondition, ...]
    names: frozenset[str]


class CandidateConditions:
    """What the conditions of a decision read of it that may move; of a grade to be gained only what it reads."""

    def __init__(self, decision: Decision, grade: str = "") -> None:
        self.decision, self.program, self.grade = decision, decision.program, grade
        self.reads = ProgramReads(self.program)
        self.directions = find_directions(self.program.category)

    @cached_property
    def parts(self) -> list[RemedyPart]:
        """The parts in which something stands in the way."""
        return [one for one in self._join_conditions() if any(map(self._is_in_the_way, one.conditions))]

    @cached_property
    def movable(self) -> frozenset[str]:
        """The paths that may move and are of use: those that what stands in the way hangs together with."""
        groups = [one.paths & self._all_movable for one in self._all_conditions]
        found = frozenset[str]().union(
            *(group for one, group in zip(self._all_conditions, groups, strict=True) if self._is_in_the_way(one))
        )
        groups += self._list_settled()
        while more := [group for group in groups if group & found and not group <= found]:
            found = found.union(*more)
        return found & self._all_movable

    def _list_settled(self) -> Iterator[frozenset[str]]:
        """Paths of facts of one record of which one settles the other."""
        for path, fact in facts_by_path(self.program.facts):
            above = path.rpartition(".")[0]
            yield from (frozenset((path, f"{above}.{name}" if above else name)) for name in fact.settles)

    @cached_property
    def _all_movable(self) -> frozenset[str]:
        """The paths that may move, or seem to: some of members turn out not to."""
        found = set[str]()
        for fact, value in zip(self.program.facts, self.decision.values, strict=True):
            if not isinstance(fact.type, ListType):
                if self.find_move(fact, value) is not None:
                    found.add(fact.name)
                continue
            if value is None or self.gains(fact):
                found.add(fact.name)
            for path, inner in facts_by_path(fact.type.fields, f"{fact.name}."):
                if not isinstance(inner.type, ListType | TextType) and (
                    self.directions[path] is not False or _is_missing(value, path.split(".")[1:], fact.type.fields)
                ):
                    found.add(path)
        return frozenset(found)

    def gains(self, fact: Fact) -> bool:
        """Whether members may be added: not where a roll names them."""
        return self.directions[fact.name] in (True, "up") and find_roll(self.program, fact) is None

    def find_move(self, fact: Fact, value: Value) -> FactMove | None:
        """How a fact of the candidate may move."""
        is_new = fact.slot in self.new_events
        direction = self.directions[fact.name]
        return find_move(fact, fact.name, (fact.slot,), value, direction, self.decision.as_of, fresh=is_new)

    @cached_property
    def new_events(self) -> set[int]:
        """The slots of missing facts about what has not happened yet."""
        return find_new_events(self.program.facts, self.decision.values)

    @cached_property
    def conditions(self) -> tuple[LiveCondition, ...]:
        """The conditions that read something that may move and is of use."""
        return tuple(one for one in self._all_conditions if one.paths & self.movable)

    @cached_property
    def _all_conditions(self) -> tuple[LiveCondition, ...]:
        """The checks, and of the results and criteria what is asked for."""
        reads, program = self.reads, self.program
        found: list[LiveCondition] = []
        if not self.grade:
            found += [
                LiveCondition(one, None, frozenset(list_paths(reads.of_criterion(one)))) for one in program.criteria
            ]
        waited = [self.grade] if self.grade else [one.name for one in program.deciding]
        if waited:
            found.append(LiveCondition(None, None, frozenset(list_paths(reads.of_results(waited)))))
        for place, check in enumerate(program.checks):
            found.append(LiveCondition(None, place, frozenset(list_paths(reads.parts([check.require])))))
        return tuple(found)

    @cached_property
    def live_parts(self) -> list[Part]:
        """Every part of the expressions of these conditions."""
        found: list[Part] = []
        for one in self.conditions:
            if one.criterion is not None:
                found += self.reads.of_criterion(one.criterion)
            elif one.check is not None:
                found += self.reads.parts([self.program.checks[one.check].require])
            else:
                found += self.reads.of_results([self.grade] if self.grade else [r.name for r in self.program.deciding])
        return found

    @cached_property
    def upward(self) -> frozenset[Fold]:
        """The folds of which more holding members never hurt, in all conditions that are live."""
        nodes: list[Node] = []
        for one in self.conditions:
            if one.criterion is not None:
                for each in one.criterion.family():
                    nodes += [each.require] if each.require is not None else []
                    nodes += [each.applies, Not(each.applies)] if each.applies is not None else []
            elif one.check is not None:
                nodes.append(self.program.checks[one.check].require)
            else:
                return frozenset()
        written = [write_out(node, self.reads.meanings) for node in nodes]
        if any(isinstance(part, ReadResult) for node in written for part in walk(node)):
            return frozenset()
        return find_upward(written)

    def _is_in_the_way(self, condition: LiveCondition) -> bool:
        """Whether a condition is one of those that keep the candidate from what is asked for."""
        if condition.criterion is not None:
            return self.decision.outcome_codes[condition.criterion.position] not in (MET, NOT_APPLICABLE)
        return condition.check is None and (bool(self.grade) or self.decision.verdict_code == UNDETERMINED)

    def _join_conditions(self) -> list[RemedyPart]:
        """The conditions, joined where they share a fact that moves or where one settles the other."""
        tops = [frozenset(path.partition(".")[0] for path in one.paths & self.movable) for one in self.conditions]
        groups = list(dict.fromkeys(tops))
        settling = find_settling(self.program.facts)
        for rule in settling.rules if settling is not None else ():
            slots = (rule.slot, *(slot for slot, _ in rule.settlers))
            groups.append(frozenset(self.program.facts[slot].name for slot in slots))
        joined: list[frozenset[str]] = []
        for group in groups:
            apart = [one for one in joined if not one & group]
            joined = [*apart, group.union(*(one for one in joined if one & group))]
        parts = []
        for names in joined:
            own = tuple(one for one, top in zip(self.conditions, tops, strict=True) if top & names)
            if own:
                parts.append(RemedyPart(own, names))
        return sorted(parts, key=lambda one: self.conditions.index(one.conditions[0]))

    def looks_at_one(self, fold: Fold) -> bool:
        """Whether what a fold finds of a member is a truth that hangs on that member and on nothing else."""
        parts = [node for one in (fold.body, fold.filter) if one is not None for node in walk(one)]
        tops = {path.partition(".")[0] for path in self.movable}
        if fold.kind not in ("all", "any", "count", "percent") and any(
            isinstance(node, ReadField | ReadFact | ReadResult) for node in walk(fold.body)
        ):
            return False
        if any(_reads_outside(one, frozenset({fold.item})) for one in (fold.body, fold.filter) if one is not None):
            return False
        return not any(
            isinstance(node, ReadResult) or (isinstance(node, ReadFact) and node.name in tops) for node in parts
        )


def _reads_outside(node: Node, bound: frozenset[str]) -> bool:
    """Whether a node reads a member that no fold within it goes through; names of items may come again."""
    if isinstance(node, ReadField):
        return node.item not in bound
    if isinstance(node, YearRun):
        return _reads_outside(node.over, bound) or _reads_outside(node.to, bound)
    if isinstance(node, Fold):
        inner = bound | {node.item}
        parts = (one for one in (node.body, node.filter) if one is not None)
        return _reads_outside(node.over, bound) or any(_reads_outside(one, inner) for one in parts)
    return any(_reads_outside(one, bound) for one in children(node))


def _is_missing(value: Value, names: Sequence[str], fields: tuple[Fact, ...]) -> bool:
    """Whether some member states nothing at a path."""
    if not isinstance(value, tuple):
        return value is None
    one = next(field for field in fields if field.name == names[0])
    found = [member[one.slot] for member in value if isinstance(member, tuple)]
    if len(names) == 1:
        return any(each is None for each in found)
    assert isinstance(one.type, ListType)
    return any(_is_missing(each, names[1:], one.type.fields) for each in found)
