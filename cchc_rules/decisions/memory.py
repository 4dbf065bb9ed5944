"""What decisions of one program share: a trace and its texts for each (criterion, values it reads), bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from operator import itemgetter
from sys import getsizeof
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from cchc_rules.decisions.budget import MOST_BYTES, Budget
from cchc_rules.decisions.phrasing.lines import write_line
from cchc_rules.decisions.phrasing.reasons import find_reasons
from cchc_rules.decisions.phrasing.templates import Templates
from cchc_rules.decisions.traces.builder import because_nodes, build_trace
from cchc_rules.decisions.traces.trace import CriterionTrace, count_nodes
from cchc_rules.language.nodes import Node, Quotient, ReadDefinition, ReadFact, ReadResult, walk
from cchc_rules.language.ruleset import Criterion
from cchc_rules.language.types import ListType
from cchc_rules.phrases import LANGUAGES
from cchc_rules.program.program import LoweredCriterion, Program
from cchc_rules.values import OUTCOMES, Value

if TYPE_CHECKING:
    from cchc_rules.decisions.decision import Decision

TraceOf: TypeAlias = "Callable[[CriterionMemory], CriterionTrace]"

BYTES_A_NODE: Final = 300
"""A node of a trace with its points and the tuples of its parts: 273 measured over shares, lists and groups."""

LONGEST_LIST: Final = 50
"""A criterion that reads a longer list is traced afresh for each decision."""


class CriterionMemory:
    """One top-level criterion of a program: which values it reads, and what was said of which of them.

    ``texts[language][code]`` are the texts for an outcome code by key. A key is the one value read, or a tuple of those
    read, the date standing after the last slot.
    ``pick`` makes the key of the values with the date behind them.
    ``divisors`` are the slots of facts that are divided by: while none of them is 0, the criterion is unknown only for
    want of a fact. None where there is no saying: a list it reads may be empty, a computed divisor 0.
    """

    __slots__ = (
        "_lists",
        "_program",
        "_said",
        "_seen",
        "_templates",
        "divisors",
        "first",
        "last",
        "lowered",
        "pick",
        "reads_list",
        "slots",
        "texts",
        "traces",
    )

    def __init__(self, program: Program, lowered: LoweredCriterion, said: Budget, seen: Budget) -> None:
        self.lowered = lowered
        self.first = lowered.position
        self.last = self.first + sum(1 for _ in lowered.criterion.family())
        nodes = tuple(_nodes(program, lowered.criterion))
        self.slots = _read(program, nodes)
        self.traces: dict[Any, tuple[tuple[int, ...], CriterionTrace]] = seen.open_cache()
        self.texts: dict[str, tuple[dict[Any, str], ...]] = {
            one: tuple(said.open_cache() for _ in OUTCOMES) for one in LANGUAGES
        }
        self.reads_list = any(isinstance(node.type, ListType) for node in nodes if isinstance(node, ReadFact))
        wholes = {node.whole for node in nodes if isinstance(node, Quotient)}
        divisors = tuple(node.slot for node in wholes if isinstance(node, ReadFact))
        self.divisors = None if self.reads_list or len(divisors) < len(wholes) else divisors
        self._program = program
        self._said = said
        self._seen = seen
        self._templates = Templates(program, lowered, nodes, said)
        self.pick: Callable[[tuple[Value, ...]], Any] = itemgetter(*self.slots) if self.slots else _nothing
        facts = program.facts
        self._lists = tuple(slot for slot in self.slots if slot < len(facts) and isinstance(facts[slot].type, ListType))

    def trace(self, values: tuple[Value, ...], as_of: date | None, codes: tuple[int, ...]) -> CriterionTrace:
        """The trace for these values. Raises EngineDisagreement when it comes to other outcomes than ``codes``."""
        given = codes[self.first : self.last]
        if not self._is_kept(values):
            return build_trace(self._program, self.lowered.criterion, given, values, as_of)
        key = self.pick((*values, as_of))
        found = self.traces.get(key)
        if found is None or found[0] != given:
            found = (given, build_trace(self._program, self.lowered.criterion, given, values, as_of))
            self._seen.keep(self.traces, key, found, BYTES_A_NODE * count_nodes(found[1]))
        return found[1]

    def text(
        self, values: tuple[Value, ...], as_of: date | None, codes: tuple[int, ...], trace: TraceOf, language: str
    ) -> str:
        """One line saying why the criterion came to its outcome, by a template or else from its ``trace``.

        Values it does not read do not matter. Raises EngineDisagreement when they do not come to ``codes``.
        """
        texts, key, kept = self.texts[language][codes[self.first]], self.pick((*values, as_of)), self._is_kept(values)
        text = texts.get(key) if kept else None
        if text is None:
            text = self._templates.text(values, as_of, codes[self.first : self.last], language)
            if text is None:
                text = write_line(find_reasons(trace(self), self.lowered.criterion), language)
            if kept:
                self._said.keep(texts, key, text, getsizeof(text))
        return text

    def _is_kept(self, values: tuple[Value, ...]) -> bool:
        return not self._lists or all(_is_short(values[slot]) for slot in self._lists)


class Memory:
    """What decisions of one program share; kept in the program's private slot, dropped by pickling.

    Texts and traces may take `MOST_BYTES` together, half each, so that many traces do not make texts forgotten.
    """

    __slots__ = ("_dated", "_kept", "_said", "_seen", "criteria", "positions", "tops")

    def __init__(self, program: Program) -> None:
        self._said, self._seen = Budget(), Budget()
        self.limit(MOST_BYTES)
        self.criteria = tuple(CriterionMemory(program, one, self._said, self._seen) for one in program.criteria)
        self._dated = any(len(program.facts) in one.slots for one in self.criteria)
        self.positions = {criterion.id: position for position, criterion in enumerate(program.order)}
        self._kept = {
            language: tuple((one.first, one.pick, one.texts[language]) for one in self.criteria)
            for language in LANGUAGES
        }
        self.tops = {place: one for one in self.criteria for place in range(one.first, one.last)}

    def limit(self, most: int) -> None:
        """Sets how many bytes may be remembered, about; 0 remembers nothing."""
        self._said.most = self._seen.most = most // 2

    def texts(self, decision: Decision, language: str) -> tuple[str, ...]:
        """One line a top-level criterion. Cost: a look-up each, where the same was said before of the same values."""
        codes = decision.outcome_codes
        row = (*decision.values, decision.as_of) if self._dated else decision.values
        try:
            return tuple([texts[codes[first]][pick(row)] for first, pick, texts in self._kept[language]])
        except KeyError:
            given = decision.values, decision.as_of, codes, decision._trace, language
            return tuple([one.text(*given) for one in self.criteria])


def find_memory(program: Program) -> Memory:
    """The shared part of a program, made on first use; two threads may make it twice, one of them stays."""
    found = program._engine.get("decisions")
    if found is None:
        found = program._engine.setdefault("decisions", Memory(program))
    assert isinstance(found, Memory)
    return found


def _nodes(program: Program, criterion: Criterion) -> Iterator[Node]:
    """All nodes of a criterion as written (lowering may have dropped some), those of definitions and results too."""
    followed: set[tuple[type[Node], str]] = set()
    waiting = [node for one in criterion.family() for node in (one.applies, one.require) if node is not None]
    waiting += [node for one in criterion.family() for node in because_nodes(program, one)]
    while waiting:
        for node in walk(waiting.pop()):
            yield node
            if isinstance(node, ReadDefinition | ReadResult) and (type(node), node.name) not in followed:
                followed.add((type(node), node.name))
                is_definition = isinstance(node, ReadDefinition)
                waiting += (
                    (program.definition_by_name[node.name].expression,)
                    if is_definition
                    else program.category.result(node.name).expressions
                )


def _read(program: Program, nodes: tuple[Node, ...]) -> tuple[int, ...]:
    """The slots that are read; the date counts as one more slot."""
    slots = {node.slot for node in nodes if isinstance(node, ReadFact)}
    dates = {len(program.facts) for node in nodes if program.reads_day(node)}
    return tuple(sorted(slots | dates))


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
