"""Nodes → Python: the truths, amounts and plain values of a lowered tree, written into function bodies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never, cast

from cchc_rules.engines.direct.arithmetic import chosen, chosen_plain, joined, negated, product, quotient
from cchc_rules.engines.direct.folds import Form, loop, write_loop
from cchc_rules.engines.direct.forms import (
    FALSE,
    TRUE,
    Amount,
    End,
    Kleene,
    Plain,
    compared,
    conjunction,
    constant,
    disjunction,
    kept,
    negation,
    same,
    scalar,
    settled,
    stated,
)
from cchc_rules.engines.direct.likeness import likeness, outer_items
from cchc_rules.engines.direct.orders import level_compared, member_of, plain_compared
from cchc_rules.engines.direct.writer import Writer
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
)
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import BooleanType, GradeType, NumberType, QuotientType


@dataclass(frozen=True, slots=True)
class Expressions:
    """Writes expressions; ``definitions`` are the named ones a tree may read."""

    definitions: Mapping[str, Node]

    def form(self, node: Node, writer: Writer) -> Form:
        """The form of any expression."""
        match type_of(node):
            case BooleanType():
                return self.truth(node, writer)
            case NumberType() | QuotientType():
                return self.amount(node, writer)
            case _:
                return self.plain(node, writer)

    def truth(self, node: Node, writer: Writer) -> Kleene:
        """The form of a boolean expression."""
        match node:
            case Literal(value=value):
                return TRUE if value is True else FALSE
            case ReadFact() | ReadField():
                return stated(_read(node, writer))
            case ReadDefinition():
                return cast(Kleene, self.definition(node, writer))
            case Not():
                return negation(self.truth(node.operand, writer))
            case And():
                return conjunction(writer, [self.truth(operand, writer) for operand in node.operands])
            case Or():
                return disjunction(writer, [self.truth(operand, writer) for operand in node.operands])
            case Compare():
                return self.comparison(node, writer)
            case In():
                return self.membership(node, writer)
            case Conditional():
                return self.choice_of_truths(node, writer)
            case Fold():
                return stated(self.fold(node, writer)[0][0])
            case (
                AsOf()
                | Arithmetic()
                | Negate()
                | Quotient()
                | Size()
                | Name()
                | Attribute()
                | BareText()
                | ReadParameter()
            ):
                raise _unfit(node)
            case _:
                assert_never(node)

    def comparison(self, node: Compare, writer: Writer) -> Kleene:
        """The form of ``left op right``."""
        match type_of(node.left):
            case BooleanType():
                equal = same(writer, self.truth(node.left, writer), self.truth(node.right, writer))
                return equal if node.op == "==" else negation(equal)
            case NumberType() | QuotientType():
                return compared(writer.module, node.op, self.kept(node.left, writer), self.kept(node.right, writer))
            case GradeType(scale=scale):
                plains = self.plain(node.left, writer), self.plain(node.right, writer)
                return level_compared(writer.module, scale, node.op, *plains)
            case _:
                return plain_compared(node.op, self.plain(node.left, writer), self.plain(node.right, writer))

    def membership(self, node: In, writer: Writer) -> Kleene:
        """The form of ``operand in [options]``: one ``==`` or another."""
        operand_type = type_of(node.operand)
        plain = not isinstance(operand_type, BooleanType | NumberType | QuotientType)
        if plain and all(isinstance(option, Literal) for option in node.options):
            values = frozenset(cast(Literal, option).value for option in node.options)
            return member_of(writer.module, self.plain(node.operand, writer), values)
        equalities = [Compare("==", node.operand, option, span=node.span) for option in node.options]
        return disjunction(writer, [self.comparison(equality, writer) for equality in equalities])

    def choice_of_truths(self, node: Conditional, writer: Writer) -> Kleene:
        """The form of a boolean ``then if condition else otherwise``: with condition unknown, what both agree on."""
        parts = (node.condition, node.then, node.otherwise)
        condition, then, otherwise = (settled(writer, self.truth(part, writer)) for part in parts)
        agreed = f"{then} if {then} is {otherwise} else None"
        return stated(writer.local(f"{then} if {condition} else {otherwise} if {condition} is False else {agreed}"))

    def plain(self, node: Node, writer: Writer) -> Plain:
        """The form of a level, choice or date."""
        match node:
            case Literal(value=value):
                return Plain(writer.module.constant(value), (), value)
            case ReadFact() | ReadField():
                return Plain(name := _read(node, writer), (name,))
            case ReadDefinition():
                return cast(Plain, self.definition(node, writer))
            case AsOf():
                return Plain("as_of", ("as_of",))
            case Conditional():
                then, otherwise = self.plain(node.then, writer), self.plain(node.otherwise, writer)
                return chosen_plain(writer, self.truth(node.condition, writer), then, otherwise)
            case Fold():
                return Plain(name := self.fold(node, writer)[0][0], (name,))
            case (Not() | And() | Or() | Compare() | In() | Arithmetic() | Negate() | Quotient() | Size()) | (
                Name() | Attribute() | BareText() | ReadParameter()
            ):
                raise _unfit(node)
            case _:
                assert_never(node)

    def amount(self, node: Node, writer: Writer) -> Amount:
        """The form of a number, quotient or interval."""
        match node:
            case Literal(value=value):
                return constant(writer.module, cast(int | Fraction, value))
            case ReadFact() | ReadField():
                integral = isinstance(node.type, NumberType) and node.type.integral
                return scalar(name := _read(node, writer), "integer" if integral else "double", (name,))
            case ReadDefinition():
                return cast(Amount, self.definition(node, writer))
            case Arithmetic():
                return self.arithmetic(node, writer)
            case Negate():
                return negated(self.kept(node.operand, writer))
            case Quotient():
                part, whole = self.kept(node.part, writer), self.kept(node.whole, writer)
                return quotient(writer, part, whole, factor=100 if node.percent else 1)
            case Conditional():
                then, otherwise = self.amount(node.then, writer), self.amount(node.otherwise, writer)
                return chosen(writer, self.truth(node.condition, writer), then, otherwise)
            case Fold():
                return self.folded_amount(node, writer)
            case Size():
                return scalar(f"len({(over := _read(node.over, writer))})", "integer", (over,))
            case (Not() | And() | Or() | Compare() | In() | AsOf()) | (
                Name() | Attribute() | BareText() | ReadParameter()
            ):
                raise _unfit(node)
            case _:
                assert_never(node)

    def kept(self, node: Node, writer: Writer) -> Amount:
        """The amount of a node, each end in a local."""
        return kept(writer, self.amount(node, writer))

    def arithmetic(self, node: Arithmetic, writer: Writer) -> Amount:
        """The form of ``left op right``, exact; date - date is a number of days."""
        if not isinstance(type_of(node.left), NumberType):
            left, right = self.plain(node.left, writer), self.plain(node.right, writer)
            return scalar(f"({left.text} - {right.text}).days", "integer", left.guards + right.guards)
        a, b = self.kept(node.left, writer), self.kept(node.right, writer)
        if node.op == "*":
            return product(a, b)
        return joined(a, b, lambda x, y: f"{x.exact} {node.op} {y.exact}", crossed=node.op == "-")

    def definition(self, node: ReadDefinition, writer: Writer) -> Form:
        """The form of a named expression, worked out once, over the candidate."""
        root = writer.root

        def work() -> Form:
            form = self.form(self.definitions[node.name], root)
            if isinstance(form, Kleene):
                return stated(settled(root, form))
            return kept(root, form) if isinstance(form, Amount) else form

        return cast(Form, root.once(("definition", node.name), work))

    def folded_amount(self, node: Fold, writer: Writer) -> Amount:
        """The form of a fold that gives a number: scalar, interval, or interval of shares."""
        names, form = self.fold(node, writer)
        match len(names):
            case 1:
                return scalar(names[0], form, (names[0],))
            case 2:
                return Amount(End(names[0], form), End(names[1], form), (names[0],))
            case _:
                return Amount(End(names[0], form, names[1]), End(names[2], form, names[3]), (names[0],))

    def fold(self, node: Fold, writer: Writer) -> tuple[tuple[str, ...], str]:
        """The locals that hold the result of a fold, and the sort of number they are; each fold runs once."""
        home = writer.home(outer_items(node))
        return cast(tuple[tuple[str, ...], str], home.once(likeness(node), lambda: self.run(node, home)))

    def run(self, node: Fold, writer: Writer) -> tuple[tuple[str, ...], str]:
        """Writes the function that runs a fold, and the call of it."""
        inner = writer.inside(node.item)
        filter_ = TRUE if node.filter is None else self.truth(node.filter, inner)
        body = self.form(node.body, inner)
        if isinstance(body, Amount):
            body = kept(inner, body)
        steps = loop(node.kind, filter_, body)
        names = tuple(writer.temporary() for _ in range(steps.size))
        call = write_loop(inner, _read(node.over, writer), len(node.list_type.fields), steps)
        writer.lines.append(f"{', '.join(names)} = {call}")
        return names, _sort(node.kind, body)


def _unfit(node: Node) -> TypeError:
    return TypeError(f"{type(node).__name__} has no place here in a lowered tree")


def _read(node: ReadFact | ReadField | Name | Attribute, writer: Writer) -> str:
    """The local that holds a fact, or a field of a member."""
    if isinstance(node, ReadFact):
        return f"v{node.slot}"
    assert isinstance(node, ReadField)
    return writer.binding(node.item).field(node.slot)


def _sort(kind: str, body: Form) -> str:
    """The sort of number a fold gives: counts are integers, extremes stay as they are, sums are exact."""
    if not isinstance(body, Amount):
        return "integer"
    return "exact" if kind == "sum" and body.low.sort == "double" else body.low.sort
