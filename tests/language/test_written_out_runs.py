"""Years in a row written otherwise than as a run: each is satisfied by a record with a gap, and is warned of."""

from __future__ import annotations

import pytest

from cchc_rules.evaluation import evaluate
from cchc_rules.language.lint.linter import lint
from cchc_rules.language.loader import load_text
from cchc_rules.program.compiler import compile
from tests.generation.bodies import CATEGORY, document, text

LIST = {
    "type": "list",
    "min_items": 0,
    "key": "year",
    "items": {"year": "year", "awarded": "boolean", "points": {"type": "integer", "min": 0, "max": 100}},
}
ROLL = {**LIST, "min_items": 1, "expects": [2021, 2022, 2023, 2025]}
LOOSE = {name: value for name, value in LIST.items() if name != "key"}
GAP = [2021, 2022, 2023, 2025]
"""Years of award: of the three years up to 2025 one was left out."""

WINDOW = "y.year > last - 3 and y.year <= last"
UNSAFE = {
    "all over a window": f"all(y.awarded for y in years if {WINDOW})",
    "all over the years after one": "all(y.awarded for y in years if y.year > 2022)",
    "all over named years": "all(y.awarded for y in years if y.year in [2023, 2024, 2025])",
    "all of what is listed": "all(y.awarded for y in years)",
    "the last year and all": "any(y.year == last for y in years) and all(y.awarded for y in years)",
    "enough years and all": "count(years) >= 3 and all(y.awarded for y in years)",
    "all that are old or awarded": "all(y.year <= last - 3 or y.awarded for y in years)",
    "none within a window that is not": f"not any(not y.awarded for y in years if {WINDOW})",
    "no year that is not": "not any(not y.awarded for y in years)",
    "none counted within a window": f"count(not y.awarded for y in years if {WINDOW}) == 0",
    "none counted, the other way round": "1 > count(y.year > 2022 and not y.awarded for y in years)",
    "a share of a window": f"percent(y.awarded for y in years if {WINDOW}) >= 100",
    "a share of what is listed": "percent(y.awarded for y in years) >= 100",
    "as many as are listed": "count(y.awarded for y in years) >= 3 and count(y.awarded for y in years) == count(years)",
    "as many as there are in a window": "count(y.awarded for y in years if y.year > 2022) "
    ">= count(y.year > 2022 for y in years)",
    "a share of two counts": "percent(count(y.awarded for y in years if y.year > 2022), "
    "count(y.year > 2022 for y in years)) >= 100",
    "the least points of a window": f"min(y.points for y in years if {WINDOW}) >= 50",
    "from the first to the last": "max(y.year for y in years if y.awarded) "
    "- min(y.year for y in years if y.awarded) >= 2",
    "no points for a year lost": f"sum(0 if y.awarded else 1 for y in years if {WINDOW}) == 0",
    "no year lost among all": "sum(1 for y in years if not y.awarded) < 1",
    "not one lost": f"not count(not y.awarded for y in years if {WINDOW}) > 0",
    "not more than none lost": f"not (0 < count(not y.awarded for y in years if {WINDOW}))",
    "none of some numbers lost": f"count(not y.awarded for y in years if {WINDOW}) in [0]",
    "no share lost": "percent(not y.awarded for y in years) <= 0",
    "a share not below": f"not percent(y.awarded for y in years if {WINDOW}) < 100",
    "the least points not below": f"not (min(y.points for y in years if {WINDOW}) < 50)",
    "the most points lost": f"max(50 - y.points for y in years if {WINDOW}) <= 0",
    "one condition or another": f"false if any(not y.awarded for y in years if {WINDOW}) else true",
    "a count or another condition": f"false if count(not y.awarded for y in years if {WINDOW}) > 0 else true",
    "as many by a difference": f"count(y.awarded for y in years if {WINDOW}) - count({WINDOW} for y in years) >= 0",
    "points for each listed": f"sum(y.points for y in years if {WINDOW}) >= 50 * count({WINDOW} for y in years)",
    "mean points": f"sum(y.points for y in years if {WINDOW}) / count({WINDOW} for y in years) >= 50",
    "an early first and a late last": "min(y.year for y in years if y.awarded) <= 2023 "
    "and max(y.year for y in years if y.awarded) >= 2025",
    "a definition": "steady",
}
"""Ways to write three years in a row that pass over a gap."""

SINCE = {
    "nothing lost since": "max(y.year for y in years if not y.awarded) <= 2022",
    "nothing lost after": "not max(y.year for y in years if not y.awarded) > 2022",
    "so long since the last one lost": "last - max(y.year for y in years if not y.awarded) >= 3",
}
"""The same by the last year that was lost, for whoever lost one before."""

SAFE = {
    "a run": "run((y.awarded for y in years), to=last) >= 3",
    "each year by itself": "any(y.year == 2023 and y.awarded for y in years) "
    "and any(y.year == 2024 and y.awarded for y in years) and any(y.year == 2025 and y.awarded for y in years)",
    "so many of a window": f"count(y.awarded for y in years if {WINDOW}) >= 3",
    "so many, or not": f"true if count(y.awarded for y in years if {WINDOW}) >= 3 else false",
    "so many points of a window": f"sum(y.points for y in years if {WINDOW}) >= 150",
}
"""Ways that do not."""

HARMLESS = (
    "count(years) >= 3",
    "count(years) <= 9",
    "any(y.awarded for y in years if y.year > 2022)",
    "max(y.points for y in years) >= 50",
    "min(y.year for y in years) >= 2000",
    "last - max(y.year for y in years if y.awarded) <= 1",
    "not all(y.awarded for y in years)",
)
"""Other questions to a list of years, which leaving a year out does not help, or which ask for no years in a row."""


def _ruleset(require: str, years: dict = LIST):
    define = {"steady": "all(y.awarded for y in years if y.year > 2022)"} if require == "steady" else {}
    body = {"facts": {"last": "year", "years": years}, "define": define, "criteria": {"steady-years": require}}
    return load_text(text(document(body)))


def _outcome(ruleset, *, lost: int | None = None) -> str:
    years = [{"year": year, "awarded": True, "points": 60} for year in GAP]
    years += [] if lost is None else [{"year": lost, "awarded": False, "points": 0}]
    return evaluate(compile(ruleset, CATEGORY), {"last": 2025, "years": years})["steady-years"].outcome.value


def _warned(ruleset) -> bool:
    return any(one.code == "run-written-out" for one in lint(ruleset))


@pytest.mark.parametrize("require", UNSAFE.values(), ids=UNSAFE)
def test_what_a_gap_satisfies_is_warned_of(require):
    """A record whose year 2024 was left out is met, and the warning names `run`."""
    ruleset = _ruleset(require)
    assert "met" == _outcome(ruleset)
    (found, *_) = [one for one in lint(ruleset) if one.code == "run-written-out"]
    assert all("run((… for y in years), to=…) >= n" in found.render_line(language) for language in ("vi", "en"))


@pytest.mark.parametrize("require", SINCE.values(), ids=SINCE)
def test_the_last_year_lost_says_nothing_of_a_gap(require):
    """A record with a year lost long ago and a gap since is met, and warned of."""
    ruleset = _ruleset(require)
    assert "met" == _outcome(ruleset, lost=2019)
    assert _warned(ruleset)


@pytest.mark.parametrize("require", HARMLESS)
def test_other_questions_to_years_are_not_warned_of(require):
    """What no gap helps, and what asks for no years in a row, is left alone."""
    assert not _warned(_ruleset(require))


@pytest.mark.parametrize("require", SAFE.values(), ids=SAFE)
def test_what_a_gap_does_not_satisfy_is_not(require):
    """The same record is unmet or unknown, and nothing is said."""
    ruleset = _ruleset(require)
    assert "met" != _outcome(ruleset)
    assert not _warned(ruleset)


@pytest.mark.parametrize("years", [ROLL, LOOSE], ids=["a roll with older years", "a list without a key"])
def test_a_window_is_warned_of_whatever_the_list_is(years):
    """A roll that lacks a year of the window, or a list that tells no years apart, does not help."""
    ruleset = _ruleset("all(y.awarded for y in years if y.year > 2022)", years)
    assert "met" == _outcome(ruleset)
    assert _warned(ruleset)


def test_a_roll_holds_every_year_it_names():
    """Every year of a roll, with or without the roll's own years asked for, is no run written out."""
    asked = ("all(y.awarded for y in years)", "all(y.awarded for y in years if y.year in [2021, 2025])")
    assert not any(_warned(_ruleset(one, {**ROLL, "expects": [2021, 2022, 2023, 2024, 2025]})) for one in asked)


def test_scores_are_looked_at_too():
    """A line that gives points for years in a row is asked the same."""
    body = {
        "decides": "grading",
        "facts": {"years": LIST},
        "scores": {"total": {"lines": {"years": "10 if all(y.awarded for y in years if y.year > 2022) else 0"}}},
    }
    assert _warned(load_text(text(document(body))))


def test_points_taken_off_for_each_year_lost_are_no_run():
    """A deduction a year is no condition; a table that goes by the years lost is one."""
    lost = "count(not y.awarded for y in years)"
    for line, is_one in (
        ({"is": f"-1 * {lost}"}, False),
        ({"first": [{"when": f"{lost} > 0", "is": 0}, {"is": 5}]}, True),
    ):
        lines = {"years": {"most": 5, "least": -9, **line}}
        body = {"decides": "grading", "facts": {"years": LIST}, "scores": {"total": {"least": -9, "lines": lines}}}
        assert is_one == _warned(load_text(text(document(body))))
