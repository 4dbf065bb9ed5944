"""What a changed value would do: the same candidates decided under each variant, in one pass over them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from cchc_rules.analysis.variants import Variant, make_variants, restrict_rest
from cchc_rules.engines.direct.engine import code as direct_code
from cchc_rules.evaluation import RowResult, evaluate_many
from cchc_rules.program.program import Program
from cchc_rules.values import INVALID, UNDETERMINED, UNFAVOURABLE, Value

MOST_WHO_TURN: Final = 1_000
"""How many of those who turn are named under each variant; the others are counted."""

Redecide = Callable[[Variant, Sequence[int]], Iterable[str]]
"""What comes of some rows, by their places, under a variant, as they were handed in."""


@dataclass(slots=True)
class VariantCounts:
    """What a variant does: how many have each verdict, from which to which they turn, who turns."""

    about: str
    label: str
    counts: Counter[str] = field(default_factory=Counter)
    turns: Counter[tuple[str, str]] = field(default_factory=Counter)
    turned: list[tuple[str | None, str, str]] = field(default_factory=list)

    def add(self, statuses: Iterable[str], before: Iterable[str], ids: Iterable[str | None]) -> None:
        """Counts some rows: what came of them, what came of them before, who they are."""
        for status, was, id in zip(statuses, before, ids, strict=True):
            self.counts[status] += 1
            if status != was:
                self.turns[was, status] += 1
                if len(self.turned) < MOST_WHO_TURN:
                    self.turned.append((id, was, status))

    def to_dict(self) -> dict[str, Any]:
        """The counts as plain data."""
        turns = [{"before": before, "after": after, "count": count} for (before, after), count in self.turns.items()]
        turned = [{"id": id, "before": before, "after": after} for id, before, after in self.turned]
        own = {"about": self.about, "value": self.label, "counts": dict(self.counts)}
        return {**own, "turns": turns, "turned": turned}


@dataclass(frozen=True)
class WhatIf:
    """What each variant does to the same candidates; ``base`` counts them as they are."""

    program: Program
    base: Counter[str]
    variants: tuple[VariantCounts, ...]

    def to_dict(self) -> dict[str, Any]:
        """The counts as plain data."""
        ruleset = self.program.ruleset
        own = {"ruleset": ruleset.id, "version": ruleset.version, "category": self.program.category.id}
        return {**own, "counts": dict(self.base), "variants": [one.to_dict() for one in self.variants]}


def what_if(
    program: Program,
    candidates: Any,
    vary: Mapping[str, Iterable[Any]],
    *,
    exchange: Mapping[str, str] | None = None,
    as_of: date | None = None,
) -> WhatIf:
    """How many candidates would have which verdict, and who would turn, with other values of a parameter or a fact.

    ``vary`` has the values of each by name, each tried alone; a fact has the value for everybody. ``exchange`` has
    other requirements of criteria, as expressions by id. ``candidates`` are rows of facts as for `evaluate_many`, or a
    frame as for `evaluate_frame`, which needs Polars. Raises RulesetError and FactError for what cannot be varied, and
    FactError for a bad ``as_of``. Cost: one evaluation, and for each value one of the criteria that read what is
    varied; a value that checks, rolls or results read, or that may put off, costs a whole one.
    """
    variants = make_variants(program, vary, exchange)
    if isinstance(candidates, Sequence):
        rows: Sequence[Mapping[str, Any]] = candidates
        results = list(evaluate_many(program, rows, as_of=as_of))

        def redecide(variant: Variant, places: Sequence[int]) -> Iterator[str]:
            return decide_rows_again(variant, [rows[place] for place in places], as_of)

        return count_results(program, variants, results, redecide, as_of)
    from cchc_rules.analysis.frame_variants import count_frame

    return count_frame(program, variants, candidates, as_of)


def decide_rows_again(variant: Variant, rows: Iterable[Mapping[str, Any]], as_of: date | None) -> Iterator[str]:
    """What comes of rows under a variant, whole; the base's other rows of the same id are not among them."""
    fact = variant.fact
    changed = rows if fact is None else ({**row, fact.name: variant.raw} for row in rows)
    return (one.status for one in evaluate_many(variant.program, list(changed), as_of=as_of))


def count_results(
    program: Program,
    variants: Sequence[Variant],
    results: Sequence[RowResult],
    redecide: Redecide,
    as_of: date | None,
) -> WhatIf:
    """The counts over rows that were decided one by one."""
    before, ids = [one.status for one in results], [one.id for one in results]
    found = []
    decided = _decide_rest(variants, results)
    for variant in variants:
        counts = VariantCounts(variant.about, variant.label)
        counts.add(_decide_variant(variant, results, before, redecide, decided), before, ids)
        found.append(counts)
    return WhatIf(program, Counter(before), tuple(found))


def _decide_rest(variants: Iterable[Variant], results: Sequence[RowResult]) -> dict[tuple[int, ...], list[int]]:
    """What the criteria come to that no variant with the same touched ones changes: once for all of them."""
    found: dict[tuple[int, ...], list[int]] = {}
    for variant in variants:
        if variant.apart and variant.touched not in found:
            rest = restrict_rest(variant)
            found[variant.touched] = [] if rest is None else [_find_verdict(rest, one) for one in results]
    return found


def _find_verdict(program: Program, result: RowResult, slot: int | None = None, value: Value = None) -> int:
    """The verdict's code on the values of a row, one of them exchanged; undetermined where there are none."""
    decision = result.decision
    if decision is None:
        return UNDETERMINED
    values = decision.values
    if slot is not None:
        values = (*values[:slot], value, *values[slot + 1 :])
    return direct_code(program).decide(values, decision.as_of)[0]


def _decide_variant(
    variant: Variant,
    results: Sequence[RowResult],
    before: Sequence[str],
    redecide: Redecide,
    decided: Mapping[tuple[int, ...], list[int]],
) -> list[str]:
    """What comes of every row. A row whose candidate cannot be told stays invalid."""
    found = list(before)
    again = [place for place, one in enumerate(results) if one.decision is not None]
    if variant.apart:
        part, rest = variant.part, decided[variant.touched]
        slot = None if variant.fact is None else variant.fact.slot
        words = variant.base.verdicts
        for place in again:
            if part is not None and before[place] != INVALID:
                code = _find_verdict(part, results[place], slot, variant.value)
                found[place] = words[join_codes(code, rest[place] if rest else None)].value
        if variant.fact is None:
            return found
        again = [place for place in again if before[place] == INVALID]  # perhaps for the value that is varied
    for place, status in zip(again, redecide(variant, again), strict=True):
        found[place] = status
    return found


def join_codes(one: int, other: int | None) -> int:
    """The verdict of two lots of criteria that put nobody off: unfavourable, else undetermined, where either is."""
    both = (one, other)
    return next((code for code in (UNFAVOURABLE, UNDETERMINED) if code in both), one)
