"""When two folds are the same work."""

from __future__ import annotations

from typing import Any

from cchc_rules.language.nodes import NODES, Node, field_names


def likeness(node: Node) -> tuple[Any, ...]:
    """Equal for expressions that mean the same: every field but places, and types, which follow from the rest."""
    names = (name for name in field_names(node) if name not in ("span", "type"))
    return (type(node), *(_likeness(getattr(node, name)) for name in names))


def _likeness(value: Any) -> Any:
    if type(value) in NODES:
        return likeness(value)
    # With its type: True and 1 are equal to Python.
    return tuple(map(_likeness, value)) if type(value) is tuple else (type(value), value)
