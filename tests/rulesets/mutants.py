"""Rulesets with one small fault put in: what the cases beside a ruleset have to notice.

A comparison is made strict or lenient, moved by one step (a whole number, a day, a level, one member of a share), an
operand, filter, condition of application or check is left out, `any` and `all` are exchanged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, get_args

from cchc_rules.language.nodes import (
    And,
    Arithmetic,
    Compare,
    Fold,
    Literal,
    Node,
    Not,
    Or,
    Quotient,
    ReadFact,
    ReadField,
    Size,
)
from cchc_rules.language.ruleset import Category, Criterion, Ruleset
from cchc_rules.language.shapes import INTEGER, type_of
from cchc_rules.language.types import DateType, GradeType, NumberType

OTHER = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
SWAPPED = {"any": "all", "all": "any"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A ruleset with a fault in one category; ``what`` says where and which."""

    what: str
    category: str
    ruleset: Ruleset


def mutants(ruleset: Ruleset) -> Iterator[Mutant]:
    """Every mutant of a ruleset, in declared order."""
    for place, category in enumerate(ruleset.categories):
        for what, faulty in _of_category(category):
            categories = (*ruleset.categories[:place], faulty, *ruleset.categories[place + 1 :])
            yield Mutant(f"{category.id}/{what}", category.id, replace(ruleset, categories=categories))


def _of_category(category: Category) -> Iterator[tuple[str, Category]]:
    for part in ("checks", "definitions", "criteria"):
        for place, one in enumerate(getattr(category, part)):
            before, after = getattr(category, part)[:place], getattr(category, part)[place + 1 :]
            if part == "checks":
                yield f"{one.id}: left out", replace(category, checks=(*before, *after))
            for what, faulty in _of_criterion(one) if isinstance(one, Criterion) else _of_expressions(one):
                yield what, replace(category, **{part: (*before, faulty, *after)})


def _of_criterion(criterion: Criterion) -> Iterator[tuple[str, Criterion]]:
    yield from _of_expressions(criterion)
    if criterion.applies is not None:
        yield f"{criterion.id}: applies left out", replace(criterion, applies=None)
    if criterion.group in SWAPPED:
        yield f"{criterion.id}: group", replace(criterion, group=SWAPPED[criterion.group])
    for place, member in enumerate(criterion.members):
        before, after = criterion.members[:place], criterion.members[place + 1 :]
        for what, faulty in _of_criterion(member):
            yield what, replace(criterion, members=(*before, faulty, *after))


def _of_expressions(holder: Any) -> Iterator[tuple[str, Any]]:
    """The mutants of a check, definition or criterion by its expressions."""
    for name in ("applies", "require", "expression"):
        if (node := getattr(holder, name, None)) is not None:
            for what, faulty in _of_node(node):
                title = getattr(holder, "id", getattr(holder, "name", ""))
                yield f"{title}.{name}: {what}", replace(holder, **{name: faulty})


def _of_node(node: Node) -> Iterator[tuple[str, Node]]:
    """The mutants of an expression: those of the node itself, then those of each of its parts in place."""
    yield from _itself(node)
    for one in fields(node):
        match value := getattr(node, one.name):
            case tuple() if one.name in ("operands", "options"):
                for place, part in enumerate(value):
                    for what, faulty in _of_node(part):
                        yield what, replace(node, **{one.name: (*value[:place], faulty, *value[place + 1 :])})
            case _ if isinstance(value, get_args(Node)):
                for what, faulty in _of_node(value):
                    yield what, replace(node, **{one.name: faulty})


def _itself(node: Node) -> Iterator[tuple[str, Node]]:
    match node:
        case Compare():
            yield from _comparisons(node)
        case And(operands=operands) | Or(operands=operands):
            for place in range(len(operands)):
                rest = (*operands[:place], *operands[place + 1 :])
                yield f"operand {place + 1} left out", rest[0] if len(rest) == 1 else replace(node, operands=rest)
        case Not(operand=operand):
            yield "not left out", operand
        case Fold(kind=kind, filter=filter):
            if kind in SWAPPED:
                yield f"{kind} exchanged", replace(node, kind=SWAPPED[kind])
            if filter is not None:
                yield "filter left out", replace(node, filter=None)


def _comparisons(node: Compare) -> Iterator[tuple[str, Compare]]:
    if node.op in OTHER:
        yield f"{node.op} for {OTHER[node.op]}", replace(node, op=OTHER[node.op])
    elif node.op == "==" and not _is_least(node.left, node.right):
        yield from ((f"{op} for ==", replace(node, op=op)) for op in ("<=", ">=") if _is_ordered(node.left))
    for step in (-1, 1):
        yield from ((f"{node.op} {step:+}", one) for one in _moved(node, step))
    if isinstance(node.left, Quotient):
        for step in (-1, 1):
            part = Arithmetic("+", node.left.part, Literal(step, INTEGER))
            yield f"share {step:+} member", replace(node, left=replace(node.left, part=part))
    if isinstance(node.left, Fold) and node.left.kind == "percent":
        yield from ((f"share {step:+} member", _by_counts(node, node.left, step)) for step in (-1, 1))


def _moved(node: Compare, step: int) -> Iterator[Compare]:
    """The comparison with its right side one step up or down; amounts that are no constants move by a difference."""
    kind = type_of(node.right)
    match node.right:
        case Literal(value=int() | Fraction() as value) if not isinstance(value, bool):
            if isinstance(kind, NumberType):
                yield replace(node, right=replace(node.right, value=value + step))
        case Literal(value=str() as level) if isinstance(kind, GradeType):
            place = (kind.scale.rank(level) or 0) + step
            if 0 <= place < len(kind.scale.levels):
                yield replace(node, right=replace(node.right, value=kind.scale.levels[place]))
        case Literal(value=date() as day):
            yield replace(node, right=replace(node.right, value=day + timedelta(step)))
        case _ if isinstance(kind, DateType | NumberType):
            difference = Arithmetic("-", node.left, node.right)
            yield replace(node, left=difference, right=Literal(step, INTEGER))


def _by_counts(node: Compare, share: Fold, step: int) -> Compare:
    """``percent(…) op limit`` with one member more or less: 100·(count + step) op limit·members."""
    hundred = Literal(100, INTEGER)
    met = Arithmetic("*", hundred, Arithmetic("+", replace(share, kind="count"), Literal(step, INTEGER)))
    return replace(node, left=met, right=Arithmetic("*", node.right, Size(share.over)))


def _is_ordered(node: Node) -> bool:
    return isinstance(type_of(node), DateType | NumberType)


def _is_least(left: Node, right: Node) -> bool:
    """Whether an amount is compared with its own lower bound: ``<=`` then says the same as ``==``."""
    kind = type_of(left)
    return (
        isinstance(left, ReadFact | ReadField)
        and isinstance(right, Literal)
        and right.value == getattr(kind, "minimum", None)
    )
