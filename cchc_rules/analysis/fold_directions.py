"""Folds of which more holding members never hurt: a member is then never made worse by a remedy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

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
    walk,
)


def find_upward(nodes: Iterable[Node]) -> frozenset[Fold]:
    """The folds that occur in conditions only where their holding more often makes these hold rather than not.

    Definitions are written out. What is compared for equality, computed with or asked of by a table is left out.
    """
    found = [pair for node in nodes for pair in _walk(node, positive=True)]
    mixed = {fold for fold, positive in found if not positive}
    return frozenset(fold for fold, _ in found if fold not in mixed)


def _walk(node: Node, *, positive: bool) -> Iterator[tuple[Fold, bool]]:
    """Each fold with whether it surely speaks for the condition."""
    match node:
        case And(operands=operands) | Or(operands=operands):
            for one in operands:
                yield from _walk(one, positive=positive)
        case Not(operand=operand):
            yield from _walk(operand, positive=not positive)
        case Compare(op=">=" | ">", left=left, right=right):
            yield from _walk(left, positive=positive)
            yield from _walk(right, positive=not positive)
        case Compare(op="<=" | "<", left=left, right=right):
            yield from _walk(left, positive=not positive)
            yield from _walk(right, positive=positive)
        case Fold(kind="all" | "any" | "count" | "percent"):
            yield node, positive
        case Fold() | Compare() | In() | Arithmetic() | Negate() | Quotient() | FirstOf() | Calendar() | Size():
            yield from ((one, False) for one in walk(node) if isinstance(one, Fold))
        case YearRun():
            yield from ((one, False) for one in walk(node) if isinstance(one, Fold))
        case Literal() | ReadFact() | ReadField() | ReadDefinition() | ReadParameter() | ReadResult() | AsOf():
            return
        case Name() | Attribute() | BareText():
            return
        case _:
            assert_never(node)
