"""What the command itself wrote before: records, a store, a journal, keys, a ballot, a mapping; whole or spoiled."""

from __future__ import annotations

import io
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from random import Random
from typing import Any

import openpyxl

from cchc_rules import compile, evaluate, record
from cchc_rules.cli import exit_code
from cchc_rules.evaluation import RowResult, evaluate_many
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.problems import CchcError, RulesetError
from cchc_rules.program.program import Program
from cchc_rules.records.selection_record import record_selection
from cchc_rules.records.signatures import make_keys
from cchc_rules.records.store import RecordStore
from cchc_rules.season import Session
from cchc_rules.selection.selection import select_rows
from tests.fuzz.corruption import spoiled

CHANGES = (
    (r">=", ">"),
    (r"<=", "<"),
    (r" and ", " or "),
    (r"\bnot ", ""),
    (r"\b([1-9])\b", "7"),
    (r"\btrue\b", "false"),
    (r"\bf1\b", "f2"),
    (r"boolean", "integer"),
    (r'"id": ?"(\w+)"', r'"id": "\1x"'),
)
"""What an amendment changes: limits, operators, values, names, types."""

STATEMENTS = (
    "UPDATE records SET content = substr(content, 2)",
    "UPDATE records SET content = replace(content, 'true', 'false')",
    "UPDATE records SET number = number + 1 WHERE number = (SELECT max(number) FROM records)",
    "UPDATE records SET seal = digest",
    "UPDATE records SET at = 'gestern'",
    "UPDATE personal SET words = '{'",
    "UPDATE settings SET value = 'x' WHERE name = 'format'",
    "UPDATE settings SET value = '99' WHERE name = 'format'",
    "DELETE FROM settings",
    "DELETE FROM rulesets",
    "DELETE FROM records WHERE number = 1",
    "DROP TABLE personal",
    "UPDATE rulesets SET canonical = replace(canonical, '>=', '<')",
    "UPDATE records SET content = x'ff00'",
    "UPDATE records SET number = 9223372036854775807 WHERE number = 1",
)
"""What somebody else's program may do to a store."""


def put(path: Path, content: bytes, rng: Random, share: float = 0.4) -> bool:
    """Writes a file, so many of them spoiled; gives whether this one is whole."""
    is_whole = rng.random() >= share
    path.write_bytes(content if is_whole else spoiled(content, rng))
    return is_whole


def amend(content: bytes, rng: Random) -> bytes:
    """A ruleset with a few places written otherwise; not always a ruleset."""
    text = content.decode("utf-8", "replace")
    for _ in range(rng.choice((0, 1, 1, 2, 4))):
        pattern, after = rng.choice(CHANGES)
        places = list(re.finditer(pattern, text))
        if places:
            place = rng.choice(places)
            text = text[: place.start()] + place.expand(after) + text[place.end() :]
    return text.encode()


def write_sealed(path: Path, ruleset: Ruleset, category: str, records: list[Any], rng: Random) -> None:
    """Records of the candidates, a store of them and a journal of their season, whole or spoiled."""
    try:
        program = compile(ruleset, category)
        texts = [one for facts in records[:5] if (one := _record(program, facts))]
        with Session(program, journal=path / "journal.jsonl") as season:
            for one in records[:3]:
                _try(lambda one=one: season.apply({"candidate": one["id"], "facts": _facts(one)}))
    except RulesetError:
        return
    put(path / "records.jsonl", "\n".join(texts).encode(), rng)
    if rng.random() < 0.4:
        journal = path / "journal.jsonl"
        journal.write_bytes(spoiled(journal.read_bytes(), rng))
    results = tuple(evaluate_many(program, records[:8]))
    _write_store(path / "records.sqlite", results, rng)
    for rule in program.category.selections[:1]:
        chosen = select_rows(program, rule, results, None)
        put(path / "selected.jsonl", record_selection(chosen).to_json().encode(), rng)
    if rng.random() < 0.3:
        make_keys(path / "private.pem", path / "public.pem")


def _write_store(path: Path, results: tuple[RowResult, ...], rng: Random) -> None:
    with RecordStore(path) as store:
        store.add_all(one.decision for one in results if one.decision is not None)
    if rng.random() < 0.2:
        path.write_bytes(spoiled(path.read_bytes(), rng))
    elif rng.random() < 0.4:
        with closing(sqlite3.connect(path)) as database, suppress(sqlite3.Error), database:
            database.execute(rng.choice(STATEMENTS))


def write_filled(path: Path, ruleset: str, category: str, candidates: Path, rng: Random) -> None:
    """A ballot somebody wrote odd things into, and a mapping of the columns, as far as the command makes them."""
    asked = [ruleset, category, str(candidates), "-o"]
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        if candidates.suffix in (".xlsx", ".csv") and rng.random() < 0.2:
            exit_code(["ballot", *asked, str(path / "ballot.xlsx")])
        if candidates.suffix == ".xlsx" and rng.random() < 0.4:
            exit_code(["map", *asked, str(path / "map.yaml")])
    if (path / "ballot.xlsx").exists():
        _fill(path / "ballot.xlsx", rng)
    if (path / "map.yaml").exists():
        put(path / "map.yaml", (path / "map.yaml").read_bytes(), rng)


def _fill(ballot: Path, rng: Random) -> None:
    book = openpyxl.load_workbook(ballot)
    for sheet in book:
        for _ in range(rng.choice((1, 5, 20))):
            cell = sheet.cell(rng.randint(1, sheet.max_row), rng.randint(1, sheet.max_column))
            with suppress(AttributeError):  # a merged cell
                cell.value = rng.choice(("có", "không", "x", "Khá", "nhiều", 1, "01/12/2022", None, "=1+1"))
    book.save(ballot)


def _facts(one: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name not in ("id", "name")}


def _record(program: Program, facts: dict[str, Any]) -> str | None:
    found: list[str] = []
    _try(lambda: found.append(record(evaluate(program, facts)).to_json()))
    return found[0] if found else None


def _try(act: Callable[[], object]) -> None:
    """Does what may be refused."""
    with suppress(CchcError):
        act()
