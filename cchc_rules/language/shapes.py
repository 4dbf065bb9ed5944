"""What a resolved expression gives: its static type, and whether it is a scalar or an interval."""

from __future__ import annotations

from typing import assert_never

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
from cchc_rules.language.types import BooleanType, ChoiceType, DateType, NumberType, QuotientType, Type

BOOLEAN = BooleanType()
DATE = DateType()
NUMBER = NumberType()
INTEGER = NumberType(integral=True)


def type_of(node: Node) -> Type:
    """The static type of a resolved expression; bounds of computed numbers are left open. Cost: depth of the tree."""
    match node:
        case Literal() | ReadFact() | ReadField() | ReadDefinition() | ReadParameter() | ReadResult():
            return node.type
        case AsOf():
            return DATE
        case Not() | And() | Or() | Compare() | In():
            return BOOLEAN
        case Arithmetic(left=left, right=right):
            return INTEGER if _integral(left) and _integral(right) else NUMBER
        case Negate(operand=operand):
            return INTEGER if _integral(operand) else NUMBER
        case Quotient(percent=percent):
            return QuotientType(percent)
        case FirstOf():
            # A share where any row is one, an integer where all are; else that of the first row, as of the others.
            kinds = [type_of(value) for value in node.values]
            shares = [kind for kind in kinds if isinstance(kind, QuotientType)]
            if shares:
                return shares[0]
            if isinstance(kinds[0], NumberType):
                return INTEGER if all(isinstance(kind, NumberType) and kind.integral for kind in kinds) else NUMBER
            return next((kind for kind in kinds if isinstance(kind, ChoiceType) and kind.open), kinds[0])
        case Fold():
            return _fold_type(node)
        case Size() | Calendar() | YearRun():
            return INTEGER
        case Name() | Attribute() | BareText():
            raise TypeError("an unresolved expression has no type")
        case _:
            assert_never(node)


def is_interval(node: Node) -> bool:
    """Whether the value of a resolved number expression is an interval while list members are unknown."""
    match node:
        case Fold(kind=kind, body=body, filter=filter_):
            return kind in ("count", "percent") or (kind == "sum" and (filter_ is not None or is_interval(body)))
        case ReadDefinition(interval=interval):
            return interval
        case Arithmetic(left=left, right=right):
            return is_interval(left) or is_interval(right)
        case Quotient(part=part, whole=whole):
            return is_interval(part) or is_interval(whole)
        case Negate(operand=operand):
            return is_interval(operand)
        case FirstOf(values=values):
            return any(map(is_interval, values))
        case ReadResult(type=kind):
            return isinstance(kind, NumberType)
        case YearRun():
            return True
        case Literal() | ReadFact() | ReadField() | ReadParameter() | AsOf() | Size() | Calendar():
            return False
        case Not() | And() | Or() | Compare() | In() | Name() | Attribute() | BareText():
            return False
        case _:
            assert_never(node)


def is_constant(node: Node) -> bool:
    """Whether an expression reads nothing but literals and parameters."""
    match node:
        case Literal() | ReadParameter():
            return True
        case Arithmetic(left=left, right=right):
            return is_constant(left) and is_constant(right)
        case Negate(operand=operand):
            return is_constant(operand)
        case (
            ReadFact() | ReadField() | ReadDefinition() | AsOf() | Fold() | Size() | Quotient() | FirstOf() | Calendar()
        ):
            return False
        case ReadResult() | YearRun():
            return False
        case Not() | And() | Or() | Compare() | In() | Name() | Attribute() | BareText():
            return False
        case _:
            assert_never(node)


def _integral(node: Node) -> bool:
    kind = type_of(node)
    return kind.integral if isinstance(kind, NumberType) else isinstance(kind, DateType)


def _fold_type(node: Fold) -> Type:
    match node.kind:
        case "all" | "any":
            return BOOLEAN
        case "count":
            return INTEGER
        case "percent":
            return QuotientType(percent=True)
        case "sum" | "min" | "max":
            body = type_of(node.body)
            if isinstance(body, NumberType):
                return INTEGER if body.integral else NUMBER
            return body
        case _:
            assert_never(node.kind)
