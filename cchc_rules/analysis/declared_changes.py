"""Facts and parameters that two rulesets declare otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from cchc_rules.analysis.fact_layouts import APART, FactLayout, find_roll
from cchc_rules.language.ruleset import Fact, Parameter, Ruleset
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    TextType,
    Type,
    kind_of,
)
from cchc_rules.program.program import Program
from cchc_rules.text import show_value
from cchc_rules.values import Value, Words


class ChangeKind(StrEnum):
    """How a declaration changed; *retyped* facts have values that cannot be carried over."""

    ADDED = "added"
    REMOVED = "removed"
    RETYPED = "retyped"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class DeclaredChange:
    """A fact, a field of a list's members or a parameter by its path, and what was and is declared, as text."""

    about: str
    label: Words
    change: ChangeKind
    before: str
    after: str

    def to_dict(self) -> dict[str, str]:
        """The change as plain data."""
        return {"about": self.about, "change": self.change.value, "before": self.before, "after": self.after}


def find_fact_changes(old: Program, new: Program, layout: FactLayout) -> Iterator[DeclaredChange]:
    """The facts of a category, and fields of members, that came, went or have other values than before."""
    held: dict[str, list[Fact | None]] = {}
    for side, projection in enumerate(layout.projections):
        for fact, place in zip(projection.own, projection.places, strict=True):
            name = layout.facts[place].name.partition(APART)[0]
            held.setdefault(name, [None, None])[side] = fact
    apart = {name.partition(APART)[0] for name in layout.apart}
    yield from _compare_facts((old, new), held, apart, "")


def _compare_facts(
    programs: tuple[Program, Program], held: dict[str, list[Fact | None]], apart: set[str], prefix: str
) -> Iterator[DeclaredChange]:
    for name, (old, new) in held.items():
        before, after = (
            "" if one is None else _describe(program, one) for program, one in zip(programs, (old, new), strict=True)
        )
        label = next(one.label for one in (new, old) if one is not None)
        fields = [one.type.fields if one is not None and isinstance(one.type, ListType) else () for one in (old, new)]
        if old is None or new is None:
            yield DeclaredChange(
                prefix + name, label, ChangeKind.ADDED if old is None else ChangeKind.REMOVED, before, after
            )
            continue
        if name in apart:
            yield DeclaredChange(prefix + name, label, ChangeKind.RETYPED, before, after)
        elif before != after:
            yield DeclaredChange(prefix + name, label, ChangeKind.CHANGED, before, after)
        members: dict[str, list[Fact | None]] = {}
        for side, facts in enumerate(fields):
            for field in facts:
                members.setdefault(field.name, [None, None])[side] = field
        yield from _compare_facts(programs, members, set(), f"{prefix}{name}.")


def _describe(program: Program, fact: Fact) -> str:
    """What values a fact has, and what it settles, as text; of a list its length, key and roll."""
    parts = [kind_of(fact.type), *_describe_values(fact.type)]
    if isinstance(fact.type, ListType):
        roll = find_roll(program, fact)
        parts += [f"≥ {fact.min_items}", *([f"key {fact.key}"] if fact.key else [])]
        parts += [] if roll is None else [", ".join(map(_write, roll))]
    parts += [f"→ {name}: {_write(value)}" for name, value in fact.settles.items()]
    return " · ".join(parts)


def _describe_values(kind: Type) -> Iterator[str]:
    match kind:
        case NumberType():
            ends = ["" if end is None else _write(end) for end in (kind.minimum, kind.maximum)]
            if any(ends):
                yield "…".join(ends)
            if kind.decimals is not None:
                yield f"0.{'0' * kind.decimals}"
        case GradeType(scale=scale):
            yield " < ".join(scale.levels)
            if scale.unranked:
                yield ", ".join(scale.unranked)
        case ChoiceType(options=options, open=open_):
            yield ", ".join((*options, "…") if open_ else options)
        case BooleanType() | DateType() | TextType() | ListType() | QuotientType():
            return
        case _:
            assert_never(kind)


def find_parameter_changes(old: Ruleset, new: Ruleset) -> Iterator[DeclaredChange]:
    """The parameters that came, went or have another value in the ruleset itself."""
    before, after = ({one.name: one for one in ruleset.parameters} for ruleset in (old, new))
    for name in dict.fromkeys((*after, *before)):
        one, other = before.get(name), after.get(name)
        texts = tuple("" if each is None else _describe_parameter(each) for each in (one, other))
        if one is None and other is not None:
            yield DeclaredChange(name, other.label, ChangeKind.ADDED, *texts)
        elif one is not None and other is None:
            yield DeclaredChange(name, one.label, ChangeKind.REMOVED, *texts)
        elif other is not None and texts[0] != texts[1]:
            yield DeclaredChange(name, other.label, ChangeKind.CHANGED, *texts)


def _describe_parameter(parameter: Parameter) -> str:
    if parameter.dated:
        return "; ".join(f"{one.begin.isoformat()}: {_write(one.value)}" for one in parameter.dated)
    return ", ".join(map(_write, parameter.value)) if isinstance(parameter.value, tuple) else _write(parameter.value)


def _write(value: Value) -> str:
    """A value as rulesets write it."""
    return "–" if value is None else str(value).lower() if isinstance(value, bool) else show_value(value)
