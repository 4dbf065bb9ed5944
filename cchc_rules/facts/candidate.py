"""A candidate as the engines see it: parsed values in slot order, with provenance beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cchc_rules.values import Value


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who stated a fact, on which day, on which document's authority.

    Nobody stated a value that follows from another fact: ``settled_by`` is the name of that one.
    """

    by: str | None = None
    on: date | None = None
    evidence: str | None = None
    settled_by: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An id, a name, the parsed values in slot order and where they come from (by path, ``units[Nội vụ].on_time``).

    Values that others settle are among them.
    """

    id: str | None
    name: str | None
    values: tuple[Value, ...]
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
