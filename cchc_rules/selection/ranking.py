"""One ranking: who must and who may stand before whom, and what that leaves of ranks and places (design 3.20).

A candidate has a best and a worst position. Whatever is still open is open for each candidate by itself, so B *must*
stand before A where B's worst position is before A's best, and *may* where B's best is before A's worst. Counting them
needs sorted positions only; no two candidates are ever compared.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, NamedTuple, TypeAlias

from cchc_rules.language.selection_rules import Ties
from cchc_rules.selection.quotas import Quota
from cchc_rules.values import Truth

Standing: TypeAlias = Literal["in", "out", "open"]

BEFORE_ALL: Final = -1
"""A position before those there are, which count from 0."""


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


@dataclass(frozen=True)
class Contenders:
    """Contenders by columns: those of a whole list, or of one ranking. Equal roles are one object."""

    roles: Sequence[Role]
    best: Sequence[int]
    worst: Sequence[int]
    first: Sequence[int]
    last: Sequence[int]

    def __getitem__(self, index: int) -> Contender:
        return Contender(self.roles[index], self.best[index], self.worst[index], self.first[index], self.last[index])

    def pick(self, rows: Sequence[int]) -> Contenders:
        """Those of some rows."""
        best, worst, first, last = (
            [column[row] for row in rows] for column in (self.best, self.worst, self.first, self.last)
        )
        return Contenders([self.roles[row] for row in rows], best, worst, first, last)

    @cached_property
    def by_identity(self) -> Mapping[int, Role]:
        """The roles that occur: a handful, whatever the number of rows."""
        return {id(role): role for role in self.roles}

    def filter(self, column: Sequence[int], holds: Callable[[Role], object]) -> Sequence[int]:
        """What a column has for those whose role something holds of."""
        passing = {key for key, role in self.by_identity.items() if holds(role)}
        if len(passing) == len(self.by_identity):
            return column
        return [one for one, role in zip(column, self.roles, strict=True) if id(role) in passing] if passing else []


def may_run(role: Role) -> bool:
    """Whether a candidate is in the running, or perhaps."""
    return role.runs is not False


def surely_runs(role: Role) -> bool:
    """Whether a candidate is surely in the group and in the running."""
    return role.belongs and role.runs is True


class RankCounter:
    """Counts, over the contenders of one group, between which ranks each of them can come."""

    def __init__(self, contenders: Contenders, *, is_dense: bool) -> None:
        starts, ends = (_start_places if is_dense else _start_candidates)(contenders)
        self._ahead, self._before = {}, {}
        ahead = before = 0
        for position in sorted({*contenders.best, *contenders.worst}):
            self._ahead[position], self._before[position] = ahead, before
            ahead, before = ahead + ends[position], before + starts[position]

    def count(self, one: Contender) -> tuple[int, int] | None:
        """The best and the worst rank of a contender, None where it never runs."""
        if one.role.runs is False:
            return None
        return 1 + self._ahead[one.best], 1 + self._before[one.worst] - (one.best < one.worst)

    def count_all(self, contenders: Contenders) -> list[tuple[int, int] | None]:
        """The same of each of several."""
        ahead, before = self._ahead, self._before
        return [
            None if role.runs is False else (1 + ahead[best], 1 + before[worst] - (best < worst))
            for role, best, worst in zip(contenders.roles, contenders.best, contenders.worst, strict=True)
        ]


def _start_candidates(contenders: Contenders) -> tuple[Counter[int], Counter[int]]:
    """At each position how many may run and begin there, and how many surely run and end there."""
    perhaps, surely = contenders.filter(contenders.best, may_run), contenders.filter(contenders.worst, surely_runs)
    return Counter(perhaps), Counter(surely)


def _start_places(contenders: Contenders) -> tuple[Counter[int], Counter[int]]:
    """The same of places that equals share; an open candidate may have one of its own, and need not."""
    best, worst = (contenders.filter(one, may_run) for one in (contenders.best, contenders.worst))
    pairs = list(zip(best, worst, strict=True))
    starts = Counter(begin for begin, end in pairs if begin != end)
    starts.update({begin for begin, end in pairs if begin == end})
    best, worst = (contenders.filter(one, surely_runs) for one in (contenders.best, contenders.worst))
    return starts, Counter({begin for begin, end in zip(best, worst, strict=True) if begin == end})


class Cut:
    """Tells, over the contenders of one group, who is taken whatever comes, who is not, and of whom it is open.

    For `in` everything goes against a candidate: whoever may stand in front does, runs, and adds to the base no more
    than that makes certain; for `out` everything goes for it. One more in front weighs no less than one more in the
    base (`QuotaShare`), so these are the worst and the best of all completions, and both only grow harder from one
    position to the next: of all contenders that have the same role, the limits are found once.
    """

    def __init__(self, contenders: Contenders, quota: Quota, ties: Ties, *, base_is_running: bool = False) -> None:
        self._quota, self._running = quota, base_is_running
        # With `all` equals push nobody out; with `none` equals of the last one push one another out.
        self._find_in_front = bisect_left if ties == "all" else bisect_right
        self._find_ahead = bisect_right if ties == "none" else bisect_left
        first, last = contenders.first, contenders.last
        self._firsts = sorted(contenders.filter(first, may_run))
        self._gaining = sorted(contenders.filter(first, self._gains))
        self._lasts = sorted(contenders.filter(last, surely_runs))
        self._spared = sorted(contenders.filter(last, self._is_spared))
        self._after_all = max(last, default=0) + 1
        roles = [(contenders.by_identity[key], times) for key, times in Counter(map(id, contenders.roles)).items()]
        self.least_base = sum(times * self._add_at_least(role) for role, times in roles)
        counts = [((role.runs if base_is_running else role.counts), times) for role, times in roles]
        self.most_base = sum(times for counted, times in counts if counted is not False)
        self._limits: dict[tuple[Role, bool], tuple[int, int]] = {}

    def tell(self, one: Contender) -> Standing:
        """What stands for a contender, given that it belongs to the group."""
        taken, out = self._limit(one.role, one.first == one.last)
        return "in" if one.last < taken else "out" if one.first >= out else "open"

    def tell_all(self, contenders: Contenders) -> list[Standing]:
        """The same of each of several."""
        limits = {
            (key, settled): self._limit(role, settled)
            for key, role in contenders.by_identity.items()
            for settled in (False, True)
        }
        found: list[Standing] = []
        for role, first, last in zip(contenders.roles, contenders.first, contenders.last, strict=True):
            taken, out = limits[id(role), first == last]
            found.append("in" if last < taken else "out" if first >= out else "open")
        return found

    def _limit(self, role: Role, settled: bool) -> tuple[int, int]:
        """The first position that is not surely taken, and the first that surely is not."""
        if role.runs is False:
            return BEFORE_ALL, BEFORE_ALL
        key = role, settled
        if key not in self._limits:
            taken = _find_first(lambda last: not self._is_in(role, last, settled=settled), BEFORE_ALL, self._after_all)
            out = _find_first(lambda first: self._is_out(role, first, settled=settled), BEFORE_ALL, self._after_all)
            # Whoever only perhaps runs is never surely taken.
            self._limits[key] = (taken if role.runs else BEFORE_ALL), out
        return self._limits[key]

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
