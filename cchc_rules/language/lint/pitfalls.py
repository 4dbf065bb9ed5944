"""Conditions that say other than their author thinks: empty lists, zero wholes, unranked values, 0.7 for 70 %."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, assert_never

from cchc_rules.language.lint.conditions import (
    Condition,
    constant,
    every_condition,
    every_part,
    facts_by_path,
    may_be_zero,
    warning,
)
from cchc_rules.language.lint.reach import satisfying_levels
from cchc_rules.language.nodes import (
    MIRRORED,
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
    walk,
)
from cchc_rules.language.ruleset import Fact, Ruleset
from cchc_rules.language.shapes import is_constant, type_of
from cchc_rules.language.types import GradeType, NumberType
from cchc_rules.problems import Problem

_NEED_MEMBERS: Final = ("all", "percent", "min", "max")
"""The folds that are unknown over nobody."""


def void_reachable(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each ``all``, ``percent``, ``min`` or ``max`` that may have nothing to speak of, unguarded.

    A ``count`` or ``any`` over the same list in the same criterion is a guard; over a filter only one that may filter
    too. A list with a roll is never empty.
    """
    facts_of = {one.id: dict(facts_by_path(one.facts)) for one in ruleset.categories}
    for condition in every_condition(ruleset):
        if condition.role == "check":
            continue
        facts = facts_of[condition.category.id]
        for part in every_part(condition.node):
            fold = part.node
            if not isinstance(fold, Fold) or fold.kind not in _NEED_MEMBERS:
                continue
            if _may_be_void(fold, facts[part.path]) and not any(_guards(one, fold) for one in condition.around()):
                yield warning("void-reachable", fold.span, "filter" if fold.filter else "", function=fold.kind)


def _may_be_void(fold: Fold, fact: Fact) -> bool:
    """Whether a fold may run over nobody."""
    if fact.expects is None:
        return fold.filter is not None or fact.min_items == 0
    return fold.filter is not None and not _lets_in_some(fold.filter, fold.item, fact)


def _lets_in_some(filter_: Node, item: str, fact: Fact) -> bool:
    """Whether a filter surely lets in a member of a roll: it asks for keys that the roll names."""
    match filter_:
        case In(operand=ReadField(item=asked, name=name), options=options) if (asked, name) == (item, fact.key):
            if isinstance(fact.expects, str):
                return any(isinstance(one, ReadParameter) and one.name == fact.expects for one in options)
            return any(isinstance(one, Literal) and one.value in (fact.expects or ()) for one in options)
        case _:
            return False


def _guards(guard: Node, fold: Fold) -> bool:
    match guard:
        case Size(over=over):
            return fold.filter is None and over == fold.over
        case Fold(kind="any" | "count", over=over):
            return over == fold.over
        case _:
            return False


def find_loops_in_loops(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each fold that goes through a whole list of the candidate once for each member of another fold.

    One that reads nothing of that member is worked out once, and one over a list of the member's own goes through each
    of its members once: both cost what the lists have.
    """
    for condition in every_condition(ruleset):
        for outer in (one for one in walk(condition.node) if isinstance(one, Fold)):
            parts = [outer.body] if outer.filter is None else [outer.filter, outer.body]
            for inner in (one for part in parts for one in walk(part)):
                if not isinstance(inner, Fold) or not isinstance(inner.over, ReadFact):
                    continue
                if any(isinstance(one, ReadField) and one.item == outer.item for one in walk(inner)):
                    name = outer.over.name if isinstance(outer.over, ReadFact | ReadField) else ""
                    yield warning("loop-in-loop", inner.span, outer=name, inner=inner.over.name)


def zero_of_zero(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each quotient whose whole may be 0, unless the criterion compares that whole with a number."""
    for condition in every_condition(ruleset):
        if condition.role == "check":
            continue
        for node in walk(condition.node):
            if isinstance(node, Quotient) and may_be_zero(node.whole) and not _is_compared(condition, node.whole):
                yield warning("zero-of-zero", node.whole.span)


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
    for condition in every_condition(ruleset):
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
        fields = {name: format(float(one), ".15g") for name, one in (("number", number), ("better", better))}
        yield warning("share-or-percent", limit.span, variant, **fields)


def truths_compared(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each condition held against ``true`` or ``false``, which says what it says without."""
    for condition in every_condition(ruleset):
        for node in walk(condition.node):
            if isinstance(node, Compare):
                for literal, other in ((node.left, node.right), (node.right, node.left)):
                    if isinstance(literal, Literal) and isinstance(literal.value, bool):
                        plain = literal.value == (node.op == "==")
                        name = other.name if isinstance(other, ReadFact) else "…"
                        written = name if plain else f"not {name}"
                        yield warning("truth-compared", node.span, written=written)
                        break


def find_unranked_passing(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each comparison of grades that an unranked value satisfies without being named in the criterion."""
    for condition in every_condition(ruleset):
        if condition.role != "require":
            continue
        named = {one.value for one in condition.around() if isinstance(one, Literal)}
        for node, positive in _every_comparison(condition.node, True):
            unnamed = [value for value in _pass_unranked(node, positive) if value not in named]
            if unnamed:
                yield warning("unranked-passes", node.span, values=", ".join(f"`{value}`" for value in unnamed))


def find_unranked_refused(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each "at most this level" that an unranked value can never satisfy, and the criterion names none.

    Who was never disciplined has no level below a reprimand: ``form < "Khiển trách"`` refuses them.
    """
    for condition in every_condition(ruleset):
        named = {one.value for one in condition.around() if isinstance(one, Literal)}
        for node, positive in _every_comparison(condition.node, True) if condition.role == "require" else ():
            if not isinstance(node, Compare) or node.op not in ("<", "<=", ">", ">="):
                continue
            op, read = (MIRRORED[node.op], node.right) if isinstance(node.left, Literal) else (node.op, node.left)
            kind = type_of(read)
            if positive and op in ("<", "<=") and isinstance(kind, GradeType):
                unnamed = [value for value in kind.scale.unranked if value not in named]
                if unnamed:
                    yield warning("unranked-refused", node.span, values=", ".join(f"`{value}`" for value in unnamed))


def _every_comparison(node: Node, positive: bool) -> Iterator[tuple[Compare | In, bool]]:
    """The comparisons on which a condition rests, each with whether its truth speaks for the condition."""
    match node:
        case Compare() | In():
            yield node, positive
        case Not(operand=operand):
            yield from _every_comparison(operand, not positive)
        case And(operands=operands) | Or(operands=operands):
            for operand in operands:
                yield from _every_comparison(operand, positive)
        case FirstOf(values=values):
            for value in values:
                yield from _every_comparison(value, positive)
        case Fold(kind="all" | "any", body=body):
            yield from _every_comparison(body, positive)
        case YearRun(body=body):
            yield from _every_comparison(body, positive)
        case Fold() | Quotient() | Arithmetic() | Negate() | Calendar() | Size() | Literal() | AsOf():
            return
        case ReadParameter():
            return
        case ReadFact() | ReadField() | ReadDefinition() | ReadResult() | Name() | Attribute() | BareText():
            return
        case _:
            assert_never(node)


def _pass_unranked(node: Compare | In, positive: bool) -> tuple[str, ...]:
    """The unranked values for which a comparison has the truth that speaks for its condition, though not meant to.

    Who says that nobody reached a level (``not d >= "Cảnh cáo"``) means those on no level too.
    """
    reached = False
    match node:
        case Compare(op=op, left=Literal() as limit, right=read):
            reached = op in ("<", "<=")
        case Compare(op=op, left=read, right=limit):
            reached = op in (">", ">=")
        case In(operand=read):
            limit = read
        case _:
            assert_never(node)
    kind = type_of(read)
    if not isinstance(kind, GradeType) or isinstance(read, Literal) or (reached and not positive):
        return ()
    return tuple(value for value in kind.scale.unranked if _is_true_for(node, limit, kind, value) == positive)


def _is_true_for(node: Compare | In, limit: Node, kind: GradeType, value: str) -> bool:
    if isinstance(node, In):
        return any(isinstance(one, Literal) and one.value == value for one in node.options)
    if isinstance(limit, Literal) and node.op in ("==", "!="):
        return value in satisfying_levels(kind.scale, node.op, str(limit.value))
    return node.op == "!="
