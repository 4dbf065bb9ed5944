"""What decisions of one program share: a trace and its texts for each (criterion, values it reads), bounded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from operator import itemgetter
from typing import Any, Final

from cchc_rules.decisions.reasons import one_line, reasons_for
from cchc_rules.decisions.trace import CriterionTrace
from cchc_rules.decisions.tracing import traced
from cchc_rules.language.nodes import AsOf, ReadDefinition, ReadFact, walk
from cchc_rules.language.ruleset import Criterion
from cchc_rules.language.types import ListType
from cchc_rules.program.program import LoweredCriterion, Program
from cchc_rules.values import Value

MOST_ENTRIES: Final = 4096
"""How many traces or texts a criterion keeps; when full it starts again."""

LONGEST_LIST: Final = 50
"""A criterion that reads a longer list is traced afresh for each decision."""


class SharedCriterion:
    """One top-level criterion of a program: which values it reads, and what was said of which of them."""

    __slots__ = ("_as_of", "_lists", "_pick", "_program", "first", "last", "lowered", "texts", "traces")

    def __init__(self, program: Program, lowered: LoweredCriterion) -> None:
        self.lowered = lowered
        self.first = lowered.position
        self.last = self.first + sum(1 for _ in lowered.criterion.family())
        self.traces: dict[Any, tuple[tuple[int, ...], CriterionTrace]] = {}
        self.texts: dict[str, dict[Any, tuple[int, str]]] = {"vi": {}, "en": {}}
        self._program = program
        slots, self._as_of = _read(program, lowered.criterion)
        self._pick: Callable[[tuple[Value, ...]], Any] = itemgetter(*slots) if slots else _nothing
        self._lists = tuple(slot for slot in slots if isinstance(program.facts[slot].type, ListType))

    def key(self, values: tuple[Value, ...], as_of: date | None) -> Any:
        """What the criterion reads, as a key."""
        return (self._pick(values), as_of) if self._as_of else self._pick(values)

    def trace(self, values: tuple[Value, ...], as_of: date | None, codes: tuple[int, ...]) -> CriterionTrace:
        """The trace for these values. Raises EngineDisagreement when it comes to other outcomes than ``codes``."""
        given = codes[self.first : self.last]
        if not self._is_kept(values):
            return traced(self._program, self.lowered.criterion, given, values, as_of)
        key = self.key(values, as_of)
        found = self.traces.get(key)
        if found is None or found[0] != given:
            found = (given, traced(self._program, self.lowered.criterion, given, values, as_of))
            _keep(self.traces, key, found)
        return found[1]

    def text(self, values: tuple[Value, ...], as_of: date | None, codes: tuple[int, ...], language: str) -> str:
        """One line saying why the criterion came to its outcome."""
        code = codes[self.first]
        texts = self.texts[language]
        kept = self._is_kept(values)
        if kept and (found := texts.get(self.key(values, as_of))) is not None and found[0] == code:
            return found[1]
        text = one_line(reasons_for(self.trace(values, as_of, codes), self.lowered.criterion), language)
        if kept:
            _keep(texts, self.key(values, as_of), (code, text))
        return text

    def _is_kept(self, values: tuple[Value, ...]) -> bool:
        return not self._lists or all(_is_short(values[slot]) for slot in self._lists)


class Shared:
    """What decisions of one program share; kept in the program's private slot, dropped by pickling."""

    __slots__ = ("criteria", "positions", "tops")

    def __init__(self, program: Program) -> None:
        self.criteria = tuple(SharedCriterion(program, lowered) for lowered in program.criteria)
        self.positions = {criterion.id: position for position, criterion in enumerate(program.order)}
        self.tops = {place: one for one in self.criteria for place in range(one.first, one.last)}


def shared(program: Program) -> Shared:
    """The shared part of a program, made on first use; two threads may make it twice, one of them stays."""
    found = program._engine.get("decisions")
    if found is None:
        found = program._engine.setdefault("decisions", Shared(program))
    assert isinstance(found, Shared)
    return found


def _read(program: Program, criterion: Criterion) -> tuple[list[int], bool]:
    """The slots a criterion reads as written, and whether it reads the date; lowering may have dropped some."""
    expressions = {one.name: one.expression for one in program.category.definitions}
    waiting = [node for one in criterion.family() for node in (one.applies, one.require) if node is not None]
    slots: set[int] = set()
    as_of = False
    while waiting:
        for node in walk(waiting.pop()):
            if isinstance(node, ReadFact):
                slots.add(node.slot)
            elif isinstance(node, ReadDefinition) and (expression := expressions.pop(node.name, None)) is not None:
                waiting.append(expression)
            as_of = as_of or isinstance(node, AsOf)
    return sorted(slots), as_of


def _nothing(values: tuple[Value, ...]) -> None:
    return None


def _is_short(value: Value) -> bool:
    """Whether a list is short enough for its values to be a key; members' own lists count too."""
    if not isinstance(value, tuple):
        return True
    if len(value) > LONGEST_LIST:
        return False
    return all(
        len(field) <= LONGEST_LIST
        for member in value
        if isinstance(member, tuple)
        for field in member
        if isinstance(field, tuple)
    )


def _keep(kept: dict[Any, Any], key: Any, entry: object) -> None:
    if len(kept) >= MOST_ENTRIES:
        kept.clear()
    kept[key] = entry
