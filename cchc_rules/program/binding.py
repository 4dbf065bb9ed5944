"""Binding: the parameter values a program is compiled with, checked against the types the ruleset declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from cchc_rules.language.checking.constants import is_share, read_constant
from cchc_rules.language.ruleset import Parameter, Ruleset
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    TextType,
)
from cchc_rules.problems import Problem, RulesetError
from cchc_rules.text import nearest, show_value
from cchc_rules.values import Value


def bind(ruleset: Ruleset, given: Mapping[str, Any]) -> dict[str, Value | tuple[Value, ...]]:
    """Every parameter's value, in declared order: the one given, else the ruleset's own; none of one that has dated
    values, of which the day decided as of takes one.

    Given values may be typed or text (``2022-05-05``, ``95.5``, ``90%``, ``true``, a level or an alias of its scale).
    Raises RulesetError with all problems: unknown names, values of another type or out of bounds, values nobody stated.
    """
    names = [parameter.name for parameter in ruleset.parameters]
    problems = [_refuse_name(show_value(name), names) for name in given if name not in names]
    bound: dict[str, Value | tuple[Value, ...]] = {}
    for parameter in ruleset.parameters:
        if parameter.dated and given.get(parameter.name) is None:
            continue
        value = _bind_one(parameter, given.get(parameter.name))
        if isinstance(value, Problem):
            problems.append(value)
        else:
            bound[parameter.name] = value
    if problems:
        raise RulesetError(problems)
    return bound


def _refuse_name(name: str, names: list[str]) -> Problem:
    fields = {"name": name, "nearest": nearest(name, names), "known": ", ".join(names) or "–"}
    return Problem("unknown-parameter", None, fields, "given")


def _bind_one(parameter: Parameter, given: Any) -> Value | tuple[Value, ...] | Problem:
    if given is None:
        if parameter.value is None:
            return Problem("parameter-missing", parameter.span, {"name": parameter.name})
        return parameter.value
    if not parameter.many:
        value = read_constant(given, parameter.type, from_caller=True)
        return value if value is not None else _refuse(parameter, given)
    if not isinstance(given, list | tuple) or not given:
        return _refuse(parameter, given)
    values = tuple(read_constant(one, parameter.type, from_caller=True) for one in given)
    if None in values:
        return _refuse(parameter, given[values.index(None)])
    # A roll would count a member once for each time its key is named.
    if twice := [value for place, value in enumerate(values) if value in values[:place]]:
        return Problem(
            "parameter-value", None, {"name": parameter.name, "value": show_value(twice[0])}, variant="twice"
        )
    return values


def _refuse(parameter: Parameter, given: Any) -> Problem:
    fields: dict[str, Any] = {"name": parameter.name, "value": show_value(given)}
    match type_ := parameter.type:
        case GradeType(scale=scale):
            options = scale.spellings
        case ChoiceType(options=choices):
            options = choices
        case NumberType() if isinstance(given, str) and is_share(given, type_):
            return Problem("parameter-value", None, fields, variant="share")
        case NumberType(minimum=minimum, maximum=maximum):
            if minimum is None and maximum is None:
                return Problem("parameter-value", None, fields, variant="number")
            bounds = {"minimum": "−∞" if minimum is None else minimum, "maximum": "∞" if maximum is None else maximum}
            return Problem("parameter-value", None, fields | bounds, variant="bounds")
        case BooleanType():
            return Problem("parameter-value", None, fields, variant="boolean")
        case DateType():
            return Problem("parameter-value", None, fields, variant="date")
        case QuotientType() | TextType() | ListType():
            raise TypeError("no parameter is of this type")
        case _:
            assert_never(type_)
    fields |= {"nearest": nearest(show_value(given), options), "options": ", ".join(options)}
    return Problem("parameter-value", None, fields, variant="options")
