"""Scores and grades of a category: read in an order in which each comes after those it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import cast

from cchc_rules.language.checking.declarations import Declarations, Declarer
from cchc_rules.language.checking.names_in_reach import Names
from cchc_rules.language.checking.reading_order import order_by_reads
from cchc_rules.language.checking.resolver import Resolver
from cchc_rules.language.checking.row_tables import TableReader
from cchc_rules.language.checking.score_checker import ScoreChecker
from cchc_rules.language.documents.models import CategoryDocument
from cchc_rules.language.documents.places import Path
from cchc_rules.language.documents.score_models import GradeDocument, LineDocument, ScoreDocument
from cchc_rules.language.nodes import (
    Arithmetic,
    Compare,
    FirstOf,
    Literal,
    Name,
    Negate,
    Node,
    ReadParameter,
    ReadResult,
    walk,
)
from cchc_rules.language.ruleset import GradeCap, GradeTable, Parameter, ScoreSheet
from cchc_rules.language.shapes import is_constant, type_of
from cchc_rules.language.types import GradeType, NumberType, QuotientType, kind_of
from cchc_rules.text import nearest
from cchc_rules.values import LAST_DATE, Number, Scale, exact


@dataclass(frozen=True, slots=True)
class ResultChecker:
    """Checks the scores and grades of the category at ``path``; ``tables`` reads rows and parses expressions."""

    declarer: Declarer
    declared: Declarations
    path: Path
    document: CategoryDocument
    tables: TableReader
    refuse_large: Callable[[Node, Path], None]
    trees: dict[Path, Node | None] = field(default_factory=dict)

    def results(self, names: Names) -> Iterator[ScoreSheet | GradeTable]:
        """The sound ones, each after those it reads; those on a circle are refused."""
        self._refuse_taken()
        order, circles = order_by_reads({name: self._parse(name) for name in self.document.result_names})
        for name, circle in circles.items():
            self.declarer.fault("definition-cycle", self._place(name), "result", name=name, circle=circle)
        known: dict[str, ScoreSheet | GradeTable] = {}
        for name in order:
            unsound = frozenset(self.document.result_names) - known.keys()
            here = replace(names, results=known, broken=names.broken | unsound)
            resolver = Resolver(here, self.declarer.problems, computes_shares=True)
            found = self._result(name, resolver)
            if found is not None:
                known[name] = found
                yield found

    def _refuse_taken(self) -> None:
        """Scores, grades, facts and definitions share one space of names."""
        taken = {*self.document.facts, *self.document.define}
        for name in (*self.document.scores, *self.document.grades):
            if name in taken:
                self.declarer.fault("duplicate-id", self._place(name), id=name)
            taken.add(name)

    def _place(self, name: str) -> Path:
        return (*self.path, "grades" if name in self.document.grades else "scores", name)

    def _parse(self, name: str) -> set[str]:
        """Parses the expressions of a score or grade; the names they read."""
        path, before = self._place(name), set(self.trees)
        if (grade := self.document.grades.get(name)) is not None:
            self._parse_grade(grade, path)
        else:
            self._parse_line(self.document.scores[name], path)
        nodes = [node for place in self.trees.keys() - before if (tree := self.trees[place]) for node in walk(tree)]
        return {node.name for node in nodes if isinstance(node, Name | ReadResult)}

    def _parse_line(self, document: ScoreDocument | LineDocument, path: Path) -> None:
        self._parse_text(document.gate, (*path, "gate"))
        if isinstance(document, LineDocument):
            self._parse_text(document.is_, (*path, "is"))
            if document.first is not None:
                place = (*path, "first")
                self.trees[place] = self.tables.read_rows(document.first, place)
        for index, line in enumerate(document.lines or ()):
            self._parse_line(line, (*path, "lines", index))

    def _parse_grade(self, document: GradeDocument, path: Path) -> None:
        self._parse_text(document.of, (*path, "of"))
        for index, band in enumerate(document.bands or ()):
            self._parse_text(band.from_, (*path, "bands", index, "from"))
        scale = self.declared.scales.get(document.scale)
        if document.first is not None and scale is not None:
            place = (*path, "first")
            self.trees[place] = self.tables.read_rows(document.first, place, GradeType(scale))
        for index, cap in enumerate(document.at_most):
            self._parse_text(cap.when, (*path, "at_most", index, "when"))

    def _parse_text(self, text: str | None, path: Path) -> None:
        if text is not None:
            self.trees[path] = self.declarer.read_expression(text, path)

    def _result(self, name: str, resolver: Resolver) -> ScoreSheet | GradeTable | None:
        path = self._place(name)
        if (grade := self.document.grades.get(name)) is not None:
            return self._grade(name, grade, path, resolver)
        checker = ScoreChecker(self.declarer, self.declared, self.tables, self.trees, self.refuse_large)
        return checker.score(name, self.document.scores[name], path, resolver)

    def _grade(self, name: str, document: GradeDocument, path: Path, resolver: Resolver) -> GradeTable | None:
        clauses = self.declarer.find_clauses(document.source, self.declared.clauses, path)
        scale = self.declared.scales.get(document.scale)
        if scale is None:
            near = nearest(document.scale, self.declared.scales) or ""
            self.declarer.fault("unknown-scale", (*path, "scale"), scale=document.scale, nearest=near)
            return None
        before = len(self.declarer.problems)
        of = None if document.of is None else self._number(document.of, (*path, "of"), resolver)
        rows = self._bands(document, of, scale, path, resolver) if document.bands else self._rows(path, resolver)
        caps = tuple(self._caps(document, scale, path, resolver))
        if rows is None or len(self.declarer.problems) > before:
            return None
        self.refuse_large(rows, path)
        return GradeTable(name, document.title.words, clauses, scale, rows, caps, of, self.declarer.places.key(path))

    def _number(self, text: str, path: Path, resolver: Resolver) -> Node | None:
        tree = self.trees.get(path)
        node = None if tree is None else resolver.expression(tree)
        if node is not None and not isinstance(kind := type_of(node), NumberType | QuotientType):
            self.declarer.fault("type-mismatch", path, "number", type=kind_of(kind))
            return None
        return node

    def _rows(self, path: Path, resolver: Resolver) -> FirstOf | None:
        tree = self.trees.get((*path, "first"))
        node = None if tree is None else resolver.expression(tree)
        return self.tables.close(node, (*path, "first")) if isinstance(node, FirstOf) else None

    def _bands(
        self, document: GradeDocument, of: Node | None, scale: Scale, path: Path, resolver: Resolver
    ) -> FirstOf | None:
        """Bands as the rows they are short for: ``of >= from``, the last one for the rest."""
        bands, below = document.bands or (), (*path, "bands")
        levels = [self._level(band.is_, scale, (*below, place, "is")) for place, band in enumerate(bands)]
        cited = [band.source for band in bands]
        clauses = [
            self.declarer.find_clauses(one, self.declared.clauses, (*below, place)) for place, one in enumerate(cited)
        ]
        sources = tuple(clauses) if any(clauses) else ()
        limits: list[Node] = []
        for place, band in enumerate(bands):
            if band.from_ is None and place < len(bands) - 1:
                self.declarer.fault("rest-row-early", (*below, place), "band")
            elif band.from_ is not None and place == len(bands) - 1:
                self.declarer.fault("table-open", below, "band")
            if band.from_ is not None:
                limit = self._limit((*below, place, "from"), resolver)
                limits += [] if limit is None else [limit]
        for parameters in _each_period(self.declared.parameters):
            if (risen := find_rise([constant_value(limit, parameters) for limit in limits])) is not None:
                self.declarer.fault("bands-rise", (*below, risen, "from"))
                break
        if of is None or None in levels or len(limits) != len(bands) - 1:
            return None
        conditions = tuple(Compare(">=", of, limit, limit.span) for limit in limits)
        span = self.declarer.places.value(below)
        return FirstOf(conditions, tuple(level for level in levels if level is not None), sources, span)

    def _limit(self, path: Path, resolver: Resolver) -> Node | None:
        """The limit of a band: a number that is the same for every candidate."""
        tree = self.trees.get(path)
        node = None if tree is None else resolver.expression(tree)
        if node is not None and not (isinstance(type_of(node), NumberType) and is_constant(node)):
            self.declarer.fault("band-not-constant", path)
            return None
        return node

    def _caps(self, document: GradeDocument, scale: Scale, path: Path, resolver: Resolver) -> Iterator[GradeCap]:
        for index, cap in enumerate(document.at_most):
            place = (*path, "at_most", index)
            level = self._level(cap.is_, scale, (*place, "is"))
            clauses = self.declarer.find_clauses(cap.source, self.declared.clauses, place)
            tree = self.trees.get((*place, "when"))
            when = None if tree is None else resolver.condition(tree)
            if when is not None and level is not None:
                self.refuse_large(when, (*place, "when"))
                yield GradeCap(when, str(level.value), clauses)

    def _level(self, text: str, scale: Scale, path: Path) -> Literal | None:
        """A level of the scale; an unranked value bounds nothing."""
        kind = GradeType(scale)
        if text in scale.unranked:
            self.declarer.fault("unranked-limit", path, level=text, scale=scale.id)
            return None
        found = self.declarer.constant(text, kind, path)
        return None if found is None else Literal(found, kind, self.declarer.places.value(path))


def _each_period(parameters: Mapping[str, Parameter]) -> Iterator[Mapping[str, Parameter]]:
    """The parameters with the values they have from each day on which one of them gets another."""
    begins = {dated.begin for one in parameters.values() for dated in one.dated}
    for begin in sorted(begins) or [LAST_DATE]:
        found = {name: (one, one.in_force(begin)) for name, one in parameters.items()}
        yield {name: replace(one, value=dated[0].value) if dated else one for name, (one, dated) in found.items()}


def constant_value(node: Node, parameters: Mapping[str, Parameter]) -> Fraction | None:
    """The number a constant expression is; None while a parameter in it has no value."""
    match node:
        case Literal(value=value):
            return Fraction(cast(Fraction, value))
        case ReadParameter(name=name):
            value = parameters[name].value
            return None if value is None else Fraction(exact(cast(Number, value)))
        case Negate(operand=operand):
            inner = constant_value(operand, parameters)
            return None if inner is None else -inner
        case Arithmetic(left=left, right=right):
            a, b = constant_value(left, parameters), constant_value(right, parameters)
            if a is None or b is None:
                return None
            return a + b if node.op == "+" else a - b if node.op == "-" else a * b
        case _:
            raise TypeError("no constant")


def find_rise(limits: Sequence[Fraction | None]) -> int | None:
    """The place of the first limit that is not below the one before it; those without a value are passed over."""
    before: Fraction | None = None
    for place, limit in enumerate(limits):
        if limit is not None:
            if before is not None and limit >= before:
                return place
            before = limit
    return None
