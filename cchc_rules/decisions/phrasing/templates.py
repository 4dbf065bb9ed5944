"""Texts by template: what was said for some values, with holes for those of others that come to the same truths.

What is said of a condition over plain facts is the same for all candidates but for the values it shows, as long as its
comparisons come out alike and the same facts are known. So its words are found once, from a trace; then only values are
written anew.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from sys import getsizeof
from typing import Any, Final, assert_never

from cchc_rules.decisions.budget import Budget
from cchc_rules.decisions.phrasing.lines import Reason, write_line
from cchc_rules.decisions.phrasing.reasons import find_reasons
from cchc_rules.decisions.phrasing.sayings import Filled, Hole, Listing, Part, Saying, Shown, write_value
from cchc_rules.decisions.traces.builder import build_trace
from cchc_rules.language.nodes import (
    And,
    Arithmetic,
    AsOf,
    Attribute,
    BareText,
    Calendar,
    Compare,
    FirstOf,
    Fold,
    In,
    Literal,
    Name,
    Negate,
    Node,
    Not,
    Or,
    Quotient,
    ReadDefinition,
    ReadFact,
    ReadField,
    ReadParameter,
    ReadResult,
    Size,
    YearRun,
)
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import BooleanType, ListType
from cchc_rules.program import reference
from cchc_rules.program.program import LoweredCriterion, Program
from cchc_rules.program.reference import Scope
from cchc_rules.values import Value, Words

_HOLE: Final = re.compile("\0([0-9]+) ([a-z]*)\0")


class Templates:
    """The texts of one criterion, by what its values come to; ``nodes`` are all its expressions hold."""

    __slots__ = ("_asked", "_budget", "_dated", "_kept", "_lowered", "_numbers", "_program", "fit")

    def __init__(self, program: Program, lowered: LoweredCriterion, nodes: Sequence[Node], budget: Budget) -> None:
        reads = {node.slot: program.facts[node.slot] for node in nodes if isinstance(node, ReadFact)}
        named = {node.name for node in nodes if isinstance(node, ReadDefinition)}
        defined = [label for name in named if (label := program.definition_by_name[name].label) is not None]
        labels = [*defined, *(fact.label for fact in reads.values())]
        # INVARIANT: no label stands twice, for then two reasons would become one where values happen to be the same.
        self.fit = len(set(labels)) == len(labels) and all(map(_is_plain, nodes))
        self._dated = any(map(program.reads_day, nodes))
        self._asked = tuple(dict.fromkeys(node for node in nodes if self.fit and _is_asked(node)))
        self._numbers = tuple(slot for slot, fact in reads.items() if not isinstance(fact.type, BooleanType))
        self._kept: dict[Any, _Template] = budget.open_cache()
        self._budget = budget
        self._lowered = lowered
        self._program = program

    def text(self, values: tuple[Value, ...], as_of: date | None, codes: tuple[int, ...], language: str) -> str | None:
        """The text for these values, ``codes`` being the outcomes of the criterion and its members; None when not fit.

        Raises EngineDisagreement for outcomes the reference does not come to.
        """
        if not self.fit:
            return None
        scope = Scope(self._program, values, as_of)
        truths = [reference.truth(node, scope) for node in self._asked]
        day = as_of if self._dated else None
        key = (language, codes, day, *truths, *[values[slot] is None for slot in self._numbers])
        if (template := self._kept.get(key)) is not None:
            return template.fill(values, language)
        trace = build_trace(self._program, self._lowered.criterion, codes, values, as_of)
        reasons = find_reasons(trace, self._lowered.criterion)
        text = write_line(reasons, language)
        head, *rest = _HOLE.split(write_line(map(_make_holes, reasons), language))
        template = _Template(head, tuple(zip(map(int, rest[::3]), rest[1::3], rest[2::3], strict=True)))
        if template.fill(values, language) == text:
            self._budget.keep(self._kept, key, template, getsizeof(template.head) * (1 + len(template.holes)))
        return text


@dataclass(frozen=True, slots=True)
class _Template:
    """A text up to its first hole, and each hole: the slot of its value, the unit, the text up to the next."""

    head: str
    holes: tuple[tuple[int, str, str], ...]

    def fill(self, values: tuple[Value, ...], language: str) -> str | None:
        text = self.head
        for slot, unit, after in self.holes:
            if (written := write_value(values[slot], unit, language)) is None:
                return None
            text += written + after
        return text[:1].upper() + text[1:]


def _make_holes(reason: Reason) -> Reason:
    return replace(reason, head=_holes_of(reason.head), parts=tuple(map(_make_holes, reason.parts)))


def _holes_of(part: Part) -> Part:
    match part:
        case Saying(fields=fields):
            return replace(part, fields=tuple((name, _holes_of(value)) for name, value in fields))
        case Listing(parts=parts):
            return replace(part, parts=tuple(map(_holes_of, parts)))
        case Shown(slot=int(slot), unit=unit):
            return Hole(slot, unit)
        case Shown() | Filled() | Hole() | Words() | str():
            return part
        case _:
            assert_never(part)


def _is_asked(node: Node) -> bool:
    """Whether the truth of a node, with those of others like it, settles all truths above it."""
    return isinstance(node, Compare | In) or (isinstance(node, ReadFact) and isinstance(node.type, BooleanType))


def _is_plain(node: Node) -> bool:
    """Whether what is said of a node hangs on truths, and on values of facts that are shown as they are."""
    match node:
        case ReadFact():
            return not isinstance(node.type, ListType)
        case Negate(operand=operand):
            return isinstance(operand, Literal | ReadParameter)
        case FirstOf():
            return isinstance(type_of(node), BooleanType)
        case And() | Or() | Not() | Compare() | In() | Literal() | ReadParameter() | ReadDefinition() | AsOf():
            return True
        case ReadField() | ReadResult() | Arithmetic() | Calendar() | Quotient() | Fold() | YearRun() | Size():
            return False
        case Name() | Attribute() | BareText():
            return False
        case _:
            assert_never(node)
