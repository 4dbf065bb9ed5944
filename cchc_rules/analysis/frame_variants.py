"""Variants over frames: whole columns, the criteria that no variant changes decided once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from cchc_rules.analysis.trials import MOST_WHO_TURN, VariantCounts, WhatIf
from cchc_rules.analysis.variants import Variant, restrict_rest
from cchc_rules.engines.columns import decide_frame, evaluate_frame
from cchc_rules.engines.columns.frame_input import polars_frame
from cchc_rules.problems import import_optional
from cchc_rules.program.program import Program
from cchc_rules.values import UNDETERMINED, UNFAVOURABLE


def count_frame(program: Program, variants: Sequence[Variant], frame: Any, as_of: date | None) -> WhatIf:
    """The counts over a Polars, Arrow or pandas frame; see `what_if`."""
    counting = FrameCounting(program, variants, as_of)
    counting.add(frame)
    return counting.result()


class FrameCounting:
    """Counts over frames that come one after another; ``cells`` says that values are from the cells of a file.

    ``doubled`` are the identities that stand twice in all the frames together; None: there is one frame.
    """

    def __init__(
        self,
        program: Program,
        variants: Sequence[Variant],
        as_of: date | None,
        *,
        cells: bool = False,
        doubled: frozenset[str] | None = None,
    ) -> None:
        self.doubled = doubled
        self.pl = import_optional("polars", extra="polars")
        self.program, self.variants, self.as_of, self.cells = program, variants, as_of, cells
        self.base: Counter[str] = Counter()
        self.counts = [VariantCounts(one.about, one.label) for one in variants]

    def result(self) -> WhatIf:
        """What was counted so far."""
        return WhatIf(self.program, self.base, tuple(self.counts))

    def add(self, given: Any, nameless: Any = None) -> None:
        """Counts the rows of a frame; ``nameless`` marks rows that are invalid whatever they hold."""
        pl = self.pl
        frame = polars_frame(given)
        asked: dict[str, Any] = {"as_of": self.as_of, "cells": self.cells}
        if self.doubled is None:
            found = self._decide(self.program, frame)
        else:
            found = decide_frame(self.program, frame, doubled=self.doubled, **asked).table()
        before, refused = found.get_column("verdict"), found.get_column("provisional").is_null()
        invalid = before == "invalid"
        lost = invalid & refused
        if nameless is not None:
            before = self._mark(before, nameless)
            lost, invalid = lost | nameless, invalid | nameless
        for status, count in before.value_counts().iter_rows():
            self.base[status] += count
        ids = frame.get_column("id") if "id" in frame.columns else pl.repeat(None, frame.height, eager=True)
        rest: dict[tuple[int, ...], Any] = {}
        for variant, counts in zip(self.variants, self.counts, strict=True):
            after = self._decide_variant(variant, frame, before, invalid, lost, rest)
            self._count(counts, before, after, ids)

    def _decide(self, program: Program, frame: Any) -> Any:
        return evaluate_frame(program, frame, as_of=self.as_of, cells=self.cells, outcomes=False)

    def _mark(self, verdicts: Any, flags: Any) -> Any:
        pl = self.pl
        return pl.select(pl.when(flags).then(pl.lit("invalid", dtype=verdicts.dtype)).otherwise(verdicts)).to_series()

    def _decide_variant(
        self, variant: Variant, frame: Any, before: Any, invalid: Any, lost: Any, rest: dict[tuple[int, ...], Any]
    ) -> Any:
        """The verdict of every row under a variant, as words of the base's."""
        pl = self.pl
        changed = frame.drop("id", "name", strict=False)
        if variant.fact is not None:
            value = pl.Series(variant.fact.name, [variant.raw]).new_from_index(0, frame.height)
            changed = changed.with_columns(value)
        if not variant.apart:
            found = self._decide(variant.program, changed).get_column("verdict").cast(before.dtype)
            return self._mark(found, lost)
        if variant.part is None:
            after = before
        else:
            if variant.touched not in rest:
                others = restrict_rest(variant)
                rest[variant.touched] = None if others is None else self._decide_part(others, frame)
            after = self._join(self._decide_part(variant.part, changed), rest[variant.touched], before, invalid)
        again = (invalid & ~lost).arg_true()
        if variant.fact is not None and len(again):
            found = self._decide(variant.program, changed[again]).get_column("verdict").cast(before.dtype)
            after = after.scatter(again, found)
        return after

    def _decide_part(self, program: Program, frame: Any) -> Any:
        """The verdicts of some criteria, of the columns that these read alone."""
        reads = {slot for one in program.criteria for slot in one.reads}
        names = [one.name for one in program.facts if one.slot in reads and one.name in frame.columns]
        read = frame.select(names or frame.columns[:1])
        return self._decide(program, read).get_column("verdict")

    def _join(self, part: Any, rest: Any, before: Any, invalid: Any) -> Any:
        """`join_codes` of whole columns."""
        pl = self.pl
        if rest is not None:
            worst = pl
            for word in (self.program.verdicts[code].value for code in (UNFAVOURABLE, UNDETERMINED)):
                worst = worst.when((part == word) | (rest == word)).then(pl.lit(word, dtype=before.dtype))
            part = pl.select(worst.otherwise(part)).to_series()
        return pl.select(pl.when(invalid).then(before).otherwise(part)).to_series()

    def _count(self, counts: VariantCounts, before: Any, after: Any, ids: Any) -> None:
        pl = self.pl
        for status, count in after.value_counts().iter_rows():
            counts.counts[status] += count
        moved = (before != after).arg_true()
        pairs = pl.DataFrame({"before": before[moved], "after": after[moved]})
        for was, status, count in pairs.group_by("before", "after").len().sort("before", "after").iter_rows():
            counts.turns[was, status] += count
        room = moved[: MOST_WHO_TURN - len(counts.turned)]
        named = zip(
            ids.gather(room).to_list(), before.gather(room).to_list(), after.gather(room).to_list(), strict=True
        )
        counts.turned += [(None if id is None else str(id), was, status) for id, was, status in named]
