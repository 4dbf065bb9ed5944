"""Names, answers, labels, rulesets, files and queries of somebody hostile: text on every page, in every file and log.

Each of the payloads stands in five places: what is typed, what is uploaded, what a ruleset says, what an address holds,
what is downloaded; never is it markup, a formula or a line of a log.
"""

from __future__ import annotations

import csv
import io
import json
import logging
from functools import cache
from urllib.parse import quote
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import pytest

from cchc_rules.service import app
from cchc_rules.text import visible
from tests.service.running import Caller
from tests.service.test_pages import OWN, Page

PAYLOADS = (
    *(
        "<script>alert(1)</script>",
        "</script><script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "<b>đậm</b>",
    ),
    *("' onmouseover='alert(1)", '" autofocus onfocus="alert(1)', "<svg/onload=alert(1)>", "javascript:alert(1)"),
    *("<iframe srcdoc='<script>alert(1)</script>'>", "</title><script>alert(1)</script>", "</textarea><script>1"),
    *("</td></tr></table><h1>Đủ điều kiện</h1>", "</form><form action=//evil>", "<base href=//evil>", "<!--", "--> x"),
    *(
        "<meta http-equiv=refresh content=0;url=//evil>",
        "<style>*{display:none}</style>",
        "<link rel=stylesheet href=//e>",
    ),
    *("]]><script>1</script>", "<a href='data:text/html,x'>", "&lt;script&gt;", "&#60;img src=x&#62;", "&", "< >", "<"),
    *("{{7*7}}", "{% include '/etc/passwd' %}", "${7*7}", "#{7*7}", "{0.__class__}", "%(x)s", "{}", "{count}", "%s%n"),
    *("=1+1", "+1+1", "-1+1", "@SUM(1)", '=HYPERLINK("http://evil","x")', "=cmd|' /C calc'!A0", "'=1+1", "＝1+1"),
    *(
        "a\nb: 200 injected",
        "a\r\nSet-Cookie: a=b",
        "\x1b[31mđỏ",
        "\u202egnp.exe",
        "a\u200bb",
        "a\x00b",
        "\ttab",
        "\ufeffbom",
    ),
    *(
        "../../etc/passwd",
        "..\\..\\x",
        "C:\\x",
        "%00",
        "%2e%2e%2f",
        "'; DROP TABLE records; --",
        "' OR '1'='1",
        "$(id)",
        "`id`",
    ),
    *("A" * 300, "Ạ" * 300, "<" * 100, "😀" * 50),
)
PLAIN = tuple(one for one in PAYLOADS if one.isprintable() and "`" not in one and one.strip("&< \ufeff"))
"""Those a ruleset may hold: the reader of rulesets refuses characters nobody sees."""

BENIGN = tuple(f"Tên {number}" for number in range(len(PAYLOADS)))
CSV = "Mã,Tên,f\n"


def write_ruleset(texts):
    """A ruleset that says the texts everywhere a person reads: titles, labels, helps, options, clauses, notes."""
    first = {"vi": texts[0], "en": texts[0]}
    clauses = {
        f"c{number}": {"at": {"vi": text, "en": text}, "says": {"vi": f"{text} {number}", "en": text}}
        for number, text in enumerate(texts)
    }
    facts = {
        f"f{number}": {"type": "boolean", "label": {"vi": f"{text} {number}", "en": f"{text} {number}"}, "help": first}
        for number, text in enumerate(texts)
    }
    facts["note"] = {"type": "text", "label": {"vi": "Ghi chú", "en": "Note"}}
    criteria = [
        {
            "id": f"k{number}",
            "title": {"vi": f"{text} {number}", "en": f"{text} {number}"},
            "note": {"vi": text, "en": text},
            "source": f"s/c{number}",
            "require": f"f{number}",
        }
        for number, text in enumerate(texts)
    ]
    source = {"title": first, "clauses": clauses}
    category = {"title": first, "facts": facts, "criteria": criteria, "partial": first}
    head = {
        "language": 1,
        "id": "hostile",
        "version": "1.0.0",
        "title": first,
        "issuer": first,
        "decides": "eligibility",
    }
    return json.dumps({**head, "sources": {"s": source}, "categories": {"one": category}}, ensure_ascii=False)


@pytest.fixture(scope="module")
def caller(tmp_path_factory):
    """Gives a service that decides by a ruleset of some texts, with the records of a folder of its own."""

    @cache
    def make(texts):
        folder = tmp_path_factory.mktemp("hostile")
        (folder / "ruleset.yaml").write_text(write_ruleset(texts))
        return Caller(app(folder / "ruleset.yaml", folder / "records.sqlite"), checks=False)

    return make


def shape(page):
    """The elements a page has, with the names of their attributes, and where its links lead outside of it."""
    kinds = {(tag, name) for tag, attributes in page.elements for name in (*attributes, "")}
    targets = {attributes.get(name) for _, attributes in page.elements for name in ("href", "src", "action")}
    return kinds, {one for one in targets if one and not one.startswith(("/pages", "#"))}


def assert_text(hostile, benign, payloads):
    """A page has no element, attribute or target that the same page with plain words has not; the texts are there."""
    kinds, targets = shape(hostile)
    assert (set(), set()) == (kinds - shape(benign)[0], targets)
    said = " ".join([*hostile.said, *(str(value) for _, one in hostile.elements for value in one.values())])
    flat = " ".join(said.split())
    assert [] == [one for one in payloads if " ".join(one.split()) not in flat and visible(one) not in flat]


FORM = "/pages/campaigns/hostile/one/form"


def answered(payloads, **more):
    """What is posted with a payload in each text: id, name, evidence, and a text fact."""
    return {"id": payloads[0], "name": payloads[1], "f.note": payloads[2], "f.f0": "yes", **more}


@pytest.mark.parametrize("step", ["look", "check", "decide"])
def test_what_is_typed_is_text(caller, step):
    """Id, name and texts, three payloads a page; what cannot be an id is told, and that is text too."""
    call = caller(BENIGN[:3])

    def answer(texts, step):
        return Page(call("POST", FORM, data=answered(texts, do=step), headers=OWN))

    benign = answer(BENIGN[:3], step)
    for texts, other in ((BENIGN[:3], "look"), (("x" * 999, "", ""), step)):
        benign.elements += answer(texts, other).elements
    for number in range(0, len(PAYLOADS) - 2, 3):
        assert_text(answer(PAYLOADS[number : number + 3], step), benign, [])


def upload(call, names):
    """The results of a file whose ids and names are those, and the same page with everybody's decision."""
    rows = io.StringIO()
    csv.writer(rows, quoting=csv.QUOTE_ALL).writerows(
        [("Mã", "Tên", "Ghi chú"), *((f"{n}", one, one) for n, one in names)]
    )
    sent = {"file": (names[0][1].replace("\r", "").replace("\n", "")[:80] + ".csv", rows.getvalue().encode())}
    answer = call("POST", FORM.replace("form", "upload"), files=sent, headers=OWN)
    assert 303 == answer.status_code, Page(answer).text
    return answer.headers["location"]


def test_what_is_uploaded_is_text(caller):
    """The table, a row, a search, and the name of the file itself."""
    call = caller(BENIGN[:3])
    fit = [one for one in PAYLOADS if "\x00" not in one]
    hostile, benign = (upload(call, list(enumerate(names))) for names in (fit, BENIGN))
    for path, finds in (("results", False), ("results/row", False), ("results", True)):
        pages = []
        for place, name in ((hostile, fit[0]), (benign, BENIGN[0])):
            address = place.replace("results", path) + ("&row=2" if "row" in path else "")
            asked = {"data": {"find": name}, "headers": OWN} if finds else {}
            pages.append(Page(call("POST" if finds else "GET", address, **asked)))
        whole = [one for one in fit if len(one) < 200 and "\n" not in one]
        assert_text(*pages, whole if path == "results" and not finds else fit[:1])


def test_what_a_ruleset_says_is_text(caller):
    """Titles, labels, options, clauses and notes of every kind, on each page that shows them, in both languages."""
    hostile, benign = caller(PLAIN), caller(tuple(f"Chữ {number}" for number in range(len(PLAIN))))
    for method, path, fields in (
        ("GET", "/pages/", {}),
        ("GET", "/pages/campaigns/hostile", {}),
        ("GET", "/pages/campaigns/hostile?lang=en", {}),
        ("GET", FORM, {}),
        ("GET", FORM.replace("form", "upload"), {}),
        ("POST", FORM, {"do": "check", "f.f0": "yes"}),
        ("POST", FORM, {"do": "decide", "f.f0": "yes", "f.f1": "no"}),
    ):
        asked = {"data": fields, "headers": OWN} if fields else {}
        pages = [Page(call(method, path, **asked)) for call in (hostile, benign)]
        assert (200, 200) == (pages[0].status, pages[1].status)
        assert_text(*pages, PLAIN if fields.get("do") == "check" or path == FORM else PLAIN[:1])


def test_what_is_tried_is_text(caller):
    """Rules and facts of the playground: what they say, and what is wrong with them."""
    call = caller(BENIGN[:3])
    plain = tuple(f"Chữ {number}" for number in range(len(PLAIN)))
    whole = "\n".join(PAYLOADS)
    pages = []
    for rules, facts in (
        (write_ruleset(PLAIN), "f0: có\nnote: '<script>alert(1)</script>'"),
        (whole, whole),
        (write_ruleset(PLAIN), json.dumps({"id": PLAIN[0], "f0": PLAIN[1], PLAIN[2]: PLAIN[3]})),
        (write_ruleset(plain), "f0: có"),
        ("x", "x"),
        (write_ruleset(plain), "f0: x\nx: 1"),
    ):
        fields = {"rules": rules, "facts": facts, "category": PAYLOADS[2], "as_of": ""}
        pages.append(Page(call("POST", "/pages/playground", data=fields, headers=OWN)))
    hostile, benign = pages[:3], pages[3:]
    assert {200} == {one.status for one in pages}
    for one, other in zip(hostile, benign, strict=True):
        assert_text(one, other, [])


def test_what_an_address_holds_is_text(caller):
    """Paths, versions, languages, filters and tokens: a page of the usual kind or a refusal, the same elements."""
    call = caller(BENIGN[:3])
    place = upload(call, list(enumerate(BENIGN)))
    benign = Page(call("GET", place))
    benign.elements += Page(call("GET", "/pages/campaigns/x")).elements
    for payload in PAYLOADS:
        text = quote(payload, safe="")
        for path in (
            f"/pages/campaigns/{text}",
            f"{FORM}?version={text}",
            f"/pages/results?batch={text}",
            f"/pages/records/{text}",
            f"{place}&status={text}&criterion={text}&page={text}&lang={text}",
        ):
            answer = call("GET", path)
            assert answer.status_code in (200, 404), path
            assert [] == [one for one in answer.headers if one.startswith("set-cookie")]
            if answer.headers["content-type"].startswith("text/html"):
                assert_text(Page(answer), benign, [])


def test_what_is_downloaded_is_text(caller):
    """No cell of a workbook is a formula, no cell of a CSV begins as one, documents and pages stay what they are."""
    call = caller(PLAIN)
    fit = [one for one in PAYLOADS if "\x00" not in one]
    place = upload(call, list(enumerate(fit)))

    def fetch(form):
        return call("GET", place.replace("results", "results/file") + f"&form={form}").content

    for sheet in openpyxl.load_workbook(io.BytesIO(fetch("xlsx"))):
        assert [] == [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    cells = [cell for row in csv.reader(io.StringIO(fetch("csv").decode("utf-8-sig"))) for cell in row]
    assert [] == [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    for form in ("docx", "roster"):
        document = ZipFile(io.BytesIO(fetch(form))).read("word/document.xml")
        assert b"<script" not in document
        ElementTree.fromstring(document)
    page = fetch("html").decode()
    assert [] == [one for one in ("<script>", "<img", "<iframe", "<b>đậm") if one in page]
    assert len(fit) == len([line for line in fetch("jsonl").decode().splitlines() if '"id"' in line])


def test_no_log_holds_a_line_of_a_stranger(caller, caplog):
    """Neither what was typed nor a line that was made up: each line of the access log is one request."""
    call = caller(BENIGN[:3])
    with caplog.at_level(logging.INFO, logger="cchc_rules.access"):
        for payload in PAYLOADS:
            call("POST", FORM, data=answered((payload,) * 3, do="decide"), headers=OWN)
            call("GET", f"/pages/records/{quote(payload, safe='')}")
    lines = [record.getMessage() for record in caplog.records if record.name == "cchc_rules.access"]
    assert 2 * len(PAYLOADS) == len(lines)
    assert [] == [line for line in lines if not line.isascii() or not line.isprintable()]
    assert [] == [line for line in lines if line.startswith("POST") and not line.startswith(f"POST {FORM} 200 ")]
