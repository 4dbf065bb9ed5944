"""The folds ``all any count percent sum min max`` as summaries of a level and expressions over its parent.

A member is *surely in* when the filter is true, *perhaps in* when it is unknown. Every fold is unknown over a list
nobody stated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from cchc_rules.engines.columns.plan import Draft, Level
from cchc_rules.engines.columns.terms import ROUNDING, Amount, End, Term, integer, raw, scalar
from cchc_rules.language.checking.bounds import MOST_MEMBERS

COUNTED: Final = 100 * MOST_MEMBERS


@dataclass(frozen=True, slots=True)
class Folded:
    """What is folded: the level of the members, how many each list has (null: not stated), the filter."""

    draft: Draft
    level: Level
    size: pl.Expr
    filter: pl.Expr | None

    @property
    def stated(self) -> pl.Expr:
        """Whether somebody stated the list."""
        return self.size.is_not_null()

    def count(self, flags: pl.Expr) -> pl.Expr:
        """How many members a condition is true of."""
        return self.draft.summed(self.level, flags, "count").cast(pl.Int64)

    def summed(self, column: pl.Expr, how: str) -> pl.Expr:
        """A summary of a column."""
        return self.draft.summed(self.level, column, how)

    @property
    def surely_in(self) -> pl.Expr:
        """Whether the filter is true."""
        assert self.filter is not None
        return self.filter.fill_null(value=False)

    @property
    def not_out(self) -> pl.Expr:
        """Whether the filter is true or unknown."""
        assert self.filter is not None
        return self.filter.fill_null(value=True)


def _among(filter_: pl.Expr | None, flags: pl.Expr) -> pl.Expr:
    return flags if filter_ is None else filter_ & flags


def folded_truth(folded: Folded, kind: str, body: pl.Expr) -> pl.Expr | Amount:
    """The form of a fold over truths."""
    match kind:
        case "all":
            return _all(folded, body)
        case "any":
            return _any(folded, body)
        case "count":
            return _count(folded, body)
        case _:
            return _percent(folded, body)


def _all(folded: Folded, body: pl.Expr) -> pl.Expr:
    sure, open_ = (None, None) if folded.filter is None else (folded.surely_in, folded.not_out)
    refuted = folded.count(_among(sure, ~body))
    doubtful = folded.count(_among(open_, ~body.fill_null(value=False)))
    seen = folded.count(_among(sure, body))
    return (
        pl.when(folded.stated & (refuted > 0)).then(False).when(folded.stated & (seen > 0) & (doubtful == 0)).then(True)
    )


def _any(folded: Folded, body: pl.Expr) -> pl.Expr:
    truth = _among(folded.filter, body)
    seen = folded.count(truth)
    doubtful = folded.count(truth.is_null())
    return pl.when(folded.stated & (seen > 0)).then(True).when(folded.stated & (doubtful == 0)).then(False)


def _count(folded: Folded, body: pl.Expr) -> Amount:
    truth = _among(folded.filter, body)
    low = pl.when(folded.stated).then(folded.count(truth))
    high = pl.when(folded.stated).then(folded.count(truth.fill_null(value=True)))
    return Amount(End(integer(low, MOST_MEMBERS)), End(integer(high, MOST_MEMBERS)))


def _percent(folded: Folded, body: pl.Expr) -> Amount:
    """Bounds of the share over all completions; unknown unless some member is surely in."""
    sure = None if folded.filter is None else folded.surely_in
    known, possible = body.fill_null(value=False), body.fill_null(value=True)
    surely = folded.size if folded.filter is None else folded.count(folded.surely_in)
    met, most = folded.count(_among(sure, known)), folded.count(_among(sure, possible))
    low_top, high_top, low_under, high_under = met, most, surely, surely
    if folded.filter is not None:
        perhaps = folded.filter.is_null()
        up = folded.count(perhaps & possible)
        low_under = surely + folded.count(perhaps & ~known)
        high_top, high_under = most + up, surely + up
    ends = [_share(folded, surely, *pair) for pair in ((low_top, low_under), (high_top, high_under))]
    return Amount(*ends)


def _share(folded: Folded, surely: pl.Expr, top: pl.Expr, under: pl.Expr) -> End:
    part = pl.when(folded.stated & (surely > 0)).then(100 * top)
    return End(integer(part, COUNTED), integer(under, MOST_MEMBERS))


def folded_amount(folded: Folded, kind: str, body: Amount) -> Amount:
    """The form of ``sum``, ``min`` or ``max`` over numbers: unknown when a filter or a value is."""
    unknown = (
        body.low.top.value.is_null() if body.scalar else body.low.top.value.is_null() | body.high.top.value.is_null()
    )
    known = _known(folded, unknown)
    if body.scalar:
        return scalar(_summary(folded, kind, known, body.low.top))
    return Amount(End(_summary(folded, kind, known, body.low.top)), End(_summary(folded, kind, known, body.high.top)))


def folded_value(folded: Folded, kind: str, body: pl.Expr) -> pl.Expr:
    """``min`` or ``max`` of dates."""
    known = _known(folded, body.is_null())
    return pl.when(known).then(folded.summed(_inside(folded, body), kind))


def _known(folded: Folded, unknown: pl.Expr) -> pl.Expr:
    """Whether the filter and the value of every member not surely out are known."""
    open_ = unknown if folded.filter is None else folded.not_out & (unknown | folded.filter.is_null())
    return folded.stated & (folded.count(open_) == 0)


def _inside(folded: Folded, value: pl.Expr) -> pl.Expr:
    return value if folded.filter is None else pl.when(folded.filter).then(value)


def _summary(folded: Folded, kind: str, known: pl.Expr, term: Term) -> Term:
    value = _inside(folded, term.value)
    if kind == "sum":
        return _sum(folded, known, term, value)
    found = pl.when(known).then(folded.summed(value, kind))
    match term.kind:
        case "integer":
            return integer(found, term.size)
        case "raw":
            return raw(found, term.size)
        case _:
            magnitude, whole = _exactness(folded, term, "max")
            return Term(found, "double", term.size, magnitude, whole, max(term.slack, ROUNDING), term.places)


def _sum(folded: Folded, known: pl.Expr, term: Term, value: pl.Expr) -> Term:
    size = term.size * MOST_MEMBERS
    if term.kind == "integer" and size <= 2**63:
        return integer(pl.when(known).then(folded.summed(value, "total")), size)
    found = pl.when(known).then(folded.summed(value.cast(pl.Float64), "sum"))
    magnitude, whole = _exactness(folded, term, "sum")
    slack = max(term.slack, ROUNDING)
    # Each addition may round once: errors grow with the number of members.
    grown = magnitude * (1.0 + folded.size.cast(pl.Float64) * (2 * ROUNDING / slack))
    return Term(found, "double", size, grown, whole, slack, term.places)


def _exactness(folded: Folded, term: Term, how: str) -> tuple[pl.Expr, pl.Expr]:
    magnitude = folded.summed(_inside(folded, term.magnitude), how)
    return magnitude, folded.count(_inside(folded, ~term.whole)) == 0
