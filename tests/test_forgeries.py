"""Forgeries of records, journals and rulesets: none is taken for the one in use."""

from __future__ import annotations

from random import Random

import pytest

from tests.soak.forgeries import KINDS


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("number", [8, pytest.param(100, marks=pytest.mark.soak)])
def test_no_forgery_is_taken(kind, number, tmp_path):
    """Each of many of one kind is refused, or said to rest on other rules than those in use."""
    rng, taken = Random(kind.__name__), []
    for attempt in range(number):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        if kind(rng, folder) is None:
            taken.append(attempt)
    assert [] == taken
