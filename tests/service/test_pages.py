"""The pages without a browser: what the form asks, what it states, who may post, what is refused and how."""

from __future__ import annotations

import base64
import logging
import re
import shutil
import time
from html.parser import HTMLParser

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

import cchc_rules as cr
from cchc_rules.service import app
from tests.service.running import ROOT, Caller

OWN = {"origin": "http://service"}
FORM = "/pages/campaigns/quan-12-2022/agency/form"
HEAD = "/pages/campaigns/quan-12-2022/head/form"
SHIPPED = sorted(path.parent.name for path in (ROOT / "rulesets").glob("*/ruleset.yaml"))
DOSSIER = {
    "id": "P01",
    "name": "Phường Đông Hưng Thuận",
    "f.has_plan": "yes",
    "f.implementation_organised": "yes",
    "e.implementation_organised": "Báo cáo 12/BC",
    "n.initiatives": "2",
    "w.initiatives": "whole",
    "f.initiatives.0.title": "Một cửa",
    "f.initiatives.1.title": "Trả kết quả tại nhà",
    "f.initiatives.1.registered_on": "03/05/2022",
    "f.staff_count": "1 055",
}


class Page(HTMLParser):
    """What a page holds: elements with their attributes, and its text."""

    def __init__(self, answer):
        super().__init__()
        self.status, self.elements, self.said = answer.status_code, [], []
        self.feed(answer.text)
        self.text = " ".join(" ".join(self.said).split())

    def handle_starttag(self, tag, attrs):
        """Keeps an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        """Keeps a text."""
        self.said.append(data)

    def names(self, tag="input"):
        """The names of the fields of a kind, but hidden ones."""
        return {one.get("name") for kind, one in self.elements if kind == tag and one.get("type") != "hidden"} - {None}

    def hidden(self):
        """The hidden fields."""
        return {one["name"]: one["value"] for kind, one in self.elements if one.get("type") == "hidden"}


@pytest.fixture(scope="module")
def call(tmp_path_factory):
    """Asks a service that keeps records."""
    return Caller(app(store=tmp_path_factory.mktemp("kept") / "records.sqlite"), checks=False)


def post(call, path, **fields):
    """The page after a form was posted from a page of the same site."""
    return Page(call("POST", path, data=fields, headers=OWN))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_campaign_has_its_pages_in_both_languages(call, language):
    """The list, each campaign, each category's form: in the language asked for; every link of them leads somewhere."""
    wanted = {f"/pages/?lang={language}"}
    seen = set()
    while wanted:
        path = wanted.pop()
        seen.add(path)
        answer = call("GET", path)
        page = Page(answer)
        assert (200, {"lang": language}) == (page.status, page.elements[0][1]), path
        links = {one.get("href") for tag, one in page.elements if tag in ("a", "link") and "hreflang" not in one}
        for one in links:
            if one.startswith("/pages/"):
                target = one.partition("#")[0]
                if not re.search(r"\.(css|svg|xlsx)$", target.partition("?")[0]):
                    wanted |= {target} - seen
                else:
                    assert 200 == call("GET", target).status_code
    assert len(seen) > len(SHIPPED) * 3


def test_a_form_left_alone_states_nothing(call):
    """No radio button is chosen, no text is there; sent so, every fact is missing and the verdict is open."""
    page = Page(call("GET", FORM))
    assert [] == [one for _, one in page.elements if "checked" in one or "selected" in one]
    assert {""} == {one["value"] for tag, one in page.elements if tag == "input" and one["type"] == "text"}
    decided = post(call, FORM, do="decide")
    assert "Chưa đủ căn cứ kết luận" in decided.text
    agency = cr.compile(cr.load("quan-12-2022"), "agency")
    missing = {fact.within("vi") for fact in cr.evaluate(agency, {}).missing_facts}
    assert missing <= {" ".join(one.split()) for one in decided.said}


def test_a_form_asks_only_what_the_verdict_hangs_on(call):
    """It says what for; after an unmet criterion nothing more is asked, and what is left open is put aside."""
    page = Page(call("GET", FORM))
    agency = cr.compile(cr.load("quan-12-2022"), "agency")
    asked = (one.path.partition("[")[0] for one in cr.questions(agency, {}) if not one.waits)
    roots = [one for one in dict.fromkeys(asked) if one != "as_of"]  # the day has a place of its own
    names = [one["name"].partition(".")[2] for _, one in page.elements if one.get("name", "")[:2] in ("f.", "w.")]
    assert roots == [name for name in dict.fromkeys(names) if name in roots]
    assert f"Còn phải trả lời ({len(roots)})" in page.text
    assert "Cần cho tiêu chí: 100% cán bộ, công chức, viên chức thực hiện tốt quy chế ứng xử" in page.text
    page = post(call, FORM, do="look", **{"f.indexed_annually": "no"})
    assert "Xếp loại chỉ số" not in page.text.partition("Không cần trả lời nữa (1)")[0]
    listed = {"w.initiatives": "whole", "n.initiatives": "1", "f.initiatives.0.title": "Một cửa"}
    page = post(call, FORM, do="look", **listed)
    assert page.text.index("Còn phải trả lời") < page.text.index("Ngày đăng ký")
    assert "Đã trả lời" not in page.text
    radios = {one["name"]: "?" for _, one in page.elements if one.get("type") == "radio"}
    unknown = {**radios, "f.staff_count": "1", "f.staff_following_code": "1"}
    page = post(call, FORM, do="look", **unknown, **{"f.reported_on": "01/06/2022", "as_of": "15/12/2022"})
    assert "Đã trả lời hết; nội dung chưa rõ" in page.text
    page = post(call, FORM, do="look", **{"f.has_plan": "no"})
    assert "Còn phải trả lời" not in page.text
    assert "Kết luận sẽ là: không đủ điều kiện" in page.text


def test_what_is_entered_is_decided_as_the_library_decides_it(call, tmp_path):
    """Lists, evidence, numbers as offices write them: the record made of a form is the decision of `evaluate`."""
    checked = post(call, FORM, do="check", **DOSSIER, as_of="2022-12-5")
    assert {"1.055", "5/12/2022", "3/5/2022"} <= {one.strip().replace("/0", "/").lstrip("0") for one in checked.said}
    page = post(call, FORM, do="decide", **DOSSIER, as_of="15/12/2022")
    facts = {
        **{"id": "P01", "name": "Phường Đông Hưng Thuận", "has_plan": True, "staff_count": 1055},
        "implementation_organised": {"value": True, "evidence": "Báo cáo 12/BC"},
        "initiatives": [{"title": "Một cửa"}, {"title": "Trả kết quả tại nhà", "registered_on": "03/05/2022"}],
    }
    agency = cr.compile(cr.load("quan-12-2022"), "agency")
    expected = cr.evaluate(agency, facts, as_of=cr.values.day("2022-12-15"))
    sent = {**page.hidden(), "do": "record"}
    places = {call("POST", FORM, data=sent, headers=OWN).headers["location"] for _ in range(3)}
    (number,) = {one.rpartition("/")[2] for one in places}
    assert expected.to_dict() == call("POST", f"/v1/records/{number}/replay").json()["decision"]


@pytest.mark.parametrize(
    ("fields", "told", "linked"),
    [
        ({"f.staff_count": "mười"}, "không phải là một số", "#f.staff_count"),
        ({"f.staff_count": "1", "f.staff_following_code": "2"}, "không thể nhiều hơn", "#f.staff_count"),
        ({"as_of": "tháng 5/2022"}, "không nói rõ ngày", "#as_of"),
        ({"id": "x" * 400}, "", "#id"),
        ({**DOSSIER, "w.initiatives": ""}, "danh sách đã đủ chưa", "#w.initiatives"),
        ({**DOSSIER, "w.initiatives": "none"}, "vẫn có 2 mục", "#w.initiatives"),
        ({"w.initiatives": "whole"}, "chưa nhập mục nào", "#w.initiatives"),
        ({**DOSSIER, "f.initiatives.1.registered_on": "5/2022"}, "ngày", "#f.initiatives.1.registered_on"),
        (
            {**DOSSIER, "w.initiatives": "?", "f.initiatives.1.registered_on": "5/2022"},
            "ngày",
            "#f.initiatives.1.registered_on",
        ),
        ({**DOSSIER, "f.initiatives.1.title": "Một cửa"}, "", "#f.initiatives.0.title"),
        ({"f.reform_index": "Giỏi"}, "", "#f.reform_index"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(call, fields, told, linked):
    """Nothing is decided; a summary leads to the field, which is there and says so too."""
    page = post(call, FORM, do="decide", **fields)
    links = [one["href"] for tag, one in page.elements if tag == "a" and one.get("href", "").startswith("#")]
    assert linked in links
    assert told in page.text
    ids = [one["id"] for _, one in page.elements if "id" in one]
    assert len(ids) == len(set(ids))
    assert {one[1:] for one in links} <= set(ids)
    described = [one["aria-describedby"].split() for _, one in page.elements if "aria-describedby" in one]
    assert set(ids) >= {name for names in described for name in names}


def test_members_of_lists_come_and_go(call):
    """One more has an empty place, one less moves those behind it up; empty ones are dropped before the check."""
    more = post(call, FORM, do="add:initiatives", **DOSSIER)
    assert "3" == more.hidden()["n.initiatives"]
    less = post(call, FORM, do="drop:initiatives.0", **DOSSIER)
    assert {"1": "Trả kết quả tại nhà"} == {
        less.hidden()["n.initiatives"]: one["value"]
        for _, one in less.elements
        if one.get("name") == "f.initiatives.0.title"
    }
    checked = post(call, FORM, do="check", **{**DOSSIER, "n.initiatives": "7"})
    assert "2" == checked.hidden()["n.initiatives"]
    for asked in ("add:nothing.x", "drop:initiatives", "add:initiatives.1", "x:y"):
        assert post(call, FORM, do=asked).status in (200, 400)
    city = "/pages/campaigns/hcmc-reform-plan-2020/city/form"
    nested = {"n.units": "2", "f.units.1.name": "A", "n.units.1.fields": "3", "f.units.1.fields.2.field": "Đất đai"}
    kept = post(call, city, do="check", **nested, **{"w.units": "whole", "w.units.1.fields": "whole"}).hidden()
    assert ("1", "1") == (kept["n.units"], kept["n.units.0.fields"])


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://service"}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 200),
        ({}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://evil"}, 403),
        ({"origin": "http://service.evil"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": "http://service"}, 403),
        ({"sec-fetch-site": "same-site", "origin": "http://service"}, 403),
        ({"sec-fetch-site": "none"}, 403),
    ],
)
def test_a_post_from_elsewhere_is_refused(call, headers, status):
    """A page of another site, or a request that does not say where it comes from, decides and records nothing."""
    assert status == call("POST", FORM, data={"do": "look"}, headers=headers).status_code


@pytest.mark.parametrize(
    ("method", "path", "asked", "status"),
    [
        ("GET", "/pages/nope/x", {}, 404),
        ("GET", "/pages/campaigns/nope", {}, 404),
        ("GET", "/pages/campaigns/quan-12-2022/nope/form", {}, 404),
        ("GET", f"{FORM}?version=9.9.9", {}, 404),
        ("POST", FORM, {"json": {}}, 415),
        ("POST", FORM, {"content": b"id=%ff", "headers": {"content-type": "application/x-www-form-urlencoded"}}, 400),
        (
            "POST",
            FORM,
            {"content": b"id=1&id=2", "headers": {"content-type": "application/x-www-form-urlencoded"}},
            400,
        ),
        ("POST", FORM, {"data": {"id": "x" * (1 << 20)}}, 413),
        ("POST", FORM, {"data": {f"x{number}": "" for number in range(20_001)}}, 400),
        ("POST", FORM, {"data": {"do": "drop:initiatives.x"}}, 400),
    ],
)
def test_what_is_refused_is_a_page(call, method, path, asked, status):
    """With its heading, in words, and a way back."""
    answer = call(method, path, **{**asked, "headers": {**asked.get("headers", {}), **OWN}})
    page = Page(answer)
    assert (status, "text/html; charset=utf-8") == (page.status, answer.headers["content-type"])
    assert "/pages/" in [one.get("href") for tag, one in page.elements if tag == "a"]


def test_rules_exchanged_meanwhile_are_looked_at_first(tmp_path):
    """Answers given under one version are not decided under another before somebody has seen them again."""
    folder = tmp_path / "rules" / "quan-12-2022"
    shutil.copytree(ROOT / "rulesets" / "quan-12-2022", folder)
    shutil.copytree(ROOT / "rulesets" / "vocabulary", tmp_path / "rules" / "vocabulary")
    call = Caller(app(folder), checks=False)
    before = post(call, HEAD, do="check", **{"f.harassment_cases": "2"}).hidden() | {"do": "decide"}
    text = (folder / "ruleset.yaml").read_text()
    (folder / "ruleset.yaml").write_text(text.replace("version: 2.0.0", "version: 2.0.1", 1))
    time.sleep(1.1)
    page = post(call, HEAD, **before)
    assert "Bộ tiêu chí vừa có bản mới" in page.text
    assert "Kết luận:" in post(call, HEAD, **{**page.hidden(), "do": "decide"}).text


def test_no_log_and_no_address_holds_an_answer(call, caplog):
    """What was entered is in neither, whatever was done with it."""
    with caplog.at_level(logging.INFO):
        page = post(call, FORM, do="check", **DOSSIER)
        post(call, FORM, **{**page.hidden(), "do": "decide"})
        post(call, FORM, do="check", **{**DOSSIER, "f.staff_count": "Hưng"})
    assert f"POST {FORM} 200" in "\n".join(caplog.messages)
    assert not re.search("Hưng|P01|1055|Một cửa", "\n".join(caplog.messages))
    assert not re.search("Hưng|P01|1055", " ".join(str(one.get("action")) for _, one in page.elements))


def test_browsers_show_the_token_as_a_password():
    """Pages ask for it in the way browsers know; the paths of programs do not take it so."""
    call = Caller(app("quan-12-2022", token="bí mật"), checks=False)
    shown = {"authorization": f"Basic {base64.b64encode('x:bí mật'.encode()).decode()}"}
    refused = call("GET", "/pages/")
    assert (401, "Basic") == (refused.status_code, refused.headers["www-authenticate"].partition(" ")[0])
    assert 200 == call("GET", "/pages/", headers=shown).status_code
    assert 401 == call("GET", "/pages/", headers={"authorization": "Basic ???"}).status_code
    assert 401 == call("GET", "/v1/status", headers=shown).status_code


def test_pages_stand_below_the_path_they_are_mounted_at():
    """Links, forms, files and the way in from the root lead there, and a token is asked for there too."""
    call = Caller(Starlette(routes=[Mount("/rules", app("quan-12-2022", token="x"))]), checks=False)
    shown = {"authorization": f"Basic {base64.b64encode(b'x:x').decode()}"}
    assert "/rules/pages/" == call("GET", "/rules/", headers=shown).headers["location"]
    assert 401 == call("GET", "/rules/pages/").status_code
    page = Page(call("GET", f"/rules{HEAD}", headers=shown))
    targets = {one[name] for _, one in page.elements for name in ("href", "action", "formaction") if name in one}
    assert {True} == {one.startswith(("/rules/pages/", "#")) for one in targets}
    for one in targets:
        assert one.startswith("#") or 200 == call("GET", one, headers=shown).status_code
    answer = call("POST", f"/rules{HEAD}", data={"do": "decide"}, headers={**shown, **OWN})
    assert "Chưa đủ căn cứ kết luận" in Page(answer).text
