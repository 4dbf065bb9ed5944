"""Which way counts, shares and quantifiers have to go for a condition to hold: up, down, or either way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from cchc_rules.language.lint.conditions import Part
from cchc_rules.language.nodes import (
    And,
    Arithmetic,
    Compare,
    FirstOf,
    Fold,
    Negate,
    Node,
    Not,
    Or,
    Quotient,
    Size,
    YearRun,
    children,
)
from cchc_rules.language.nodes import Literal as Constant
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import BooleanType, GradeType

Way: TypeAlias = Literal[-1, 0, 1]
"""1: a greater value (or truth) helps; -1: a smaller one; 0: either may."""

_UPWARD: Final = (">=", ">")
_DOWNWARD: Final = ("<=", "<")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A fold or the number of members, which way it has to go, and the condition it stands in."""

    part: Part
    way: Way
    condition: Node


def find_wanted(node: Node) -> Iterator[Wanted]:
    """Every fold and number of members in the conditions of an expression; of points more are taken to be better."""
    yield from _walk(Part(node, {}), 1, node if isinstance(type_of(node), BooleanType) else None)


def _walk(here: Part, way: Way, condition: Node | None) -> Iterator[Wanted]:
    """What is wanted below a part; numbers outside of conditions, such as points, want nothing themselves."""
    node, inside = here.node, here
    if isinstance(node, Fold | Size) and condition is not None:
        yield Wanted(here, way, condition)
    if isinstance(node, Fold | YearRun):
        inside = replace(here, lists={**here.lists, node.item: here.path})
    for one, its_way, its_condition in _list_parts(node, way, condition):
        yield from _walk(replace(inside, node=one), its_way, its_condition)


def _list_parts(node: Node, way: Way, condition: Node | None) -> Iterator[tuple[Node, Way, Node | None]]:
    """The parts of a node that matter, each with the way it has to go and the condition it stands in."""
    match node:
        case Not(operand=operand):
            yield operand, _turn(way), operand if isinstance(operand, And | Or | Compare) else condition
        case And(operands=operands) | Or(operands=operands):
            yield from ((one, way, one) for one in operands)
        case Compare(op=op, left=left, right=right):
            left_way: Way = way if op in _UPWARD else _turn(way) if op in _DOWNWARD else 0
            yield from ((left, left_way, node), (right, _turn(left_way), node))
        case Arithmetic(op="*", left=left, right=right):
            yield from ((one, _scale(way, other), condition) for one, other in ((left, right), (right, left)))
        case Arithmetic(op=op, left=left, right=right):
            yield from ((left, way, condition), (right, way if op == "+" else _turn(way), condition))
        case Negate(operand=operand):
            yield operand, _turn(way), condition
        case Quotient(part=part, whole=whole):
            yield from ((part, way, condition), (whole, _turn(way), condition))
        case FirstOf(conditions=conditions, values=values):
            ways = (_scale_by(way, _compare(value, values[at + 1 :])) for at, value in enumerate(values))
            yield from ((one, its, one) for one, its in zip(conditions, ways, strict=False))
            yield from ((one, way, condition) for one in values)
        case Fold(kind=kind, body=body, filter=filter_):
            yield body, way, body if isinstance(type_of(body), BooleanType) else condition
            if filter_ is not None:
                yield filter_, _turn(way) if kind == "all" else way if kind in ("any", "count") else 0, filter_
        case _:
            yield from ((one, 0, condition or node) for one in children(node))


def _turn(way: Way) -> Way:
    return -1 if way > 0 else 1 if way < 0 else 0


def _scale_by(way: Way, order: Way) -> Way:
    return way if order > 0 else _turn(way) if order < 0 else 0


def _scale(way: Way, factor: Node) -> Way:
    """The way of what is multiplied by a constant; of other products either may help."""
    sign = 1
    while isinstance(factor, Negate):
        factor, sign = factor.operand, -sign
    if not isinstance(factor, Constant) or not isinstance(factor.value, int | Fraction):
        return 0
    return way if factor.value * sign >= 0 else _turn(way)


def _compare(value: Node, later: Sequence[Node]) -> Way:
    """Whether a row gives more than all rows after it, less, or neither; what is no constant counts as more."""
    sizes = [_measure(one) for one in (value, *later)]
    first, *rest = sizes
    known = [one for one in rest if one is not None]
    if first is None or len(known) < len(rest) or all(first >= one for one in known):
        return 1
    return -1 if all(first <= one for one in known) else 0


def _measure(node: Node) -> Fraction | None:
    if not isinstance(node, Constant):
        return None
    if isinstance(node.type, GradeType) and isinstance(node.value, str):
        rank = node.type.scale.rank(node.value)
        return None if rank is None else Fraction(rank)
    return Fraction(node.value) if isinstance(node.value, int | Fraction) else None
