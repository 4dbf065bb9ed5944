"""The columns engine: a program over frames of any size, as Polars expressions that keep the order of rows."""

from __future__ import annotations

from cchc_rules.engines.columns import dependency as dependency
from cchc_rules.engines.columns.identities import doubled_identities
from cchc_rules.engines.columns.lazy import evaluate_lazy
from cchc_rules.engines.columns.results import FrameResult, decide_frame, evaluate_frame, explain_row

__all__ = ["FrameResult", "decide_frame", "doubled_identities", "evaluate_frame", "evaluate_lazy", "explain_row"]
