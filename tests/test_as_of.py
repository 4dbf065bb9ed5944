"""The date of decision is checked alike by every way to evaluate."""

from __future__ import annotations

from datetime import date, datetime

import pytest

import cchc_rules as cr
from cchc_rules.engines.columns import evaluate_frame
from cchc_rules.season import Session

PROGRAM = cr.compile(cr.load("quan-12-2022"), "agency")
WAYS = {
    "evaluate": lambda as_of: cr.evaluate(PROGRAM, {}, as_of=as_of),
    "evaluate_many": lambda as_of: list(cr.evaluate_many(PROGRAM, [], as_of=as_of)),
    "evaluate_frame": lambda as_of: evaluate_frame(PROGRAM, {"id": ["P01"]}, as_of=as_of),
    "season": lambda as_of: Session(PROGRAM, as_of=as_of),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("as_of", ["2022-05-05", datetime(2022, 5, 5), date(1899, 12, 31), date(2200, 1, 1)])
def test_an_odd_date_is_refused(way, as_of) -> None:
    """What is no calendar date from 1900 to 2199 is a problem of the call, before anything is decided."""
    with pytest.raises(cr.FactError):
        WAYS[way](as_of)
