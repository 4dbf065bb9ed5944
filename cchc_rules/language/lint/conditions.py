"""What every lint rule looks at: the conditions of a ruleset with their owners, and how a warning is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, assert_never

from cchc_rules.language.checking.bounds import find_bounds
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
    children,
    rebuild,
    walk,
)
from cchc_rules.language.ruleset import Category, Criterion, Fact, Ruleset
from cchc_rules.language.types import ListType
from cchc_rules.problems import Problem, Span
from cchc_rules.values import exact


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a ruleset with definitions written out: whose it is, and what else the criterion says.

    ``role`` is ``require``, ``applies`` or ``check``; ``context`` holds the criterion's other conditions, ``gate`` what
    a ``require`` applies by.
    """

    category: Category
    role: str
    node: Node
    context: tuple[Node, ...] = ()
    gate: Node | None = None

    def around(self) -> Iterator[Node]:
        """Every node of the condition and of its context."""
        for node in (self.node, *self.context):
            yield from walk(node)


def warning(code: str, where: Span, variant: str = "", **fields: Any) -> Problem:
    """A lint warning."""
    return Problem(code, where, fields, variant, "warning")


def every_condition(ruleset: Ruleset) -> Iterator[Condition]:
    """Every condition of a ruleset: checks, then criteria with their members, each with its definitions written out."""
    for category in ruleset.categories:
        meanings = find_meanings(category)
        for check in category.checks:
            yield Condition(category, "check", write_out(check.require, meanings))
        for criterion in category.criteria:
            yield from _of_criterion(category, criterion, meanings)


def _of_criterion(category: Category, criterion: Criterion, meanings: Mapping[str, Node]) -> Iterator[Condition]:
    applies = () if criterion.applies is None else (write_out(criterion.applies, meanings),)
    requires = [write_out(one.require, meanings) for one in criterion.family() if one.require is not None]
    alternatives = tuple(requires) if criterion.group == "any" else ()
    for node in applies:
        yield Condition(category, "applies", node)
    for node in requires:
        yield Condition(category, "require", node, (*applies, *alternatives), applies[0] if applies else None)


def find_meanings(category: Category) -> dict[str, Node]:
    """Definitions written out in terms of facts; parts they share stay shared."""
    found: dict[str, Node] = {}
    for one in category.definitions:
        found[one.name] = write_out(one.expression, found)
    return found


def result_expressions(ruleset: Ruleset) -> Iterator[tuple[Category, Node]]:
    """What scores and grades are made of, each with its definitions written out."""
    for category in ruleset.categories:
        meanings = find_meanings(category)
        for result in category.results:
            yield from ((category, write_out(node, meanings)) for node in result.expressions)


def write_out(node: Node, meanings: Mapping[str, Node]) -> Node:
    """The node with definitions replaced by what they mean. Depth is bounded at load."""
    if isinstance(node, ReadDefinition):
        return meanings.get(node.name, node)
    return rebuild(node, lambda part: write_out(part, meanings)) if children(node) else node


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an expression: the lists its item variables run over, by path, and whether its truth speaks for it."""

    node: Node
    lists: Mapping[str, str]
    positive: bool = True

    @property
    def path(self) -> str:
        """The path of the fact, field or list read: ``units``, ``units.done``; empty for anything else."""
        match self.node:
            case ReadField(item=item, name=name):
                return f"{self.lists[item]}.{name}"
            case ReadFact(name=name):
                return name
            case Fold(over=over) | YearRun(over=over) | Size(over=over):
                return replace(self, node=over).path
            case Literal() | ReadDefinition() | ReadParameter() | ReadResult() | AsOf():
                return ""
            case Name() | Attribute() | BareText():
                return ""
            case Not() | And() | Or() | Compare() | In() | Arithmetic() | Negate() | Quotient() | FirstOf():
                return ""
            case Calendar():
                return ""
            case _:
                assert_never(self.node)


def every_part(node: Node) -> Iterator[Part]:
    """Every part of an expression, outer ones first."""
    return inner_parts(Part(node, {}))


def inner_parts(start: Part) -> Iterator[Part]:
    """A part and every part of it."""
    waiting = [start]
    while waiting:
        here = waiting.pop()
        yield here
        lists, node = here.lists, here.node
        if isinstance(node, Fold | YearRun):
            lists = {**lists, node.item: here.path}
        waiting += [Part(one, lists, here.positive ^ isinstance(node, Not)) for one in reversed(children(node))]


def facts_by_path(facts: Iterable[Fact], above: str = "") -> Iterator[tuple[str, Fact]]:
    """Facts and the fields of lists, each with its path (``units.done``)."""
    for fact in facts:
        yield f"{above}{fact.name}", fact
        if isinstance(fact.type, ListType):
            yield from facts_by_path(fact.type.fields, f"{above}{fact.name}.")


def may_be_zero(whole: Node) -> bool:
    """Whether what a share is taken of may be 0, as far as bounds tell."""
    bounds = find_bounds(whole)
    return bounds is None or bounds.low <= 0 <= bounds.high


def constant(node: Node, ruleset: Ruleset) -> Fraction | None:
    """The number a literal is or a parameter stands for as written; None for anything else."""
    match node:
        case Literal(value=bool()):
            return None
        case Literal(value=int() | float() | Fraction() as value):
            return Fraction(exact(value))
        case ReadParameter(name=name):
            given = next((one.value for one in ruleset.parameters if one.name == name), None)
            return Fraction(exact(given)) if isinstance(given, int | float) and not isinstance(given, bool) else None
        case Negate(operand=operand):
            inner = constant(operand, ruleset)
            return None if inner is None else -inner
        case Literal() | ReadFact() | ReadField() | ReadDefinition() | AsOf() | Name() | Attribute() | BareText():
            return None
        case Not() | And() | Or() | Compare() | In() | Arithmetic() | Quotient() | Calendar() | FirstOf():
            return None
        case Fold() | YearRun() | Size():
            return None
        case ReadResult():
            return None
        case _:
            assert_never(node)
