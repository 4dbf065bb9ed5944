"""Rulesets exchanged while a service answers: a bad file never replaces a good one, a tag never lies."""

from __future__ import annotations

import asyncio
import json
import os

import pytest

import cchc_rules as cr
from cchc_rules.service import app, catalogue
from tests.generation.bodies import CATEGORY, document, text
from tests.service.running import JSON, Caller

PATH = f"/v1/rulesets/case/{CATEGORY}/evaluate"


def ruleset(limit, version="1.0.0"):
    """A ruleset that asks for at least so many."""
    body = {"facts": {"done": {"type": "integer"}}, "criteria": {"enough": {"require": f"done >= {limit}"}}}
    return text({**document(body), "version": version})


def put(file, content):
    """Puts a file in its place whole, as editors and deployments do."""
    draft = file.with_suffix(".new")
    draft.write_text(content, encoding="utf-8")
    os.replace(draft, file)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of one ruleset; files are looked at before every answer."""
    monkeypatch.setattr(catalogue, "LOOKING_SECONDS", 0.0)
    (tmp_path / "case").mkdir()
    put(tmp_path / "case" / "ruleset.yaml", ruleset(1))
    return tmp_path


def digest(limit):
    """The tag of the rules that ask for so many."""
    return f'"{cr.compile(cr.load_text(ruleset(limit)), CATEGORY).digest}"'


def test_a_changed_file_is_in_force_and_a_bad_one_never(folder):
    """The next answer is under the new rules; a file that does not load leaves the old ones and is told of."""
    call, file = Caller(app(folder)), folder / "case" / "ruleset.yaml"
    assert "eligible" == call.post(PATH, {"done": 1}).json()["verdict"]
    put(file, ruleset(2))
    assert "ineligible" == call.post(PATH, {"done": 1}).json()["verdict"]
    put(file, ruleset(3).replace("done >= 3", "done >= "))
    assert ("ineligible", digest(2)) == (
        (answer := call.post(PATH, {"done": 1})).json()["verdict"],
        answer.headers["etag"],
    )
    (refused,) = call("GET", "/v1/status").json()["refused"]
    assert refused["problems"][0]["code"]
    put(file, ruleset(3))
    assert digest(3) == call.post(PATH, {"done": 1}).headers["etag"]
    assert [] == call("GET", "/v1/status").json()["refused"]


def test_versions_stand_side_by_side(folder):
    """The highest is meant where none is named; each is asked by its version; one taken away is gone."""
    (folder / "case-old").mkdir()
    put(folder / "case-old" / "ruleset.yaml", ruleset(5, "0.9.0"))
    (folder / "case-new").mkdir()
    put(folder / "case-new" / "ruleset.yaml", ruleset(7, "1.10.0"))
    call = Caller(app(folder))
    found = [call.post(f"{PATH}{asked}", {"done": 6}) for asked in ("", "?version=1.0.0", "?version=0.9.0")]
    assert ["1.10.0", "1.0.0", "0.9.0"] == [one.json()["ruleset"]["version"] for one in found]
    assert ["ineligible", "eligible", "eligible"] == [one.json()["verdict"] for one in found]
    (folder / "case-new" / "ruleset.yaml").unlink()
    assert "1.0.0" == call.post(PATH, {"done": 6}).json()["ruleset"]["version"]
    assert 404 == call.post(f"{PATH}?version=1.10.0", {}).status_code


def test_a_service_without_a_ruleset_does_not_begin(tmp_path):
    """What is wrong with the files is the error."""
    (tmp_path / "x").mkdir()
    put(tmp_path / "x" / "ruleset.yaml", "language: 1\n")
    with pytest.raises(cr.RulesetError):
        app(tmp_path)


@pytest.mark.parametrize("exchanges", [40, pytest.param(1000, marks=pytest.mark.soak)])
def test_no_answer_is_under_rules_it_does_not_name(folder, exchanges):
    """While the file is exchanged again and again: each answer's tag was in force, and fits its verdict; a pinned
    request is decided under its own rules or not at all."""
    call, file = Caller(app(folder), checks=False), folder / "case" / "ruleset.yaml"
    tags = {digest(limit): limit for limit in (1, 2, 3, 4)}
    pinned, answers = digest(2), []

    async def ask(headers):
        body = json.dumps({"facts": {"done": 2}})
        return await call.ask("POST", PATH, content=body, headers={**JSON, **headers})

    async def run():
        for number in range(exchanges):
            put(file, ruleset(number % 4 + 1))
            answers.extend(await asyncio.gather(ask({}), ask({"if-match": pinned}), ask({})))

    asyncio.run(run())
    assert {200, 412} == {answer.status_code for answer in answers}
    assert set(tags) == {answer.headers["etag"] for answer in answers}
    for answer in answers:
        if answer.status_code == 200:
            limit = tags[answer.headers["etag"]]
            assert answer.json()["verdict"] == ("eligible" if limit <= 2 else "ineligible")
        if answer.request.headers.get("if-match"):
            assert (answer.status_code == 200) is (answer.headers["etag"] == pinned)
