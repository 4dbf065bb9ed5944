"""The columns engine: a program over frames of any size, as Polars expressions that keep the order of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.problems import import_optional

if not TYPE_CHECKING:  # before any module of this room imports it
    import_optional("polars", extra="polars")

from cchc_rules.engines.columns.identities import find_doubled_identities
from cchc_rules.engines.columns.lazy import evaluate_lazy
from cchc_rules.engines.columns.results import FrameResult, decide_frame, evaluate_frame, explain_row

__all__ = [
    "FrameResult",
    "decide_frame",
    "doubled_identities",
    "evaluate_frame",
    "evaluate_lazy",
    "explain_row",
    "find_doubled_identities",
]

doubled_identities = find_doubled_identities
"""The name documents taught, for this version more."""
