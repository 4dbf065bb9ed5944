"""Records on pages: listed, found, opened, decided again, held against a checkpoint; one that was altered is told."""

from __future__ import annotations

import sqlite3

import pytest

import cchc_rules as cr
from cchc_rules.service import app
from tests.service.running import Caller
from tests.service.test_pages import OWN, Page, post

RECORDS = "/pages/records"
FACTS = {"id": "Đ1", "name": "Đội <i>1</i>", "harassment_cases": 2}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A store with 25 records, the last without an id."""
    path = tmp_path_factory.mktemp("kept") / "records.sqlite"
    program = cr.compile(cr.load("quan-12-2022"), "head")
    with cr.RecordStore(path) as store:
        store.add_all(cr.evaluate(program, {**FACTS, "id": f"Đ{number}"}) for number in range(24))
        store.add(cr.evaluate(program, {}))
    return path


@pytest.fixture(scope="module")
def call(place):
    """Asks a service that keeps records."""
    return Caller(app("quan-12-2022", place), checks=False)


def links(page):
    """Where the links of a page's tables lead."""
    return [one["href"] for tag, one in page.elements if tag == "a" and "/records/" in one.get("href", "")]


def test_records_are_listed_and_found(call):
    """The newest first; those of an id by a post, so that it stands in no address; nobody's where there are none."""
    assert [f"{RECORDS}/{number}" for number in range(25, 5, -1)] == links(Page(call("GET", RECORDS)))
    assert [f"{RECORDS}/3"] == links(post(call, RECORDS, find="Đ2", do="find"))
    assert [] == links(post(call, RECORDS, find="nobody", do="find"))


def test_a_record_is_decided_again(call):
    """The page shows what it rests on; replayed, the whole decision and that it came out the same; its file replays."""
    page = Page(call("GET", f"{RECORDS}/3"))
    assert "Đội <i>1</i>" in page.text
    assert "Không đủ điều kiện" in page.text
    replayed = post(call, f"{RECORDS}/3/replay")
    assert "Xét lại từ biên bản cho kết luận giống hệt" in replayed.text
    assert "Không để xảy ra nhũng nhiễu" in replayed.text
    sent = call("GET", f"{RECORDS}/3/file")
    assert "ineligible" == cr.replay(cr.DecisionRecord.from_json(sent.content)).verdict
    for path in ("99", "0", "x", "-1"):
        assert 404 == call("GET", f"{RECORDS}/{path}").status_code


def test_the_chain_is_held_against_a_checkpoint(call, place):
    """Whole up to it, not compared without one, another store's refused; a checkpoint that is none is told."""
    with cr.RecordStore(place) as store:
        checkpoint = str(store.checkpoint)
    assert "nguyên vẹn đến mốc 25" in post(call, RECORDS, do="verify", checkpoint=checkpoint).text
    assert "chưa đối chiếu với mốc kiểm tra nào" in post(call, RECORDS, do="verify", checkpoint="").text
    assert "không còn nguyên vẹn" in post(call, RECORDS, do="verify", checkpoint=f"{checkpoint[:-1]}x").text
    assert 422 == post(call, RECORDS, do="verify", checkpoint="x").status


def test_what_was_erased_or_altered_is_told(tmp_path):
    """A record without its name says so and replays; one that was altered is refused, and the chain says which."""
    path = tmp_path / "records.sqlite"
    program = cr.compile(cr.load("quan-12-2022"), "head")
    with cr.RecordStore(path) as store:
        store.add_all(cr.evaluate(program, FACTS) for _ in range(3))
        store.erase([1])
    call = Caller(app("quan-12-2022", path), checks=False)
    assert "không ghi hoặc đã xóa" in Page(call("GET", f"{RECORDS}/1")).text
    assert "giống hệt" in post(call, f"{RECORDS}/1/replay").text
    with sqlite3.connect(path) as database:
        database.execute("UPDATE records SET content = replace(content, 'ineligible', 'eligible') WHERE number = 2")
    refused = post(call, f"{RECORDS}/2/replay")
    assert 409 == refused.status
    assert "giống hệt" not in refused.text
    assert "không còn nguyên vẹn" in post(call, RECORDS, do="verify", checkpoint="").text


def test_without_a_store_there_are_no_records():
    """The pages say so, no link leads there and no decision can be recorded."""
    call = Caller(app("quan-12-2022"), checks=False)
    assert [] == links(Page(call("GET", "/pages/")))
    assert 404 == call("GET", RECORDS).status_code
    form = "/pages/campaigns/quan-12-2022/head/form"
    assert "Lưu biên bản" not in post(call, form, do="decide").text
    assert 404 == call("POST", form, data={"do": "record", "key": "a"}, headers=OWN).status_code
