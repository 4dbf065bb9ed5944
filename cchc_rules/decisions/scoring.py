"""What a decision gives besides its verdict: scores and grades, known or between two ends, with what they miss."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from cchc_rules.decisions.traces.causes import MissingFact
from cchc_rules.language.ruleset import GradeTable, ScoreSheet
from cchc_rules.program import reference
from cchc_rules.program.points import is_endless

if TYPE_CHECKING:
    from cchc_rules.decisions.decision import Decision


@dataclass(frozen=True, slots=True)
class Score:
    """A number of points, or the interval it lies in while something is unknown; None is no end.

    ``missing`` are the facts that keep it open; a score may be open without any (a share of nothing).
    """

    sheet: ScoreSheet = field(repr=False)
    low: Fraction | None
    high: Fraction | None
    missing: tuple[MissingFact, ...] = ()

    @property
    def exact(self) -> Fraction | None:
        """The number of points; None while it is open."""
        return self.low if self.low == self.high else None

    def to_dict(self) -> dict[str, Any]:
        """The score as plain data: exact numbers as text, ``862/9`` where no decimal says it."""
        ends = {name: None if end is None else str(end) for name, end in (("from", self.low), ("to", self.high))}
        return {"exact": None if self.exact is None else str(self.exact), **ends}


@dataclass(frozen=True, slots=True)
class Grade:
    """The values a grade may be, in the order of its scale: one when it is known."""

    table: GradeTable = field(repr=False)
    possible: tuple[str, ...]
    missing: tuple[MissingFact, ...] = ()

    @property
    def value(self) -> str | None:
        """The one value; None while there are several."""
        return self.possible[0] if len(self.possible) == 1 else None

    def to_dict(self) -> dict[str, Any]:
        """The grade as plain data."""
        return {"value": self.value, "possible": list(self.possible)}


def read_results(decision: Decision) -> dict[str, Score | Grade]:
    """The scores and grades of a decision by name, as an engine measured them, else as the reference does."""
    program, measured = decision.program, decision.measured
    if measured is None:
        measured = reference.measure_results(program, decision.values, decision.as_of)
    found: dict[str, Score | Grade] = {}
    for result, one in zip(program.category.results, measured, strict=True):
        if isinstance(result, GradeTable):
            found[result.name] = Grade(result, tuple(map(str, one)))
        else:
            low, high = (None if is_endless(end := Fraction(one_end)) else end for one_end in one)
            found[result.name] = Score(result, low, high)
    return found
