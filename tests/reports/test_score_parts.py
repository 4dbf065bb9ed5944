"""Grades counted and points in a table, for boards that grade: on the page, in the document and in the workbook."""

from __future__ import annotations

from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path

import docx
import openpyxl
import pytest
from rich.console import Console

import cchc_rules as cr
from cchc_rules.cli.report import print_report
from cchc_rules.reports.annex import MOST_PRINTED, annex_parts
from cchc_rules.reports.outputs import write_file
from cchc_rules.reports.report import Report
from cchc_rules.reports.score_parts import MOST_POINTS_ACROSS, count_grades

FOLDER = Path(__file__).parents[2] / "examples" / "scored_campaign"
COUNTED = ("Xuất sắc", "Tốt", "Khá", "Chưa đạt", "chưa xác định")


@pytest.fixture(scope="module")
def report():
    """The forty wards of the example, decided."""
    program = cr.compile(cr.load(FOLDER), "ward")
    day = date(2026, 12, 1)
    results = list(cr.decide_rows(program, cr.read(program, FOLDER / "candidates.csv"), as_of=day))
    return Report(program, results, "vi", day)


def test_grades_are_counted_without_faulty_rows(report):
    """The best first, those that are open last; how many have problems stands below."""
    (counts,) = count_grades(report)
    values = [one.decision.results["grade"].value for one in report.results if not one.problems]
    expected = Counter("chưa xác định" if value is None else value for value in values)
    assert ("Xếp loại", COUNTED) == (counts.title, tuple(word for word, _ in counts.rows))
    assert dict(counts.rows) == {word: expected[word] for word in COUNTED}
    assert "Bảng xếp loại không tính 1 hồ sơ có dữ liệu không hợp lệ." == counts.note


def test_every_candidate_has_its_points_by_line(report):
    """Grade and total first, then numbered lines and their parts; ten columns a sheet at most."""
    parts = list(annex_parts(report))
    assert ["points"] * 3 == [part.kind for part in parts]
    assert [8, 8, 6] == [len(part.headings) for part in parts]
    assert MOST_POINTS_ACROSS >= 8
    first, second, third = parts
    assert ("Xếp loại", "Tổng điểm", "1", "1.1", "1.2") == first.headings[:5]
    assert ("Phụ lục: bảng điểm (phần 3/3)", ("3.1", "3.2")) == (third.title, third.headings[-2:])
    assert "1: Các tiêu chí (tối đa 100)" == first.legend[0]
    assert {"2: Điểm thưởng (tối đa 5)", "3: Điểm trừ"} <= {*second.legend, *third.legend}
    rows = {row.id: row.marks for row in first.rows}
    assert len(report.results) == len(rows)
    assert ("Xuất sắc", "95,45") == rows["P39"][:2]
    assert rows["P38"][1].startswith("từ ")


def test_of_many_candidates_points_are_in_the_workbook_only(report):
    """As the annex by criterion; nothing is said of an annex that is left out where there is one."""
    many = Report(report.program, report.results * 6, "vi", report.as_of)
    assert len(many.results) > MOST_PRINTED and not list(annex_parts(many))
    assert list(annex_parts(many, most=None))


@pytest.mark.parametrize("ending", ["html", "docx", "xlsx"])
def test_documents_hold_the_counts_and_the_points(report, tmp_path, ending):
    """No table of criteria where there is none, and nothing about an annex elsewhere."""
    path = tmp_path / f"out.{ending}"
    write_file(report, ending, path)
    said = read_all(path)
    assert all(word in said for word in (*COUNTED, "bảng điểm" if ending != "xlsx" else "Điểm thưởng (tối đa 5)"))
    assert "chỉ có trong tệp .xlsx" not in said
    assert "Theo tiêu chí" not in said


def read_all(path):
    """All texts of a document."""
    if path.suffix == ".html":
        return path.read_text(encoding="utf-8")
    if path.suffix == ".docx":
        document = docx.Document(path)
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(one.text for one in document.paragraphs), *cells])
    sheets = openpyxl.load_workbook(path)
    return "\n".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row if cell)


def test_the_terminal_counts_grades_and_names_what_keeps_them_open(report):
    """No columns of outcomes where no criterion is; what a score misses stands under its ends."""
    out = StringIO()
    print_report(report, Console(file=out, width=160))
    said = out.getvalue()
    assert "Xếp loại – Xuất sắc: 1; Tốt: " in said
    assert "Không đạt" not in said
    told = said[said.index("Phường giả định 38 (P38)") :].splitlines()
    assert "còn thiếu: Hồ sơ nộp trực tuyến; Số tổ công nghệ; Số mô hình mới được công nhận" == told[3].strip()


def test_a_full_report_says_where_lines_and_caps_come_from(report, tmp_path):
    """Each with its clause, that of the line above said once; a ruleset without criteria has an annex too."""
    cited = {title: at for title, _, at, _ in report.list_clauses()}
    assert ("Phần I", "Phần II", "Phần VI, mục 2") == (
        cited["Tổng điểm"],
        cited["Hồ sơ trực tuyến"],
        cited["Xếp loại: cao nhất là Khá"],
    )
    assert "Ban hành kế hoạch" not in cited
    few = Report(report.program, report.results[:2], "vi", report.as_of, detail="full")
    for ending in ("html", "docx", "xlsx"):
        path = tmp_path / f"full.{ending}"
        write_file(few, ending, path)
        assert "người đứng đầu bị khiển trách thì cao nhất là Khá" in read_all(path)
    assert "Phụ lục: căn cứ của tiêu chí, mục chấm, xếp loại" in read_all(tmp_path / "full.html")
