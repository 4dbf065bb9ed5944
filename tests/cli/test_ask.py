"""The interview: what is said is in the file whatever happens, wrong answers are asked again, the way back is exact."""

from __future__ import annotations

import io
import json

import pytest

import cchc_rules as cr
from cchc_rules.cli import exit_code
from cchc_rules.decisions.explanation import explain

ASKED = ["ask", "hcmc-emulation-2020"]


class Lines:
    """A standard input of some lines that is no terminal; an exception among them is raised where it stands."""

    def __init__(self, *lines):
        self.lines = list(lines)
        self.buffer = self

    def isatty(self):
        """It is none."""
        return False

    def readline(self, _limit=-1):
        """The next line, empty at the end."""
        line = self.lines.pop(0) if self.lines else b""
        if isinstance(line, BaseException) or line is KeyboardInterrupt:
            raise KeyboardInterrupt
        return line if isinstance(line, bytes) else f"{line}\n".encode()


@pytest.fixture
def ask(tmp_path, monkeypatch, capsys):
    """Runs the interview with some lines; gives the exit code, what was printed, what was asked, and the file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CCHC_LANG", raising=False)

    def run(category, *lines, options=(), language="vi"):
        monkeypatch.setattr("sys.stdin", Lines(*lines))
        code = exit_code(["--lang", language, *ASKED, category, "-o", "said.json", *options])
        printed = capsys.readouterr()
        path = tmp_path / "said.json"
        row = json.loads(path.read_text(encoding="utf-8"))[0] if path.exists() else None
        return code, printed.out, printed.err, row

    return run


def test_an_interview_asks_what_matters_and_explains_the_decision(ask):
    """It ends when the verdict stands; the file is read by `evaluate`; the explanation is that of the decision."""
    code, out, told, row = ask("press", "B1", "Báo A", "có", "c", "n", "y")
    assert (0, {"id": "B1", "name": "Báo A"}) == (code, {key: row[key] for key in ("id", "name")})
    assert {"promotes_models": True, "reports_harassment": True} == {k: row[k] for k in row if "_m" in k or "_h" in k}
    assert row["nominated_by_newsroom"] is False and row["nominated_by_committee"] is True
    program = cr.compile(cr.load("hcmc-emulation-2020"), "press")
    assert f"{explain(cr.evaluate(program, row), 'vi')}" == out
    assert "Câu 4 (còn 1)" in told and "Câu 5" not in told and "Để xét: “" in told
    code, out, told, row = ask("press", language="en")
    assert code == 0 and "Question 1" not in told and "eligible" in out.splitlines()[0], "all is answered already"


def test_what_is_refused_is_explained_and_asked_again(ask):
    """A wrong word, a number beyond its bounds, two figures that contradict each other: nothing wrong is kept."""
    lines = ("1", "", "có", "có", "Một cửa", "", "c", "c", "c", "năm mươi", "60", "55", "<", "54", "55")
    code, out, told, row = ask("agency", *lines)
    assert code == 0 and (row["staff_following_code"], row["staff_count"]) == (54, 55), told
    assert told.count("Chưa nhận được câu trả lời này") == 2
    assert "quay lại bằng <" in told, "60 of 55: the earlier answer is the wrong one"
    assert [{"title": "Một cửa", "effective": True}] == row["initiatives"]
    assert "không đủ điều kiện" in out.splitlines()[0]


def test_lists_are_asked_member_by_member(ask):
    """Keys line by line, doubled ones refused; then each entry's fields, before anything else; none is a list too."""
    lines = ("1", "", "có", "có", "Một cửa", "Một cửa", "Số hóa", "<", "Số hoá", "", "k", "k")
    code, _, told, row = ask("agency", *lines)
    assert code == 0 and ["Một cửa", "Số hoá"] == [one["title"] for one in row["initiatives"]]
    assert "Chưa nhận được câu trả lời này" in told
    assert [False, False] == [one["effective"] for one in row["initiatives"]]
    assert told.index("– Một cửa") < told.index("– Số hoá")
    assert "không đủ điều kiện" in ask("staff", "2", "", "không có", options=["-o", "other.json"])[1].splitlines()[0]


def test_not_known_and_back(ask):
    """Enter, a dash and words pass a question over; `<` takes the last answer back; `?` says what the clauses say."""
    code, out, told, row = ask("press", "1", "", "-", "không biết", "?", "<", "<", "có", "c", "", "")
    assert code == 0 and True is row["promotes_models"] is row["reports_harassment"]
    assert "chưa đủ căn cứ kết luận" in out.splitlines()[0] and "Chưa trả lời 2 câu" in told
    assert {"id", "name", "promotes_models", "reports_harassment"} >= {key for key in row if row[key] is not None}
    assert "Đây là câu đầu tiên" not in told
    first = ask("press", "<", options=["--id", "1"])[2]
    assert "Đây là câu đầu tiên" in first


@pytest.mark.parametrize("end", [b"", KeyboardInterrupt, "."])
def test_what_was_said_stays_when_it_ends_early(ask, tmp_path, end):
    """End of input, an interrupt, a full stop: the file has the answers, and the next run goes on from there."""
    code, out, told, row = ask("press", "1", "", "có", end)
    assert {"id": "1", "promotes_models": True} == row
    assert code == (130 if end is KeyboardInterrupt else 0)
    assert "chạy lại lệnh để hỏi tiếp" in told and (out == "") is (end is KeyboardInterrupt)
    assert [tmp_path / "said.json"] == list(tmp_path.iterdir()), "no draft is left"
    code, out, told, row = ask("press", "không")
    assert code == 0 and "đã có 1 dữ kiện" in told and row["reports_harassment"] is False
    assert "không đủ điều kiện" in out.splitlines()[0]


@pytest.mark.parametrize("end", [b"", KeyboardInterrupt, "."])
def test_a_list_is_gone_on_with_where_it_was_interrupted(ask, tmp_path, end):
    """Its members named so far stand in a file of their own, for among the facts they would be the whole list."""
    code, _, told, row = ask("agency", "1", "", "có", "có", "Một cửa", "Sổ hóa", end)
    unfinished = tmp_path / "said.unfinished.json"
    assert (
        row.get("initiatives") is None
        and {"id": "1", "list": "initiatives"}.items() <= json.loads(unfinished.read_text(encoding="utf-8")).items()
    )
    assert "chưa ghi xong, mới có: Một cửa; Sổ hóa" in told and str(unfinished.name) in told
    assert "said.json đã có 2 dữ kiện" in told
    code, _, told, row = ask("agency", "<", "Số hóa", "", "k", "k")
    assert code == 0 and "Đã ghi: Một cửa; Sổ hóa." in told
    assert [("Một cửa", False), ("Số hóa", False)] == [(one["title"], one["effective"]) for one in row["initiatives"]]
    assert [tmp_path / "said.json"] == list(tmp_path.iterdir())


def test_who_stops_at_once_hears_that_nothing_is_written(ask, tmp_path):
    """No answer, no file; a file that is no unfinished list is not written over, one of another candidate not used."""
    assert "chưa ghi gì" in ask("press", b"")[2] and [] == list(tmp_path.iterdir())
    unfinished = tmp_path / "said.unfinished.json"
    for text in ("{", "[]", '{"id": 1, "list": "initiatives", "entries": ["A"]}'):
        unfinished.write_text(text, encoding="utf-8")
        assert ask("agency")[0] == 2 and unfinished.read_text(encoding="utf-8") == text
    unfinished.write_text('{"id": "2", "list": "initiatives", "entries": ["A"]}', encoding="utf-8")
    assert "Đã ghi: A" not in ask("agency", "1", "", "có", "có", b"")[2]


def test_a_file_is_never_written_over_by_mistake(tmp_path):
    """One of several candidates, of faulty facts, or of something else is refused and stays; another ending too."""
    for content, code in (
        ([{"id": "1"}, {"id": "2"}], 2),
        ([{"id": "1", "promotes_models": "có lẽ"}], 1),
        ([{"id": "1", "no_such_fact": 1}], 1),
        ({"a": 1}, 1),
    ):
        text = json.dumps(content, ensure_ascii=False)
        (tmp_path / "said.json").write_text(text, encoding="utf-8")
        assert code == exit_code([*ASKED, "press", "-o", str(tmp_path / "said.json")])
        assert text == (tmp_path / "said.json").read_text(encoding="utf-8")
    assert 2 == exit_code([*ASKED, "press", "-o", str(tmp_path / "said.csv")])


def test_evidence_of_a_resumed_file_stays(ask, tmp_path):
    """Facts with who stated them are not touched by further answers."""
    stated = {"value": True, "by": "Ban Thi đua", "evidence": "CV 12"}
    (tmp_path / "said.json").write_text(json.dumps([{"id": "1", "name": "A", "promotes_models": stated}]))
    row = ask("press", "c", ".")[3]
    assert stated == row["promotes_models"] and row["reports_harassment"] is True


def test_a_day_of_decision_is_asked_where_it_matters(tmp_path, monkeypatch, capsys):
    """A day that cannot be is asked again; with `--as-of` it is not asked; what comes over a pipe is UTF-8."""
    monkeypatch.chdir(tmp_path)
    answers = "1\n\n" + "-\n" * 30
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(answers.encode())))
    assert 0 == exit_code(["ask", "quan-12-2022", "agency"])
    assert "Ngày xét" in capsys.readouterr().err
    assert (tmp_path / "quan-12-2022-agency.json").exists()
    monkeypatch.setattr("sys.stdin", Lines(*["-"] * 11, "32/01/2022", "15/12/2022", *["-"] * 30))
    assert 0 == exit_code(["ask", "quan-12-2022", "agency"])
    told = capsys.readouterr()
    assert "Chưa nhận được câu trả lời này" in told.err and "Ngày xét: 15/12/2022" in told.out
    monkeypatch.setattr("sys.stdin", Lines(*["-"] * 40))
    assert 0 == exit_code(["ask", "quan-12-2022", "agency", "--as-of", "2022-12-15"])
    assert "Ngày xét: 15/12/2022" in capsys.readouterr().out
