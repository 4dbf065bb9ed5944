"""Costs grow with what is declared, not with its square: counted in calls, which no busy machine changes."""

from __future__ import annotations

import functools
import gc
import sys
from collections.abc import Callable

import pytest

from benchmarks import growth
from cchc_rules.engines.direct.orders import FEW_LEVELS

SIZES = {"levels": FEW_LEVELS + 10}
"""Both sizes of a scale are beyond that from which limits on it share a table."""

SIZE = 60

MOST = 2.04
"""A linear step makes at most twice as many calls; a square shows as 2.06 here and as 2.8 at the benchmark's size."""


@pytest.fixture(scope="module")
def caches(tmp_path_factory):
    """Every cache of a function, those of modules that steps load included; looked for once, among all there is."""
    write, _ = growth.GROWING["facts"]
    for _, work in growth.steps_of(*write(2), tmp_path_factory.mktemp("first")):
        work()
    return [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper)]


def count_calls(work: Callable[[], object], caches: list[functools._lru_cache_wrapper]) -> int:
    """How many calls of Python and C functions the work makes."""
    calls = 0
    for cache in caches:
        cache.cache_clear()  # what other tests left there would be saved by one of the two sizes only

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("name", growth.GROWING)
def test_doubling_multiplies_the_calls_of_no_step_as_a_square_would(name, tmp_path, caches):
    """Twice as many, each read twice: no step makes more than twice as many calls."""
    write, _ = growth.GROWING[name]
    sizes = [times * SIZES.get(name, SIZE) for times in (1, 2)]
    small, large = (
        {step: count_calls(work, caches) for step, work in growth.steps_of(*write(size), tmp_path)} for size in sizes
    )
    assert {} == {step: large[step] / small[step] for step in small if large[step] > MOST * small[step]}
