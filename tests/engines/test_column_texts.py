"""The reasons of a frame are those of its candidates, however rows are told apart."""

from __future__ import annotations

from random import Random

import polars as pl
import pytest

import cchc_rules as cr
from cchc_rules.engines.columns import decide_frame, kinds, reason_texts
from tests.generation.bodies import CATEGORY, document, text

REQUIRE = {
    "share-enough": "share >= 70",
    "some": "staff >= 1 or ok",
    "both": "share * 2 >= staff",
    "good": "any(u.good for u in units)",
}


def program():
    """A program that reads doubles, whole numbers, a list, and has a check."""
    facts = {"share": "number", "staff": "integer", "ok": "boolean"}
    facts |= {"units": {"type": "list", "min_items": 0, "items": {"good": "boolean"}}}
    checks = {"possible": "not (ok and staff < 0)"}
    return cr.compile(cr.load_text(text(document({"facts": facts, "checks": checks, "criteria": REQUIRE}))), CATEGORY)


def rows(number, seed=1):
    """Candidates with few decimals, many decimals, far apart whole numbers, gaps, and some a check refutes."""
    random = Random(seed)
    return [
        {
            "share": random.choice((None, 70.0, 69.99, 0.1 + 0.2, random.random() * 100, -0.0)),
            "staff": random.choice((None, 0, 1, -3, 10**14, random.randrange(50))),
            "ok": random.choice((None, True, False)),
            "units": random.choice((None, [], [{"good": True}], [{"good": None}, {"good": False}])),
        }
        for _ in range(number)
    ]


def frame(given):
    """The candidates as a typed frame."""
    units = pl.List(pl.Struct({"good": pl.Boolean}))
    return pl.DataFrame(given, schema={"share": pl.Float64, "staff": pl.Int64, "ok": pl.Boolean, "units": units})


@pytest.mark.parametrize("most", [kinds.MOST_ADDRESSES, 40, 1])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_row_has_the_reasons_of_its_decision(most, language, monkeypatch):
    """Counted or looked up, early or late, sound or refuted by a check, every row says what its decision says."""
    monkeypatch.setattr(kinds, "MOST_ADDRESSES", most)
    monkeypatch.setattr(reason_texts, "MOST_LIKELY", 20)
    found = decide_frame(program(), frame(rows(300)))
    told = found.reasons(language=language)
    for row in range(300):
        assert found.decision(row).reasons(language) == told.row(row)[1:]


def test_rows_asked_for_twice_and_out_of_order():
    """The rows asked for come as asked, with their own numbers."""
    found = decide_frame(program(), frame(rows(50)))
    told = found.reasons([40, 3, 40, 0])
    assert [40, 3, 40, 0] == told["row"].to_list()
    assert [found.decision(row).reasons() for row in (40, 3, 40, 0)] == [one[1:] for one in told.rows()]


def test_columns_that_are_not_there_are_unknown_to_every_row():
    """A frame with one column of many, none of them a list, says of each row what its decision says."""
    found = decide_frame(program(), frame(rows(20)).select("share"))
    assert [found.decision(row).reasons() for row in range(20)] == [one[1:] for one in found.reasons().rows()]


def test_no_rows_have_no_reasons():
    """Asking for no rows, or of a frame of none, gives the columns without rows."""
    found = decide_frame(program(), frame(rows(5)))
    assert (0, 5) == found.reasons([]).shape
    assert (0, 5) == decide_frame(program(), frame([])).reasons().shape


def test_doubles_that_print_alike_are_not_told_apart_by_noise():
    """A double with noise beyond its 15 digits says what the plain decimal says; one digit more is another text."""
    given = frame([{"share": share} for share in (0.3, 0.1 + 0.2, 0.30000000000001, 97.35, 97.35000000000001)])
    told = decide_frame(program(), given).reasons(language="en")["reason:share-enough"].to_list()
    assert told[0] == told[1]
    assert "0.30000000000001" in told[2]
    assert told[3] == told[4]
