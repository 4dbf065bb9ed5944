"""Frames whose values are mostly read as they stand: validation and evaluation in one query, one pass over the rows.

Rows with anything left to find out are named, to be decided step by step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from cchc_rules.engines.columns.column_readings import canonical_type, reading
from cchc_rules.engines.columns.frame_input import OWN
from cchc_rules.engines.columns.plan import Compute
from cchc_rules.engines.columns.planner import plan
from cchc_rules.engines.columns.runner import name_columns, write_query
from cchc_rules.facts.settling import find_settling
from cchc_rules.language.types import ListType
from cchc_rules.program.program import Program

CLEAN: Final = "clean"
"""The column that says whether the values of a row are surely read as they stand."""

GIVEN: Final = "given:"
"""What the names of a frame's own columns begin with beside what was found of them."""

PARTED: Final = 4
"""Up to a quarter of the rows are decided again in steps: taking more of them out costs what the one pass saved."""


@dataclass(frozen=True, slots=True)
class QuickWords:
    """What `run` would find of a frame, save for the rows (from 0) it may be wrong about."""

    words: pl.DataFrame
    doubtful: pl.Series


@dataclass(frozen=True, slots=True)
class PlainQuery:
    """How frames of some columns are read and decided at once.

    ``values`` are the canonical columns and, under `CLEAN`, whether a row's values surely are; ``kept`` names the
    canonical columns that are null where a value is not clean, and the given column of each; ``doubts`` what must be
    false of every row: failed checks, and nearness.
    """

    columns: tuple[str, ...]
    values: Mapping[str, pl.Expr]
    kept: Mapping[str, str]
    steps: tuple[Compute, ...]
    names: tuple[str, ...]
    doubts: tuple[str, ...]

    def over(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The frame's own columns, and beside them what comes of its rows; `part` takes a batch of it apart."""
        given = {GIVEN + name: pl.col(name) for name in self.columns}
        return write_query(frame.select(**given, **self.values), self.steps, self.names, *given, CLEAN, *self.kept)

    def part(self, batch: pl.DataFrame) -> tuple[pl.DataFrame, QuickWords | None]:
        """The rows of a batch as they were given, and what came of them; None when too many of them are in doubt."""
        given = batch[[GIVEN + name for name in self.columns]]
        given.columns = list(self.columns)
        doubts = [pl.col(name) for name in self.doubts if batch[name].any()]
        doubts += [] if batch[CLEAN].all() else [~pl.col(CLEAN)]
        for name, own in self.kept.items():
            if batch[name].null_count() > batch[GIVEN + own].null_count():
                doubts.append(pl.col(name).is_null() & pl.col(GIVEN + own).is_not_null())
        places = batch.select(pl.any_horizontal(pl.lit(value=False), *doubts).arg_true()) if doubts else pl.DataFrame()
        if places.height > batch.height // PARTED:
            return given, None
        doubtful = places.to_series() if doubts else pl.Series(dtype=pl.UInt32)
        return given, QuickWords(batch[list(self.names)], doubtful)


def plain_query(
    program: Program,
    schema: pl.Schema,
    as_of: date | None,
    outcomes: tuple[int, ...],
    results: tuple[str, ...],
    *,
    cells: bool = False,
) -> PlainQuery | None:
    """The query for lazy frames of a schema: ``outcomes`` are the positions, ``results`` the columns asked for.

    None when members, facts that settle others or columns that are not simply understood must be looked at.
    """
    made = plan(program, as_of)
    steps = tuple(step for step in made.steps if isinstance(step, Compute) and step.layer == 0)
    settling = find_settling(program.facts)
    if (settling is not None and settling.rules) or len(steps) < len(made.steps):
        return None
    if not schema or any(not (schema[one].is_integer() or schema[one] == pl.String) for one in OWN if one in schema):
        return None
    values: dict[str, pl.Expr] = {}
    kept: dict[str, str] = {}
    clean = [pl.lit(value=True)]
    for fact in program.facts:
        name, dtype = f"v{fact.slot}", schema.get(fact.name)
        if isinstance(fact.type, ListType) or dtype in (pl.Float32, pl.Float16):
            return None
        if dtype is None:
            values[name] = pl.lit(None, dtype=canonical_type(fact))
            continue
        found = reading(fact, pl.col(fact.name), dtype, cells=cells)
        if found.value.meta.is_literal() and not found.always:  # nothing of the column would be understood
            return None
        values[name] = found.value
        if found.kept:
            kept[name] = fact.name
        elif not found.always:
            clean.append(found.clean)
    values[CLEAN] = pl.all_horizontal(clean)
    doubts = (*made.failed, *([made.near] if made.near else []))
    return PlainQuery(tuple(schema), values, kept, steps, tuple(name_columns(made, outcomes, results)), doubts)
