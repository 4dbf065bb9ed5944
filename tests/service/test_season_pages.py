"""Live seasons on pages: where everybody stands, what moved last, one candidate; from a session or a followed file."""

from __future__ import annotations

import json
import re
import time

import httpx
import pytest

import cchc_rules as cr
from cchc_rules.service import app
from cchc_rules.service.pages.season_views import MOST_MOVES
from tests.service.running import Caller, serving
from tests.service.test_pages import Page

SEASON = "/pages/seasons/heads"


@pytest.fixture(scope="module")
def season():
    """A season of heads of agencies."""
    return cr.Session(cr.compile(cr.load("quan-12-2022"), "head"))


@pytest.fixture(scope="module")
def call(season):
    """Asks a service that shows the season."""
    return Caller(app("quan-12-2022", seasons={"heads": season}), checks=False)


def test_the_page_says_where_everybody_stands(call, season):
    """What the session says, at each look; what moved stands first with its reason; no id stands in an address."""
    assert "/pages/seasons" in str(Page(call("GET", "/pages/")).elements)
    season.register("Đ1", name="Đội <b>1</b>")
    season.assert_fact("Đ1", "harassment_cases", 2)
    page = Page(call("GET", SEASON))
    assert "Đội <b>1</b>" in page.text
    assert "không đủ điều kiện" in page.text
    assert "Số trường hợp nhũng nhiễu" in page.text
    season.assert_fact("Đ1", "harassment_cases", 0)
    season.register("Đ2")
    page = Page(call("GET", SEASON))
    assert ["chưa đủ căn cứ kết luận"] * 2 == [
        one for one in map(str.strip, page.said) if one == "chưa đủ căn cứ kết luận"
    ]
    links = [one["href"] for tag, one in page.elements if tag == "a" and "candidate" in one.get("href", "")]
    assert [f"{SEASON}/candidate?number=1", f"{SEASON}/candidate?number=2"] == links
    assert "Đội <b>1</b>" in Page(call("GET", links[0])).text
    for path in (f"{SEASON}/candidate?number=3", f"{SEASON}/candidate?number=0", "/pages/seasons/x"):
        assert 404 == call("GET", path).status_code


def test_it_is_loaded_anew_only_where_that_is_asked_for(call):
    """Who reads slowly is left alone (WCAG 2.2.1); the page that updates itself can be stopped."""
    assert "refresh" not in call("GET", SEASON).headers
    live = call("GET", f"{SEASON}?live=1")
    assert live.headers["refresh"].isdigit()
    assert SEASON in [one.get("href") for tag, one in Page(live).elements if tag == "a"]


def test_so_many_changes_are_remembered(call, season):
    """The newest, numbered on; older ones are forgotten."""
    for number in range(MOST_MOVES + 5):
        season.assert_fact("Đ3", "harassment_cases", number % 2)
    page = Page(call("GET", SEASON))
    values = [int(one["value"]) for tag, one in page.elements if tag == "li" and "value" in one]
    assert MOST_MOVES == len(values)
    assert values == sorted(values, reverse=True)


def test_a_file_of_changes_is_followed(tmp_path):
    """`serve --season` shows what the file says, and what is added to it while it runs; a bad line is passed over."""
    file, rules = tmp_path / "changes.jsonl", "quan-12-2022/head"
    file.write_text(json.dumps({"candidate": "A", "facts": {"harassment_cases": 2}}) + "\n{\n")
    with serving("--store", tmp_path / "records.sqlite", "--season", f"{rules}={file}") as (address, _):
        page = f"{address}/pages/seasons/quan-12-2022-head"

        def seen(pattern):
            return any(re.search(pattern, httpx.get(page).text) or time.sleep(0.1) for _ in range(600))

        assert seen(r">A</a>")
        with file.open("a") as out:
            out.write(json.dumps({"candidate": "B", "facts": {"harassment_cases": 2}}) + "\n")
        assert seen(r">B</a>")
        assert 2 == len(re.findall(r"<li value=", httpx.get(page).text))
        assert "Người đứng đầu cơ quan, đơn vị" in httpx.get(f"{address}/pages/seasons").text
