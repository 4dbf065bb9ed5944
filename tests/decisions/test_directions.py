"""Reasons follow values: who is named would move the value, and a rule never holds somebody's figure."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cchc_rules as cr
from cchc_rules.decisions.phrasing.figures import find_numbers
from cchc_rules.decisions.phrasing.reasons import find_reasons
from cchc_rules.decisions.phrasing.sayings import Listing, Saying, say
from tests.language.made import around

HEAD = """\
language: 1
id: directions
version: 1.0.0
title: {vi: a, en: b}
issuer: {vi: a, en: b}
decides: eligibility
sources:
  text: {title: {vi: a, en: b}, clauses: {one: {at: "1", says: {vi: a, en: b}}}}
categories:
  c:
    title: {vi: a, en: b}
    facts:
      people:
        type: list
        min_items: 0
        key: name_of
        label: {vi: Danh sách, en: People}
        items:
          name_of: {type: text, label: {vi: Tên, en: Name}}
          bad: {type: boolean, label: {vi: Sai, en: Bad}}
          sent: {type: date, label: {vi: Ngày gửi, en: Sent}}
          due: {type: date, label: {vi: Hạn, en: Due}}
"""
OPERATORS = ("==", "!=", "<", "<=", ">", ">=")


@cache
@cache
def program(require: str) -> cr.Program:
    """A program of one list and one criterion."""
    return cr.compile(cr.load_text(around(require, head=HEAD)), "c")


def names_in(part: object) -> list[str]:
    """The names of members in a saying's listings."""
    if isinstance(part, Listing):
        return [one for one in part.parts if isinstance(one, str)]
    return [name for _, value in part.fields for name in names_in(value)] if isinstance(part, Saying) else []


@pytest.mark.parametrize("fold", ["count", "percent"])
@pytest.mark.parametrize("op", OPERATORS)
@pytest.mark.parametrize("mirrored", [False, True])
@settings(deadline=None)
@given(answers=st.lists(st.booleans(), min_size=1, max_size=4), limit=st.integers(0, 4))
def test_changing_who_is_named_moves_the_value_toward_the_bound(
    fold: str, op: str, mirrored: bool, answers: list[bool], limit: int
):
    """Of a comparison that fails, each member named would, if otherwise, move the value toward the limit."""
    bound = limit if fold == "count" else 25 * limit
    value = f"{fold}(p.bad for p in people)"
    made = program(f"{bound} {op} {value}" if mirrored else f"{value} {op} {bound}")
    people = [{"name_of": f"P{n}", "bad": bad} for n, bad in enumerate(answers)]
    finding = cr.evaluate(made, {"people": people})["first"]
    if finding.outcome is not cr.Outcome.UNMET:
        return
    (reason,) = find_reasons(finding.trace, finding.criterion)
    people_named = [name for part in reason.parts for name in names_in(part.head)]
    for name in people_named:
        changed = [{**one, "bad": not one["bad"]} if one["name_of"] == name else one for one in people]
        before, after = share(people, fold), share(changed, fold)
        if op == "!=":
            assert after != bound
        elif before == bound:
            assert (after > before) is ((op == ">") is not mirrored)
        else:
            assert (after > before) is (bound > before)


def share(people: list[dict[str, object]], fold: str) -> Fraction:
    """How many are bad, or what percent of all."""
    bad = sum(bool(one["bad"]) for one in people)
    return Fraction(bad) if fold == "count" else Fraction(100 * bad, len(people))


@pytest.mark.parametrize(
    "require",
    [
        "percent(p.sent <= p.due for p in people) >= 90",
        "all(p.sent <= p.due for p in people)",
        "count(p.bad for p in people if p.sent <= p.due) == 0",
        "any(p.bad and p.sent > p.due for p in people)",
    ],
)
def test_the_head_of_a_loop_holds_no_members_value(require: str):
    """What is asked of every member is said without the days of the first one, in reasons and in what is required."""
    people = [
        {"name_of": "P1", "bad": True, "sent": "2025-05-07", "due": "2025-05-05"},
        {"name_of": "P2", "bad": False, "sent": "2025-05-09", "due": "2025-05-08"},
    ]
    decision = cr.evaluate(program(require), {"people": people})
    finding = decision["first"]
    for language in ("vi", "en"):
        lines = [line.strip() for line in str(cr.explain(decision, language, full=True)).splitlines()]
        asked = [line for line in lines if line.startswith(("Yêu cầu:", "Required:"))]
        asked += [say(reason.head, language) for reason in find_reasons(finding.trace, finding.criterion)]
        assert asked
        # A member's own figure stands behind its name only.
        assert [] == [line for line in asked if "2025" in re.sub(r"P[0-9] \([^)]*\)", "", line)]


def test_exact_numbers_are_found_among_points():
    """Both ends of a range, nothing of text and unknown."""
    assert () == find_numbers([None, "Khá"])
