"""``--sheet``: which sheet of a workbook holds the candidates, when it is not the one found."""

from __future__ import annotations

import pytest

from cchc_rules.cli import exit_code
from cchc_rules.intake.table import TableError
from tests.intake.made import read as read_text
from tests.intake.sheets import RULESET, add, book, read

HEADER = ["Mã", "Tên đơn vị", "Có người bị kỷ luật", "Xếp loại năm 2021"]


@pytest.fixture
def workbook(tmp_path):
    """Two sheets of candidates, one without any, an empty, a hidden, one named for a list, one as templates have."""

    def fill(made, sheet):
        sheet.title = "Khối phòng"
        add(made, "Khối phường", [HEADER, ["b", "B", "Không", "Khá"], ["c", "C", "Không", "Khá"]])
        add(made, "Ghi chép", [["gì đó"]])
        add(made, "Trống", [])
        add(made, "Ẩn", [HEADER, ["h", "H", "Không", "Tốt"]]).sheet_state = "hidden"
        add(made, "Sáng kiến", [["Mã", "Tên sáng kiến", "Hợp pháp"], ["b", "Một", "Có"]])
        add(made, "Nguồn", [HEADER, ["n", "N", "Không", "Tốt"]])

    return book(tmp_path / "in.xlsx", [HEADER, ["a", "A", "Không", "Tốt"]], fill=fill)


def refusal(path, sheet):
    """The one problem for which a sheet is refused."""
    with pytest.raises(TableError) as refused:
        read(path, sheet=sheet)
    (problem,) = refused.value.problems
    assert problem.render_line("vi")
    return problem.key, dict(problem.fields)


@pytest.mark.parametrize("name", ["Khối phường", " khối PHƯỜNG"])
def test_the_chosen_sheet_is_read_and_no_other(workbook, name):
    """The others are named in warnings, a list's own sheet is still read; nothing is an error any more."""
    table = read(workbook, sheet=name)
    assert ["b", "c"] == [row.id for row in table.rows]
    assert [[{"title": "Một", "lawful": "Có"}], None] == [row.facts.get("initiatives") for row in table.rows]
    unread = [(one.key, one.severity, one.fields["sheet"]) for one in table.problems]
    expected = [("unread-sheet.hidden", "Ẩn"), ("unread-sheet", "Khối phòng"), ("unread-sheet", "Ghi chép")]
    assert [(key, "warning", sheet) for key, sheet in expected] == unread


def test_without_a_choice_a_second_table_stays_an_error(workbook):
    """The first sheet with ids is read."""
    table = read(workbook)
    assert ["a"] == [row.id for row in table.rows]
    (unread,) = (one for one in table.problems if one.variant == "table")
    assert ("error", "Khối phường") == (unread.severity, unread.fields["sheet"])


def test_sheets_with_a_meaning_of_their_own_can_be_chosen(workbook):
    """A sheet named as templates name theirs, or for a list, holds the candidates when somebody says so."""
    assert ["n"] == [row.id for row in read(workbook, sheet="Nguồn").rows]
    rows = read(workbook, sheet="Sáng kiến").rows
    assert [("b", {})] == [(row.id, row.facts) for row in rows]


def test_a_sheet_that_cannot_be_read_is_told(workbook):
    """An unknown name lists the sheets and the nearest; hidden, empty and headless ones say what they are."""
    key, fields = refusal(workbook, "Khối phưòng")
    assert ("unknown-sheet", "Khối phường") == (key, fields["nearest"])
    assert "Khối phòng, Khối phường, Ghi chép, Trống, Sáng kiến, Nguồn" == fields["sheets"]
    assert ("unknown-sheet.hidden", {"sheet": "Ẩn"}) == refusal(workbook, "ẩn")
    assert "table-empty" == refusal(workbook, "Trống")[0]
    assert "no-id-column" == refusal(workbook, "Ghi chép")[0]


@pytest.mark.parametrize(("name", "content"), [("main.csv", "id\nA1\n"), ("main.json", '[{"id": "A1"}]')])
def test_files_without_sheets_have_none_to_choose(tmp_path, name, content):
    """The option is refused, not passed over."""
    with pytest.raises(TableError) as refused:
        read_text(tmp_path, content, name=name, sheet="Khối phường")
    assert ["unknown-sheet.none"] == [problem.key for problem in refused.value.problems]


def test_the_commands_take_the_sheet(workbook, monkeypatch, capsys):
    """`evaluate` and `explain` alike; an unknown one is told with the nearest."""
    (workbook.parent / "sheets").mkdir()
    (workbook.parent / "sheets" / "ruleset.yaml").write_text(RULESET)
    monkeypatch.setenv("CCHC_RULESETS", str(workbook.parent))
    monkeypatch.delenv("CCHC_LANG", raising=False)
    asked = ["sheets", "office", str(workbook), "--sheet"]
    out = workbook.parent / "out.csv"
    assert 0 == exit_code(["evaluate", *asked, "Khối phường", "-o", str(out)])
    assert ['"b"', '"c"'] == [line.split(",")[1] for line in out.read_text("utf-8-sig").splitlines()[1:]]
    assert 0 == exit_code(["explain", *asked, "Khối phường", "--id", "c"])
    capsys.readouterr()
    assert 0 != exit_code(["explain", *asked, "Khối phường 2", "--id", "c"])
    assert "`Khối phường`" in capsys.readouterr().err
