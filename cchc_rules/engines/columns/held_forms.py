"""What a node becomes (a truth, an amount or a plain value), held in columns and brought to the layers below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias, TypeVar, cast

import polars as pl

from cchc_rules.engines.columns.plan import Layer, PlanDraft
from cchc_rules.engines.columns.rounding import (
    INT64,
    ColumnAmount,
    ColumnEnd,
    Term,
    TermKind,
    integer,
    raw,
)
from cchc_rules.engines.columns.word_codes import PlainColumn

Form: TypeAlias = "pl.Expr | ColumnAmount | PlainColumn"
Change: TypeAlias = Callable[[pl.Expr], pl.Expr]
F = TypeVar("F", bound=Form)


def hold(form: F, draft: PlanDraft, layer: Layer) -> F:
    """The form with each of its expressions in a column of the layer, computed once; what is one stays one."""
    held: dict[int, tuple[pl.Expr, pl.Expr]] = {}  # beside its column each stays alive, and its id its own

    def write(expression: pl.Expr) -> pl.Expr:
        if id(expression) not in held:
            held[id(expression)] = expression, pl.col(draft.hold(layer, expression))
        return held[id(expression)][1]

    found = _change(form, write)
    draft.flush(layer)
    return found


def bring(form: F, draft: PlanDraft, layer: Layer, above: Layer) -> F:
    """A held form of an outer layer, in columns of this one."""
    if layer is above:
        return form
    return _change(form, lambda expression: draft.bring(layer, above, expression.meta.output_name()))


def _change(form: F, change: Change) -> F:
    match form:
        case ColumnAmount():
            low = _change_end(form.low, change)
            return cast(F, ColumnAmount(low, low if form.is_scalar else _change_end(form.high, change)))
        case PlainColumn():
            return form if form.constant is not None else cast(F, replace(form, value=change(form.value)))
        case pl.Expr():
            return cast(F, change(form))


def _change_end(end: ColumnEnd, change: Change) -> ColumnEnd:
    return ColumnEnd(_change_term(end.top, change), None if end.under is None else _change_term(end.under, change))


def _change_term(term: Term, change: Change) -> Term:
    """The term over changed expressions; what follows from the value alone is not held beside it."""
    if term.constant is not None:
        return term
    value = change(term.value)
    match term.kind:
        case TermKind.INTEGER if term.size <= INT64:
            return integer(value, term.size)
        case TermKind.RAW:
            return raw(value, term.size)
        case TermKind.INTEGER | TermKind.COMPUTED:
            magnitude = change(term.magnitude) if term.bound is None else term.magnitude
            whole = term.whole if term.is_plain else change(term.whole)
            return replace(term, value=value, magnitude=magnitude, whole=whole)
