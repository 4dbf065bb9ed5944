"""Result files: what they say, that they run nothing, that they are whole or not there."""

from __future__ import annotations

import csv
import json
import re
import resource
from html.parser import HTMLParser

import openpyxl
import polars as pl
import pytest

from cchc_rules.cli import exit_code
from cchc_rules.evaluation import evaluate_many
from cchc_rules.files import OutputError, whole_file
from cchc_rules.phrases import phrase
from cchc_rules.reports import html as result_page
from cchc_rules.reports.batch import Batch
from cchc_rules.reports.html import MOST_PAGES, write_result_page
from cchc_rules.reports.parquet import write_parquet
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
        write_csv(batch.program, batch.results, out, batch.language, reasons=True)


WRITERS = {".xlsx": write_result_workbook, ".html": write_result_page, ".parquet": write_parquet, ".csv": write_text}


def batch(rows=ROWS):
    """The results of some offices."""
    return Batch(program(), list(evaluate_many(program(), iter(rows))))


def test_the_workbook_holds_verdicts_outcomes_and_reasons(tmp_path):
    """A row a candidate in words and colour, then counts with charts, then clauses."""
    write_result_workbook(tmp_path / "r.xlsx", batch())
    made = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert ["Kết quả", "Tổng hợp", "Căn cứ"] == made.sheetnames
    sheet = made["Kết quả"]
    header = [cell.value for cell in sheet[1]]
    assert ["Dòng", "Mã", "Tên", "Kết luận", "Không ai bị kỷ luật"] == header[:5]
    verdicts = [sheet.cell(row, 4).value for row in range(2, 7)]
    provisional = "dữ liệu không hợp lệ (tạm tính: chưa đủ căn cứ kết luận)"
    decided = ["đủ điều kiện", "không đủ điều kiện", "chưa đủ căn cứ kết luận", provisional, "dữ liệu không hợp lệ"]
    assert decided == verdicts
    assert ["đạt", "không đạt", "chưa đủ căn cứ"] == [sheet.cell(row, 5).value for row in range(2, 5)]
    colours = {sheet.cell(row, 5).fill.fgColor.rgb for row in range(2, 5)}
    assert 3 == len(colours)
    assert "Không ai bị kỷ luật: " in sheet.cell(3, header.index("Lý do") + 1).value
    assert "Có người bị kỷ luật" == sheet.cell(4, header.index("Còn thiếu") + 1).value
    assert "có lẽ" in sheet.cell(5, header.index("Lỗi dữ liệu") + 1).value
    summary = made["Tổng hợp"]
    assert 2 == len(summary._charts)
    counts = {row[0].value: row[1].value for row in summary.iter_rows() if isinstance(row[1].value, int)}
    assert {
        "đủ điều kiện": 1,
        "không đủ điều kiện": 1,
        "dữ liệu không hợp lệ": 2,
        "Tổng số": 5,
    }.items() <= counts.items()
    assert "Điểm 1" == made["Căn cứ"].cell(2, 3).value


def test_no_text_becomes_a_formula(tmp_path):
    """Whatever a name begins with, spreadsheet and CSV show it as text."""
    write_result_workbook(tmp_path / "r.xlsx", batch())
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["Kết quả"]
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert {"s", "n"} == kinds
    assert [EVIL, "@sum", "+3"] == [sheet["C3"].value, sheet["C5"].value, sheet["B4"].value]
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
    write_result_page(tmp_path / "r.html", batch())
    text = (tmp_path / "r.html").read_text()
    page = Page(text)
    assert not page.tags & {"script", "img", "link", "iframe", "object", "form"}
    assert [] == [link for link in page.links if not link.startswith(("#", "width: "))]
    assert not re.search(r"https?://|@import|url\(|@font-face", text)
    assert "&lt;img" in text and "<img" not in text
    assert [f"row-{number}" for number in range(1, 6)] == re.findall(r'class="page" id="(row-[0-9]+)"', text)
    assert '<html lang="vi">' in text
    assert "Không ai bị kỷ luật: không đạt" in text


@pytest.mark.parametrize(("most", "paged"), [(5, [1, 2, 3, 4, 5]), (4, [2, 3, 4, 5]), (2, [2, 3])])
def test_a_page_of_many_candidates_tells_whose_reasons_it_leaves_out(tmp_path, monkeypatch, most, paged):
    """All are counted and listed; pages go first to those not favourable or invalid, and nothing is silent."""
    monkeypatch.setattr(result_page, "MOST_PAGES", most)
    write_result_page(tmp_path / "r.html", batch())
    text = (tmp_path / "r.html").read_text()
    links = [int(one) for one in re.findall('href="#row-([0-9]+)"', text)]
    assert (paged, paged) == (links, [int(one) for one in re.findall(r'class="page" id="row-([0-9]+)"', text)])
    assert 5 == text.count('<td class="verdict ')
    said = {5: None, 4: ("report.pages-left-out", 1, 0), 2: ("report.pages-left-out.others", 3, 2)}[most]
    if said is None:
        assert "Trang lý do" not in text
    else:
        assert phrase(said[0], "vi", count=most, left=said[1], others=said[2]) in text


def test_favourable_candidates_get_the_pages_that_are_left(tmp_path, monkeypatch):
    """A page keeps the order of the file, and two thousand pages are the most."""
    monkeypatch.setattr(result_page, "MOST_PAGES", 3)
    good = {"disciplined": False, "rating": "Tốt"}
    bad = {"id": "x", "disciplined": True}
    write_result_page(tmp_path / "r.html", batch([*({"id": str(n), **good} for n in range(3)), bad]))
    text = (tmp_path / "r.html").read_text()
    assert ["1", "2", "4"] == re.findall(r'class="page" id="row-([0-9]+)"', text)
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


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".json", ".jsonl", ".parquet", ".html", ".txt"])
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


def test_the_form_is_made_and_decided_from_the_command_line(campaign):
    """`template`, a row typed in, `evaluate`."""
    form = campaign / "form.xlsx"
    assert 0 == exit_code(["template", "sheets", "office", "-o", str(form)])
    filled = openpyxl.load_workbook(form)
    for column, value in ((1, "007"), (3, "Không"), (4, "Khá")):
        filled["Hồ sơ"].cell(2, column).value = value
    filled.save(form)
    out = campaign / "out.jsonl"
    assert 0 == exit_code(["evaluate", "sheets", "office", str(form), "-o", str(out)])
    assert ("007", "eligible") == tuple(json.loads(out.read_text())[key] for key in ("id", "verdict"))
