"""Rows of a store as they must be: another program may have written anything into its tables."""

from __future__ import annotations

from typing import Any, Final

from cchc_rules.problems import Problem
from cchc_rules.records.databases import Row, StoreError

GREATEST_NUMBER: Final = 2**63 - 1
"""The greatest number of a record: what the databases count with."""

LONGEST_FORMAT: Final = 6
"""Digits of the version of a store: fewer than these."""

RECORD_KINDS: Final = (int, str, str, (str, type(None)), (str, type(None)))
"""Number, time, seal, content, digest of a record; content or digest is there."""


def check_row(table: str, row: Row, kinds: tuple[Any, ...]) -> Row:
    """The row, each value of its kind. Raises StoreError ``store-unusable.damaged`` otherwise."""
    if not all(isinstance(value, kind) for value, kind in zip(row, kinds, strict=True)):
        raise refuse_store(table)
    return row


def refuse_store(table: str) -> StoreError:
    """The error of a table that holds what no store of records does."""
    return StoreError([Problem("store-unusable", None, {"detail": table}, variant="damaged")])


def is_encodable(text: str) -> bool:
    """Whether a text has no half of a letter (a lone surrogate), which no database takes."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
