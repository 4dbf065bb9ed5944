"""The doors, cells: what a cell shows is what is read, or a problem of the cell (cases 3, 6–8, 10, 11, 25, 26)."""

from __future__ import annotations

from datetime import date
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font

from cchc_rules.intake.limits import Limits
from tests.intake.doors import HEADER, SHEET, decide, made, problems, raw, read, refusal, remarks
from tests.intake.old_books import old_book
from tests.intake.sheets import changed

REPORTED = "reported: {type: date, label: {vi: Ngày báo cáo, en: Reported}}"
SHARE = "share: {type: percent, label: {vi: Tỷ lệ, en: Share}}"
GOOD = '<c r="B2" t="b"><v>1</v></c><c r="C2" t="b"><v>0</v></c>'
ID = '<c r="A2" t="inlineStr"><is><t>A</t></is></c>'


def row(cells: str) -> str:
    """The row of candidate A with these cells behind its id."""
    return f'<row r="2">{ID}{cells}</row>'


def test_case_03_a_filler_under_full_calculation_is_no_value(tmp_path):
    """A formula holds no value where the workbook says that everything is to be computed on load."""
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ["A", True, False])
    sheet.write_formula(1, 3, "=COUNT(Z1:Z9)", None, 0)
    book.close()
    assert {"A": "invalid"} == decide(path)
    assert {"A": [("formula-without-value", "D2")]} == problems(path)
    saved = changed(path, {"xl/workbook.xml": lambda text: text.replace(' fullCalcOnLoad="1"', "")})
    assert {"A": "eligible"} == decide(saved)


def test_case_03_what_an_array_formula_spills_is_no_value_either(tmp_path):
    """The cells an array formula fills hold no formula of their own."""
    spill = '<c r="B2" t="b"><f t="array" ref="B2:D3">X</f><v>1</v></c><c r="C2"><v>0</v></c><c r="D2"><v>0</v></c>'
    path = changed(
        raw(tmp_path / "a.xlsx", row(spill)),
        {"xl/workbook.xml": lambda text: text.replace("</workbook>", '<calcPr fullCalcOnLoad="true"/></workbook>')},
    )
    assert {"A": [("formula-without-value", f"{column}2") for column in "BCD"]} == problems(path)


@pytest.mark.parametrize(
    ("word", "status"), [("true", "ineligible"), ("1", "ineligible"), ("false", "eligible"), ("0", "eligible")]
)
def test_case_06_a_boolean_is_read_however_it_is_spelt(tmp_path, word, status):
    """`true` is yes: who was punished is never eligible."""
    cells = f'<c r="B2" t="b"><v>1</v></c><c r="C2" t="b"><v>{word}</v></c><c r="D2"><v>0</v></c>'
    assert {"A": status} == decide(raw(tmp_path / "a.xlsx", row(cells)))


@pytest.mark.parametrize("word", ["2", "x", "TRUE", "-1", "1.0"])
def test_case_06_and_26_a_boolean_of_another_word_is_a_problem(tmp_path, word):
    """Nothing else is yes or no."""
    cells = f'<c r="B2" t="b"><v>1</v></c><c r="C2" t="b"><v>{word}</v></c><c r="D2"><v>0</v></c>'
    assert {"A": [("cell-boolean", "C2")]} == problems(raw(tmp_path / "a.xlsx", row(cells)))


def test_case_07_cells_without_references_take_their_columns(tmp_path):
    """An empty cell counts as a place."""
    cells = '<c t="inlineStr"><is><t>A</t></is></c><c/><c t="b"><v>0</v></c><c><v>5</v></c>'
    (found,) = read(raw(tmp_path / "a.xlsx", f"<row>{cells}</row>")).rows
    assert {"punished": False, "cases": 5} == found.facts


@pytest.mark.parametrize("code", ["mm/yyyy", "mmm-yy", "yyyy", "d-mmm", "[$-409]mmmm yyyy;@", "dddd, mmmm yyyy"])
def test_case_08_a_date_that_does_not_show_its_day_is_a_problem(tmp_path, code):
    """As it is for the same text."""
    path = made(tmp_path / "a.xlsx", [["Mã", "Ngày báo cáo"], ["A", date(2026, 5, 5)]], formats={"B2": code})
    assert [("cell-format.date", "B2")] == problems(path, more=REPORTED)["A"]


@pytest.mark.parametrize("code", ["dd/mm/yyyy", "d-m-yy", "[$-1010000]d/m/yyyy;@", "mm-dd-yy", '"Ngày "d/m/yyyy'])
def test_case_08_a_whole_date_is_read(tmp_path, code):
    """Day, month and year show, in whatever order."""
    path = made(tmp_path / "a.xlsx", [["Mã", "Ngày báo cáo"], ["A", date(2026, 5, 5)]], formats={"B2": code})
    assert {"reported": date(2026, 5, 5)} == read(path, more=REPORTED).rows[0].facts


@pytest.mark.parametrize("code", ['[=0]"-";0%', "[<1]0%;0", "0;0%", "0,", '"1"0', "0%%", "# ?/?", "-0", "General;0%"])
def test_case_10_sections_that_disagree_are_a_problem(tmp_path, code):
    """So is a format that shows another number than the cell holds."""
    path = made(tmp_path / "a.xlsx", [["Mã", "Tỷ lệ"], ["A", 1.2]], formats={"B2": code})
    assert [("cell-format", "B2")] == problems(path, more=SHARE)["A"]


def test_case_11_formats_of_tables_are_no_cell_formats(tmp_path):
    """A differential format with the number of a built-in one changes no cell."""
    rows = [["Mã", "Ngày báo cáo", "Tỷ lệ"], ["A", date(2026, 5, 5), 0.85]]
    path = made(tmp_path / "a.xlsx", rows, formats={"B2": "mm-dd-yy", "C2": "0%"})
    table = "".join(
        f'<dxf><numFmt numFmtId="{number}" formatCode="{code}"/></dxf>' for number, code in ((14, "0"), (9, "yyyy"))
    )
    path = changed(
        path,
        {"xl/styles.xml": lambda text: text.replace("</cellStyles>", f'</cellStyles><dxfs count="2">{table}</dxfs>')},
    )
    assert {"reported": date(2026, 5, 5), "share": "85%"} == read(path, more=f"{REPORTED}\n{SHARE}").rows[0].facts


def test_case_25_a_lone_space_far_aside_is_nothing(tmp_path):
    """A space in column 600 is beyond the limit of columns, and nobody's value."""
    path = made(tmp_path / "a.xlsx", [HEADER, ["A", True, False, 0]])
    book = openpyxl.load_workbook(path)
    book.active.cell(2, 600, " ")
    book.save(path)
    assert {"A": "eligible"} == decide(path)


@pytest.mark.parametrize("mark", ["ü", "þ"])
def test_case_25_a_tick_of_a_symbol_font_is_a_mark(tmp_path, mark):
    """The tick of Wingdings is yes; any other sign in it is a problem, and in another font the letter is a letter."""
    path = made(tmp_path / "a.xlsx", [HEADER, *([one, mark, False, 0] for one in "AB"), ["C", "û", False, 0]])
    book = openpyxl.load_workbook(path)
    for cell in ("B2", "B4"):
        book.active[cell].font = Font(name="Wingdings")
    book.save(path)
    assert {"A": "eligible", "B": "invalid", "C": "invalid"} == decide(path)
    assert [("symbol-font", "B4")] == problems(path)["C"]


def test_case_25_an_xlsx_of_the_old_name_is_read(tmp_path):
    """What a file is, its content says."""
    path = made(tmp_path / "a.xlsx", [HEADER, ["A", True, False, 0]])
    assert {"A": "eligible"} == decide(path.rename(tmp_path / "a.xls"))


@pytest.mark.parametrize("part", ["content.xml", "xl/workbook.bin"])
def test_case_25_other_spreadsheets_are_refused_with_the_way_out(tmp_path, part):
    """An .ods or .xlsb is to be saved as .xlsx."""
    path = made(tmp_path / "a.xlsx", [HEADER])
    with ZipFile(path, "a") as archive:
        archive.writestr(part, "<a/>")
    other = path.rename(tmp_path / ("a.ods" if part == "content.xml" else "a.xlsb"))
    assert ["sheet-format.other"] == refusal(other)


def test_case_26_a_struck_out_cell_is_a_problem(tmp_path):
    """So is a text of which a part is struck out."""
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet, struck = book.add_worksheet(), book.add_format({"font_strikeout": True})
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ["A", True])
    sheet.write(1, 2, False, struck)
    sheet.write_rich_string(1, 3, struck, "5", book.add_format(), "0")
    book.close()
    assert {"A": [("struck-out", "C2"), ("struck-out", "D2")]} == problems(path)


@pytest.mark.parametrize(("value", "code"), [(0, ";;;"), (5, ";;;"), (0, "#"), (0, "0;-0;;@"), (0, '#,##0;-#;"-"??')])
def test_case_26_a_number_that_shows_nothing_is_a_problem(tmp_path, value, code):
    """What nobody sees nobody stated."""
    path = made(tmp_path / "a.xlsx", [HEADER, ["A", True, False, value]], formats={"D2": code})
    assert [("cell-format.hidden", "D2")] == problems(path)["A"]


@pytest.mark.parametrize("text", ["1_000", "1e", "٣", "0x1", "1e400", "0.123456789012345678", "NaN", "1 0"])
def test_case_26_a_number_that_is_no_decimal_is_a_problem(tmp_path, text):
    """Of at most 17 digits, which every double needs."""
    cells = f'{GOOD}<c r="D2"><v>{text}</v></c>'
    assert [("cell-number", "D2")] == problems(raw(tmp_path / "a.xlsx", row(cells)))["A"]


def test_case_26_two_cells_of_one_address_refuse_the_file(tmp_path):
    """Rows and cells ascend."""
    twice = f'{GOOD}<c r="D2"><v>1</v></c><c r="D2"><v>0</v></c>'
    assert ["sheet-broken"] == refusal(raw(tmp_path / "a.xlsx", row(twice)))
    assert ["sheet-broken"] == refusal(raw(tmp_path / "b.xlsx", row(GOOD) + row(GOOD)))


def test_case_26_an_unknown_type_and_an_error_of_any_code_are_problems(tmp_path):
    """Neither is a value."""
    cells = '<c r="B2" t="zz"><v>1</v></c><c r="C2" t="e"><v>#NEU!</v></c><c r="D2" s="99"><v>0</v></c>'
    expected = [("cell-type", "B2"), ("error-cell", "C2"), ("cell-format", "D2")]
    assert expected == problems(raw(tmp_path / "a.xlsx", row(cells)))["A"]


def test_case_26_a_strict_workbook_is_read(tmp_path):
    """Its elements have other names, its dates stand in words."""
    path = made(tmp_path / "a.xlsx", [[*HEADER, "Ngày báo cáo"], ["A", True, False, 0, date(2026, 5, 5)]])
    names = {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
            "http://purl.oclc.org/ooxml/officeDocument/relationships"
        ),
    }

    def strict(text: str) -> str:
        for usual, other in names.items():
            text = text.replace(usual, other)
        return text.replace('<c r="E2" s="1" t="n"><v>46147</v>', '<c r="E2" s="1" t="d"><v>2026-05-05</v>')

    parts = [
        SHEET,
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/sharedStrings.xml",
        "xl/_rels/workbook.xml.rels",
        "_rels/.rels",
    ]
    path = changed(path, dict.fromkeys(parts, strict))
    with ZipFile(path) as archive:
        assert b't="d"' in archive.read(SHEET)
    assert {"A": "eligible"} == decide(path, more=REPORTED)
    assert date(2026, 5, 5) == read(path, more=REPORTED).rows[0].facts["reported"]


def test_hidden_sheets_are_named_and_not_read(tmp_path):
    """What the office does not see is not taken in."""
    path = made(tmp_path / "a.xlsx", [HEADER, ["A", True, False, 0]])
    book = openpyxl.load_workbook(path)
    other = book.create_sheet("Nháp")
    other.append(HEADER)
    other.append(["B", True, False, 0])
    other.sheet_state = "hidden"
    book.save(path)
    assert {"A": "eligible"} == decide(path)
    assert any("Nháp" in one for one in remarks(path))


def test_case_25_an_old_workbook_is_read(tmp_path):
    """An .xls is decided as its .xlsx would be, and it is said once that it tells no formulas."""
    path = old_book(tmp_path / "a.xls", [HEADER, ["A", True, False, 0], ["B", "Có", "Không", 1]])
    assert {"A": "eligible", "B": "ineligible"} == decide(path)
    assert 1 == sum("no-formulas" in one for one in remarks(path))


def test_case_25_cells_of_an_old_workbook_have_the_same_problems(tmp_path):
    """Formats and struck-out fonts count there too."""
    rows = [["Mã", "Đạt chuẩn", "Số vụ", "Ngày báo cáo", "Tỷ lệ"], ["A", True, 0, 46147.0, 0.85]]
    styles = {(1, 1): 1, (1, 2): 2, (1, 3): 3, (1, 4): 4}
    path = old_book(tmp_path / "a.xls", rows, formats=[";;;", "mm/yyyy", "0%"], styles=styles)
    expected = [("struck-out", "B2"), ("cell-format.hidden", "C2"), ("cell-format.date", "D2")]
    assert expected == problems(path, more=f"{REPORTED}\n{SHARE}")["A"]
    assert "85%" == read(path, more=f"{REPORTED}\n{SHARE}").rows[0].facts["share"]


def test_case_25_an_old_workbook_over_20_mb_is_refused(tmp_path):
    """Its size is all that bounds what reading it takes."""
    path = old_book(tmp_path / "a.xls", [HEADER, ["A", True, False, 0]])
    size = path.stat().st_size
    assert {"A": "eligible"} == decide(path, limits=Limits(old_file=size))
    assert ["sheet-limit.old"] == refusal(path, limits=Limits(old_file=size - 1))
    assert 20_000_000 == Limits().old_file


def test_case_25_a_workbook_with_a_password_is_refused(tmp_path):
    """An encrypted .xlsx is a compound file too."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(old_book(path, [HEADER]).read_bytes() + "EncryptedPackage".encode("utf-16-le"))
    assert ["sheet-format.old"] == refusal(path)
