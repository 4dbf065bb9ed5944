"""Lowering: resolved trees → trees engines read: parameters replaced, constants folded, conditionals lifted.

In a lowered tree no `ReadParameter` is left, a value conditional stands only as the body of ``sum``, ``min`` or ``max``
(where its alternatives collapse), and a comparison over a conditional has become a boolean conditional of comparisons.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from typing import Final, TypeGuard, assert_never, cast

from cchc_rules.language.nodes import (
    And,
    Arithmetic,
    AsOf,
    Attribute,
    BareText,
    Compare,
    Conditional,
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
    Size,
    rebuild,
    walk,
)
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import BooleanType, NumberType
from cchc_rules.problems import Problem, RulesetError
from cchc_rules.program.constant_folding import fold
from cchc_rules.values import Number, Value, exact

MOST_ALTERNATIVES: Final = 256
"""How many values one expression may choose between once its conditionals are multiplied out."""

MOST_NODES: Final = 20_000
"""How large one expression may grow by lifting and by definitions written out in it."""


@dataclass(frozen=True, slots=True)
class Lowering:
    """What expressions are lowered with: bound parameter values and the definitions that must be written out."""

    parameters: Mapping[str, Value | tuple[Value, ...]]
    written_out: Mapping[str, Node]

    def expression(self, node: Node) -> Node:
        """The lowered expression; RulesetError (``too-many-branches``) where lifting makes it too large."""
        lowered = self._lower(node)
        if next(islice(walk(lowered), MOST_NODES, None), None) is not None:
            raise _too_large(node, MOST_NODES)
        return lowered

    def _lower(self, node: Node) -> Node:
        match node:
            case ReadParameter():
                return _literal(node, self.parameters[node.name])
            case Literal() | ReadFact() | ReadField() | AsOf() | Size():
                return node
            case Name() | Attribute() | BareText():
                raise TypeError("an unresolved expression cannot be lowered")
            case ReadDefinition():
                return self.written_out.get(node.name, node)
            case And() | Or():
                return fold(replace(node, operands=tuple(map(self._lower, node.operands))))
            case Not():
                return fold(replace(node, operand=self._lower(node.operand)))
            case In():
                return self._membership(node)
            case Negate():
                return _over(self._lower(node.operand), lambda operand: fold(replace(node, operand=operand)))
            case Compare() | Arithmetic():
                return self._pairwise(node, node.left, node.right, lambda a, b: fold(replace(node, left=a, right=b)))
            case Quotient():
                return self._pairwise(node, node.part, node.whole, lambda a, b: replace(node, part=a, whole=b))
            case Conditional():
                return self._conditional(node)
            case Fold():
                return self._fold(node)
            case _:
                assert_never(node)

    def _pairwise(self, node: Node, left: Node, right: Node, build: Callable[[Node, Node], Node]) -> Node:
        lefts, rights = self._lower(left), self._lower(right)
        if _alternatives(lefts) * _alternatives(rights) > MOST_ALTERNATIVES:
            raise _too_large(node, MOST_ALTERNATIVES)
        return _over(lefts, lambda a: _over(rights, lambda b: build(a, b)))

    def _membership(self, node: In) -> Node:
        operand = self._lower(node.operand)
        options = tuple(lowered for option in node.options for lowered in self._options(option))
        if not any(is_choice(part) for part in (operand, *options)):
            return fold(replace(node, operand=operand, options=options))
        # Each equality is lifted by itself: conditions read twice count as independent (design 3.1, 3.7).
        equalities = tuple(Compare("==", operand, option, span=node.span) for option in options)
        return fold(Or(tuple(map(self._lower, equalities)), span=node.span))

    def _options(self, option: Node) -> tuple[Node, ...]:
        if not isinstance(option, ReadParameter):
            return (self._lower(option),)
        value = self.parameters[option.name]
        return tuple(_literal(option, one) for one in (value if isinstance(value, tuple) else (value,)))

    def _conditional(self, node: Conditional) -> Node:
        then, otherwise = self._lower(node.then), self._lower(node.otherwise)
        if not is_boolean(then) and _alternatives(then) + _alternatives(otherwise) > MOST_ALTERNATIVES:
            raise _too_large(node, MOST_ALTERNATIVES)
        return fold(replace(node, condition=self._lower(node.condition), then=then, otherwise=otherwise))

    def _fold(self, node: Fold) -> Node:
        filter_ = None if node.filter is None else self._lower(node.filter)
        if isinstance(filter_, Literal) and filter_.value is True:
            filter_ = None
        return replace(node, body=self._lower(node.body), filter=filter_)


def is_boolean(node: Node) -> bool:
    """Whether a resolved expression is a truth rather than a value."""
    while isinstance(node, Conditional):  # its type is that of every branch: one will do
        node = node.then
    return isinstance(type_of(node), BooleanType)


def rename_items(definition: str, node: Node) -> Node:
    """A definition's lowered expression with items of its own, so that no loop it is written out in is shadowed."""

    def rename(node: Node, names: Mapping[str, str]) -> Node:
        if isinstance(node, ReadField):
            return replace(node, item=names.get(node.item, node.item))
        if isinstance(node, Fold):
            names = {**names, node.item: f"{definition}.{node.item}"}
            return replace(rebuild(node, lambda part: rename(part, names)), item=names[node.item])
        return rebuild(node, lambda part: rename(part, names))

    return rename(node, {})


def is_choice(node: Node) -> TypeGuard[Conditional]:
    """Whether a lowered expression chooses between values."""
    return isinstance(node, Conditional) and not is_boolean(node)


def _alternatives(node: Node) -> int:
    return _alternatives(node.then) + _alternatives(node.otherwise) if is_choice(node) else 1


def _over(node: Node, build: Callable[[Node], Node]) -> Node:
    """``build`` applied to every value a lowered node may choose, under the same conditions."""
    if is_choice(node):
        return replace(node, then=_over(node.then, build), otherwise=_over(node.otherwise, build))
    return build(node)


def _literal(read: ReadParameter, value: Value) -> Literal:
    """A bound value as a constant; numbers become exact."""
    if isinstance(read.type, NumberType):
        number = exact(cast(Number, value))
        value_: int | Fraction = int(number) if number == int(number) else number
        return Literal(value_, read.type, span=read.span)
    return Literal(value, read.type, span=read.span)


def _too_large(node: Node, limit: int) -> RulesetError:
    return RulesetError([Problem("too-many-branches", node.span, {"limit": limit})])
