"""Scores and grades explained: a sheet of lines with what was got, lost and why; the band and the cap of a grade."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from cchc_rules.decisions.blocks import Block
from cchc_rules.decisions.citations import cite_clause, cite_parameters
from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.false_checks import find_faulty
from cchc_rules.decisions.phrasing.figures import is_tally, name_member, name_members
from cchc_rules.decisions.phrasing.lines import Reason
from cchc_rules.decisions.phrasing.open_values import explain_open_leaves
from cchc_rules.decisions.phrasing.reasons import explain_condition, list_sources
from cchc_rules.decisions.phrasing.sayings import Listing, Part, tell
from cchc_rules.decisions.phrasing.wording import state_condition
from cchc_rules.decisions.scoring import Grade, Score, measure_parts, say_points
from cchc_rules.decisions.traces.builder import trace_part
from cchc_rules.decisions.traces.causes import find_unsettled
from cchc_rules.decisions.traces.trace import Trace
from cchc_rules.language.nodes import Node, ReadDefinition, ReadResult
from cchc_rules.language.ruleset import Clause, ScoreLine, ScoreSheet
from cchc_rules.program import reference
from cchc_rules.program.points import Range, is_endless
from cchc_rules.program.reference import Scope


def explain_results(decision: Decision) -> Iterator[Block]:
    """A block a score or grade, grades first: they are what the scores are for. Cost: a trace of every line told."""
    results = decision.results.values()
    teller = _Teller(decision, Scope(decision.program, decision.values, decision.as_of))
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

    def trace(self, node: Node) -> Trace:
        """The trace of a part, its facts with their provenance, faulty ones marked."""
        return trace_part(node, self.scope, self.decision.provenance, find_faulty(self.decision.problems))

    def score(self, score: Score) -> Block:
        """The sheet of a score, the lines that lost most first."""
        whole = score.sheet.whole
        head = self.say(score.sheet, whole, reference.measure_line(whole, self.scope), "score.total")
        outcome = "unknown" if score.exact is None else "met"
        told = [*self.say_gate(whole), *self.say_cut(score.sheet, whole)]
        reasons = tuple(Block("reason", one.head, self.reasons(one)) for one in told)
        parts = (*reasons, *self.lines(score.sheet, whole))
        return Block("result", head, parts, id=score.sheet.name, outcome=outcome)

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
        reasons = tuple(Block("reason", one.head, self.reasons(one)) for one in self.why(sheet, told))
        own = line.clauses if line.clauses != above.clauses else ()
        cited = self.cite((line.value, line.gate), own, line.clauses)
        return Block("line", said, (*reasons, *self.lines(sheet, line), *cited), id=line.id)

    def cite(
        self, nodes: Iterable[Node | None], clauses: Iterable[Clause], known: Collection[Clause]
    ) -> tuple[Block, ...]:
        """The clauses, then those of the parameters that expressions read, but for the ``known`` ones."""
        read = (node for node in nodes if node is not None)
        own = (cite_clause(one, self.decision) for one in clauses)
        return (*own, *cite_parameters(read, self.decision, known))

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

    def why(self, sheet: ScoreSheet, told: _Told) -> Iterator[Reason]:
        """Why a line gives what it gives: its gate, what it was computed from, the cap that cut it, what is missing."""
        line = told.line
        yield from self.say_gate(line)
        if line.gate is not None and reference.truth(line.gate, self.scope) is False:
            return
        yield from self.say_cut(sheet, line)
        if line.value is None:
            return
        value = self.trace(line.value)
        if told.lost and not told.is_open:
            yield from list_sources(value)
            yield from _name_counted(value)
        if told.is_open:
            yield from explain_open_leaves(tuple(find_unsettled(value)))

    def say_gate(self, line: ScoreLine) -> Iterator[Reason]:
        """That a line does not count, or perhaps not, and why."""
        gate = None if line.gate is None else self.trace(line.gate)
        if gate is not None and gate.truth is not True:
            key = "score.not-counted" if gate.truth is False else "score.perhaps-counted"
            yield Reason(tell(key), explain_condition(gate))

    def say_cut(self, sheet: ScoreSheet, line: ScoreLine) -> Iterator[Reason]:
        """What a line comes to where a cap lets only a part of it count."""
        raw = measure_parts(line, self.scope)
        if raw is None or raw.low != raw.high:
            return
        for cap, is_cut in (
            (line.most, line.most is not None and raw.low > line.most),
            (line.least, line.least is not None and raw.high < line.least),
        ):
            if is_cut and cap is not None:
                sums, counted = (say_points(self.decision.program, sheet, line, one, one) for one in (raw.low, cap))
                yield Reason(tell("score.cut", sum=sums, counted=counted))

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
        told: set[Part] = set()
        for place, value in enumerate(table.rows.values):
            condition = table.rows.conditions[place] if place < len(table.rows.conditions) else None
            trace = None if condition is None else self.trace(condition)
            if trace is not None and trace.truth is False:
                continue
            level = str(getattr(value, "value", ""))
            highest = max(highest, levels.index(level) if level in levels else -1)
            sources = table.rows.sources[place] if table.rows.sources else ()
            key = "grade.row" if trace is None or trace.truth else "grade.perhaps-row"
            yield self.move(key, level, trace, self.cite((condition,), sources, sources), told)
            if trace is None or trace.truth:
                break
        for cap in table.caps:
            trace = self.trace(cap.when)
            if trace.truth is not False and levels.index(cap.level) < highest:
                key = "grade.capped" if trace.truth else "grade.perhaps-capped"
                yield self.move(key, cap.level, trace, self.cite((cap.when,), cap.clauses, cap.clauses), told)

    def move(self, key: str, level: str, trace: Trace | None, cited: tuple[Block, ...], told: set[Part]) -> Block:
        """A row or a cap with its condition, what is missing of it unless that is ``told`` already, and its clauses."""
        if trace is None:
            return Block("reason", tell("grade.rest", level=level), cited)
        lacking = () if trace.truth is not None else explain_open_leaves(tuple(find_unsettled(trace)))
        parts = tuple(Block("reason", one.head) for one in lacking if one.head not in told)
        told.update(one.head for one in lacking)
        return Block("reason", tell(key, level=level, condition=state_condition(trace)), (*parts, *cited))


def _name_counted(trace: Trace) -> Iterator[Reason]:
    """The members that counts without a name of their own have counted."""
    if isinstance(trace.node, ReadDefinition | ReadResult):
        return
    if is_tally(trace):
        if counted := [one for one in trace.members if one.inside and one.body.truth]:
            yield Reason(tell("score.counted", each=name_member(trace), names=name_members(counted)))
        return
    for part in trace.parts:
        yield from _name_counted(part)
