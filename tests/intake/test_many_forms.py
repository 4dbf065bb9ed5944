"""Sixty forms of sixty offices in one folder: read one after another, every row with its file and cell."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from cchc_rules.cli import exit_code
from cchc_rules.intake.reader import read
from cchc_rules.intake.row_decisions import decide_rows
from tests.intake.office_table import MAPPING, PROGRAM, ROWS, map_table, write_table
from tests.intake.sheets import RULESET, book, program
from tests.soak.damaged_parquet import candidates

OFFICES = 60
HEADER = ["Mã", "Tên đơn vị", "Có người bị kỷ luật", "Xếp loại năm 2021"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Forms of one office each; the 7th and the 40th hold one id, the 20th is no workbook, the 33rd has a bad cell."""
    made = tmp_path_factory.mktemp("forms")
    for number in range(1, OFFICES + 1):
        id = "Q12-07" if number == 40 else f"Q12-{number:02}"
        rating = "Xuất sắc" if number == 33 else "Tốt"
        book(made / f"office-{number:02}.xlsx", [["PHIẾU"], HEADER, [id, f"Phường {number}", "Không", rating]])
    (made / "office-20.xlsx").write_bytes(b"PK\x03\x04 cut off")
    return made


def test_every_row_keeps_its_file_and_its_cell(folder):
    """59 offices are read in the order of their names; a fault is told at its own file and cell."""
    table = read(program(), folder)
    results = list(decide_rows(program(), table))
    files = [row.origin.file for row in table.rows]
    assert [str(folder / f"office-{number:02}.xlsx") for number in range(1, OFFICES + 1) if number != 20] == files
    assert {3} == {row.number for row in table.rows}
    (faulty,) = [one for one in results if one.id == "Q12-33"]
    assert [("level-off-scale", str(folder / "office-33.xlsx"), "D3")] == [
        (one.key, one.where.file, one.where.cell) for one in faulty.problems
    ]
    assert 56 == sum(one.status == "eligible" for one in results)


def test_an_id_in_two_files_names_both_and_a_bad_file_is_reported(folder):
    """Both rows are undecidable; the file that is no workbook is named, and the others are read."""
    table = read(program(), folder)
    doubled = [one for row in table.rows for one in row.problems if one.key == "doubled-id.files"]
    both = [str(folder / f"office-{number}.xlsx") for number in ("07", "40")]
    assert [f"{both[0]}, {both[1]}"] * 2 == [one.fields["files"] for one in doubled]
    assert both == [one.where.file for one in doubled]
    assert [("sheet-broken", str(folder / "office-20.xlsx"))] == [
        (one.key, one.where.file) for one in table.problems if one.severity == "error"
    ]


def test_a_folder_is_tried_out_file_by_file_and_none_of_it_overwritten(folder, tmp_path, capsys):
    """A file that breaks its reader is reported and the others are decided; no result takes the place of a form."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "ruleset.yaml").write_text(RULESET, encoding="utf-8")
    forms = tmp_path / "forms"
    forms.mkdir()
    book(forms / "a.xlsx", [HEADER, ["A", "Phường A", "Không", "Tốt"]])
    candidates().head(5).write_parquet(forms / "b.parquet")
    content = (forms / "b.parquet").read_bytes()
    (forms / "c.parquet").write_bytes(content[:4] + b"\xff" * 60 + content[64:])
    asked = ["evaluate", str(tmp_path / "rules"), "office", str(forms)]
    assert 1 == exit_code([*asked, "-o", str(tmp_path / "out.csv")])
    told = capsys.readouterr().err
    assert "c.parquet" in told
    assert "b.parquet" not in told.partition("c.parquet")[0]
    assert 6 == len([line for line in (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()[1:] if line])
    before = (forms / "a.xlsx").read_bytes()
    assert 2 == exit_code([*asked, "-o", str(forms / "a.xlsx")])
    assert before == (forms / "a.xlsx").read_bytes()


def test_tables_of_several_offices_are_read_by_one_mapping(tmp_path):
    """Each by the same columns; one whose header is another is reported by name, and the others are read."""
    places = tmp_path / "tables"
    places.mkdir()
    for letter in "abc":
        rows = [[*row] for row in ROWS]
        for row in rows[10:17]:
            if len(row) > 3:
                row[1] = f"{letter}-{row[1]}"
        path = write_table(places / f"{letter}.xlsx", rows)
    other = openpyxl.load_workbook(path)
    other.active["M8"] = "Xếp loại năm nay"
    other.save(path)
    table = map_table(tmp_path, MAPPING, places)
    assert [("mapping-header", str(path), "M8")] == [
        (one.key, one.where.file, one.where.cell) for one in table.problems if one.severity == "error"
    ]
    statuses = [(one.id, one.status) for one in decide_rows(PROGRAM, table, as_of=date(2022, 12, 15))]
    assert [f"{letter}-{id}" for letter in "ab" for id in ("NV", "TC", "TP", "P01", "P02", "P03")] == [
        id for id, _ in statuses
    ]
    assert [status for _, status in statuses[:6]] == [status for _, status in statuses[6:]]
