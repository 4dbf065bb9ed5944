"""Yes-or-no facts over two columns headed yes and no: where they are recognised, what their marks say."""

from __future__ import annotations

import pytest

from cchc_rules.evaluation import INVALID
from cchc_rules.intake.row_decisions import decide_rows
from tests.intake.made import problems
from tests.intake.made import program as small
from tests.intake.made import read as read_text
from tests.intake.sheets import add, book, program, read, refusal

TOP = ["Mã", "Tên đơn vị", "Có người bị kỷ luật", None, "Xếp loại năm 2021"]
BELOW = [None, None, "Có", "Không", None]
MARKS = [
    ["a", "A", "x", None, "Tốt"],
    ["b", "B", None, "X ", "Tốt"],
    ["c", "C", None, None, "Tốt"],
    ["d", "D", "-", "✓", "Tốt"],
    ["e", "E", False, None, "Tốt"],
    ["f", "F", "x", "x", "Tốt"],
    ["g", "G", "Không", None, "Tốt"],
    ["h", "H", None, "Không", "Tốt"],
    ["i", "I", True, "=1=1", "Tốt"],
    ["k", "K", None, True, "Tốt"],
]
READ = [True, False, None, False, None, None, None, None, None, False]
FAULTS = {4: "split-answer", 5: "split-answer.both", 6: "split-answer", 7: "split-answer", 8: "formula-without-value"}


def merged(*areas):
    """What merges those cells of a sheet."""

    def fill(_, sheet):
        for area in areas:
            sheet.merge_cells(area)

    return fill


def said(table):
    """What each row states of its fact."""
    return [row.facts.get("disciplined") for row in table.rows]


@pytest.mark.parametrize("areas", [(), ("C1:D1",), ("A1:A2", "B1:B2", "C1:D1", "E1:E2")])
def test_a_mark_under_yes_or_no_is_the_answer(tmp_path, areas):
    """However the header is merged: one mark answers, none is unknown, two or any other word are a problem."""
    table = read(book(tmp_path / "a.xlsx", [TOP, BELOW, *MARKS], fill=merged(*areas)))
    assert list(READ) == said(table)
    assert [[FAULTS[n]] if n in FAULTS else [] for n in range(len(MARKS))] == [problems(row) for row in table.rows]
    assert () == table.problems
    cells = {row.id: problem.where.cell for row in table.rows for problem in row.problems}
    assert {"e": "C7", "f": "C8", "g": "C9", "h": "D10", "i": "D11"} == cells
    assert all(one.render_line("vi") and one.render_line("en") for row in table.rows for one in row.problems)


def test_rows_with_unclear_answers_are_never_favourable(tmp_path):
    """Decided from the sheet: only a clear no is a no."""
    table = read(book(tmp_path / "a.xlsx", [TOP, BELOW, *MARKS]))
    statuses = [result.status for result in decide_rows(program(), table)]
    favourable, open_ = "eligible", "undetermined"
    expected = ["ineligible", favourable, open_, favourable, *[INVALID] * 5, favourable]
    assert expected == statuses


def test_no_may_stand_first_and_groups_above(tmp_path):
    """The words tell the columns apart, not their order; a third header row does no harm."""
    rows = [
        ["Mã", "Kết quả", None, None],
        [None, "Có người bị kỷ luật", None, "Số cán bộ"],
        [None, "Không", "Có", None],
        ["a", "x", None, 3],
        ["b", None, "x", 4],
    ]
    table = read(book(tmp_path / "a.xlsx", rows, fill=merged("A1:A3", "B1:D1", "B2:C2", "D2:D3")))
    assert [{"disciplined": False, "staff": 3}, {"disciplined": True, "staff": 4}] == [row.facts for row in table.rows]


def test_a_mark_merged_over_both_columns_answers_nothing(tmp_path):
    """The row is a problem, and the fact is left out."""
    rows = [TOP, BELOW, ["a", "A", "x", None, "Tốt"]]
    (row,) = read(book(tmp_path / "a.xlsx", rows, fill=merged("C3:D3"))).rows
    assert (["merged-cell"], {"rating": "Tốt"}) == (problems(row), row.facts)


def test_only_yes_or_no_facts_are_split(tmp_path):
    """Any other fact headed twice is refused as before, and so is a third column under the label."""
    levels = [["Mã", "Xếp loại năm 2021", None], [None, "Có", "Không"], ["a", "x", None]]
    three = [["Mã", "Có người bị kỷ luật", None, None], [None, "Có", "Không", "Khác"], ["a", "x", None, None]]
    assert ["heading.answer", "doubled-header"] == refusal(book(tmp_path / "a.xlsx", levels, fill=merged("B1:C1")))
    assert ["doubled-header"] == refusal(book(tmp_path / "b.xlsx", three, fill=merged("B1:D1")))


def test_members_of_lists_are_marked_the_same_way(tmp_path):
    """On the sheet of a list as on that of the candidates."""

    def fill(made, _):
        sheet = add(made, "Sáng kiến", [["Mã", "Tên sáng kiến", "Hợp pháp"], [None, None, "Có", "Không"]])
        sheet.append(["a", "Một", None, "x"])

    table = read(book(tmp_path / "a.xlsx", [["Mã", "Sáng kiến"], ["a", 1]], fill=fill))
    assert [[{"title": "Một", "lawful": False}]] == [row.facts["initiatives"] for row in table.rows]


def test_csv_files_are_marked_the_same_way(tmp_path):
    """The label stands over the first of the two columns."""
    text = "Mã,Có người bị kỷ luật,,Xếp loại\n,Có,Không,\nA1,x,,Tốt\nA2,,x,Tốt\nA3,,,Tốt\nA4,x,x,Tốt\nA5,,Không,Tốt\n"
    table = read_text(tmp_path, text)
    assert [True, False, None, None, None] == said(table)
    assert [[], [], [], ["split-answer.both"], ["split-answer"]] == [problems(row) for row in table.rows]
    statuses = [result.status for result in decide_rows(small(), table)]
    assert ["undetermined", INVALID, INVALID] == statuses[2:]
