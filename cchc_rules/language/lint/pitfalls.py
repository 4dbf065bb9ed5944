"""Conditions that say other than their author thinks: empty lists, zero wholes, unranked values, 0.7 for 70 %."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import assert_never

from cchc_rules.language.checking.bounds import find_bounds
from cchc_rules.language.lint.conditions import Condition, conditions, constant, warning
from cchc_rules.language.lint.reach import satisfying_levels
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
    children,
    walk,
)
from cchc_rules.language.ruleset import Fact, Ruleset
from cchc_rules.language.shapes import is_constant, type_of
from cchc_rules.language.types import GradeType, ListType, NumberType
from cchc_rules.problems import Problem


def void_reachable(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each ``all``, ``percent``, ``min`` or ``max`` that may have nothing to speak of, unguarded.

    A ``count`` or ``any`` over the same list in the same criterion is a guard; over a filter only one that may filter
    too. A list with a roll is never empty.
    """
    for condition in conditions(ruleset):
        if condition.role == "check":
            continue
        rolls = {fact.name: fact for fact in condition.category.facts if isinstance(fact.type, ListType)}
        for fold in _voidable(condition.node, rolls):
            if not any(_guards(guard, fold) for guard in condition.around()):
                yield warning("void-reachable", fold.span, "filter" if fold.filter else "", function=fold.kind)


def _voidable(node: Node, lists: Mapping[str, Fact]) -> Iterator[Fold]:
    """The folds that are unknown over nothing and may run over nothing. ``lists`` are the list facts in sight."""
    for child in children(node):
        yield from _voidable(child, _in_sight(node, lists))
    if not isinstance(node, Fold) or node.kind not in ("all", "percent", "min", "max"):
        return
    fact = lists.get(_list_name(node.over))
    if node.filter is not None or (node.over.least == 0 and not (fact and fact.expects)):  # type: ignore[union-attr]
        yield node


def _in_sight(node: Node, lists: Mapping[str, Fact]) -> Mapping[str, Fact]:
    if not isinstance(node, Fold):
        return lists
    inner = {f"{node.item}.{fact.name}": fact for fact in node.list_type.fields if isinstance(fact.type, ListType)}
    return {**lists, **inner}


def _list_name(over: Node) -> str:
    return f"{over.item}.{over.name}" if isinstance(over, ReadField) else getattr(over, "name", "")


def _guards(guard: Node, fold: Fold) -> bool:
    match guard:
        case Size(over=over):
            return fold.filter is None and over == fold.over
        case Fold(kind="any" | "count", over=over):
            return over == fold.over
        case _:
            return False


def zero_of_zero(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each quotient whose whole may be 0, unless the criterion compares that whole with a number."""
    for condition in conditions(ruleset):
        if condition.role == "check":
            continue
        for node in walk(condition.node):
            if isinstance(node, Quotient) and _may_be_zero(node.whole) and not _is_compared(condition, node.whole):
                yield warning("zero-of-zero", node.whole.span)


def _may_be_zero(whole: Node) -> bool:
    found = find_bounds(whole)
    return found is None or found.low <= 0 <= found.high


def _is_compared(condition: Condition, whole: Node) -> bool:
    """Whether the criterion compares the whole with a number, outside of the quotient itself."""
    for node in condition.around():
        if isinstance(node, Compare) and whole in (node.left, node.right):
            other = node.right if node.left == whole else node.left
            if is_constant(other):
                return True
    return False


def share_or_percent(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each share compared with a number that reads like the other way of writing shares."""
    for condition in conditions(ruleset):
        for node in walk(condition.node):
            if isinstance(node, Compare):
                yield from _mistaken_share(node.left, node.right, ruleset)
                yield from _mistaken_share(node.right, node.left, ruleset)


def _mistaken_share(share: Node, limit: Node, ruleset: Ruleset) -> Iterator[Problem]:
    number = constant(limit, ruleset)
    if number is None:
        return
    match share:
        case Quotient(percent=True) | Fold(kind="percent"):
            mistaken, variant = 0 < number <= 1, "percent"
        case Quotient(percent=False):
            mistaken, variant = number > 1, "quotient"
        case _:
            kind = type_of(share)
            in_percent = isinstance(kind, NumberType) and kind.unit == "percent" and kind.maximum != 1
            mistaken, variant = in_percent and 0 < number < 1, "percent"
    if mistaken:
        better = number * 100 if variant == "percent" else number / 100
        fields = {"number": _written(number), "better": _written(better)}
        yield warning("share-or-percent", limit.span, variant, **fields)


def _written(number: Fraction) -> str:
    return format(float(number), ".15g")


def truths_compared(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each condition held against ``true`` or ``false``, which says what it says without."""
    for condition in conditions(ruleset):
        for node in walk(condition.node):
            if isinstance(node, Compare):
                for literal, other in ((node.left, node.right), (node.right, node.left)):
                    if isinstance(literal, Literal) and isinstance(literal.value, bool):
                        plain = literal.value == (node.op == "==")
                        name = other.name if isinstance(other, ReadFact) else "…"
                        written = name if plain else f"not {name}"
                        yield warning("truth-compared", node.span, written=written)
                        break


def unranked_passes(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each comparison of grades that an unranked value satisfies without being named in the criterion."""
    for condition in conditions(ruleset):
        if condition.role != "require":
            continue
        named = {one.value for one in condition.around() if isinstance(one, Literal)}
        for node, positive in _signed(condition.node, True):
            unnamed = [value for value in _unranked_passing(node, positive) if value not in named]
            if unnamed:
                yield warning("unranked-passes", node.span, values=", ".join(f"`{value}`" for value in unnamed))


def _signed(node: Node, positive: bool) -> Iterator[tuple[Node, bool]]:
    """The comparisons on which a condition rests, each with whether its truth speaks for the condition."""
    match node:
        case Compare() | In():
            yield node, positive
        case Not(operand=operand):
            yield from _signed(operand, not positive)
        case And(operands=operands) | Or(operands=operands):
            for operand in operands:
                yield from _signed(operand, positive)
        case Conditional(then=then, otherwise=otherwise):
            yield from _signed(then, positive)
            yield from _signed(otherwise, positive)
        case Fold(kind="all" | "any", body=body):
            yield from _signed(body, positive)
        case Fold() | Quotient() | Arithmetic() | Negate() | Size() | Literal() | AsOf() | ReadParameter():
            return
        case ReadFact() | ReadField() | ReadDefinition() | Name() | Attribute() | BareText():
            return
        case _:
            assert_never(node)


def _unranked_passing(node: Node, positive: bool) -> tuple[str, ...]:
    """The unranked values for which a comparison has the truth that speaks for its condition."""
    match node:
        case Compare(left=left, right=right):
            read, limit = (right, left) if isinstance(left, Literal) else (left, right)
        case In(operand=read):
            limit = read
        case _:
            return ()
    kind = type_of(read)
    if not isinstance(kind, GradeType) or isinstance(read, Literal):
        return ()
    return tuple(value for value in kind.scale.unranked if _is_true_for(node, limit, kind, value) == positive)


def _is_true_for(node: Compare | In, limit: Node, kind: GradeType, value: str) -> bool:
    if isinstance(node, In):
        return any(isinstance(one, Literal) and one.value == value for one in node.options)
    if isinstance(limit, Literal) and node.op in ("==", "!="):
        return value in satisfying_levels(kind.scale, node.op, str(limit.value))
    return node.op == "!="
