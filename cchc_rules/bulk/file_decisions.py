"""A file of millions of candidates decided into another file, by the columns engine or on Spark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal

import polars as pl

from cchc_rules.bulk.block_decisions import Decider
from cchc_rules.bulk.renderer import Renderer
from cchc_rules.bulk.result_writer import parts_beside, write_blocks
from cchc_rules.bulk.survey import Candidates, survey_file
from cchc_rules.decisions.footing import Footing
from cchc_rules.facts.as_of import refuse_odd_date
from cchc_rules.files import refuse_overwriting
from cchc_rules.intake.table import TableError
from cchc_rules.problems import Problem
from cchc_rules.program.program import Program
from cchc_rules.reports.texts import STREAMED

COLUMNS: Final = "columns"

Watch = Callable[[Iterable[pl.DataFrame]], Iterable[pl.DataFrame]]
"""Passes blocks on, one a row of its file, and may tell somebody how far it is."""


@dataclass(frozen=True, slots=True)
class FileResult:
    """What came of a file: how many rows have each verdict (``invalid`` among them), and the warnings about it."""

    counts: Mapping[str, int]
    problems: tuple[Problem, ...]


def decide_file(
    program: Program,
    source: Path,
    target: Path,
    *,
    as_of: date | None = None,
    ignore: Iterable[str] = (),
    language: str = "vi",
    reasons: bool = False,
    engine: Literal["columns", "spark"] = COLUMNS,
) -> FileResult:
    """Decides every row of a CSV or Parquet file into a ``.parquet``, ``.csv`` or ``.jsonl`` file, whole or not at all.

    Rows, columns and what stands in them are those of ``cchc-rules evaluate``, save that there are reasons only with
    ``reasons``. Headers are matched to facts, but for those ``ignore`` names; an empty cell and a null are unknown;
    what is wrong with a row makes it ``invalid``, with a provisional verdict. ``engine`` is ``columns`` or ``spark``.
    Raises TableError for a file that cannot be used, FactError for a bad ``as_of``, InputError and OutputError for a
    file that cannot be read or written (one file cannot be both), MissingDependency without Polars (``spark``: without
    PySpark or Java). Cost: some seconds a million rows of Parquet, some ten of CSV, in memory that grows by 8 bytes a
    row (some 40 while they are sorted) and the ids that stand twice; a row with problems, and an undetermined one with
    lists, costs some 0.1 ms more. `docs/explanation/scale.md` has figures.
    """
    source, target = Path(source), Path(target)
    form = form_of(target)
    refuse_overwriting([source], target)
    candidates = survey_file(source, program.category, ignore=ignore)
    job = Job(Decider(program, candidates.layout, as_of, language if reasons else None), form, language, engine)
    return FileResult(job.write(candidates, target), candidates.problems)


@dataclass(frozen=True, slots=True)
class Job:
    """How the candidates of a file are to be decided, and told in a form of `STREAMED`."""

    decider: Decider
    form: str
    language: str
    engine: str = COLUMNS

    def write(self, candidates: Candidates, target: Path, *, watch: Watch = iter) -> Mapping[str, int]:
        """Writes the results, whole or not at all, and gives how many rows have each verdict."""
        decider = self.decider
        refuse_odd_date(decider.as_of, decider.program.first_as_of)
        renderer = Renderer(decider.program, self.form, self.language, decider.reasons is not None)
        footing = Footing(decider.program, decider.as_of, (candidates.source,))
        if self.engine == COLUMNS:
            found = self._decide(candidates, renderer)
            return write_blocks(target, watch(found), renderer, footing, candidates.refuse_loss)
        from cchc_rules.bulk.cluster import spark_blocks

        with parts_beside(target) as folder:
            found = spark_blocks(decider, renderer, candidates.blocks(), folder)
            return write_blocks(target, watch(found), renderer, footing, candidates.refuse_loss)

    def _decide(self, candidates: Candidates, renderer: Renderer) -> Iterator[pl.DataFrame]:
        for block in candidates.blocks():
            yield renderer.render(self.decider.decide(block))


def form_of(target: Path) -> str:
    """The form the ending of a file asks for. Raises TableError when it is none of `STREAMED`."""
    form = target.suffix.lower().removeprefix(".").replace("ndjson", "jsonl")
    if form not in STREAMED:
        raise TableError([Problem("large-output", None, {"ending": target.suffix or target.name})])
    return form
