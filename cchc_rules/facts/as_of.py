"""The date a candidate is decided as of: what it may be, and what is not taken because it was stated after it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from cchc_rules.facts.candidate import Provenance
from cchc_rules.facts.faults import Fault
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


def fault_stated_after(on: date | None, as_of: date | None) -> Fault | None:
    """What is wrong with a fact that was stated after the day it is decided as of; None where either is unknown."""
    if on is None or as_of is None or on <= as_of:
        return None
    return Fault("stated-after-as-of", on=f"{on:%d/%m/%Y}", as_of=f"{as_of:%d/%m/%Y}")


def find_stated_after(provenance: Mapping[str, Provenance], as_of: date | None) -> frozenset[str]:
    """The paths of the facts that were stated after that day. Cost: a look at each."""
    return frozenset(path for path, one in provenance.items() if fault_stated_after(one.on, as_of) is not None)
