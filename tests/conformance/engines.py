"""One adapter an engine: programs and parsed candidates in, outcomes, verdicts and failed checks out.

The one place to add an engine to the conformance suite, the differential tests and the properties.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import isinf
from typing import Any, Final

from cchc_rules.engines import durable
from cchc_rules.engines.columns.frame_decisions import FrameBatch
from cchc_rules.engines.direct import engine as direct
from cchc_rules.program import reference
from cchc_rules.program.points import Measured, is_endless
from cchc_rules.program.program import LoweredGrade, Program
from cchc_rules.values import OUTCOMES, Outcome, Value, Verdict
from tests.engines.frames import of_values
from tests.engines.solving import Asserted, Folded, read_answer

ROOM: Final = Fraction(1, 10**9)
"""How far, relatively, a double in a column of a score may be from what it stands for.

Its bound is that of the parts, which a cap may cut to a thousandth and a deduction to nothing: ten thousand points with
a bound of 1e-13 each way leave 1e-9.
"""


@dataclass(frozen=True)
class Answer:
    """What an engine says of one candidate; `failed` are the ids of the checks it found false.

    `measured` is what it found of scores and grades; None where it does not say.
    """

    verdict: Verdict
    outcomes: tuple[Outcome, ...]
    failed: tuple[str, ...]
    measured: tuple[Measured, ...] | None = ()


class Reference:
    """The oracle."""

    name = "reference"

    def answers(self, program: Program, rows: Sequence[tuple[Value, ...]], as_of: date | None) -> list[Answer]:
        """An answer for each candidate, in order."""
        return [self._answer(program, values, as_of) for values in rows]

    def _answer(self, program: Program, values: tuple[Value, ...], as_of: date | None) -> Answer:
        outcomes = reference.outcomes(program, values, as_of)
        failed = tuple(program.checks[index].id for index in reference.find_failed_checks(program, values, as_of))
        measured = reference.measure_results(program, values, as_of)
        return Answer(reference.verdict(program, outcomes, measured), tuple(outcomes), failed, measured)


class Direct:
    """Generated Python for one candidate."""

    name = "direct"

    def answers(self, program: Program, rows: Sequence[tuple[Value, ...]], as_of: date | None) -> list[Answer]:
        """An answer for each candidate, in order."""
        code = direct.code(program)
        verdicts = program.ruleset.decides.verdicts
        found = []
        for values in rows:
            verdict, outcomes, measured = code.decide(values, as_of)
            failed = tuple(program.checks[index].id for index in code.failed(values, as_of))
            found.append(Answer(verdicts[verdict], tuple(OUTCOMES[outcome] for outcome in outcomes), failed, measured))
        return found


class Live:
    """durable_rules over one record of integers."""

    name = "live"

    def answers(self, program: Program, rows: Sequence[tuple[Value, ...]], as_of: date | None) -> list[Answer]:
        """An answer for each candidate, in order."""
        return [self._answer(program, values, as_of) for values in rows]

    def _answer(self, program: Program, values: tuple[Value, ...], as_of: date | None) -> Answer:
        found = durable.code(program).answer(values, as_of)
        verdict = program.ruleset.decides.verdicts[found.verdict]
        failed = tuple(program.checks[index].id for index in found.failed)
        return Answer(verdict, tuple(OUTCOMES[outcome] for outcome in found.outcomes), failed, found.measured)


class Columns:
    """Polars expressions over a frame of all candidates at once."""

    name = "columns"

    def answers(self, program: Program, rows: Sequence[tuple[Value, ...]], as_of: date | None) -> list[Answer]:
        """An answer for each candidate, in order."""
        frame = of_values(program.facts, rows, enums=len(rows) % 2 == 0)
        codes = FrameBatch(program, frame, as_of, heeds_checks=False).codes().frame
        exact = [reference.measure_results(program, values, as_of) for values in rows]
        return [self._answer(program, row, one) for row, one in zip(codes.iter_rows(named=True), exact, strict=True)]

    def _answer(self, program: Program, row: Mapping[str, Any], exact: tuple[Measured, ...]) -> Answer:
        verdict = program.ruleset.decides.verdicts[row["verdict"]]
        outcomes = tuple(OUTCOMES[row[f"o{position}"]] for position in range(len(program.order)))
        failed = tuple(check.id for number, check in enumerate(program.checks) if row[f"k{number}"])
        return Answer(verdict, outcomes, failed, tuple(read_results(program, row, exact)))


def read_results(program: Program, row: Mapping[str, Any], exact: tuple[Measured, ...]) -> Iterator[Measured]:
    """What columns hold of results; exact ends themselves where the doubles of a row stand for them."""
    for number, (result, wanted) in enumerate(zip(program.results, exact, strict=True)):
        name = f"r{number}"
        if isinstance(result, LoweredGrade):
            words = result.grade.scale.spellings
            yield tuple(word for place, word in enumerate(words) if row[name] >> place & 1)
            continue
        low, high = (Fraction(end) for end in wanted)
        yield wanted if stands_for(row[name], row[f"{name}:from"], row[f"{name}:to"], low, high) else ()


def stands_for(nearest: float | None, low: float, high: float, exact_low: Fraction, exact_high: Fraction) -> bool:
    """Whether doubles hold two exact ends: outside of them, by no more than their rounding; one where they are one."""
    pairs = ((low, exact_low, -1), (high, exact_high, 1))
    room = (1 + sum(abs(exact) for _, exact, _ in pairs if not is_endless(exact))) * ROOM
    if not all(_is_beyond(end, exact, sign, room) for end, exact, sign in pairs):
        return False
    if exact_low != exact_high:
        return nearest is None
    return nearest is not None and abs(Fraction(nearest) - exact_low) <= room


def _is_beyond(end: float, exact: Fraction, sign: int, room: Fraction) -> bool:
    if is_endless(exact) or isinf(end):
        return is_endless(exact) and isinf(end) and (end > 0) is (exact > 0)
    return 0 <= (Fraction(end) - exact) * sign <= room


class SymbolicFolded:
    """Terms of the solver over a candidate of constants."""

    name = "symbolic-folded"

    def answers(self, program: Program, rows: Sequence[tuple[Value, ...]], as_of: date | None) -> list[Answer]:
        """An answer for each candidate, in order."""
        solving = Folded(program)
        return [_read_parts(program, solving.answer(values, as_of)) for values in rows]


class SymbolicAsserted:
    """Terms of the solver over a candidate nobody knows, with the facts asserted."""

    name = "symbolic-asserted"

    def answers(self, program: Program, rows: Sequence[tuple[Value, ...]], as_of: date | None) -> list[Answer]:
        """An answer for each candidate, in order."""
        solving = Asserted(program, rows)
        return [_read_parts(program, solving.answer(values, as_of)) for values in rows]


def _read_parts(program: Program, parts: Sequence[Any]) -> Answer:
    verdict, outcomes, failed, measured = read_answer(program, parts)
    return Answer(verdict, outcomes, tuple(program.checks[place].id for place in failed), measured)


ENGINES = (Reference(), Direct(), Live(), Columns(), SymbolicFolded(), SymbolicAsserted())
