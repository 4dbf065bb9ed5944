"""The canonical form of a ruleset: one JSON text for one meaning, whatever the layout, and YAML made of it again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from cchc_rules.language.documents.models import RulesetDocument
from cchc_rules.language.documents.yaml_reader import DEEPEST, MOST_NUMBER_DIGITS, Tree
from cchc_rules.language.ruleset import Fact, Ruleset
from cchc_rules.language.types import ListType
from cchc_rules.strict_json import JsonError, read_strict

_EXPRESSIONS: Final = frozenset(
    (
        *("require", "applies", "is", "when"),
        *("among", "highest", "lowest", "places", "percent", "of"),
    )
)
_STRING: Final = re.compile(r"""("[^"]*"|'[^']*')""")
_PLAIN: Final = re.compile(r"""[^\W\d_](?:[\w .,;()/%<>=+*"'\[\]–-]*[\w.)\]"'%])?""")
_DEEPEST_JSON: Final = DEEPEST + 8
"""Shorthands written out and vocabularies embedded make a canonical document deeper than its file."""


def canonical_json(document: RulesetDocument) -> str:
    """The document as JSON with sorted keys, without what only repeats a default; lists keep their order.

    Spaces and line ends of expressions count only inside their strings. Equal for files that differ in layout, order of
    keys, comments, quoting or normal form only.
    """
    tree = document.model_dump(by_alias=True, exclude_defaults=True, exclude_none=True)
    return "".join(_json(_normalise(tree)))


def json_tree(text: str) -> Tree:
    """The content of a canonical JSON text; ValueError for anything that no canonical text is."""
    try:
        return read_strict(text, deepest=_DEEPEST_JSON, read_number=_read_number)  # type: ignore[no-any-return]
    except JsonError as error:
        raise ValueError(str(error)) from None


def dump(ruleset: Ruleset) -> str:
    """The ruleset as a self-contained YAML text in declared order; loading it gives an equal ruleset.

    Vocabularies it imports are embedded. Comments are not kept.
    """
    tree: Any = json_tree(ruleset.canonical)
    _restore_order(tree, ruleset)
    order = list(RulesetDocument.model_fields)
    return "\n".join(write_yaml_lines({key: tree[key] for key in sorted(tree, key=order.index)}, 0)) + "\n"


def _normalise(tree: Any, key: str = "", *, words: bool = False) -> Any:
    """The content with sorted keys, expressions in one spacing, lists for tuples. Bounded by the depth of YAML.

    Below a scale or options the ``is`` of a row is one of their ``words``, no expression.
    """
    match tree:
        case dict():
            words = words or "scale" in tree or "options" in tree
            known = key not in ("aliases", "settles", "unlisted")
            return {name: _normalise(tree[name], name if known else "", words=words) for name in sorted(tree)}
        case list() | tuple():
            return [_normalise(value, words=words) for value in tree]
        case str() if key in _EXPRESSIONS and not (words and key == "is"):
            parts = _STRING.split(tree)
            return "".join(part if index % 2 else re.sub(r"\s+", " ", part) for index, part in enumerate(parts)).strip()
        case _:
            return tree


def _json(tree: Any) -> Iterator[str]:
    match tree:
        case dict():
            for index, (key, value) in enumerate(tree.items()):
                yield f"{',' if index else '{'}{json.dumps(key, ensure_ascii=False)}:"
                yield from _json(value)
            yield "}" if tree else "{}"
        case list():
            for index, value in enumerate(tree):
                yield "," if index else "["
                yield from _json(value)
            yield "]" if tree else "[]"
        case Decimal():
            yield format(tree, "f")
        case _:
            yield json.dumps(tree, ensure_ascii=False)


def _read_number(text: str) -> int | Decimal:
    if "e" in text.lower() or len(text) > MOST_NUMBER_DIGITS + 2:
        raise ValueError(text[:40])
    return Decimal(text) if "." in text else int(text)


def _restore_order(tree: dict[str, Any], ruleset: Ruleset) -> None:
    """Put the mappings whose keys people chose back into declared order."""
    sources, scales = [one.id for one in ruleset.sources], [one.id for one in ruleset.scales]
    for imported in tree.get("vocabulary", ()):
        _sort(imported["embedded"], "scales", scales)
    _sort(tree, "sources", sources)
    for source in ruleset.sources:
        if source.id in tree["sources"]:
            _sort(tree["sources"][source.id], "clauses", [one.ref.rpartition("/")[2] for one in source.clauses])
    _sort(tree, "scales", scales)
    _sort(tree, "parameters", [one.name for one in ruleset.parameters])
    _sort(tree, "categories", [one.id for one in ruleset.categories])
    _sort(tree, "selections", [one.id for category in ruleset.categories for one in category.selections])
    for category in ruleset.categories:
        _sort_facts(tree["categories"][category.id], "facts", category.facts)
        _sort(tree["categories"][category.id], "define", [one.name for one in category.definitions])


def _sort(owner: dict[str, Any], key: str, order: Sequence[str]) -> None:
    if key in owner:
        rest = [name for name in owner[key] if name not in order]
        owner[key] = {name: owner[key][name] for name in (*order, *rest) if name in owner[key]}


def _sort_facts(owner: dict[str, Any], key: str, facts: Sequence[Fact]) -> None:
    _sort(owner, key, [fact.name for fact in facts])
    for fact in facts:
        if isinstance(fact.type, ListType):
            _sort_facts(owner[key][fact.name], "items", fact.type.fields)


def write_yaml_lines(tree: Any, indent: int) -> Iterator[str]:
    """The lines of a mapping or a list, so many levels in, as the strict reader reads them back."""
    space = "  " * indent
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _entry(f"{space}{_scalar(key)}:", value, indent)
        return
    for value in tree:
        if isinstance(value, dict | list) and value:
            first, *rest = write_yaml_lines(value, indent + 1)
            yield f"{space}- {first.lstrip(' ')}"
            yield from rest
        else:
            yield f"{space}- {_scalar(value)}"


def _entry(start: str, value: Any, indent: int) -> Iterator[str]:
    if isinstance(value, dict | list) and value:
        yield start
        yield from write_yaml_lines(value, indent + 1)
    else:
        yield f"{start} {_scalar(value)}"


def _scalar(value: Any) -> str:
    """A scalar or empty collection as the strict reader reads it back."""
    match value:
        case str() if _PLAIN.fullmatch(value) and value not in ("null", "true", "false"):
            return value
        case str() | bool() | None:
            return json.dumps(value, ensure_ascii=False)
        case Decimal():
            return format(value, "f")
        case dict():
            return "{}"
        case list():
            return "[]"
        case _:
            return str(value)
