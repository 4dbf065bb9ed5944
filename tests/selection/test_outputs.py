"""Selections as files, commands, cases and records."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import cchc_rules as cr
from cchc_rules.analysis.selection_cases import run_selection_cases
from cchc_rules.cli import exit_code
from cchc_rules.language.loader import read_cases
from tests.generation.bodies import CATEGORY, document, text

VOTE = {"vote": {"vi": "biểu quyết của Hội đồng", "en": "vote of the council"}}
BODY: dict[str, Any] = {
    "facts": {"ok": "boolean", "points": "integer", "day": "date"},
    "require": "ok",
    "selections": {"best": {"by": [{"highest": "points"}, {"lowest": "day"}], "take": 2, "tied": VOTE}},
}
ROWS = """id,name,ok,points,day
A,Đơn vị A,Có,9,2022-01-01
B,Đơn vị B,Có,7,
C,,Có,7,2022-01-01
D,,Có,7,2022-01-01
E,=Đơn vị E,Không,9,2022-01-01
"""
CASES = """language: 1
bases:
  good: {category: candidate, facts: {ok: true, day: 2022-01-01}}
cases:
  - {name: Good, base: good, verdict: eligible}
selections:
  - name: A vote
    selection: best
    candidates:
      - {id: A, base: good, facts: {points: 9}, standing: in, rank: [1, 2]}
      - {id: B, base: good, facts: {points: 7}, standing: open, rank: [2, 2]}
      - {id: C, base: good, facts: {points: 7}, rank: 2}
      - {id: D, base: good, facts: {points: none}, standing: open}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ruleset with a selection, its cases, and a file of candidates."""
    (tmp_path / "ruleset.yaml").write_text(text(document(BODY)), encoding="utf-8")
    (tmp_path / "cases.yaml").write_text(CASES, encoding="utf-8")
    (tmp_path / "rows.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path


def run(folder: Path, *more: str) -> int:
    """The exit code of `select` on the candidates of the folder."""
    return exit_code(["select", str(folder / "ruleset.yaml"), "best", str(folder / "rows.csv"), *more])


def choose(folder: Path) -> cr.Selection:
    """The selection among the candidates of the folder."""
    ruleset = cr.load(folder / "ruleset.yaml")
    program = cr.compile(ruleset, CATEGORY)
    return cr.select(ruleset, "best", cr.decide_rows(program, cr.read(program, folder / "rows.csv")))


def test_the_command_prints_who_stands_where(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Lists by standing and rank, each line with its reason, and what they rest on."""
    assert 0 == run(folder)
    out = capsys.readouterr().out
    assert "Số suất: 2; đã chắc chắn 1 suất, 3 hồ sơ còn tùy" in out
    lines = " ".join(out.split())
    first = "Đơn vị A (A): xếp 1 [points: 9; day: 01/01/2022], trong 2 suất: chắc chắn được chọn"
    assert f"Được chọn: 1 hồ sơ {first}" in lines
    third = "C: xếp 2–3 [points: 7; day: 01/01/2022], trong 2 suất; còn tùy: day của Đơn vị B;"
    assert f"Còn tùy: 3 hồ sơ {third}" in lines
    assert "Không xếp hạng: 1 hồ sơ" in out
    assert "rows.csv; mã kiểm tra SHA-256" in out


def test_who_is_not_ranked_is_told_why(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who does not fulfil the condition that lets in is told what it asks for and what is so."""
    best = {**BODY["selections"]["best"], "among": "points >= 8"}
    body = {**BODY, "selections": {"best": best}}
    (folder / "ruleset.yaml").write_text(text(document(body)), encoding="utf-8")
    assert 0 == run(folder)
    lines = " ".join(capsys.readouterr().out.split())
    assert "C: không được xếp hạng: không thuộc diện xét chọn (points: 7, yêu cầu từ 8 trở lên)" in lines


def test_an_unknown_selection_is_a_wrong_call(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A slip in its name ends with 2 and says which there are."""
    assert 2 == exit_code(["select", str(folder / "ruleset.yaml"), "bst", str(folder / "rows.csv")])
    assert "unknown-selection" in capsys.readouterr().err


def test_a_row_with_problems_ends_with_findings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An invalid row is told and ends with 1."""
    (folder / "rows.csv").write_text(ROWS.replace("Đơn vị B,Có,7", "Đơn vị B,Có,x"), encoding="utf-8")
    assert 1 == run(folder)
    assert "dữ liệu sai của Đơn vị B" in capsys.readouterr().out


@pytest.mark.parametrize("ending", ["html", "docx", "xlsx"])
def test_a_board_report_shows_the_cut(ending: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each form has the lists of standings, the places, and who takes the last one once that is settled."""
    (folder / "rows.csv").write_text(ROWS.replace("B,Có,7,", "B,Có,8,2022-01-01"), encoding="utf-8")
    target = folder / f"chosen.{ending}"
    assert 0 == run(folder, "-o", str(target))
    assert "Được chọn: 2" in capsys.readouterr().err
    found = read_document(target)
    assert "BÁO CÁO KẾT QUẢ XÉT CHỌN" in found
    assert "Kết quả xét chọn" in found
    assert "Số suất: 2; ngưỡng chọn: Đơn vị B (hạng 2)" in found
    assert "Được chọn: 2 hồ sơ" in found
    assert "xếp 1 [points: 9; day: 01/01/2022], trong 2 suất: chắc chắn được chọn" in found


def read_document(path: Path) -> str:
    """The text of a report."""
    if path.suffix == ".html":
        return path.read_text(encoding="utf-8").replace("\n", " ").replace("  ", " ")
    if path.suffix == ".docx":
        import docx

        found = docx.Document(str(path))
        cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(one.text for one in found.paragraphs), *cells])
    import openpyxl

    book = openpyxl.load_workbook(path)
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)


def test_data_have_codes_and_what_it_rests_on(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON begins with the footing; CSV says the same in columns of its own, on every row, and runs no formula."""
    run(folder, "--format", "json", "--as-of", "15/12/2022")
    found = json.loads(capsys.readouterr().out)
    assert {"selection": "best", "quotas": {"": [2, 2]}}.items() <= found.items()
    assert ["in", "open", "open", "open", "out"] == [place["standing"] for place in found["places"]]
    run(folder, "-o", str(folder / "chosen.csv"), "--as-of", "15/12/2022")
    rows = list(csv.DictReader((folder / "chosen.csv").read_text(encoding="utf-8-sig").splitlines()))
    words = {"in": "Được chọn", "open": "Còn tùy", "out": "Không xếp hạng"}
    footing = {
        "Nội dung xét chọn": "best",
        "Số suất": "2",
        "Bộ tiêu chí": found["ruleset"]["id"],
        "Phiên bản": found["ruleset"]["version"],
        "Mã kiểm tra của bộ tiêu chí": found["ruleset"]["digest"],
        "Ngày xét": "15/12/2022",
        "Tệp dữ liệu": "rows.csv",
        "Mã kiểm tra của tệp dữ liệu": found["sources"][0]["sha256"],
        "Phần mềm": "cchc_rules " + found["tool"]["version"],
    }
    assert rows == [
        {
            **{"Dòng": str(place["row"]), "Mã": place["id"], "Nhóm": "", "Kết quả xét chọn": words[place["standing"]]},
            "Tên": "'=Đơn vị E" if place["id"] == "E" else place["name"] or "",
            **dict(zip(("Hạng cao nhất", "Hạng thấp nhất"), map(str, place["rank"] or ("", "")), strict=True)),
            **{"Nội dung": rows[number]["Nội dung"], **footing},
        }
        for number, place in enumerate(found["places"])
    ]
    assert "xếp 1, trong 2 suất: chắc chắn được chọn" == rows[0]["Nội dung"]


def test_a_selection_is_written_from_python(folder: Path) -> None:
    """`write_selection` writes what the command does; another ending is refused."""
    chosen = choose(folder)
    cr.write_selection(chosen, folder / "chosen.html", language="en")
    assert "hangs on: day of Đơn vị B" in read_document(folder / "chosen.html")
    with pytest.raises(cr.TableError, match="output-ending"):
        cr.write_selection(chosen, folder / "chosen.parquet")


@pytest.mark.parametrize("ending", [".jsonl", ".parquet", ".txt", ".doc"])
def test_what_a_refused_ending_recommends_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    """The help lists no ending that the command refuses, and names the ones it takes."""
    assert 2 == run(folder, "-o", str(folder / f"chosen{ending}"))
    helped = capsys.readouterr().err.partition("dùng ")[2].splitlines()[0]
    assert [".html", ".docx", ".xlsx", ".csv", ".json"] == re.findall(r"\.\w+", helped)


def test_cases_of_selections_are_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What comes out as it says passes; what does not is told by candidate."""
    ruleset, cases = cr.load(folder / "ruleset.yaml"), read_cases(folder)
    (result,) = run_selection_cases(ruleset, cases)
    assert ["B", "C"] == [one.about for one in result.differences]
    assert ("2–2", "2–3") == ("2–2", result.differences[0].actual)
    right = CASES.replace("rank: [2, 2]", "rank: [2, 3]").replace("{points: 7}, rank: 2", "{points: 7}, rank: [2, 3]")
    (folder / "cases.yaml").write_text(right, encoding="utf-8")
    assert 0 == exit_code(["test", str(folder)])
    assert "2" in capsys.readouterr().out


def test_a_record_is_replayed_to_the_same_selection(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Written, read and replayed it is the same, byte for byte; the command says so."""
    assert 0 == run(folder, "--record", str(folder / "chosen.json"))
    record = cr.SelectionRecord.from_json((folder / "chosen.json").read_text(encoding="utf-8"))
    again = cr.replay_selection(record)
    assert choose(folder).standings == again.standings
    assert record.to_json() == cr.record_selection(again).to_json()
    assert 0 == exit_code(["record", "verify", str(folder / "chosen.json"), "--ruleset", str(folder / "ruleset.yaml")])
    assert "xét chọn best, 5 hồ sơ" in capsys.readouterr().out


def test_a_record_that_says_otherwise_is_told(folder: Path) -> None:
    """A place moved, a seal broken or a row nobody could have recorded is named."""
    record = cr.record_selection(choose(folder))
    moved = replace(record, places=({"standing": "out", "rank": [1, 1]}, *record.places[1:]))
    with pytest.raises(cr.ReplayMismatch, match=r"places\[0\]"):
        cr.replay_selection(cr.SelectionRecord.from_json(moved.to_json()))
    with pytest.raises(cr.RecordError, match="record-altered"):
        cr.SelectionRecord.from_json(record.to_json().replace('"standing":"in"', '"standing":"out"'))
    hidden = replace(record, rows=({**record.rows[0], "problems": []}, {**record.rows[1], "id": "Z"}, *record.rows[2:]))
    with pytest.raises(cr.RecordError, match=r"rows\[1\]"):
        cr.replay_selection(hidden)
