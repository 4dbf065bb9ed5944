"""The sheets of a form bear whole names: none of the shipped rulesets has one that is cut."""

from __future__ import annotations

import pytest

import cchc_rules as cr
from cchc_rules.intake.sheet_names import LONGEST, list_facts, lists_by_sheet, sheet_titles
from cchc_rules.language.loader import list_shipped


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("id", list_shipped())
def test_no_sheet_is_cut_in_the_middle_of_its_name(id: str, language: str) -> None:
    """Each list has the sheet its ruleset names, within what a workbook allows, and it is found by that name."""
    for category in cr.load(id).categories:
        titles = sheet_titles(category.facts, language)
        named = {path: (fact.sheet or fact.label).within(language) for path, fact, _ in list_facts(category.facts)}
        assert named == titles
        assert [] == [title for title in titles.values() if len(title) > LONGEST]
        assert {path: path for path in titles} == {
            path: lists_by_sheet(category.facts)[title.casefold()] for path, title in titles.items()
        }
