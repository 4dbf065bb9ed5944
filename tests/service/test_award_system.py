"""The example of an award system, from the first dossier to the signed report and back from its records."""

from __future__ import annotations

import importlib.util
import io
import sqlite3
from datetime import date

import docx
import pytest

import cchc_rules as cr
from tests.service.running import JSON, ROOT, Caller

FOLDER = ROOT / "examples" / "award_system"
SCORED = ROOT / "examples" / "scored_campaign"
DAY = {"as_of": "2026-12-01"}


@pytest.fixture(scope="module")
def system():
    """The module of the example."""
    spec = importlib.util.spec_from_file_location("award_system", FOLDER / "award_system.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def call(system, tmp_path):
    """Asks an award system without a dossier."""
    return Caller(system.make_app(tmp_path), checks=False)


def dossiers():
    """The wards of the scored example as another system would send them, with the one whose points cannot be."""
    ward = cr.compile(cr.load(SCORED), "ward")
    rows = cr.decide_rows(ward, cr.read(ward, SCORED / "candidates.csv"))
    return {one.id: {"name": one.name, "facts": one.decision.to_dict()["facts"]} for one in rows if one.decision}


def test_it_is_small():
    """Under 200 lines, and its two guides lead to each other."""
    assert len((FOLDER / "award_system.py").read_text().splitlines()) < 200
    for one, other in (("README.md", "README.vi.md"), ("README.vi.md", "README.md")):
        assert f"({other})" in (FOLDER / one).read_text().splitlines()[2]


def test_a_season_of_it(call):
    """Dossiers come in and are completed, what is missing is named; the council decides, chooses and gets its report,
    as the library chooses; decisions and choices come out of their records again."""
    sent = dossiers()
    for id, dossier in sent.items():
        assert 200 == call("PUT", f"/dossiers/{id}", json=dossier).status_code
    asked = call("GET", "/dossiers/P09").json()
    assert ("undetermined", ["files_received"]) == (asked["verdict"], [one["fact"] for one in asked["missing"]])
    letter = docx.Document(io.BytesIO(call("GET", "/dossiers/P09/request.docx?due=2026-11-20").content))
    assert "Hồ sơ tiếp nhận" in letter.tables[1].cell(1, 1).text
    assert any("20/11/2026" in one.text for one in letter.paragraphs)
    filled = call("PUT", "/dossiers/P09", json={"name": sent["P09"]["name"], "facts": {"files_received": 4000}}).json()
    assert ("graded", []) == (filled["verdict"], filled["missing"])
    assert 404 == call("GET", "/dossiers/P09/request.docx").status_code
    decided = call("POST", "/dossiers/P09/decision", json=DAY).json()
    assert "graded" == decided["verdict"]
    again = call("GET", f"/records/{decided['record']}").text
    assert decided["explanation"] == again
    met = call("POST", "/meetings", json=DAY).json()
    expected = choose({**sent, "P09": {**sent["P09"], "facts": {**sent["P09"]["facts"], "files_received": 4000}}})
    assert [(one.id, one.standing) for one in expected.places] == [
        (one["id"], one["standing"]) for one in met["places"]
    ]
    page = call("GET", f"/meetings/{met['meeting']}/report.html")
    assert "Phường giả định 39" in page.text
    letter = docx.Document(io.BytesIO(call("GET", f"/meetings/{met['meeting']}/report.docx").content))
    assert expected.rule.title.vi in "\n".join(one.text for one in letter.paragraphs)


def choose(sent):
    """What the library chooses among the dossiers."""
    ward = cr.compile(cr.load(SCORED), "ward")
    candidates = [{"id": id, "name": one["name"], **one["facts"]} for id, one in sorted(sent.items())]
    return cr.select(ward.ruleset, "commended", cr.evaluate_many(ward, candidates, as_of=date(2026, 12, 1)))


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("PUT", "/dossiers/A", '{"name": "A", "facts": {"self_score": 6.5}}', 422),
        ("PUT", "/dossiers/A", '{"name": "A", "facts": {"self_score": NaN}}', 422),
        ("PUT", "/dossiers/A", '{"name": "A", "facts": {"meetings": 1, "meetings": 4}}', 400),
        ("PUT", "/dossiers/A", '{"name": "A", "name": "B", "facts": {}}', 400),
        ("PUT", "/dossiers/A", '{"name": "\\ud800", "facts": {}}', 422),
        ("PUT", "/dossiers/A", '{"name": "A", "facts": {"id": "B"}}', 400),
        ("PUT", "/dossiers/A", "[" * 100_000, 400),
        ("PUT", "/dossiers/A", "[]", 400),
        ("GET", "/dossiers/A", None, 404),
        ("POST", "/dossiers/A/decision", '{"as_of": "2026-12-01"}', 404),
        ("POST", "/dossiers/A/decision", '{"as_of": "hôm nay"}', 422),
        ("GET", "/records/9", None, 404),
        ("GET", "/meetings/9/report.html", None, 404),
        ("GET", "/meetings/9/report.exe", None, 404),
        ("POST", "/rules/v1/rulesets/digital-wards-2026/ward/evaluate", '{"facts": {}}', 200),
    ],
)
def test_what_cannot_be_is_refused(call, method, path, body, status):
    """No dossier is written of what cannot be, or of what says two things; the mounted service answers beside it."""
    answer = call(method, path, content=body, headers=JSON)
    assert status == answer.status_code, answer.text
    assert 404 == call("GET", "/dossiers/A").status_code


def test_a_meeting_whose_record_was_altered_is_no_report(call, tmp_path):
    """The report is made from the record, and an altered one is refused."""
    call("PUT", "/dossiers/A", json={"name": "A", "facts": {}})
    met = call("POST", "/meetings", json=DAY).json()["meeting"]
    with sqlite3.connect(tmp_path / "award.sqlite") as db:
        db.execute("UPDATE meetings SET record = replace(record, '2026-12-01', '2026-12-02')")
    db.close()
    answer = call("GET", f"/meetings/{met}/report.html")
    assert (404, "record-altered") == (answer.status_code, answer.json()["problems"][0]["code"])
