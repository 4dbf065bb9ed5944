"""The pictures of sheets in the how-to pages are what the program makes of the example, and the example is decided."""

from __future__ import annotations

import importlib.util
from datetime import date

import cchc_rules as cr
from cchc_rules.intake.row_decisions import decide_rows
from tests.pages import DOCS

SCRIPT = DOCS / "draw_sheets.py"
EXAMPLE = DOCS.parent / "examples" / "office_table"


def test_no_picture_is_stale():
    """If this fails, run `python docs/draw_sheets.py` and look at what changed."""
    spec = importlib.util.spec_from_file_location("draw_sheets", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    stale = [
        name for name, text in module.pictures().items() if (module.PICTURES / name).read_text(encoding="utf-8") != text
    ]
    assert [] == stale


def test_the_example_is_decided_as_it_stands():
    """The mapping fits the ruleset that is shipped; each unit has the verdict the how-to speaks of."""
    program = cr.compile(cr.load("quan-12-2022"), "agency")
    table = cr.read(program, EXAMPLE / "office.xlsx", map=EXAMPLE / "mapping.yaml")
    found = {one.id: one.status for one in decide_rows(program, table, as_of=date(2022, 12, 15))}
    expected = {"NV": "eligible", "TC": "undetermined", "TP": "undetermined"}
    assert expected | {"P01": "ineligible", "P02": "ineligible", "P03": "invalid"} == found
