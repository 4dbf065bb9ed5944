"""One adapter an engine: programs and parsed candidates in, outcomes, verdicts and failed checks out.

The one place to add an engine to the conformance suite, the differential tests and the properties.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cchc_rules.engines import durable
from cchc_rules.engines.columns.frame_decisions import FrameBatch
from cchc_rules.engines.direct import engine as direct
from cchc_rules.program import reference
from cchc_rules.program.points import Measured
from cchc_rules.program.program import Program
from cchc_rules.values import OUTCOMES, Outcome, Value, Verdict
from tests.engines.frames import of_values
from tests.engines.solving import Asserted, Folded, read_answer


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
        return [self._answer(program, row) for row in codes.iter_rows(named=True)]

    def _answer(self, program: Program, row: Mapping[str, Any]) -> Answer:
        verdict = program.ruleset.decides.verdicts[row["verdict"]]
        outcomes = tuple(OUTCOMES[row[f"o{position}"]] for position in range(len(program.order)))
        failed = tuple(check.id for number, check in enumerate(program.checks) if row[f"k{number}"])
        return Answer(verdict, outcomes, failed, None if program.results else ())


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
