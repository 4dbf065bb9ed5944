"""Ids that stand twice anywhere in the data: noticed in one frame, across batches, and nobody wrongly."""

from __future__ import annotations

import unicodedata
from datetime import date

import polars as pl
import pytest

import cchc_rules as cr
from cchc_rules.engines.columns import decide_frame, evaluate_frame, evaluate_lazy, identities
from cchc_rules.engines.columns.identities import find_doubled_identities, identities_of
from cchc_rules.facts.plain import PLAIN_TEXT
from cchc_rules.text import fold_case
from tests.generation.bodies import CATEGORY, document, text

PROGRAM = cr.compile(cr.load_text(text(document({"facts": {"ok": "boolean"}, "require": "ok"}))), CATEGORY)

NFC, NFD = "Tân Định", unicodedata.normalize("NFD", "TÂN  ĐỊNH ")
ODD = [NFC, "b", None, "–", "x\u200b", "Q12-1", "c" * 300, NFD, " B", "q12-1", "d", "ß", "ss", "", "a\tb", "a b"]
TWICE = frozenset({fold_case(NFC), "b", "q12-1", "ss", "a b"})


@pytest.fixture
def one_hash(monkeypatch):
    """Every id has the same hash."""
    monkeypatch.setattr(identities, "_hash", lambda ids: pl.zeros(len(ids), dtype=pl.UInt64, eager=True))


def split(ids, size):
    """Blocks of a list of ids, to be read as often as asked for."""
    return lambda: (pl.Series(ids[start : start + size], dtype=pl.String) for start in range(0, len(ids), size))


def of(ids):
    """A frame of candidates with these ids, which would all be eligible."""
    return pl.DataFrame({"id": ids}, strict=False).with_columns(ok=pl.lit(True))


@pytest.mark.parametrize("size", [1, 2, 5, 100])
def test_doubled_ids_across_blocks(size):
    """Ids that differ in case, spaces or encoding stand twice in whatever blocks they come; missing ones never do."""
    assert TWICE == find_doubled_identities(split(ODD, size))


def test_equal_hash_double_nobody(one_hash):
    """When all hashes are equal, only ids that are equal stand twice."""
    assert frozenset() == find_doubled_identities(split([f"a{number}" for number in range(50)], 7))
    assert TWICE == find_doubled_identities(split(ODD, 3))


def test_blocks_of_several_types():
    """A whole number, its digits as text and as a whole float are one id; a block may be empty, or of nulls."""
    blocks = [pl.Series([7, 8]), pl.Series(["8 ", "9"]), pl.Series([9.0, 10.0]), pl.Series([None, None]), pl.Series([])]
    assert {"8", "9"} == find_doubled_identities(lambda: blocks)
    assert frozenset() == find_doubled_identities(lambda: [])


def test_ids_are_read_again_only_when_some_may_stand_twice():
    """Ids of their own are read once, others twice."""
    reads = []

    def blocks(ids):
        reads.append(ids)
        return [pl.Series(ids)]

    find_doubled_identities(lambda: blocks(["a", "b"]))
    find_doubled_identities(lambda: blocks(["a", "A"]))
    assert [["a", "b"], ["a", "A"], ["a", "A"]] == reads


def test_plain_ids_differ_only_in_case():
    """Every character of a plain id is compared as `fold_case` compares it."""
    every = pl.Series([chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000])
    plain = every.filter(every.str.contains(PLAIN_TEXT))
    assert len(plain) > 190
    assert [fold_case(one) for one in plain] == plain.str.to_lowercase().to_list()
    assert [fold_case(f"a{one}{one} {one}") for one in plain] == identities_of(
        "a" + plain + plain + " " + plain
    ).own.to_list()


@pytest.mark.parametrize(
    "ids",
    [
        pl.Series(ODD),
        pl.Series(["a", "B"], dtype=pl.Categorical),
        pl.Series([1, 2, None]),
        pl.Series([1.0, 1.5, None, float("nan"), float("inf")]),
        pl.Series([True, None]),
        pl.Series([["a"], None]),
        pl.Series([date(2022, 5, 4), None]),
        pl.Series([None, None]),
    ],
    ids=lambda ids: str(ids.dtype),
)
def test_ids_are_read_as_the_parser_reads_them(ids):
    """Identities, faults and problems of a column are those the parser and `evaluate_many` come to."""
    rows = [{"id": one, "ok": True} for one in ids.to_list()]
    results = list(cr.evaluate_many(PROGRAM, rows))
    found = decide_frame(PROGRAM, pl.DataFrame({"id": ids}).with_columns(ok=pl.lit(True)))
    assert [one.problems for one in results] == [found.problems(row) for row in range(len(rows))]
    assert [one.status for one in results] == found.table()["verdict"].to_list()
    read = identities_of(ids)
    assert [None if one.id is None else fold_case(one.id) for one in results] == read.texts().to_list()


def test_problems_of_nameless_rows_with_other_faults():
    """A row without an id of its own has the problems of its values too, and no others, as for `evaluate_many`."""
    facts = {"a": "integer", "b": "integer"}
    program = cr.compile(
        cr.load_text(text(document({"facts": facts, "checks": {"most": "a <= b"}, "require": "a >= 1"}))), CATEGORY
    )
    rows = [
        {"id": "x", "name": "An", "a": 2, "b": 1},
        {"id": "X ", "name": "#N/A", "a": 2, "b": 10**18},
        {"id": "\u200b", "name": None, "a": 2, "b": 1},
        {"id": None, "name": None, "a": 2, "b": 1},
        {"id": "y", "name": None, "a": 2, "b": 1},
    ]
    found = decide_frame(program, pl.DataFrame(rows))
    assert [one.problems for one in cr.evaluate_many(program, rows)] == [found.problems(row) for row in range(5)]


def test_a_frame_among_others():
    """Rows whose id stands twice in the whole list are invalid; their problem names no row of this frame."""
    found = decide_frame(PROGRAM, of(["a", "b", "c", " C"]), doubled=frozenset({"b", "c"}))
    assert ["eligible", "invalid", "invalid", "invalid"] == found.table()["verdict"].to_list()
    assert ["met", None, None, None] == found.table()["outcome:only"].to_list()
    told = [[(one.code, one.variant, one.fields.get("first")) for one in found.problems(row)] for row in range(4)]
    assert [[], *[[("doubled-id", "", None)]] * 3] == told


def test_whole_numbers_among_others():
    """A frame of whole numbers heeds what stands twice elsewhere."""
    verdicts = evaluate_lazy(PROGRAM, pl.concat([of([7, 8]).lazy(), of([8, 9]).lazy()])).collect()["verdict"]
    assert ["eligible", "invalid", "invalid", "eligible"] == verdicts.to_list()
    found = decide_frame(PROGRAM, of([7, 8]), doubled=frozenset({"7"})).table()
    assert ["invalid", "eligible"] == found["verdict"].to_list()


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_lazy_batches(engine, tmp_path):
    """A lazy frame in many batches gives what the frame gives at once, ids that stand twice far apart included."""
    far = [*ODD, *(f"n{number}" for number in range(5_000)), *ODD[::-1], "N0"]
    of(far).write_parquet(tmp_path / "in.parquet", row_group_size=500)
    found = evaluate_lazy(PROGRAM, pl.scan_parquet(tmp_path / "in.parquet")).collect(engine=engine)
    assert evaluate_frame(PROGRAM, of(far)).equals(found)
    assert 4_999 == (found["verdict"] == "eligible").sum()


def test_lazy_batches_with_equal_hash(one_hash):
    """Equal hashes make nobody of a lazy frame invalid."""
    verdicts = evaluate_lazy(PROGRAM, of([*(f"n{number}" for number in range(500)), "N7"]).lazy()).collect()["verdict"]
    assert [7, 500] == (verdicts == "invalid").arg_true().to_list()


def test_a_lazy_frame_without_ids_is_not_read():
    """Without ids nothing runs before the result is asked for."""
    runs = []

    def noted(frame):
        runs.append(frame.height)
        return frame

    lazy = of(["a", "b"]).drop("id").lazy().map_batches(noted)
    found = evaluate_lazy(PROGRAM, lazy)
    assert [] == runs
    assert ["eligible"] * 2 == found.collect()["verdict"].to_list()
