"""A ruleset with one thing changed, all such changes: what cases must notice if they are to say what it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal as OneOf
from typing import TypeAlias

from cchc_rules.analysis.expression_mutations import ChangedExpression, changes, step_of, step_off
from cchc_rules.analysis.result_mutations import change_results
from cchc_rules.language.nodes import Literal, Node
from cchc_rules.language.ruleset import Category, Criterion, Parameter, Ruleset
from cchc_rules.language.types import BooleanType
from cchc_rules.problems import Span
from cchc_rules.values import Value

Part: TypeAlias = OneOf["criteria", "checks", "definitions", "parameters", "scores", "grades"]
"""What of a ruleset was changed."""


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


def _in_category(category: Category) -> Iterator[tuple[Part, str, Category, ChangedExpression]]:
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
        dropped = ChangedExpression(check.require, check.id, "–", check.span)
        yield "checks", check.id, replace(category, checks=(*others[0], *others[1])), dropped
        for change in changes(check.require):
            altered = replace(check, require=change.node)
            yield "checks", check.id, replace(category, checks=(*others[0], altered, *others[1])), change
    yield from change_results(category)


def _in_criterion(criterion: Criterion) -> Iterator[tuple[str, Criterion, ChangedExpression]]:
    """The criterion changed in one thing of its own or of one of its members."""
    for name in ("applies", "require"):
        node: Node | None = getattr(criterion, name)
        if node is not None:
            for change in changes(node):
                applies = change.node if name == "applies" else criterion.applies
                require = change.node if name == "require" else criterion.require
                yield criterion.id, replace(criterion, applies=applies, require=require), change
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


def _describe(criterion: Criterion, before: str, after: str) -> ChangedExpression:
    return ChangedExpression(Literal(True, BooleanType()), before, after, criterion.span)


def _steps(parameter: Parameter) -> Iterator[Value | tuple[Value, ...]]:
    """The value of a parameter one step off; of a list, without one of its members."""
    value = parameter.value
    if isinstance(value, tuple):
        if len(value) > 1:
            yield from ((*value[:place], *value[place + 1 :]) for place in range(len(value)))
    elif isinstance(value, float):
        exact = Fraction(format(value, ".15g"))
        yield from (float(exact + sign * step_of(exact)) for sign in (-1, 1))
    elif value is not None:
        yield from (one for one in step_off(value, parameter.type) if not isinstance(one, Fraction))
