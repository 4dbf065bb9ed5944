"""A proposal as the text of a mapping file, with a remark at every column that is not certain. It holds no values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from cchc_rules.intake.headers import column_letters
from cchc_rules.intake.proposal import ColumnGuess, MappingProposal, find_list_shapes
from cchc_rules.language.ruleset import Category, Ruleset
from cchc_rules.phrases import phrase

SCHEMA_LINE: Final = "# yaml-language-server: $schema=mapping.schema.json"


def write_mapping(
    proposal: MappingProposal,
    ruleset: Ruleset,
    category: Category,
    language: str,
    *,
    despite: Mapping[int, tuple[str, ...]],
    for_all: frozenset[str] = frozenset(),
    confirmed: tuple[str, date] | None = None,
) -> str:
    """The text of the mapping; ``despite`` quotes headings by column (from 0), ``for_all`` names lists of one answer.

    Unless it is ``confirmed``, by somebody on a day, it reads nothing yet.
    """
    lines = [
        SCHEMA_LINE,
        "mapping: 1",
        f"ruleset: {ruleset.id}",
        f"version: {ruleset.version}",
        f"category: {category.id}",
        f"sheet: {_quote(proposal.sheet)}",
        f"header: [{', '.join(map(str, proposal.header))}]",
        f"from: {proposal.first}",
        *_identity(proposal),
        "columns:",
        *(_fact(one, language, despite) for one in proposal.columns if one.use == "fact"),
        *_lists(proposal, language, despite, for_all),
        *_write_ignored(proposal, language),
    ]
    by, on = ("null", "null") if confirmed is None else (_quote(confirmed[0]), confirmed[1].isoformat())
    return "\n".join([*lines, f"confirmed: {{by: {by}, on: {on}}}", ""])


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _write_column(one: ColumnGuess) -> str:
    return f"{{column: {column_letters(one.index + 1)}, header: {_quote(one.header)}}}"


def _identity(proposal: MappingProposal) -> Iterator[str]:
    """The id, else what it may be made of: everything that names or numbers a row; then the name."""
    ids = [one for one in proposal.columns if one.use == "id"]
    names = [one for one in proposal.columns if one.use == "name"]
    if ids:
        yield f"id: {_write_column(ids[0])}"
    else:
        yield f"id: {{made_of: [{', '.join(_quote(one.header) for one in names)}]}}"
    yield from (f"name: {_write_column(one)}" for one in names[:1])


def _entry(one: ColumnGuess, name: str, despite: Mapping[int, tuple[str, ...]]) -> str:
    quoted = despite.get(one.index, ())
    parts = [f"header: {_quote(one.header)}", f"fact: {name}"]
    parts += [] if one.answer is None else [f"answer: {'yes' if one.answer else 'no'}"]
    parts += [f"despite: [{', '.join(map(_quote, quoted))}]"] if quoted else []
    return f"{column_letters(one.index + 1)}: {{{', '.join(parts)}}}"


def _remark(one: ColumnGuess, language: str) -> str:
    return "" if one.certain else f"  # {phrase('map.unsure', language)}"


def _fact(one: ColumnGuess, language: str, despite: Mapping[int, tuple[str, ...]]) -> str:
    return f"  {_entry(one, one.fact, despite)}{_remark(one, language)}"


def _lists(
    proposal: MappingProposal, language: str, despite: Mapping[int, tuple[str, ...]], for_all: frozenset[str]
) -> Iterator[str]:
    shapes = find_list_shapes(proposal)
    if shapes:
        yield "lists:"
    for name, (_, members) in shapes.items():
        yield f"  {name}:"
        for one in proposal.columns:
            if one.use == "count" and one.fact == name:
                yield f"    count: {_write_column(one)}{_remark(one, language)}"
        if members:
            yield "    members:"
        for member in range(members):
            yield f"      - stands_for: {'all' if name in for_all else 'one'}"
            yield "        columns:"
            for one in proposal.columns:
                if (one.use, one.fact, one.member) == ("field", name, member):
                    yield f"          {_entry(one, one.field, despite)}{_remark(one, language)}"


def _write_ignored(proposal: MappingProposal, language: str) -> Iterator[str]:
    ignored = [one for one in proposal.columns if one.use == "ignore"]
    if ignored:
        yield "ignore:"
    for one in ignored:
        header = _quote(one.header) if one.header else "null"
        yield f"  {column_letters(one.index + 1)}: {header}{_remark(one, language)}"
