"""The doors, headers and rows: nothing half understood gets in (cases 1, 2, 4, 5, 12, 13, 15–19, 23)."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from cchc_rules.intake.reader import read_rows
from tests.intake.doors import HEADER, decide, made, problems, program, read, refusal, remarks

EXCHANGED = ("Mã", "Bị kỷ luật", "Đạt chuẩn", "Số vụ")
MODELS = """models:
  type: list
  min_items: 0
  key: title
  each: {vi: sáng kiến, en: model}
  label: {vi: Sáng kiến, en: Models}
  items:
    title: {type: text, label: {vi: Tên sáng kiến, en: Title}}
    lawful: {type: boolean, label: {vi: Hợp pháp, en: Lawful}}"""
GOOD_A, GOOD_B = ("A", "Có", "Không", 0), ("B", "Có", "Không", 0)


def as_csv(path: Path, rows) -> Path:
    """The rows as a CSV file."""
    path.write_text("\n".join(",".join("" if one is None else str(one) for one in row) for row in rows) + "\n")
    return path


WRITERS = pytest.mark.parametrize("write", [made, as_csv], ids=["xlsx", "csv"])


def name(write) -> str:
    """A file name of the kind."""
    return "a.xlsx" if write is made else "a.csv"


@WRITERS
def test_case_01_another_header_further_down_refuses_the_file(tmp_path, write):
    """Both rows are named; the same header again is passed over by name."""
    path = write(tmp_path / name(write), [HEADER, GOOD_A, EXCHANGED, ("B", "Có", "Không", 0)])
    assert ["second-header"] == refusal(path)
    again = write(tmp_path / f"b{path.suffix}", [HEADER, GOOD_A, HEADER, GOOD_B])
    assert {"A": "eligible", "B": "eligible"} == decide(again)
    assert ["rows 3 repeat the header"] == [one.rpartition(": ")[2] for one in remarks(again) if "repeat" in one]


def test_case_01_in_the_sheet_of_a_list_too(tmp_path):
    """There the members below would follow other columns."""
    path = made(tmp_path / "a.xlsx", [(*HEADER, "Sáng kiến"), (*GOOD_A, 2)])
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("Sáng kiến")
    for row in (
        ("Mã", "Tên sáng kiến", "Hợp pháp"),
        ("A", "Một", "x"),
        ("Mã", "Hợp pháp", "Tên sáng kiến"),
        ("A", "x", "Hai"),
    ):
        sheet.append(row)
    book.save(path)
    assert ["second-header"] == refusal(path, more=MODELS)


def test_case_01_in_files_of_millions_too(tmp_path):
    """The engines of columns refuse it, whatever the order of its columns."""
    from cchc_rules.bulk.survey import survey_file
    from cchc_rules.intake.table import TableError

    path = as_csv(tmp_path / "a.csv", [HEADER, GOOD_A, EXCHANGED, GOOD_B])
    with pytest.raises(TableError, match="second-header"):
        survey_file(path, program().category)


@WRITERS
def test_case_02_a_fuller_header_below_candidates_refuses_the_file(tmp_path, write):
    """Candidates above it do not vanish."""
    rows = [HEADER[:3], ("A", "Có", "Không"), ("B", "Có", "Không"), HEADER, ("C", "Có", "Không", 0)]
    rows = [[*row, None] if write is as_csv and len(row) == 3 else row for row in rows]
    path = write(tmp_path / name(write), rows)
    assert ["second-header"] == refusal(path)
    with pytest.raises(Exception, match=r"row 4.*row 1"):
        read(path)


@pytest.mark.parametrize("word", ["Không", "Không đạt", "Có"])
def test_case_04_an_answer_without_its_partner_is_an_error(tmp_path, word):
    """A mark under `Không` is no yes."""
    path = made(tmp_path / "a.xlsx", [HEADER, (None, word), ("A", "x", "Không", 0)])
    assert ["heading.answer"] == refusal(path)


def test_case_04_both_answers_say_it_together(tmp_path):
    """One of `Đạt` and `Không đạt` is marked."""
    header = ("Mã", "Đạt chuẩn", None, "Bị kỷ luật", "Số vụ")
    rows = [header, (None, "Đạt", "Không đạt"), ("A", "x", None, "Không", 0), ("B", None, "x", "Không", 0)]
    assert {"A": "eligible", "B": "ineligible"} == decide(made(tmp_path / "a.xlsx", rows))


def test_case_04_answers_that_do_not_fit_the_question_are_an_error(tmp_path):
    """`Không đạt` under "bị kỷ luật" would be anybody's guess."""
    header = ("Mã", "Đạt chuẩn", "Bị kỷ luật", None, "Số vụ")
    path = made(tmp_path / "a.xlsx", [header, (None, None, "Đạt", "Không đạt"), ("A", "x", None, "x", 0)])
    assert {"heading.answer"} <= set(refusal(path))


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Năm trước", "heading.elsewhere"),
        ("Đơn vị tự chấm", "heading.elsewhere"),
        ("Cùng kỳ", "heading.elsewhere"),
        ("Kế hoạch", "heading.elsewhere"),
        ("Năm 2021", "heading.year"),
    ],
)
def test_case_05_a_group_of_other_figures_is_an_error(tmp_path, heading, key):
    """It names heading and label."""
    path = made(tmp_path / "a.xlsx", [("", heading, None, None), HEADER, GOOD_A])
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("B1:D1")
    book.save(path)
    assert {key} == set(refusal(path, ruleset=program().ruleset))
    with pytest.raises(Exception, match=f"{heading}.*Đạt chuẩn"):
        read(path, ruleset=program().ruleset)


@pytest.mark.parametrize("heading", ["Năm trước", "Đơn vị tự chấm", "Cùng kỳ", "Kế hoạch", "Năm 2021", "Không"])
@pytest.mark.parametrize("more", [{}, {1: "Đơn vị"}, {3: "Ghi chung"}])
@pytest.mark.parametrize("title", [(), (("Danh sách đề nghị",),)])
def test_case_05_a_heading_right_above_needs_no_merging(tmp_path, heading, more, title):
    """Over the header of a fact it says the same as one merged over several: it is no title to be passed over."""
    above = ["", None, heading, None]
    for place, word in more.items():
        above[place] = word
    rows = [*title, tuple(above), HEADER, GOOD_A]
    text = tmp_path / "a.csv"
    with text.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    for path in (made(tmp_path / "a.xlsx", rows), text):
        (code,) = {one.partition(".")[0] for one in refusal(path, ruleset=program().ruleset)}
        assert "heading" == code


@pytest.mark.parametrize("above", [("DANH SÁCH NĂM 2021",), ("", "Kết quả năm 2022"), ("UBND QUẬN", None, "CỘNG HÒA")])
def test_case_05_a_title_over_the_table_is_no_heading(tmp_path, above):
    """What stands over the ids, or says nothing else, is passed over."""
    assert {"A": "eligible"} == decide(made(tmp_path / "a.xlsx", [above, HEADER, GOOD_A]), ruleset=program().ruleset)


def test_case_05_a_group_that_says_nothing_else_is_named(tmp_path):
    """Its year may be that of the ruleset."""
    path = made(tmp_path / "a.xlsx", [("", "Kết quả năm 2022", None, None), HEADER, GOOD_A])
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("B1:D1")
    book.save(path)
    assert {"A": "eligible"} == decide(path, ruleset=program().ruleset)
    assert any("Kết quả năm 2022" in one for one in remarks(path, ruleset=program().ruleset))


def test_case_12_a_candidate_below_the_header_is_no_numbering(tmp_path):
    """Ids 1, 2, 3 are candidates, whatever the numbers beside them."""
    path = made(tmp_path / "a.xlsx", [HEADER, (1, "x", "Không", 0), (2, "x", "Không", 0), (3, "x", "Không", 1)])
    assert {"1": "eligible", "2": "eligible", "3": "ineligible"} == decide(path)
    stt = made(tmp_path / "b.xlsx", [("STT", *HEADER), (1, *GOOD_A), (2, *GOOD_B)])
    assert {"A": "eligible", "B": "eligible"} == decide(stt)


@pytest.mark.parametrize("numbering", [(1, 2, 3, 4), ("(1)", "(2)", "(3)", "(4)"), ("A", "B", 1, 2), ("A", 1, 2, 3)])
def test_case_12_a_row_of_places_is_passed_over_and_named(tmp_path, numbering):
    """Every filled cell holds its own place."""
    path = made(tmp_path / "a.xlsx", [HEADER, numbering, GOOD_A])
    assert {"A": "eligible"} == decide(path)
    assert any("not read: 2" in one for one in remarks(path))


def lists(path: Path, members, *, title: str = "Sáng kiến", more_sheets=()) -> Path:
    """A workbook with a sheet of members, and further ones."""
    made(path, [HEADER, GOOD_A])
    book = openpyxl.load_workbook(path)
    for one, rows in ((title, members), *more_sheets):
        sheet = book.create_sheet(one)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


MEMBERS = [("Mã", "Tên sáng kiến", "Hợp pháp"), ("A", "Một", "x")]


def test_case_12_a_list_that_lost_a_row_is_not_whole(tmp_path):
    """What was passed over might have been a member."""
    whole = lists(tmp_path / "a.xlsx", MEMBERS)
    assert [[{"title": "Một", "lawful": "x"}]] == [row.facts.get("models") for row in read(whole, more=MODELS).rows]
    lost = lists(tmp_path / "b.xlsx", [MEMBERS[0], (1, 2, 3), MEMBERS[1]])
    assert [None] == [row.facts.get("models") for row in read(lost, more=MODELS).rows]


def test_case_13_members_on_two_sheets_are_not_whole(tmp_path):
    """The second is an error, and the first may be half the list."""
    path = lists(tmp_path / "a.xlsx", MEMBERS, more_sheets=[("Sáng kiến (2)", [MEMBERS[0], ("A", "Hai", "x")])])
    assert [None] == [row.facts.get("models") for row in read(path, more=MODELS).rows]
    assert any("Sáng kiến (2)" in one for one in remarks(path, more=MODELS))


def test_case_15_what_is_no_entry_is_told_by_its_shape(tmp_path):
    """Titles of sections, sums, a closing line and signatures are passed over and named."""
    header = ("STT", "Mã", "Họ và tên", *HEADER[1:])
    rows = [
        header,
        ("I", "KHỐI PHÒNG BAN"),
        (1, "A", "Nguyễn An", "Có", "Không", 0),
        (2, "B", "Trần Bình", "Có", "Không", 0),
        (None, "Cộng (I)", None, None, None, 0),
        ("II", None, "KHỐI PHƯỜNG"),
        (3, "C", "Lê Chi", "Có", "Không", 1),
        (None, None, "Tổng số: 03 người", None, None, 1),
        ("Danh sách này có 03 người./.",),
        (None, None, None, "NGƯỜI LẬP", None, "THỦ TRƯỞNG"),
        (None, None, None, "Phạm Văn Dũng", None, "Đỗ Thị Em"),
    ]
    path = made(tmp_path / "a.xlsx", rows)
    assert {"A": "eligible", "B": "eligible", "C": "ineligible"} == decide(path)
    assert any("not read: 2, 5–6, 8–11" in one for one in remarks(path))


def test_case_15_a_candidate_of_whom_nothing_is_known_is_no_closing_line(tmp_path):
    """An id like the others stays, a title above merged cells does not."""
    path = made(tmp_path / "a.xlsx", [HEADER, ("CQ01", "Có", "Không", 0), ("CQ02",), ("Người lập biểu",)])
    assert {"CQ01": "eligible", "CQ02": "undetermined"} == decide(path)


@pytest.mark.parametrize("header", ["Mã ĐV", "Mã NV", "Số hiệu công chức"])
def test_case_16_a_column_of_ids_of_another_name_can_be_named(tmp_path, header):
    """The refusal shows the likely header, not the letterhead, and says how."""
    path = made(tmp_path / "a.xlsx", [("UBND QUẬN 12",), (), (header, *HEADER[1:]), GOOD_A])
    assert ["no-id-column"] == refusal(path)
    with pytest.raises(Exception, match=f"row 3.*{header}.*Đạt chuẩn.*--id"):
        read(path)
    assert {"A": "eligible"} == decide(path, id=header)


def test_case_16_names_may_be_ids(tmp_path):
    """A table with a number and a name only."""
    path = made(tmp_path / "a.xlsx", [("STT", "Họ và tên", *HEADER[1:]), (1, "Nguyễn An", *GOOD_A[1:])])
    assert ["no-id-column"] == refusal(path)
    assert {"Nguyễn An": "eligible"} == decide(path, id="Họ và tên")


LABEL = "year: {type: integer, label: {vi: Số cán bộ công chức viên chức tham gia cải cách hành chính, en: Staff}}"
WELL = "well: {type: boolean, label: {vi: Thực hiện tốt văn hóa công vụ hằng năm, en: Well}}"


@pytest.mark.parametrize(
    ("header", "fact"),
    [
        *((f"Số vụ{mark}", "cases") for mark in (":", ".", " (*)", " (1)", " (vụ)", "*", ": (1)")),
        *((f"{mark}Số vụ", "cases") for mark in ("5. ", "a) ", "(5) ", "IV. ", "1.2. ")),
        ("Bị kỷ luật (Có/Không)", "punished"),
        ("Bị kỉ luật", "punished"),
        ("BỊ KỶ LUẬT\n(x)", "punished"),
        ("Số CB, CC, VC tham gia CCHC", "year"),
        ("Số CBCCVC tham gia cải cách hành chính (người)", "year"),
        ("Thực hiện tốt văn hoá công vụ hàng năm", "well"),
    ],
)
def test_case_17_a_label_spelt_another_way_is_read_and_said_once(tmp_path, header, fact):
    """Marks at the end, numbers in front, units, abbreviations, tones."""
    path = made(tmp_path / "a.xlsx", [("Mã", header), ("A1", 1)])
    more = f"{LABEL}\n{WELL}"
    assert [{fact: 1}] == [row.facts for row in read(path, more=more).rows]
    assert 1 == sum("header-reading" in one for one in remarks(path, more=more))


@pytest.mark.parametrize("header", ["Số CBCC tham gia CCHC", "Số vụ (%)", "Số vụ (ngày)", "Vụ", "Bị kỷ luật (2)/"])
def test_case_17_what_means_something_else_is_not_read(tmp_path, header):
    """CBCC is not CBCCVC; a unit of another type is no unit of the fact."""
    path = made(tmp_path / "a.xlsx", [("Mã", "Đạt chuẩn", header), ("A", "Có", 1)])
    if not refusal(path, more=LABEL):
        assert {"good"} == set(read(path, more=LABEL).rows[0].facts)


RATED = "rated: {type: boolean, label: {vi: Hoàn thành nhiệm vụ trong năm 2022, en: Rated}}"


@pytest.mark.parametrize(
    "header", ["Hoàn thành nhiệm vụ trong năm 2021", "Không bị kỷ luật", "Không hoàn thành nhiệm vụ trong năm 2022"]
)
def test_case_18_a_negation_or_another_year_is_no_misspelling(tmp_path, header):
    """An error without a suggestion."""
    path = made(tmp_path / "a.xlsx", [("Mã", header), ("A", "Có")])
    assert ["unknown-header.other"] == refusal(path, more=RATED)
    with pytest.raises(Exception) as caught:
        read(path, more=RATED)
    assert "did you mean" not in str(caught.value)


def test_case_19_the_most_personal_column_names_the_candidate(tmp_path):
    """The other is remarked on."""
    header = ("Mã", "Đơn vị", "Họ và tên", *HEADER[1:])
    path = made(tmp_path / "a.xlsx", [header, ("A", "Phòng Một", "Nguyễn An", *GOOD_A[1:])])
    assert ["Nguyễn An"] == [row.name for row in read(path).rows]
    assert any("other-name" in one and "Đơn vị" in one for one in remarks(path))


@pytest.mark.parametrize(("stranger", "suggests"), [("CQ10", False), ("Phòng Nội vự", True)])
def test_case_23_running_numbers_are_never_near(tmp_path, stranger, suggests):
    """Of an orphan row a suggestion is made only where no number is in the way."""
    main = as_csv(tmp_path / "a.csv", [HEADER, ("CQ01", *GOOD_A[1:]), ("Phòng Nội vụ", *GOOD_B[1:])])
    models = as_csv(tmp_path / "b.csv", [MEMBERS[0], (stranger, "Một", "x")])
    found = read_rows(main, program(MODELS).category, lists={"models": models}).problems
    assert [suggests] == ["nearest" in one.fields for one in found if one.code == "unknown-owner"]


def test_problems_name_the_cell_of_every_value(tmp_path):
    """Of the members of lists too, on the sheet they stand on."""
    path = lists(tmp_path / "a.xlsx", [MEMBERS[0], ("A", "Một", "có lẽ")])
    assert [("unreadable-value.boolean", "C2")] == problems(path, more=MODELS)["A"]
    wrong = made(tmp_path / "b.xlsx", [("STT", *HEADER), (1, "A", "Có", "Không", "nhiều")])
    assert [("unreadable-value.number", "E2")] == problems(wrong)["A"]


def test_a_spelling_that_two_facts_share_is_an_error(tmp_path):
    """Whatever steps it takes to come to it; the name of a fact means that fact alone."""
    two = (
        "one: {type: integer, label: {vi: Số hồ sơ, en: One}}\ntwo: {type: integer, label: {vi: Số hồ sơ (1), en: one}}"
    )
    path = made(tmp_path / "a.xlsx", [("Mã", "Số hồ sơ (2)"), ("A1", 1)])
    assert ["ambiguous-header"] == refusal(path, more=two)
    exact = made(tmp_path / "b.xlsx", [("Mã", "Số hồ sơ", "one"), ("A1", 1, 2)])
    assert ["doubled-header"] == refusal(exact, more=two)
