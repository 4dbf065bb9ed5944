"""The live engine (durable_rules): a season of changing facts, and an independent second opinion on a decision."""

from cchc_rules.engines.live.changes import Cause, Change, Standing
from cchc_rules.engines.live.engine import Answer, Code, code
from cchc_rules.engines.live.host import EngineFailure, self_check
from cchc_rules.engines.live.journal import JournalError
from cchc_rules.engines.live.season import Session

__all__ = [
    "Answer",
    "Cause",
    "Change",
    "Code",
    "EngineFailure",
    "JournalError",
    "Session",
    "Standing",
    "code",
    "self_check",
]
