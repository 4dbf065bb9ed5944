"""The scored campaign among the examples: its cases, its wards, and the words an office would read of them."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

import cchc_rules as cr
from cchc_rules.analysis.cases import run_cases
from cchc_rules.cli.report import print_report
from cchc_rules.language.loader import read_cases
from cchc_rules.reports.report import Report
from cchc_rules.reports.texts import write_csv

FOLDER = Path(__file__).parents[2] / "examples" / "scored_campaign"


@pytest.fixture(scope="module")
def program():
    """The program of its wards."""
    return cr.compile(cr.load(FOLDER), "ward")


def decide(program, **changed):
    """The decision on the good ward of the cases, some facts changed."""
    return cr.evaluate(program, {**read_cases(FOLDER).bases["good"].facts, **changed})


def test_grades_and_points_stand_in_the_table_and_in_the_csv(program):
    """Each candidate's line has its grade and points, "từ … đến …" while open; an invalid row has none."""
    good = read_cases(FOLDER).bases["good"].facts
    rows = [{"id": "a", **good}, {"id": "b", **good, "late_files": None}, {"id": "c", "late_files": "?"}]
    report = Report(program, list(cr.evaluate_many(program, rows)))
    written, printed = StringIO(newline=""), StringIO()
    write_csv(report, written)
    heads, *lines = csv.reader(StringIO(written.getvalue(), newline=""))
    assert ["Xếp loại", "Tổng điểm"] == heads[4:6]
    first, second, third = (line[4:6] for line in lines)
    decision = report.results[0].decision
    assert [decision.results["grade"].value, decision.results["total"].shown.vi] == first
    assert second[1].startswith("từ ") and " đến " in second[1]
    assert {len(heads)} == {len(line) for line in lines}
    print_report(report, Console(file=printed, width=200))
    table = printed.getvalue().splitlines()
    for id, cells in (("a", first), ("b", second), ("c", third)):
        (line,) = (one for one in table if one.split()[1:2] == [id])
        assert all(cell in line for cell in cells)


def test_its_cases_come_out_as_they_say(program):
    """Every case of the example passes, and there are at least ten."""
    results = list(run_cases(program.ruleset, read_cases(FOLDER)))
    assert [] == [one.name for one in results if not one.passed]
    assert len(results) >= 10


def test_the_sheet_tells_the_largest_loss_first_and_why(program):
    """Lines stand by what was lost; a false gate, a deduction and a cap are said in words."""
    text = str(cr.explain(decide(program, online_evidence=False, models=10, late_reports=2)))
    lines = [line.strip() for line in text.splitlines()]
    sheet = lines[lines.index("Tổng điểm: 80,2 trên 105 điểm") :]
    assert "- Các tiêu chí: 77,7/100, mất 22,3 điểm" == sheet[1]
    assert "- Hồ sơ trực tuyến: 0/20, mất 20 điểm" == sheet[2]
    assert ["- Không được tính điểm", "- Có minh chứng hồ sơ trực tuyến: không"] == sheet[3:5]
    assert "- Báo cáo trễ: -2, bị trừ 2 điểm" in sheet
    assert "- Điểm thưởng: 5/5" in sheet
    assert "Xếp loại: Tốt" in lines


def test_a_cap_is_said_only_where_it_moved_the_grade(program):
    """The knock-out is named with its reason and clause; a cap above the grade is not."""
    text = str(cr.explain(decide(program, data_leak=True)))
    assert "Xếp loại: Chưa đạt" in text
    assert "Cao nhất là Chưa đạt, vì “Để lộ dữ liệu cá nhân”" in text
    assert "Phần VI, mục 4" in text
    assert "Cao nhất là" not in str(cr.explain(decide(program)))


def test_a_limit_not_reached_is_never_printed(program):
    """89,995 is not shown as 90 with two decimals, 98,125 is rounded as it is near no limit."""
    assert "89,995" == decide(program, digitised=7.95, late_files=15).results["total"].shown.vi
    assert "99,13" == decide(program, digitised=89.25).results["total"].shown.vi


def test_open_ends_and_what_they_miss_are_told(program):
    """An unknown gate leaves two ends; the fact it hangs on is named, in data and in words."""
    decision = decide(program, online_evidence=None)
    total = decision.results["total"]
    assert ("từ 80,2 đến 99,2", None) == (total.shown.vi, total.exact)
    assert ["online_evidence"] == [str(fact) for fact in total.missing]
    assert "Xếp loại: Tốt hoặc Xuất sắc, chưa đủ căn cứ" in str(cr.explain(decision))
    assert {"exact": None, "from": "80.2", "to": "99.2"}.items() <= total.to_dict().items()


def test_records_keep_results_and_replay_compares_them(program):
    """A record holds the exact ends and levels; the decision comes again from it alone."""
    record = cr.record(decide(program, signed_digitally=None))
    expected = {"total": {"from": "95.2", "to": "99.2"}, "grade": ["Tốt", "Xuất sắc"]}
    assert expected == record.results
    assert expected == cr.DecisionRecord.from_json(record.to_json()).results
    assert decide(program, signed_digitally=None) == cr.replay(record)
