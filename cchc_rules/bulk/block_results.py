"""Scores and grades of the rows of a block: columns of doubles, texts and objects of exact numbers.

What a double tells for certain is said from it; the rest the direct engine measures row by row, exactly.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import polars as pl

from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.scoring import Grade, Score, find_limits, list_result_titles, make_result, write_points
from cchc_rules.engines.columns import FrameResult
from cchc_rules.engines.columns.result_columns import POSSIBLE, RESULT, read_result_columns
from cchc_rules.engines.columns.word_codes import codes_of
from cchc_rules.engines.direct.engine import Values, code
from cchc_rules.language.ruleset import Fact, ScoreSheet
from cchc_rules.language.types import ListType
from cchc_rules.phrases import phrase
from cchc_rules.program.points import Measured, is_open
from cchc_rules.program.program import Program
from cchc_rules.reports.result_tables import SHOWN, Results, file_types, make_columns

DOUBT: Final = 1e-8
"""How near, beside its size, a double may be to where another text begins before the exact number is asked for.

Far more than the rounding of a sum of two hundred lines (200 * 2**-52 of its parts, which deductions may bring down to
a thousandth: 5e-11); of a score shown with two decimals one row in five thousand.
"""


WRITTEN_DECIMALS: Final = 4
"""How many decimals points have that an office writes; of more a double is as good as another beside it."""


@dataclass(frozen=True, slots=True)
class BlockResults:
    """The scores and grades of a block; ``decisions`` are those made again of some rows, by their places.

    ``known`` is false where the candidate cannot be told, which has no results.
    """

    found: FrameResult
    decisions: Mapping[int, Decision]
    known: pl.Series

    @property
    def program(self) -> Program:
        """What decided the block."""
        return self.found.batch.program

    def columns(self, language: str, *, doubles: bool = True) -> list[pl.Series]:
        """The columns of `file_types`; of rows that were measured exactly the exact ends, as doubles.

        With ``doubles`` those are exact where they are decimals that people write; without, words alone matter. Cost:
        all but nothing for a score that says with how many decimals it is ``shown``; some 40 µs for each row of
        another, and for rows in which a score is open, another text is as near as rounding, or a double beside a
        decimal.
        """
        codes = self.found.codes
        named = {one.name: one for one in read_result_columns(self.program, codes.words, codes.nameless)}
        unsure = pl.zeros(len(self.known), dtype=pl.UInt8, eager=True).cast(pl.Boolean)
        for one in self.program.category.results:
            if isinstance(one, ScoreSheet):
                said = self._say(one, named[RESULT + one.name], language)
                named[RESULT + one.name + SHOWN] = said
                unsure = unsure | said.is_null()
                if doubles:
                    # Next to a decimal that people write, which the double may stand for.
                    values = named[RESULT + one.name]
                    decimal = values.round(WRITTEN_DECIMALS)
                    beside = (values != decimal) & ((values - decimal).abs() <= (1 + values.abs()) * DOUBT)
                    unsure = unsure | beside.fill_null(value=False)
        places = [*self.decisions, *(set((unsure & self.known).arg_true()) - set(self.decisions))]
        rows = [self._make_results(one) for one in self._measure(places)]
        exact = make_columns(self.program, rows, language)
        numbers = pl.int_range(len(self.known), dtype=pl.UInt32, eager=True)
        own = pl.int_range(len(numbers), len(numbers) + len(places), dtype=pl.UInt32, eager=True)
        numbers = numbers.scatter(places, own) if places else numbers
        named = {name: named[name].cast(kind) for name, kind in file_types(self.program).items()}
        return [pl.concat([named[one.name].alias(one.name), one]).gather(numbers) for one in exact]

    def _say(self, sheet: ScoreSheet, values: pl.Series, language: str) -> pl.Series:
        """A score in words, where it is known and its double tells them; null elsewhere."""
        if sheet.shown is None:
            return pl.repeat(None, len(values), dtype=pl.String, eager=True)
        grain = 10.0**-sheet.shown
        size = values.abs() / grain
        steps = (size + 0.5).floor()
        room = (1 + values.abs()) * DOUBT
        sure = ((size - size.floor() - 0.5).abs() > room / grain) & (size < 2.0**53)
        for limit in find_limits(self.program, sheet.name, ""):
            sure = sure & ((values - float(limit)).abs() > grain + room)
        keys = (steps * values.sign()).cast(pl.Int64, strict=False)
        keys = pl.select(pl.when(sure).then(keys)).to_series()
        words = keys.unique().drop_nulls()
        numbers = (Fraction(one, 10**sheet.shown) for one in words)
        texts = [write_points(one, sheet.shown, (), language) for one in numbers]
        return keys.replace_strict(words, pl.Series(texts, dtype=pl.String), default=None, return_dtype=pl.String)

    def texts(self, language: str) -> list[pl.Series]:
        """What people read of each result, in the order of `list_result_titles`."""
        columns = {one.name: one for one in self.columns(language, doubles=False)}
        joint = phrase("list.or", language)
        found = []
        for name in list_result_titles(self.program, language):
            shown = columns.get(RESULT + name + SHOWN)
            if shown is None:
                shown = columns[RESULT + name + POSSIBLE].cast(pl.List(pl.String)).list.join(joint)
            found.append(shown)
        return found

    def objects(self) -> pl.Series:
        """The results of each row as an object of JSON; null where there are none.

        Cost: some 0.1 ms a row, for numbers are exact; a millisecond where a result is open, for what it misses.
        """
        places = self.known.arg_true().to_list()
        memory: dict[tuple[Measured, ...], str] = {}
        found: list[str] = []
        for place, measured in zip(places, self._measure(places), strict=True):
            if any(map(is_open, measured)):
                decision = self.decisions.get(place) or self.found.decision(place, measured=measured)
                found.append(_write_object(decision.results))
                continue
            text = memory.get(measured)
            if text is None:
                text = memory[measured] = _write_object(self._make_results(measured))
            found.append(text)
        nothing = pl.repeat(None, len(self.known), dtype=pl.String, eager=True)
        return nothing.scatter(places, found) if places else nothing

    def _make_results(self, measured: Sequence[Measured]) -> Results:
        """The results of a row, without what keeps them open."""
        pairs = zip(self.program.category.results, measured, strict=True)
        made: Iterator[tuple[str, Score | Grade]] = (
            (one.name, make_result(self.program, one, found)) for one, found in pairs
        )
        return dict(made)

    def _measure(self, places: Iterable[int]) -> Iterator[tuple[Measured, ...]]:
        """What scores and grades of some rows come to, exactly."""
        decide, as_of, asked = code(self.program).decide, self.found.batch.as_of, list(places)
        others = [place for place in asked if place not in self.decisions]
        read = dict(zip(others, self._values(others), strict=True))
        for place in asked:
            again = self.decisions.get(place)
            yield decide(read[place] if again is None else again.values, as_of)[2]

    def _values(self, places: Sequence[int]) -> Iterator[Values]:
        """The parsed values of rows without problems."""
        batch = self.found.batch
        if any(isinstance(fact.type, ListType) for fact in self.program.facts):
            yield from (batch.parse(place).candidate.values for place in places)
            return
        frame = batch.frame_reader().read(batch.frame[list(places)]).rows.frame
        columns = [_spell(fact, frame.get_column(f"v{fact.slot}")) for fact in self.program.facts]
        yield from zip(*columns, strict=True) if columns else ((),) * len(places)


def _spell(fact: Fact, column: pl.Series) -> list[object]:
    """A canonical column as values: codes of words as the words, a whole number without a point."""
    words = codes_of(fact.type).words
    if words:
        return [None if one is None else words[one] for one in column]
    if column.dtype == pl.Float64:
        return [int(one) if one is not None and one.is_integer() else one for one in column]
    return column.to_list()


def _write_object(results: Results) -> str:
    plain = {name: one.to_dict() for name, one in results.items()}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
