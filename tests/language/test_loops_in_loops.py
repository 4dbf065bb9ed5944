"""Loops within loops: which of them cost the product of two lists."""

from __future__ import annotations

import pytest

from tests.test_linter import codes


@pytest.mark.parametrize(
    ("require", "expected"),
    [
        ("any(any(v.done != u.done for v in units) for u in units)", ["loop-in-loop"]),
        ("any(u.done for u in units if count(x.done != u.done for x in extras) > 1)", ["loop-in-loop"]),
        ("any(u.done and count(v.done for v in units) > 1 for u in units)", []),
        ("any(u.done for u in units) and any(x.done for x in extras)", []),
    ],
)
def test_loops_in_loops(require: str, expected: list[str]) -> None:
    """A loop that reads the member of another is said, whichever list it runs over; one worked out once is not."""
    assert expected == [code for code in codes(require) if code == "loop-in-loop"]
