"""Conditions that any word beside the options of an open choice meets."""

from __future__ import annotations

import pytest

from cchc_rules.language.lint.linter import lint
from cchc_rules.language.loader import load_text
from tests.generation.bodies import document, text

FACTS = {
    "place": {"type": "choice", "options": ["Quận 1", "Quận 12"], "open": True},
    "kind": {"type": "choice", "options": ["phường", "xã"]},
    "units": {"type": "list", "items": {"place": {"type": "choice", "options": ["Quận 1", "Quận 12"], "open": True}}},
    "planned": "boolean",
}


def find(body: dict) -> list[str]:
    """The facts that lint names in a ruleset of these parts."""
    ruleset = load_text(text(document({"facts": FACTS, "criteria": {"plan": "planned"}} | body)))
    return [one.fields["fact"] for one in lint(ruleset) if one.code == "other-words-pass"]


@pytest.mark.parametrize(
    ("require", "expected"),
    [
        ('place != "Quận 12"', ["place"]),
        ('"Quận 12" != place', ["place"]),
        ('not place == "Quận 12"', ["place"]),
        ('not (planned and place == "Quận 12")', ["place"]),
        ('place not in ["Quận 1", "Quận 12"]', ["place"]),
        ('not (place in ["Quận 12"])', ["place"]),
        ('all(u.place != "Quận 12" for u in units)', ["place"]),
        ('count(u.place != "Quận 12" for u in units) >= 2', ["place"]),
        ("elsewhere", ["place"]),
        ("elsewhere and (elsewhere or planned)", ["place"]),
        ('place == "Quận 12"', []),
        ('place in ["Quận 1"]', []),
        ('not place != "Quận 12"', []),
        ('not (place not in ["Quận 12"])', []),
        ('kind != "xã"', []),
        ('kind not in ["xã"]', []),
        ("not elsewhere", []),
    ],
)
def test_what_other_words_meet_is_said(require: str, expected: list[str]) -> None:
    """`!=`, `not in` and what a `not` turns into them is said of an open choice, once a place; the rest is not."""
    define = {"elsewhere": 'place != "Quận 12"'} if "elsewhere" in require else {}
    assert expected == find({"define": define, "criteria": {"plan": require}})


def test_lines_and_conditions_of_application_are_looked_at_too() -> None:
    """The gate of a line, a row of a grade and `applies` ask the same question."""
    other = 'place != "Quận 12"'
    line = {"gate": other, "is": 5, "most": 5}
    assert ["place"] == find({"scores": {"total": {"lines": {"one": line}}}})
    assert ["place"] == find({"criteria": {"plan": "planned", "other": {"applies": other, "require": "planned"}}})
