"""Spreadsheets as offices make them: headers, values, rows that are no entries, lists on further sheets."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.styles import Font

from cchc_rules.evaluation import fact_reader
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.values import Verdict
from tests.intake.made import problems
from tests.intake.sheets import add, book, changed, computed, program, read, refusal

HEADER = ["Mã", "Tên đơn vị", "Có người bị kỷ luật", "Xếp loại năm 2021"]


def values(row, name):
    """The parsed value of a row's fact."""
    parsed = fact_reader(program()).parse({"id": row.id, **row.facts}, as_of=None, cells=True)
    return dict(zip([fact.name for fact in program().facts], parsed.candidate.values, strict=True))[name]


def warned(table):
    """The keys and fields of a table's problems."""
    return [(problem.key, dict(problem.fields)) for problem in table.problems]


def test_titles_above_and_two_header_rows_are_understood(tmp_path):
    """Merged titles stand above; merged groups stand over sub-headers; columns are numbered below."""

    def fill(_, sheet):
        for area in ("A1:E1", "A3:A4", "B3:B4", "C3:D3", "E3:E4"):
            sheet.merge_cells(area)

    rows = [
        ["BÁO CÁO KẾT QUẢ CẢI CÁCH HÀNH CHÍNH"],
        [],
        ["Mã", "Tên đơn vị", "Chung", None, "Xếp loại\nnăm 2021 "],
        [None, None, "Có người bị  kỷ luật", "Số cán bộ"],
        ["A", "B", "(1)", "(2)", "(3)"],
        ["001", "Phòng Một", "x", 12, "Khá"],
    ]
    table = read(book(tmp_path / "a.xlsx", rows, fill=fill))
    assert [(6, "001", "Phòng Một", {"disciplined": "x", "staff": 12, "rating": "Khá"})] == [
        (row.number, row.id, row.name, dict(row.facts)) for row in table.rows
    ]
    headings = [("heading", {"header": header, "heading": "Chung"}) for header in ("Có người bị kỷ luật", "Số cán bộ")]
    assert [*headings, ("rows-passed-over", {"rows": "5"})] == warned(table)


def test_a_unit_below_a_header_does_not_hide_it(tmp_path):
    """A second header row that only names units leaves the meaning to the first."""
    rows = [["Mã", "Tỷ lệ hồ sơ đúng hạn", "Điểm"], [None, "(%)", None], ["a", "85,5", 3]]

    def fill(_, sheet):
        sheet.merge_cells("A1:A2")

    table = read(book(tmp_path / "a.xlsx", rows, fill=fill))
    assert [{"on_time": "85,5", "score": 3}] == [dict(row.facts) for row in table.rows]


def test_headings_totals_notes_and_signatures_are_no_entries(tmp_path):
    """Rows that are nobody's are passed over and named; every other row is an entry."""
    rows = [
        HEADER,
        ["I. KHỐI PHÒNG BAN"],
        ["a", "Phòng A", "Không", "Tốt"],
        [],
        HEADER,
        [None, "II. KHỐI PHƯỜNG"],
        ["b", "Phường B", "Không", "Khá"],
        [None, "Tổng cộng", 2, 0],
        ["Ghi chú: số liệu đến cuối năm"],
        [None, "Người lập biểu", None, "Thủ trưởng đơn vị"],
        [None, None, None, "Nguyễn Văn A"],
    ]
    table = read(book(tmp_path / "a.xlsx", rows, fill=lambda _, sheet: sheet.merge_cells("A2:D2")))
    assert [(3, "a"), (7, "b")] == [(row.number, row.id) for row in table.rows]
    again = ("rows-passed-over.header", {"rows": "5"})
    assert [("rows-passed-over", {"rows": "2, 6, 8–11"}), again] == warned(table)


def test_bare_numbers_under_the_header_are_passed_over_and_named(tmp_path):
    """1, 2, 3 under a header number its columns; as they might be somebody's, the row is not skipped in silence."""
    table = read(book(tmp_path / "a.xlsx", [HEADER, [1, 2, 3, 4], ["a", "A", "Không", "Tốt"]]))
    assert [(3, "a")] == [(row.number, row.id) for row in table.rows]
    assert [("rows-passed-over", {"rows": "2"})] == warned(table)


def test_a_row_with_facts_and_no_id_is_kept_as_a_problem(tmp_path):
    """Nothing is lost: such a row is no heading."""
    table = read(book(tmp_path / "a.xlsx", [HEADER, ["a", "A", "Không", "Tốt"], [None, "B", "Có", "Khá"]]))
    assert [[], ["missing-id"]] == [problems(row) for row in table.rows]


def test_percent_cells_are_taken_as_shown(tmp_path):
    """0.855 shown as 85,5 % is 85.5; a bare 0.855 is a problem, not a guess."""

    def fill(_, sheet):
        for row, code in ((2, "0.0%"), (3, "General"), (4, "0%"), (5, '0.00" %"')):
            sheet.cell(row, 2).number_format = code

    rows = [["Mã", "Tỷ lệ hồ sơ đúng hạn"], ["a", 0.855], ["b", 0.855], ["c", 0.85523], ["d", 85.5]]
    results = list(decide_rows(program(), read(book(tmp_path / "a.xlsx", rows, fill=fill))))
    place = [fact.name for fact in program().facts].index("on_time")
    assert [85.5, None, 85.523, 85.5] == [result.decision.values[place] for result in results]
    assert [[], ["ambiguous-percent"], [], []] == [problems(result) for result in results]


@pytest.mark.parametrize("epoch", [1900, 1904])
def test_dates_are_what_the_office_sees(tmp_path, epoch):
    """Date cells and serials shown as dates are dates, also in workbooks that count from 1904."""

    def fill(made, sheet):
        if epoch == 1904:
            made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        sheet["B4"].number_format = 'dd"/"mm"/"yyyy'

    serial = (date(2022, 5, 5) - date(1904, 1, 1)).days if epoch == 1904 else 44686
    rows = [["Mã", "Ngày báo cáo"], ["a", date(2022, 5, 5)], ["b", "05/5/2022"], ["c", serial], ["d", serial]]
    table = read(book(tmp_path / "a.xlsx", rows, fill=fill))
    day = date(2022, 5, 5)
    assert [day, day, day, None] == [values(row, "reported") for row in table.rows]
    assert ["wrong-type.date"] == problems(list(decide_rows(program(), table))[3])


def test_a_time_of_day_is_a_problem(tmp_path):
    """A moment is no date, and the day before 1 March 1900 that never was is none either."""
    rows = [["Mã", "Ngày báo cáo"], ["a", datetime(2022, 5, 5, 7, 30)], ["b", 60]]

    def fill(_, sheet):
        sheet["B3"].number_format = "dd/mm/yyyy"

    results = decide_rows(program(), read(book(tmp_path / "a.xlsx", rows, fill=fill)))
    assert [["wrong-type.datetime"], ["impossible-date"]] == [problems(result) for result in results]


def test_error_cells_and_formulas_without_values_are_problems(tmp_path):
    """Neither counts as missing; the formula's value counts when the file holds it."""
    path = book(tmp_path / "a.xlsx", [HEADER, ["a", "A", "=1=1", "#N/A"], ["b", "B", "Không", "Tốt"]])
    results = list(decide_rows(program(), read(path)))
    assert [["formula-without-value", "error-cell"], []] == [problems(result) for result in results]
    assert ["C2"] == [one.where.cell for one in results[0].problems if one.key == "formula-without-value"]
    kept = computed(tmp_path / "b.xlsx", [["Mã", "Số cán bộ", "Nhận xét"], ["a", ("=6*7", 42), ("=A1", "")]])
    assert [{"staff": 42}] == [dict(row.facts) for row in read(kept).rows]


def test_ids_keep_their_leading_zeros(tmp_path):
    """As text, and as a number shown with zeros in front."""

    def fill(_, sheet):
        sheet["A3"].number_format = "0000"

    rows = [["Mã", "Số cán bộ"], ["0012", 1], [12, 2], [12, 3], ["079201000123", 4]]
    table = read(book(tmp_path / "a.xlsx", rows, fill=fill))
    assert ["0012", "0012", "12", "079201000123"] == [row.id for row in table.rows]
    assert [["doubled-id"], ["doubled-id"], [], []] == [problems(row) for row in table.rows]


def test_text_in_any_unicode_form_with_spaces_is_read(tmp_path):
    """NFD, trailing spaces and line breaks in headers and cells mean what they show."""
    nfd = [unicodedata.normalize("NFD", one) + " " for one in HEADER]
    rows = [nfd, ["a ", "A", "  không", unicodedata.normalize("NFD", " tốt\n")]]
    (row,) = read(book(tmp_path / "a.xlsx", rows)).rows
    assert (False, "Tốt") == (values(row, "disciplined"), values(row, "rating"))


def test_runs_of_one_text_are_joined(tmp_path):
    """A cell with several fonts is one text; real booleans are booleans."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    rich = CellRichText("T", TextBlock(InlineFont(b=True), "ố"), "t")
    table = read(book(tmp_path / "a.xlsx", [HEADER, ["a", "A", False, rich]]))
    assert [{"disciplined": False, "rating": "Tốt"}] == [dict(row.facts) for row in table.rows]


def test_hidden_rows_and_columns_are_read_and_reported(tmp_path):
    """A filter or a hidden column never takes anybody away in silence."""

    def fill(_, sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["D"].hidden = True
        sheet["A2"].font = Font(bold=True)

    rows = [HEADER, ["a", "A", "Không", "Tốt"], ["b", "B", "Có", "Tốt"]]
    table = read(book(tmp_path / "a.xlsx", rows, fill=fill))
    assert ["a", "b"] == [row.id for row in table.rows]
    assert [("hidden-rows", {"rows": "3"}), ("hidden-columns", {"columns": "D"})] == warned(table)


def test_merged_value_cells_are_problems(tmp_path):
    """A value merged over several rows is known for the first only; the others say so."""
    rows = [HEADER, ["a", "A", "Không", "Tốt"], ["b", "B", "Không", None], ["c", "C", "Không", "Khá"]]
    table = read(book(tmp_path / "a.xlsx", rows, fill=lambda _, sheet: sheet.merge_cells("D2:D3")))
    assert [[], ["merged-cell"], []] == [problems(row) for row in table.rows]


def test_lists_stand_on_sheets_of_their_name(tmp_path):
    """Members are found by candidate id, lists within lists by the outer key too; a wrong number is a problem."""

    def fill(made, _):
        add(made, "Sáng kiến", [["Mã", "Tên sáng kiến", "Hợp pháp"], ["a", "Một", "Có"], ["A ", "Hai", "x"]])
        units = [["Mã", "Tên bộ phận"], ["a", "Một cửa"], ["b", "Thuế"]]
        add(made, "Các đơn vị giải quyết hồ sơ tro", units)
        fields = [["Mã", "Tên bộ phận", "Tên lĩnh vực", "Tỷ lệ"], ["a", "một cửa", "Đất đai", "95,5%"]]
        add(made, "Lĩnh vực", [*fields, ["b", "Nhà", "Đất đai", "1%"]])
        add(made, "Ghi chép", [["gì đó"]])

    rows = [["Mã", "Sáng kiến"], ["a", 2], ["b", 0], ["c", 1], ["d", None]]
    table = read(book(tmp_path / "a.xlsx", rows, fill=fill))
    read_back = [(values(row, "initiatives"), values(row, "units")) for row in table.rows]
    assert (("Một", True), ("Hai", True)) == read_back[0][0]
    assert (("Một cửa", (("Đất đai", 95.5),)),) == read_back[0][1]
    assert [((), (("Thuế", None),)), (None, None), (None, None)] == read_back[1:]
    assert [[], [], ["list-count.sheet"], []] == [problems(row) for row in table.rows]
    (wrong,) = table.rows[2].problems
    assert "dòng ghi 1 mục, trang “Sáng kiến” có 0 mục của hồ sơ này" == wrong.message("vi")
    assert "--list" not in wrong.help("vi")
    assert ["unread-sheet", "unknown-owner"] == [key for key, _ in warned(table)]


def test_a_second_table_of_candidates_is_an_error(tmp_path):
    """Only one sheet is decided, and nobody on another is forgotten in silence; hidden sheets are named."""

    def fill(made, _):
        add(made, "Khối phường", [HEADER, ["b", "B", "Không", "Tốt"]])
        add(made, "Ẩn", [HEADER]).sheet_state = "hidden"
        add(made, "Hướng dẫn", [["Mã"], ["Cách ghi"]])

    table = read(book(tmp_path / "a.xlsx", [HEADER, ["a", "A", "Không", "Tốt"]], fill=fill))
    found = [(problem.key, problem.severity) for problem in table.problems]
    assert [("unread-sheet.hidden", "warning"), ("unread-sheet.table", "error")] == found


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        ([["STT", "Tên"], [1, "A"]], "no-id-column"),
        ([HEADER], "table-empty.header-only"),
        ([], "table-empty"),
        ([[*HEADER, "Xếp lọai năm 2021"], ["a"]], "unknown-header.close"),
        ([[*HEADER, "Xếp loại năm 2021"], ["a"]], "doubled-header"),
    ],
)
def test_sheets_without_a_usable_header_are_refused(tmp_path, rows, key):
    """No id, no rows, near misses and doubles stop the file; each has words."""
    assert [key] == refusal(book(tmp_path / "a.xlsx", rows))


def test_prefixed_markup_and_cells_without_references_are_read(tmp_path):
    """Other programs write other markup for the same sheet."""
    path = book(tmp_path / "a.xlsx", [["Mã", "Số cán bộ"], ["a", 5]])

    def prefixed(text):
        bare = text.replace(' r="A1"', "").replace(' r="B1"', "").replace(' r="A2"', "").replace(' r="B2"', "")
        named = bare.replace("xmlns=", "xmlns:x=")
        return named.replace("</", "\0").replace("<", "<x:").replace("\0", "</x:").replace("<x:?", "<?")

    table = read(changed(path, {"xl/worksheets/sheet1.xml": prefixed}))
    assert [("a", {"staff": 5})] == [(row.id, dict(row.facts)) for row in table.rows]


def test_a_spreadsheet_is_decided_as_its_text_would_be(tmp_path):
    """From sheet to verdict: favourable, unfavourable, undetermined."""
    rows = [HEADER, ["a", "A", "Không", "Tốt"], ["b", "B", "x", "Khá"], ["c", "C", None, "Không xếp loại"]]
    results = decide_rows(program(), read(book(tmp_path / "a.xlsx", rows)))
    assert [Verdict.ELIGIBLE, Verdict.INELIGIBLE, Verdict.UNDETERMINED] == [one.decision.verdict for one in results]
