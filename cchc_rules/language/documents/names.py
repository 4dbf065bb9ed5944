"""What names and ids of the language may look like, and which words are taken. Plain text, no pydantic."""

from __future__ import annotations

import re
from keyword import kwlist
from typing import Final

NAME_PATTERN: Final = re.compile(r"[a-z][a-z0-9_]*")
"""Facts, fields, definitions and item variables (use ``fullmatch``; ASCII only)."""

ID_PATTERN: Final = re.compile(r"[a-z0-9-]+")
"""Rulesets, sources, clauses, scales, parameters, categories, checks, criteria (use ``fullmatch``)."""

LANGUAGE_WORDS: Final = frozenset(
    (
        *("and", "or", "not", "in", "if", "else", "for", "is", "true", "false", "null"),
        *("as_of", "date", "param", "all", "any", "count", "percent", "sum", "min", "max"),
    )
)
"""Words that mean something inside expressions."""

CANDIDATE_WORDS: Final = frozenset(("id", "name"))
"""The candidate's own keys."""

SELECTION_WORDS: Final = frozenset(("favourable", "candidates", "running"))
"""Words that mean something in selections."""

RESERVED_NAMES: Final = frozenset(word.lower() for word in kwlist) | LANGUAGE_WORDS | CANDIDATE_WORDS | SELECTION_WORDS
"""Every word that no fact, field, definition or item variable may be called."""

LONGEST_KEY: Final = 256
