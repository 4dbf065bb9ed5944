"""The service on more than one decision: remedies, selections, their records, what a form library needs."""

from __future__ import annotations

import json
from datetime import date

import pytest

import cchc_rules as cr
from cchc_rules.analysis.remedy_words import write_remedies
from cchc_rules.service import ServiceLimits, app
from tests.service.running import AGENCY, HEAD, JSON, ROOT, Caller

SCORED = ROOT / "examples" / "scored_campaign"
WARD = "/v1/rulesets/digital-wards-2026/ward"
DAY = date(2026, 12, 1)
TABLE = SCORED / "candidates.csv"


@pytest.fixture(scope="module")
def call():
    """Asks a service with a campaign of points and one of criteria."""
    return Caller(app(["quan-12-2022", SCORED]))


@pytest.fixture(scope="module")
def ward():
    """The program of the wards."""
    return cr.compile(cr.load(SCORED), "ward")


def upload(call, path, **more):
    """The wards of the example, handed in as a file."""
    files = {"file": (TABLE.name, TABLE.read_bytes()), **more}
    return call("POST", path, files=files, data={"as_of": DAY.isoformat()})


def test_remedies_are_those_of_the_library(call, ward):
    """As data and as lines in the language asked for; of a grade too; nothing where nothing is missing."""
    program = cr.compile(cr.load("quan-12-2022"), "head")
    facts = {"id": "A", "exemplary_in_reform": True, "exemplary_in_conduct": False, "harassment_cases": 0}
    found = call.post(f"{HEAD}/remedies?lang=en", facts, as_of="2022-12-01").json()
    expected = cr.remedies(cr.evaluate(program, facts, as_of=date(2022, 12, 1)))
    under = ("ruleset", "version", "digest")
    assert {key: value for key, value in expected.to_dict().items() if key not in under}.items() <= found.items()
    assert program.ruleset.digest == found["ruleset"]["digest"]
    assert write_remedies(expected, "en") == found["lines"]
    gain = {"grade": "grade", "level": "Khá"}
    body = {"plan_issued": False, "data_leak": False}
    graded = call.post(f"{WARD}/remedies", body, gain=gain, as_of="2026-12-01").json()
    assert (gain, False) == (graded["gain"], graded["reached"])


def test_questions_are_those_of_the_library(call, ward):
    """In their order, with what a form needs of each; none once the verdict stands; points, lists and years alike."""
    for path, program, facts, day in (
        (HEAD, cr.compile(cr.load("quan-12-2022"), "head"), {"harassment_cases": 0}, date(2022, 12, 1)),
        (AGENCY, cr.compile(cr.load("quan-12-2022"), "agency"), {"initiatives": [{"title": "A"}]}, date(2022, 12, 1)),
        (WARD, ward, {"plan_issued": True}, DAY),
        (HEAD, cr.compile(cr.load("quan-12-2022"), "head"), {"harassment_cases": 1}, date(2022, 12, 1)),
    ):
        found = call.post(f"{path}/questions", facts, as_of=day.isoformat()).json()
        expected = cr.questions(program, facts, as_of=day)
        assert [one.path for one in expected] == [one["path"] for one in found["questions"]]
        assert found["verdict"] == cr.evaluate(program, facts, as_of=day).verdict
    assert [] == found["questions"]


@pytest.mark.parametrize(
    ("more", "status", "pointer"),
    [
        ({"gain": 1}, 400, "/gain"),
        ({"gain": {"grade": "grade"}}, 400, "/gain"),
        ({"gain": {"grade": "grade", "level": 7}}, 400, "/gain"),
        ({"gain": {"grade": "nope", "level": "Khá"}}, 422, "/gain/grade"),
        ({"gain": {"grade": "grade", "level": "Giỏi"}}, 422, "/gain/level"),
        ({"as_of": "2026-13-01"}, 422, "/as_of"),
        ({"facts": {"meetings": "nhiều"}}, 422, "/facts/meetings"),
        ({"facts": 1}, 400, "/facts"),
        ({"who": 1}, 400, "/who"),
    ],
)
def test_remedies_asked_for_wrongly_are_refused(call, more, status, pointer):
    """With the place in the body of what is wrong."""
    answer = call("POST", f"{WARD}/remedies", content=json.dumps({"facts": {}} | more), headers=JSON)
    assert (status, [pointer]) == (answer.status_code, [one["pointer"] for one in answer.json()["errors"]])


def test_long_answers_take_turns():
    """While as many as may be are being made, one more is asked to come again; deciding one candidate never waits."""
    call = Caller(app("quan-12-2022", limits=ServiceLimits(batches=0)))
    assert 429 == call.post(f"{HEAD}/remedies", {}).status_code
    assert 200 == call.post(f"{HEAD}/evaluate", {}).status_code


def test_a_package_that_is_not_there_is_not_a_fault(call, monkeypatch):
    """503 and a sentence; what to install stands in the log."""
    from cchc_rules.service import advice

    def lack(*_, **__):
        raise cr.MissingDependency("pip install z3-solver")

    monkeypatch.setattr(advice, "remedies", lack)
    answer = call.post(f"{HEAD}/remedies", {})
    assert (503, "not-installed") == (answer.status_code, answer.json()["errors"][0]["code"])


def test_a_selection_is_the_one_of_the_library(call, ward):
    """The same places and quotas, whichever way the candidates come; an invalid row carries its problems."""
    table = cr.read(ward, TABLE)
    expected = cr.select(ward.ruleset, "commended", cr.decide_rows(ward, table, as_of=DAY)).to_dict()
    answer = upload(call, f"{WARD}/select/commended")
    found = answer.json()
    assert (200, f'"{ward.digest}"') == (answer.status_code, answer.headers["etag"])
    assert expected["quotas"] == found["quotas"]
    places = [{key: one[key] for key in expected["places"][0]} for one in found["places"]]
    assert expected["places"] == places
    assert {"P26"} == {one["id"] for one in found["places"] if one["problems"]}
    rows = [row.facts for row in table.rows if row.id in ("P37", "P39")]
    body = json.dumps({"candidates": rows, "as_of": "2026-12-01"}, default=str)
    few = call("POST", f"{WARD}/select/commended", content=body, headers=JSON).json()
    assert {"": [1, 1]} == few["quotas"]


def test_a_selection_is_made_again_from_its_record(call):
    """The record is sealed and whole in itself; one that was altered is refused, one that comes out otherwise too."""
    made = upload(call, f"{WARD}/select/commended/record").json()
    record = made.pop("record")
    again = call("POST", "/v1/selections/replay", content=json.dumps(record), headers=JSON)
    assert made["places"][0]["because"] == again.json()["places"][0]["because"]
    assert [one["standing"] for one in made["places"]] == [one["standing"] for one in again.json()["places"]]
    altered = {**record, "as_of": "2026-12-02"}
    answer = call("POST", "/v1/selections/replay", content=json.dumps(altered), headers=JSON)
    assert (422, "record-altered") == (answer.status_code, answer.json()["errors"][0]["code"])
    other = cr.SelectionRecord.from_json(json.dumps(record))
    moved = {**record, "places": [*record["places"][1:], record["places"][0]]}
    moved.pop("sha256"), moved.pop("selection_record")
    resealed = cr.SelectionRecord(**{**moved, "rows": other.rows, "places": tuple(moved["places"])}).to_json()
    assert 409 == call("POST", "/v1/selections/replay", content=resealed, headers=JSON).status_code


def test_a_selection_that_is_not_there_is_not_found(call):
    """Neither in a category that has others nor in one that has none."""
    for path in (f"{WARD}/select/nope", f"{AGENCY}/select/commended/record"):
        answer = upload(call, path)
        assert (404, "no-such-selection") == (answer.status_code, answer.json()["errors"][0]["code"])


def test_an_upload_may_bring_the_mapping_of_its_columns(call):
    """The office's own table with the mapping of the example is decided as the command decides it; a mapping of
    another ruleset is refused."""
    folder = ROOT / "examples" / "office_table"
    mapping, book = folder / "mapping.yaml", folder / "office.xlsx"
    agency = cr.compile(cr.load("quan-12-2022"), "agency")
    expected = [(row.id, row.status) for row in cr.decide_rows(agency, cr.read(agency, book, map=mapping))]
    files = {"file": (book.name, book.read_bytes()), "mapping": (mapping.name, mapping.read_bytes())}
    found = call("POST", f"{AGENCY}/batch", files=files).json()
    assert expected == [(row["id"], row["verdict"]) for row in found["results"]]
    assert 422 == call("POST", f"{HEAD}/batch", files=files).status_code


def test_form_libraries_are_told_how_to_show_the_fields(call):
    """The description of the library asked for; another word means the first."""
    program = cr.compile(cr.load("quan-12-2022"), "head")
    assert cr.fact_ui(program) == call("GET", f"{HEAD}/ui").json()
    assert cr.fact_ui(program, library="jsonforms") == call("GET", f"{HEAD}/ui?library=jsonforms").json()
