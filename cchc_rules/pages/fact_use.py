"""What each part of a category reads and cites, and so what reads each fact: the cross references of pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from cchc_rules.language.lint.conditions import every_part, find_meanings, write_out
from cchc_rules.language.nodes import FirstOf, Node, ReadResult
from cchc_rules.language.ruleset import Category, Clause, Criterion, GradeTable, ScoreLine


@dataclass(frozen=True, slots=True)
class FactReader:
    """A criterion, a line of a score, or a grade: its place on a page, what it asks, the clauses it rests on."""

    place: tuple[str, ...]
    expressions: tuple[Node, ...]
    clauses: tuple[Clause, ...]

    @property
    def label(self) -> str:
        """What it is called by in its category; a line as in expressions."""
        names = self.place[2:]
        return names[0] if len(names) == 1 else f'{names[0]}["{names[1]}"]'


def list_readers(category: Category) -> Iterator[FactReader]:
    """Every criterion and member, then every line of the scores and every grade, in declared order."""
    for criterion in category.findings_order():
        place = ("criterion", category.id, criterion.id)
        yield FactReader(place, conditions_of(criterion), criterion.clauses)
    for result in category.results:
        place = ("result", category.id, result.name)
        if isinstance(result, GradeTable):
            yield FactReader(place, tuple(result.expressions), tuple(dict.fromkeys(result.list_clauses())))
            continue
        for line in result.whole.family():
            own = place if line is result.whole else (*place, line.id)
            rows = line.value.sources if isinstance(line.value, FirstOf) else ()
            clauses = dict.fromkeys((*line.clauses, *(clause for row in rows for clause in row)))
            yield FactReader(own, expressions_of(line), tuple(clauses))


def conditions_of(criterion: Criterion) -> tuple[Node, ...]:
    """What a criterion itself asks; its members ask on their own."""
    return tuple(one for one in (criterion.applies, criterion.require) if one is not None)


def expressions_of(line: ScoreLine) -> tuple[Node, ...]:
    """What a line itself is computed of; its lines have their own."""
    return tuple(one for one in (line.gate, line.value) if one is not None)


def list_read(nodes: Iterable[Node], meanings: Mapping[str, Node]) -> tuple[str, ...]:
    """The paths of the facts (``units.done``), then the names of the scores and grades, that expressions read.

    ``meanings`` are the definitions, which are written out; what a score or grade reads is not. A list of which fields
    are read is not named beside them. Cost: the expressions as they are written out.
    """
    parts = [part for node in nodes for part in every_part(write_out(node, meanings))]
    paths = dict.fromkeys(part.path for part in parts if part.path)
    outer = {above for path in paths for above in _every_above(path) if above != path}
    results = dict.fromkeys(part.node.name for part in parts if isinstance(part.node, ReadResult))
    return (*(path for path in paths if path not in outer), *results)


def find_uses(category: Category) -> dict[str, list[FactReader]]:
    """By the path of a fact, what reads it, in declared order.

    A list counts as read where a field of it is. Facts that nothing but checks reads are not there.
    """
    meanings = find_meanings(category)
    uses: dict[str, list[FactReader]] = {}
    for reader in list_readers(category):
        read = list_read(reader.expressions, meanings)
        for path in dict.fromkeys(above for one in read for above in _every_above(one)):
            uses.setdefault(path, []).append(reader)
    return uses


def _every_above(path: str) -> Iterator[str]:
    """The path and those of the lists it lies in: ``units`` and ``units.done``."""
    return accumulate(path.split("."), "{}.{}".format)
