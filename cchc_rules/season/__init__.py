"""A live season: facts arrive, change and are withdrawn, and every change of standing is told."""

from cchc_rules.season.changes import Cause, Change, ResultShift, Standing
from cchc_rules.season.journal import JournalError
from cchc_rules.season.session import Session

__all__ = ["Cause", "Change", "JournalError", "ResultShift", "Session", "Standing"]
