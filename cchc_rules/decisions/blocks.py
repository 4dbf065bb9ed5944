"""Blocks: the nodes of an explanation's tree, before any word is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from cchc_rules.decisions.phrasing.sayings import Part

Role: TypeAlias = Literal[
    "decision", "verdict", "context", "tally", "partial", "problems", "problem", "findings", "finding", "reason",
    "asked", "clause", "says", "note", "missing", "fact", "footing", "footing-line", "result", "line",
]  # fmt: skip
"""What a block is in an explanation."""


@dataclass(frozen=True, slots=True)
class Block:
    """One thing an explanation says; ``role`` tells renderers how, ``id`` and ``outcome`` what it is about.

    A block without ``said`` only holds its parts.
    """

    role: Role
    said: Part | None = None
    parts: tuple[Block, ...] = ()
    id: str = ""
    outcome: str = ""
