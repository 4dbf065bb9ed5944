"""A program → its plan: checks, criteria and the verdict over the levels of a batch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import reduce
from typing import cast

import polars as pl

from cchc_rules.engines.columns.expressions import Expressions, Here
from cchc_rules.engines.columns.plan import Draft, Plan
from cchc_rules.program.program import LoweredCriterion, Program
from cchc_rules.values import MET, NOT_APPLICABLE, UNKNOWN, UNMET

MOST_PLANS = 8
"""How many dates of decision a program remembers plans for."""


def plan(program: Program, as_of: date | None = None) -> Plan:
    """The plan of a program as of a date, made on first use. Cost: milliseconds then."""
    plans = cast(dict[date | None, Plan], program._engine.setdefault("columns", {}))
    if (found := plans.get(as_of)) is None:
        if len(plans) >= MOST_PLANS:
            plans.clear()
        found = plans[as_of] = _made(program, as_of)
    return found


def _made(program: Program, as_of: date | None) -> Plan:
    draft = Draft()
    here = Expressions(draft, dict(program.definitions), as_of).at_root()
    failed = [here.truth(check.require) == False for check in program.checks]  # noqa: E712 - an expression
    codes: dict[int, pl.Expr] = {}
    truths = [_criterion(criterion, here, codes) for criterion in program.criteria]
    verdict = coded(draft.computed(draft.root, pl.all_horizontal(truths)))
    outcomes = {f"o{position}": codes[position] for position in range(len(program.order))}
    checks = {f"k{index}": one.fill_null(value=False) for index, one in enumerate(failed)}
    draft.root.pending.update({**checks, **outcomes, "verdict": verdict})
    near = draft.near()
    if near is not None:
        draft.root.pending["near"] = near
    draft.flush(draft.root)
    return Plan(tuple(draft.steps), tuple(outcomes), "verdict", tuple(checks), None if near is None else "near")


def coded(truth: pl.Expr) -> pl.Expr:
    """met 0, unmet 1, unknown 2. A chain of choices: over a plain column it is the fastest form."""
    met, unmet, unknown = (pl.lit(code, dtype=pl.UInt8) for code in (MET, UNMET, UNKNOWN))
    return pl.when(truth).then(met).when(~truth).then(unmet).otherwise(unknown)


def _criterion(criterion: LoweredCriterion, here: Here, codes: dict[int, pl.Expr]) -> pl.Expr:
    """What a top-level criterion counts as for the verdict; its outcome and its members' go into ``codes``."""
    required = _required(criterion, here, codes)
    if criterion.applies is None:
        codes[criterion.position] = coded(required)
        return required
    applies = here.truth(criterion.applies)
    counts_as = required | ~applies
    codes[criterion.position] = coded(counts_as)
    off, open_ = pl.lit(NOT_APPLICABLE, dtype=pl.UInt8), pl.lit(UNKNOWN, dtype=pl.UInt8)
    for member in _members(criterion):  # never unmet while the group may not apply
        unmet = codes[member.position] == UNMET
        codes[member.position] = pl.when(unmet & applies.is_null()).then(open_).otherwise(codes[member.position])
    for one in (criterion, *_members(criterion)):
        codes[one.position] = pl.when(~applies).then(off).otherwise(codes[one.position])
    return counts_as


def _required(criterion: LoweredCriterion, here: Here, codes: dict[int, pl.Expr]) -> pl.Expr:
    if criterion.require is not None:
        return here.truth(criterion.require)
    truths = []
    for member in criterion.members:
        truths.append(_required(member, here, codes))
        codes[member.position] = coded(truths[-1])
    match criterion.group:
        case "all":
            return reduce(lambda a, b: a & b, truths)
        case "any":
            return reduce(lambda a, b: a | b, truths)
        case _:
            return _at_least(criterion.least, truths)


def _at_least(least: int, truths: list[pl.Expr]) -> pl.Expr:
    met = pl.sum_horizontal(truth.fill_null(value=False).cast(pl.Int32) for truth in truths)
    possible = pl.sum_horizontal(truth.fill_null(value=True).cast(pl.Int32) for truth in truths)
    return pl.when(met >= least).then(True).when(possible < least).then(False)


def _members(criterion: LoweredCriterion) -> Iterator[LoweredCriterion]:
    for member in criterion.members:
        yield member
        yield from _members(member)
