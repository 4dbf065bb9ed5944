"""Deciding a frame: validation, the plan, then the rows it leaves over: too close to tell, or refuted by a check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import polars as pl

from cchc_rules.engines.columns.drafting import plan
from cchc_rules.engines.columns.reading import FrameReader
from cchc_rules.engines.columns.running import run
from cchc_rules.engines.columns.scalars import ODD_TEXT
from cchc_rules.facts import parser
from cchc_rules.facts.candidate import Candidate
from cchc_rules.facts.lists import LONGEST_KEY
from cchc_rules.problems import Place
from cchc_rules.program import reference
from cchc_rules.program.program import Program
from cchc_rules.text import folded
from cchc_rules.values import OUTCOMES

PLAIN_ID: Final = r"^[0-9A-Za-z][0-9A-Za-z._/-]*$"

_CODES: Final = {outcome: code for code, outcome in enumerate(OUTCOMES)}


@dataclass(frozen=True, slots=True)
class Codes:
    """What came of each row of a batch, in order.

    ``frame`` has ``verdict`` and ``o<position>`` as engine codes, and ``k<number>``: whether that check is false.
    ``faulty`` marks rows with a value that cannot be, or a false check; ``nameless`` rows without an id of their own.
    """

    frame: pl.DataFrame
    faulty: pl.Series | None
    nameless: pl.Series | None

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
class Batch:
    """A frame being decided; ``cells`` says that values are from the cells of a file.

    ``whole`` says that these are all candidates there are: then an id may not stand twice.
    """

    program: Program
    frame: pl.DataFrame
    as_of: date | None
    cells: bool = False
    heeds_checks: bool = True
    whole: bool = True

    def codes(self) -> Codes:
        """What came of every row."""
        read = FrameReader(self.program.facts, self.program.parameters, self.cells).read(self.frame)
        made = plan(self.program, self.as_of)
        found = run(made, read.rows)
        faulty = read.faulty
        if made.near is not None and found.get_column(made.near).any():
            found = self._decided_exactly(found, found.get_column(made.near).arg_true(), made.failed)
        failed = [name for name in made.failed if self.heeds_checks and found.get_column(name).any()]
        if failed:
            found = self._decided_without(found, failed, made.failed)
            refuted = found.select(pl.any_horizontal(failed)).to_series()
            faulty = refuted if faulty is None else faulty | refuted
        if (misnamed := self._misnamed()) is not None:
            faulty = misnamed if faulty is None else faulty | misnamed
        return Codes(found.drop(made.near) if made.near else found, faulty, self._nameless())

    def _decided_exactly(self, found: pl.DataFrame, places: pl.Series, checks: tuple[str, ...]) -> pl.DataFrame:
        """The rows that doubles could not tell apart, decided by the executable definition of the meaning."""
        decided = []
        for place in places.to_list():
            values = self.parsed(place).candidate.values
            outcomes = reference.outcomes(self.program, values, self.as_of)
            verdict = self.program.ruleset.decides.verdicts.index(reference.verdict(self.program, outcomes))
            refuted = reference.failed_checks(self.program, values, self.as_of)
            row: dict[str, Any] = {"verdict": verdict} | {
                f"o{place}": _CODES[one] for place, one in enumerate(outcomes)
            }
            decided.append(row | {name: number in refuted for number, name in enumerate(checks)})
        return scattered(found, places, pl.DataFrame(decided))

    def _decided_without(self, found: pl.DataFrame, failed: list[str], checks: tuple[str, ...]) -> pl.DataFrame:
        """Rows refuted by checks, decided again with the facts those read unknown."""
        for pattern in found.filter(pl.any_horizontal(failed)).select(failed).unique().iter_rows():
            same = [pl.col(name) == value for name, value in zip(failed, pattern, strict=True)]
            places = found.select(pl.all_horizontal(same).arg_true()).to_series()
            refuted = [checks.index(name) for name, value in zip(failed, pattern, strict=True) if value]
            slots = {slot for number in refuted for slot in self.program.checks[number].reads}
            unknown = [
                fact.name for fact in self.program.facts if fact.slot in slots and fact.name in self.frame.columns
            ]
            frame = self.frame[places].with_columns(pl.lit(None).alias(name) for name in unknown)
            again = replace(self, frame=frame, heeds_checks=False)
            found = scattered(found, places, again.codes().frame.drop("row", *checks))
        return found

    def _nameless(self) -> pl.Series | None:
        """The rows whose id is missing, or not their own; None when every row has one, or no ids are given."""
        if "id" not in self.frame.columns:
            return None
        raw = self.frame.get_column("id")
        ids = raw if _plainly_ids(raw) else pl.Series([_identity(one.id) for one in self._own("id")], dtype=pl.String)
        missing = ids.is_null()
        if not self.whole:
            return missing if missing.any() else None
        ids = ids.str.to_lowercase() if ids.dtype == pl.String else ids
        if ids.n_unique() == len(ids) and not missing.any():
            return None
        return missing | ids.is_duplicated()

    def _misnamed(self) -> pl.Series | None:
        """The rows with an id or name that cannot be one."""
        found: pl.Series | None = None
        for key in ("id", "name"):
            if key not in self.frame.columns:
                continue
            column = self.frame.get_column(key)
            if not (_plainly_ids(column) if key == "id" else _surely_text(column)):
                bad = pl.Series([bool(one.faulty) for one in self._own(key)], dtype=pl.Boolean)
                found = bad if found is None else found | bad
        return found if found is not None and found.any() else None

    def _own(self, key: str) -> Iterator[_Own]:
        read = self.reader()
        known: dict[Any, _Own] = {}
        for raw in self.frame.get_column(key).to_list():
            if (type(raw), raw) not in known:
                parsed = read.parse({key: raw})
                known[type(raw), raw] = _Own(parsed.candidate.id, bool(parsed.problems))
            yield known[type(raw), raw]

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

    def parsed(self, place: int) -> parser.Parsed:
        """One row (from 0) as the parser reads it."""
        return self.reader().parse(self.facts(place), cells=self.cells, place=Place(row=place + 1))

    def candidate(self, place: int) -> Candidate:
        """One row as a candidate."""
        return self.parsed(place).candidate


@dataclass(frozen=True, slots=True)
class _Own:
    """An id as the parser reads it, and whether it could not."""

    id: str | None
    faulty: bool


def _plainly_ids(column: pl.Series) -> bool:
    """Whether ids are what they look like, but for their case: whole numbers, or plain ASCII."""
    if column.dtype == pl.String:
        return bool(column.str.contains(PLAIN_ID).all()) and _short(column)
    return column.dtype.is_integer() or column.dtype == pl.Null


def _surely_text(column: pl.Series) -> bool:
    """Whether a column holds nothing a reader of names could refuse."""
    if column.dtype == pl.Null or column.dtype.is_integer():
        return True
    odd = ODD_TEXT + r"|\p{Zl}|\p{Zp}"
    return column.dtype == pl.String and not column.str.contains(odd).any() and _short(column)


def _short(column: pl.Series) -> bool:
    return bool((column.str.len_bytes() <= LONGEST_KEY).all())


def _identity(id: str | None) -> str | None:
    """What two ids are compared by."""
    return None if id is None else folded(id) or None


def scattered(frame: pl.DataFrame, places: pl.Series, rows: pl.DataFrame) -> pl.DataFrame:
    """The frame with other values in some rows."""
    columns = [
        frame.get_column(name).clone().scatter(places, rows.get_column(name).cast(frame.schema[name]))
        for name in rows.columns
        if name in frame.columns
    ]
    return frame.with_columns(columns)
