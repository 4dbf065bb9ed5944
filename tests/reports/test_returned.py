"""The clerk's own workbook handed back: marks and reasons, every value as it was, what is left out named."""

from __future__ import annotations

from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
from openpyxl.chart import BarChart
from openpyxl.comments import Comment

from cchc_rules.cli import exit_code
from cchc_rules.intake import guarded_copy
from cchc_rules.intake.guarded_copy import MOST_COVERED, copy_guarded
from cchc_rules.intake.limits import DEFAULT_LIMITS
from cchc_rules.intake.reader import read
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.intake.xlsx import read_xlsx
from cchc_rules.reports import rebuilt_workbook
from cchc_rules.reports.marks import MARK_COLOUR
from cchc_rules.reports.returned import return_workbook
from tests.intake.office_table import MAPPING, PROGRAM, map_table, write_table
from tests.intake.old_books import old_book

DAY = date(2022, 12, 15)
LIST = "Các ô cần sửa"
MOST = 20_000


def hand_back(folder, path, *, name="returned.xlsx"):
    """What was handed back of the table of the office."""
    table = map_table(folder, path=path)
    results = list(decide_rows(PROGRAM, table, as_of=DAY))
    return return_workbook(path, folder / name, PROGRAM, table, results), folder / name


def cells_of(path):
    """Every cell of every sheet of a workbook but those of the list, as they are read."""
    grids = read_xlsx(path, path.read_bytes(), DEFAULT_LIMITS)
    return {
        (grid.name, row.number, index): cell
        for grid in grids
        if grid.name != LIST
        for row in grid.rows
        for index, cell in enumerate(row.cells)
        if cell is not None
    }


def marked(path):
    """The cells that are coloured, with their comments."""
    book = openpyxl.load_workbook(path)
    return {
        cell.coordinate: cell.comment.text if cell.comment else ""
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.fill.fgColor.rgb).endswith(MARK_COLOUR)
    }


def with_formula(folder):
    """The table with a sum that Excel computed last as 98, a link, a comment and a chart."""
    path = write_table(folder / "office.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.active
    sheet["J18"] = "=SUM(J11:J17)"
    sheet["C11"].hyperlink = "https://example.org/"
    sheet["C12"].comment = Comment("của tôi", "clerk")
    sheet.add_chart(BarChart(), "Z1")
    book.calculation.fullCalcOnLoad = False
    book.save(path)
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = (
        parts[name]
        .replace(b"<f>SUM(J11:J17)</f><v/>", b"<f>SUM(J11:J17)</f><v>98</v>")
        .replace(b"<f>SUM(J11:J17)</f><v></v>", b"<f>SUM(J11:J17)</f><v>98</v>")
    )
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return path


def test_faulty_cells_are_marked_with_their_reasons_and_listed_by_unit(tmp_path):
    """The one faulty cell has the colour and the reason; the list has it, and what is missing of another unit."""
    found, path = hand_back(tmp_path, write_table(tmp_path / "office.xlsx"))
    assert (2, False) == (found.faults, found.rebuilt)
    marks = marked(path)
    assert ["M17"] == list(marks)
    assert "các mức là Trung bình, Khá, Tốt" in marks["M17"]
    rows = list(openpyxl.load_workbook(path)[LIST].values)
    assert [("TP", "P13", "còn thiếu"), ("P03", "M17", marks["M17"])] == [(row[0], row[3], row[5]) for row in rows[1:]]


def test_every_value_is_as_it_was(tmp_path):
    """Formulas with what they gave, texts, dates, merges: the workbook reads as before; what is left out is named."""
    path = with_formula(tmp_path)
    found, returned = hand_back(tmp_path, path)
    assert (False, {"drawings", "comments"}) == (found.rebuilt, set(found.left_out))
    before = cells_of(path)
    assert 98 == before["Tổng hợp đề nghị", 18, 9]
    assert before == cells_of(returned)
    assert "=SUM(J11:J17)" == openpyxl.load_workbook(returned).active["J18"].value
    assert "https://example.org/" == openpyxl.load_workbook(returned).active["C11"].hyperlink.target


def test_corrected_and_decided_again_nothing_else_changes(tmp_path):
    """One cell corrected changes one candidate; handed back once more the mark is gone."""
    path = write_table(tmp_path / "office.xlsx")
    _, returned = hand_back(tmp_path, path)
    book = openpyxl.load_workbook(returned)
    book["Tổng hợp đề nghị"]["M17"] = "Tốt"
    book.save(returned)
    before, after = (
        {one.id: (one.status, one.problems) for one in decide_rows(PROGRAM, map_table(tmp_path, path=file), as_of=DAY)}
        for file in (path, returned)
    )
    assert {"P03": ("eligible", ())} == {id: now for id, now in after.items() if before[id] != now}
    again, last = hand_back(tmp_path, returned, name="again.xlsx")
    assert (1, {}) == (again.faults, marked(last))
    assert 1 == openpyxl.load_workbook(last).sheetnames.count(LIST)


def test_a_workbook_whose_merges_cover_too_much_is_written_anew(tmp_path, monkeypatch):
    """At the limit it is loaded whole, one more and its cells stand in a new workbook, marked as well."""
    assert 200_000 == MOST_COVERED
    for module in (guarded_copy, rebuilt_workbook):
        monkeypatch.setattr(module, "MOST_COVERED", MOST)
    for extra, is_whole in ((0, True), (1, False)):
        path = write_table(tmp_path / f"{extra}.xlsx", areas=())
        book = openpyxl.load_workbook(path)
        book.active.merge_cells(start_row=1001, end_row=1000 + MOST // 100, start_column=101, end_column=200)
        if extra:
            book.active["A2"].hyperlink = "https://example.org/"
        book.save(path)
        assert is_whole == (copy_guarded(path, path.read_bytes(), DEFAULT_LIMITS) is not None)
    small = write_table(tmp_path / "office.xlsx")
    book = openpyxl.load_workbook(small)
    book.active.merge_cells(start_row=1001, end_row=1000 + MOST // 100, start_column=101, end_column=201)
    book.save(small)
    found, returned = hand_back(tmp_path, small)
    assert found.rebuilt
    assert cells_of(small) == cells_of(returned)
    assert ["M17"] == list(marked(returned))


def test_a_workbook_in_old_format_is_written_anew_as_xlsx(tmp_path):
    """An `.xls` comes back as an `.xlsx` of the same cells."""
    path = old_book(tmp_path / "a.xls", [["Mã", "Xếp loại chỉ số cải cách hành chính năm 2021"], ["a", "Rất tốt"]])
    table = read(PROGRAM, path)
    found = return_workbook(path, tmp_path / "b.xlsx", PROGRAM, table, list(decide_rows(PROGRAM, table)))
    assert found.rebuilt
    assert ["B2"] == list(marked(tmp_path / "b.xlsx"))


def test_the_command_hands_back_one_workbook_beside_its_output(tmp_path, capsys):
    """`--return` goes with `-o`; of several files, or of none that is a workbook, it is refused."""
    path, mapping = write_table(tmp_path / "office.xlsx"), tmp_path / "m.yaml"
    mapping.write_text(MAPPING, encoding="utf-8")
    asked = ["evaluate", "quan-12-2022", "agency", str(path), "--map", str(mapping), "--as-of", "2022-12-15"]
    out = ["-o", str(tmp_path / "out.csv"), "--return", str(tmp_path / "r.xlsx")]
    assert 1 == exit_code([*asked, *out])
    assert "2 chỗ cần sửa hoặc còn thiếu" in capsys.readouterr().err
    assert ["M17"] == list(marked(tmp_path / "r.xlsx"))
    assert 2 == exit_code([*asked, str(path), "--return", str(tmp_path / "s.xlsx")])
    assert "return-file" in capsys.readouterr().err
    assert 2 == exit_code([*asked, "--return", str(path)])
