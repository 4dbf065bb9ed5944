"""What a ruleset says of its scores and grades, line by line: for pages, forms and the command `show`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from cchc_rules.decisions.phrasing.sayings import Part, say, write_number
from cchc_rules.decisions.phrasing.wording import name_value, state_condition
from cchc_rules.decisions.traces.builder import trace_part
from cchc_rules.evaluation import evaluate
from cchc_rules.language.nodes import FirstOf, Literal, Node
from cchc_rules.language.ruleset import Category, Clause, GradeCap, GradeTable, Ruleset, ScoreLine, ScoreSheet
from cchc_rules.pages.campaign_words import both
from cchc_rules.pages.fact_use import expressions_of
from cchc_rules.phrases import LANGUAGES, phrase
from cchc_rules.problems import RulesetError
from cchc_rules.program.compiler import compile
from cchc_rules.program.reference import Scope
from cchc_rules.values import Words


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A line of a score, a band or a cap of a grade: what it is called, the points to be had, how it is given.

    ``number`` is 1, 1.1 … of a line and empty of a row of a grade, which has no ``id`` either. ``expressions`` are what
    it is decided by.
    """

    number: str
    title: Words
    id: str
    points: tuple[Words, ...]
    how: tuple[Words, ...]
    clauses: tuple[Clause, ...]
    expressions: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultSheet:
    """A score with its lines, or a grade with its bands and caps; ``points`` are those of the whole."""

    name: str
    title: Words
    points: tuple[Words, ...]
    rows: tuple[ResultRow, ...]
    clauses: tuple[Clause, ...]

    @property
    def head(self) -> ResultRow:
        """The whole of it as a row."""
        return ResultRow("", self.title, self.name, self.points, (), self.clauses)


def list_result_sheets(ruleset: Ruleset, category: Category) -> tuple[ResultSheet, ...]:
    """A sheet for each score, then one for each grade, in declared order.

    Rows say no conditions where a parameter has no value of its own, so that nothing can be compiled.
    """
    try:
        decision = evaluate(compile(ruleset, category.id), {})
    except RulesetError:
        teller = _SheetTeller(None)
    else:
        teller = _SheetTeller(Scope(decision.program, decision.values, None))
    scores = [teller.score(one) for one in category.results if not isinstance(one, GradeTable)]
    return (*scores, *(teller.grade(one) for one in category.results if isinstance(one, GradeTable)))


@dataclass(frozen=True, slots=True)
class _SheetTeller:
    """Says rows with the expressions of a candidate of whom nothing is known; without a scope none are said."""

    scope: Scope | None

    def score(self, sheet: ScoreSheet) -> ResultSheet:
        """The lines of a score."""
        whole = sheet.whole
        points = (*_say_points(whole), *self.say_gate(whole))
        rows = tuple(self.lines(whole.lines, "", whole.clauses))
        return ResultSheet(sheet.name, whole.title, points, rows, whole.clauses)

    def lines(self, lines: Iterable[ScoreLine], above: str, cited: tuple[Clause, ...]) -> Iterator[ResultRow]:
        """The lines, each before its own; a clause of the line above is not repeated."""
        for place, line in enumerate(lines, start=1):
            clauses = () if line.clauses == cited else line.clauses
            how = (*self.say_gate(line), *self.say_value(line))
            asked = expressions_of(line)
            yield ResultRow(f"{above}{place}", line.title, line.id, _say_points(line), how, clauses, asked)
            yield from self.lines(line.lines, f"{above}{place}.", line.clauses)

    def say_gate(self, line: ScoreLine) -> Iterator[Words]:
        """When the line counts."""
        if line.gate is not None and self.scope is not None:
            yield both("sheet.gate", condition=self.state(line.gate))

    def say_value(self, line: ScoreLine) -> Iterator[Words]:
        """What the line gives: the sum of its lines, a row of points a condition, or a formula."""
        if line.value is None:
            yield both("sheet.sum")
        elif self.scope is None:
            return
        elif isinstance(line.value, FirstOf):
            for when, value in zip(line.value.conditions, line.value.values, strict=False):
                yield both("sheet.row", points=self.name(value), condition=self.state(when))
            yield both("sheet.rest", points=self.name(line.value.values[-1]))
        else:
            yield both("sheet.formula", value=self.name(line.value))

    def grade(self, table: GradeTable) -> ResultSheet:
        """The bands or rows of a grade, then its caps."""
        rows = [*self.bands(table), *map(self.cap, table.caps)]
        return ResultSheet(table.name, table.title, (), tuple(rows), table.clauses)

    def bands(self, table: GradeTable) -> Iterator[ResultRow]:
        """The rows of a grade, the first that holds counts."""
        conditions, sources = table.rows.conditions, table.rows.sources
        for place, value in enumerate(table.rows.values):
            assert isinstance(value, Literal)
            clauses = sources[place] if place < len(sources) else ()
            how: tuple[Words, ...] = ()
            if place == len(conditions):
                how = (both("sheet.otherwise"),)
            elif self.scope is not None:
                how = (self.state(conditions[place]),)
            title = Words(str(value.value), str(value.value))
            yield ResultRow("", title, "", (), how, clauses, conditions[place : place + 1])

    def cap(self, cap: GradeCap) -> ResultRow:
        """A cap of a grade."""
        how = () if self.scope is None else (both("sheet.if", condition=self.state(cap.when)),)
        return ResultRow("", both("sheet.cap", level=cap.level), "", (), how, cap.clauses, (cap.when,))

    def state(self, node: Node) -> Words:
        """A condition as a clause of a sentence."""
        assert self.scope is not None
        return _say_both(state_condition(trace_part(node, self.scope)))

    def name(self, node: Node) -> Words:
        """What a value is called, or the formula it is."""
        assert self.scope is not None
        return _say_both(name_value(trace_part(node, self.scope)))


def _say_both(part: Part) -> Words:
    return Words(say(part, "vi"), say(part, "en"))


def _say_points(line: ScoreLine) -> tuple[Words, ...]:
    """The caps of a line and how it is rounded; of one that only takes off, how much at most."""
    found = []
    if line.most == 0:
        least = None if line.least is None else -line.least
        found.append(both("sheet.deducted") if least is None else _say_number("sheet.deducted.most", least))
    else:
        found += [] if line.most is None else [_say_number("sheet.most", line.most)]
        found += [_say_number("sheet.least", line.least)] if line.least is not None and line.least < 0 else []
    if line.rounded is not None:
        found.append(both("sheet.rounded", decimals=line.rounded))
    return tuple(found)


def _say_number(key: str, points: Fraction) -> Words:
    return Words(*(phrase(key, language, points=write_number(points, language)) for language in LANGUAGES))
