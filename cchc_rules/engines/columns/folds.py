"""The folds ``all any count percent sum min max`` as summaries of a layer and expressions over its parent.

A member is *surely in* when the filter is true, *perhaps in* when it is unknown. Every fold is unknown over a list
nobody stated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import polars as pl

from cchc_rules.engines.columns.plan import Layer, PlanDraft, SummaryKind
from cchc_rules.engines.columns.rounding import (
    INT64,
    ROUNDOFF,
    ColumnAmount,
    ColumnEnd,
    Term,
    TermKind,
    integer,
    one_number,
    raw,
)
from cchc_rules.values import MOST_MEMBERS


@dataclass(frozen=True, slots=True)
class MemberFold:
    """What is folded: the layer of the members, how many each list has (null: not stated), the filter."""

    draft: PlanDraft
    layer: Layer
    size: pl.Expr
    filter: pl.Expr | None

    @property
    def is_stated(self) -> pl.Expr:
        """Whether somebody stated the list."""
        return self.size.is_not_null()

    @property
    def surely_in(self) -> pl.Expr | None:
        """Whether the filter is true; None without one."""
        return None if self.filter is None else self.filter.fill_null(value=False)

    @property
    def not_out(self) -> pl.Expr | None:
        """Whether the filter is true or unknown; None without one."""
        return None if self.filter is None else self.filter.fill_null(value=True)

    def count(self, flags: pl.Expr, among: pl.Expr | None = None) -> pl.Expr:
        """How many members, of some among all, a condition is true of."""
        counted = flags if among is None else among & flags
        return self.draft.summarise(self.layer, counted, "count").cast(pl.Int64)

    def summarise(self, value: pl.Expr, how: SummaryKind) -> pl.Expr:
        """A summary of the values of the members that are surely in."""
        inside = value if self.filter is None else pl.when(self.filter).then(value)
        return self.draft.summarise(self.layer, inside, how)

    def knows(self, unknown: pl.Expr) -> pl.Expr:
        """Whether the filter and the value of every member not surely out are known."""
        if self.filter is not None:
            unknown = self.filter.fill_null(value=True) & (unknown | self.filter.is_null())
        return self.is_stated & (self.count(unknown) == 0)


@dataclass(frozen=True, slots=True)
class Window:
    """The years a run must fill: so many up to the one it ends with, in the rows of its members; ``year`` is theirs."""

    year: pl.Expr
    last: pl.Expr
    size: int

    @property
    def holds(self) -> pl.Expr:
        """Whether the year of a member lies in it; unknown where the last year is."""
        return (self.year > self.last - self.size) & (self.year <= self.last)


def fold_all(fold: MemberFold, body: pl.Expr) -> pl.Expr:
    """False with a member surely in refuted, true with one seen and none in doubt."""
    refuted = fold.count(~body, fold.surely_in)
    doubtful = fold.count(~body.fill_null(value=False), fold.not_out)
    seen = fold.count(body, fold.surely_in)
    return (
        pl.when(fold.is_stated & (refuted > 0))
        .then(False)
        .when(fold.is_stated & (seen > 0) & (doubtful == 0))
        .then(True)
    )


def fold_any(fold: MemberFold, body: pl.Expr) -> pl.Expr:
    """True with a member seen, false with none in doubt."""
    truth = body if fold.filter is None else fold.filter & body
    seen, doubtful = fold.count(truth), fold.count(truth.is_null())
    return pl.when(fold.is_stated & (seen > 0)).then(True).when(fold.is_stated & (doubtful == 0)).then(False)


def count(fold: MemberFold, body: pl.Expr) -> ColumnAmount:
    """How many members it holds of surely, and how many at most."""
    truth = body if fold.filter is None else fold.filter & body
    low, high = (fold.count(flags) for flags in (truth, truth.fill_null(value=True)))
    ends = (ColumnEnd(integer(pl.when(fold.is_stated).then(end), MOST_MEMBERS)) for end in (low, high))
    return ColumnAmount(*ends)


def count_years(fold: MemberFold, body: pl.Expr, window: Window, one_year: pl.Expr, *, gaps_fail: bool) -> ColumnAmount:
    """Of how many years of a window the body surely holds, and of how many it may.

    ``one_year`` says of each list whether the last year is known; where ``gaps_fail`` the body does not hold of a year
    without a member, else that is not known.
    """
    low, high = (fold.count(flags, window.holds) for flags in (body, body.fill_null(value=True)))
    if not gaps_fail:  # keys are told apart: a window has as many listed years as members
        high = high + window.size - fold.count(window.holds)
    known = fold.is_stated & one_year
    ends = (ColumnEnd(integer(pl.when(known).then(end), window.size)) for end in (low, high))
    return ColumnAmount(*ends)


def share(fold: MemberFold, body: pl.Expr) -> ColumnAmount:
    """Bounds of the share over all completions; unknown unless some member is surely in."""
    known, possible = body.fill_null(value=False), body.fill_null(value=True)
    surely = fold.size if fold.surely_in is None else fold.count(fold.surely_in)
    low_top, high_top = fold.count(known, fold.surely_in), fold.count(possible, fold.surely_in)
    low_under = high_under = surely
    if fold.filter is not None:  # who is perhaps in lowers the share unless met, and raises it if perhaps met
        perhaps = fold.filter.is_null()
        up = fold.count(possible, perhaps)
        low_under, high_under = surely + fold.count(~known, perhaps), surely + up
        high_top = high_top + up
    ends = (
        ColumnEnd(
            integer(pl.when(fold.is_stated & (surely > 0)).then(100 * top), 100 * MOST_MEMBERS),
            integer(under, MOST_MEMBERS),
        )
        for top, under in ((low_top, low_under), (high_top, high_under))
    )
    return ColumnAmount(*ends)


def add_up(fold: MemberFold, body: ColumnAmount) -> ColumnAmount:
    """The sum: unknown when a value is; a member perhaps in adds something from 0 to its value."""
    if fold.filter is None:
        return _each_end(fold, body, _sum)
    perhaps = fold.filter.is_null()
    low, high = body.low.top, body.high.top
    # Whatever a double is off by, the lesser (or greater) of it and 0 is off by no more.
    ends = (
        replace(low, value=pl.when(perhaps & (low.value > 0)).then(0).otherwise(low.value), rest=None),
        replace(high, value=pl.when(perhaps & (high.value < 0)).then(0).otherwise(high.value), rest=None),
    )
    inside = replace(fold, filter=fold.not_out)
    return _each_end(inside, ColumnAmount(*map(ColumnEnd, ends)), _sum)


def take_extreme(fold: MemberFold, kind: SummaryKind, body: ColumnAmount) -> ColumnAmount:
    """The least or greatest (``min``, ``max``) number: unknown when a filter or a value is."""
    return _each_end(fold, body, partial(_extreme, kind=kind))


def take_extreme_date(fold: MemberFold, kind: SummaryKind, body: pl.Expr) -> pl.Expr:
    """The earliest or latest date: unknown when a filter or a date is."""
    return pl.when(fold.knows(body.is_null())).then(fold.summarise(body, kind))


def _each_end(
    fold: MemberFold, body: ColumnAmount, summary: Callable[[MemberFold, pl.Expr, Term], Term]
) -> ColumnAmount:
    unknown = body.low.top.value.is_null()
    if body.is_scalar:
        return one_number(summary(fold, fold.knows(unknown), body.low.top))
    known = fold.knows(unknown | body.high.top.value.is_null())
    return ColumnAmount(*(ColumnEnd(summary(fold, known, end.top)) for end in (body.low, body.high)))


def _extreme(fold: MemberFold, known: pl.Expr, term: Term, kind: SummaryKind) -> Term:
    found = pl.when(known).then(fold.summarise(term.value, kind))
    match term.kind:
        case TermKind.INTEGER:
            return integer(found, term.size)
        case TermKind.RAW:
            return raw(found, term.size)
        case TermKind.COMPUTED:  # the least of some numbers is as near to the least double as each is to its own
            magnitude, whole = _exactness(fold, term, "max")
            return Term(found, term.kind, term.size, magnitude, whole, max(term.slack, ROUNDOFF), term.places)


def _sum(fold: MemberFold, known: pl.Expr, term: Term) -> Term:
    size = term.size * MOST_MEMBERS
    if term.kind is TermKind.INTEGER and size <= INT64:
        return integer(pl.when(known).then(fold.summarise(term.value, "total")), size)
    found = pl.when(known).then(fold.summarise(term.value.cast(pl.Float64), "sum"))
    magnitude, whole = _exactness(fold, term, "sum")
    slack = max(term.slack, ROUNDOFF)  # whole numbers are cast
    # Each of n additions, in whatever order, rounds once: n u of the sum M of magnitudes, besides their own slack s.
    # M as computed may be n u too small: (s + n u) (1 + n u) < s + 2 * ROUNDOFF n, which is s + 4 n u, while s <= 1.
    grown = magnitude * (1.0 + fold.size.cast(pl.Float64) * (2 * ROUNDOFF / slack))
    return Term(found, TermKind.COMPUTED, size, grown, whole, slack, term.places)


def _exactness(fold: MemberFold, term: Term, how: SummaryKind) -> tuple[pl.Expr, pl.Expr]:
    """The magnitude of what is summed up, and whether all of it is whole."""
    inside = ~term.whole if fold.filter is None else fold.filter & ~term.whole
    return fold.summarise(term.magnitude, how), fold.count(inside) == 0
