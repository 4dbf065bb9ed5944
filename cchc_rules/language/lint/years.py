"""Years in a row written otherwise than as a run: a year that is left out then satisfies the condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from cchc_rules.language.lint.conditions import (
    Part,
    every_condition,
    every_part,
    facts_by_path,
    find_meanings,
    warning,
    write_out,
)
from cchc_rules.language.nodes import (
    MIRRORED,
    Arithmetic,
    Compare,
    Fold,
    In,
    Literal,
    Node,
    Not,
    Quotient,
    ReadField,
    ReadParameter,
    Size,
    walk,
)
from cchc_rules.language.ruleset import Category, Fact, Ruleset
from cchc_rules.language.types import ListType, is_year
from cchc_rules.problems import Problem

_UPWARD: Final = (">=", ">", "==")
_DOWNWARD: Final = ("<=", "<", "==")


def find_written_out_runs(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each condition over a list of years that somebody satisfies by leaving a year out.

    A list that must hold a roll of years is safe where no window of years is asked for, or one the roll names.
    """
    facts_of = {one.id: dict(facts_by_path(one.facts)) for one in ruleset.categories}
    for category, node in _expressions(ruleset):
        facts = facts_of[category.id]
        told: set[Node] = set()
        for part in every_part(node):
            for fold in _find_unsafe(part, facts):
                if fold not in told:
                    told.add(fold)
                    fields = {"function": "count" if isinstance(fold, Size) else fold.kind, "list": fold.list_read.name}
                    yield warning("run-written-out", part.node.span, **fields)


def _expressions(ruleset: Ruleset) -> Iterator[tuple[Category, Node]]:
    """What criteria require, and what scores and grades are made of, definitions written out."""
    for condition in every_condition(ruleset):
        if condition.role == "require":
            yield condition.category, condition.node
    for category in ruleset.categories:
        meanings = find_meanings(category)
        for result in category.results:
            yield from ((category, write_out(node, meanings)) for node in result.expressions)


@dataclass(frozen=True, slots=True)
class _Years:
    """A fold over a list of years: whether a window of years is asked for, and whether a roll must be there."""

    fold: Fold | Size
    is_windowed: bool
    is_open: bool

    @property
    def may_miss(self) -> bool:
        """Whether a year that is left out is passed over."""
        return self.is_windowed or self.is_open


def _find_unsafe(part: Part, facts: Mapping[str, Fact]) -> Iterator[Fold | Size]:
    node = part.node
    match node:
        case Fold(kind="all") if part.positive and _look(part, node, facts).may_miss:
            yield node
        case Fold(kind="any", body=body) if not part.positive:
            years = _look(part, node, facts)
            if years.is_windowed or (years.is_open and isinstance(body, Not)):
                yield node
        case Compare(op=op, left=left, right=right):
            yield from _in_comparison(part, op, left, right, facts)
            yield from _in_comparison(part, MIRRORED[op], right, left, facts)
            yield from _in_both(part, left, right, facts)
        case Quotient(part=left, whole=right):
            yield from _in_both(part, left, right, facts)
        case Arithmetic(op="-", left=Fold(kind="max") as last, right=Fold(kind="min") as first):
            if _spans_years(part, last, facts) and _spans_years(part, first, facts):
                yield last


def _in_comparison(part: Part, op: str, side: Node, other: Node, facts: Mapping[str, Fact]) -> Iterator[Fold]:
    """A count, share, least or greatest value of years against a limit."""
    if not isinstance(side, Fold) or not isinstance(other, Literal | ReadParameter):
        return
    years = _look(part, side, facts)
    match side.kind:
        case "count" if op in _DOWNWARD:
            unsafe = years.is_windowed or (years.is_open and isinstance(side.body, Not))
        case "percent" if op in _UPWARD:
            unsafe = years.may_miss
        case "min" if op in _UPWARD:
            unsafe = years.may_miss and not _spans_years(part, side, facts)
        case "max" if op in _DOWNWARD:
            unsafe = years.may_miss and not _spans_years(part, side, facts)
        case _:
            unsafe = False
    if unsafe:
        yield side


def _in_both(part: Part, left: Node, right: Node, facts: Mapping[str, Fact]) -> Iterator[Fold | Size]:
    """Two counts over one list of years held against each other: those of which something holds, and all listed."""
    if not all(isinstance(one, Size) or (isinstance(one, Fold) and one.kind == "count") for one in (left, right)):
        return
    assert isinstance(left, Fold | Size) and isinstance(right, Fold | Size)
    if left.list_read == right.list_read and any(_look(part, one, facts).may_miss for one in (left, right)):
        yield left if isinstance(left, Fold) else right


def _look(part: Part, fold: Fold | Size, facts: Mapping[str, Fact]) -> _Years:
    """What a fold asks of a list of years; of another list nothing is missed."""
    fact = facts[Part(fold, part.lists).path]
    year = _find_year(fact)
    if year is None:
        return _Years(fold, False, False)
    parts = () if isinstance(fold, Size) else (fold.body, fold.filter)
    reads = any(_asks_for_years(one, fold, fact, year) for one in parts if one is not None and isinstance(fold, Fold))
    return _Years(fold, reads, fact.expects is None and fact.key == year)


def _find_year(fact: Fact) -> str | None:
    """The field that says which year a member is of: the key, where there is one."""
    assert isinstance(fact.type, ListType)
    fields = [one for one in fact.type.fields if is_year(one.type) and fact.key in (None, one.name)]
    return fields[0].name if len(fields) == 1 else None


def _asks_for_years(node: Node, fold: Fold | Size, fact: Fact, year: str) -> bool:
    """Whether a part of a fold looks at the year of a member, other than at those of the roll that must be there."""
    assert isinstance(fold, Fold)
    rolled = {read for one in walk(node) if isinstance(one, In) and _is_on_roll(one, fact) for read in walk(one)}
    reads = [one for one in walk(node) if isinstance(one, ReadField) and (one.item, one.name) == (fold.item, year)]
    return any(one not in rolled for one in reads)


def _is_on_roll(node: In, fact: Fact) -> bool:
    """Whether the years asked for are all on the roll."""
    if isinstance(fact.expects, str):
        return all(isinstance(one, ReadParameter) and one.name == fact.expects for one in node.options)
    return all(isinstance(one, Literal) and one.value in (fact.expects or ()) for one in node.options)


def _spans_years(part: Part, fold: Fold, facts: Mapping[str, Fact]) -> bool:
    """Whether a least or greatest value is that of the years themselves."""
    fact = facts[Part(fold, part.lists).path]
    return isinstance(fold.body, ReadField) and (fold.body.item, fold.body.name) == (fold.item, _find_year(fact))
