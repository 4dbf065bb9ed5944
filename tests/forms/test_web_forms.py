"""Form libraries of the web render the schema of facts: left alone they send nothing, filled in they send what was."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

import cchc_rules as cr
from tests.machine import require

WEB = Path(__file__).parent / "web"
INSTALL = "install --no-package-lock --no-audit --no-fund --ignore-scripts --silent"
ANSWERS = {
    "id": "P01",
    "name": "Phường Đông Hưng Thuận",
    "has_plan": True,
    "implementation_organised": False,
    "initiatives": [
        {"title": "Một cửa điện tử", "registered_on": "2022-05-01", "lawful": True, "effective": False},
        {"title": "Trả kết quả tại nhà"},
    ],
    "head_disciplined": False,
    "staff_count": 55,
    "staff_following_code": 54,
    "indexed_annually": True,
    "reform_index": "Khá",
    "report_submitted": False,
}


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """Renders the form by a library and enters answers; gives what is sent before and after, and the labels."""
    node, npm = require("node"), require("npm")
    folder = tmp_path_factory.mktemp("web")
    for name in ("package.json", "render.cjs"):
        shutil.copy(WEB / name, folder)
    subprocess.run([npm, *INSTALL.split()], cwd=folder, check=True, capture_output=True)

    def render(library, program, answers):
        schema, ui = cr.fact_schema(program, for_forms=True), cr.fact_ui(program, library=library)
        given = json.dumps({"schema": schema, "ui": ui, "answers": answers})
        run = subprocess.run(
            [node, "render.cjs", library], cwd=folder, input=given, capture_output=True, text=True, check=False
        )
        assert 0 == run.returncode, run.stderr
        return json.loads(run.stdout)

    return render


@pytest.mark.parametrize("library", ["rjsf", "jsonforms"])
def test_a_form_sends_what_was_answered_and_no_more(page, library):
    """Untouched it sends `{}`, which is undetermined; every answer entered comes back equal."""
    program = cr.compile(cr.load("quan-12-2022"), "agency")
    seen = page(library, program, ANSWERS)
    assert ({}, ANSWERS) == (seen["untouched"], seen["sent"])
    assert {fact.label.vi for fact in program.facts} <= set(seen["labels"])
    assert "undetermined" == cr.evaluate(program, seen["untouched"]).verdict
    assert cr.evaluate(program, ANSWERS) == cr.evaluate(program, seen["sent"])
