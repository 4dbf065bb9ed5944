"""A ruleset with one thing changed, all such changes: what cases must notice if they are to say what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal as OneOf
from typing import TypeAlias, assert_never

from cchc_rules.language.nodes import (
    NEGATED,
    And,
    Arithmetic,
    AsOf,
    Attribute,
    BareText,
    Calendar,
    Compare,
    FirstOf,
    Fold,
    FoldKind,
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
    Relation,
    Size,
    YearRun,
    children,
    rebuild,
)
from cchc_rules.language.ruleset import Category, Criterion, Parameter, Ruleset
from cchc_rules.language.types import BooleanType, ChoiceType, DateType, GradeType, NumberType, Type
from cchc_rules.problems import Span
from cchc_rules.values import Value

Part: TypeAlias = OneOf["criteria", "checks", "definitions", "parameters"]
"""What of a ruleset was changed."""

_LOOSER: dict[Relation, Relation] = {">": ">=", "<": "<=", ">=": ">", "<=": "<"}
"""The operator that says the same but at the limit itself."""
_ONE_DAY = timedelta(days=1)
_OTHER_FOLD: dict[FoldKind, FoldKind] = {"all": "any", "any": "all", "min": "max", "max": "min"}


@dataclass(frozen=True, slots=True)
class Mutation:
    """A ruleset with one thing changed: where, and what was written before and after.

    ``category`` is empty for a parameter. ``about`` is the id of the criterion, check, definition or parameter.
    """

    ruleset: Ruleset
    part: Part
    category: str
    about: str
    before: str
    after: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Change:
    """An expression with one place of it changed."""

    node: Node
    before: str
    after: str
    span: Span


def find_mutations(ruleset: Ruleset) -> Iterator[Mutation]:
    """Every ruleset that differs in one thing: an operator, a limit, a truth, an operand, a filter, a member, a check.

    Lazily; each holds its whole ruleset, sharing all that was not changed. Not every one compiles.
    """
    for place, category in enumerate(ruleset.categories):
        for part, about, changed, change in _in_category(category):
            categories = (*ruleset.categories[:place], changed, *ruleset.categories[place + 1 :])
            mutant = replace(ruleset, categories=categories)
            yield Mutation(mutant, part, category.id, about, change.before, change.after, change.span)
    for place, parameter in enumerate(ruleset.parameters):
        for value in _steps(parameter):
            changed_one = replace(parameter, value=value)
            parameters = (*ruleset.parameters[:place], changed_one, *ruleset.parameters[place + 1 :])
            words = (str(parameter.value), str(value))
            yield Mutation(
                replace(ruleset, parameters=parameters), "parameters", "", parameter.name, *words, parameter.span
            )


def _in_category(category: Category) -> Iterator[tuple[Part, str, Category, _Change]]:
    for place, top in enumerate(category.criteria):
        for about, criterion, change in _in_criterion(top):
            criteria = (*category.criteria[:place], criterion, *category.criteria[place + 1 :])
            yield "criteria", about, replace(category, criteria=criteria), change
    for place, definition in enumerate(category.definitions):
        for change in changes(definition.expression):
            changed = replace(definition, expression=change.node)
            definitions = (*category.definitions[:place], changed, *category.definitions[place + 1 :])
            yield "definitions", definition.name, replace(category, definitions=definitions), change
    for place, check in enumerate(category.checks):
        others = (category.checks[:place], category.checks[place + 1 :])
        dropped = _Change(check.require, check.id, "–", check.span)
        yield "checks", check.id, replace(category, checks=(*others[0], *others[1])), dropped
        for change in changes(check.require):
            altered = replace(check, require=change.node)
            yield "checks", check.id, replace(category, checks=(*others[0], altered, *others[1])), change


def _in_criterion(criterion: Criterion) -> Iterator[tuple[str, Criterion, _Change]]:
    """The criterion changed in one thing of its own or of one of its members."""
    for name in ("applies", "require"):
        node: Node | None = getattr(criterion, name)
        if node is not None:
            for change in changes(node):
                yield criterion.id, _with(criterion, name, change.node), change
    if criterion.applies is not None:
        yield criterion.id, replace(criterion, applies=None), _describe(criterion, "applies", "–")
    if criterion.group in ("any", "all"):
        other: OneOf["any", "all"] = "all" if criterion.group == "any" else "any"
        yield criterion.id, replace(criterion, group=other), _describe(criterion, criterion.group, other)
    if criterion.group == "at_least":
        for least in (criterion.least - 1, criterion.least + 1):
            if 1 <= least <= len(criterion.members):
                yield (
                    criterion.id,
                    replace(criterion, least=least),
                    _describe(criterion, str(criterion.least), str(least)),
                )
    for place, member in enumerate(criterion.members):
        before, after = criterion.members[:place], criterion.members[place + 1 :]
        if criterion.group != "at_least" or len(criterion.members) > criterion.least:
            alone = replace(criterion, members=(*before, *after))
            if alone.members:
                yield member.id, alone, _describe(member, member.id, "–")
        for about, changed, change in _in_criterion(member):
            yield about, replace(criterion, members=(*before, changed, *after)), change


def _with(criterion: Criterion, name: str, node: Node) -> Criterion:
    return replace(criterion, applies=node) if name == "applies" else replace(criterion, require=node)


def _describe(criterion: Criterion, before: str, after: str) -> _Change:
    return _Change(Literal(True, BooleanType()), before, after, criterion.span)


# --- expressions --------------------------------------------------------------------------------------------------


def changes(node: Node) -> Iterator[_Change]:
    """The expression with one place changed, for every place in it. Recursion follows the nesting the language caps."""
    for before, after, changed in _here(node):
        yield _Change(changed, before, after, node.span)
    for place, child in enumerate(children(node)):
        if isinstance(node, Fold | YearRun) and child == node.over:
            continue
        for change in changes(child):
            yield replace(change, node=rebuild(node, _exchange(place, change.node)))


def _exchange(place: int, changed: Node) -> Callable[[Node], Node]:
    """What puts a node in the place of the child of that number, in the order `rebuild` meets them."""
    met = iter(range(place + 1))

    def change(child: Node) -> Node:
        return changed if next(met, None) == place else child

    return change


def _here(node: Node) -> Iterator[tuple[str, str, Node]]:
    """What was written, what is written instead, and the node changed; nothing for a form that has no other."""
    match node:
        case Compare():
            for op in dict.fromkeys((_LOOSER.get(node.op, node.op), NEGATED[node.op])):
                if op != node.op:
                    yield node.op, op, replace(node, op=op)
        case Literal():
            for value in _literals(node.value, node.type):
                yield str(node.value), str(value), replace(node, value=value)
        case And():
            yield "and", "or", Or(node.operands, span=node.span)
            yield from _without_operand(node)
        case Or():
            yield "or", "and", And(node.operands, span=node.span)
            yield from _without_operand(node)
        case Not():
            yield "not", "–", node.operand
        case In():
            yield from _without_option(node)
        case Quotient():
            yield from _off_by_one(node)
        case Fold():
            if (other := _OTHER_FOLD.get(node.kind)) is not None:
                yield node.kind, other, replace(node, kind=other)
            if node.filter is not None:
                yield "if", "–", replace(node, filter=None)
        case FirstOf():
            for place in range(len(node.conditions)):
                yield f"when {place + 1}", "–", _without_row(node, place)
        case ReadFact() | ReadField() | ReadDefinition() | ReadParameter() | AsOf() | Size():
            return
        case Arithmetic() | Negate() | Calendar() | YearRun():
            return
        case ReadResult() | Name() | Attribute() | BareText():
            return
        case _:
            assert_never(node)


def _without_operand(node: And | Or) -> Iterator[tuple[str, str, Node]]:
    word = "and" if isinstance(node, And) else "or"
    for place in range(len(node.operands)):
        rest = (*node.operands[:place], *node.operands[place + 1 :])
        yield word, f"– {place + 1}", rest[0] if len(rest) == 1 else replace(node, operands=rest)


def _without_option(node: In) -> Iterator[tuple[str, str, Node]]:
    for place, option in enumerate(node.options):
        if rest := (*node.options[:place], *node.options[place + 1 :]):
            yield str(getattr(option, "value", place + 1)), "–", replace(node, options=rest)


def _off_by_one(node: Quotient) -> Iterator[tuple[str, str, Node]]:
    """A share with one member more or less than is counted: a threshold moved by as little as can be."""
    if node.percent:
        for sign in (-1, 1):
            part = Arithmetic("+", node.part, Literal(sign, NumberType(integral=True)), span=node.span)
            yield "percent", f"percent {sign:+d}", replace(node, part=part)


def _without_row(node: FirstOf, place: int) -> Node:
    conditions = (*node.conditions[:place], *node.conditions[place + 1 :])
    values = (*node.values[:place], *node.values[place + 1 :])
    sources = (*node.sources[:place], *node.sources[place + 1 :])
    return replace(node, conditions=conditions, values=values, sources=sources) if conditions else values[0]


def _literals(value: object, kind: Type) -> Iterator[bool | int | Fraction | date | str]:
    """A constant one step off, to either side."""
    match kind, value:
        case BooleanType(), bool():
            yield not value
        case NumberType(), int() | Fraction():
            step = _step(value)
            yield from (value - step, value + step)
        case DateType(), date():
            yield from (value - _ONE_DAY, value + _ONE_DAY)
        case GradeType(scale=scale), str():
            levels = scale.levels
            if value in levels:
                place = levels.index(value)
                yield from (levels[near] for near in (place - 1, place + 1) if 0 <= near < len(levels))
        case ChoiceType(options=options), str():
            place = options.index(value)
            yield options[(place + 1) % len(options)]
        case _:
            return


def _step(value: int | Fraction) -> int | Fraction:
    """One in the last decimal place a number is written with: 1 of 90, 0.1 of 89.5."""
    step = Fraction(1)
    while (value / step).denominator != 1 and step > Fraction(1, 10**15):
        step /= 10
    return int(step) if step == 1 else step


def _steps(parameter: Parameter) -> Iterator[Value | tuple[Value, ...]]:
    """The value of a parameter one step off; of a list, without one of its members."""
    value = parameter.value
    if isinstance(value, tuple):
        if len(value) > 1:
            yield from ((*value[:place], *value[place + 1 :]) for place in range(len(value)))
    elif isinstance(value, float):
        exact = Fraction(format(value, ".15g"))
        yield from (float(exact + sign * _step(exact)) for sign in (-1, 1))
    elif value is not None:
        yield from (one for one in _literals(value, parameter.type) if not isinstance(one, Fraction))
