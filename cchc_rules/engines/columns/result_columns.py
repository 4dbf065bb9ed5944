"""Scores and grades over the rows of a batch: written in their order, then columns of their own.

A score ``r0`` ends in the double nearest to it (null while it is open) and in its two ends, rounded outward; a grade in
a set of bits, one a value of its scale.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import inf, nextafter
from typing import Final, cast

import polars as pl

from cchc_rules.engines.columns import line_ends
from cchc_rules.engines.columns.algebra import ColumnsAlgebra, Site
from cchc_rules.engines.columns.comparisons import TEST_ROUNDING, order_terms
from cchc_rules.engines.columns.held_forms import hold
from cchc_rules.engines.columns.rounding import ColumnAmount
from cchc_rules.engines.columns.sheets import Expressions, SheetWriter
from cchc_rules.engines.columns.word_codes import PlainColumn, codes_of
from cchc_rules.language.nodes import FirstOf, Literal, walk
from cchc_rules.language.types import GradeType, ListType
from cchc_rules.program.points import Measured, is_endless
from cchc_rules.program.program import LoweredGrade, LoweredScore, Program

RESULT: Final = "result:"
LOW, HIGH, POSSIBLE = ":from", ":to", ":possible"
"""What the names of columns of results begin with, and what those of a score's ends and of a grade's values end in."""


@dataclass(frozen=True, slots=True)
class ResultDraft:
    """What results are written with."""

    expressions: Expressions
    algebra: ColumnsAlgebra
    site: Site

    def grade(self, grade: LoweredGrade) -> PlainColumn:
        """The values a grade may be."""
        words = codes_of(GradeType(grade.grade.scale))
        bits = self.hold(self._rows(grade, words.rank))
        for when, level in grade.caps:
            holds = self.hold(self.expressions.truth(when, self.site))
            place = words.rank(level)
            above = sum(1 << code for code in range(place + 1, words.ranked))
            lowered = pl.when(holds).then(bits & ~pl.lit(above, dtype=pl.UInt64)).otherwise(bits)
            is_moved = holds.fill_null(value=True) & ((bits & above) != 0)
            bits = self.hold(pl.when(is_moved).then(lowered | (1 << place)).otherwise(bits))
        return PlainColumn(bits, words, is_set=True)

    def _rows(self, grade: LoweredGrade, code: Callable[[object], int]) -> pl.Expr:
        """The values of the rows that may be the first that holds."""
        table = grade.rows
        if not isinstance(table, FirstOf):
            return pl.lit(1 << code(cast(Literal, table).value), dtype=pl.UInt64)
        *above, last = (pl.lit(1 << code(cast(Literal, one).value), dtype=pl.UInt64) for one in table.values)
        bits = last
        for condition, own in zip(reversed(table.conditions), reversed(above), strict=True):
            truth = self.hold(self.expressions.truth(condition, self.site))
            bits = self.hold(pl.when(truth.is_null()).then(bits | own).when(truth).then(own).otherwise(bits))
        return bits

    def hold(self, expression: pl.Expr) -> pl.Expr:
        """The expression in a column of the candidates."""
        return hold(expression, self.site.draft, self.site.layer)

    def is_known(self, score: LoweredScore, amount: ColumnAmount, program: Program) -> pl.Expr:
        """Whether both ends are one number.

        With every fact known only what is void keeps them apart, at the caps of a line: doubles that their errors do
        not tell apart are one number. With a fact unknown they may be two: such rows are told apart exactly.
        """
        low, high = amount.low, amount.high
        is_fixed = line_ends.divisor_of(low) is not None and line_ends.divisor_of(low) == line_ends.divisor_of(high)
        if low is high or is_fixed:
            return low.top.value == high.top.value
        reads = [program.facts[slot] for slot in score.reads]
        doubt = pl.any_horizontal(
            pl.lit(any(isinstance(one.type, ListType) for one in reads) or self._lacks_date(program)),
            *(pl.col(f"v{one.slot}").is_null() for one in reads if not isinstance(one.type, ListType)),
        )
        a, b = line_ends.as_double(low), line_ends.as_double(high)
        is_close = (a.as_double - b.as_double).abs() <= (a.error + b.error) * TEST_ROUNDING
        if a.is_snapped and b.is_snapped:
            # Decimals that are both settled are one where they are close: see `Term.is_settled`.
            places = max(a.places, b.places)
            self.site.layer.near.append(is_close & doubt & ~(a.is_settled(places) & b.is_settled(places)))
            return is_close
        exactly = order_terms("==", a, b, lambda near: self.site.layer.near.append(near & doubt))
        return pl.when(doubt).then(exactly.fill_null(value=False)).otherwise(is_close)

    def _lacks_date(self, program: Program) -> bool:
        """Whether results may hang on a date of decision that nobody gave."""
        expressions = [node for result in program.category.results for node in result.expressions]
        expressions += [node for _, node in program.definitions]
        dated = (program.reads_day(part) for node in expressions for part in walk(node))
        return self.algebra.as_of is None and any(dated)


@dataclass(frozen=True, slots=True)
class ResultColumns:
    """The columns that hold what came of scores and grades; ``are_open``: whether each one a grading waits for is."""

    columns: dict[str, pl.Expr] = field(default_factory=dict)
    are_open: list[pl.Expr] = field(default_factory=list)


def write_results(program: Program, draft: ResultDraft) -> ResultColumns:
    """Writes every result of a program; criteria then find them."""
    found = ResultColumns()
    for number, one in enumerate(program.results):
        name = f"r{number}"
        if isinstance(one, LoweredGrade):
            grade = draft.grade(one)
            draft.algebra.memory["grade", one.name] = grade
            found.columns[name] = grade.value
            is_open = (grade.value & (grade.value - 1)) != 0
        else:
            amount = SheetWriter(draft.expressions, draft.algebra, draft.site).write(one)
            is_known = draft.hold(draft.is_known(one, amount, program))
            # Rounded outward, but not beyond a cap: of 0 points at least nobody is to read -2e-9.
            whole = one.score.whole
            least = None if whole.least is None else _outward(whole.least, -inf)
            most = None if whole.most is None else _outward(whole.most, inf)
            ends = {
                name: pl.when(is_known).then(line_ends.nearest_double(amount.low)),
                name + LOW: line_ends.outer_double(amount.low, -1).clip(lower_bound=least),
                name + HIGH: line_ends.outer_double(amount.high, 1).clip(upper_bound=most),
            }
            found.columns.update(ends)
            is_open = ~is_known
        if one in program.deciding:
            found.are_open.append(is_open)
    return found


def state_results(program: Program, measured: Sequence[Measured]) -> Iterator[tuple[str, float | int | None]]:
    """What the columns of results hold of one row, from what was measured exactly."""
    for number, (one, found) in enumerate(zip(program.results, measured, strict=True)):
        name = f"r{number}"
        if isinstance(one, LoweredGrade):
            yield name, sum(1 << one.grade.scale.spellings.index(str(value)) for value in found)
            continue
        low, high = (Fraction(end) for end in found)
        yield name, _nearest(low) if low == high else None
        yield name + LOW, _outward(low, -inf)
        yield name + HIGH, _outward(high, inf)


def state_columns(program: Program, rows: Sequence[Sequence[Measured] | None]) -> list[pl.Series]:
    """The columns of a table that results come in, of rows that were measured exactly; null where one was not.

    Grades are words; the names are those of `result_types`.
    """
    found = []
    for number, one in enumerate(program.results):
        told = [{} if row is None else _state_words(one, row[number]) for row in rows]
        kinds = _types_of(one, words=True)
        found += [pl.Series(name, [row.get(name) for row in told], dtype=kind) for name, kind in kinds.items()]
    return found


def _state_words(result: LoweredScore | LoweredGrade, measured: Measured) -> dict[str, float | str | list[str] | None]:
    """What the columns of one result hold of one row, by their names in a table."""
    name = RESULT + result.name
    if isinstance(result, LoweredGrade):
        possible = [str(one) for one in measured]
        return {name: possible[0] if len(possible) == 1 else None, name + POSSIBLE: possible}
    low, high = (Fraction(end) for end in measured)
    ends = {name + LOW: _outward(low, -inf), name + HIGH: _outward(high, inf)}
    return {name: _nearest(low) if low == high else None, **ends}


def _nearest(number: Fraction) -> float:
    if is_endless(number):
        return inf if number > 0 else -inf
    return number.numerator / number.denominator


def _outward(number: Fraction, beyond: float) -> float:
    """The double at a number, or the next one beyond it."""
    found = _nearest(number)
    if abs(found) == inf:
        return found
    is_inside = Fraction(found) > number if beyond < 0 else Fraction(found) < number
    return nextafter(found, beyond) if is_inside else found


def result_types(program: Program, *, words: bool) -> dict[str, pl.DataType]:
    """The columns of a table that results come in, with their types."""
    return {name: kind for one in program.results for name, kind in _types_of(one, words=words).items()}


def _types_of(result: LoweredScore | LoweredGrade, *, words: bool) -> dict[str, pl.DataType]:
    name = RESULT + result.name
    if isinstance(result, LoweredGrade):
        kind: pl.DataType = pl.Enum(result.grade.scale.spellings) if words else pl.UInt8()
        return {name: kind, name + POSSIBLE: pl.List(kind)}
    return {name: pl.Float64(), name + LOW: pl.Float64(), name + HIGH: pl.Float64()}


def find_result_columns(program: Program, asked: Collection[str]) -> tuple[str, ...]:
    """The columns of a plan that give the columns of a table that are asked for."""
    found: list[str] = []
    for number, one in enumerate(program.results):
        ends = ("",) if isinstance(one, LoweredGrade) else ("", LOW, HIGH)
        possible = (POSSIBLE,) if isinstance(one, LoweredGrade) else ()
        if any(RESULT + one.name + end in asked for end in (*ends, *possible)):
            found += [f"r{number}{end}" for end in ends]
    return tuple(found)


def read_result_columns(program: Program, words: pl.DataFrame, nameless: pl.Series | None) -> list[pl.Series]:
    """The columns of a table that results come in, from those of a plan; null where the candidate cannot be told."""
    named = pl.lit(value=True) if nameless is None else ~pl.lit(nameless)
    found: list[pl.Series] = []
    for number, one in enumerate(program.results):
        ends = {f"r{number}{end}": RESULT + one.name + end for end in ("", LOW, HIGH)}
        asked = [
            pl.when(named).then(pl.col(given)).alias(name) for given, name in ends.items() if given in words.columns
        ]
        columns = words.select(asked).get_columns() if asked else []
        if columns and isinstance(one, LoweredGrade):
            columns = _read_grades(columns[0], one.grade.scale.spellings)
        found += columns
    return found


def _read_grades(bits: pl.Series, spellings: tuple[str, ...]) -> list[pl.Series]:
    """The one value of each set, null where there are several, and all values of it; each set is read once."""
    sets = bits.unique().drop_nulls()
    listed = [[word for place, word in enumerate(spellings) if one >> place & 1] for one in sets]
    words = pl.Enum(spellings)
    place = bits.replace_strict(sets, pl.int_range(len(sets), dtype=pl.UInt32, eager=True), default=None)
    single = pl.Series([one[0] if len(one) == 1 else None for one in listed], dtype=words)
    several = pl.Series(listed, dtype=pl.List(words))
    return [single.gather(place).rename(bits.name), several.gather(place).rename(bits.name + POSSIBLE)]
