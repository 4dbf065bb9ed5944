"""The full explanation of one candidate among many: without what is the same for each and stands in the report once."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from cchc_rules.decisions.blocks import Block
from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.explanation import Explanation, explain
from cchc_rules.reports.remedy_blocks import add_remedies

_SHARED: Final = frozenset({"context", "asked", "clause", "says"})
"""What the head of the report and its table of clauses say of everybody."""


def explain_to_board(decision: Decision, language: str, *, with_remedies: bool = False) -> Explanation:
    """Every criterion with its reasons and evidence; the clauses are those of `Report.list_clauses`."""
    found = explain(decision, language, full=True)
    found = replace(found, tree=_leave_out_shared(found.tree))
    return add_remedies(found, decision) if with_remedies else found


def _leave_out_shared(block: Block) -> Block:
    left_out = _SHARED | {"note"} if block.role == "finding" else _SHARED
    return replace(block, parts=tuple(_leave_out_shared(one) for one in block.parts if one.role not in left_out))
