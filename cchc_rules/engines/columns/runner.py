"""Running a plan on the rows of a batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import assert_never

import polars as pl

from cchc_rules.engines.columns.layers import Rows, member_rows
from cchc_rules.engines.columns.plan import Bring, Compute, Open, Plan, Step, Summary, SumUp
from cchc_rules.phrases import phrase
from cchc_rules.problems import EngineDisagreement


@dataclass
class Opened:
    """A layer being worked on: its rows, its parent, and which of the list's own rows each one is (None: itself)."""

    rows: Rows
    source: Rows
    parent: int | None = None
    numbers: pl.Series | None = None


@dataclass
class Run:
    """One batch being decided."""

    layers: dict[int, Opened] = field(default_factory=dict)

    def frame(self, layer: int) -> pl.DataFrame:
        """The columns of a layer."""
        return self.layers[layer].rows.frame

    def add(self, layer: int, frame: pl.DataFrame) -> None:
        """Adds columns to a layer."""
        self.layers[layer].rows.frame = self.frame(layer).hstack(frame)

    def up(self, layer: int, above: int) -> pl.Series | None:
        """The row of ``above`` for each row of ``layer``; None where they are the same."""
        found: pl.Series | None = None
        while layer != above:
            here = self.layers[layer]
            parents = here.rows.parents
            found = parents if found is None else parents.gather(found)
            assert here.parent is not None
            layer = here.parent
        return found

    def compute(self, step: Compute) -> None:
        """Runs one step of expressions."""
        rows = self.layers[step.layer].rows
        rows.frame = rows.frame.lazy().with_columns(**step.columns).collect()

    def bring(self, step: Bring) -> None:
        """Copies a column of an outer layer."""
        numbers = self.up(step.layer, step.above)
        assert numbers is not None
        column = self.frame(step.above).get_column(step.column).gather(numbers)
        self.add(step.layer, column.rename(step.name).to_frame())

    def open(self, step: Open) -> None:
        """Opens the members of a list."""
        holder = self.layers[step.holder]
        source = holder.source.lists[step.slot]
        above = self.up(step.parent, step.holder)
        if holder.numbers is not None:
            above = holder.numbers if above is None else holder.numbers.gather(above)
        if above is None:
            self.layers[step.layer] = Opened(Rows(source.frame, source.sizes), source, step.parent)
        else:
            rows, numbers = member_rows(source, above)
            self.layers[step.layer] = Opened(rows, source, step.parent, numbers)

    def sum_up(self, step: SumUp) -> None:
        """Sums up columns of a layer for each row of its parent."""
        here = self.layers[step.layer]
        assert here.parent is not None
        summaries = {summary.name: summary.column for summary in step.summaries}
        members = here.rows.frame.lazy().with_columns(**summaries)
        if any(summary.how in _OVER for summary in step.summaries):
            members = members.with_columns(here.rows.parents.alias("parents"))
        found = members.select([_state_summary(summary, here.rows.last) for summary in step.summaries]).collect()
        empty = pl.lit(here.rows.sizes) == 0
        self.add(here.parent, found.select([_read_summary(summary, empty) for summary in step.summaries]))


_OVER = ("sum", "min", "max")


def _state_summary(summary: Summary, last: pl.Series) -> pl.Expr:
    """The running count, or the summary of the rows of one parent, read at each parent's last row."""
    column = pl.col(summary.name)
    match summary.how:
        case "count":
            running = column.fill_null(value=False).cast(pl.UInt32).cum_sum()
        case "total":
            running = column.fill_null(value=0).cum_sum()
        case "sum":
            running = column.sum().over("parents")
        case "min":
            running = column.min().over("parents")
        case "max":
            running = column.max().over("parents")
        case _:
            assert_never(summary.how)
    return running.gather(pl.lit(last))


def _read_summary(summary: Summary, empty: pl.Expr) -> pl.Expr:
    column = pl.col(summary.name)
    match summary.how:
        case "count" | "total":
            # INVARIANT: the members of each parent follow those of the one before, so running counts may be subtracted.
            running = column.fill_null(value=0)
            return (running - running.shift(1, fill_value=0)).alias(summary.name)
        case "sum":
            return pl.when(~empty).then(column).otherwise(0.0).alias(summary.name)
        case "min" | "max":
            return pl.when(~empty).then(column).alias(summary.name)
        case _:
            assert_never(summary.how)


def run(
    plan: Plan, rows: Rows, *, outcomes: Iterable[int] | None = None, results: Iterable[str] | None = None
) -> pl.DataFrame:
    """The columns the plan ends in, a row a candidate, in order.

    ``outcomes`` and ``results`` are those asked for, all when None.

    Raises EngineDisagreement when rows got lost.
    """
    work = Run({0: Opened(Rows(rows.frame), rows)})
    tail = takewhile(lambda step: isinstance(step, Compute) and step.layer == 0, reversed(plan.steps))
    first_last = len(plan.steps) - sum(1 for _ in tail)
    for step in plan.steps[:first_last]:
        match step:
            case Compute():
                work.compute(step)
            case SumUp():
                work.sum_up(step)
            case Bring():
                work.bring(step)
            case Open():
                work.open(step)
    names = name_columns(plan, outcomes, results)
    if not first_last:  # nothing was gathered from members
        return write_query(work.frame(0).lazy(), plan.steps, names).collect()
    query = write_query(work.frame(0).lazy(), plan.steps[first_last:], names, "row")
    return check_rows(query.collect(), rows.frame.height)


def write_query(rows: pl.LazyFrame, steps: Sequence[Step], names: Iterable[str], *beside: str) -> pl.LazyFrame:
    """One lazy query for steps that only compute: Polars leaves out what nobody asks for and shares the rest.

    ``names`` are columns of the last step, ``beside`` columns of the rows.
    """
    *before, last = steps
    for step in before:
        assert isinstance(step, Compute)
        rows = rows.with_columns(**step.columns)
    assert isinstance(last, Compute)
    return rows.select(*beside, **{name: last.columns[name] for name in names})


def name_columns(plan: Plan, outcomes: Iterable[int] | None, results: Iterable[str] | None) -> list[str]:
    """The names of the columns a plan ends in that are asked for; its last step can compute them all."""
    near = [plan.near] if plan.near else []
    found = plan.outcomes if outcomes is None else [plan.outcomes[position] for position in outcomes]
    return [*plan.failed, plan.verdict, *found, *(plan.results if results is None else results), *near]


def check_rows(found: pl.DataFrame, height: int) -> pl.DataFrame:
    """The frame, once its row numbers show that every row is there, in its place."""
    in_place = (
        found.height == height and found.select((pl.col("row") == pl.int_range(pl.len(), dtype=pl.UInt32)).all()).item()
    )
    if not in_place:
        raise EngineDisagreement(phrase("frame-rows-moved", "en"))
    return found
