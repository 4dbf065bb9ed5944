"""What the scored campaign says of its points before anybody is graded: `show`, its page and its form."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import cchc_rules as cr
from cchc_rules.cli import exit_code
from cchc_rules.forms.form import write_template
from cchc_rules.pages.campaign_page import campaign_files
from cchc_rules.pages.score_words import list_result_sheets

FOLDER = Path(__file__).parents[2] / "examples" / "scored_campaign"


@pytest.fixture(scope="module")
def ruleset():
    """The ruleset of the example."""
    return cr.load(FOLDER)


def test_each_line_says_its_points_its_gate_and_how_it_is_given(ruleset):
    """Numbered as it stands; a line of its own parts is their sum; a deduction says how much it takes off at most."""
    total, grade = list_result_sheets(ruleset, ruleset.category("ward"))
    assert ("total", ["105 at most"]) == (total.name, [one.en for one in total.points])
    rows = {row.id: row for row in total.rows}
    assert ["1", "1.1", "1.2"] == [row.number for row in total.rows[:3]]
    online = rows["online"]
    assert ("1.5", ["tối đa 20"], ["sheet/part-2"]) == (
        online.number,
        [one.vi for one in online.points],
        [clause.ref for clause in online.clauses],
    )
    assert ["chỉ tính khi: “Có minh chứng hồ sơ trực tuyến”", "(20 × “Hồ sơ nộp trực tuyến”) / “Hồ sơ tiếp nhận”"] == [
        one.vi for one in online.how
    ]
    assert ["4 if “Share paid online” is at least 50%", "0 in all other cases"] == [
        one.en for one in rows["paid"].how[1:]
    ]
    assert ["trừ tối đa 6"] == [one.vi for one in rows["deductions"].points]
    assert ["-0,1 × “Số hồ sơ trễ hạn”"] == [one.vi for one in rows["late-files"].how]
    assert ["Xuất sắc", "Tốt", "Khá", "Chưa đạt", "cao nhất là Khá", "cao nhất là Tốt", "cao nhất là Chưa đạt"] == [
        row.title.vi for row in grade.rows
    ]
    assert ["Tổng điểm từ 90 trở lên"] == [one.vi for one in grade.rows[0].how]
    assert ["if “Leaked personal data”"] == [one.en for one in grade.rows[-1].how]


def test_show_prints_the_sheet_and_no_heading_of_criteria(capsys):
    """Lines, bands and caps with their clauses; a category that only grades has no criteria to list."""
    assert 0 == exit_code(["show", str(FOLDER), "ward"])
    said = capsys.readouterr().out
    assert "1.12. Tổ công nghệ cộng đồng [teams] – tối đa 6" in said
    assert "chỉ tính khi: “Có minh chứng hoạt động của tổ công nghệ”" in said
    assert "sheet/knock-out (Phần VI, mục 4)" in said
    assert "Tiêu chí\n" not in said


def test_its_page_has_the_sheet_and_cites_what_scores_come_from(ruleset):
    """A table a score and grade; no picture of criteria that are not there; every clause says what became of it."""
    files = campaign_files(ruleset)
    vietnamese, english = files.values()
    assert "Hồ sơ trực tuyến<br>`online` | tối đa 20 |" in vietnamese
    assert "| cao nhất là Khá |" in vietnamese and "| Khá at most |" in english
    assert "Files online<br>`online` | 20 at most |" in english
    assert "`sheet/part-2` | Phần II |" in vietnamese and '`ward/total["online"]`' in vietnamese
    assert ".svg" not in vietnamese and "### Tiêu chí" not in vietnamese


@pytest.mark.parametrize("language", ["vi", "en"])
def test_its_form_says_how_points_are_given_and_reads_back(ruleset, tmp_path, language):
    """A sheet to be read, which is passed over when the form comes back."""
    path = tmp_path / "form.xlsx"
    category = ruleset.category("ward")
    write_template(path, ruleset, category, language)
    book = openpyxl.load_workbook(path)
    name = {"vi": "Cách chấm điểm, xếp loại", "en": "How points are given"}[language]
    rows = list(book[name].iter_rows(values_only=True))
    assert ("1.5", 5) == (rows[7][0], len(rows[7]))
    assert {"vi": "tối đa 20", "en": "20 at most"}[language] == rows[7][2]
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(2, 1).value = "P01"
    sheet.cell(
        2, 1 + next(place for place, one in enumerate(heads) if one in ("Số cuộc họp chuyên đề", "Meetings held"))
    ).value = 4
    book.save(path)
    table = cr.read(cr.compile(ruleset, "ward"), path)
    assert [("P01", 4)] == [(row.id, row.facts["meetings"]) for row in table.rows]


def test_without_its_parameters_a_sheet_still_has_its_lines(tmp_path):
    """What cannot be compiled says no conditions."""
    text = (FOLDER / "ruleset.yaml").read_text(encoding="utf-8").replace("value: 2026-11-15, ", "")
    ruleset = cr.load_text(text)
    total, grade = list_result_sheets(ruleset, ruleset.category("ward"))
    assert "1.4" == total.rows[4].number and total.rows[4].how == ()
    assert () == grade.rows[0].how
