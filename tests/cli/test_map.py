"""The command `map`: what it proposes for an office's own table, what it asks, what it writes."""

from __future__ import annotations

import re
from datetime import date
from io import StringIO

import openpyxl

from cchc_rules.cli import exit_code
from cchc_rules.intake.book import read_book
from cchc_rules.intake.headers import HeaderWords, column_letters
from cchc_rules.intake.proposal import propose_mapping
from cchc_rules.intake.row_decisions import decide_rows
from tests.intake.office_table import MAPPING, PROGRAM, ROWS, map_table, write_table


def propose(folder, answers=None, *, path=None, monkeypatch=None):
    """The exit code and the mapping written for the table of the office; ``answers`` to what is asked."""
    out, table = folder / "mapping.yaml", path or write_table(folder / "office.xlsx")
    asked = ["--lang", "en", "map", "quan-12-2022", "agency", str(table), "-o", str(out)]
    if answers is not None:
        monkeypatch.setattr("sys.stdin", StringIO("".join(f"{one}\n" for one in answers)))
        asked += ["--confirm", "Lê Văn An"]
    return exit_code(asked), out.read_text(encoding="utf-8") if out.exists() else ""


def test_a_proposal_holds_no_values_and_reads_nothing_before_it_is_confirmed(tmp_path, capsys, monkeypatch):
    """Samples are printed on the terminal only; `evaluate` refuses the mapping by name."""
    monkeypatch.setenv("COLUMNS", "200")  # no sample is folded
    code, text = propose(tmp_path)
    assert 0 == code
    assert "Phòng Tư pháp" in capsys.readouterr().out
    assert not re.search("Phòng|Rất tốt|20/11", text)
    table = ["evaluate", "quan-12-2022", "agency", str(tmp_path / "office.xlsx")]
    assert 1 == exit_code(["--lang", "en", *table, "--map", str(tmp_path / "mapping.yaml")])
    assert "mapping-unconfirmed" in capsys.readouterr().err


def test_a_confirmed_proposal_decides_as_a_mapping_by_hand(tmp_path, monkeypatch):
    """With every question answered yes the table is decided whole, each candidate as by the mapping by hand."""
    code, text = propose(tmp_path, ["y"] * 30, monkeypatch=monkeypatch)
    assert 0 == code
    found, by_hand = map_table(tmp_path, text), map_table(tmp_path, MAPPING)
    day = date(2022, 12, 15)
    decided = [[one.status for one in decide_rows(PROGRAM, table, as_of=day)] for table in (found, by_hand)]
    assert decided[0] == decided[1]
    assert "Lê Văn An" == found.mapping.by
    assert found.mapping.on == date.today()


def test_a_column_that_is_no_fact_is_passed_over(tmp_path, monkeypatch, capsys):
    """A no passes over the column; what is certain is not asked about."""
    code, text = propose(tmp_path, ["n", *["y"] * 30], monkeypatch=monkeypatch)
    asked = re.findall("Column ([A-Z]+) “", capsys.readouterr().err)
    assert (0, "B") == (code, asked[0])
    assert '  B: "Mã ĐV"' in text
    assert not {"A", "C", "U"} & set(asked)


def test_a_column_nobody_can_place_is_left_to_a_person(tmp_path, monkeypatch, capsys):
    """Whoever does not pass over it has to name it in the file."""
    rows = [[*row] for row in ROWS]
    rows[6][20], rows[10][20] = "Ý kiến khác", "hoãn"
    path = write_table(tmp_path / "a.xlsx", rows)
    code, text = propose(tmp_path, ["y"] * 19 + ["n"], path=path, monkeypatch=monkeypatch)
    assert 1 == code
    assert "mapping-by-hand" in capsys.readouterr().err
    assert "" == text


def test_members_side_by_side_are_told_apart(tmp_path):
    """A field that comes again begins the next member; several columns of titles are several initiatives."""
    book = openpyxl.Workbook()
    sheet = book.active
    heads = ["Mã", "Tên đơn vị", "Số mô hình, sáng kiến đã đăng ký"]
    pair = ["Tên mô hình, sáng kiến", "Bảo đảm tính hợp pháp"]
    sheet.append([*heads, *pair, *pair])
    sheet.append(["a", "A", 2, "Một cửa số", "Đạt", "Trả tại nhà", "Đạt"])
    book.save(tmp_path / "a.xlsx")
    words = HeaderWords(PROGRAM.category, ruleset=PROGRAM.ruleset)
    proposal = propose_mapping(read_book(tmp_path / "a.xlsx"), words)
    found = [(column_letters(one.index + 1), one.use, one.field, one.member) for one in proposal.columns]
    assert [
        *(("A", "id", "", 0), ("B", "name", "", 0), ("C", "count", "", 0)),
        *(("D", "field", "title", 0), ("E", "field", "lawful", 0)),
        *(("F", "field", "title", 1), ("G", "field", "lawful", 1)),
    ] == found
