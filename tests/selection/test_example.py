"""The example of a scored campaign: clean, its cases pass, and its list comes out as its README says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import cchc_rules as cr
from cchc_rules.cli import exit_code

FOLDER = Path(__file__).parents[2] / "examples" / "scored_campaign"


@pytest.mark.parametrize("command", [("check", "--strict"), ("test",), ("coverage",)])
def test_the_example_is_clean(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """No warning, every case passes, no clause is left without what became of it."""
    assert 0 == exit_code([*command, str(FOLDER)]), capsys.readouterr()


def test_the_list_comes_out_as_the_readme_says() -> None:
    """Two are in, seven hang on a vote, missing facts and a faulty one, a capped grade is not ranked."""
    ruleset = cr.load(FOLDER)
    program = cr.compile(ruleset, "ward")
    results = cr.decide_rows(program, cr.read(program, FOLDER / "candidates.csv"), as_of=date(2026, 12, 1))
    places = {place.id: place for place in cr.select(ruleset, "commended", results).places}
    assert ["P37", "P39"] == [id for id, place in places.items() if place.standing == "in"]
    waiting = ["P05", "P14", "P26", "P27", "P28", "P38", "P40"]
    assert waiting == [id for id, place in places.items() if place.standing == "open"]
    assert (None, False) == (places["P13"].rank, places["P08"].rank is None)
    vote = "đồng hạng ở suất cuối: Phường giả định 27, Phường giả định 28 – Hội đồng biểu quyết"
    assert places["P27"].because.vi.endswith(vote)
    assert "mức độ hài lòng của người dân của Phường giả định 14" in places["P28"].because.vi
    assert "dữ liệu sai của Phường giả định 26" in places["P28"].because.vi
