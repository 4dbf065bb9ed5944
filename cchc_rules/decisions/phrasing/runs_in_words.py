"""Runs of years in words: how many years up to which one, and where the run breaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cchc_rules.decisions.phrasing.figures import describe_value
from cchc_rules.decisions.phrasing.sayings import Listing, Part, Saying, tell
from cchc_rules.decisions.traces.trace import MemberTrace, Trace

MOST_YEARS: Final = 5
"""How many years of a run one sentence names; of more the first and the last are enough."""


def tell_run(run: Trace, key: str, required: Part) -> Saying:
    """The years of a run up to its last one, where it breaks or is not known, against what is required."""
    if len(run.last_years) != 1:
        return tell(f"{key}.no-end", last=describe_value(run.parts[1], unit="year"), required=required)
    years = run.run_years
    number = next((place for place, one in enumerate(years) if one.body.truth is not True), len(years))
    held, rest = years[:number], years[number:]
    found = _tell_held(held)
    if rest:
        open_ = [_name_year(one) for one in rest if one.body.truth is None]
        end = tell("run.open", years=Listing(tuple(open_), most=MOST_YEARS))
        if rest[-1].body.truth is False:
            end = tell("run.broken", year=_name_year(rest[-1]))
        found = tell("run.ended", held=found, end=end)
    return tell(key, last=years[0].name, found=found, required=required)


def find_telling_years(run: Trace) -> tuple[MemberTrace, ...]:
    """The years whose own reasons are worth telling: the one that breaks a run, else those not known."""
    years = run.run_years if len(run.last_years) == 1 else ()
    broken = tuple(one for one in years if one.body.truth is False and one.listed)
    return broken or tuple(one for one in years if one.body.truth is None)


def _tell_held(held: Sequence[MemberTrace]) -> Saying:
    if not held:
        return tell("run.none")
    years: Part = tell("run.span", first=held[-1].name, last=held[0].name)
    if len(held) <= MOST_YEARS:
        years = Listing(tuple(one.name for one in reversed(held)))
    return tell("run.held" if len(held) > 1 else "run.held-one", number=len(held), years=years)


def _name_year(one: MemberTrace) -> Part:
    """A year by its number; one without a member as left out."""
    return one.name if one.listed else tell("run.left-out", year=one.name)
