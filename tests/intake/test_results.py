"""Results written: no cell is a formula, JSON can be read back."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.reports.report import Report
from cchc_rules.reports.texts import safe_cell, write_csv, write_json, write_json_lines
from tests.intake.made import decided, program, read

TABLE = "id,name,disciplined,rating\n'=1+1,\"=cmd|' /C calc'!A0\",Không,Tốt\n@A2,\t+84,Có,Giỏi\n"


@given(st.text(max_size=5))
def test_no_cell_starts_as_a_formula(text):
    """A cell begins with none of = + - @ tab and carriage return; other cells stay as they are."""
    safe = safe_cell(text)
    assert safe[:1] not in ("=", "+", "-", "@", "\t", "\r") or not safe
    assert text in (safe, safe.removeprefix("'"))


@pytest.mark.parametrize("reasons", [False, True])
def test_every_csv_row_is_as_wide_as_the_header(tmp_path, reasons):
    """One row a candidate, each with every column, none of them a formula."""
    out = StringIO(newline="")
    write_csv(Report(program(), decided(read(tmp_path, TABLE)), all_reasons=reasons), out)
    rows = list(csv.reader(StringIO(out.getvalue(), newline="")))
    assert ([len(rows[0])] * 3, "'@A2") == ([len(row) for row in rows], rows[2][1])
    assert [] == [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_json_holds_what_was_decided_and_by_what(tmp_path):
    """The ruleset, the program's digest, counts and one result a candidate; JSON Lines hold them without facts."""
    results = decided(read(tmp_path, TABLE))
    whole, lines = StringIO(), StringIO()
    report = Report(program(), results, "en", all_reasons=True)
    write_json(report, whole)
    write_json_lines(report, lines)
    document = json.loads(whole.getvalue())
    assert {"undetermined": 1, "invalid": 1} == document["counts"]
    assert ("small", program().digest) == (document["ruleset"]["id"], document["program"])
    first, *rest = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert program().digest == first.pop("footing")["program"]
    assert all("facts" in one for one in document["results"])
    assert [{key: one[key] for key in one if key != "facts"} for one in document["results"]] == [first, *rest]
