"""A program → its plan: checks, criteria and the verdict over the levels of a batch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import reduce
from typing import Final, cast

import polars as pl

from cchc_rules.engines.columns.expressions import Expressions, Here
from cchc_rules.engines.columns.plan import Plan, PlanDraft
from cchc_rules.program.program import LoweredCriterion, Program
from cchc_rules.values import INVALID, NOT_APPLICABLE, OUTCOMES, UNKNOWN, UNMET

OUTCOME_WORDS: Final = pl.Enum([one.value for one in OUTCOMES])
"""The outcomes in the order of their codes: words are as quick to write as numbers, and need no turning into words."""

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
    draft = PlanDraft()
    here = Expressions(draft, dict(program.definitions), as_of).at_root()
    failed = [here.truth(check.require) == False for check in program.checks]  # noqa: E712 - an expression
    codes: dict[int, pl.Expr] = {}
    truths = [_criterion(criterion, here, codes) for criterion in program.criteria]
    verdict = coded(draft.compute(draft.root, pl.all_horizontal(truths)), verdict_words(program))
    outcomes = {f"o{position}": codes[position] for position in range(len(program.order))}
    checks = {f"k{index}": one.fill_null(value=False) for index, one in enumerate(failed)}
    draft.root.pending.update({**checks, **outcomes, "verdict": verdict})
    near = draft.near()
    if near is not None:
        draft.root.pending["near"] = near
    draft.flush(draft.root)
    return Plan(tuple(draft.steps), tuple(outcomes), "verdict", tuple(checks), None if near is None else "near")


def verdict_words(program: Program) -> pl.Enum:
    """The verdicts a row of a frame may have, in the order of their codes."""
    return pl.Enum([*(one.value for one in program.ruleset.decides.verdicts), INVALID])


def coded(truth: pl.Expr, words: pl.Enum) -> pl.Expr:
    """The first of some words where true, the second where false, else the third."""
    met, unmet, unknown = (pl.lit(word, dtype=words) for word in words.categories[:3])
    return pl.when(truth.is_null()).then(unknown).when(truth).then(met).otherwise(unmet)  # faster than by `~truth`


def _criterion(criterion: LoweredCriterion, here: Here, codes: dict[int, pl.Expr]) -> pl.Expr:
    """What a top-level criterion counts as for the verdict; its outcome and its members' go into ``codes``."""
    required = _required(criterion, here, codes)
    if criterion.applies is None:
        codes[criterion.position] = coded(required, OUTCOME_WORDS)
        return required
    applies = here.truth(criterion.applies)
    counts_as = required | ~applies
    codes[criterion.position] = coded(counts_as, OUTCOME_WORDS)
    unmet, open_, off = (pl.lit(OUTCOMES[code].value, dtype=OUTCOME_WORDS) for code in (UNMET, UNKNOWN, NOT_APPLICABLE))
    for member in _members(criterion):  # never unmet while the group may not apply
        refuted = codes[member.position] == unmet
        codes[member.position] = pl.when(refuted & applies.is_null()).then(open_).otherwise(codes[member.position])
    for one in (criterion, *_members(criterion)):
        codes[one.position] = pl.when(~applies).then(off).otherwise(codes[one.position])
    return counts_as


def _required(criterion: LoweredCriterion, here: Here, codes: dict[int, pl.Expr]) -> pl.Expr:
    if criterion.require is not None:
        return here.truth(criterion.require)
    truths = []
    for member in criterion.members:
        truths.append(_required(member, here, codes))
        codes[member.position] = coded(truths[-1], OUTCOME_WORDS)
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
