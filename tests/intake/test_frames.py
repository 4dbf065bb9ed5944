"""Frames and Parquet files: rows of typed values, from whichever library they come."""

from __future__ import annotations

from datetime import date, datetime

import openpyxl
import pandas as pd
import polars as pl
import pytest

from cchc_rules.intake.frames import frame_rows
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
    "on_time": [0.855, None],
    "reported": [datetime(2022, 5, 5), None],
    "staff": [3, None],
}
WANTED = [
    {"disciplined": False, "rating": "Tốt", "on_time": 0.855, "reported": date(2022, 5, 5), "staff": 3},
    {"disciplined": None, "rating": "Khá", "on_time": None, "reported": None, "staff": None},
]


@pytest.mark.parametrize("kind", ["polars", "lazy", "arrow", "pandas"])
def test_frames_of_every_library_give_the_same_rows(kind):
    """Polars, Arrow and pandas; nulls and NaN are unknown, midnights are dates, headers match as in files."""
    polars = pl.DataFrame(COLUMNS)
    frame = {
        "polars": lambda: polars,
        "lazy": polars.lazy,
        "arrow": polars.to_arrow,
        "pandas": lambda: pd.DataFrame(COLUMNS),
    }[kind]()
    table = frame_rows(frame, program().category)
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
        ([1, 2], "frame-unreadable"),
    ],
)
def test_frames_that_cannot_be_read_are_refused(frame, key):
    """Each with a problem in words."""
    with pytest.raises(TableError) as caught:
        frame_rows(frame, program().category)
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
