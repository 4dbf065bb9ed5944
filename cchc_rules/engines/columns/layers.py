"""The rows a plan runs on: the candidates and, below them, the members of their lists, as frames of canonical columns.

A canonical column is ``v<slot>`` (Boolean, Int64, Float64, Date, or the code of a word) or ``n<slot>``, a list's size,
null where nobody stated it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl


@dataclass
class Rows:
    """The rows of one kind: candidates, or the members of one list of theirs, in the order of those they belong to.

    ``sizes`` is how many rows each row of the parent has here; missing and refused lists may still have some.
    """

    frame: pl.DataFrame
    sizes: pl.Series | None = None
    lists: Mapping[int, Rows] = field(default_factory=dict)

    @cached_property
    def ends(self) -> pl.Series:
        """One past the last row of each parent."""
        assert self.sizes is not None
        return self.sizes.cast(pl.Int64).cum_sum()

    @cached_property
    def starts(self) -> pl.Series:
        """The first row of each parent."""
        assert self.sizes is not None
        return self.ends - self.sizes.cast(pl.Int64)

    @cached_property
    def last(self) -> pl.Series:
        """The row up to which things are counted for each parent; null before the first row."""
        return pl.select(pl.when(pl.lit(self.ends) > 0).then(pl.lit(self.ends) - 1)).to_series().cast(pl.UInt32)

    @cached_property
    def parents(self) -> pl.Series:
        """The row of the parent that each row belongs to."""
        assert self.sizes is not None
        sizes = self.sizes.rename("sizes")
        count = pl.int_range(len(sizes), dtype=pl.UInt32).alias("parents")
        found = sizes.to_frame().select(count.repeat_by("sizes").explode(empty_as_null=False, keep_nulls=False))
        return found.to_series().set_sorted()


def member_rows(rows: Rows, above: pl.Series | None) -> tuple[Rows, pl.Series]:
    """The members of a list once for each row named in ``above``, and the row of ``rows`` each one is.

    ``above`` numbers rows of the layer that has the list.
    """
    starts, sizes = rows.starts, rows.sizes
    assert sizes is not None
    if above is not None:
        starts, sizes = starts.gather(above), sizes.gather(above)
    spans = pl.DataFrame({"start": starts, "end": starts + sizes.cast(pl.Int64)})
    numbers = spans.select(pl.int_ranges("start", "end").explode(empty_as_null=False, keep_nulls=False)).to_series()
    return Rows(rows.frame[numbers.cast(pl.UInt32)], sizes, {}), numbers.cast(pl.UInt32)
