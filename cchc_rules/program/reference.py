"""The executable definition of the meaning (docs/explanation/semantics.md): slow, obvious, the oracle of every engine.

It reads the checked ruleset, not what it is lowered to, and computes with fractions. It gives values; unknown is None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import partial, reduce
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
from cchc_rules.language.ruleset import Criterion, GradeTable, ScoreLine
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import BooleanType, DateType, GradeType
from cchc_rules.program import points
from cchc_rules.program.points import Measured, Point, Range, conjunction, disjunction, hull, negation
from cchc_rules.program.program import Program
from cchc_rules.program.scope import Member as Member
from cchc_rules.program.scope import Scope as Scope
from cchc_rules.program.scope import find_once
from cchc_rules.values import LONGEST_RUN, Outcome, Truth, Value, Verdict


def outcomes(program: Program, values: tuple[Value, ...], as_of: date | None = None) -> tuple[Outcome, ...]:
    """The outcome of every criterion and member in declared order (semantics 2)."""
    scope = Scope(program, values, as_of)
    found: list[Outcome] = []
    for criterion in program.category.criteria:
        applies = True if criterion.applies is None else truth(criterion.applies, scope)
        found += _outcomes_where(applies, criterion, scope)
    return tuple(found)


def verdict(program: Program, found: tuple[Outcome, ...], measured: tuple[Measured, ...] = ()) -> Verdict:
    """The verdict on outcomes in declared order (semantics 3): any unmet, else any unknown, else favourable.

    Where the ruleset grades, a deciding result that is open counts as an unknown criterion (semantics 15). Criteria
    that defer are asked when no other stands in the way.
    """
    top = {id(criterion) for criterion in program.category.criteria}
    deciding = [(one, outcome) for one, outcome in zip(program.order, found, strict=True) if id(one) in top]
    refusing = [outcome for one, outcome in deciding if not one.defers]
    deferring = [outcome for one, outcome in deciding if one.defers]
    favourable, unfavourable, undetermined, deferred = program.ruleset.decides.verdicts
    if Outcome.UNMET in refusing:
        return unfavourable
    results = [one for result, one in zip(program.results, measured, strict=True) if result in program.deciding]
    if Outcome.UNKNOWN in refusing or any(map(points.is_open, results)):
        return undetermined
    if Outcome.UNMET in deferring:
        return deferred
    return undetermined if Outcome.UNKNOWN in deferring else favourable


def measure_results(program: Program, values: tuple[Value, ...], as_of: date | None = None) -> tuple[Measured, ...]:
    """What each score and grade of the category comes to, in their order."""
    scope, results = Scope(program, values, as_of), program.category.results
    found = (levels(one, scope) if isinstance(one, GradeTable) else measure_line(one.whole, scope) for one in results)
    return tuple((one.low, one.high) if isinstance(one, Range) else one for one in found)


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


@find_once
def truth(node: Node, scope: Scope) -> Truth:
    """The truth of a boolean expression; unknown where its facts do not settle it."""
    match node:
        case Literal() | ReadFact() | ReadField() | ReadParameter():
            if isinstance(node, ReadParameter):
                several = {one is True for one in scope.program.in_force(node.name, scope.as_of)}
                return several.pop() if len(several) == 1 else None
            value = node.value if isinstance(node, Literal) else _read(node, scope)
            assert value is None or isinstance(value, bool)
            return value
        case ReadDefinition(name=name):
            return truth(scope.program.definition_by_name[name].expression, scope)
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
        case Fold() | Arithmetic() | Negate() | Quotient() | Calendar() | Size() | AsOf() | ReadResult() | YearRun():
            raise TypeError(f"no truth in {node!r}")
        case Name() | Attribute() | BareText():
            raise TypeError(f"unresolved: {node!r}")
        case _:
            assert_never(node)


@find_once
def alternatives(node: Node, scope: Scope) -> tuple[Point, ...]:
    """What a value expression may turn out to be: one point, or several while a condition is unknown, each once."""
    match node:
        case Literal(value=value):
            return (points.point_of(value),)
        case ReadFact() | ReadField() | AsOf():
            return (points.point_of(_read(node, scope)),)
        case ReadParameter():
            return tuple(dict.fromkeys(map(points.point_of, scope.program.in_force(node.name, scope.as_of))))
        case ReadDefinition(name=name):
            return alternatives(scope.program.definition_by_name[name].expression, scope)
        case Arithmetic(op=op, left=left, right=right):
            if isinstance(type_of(left), DateType):
                return _pairwise(left, right, scope, points.ARITHMETIC[op])
            a, b = hull(alternatives(left, scope)), hull(alternatives(right, scope))
            return (None if a is None or b is None else points.ARITHMETIC[op](a, b),)
        case Quotient(part=part, whole=whole, percent=percent):
            return _pairwise(part, whole, scope, partial(points.divide, factor=100 if percent else 1))
        case Calendar(kind=kind, dates=dates):
            return points.count_calendar(kind, [alternatives(one, scope) for one in dates])
        case Negate(operand=operand):
            return (points.turn_sign(hull(alternatives(operand, scope))),)
        case FirstOf():
            rows = _rows_left(node, scope)
            return tuple(dict.fromkeys(point for value in rows for point in alternatives(value, scope)))
        case Fold() | Size():
            return (_fold(node, scope),)
        case YearRun():
            return _run(node, scope)
        case ReadResult(name=name, line=line, zeros=zeros):
            if (found := scope.results.get(key := (name, line, zeros))) is None:
                found = scope.results[key] = _result(node, scope)
            return found
        case Not() | And() | Or() | Compare() | In() | Name() | Attribute() | BareText():
            raise TypeError(f"no value in {node!r}")
        case _:
            assert_never(node)


def _result(node: ReadResult, scope: Scope) -> tuple[Point, ...]:
    found = scope.program.category.result(node.name)
    if isinstance(found, GradeTable):
        return levels(found, scope)
    line = found.line(node.line)
    return (_count_zeros(line, scope) if node.zeros else measure_line(line, scope),)


@find_once
def measure_line(line: ScoreLine, scope: Scope) -> Range:
    """What a line of a score, or the whole of one, comes to (semantics 13)."""
    gate = True if line.gate is None else truth(line.gate, scope)
    if line.value is not None:
        return points.limit_points(hull(alternatives(line.value, scope)), line, gate)
    return points.limit_points(reduce(points.add, [measure_line(one, scope) for one in line.lines]), line, gate)


def _count_zeros(line: ScoreLine, scope: Scope) -> Range:
    """How many of the lines below one that have no lines of their own and points to be had give none."""
    found = [measure_line(one, scope) for one in line.countable]
    surely = sum(one.low == one.high == 0 for one in found)
    return Range(Fraction(surely), Fraction(sum(one.low <= 0 <= one.high for one in found)))


def levels(grade: GradeTable, scope: Scope) -> tuple[str, ...]:
    """The values a grade may be, in the order of its scale: those of its rows, lowered by its caps (semantics 14)."""
    ranks = {level: rank for rank, level in enumerate(grade.scale.levels)}
    possible = {one for one in alternatives(grade.rows, scope) if isinstance(one, str)}
    for cap in grade.caps:
        lowered = {min(one, cap.level, key=ranks.__getitem__) if one in ranks else one for one in possible}
        holds = truth(cap.when, scope)
        possible = lowered if holds else possible if holds is False else possible | lowered
    return tuple(one for one in grade.scale.spellings if one in possible)


def members(over: Node, scope: Scope) -> tuple[Member, ...] | None:
    """The members of a list; None when nobody stated the list."""
    assert isinstance(over, ReadFact | ReadField)
    found = _read(over, scope)
    assert found is None or isinstance(found, tuple)
    return found  # type: ignore[return-value]


def _read(node: ReadFact | ReadField | AsOf, scope: Scope) -> Value:
    match node:
        case ReadFact(slot=slot):
            return scope.values[slot]
        case ReadField(item=item, slot=slot):
            return scope.items[item][slot]
        case AsOf():
            return scope.as_of
        case _:
            assert_never(node)


def _pairwise(left: Node, right: Node, scope: Scope, apply: Callable[[Point, Point], Point]) -> tuple[Point, ...]:
    pairs = [(a, b) for a in alternatives(left, scope) for b in alternatives(right, scope)]
    found = [None if a is None or b is None else apply(a, b) for a, b in pairs]
    return tuple(found) if len(found) == 1 else tuple(dict.fromkeys(found))


def _comparison(node: Compare, scope: Scope) -> Truth:
    if node.op == "==":
        return _equal(node.left, node.right, scope)
    if node.op == "!=":
        return negation(_equal(node.left, node.right, scope))
    order = points.ORDER[node.op]
    left_type = type_of(node.left)
    levels = left_type.scale.levels if isinstance(left_type, GradeType) else ()
    return _compare_alternatives(node.left, node.right, scope, lambda a, b: order(a, b, levels))


def _equal(left: Node, right: Node, scope: Scope) -> Truth:
    if isinstance(type_of(left), BooleanType):
        a, b = truth(left, scope), truth(right, scope)
        return None if a is None or b is None else a is b
    return _compare_alternatives(left, right, scope, points.equal_points)


def _compare_alternatives(left: Node, right: Node, scope: Scope, compare: Callable[[Point, Point], Truth]) -> Truth:
    pairs = [(a, b) for a in alternatives(left, scope) for b in alternatives(right, scope)]
    found = {None if a is None or b is None else compare(a, b) for a, b in pairs}
    return found.pop() if len(found) == 1 else None


def _spread(options: tuple[Node, ...], scope: Scope) -> Iterator[Node]:
    for option in options:
        if isinstance(option, ReadParameter) and isinstance(value := scope.program.parameters.get(option.name), tuple):
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
        return None if found is None else points.point_of(len(found))
    let_in = _let_in(node, scope)
    if let_in is None:
        return None
    match node.kind:
        case "count":
            truths = [conjunction([inside, truth(node.body, one)]) for inside, one in let_in]
            return Range(Fraction(truths.count(True)), Fraction(len(truths) - truths.count(False)))
        case "percent":
            return points.find_share([(inside, truth(node.body, one)) for inside, one in let_in])
        case "sum":
            return _sum([(inside, one) for inside, one in let_in if inside is not False], node.body)
        case "min" | "max":
            return _extreme(node.kind, [(inside, one) for inside, one in let_in if inside is not False], node.body)
        case "all" | "any":
            raise TypeError(f"no value in {node!r}")
        case _:
            assert_never(node.kind)


def _run(node: YearRun, scope: Scope) -> tuple[Point, ...]:
    """The years in a row of a list of years, a year without a member read as unlisted (semantics 12)."""
    found = members(node.over, scope)
    if found is None:
        return (None,)
    listed = {one[node.key]: truth(node.body, scope.inside(node.item, one)) for one in found}
    unlisted = truth(node.body, scope.inside(node.item, node.unlisted))
    ends, most = alternatives(node.to, scope), node.window or LONGEST_RUN + 1
    return tuple(
        dict.fromkeys(points.count_run(cast(Mapping[int, Truth], listed), unlisted, one, most) for one in ends)
    )


def _sum(let_in: list[tuple[Truth, Scope]], body: Node) -> Point:
    """The sum over members not surely out, one perhaps in adding something from 0 to its value (semantics 13)."""
    added = [(inside, hull(alternatives(body, one))) for inside, one in let_in]
    if any(value is None for _, value in added):
        return None
    nothing = points.point_of(0)
    return reduce(points.add, (value if inside else hull((value, nothing)) for inside, value in added), nothing)


def _extreme(kind: str, let_in: list[tuple[Truth, Scope]], body: Node) -> Point:
    """``min`` or ``max`` of members not surely out: unknown over none, and when a filter or a value is.

    A number that is one of several is its hull, a date unknown.
    """
    several = [(None,) if inside is None else alternatives(body, one) for inside, one in let_in]
    found = [one[0] if len(one) == 1 else hull(one) for one in several]
    return None if None in found or not found else points.take_extreme(min if kind == "min" else max, found)
