"""What can be changed of a candidate: what is written, what is taken where nothing is, and what the linter asks for."""

from __future__ import annotations

from cchc_rules.language.changeability import find_directions
from cchc_rules.language.lint.linter import lint
from cchc_rules.language.loader import load_text
from tests.test_linter import ruleset_text


def test_remedy_directions() -> None:
    """Asked of wholes, of what an `applies` reads and of lists that may gain members, where a criterion compares it."""
    require = (
        "percent(staff, score) >= 5 and any(u.done for u in units) and all(x.done for x in extras)"
        ' and share > 3 and count(years) > 0 and percent(u.done for u in units if u.grade > "Yếu") > 2'
    )
    text = ruleset_text(require, 'share > 1 and held > date("2020-01-01")')
    asked = [(one.fields["fact"], one.variant) for one in lint(load_text(text)) if one.code == "remedy-direction"]
    assert asked == [("score", "whole"), ("share", "applies"), ("units", "list"), ("grade", "whole")]
    written = text.replace("share: {type: percent,", "share: {type: percent, changeable: up,")
    assert "share" not in [one.fields["fact"] for one in lint(load_text(written)) if one.code == "remedy-direction"]


def test_directions_where_nothing_is_written() -> None:
    """Wholes, what an `applies` reads, lists and keys cannot be changed; what is written goes before that."""
    text = ruleset_text("percent(staff, score) >= 5 and any(u.done for u in units)", "share > 1")
    found = find_directions(load_text(text.replace("type: percent,", "type: percent, changeable: up,")).categories[0])
    fixed = {"score", "units", "extras", "years", "years.year"}
    assert {path for path, direction in found.items() if direction is False} == fixed
    assert found["share"] == "up" and found["units.done"] is True
