"""The one expression tree. The parser makes it with bare names; the checker gives it back resolved and typed.

Only `Name`, `Attribute`, `BareText` are unresolved; a resolved tree never holds them. To add a node: add it here and to
`Node`, give `program.translation.Algebra` a method for it, and follow mypy's complaints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from typing import Any, Final, TypeAlias, TypeVar, get_args
from typing import Literal as OneOf

from cchc_rules.language.types import Clause, ListType, Type
from cchc_rules.problems import NOWHERE, Span
from cchc_rules.values import Value

Relation: TypeAlias = OneOf["==", "!=", "<", "<=", ">", ">="]
"""The operators of comparisons."""

MIRRORED: Final[Mapping[Relation, Relation]] = {
    "==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<=",
}  # fmt: skip
"""``a op b`` says what ``b MIRRORED[op] a`` says."""

NEGATED: Final[Mapping[Relation, Relation]] = {
    "==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">",
}  # fmt: skip
"""Of known values in one order, ``a op b`` is false where ``a NEGATED[op] b`` is true (not so of unranked levels)."""

Sign: TypeAlias = OneOf["+", "-", "*"]
"""The operators of arithmetic."""

CalendarKind: TypeAlias = OneOf["year", "months", "years"]
"""What is counted of dates: the year one lies in; whole months or years from one to another."""

FoldKind: TypeAlias = OneOf["all", "any", "count", "percent", "sum", "min", "max"]
"""What is made of the members of a list."""


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

    op: Relation
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

    op: Sign
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
class Calendar:
    """``year(date)``, or the whole ``months(from, to)`` or ``years(from, to)`` between two dates; perhaps negative."""

    kind: CalendarKind
    dates: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class FirstOf:
    """A table: the value of the first row whose condition holds, else the last value, which has no condition.

    ``then if condition else otherwise`` is one of two rows. ``sources`` are the clauses of each value, or empty.
    """

    conditions: tuple[Node, ...]
    values: tuple[Node, ...]
    sources: tuple[tuple[Clause, ...], ...] = field(default=(), compare=False, repr=False)
    span: Span = field(default=NOWHERE, compare=False, repr=False)


class _OverList:
    """What goes through the members of a list."""

    __slots__ = ()
    over: ReadFact | ReadField | Name | Attribute

    @property
    def list_read(self) -> ReadFact | ReadField:
        """The read of the list gone through (resolved trees only)."""
        assert isinstance(self.over, ReadFact | ReadField)
        return self.over

    @property
    def list_type(self) -> ListType:
        """The type of the list gone through (resolved trees only)."""
        assert isinstance(self.list_read.type, ListType)
        return self.list_read.type


@dataclass(frozen=True, slots=True)
class Fold(_OverList):
    """``kind(body for item in over if filter)`` with kind one of all, any, count, percent, sum, min, max."""

    kind: FoldKind
    item: str
    over: ReadFact | ReadField | Name | Attribute
    body: Node
    filter: Node | None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class YearRun(_OverList):
    """``run((body for item in over), to=to)``: how many years in a row, the last of them ``to``, the body holds of.

    It is compared with the least number of them alone; lowered, ``window`` is that number, and no year before so many
    counts. ``key`` is the slot of the year in a member; ``unlisted`` are the values of a year without one, by slot.
    """

    item: str
    over: ReadFact | ReadField | Name | Attribute
    body: Node
    to: Node
    key: int = 0
    unlisted: tuple[Value, ...] = ()
    window: int = 0
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Size(_OverList):
    """``count(xs)``: how many members a list has."""

    over: ReadFact | ReadField | Name | Attribute
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What a score or a grade of the candidate comes to; of a grade its type is that of its scale.

    Of a score: the whole where ``line`` is empty, else the line of that id; or, for ``zeros``, how many of the lines
    below it that have no lines of their own, and a ``most`` above 0, give 0.
    """

    name: str
    line: str
    zeros: bool
    type: Type
    span: Span = field(default=NOWHERE, compare=False, repr=False)


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
    | Calendar
    | FirstOf
    | Fold
    | YearRun
    | Size
    | ReadResult
)

N = TypeVar("N", bound=Node)


NODES = frozenset(get_args(Node))

_FIELD_NAMES: Final[Mapping[type, tuple[str, ...]]] = {
    kind: tuple(one.name for one in fields(kind)) for kind in get_args(Node)
}
"""By kind of node: a cache asked with the node itself would hash whole trees, with all levels of their scales."""


def children(node: Node) -> tuple[Node, ...]:
    """The direct parts of a node, in the order they are written: its fields that are nodes, or tuples of nodes."""
    parts: list[Node] = []
    for name in field_names(node):
        value = getattr(node, name)
        if type(value) in NODES:
            parts.append(value)
        elif type(value) is tuple:
            parts += [one for one in value if type(one) in NODES]
    return tuple(parts)


def rebuild(node: N, change: Callable[[Node], Node]) -> N:
    """The node with ``change`` made of each of its direct parts."""
    parts: dict[str, Any] = {}
    for name in field_names(node):
        value = getattr(node, name)
        if type(value) in NODES:
            parts[name] = change(value)
        elif type(value) is tuple:
            parts[name] = tuple(change(one) if type(one) in NODES else one for one in value)
    return replace(node, **parts)


def field_names(node: Node) -> tuple[str, ...]:
    """The names of a node's fields, in the order they are written."""
    return _FIELD_NAMES[type(node)]


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, top down, in written order (a stack, no recursion)."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(reversed(children(here)))


def outer_items(node: Node) -> set[str]:
    """The item variables a resolved node reads that are bound outside it (none may shadow another)."""
    nodes = list(walk(node))
    bound = {inner.item for inner in nodes if isinstance(inner, Fold | YearRun)}
    return {read.item for read in nodes if isinstance(read, ReadField)} - bound
