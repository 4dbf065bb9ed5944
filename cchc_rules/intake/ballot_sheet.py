"""Judgements on a sheet of their own: where they stand, and how they are added to the candidates they are of.

A judgement adds to what nobody stated; it never overrides. Without who judged and on which day it counts for nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from cchc_rules.decisions.footing import SourceFile
from cchc_rules.facts.faults import Fault
from cchc_rules.facts.identity import identify, label
from cchc_rules.facts.scalars import day, readable, scalar_reader
from cchc_rules.files import read_whole
from cchc_rules.intake.book import read_book
from cchc_rules.intake.cells import Cell, Grid, UnclearCell
from cchc_rules.intake.entries import is_filled
from cchc_rules.intake.headers import column_letters
from cchc_rules.intake.table import Row, Table, refuse
from cchc_rules.language.ruleset import Fact, Ruleset
from cchc_rules.language.types import ListType
from cchc_rules.phrases import LANGUAGES, phrase
from cchc_rules.problems import Place, Problem
from cchc_rules.program.program import Program
from cchc_rules.text import fold_case, normalise, visible

BALLOT_COLUMNS: Final = (
    *("id", "name", "asked", "member", "judge", "clauses", "value", "by", "on", "evidence", "path"),
)
"""What stands in each column of a ballot; the last is hidden and says which fact is asked for."""

_ANSWERED: Final = ("id", "value", "by", "on", "evidence", "path")
_STAMP: Final = re.compile(r'="?([a-z0-9-]+);([0-9A-Za-z.+-]+);([a-z0-9-]+);([0-9a-z:]+);ballot;([0-9a-f,]*)"?')
_STEP: Final = re.compile(r"([a-z][a-z0-9_]*)(?:\[(.*?)\](?=\.[a-z]))?(?:\.|$)")
"""A step of a path such as ``units[Nội vụ].on_time``: a name, with the key of a member where it is a list's."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One answer of a ballot: the row it stands in, the candidate, the path of the fact, the cells by column."""

    row: int
    id: str | None
    path: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Ballot:
    """The answers of a ballot with the letters over its columns.

    ``made_for`` are the hashes of the files whose candidates it asks about; ``problems`` those of the sheet.
    """

    file: SourceFile
    path: str
    judgements: tuple[Judgement, ...]
    letters: Mapping[str, str]
    made_for: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def ballot_headings(language: str) -> tuple[str, ...]:
    """The headings over the columns of a ballot."""
    return tuple(phrase(f"ballot.{key}", language) for key in BALLOT_COLUMNS)


def ballot_stamp(program: Program, files: Sequence[str]) -> str:
    """The constant under the stamp's name: what the ballot was made for, and the hashes of the files it asks about."""
    ruleset = program.ruleset
    return f'="{ruleset.id};{ruleset.version};{program.category.id};{ruleset.digest};ballot;{",".join(files)}"'


def read_ballot(path: Path, program: Program) -> Ballot:
    """The answers on a ballot made for this category; rows without an answer are left out.

    Raises TableError for a file that is no ballot, or one of another ruleset or category, InputError when it cannot be
    opened.
    """
    book = read_book(path)
    grid = book.grids[0]
    made_for, problems = _hold_stamp(grid, program, str(path))
    places = _find_columns(grid, str(path))
    header = places.pop("")
    judgements = tuple(
        Judgement(row.number, label(cells["id"]), str(cells["path"] or ""), cells)
        for row in grid.rows
        if row.number > header
        for cells in ({key: row.cell(index) for key, index in places.items()},)
        if is_filled(cells["value"])
    )
    letters = {key: column_letters(index + 1) for key, index in places.items()}
    return Ballot(SourceFile.of(path, read_whole(path)), str(path), judgements, letters, made_for, problems)


def _hold_stamp(grid: Grid, program: Program, file: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The hashes in the stamp, and a warning where it is of another version."""
    text = grid.stamp.strip()
    found = _STAMP.fullmatch(text if text.startswith("=") else f"={text}")
    if found is None:
        raise refuse("ballot-stamp", file)
    ruleset: Ruleset = program.ruleset
    fields: dict[str, Any] = {"ruleset": found[1], "version": found[2], "category": found[3], "own": ruleset.version}
    if found[1] != ruleset.id:
        raise refuse("form-stamp", file, variant="ruleset", **fields)
    if found[3] != program.category.id:
        raise refuse("form-stamp", file, variant="category", **fields)
    if (found[2], found[4]) != (ruleset.version, ruleset.digest):
        return (), (Problem("form-stamp", Place(file=file), fields, "version", "warning"),)
    return tuple(found[5].split(",")), ()


def _find_columns(grid: Grid, file: str) -> dict[str, int]:
    """The place of each column that is read (from 0), by its heading in either language; the header's row under ""."""
    for row in grid.rows:
        texts = [fold_case(cell) if isinstance(cell, str) else "" for cell in row.cells]
        for language in LANGUAGES:
            headings = dict(zip(BALLOT_COLUMNS, map(fold_case, ballot_headings(language)), strict=True))
            if all(headings[key] in texts for key in _ANSWERED):
                return {"": row.number, **{key: texts.index(headings[key]) for key in _ANSWERED}}
    raise refuse("ballot-columns", file, columns=", ".join(ballot_headings(LANGUAGES[0])))


def add_judgements(table: Table, ballot: Ballot, program: Program, *, files: Sequence[str]) -> Table:
    """The table with the answers of a ballot where nothing was stated, each with who judged, when and on what.

    ``files`` are the hashes of the files the table was read from: members without a key are known by their number in
    the same file only. An answer about nobody is a problem of the file, any other that cannot be added one of its row.
    """
    rows = {identify(row.id): index for index, row in enumerate(table.rows) if row.facts is not None and row.id}
    twice = Counter((identify(one.id), one.path) for one in ballot.judgements)
    changed = list(table.rows)
    stray: list[Problem] = []
    for one in ballot.judgements:
        place = Place(row=one.row, candidate=one.id, cell=f"{ballot.letters['value']}{one.row}", file=ballot.path)
        index = rows.get(identify(one.id))
        if one.id is None or index is None:
            stray.append(Problem("ballot-candidate", place, {"id": visible(one.id or "–")}))
        elif twice[identify(one.id), one.path] > 1:
            changed[index] = _without(
                changed[index], one.path, Problem("ballot-doubled", replace(place, path=one.path))
            )
        else:
            same = bool(ballot.made_for) and set(ballot.made_for) <= set(files)
            changed[index] = _add(changed[index], one, program, place, ballot.letters, is_same_file=same)
    return replace(table, rows=tuple(changed), problems=(*table.problems, *ballot.problems, *stray))


def _add(
    row: Row, one: Judgement, program: Program, place: Place, letters: Mapping[str, str], *, is_same_file: bool
) -> Row:
    place = replace(place, path=one.path)
    target = dict(row.facts or {})
    found = _open_place(target, program.category.facts, _STEP.findall(one.path), is_same_file=is_same_file)
    if isinstance(found, str):
        fields = {"path": visible(one.path)}
        return _without(row, one.path, Problem(found, replace(place, path=None), fields))
    fact, inner = found
    if is_filled(inner.get(fact.name)):
        return _without(row, one.path, Problem("ballot-stated", place))
    stated, problem = _read_answer(one, fact, place, letters)
    if problem is not None:
        return replace(row, problems=(*row.problems, problem))
    inner[fact.name] = stated
    return replace(row, facts=target)


def _open_place(
    target: dict[str, Any], facts: tuple[Fact, ...], steps: Sequence[tuple[str, str]], *, is_same_file: bool
) -> tuple[Fact, dict[str, Any]] | str:
    """The judged fact a path leads to and what it stands in, lists on the way replaced by copies; else what is wrong.

    Recursion follows lists within lists, which the language bounds.
    """
    name, member = steps[0] if steps else ("", "")
    fact = next((one for one in facts if one.name == name), None)
    if fact is None or (len(steps) > 1) != isinstance(fact.type, ListType):
        return "ballot-path"
    if not isinstance(fact.type, ListType):
        return (fact, target) if fact.kind == "judged" else "ballot-path"
    members = target.get(name)
    index = _find_member(members, fact, member)
    if index is None or not isinstance(members, list) or (fact.key is None and not is_same_file):
        return "ballot-member"
    inner = dict(members[index])
    target[name] = [*members[:index], inner, *members[index + 1 :]]
    return _open_place(inner, fact.type.fields, steps[1:], is_same_file=is_same_file)


def _read_answer(
    one: Judgement, fact: Fact, place: Place, letters: Mapping[str, str]
) -> tuple[dict[str, Any] | None, Problem | None]:
    """The answer with its provenance; a problem of its cell where the value, who judged or when cannot be read."""
    value = one.cells["value"]
    for key in ("by", "on"):
        if not is_filled(one.cells[key]):
            cell = f"{letters[key]}{one.row}"
            return None, Problem("ballot-unsigned", replace(place, cell=cell), variant=key)
    for key in ("value", "by", "on", "evidence"):
        unclear = one.cells[key]
        if isinstance(unclear, UnclearCell):
            where = replace(place, cell=f"{letters[key]}{one.row}")
            return None, Problem(unclear.code, where, {"value": visible(unclear.shown)}, unclear.variant)
    key = "value"
    try:
        scalar_reader(fact).read(value, True)
        key = "by"
        by = readable(str(one.cells["by"]))
        key = "on"
        on = day(one.cells["on"])
        key = "evidence"
        evidence = readable(str(one.cells["evidence"])) if is_filled(one.cells["evidence"]) else None
    except Fault as fault:
        return None, Problem(fault.code, replace(place, cell=f"{letters[key]}{one.row}"), fault.fields, fault.variant)
    return {"value": value, "by": by, "on": on, "evidence": evidence}, None


def _find_member(members: object, listed: Fact, member: str) -> int | None:
    """The place of a member by its key, or its number where the list has no key."""
    if not isinstance(members, list):
        return None
    if listed.key is None:
        number = int(member) if member.isdecimal() and member.isascii() else 0
        return number - 1 if 1 <= number <= len(members) else None
    keys = [normalise(str(one.get(listed.key, ""))) for one in members]
    return keys.index(member) if keys.count(member) == 1 else None


def _without(row: Row, path: str, problem: Problem) -> Row:
    """The row with a problem; of a fact that is stated twice nothing is known."""
    facts = row.facts
    if problem.code in ("ballot-stated", "ballot-doubled") and facts is not None:
        # A member that is contradicted leaves its whole list unknown: which value is meant, nobody knows.
        first = path.partition("[")[0]
        facts = {key: value for key, value in facts.items() if key != first}
    return replace(row, facts=facts, problems=(*row.problems, problem))
