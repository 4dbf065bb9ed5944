"""Parquet files: rows of typed values."""

from __future__ import annotations

from datetime import date, datetime

import openpyxl
import polars as pl
import pytest

from cchc_rules.intake.reader import read_rows
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.intake.table import TableError
from cchc_rules.problems import FactError, MissingDependency, import_optional
from tests.intake.made import problems
from tests.intake.sheets import book, program

COLUMNS = {
    "id": ["a", "b"],
    "Tên đơn vị": ["A", None],
    "Có người bị kỷ luật": [False, None],
    "rating": ["Tốt", "Khá"],
    "on_time": [85.5, None],
    "reported": [datetime(2022, 5, 5), None],
    "staff": [3, None],
}
WANTED = [
    {"disciplined": False, "rating": "Tốt", "on_time": 85.5, "reported": date(2022, 5, 5), "staff": 3},
    {"disciplined": None, "rating": "Khá", "on_time": None, "reported": None, "staff": None},
]


def test_a_parquet_file_gives_typed_rows(tmp_path):
    """Nulls are unknown, midnights are dates, headers match as in every file."""
    pl.DataFrame(COLUMNS).write_parquet(tmp_path / "a.parquet")
    table = read_rows(tmp_path / "a.parquet", program().category)
    assert WANTED == [dict(row.facts) for row in table.rows]
    assert [("a", "A"), ("b", None)] == [(row.id, row.name) for row in table.rows]
    assert [[], []] == [problems(result) for result in decide_rows(program(), table)]


def test_lists_are_columns_of_lists_of_structs(tmp_path):
    """A Parquet file holds lists in their candidate."""
    members = [[{"title": "Một", "lawful": True}], []]
    pl.DataFrame({"id": ["a", "b"], "initiatives": members}).write_parquet(tmp_path / "a.parquet")
    table = read_rows(tmp_path / "a.parquet", program().category)
    results = list(decide_rows(program(), table))
    place = [fact.name for fact in program().facts].index("initiatives")
    assert [(("Một", True),), ()] == [result.decision.values[place] for result in results]


@pytest.mark.parametrize(
    ("frame", "key"),
    [
        (pl.DataFrame({"name": ["a"]}), "no-id-column"),
        (pl.DataFrame({"id": ["a"], "ratin": ["Tốt"]}), "unknown-header.close"),
        (pl.DataFrame({"id": []}), "table-empty.header-only"),
    ],
)
def test_parquet_files_that_cannot_be_matched_are_refused(tmp_path, frame, key):
    """Each with a problem in words."""
    frame.write_parquet(tmp_path / "a.parquet")
    with pytest.raises(TableError) as caught:
        read_rows(tmp_path / "a.parquet", program().category)
    assert [key] == [problem.key for problem in caught.value.problems]


def test_a_damaged_parquet_file_is_our_error(tmp_path):
    """Bytes that are no Parquet are refused."""
    (tmp_path / "a.parquet").write_bytes(b"PAR1nothing")
    with pytest.raises(TableError) as caught:
        read_rows(tmp_path / "a.parquet", program().category)
    assert ["sheet-broken"] == [problem.key for problem in caught.value.problems]


def test_a_missing_package_says_what_to_install():
    """The message names the extra."""
    with pytest.raises(MissingDependency, match=r'pip install "cchc_rules\[excel\]"'):
        import_optional("no_such_package_here", extra="excel")
    assert not issubclass(MissingDependency, FactError)


def test_cells_are_what_openpyxl_reads(tmp_path):
    """An independent reader sees the same values in the same cells."""
    rows = [["Mã", "Nhận xét", "Điểm"], ["a", " <&> \n", -1.5e-7], ["b", "=x", 10**14], ["c", "", 0.1 + 0.2]]

    def fill(_, sheet):
        sheet["B3"].data_type = "s"

    path = book(tmp_path / "a.xlsx", rows, fill=fill)
    seen = openpyxl.load_workbook(path, read_only=True).active.iter_rows(min_row=2, values_only=True)
    ours = [(row.id, row.facts.get("remark"), row.facts["score"]) for row in read_rows(path, program().category).rows]
    assert list(seen) == ours
