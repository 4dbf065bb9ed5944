"""Constant folding: what an expression is when all, or enough, of its parts are constants. Exact, never rounding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import assert_never, cast

from cchc_rules.language.nodes import (
    And,
    Arithmetic,
    AsOf,
    Attribute,
    BareText,
    Calendar,
    Compare,
    FirstOf,
    Fold,
    In,
    Literal,
    Name,
    Negate,
    Node,
    Not,
    Or,
    Quotient,
    ReadDefinition,
    ReadFact,
    ReadField,
    ReadParameter,
    ReadResult,
    Size,
    YearRun,
)
from cchc_rules.language.types import BooleanType, GradeType, NumberType
from cchc_rules.problems import Span
from cchc_rules.values import count_months


def fold(node: Node) -> Node:
    """The node, or what it surely equals in Kleene logic for every value of its facts. Its parts are folded already."""
    match node:
        case Not():
            return _not(node)
        case And():
            return _connective(node, neutral=True)
        case Or():
            return _connective(node, neutral=False)
        case Compare():
            return _compare(node)
        case In():
            if not isinstance(node.operand, Literal) or not all(isinstance(option, Literal) for option in node.options):
                return node
            return _truth(any(node.operand.value == cast(Literal, option).value for option in node.options), node.span)
        case Arithmetic():
            return _arithmetic(node)
        case Negate():
            operand = node.operand
            return _number(-cast(Fraction, operand.value), node.span) if isinstance(operand, Literal) else node
        case Calendar():
            return _calendar(node)
        case FirstOf():
            return _first_of(node)
        case (
            Literal()
            | ReadFact()
            | ReadField()
            | ReadDefinition()
            | AsOf()
            | Quotient()
            | Fold()
            | YearRun()
            | Size()
            | ReadResult()
        ):
            return node
        case Name() | Attribute() | BareText() | ReadParameter():
            raise TypeError("an expression is folded when it is lowered")
        case _:
            assert_never(node)


def _truth(value: bool, span: Span) -> Literal:
    return Literal(value, BooleanType(), span=span)


def _number(value: int | Fraction, span: Span) -> Literal:
    whole = value == int(value)
    return Literal(int(value) if whole else value, NumberType(integral=whole), span=span)


def _not(node: Not) -> Node:
    if isinstance(node.operand, Literal):
        return _truth(node.operand.value is False, node.span)
    return node.operand.operand if isinstance(node.operand, Not) else node


def _connective(node: And | Or, *, neutral: bool) -> Node:
    """``x and true`` is x, ``x and false`` is false, whatever is unknown; ``or`` the other way round."""
    operands: list[Node] = []
    for operand in node.operands:
        if isinstance(operand, Literal):
            if operand.value is not neutral:
                return _truth(not neutral, node.span)
        elif type(operand) is type(node):
            operands.extend(operand.operands)
        else:
            operands.append(operand)
    if len(operands) <= 1:
        return operands[0] if operands else _truth(neutral, node.span)
    return replace(node, operands=tuple(operands))


def _compare(node: Compare) -> Node:
    left, right = node.left, node.right
    if isinstance(left, Literal) and isinstance(right, Literal):
        return _truth(_holds(node.op, left, right), node.span)
    for one, other in ((left, right), (right, left)):
        if isinstance(other, Literal) and isinstance(other.type, BooleanType):
            same = other.value is (node.op == "==")
            return one if same else fold(Not(one, span=node.span))
    return node


def _holds(op: str, left: Literal, right: Literal) -> bool:
    if op in ("==", "!="):
        return (left.value == right.value) is (op == "==")
    if isinstance(left.type, GradeType):
        return _in_order(op, *(left.type.scale.rank(cast(str, one.value)) for one in (left, right)))
    return _in_order(op, left.value, right.value)


def _in_order(op: str, a: object, b: object) -> bool:
    """Whether ``a op b`` in an order; what is on no level (None) is in no order with anything."""
    if a is None or b is None:
        return False
    first, second = cast(Fraction, a), cast(Fraction, b)
    return {">=": first >= second, ">": first > second, "<=": first <= second, "<": first < second}[op]


def _first_of(node: FirstOf) -> Node:
    """Without rows that surely do not hold, or stand below one that does; rows of one constant in turn are one row.

    A table at the end of a table goes on with its rows.
    """
    rows: list[tuple[Node, Node]] = []
    *values, last = node.values
    conditions = node.conditions
    if isinstance(last, FirstOf):
        conditions, values, last = (*conditions, *last.conditions), [*values, *last.values[:-1]], last.values[-1]
    for condition, value in zip(conditions, values, strict=True):
        if isinstance(condition, Literal):
            if condition.value is True:
                last = value
                break
        elif rows and isinstance(value, Literal) and rows[-1][1] == value:
            rows[-1] = fold(Or((rows[-1][0], condition), span=condition.span)), value
        else:
            rows.append((condition, value))
    while rows and isinstance(last, Literal) and rows[-1][1] == last:
        rows.pop()
    if not rows:
        return last
    if len(rows) == 1 and isinstance(last, Literal) and isinstance(last.type, BooleanType):
        condition, value = rows[0]
        if isinstance(value, Literal):  # they differ: one is true, the other false
            return condition if value.value is True else fold(Not(condition, span=condition.span))
    return replace(node, conditions=tuple(one for one, _ in rows), values=(*(one for _, one in rows), last), sources=())


def _arithmetic(node: Arithmetic) -> Node:
    if not isinstance(node.left, Literal) or not isinstance(node.right, Literal):
        return node
    left, right = node.left.value, node.right.value
    if isinstance(left, date) and isinstance(right, date):
        return _number((left - right).days, node.span)
    a, b = cast(Fraction, left), cast(Fraction, right)
    return _number(a + b if node.op == "+" else a - b if node.op == "-" else a * b, node.span)


def _calendar(node: Calendar) -> Node:
    days = [one.value for one in node.dates if isinstance(one, Literal) and isinstance(one.value, date)]
    if len(days) < len(node.dates):
        return node
    if node.kind == "year":
        return _number(days[0].year, node.span)
    months = count_months(days[0], days[1])
    return _number(months if node.kind == "months" else months // 12, node.span)
