"""When two folds are the same work, and in which loop that work must be done."""

from __future__ import annotations

from typing import Any

from cchc_rules.language.nodes import NODES, Fold, Node, ReadField, field_names, walk


def outer_items(node: Fold) -> set[str]:
    """The item variables a fold reads that are bound outside it (none may shadow another)."""
    nodes = list(walk(node))
    bound = {inner.item for inner in nodes if isinstance(inner, Fold)}
    return {read.item for read in nodes if isinstance(read, ReadField)} - bound


def likeness(node: Node) -> tuple[Any, ...]:
    """Equal for expressions that mean the same: every field but places, and types, which follow from the rest."""
    names = (name for name in field_names(node) if name not in ("span", "type"))
    return (type(node), *(_likeness(getattr(node, name)) for name in names))


def _likeness(value: Any) -> Any:
    if type(value) in NODES:
        return likeness(value)
    # With its type: True and 1 are equal to Python.
    return tuple(map(_likeness, value)) if type(value) is tuple else (type(value), value)
