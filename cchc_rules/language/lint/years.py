"""Years in a row written otherwise than as a run: a year that is left out then satisfies the condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from cchc_rules.language.lint.conditions import (
    Part,
    every_condition,
    facts_by_path,
    result_expressions,
    warning,
)
from cchc_rules.language.lint.wanted_ways import Wanted, find_wanted
from cchc_rules.language.nodes import (
    And,
    Compare,
    FirstOf,
    Fold,
    In,
    Literal,
    Node,
    Not,
    Or,
    ReadField,
    ReadParameter,
    Size,
    walk,
)
from cchc_rules.language.ruleset import Fact, Ruleset
from cchc_rules.language.types import ListType, is_year
from cchc_rules.problems import Problem


def find_written_out_runs(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each condition over a list of years that somebody satisfies by leaving a year out.

    A list that must hold a roll of years is safe where no window of years is asked for, or one the roll names.
    """
    facts = {category.id: dict(facts_by_path(category.facts)) for category in ruleset.categories}
    required = [(one.category, one.node) for one in every_condition(ruleset) if one.role == "require"]
    for category, node in (*required, *result_expressions(ruleset)):
        told: set[Node] = set()
        wanted = [one for one in find_wanted(node) if _find_year(facts[category.id][one.part.path]) is not None]
        for one in wanted:
            fold = one.part.node
            assert isinstance(fold, Fold | Size)
            if fold not in told and _is_unsafe(one, wanted, facts[category.id]):
                told.add(fold)
                fields = {"function": "count" if isinstance(fold, Size) else fold.kind, "list": fold.list_read.name}
                yield warning("run-written-out", one.condition.span, **fields)


@dataclass(frozen=True, slots=True)
class _Years:
    """A fold over a list of years: whether a window of years is asked for, and whether a roll must be there."""

    fold: Fold | Size
    is_windowed: bool
    is_open: bool


def _is_unsafe(one: Wanted, beside: Sequence[Wanted], facts: Mapping[str, Fact]) -> bool:
    """Whether leaving a year out helps: less is wanted of what it adds to, or more of what it would lower."""
    fold, more, less = one.part.node, one.way >= 0, one.way <= 0
    years = _look(one.part, facts)
    if isinstance(fold, Size):
        return less and years.is_open and any(_counts_with(other, one) for other in beside)
    assert isinstance(fold, Fold)
    may_miss = years.is_windowed or years.is_open  # a year that is left out is passed over
    lets_in_bad = fold.filter is not None and _denies(fold.filter)
    # Few of what is bad: of a list that may lack any year, only where that is said by a negation.
    is_few = less and (years.is_windowed or (years.is_open and (_denies(fold.body) or lets_in_bad)))
    match fold.kind:
        case "all":
            return more and may_miss
        case "any" | "count" | "sum":
            return is_few
        case "percent":
            return (more and may_miss) or is_few
        case "min":
            return more and may_miss and not _spans_years(one, facts)
        case "max":
            if _spans_years(one, facts):
                return (less and lets_in_bad) or any(_begins(other, one, facts) for other in beside)
            return less and may_miss
        case _:
            assert_never(fold.kind)


def _counts_with(one: Wanted, size: Wanted) -> bool:
    """Whether a count of some years is held against the number of all years in one condition."""
    fold = one.part.node
    return one.condition is size.condition and isinstance(fold, Fold) and one.part.path == size.part.path


def _begins(one: Wanted, last: Wanted, facts: Mapping[str, Fact]) -> bool:
    """Whether the first year of a list has to be early while its last has to be late: what lies between may lack."""
    fold = one.part.node
    is_first = isinstance(fold, Fold) and fold.kind == "min" and one.way <= 0 and last.way >= 0
    return is_first and one.part.path == last.part.path and _spans_years(one, facts)


def _denies(node: Node) -> bool:
    """Whether a condition, or what a number goes by, is that something is not so."""
    match node:
        case Not():
            return True
        case Compare(op="==" | "!=", left=left, right=right):
            return any(isinstance(one, Literal) and isinstance(one.value, bool) for one in (left, right))
        case And(operands=operands) | Or(operands=operands):
            return any(map(_denies, operands))
        case FirstOf(values=(Literal(value=0), *_)):
            return True
        case _:
            return False


def _look(part: Part, facts: Mapping[str, Fact]) -> _Years:
    """What a fold asks of a list of years."""
    fold = part.node
    assert isinstance(fold, Fold | Size)
    fact = facts[part.path]
    year = _find_year(fact)
    assert year is not None
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


def _spans_years(one: Wanted, facts: Mapping[str, Fact]) -> bool:
    """Whether a least or greatest value is that of the years themselves."""
    fold = one.part.node
    if not isinstance(fold, Fold) or not isinstance(fold.body, ReadField):
        return False
    return (fold.body.item, fold.body.name) == (fold.item, _find_year(facts[one.part.path]))
