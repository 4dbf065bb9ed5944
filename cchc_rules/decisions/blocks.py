"""Blocks: the nodes of an explanation's tree, before any word is written."""

from __future__ import annotations

from dataclasses import dataclass

from cchc_rules.decisions.phrasing.sayings import Part


@dataclass(frozen=True, slots=True)
class Block:
    """One thing an explanation says; ``role`` tells renderers how, ``id`` and ``outcome`` what it is about.

    Roles: decision, verdict, context, tally, partial, problems, problem, findings, finding, reason, asked, clause,
    says, note, missing, fact. A block without ``said`` only holds its parts.
    """

    role: str
    said: Part | None = None
    parts: tuple[Block, ...] = ()
    id: str = ""
    outcome: str = ""
