"""The one expression tree. The parser makes it with bare names; the checker gives it back resolved and typed.

Only `Name`, `Attribute`, `BareText` are unresolved; a resolved tree never holds them. To add a node: add it here, then
follow mypy's `assert_never` complaints through checker, reference, direct, columns and trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from typing import Any, TypeAlias, TypeVar, get_args

from cchc_rules.language.types import ListType, Type
from cchc_rules.problems import Span
from cchc_rules.values import Value

NOWHERE = Span("", 0, 0)


@dataclass(frozen=True, slots=True)
class Name:
    """A name not yet resolved."""

    name: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Attribute:
    """``item.field`` not yet resolved."""

    item: str
    name: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class BareText:
    """A string literal whose scale or choice is not yet known."""

    text: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant: a truth, an exact number (int or Fraction), a date, or a level or choice with its type."""

    value: bool | int | Fraction | Value
    type: Type
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ReadFact:
    """The value of a fact of the candidate; ``slot`` indexes its values, ``least`` is the ``min_items`` of a list."""

    name: str
    slot: int
    type: Type
    least: int = 1
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ReadField:
    """The value of a field of the list member bound to ``item``; ``slot`` indexes the member tuple."""

    item: str
    name: str
    slot: int
    type: Type
    least: int = 1
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ReadDefinition:
    """The value of a named expression of the category."""

    name: str
    type: Type
    interval: bool
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ReadParameter:
    """The value a program was compiled with for a parameter."""

    name: str
    type: Type
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AsOf:
    """The date the caller decides as of; unknown when not given."""

    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    """Kleene negation."""

    operand: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class And:
    """Kleene conjunction of two or more operands, flattened."""

    operands: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Or:
    """Kleene disjunction of two or more operands, flattened."""

    operands: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """``left op right`` with op one of ``== != < <= > >=``; a chain is an And of these; ``!=`` negates ``==``."""

    op: str
    left: Node
    right: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class In:
    """``operand in [options]``: one ``==`` or another; ``not in`` is Not of it."""

    operand: Node
    options: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``left op right`` with op one of ``+ - *``; exact; date - date is a number of days."""

    op: str
    left: Node
    right: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Negate:
    """Unary minus."""

    operand: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Quotient:
    """``part / whole``, or 100·part/whole when ``percent``; may only be compared; unknown where whole may be 0."""

    part: Node
    whole: Node
    percent: bool = False
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Conditional:
    """``then if condition else otherwise``."""

    condition: Node
    then: Node
    otherwise: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Fold:
    """``kind(body for item in over if filter)`` with kind one of all, any, count, percent, sum, min, max."""

    kind: str
    item: str
    over: ReadFact | ReadField | Name | Attribute
    body: Node
    filter: Node | None
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    @property
    def list_type(self) -> ListType:
        """The type of the list folded over (resolved trees only)."""
        return _list_type(self.over)


@dataclass(frozen=True, slots=True)
class Size:
    """``count(xs)``: how many members a list has."""

    over: ReadFact | ReadField | Name | Attribute
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    @property
    def list_type(self) -> ListType:
        """The type of the list counted (resolved trees only)."""
        return _list_type(self.over)


Node: TypeAlias = (
    Name
    | Attribute
    | BareText
    | Literal
    | ReadFact
    | ReadField
    | ReadDefinition
    | ReadParameter
    | AsOf
    | Not
    | And
    | Or
    | Compare
    | In
    | Arithmetic
    | Negate
    | Quotient
    | Conditional
    | Fold
    | Size
)

N = TypeVar("N", bound=Node)


def _list_type(over: ReadFact | ReadField | Name | Attribute) -> ListType:
    assert isinstance(over, ReadFact | ReadField) and isinstance(over.type, ListType)
    return over.type


def children(node: Node) -> tuple[Node, ...]:
    """The direct parts of a node, in the order they are written."""
    match node:
        case Not(operand=operand) | Negate(operand=operand):
            return (operand,)
        case And(operands=operands) | Or(operands=operands):
            return operands
        case Compare(left=left, right=right) | Arithmetic(left=left, right=right):
            return (left, right)
        case In(operand=operand, options=options):
            return (operand, *options)
        case Quotient(part=part, whole=whole):
            return (part, whole)
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            return (then, condition, otherwise)
        case Fold(over=over, body=body, filter=filter_):
            return (over, body) if filter_ is None else (over, body, filter_)
        case Size(over=over):
            return (over,)
        case _:
            return ()


def rebuilt(node: N, change: Callable[[Node], Node]) -> N:
    """The node with ``change`` made of each of its direct parts."""
    parts: dict[str, Any] = {}
    for one in fields(node):
        match value := getattr(node, one.name):
            case tuple() if one.name in ("operands", "options"):
                parts[one.name] = tuple(map(change, value))
            case _ if isinstance(value, get_args(Node)):
                parts[one.name] = change(value)
    return replace(node, **parts)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, top down, in written order (a stack, no recursion)."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(reversed(children(here)))
