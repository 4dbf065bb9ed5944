"""What a node becomes (a truth, an amount or a plain value), held in columns and brought to the levels below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import polars as pl

from cchc_rules.engines.columns.plan import Layer, PlanDraft
from cchc_rules.engines.columns.terms import INT64, ColumnAmount, ColumnEnd, Term, TermKind, integer, raw
from cchc_rules.engines.columns.words import Plain

Form: TypeAlias = "pl.Expr | ColumnAmount | Plain"
Change: TypeAlias = Callable[[pl.Expr], pl.Expr]


def held(form: Form, draft: PlanDraft, level: Layer) -> Form:
    """The form with each of its expressions in a column of the level, computed once."""
    found = _changed(form, lambda expression: pl.col(draft.hold(level, expression)))
    draft.flush(level)
    return found


def brought(form: Form, draft: PlanDraft, level: Layer, above: Layer) -> Form:
    """A held form of an outer level, in columns of this one."""

    def copied(expression: pl.Expr) -> pl.Expr:
        return draft.bring(level, above, expression.meta.output_name())

    return form if level is above else _changed(form, copied)


def _changed(form: Form, change: Change) -> Form:
    match form:
        case ColumnAmount():
            low = _changed_end(form.low, change)
            return ColumnAmount(low, low if form.is_scalar else _changed_end(form.high, change))
        case Plain():
            return form if form.constant is not None else replace(form, value=change(form.value))
        case _:
            return change(form)


def _changed_end(end: ColumnEnd, change: Change) -> ColumnEnd:
    return ColumnEnd(_changed_term(end.top, change), None if end.under is None else _changed_term(end.under, change))


def _changed_term(term: Term, change: Change) -> Term:
    """The term over changed expressions; what follows from the value alone is not kept beside it."""
    if term.constant is not None:
        return term
    value = change(term.value)
    match term.kind:
        case TermKind.INTEGER if term.size <= INT64:
            return integer(value, term.size)
        case TermKind.RAW:
            return raw(value, term.size)
        case _:
            return replace(term, value=value, magnitude=change(term.magnitude), whole=change(term.whole))
