"""The example of a title for years in a row: clean, its cases pass, and its list comes out as its README says."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import cchc_rules as cr
from cchc_rules.cli import exit_code
from cchc_rules.evaluation import RowResult

FOLDER = Path(__file__).parents[2] / "examples" / "title_of_years"


@pytest.fixture(scope="module")
def rows() -> dict[str, RowResult]:
    """What comes of each row of its list, as of the day its README says."""
    program = cr.compile(cr.load(FOLDER), "official")
    lists = {name: FOLDER / f"{name}.csv" for name in ("awards", "ratings")}
    table = cr.read(program, FOLDER / "candidates.csv", lists=lists)
    return {str(row.id): row for row in cr.decide_rows(program, table, as_of=date(2026, 11, 20))}


@pytest.mark.parametrize("command", [("check", "--strict"), ("test",), ("coverage",), ("verify",)])
def test_the_example_is_clean(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """No warning, every case passes, no clause is left without what became of it, every outcome is possible."""
    assert 0 == exit_code([*command, str(FOLDER)]), capsys.readouterr()


def test_the_list_comes_out_as_the_readme_says(rows: dict[str, RowResult]) -> None:
    """So many of each verdict; whoever has a gap is never eligible."""
    found = Counter("invalid" if one.problems else one.decision.verdict for one in rows.values() if one.decision)
    assert {"eligible": 5, "ineligible": 10, "undetermined": 7, "deferred": 1, "invalid": 5} == found
    eligible = [id for id, one in rows.items() if one.decision and not one.problems and one.decision.favourable]
    assert ["C01", "C02", "C06", "C15", "C25"] == eligible


def test_reasons_name_the_years_and_where_they_break(rows: dict[str, RowResult]) -> None:
    """A year left out among the titles breaks the run, among the ratings it is not known."""
    broken, unknown = (str(cr.explain(rows[id].decision, language="vi")) for id in ("C04", "C09"))
    assert "Liên tục đến 2025: 1 năm (2025); đứt ở 2024 (không ghi)" in broken
    assert "Liên tục đến 2025: 1 năm (2025); chưa rõ 2024 (không ghi)" in unknown
