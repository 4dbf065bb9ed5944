"""The date a candidate is decided as of."""

from __future__ import annotations

from datetime import date

from cchc_rules.problems import FactError, Place, Problem
from cchc_rules.text import show_value
from cchc_rules.values import FIRST_DATE, LAST_DATE


def refuse_odd_date(as_of: object, first: date | None = None) -> None:
    """Raise FactError for an ``as_of`` that is neither None (unknown) nor a calendar date from 1900 to 2199.

    Nor may it lie before ``first``, the day from which every dated parameter has a value.
    """
    if as_of is None:
        return
    if type(as_of) is not date:
        raise FactError([Problem("as-of-not-a-date", Place(path="as_of"), {"given": show_value(as_of)})])
    if not FIRST_DATE <= as_of <= LAST_DATE:
        raise FactError([Problem("date-out-of-range", Place(path="as_of"), {"value": show_value(as_of)})])
    if first is not None and as_of < first:
        fields = {"as_of": as_of.isoformat(), "first": first.isoformat()}
        raise FactError([Problem("as-of-too-early", Place(path="as_of"), fields)])
