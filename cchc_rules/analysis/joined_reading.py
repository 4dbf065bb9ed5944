"""A file read once for two programs: by the labels of the new one, then by those of the old one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from cchc_rules.language.ruleset import Category, Fact
from cchc_rules.language.types import ListType
from cchc_rules.program.program import Program
from cchc_rules.text import fold_case
from cchc_rules.values import Words


def join_category(old: Program, new: Program, renames: Mapping[str, str]) -> Category:
    """The new category with the facts of both, each under the labels of the new program, then those of the old one.

    ``renames`` are the names facts of the old program have in the new one. A label of the old program that the new one
    gives another fact means that one; a fact that has no label left is read by its name.
    """
    return replace(new.category, facts=tuple(_join(_rename(old.facts, renames), new.facts)))


def _rename(facts: Iterable[Fact], renames: Mapping[str, str]) -> list[Fact]:
    return [replace(one, name=renames.get(one.name, one.name)) for one in facts]


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


def cut_facts(facts: Mapping[str, Any], own: Iterable[Fact], renames: Mapping[str, str]) -> dict[str, Any]:
    """The facts of a row that a program knows, under its own names; of members of lists the fields it knows."""
    found: dict[str, Any] = {}
    for fact in own:
        name = renames.get(fact.name, fact.name)
        if name in facts:
            value = facts[name]
            if isinstance(fact.type, ListType) and isinstance(value, list | tuple):
                fields = fact.type.fields
                value = [cut_facts(one, fields, {}) if isinstance(one, Mapping) else one for one in value]
            found[fact.name] = value
    return found
