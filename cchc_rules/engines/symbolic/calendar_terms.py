"""The year, month and day of a date that nobody knows, from its number, by whole divisions alone.

Days are counted from 1 March of the year 0, so that the leap day ends a year; 400 years have 146,097 days. The months
from March on begin after (153 m + 2) / 5 days.
"""

from __future__ import annotations

from cchc_rules.engines.symbolic.logic import Logic, Term
from cchc_rules.language.nodes import CalendarKind

_FROM_MARCH = 305
"""Days from 1 March of the year 0 to 31 December: the number of 1 January of the year 1 is 1."""
_CYCLE_YEARS = 400
_CYCLE = 146_097
_CENTURY = 36_524
_FOUR_YEARS = 1_460


def count_calendar(logic: Logic, kind: CalendarKind, days: list[Term]) -> Term:
    """The year of a day, or the whole months or years from the first to the second, as terms over their numbers."""
    parts = [_split(logic, day) for day in days]
    if kind == "year":
        return parts[0][0]
    (first_year, first_month, first_day), (year, month, day) = parts
    early = logic.count(logic.less(day, first_day, strict=True))
    twelve = logic.multiply(12, logic.add((year, logic.multiply(-1, first_year))))
    months = logic.add((twelve, month, logic.multiply(-1, first_month), logic.multiply(-1, early)))
    return months if kind == "months" else logic.divide_whole(months, 12)


def _split(logic: Logic, day: Term) -> tuple[Term, Term, Term]:
    """The year, the month and the day of the month."""

    def subtract(one: Term, other: Term) -> Term:
        return logic.add((one, logic.multiply(-1, other)))

    counted = logic.add((day, _FROM_MARCH))
    cycle = logic.divide_whole(counted, _CYCLE)
    within = subtract(counted, logic.multiply(_CYCLE, cycle))
    leaps = [logic.divide_whole(within, one) for one in (_FOUR_YEARS, _CENTURY, _CYCLE - 1)]
    even = logic.add((within, logic.multiply(-1, leaps[0]), leaps[1], logic.multiply(-1, leaps[2])))
    year = logic.divide_whole(even, 365)
    begun = (logic.multiply(365, year), logic.divide_whole(year, 4), logic.multiply(-1, logic.divide_whole(year, 100)))
    in_year = subtract(within, logic.add(begun))
    month = logic.divide_whole(logic.add((logic.multiply(5, in_year), 2)), 153)
    before = logic.divide_whole(logic.add((logic.multiply(153, month), 2)), 5)
    is_late = logic.less(month, 10, strict=True)
    calendar_month = logic.choose(is_late, logic.add((month, 3)), logic.add((month, -9)))
    calendar_year = logic.add((year, logic.multiply(_CYCLE_YEARS, cycle), logic.choose(is_late, 0, 1)))
    return calendar_year, calendar_month, logic.add((subtract(in_year, before), 1))
