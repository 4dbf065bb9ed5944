"""Bodies that say two things, nothing, or what no reader should guess at: refused, never decided, never a fault."""

from __future__ import annotations

import json

import pytest

from cchc_rules.service import app
from tests.generation.bodies import CATEGORY, document, text
from tests.service.running import AGENCY, HEAD, JSON, Caller

TWICE = [
    '{"facts":{},"facts":{"harassment_cases":0}}',
    '{"facts":{"harassment_cases":1,"harassment_cases":0}}',
    '{"facts":{"harassment_cases":{"value":0,"value":1}}}',
    '{"facts":{"harassment_cases":{"value":0,"by":"a","by":"b"}}}',
    '{"facts":{},"as_of":"2022-12-01","as_of":"2022-12-02"}',
    '{"facts":{"id":"A","id":"B"}}',
    '{"facts":{"harassment_cases":0,"harassment\\u005fcases":1}}',
    '[{"facts":{}},{"facts":{}}]',
    '{"facts":{}}{"facts":{}}',
    '{"facts":{}} x',
]
NUMBERS = [
    *(
        "NaN",
        "Infinity",
        "-Infinity",
        "1e400",
        "-1e400",
        "1e-400",
        "9" * 5000,
        f"0.{'1' * 5000}",
        "1e99999999999999999",
    ),
    *(
        "01",
        "+1",
        ".5",
        "1.",
        "0x1",
        "1_000",
        "１",
        "--1",
        "true",
        '"no"',
        '"off"',
        '"0x1"',
        "[]",
        "{}",
        '"1e400"',
        '"NaN"',
    ),
    *("1.5", "-1", "100001", "0.1", "12345678901234567890", "1.0000000000000000000001"),
]
SHAPES = [
    *("", " ", "null", "true", "1", '"x"', "[]", "{}", "{", "[" * 100_000, '{"facts":' * 50, '{"facts":null}'),
    *('{"facts":[]}', '{"facts":{}, "more":1}', '{"facts":{},}', "{'facts':{}}", '{"facts":{"x":1}}', '{"Facts":{}}'),
    *('{"facts":{"id":"\\ud800"}}', '{"facts":{"rating_2021":"\\udfff"}}', '{"facts":{"\\ud83d":1}}'),
    *('{"facts":{"id":"\\u0000"}}', '{"facts":{"id":"\\u200b"}}', '{"facts":{"id":7.5}}', '{"facts":{"id":[]}}'),
    *('{"facts":{},"as_of":"01/12/2022"}', '{"facts":{},"as_of":20221201}', '{"facts":{},"as_of":"2022-02-30"}'),
    *(
        '{"facts":{"registered_on":"2022-05"}}',
        '{"facts":{"registered_on":"05/2022"}}',
        '{"facts":{"model_registered":0}}',
    ),
    *('{"facts":{"model_registered":"đúng"}}', '{"facts":{"rating_2021":3}}', '{"facts":{"rating_2021":"giỏi"}}'),
]
BYTES = [
    '{"facts":{}}'.encode("utf-16"),
    '{"facts":{}}'.encode("utf-32"),
    b"\xef\xbb\xbf" + b'{"facts":{}}',
    b'{"facts":{"id":"\xff"}}',
    b'{"facts":{"id":"\xed\xa0\x80"}}',
    b"\x00",
    b'{"facts":{}}\x00',
    b"\x1f\x8b\x08\x00",
]


@pytest.fixture(scope="module")
def call():
    """Asks a service."""
    return Caller(app("quan-12-2022"))


@pytest.mark.parametrize("body", TWICE)
def test_a_body_that_says_two_things_is_no_candidate(call, body):
    """400, whichever of the two would have won elsewhere."""
    answer = call("POST", f"{HEAD}/evaluate", content=body, headers=JSON)
    assert 400 == answer.status_code
    assert "verdict" not in answer.json()


DEEP = {
    f"{AGENCY}/evaluate": (
        '{"facts":{"initiatives":[{"title":"a","title":"b"}]}}',
        '{"facts":{"initiatives":[{"title":"a","lawful":{"value":true,"value":false}}]}}',
        '{"facts":{"initiatives":[{"title":"a"}],"initiatives":[]}}',
    ),
    f"{HEAD}/batch": (
        '{"candidates":[],"candidates":[{"id":"A"}]}',
        '{"candidates":[{"id":"A","id":"B"}]}',
        '{"candidates":[{"harassment_cases":0,"harassment_cases":1}]}',
    ),
    f"{HEAD}/remedies": ('{"facts":{},"gain":null,"gain":null}', '{"facts":{},"gain":{"grade":"a","grade":"b"}}'),
    "/v1/selections/replay": ('{"selection_record":1,"selection_record":1}', '{"rows":[{"row":1,"row":2}]}'),
}


@pytest.mark.parametrize(("path", "body"), [(path, body) for path, bodies in DEEP.items() for body in bodies])
def test_no_depth_of_a_body_says_two_things(call, path, body):
    """In members, envelopes, candidates, what is asked for beside facts, and records."""
    answer = call("POST", path, content=body, headers=JSON)
    assert answer.status_code in (400, 422)
    assert {"verdict", "results", "places"}.isdisjoint(answer.json())


@pytest.mark.parametrize("number", NUMBERS, ids=lambda text: text[:20])
def test_a_number_that_is_none_is_refused(call, number):
    """400 where it is no JSON, 422 where it is no value of its fact."""
    answer = call("POST", f"{HEAD}/evaluate", content=f'{{"facts":{{"harassment_cases":{number}}}}}', headers=JSON)
    assert answer.status_code in (400, 422), answer.text


@pytest.mark.parametrize("body", [*SHAPES, *BYTES], ids=range(len(SHAPES) + len(BYTES)))
def test_a_body_that_is_none_is_refused(call, body):
    """400 or 422, and the answer is as declared; a mark of UTF-8 before the text is no text."""
    content = body.encode() if isinstance(body, str) else body
    for path in ("evaluate", "explain"):
        answer = call("POST", f"{HEAD}/{path}", content=content, headers=JSON)
        assert answer.status_code in (400, 422), answer.text
        assert answer.json()["errors"]


@pytest.mark.parametrize(
    ("number", "verdict"),
    [
        ("89.9999999999999", "ineligible"),
        ("89.99999999999999", "eligible"),
        ("89.999999999999986", "eligible"),
        ("89.9999999999999999", None),
    ],
)
def test_digits_are_read_as_in_files(tmp_path, number, verdict):
    """16 and 17 digits are the double they print, which fifteen digits round to 90; one more is refused."""
    body = {"facts": {"share": {"type": "percent"}}, "criteria": {"enough": {"require": "share >= 90"}}}
    file = tmp_path / "ruleset.yaml"
    file.write_text(text(document(body)), encoding="utf-8")
    path = f"/v1/rulesets/case/{CATEGORY}/evaluate"
    answer = Caller(app(file))("POST", path, content=f'{{"facts":{{"share":{number}}}}}', headers=JSON)
    assert (verdict, verdict is None) == (answer.json().get("verdict"), answer.status_code == 422)


def test_a_nul_in_a_path_finds_nothing(call):
    """Neither rules nor records."""
    for path in ("/v1/rulesets/%00/head/schema", "/v1/rulesets/quan-12-2022/%00/schema", "/v1/%2e%2e/rulesets", "/%00"):
        assert 404 == call("GET", path).status_code
    assert json.loads(call("GET", "/openapi.json").text)
