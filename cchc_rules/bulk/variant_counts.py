"""What a changed value would do to a file of millions, block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import polars as pl

from cchc_rules.analysis.frame_variants import FrameCounting
from cchc_rules.analysis.trials import WhatIf
from cchc_rules.analysis.variants import Variant
from cchc_rules.bulk.block_decisions import Decider
from cchc_rules.bulk.survey import Candidates
from cchc_rules.facts.as_of import refuse_odd_date
from cchc_rules.program.program import Program

Watch = Callable[[Iterable[pl.DataFrame]], Iterable[pl.DataFrame]]


def count_blocks(
    program: Program, variants: Sequence[Variant], candidates: Candidates, as_of: date | None, watch: Watch = iter
) -> WhatIf:
    """The counts over a CSV or Parquet file as `survey_file` gives it; ``watch`` may tell somebody how far it is.

    Raises TableError when rows got lost, FactError for a bad ``as_of``. Cost: one reading of the file; of what is
    decided as `what_if`, in memory that does not grow with the file.
    """
    refuse_odd_date(as_of, program.first_as_of)
    decider = Decider(program, candidates.layout, as_of)
    counting = FrameCounting(program, variants, as_of, cells=True, doubled=candidates.layout.doubled)
    for block in watch(candidates.blocks()):
        read = decider.read(block)
        faulty = pl.select(pl.any_horizontal(read.faulty)).to_series() if read.faulty else None
        counting.add(read.frame, faulty)
    found = counting.result()
    candidates.refuse_loss(found.base.total())
    return found
