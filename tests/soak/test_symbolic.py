"""The terms of the solver against the reference on a few generated pairs; 20,000 in `make soak`."""

from __future__ import annotations

import pytest

from tests.soak.symbolic import run


@pytest.mark.parametrize("seed", range(500, 520, 5))
def test_symbolic_is_the_reference(seed):
    """Facts written into the terms, or asserted of a candidate nobody knows, give what the reference gives, alone."""
    tally = run(range(seed, seed + 5))
    assert [] == tally.disagreements, "\n".join(tally.disagreements)
    assert tally.pairs >= 60
