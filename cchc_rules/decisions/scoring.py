"""What a decision gives besides its verdict: scores and grades, known or between two ends, with what they miss."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Any

from cchc_rules.decisions.false_checks import find_faulty
from cchc_rules.decisions.phrasing.sayings import write_number
from cchc_rules.decisions.traces.builder import trace_result
from cchc_rules.decisions.traces.causes import MissingFact, find_open_facts
from cchc_rules.language.nodes import Compare, Literal, Node, ReadResult, walk
from cchc_rules.language.ruleset import GradeTable, ScoreLine, ScoreSheet
from cchc_rules.phrases import phrase
from cchc_rules.program import reference
from cchc_rules.program.points import Measured, Range, add, hull, is_endless, is_open, round_away
from cchc_rules.program.program import LoweredScore, Program
from cchc_rules.program.reference import Scope
from cchc_rules.values import Words

if TYPE_CHECKING:
    from cchc_rules.decisions.decision import Decision

MOST_SHOWN_DECIMALS = 15
"""No limit of a ruleset has more decimals: a number that is not one differs from it before that, or is written so."""


@dataclass(frozen=True, slots=True)
class Score:
    """A number of points, or the interval it lies in while something is unknown; None is no end.

    ``shown`` is it in words, with so many decimals that no limit is printed that was not reached. ``missing`` are the
    facts that keep it open; a score may be open without any (a share of nothing).
    """

    sheet: ScoreSheet = field(repr=False)
    low: Fraction | None
    high: Fraction | None
    shown: Words
    missing: tuple[MissingFact, ...] = ()

    @property
    def exact(self) -> Fraction | None:
        """The number of points; None while it is open."""
        return self.low if self.low == self.high else None

    def to_dict(self) -> dict[str, Any]:
        """The score as plain data: exact numbers as text, ``862/9`` where no decimal says it."""
        ends = (self.exact, self.low, self.high)
        exact, low, high = (None if end is None else state_exactly(end) for end in ends)
        shown = {"vi": self.shown.vi, "en": self.shown.en}
        missing = [fact.path for fact in self.missing]
        return {"exact": exact, "from": low, "to": high, "shown": shown, "missing": missing}


@dataclass(frozen=True, slots=True)
class Grade:
    """The values a grade may be, in the order of its scale: one when it is known.

    ``missing`` are the facts that keep it open.
    """

    table: GradeTable = field(repr=False)
    possible: tuple[str, ...]
    missing: tuple[MissingFact, ...] = ()

    @property
    def value(self) -> str | None:
        """The one value; None while there are several."""
        return self.possible[0] if len(self.possible) == 1 else None

    def to_dict(self) -> dict[str, Any]:
        """The grade as plain data."""
        return {"value": self.value, "possible": list(self.possible), "missing": [fact.path for fact in self.missing]}


def read_results(decision: Decision) -> dict[str, Score | Grade]:
    """The scores and grades of a decision by name, as an engine measured them, else as the reference does."""
    program, measured = decision.program, decision.measured
    scope = Scope(program, decision.values, decision.as_of)
    if measured is None:
        measured = reference.measure_results(program, decision.values, decision.as_of)
    found: dict[str, Score | Grade] = {}
    faulty = find_faulty(decision.problems)
    for result, one in zip(program.category.results, measured, strict=True):
        missing: tuple[MissingFact, ...] = ()
        if is_open(one):
            missing = find_open_facts(trace_result(result.read, scope, faulty), (result.name,)).missing
        found[result.name] = make_result(program, result, one, missing)
    return found


def make_result(
    program: Program, result: GradeTable | ScoreSheet, measured: Measured, missing: tuple[MissingFact, ...] = ()
) -> Score | Grade:
    """A score or grade out of what an engine measured of it and the facts that keep it open."""
    if isinstance(result, GradeTable):
        return Grade(result, tuple(map(str, measured)), missing)
    low, high = (None if is_endless(end := Fraction(number)) else end for number in measured)
    return Score(result, low, high, say_points(program, result, result.whole, low, high), missing)


def measure_parts(line: ScoreLine, scope: Scope) -> Range | None:
    """What a line comes to before its caps and its gate; None while a value it gives is unknown."""
    if line.value is None:
        return reduce(add, [reference.measure_line(one, scope) for one in line.lines])
    found = hull(reference.alternatives(line.value, scope))
    return found if isinstance(found, Range) else None


def list_results(results: Iterable[Score | Grade], language: str) -> tuple[str, ...]:
    """The same of some results."""
    found = tuple(results)
    grades = [one for one in found if isinstance(one, Grade)]
    scores = [one for one in found if isinstance(one, Score)]
    return (
        *(f"{one.table.title.within(language)}: {say_result(one, language)}" for one in grades),
        *(f"{one.sheet.title.within(language)}: {say_result(one, language)}" for one in scores),
    )


def list_missing_of_results(decision: Decision, language: str) -> tuple[str, ...]:
    """What the facts are called that keep scores and grades open."""
    missing = {fact.path: fact for one in decision.results.values() for fact in one.missing}
    return tuple(fact.within(language) for fact in missing.values())


def say_result(result: Score | Grade, language: str) -> str:
    """What a score or grade came to, or all it may still be."""
    if isinstance(result, Grade):
        return phrase("list.or", language).join(result.possible)
    return result.shown.within(language)


def list_result_titles(program: Program, language: str) -> dict[str, str]:
    """What the scores and grades of a program are called, by name, grades first."""
    ordered = sorted(program.category.results, key=lambda one: not isinstance(one, GradeTable))
    return {one.name: one.title.within(language) for one in ordered}


def state_exactly(number: Fraction) -> str:
    """An exact number as text: a decimal where one says it, else ``862/9``."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest > 1:
        return str(number)
    places = next(n for n in range(len(str(number.denominator)) * 4) if (number * 10**n).denominator == 1)
    whole, tail = divmod(abs(int(number * 10**places)), 10**places)
    return f"{'-' if number < 0 else ''}{whole}" + (f".{tail:0{places}d}" if places else "")


def say_points(
    program: Program, sheet: ScoreSheet, line: ScoreLine, low: Fraction | None, high: Fraction | None
) -> Words:
    """The points of a line in both languages: a number, or from where to where it may lie."""
    limits = find_limits(program, sheet.name, "" if line is sheet.whole else line.id)
    # What is got and what is lost of a line add up as they are printed: a half is not rounded.
    decimals = sheet.shown if line is sheet.whole else _keep_half(sheet.shown, low, high)
    vi, en = (_say_ends(decimals, limits, low, high, language) for language in ("vi", "en"))
    return Words(vi, en)


def _keep_half(decimals: int | None, *ends: Fraction | None) -> int | None:
    """The decimals, one more where an end lies halfway between two numbers that have so many."""
    if decimals is None:
        return None
    halves = (end is not None and (end * 10**decimals * 2).denominator == 1 for end in ends)
    return decimals + 1 if any(halves) else decimals


def _say_ends(
    decimals: int | None, limits: tuple[Fraction, ...], low: Fraction | None, high: Fraction | None, language: str
) -> str:
    first, last = (None if end is None else write_points(end, decimals, limits, language) for end in (low, high))
    if first is None or last is None:
        if first is not None:
            return phrase("number.from", language, low=first)
        return phrase("number.any", language) if last is None else phrase("number.up-to", language, high=last)
    return first if low == high else phrase("number.range", language, low=first, high=last)


def write_points(number: Fraction, decimals: int | None, limits: tuple[Fraction, ...], language: str) -> str:
    """A number of points with so many decimals, and as many more as keep it on its side of every limit."""
    if decimals is None:
        return write_number(number, language, against=limits)
    for places in range(decimals, MOST_SHOWN_DECIMALS):
        near = round_away(number, places)
        if all((near > limit) == (number > limit) and (near < limit) == (number < limit) for limit in limits):
            return write_number(near, language)
    return write_number(number, language, against=limits)


def find_limits(program: Program, name: str, line: str) -> tuple[Fraction, ...]:
    """The numbers a score or a line of one is held against, in bands and in criteria."""
    key = ("limits", name, line)
    found = program._engine.get(repr(key))
    if found is None:
        found = program._engine.setdefault(repr(key), tuple(sorted(set(_limits(program, name, line)))))
    return found  # type: ignore[no-any-return]


def _limits(program: Program, name: str, line: str) -> Iterator[Fraction]:
    for node in (part for one in _expressions(program) for part in walk(one)):
        if isinstance(node, Compare):
            for read, limit in ((node.left, node.right), (node.right, node.left)):
                is_meant = isinstance(read, ReadResult) and (read.name, read.line, read.zeros) == (name, line, False)
                if is_meant and isinstance(limit, Literal) and isinstance(limit.value, int | Fraction):
                    yield Fraction(limit.value)


def _expressions(program: Program) -> Iterator[Node]:
    for criterion in (one for top in program.criteria for one in top.family()):
        yield from (part for part in (criterion.applies, criterion.require) if part is not None)
    for result in program.results:
        if isinstance(result, LoweredScore):
            yield from (part for one in result.whole.family() for part in (one.gate, one.value) if part is not None)
        else:
            yield from (result.rows, *(when for when, _ in result.caps))
