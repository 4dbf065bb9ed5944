"""Deciding a frame: validation, the plan, then the rows it leaves over: too close to tell, or refuted by a check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import polars as pl

from cchc_rules.decisions.false_checks import find_refuted_slots
from cchc_rules.engines.columns.frame_reader import FrameReader, mark_places
from cchc_rules.engines.columns.identities import naming_of
from cchc_rules.engines.columns.plain_frames import QuickWords
from cchc_rules.engines.columns.planner import plan
from cchc_rules.engines.columns.python_values import hold_as_python
from cchc_rules.engines.columns.result_columns import state_results
from cchc_rules.engines.columns.runner import run
from cchc_rules.facts import parser
from cchc_rules.language.ruleset import Fact
from cchc_rules.problems import Place
from cchc_rules.program import reference
from cchc_rules.program.program import Program


@dataclass(frozen=True, slots=True)
class Codes:
    """What came of each row of a batch, in order.

    ``words`` has ``verdict`` and ``o<position>``, and ``k<number>``: whether that check is false; ``frame`` the same as
    engine codes.
    ``faulty`` marks rows with a value that cannot be, or a false check; ``nameless`` rows without an id of their own.
    ``contradicted`` marks, by slot, the rows in which a fact contradicts another, and so is unknown.
    """

    words: pl.DataFrame
    frame: pl.DataFrame
    faulty: pl.Series | None
    nameless: pl.Series | None
    contradicted: Mapping[int, pl.Series] = field(default_factory=dict)

    @property
    def any_invalid(self) -> bool:
        """Whether any row has problems."""
        return self.faulty is not None or self.nameless is not None

    @property
    def invalid(self) -> pl.Series:
        """Which rows have problems."""
        found = pl.zeros(self.frame.height, dtype=pl.UInt8, eager=True).cast(pl.Boolean)
        for flags in (self.faulty, self.nameless):
            found = found if flags is None else found | flags
        return found.alias("invalid")


@dataclass(frozen=True, slots=True)
class FrameBatch:
    """A frame being decided; ``cells`` says that values are from the cells of a file.

    ``doubled`` are the identities that stand twice in this frame and others together; None: there are no others.
    ``outcomes`` are the positions of the outcomes asked for, ``results`` the columns of scores and grades; None: all.
    """

    program: Program
    frame: pl.DataFrame
    as_of: date | None
    cells: bool = False
    heeds_checks: bool = True
    doubled: frozenset[str] | None = None
    outcomes: tuple[int, ...] | None = None
    results: tuple[str, ...] | None = None

    def adopt_codes(self, quick: QuickWords) -> Codes:
        """What came of every row, of which all but the doubtful ones are decided already."""
        named, words = naming_of(self.frame, self.doubled), quick.words
        faulty = named.faulty
        if len(quick.doubtful):
            # Whose name stands twice is seen from the whole frame: here nobody's does.
            rows = hold_as_python(self.frame[quick.doubtful])
            again = replace(self, frame=rows, doubled=frozenset()).codes()
            words = scatter_rows(words, quick.doubtful, again.words)
            if again.faulty is not None:
                found = mark_places(words.height, quick.doubtful.filter(again.faulty))
                faulty = found if faulty is None else faulty | found
        codes = pl.DataFrame([column.to_physical() for column in words.get_columns()])
        return Codes(words, codes, faulty, named.nameless)

    def codes(self) -> Codes:
        """What came of every row."""
        read = self.frame_reader().read(self.frame)
        made = plan(self.program, self.as_of)
        found = run(made, read.rows, outcomes=self.outcomes, results=self.results)
        faulty = read.faulty
        if made.near is not None and found.get_column(made.near).any():
            found = self._decide_exactly(found, found.get_column(made.near).arg_true(), made.failed)
        failed = [name for name in made.failed if self.heeds_checks and found.get_column(name).any()]
        if failed:
            found = self._decide_without(found, failed, made.failed, read.settled.contradicted)
            refuted = found.select(pl.any_horizontal(failed)).to_series()
            faulty = refuted if faulty is None else faulty | refuted
        named = naming_of(self.frame, self.doubled)
        if named.faulty is not None:
            faulty = named.faulty if faulty is None else faulty | named.faulty
        found = found.drop(made.near) if made.near else found
        codes = found.select(pl.all().to_physical())
        return Codes(found, codes, faulty, named.nameless, read.settled.contradicted)

    def _decide_exactly(self, found: pl.DataFrame, places: pl.Series, checks: tuple[str, ...]) -> pl.DataFrame:
        """The rows that doubles could not tell apart, decided by the executable definition of the meaning."""
        decided = []
        for place in places.to_list():
            values = self.parse(place).candidate.values
            outcomes = reference.outcomes(self.program, values, self.as_of)
            measured = reference.measure_results(self.program, values, self.as_of)
            verdict = reference.verdict(self.program, outcomes, measured).value
            refuted = reference.find_failed_checks(self.program, values, self.as_of)
            row: dict[str, Any] = {"verdict": verdict} | {f"o{place}": one.value for place, one in enumerate(outcomes)}
            row |= {name: number in refuted for number, name in enumerate(checks)}
            decided.append(row | dict(state_results(self.program, measured)))
        # Of all rows: a score may be open, and its column empty, in the hundred that are looked at otherwise.
        return scatter_rows(found, places, pl.DataFrame(decided, infer_schema_length=None))

    def _decide_without(
        self,
        found: pl.DataFrame,
        failed: list[str],
        checks: tuple[str, ...],
        contradicted: Mapping[int, pl.Series],
    ) -> pl.DataFrame:
        """Rows refuted by checks, decided again with the facts those read unknown."""
        sound = without_values(self.program, self.frame, {slot: [flag] for slot, flag in contradicted.items()})
        for pattern in found.filter(pl.any_horizontal(failed)).select(failed).unique().iter_rows():
            same = [pl.col(name) == value for name, value in zip(failed, pattern, strict=True)]
            places = found.select(pl.all_horizontal(same).arg_true()).to_series()
            refuted = [checks.index(name) for name, value in zip(failed, pattern, strict=True) if value]
            slots = find_refuted_slots(self.program, refuted)
            unknown = [
                fact.name for fact in self.program.facts if fact.slot in slots and fact.name in self.frame.columns
            ]
            frame = sound[places].with_columns(pl.lit(None).alias(name) for name in unknown)
            again = replace(self, frame=frame, heeds_checks=False)
            found = scatter_rows(found, places, again.codes().words.drop("row", *checks, strict=False))
        return found

    def frame_reader(self, facts: tuple[Fact, ...] | None = None) -> FrameReader:
        """The reader of the frame's columns, or of those of some facts."""
        read = self.program.facts if facts is None else facts
        return FrameReader(read, self.program.parameters, self.cells, self.as_of)

    def reader(self) -> parser.Reader:
        """The reader of the program's facts, made on first use."""
        found = self.program._engine.get("facts")
        if found is None:
            found = self.program._engine.setdefault(
                "facts", parser.reader(self.program.category, self.program.parameters)
            )
        assert isinstance(found, parser.Reader)
        return found

    def facts(self, place: int) -> dict[str, Any]:
        """The raw facts of one row, by name."""
        row = self.frame.row(place, named=True)
        names = {"id", "name", *(fact.name for fact in self.program.facts)}
        return {name: value for name, value in row.items() if name in names and value is not None}

    def parse(self, place: int) -> parser.Parsed:
        """One row (from 0) as the parser reads it."""
        return self.reader().parse(self.facts(place), cells=self.cells, place=Place(row=place + 1), as_of=self.as_of)


def without_values(program: Program, frame: pl.DataFrame, flags: Mapping[int, list[pl.Series]]) -> pl.DataFrame:
    """The frame without the values of some facts, by slot, in the rows that are marked."""
    names = {program.facts[slot].name: marks for slot, marks in flags.items()}
    return frame.with_columns(
        pl.when(~pl.any_horizontal(map(pl.lit, marks))).then(pl.col(name)).alias(name)
        for name, marks in names.items()
        if name in frame.columns
    )


def scatter_rows(frame: pl.DataFrame, places: pl.Series, rows: pl.DataFrame) -> pl.DataFrame:
    """The frame with other values in some rows."""
    columns = [
        frame.get_column(name).clone().scatter(places, rows.get_column(name).cast(frame.schema[name]))
        for name in rows.columns
        if name in frame.columns
    ]
    return frame.with_columns(columns)
