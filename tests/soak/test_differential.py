"""P1: direct against reference on twenty thousand generated pairs; a million in `make soak`."""

from __future__ import annotations

import pytest

from tests.soak.differential import EXPECTED_REFUSALS, run

PROGRAMS = range(10_000, 10_150)
CANDIDATES = 82
SLICES = [PROGRAMS[start : start + 50] for start in range(0, len(PROGRAMS), 50)]


@pytest.mark.parametrize("seeds", SLICES, ids=lambda seeds: f"programs {seeds.start}-{seeds.stop - 1}")
def test_direct_is_the_reference(seeds):
    """Direct reads as the parser reads and decides as the reference decides, on generated programs and candidates."""
    tally = run(seeds, CANDIDATES)
    assert [] == tally.disagreements, "\n".join(tally.disagreements)
    assert set(tally.refused) <= EXPECTED_REFUSALS
    assert sum(tally.refused.values()) <= 0.1 * len(seeds)  # sheets whose lines cannot add up


def test_the_pairs_are_many_and_tell_things_apart():
    """The pairs compared are 10,000 at least (a million in `make soak`), and every outcome is among them often."""
    tally = run(PROGRAMS[:20], CANDIDATES)
    assert len(PROGRAMS) * CANDIDATES >= 10_000
    assert all(count > 0.03 * tally.outcomes.total() for count in tally.outcomes.values())
    assert 4 == len(tally.outcomes)
    assert tally.read > 0.4 * tally.pairs
    assert 0 < tally.wrong < 0.25 * tally.pairs
