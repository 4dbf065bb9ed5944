"""Columns of odd types: values with their provenance, lists as arrays or text, moments beyond the calendar."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

import cchc_rules as cr
from cchc_rules.engines.columns import decide_frame, evaluate_frame, evaluate_lazy, explain_row
from cchc_rules.engines.columns.python_values import hold_as_python
from cchc_rules.engines.spark import decide_batches
from cchc_rules.problems import FactError
from tests.engines.test_columns import BODY, made
from tests.properties.drawing import made as program_of


def assert_frame_agrees(program, given):
    """Every row of a frame gets the verdict, outcomes and problems its values get from `evaluate_many`."""
    found = decide_frame(program, given)
    table = found.table()
    for row, result in enumerate(cr.evaluate_many(program, given.to_dicts())):
        line = table.row(row, named=True)
        assert (result.status, result.problems) == (line["verdict"], found.problems(row)), given.row(row)
        told = {id: one.value for id, one in result.decision.outcomes.items()}
        assert told == {id: line[f"outcome:{id}"] for id in told}, given.row(row)
    return table["verdict"].to_list()


ENVELOPES = {
    "yes": [{"value": True, "by": "Sở"}, {"value": None, "by": "Sở"}, {"value": None, "by": None}, None],
    "units": [{"value": 5, "on": date(2022, 5, 4)}, {"value": 11}, {"value": 4, "on": date(1850, 1, 1)}],
    "share": [{"value": "85,5 %", "on": "4/5/2022"}, {"value": "0,5", "on": "x"}, {"value": "70%", "on": "–"}],
    "score": [{"value": 1.25, "evidence": "biên bản"}, {"value": 2.0, "evidence": "a\x00b"}, {"value": 0.125}],
    "on": [{"value": date(2022, 5, 4), "on": datetime(2022, 5, 4, 7)}, {"value": date(1850, 1, 1)}],
    "level": [{"value": "khá", "by": 5}, {"value": "Kha", "by": None}, {"value": "Tốt", "by": None}],
    "note": [{"value": {"value": "x"}}, None, {"value": None}],
}
NO_ENVELOPES = {
    "yes": [{"value": True, "who": "x"}, {"value": None, "who": None}, None],
    "units": [{"values": 5}, {"values": None}, None],
    "share": [[70.0], None, []],
    "note": [b"x", None],
}


@pytest.mark.parametrize("columns", [ENVELOPES, NO_ENVELOPES], ids=["envelopes", "others"])
def test_structs_are_read_as_the_parser_reads_mappings(columns):
    """A value with its provenance is the value; a fault beside it is a problem, any other struct is no value."""
    program, every = made(BODY), []
    for name, values in columns.items():
        ids = [f"n{row}" for row in range(len(values))]
        every += assert_frame_agrees(program, pl.DataFrame({"id": ids, name: pl.Series(values, strict=False)}))
    assert "invalid" in every and "undetermined" in every


def test_provenance_of_a_frame_is_told_with_the_decision():
    """Who stated a value, and that it counts."""
    program = made({"facts": {"ok": "boolean"}, "require": "ok"})
    given = pl.DataFrame({"id": ["a", "b"], "ok": [{"value": True, "by": "Sở Nội vụ"}, None]})
    assert ["eligible", "undetermined"] == assert_frame_agrees(program, given)
    assert cr.evaluate(program, given.to_dicts()[0]) == explain_row(program, given, 0)


NAMED = pl.Struct({"value": pl.String, "by": pl.String})
COUNTED = pl.Struct({"value": pl.Int64, "by": pl.String})
MEMBER = pl.Struct({"n": NAMED, "v": COUNTED})
ENVELOPED_LISTS = [
    [{"n": {"value": "a", "by": "Sở"}, "v": {"value": 1, "by": None}}, {"n": {"value": "b"}, "v": None}],
    [{"n": {"value": "a", "by": "x\x00"}, "v": {"value": 1}}, {"n": {"value": "b"}, "v": {"value": 2}}],
    [{"n": {"value": "a"}, "v": {"value": -1}}, {"n": {"value": None, "by": "Sở"}, "v": {"value": 2}}],
    [{"n": {"value": "a"}, "v": {"value": 3}}, {"n": {"value": "A "}, "v": {"value": 2}}],
    None,
]


@pytest.mark.parametrize(
    "given",
    [
        pl.Series("us", ENVELOPED_LISTS, dtype=pl.List(MEMBER)),
        pl.Series("us", ENVELOPED_LISTS, dtype=pl.Array(MEMBER, 2)),
        pl.Series("us", [{"value": one, "by": "Sở"} for one in ENVELOPED_LISTS], dtype=pl.Struct({
            "value": pl.Array(MEMBER, 2), "by": pl.String})),
        pl.Series("us", [{"value": {"value": [], "by": None}}, {"value": None}, None, None, None]),
        pl.Series("us", ["", "–", " ", None, "0"]),
        pl.Series("us", ["x", "#N/A", "", "x" * 70_000, "x"]),
        pl.Series("us", ["", "–", "", None, "a"], dtype=pl.Categorical),
        pl.Series("us", [[], None, [None], [], []]),
        pl.Series("us", [[], None, None, [], None]),
        pl.Series("us", [[], None, [""], ["a"], []]),
        pl.Series("us", [[[{"n": "a"}]], None, [[]], [], []]),
        pl.Series("us", [1, 0, None, 2, 3]),
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("least", [0, 1])
@pytest.mark.parametrize("expects", [{}, {"expects": ["a", "b", "c"]}], ids=["any", "roll"])
def test_lists_of_every_column_type_are_read_as_the_parser_reads_them(given, least, expects):
    """Arrays are lists, empty text states nothing, and what is no list is a problem of its row."""
    items = {"n": "text", "v": {"type": "integer", "min": 0}}
    body = {
        "facts": {"us": {"type": "list", "key": "n", "min_items": least, "items": items, **expects}},
        "criteria": {"two": "count(us) == 2", "some": "any(u.v >= 1 for u in us)", "all": "all(u.v >= 1 for u in us)"},
    }
    assert_frame_agrees(made(body), pl.DataFrame({"id": [f"n{row}" for row in range(len(given))], "us": given}))


def test_members_in_arrays_and_envelopes_have_known_fields_only():
    """A field that is none is refused by name, as in a list."""
    program = made({"facts": {"us": {"type": "list", "items": {"ok": "boolean"}}}, "require": "any(u.ok for u in us)"})
    member = pl.Struct({"ok": pl.Boolean, "k": pl.Int64})
    for kind in (pl.Array(member, 1), pl.Struct({"value": pl.List(member)})):
        with pytest.raises(cr.FactError) as caught:
            evaluate_frame(program, pl.DataFrame({"us": pl.Series([None], dtype=kind)}))
        assert ["us.k"] == [one.where.path for one in caught.value.problems]


FAR = [
    pl.Series([10**7, -(10**7), 19_000, None]).cast(pl.Int32).cast(pl.Date),
    pl.Series([10**17, -(10**17), 0, None]).cast(pl.Datetime("ms")),
    pl.Series([9 * 10**18, -9 * 10**18, 1, None]).cast(pl.Datetime("us", "Asia/Ho_Chi_Minh")),
    pl.Series([9 * 10**18, -9 * 10**18, 1, None]).cast(pl.Duration("ms")),
]


@pytest.mark.parametrize("far", FAR, ids=lambda far: str(far.dtype))
def test_moments_beyond_the_calendar_are_problems_of_their_rows(far):
    """As a column, in a list of members and with provenance; what is kept passes through as it is."""
    items = {"type": "list", "items": {"on": "date"}}
    body = {"facts": {"on": "date", "us": items}, "criteria": {"on": 'on < date("2022-05-05")', "us": "count(us) == 1"}}
    program, ids = made(body), ["a", "b", "c", "d"]
    nearest = pl.Series([date(9999, 12, 30), date(1, 1, 2), date(2022, 1, 8), None])
    flat = pl.DataFrame({"id": ids, "on": far, "kept": far})
    found = decide_frame(program, flat, keep=["kept"])
    verdicts = found.table(keep=["kept"])
    assert verdicts["kept"].equals(far.alias("kept"))
    assert ["invalid", "invalid"] == verdicts["verdict"].to_list()[:2]
    if far.dtype == pl.Date:
        assert ["date-out-of-range", "date-out-of-range"] == [found.problems(row)[0].code for row in (0, 1)]
        assert verdicts["verdict"].to_list() == assert_frame_agrees(program, pl.DataFrame({"id": ids, "on": nearest}))
    else:
        assert ["wrong-type", "wrong-type"] == [found.problems(row)[0].code for row in (0, 1)]
    for nested in (pl.struct(on="far"), pl.struct(on=pl.struct(value="far"))):
        members = pl.DataFrame({"id": ids, "far": far}).select("id", us=pl.concat_list(nested))
        assert verdicts["verdict"].to_list()[:2] == decide_frame(program, members).table()["verdict"].to_list()[:2]
        arrays = members.with_columns(pl.col("us").list.to_array(1))
        assert decide_frame(program, members).table().equals(decide_frame(program, arrays).table())


def test_a_lazy_frame_may_leave_the_calendar():
    """In a fact, in what is kept and even in the ids."""
    far = pl.DataFrame({"id": ["a", "b"], "on": pl.Series([10**7, 19_000]).cast(pl.Int32).cast(pl.Date)})
    program = made({"facts": {"on": "date"}, "require": 'on < date("2022-05-05")'})
    found = evaluate_lazy(program, far.lazy(), keep=["on"]).collect()
    assert found["on"].equals(far["on"]) and ["invalid", "eligible"] == found["verdict"].to_list()
    found = evaluate_lazy(program, far.lazy().select(id="on")).collect()
    assert found["id"].equals(far["on"]) and ["invalid", "invalid"] == found["verdict"].to_list()


NUMBERS = program_of(
    {
        "facts": {
            "n": "number",
            "d": "date",
            "xs": {"type": "list", "min_items": 0, "items": {"n": "number"}},
        },
        "criteria": {"above": "n > 95.3", "inside": "any(x.n > 95.3 for x in xs)"},
    }
)


@pytest.mark.parametrize("narrow", [pl.Float32, pl.Float16])
def test_a_number_of_less_than_double_precision_is_the_decimal_it_was_written_as(narrow):
    """95.3 is not above 95.3, whatever the width; in lists and envelopes too, and for the direct engine."""
    given = pl.DataFrame({"n": pl.Series([95.3, 95.4, None, float("nan")], dtype=narrow)})
    members = given.select(xs=pl.concat_list(pl.struct("n"))).get_column("xs")
    frame = given.with_columns(members)
    found = evaluate_frame(NUMBERS, frame)
    assert ["unmet", "met", "unknown", "unknown"] == found["outcome:above"].to_list()
    assert ["unmet", "met", "unknown", "unknown"] == found["outcome:inside"].to_list()
    assert [None, None, None, "undetermined"] == found["provisional"].to_list()
    assert found.equals(evaluate_frame(NUMBERS, frame.to_arrow()))
    enveloped = given.select(n=pl.struct(value="n"))
    assert found["outcome:above"].equals(evaluate_frame(NUMBERS, enveloped)["outcome:above"])
    assert found["outcome:above"].to_list()[0] == explain_row(NUMBERS, given, 0)["above"].outcome


@examples(st.floats(width=32, allow_nan=False, allow_infinity=False, min_value=2.0**-90, max_value=2.0**90))
@settings(max_examples=200, deadline=None)
def test_a_single_precision_number_is_the_shortest_decimal_of_its_width(number):
    """No shorter decimal is the same number in single precision, and the one read is."""
    read = hold_as_python(pl.DataFrame({"n": pl.Series([number], dtype=pl.Float32)})).item()
    assert pl.Series([read]).cast(pl.Float32)[0] == number
    tried = [float(f"{number:.{digits}g}") for digits in range(1, 10)]
    shortest = pl.Series(tried).cast(pl.Float32).to_list().index(number) + 1
    assert float(f"{read:.{shortest}g}") == read


NO_TEXT = (b"\0\0\0\0\2\0\0\0", b"\xff\xfe")
FOREIGN = {
    "numbers among texts": pd.DataFrame({"d": ["2022-01-01"] * 2, "n": [5, "5,0"]}),
    "objects": pd.DataFrame({"n": [5, object()]}),
    "complex numbers": pd.DataFrame({"n": [1j]}),
    "two of one name": pd.DataFrame([[1, 2]], columns=["n", "n"]),
    "256 bits": pa.table({"n": pa.array([Decimal("1.5")], type=pa.decimal256(50, 2))}),
    "a union": pa.table({"n": pa.UnionArray.from_sparse(pa.array([0], pa.int8()), [pa.array([1])])}),
    "months": pa.table({"n": pa.array([(1, 2, 3)], type=pa.month_day_nano_interval())}),
    "no UTF-8": pa.table(
        {
            "n": pa.Array.from_buffers(
                pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\2\0\0\0"), pa.py_buffer(b"\xff\xfe")]
            )
        }
    ),
    "a zone nobody knows": pa.table({"n": pa.array([datetime(2022, 1, 1)], type=pa.timestamp("us", tz="No/Where"))}),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_column_that_cannot_be_converted_is_named(kind):
    """Whatever pandas, pyarrow or Polars says of it, or panics of, is one error of ours with the column's name."""
    with pytest.raises(FactError) as caught:
        evaluate_frame(NUMBERS, FOREIGN[kind])
    assert [("column-unreadable", "n")] == [(one.key, one.where.path) for one in caught.value.problems]


def test_moments_on_a_cluster_are_problems_of_their_rows():
    """Spark gives timestamps with its zone: a time of day is no date, and nothing stops."""
    moment = pa.array([datetime(2022, 1, 1, 5)], type=pa.timestamp("us", tz="UTC"))
    (found,) = decide_batches(NUMBERS, [pa.record_batch({"d": moment})])
    assert ["invalid"] == found.column("verdict").to_pylist()
