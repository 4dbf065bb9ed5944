"""Result files: what they say, that they run nothing, that they are whole or not there."""

from __future__ import annotations

import csv
import json
import re
import resource
import time
from html.parser import HTMLParser
from itertools import islice

import openpyxl
import polars as pl
import pytest

from cchc_rules.cli import evaluate as evaluating
from cchc_rules.cli import exit_code
from cchc_rules.evaluation import evaluate_many
from cchc_rules.files import OutputError, whole_file
from cchc_rules.phrases import phrase
from cchc_rules.problems import EngineDisagreement
from cchc_rules.reports import html as result_page
from cchc_rules.reports.docx import write_result_document
from cchc_rules.reports.html import MOST_PAGES, write_result_page
from cchc_rules.reports.parquet import write_parquet
from cchc_rules.reports.report import Report
from cchc_rules.reports.texts import write_csv
from cchc_rules.reports.xlsx import write_result_workbook
from tests.intake.sheets import book, program

EVIL = '=cmd|"/c calc"!A1<img src=x onerror=alert(1)>'
ROWS = [
    {"id": "001", "name": "Phòng Một", "disciplined": False, "rating": "Tốt"},
    {"id": "002", "name": EVIL, "disciplined": True, "rating": "Trung bình"},
    {"id": "+3", "name": None, "disciplined": None, "rating": "Khá"},
    {"id": "004", "name": "@sum", "disciplined": "có lẽ", "rating": "Khá", "remark": EVIL},
    {"id": "001", "name": "Trùng", "disciplined": False},
]


def write_text(path, batch):
    """Writes the CSV of a batch."""
    with whole_file(path, encoding="utf-8-sig") as out:
        write_csv(batch, out)


WRITERS = {
    ".xlsx": write_result_workbook,
    ".docx": write_result_document,
    ".html": write_result_page,
    ".parquet": write_parquet,
    ".csv": write_text,
}


def batch(rows=ROWS, **settings):
    """The results of some offices."""
    return Report(program(), list(evaluate_many(program(), iter(rows))), **settings)


def test_the_workbook_holds_counts_a_list_a_verdict_and_an_annex(tmp_path):
    """Counts, then a row a candidate under its verdict, then a mark a criterion; in full reasons and clauses too."""
    write_result_workbook(tmp_path / "r.xlsx", batch())
    made = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert ["Tổng hợp", "Kết quả", "Phụ lục", "Nội dung đầy đủ"] == made.sheetnames
    rows = list(made["Kết quả"].iter_rows(values_only=True))
    assert ("Dòng", "Mã", "Tên", "Nội dung", "Kết luận") == rows[0]
    heads = [row[0] for row in rows[1:] if isinstance(row[0], str)]
    assert ["Đủ điều kiện: 1 hồ sơ", "Không đủ điều kiện: 1 hồ sơ"] == heads[:2]
    listed = {row[0]: (row[1], row[4]) for row in rows[1:] if isinstance(row[0], int)}
    assert {1, 2, 3, 4, 5} == set(listed)
    assert ("001", "đủ điều kiện") == listed[1]
    assert "còn thiếu: Có người bị kỷ luật" == next(row[3] for row in rows if row[0] == 3)
    assert "có lẽ" in next(row[3] for row in rows if row[0] == 4)
    marks = [row[2] for row in made["Phụ lục"].iter_rows(min_row=3, values_only=True)]
    assert ["✓", "✗", "?", "?", "!"] == marks
    counts = {row[0].value: row[1].value for row in made["Tổng hợp"].iter_rows() if isinstance(row[1].value, int)}
    expected = {"đủ điều kiện": 1, "không đủ điều kiện": 1, "dữ liệu không hợp lệ": 2, "Tổng số": 5}
    assert expected.items() <= counts.items()


def test_the_full_workbook_holds_reasons_and_clauses(tmp_path):
    """Every criterion of every candidate with its reason, problems of the row before them; then the clauses."""
    write_result_workbook(tmp_path / "r.xlsx", batch(detail="full", all_reasons=True))
    made = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert ["Lý do", "Căn cứ"] == made.sheetnames[3:]
    reasons = [row[3] for row in made["Lý do"].iter_rows(min_row=2, values_only=True) if row[0] == "001"]
    assert reasons[0].startswith("1. Không ai bị kỷ luật: ")
    assert "Điểm 1" == made["Căn cứ"].cell(2, 3).value


def test_no_text_becomes_a_formula(tmp_path):
    """Whatever a name begins with, spreadsheet and CSV show it as text."""
    write_result_workbook(tmp_path / "r.xlsx", batch())
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["Kết quả"]
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert {"s", "n"} == kinds
    texts = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {EVIL, "@sum", "+3"} <= texts
    write_text(tmp_path / "r.csv", batch())
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as handle:
        cells = [cell for row in csv.reader(handle) for cell in row]
    assert [] == [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "'" + EVIL in cells


class Page(HTMLParser):
    """Gathers the elements and attributes of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links = set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Notes one element."""
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in ("src", "href", "style", "onerror", "action")]


def test_the_page_stands_alone_and_runs_nothing(tmp_path):
    """One file: no script, nothing loaded, every text escaped, every candidate with its reasons."""
    write_result_page(tmp_path / "r.html", batch(detail="full"))
    text = (tmp_path / "r.html").read_text()
    page = Page(text)
    assert not page.tags & {"script", "img", "link", "iframe", "object", "form"}
    assert [] == [link for link in page.links if not link.startswith(("#", "width: "))]
    assert not re.search(r"https?://|@import|url\(|@font-face", text)
    assert "&lt;img" in text and "<img" not in text
    assert [f"row-{number}" for number in range(1, 6)] == re.findall(r'class="reasons" id="(row-[0-9]+)"', text)
    assert '<html lang="vi">' in text
    assert "Không ai bị kỷ luật: không đạt" in text


@pytest.mark.parametrize(("most", "paged"), [(5, [1, 2, 3, 4, 5]), (4, [2, 3, 4, 5]), (2, [2, 3])])
def test_a_full_page_of_many_candidates_tells_whose_reasons_it_leaves_out(tmp_path, monkeypatch, most, paged):
    """All are counted and listed; reasons go first to those not favourable or invalid, and nothing is silent."""
    monkeypatch.setattr(result_page, "MOST_PAGES", most)
    write_result_page(tmp_path / "r.html", batch(detail="full"))
    text = (tmp_path / "r.html").read_text()
    assert paged == [int(one) for one in re.findall(r'class="reasons" id="row-([0-9]+)"', text)]
    assert 5 == len(re.findall('<tr><td class="number">[0-9]', text))
    said = {5: None, 4: ("report.pages-left-out", 1, 0), 2: ("report.pages-left-out.others", 3, 2)}[most]
    if said is None:
        assert "Lý do chi tiết" not in text
    else:
        assert phrase(said[0], "vi", count=most, left=said[1], others=said[2]) in text


def test_favourable_candidates_get_the_reasons_that_are_left(tmp_path, monkeypatch):
    """Reasons keep the order of the file, and those of two thousand are the most."""
    monkeypatch.setattr(result_page, "MOST_PAGES", 3)
    good = {"disciplined": False, "rating": "Tốt"}
    bad = {"id": "x", "disciplined": True}
    write_result_page(tmp_path / "r.html", batch([*({"id": str(n), **good} for n in range(3)), bad], detail="full"))
    text = (tmp_path / "r.html").read_text()
    assert ["1", "2", "4"] == re.findall(r'class="reasons" id="row-([0-9]+)"', text)
    assert 2_000 == MOST_PAGES


def test_the_parquet_file_holds_codes(tmp_path):
    """Verdicts and outcomes are enumerations, texts are lists."""
    write_parquet(tmp_path / "r.parquet", batch())
    frame = pl.read_parquet(tmp_path / "r.parquet")
    assert ["eligible", "ineligible", "undetermined", "invalid", "invalid"] == frame["verdict"].to_list()
    assert [None, None, None, "undetermined", None] == frame["provisional_verdict"].to_list()
    assert ["met", "unmet", "unknown", "unknown", None] == frame["outcome:nobody-disciplined"].to_list()
    assert ["disciplined"] == frame["missing_facts"].to_list()[2]


@pytest.mark.parametrize("ending", WRITERS)
def test_rows_read_decided_and_written_are_as_many(tmp_path, ending):
    """Where a row was lost on the way, whatever the form, the file is not written and what stood there stays."""
    path = tmp_path / f"r{ending}"
    path.write_bytes(b"before")
    with pytest.raises(EngineDisagreement, match="6, 5, 5"):
        WRITERS[ending](path, batch(read=6))
    assert [path] == list(tmp_path.iterdir())
    assert b"before" == path.read_bytes()


@pytest.mark.parametrize("ending", [".xlsx", ".docx", ".html"])
def test_a_candidate_on_no_list_refuses_the_document(tmp_path, monkeypatch, ending):
    """The lines that a document took from its lists are counted, not those it should have taken."""
    lines = Report._lines
    monkeypatch.setattr(Report, "_lines", lambda self, status: islice(lines(self, status), 1))
    with pytest.raises(EngineDisagreement, match=r"\?, 5, 4"):
        WRITERS[ending](tmp_path / f"r{ending}", batch())
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", ["json", "jsonl", "csv", "parquet", "xlsx", "docx", "html", "txt"])
def test_the_command_writes_no_file_that_lacks_a_candidate(campaign, monkeypatch, ending, capsys):
    """A candidate read and not decided is a fault of ours, told as such; nothing stands at the name."""
    decide = evaluating.decide_rows
    monkeypatch.setattr(evaluating, "decide_rows", lambda *given, **more: islice(decide(*given, **more), 1, None))
    out, source = campaign / f"out.{ending}", campaign / "in.csv"
    source.write_text("id,disciplined,rating\na,Không,Tốt\nb,Có,Tốt\n")
    assert 3 == exit_code(["evaluate", "sheets", "office", str(source), "-o", str(out)])
    assert "EngineDisagreement" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize("ending", WRITERS)
def test_the_same_results_are_the_same_bytes_at_any_hour(tmp_path, monkeypatch, ending):
    """No form carries the hour it was written at, not even the parts of an archive."""
    paths = tmp_path / f"one{ending}", tmp_path / f"other{ending}"
    for path, hour in zip(paths, (9_000 * 86_400, 20_000 * 86_400), strict=True):
        monkeypatch.setattr(time, "time", lambda hour=hour: hour)
        WRITERS[ending](path, batch())
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize("ending", WRITERS)
def test_a_full_disk_is_our_error_and_leaves_what_was_there(tmp_path, ending):
    """A file that cannot grow is an OutputError; the old one stays, no draft is left."""
    path = tmp_path / f"r{ending}"
    path.write_text("old")
    many = batch([{**ROWS[1], "id": f"A{number}"} for number in range(80)])
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, hard))
    try:
        with pytest.raises(OutputError):
            WRITERS[ending](path, many)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "old" == path.read_text()
    assert [path] == list(tmp_path.iterdir())


HEADER = ["Mã", "Tên đơn vị", "Có người bị kỷ luật", "Xếp loại năm 2021"]


@pytest.fixture
def campaign(tmp_path, monkeypatch):
    """A folder with the ruleset and a spreadsheet of offices."""
    from tests.intake.sheets import RULESET

    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / "ruleset.yaml").write_text(RULESET)
    monkeypatch.setenv("CCHC_RULESETS", str(tmp_path))
    monkeypatch.delenv("CCHC_LANG", raising=False)
    book(tmp_path / "in.xlsx", [HEADER, ["a", "A", "Không", "Tốt"], ["b", "B", "Có", "Tốt"], ["c", "C", None, "Tốt"]])
    return tmp_path


@pytest.mark.parametrize(
    ("asked", "code"),
    [([], 0), (["ineligible"], 1), (["undetermined"], 1), (["invalid"], 0), (["invalid", "ineligible"], 1)],
)
def test_fail_on_decides_the_exit_code(campaign, asked, code):
    """Unfavourable and undetermined candidates fail the command only when it is told so."""
    options = [part for one in asked for part in ("--fail-on", one)]
    files = [str(campaign / "in.xlsx"), "-o", str(campaign / "out.jsonl")]
    assert code == exit_code(["evaluate", "sheets", "office", *files, *options])


@pytest.mark.parametrize("ending", [".xlsx", ".docx", ".csv", ".json", ".jsonl", ".parquet", ".html", ".txt"])
def test_the_ending_of_the_output_decides_its_form(campaign, ending):
    """From a spreadsheet to every kind of result file."""
    out = campaign / f"out{ending}"
    assert 0 == exit_code(["evaluate", "sheets", "office", str(campaign / "in.xlsx"), "-o", str(out)])
    assert out.stat().st_size > 100


def test_an_unknown_ending_is_refused_before_anything_is_decided(campaign, capsys):
    """A kind of file nobody can write is wrong usage."""
    out = campaign / "out.xls"
    assert 2 == exit_code(["evaluate", "sheets", "office", str(campaign / "in.xlsx"), "-o", str(out)])
    assert "output-ending" in capsys.readouterr().err
    assert not out.exists()


def test_the_form_is_made_and_decided_from_the_command_line(campaign, capsys):
    """`template`, a row typed in, `evaluate`; a form that is there is written over when that is forced only."""
    form = campaign / "form.xlsx"
    assert 0 == exit_code(["template", "sheets", "office", "-o", str(form)])
    filled = openpyxl.load_workbook(form)
    for column, value in ((1, "007"), (3, "Không"), (4, "Khá")):
        filled["Hồ sơ"].cell(2, column).value = value
    filled.save(form)
    before = form.read_bytes()
    assert 2 == exit_code(["template", "sheets", "office", "-o", str(form)])
    assert "--force" in capsys.readouterr().err
    assert before == form.read_bytes()
    out = campaign / "out.jsonl"
    assert 0 == exit_code(["evaluate", "sheets", "office", str(form), "-o", str(out)])
    assert ("007", "eligible") == tuple(json.loads(out.read_text())[key] for key in ("id", "verdict"))
    assert 0 == exit_code(["template", "sheets", "office", "--force", "-o", str(form)])
    assert openpyxl.load_workbook(form)["Hồ sơ"].cell(2, 1).value is None
