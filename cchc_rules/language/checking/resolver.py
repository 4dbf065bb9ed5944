"""Names and types of expressions: the parsed tree in, the resolved and typed tree out, every fault at its own place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import assert_never, get_args

from cchc_rules.language.checking.bare_texts import type_text
from cchc_rules.language.checking.comparability import Refusal, incomparable, is_bare, refuse_open
from cchc_rules.language.checking.names_in_reach import Names, find_result
from cchc_rules.language.checking.year_runs import complete_run
from cchc_rules.language.documents.names import RESERVED_NAMES
from cchc_rules.language.expressions import EVERY_VALUE
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
from cchc_rules.language.shapes import NUMBER, is_constant, is_interval, type_of
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    Type,
    kind_of,
)
from cchc_rules.problems import Problem, Span
from cchc_rules.text import nearest


class Faulty(Exception):
    """An expression that cannot be given a meaning; its problems are already noted."""


@dataclass(frozen=True, slots=True)
class Resolver:
    """Resolves expressions against names, adding every fault to ``problems``."""

    names: Names
    problems: list[Problem]
    computes_shares: bool = False
    """Whether quotients may be computed with: in lines of scores and what a grade is of, nowhere else."""

    def condition(self, node: Node) -> Node | None:
        """The resolved yes-or-no expression; None when it is faulty."""
        try:
            return self.boolean(node)
        except Faulty:
            return None

    def expression(self, node: Node) -> Node | None:
        """The resolved expression of any type; None when it is faulty."""
        try:
            return self.node(node)
        except Faulty:
            return None

    def node(self, node: Node, expected: Type | None = None) -> Node:
        """The resolved node; ``expected`` gives bare texts their scale or options."""
        match node:
            case Name() | Attribute():
                return self.reference(node)
            case BareText():
                return self.text(node, expected)
            case ReadResult():
                return self.result(node)
            case Literal() | AsOf() | ReadFact() | ReadField() | ReadDefinition() | ReadParameter():
                return node
            case Not(operand=operand):
                return replace(node, operand=self.boolean(operand))
            case And(operands=operands) | Or(operands=operands):
                return replace(node, operands=_complete(map(self.condition, operands)))
            case Compare():
                return self.compare(node)
            case In():
                return self.membership(node)
            case Arithmetic():
                return self.arithmetic(node)
            case Negate(operand=operand):
                return replace(node, operand=self.number(operand))
            case Quotient():
                return self.quotient(node)
            case Calendar():
                return self.calendar(node)
            case FirstOf():
                return self.first_of(node, expected)
            case Fold():
                return self.fold(node)
            case YearRun():
                raise self.fault("run-misplaced", node.span)
            case Size(over=over):
                return replace(node, over=self.list(over))
            case _:
                assert_never(node)

    def boolean(self, node: Node) -> Node:
        """The node as a condition."""
        found = self.node(node)
        if not isinstance(type_of(found), BooleanType):
            raise self.fault("type-mismatch", node.span, "condition", type=type_of(found))
        return found

    def calendar(self, node: Calendar) -> Calendar:
        """What is counted of dates."""
        dates = _complete(map(self.expression, node.dates))
        if strange := [one for one in dates if not isinstance(type_of(one), DateType)]:
            raise self.fault("type-mismatch", strange[0].span, "date", type=type_of(strange[0]))
        return replace(node, dates=dates)

    def number(self, node: Node) -> Node:
        """The node as a number that may be computed with."""
        found = self.node(node)
        self.computable(found)
        return found

    def computable(self, found: Node) -> None:
        """Refuse to compute with what is no number."""
        kind = type_of(found)
        if isinstance(kind, QuotientType):
            if self.computes_shares:
                return
            raise self.fault("quotient-computed", found.span)
        if not isinstance(kind, NumberType):
            raise self.fault("type-mismatch", found.span, "number", type=kind)

    def reference(self, node: Name | Attribute) -> Node:
        """What a name or ``item.field`` refers to."""
        if isinstance(node, Attribute):
            return self.parameter(node) if node.item == "param" else self.field(node)
        names = self.names
        if (fact := names.facts.get(node.name)) is not None:
            return ReadFact(node.name, fact.slot, fact.type, fact.min_items, node.span)
        if node.name in names.definitions:
            kind, interval = names.definitions[node.name]
            return ReadDefinition(node.name, kind, interval, node.span)
        if node.name in names.items:
            listed = ", ".join(f"{node.name}.{fact.name}" for fact in names.items[node.name].fields)
            raise self.fault("item-is-record", node.span, item=node.name, fields=listed)
        if node.name in names.results or node.name in names.unreadable:
            return self.result(ReadResult(node.name, "", False, NUMBER, node.span))
        if node.name in names.broken:
            raise Faulty
        known = [*names.facts, *names.definitions, *names.items, *names.results]
        raise self.fault("unknown-fact", node.span, fact=node.name, nearest=nearest(node.name, known) or "")

    def result(self, node: ReadResult) -> Node:
        """What a score, a line of one or a grade comes to, or how many lines give 0."""
        if node.name in self.names.broken:
            raise Faulty
        found = find_result(node, self.names)
        if isinstance(found, Refusal):
            raise self.fault(found.code, node.span, found.variant, **found.fields)
        return found

    def parameter(self, node: Attribute) -> Node:
        """The parameter ``param["…"]`` names."""
        found = self.names.parameters.get(node.name)
        if found is None:
            if node.name in self.names.broken:
                raise Faulty
            near = nearest(node.name, self.names.parameters) or ""
            raise self.fault("unknown-parameter", node.span, parameter=node.name, nearest=near)
        if found.many:
            raise self.fault("list-parameter-compared", node.span, parameter=node.name)
        return ReadParameter(node.name, found.type, node.span)

    def field(self, node: Attribute) -> Node:
        """The field of a member that ``item.field`` names."""
        item = self.names.items.get(node.item)
        if item is None:
            fact, near = self.names.facts.get(node.item), nearest(node.item, self.names.items) or ""
            variant = "date" if fact and isinstance(fact.type, DateType) else ""
            raise self.fault("unknown-item", node.span, variant, item=node.item, nearest=near)
        for fact in item.fields:
            if fact.name == node.name:
                return ReadField(node.item, node.name, fact.slot, fact.type, fact.min_items, node.span)
        near = nearest(node.name, [fact.name for fact in item.fields]) or ""
        raise self.fault("unknown-fact", node.span, "item", fact=node.name, item=node.item, nearest=near)

    def text(self, node: BareText, expected: Type | None) -> Literal:
        """A bare text as a level or option of what it is compared with."""
        found = type_text(node, expected)
        if isinstance(found, Refusal):
            raise self.fault(found.code, node.span, found.variant, **found.fields)
        return found

    def sides(self, left: Node, right: Node) -> tuple[Node, Node]:
        """Both sides of a comparison, a bare text on one typed by the other."""
        if is_bare(left) and is_bare(right):
            raise self.fault("type-mismatch", left.span, "two-texts")
        if is_bare(left):
            known = self.node(right)
            return self.node(left, type_of(known)), known
        if is_bare(right):
            known = self.node(left)
            return known, self.node(right, type_of(known))
        a, b = _complete(map(self.expression, (left, right)))
        return a, b

    def compare(self, node: Compare) -> Node:
        """A comparison of two comparable sides."""
        if isinstance(node.left, YearRun):
            return self.run_compared(node, node.left)
        left, right = self.sides(node.left, node.right)
        self.comparable(left, right, node.span)
        if node.op not in ("==", "!="):
            self.refuse_unordered(left, right, node.span)
        return replace(node, left=left, right=right)

    def comparable(self, left: Node, right: Node, span: Span, *, rows: bool = False) -> None:
        """Refuse a comparison across types."""
        refusal = incomparable(type_of(left), type_of(right)) or (None if rows else refuse_open(left, right))
        if refusal is not None:
            raise self.fault(refusal.code, span, refusal.variant, **refusal.fields)

    def refuse_unordered(self, left: Node, right: Node, span: Span) -> None:
        """Refuse an order where there is none."""
        kind = type_of(left)
        if isinstance(kind, BooleanType | ChoiceType):
            raise self.fault("no-order", span, type=kind)
        if isinstance(kind, GradeType):
            for side in (left, right):
                if isinstance(side, Literal) and side.value in kind.scale.unranked:
                    fields = {"level": side.value, "scale": kind.scale.id}
                    raise self.fault("no-order", side.span, "unranked", **fields)

    def membership(self, node: In) -> Node:
        """``x in [..]`` with every option comparable to x."""
        first = node.options[0]
        if isinstance(first, Attribute) and first.item == EVERY_VALUE:
            return self.in_parameter(node, first)
        if is_bare(node.operand):
            raise self.fault("type-mismatch", node.operand.span, "in-text")
        operand = self.node(node.operand)
        options: list[Node] = []
        for option in node.options:
            try:
                options.append(found := self.option(option, type_of(operand)))
                self.comparable(operand, found, option.span)
            except Faulty:
                continue
        if len(options) < len(node.options):
            raise Faulty
        return replace(node, operand=operand, options=tuple(options))

    def option(self, node: Node, expected: Type) -> Node:
        """One option; a list parameter stands for all its values."""
        if isinstance(node, Attribute) and node.item == "param":
            found = self.names.parameters.get(node.name)
            if found is not None and found.many:
                return ReadParameter(node.name, found.type, node.span)
        return self.node(node, expected)

    def in_parameter(self, node: In, named: Attribute) -> Node:
        """``x in param["…"]`` for a list parameter."""
        operand = self.node(node.operand)
        found = self.names.parameters.get(named.name)
        if found is None or not found.many:
            self.parameter(named)
            raise self.fault("in-what", named.span, text=f'param["{named.name}"]')
        read = ReadParameter(named.name, found.type, named.span)
        self.comparable(operand, read, node.span)
        return replace(node, operand=operand, options=(read,))

    def arithmetic(self, node: Arithmetic) -> Node:
        """Exact arithmetic on numbers, or the days between two dates."""
        left, right = _complete(map(self.expression, (node.left, node.right)))
        dates = [isinstance(type_of(side), DateType) for side in (left, right)]
        if any(dates):
            if not all(dates) or node.op != "-":
                raise self.fault("date-arithmetic", node.span)
            return replace(node, left=left, right=right)
        self.computable(left)
        self.computable(right)
        sides = ((left, right), (right, left))
        if node.op == "*" and any(is_interval(one) and not is_constant(other) for one, other in sides):
            raise self.fault("interval-product", node.span)
        return replace(node, left=left, right=right)

    def quotient(self, node: Quotient) -> Node:
        """A quotient or share of two numbers."""
        part, whole = _complete(map(self.expression, (node.part, node.whole)))
        self.computable(part)
        self.computable(whole)
        return replace(node, part=part, whole=whole)

    def first_of(self, node: FirstOf, expected: Type | None = None) -> FirstOf:
        """A table whose rows have one type; bare texts get theirs from the first row that has one."""
        conditions = [self.condition(one) for one in node.conditions]
        typed = {place: self.expression(one) for place, one in enumerate(node.values) if not is_bare(one)}
        first = next((one for one in typed.values() if one is not None), None)
        kind = expected if first is None else type_of(first)
        values: list[Node | None] = []
        for place, one in enumerate(node.values):
            try:
                values.append(found := typed[place] if place in typed else self.node(one, kind))
                if first is not None and found is not None:
                    self.comparable(first, found, found.span if len(node.values) > 2 else node.span, rows=True)
            except Faulty:
                values.append(None)
        return replace(node, conditions=_complete(conditions), values=_complete(values))

    def list(self, over: ReadFact | ReadField | Name | Attribute) -> ReadFact | ReadField:
        """The list a fold or count runs over."""
        found = self.node(over)
        if not isinstance(found, ReadFact | ReadField) or not isinstance(found.type, ListType):
            raise self.fault("not-a-list", over.span, text=over.name)
        return found

    def fold(self, node: Fold) -> Node:
        """A fold whose body and filter see the members."""
        over = self.list(node.over)
        inside = self.with_item(node, over)
        filter_ = None if node.filter is None else inside.condition(node.filter)
        body = inside.boolean(node.body) if node.kind in ("all", "any", "count", "percent") else inside.node(node.body)
        if node.filter is not None and filter_ is None:
            raise Faulty
        if node.kind in ("sum", "min", "max"):
            self.summable(node.kind, body, node.body.span)
        return replace(node, over=over, body=body, filter=filter_)

    def run_compared(self, node: Compare, run: YearRun) -> Compare:
        """A run of years against the least number of them."""
        over = self.list(run.over)
        body, to = self.with_item(run, over).condition(run.body), self.expression(run.to)
        length = self.expression(node.right)
        if length is None or body is None or to is None:
            raise Faulty
        beside = self.names.items[over.item].fields if isinstance(over, ReadField) else self.names.facts.values()
        declared = next(one for one in beside if one.name == over.name)
        run = replace(run, over=over, body=body, to=to)
        found = complete_run(replace(node, right=length), run, declared, self.names.parameters)
        if isinstance(found, Problem):
            self.problems.append(found)
            raise Faulty
        return found

    def with_item(self, node: Fold | YearRun, over: ReadFact | ReadField) -> Resolver:
        """The resolver where an item variable, which hides no other name, is a member of a list."""
        names = self.names
        if node.item in RESERVED_NAMES:
            raise self.fault("reserved-name", node.span, name=node.item)
        if node.item in names.all_names:
            raise self.fault("item-shadows", node.span, item=node.item)
        assert isinstance(over.type, ListType)
        return replace(self, names=replace(names, items={**names.items, node.item: over.type}))

    def summable(self, kind: str, body: Node, span: Span) -> None:
        """Refuse what sum, min and max cannot take."""
        given = type_of(body)
        if isinstance(given, QuotientType):
            if self.computes_shares and kind == "sum":
                return
            raise self.fault("quotient-computed", span)
        if isinstance(given, DateType) and kind != "sum":
            return
        if not isinstance(given, NumberType):
            raise self.fault("type-mismatch", span, "number" if kind == "sum" else "number-or-date", type=given)
        if kind != "sum" and is_interval(body):
            raise self.fault("interval-summary", span, function=kind)

    def fault(self, code: str, span: Span, variant: str = "", **fields: object) -> Faulty:
        """Note a problem; the returned exception is to be raised. A type among the fields is put into words."""
        kinds = {key: kind_of(value) for key, value in fields.items() if isinstance(value, get_args(Type))}
        self.problems.append(Problem(code, span, {**fields, **kinds}, variant))
        return Faulty()


def _complete(found: Iterable[Node | None]) -> tuple[Node, ...]:
    """The nodes, or Faulty where one of them is."""
    nodes = tuple(found)
    if None in nodes:
        raise Faulty
    return tuple(node for node in nodes if node is not None)
