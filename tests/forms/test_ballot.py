"""Ballots: only the judgements a verdict hangs on, read back as additions with who judged and when."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from cchc_rules.cli import exit_code
from cchc_rules.facts.candidate import Provenance
from cchc_rules.forms.ballot import list_questions, write_ballot
from cchc_rules.intake.ballot_sheet import add_judgements, read_ballot
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.intake.table import TableError
from tests.intake.office_table import MAPPING, PROGRAM, ROWS, map_table, write_table

DAY = date(2022, 12, 15)
ANSWER = {7: "Đạt", 8: "Hội đồng quận", 9: date(2022, 12, 12), 10: "Biên bản số 5"}


def office(folder):
    """The office's table, with judgements left open: two of one unit, three of the initiatives of another."""
    rows = [[*row] for row in ROWS]
    rows[10][4] = rows[10][6] = None
    rows[11][10], rows[11][17:20] = 20, [None, None, None]
    path = write_table(folder / "office.xlsx", rows)
    return map_table(folder, path=path)


def make_ballot(folder, table=None):
    """The ballot of the table and the table itself."""
    table = office(folder) if table is None else table
    questions = list(list_questions(PROGRAM, decide_rows(PROGRAM, table, as_of=DAY), "vi"))
    write_ballot(folder / "ballot.xlsx", PROGRAM, questions, ["ab"], "vi")
    return folder / "ballot.xlsx", table


def fill(path, answers):
    """The ballot with answers, by row and column from 1."""
    book = openpyxl.load_workbook(path)
    for (row, column), value in answers.items():
        book.active.cell(row, column, value)
    book.save(path)
    return path


def with_ballot(path, table, *, files=("ab",)):
    """The table with the answers of a ballot."""
    return add_judgements(table, read_ballot(path, PROGRAM), PROGRAM, files=files)


def statuses(table):
    """The status of each candidate by id."""
    return {one.id: one.status for one in decide_rows(PROGRAM, table, as_of=DAY)}


def test_a_ballot_asks_only_what_verdicts_hang_on(tmp_path):
    """Each judgement with its judge and clause; nothing of who is decided, faulty, or lacks data of another kind."""
    path, _ = make_ballot(tmp_path)
    rows = [row for row in openpyxl.load_workbook(path).active.values if row[0] != "Mã hồ sơ"]
    assert ["NV", "NV", "TC", "TC", "TC"] == [row[0] for row in rows]
    assert ["implementation_organised", "tasks_completed_well"] == [row[10] for row in rows[:2]]
    assert "initiatives[Mô hình 1].lawful" in [row[10] for row in rows]
    assert all(row[4] and row[5] for row in rows)
    assert {"phòng Nội vụ quận", "Hội đồng Thi đua - Khen thưởng quận"} == {row[4] for row in rows}
    assert all(row[6:10] == (None,) * 4 for row in rows)


def test_answers_are_added_with_who_judged_and_when(tmp_path):
    """Filled in, the verdicts stand; the provenance is that of the ballot; a blank answer leaves the fact missing."""
    path, table = make_ballot(tmp_path)
    before = statuses(table)
    assert {"NV": "undetermined", "TC": "undetermined"} == {key: before[key] for key in ("NV", "TC")}
    half = with_ballot(fill(path, {(2, column): value for column, value in ANSWER.items()}), table)
    assert before == statuses(half)
    cells = {(row, column): value for row in range(2, 7) for column, value in ANSWER.items()}
    whole = with_ballot(fill(path, cells), table)
    assert before | {"NV": "eligible", "TC": "eligible"} == statuses(whole)
    results = {one.id: one.decision for one in decide_rows(PROGRAM, whole, as_of=DAY)}
    told = Provenance("Hội đồng quận", date(2022, 12, 12), "Biên bản số 5")
    assert told == results["NV"].provenance["tasks_completed_well"]
    assert told == results["TC"].provenance["initiatives[Mô hình 1].lawful"]


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({(2, 7): "Đạt", (2, 9): "12/12/2022"}, ("ballot-unsigned.by", "H2")),
        ({(2, 7): "Đạt", (2, 8): "A"}, ("ballot-unsigned.on", "I2")),
        ({(2, 7): "Đạt", (2, 8): "A", (2, 9): "tháng 12/2022"}, ("partial-date", "I2")),
        ({(2, 7): "tạm được", (2, 8): "A", (2, 9): "12/12/2022"}, ("unreadable-value.boolean", "G2")),
        ({(2, 7): "=1+1", (2, 8): "A", (2, 9): "12/12/2022"}, ("formula-without-value", "G2")),
        ({**{(2, key): value for key, value in ANSWER.items()}, (2, 11): "has_plan"}, ("ballot-path", "G2")),
        (
            {**{(4, key): value for key, value in ANSWER.items()}, (4, 11): "initiatives[X].lawful"},
            ("ballot-member", "G4"),
        ),
    ],
)
def test_an_answer_that_cannot_be_added_is_a_problem_of_its_candidate(tmp_path, answers, problem):
    """Told at the cell of the ballot; the value is not taken, and nobody becomes eligible by it."""
    path, table = make_ballot(tmp_path)
    added = with_ballot(fill(path, answers), table)
    assert [problem] == [(one.key, one.where.cell) for row in added.rows for one in row.problems]
    assert {"invalid"} == {statuses(added)[row.id] for row in added.rows if row.problems and row.id in ("NV", "TC")}


def test_a_ballot_overrides_nothing(tmp_path):
    """What the dossier states meanwhile and the ballot too is a problem, and counts as unknown."""
    path, table = make_ballot(tmp_path)
    fill(path, {(2, column): value for column, value in ANSWER.items()})
    stated = map_table(tmp_path, path=write_table(tmp_path / "b.xlsx"))
    added = with_ballot(path, stated)
    assert ["ballot-stated"] == [one.key for row in added.rows for one in row.problems if row.id == "NV"]
    assert "implementation_organised" not in next(row.facts for row in added.rows if row.id == "NV")
    again = add_judgements(with_ballot(path, table), read_ballot(path, PROGRAM), PROGRAM, files=())
    assert ["ballot-stated"] == [one.key for row in again.rows for one in row.problems if row.id == "NV"]


def test_an_answer_given_twice_or_about_nobody_is_not_taken(tmp_path):
    """Two rows of one question contradict each other; an id of nobody is a problem of the file."""
    path, table = make_ballot(tmp_path)
    cells = {(row, column): value for row in (2, 3) for column, value in ANSWER.items()}
    added = with_ballot(fill(path, cells | {(3, 11): "implementation_organised"}), table)
    assert {"ballot-doubled"} == {one.key for row in added.rows for one in row.problems if row.id == "NV"}
    path, table = make_ballot(tmp_path)
    added = with_ballot(fill(path, cells | {(3, 1): "XX"}), table)
    assert ["ballot-candidate"] == [one.key for one in added.problems if one.severity == "error"]


def test_what_is_no_ballot_of_this_category_is_refused(tmp_path):
    """A workbook without the stamp, or made for another ruleset, is no ballot."""
    with pytest.raises(TableError, match="ballot-stamp"):
        read_ballot(write_table(tmp_path / "office.xlsx"), PROGRAM)
    path, _ = make_ballot(tmp_path)
    book = openpyxl.load_workbook(path)
    book.defined_names["cchc_stamp"].attr_text = '"other;1.0.0;agency;ab;ballot;"'
    book.save(path)
    with pytest.raises(TableError, match=r"form-stamp"):
        read_ballot(path, PROGRAM)


def test_the_command_makes_a_ballot_and_evaluate_takes_it(tmp_path, capsys):
    """From the same file and mapping; the footing names the ballot with its hash."""
    office(tmp_path)
    (tmp_path / "m.yaml").write_text(MAPPING, encoding="utf-8")
    files = ["quan-12-2022", "agency", str(tmp_path / "office.xlsx"), "--map", str(tmp_path / "m.yaml")]
    asked = [*files, "--as-of", "2022-12-15"]
    assert 0 == exit_code(["ballot", *asked, "-o", str(tmp_path / "b.xlsx")])
    assert "5 nội dung cần đánh giá của 2 hồ sơ" in capsys.readouterr().err
    fill(tmp_path / "b.xlsx", {(row, column): value for row in range(2, 7) for column, value in ANSWER.items()})
    exit_code(["evaluate", *asked, "--ballot", str(tmp_path / "b.xlsx")])
    out = capsys.readouterr().out
    assert "b.xlsx" in out
    assert "đủ điều kiện: 2" in out
