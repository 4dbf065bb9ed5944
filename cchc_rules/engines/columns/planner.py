"""A program → its plan: checks, criteria and the verdict over the layers of a batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, assert_never, cast

import polars as pl

from cchc_rules.engines.columns.algebra import ColumnsAlgebra, Site
from cchc_rules.engines.columns.plan import Plan, PlanDraft
from cchc_rules.engines.columns.result_columns import ResultDraft, write_results
from cchc_rules.language.nodes import Node
from cchc_rules.program.program import LoweredCriterion, Program
from cchc_rules.program.translation import Translation
from cchc_rules.values import INVALID, NOT_APPLICABLE, OUTCOMES, UNKNOWN, UNMET

OUTCOME_WORDS: Final = pl.Enum([one.value for one in OUTCOMES])
"""The outcomes in the order of their codes: words are as quick to write as numbers, and need no turning into words."""

MOST_PLANS: Final = 8
"""How many dates of decision a program remembers plans for: a plan takes some 100 kB and milliseconds to make again."""


def plan(program: Program, as_of: date | None = None) -> Plan:
    """The plan of a program as of a date, made on first use. Cost: milliseconds then."""
    plans = cast(dict[date | None, Plan], program._engine.setdefault("columns", {}))
    if (found := plans.get(as_of)) is None:
        if len(plans) >= MOST_PLANS:
            plans.clear()
        found = plans[as_of] = _build(program, as_of)
    return found


def _build(program: Program, as_of: date | None) -> Plan:
    draft = PlanDraft()
    algebra, root = ColumnsAlgebra(program, as_of), Site(draft, draft.root, {})
    translation = Translation(algebra, dict(program.definitions))
    results = write_results(program, ResultDraft(translation, algebra, root))
    criteria = _Criteria(lambda node: translation.truth(node, root))
    failed = [criteria.truth(check.require) == False for check in program.checks]  # noqa: E712 - an expression
    verdict = _find_verdict(criteria, program, draft, results.are_open)
    outcomes = {f"o{position}": criteria.codes[position] for position in range(len(program.order))}
    checks = {f"k{index}": one.fill_null(value=False) for index, one in enumerate(failed)}
    draft.root.pending.update({**checks, **outcomes, **results.columns, "verdict": verdict})
    near = draft.near()
    if near is not None:
        draft.root.pending["near"] = near
    draft.flush(draft.root)
    near_name = None if near is None else "near"
    return Plan(tuple(draft.steps), tuple(outcomes), "verdict", tuple(checks), near_name, tuple(results.columns))


def _find_verdict(criteria: _Criteria, program: Program, draft: PlanDraft, are_open: Sequence[pl.Expr]) -> pl.Expr:
    """The verdict of each row: by the criteria that refuse, then by those that defer.

    ``are_open`` are the results that a grading waits for: an open one counts as an unknown criterion.
    """
    refusing: list[pl.Expr] = []
    deferring: list[pl.Expr] = []
    for criterion in program.criteria:
        (deferring if criterion.criterion.defers else refusing).append(criteria.decide(criterion))
    refusing += [pl.when(~one).then(True) for one in are_open]
    words = verdict_words(program)
    refused = draft.compute(draft.root, pl.all_horizontal(refusing or [pl.lit(True)]))
    verdict = code_truth(refused, words)
    if not deferring:
        return verdict
    favourable, _, undetermined, deferred = (pl.lit(word, dtype=words) for word in words.categories[:4])
    put_off = draft.compute(draft.root, pl.all_horizontal(deferring))
    later = pl.when(put_off.is_null()).then(undetermined).when(put_off).then(favourable).otherwise(deferred)
    return pl.when(refused.fill_null(value=False)).then(later).otherwise(verdict)


def verdict_words(program: Program) -> pl.Enum:
    """The verdicts a row of a frame may have, in the order of their codes."""
    return pl.Enum([*(one.value for one in program.verdicts), INVALID])


def code_truth(truth: pl.Expr, words: pl.Enum) -> pl.Expr:
    """The first of some words where true, the second where false, else the third."""
    met, unmet, unknown = (pl.lit(word, dtype=words) for word in words.categories[:3])
    return pl.when(truth.is_null()).then(unknown).when(truth).then(met).otherwise(unmet)  # faster than by `~truth`


@dataclass(frozen=True, slots=True)
class _Criteria:
    """Writes criteria; ``codes`` are the outcomes of those written, and of their members, by position."""

    truth: Callable[[Node], pl.Expr]
    codes: dict[int, pl.Expr] = field(default_factory=dict)

    def decide(self, criterion: LoweredCriterion) -> pl.Expr:
        """What a top-level criterion counts as for the verdict."""
        required, codes = self._require(criterion), self.codes
        if criterion.applies is None:
            codes[criterion.position] = code_truth(required, OUTCOME_WORDS)
            return required
        applies = self.truth(criterion.applies)
        counts_as = required | ~applies
        codes[criterion.position] = code_truth(counts_as, OUTCOME_WORDS)
        unmet, open_, off = (
            pl.lit(OUTCOMES[one].value, dtype=OUTCOME_WORDS) for one in (UNMET, UNKNOWN, NOT_APPLICABLE)
        )
        places = [one.position for one in criterion.family()]
        for place in places[1:]:  # never unmet while the group may not apply
            refuted = codes[place] == unmet
            codes[place] = pl.when(refuted & applies.is_null()).then(open_).otherwise(codes[place])
        for place in places:
            codes[place] = pl.when(~applies).then(off).otherwise(codes[place])
        return counts_as

    def _require(self, criterion: LoweredCriterion) -> pl.Expr:
        if criterion.require is not None:
            return self.truth(criterion.require)
        truths = [self._require(member) for member in criterion.members]
        for member, truth in zip(criterion.members, truths, strict=True):
            self.codes[member.position] = code_truth(truth, OUTCOME_WORDS)
        match criterion.group:
            case "all":
                return pl.all_horizontal(truths)
            case "any":
                return pl.any_horizontal(truths)
            case "at_least" | "":
                met = pl.sum_horizontal(truth.fill_null(value=False).cast(pl.Int32) for truth in truths)
                possible = pl.sum_horizontal(truth.fill_null(value=True).cast(pl.Int32) for truth in truths)
                return pl.when(met >= criterion.least).then(True).when(possible < criterion.least).then(False)
            case _:
                assert_never(criterion.group)
