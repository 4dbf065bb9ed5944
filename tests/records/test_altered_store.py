"""Stores that another program has written into: an error of ours, whatever stands there."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress

import pytest

from cchc_rules.cli import exit_code
from cchc_rules.records.databases import StoreError
from cchc_rules.records.plain_values import RecordError
from cchc_rules.records.store import RecordStore
from tests.fuzz.english import find_english
from tests.fuzz.sealed import STATEMENTS
from tests.records.drawn import decisions

STRANGER = (
    "UPDATE records SET seal = x'00'",
    "UPDATE records SET content = 1",
    "UPDATE records SET content = '[]'",
    "UPDATE records SET content = '{}'",
    """UPDATE records SET content = replace(content, '"category":"', '"category":"x')""",
    """UPDATE records SET content = replace(content, '"parameters":{', '"parameters":{"x":1,')""",
    "UPDATE records SET content = NULL, digest = NULL",
    "UPDATE records SET number = number - 5",
    "UPDATE personal SET salt = x'00'",
    "UPDATE settings SET value = x'ff'",
    "UPDATE settings SET value = '-1'",
    "DELETE FROM settings WHERE name = 'origin'",
    "UPDATE rulesets SET canonical = x'00'",
    "UPDATE rulesets SET canonical = '{}'",
)
VERBS = (
    ("records", "verify", "t.sqlite"),
    ("records", "replay", "t.sqlite"),
    ("records", "erase", "t.sqlite", "Q1"),
    ("records", "export", "t.sqlite", "-o", "out.jsonl"),
    ("records", "export", "t.sqlite", "-o", "out.jsonl", "--chain"),
    ("records", "copy", "t.sqlite", "copy.sqlite"),
)


def test_whatever_stands_in_a_store_every_verb_ends_with_a_code_of_its_own(tmp_path, monkeypatch, capsys):
    """Values of other kinds, rows and tables that are gone, contents nobody packed: 0, 1 or 2, in words of ours."""
    monkeypatch.chdir(tmp_path)
    with RecordStore("whole.sqlite") as store:
        store.add_all(decisions(3))
    ends = {}
    for statement in (*STATEMENTS, *STRANGER):
        for verb in VERBS:
            shutil.copy("whole.sqlite", "t.sqlite")
            (tmp_path / "copy.sqlite").unlink(missing_ok=True)
            with closing(sqlite3.connect("t.sqlite")) as database, suppress(sqlite3.Error), database:
                database.execute(statement)
            ends[statement, verb] = exit_code(verb)
    assert {} == {key: code for key, code in ends.items() if code > 2}, capsys.readouterr()


def test_a_number_or_an_id_no_database_takes_is_not_there(tmp_path):
    """Numbers of thirty digits, half a letter: no record has them; nothing is recorded after the greatest number."""
    with RecordStore(tmp_path / "a.sqlite") as store:
        store.add_all(decisions(1))
        for number in (10**30, 0, -1):
            with pytest.raises(RecordError, match="unknown-record"):
                store.get(number)
        assert [] == store.find("\udcff")
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as database, database:
        database.execute("UPDATE records SET number = 9223372036854775807")
    with RecordStore(tmp_path / "a.sqlite") as store, pytest.raises(StoreError, match="damaged"):
        store.add(decisions(1)[0])


def test_what_a_database_says_is_told_in_words_of_ours(tmp_path):
    """The place, damage, nobody there: a sentence of ours and the database's own code, none of its sentences."""
    (tmp_path / "text.sqlite").write_text("x" * 4000)
    kinds = {
        tmp_path / "text.sqlite": "damaged",
        tmp_path: "place",
        tmp_path / "none" / "a.sqlite": "place",
        "a\0b": "place",
        "postgresql://127.0.0.1:1/x": "unreachable",
        "postgresql://127.0.0.1:port/x": "place",
    }
    for place, kind in kinds.items():
        with pytest.raises(StoreError) as caught:
            RecordStore(place)
        assert f"store-unusable.{kind}" == caught.value.problems[0].key
        assert [] == find_english(caught.value.render("vi"))
