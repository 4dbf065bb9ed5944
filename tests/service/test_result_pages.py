"""A file on pages: uploaded, filtered, opened row by row, downloaded, let go of."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from zipfile import ZipFile

import openpyxl
import pytest

import cchc_rules as cr
from cchc_rules.reports.selection_report import make_report
from cchc_rules.service import ServiceLimits, app
from cchc_rules.service.pages import held_batches
from cchc_rules.service.pages.held_batches import HeldBatch, HeldBatches
from cchc_rules.service.refusals import RefusedRequest
from tests.service.running import ROOT, Caller
from tests.service.test_pages import OWN, Page

UPLOAD = "/pages/campaigns/quan-12-2022/{}/upload"
DATA = ROOT / "examples" / "data"
OFFICE = ROOT / "examples" / "office_table"


@pytest.fixture(scope="module")
def call():
    """Asks a service without a store."""
    return Caller(app("quan-12-2022"), checks=False)


def send(call, category, files, **fields):
    """The answer to an upload from the page of the same site."""
    named = {name: (path.name, path.read_bytes()) if hasattr(path, "name") else path for name, path in files.items()}
    return call("POST", UPLOAD.format(category), files=named, data=fields, headers=OWN)


@pytest.fixture(scope="module")
def results(call):
    """Where the results of the sample of agencies are, with the members of their list in a file of its own."""
    files = {"file": DATA / "quan-12-2022-agencies.csv", "list.initiatives": DATA / "quan-12-2022-initiatives.csv"}
    answer = send(call, "agency", files, as_of="15/12/2022")
    assert 303 == answer.status_code
    return answer.headers["location"]


@cache
def expected():
    """What the library decides of the same file."""
    program = cr.compile(cr.load("quan-12-2022"), "agency")
    lists = {"initiatives": DATA / "quan-12-2022-initiatives.csv"}
    table = cr.read(program, DATA / "quan-12-2022-agencies.csv", lists=lists)
    return list(cr.decide_rows(program, table, as_of=cr.values.day("2022-12-15")))


def test_the_table_is_what_the_library_decides(call, results):
    """Every row once, in order, and each filter leaves those that are so."""
    rows = expected()
    for query, wanted in (
        ("", rows),
        ("&status=ineligible", [one for one in rows if one.status == "ineligible"]),
        (
            "&criterion=plan",
            [one for one in rows if not one.problems and one.decision["plan"].outcome in ("unmet", "unknown")],
        ),
    ):
        page = Page(call("GET", results + query))
        linked = re.findall(r"row=([0-9]+)", " ".join(one.get("href", "") for tag, one in page.elements if tag == "a"))
        assert [str(one.row) for one in wanted] == linked
    named = rows[2].name
    found = call("POST", results, data={"find": named[:-2].upper()}, headers=OWN)
    assert named in Page(found).text
    assert rows[0].name not in Page(found).text


def test_a_row_has_its_decision_and_its_letter(call, results):
    """Its reasons, and what is wrong with an invalid one; a row that is not there is refused."""
    for one in {one.status: one for one in expected()}.values():
        page = Page(call("GET", results.replace("results", "results/row") + f"&row={one.row}"))
        assert one.name in page.text
        assert (cr.explain(one.decision).to_dict()["parts"][0]["text"] in page.text) or one.problems
    letter = call("GET", results.replace("results", "results/letter") + f"&row={one.row}")
    assert b"PK" == letter.content[:2]
    assert 404 == call("GET", results.replace("results", "results/row") + "&row=999").status_code


def test_results_are_downloaded_as_files(call, results):
    """Each kind holds every candidate; none is shown by the browser, and the names are plain."""
    ids = [one.id for one in expected()]
    path = results.replace("results", "results/file")
    for form in ("xlsx", "docx", "html", "csv", "jsonl", "roster"):
        answer = call("GET", f"{path}&form={form}")
        assert re.fullmatch(r'attachment; filename="[a-z0-9.-]+"', answer.headers["content-disposition"])
        if form == "jsonl":
            assert ids == [json.loads(line).get("id") for line in answer.text.splitlines() if '"id"' in line]
        if form == "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(answer.content))
            cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
            assert set(ids) <= cells
    assert 404 == call("GET", f"{path}&form=exe").status_code


def test_pages_of_results_say_the_day_of_decision(call, results):
    """Under the heading of the table and of each row: the day, or that none was stated, in the page's language."""
    undated = send(call, "agency", {"file": DATA / "quan-12-2022-agencies.csv"}).headers["location"]
    days = {
        results: ("Ngày xét: 15/12/2022", "As of: 15 December 2022"),
        undated: ("Ngày xét: không nêu", "As of: not stated"),
    }
    for address, told in days.items():
        for path in (address, address.replace("results", "results/row") + "&row=2"):
            for language, day in zip(("vi", "en"), told, strict=True):
                text = call("GET", f"{path}&lang={language}").text
                (lead,) = re.findall(r'<p class="lead">(.*?)</p>', text)
                assert lead.endswith(f" · {day}")


def test_requests_to_complete_dossiers_come_packed(call, results):
    """A document for each candidate that cannot be decided or has faulty data, due by the day that was written."""
    asked = {"data": {"due": "20/12/2022"}, "headers": OWN}
    packed = ZipFile(io.BytesIO(call("POST", results.replace("results", "results/supplements"), **asked).content))
    wanted = [one for one in expected() if one.status in ("undetermined", "invalid")]
    assert len(wanted) == len(packed.namelist())
    document = ZipFile(io.BytesIO(packed.read(packed.namelist()[0]))).read("word/document.xml").decode()
    assert "20/12/2022" in document
    asked["data"] = {"due": "mai"}
    assert 422 == call("POST", results.replace("results", "results/supplements"), **asked).status_code


def test_a_selection_shows_its_cut_and_is_downloaded():
    """Who is in, out and open as `select` says it, each linked to its decision; its files, its list and its record."""
    folder = ROOT / "examples" / "scored_campaign"
    call, ruleset = Caller(app(folder / "ruleset.yaml"), checks=False), cr.load(str(folder / "ruleset.yaml"))
    path = f"/pages/campaigns/{ruleset.id}/ward/upload"
    sent = {"file": ("candidates.csv", (folder / "candidates.csv").read_bytes())}
    results = call("POST", path, files=sent, data={"as_of": "31/12/2026"}, headers=OWN).headers["location"]
    assert "/results/selection?" in str(Page(call("GET", results)).elements)
    program = cr.compile(ruleset, "ward")
    table = cr.read(program, folder / "candidates.csv")
    chosen = cr.select(ruleset, "commended", cr.decide_rows(program, table, as_of=cr.values.day("2026-12-31")))
    address = results.replace("results", "results/selection") + "&selection=commended"
    page = Page(call("GET", address))
    lists = [(one.heading, [line.text for line in one.lines]) for one in make_report(chosen).verdict_lists()]
    assert len(chosen.places) == sum(len(lines) for _, lines in lists)
    assert [] == [text for heading, lines in lists for text in (heading, *lines) if text not in page.text]
    assert "Số suất: 4" in page.text
    assert "Ngày xét: 31/12/2026" in page.text
    files = address.replace("selection?", "selection/file?")
    for form, begin in (("roster", b"PK"), ("csv", b"\xef")):
        assert call("GET", f"{files}&form={form}").content.startswith(begin)
    record = call("GET", f"{files}&form=record").content
    assert chosen.to_dict() == cr.replay_selection(cr.SelectionRecord.from_json(record)).to_dict()
    assert 404 == call("GET", address.replace("commended", "nobody")).status_code


def test_the_form_is_downloaded_and_comes_back(call):
    """The workbook to fill in is one the upload takes, in either language."""
    for language in ("vi", "en"):
        made = call("GET", f"/pages/campaigns/quan-12-2022/head/template.xlsx?lang={language}").content
        book = openpyxl.load_workbook(io.BytesIO(made))
        sheet = book.worksheets[0]
        sheet.cell(row=sheet.max_row + 1 if sheet.max_row > 1 else 2, column=1, value="Đ1")
        book.save(out := io.BytesIO())
        answer = send(call, "head", {"file": ("điền.xlsx", out.getvalue())})
        assert 303 == answer.status_code, Page(answer).text


@pytest.mark.parametrize(
    ("files", "fields", "told"),
    [
        ({}, {}, "Cần một tệp có đuôi"),
        ({"file": ("x.exe", b"MZ")}, {}, "Cần một tệp có đuôi"),
        ({"file": ("x.xlsx", b"PK broken")}, {}, ""),
        ({"file": ("x.csv", b"\xff\xfe\x00")}, {}, ""),
        ({"file": ("x.csv", b"id\nA\n")}, {}, "định xét đối tượng nào: Cơ quan, đơn vị nhà nước; Người đứng đầu"),
        ({"file": DATA / "quan-12-2022-heads.csv"}, {"as_of": "tháng 5"}, "tháng 5"),
        ({"file": OFFICE / "office.xlsx"}, {}, "không có cột mã"),
        ({"file": OFFICE / "office.xlsx", "mapping": ("m.yaml", b"a: [")}, {}, ""),
        ({"file": DATA / "quan-12-2022-heads.csv", "list.initiatives": ("x.xlsx", b"")}, {}, "Cần một tệp có đuôi"),
    ],
)
def test_a_file_that_cannot_be_decided_is_told_above_the_form(call, files, fields, told):
    """In words, without options of the command line or the name the file has for the moment; nothing is kept."""
    answer = send(call, "agency", files or {"other": ("x", b"")}, **fields)
    page = Page(answer)
    assert (200, "alert") == (page.status, next(one["role"] for _, one in page.elements if "role" in one))
    assert told in page.text
    assert not re.search("--|upload\\.|Traceback", page.text)


def test_limits_of_uploads_hold():
    """Too long is refused before it is read, too many rows after; a token nobody has is not there."""
    call = Caller(app("quan-12-2022", limits=ServiceLimits(batch=50_000, rows=1)), checks=False)
    assert 413 == send(call, "head", {"file": ("x.csv", b"x" * 200_000)}).status_code
    many = Page(send(call, "head", {"file": DATA / "quan-12-2022-heads.csv"}))
    assert "tối đa 1" in many.text
    assert 404 == call("GET", "/pages/results?batch=x").status_code
    assert 403 == call("POST", UPLOAD.format("head"), files={"file": ("x.csv", b"id\nA\n")}).status_code


def test_batches_are_let_go(monkeypatch):
    """The oldest first where there are too many or too many rows, all after an hour; the newest one is kept."""
    program = cr.compile(cr.load("quan-12-2022"), "head")
    rows = tuple(cr.evaluate_many(program, [{"id": str(number)} for number in range(3)]))
    batch, held = HeldBatch(program, rows, None, (), (), None), HeldBatches()
    monkeypatch.setattr(held_batches, "MOST_HELD_ROWS", 7)
    tokens = [held.hold(batch) for _ in range(3)]
    assert batch is held.find({"batch": tokens[2]}) is held.find({"batch": tokens[1]})
    with pytest.raises(RefusedRequest):
        held.find({"batch": tokens[0]})
    monkeypatch.setattr(held_batches, "MOST_HELD_ROWS", 1)
    last = held.hold(batch)
    assert batch is held.find({"batch": last})
    monkeypatch.setattr(held_batches, "HELD_SECONDS", -1.0)
    with pytest.raises(RefusedRequest):
        held.find({"batch": last})
