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
    """One is in, four hang on a vote, a missing number and faulty ones, a knock-out is not ranked."""
    ruleset = cr.load(FOLDER)
    program = cr.compile(ruleset, "commune")
    results = cr.decide_rows(program, cr.read(program, FOLDER / "candidates.csv"), as_of=date(2026, 12, 1))
    places = {place.id: place for place in cr.select(ruleset, "commended", results).places}
    assert ["X04"] == [id for id, place in places.items() if place.standing == "in"]
    assert ["X08", "X12", "X14", "X18"] == [id for id, place in places.items() if place.standing == "open"]
    assert places["X10"].rank is None
    vote = "đồng hạng ở suất cuối: Xã Mỹ Thượng, Xã Rạch Dừa – Hội đồng biểu quyết"
    assert places["X08"].because.vi.endswith(vote)
    assert "số người hài lòng của Xã Tân Bình Thượng; dữ liệu sai của Xã Vĩnh Châu Bắc" in places["X12"].because.vi
