"""Coverage: clauses against criteria, criteria against the outcomes that cases show."""

from __future__ import annotations

from pathlib import Path

import pytest

import cchc_rules as cr
from cchc_rules.analysis.coverage import Reach, find_coverage
from cchc_rules.language.loader import cases_beside, list_shipped
from cchc_rules.values import Outcome

SMALL = Path(__file__).parent / "cli" / "given" / "small" / "ruleset.yaml"


@pytest.mark.parametrize("id", list_shipped())
def test_a_shipped_ruleset_has_no_hole(id):
    """Every clause is covered or left out with a reason, and cases show every outcome of every criterion."""
    ruleset = cr.load(id)
    found = find_coverage(ruleset, cases_beside(ruleset))
    holes = [one.clause.ref for one in found.clauses if one.reach is Reach.UNCOVERED]
    holes += [f"{one.category}/{one.criterion.id}: {', '.join(one.unseen)}" for one in found.criteria if one.unseen]
    assert ([], ()) == (holes, found.failed)


@pytest.mark.parametrize("id", list_shipped())
def test_a_shipped_ruleset_has_twelve_cases_a_category(id):
    """No category has fewer than twelve cases."""
    ruleset = cr.load(id)
    assert {} == {
        name: count for name, count in find_coverage(ruleset, cases_beside(ruleset)).cases.items() if count < 12
    }


def test_an_outcome_no_case_shows_is_a_hole():
    """The small ruleset lacks two unknown outcomes."""
    ruleset = cr.load(SMALL)
    found = find_coverage(ruleset, cases_beside(ruleset))
    unseen = {one.criterion.id: one.unseen for one in found.criteria if one.unseen}
    assert {"nobody-disciplined": (Outcome.UNKNOWN,), "lawful-initiative": (Outcome.UNKNOWN,)} == unseen
    assert 2 == found.holes


def test_a_clause_nobody_cites_is_a_hole():
    """A clause that no criterion, parameter or scale cites and nothing leaves out is uncovered."""
    more = "      a-4: {at: {vi: Điểm 4, en: Point 4}, says: {vi: Có báo cáo., en: There is a report.}}\nscales:"
    found = find_coverage(cr.load_text(SMALL.read_text().replace("scales:", more, 1)), None)
    assert ["call/a-4"] == [one.clause.ref for one in found.clauses if one.reach is Reach.UNCOVERED]


def test_without_cases_nothing_is_seen():
    """A ruleset without cases lacks every outcome of every criterion."""
    found = find_coverage(cr.load(SMALL), None)
    assert [(Outcome.MET, Outcome.UNMET, Outcome.UNKNOWN)] * 3 == [one.unseen for one in found.criteria]


def test_a_criterion_that_may_not_apply_is_due_all_four_outcomes():
    """Not applicable is expected of criteria with a condition of application only."""
    due = {one.criterion.id: len(one.due) for one in find_coverage(cr.load("quan-12-2022"), None).criteria}
    assert (4, 3) == (due["reform-index"], due["plan"])
