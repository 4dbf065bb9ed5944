"""Remarks on the words of open choices that look like an option written another way; they stay words of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from cchc_rules.facts.likeness import Likeness
from cchc_rules.intake.layout import in_ranges
from cchc_rules.intake.table import Row
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ChoiceType, ListType
from cchc_rules.problems import Place, Problem
from cchc_rules.text import bare_letters, fold_case, show_value

MOST_WORDS_REMARKED: Final = 100
"""Of one fact; a column that holds more is not one of misspelt options."""


def remark_unlisted_words(rows: Sequence[Row], facts: Iterable[Fact], file: str) -> list[Problem]:
    """A warning for each word of an open choice that is none of its options and looks like one, with its rows.

    Whoever reads them decides whether it is that option: no decision changes. Nothing is done without open choices.
    """
    return [problem for path, fact in _list_open_choices(facts) for problem in _remark(rows, path, fact, file)]


def _list_open_choices(facts: Iterable[Fact], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Fact]]:
    """The open choices among facts and the fields of lists, each with the names that lead to it."""
    for fact in facts:
        path = (*above, fact.name)
        if isinstance(fact.type, ListType):
            yield from _list_open_choices(fact.type.fields, path)
        elif isinstance(fact.type, ChoiceType) and fact.type.open:
            yield path, fact


def _remark(rows: Sequence[Row], path: tuple[str, ...], fact: Fact, file: str) -> Iterator[Problem]:
    assert isinstance(fact.type, ChoiceType)
    listed = {bare_letters(option) for option in fact.type.options}  # near ones are problems of their rows
    places: dict[str, dict[int, str]] = {}
    for row in rows:
        for word in _read_words(row.facts or {}, path):
            places.setdefault(fold_case(word), {}).setdefault(row.number, word)
    like = Likeness(fact.type.options)
    alike = ((found, like.find(word)) for word, found in places.items() if bare_letters(word) not in listed)
    for found, option in islice((pair for pair in alike if pair[1] is not None), MOST_WORDS_REMARKED):
        fields = {"word": show_value(next(iter(found.values()))), "option": option, "rows": in_ranges(found)}
        yield Problem("word-like-option", Place(path=".".join(path), file=file), fields, severity="warning")


def _read_words(facts: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """The texts stated at a path, of lists those of every member; a value may stand with who stated it."""
    stated = facts.get(path[0])
    if len(path) > 1:
        for member in stated if isinstance(stated, list | tuple) else ():
            if isinstance(member, Mapping):
                yield from _read_words(member, path[1:])
        return
    stated = stated.get("value") if isinstance(stated, Mapping) else stated
    if isinstance(stated, str):
        yield stated
