"""A plan: the steps that decide a batch, layer by layer. A layer holds one row a candidate, or one row a list member.

Layer 0 is the candidates. The members of a list are the rows of a further layer, in the order of their candidates, so
that a fold is a running count read at each candidate's last member, and a value of an outer layer is gathered by the
number of the row it belongs to. Nothing is grouped, joined or sorted. Steps only name columns: a plan is data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import polars as pl

from cchc_rules.language.nodes import ReadFact, ReadField


@dataclass(frozen=True, slots=True)
class Compute:
    """Adds columns to a layer, each an expression over columns it has."""

    layer: int
    columns: Mapping[str, pl.Expr]


SummaryKind: TypeAlias = Literal["count", "total", "sum", "min", "max"]


@dataclass(frozen=True, slots=True)
class Summary:
    """One column of a layer summed up for each row of its parent.

    ``how``: ``count`` (rows that are true), ``total`` (sum of Int64), ``sum`` (of doubles), ``min``, ``max``; what is
    null is passed over. Without members: 0 for counts and sums, null for the others.
    """

    name: str
    column: pl.Expr
    how: SummaryKind


@dataclass(frozen=True, slots=True)
class SumUp:
    """Adds summaries of a layer to its parent."""

    layer: int
    summaries: tuple[Summary, ...]


@dataclass(frozen=True, slots=True)
class Bring:
    """Copies a column of an outer layer into each row of a layer below it."""

    layer: int
    above: int
    column: str
    name: str


@dataclass(frozen=True, slots=True)
class Open:
    """Opens a layer: for each row of ``parent`` the members of the list ``slot`` of ``holder`` (parent or above it)."""

    layer: int
    parent: int
    holder: int
    slot: int


Step = Compute | SumUp | Bring | Open


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps, and the columns of layer 0 that hold what came of it."""

    steps: tuple[Step, ...]
    outcomes: tuple[str, ...]
    verdict: str
    failed: tuple[str, ...]
    near: str | None
    results: tuple[str, ...] = ()


@dataclass(slots=True)
class Layer:
    """A layer while a plan is made; ``pending`` are columns not yet computed, ``summaries`` those for its parent."""

    number: int
    parent: Layer | None
    opened: dict[tuple[int, int], Layer] = field(default_factory=dict)
    pending: dict[str, pl.Expr] = field(default_factory=dict)
    summaries: list[Summary] = field(default_factory=list)
    brought: dict[tuple[int, str], str] = field(default_factory=dict)
    near: list[pl.Expr] = field(default_factory=list)

    def holds(self, other: Layer) -> bool:
        """Whether this layer is ``other`` or lies above it."""
        return self is other or (other.parent is not None and self.holds(other.parent))


@dataclass(slots=True)
class PlanDraft:
    """A plan being made."""

    layers: list[Layer] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    names: int = 0

    def __post_init__(self) -> None:
        self.layers.append(Layer(0, None))

    @property
    def root(self) -> Layer:
        """The candidates."""
        return self.layers[0]

    def name(self) -> str:
        """A column name not used yet."""
        self.names += 1
        return f"c{self.names}"

    def open(self, parent: Layer, holder: Layer, over: ReadFact | ReadField) -> Layer:
        """The layer of a list's members for each row of ``parent``, opened once."""
        key = (holder.number, over.slot)
        if key not in parent.opened:
            layer = Layer(len(self.layers), parent)
            self.layers.append(layer)
            parent.opened[key] = layer
            self.steps.append(Open(layer.number, parent.number, holder.number, over.slot))
        return parent.opened[key]

    def hold(self, layer: Layer, column: pl.Expr) -> str:
        """The name of a column that will be computed."""
        name = self.name()
        layer.pending[name] = column
        return name

    def compute(self, layer: Layer, column: pl.Expr) -> pl.Expr:
        """The expression held in a column, so that it is not written out wherever it is read."""
        name = self.hold(layer, column)
        self.flush(layer)
        return pl.col(name)

    def bring(self, layer: Layer, above: Layer, column: str) -> pl.Expr:
        """A column of this layer or of one above it."""
        if layer is above:
            return pl.col(column)
        key = (above.number, column)
        if key not in layer.brought:
            if column in above.pending:
                self.flush(above)
            layer.brought[key] = self.name()
            self.steps.append(Bring(layer.number, above.number, column, layer.brought[key]))
        return pl.col(layer.brought[key])

    def summarise(self, layer: Layer, column: pl.Expr, how: SummaryKind) -> pl.Expr:
        """The column of the parent that will hold a summary."""
        name = self.name()
        layer.summaries.append(Summary(name, column, how))
        return pl.col(name)

    def flush(self, layer: Layer) -> None:
        """Writes the steps for all that is pending on a layer, the summaries of the layers below it first."""
        for below in layer.opened.values():
            self._sum_up(below)
        if layer.pending:
            self.steps.append(Compute(layer.number, dict(layer.pending)))
            layer.pending.clear()

    def _sum_up(self, layer: Layer) -> None:
        self.flush(layer)
        if layer.summaries:
            self.steps.append(SumUp(layer.number, tuple(layer.summaries)))
            layer.summaries.clear()

    def near(self) -> pl.Expr | None:
        """Whether anything about a candidate was too close to tell in doubles; None when nothing can be."""
        return self._near(self.root)

    def _near(self, layer: Layer) -> pl.Expr | None:
        found = list(layer.near)
        inside = [(below, self._near(below)) for below in layer.opened.values()]
        found += [self.summarise(below, inner, "count") > 0 for below, inner in inside if inner is not None]
        return pl.any_horizontal(found).fill_null(value=False) if found else None
