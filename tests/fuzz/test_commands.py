"""Runs of the command drawn from what each verb says it takes: a few here, by the ten thousand in the soak."""

from __future__ import annotations

import pytest

from tests.soak import commands


@pytest.mark.parametrize("seed", range(10))
def test_every_verb_ends_with_a_code_of_its_own_and_loses_no_row(seed):
    """Whatever files and options: 0, 1 or 2, no traceback, in time, no row lost in silence, no draft left."""
    assert [] == [one.wrong for one in commands.run(seed) if one.wrong]


@pytest.mark.soak
def test_every_verb_ends_by_the_ten_thousand():
    """Twenty thousand runs, a thousand of them processes of their own."""
    assert 0 == commands.main(["--runs", "20000"])
