"""By what a decision shows something that no case shows yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from cchc_rules.analysis.result_coverage import ResultPart, Situation
from cchc_rules.decisions.decision import Decision
from cchc_rules.engines.direct import engine as direct
from cchc_rules.program.reference import Scope
from cchc_rules.values import Outcome

PROBES: Final = "probe"
"""How the ids of criteria begin that stand for situations, while they are asked about."""

Shows: TypeAlias = Callable[[Decision], bool]


def has_outcome(id: str, outcome: Outcome) -> Shows:
    """Whether a criterion has an outcome."""
    return lambda decision: decision[id].outcome is outcome


def is_alone_unmet(id: str) -> Shows:
    """Whether a criterion is unmet and every other passes; probes do not count."""

    def shows(decision: Decision) -> bool:
        found = {one.id: one.outcome for one in decision.findings if not one.id.startswith(PROBES)}
        passing = (Outcome.MET, Outcome.NOT_APPLICABLE)
        return found.pop(id) is Outcome.UNMET and all(one in passing for one in found.values())

    return shows


def hangs_on(name: str) -> Shows:
    """Whether the verdict hangs on a fact that is not stated."""
    return lambda decision: any(one.path.partition("[")[0] == name for one in decision.missing_facts)


def is_in_situation(part: ResultPart, situation: Situation) -> Shows:
    """Whether a part is in a situation."""
    return lambda decision: situation in part.see(Scope(decision.program, decision.values, decision.as_of))


def fails_check(place: int) -> Shows:
    """Whether of all checks only that of a place is false."""
    return lambda decision: direct.code(decision.program).failed(decision.values, decision.as_of) == (place,)
