"""An expression with one place of it changed, all such changes: an operator, a limit, a truth, an operand, a filter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import assert_never

from cchc_rules.language.nodes import (
    NEGATED,
    And,
    Arithmetic,
    AsOf,
    Attribute,
    BareText,
    Calendar,
    Compare,
    FirstOf,
    Fold,
    FoldKind,
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
    Relation,
    Size,
    YearRun,
    children,
    rebuild,
)
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import BooleanType, ChoiceType, DateType, GradeType, NumberType, Type
from cchc_rules.problems import Span

_LOOSER: dict[Relation, Relation] = {">": ">=", "<": "<=", ">=": ">", "<=": "<"}
"""The operator that says the same but at the limit itself."""
_ONE_DAY = timedelta(days=1)
_OTHER_FOLD: dict[FoldKind, FoldKind] = {"all": "any", "any": "all", "min": "max", "max": "min"}


@dataclass(frozen=True, slots=True)
class ChangedExpression:
    """An expression with one place of it changed."""

    node: Node
    before: str
    after: str
    span: Span


def changes(node: Node) -> Iterator[ChangedExpression]:
    """The expression with one place changed, for every place in it. Recursion follows the nesting the language caps."""
    for before, after, changed in _here(node):
        yield ChangedExpression(changed, before, after, node.span)
    for place, child in enumerate(children(node)):
        if isinstance(node, Fold | YearRun) and child == node.over:
            continue
        for change in changes(child):
            yield replace(change, node=rebuild(node, _exchange(place, change.node)))


def _exchange(place: int, changed: Node) -> Callable[[Node], Node]:
    """What puts a node in the place of the child of that number, in the order `rebuild` meets them."""
    met = iter(range(place + 1))

    def change(child: Node) -> Node:
        return changed if next(met, None) == place else child

    return change


def _here(node: Node) -> Iterator[tuple[str, str, Node]]:
    """What was written, what is written instead, and the node changed; nothing for a form that has no other."""
    match node:
        case Compare():
            for op in _other_operators(node):
                yield node.op, op, replace(node, op=op)
            yield from _move_limit(node)
        case Literal():
            for value in step_off(node.value, node.type):
                yield str(node.value), str(value), replace(node, value=value)
        case And():
            yield "and", "or", Or(node.operands, span=node.span)
            yield from _without_operand(node)
        case Or():
            yield "or", "and", And(node.operands, span=node.span)
            yield from _without_operand(node)
        case Not():
            yield "not", "–", node.operand
        case In():
            yield from _without_option(node)
        case Quotient():
            yield from _off_by_one(node)
        case Fold():
            if (other := _OTHER_FOLD.get(node.kind)) is not None:
                yield node.kind, other, replace(node, kind=other)
            if node.filter is not None:
                yield "if", "–", replace(node, filter=None)
            yield from _off_by_one_member(node)
        case FirstOf():
            for place in range(len(node.conditions)):
                yield f"when {place + 1}", "–", _without_row(node, place)
        case ReadFact() | ReadField() | ReadDefinition() | ReadParameter() | AsOf() | Size():
            return
        case Arithmetic() | Negate() | Calendar() | YearRun():
            return
        case ReadResult() | Name() | Attribute() | BareText():
            return
        case _:
            assert_never(node)


def _other_operators(node: Compare) -> Iterator[Relation]:
    """What may stand for the operator: at the limit itself the other answer, or everywhere; equality with one side."""
    if isinstance(node.left, YearRun):  # a run is held against a least length only
        yield _LOOSER[node.op]
        return
    if node.op in _LOOSER:
        yield _LOOSER[node.op]
    elif node.op == "==" and isinstance(type_of(node.left), DateType | NumberType) and not _is_lower_end(node):
        yield from ("<=", ">=")
    yield NEGATED[node.op]


def _is_lower_end(node: Compare) -> bool:
    """Whether a fact is compared with the least it may be: ``<=`` then says the same as ``==``."""
    kind = type_of(node.left)
    if not isinstance(node.left, ReadFact | ReadField) or not isinstance(node.right, Literal):
        return False
    return isinstance(kind, NumberType) and node.right.value == kind.minimum


def _move_limit(node: Compare) -> Iterator[tuple[str, str, Node]]:
    """A limit that is no constant moved by one, a day where it is a date: to the side the operators do not try."""
    kind = type_of(node.right)
    if isinstance(node.left, YearRun) or isinstance(node.right, Literal) or not isinstance(kind, DateType | NumberType):
        return
    difference = Arithmetic("-", node.left, node.right, span=node.span)
    for step in {"<=": (1,), ">": (1,), ">=": (-1,), "<": (-1,)}.get(node.op, (-1, 1)):
        limit = Literal(step, NumberType(integral=True))
        yield node.op, f"{node.op} {step:+d}", replace(node, left=difference, right=limit)


def _without_operand(node: And | Or) -> Iterator[tuple[str, str, Node]]:
    word = "and" if isinstance(node, And) else "or"
    for place in range(len(node.operands)):
        rest = (*node.operands[:place], *node.operands[place + 1 :])
        yield word, f"– {place + 1}", rest[0] if len(rest) == 1 else replace(node, operands=rest)


def _without_option(node: In) -> Iterator[tuple[str, str, Node]]:
    for place, option in enumerate(node.options):
        if rest := (*node.options[:place], *node.options[place + 1 :]):
            yield str(getattr(option, "value", place + 1)), "–", replace(node, options=rest)


def _off_by_one(node: Quotient) -> Iterator[tuple[str, str, Node]]:
    """A share with one member more or less than is counted: a threshold moved by as little as can be."""
    if node.percent:
        for sign in (-1, 1):
            part = Arithmetic("+", node.part, Literal(sign, NumberType(integral=True)), span=node.span)
            yield "percent", f"percent {sign:+d}", replace(node, part=part)


def _off_by_one_member(node: Fold) -> Iterator[tuple[str, str, Node]]:
    """A share of the members of a list with one more or less than meets it."""
    if node.kind != "percent" or node.filter is not None:
        return
    for sign in (-1, 1):
        part = Arithmetic("+", replace(node, kind="count"), Literal(sign, NumberType(integral=True)), span=node.span)
        whole = Size(node.over, span=node.span)
        yield "percent", f"percent {sign:+d}", Quotient(part, whole, percent=True, span=node.span)


def _without_row(node: FirstOf, place: int) -> Node:
    conditions = (*node.conditions[:place], *node.conditions[place + 1 :])
    values = (*node.values[:place], *node.values[place + 1 :])
    sources = (*node.sources[:place], *node.sources[place + 1 :])
    return replace(node, conditions=conditions, values=values, sources=sources) if conditions else values[0]


def step_off(value: object, kind: Type) -> Iterator[bool | int | Fraction | date | str]:
    """A constant one step off, to either side."""
    match kind, value:
        case BooleanType(), bool():
            yield not value
        case NumberType(), int() | Fraction():
            step = step_of(value)
            yield from (value - step, value + step)
        case DateType(), date():
            yield from (value - _ONE_DAY, value + _ONE_DAY)
        case GradeType(scale=scale), str():
            levels = scale.levels
            if value in levels:
                place = levels.index(value)
                yield from (levels[near] for near in (place - 1, place + 1) if 0 <= near < len(levels))
        case ChoiceType(options=options), str():
            place = options.index(value)
            yield options[(place + 1) % len(options)]
        case _:
            return


def step_of(value: int | Fraction) -> int | Fraction:
    """One in the last decimal place a number is written with: 1 of 90, 0.1 of 89.5."""
    step = Fraction(1)
    while (value / step).denominator != 1 and step > Fraction(1, 10**15):
        step /= 10
    return int(step) if step == 1 else step
