"""A file read once for two programs: by the labels of the new one, then by those of the old one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeAlias

from cchc_rules.analysis.fact_layouts import find_roll
from cchc_rules.facts.lists import key_label
from cchc_rules.language.ruleset import Category, Fact
from cchc_rules.language.types import ListType
from cchc_rules.program.program import Program
from cchc_rules.text import fold_case
from cchc_rules.values import Value, Words


def join_category(old: Program, new: Program, renames: Mapping[str, str]) -> Category:
    """The new category with the facts of both, each under the labels of the new program, then those of the old one.

    ``renames`` are the names facts of the old program have in the new one. A label of the old program that the new one
    gives another fact means that one; a fact that has no label left is read by its name.
    """
    renamed = [replace(one, name=renames.get(one.name, one.name)) for one in old.facts]
    return replace(new.category, facts=tuple(_join(renamed, new.facts)))


def _join(old: Iterable[Fact], new: Iterable[Fact]) -> Iterator[Fact]:
    """The new facts, each with the spellings of the old one of its name, then the facts only the old program has."""
    declared = list(new)
    before, taken = {one.name: one for one in old}, {fold_case(text) for one in declared for text in _spell(one)}
    for fact in declared:
        yield _join_one(before.pop(fact.name, None), fact, taken)
    for fact in before.values():
        label = {language: text if fold_case(text) not in taken else fact.name for language, text in _labels(fact)}
        yield replace(
            fact, label=Words(**label), aliases=tuple(one for one in fact.aliases if fold_case(one) not in taken)
        )


def _labels(fact: Fact) -> Iterator[tuple[str, str]]:
    yield "vi", fact.label.vi
    yield "en", fact.label.en


def _spell(fact: Fact) -> tuple[str, ...]:
    return (fact.name, fact.label.vi, fact.label.en, *fact.aliases)


def _join_one(before: Fact | None, fact: Fact, taken: set[str]) -> Fact:
    if before is None:
        return fact
    spellings = (one for one in (before.label.vi, before.label.en, *before.aliases) if fold_case(one) not in taken)
    found = replace(fact, aliases=(*fact.aliases, *spellings), words={**before.words, **fact.words})
    if isinstance(fact.type, ListType) and isinstance(before.type, ListType):
        fields = tuple(_join(before.type.fields, fact.type.fields))
        found = replace(found, type=ListType(fields))
    return found


StrangeKeys: TypeAlias = Mapping[str, frozenset[str]]
"""The keys of members that only another program's roll names, by the path of the list."""


def find_strange_keys(old: Program, new: Program, renames: Mapping[str, str]) -> tuple[StrangeKeys, StrangeKeys]:
    """The members that say nothing to the old program, and those that say nothing to the new one.

    ``renames`` are the names facts of the old program have in the new one.
    """
    before = dict(_list_rolls(old, old.facts, "", renames))
    after = dict(_list_rolls(new, new.facts, "", {}))
    shared = [(path, {*before[path]}, {*after[path]}) for path in before if path in after]
    to_old = {path: frozenset(map(key_label, theirs - own)) for path, own, theirs in shared}
    return to_old, {path: frozenset(map(key_label, theirs - own)) for path, theirs, own in shared}


def _list_rolls(
    program: Program, facts: Iterable[Fact], prefix: str, renames: Mapping[str, str]
) -> Iterator[tuple[str, tuple[Value, ...]]]:
    for fact in facts:
        if isinstance(fact.type, ListType):
            path = prefix + renames.get(fact.name, fact.name)
            roll = find_roll(program, fact)
            if roll is not None:
                yield path, roll
            yield from _list_rolls(program, fact.type.fields, f"{path}.", {})


def cut_facts(
    facts: Mapping[str, Any],
    own: Iterable[Fact],
    renames: Mapping[str, str],
    strange: StrangeKeys = MappingProxyType({}),
    prefix: str = "",
) -> dict[str, Any]:
    """The facts of a row that a program knows, under its own names; of lists the members and fields it knows."""
    found: dict[str, Any] = {}
    for fact in own:
        name = renames.get(fact.name, fact.name)
        if name not in facts:
            continue
        value = facts[name]
        if isinstance(fact.type, ListType) and isinstance(value, list | tuple):
            path, fields = prefix + name, fact.type.fields
            value = [
                cut_facts(one, fields, {}, strange, f"{path}.") if isinstance(one, Mapping) else one
                for one in value
                if not (isinstance(one, Mapping) and _write_key(one.get(fact.key or "")) in strange.get(path, ()))
            ]
        found[fact.name] = value
    return found


def _write_key(raw: Any) -> str:
    """A key as it was handed in, as rolls name it."""
    return format(raw, ".15g") if isinstance(raw, int | float) else str(raw).strip()
