"""Runs of years: what they may be made of, and that a year without a member never helps one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from cchc_rules.language.checking.bounds import find_bounds
from cchc_rules.language.checking.unlisted_years import may_hold
from cchc_rules.language.nodes import (
    AsOf,
    Compare,
    Fold,
    Literal,
    Node,
    ReadDefinition,
    ReadFact,
    ReadField,
    ReadParameter,
    ReadResult,
    YearRun,
    walk,
)
from cchc_rules.language.ruleset import Fact, Parameter
from cchc_rules.language.shapes import is_interval, type_of
from cchc_rules.language.types import ListType, NumberType, is_year
from cchc_rules.problems import Problem
from cchc_rules.values import FIRST_DATE, LAST_DATE, LONGEST_RUN, Value


def complete_run(node: Compare, run: YearRun, declared: Fact, parameters: Mapping[str, Parameter]) -> Compare | Problem:
    """The comparison of a run, which has the key and the unlisted values of its list, or what is wrong (semantics 12).

    ``declared`` is the list of the run.
    """
    assert isinstance(declared.type, ListType)
    fields = declared.type.fields
    key = next((one for one in fields if one.name == declared.key), None)
    if key is None or not is_year(key.type):
        return Problem("run-years", run.list_read.span, {"list": declared.name})
    if (fault := _find_body_fault(run, key)) is not None:
        return fault
    kind, bounds = type_of(run.to), find_bounds(run.to)
    is_one_year = isinstance(kind, NumberType) and kind.integral and not is_interval(run.to)
    if not is_one_year or (bounds is not None and (bounds.high < FIRST_DATE.year or bounds.low > LAST_DATE.year)):
        return Problem("run-end", run.to.span)
    if (fault := _find_length_fault(node, parameters)) is not None:
        return fault
    found = replace(run, key=key.slot, unlisted=tuple(declared.unlisted.get(one.name) for one in fields))
    if may_hold(found, {one.name: values_of(one) for one in parameters.values()}):
        return Problem("run-unlisted", run.body.span, {"list": declared.name})
    return replace(node, left=found)


def values_of(parameter: Parameter) -> tuple[Value | tuple[Value, ...], ...]:
    """What a parameter may be: its value, or each of its dated ones; None where it must be given."""
    return tuple(one.value for one in parameter.dated) or (parameter.value,)


def _find_length_fault(node: Compare, parameters: Mapping[str, Parameter]) -> Problem | None:
    """What is wrong with how a run is compared: it takes ``>=`` or ``>``, then a whole number or parameter."""
    fields, length = {"most": LONGEST_RUN}, node.right
    kind = type_of(length)
    whole = isinstance(kind, NumberType) and kind.integral
    if node.op not in (">=", ">"):
        return Problem("run-misplaced", node.left.span)
    if not whole or not isinstance(length, Literal | ReadParameter):
        return Problem("run-length", length.span, fields)
    values = (length.value,) if isinstance(length, Literal) else values_of(parameters[length.name])
    if any(value is not None and not is_length(value) for value in values):
        return Problem("run-length", length.span, fields)
    return None


def is_length(value: object) -> bool:
    """Whether a run may be held against a number."""
    return isinstance(value, int) and 1 <= value <= LONGEST_RUN


def _find_body_fault(run: YearRun, key: Fact) -> Problem | None:
    """The first read of a condition that is none of the other fields of its member."""
    own = {run.item, *(one.item for one in walk(run.body) if isinstance(one, Fold))}
    for part in _strangers(run.body):
        if not isinstance(part, ReadField) or part.item not in own:
            return Problem("run-condition", part.span, {"item": run.item})
        if part.item == run.item and part.name == key.name:
            return Problem("run-condition", part.span, {"item": run.item, "key": key.name}, "key")
    return None


def _strangers(body: Node) -> Iterator[Node]:
    """The parts that read something, of the candidate or of a member."""
    kinds = (ReadFact, ReadField, ReadDefinition, ReadResult, AsOf, YearRun)
    return (part for part in walk(body) if isinstance(part, kinds))
