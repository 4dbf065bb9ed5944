"""What wide conditions cost columns."""

from __future__ import annotations

from itertools import accumulate

import polars as pl

from cchc_rules.engines.columns import evaluate_frame
from cchc_rules.engines.columns.planner import plan
from tests.properties.drawing import made


def depth(text: str) -> int:
    """How deep the brackets of a text nest."""
    depths = accumulate((one in "([") - (one in ")]") for one in text)
    return max(depths)


def test_four_hundred_operands_make_one_level_of_the_query():
    """Operands of one ``and`` or ``or`` stand side by side: a chain costs Polars the square of its length."""
    facts = {f"f{place}": "integer" for place in range(400)}
    tests = [f"f{place} >= {place}" for place in range(400)]
    program = made({"facts": facts, "criteria": {"every": " and ".join(tests), "some": " or ".join(tests)}})
    assert max(depth(str(column)) for step in plan(program).steps for column in step.columns.values()) < 12
    rows = {f"f{place}": [place, place, place - 1] for place in range(400)}
    rows["f399"] = [399, None, 398]
    found = evaluate_frame(program, pl.DataFrame(rows))
    assert ["met", "unknown", "unmet"] == found["outcome:every"].to_list()
    assert ["met", "met", "unmet"] == found["outcome:some"].to_list()
