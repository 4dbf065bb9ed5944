"""Names of sheets: a list fact has a sheet named for it, within the 31 characters spreadsheets allow."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType
from cchc_rules.phrases import LANGUAGES, phrase
from cchc_rules.text import fold_case, normalise

LONGEST: Final = 31
OWN_SHEETS: Final = ("instructions", "points", "sources", "options", "candidates")
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")


def sheet_title(text: str) -> str:
    """The text as the name of a sheet: without the characters forbidden there, cut to 31."""
    return normalise(_FORBIDDEN.sub(" ", text))[:LONGEST].strip(" '")


def own_sheet(key: str, language: str) -> str:
    """The name of a sheet of a template: its instructions, sources, options, candidates, or how points are given."""
    return phrase(f"template.sheet.{key}", language)


def silent_sheets() -> frozenset[str]:
    """The folded names of sheets that tell of a template or of faults handed back, in either language: never read."""
    keys = ("instructions", "points", "sources", "options", "faults")
    return frozenset(fold_case(own_sheet(key, language)) for key in keys for language in LANGUAGES)


def list_facts(facts: Iterable[Fact]) -> Iterator[tuple[str, Fact, Fact | None]]:
    """Every list fact and list field with its path (``units.fields``) and the list it is in."""
    for fact in facts:
        if isinstance(fact.type, ListType):
            yield fact.name, fact, None
            for inner in fact.type.fields:
                if isinstance(inner.type, ListType):
                    yield f"{fact.name}.{inner.name}", inner, fact


def sheet_titles(facts: Iterable[Fact], language: str) -> dict[str, str]:
    """The name of the sheet of each list by its path: its `sheet`, else its label; the path where two are cut alike."""
    lists = [(path, sheet_title((fact.sheet or fact.label).within(language))) for path, fact, _ in list_facts(facts)]
    taken = Counter(fold_case(title) for _, title in lists)
    taken.update(fold_case(own_sheet(key, language)) for key in OWN_SHEETS)
    return {path: title if title and taken[fold_case(title)] == 1 else path[:LONGEST] for path, title in lists}


def lists_by_sheet(facts: Iterable[Fact]) -> Mapping[str, str]:
    """The path of the list each folded sheet name stands for: path, name or label in either language, alias, as cut."""
    facts = tuple(facts)
    meant: dict[str, set[str]] = {}
    for path, fact, _ in list_facts(facts):
        named = (fact.label, *([fact.sheet] if fact.sheet else []))
        for spelling in (*(text for words in named for text in (words.vi, words.en)), *fact.aliases):
            for name in (fold_case(spelling), fold_case(sheet_title(spelling))):
                meant.setdefault(name, set()).add(path)
    single = {name: next(iter(paths)) for name, paths in meant.items() if name and len(paths) == 1}
    return single | {fold_case(path[:LONGEST]): path for path, _, _ in list_facts(facts)}
