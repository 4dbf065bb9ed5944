"""When two folds are the same work, and in which loop that work must be done."""

from __future__ import annotations

from typing import Any

from cchc_rules.language.nodes import (
    Arithmetic,
    Compare,
    Fold,
    Literal,
    Node,
    Quotient,
    ReadDefinition,
    ReadFact,
    ReadField,
    children,
    walk,
)


def outer_items(node: Fold) -> set[str]:
    """The item variables a fold reads that are bound outside it (none may shadow another)."""
    nodes = list(walk(node))
    bound = {inner.item for inner in nodes if isinstance(inner, Fold)}
    return {read.item for read in nodes if isinstance(read, ReadField)} - bound


def likeness(node: Node) -> tuple[Any, ...]:
    """Equal for expressions that mean the same, places left out."""
    parts = tuple(map(likeness, children(node)))
    match node:
        case Literal(value=value):
            return ("literal", type(value), value)
        case ReadFact(slot=slot) | ReadField(slot=slot):
            return (type(node), slot, getattr(node, "item", ""))
        case ReadDefinition(name=name):
            return ("definition", name)
        case Compare(op=op) | Arithmetic(op=op):
            return (type(node), op, parts)
        case Quotient(percent=percent):
            return (type(node), percent, parts)
        case Fold(kind=kind, item=item, filter=filter_):
            return (type(node), kind, item, filter_ is None, parts)
        case _:
            return (type(node), parts)
