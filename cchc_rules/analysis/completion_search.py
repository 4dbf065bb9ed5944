"""Two programs on one candidate of whom something is unknown: do all ways to complete it decide alike, or none?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from cchc_rules.analysis.choosing import BudgetSpent, Choosing
from cchc_rules.analysis.compared_parts import Sides
from cchc_rules.analysis.compared_results import ask_results
from cchc_rules.analysis.open_candidates import open_candidate
from cchc_rules.engines.symbolic.logic import Bit, Logic
from cchc_rules.program.program import Program
from cchc_rules.values import Value


class Agreement(StrEnum):
    """Whether verdicts, scores and grades are alike for every completion, for none, for some; or that stays open."""

    ALWAYS = "always"
    NEVER = "never"
    SOMETIMES = "sometimes"
    OPEN = "open"


@dataclass(frozen=True)
class CompletionSearch:
    """Asks the solver about completions that both programs take; ``renames`` as for `join_facts`."""

    old: Program
    new: Program
    renames: Mapping[str, str]

    @cached_property
    def logic(self) -> Logic:
        """One for all that is asked: to make it takes as long as to ask."""
        return Logic()

    def compare(self, stated: Mapping[str, Value], as_of: date | None) -> Agreement:
        """How verdicts and results agree over the completions of some values, by the names of joined facts.

        Open where the budget is spent, no completion is taken by both, or an answer rests on lists of which only so
        many members are looked at. Cost: some milliseconds.
        """
        logic = self.logic
        candidate = open_candidate(logic, (self.old, self.new), renames=self.renames, stated=stated, day=as_of)
        answers = [candidate.answer(one) for one in (self.old, self.new)]
        failed = logic.disjoin(bit for one in answers for bit in one.failed)
        choosing = Choosing(logic)
        choosing.add((*candidate.valid, *candidate.complete, logic.negate(failed)))
        old, new = (one.verdicts for one in answers)
        differ: Bit = logic.disjoin(
            logic.differ(code < len(old) and old[code], code < len(new) and new[code])
            for code in range(max(len(old), len(new)))
        )
        results = ask_results(Sides(logic, (self.old, self.new), (answers[0], answers[1])))
        differ = logic.disjoin((differ, *(one.wanted for _, _, asked in results for one in asked)))
        try:
            differs, agrees = choosing.is_possible(differ), choosing.is_possible(logic.negate(differ))
        except BudgetSpent:
            return Agreement.OPEN
        if differs and agrees:
            return Agreement.SOMETIMES
        if candidate.bounded or not (differs or agrees):
            return Agreement.OPEN
        return Agreement.NEVER if differs else Agreement.ALWAYS
