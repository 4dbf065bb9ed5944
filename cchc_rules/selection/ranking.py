"""One ranking: who must and who may stand before whom, and what that leaves of ranks and places (design 3.20).

A candidate has a best and a worst position. Whatever is still open is open for each candidate by itself, so B *must*
stand before A where B's worst position is before A's best, and *may* where B's best is before A's worst. Counting them
needs sorted positions only; no two candidates are ever compared.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple, TypeAlias

from cchc_rules.language.selection_rules import Ties
from cchc_rules.selection.quotas import Quota
from cchc_rules.values import Truth

Standing: TypeAlias = Literal["in", "out", "open"]


class Role(NamedTuple):
    """What role a candidate has in one ranking.

    ``belongs``: surely to this group, else perhaps. Given that it belongs: ``runs``, whether it is in the running, and
    ``counts``, whether the base of a share counts it (where that is not the running itself).
    """

    belongs: bool
    runs: Truth
    counts: Truth


class Contender(NamedTuple):
    """A candidate as one ranking sees it: its positions by the keys, and at the cut, where preferences speak too."""

    role: Role
    best: int
    worst: int
    first: int
    last: int


class RankCounter:
    """Counts, over the contenders of one group, between which ranks each of them can come."""

    def __init__(self, contenders: Sequence[Contender], *, is_dense: bool) -> None:
        positions = sorted({one.best for one in contenders} | {one.worst for one in contenders})
        self._index = {position: index for index, position in enumerate(positions)}
        add = _count_places if is_dense else _count_candidates
        self._ahead, self._before = add(contenders, self._index)

    def count(self, one: Contender) -> tuple[int, int]:
        """The best and the worst rank of a contender, were it to run."""
        itself = one.role.runs is not False and one.best < one.worst
        return 1 + self._ahead[self._index[one.best]], 1 + self._before[self._index[one.worst]] - itself


def _count_candidates(contenders: Sequence[Contender], index: dict[int, int]) -> tuple[list[int], list[int]]:
    """For each position how many surely run and end before it, and how many may run and may begin before it."""
    ahead, before = [0] * (len(index) + 1), [0] * (len(index) + 1)
    for (belongs, runs, _), best, worst, _, _ in contenders:
        if runs is not False:
            before[index[best] + 1] += 1
            if belongs and runs:
                ahead[index[worst] + 1] += 1
    return list(accumulate(ahead)), list(accumulate(before))


def _count_places(contenders: Sequence[Contender], index: dict[int, int]) -> tuple[list[int], list[int]]:
    """The same of places that equals share; an open candidate may have one of its own, and need not."""
    ahead, settled, unsettled = ([0] * (len(index) + 1) for _ in range(3))
    for (belongs, runs, _), best, worst, _, _ in contenders:
        if runs is False:
            continue
        if best != worst:
            unsettled[index[best] + 1] += 1
            continue
        settled[index[best] + 1] = 1
        if belongs and runs:
            ahead[index[best] + 1] = 1
    before = (one + other for one, other in zip(settled, unsettled, strict=True))
    return list(accumulate(ahead)), list(accumulate(before))


class Cut:
    """Tells, over the contenders of one group, who is taken whatever comes, who is not, and of whom it is open.

    For `in` everything goes against a candidate: whoever may stand in front does, runs, and adds to the base no more
    than that makes certain; for `out` everything goes for it. One more in front weighs no less than one more in the
    base (`QuotaShare`), so these are the worst and the best of all completions, and both only grow harder from one
    position to the next: of all contenders that have the same role, the limits are found once.
    """

    def __init__(
        self, contenders: Sequence[Contender], quota: Quota, ties: Ties, *, base_is_running: bool = False
    ) -> None:
        self._quota, self._running = quota, base_is_running
        # With `all` equals push nobody out; with `none` equals of the last one push one another out.
        self._find_in_front = bisect_left if ties == "all" else bisect_right
        self._find_ahead = bisect_right if ties == "none" else bisect_left
        roles = Counter(one.role for one in contenders)
        gaining = {role for role in roles if self._gains(role)}
        spared = {role for role in roles if self._is_spared(role)}
        self._firsts = sorted(one.first for one in contenders if one.role.runs is not False)
        self._gaining = sorted(one.first for one in contenders if one.role in gaining) if gaining else []
        self._lasts = sorted(one.last for one in contenders if one.role.belongs and one.role.runs)
        self._spared = sorted(one.last for one in contenders if one.role in spared) if spared else []
        self._ends = min(self._firsts, default=0) - 1, max((one.last for one in contenders), default=0) + 1
        self.least_base = sum(count * self._add_at_least(role) for role, count in roles.items())
        self.most_base = sum(count * self._add_at_most(role) for role, count in roles.items())
        self._limits: dict[tuple[Role, bool], tuple[int, int]] = {}

    def tell(self, one: Contender) -> Standing:
        """What stands for a contender, given that it belongs to the group."""
        role = one.role
        if role.runs is False:
            return "out"
        key = role, one.first == one.last
        limits = self._limits.get(key)
        if limits is None:
            limits = self._limits[key] = self._find_limits(*key)
        if role.runs and one.last < limits[0]:
            return "in"
        return "out" if one.first >= limits[1] else "open"

    def _find_limits(self, role: Role, settled: bool) -> tuple[int, int]:
        """The first position that is not surely taken, and the first that surely is not."""
        return (
            _find_first(lambda last: not self._is_in(role, last, settled=settled), *self._ends),
            _find_first(lambda first: self._is_out(role, first, settled=settled), *self._ends),
        )

    def _is_in(self, role: Role, last: int, *, settled: bool) -> bool:
        """Whether even the worst leaves a place."""
        itself = 1 if self._find_in_front is bisect_right else int(not settled)
        front = self._find_in_front(self._firsts, last) - itself
        gains = self._find_in_front(self._gaining, last) - itself * self._gains(role)
        base = self.least_base - self._add_at_least(role) + gains + self._add_in_front(role)
        return front < self._quota.count_least(base)

    def _is_out(self, role: Role, first: int, *, settled: bool) -> bool:
        """Whether even the best leaves none."""
        itself = int(settled and self._find_ahead is bisect_right)
        ahead = self._find_ahead(self._lasts, first) - (itself if role.belongs and role.runs else 0)
        spared = self._find_ahead(self._spared, first) - (itself if self._is_spared(role) else 0)
        return ahead >= self._quota.count_most(self.most_base - spared)

    def _add_at_least(self, role: Role) -> int:
        """What a contender adds to the base where it stands behind: as little as may be."""
        return int(role.belongs and (role.runs if self._running else role.counts) is True)

    def _add_in_front(self, role: Role) -> int:
        """What it adds to the base at least, while it belongs and runs."""
        return 1 if self._running else int(role.counts is True)

    def _add_at_most(self, role: Role) -> int:
        """What it adds to the base at most."""
        return int((role.runs if self._running else role.counts) is not False)

    def _gains(self, role: Role) -> bool:
        """Whether it adds to the base by standing in front."""
        return role.runs is not False and self._add_in_front(role) > self._add_at_least(role)

    def _is_spared(self, role: Role) -> bool:
        """Whether, standing before a candidate, it had better not be there at all: it would add to both or to none."""
        if self._running:
            return role.runs is not False and not (role.belongs and role.runs)
        return not role.belongs and role.runs is True and role.counts is not False


def _find_first(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The first whole number from ``low`` on of which something holds, as it then does of all after it; or ``high``."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low
