"""Scores: sheets of lines whose points are bounded on purpose, never by accident."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor

from cchc_rules.language.checking.bounds import find_bounds, is_never_negative
from cchc_rules.language.checking.declarations import Declarations, Declarer
from cchc_rules.language.checking.resolver import Resolver
from cchc_rules.language.checking.row_tables import TableReader
from cchc_rules.language.documents.places import Path
from cchc_rules.language.documents.score_models import LineDocument, ScoreDocument
from cchc_rules.language.nodes import FirstOf, Node
from cchc_rules.language.ruleset import Clause, ScoreLine, ScoreSheet
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import Fact, NumberType, QuotientType, Type, kind_of
from cchc_rules.values import canonical_number, exact


@dataclass(frozen=True, slots=True)
class ScoreChecker:
    """Checks the scores of a category; ``trees`` are their parsed expressions by path, names unresolved.

    ``refuse_large`` notes expressions no engine should follow.
    """

    declarer: Declarer
    declared: Declarations
    tables: TableReader
    trees: Mapping[Path, Node | None]
    refuse_large: Callable[[Node, Path], None]

    def score(self, name: str, document: ScoreDocument, path: Path, resolver: Resolver) -> ScoreSheet | None:
        """The score at a path; None when something in it is faulty."""
        whole = self.line(name, document, path, resolver, (), set())
        return None if whole is None else ScoreSheet(name, whole, document.shown)

    def line(
        self,
        id: str,
        document: ScoreDocument | LineDocument,
        path: Path,
        resolver: Resolver,
        inherited: tuple[Clause, ...],
        ids: set[str],
    ) -> ScoreLine | None:
        """A line, or the whole of a score, with the lines below it; clauses are ``inherited`` where it cites none."""
        before = len(self.declarer.problems)
        clauses = self.declarer.find_clauses(document.source, self.declared.clauses, path) or inherited
        value = self.value(document, path, resolver) if isinstance(document, LineDocument) else None
        found: list[ScoreLine | None] = []
        for index, one in enumerate(document.lines or ()):
            place = (*path, "lines", index)
            if one.id in ids:
                self.declarer.fault("duplicate-id", (*place, "id"), id=one.id)
            ids.add(one.id)
            found.append(self.line(one.id, one, place, resolver, clauses, ids))
        gate = self.gate(document, path, resolver)
        lines = tuple(one for one in found if one is not None)
        if (document.lines is None and value is None) or len(lines) < len(found):
            return None
        most = None if document.most is None else Fraction(exact(document.most))
        least = self.least(document, path, value, lines)
        self.refuse_caps(document, path, least, most, lines)
        span = self.declarer.places.value((*path, "id") if isinstance(document, LineDocument) else path)
        made = ScoreLine(id, document.title.words, clauses, value, lines, most, least, document.rounded, gate, span)
        return made if len(self.declarer.problems) == before else None

    def value(self, document: LineDocument, path: Path, resolver: Resolver) -> Node | None:
        """What a line without lines of its own gives: a number or a quotient."""
        key = "is" if document.is_ is not None else "first"
        tree = self.trees.get((*path, key))
        node = None if tree is None else resolver.expression(tree)
        if node is None:
            return None
        if key == "first":
            assert isinstance(node, FirstOf)
            node = self.tables.close(node, (*path, key))
        if node is not None and not isinstance(kind := type_of(node), NumberType | QuotientType):
            self.declarer.fault("type-mismatch", (*path, key), "number", type=kind_of(kind))
            return None
        if node is not None:
            self.refuse_large(node, (*path, key))
        return node

    def gate(self, document: ScoreDocument | LineDocument, path: Path, resolver: Resolver) -> Node | None:
        """The condition under which a line counts."""
        tree = self.trees.get((*path, "gate"))
        node = None if tree is None else resolver.condition(tree)
        if node is not None:
            self.refuse_large(node, (*path, "gate"))
        return node

    def least(
        self, document: ScoreDocument | LineDocument, path: Path, value: Node | None, lines: Sequence[ScoreLine]
    ) -> Fraction | None:
        """The lower end: what is written, else 0 where nothing can go below it; a deduction never vanishes."""
        if document.least is not None:
            return None if isinstance(document.least, str) else Fraction(exact(document.least))
        ends = [one.least for one in lines]
        safe = sum(one for one in ends if one is not None) >= 0 and None not in ends
        if not (safe if value is None else is_never_negative(value)):
            self.declarer.fault("least-needed", path)
        return Fraction(0)

    def refuse_caps(
        self,
        document: ScoreDocument | LineDocument,
        path: Path,
        least: Fraction | None,
        most: Fraction | None,
        lines: Sequence[ScoreLine],
    ) -> None:
        """Refuse caps that cross, that rounding leaves, that a gate's 0 is outside of, or that lines cannot reach."""
        ends = {"most": most, "least": least}
        if least is not None and most is not None and least > most:
            low = 0 if document.least is None else document.least
            self.declarer.fault("empty-range", (*path, "most"), low=low, high=document.most)
        for key, end in ends.items():
            if document.rounded is not None and end is not None and (end * 10**document.rounded).denominator > 1:
                self.declarer.fault("cap-not-rounded", (*path, key), decimals=document.rounded)
        if document.gate is not None and ((least or 0) > 0 or (most is not None and most < 0)):
            self.declarer.fault("gate-outside-caps", (*path, "gate"))
        tops = [_highest(one) for one in lines]
        reached = sum((top for top in tops if top is not None), Fraction(0))
        if lines and most is not None and None not in tops and reached < most:
            self.declarer.fault("lines-below-most", (*path, "most"), sum=_plain(reached), most=_plain(most))


def bound_by_lines(facts: tuple[Fact, ...], scores: Iterable[ScoreDocument]) -> tuple[Fact, ...]:
    """The facts, each that a line with ``most`` gives as it stands with that as its ``max``: 25 of 20 is a problem."""
    limits: dict[str, Fraction] = {}
    waiting: list[LineDocument] = [line for score in scores for line in score.lines]
    while waiting:
        line = waiting.pop()
        waiting += line.lines or ()
        if line.is_ is not None and line.most is not None:
            most = Fraction(exact(line.most))
            limits[line.is_.strip()] = min(most, limits.get(line.is_.strip(), most))
    return tuple(replace(one, type=_cut(one.type, limits[one.name])) if one.name in limits else one for one in facts)


def _cut(kind: Type, most: Fraction) -> Type:
    """A number type whose values go up to ``most`` at the highest."""
    if not isinstance(kind, NumberType) or (kind.maximum is not None and exact(kind.maximum) <= most):
        return kind
    return replace(kind, maximum=floor(most) if kind.integral else canonical_number(float(most)))


def _highest(line: ScoreLine) -> Fraction | None:
    """The most points a line can come to by what is written of it; None where nothing says."""
    if line.most is not None:
        return line.most
    if line.value is not None:
        bounds = find_bounds(line.value)
        return None if bounds is None else bounds.high
    tops = [_highest(one) for one in line.lines]
    return None if None in tops else sum((top for top in tops if top is not None), Fraction(0))


def _plain(number: Fraction) -> str:
    return str(int(number)) if number.denominator == 1 else format(float(number), ".15g")
