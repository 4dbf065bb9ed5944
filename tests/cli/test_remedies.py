"""Remedies on the command line: of one candidate, of a file, in letters, explanations and reports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cchc_rules.cli import exit_code
from cchc_rules.problems import import_optional

FACTS = {
    "has_plan": True,
    "implementation_organised": True,
    "emulation_launched": True,
    "tasks_completed_well": True,
    "head_disciplined": False,
    "staff_count": 40,
    "staff_following_code": 40,
    "indexed_annually": True,
    "reform_index": "Khá",
    "report_submitted": False,
}


@pytest.fixture
def agencies(tmp_path: Path) -> Path:
    """Two agencies: one without any initiative, one without a plan and with a head who was disciplined."""
    rows = [
        {"id": "A1", "name": "Phòng A", **FACTS, "initiatives": []},
        {"id": "A2", "name": "Phòng B", **FACTS, "has_plan": False, "head_disciplined": True, "initiatives": []},
    ]
    path = tmp_path / "agencies.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def _run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = exit_code(list(words))
    return code, capsys.readouterr().out


def test_what_is_new_is_told_with_its_days(agencies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An initiative that is added, and a report yet to be made, are told until when they will do."""
    asked = ("remedies", "quan-12-2022", "agency", str(agencies), "--as-of", "2022-04-20", "--id", "A1")
    code, said = _run(capsys, *asked)
    assert code == 0
    assert "thêm 1 mô hình, sáng kiến: “Ngày đăng ký” phải từ ngày 20/04/2022 đến ngày 04/05/2022" in said
    assert "phải từ ngày 20/04/2022 đến ngày 30/11/2022" in said
    code, said = _run(capsys, "--lang", "en", *asked)
    assert "must be from 20 April 2022 to 4 May 2022" in said


def test_what_cannot_be_changed_is_named_with_its_clause(agencies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing helps no change is told, only what rules it out."""
    code, said = _run(
        capsys, "remedies", "quan-12-2022", "agency", str(agencies), "--as-of", "2022-04-20", "--id", "A2"
    )
    assert code == 0
    assert "Không có cách khắc phục nào" in said and "gạch đầu dòng 3" in said
    assert "Có kế hoạch" not in said


def test_a_whole_file_is_counted(agencies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without an id: who can be remedied, and what stands in the way."""
    asked = ("remedies", "quan-12-2022", "agency", str(agencies), "--as-of", "2022-04-20", "--format", "json")
    code, said = _run(capsys, *asked)
    counts = json.loads(said)["counts"]
    assert code == 0
    assert counts["answers"] == {"proved": 1, "shown": 1}
    assert counts["obstacles"] == [{"id": "head_disciplined", "count": 1}]


def test_numbers_can_be_typed_back_and_nothing_is_said_by_its_id(
    agencies: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """3720 has no mark between its thousands, which a form refuses; counts name criteria and facts by their words."""
    row = {"id": "A3", **FACTS, "staff_count": 4000, "staff_following_code": 3720, "initiatives": None}
    agencies.write_text(json.dumps([row]), encoding="utf-8")
    base = ("remedies", "quan-12-2022", "agency", str(agencies), "--as-of", "2022-04-20")
    code, said = _run(capsys, *base, "--id", "A3")
    assert code == 0 and "hiện 3720, phải" in said and "3.720" not in said and "4.000" not in said
    code, said = _run(capsys, *base)
    assert code == 0 and "quy chế ứng xử" in said and "[" not in said


def test_letters_and_explanations_say_it(agencies: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A letter for each who does not pass; explanations and reports say what would have to change when asked."""
    docx = import_optional("docx", extra="report")
    letters, report = tmp_path / "letters", tmp_path / "report.html"
    base = ("quan-12-2022", "agency", str(agencies), "--as-of", "2022-04-20")
    assert _run(capsys, "remedies", *base, "--letters", str(letters))[0] == 0
    assert sorted(one.name for one in letters.iterdir()) == ["1 A1.docx", "2 A2.docx"]
    text = "\n".join(one.text for one in docx.Document(str(letters / "1 A1.docx")).paragraphs)
    assert "Cách khắc phục" in text and "thêm 1 mô hình, sáng kiến" in text
    said = _run(capsys, "explain", *base, "--id", "A1", "--remedies")[1]
    assert "thêm 1 mô hình, sáng kiến" in said
    assert "thêm 1" not in _run(capsys, "explain", *base, "--id", "A1")[1]
    _run(capsys, "evaluate", *base, "-o", str(report), "--detail", "full", "--remedies")
    assert "thêm 1 mô hình, sáng kiến" in report.read_text(encoding="utf-8")
