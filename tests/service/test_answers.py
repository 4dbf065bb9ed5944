"""The service: what each path answers, under which rules, and what it refuses; every answer is as declared."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from contextlib import contextmanager
from datetime import date

import openpyxl
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

import cchc_rules as cr
from cchc_rules.service import ServiceLimits, app
from cchc_rules.service.pointers import PointerFinder
from tests.service.running import AGENCY, HEAD, JSON, ROOT, Caller

GOOD = {
    "exemplary_in_reform": True,
    "exemplary_in_conduct": True,
    "highly_effective_solution": True,
    "harassment_cases": 0,
    "rating_2021": "Hoàn thành tốt nhiệm vụ",
    "model_registered": False,
}


@pytest.fixture(scope="module")
def call(tmp_path_factory):
    """Asks a service that keeps records."""
    return Caller(app("quan-12-2022", tmp_path_factory.mktemp("kept") / "records.sqlite"))


def program(category="head"):
    """The program the service decides by."""
    return cr.compile(cr.load("quan-12-2022"), category)


@pytest.mark.parametrize(
    "facts",
    [{}, GOOD, {**GOOD, "harassment_cases": 2}, {"id": "A", "name": "Đội 1", **GOOD}, {"rating_2021": {"value": None}}],
)
def test_a_decision_is_the_one_of_the_library(call, facts):
    """The same as `cr.evaluate`; the tag is the program's digest; undetermined and ineligible are answers too."""
    answer = call.post(f"{HEAD}/evaluate", facts, as_of="2022-12-01")
    expected = cr.evaluate(program(), facts, as_of=date(2022, 12, 1))
    assert (200, expected.to_dict()) == (answer.status_code, answer.json())
    assert f'"{expected.program.digest}"' == answer.headers["etag"]


def test_an_explanation_is_in_the_language_asked_for(call):
    """By the query, else by the header, else Vietnamese."""
    asked = {"content": json.dumps({"facts": GOOD})}
    for path, headers, language in (
        ("?lang=en", JSON, "en"),
        ("", {**JSON, "accept-language": "en-GB,en;q=0.9"}, "en"),
        ("", JSON, "vi"),
    ):
        answer = call("POST", f"{HEAD}/explain{path}", headers=headers, **asked)
        told = cr.explain(cr.evaluate(program(), GOOD), language)
        assert str(told) == answer.json()["explanation"]["text"]


@pytest.mark.parametrize(
    ("facts", "pointers"),
    [
        ({"staff_count": -1, "no_such": 1}, ["/facts/no_such", "/facts/staff_count"]),
        ({"a/b~c": 1}, ["/facts/a~1b~0c"]),
        ({"initiatives": [{"title": "x"}, {"title": "y", "lawful": 3}]}, ["/facts/initiatives/1/lawful"]),
        ({"initiatives": [{"title": "x"}, {"title": "x"}]}, ["/facts/initiatives/0"]),
        ({"initiatives": {"value": [{"title": "x", "lawful": 3}]}}, ["/facts/initiatives/value/0/lawful"]),
        ({"staff_count": 3, "staff_following_code": 4}, ["/facts/staff_count"]),
        ({"reform_index": {"value": "Giỏi"}}, ["/facts/reform_index"]),
        ({"reform_index": {"value": "Tốt", "who": 1}}, ["/facts/reform_index"]),
    ],
)
def test_invalid_facts_are_told_by_their_places_in_the_body(call, facts, pointers):
    """422 with every problem, our code and a JSON Pointer each."""
    answer = call.post(f"{AGENCY}/evaluate", facts)
    assert 422 == answer.status_code
    errors = answer.json()["errors"]
    assert pointers == sorted({error["pointer"] for error in errors})
    assert all(error["code"] and error["message"] for error in errors)


def test_a_pointer_follows_lists_as_deep_as_they_go():
    """What the body does not hold is pointed at where it would stand."""
    unit = cr.compile(cr.load("hcmc-reform-plan-2020"), "city")
    body = {"units": [{"name": "A", "fields": [{"field": "x"}]}]}
    (units,) = [fact for fact in unit.facts if fact.name == "units"]
    key, inner = units.key, next(one for one in units.type.fields if one.key is not None)
    body = {"units": [{key: "Nội vụ", inner.name: [{inner.key: "Đất đai"}]}]}
    path = f"units[Nội vụ].{inner.name}[Đất đai].on_time"
    places = PointerFinder(unit.facts, body)
    assert f"/facts/units/0/{inner.name}/0/on_time" == places.find(path)
    assert "/facts/units" == places.find("units[Khác].x")
    assert "/facts" == places.find(None)


def test_many_problems_are_placed_in_the_time_of_one_look(monkeypatch):
    """A body of thousands of faulty members goes through each list once: its labels are written once a member."""
    from cchc_rules.service import pointers

    labels, looked = pointers._labels, []
    monkeypatch.setattr(pointers, "_labels", lambda *asked: looked.append(1) or labels(*asked))
    units = [{"unit": f"[{number}].x]", "fields": [{"field": "a", "no": 1}, {"no": 2}]} for number in range(300)]
    answer = Caller(app("hcmc-reform-plan-2020"), checks=False).post(
        "/v1/rulesets/hcmc-reform-plan-2020/city/evaluate", {"units": units}
    )
    found = {one["pointer"] for one in answer.json()["errors"]}
    assert {f"/facts/units/{number}/fields/0/no" for number in range(300)} <= found
    assert len(looked) == 3 * len(units)


def test_rules_are_pinned_by_their_tag(call):
    """With the tag in force, or any, it decides; with another 412 and the tag in force, and nothing is decided."""
    own = f'"{program().digest}"'
    for pinned, status in ((own, 200), (f'"x", {own}', 200), ("*", 200), ('"x"', 412), ("", 412)):
        answer = call.post(f"{HEAD}/evaluate", GOOD, headers={"if-match": pinned})
        assert (status, own) == (answer.status_code, answer.headers["etag"])
        assert ("verdict" in answer.json()) is (status == 200)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nope", 404, "no-such-path"),
        ("POST", "/v1/status", 405, "no-such-method"),
        ("GET", f"{HEAD}/evaluate", 405, "no-such-method"),
        ("GET", "/v1/rulesets/nope/head/schema", 404, "no-such-rules"),
        ("GET", "/v1/rulesets/quan-12-2022/nope/schema", 404, "no-such-rules"),
        ("GET", f"{HEAD}/schema?version=9.9.9", 404, "no-such-rules"),
        ("GET", "/v1/records/99999", 404, "unknown-record"),
        ("GET", "/v1/records/%00", 404, "unknown-record"),
        ("GET", "/v1/records/-1", 404, "unknown-record"),
        ("GET", "/v1/records/verify?checkpoint=x", 400, "bad-checkpoint"),
        ("POST", f"{HEAD}/evaluate", 415, "media-type"),
    ],
)
def test_what_is_not_there_is_a_problem_document(call, method, path, status, code):
    """RFC 9457 with our code, whoever refuses: the framework too."""
    answer = call(method, path)
    assert status == answer.status_code
    assert "application/problem+json" == answer.headers["content-type"].partition(";")[0]
    assert [code] == [error["code"] for error in answer.json()["errors"]]


def test_a_record_is_there_when_its_answer_is(call):
    """201 with its place; the same key gives the same record, with another body 409; it replays and is found by id."""
    headers = {"idempotency-key": "one"}
    made = [call.post(f"{HEAD}/records", {"id": "R1", **GOOD}, headers=headers) for _ in range(5)]
    assert {201} == {one.status_code for one in made}
    (number,) = {one.json()["record"]["number"] for one in made}
    assert f"/v1/records/{number}" == made[0].headers["location"]
    assert 409 == call.post(f"{HEAD}/records", {"id": "R1"}, headers=headers).status_code
    replayed = call("POST", f"/v1/records/{number}/replay").json()
    assert cr.evaluate(program(), {"id": "R1", **GOOD}).to_dict() == replayed["decision"]
    assert [number] == [one["number"] for one in call("GET", "/v1/records?id=R1").json()["records"]]
    kept = cr.DecisionRecord.from_json(json.dumps(call("GET", f"/v1/records/{number}").json()["record"]))
    assert cr.replay(kept).to_dict() == replayed["decision"]
    checkpoint = call("GET", "/v1/records/verify").json()["checkpoint"]
    found = call("GET", f"/v1/records/verify?checkpoint={checkpoint}").json()
    assert (checkpoint, []) == (found["compared"], found["problems"])


def test_a_key_sent_fifty_times_at_once_records_once(tmp_path):
    """All fifty are answered with the one record."""
    call = Caller(app("quan-12-2022", tmp_path / "records.sqlite"))
    body = json.dumps({"facts": GOOD})

    async def send():
        asked = {"content": body, "headers": {**JSON, "idempotency-key": "one"}}
        return await asyncio.gather(*(call.ask("POST", f"{HEAD}/records", **asked) for _ in range(50)))

    answers = asyncio.run(send())
    assert ({201}, {1}) == (
        {one.status_code for one in answers},
        {one.json()["record"]["number"] for one in answers},
    )
    assert 1 == call("GET", "/v1/records/verify").json()["count"]


def test_invalid_facts_leave_no_record(call):
    """What was refused is not in the store."""
    before = call("GET", "/v1/records/verify").json()["count"]
    assert 422 == call.post(f"{HEAD}/records", {"harassment_cases": -1}).status_code
    assert before == call("GET", "/v1/records/verify").json()["count"]


def test_a_store_that_cannot_be_written_is_no_answer(tmp_path, monkeypatch):
    """503 with the time to come again, and no decision in it."""
    from cchc_rules.records import databases

    monkeypatch.setattr(databases, "WAITING_SECONDS", 0.1)
    place = tmp_path / "records.sqlite"
    with cr.RecordStore(place) as other:
        call = Caller(app("quan-12-2022", place))
        with other._database.writing():
            answer = call.post(f"{HEAD}/records", GOOD)
        assert (503, "1") == (answer.status_code, answer.headers["retry-after"])
        assert "verdict" not in answer.json()
        assert 201 == call.post(f"{HEAD}/records", GOOD).status_code


def test_a_service_without_a_store_keeps_none():
    """The paths of records say so; deciding works."""
    call = Caller(app("quan-12-2022"))
    assert "no-store" == call.post(f"{HEAD}/records", GOOD).json()["errors"][0]["code"]
    assert 404 == call("GET", "/v1/records").status_code
    assert 200 == call.post(f"{HEAD}/evaluate", GOOD).status_code


# --- batches ------------------------------------------------------------------------------------------------------

ROWS = [{"id": "A", **GOOD}, {"id": "B", "harassment_cases": "nhiều"}, {"id": "C"}, {"id": "A"}]


def test_a_batch_answers_every_row(call):
    """In order; a bad row is invalid and a doubled id too, and the counts add up to the rows."""
    answer = call("POST", f"{HEAD}/batch", json={"candidates": ROWS, "as_of": "2022-12-01"}).json()
    assert ["A", "B", "C", "A"] == [row["id"] for row in answer["results"]]
    assert ["invalid", "invalid", "undetermined", "invalid"] == [row["verdict"] for row in answer["results"]]
    assert len(ROWS) == sum(answer["counts"].values())
    assert ("2022-12-01", program().ruleset.digest) == (answer["as_of"], answer["ruleset"]["digest"])


def test_lines_end_with_a_line_of_counts(call):
    """JSON Lines in, JSON Lines out: a line a candidate, then how many; a line that is none is invalid."""
    lines = "\n".join([*map(json.dumps, ROWS[:3]), "{", '{"id":"D","id":"E"}', ""])
    headers = {"content-type": "application/x-ndjson"}
    answer = call("POST", f"{HEAD}/batch?as_of=2022-12-01", content=lines, headers=headers)
    *rows, last = map(json.loads, answer.text.splitlines())
    assert (5, 5) == (len(rows), last["rows"])
    assert {"eligible": 1, "invalid": 3, "undetermined": 1} == last["counts"]
    assert ("2022-12-01", program().ruleset.digest) == (last["as_of"], last["ruleset"]["digest"])


@pytest.mark.parametrize("name", ["quan-12-2022-heads.csv"])
def test_an_upload_is_decided_as_the_command_decides_it(call, name):
    """The rows of a file, each with its problems; the same as reading it here."""
    path = ROOT / "examples" / "data" / name
    answer = call("POST", f"{HEAD}/batch", files={"file": (name, path.read_bytes())}, data={"as_of": "2022-12-01"})
    table = cr.read(program(), path)
    expected = [(row.row, row.id, row.status) for row in cr.decide_rows(program(), table, as_of=date(2022, 12, 1))]
    assert expected == [(row["row"], row["id"], row["verdict"]) for row in answer.json()["results"]]


def test_a_workbook_is_uploaded(call, tmp_path):
    """A form filled in comes back decided; a broken one is refused with a sentence."""
    book = openpyxl.Workbook()
    labels = [fact.label.vi for fact in program().facts]
    book.active.append(["Mã", "Tên", *labels])
    book.active.append(["Đ1", "Đội 1", "Có", "Có", "Có", 0, "Hoàn thành tốt nhiệm vụ", "Không", None])
    path = tmp_path / "form.xlsx"
    book.save(path)
    answer = call("POST", f"{HEAD}/batch", files={"file": ("Đơn vị.xlsx", path.read_bytes())})
    assert [("Đ1", "eligible")] == [(row["id"], row["verdict"]) for row in answer.json()["results"]]
    broken = call("POST", f"{HEAD}/batch", files={"file": ("x.xlsx", path.read_bytes()[:-200])})
    assert 422 == broken.status_code
    assert broken.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"files": {"file": ("x.exe", b"MZ")}}, 415),
        ({"files": {"other": ("x.csv", b"id\n")}}, 415),
        ({"data": {"file": "x.csv"}, "files": {}}, 415),
        ({"json": {"candidates": {}}}, 400),
        ({"json": {"candidates": [1]}}, 400),
        ({"json": {"candidates": [], "more": 1}}, 400),
        ({"content": b"\xff", "headers": {"content-type": "application/x-ndjson"}}, 422),
        ({"content": b"", "headers": {"content-type": "application/x-ndjson"}}, 422),
    ],
)
def test_a_batch_that_is_none_is_refused(call, asked, status):
    """Whatever was sent, it is an answer with our code."""
    answer = call("POST", f"{HEAD}/batch", **asked)
    assert status == answer.status_code, answer.text
    assert answer.json()["errors"]


def test_limits_hold(tmp_path):
    """Bodies, rows, time and batches at a time: each has its own refusal."""
    call = Caller(app("quan-12-2022", limits=ServiceLimits(body=100, batch=2000, rows=2, seconds=0, batches=1)))
    assert 413 == call.post(f"{HEAD}/evaluate", {"id": "x" * 100}).status_code
    assert 413 == call("POST", f"{HEAD}/batch", json={"candidates": [{}] * 1000}).status_code
    assert 413 == call("POST", f"{HEAD}/batch", json={"candidates": [{}] * 3}).status_code
    assert 503 == call("POST", f"{HEAD}/batch", json={"candidates": [{"id": "A"}]}).status_code
    none = Caller(app("quan-12-2022", limits=ServiceLimits(batches=0)))
    answer = none("POST", f"{HEAD}/batch", json={"candidates": []})
    assert (429, "5") == (answer.status_code, answer.headers["retry-after"])


# --- around -------------------------------------------------------------------------------------------------------


def test_a_token_is_asked_for_where_one_is_set():
    """Everything but health; nothing tells how far a guess was right."""
    call = Caller(app("quan-12-2022", token="bí mật"), checks=False)
    assert 200 == call("GET", "/health/live").status_code
    for given in ({}, {"authorization": "Bearer x"}, {"authorization": "Basic bí mật".encode()}):
        answer = call("GET", "/v1/status", headers=given)
        assert (401, "Bearer") == (answer.status_code, answer.headers["www-authenticate"])
    assert 200 == call("GET", "/v1/status", headers={"authorization": "Bearer bí mật".encode()}).status_code


def test_every_answer_says_what_browsers_may_do_with_it(call):
    """A strict policy, no sniffing, nothing kept, no cookie, no answer across origins; the caller's request id."""
    answer = call.post(f"{HEAD}/evaluate", GOOD, headers={"x-request-id": "abc-1", "origin": "http://evil"})
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert ("nosniff", "no-store") == (answer.headers["x-content-type-options"], answer.headers["cache-control"])
    assert "abc-1" == answer.headers["x-request-id"]
    assert [] == [name for name in answer.headers if name.startswith(("set-cookie", "access-control"))]
    odd = call("GET", "/health/live", headers={"x-request-id": "a b\x7f"})
    assert 32 == len(odd.headers["x-request-id"])


def test_no_log_holds_a_fact(call, caplog):
    """Neither facts nor ids nor names, in the body or in a query; the path, the status and the request id are there."""
    with caplog.at_level(logging.INFO, logger="cchc_rules.access"):
        call.post(f"{HEAD}/records", {"id": "BÍ-MẬT", "name": "Nguyễn Văn A", "harassment_cases": -7})
        call("GET", "/v1/records?id=BÍ-MẬT")
    said = "\n".join(caplog.messages)
    assert f"POST {HEAD}/records 422" in said
    assert [] == [word for word in ("BÍ", "Nguyễn", "-7") if word in said]


def test_a_log_is_one_line_whatever_was_asked(call, caplog):
    """No new line and nothing a terminal would obey comes out of a path."""
    with caplog.at_level(logging.INFO, logger="cchc_rules.access"):
        call("GET", "/v1/%1b%5b2J%0d%0aGET%20/ok%e2%80%ae%c2%9b")
    (line,) = caplog.messages
    assert line.isprintable() and line.isascii()


def test_a_request_is_a_span_where_there_are_any(monkeypatch):
    """Below the caller's, with method, path and status, and nothing of a query or a body; without its package none."""
    from opentelemetry.trace import NonRecordingSpan, get_current_span

    from cchc_rules.service import shell

    spans = []

    class Tracer:
        @contextmanager
        def start_as_current_span(self, name, *, context, attributes):
            found = {"name": name, "parent": format(get_current_span(context).get_span_context().trace_id, "032x")}
            spans.append(found | attributes)
            span = NonRecordingSpan(None)
            span.set_attribute = spans[-1].__setitem__
            yield span

    tracing = shell._find_tracing()
    monkeypatch.setattr(shell, "_find_tracing", lambda: (Tracer(), tracing[1]))
    parent = "0af7651916cd43dd8448eb211c80319c"
    headers = {"traceparent": f"00-{parent}-b7ad6b7169203331-01"}
    assert (
        404 == Caller(app("quan-12-2022"), checks=False).post("/v1/none?id=secret", GOOD, headers=headers).status_code
    )
    expected = {"name": "POST cchc_rules", "parent": parent, "http.request.method": "POST", "url.path": "/v1/none"}
    assert [expected | {"http.response.status_code": 404}] == spans
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "opentelemetry.trace", None)
    assert shell._find_tracing() is None


def test_a_fault_of_ours_is_told_to_its_keeper_and_to_nobody_else(monkeypatch, caplog):
    """500 with the request id; what went wrong stands in the log, not in the answer."""
    from cchc_rules.service import decisions

    def fail(*_, **__):
        raise ZeroDivisionError("inner words")

    monkeypatch.setattr(decisions, "evaluate", fail)
    answer = Caller(app("quan-12-2022"), checks=False).post(f"{HEAD}/evaluate", GOOD, headers={"x-request-id": "r7"})
    assert (500, "service-fault", "r7") == (
        answer.status_code,
        answer.json()["errors"][0]["code"],
        answer.json()["request_id"],
    )
    assert "inner words" not in answer.text
    assert "inner words" in caplog.text


def test_it_can_be_mounted_anywhere():
    """Below a path of another app the same answers; its OpenAPI names where it stands."""
    call = Caller(Starlette(routes=[Mount("/rules", app("quan-12-2022"))]), checks=False)
    assert 200 == call.post(f"/rules{HEAD}/evaluate", GOOD).status_code
    assert [{"url": "/rules"}] == call("GET", "/rules/openapi.json").json()["servers"]
    assert "no-such-path" == call("GET", "/rules/nope").json()["errors"][0]["code"]
