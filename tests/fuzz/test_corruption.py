"""P18: five hundred corrupted inputs here, ten thousand in `make soak` (`python -m tests.soak.fuzzing`)."""

from __future__ import annotations

import pytest

from tests.fuzz.trials import trial
from tests.soak import fuzzing

BLOCK = 50


@pytest.mark.parametrize("start", range(0, 500, BLOCK))
def test_only_our_own_errors(start):
    """Whatever bytes, expressions, parameters or facts go in, a result or one of our documented errors comes out."""
    failures = [found for seed in range(start, start + BLOCK) if (found := trial(seed))]
    assert [] == failures, "\n".join(failures)


@pytest.mark.soak
def test_only_our_own_errors_by_the_ten_thousand():
    """Ten thousand corrupted inputs give results or our own errors."""
    assert 0 == fuzzing.main(["--inputs", "10000"])
