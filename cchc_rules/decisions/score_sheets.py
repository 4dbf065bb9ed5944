"""Scores and grades explained: a sheet of lines with what was got, lost and why; the band and the cap of a grade."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from cchc_rules.decisions.blocks import Block
from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.phrasing.lines import Reason
from cchc_rules.decisions.phrasing.reasons import explain_condition, list_sources
from cchc_rules.decisions.phrasing.sayings import Listing, Part, tell
from cchc_rules.decisions.phrasing.wording import name_value, state_condition
from cchc_rules.decisions.scoring import Grade, Score, say_points
from cchc_rules.decisions.traces.builder import trace_part
from cchc_rules.decisions.traces.causes import find_unsettled
from cchc_rules.decisions.traces.trace import Trace
from cchc_rules.language.ruleset import Clause, ScoreLine, ScoreSheet
from cchc_rules.program import reference
from cchc_rules.program.points import Range, is_endless
from cchc_rules.program.reference import Scope
from cchc_rules.values import Words

MOST_FACTS_NAMED = 5
Cite = Callable[[Clause], Block]


def explain_results(decision: Decision, cite: Cite) -> Iterator[Block]:
    """A block a score or grade, grades first: they are what the scores are for. Cost: a trace of every line told."""
    results = decision.results.values()
    teller = _Teller(decision, Scope(decision.program, decision.values, decision.as_of), cite)
    yield from (teller.grade(one) for one in results if isinstance(one, Grade))
    yield from (teller.score(one) for one in results if isinstance(one, Score))


@dataclass(frozen=True, slots=True)
class _Told:
    """A line with its ends, and the least that was lost of its most."""

    line: ScoreLine
    points: Range
    lost: Fraction

    @property
    def is_open(self) -> bool:
        return self.points.low != self.points.high


@dataclass(frozen=True, slots=True)
class _Teller:
    decision: Decision
    scope: Scope
    cite: Cite

    def score(self, score: Score) -> Block:
        """The sheet of a score, the lines that lost most first."""
        whole = score.sheet.whole
        head = self.say(score.sheet, whole, reference.measure_line(whole, self.scope), "score.total")
        outcome = "unknown" if score.exact is None else "met"
        return Block("result", head, self.lines(score.sheet, whole), id=score.sheet.name, outcome=outcome)

    def lines(self, sheet: ScoreSheet, above: ScoreLine) -> tuple[Block, ...]:
        """The lines below a line: what is lost for certain first, the largest loss first, else as they are declared."""
        told = [self.measure(line) for line in above.lines]
        ordered = sorted(told, key=lambda one: (-one.lost, not one.is_open))
        return tuple(self.line(sheet, above, one) for one in ordered)

    def measure(self, line: ScoreLine) -> _Told:
        points = reference.measure_line(line, self.scope)
        most = Fraction(0) if line.most is None else line.most
        return _Told(line, points, max(most - points.high, Fraction(0)))

    def line(self, sheet: ScoreSheet, above: ScoreLine, told: _Told) -> Block:
        """One line: what was got of what there was to get, what was lost and why, and its own clause."""
        line = told.line
        said: Part = self.say(sheet, line, told.points, "score.line")
        if told.lost and not told.is_open:
            key = "score.lost" if line.most else "score.deducted"
            said = tell(key, line=said, lost=say_points(self.decision.program, sheet, line, told.lost, told.lost))
        reasons = tuple(Block("reason", one.head, self.reasons(one)) for one in self.why(told))
        cited = tuple(self.cite(one) for one in line.clauses) if line.clauses != above.clauses else ()
        return Block("line", said, (*reasons, *self.lines(sheet, line), *cited), id=line.id)

    def reasons(self, reason: Reason) -> tuple[Block, ...]:
        return tuple(Block("reason", one.head, self.reasons(one)) for one in reason.parts)

    def say(self, sheet: ScoreSheet, line: ScoreLine, points: Range, key: str) -> Part:
        low, high = (None if is_endless(end) else end for end in (points.low, points.high))
        got = say_points(self.decision.program, sheet, line, low, high)
        if not line.most:
            return tell(f"{key}.alone", title=line.title, got=got)
        most = say_points(self.decision.program, sheet, line, line.most, line.most)
        is_sum = key == "score.total"
        return tell(key if is_sum or low == high else f"{key}.open", title=line.title, got=got, most=most)

    def why(self, told: _Told) -> Iterator[Reason]:
        """Why a line gives what it gives: its gate, what it was computed from, the cap that cut it, what is missing."""
        line = told.line
        gate = None if line.gate is None else trace_part(line.gate, self.scope)
        if gate is not None and gate.truth is not True:
            key = "score.not-counted" if gate.truth is False else "score.perhaps-counted"
            yield Reason(tell(key), explain_condition(gate))
            if gate.truth is False:
                return
        if line.value is None:
            return
        value = trace_part(line.value, self.scope)
        if told.lost and not told.is_open:
            yield from list_sources(value)
        raw = value.seen[0] if len(value.seen) == 1 else None
        if line.most is not None and isinstance(raw, Range) and raw.low > line.most:
            yield Reason(tell("score.cut"))
        if told.is_open:
            yield from _say_open(value)

    def grade(self, grade: Grade) -> Block:
        """A grade: the band or row it came by, then the cap that moved it."""
        table = grade.table
        if grade.value is not None:
            head: Part = tell("grade.value", title=table.title, level=grade.value)
        else:
            head = tell("grade.open", title=table.title, levels=Listing(grade.possible, "or"))
        outcome = "unknown" if grade.value is None else "met"
        return Block("result", head, tuple(self.moves(grade)), id=table.name, outcome=outcome)

    def moves(self, grade: Grade) -> Iterator[Block]:
        """The rows that may have given it, then the caps that lowered it or may."""
        table, levels = grade.table, grade.table.scale.levels
        highest = -1
        for place, value in enumerate(table.rows.values):
            condition = table.rows.conditions[place] if place < len(table.rows.conditions) else None
            trace = None if condition is None else trace_part(condition, self.scope)
            if trace is not None and trace.truth is False:
                continue
            level = str(getattr(value, "value", ""))
            highest = max(highest, levels.index(level) if level in levels else -1)
            sources = table.rows.sources[place] if table.rows.sources else ()
            key = "grade.row" if trace is None or trace.truth else "grade.perhaps-row"
            yield self.move(key, level, trace, sources)
            if trace is None or trace.truth:
                break
        for cap in table.caps:
            trace = trace_part(cap.when, self.scope)
            if trace.truth is not False and levels.index(cap.level) < highest:
                yield self.move(
                    "grade.capped" if trace.truth else "grade.perhaps-capped", cap.level, trace, cap.clauses
                )

    def move(self, key: str, level: str, trace: Trace | None, clauses: tuple[Clause, ...]) -> Block:
        """A row or a cap with its condition, what is missing of it, and its clauses."""
        cited = tuple(self.cite(one) for one in clauses)
        if trace is None:
            return Block("reason", tell("grade.rest", level=level), cited)
        lacking = () if trace.truth is not None else _say_open(trace)
        parts = tuple(Block("reason", one.head) for one in lacking)
        return Block("reason", tell(key, level=level, condition=state_condition(trace)), (*parts, *cited))


def _say_open(trace: Trace) -> Iterator[Reason]:
    """What is missing of an open value, or that there is nothing to take it of."""
    leaves = tuple(find_unsettled(trace))
    names: tuple[Part | Words, ...] = tuple(dict.fromkeys(name_value(leaf) for leaf in leaves if not leaf.void))
    if names:
        yield Reason(tell("why.lacking", facts=Listing(names, most=MOST_FACTS_NAMED)))
    elif leaves:
        yield Reason(tell("score.void"))
