"""Lists in columns: what a count, a blank, one answer for all and members side by side say."""

from __future__ import annotations

import openpyxl
import pytest

from cchc_rules.intake.mapped_lists import MOST_COUNTED
from cchc_rules.intake.reader import read
from cchc_rules.intake.row_decisions import decide_rows
from tests.intake.sheets import program

HEAD = """\
mapping: 1
ruleset: sheets
version: 1.0.0
category: office
sheet: Bảng
header: [1]
from: 2
id: {column: A, header: Ký hiệu}
columns:
  B: {header: Kỷ luật, fact: disciplined}
confirmed: {by: An, on: 2022-12-10}
lists:
  initiatives:
"""
SIDE_BY_SIDE = """\
    members:
      - columns: {D: {header: Tên 1, fact: title}, E: {header: Hợp pháp 1, fact: lawful}}
      - columns: {F: {header: Tên 2, fact: title}, G: {header: Hợp pháp 2, fact: lawful}}
"""
ANSWERS = """\
    members:
      - columns: {E: {header: Hợp pháp 1, fact: lawful}}
      - columns: {G: {header: Hợp pháp 2, fact: lawful}}
"""
COUNT = "    count: {column: C, header: Số}\n"
TITLES = ["Ký hiệu", "Kỷ luật", "Số", "Tên 1", "Hợp pháp 1", "Tên 2", "Hợp pháp 2"]


def read_list(folder, lists, cells, *, ignore=""):
    """The list of one office, or the keys of its problems, as its row says it."""
    book = openpyxl.Workbook()
    book.active.title = "Bảng"
    book.active.append(TITLES)
    book.active.append(["a", "Không", *cells])
    book.save(folder / "a.xlsx")
    mapping = folder / "m.yaml"
    mapping.write_text(HEAD + lists + f"ignore: {{{ignore}}}\n", encoding="utf-8")
    table = read(program(), folder / "a.xlsx", map=mapping)
    (result,) = decide_rows(program(), table)
    problems = [(one.key, one.where.cell) for one in result.problems]
    return problems or table.rows[0].facts.get("initiatives")


FULL = ["A", "Có", "B", "Không"]
BOTH = [{"title": "A", "lawful": "Có"}, {"title": "B", "lawful": "Không"}]


@pytest.mark.parametrize(
    ("lists", "cells", "expected"),
    [
        (COUNT + SIDE_BY_SIDE, [2, *FULL], BOTH),
        (COUNT + SIDE_BY_SIDE, [0], []),
        (COUNT + SIDE_BY_SIDE, [None], None),
        (COUNT + SIDE_BY_SIDE, [None, *FULL], None),
        (COUNT + SIDE_BY_SIDE, ["-"], None),
        (COUNT + SIDE_BY_SIDE, [1, *FULL], [("list-count.columns", "C2")]),
        (COUNT + SIDE_BY_SIDE, [3, *FULL], [("list-count.columns", "C2")]),
        (COUNT + SIDE_BY_SIDE, [0, "A"], [("list-count.columns", "C2")]),
        (COUNT + SIDE_BY_SIDE, ["hai", *FULL], [("list-count.unreadable", "C2")]),
        (COUNT + SIDE_BY_SIDE, [MOST_COUNTED + 1], [("list-count.many", "C2")]),
        ("    whole: true\n" + SIDE_BY_SIDE, [None, *FULL], BOTH),
        ("    whole: true\n" + SIDE_BY_SIDE, [None, "A", "Có", "-", "–"], [BOTH[0]]),
        ("    whole: true\n" + SIDE_BY_SIDE, [], None),
        (SIDE_BY_SIDE, [None, *FULL], None),
        (COUNT + ANSWERS, [2, None, "Có"], [{"title": "sáng kiến 1", "lawful": "Có"}, {"title": "sáng kiến 2"}]),
        (COUNT, [2], [{"title": "sáng kiến 1"}, {"title": "sáng kiến 2"}]),
    ],
)
def test_what_the_columns_of_a_list_say(tmp_path, lists, cells, expected):
    """0 is an empty list, blank a missing one; without a count only a list said to be whole is known, never empty."""
    named = {"C": "count" in lists, "D": "Tên 1" in lists, "E": "pháp 1" in lists, "F": "Tên 2" in lists}
    named["G"] = "pháp 2" in lists
    ignore = ", ".join(f"{one}: {TITLES[ord(one) - 65]}" for one, is_named in named.items() if not is_named)
    assert expected == read_list(tmp_path, lists, cells, ignore=ignore)


def test_a_list_with_a_cell_nobody_can_read_is_left_out(tmp_path):
    """Whether there is one member more or less, nobody knows then."""
    cells = [None, "A", "Có", "=1+1"]
    assert [("formula-without-value", "F2")] == read_list(
        tmp_path, "    whole: true\n" + SIDE_BY_SIDE, cells, ignore="C: Số"
    )
