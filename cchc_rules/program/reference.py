"""The executable definition of the meaning (docs/explanation/semantics.md): slow, obvious, the oracle of every engine.

It reads the checked ruleset itself, not what the compiler lowers it to, and computes with fractions. It returns values
only; no trace, no words. Unknown is None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any, TypeAlias, assert_never

from cchc_rules.language.nodes import (
    And,
    Arithmetic,
    AsOf,
    Attribute,
    BareText,
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
    Size,
)
from cchc_rules.language.ruleset import Criterion
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import BooleanType, DateType, GradeType
from cchc_rules.program.points import (
    ARITHMETIC,
    ORDER,
    Point,
    Range,
    divide,
    equal_points,
    hull,
    point_of,
    turn_sign,
)
from cchc_rules.program.program import Program
from cchc_rules.values import Outcome, Truth, Value, Verdict

Member: TypeAlias = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """What expressions see: the program, the candidate's values, the date, and the members bound by folds."""

    program: Program
    values: tuple[Value, ...]
    as_of: date | None = None
    items: Mapping[str, Member] = field(default_factory=dict)

    def inside(self, item: str, member: Member) -> Scope:
        """The scope with one more member bound."""
        return replace(self, items={**self.items, item: member})

    def definition(self, name: str) -> Node:
        """The expression a definition stands for."""
        return next(one.expression for one in self.program.category.definitions if one.name == name)


def outcomes(program: Program, values: tuple[Value, ...], as_of: date | None = None) -> tuple[Outcome, ...]:
    """The outcome of every criterion and member in declared order (semantics 2)."""
    scope = Scope(program, values, as_of)
    found: list[Outcome] = []
    for criterion in program.category.criteria:
        applies = True if criterion.applies is None else truth(criterion.applies, scope)
        found += _outcomes_where(applies, criterion, scope)
    return tuple(found)


def verdict(program: Program, found: tuple[Outcome, ...]) -> Verdict:
    """The verdict on outcomes in declared order (semantics 3): any unmet, else any unknown, else favourable.

    Criteria that defer are asked when no other stands in the way.
    """
    top = {id(criterion) for criterion in program.category.criteria}
    deciding = [(one, outcome) for one, outcome in zip(program.order, found, strict=True) if id(one) in top]
    refusing = [outcome for one, outcome in deciding if not one.defers]
    deferring = [outcome for one, outcome in deciding if one.defers]
    favourable, unfavourable, undetermined, deferred = program.ruleset.decides.verdicts
    if Outcome.UNMET in refusing:
        return unfavourable
    if Outcome.UNKNOWN in refusing:
        return undetermined
    if Outcome.UNMET in deferring:
        return deferred
    return undetermined if Outcome.UNKNOWN in deferring else favourable


def find_failed_checks(program: Program, values: tuple[Value, ...], as_of: date | None = None) -> tuple[int, ...]:
    """The places of the checks that are surely false; an unknown check passes."""
    scope = Scope(program, values, as_of)
    return tuple(i for i, check in enumerate(program.category.checks) if truth(check.require, scope) is False)


def _outcomes_where(applies: Truth, criterion: Criterion, scope: Scope) -> Iterator[Outcome]:
    """The outcomes of a criterion and its members when a criterion they belong to applies, does not, or may."""
    if applies is False:
        yield from (Outcome.NOT_APPLICABLE for _ in criterion.family())
        return
    required = requirement(criterion, scope)
    if required is True:
        yield Outcome.MET
    elif required is False and applies is True:
        yield Outcome.UNMET
    else:
        yield Outcome.UNKNOWN
    for member in criterion.members:
        yield from _outcomes_where(applies, member, scope)


def requirement(criterion: Criterion, scope: Scope) -> Truth:
    """Whether what a criterion requires holds, its ``applies`` left aside."""
    if criterion.require is not None:
        return truth(criterion.require, scope)
    found = [requirement(member, scope) for member in criterion.members]
    match criterion.group:
        case "any":
            return disjunction(found)
        case "all":
            return conjunction(found)
        case "":
            raise TypeError(f"criterion {criterion.id} requires nothing")
        case "at_least":
            if found.count(True) >= criterion.least:
                return True
            return False if found.count(True) + found.count(None) < criterion.least else None
        case _:
            assert_never(criterion.group)


def conjunction(truths: list[Truth]) -> Truth:
    """Kleene and."""
    if False in truths:
        return False
    return None if None in truths else True


def disjunction(truths: list[Truth]) -> Truth:
    """Kleene or."""
    if True in truths:
        return True
    return None if None in truths else False


def negation(value: Truth) -> Truth:
    """Kleene not."""
    return None if value is None else not value


def truth(node: Node, scope: Scope) -> Truth:
    """The truth of a boolean expression; unknown where its facts do not settle it."""
    match node:
        case Literal() | ReadFact() | ReadField() | ReadParameter():
            return _plain_truth(node, scope)
        case ReadDefinition(name=name):
            return truth(scope.definition(name), scope)
        case Not(operand=operand):
            return negation(truth(operand, scope))
        case And(operands=operands):
            return conjunction([truth(one, scope) for one in operands])
        case Or(operands=operands):
            return disjunction([truth(one, scope) for one in operands])
        case Compare():
            return _comparison(node, scope)
        case In(operand=operand, options=options):
            return disjunction([_equal(operand, one, scope) for one in _spread(options, scope)])
        case FirstOf():
            found = {truth(value, scope) for value in _rows_left(node, scope)}
            return found.pop() if len(found) == 1 else None
        case Fold(kind="all"):
            return _all(node, scope)
        case Fold(kind="any"):
            return _any(node, scope)
        case Fold() | Arithmetic() | Negate() | Quotient() | Size() | AsOf() | Name() | Attribute() | BareText():
            raise TypeError(f"no truth in {node!r}")
        case _:
            assert_never(node)


def alternatives(node: Node, scope: Scope) -> tuple[Point, ...]:
    """What a value expression may turn out to be: one point, or several while a condition is unknown."""
    match node:
        case Literal(value=value):
            return (point_of(value),)
        case ReadFact() | ReadField() | ReadParameter() | AsOf():
            return (point_of(_read(node, scope)),)
        case ReadDefinition(name=name):
            return alternatives(scope.definition(name), scope)
        case Arithmetic(op=op, left=left, right=right):
            if isinstance(type_of(left), DateType):
                return _pairwise(left, right, scope, ARITHMETIC[op])
            a, b = hull(alternatives(left, scope)), hull(alternatives(right, scope))
            return (None if a is None or b is None else ARITHMETIC[op](a, b),)
        case Quotient(part=part, whole=whole, percent=percent):
            return _pairwise(part, whole, scope, partial(divide, factor=100 if percent else 1))
        case Negate(operand=operand):
            return (turn_sign(hull(alternatives(operand, scope))),)
        case FirstOf():
            rows = _rows_left(node, scope)
            return tuple(dict.fromkeys(point for value in rows for point in alternatives(value, scope)))
        case Fold() | Size():
            return (_fold(node, scope),)
        case Not() | And() | Or() | Compare() | In() | Name() | Attribute() | BareText():
            raise TypeError(f"no value in {node!r}")
        case _:
            assert_never(node)


def members(over: Node, scope: Scope) -> tuple[Member, ...] | None:
    """The members of a list; None when nobody stated the list."""
    assert isinstance(over, ReadFact | ReadField)
    found = _read(over, scope)
    assert found is None or isinstance(found, tuple)
    return found  # type: ignore[return-value]


def _plain_truth(node: Literal | ReadFact | ReadField | ReadParameter, scope: Scope) -> Truth:
    value = node.value if isinstance(node, Literal) else _read(node, scope)
    assert value is None or isinstance(value, bool)
    return value


def _read(node: ReadFact | ReadField | ReadParameter | AsOf, scope: Scope) -> Value:
    match node:
        case ReadFact(slot=slot):
            return scope.values[slot]
        case ReadField(item=item, slot=slot):
            return scope.items[item][slot]
        case ReadParameter(name=name):
            return scope.program.parameters[name]
        case AsOf():
            return scope.as_of
        case _:
            assert_never(node)


def _pairwise(left: Node, right: Node, scope: Scope, apply: Callable[[Point, Point], Point]) -> tuple[Point, ...]:
    pairs = [(a, b) for a in alternatives(left, scope) for b in alternatives(right, scope)]
    found = (None if a is None or b is None else apply(a, b) for a, b in pairs)
    return tuple(dict.fromkeys(found))


def _comparison(node: Compare, scope: Scope) -> Truth:
    if node.op == "==":
        return _equal(node.left, node.right, scope)
    if node.op == "!=":
        return negation(_equal(node.left, node.right, scope))
    order = ORDER[node.op]
    left_type = type_of(node.left)
    levels = left_type.scale.levels if isinstance(left_type, GradeType) else ()
    return _compare_alternatives(node.left, node.right, scope, lambda a, b: order(a, b, levels))


def _equal(left: Node, right: Node, scope: Scope) -> Truth:
    if isinstance(type_of(left), BooleanType):
        a, b = truth(left, scope), truth(right, scope)
        return None if a is None or b is None else a is b
    return _compare_alternatives(left, right, scope, equal_points)


def _compare_alternatives(left: Node, right: Node, scope: Scope, compare: Callable[[Point, Point], Truth]) -> Truth:
    pairs = [(a, b) for a in alternatives(left, scope) for b in alternatives(right, scope)]
    found = {None if a is None or b is None else compare(a, b) for a, b in pairs}
    return found.pop() if len(found) == 1 else None


def _spread(options: tuple[Node, ...], scope: Scope) -> Iterator[Node]:
    for option in options:
        if isinstance(option, ReadParameter) and isinstance(value := scope.program.parameters[option.name], tuple):
            yield from (Literal(one, option.type, option.span) for one in value)
        else:
            yield option


def _rows_left(node: FirstOf, scope: Scope) -> Iterator[Node]:
    """The values a table may have: down to the first row that surely holds, without rows that surely do not."""
    for condition, value in zip(node.conditions, node.values[:-1], strict=True):
        holds = truth(condition, scope)
        if holds is not False:
            yield value
        if holds is True:
            return
    yield node.values[-1]


def _let_in(node: Fold, scope: Scope) -> list[tuple[Truth, Scope]] | None:
    """Each member's scope with the truth of its being let in by the filter; None for a list nobody stated."""
    found = members(node.over, scope)
    if found is None:
        return None
    scopes = [scope.inside(node.item, member) for member in found]
    return [(True if node.filter is None else truth(node.filter, one), one) for one in scopes]


def _all(node: Fold, scope: Scope) -> Truth:
    let_in = _let_in(node, scope)
    if let_in is None:
        return None
    sure = [truth(node.body, one) for inside, one in let_in if inside is True]
    perhaps = [truth(node.body, one) for inside, one in let_in if inside is None]
    if False in sure:
        return False
    return True if sure and all(one is True for one in sure + perhaps) else None


def _any(node: Fold, scope: Scope) -> Truth:
    let_in = _let_in(node, scope)
    if let_in is None:
        return None
    return disjunction([conjunction([inside, truth(node.body, one)]) for inside, one in let_in])


def _fold(node: Fold | Size, scope: Scope) -> Point:
    if isinstance(node, Size):
        found = members(node.over, scope)
        return None if found is None else point_of(len(found))
    let_in = _let_in(node, scope)
    if let_in is None:
        return None
    match node.kind:
        case "count":
            truths = [conjunction([inside, truth(node.body, one)]) for inside, one in let_in]
            return Range(Fraction(truths.count(True)), Fraction(len(truths) - truths.count(False)))
        case "percent":
            return _share([(inside, truth(node.body, one)) for inside, one in let_in])
        case "sum" | "min" | "max":
            return _summary(node.kind, [(inside, one) for inside, one in let_in if inside is not False], node.body)
        case "all" | "any":
            raise TypeError(f"no value in {node!r}")
        case _:
            assert_never(node.kind)


def _share(found: list[tuple[Truth, Truth]]) -> Point:
    """Bounds of the share over every way members perhaps in and truths unknown may turn out; nothing may be unknown."""
    sure = [body for inside, body in found if inside is True]
    perhaps = [body for inside, body in found if inside is None]
    if not sure:
        return None
    least_met, most_met = sure.count(True), len(sure) - sure.count(False)
    pulling_down, pulling_up = len(perhaps) - perhaps.count(True), len(perhaps) - perhaps.count(False)
    return Range(
        Fraction(100 * least_met, len(sure) + pulling_down),
        Fraction(100 * (most_met + pulling_up), len(sure) + pulling_up),
    )


def _summary(kind: str, let_in: list[tuple[Truth, Scope]], body: Node) -> Point:
    """``sum``, ``min`` or ``max`` of members not surely out: unknown when a filter or a value is.

    A number that is one of several is its hull, a date unknown.
    """
    several = [(None,) if inside is None else alternatives(body, one) for inside, one in let_in]
    points = [one[0] if len(one) == 1 else hull(one) for one in several]
    if None in points:
        return None
    ranges = [point for point in points if isinstance(point, Range)]
    if kind == "sum":
        return Range(sum((r.low for r in ranges), Fraction(0)), sum((r.high for r in ranges), Fraction(0)))
    if not points:
        return None
    choose: Callable[..., Any] = min if kind == "min" else max
    if ranges:
        return Range(choose(one.low for one in ranges), choose(one.high for one in ranges))
    return choose(points)  # type: ignore[no-any-return]
