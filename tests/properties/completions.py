"""Filling gaps: the unknown places of parsed values, what may stand there, and every way to fill them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice, product
from random import Random
from typing import Any, TypeAlias

from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    GradeType,
    ListType,
    NumberType,
)
from cchc_rules.values import Value, canonical_number
from tests.generation.expressions import DATES

Path: TypeAlias = tuple[int, ...]
"""Slots and member indices in turn, from the candidate down."""

MOST_VALUES = 4


def gaps(facts: Sequence[Fact], values: Sequence[Value]) -> list[tuple[Path, Fact]]:
    """Every unknown place with what was declared there; text is carried only and left out."""
    found: list[tuple[Path, Fact]] = []
    for fact, value in zip(facts, values, strict=True):
        if value is None and not _is_text(fact):
            found.append(((fact.slot,), fact))
        elif isinstance(fact.type, ListType) and isinstance(value, tuple):
            for index, member in enumerate(value):
                inner = gaps(fact.type.fields, member)  # type: ignore[arg-type]
                found += [((fact.slot, index, *path), one) for path, one in inner]
    return found


def _is_text(fact: Fact) -> bool:
    return not isinstance(fact.type, BooleanType | ChoiceType | DateType | GradeType | ListType | NumberType)


def filled(values: tuple[Any, ...], path: Path, value: Value) -> tuple[Any, ...]:
    """The values with one place filled."""
    head, *rest = path
    inner = filled(values[head], tuple(rest), value) if rest else value
    return (*values[:head], inner, *values[head + 1 :])


def completions(
    facts: Sequence[Fact], values: tuple[Value, ...], rng: Random, constants: Sequence[str], most: int
) -> Iterator[tuple[Value, ...]]:
    """Ways to fill every gap with values within bounds, at most so many, in random order of values."""
    places = gaps(facts, values)
    domains = [domain(fact, rng, constants) for _, fact in places]
    for choice in islice(product(*domains), most):
        found = values
        for (path, _), value in zip(places, choice, strict=True):
            found = filled(found, path, value)
        yield found


def domain(fact: Fact, rng: Random, constants: Sequence[str], depth: int = 0) -> list[Value]:
    """Some values a fact may have: all of a small type, boundary values of numbers and dates, a few lists."""
    match fact.type:
        case BooleanType():
            found: list[Value] = [True, False]
        case GradeType(scale=scale):
            found = list(scale.spellings)
        case ChoiceType(options=options) as choice:
            found = [*options, choice.another] if choice.open else list(options)
        case DateType():
            found = [date.fromisoformat(text) + timedelta(shift) for text in DATES for shift in (-1, 0, 1)]
        case NumberType() as kind:
            found = numbers(kind, constants)
        case ListType(fields=fields):
            sizes = [size for size in (0, 1, 2) if size >= fact.min_items] or [fact.min_items]
            return [_members(fact, fields, size, rng, constants) for size in sizes]
        case _:
            found = ["a", "b"]
    return rng.sample(found, min(MOST_VALUES, len(found)))


def _members(fact: Fact, fields: Sequence[Fact], size: int, rng: Random, constants: Sequence[str]) -> Value:
    return tuple(tuple(rng.choice(domain(field, rng, constants)) for field in fields) for _ in range(size))


def numbers(kind: NumberType, constants: Sequence[str]) -> list[Value]:
    """Numbers of a type at and next to the constants, its own bounds among them."""
    bases = [Decimal(text) for text in constants] + [Decimal(0)]
    bases += [Decimal(str(bound)) for bound in (kind.minimum, kind.maximum) if bound is not None]
    near = {base + Decimal(shift) for base in bases for shift in ("-1", "-0.001", "0", "0.001", "1")}
    kept = sorted(one for one in near if _allowed(kind, one))
    return [value for one in kept if (value := canonical_number(one)) is not None]


def _allowed(kind: NumberType, number: Decimal) -> bool:
    if kind.minimum is not None and number < Decimal(str(kind.minimum)):
        return False
    if kind.maximum is not None and number > Decimal(str(kind.maximum)):
        return False
    if kind.integral and number != int(number):
        return False
    return kind.decimals is None or number == round(number, kind.decimals)
