"""The one catalogue of user-facing text: each key names a situation and has a Vietnamese and an English wording.

Tables live in this package's modules, one per room that speaks; nothing else in the product holds words for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Final

LANGUAGES: Final = ("vi", "en")
TABLES: Final = (
    "common",
    "source",
    "language",
    "ruleset_keys",
    "case_keys",
    "years",
    "shared",
    "choices",
    "lint",
    "facts",
    "decisions",
    "run_words",
    "scores",
    "commands",
    "intake",
    "mapping",
    "ballot",
    "copies",
    "records",
    "season",
    "coverage",
    "proofs",
    "comparison",
    "remedies",
    "asking",
    "pages",
    "columns",
    "bulk",
    "sheets",
    "reports",
    "papers",
    "selection",
    "standings",
    "service",
    "service_pages",
)


@cache
def catalogue() -> Mapping[str, tuple[str, str]]:
    """Every key with its (Vietnamese, English) template; ``str.format`` fields in braces."""
    merged: dict[str, tuple[str, str]] = {}
    for table in TABLES:
        merged.update(import_module(f"cchc_rules.phrases.{table}").PHRASES)
    return MappingProxyType(merged)


def phrase(key: str, language: str, /, **fields: object) -> str:
    """The wording of ``key`` in ``language`` with its fields filled in; KeyError for a key that is in no table."""
    return catalogue()[key][LANGUAGES.index(language)].format(**fields)


def has_phrase(key: str) -> bool:
    """Whether the catalogue knows ``key``."""
    return key in catalogue()
