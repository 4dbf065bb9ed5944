"""Facts of one candidate that a remedy may state or change, as terms: which way, and not into the past."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cchc_rules.engines.symbolic.logic import Bit, Logic
from cchc_rules.engines.symbolic.terms import AmountTerms, CodeTerms, FactTerms, ListTerms, TruthTerms
from cchc_rules.engines.symbolic.validity import find_validity, has_value, is_known
from cchc_rules.engines.symbolic.variables import open_value
from cchc_rules.facts.settling import find_settling
from cchc_rules.language.changeability import Direction
from cchc_rules.language.lint.conditions import Part, inner_parts, write_out
from cchc_rules.language.nodes import AsOf, Fold, Node, ReadFact, ReadField, ReadResult, Size, YearRun
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    TextType,
)
from cchc_rules.program.program import LoweredCriterion, LoweredGrade, Program
from cchc_rules.values import Value, exact


@dataclass(frozen=True, slots=True)
class FactMove:
    """A fact, or a field of one member, that may be stated (``before`` is None) or changed in a direction.

    ``path`` names it as decisions do, ``place`` leads to its value: slots of facts and numbers of members in turn.
    ``least`` is the first day it may come to be: what is over is not moved, and nothing new lies before that.
    """

    path: str
    place: tuple[int, ...]
    fact: Fact
    before: Value
    direction: Direction
    least: date | None

    @property
    def is_statement(self) -> bool:
        """Whether it is only to be stated: nothing is known of it yet."""
        return self.before is None


def find_move(
    fact: Fact,
    path: str,
    place: tuple[int, ...],
    before: Value,
    direction: Direction,
    day: date | None,
    *,
    fresh: bool = False,
) -> FactMove | None:
    """How a fact may move, None where it may not; ``day`` is that of the decision, ``fresh`` says the fact is new.

    What is missing may always be stated. A date on or before the day, or while that is not known, is passed.
    """
    if isinstance(fact.type, TextType | QuotientType | ListType):
        return None
    is_date = isinstance(fact.type, DateType)
    if before is None:
        if is_date and fresh and day is None:
            return None
        return FactMove(path, place, fact, None, True, day if is_date and fresh else None)
    if direction is False or (is_date and (day is None or not isinstance(before, date) or before <= day)):
        return None
    if direction != True and isinstance(fact.type, GradeType) and before not in fact.type.scale.levels:  # noqa: E712
        return None
    if isinstance(fact.type, BooleanType) and before is (direction == "up") and direction is not True:
        return None
    return FactMove(path, place, fact, before, direction, day if is_date else None)


def open_move(logic: Logic, move: FactMove, prefix: str = "") -> FactTerms:
    """The terms of a fact that may move: known already, or once it is stated."""
    name = prefix + move.path
    return open_value(logic, move.fact.type, name, logic.make_bit(f"{name}?") if move.is_statement else True)


def has_moved(logic: Logic, move: FactMove, terms: FactTerms) -> Bit:
    """Whether the fact is not as it was."""
    return (
        is_known(logic, terms) if move.is_statement else logic.negate(has_value(logic, move.fact, terms, move.before))
    )


def limit_move(logic: Logic, move: FactMove, terms: FactTerms) -> Iterator[Bit]:
    """What its new value must be: within bounds, the way it may go, not before the first day it may come to be."""
    yield find_validity(logic, move.fact, terms)
    if move.least is not None and isinstance(terms, CodeTerms):
        yield logic.less(move.least.toordinal(), terms.code, strict=False)
    if move.direction is True or move.is_statement:
        return
    is_up = move.direction == "up"
    match terms:
        case TruthTerms():
            yield terms.true if is_up and move.before is True else True
        case CodeTerms(code=code):
            start = _find_ordinal(logic, move)
            yield logic.less(start, code, strict=False) if is_up else logic.less(code, start, strict=False)
            if isinstance(move.fact.type, GradeType):
                yield logic.less(code, len(move.fact.type.scale.levels), strict=True)
        case AmountTerms(low=end):
            assert isinstance(move.before, int | float)
            value = exact(move.before)
            yield logic.less(value, end.value, strict=False) if is_up else logic.less(end.value, value, strict=False)
        case _:
            assert terms is None or isinstance(terms, ListTerms)


def allows(move: FactMove, value: Value) -> bool:
    """Whether a fact may come to be a value, the way it goes and from the first day it may."""
    kind, before = move.fact.type, move.before
    if isinstance(kind, NumberType):
        assert isinstance(value, int | float)
        low = kind.minimum is not None and value < kind.minimum
        if low or (kind.maximum is not None and value > kind.maximum):
            return False
        if isinstance(before, int | float) and move.direction in ("up", "down"):
            return value > before if move.direction == "up" else value < before
        return True
    if isinstance(kind, DateType):
        assert isinstance(value, date)
        if move.least is not None and value < move.least:
            return False
        if isinstance(before, date) and move.direction in ("up", "down"):
            return value > before if move.direction == "up" else value < before
        return True
    return value in list_words(move)


def list_words(move: FactMove) -> list[Value]:
    """The yes or no, levels or words a fact may come to, in order; empty for numbers and days."""
    match move.fact.type:
        case BooleanType():
            words: list[Value] = [False, True] if move.is_statement else [not move.before]
        case GradeType(scale=scale):
            words = list(scale.spellings)
            if move.direction is not True and not move.is_statement:
                start = scale.levels.index(str(move.before))
                words = list(scale.levels[start:] if move.direction == "up" else scale.levels[: start + 1])
        case ChoiceType(options=options) as choice:
            words = list(options)
            if choice.open and (move.is_statement or move.before in options):
                words.append(choice.another)
        case _:
            words = []
    return [one for one in words if one != move.before]


def _find_ordinal(logic: Logic, move: FactMove) -> int:
    if isinstance(move.before, date):
        return move.before.toordinal()
    assert isinstance(move.fact.type, GradeType)
    return move.fact.type.scale.spellings.index(str(move.before))


def settle(logic: Logic, facts: tuple[Fact, ...], terms: tuple[FactTerms, ...]) -> Iterator[Bit]:
    """A stated fact settles another: that one then has the value it says."""
    settling = find_settling(facts)
    for rule in settling.rules if settling is not None else ():
        for slot, value in rule.settlers:
            settled = has_value(logic, facts[rule.slot], terms[rule.slot], value)
            yield logic.disjoin((logic.negate(is_known(logic, terms[slot])), settled))


def find_new_events(facts: tuple[Fact, ...], values: tuple[Value, ...]) -> set[int]:
    """The slots of missing facts that would settle a stated one otherwise: what they tell of has not happened yet."""
    settling = find_settling(facts)
    return {
        slot
        for rule in (settling.rules if settling is not None else ())
        for slot, value in rule.settlers
        if values[slot] is None and values[rule.slot] is not None and values[rule.slot] != value
    }


def find_settlers(facts: tuple[Fact, ...], values: tuple[Value, ...], slot: int) -> list[int]:
    """The missing facts that state a missing one along, once they are stated."""
    settling = find_settling(facts)
    rules = settling.rules if settling is not None and values[slot] is None else ()
    return [one for rule in rules if rule.slot == slot for one, _ in rule.settlers if values[one] is None]


class ProgramReads:
    """Which facts, and fields of members, the parts of a program read, by path (``units.done``)."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._results = {one.name: _result_nodes(one) for one in program.results}

    @cached_property
    def meanings(self) -> Mapping[str, Node]:
        """Definitions written out in terms of facts."""
        found: dict[str, Node] = {}
        for name, node in self.program.definitions:
            found[name] = write_out(node, found)
        return found

    def parts(self, nodes: Iterable[Node]) -> list[Part]:
        """Every part of some expressions, definitions and results written out."""
        waiting, seen, found = list(nodes), set[str](), list[Part]()
        while waiting:
            for part in inner_parts(Part(write_out(waiting.pop(), self.meanings), {})):
                found.append(part)
                if isinstance(part.node, ReadResult) and part.node.name not in seen:
                    seen.add(part.node.name)
                    waiting += self._results[part.node.name]
        return found

    def of_criterion(self, criterion: LoweredCriterion) -> list[Part]:
        """The parts of a criterion with its members."""
        family = criterion.family()
        return self.parts(node for one in family for node in (one.applies, one.require) if node is not None)

    def of_results(self, names: Iterable[str]) -> list[Part]:
        """The parts of some results."""
        return self.parts(node for name in names for node in self._results[name])


def list_paths(parts: Iterable[Part]) -> set[str]:
    """The paths of what is read; ``as_of`` for the day of decision."""
    return {
        "as_of" if isinstance(part.node, AsOf) else part.path
        for part in parts
        if isinstance(part.node, ReadFact | ReadField | Fold | YearRun | Size | AsOf)
    }


def _result_nodes(result: object) -> list[Node]:
    if isinstance(result, LoweredGrade):
        return [result.rows, *(when for when, _ in result.caps)]
    lines = result.whole.family()  # type: ignore[attr-defined]
    return [part for line in lines for part in (line.value, line.gate) if part is not None]
