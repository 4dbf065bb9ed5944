"""Columns and direct agree, whatever the frame; decisions, reasons and lazy frames follow."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import cchc_rules as cr
from benchmarks.candidates import candidates
from cchc_rules.engines.columns import decide_frame, evaluate_frame, evaluate_lazy, explain_row
from cchc_rules.engines.columns import lazy as lazy_frames
from cchc_rules.engines.columns.plain_frames import plain_query
from tests.engines.columns_comparing import run
from tests.engines.frames import frame
from tests.generation.bodies import CATEGORY, document, text
from tests.generation.programs import sample, settled_sample

AGENCY = cr.compile(cr.load("benchmarks/agency.yaml"), "agency")
ROWS = candidates(500)


def made(body, **parameters):
    """The program of a short body."""
    return cr.compile(cr.load_text(text(document(body))), CATEGORY, parameters=parameters or None)


def outcomes(program, given, **options):
    """The outcome of the only criterion, row by row."""
    return evaluate_frame(program, given, **options)["outcome:only"].to_list()


@pytest.mark.parametrize(
    ("make", "last", "rows"),
    [
        (sample, 50, 300),
        (settled_sample, 25, 200),
        pytest.param(sample, 165, 780, marks=pytest.mark.soak),
        pytest.param(settled_sample, 65, 400, marks=pytest.mark.soak),
    ],
)
def test_columns_agree_with_direct(make, last, rows):
    """On rows of random programs, shuffled and sliced, no verdict, outcome or problem differs.

    Nor does any where facts, and fields of members, settle others or contradict them.
    """
    tally = run(range(1, last), rows, make=make)
    assert [] == tally.disagreements
    assert tally.cases >= 0.5 * last * rows
    assert tally.near < 0.01 * tally.cases


def test_a_frame_gives_what_evaluate_gives():
    """Verdicts, outcomes and reasons of a frame are those of each candidate."""
    found = evaluate_frame(AGENCY, frame(AGENCY.facts, ROWS), reasons="vi")
    decisions = [cr.evaluate(AGENCY, row) for row in ROWS]
    assert [one.verdict.value for one in decisions] == found["verdict"].to_list()
    for place, criterion in enumerate(AGENCY.criteria):
        id = criterion.criterion.id
        assert [one[id].outcome.value for one in decisions] == found[f"outcome:{id}"].to_list()
        assert [one.reasons("vi")[place] for one in decisions] == found[f"reason:{id}"].to_list()


def test_a_row_is_explained_as_evaluate_decides_it():
    """`explain_row` builds the decision `evaluate` makes of the same facts."""
    given = frame(AGENCY.facts, ROWS)
    for row in range(0, 500, 50):
        assert cr.evaluate(AGENCY, ROWS[row]) == explain_row(AGENCY, given, row)


def test_reasons_only_of_rows_asked_for():
    """Reasons come for the rows asked for, in the order asked."""
    found = decide_frame(AGENCY, frame(AGENCY.facts, ROWS)).reasons([7, 3], language="en")
    assert [7, 3] == found["row"].to_list()
    assert [cr.evaluate(AGENCY, ROWS[row])["tasks"].reason("en") for row in (7, 3)] == found["reason:tasks"].to_list()


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_a_lazy_frame_gives_the_same(engine):
    """Both Polars engines give the eager columns, in order."""
    given = frame(AGENCY.facts, ROWS)
    assert evaluate_frame(AGENCY, given).equals(evaluate_lazy(AGENCY, given.lazy()).collect(engine=engine))


FAULTY = {
    "index": ["Khá ", "Xuất sắc", "khá"],
    "tasks_done": [100.5, float("nan"), 1e-40, -0.5],
    "initiatives": [-1, 10**15],
    "registered_on": [date(1899, 12, 31), date(2200, 1, 1)],
    "id": ["7", " 7", None, ""],
    "name": ["#N/A"],
}


def test_a_lazy_frame_looks_closely_at_the_rows_in_doubt():
    """One pass decides the plain rows; a value that is none, here and there, is the same problem of its row as ever."""
    wrong = [(name, value) for name, values in FAULTY.items() for value in values]
    rows = [{**row, "id": f"a{place}", "name": "Phòng Nội vụ"} for place, row in enumerate(ROWS)]
    for place, (name, value) in enumerate(wrong):
        rows[7 * place][name] = value
    names = ["id", "name"]
    given = pl.concat([frame(AGENCY.facts, rows), pl.DataFrame(rows).select(names)], how="horizontal")
    found = evaluate_lazy(AGENCY, given.lazy()).collect()
    assert evaluate_frame(AGENCY, given).equals(found)
    assert len(wrong) - 2 == found["verdict"].to_list().count("invalid")  # "Khá " and "khá" are read
    query = plain_query(AGENCY, given.schema, None, (), ())
    assert query is not None
    _, quick = query.part(query.over(given.lazy()).collect())
    assert quick is not None
    doubtful = [name for name in FAULTY if name not in names]
    assert [7 * place for place, (name, _) in enumerate(wrong) if name in doubtful] == quick.doubtful.to_list()


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_a_lazy_frame_computes_what_is_asked_of_it(monkeypatch, engine):
    """Columns, rows and numbers of rows asked for are those of the whole, and no other outcome is computed."""
    given = frame(AGENCY.facts, ROWS).with_columns(id=pl.int_range(500))
    whole, asked = evaluate_frame(AGENCY, given), []

    def watched(program, schema, as_of, outcomes, results, *, cells):
        asked.append(outcomes)
        return plain_query(program, schema, as_of, outcomes, results, cells=cells)

    monkeypatch.setattr(lazy_frames, "plain_query", watched)
    lazy = evaluate_lazy(AGENCY, given.lazy())
    assert whole.select("verdict").equals(lazy.select("verdict").collect(engine=engine))
    second = whole.columns[4]
    assert whole.select("id", second).equals(lazy.select("id", second).collect(engine=engine))
    refused = pl.col("verdict") == "ineligible"
    assert whole.filter(refused).select("id").equals(lazy.filter(refused).select("id").collect(engine=engine))
    assert whole[7:19].equals(lazy.slice(7, 12).collect(engine=engine))
    assert [(), (1,), (), tuple(range(len(AGENCY.order)))] == asked
    some = whole.filter(refused).head(3)
    assert some.equals(lazy.filter(refused).head(3).collect(engine=engine))
    assert whole.head(40).filter(refused).equals(lazy.head(40).filter(refused).collect(engine=engine))
    without = evaluate_lazy(AGENCY, given.lazy(), outcomes=False).collect(engine=engine)
    assert evaluate_frame(AGENCY, given, outcomes=False).equals(without)
    assert whole.select("id", "verdict", "provisional").equals(without)


def test_parquet_to_parquet(tmp_path):
    """A parquet file is decided into a parquet file, ids and what is kept passing through."""
    given = frame(AGENCY.facts, ROWS).with_columns(id=pl.int_range(500).cast(pl.String), province=pl.lit("Q12"))
    given.write_parquet(tmp_path / "in.parquet", row_group_size=100)
    lazy = evaluate_lazy(AGENCY, pl.scan_parquet(tmp_path / "in.parquet"), keep=["province"])
    lazy.sink_parquet(tmp_path / "out.parquet")
    assert evaluate_frame(AGENCY, given, keep=["province"]).equals(pl.read_parquet(tmp_path / "out.parquet"))


def test_arrow_and_pandas_frames():
    """Arrow tables and pandas frames are decided like the Polars frame they hold."""
    given = frame(AGENCY.facts, ROWS)
    expected = evaluate_frame(AGENCY, given)
    assert expected.equals(evaluate_frame(AGENCY, given.to_arrow()))
    assert expected.equals(evaluate_frame(AGENCY, given.to_arrow().to_batches()[0]))
    assert expected.equals(evaluate_frame(AGENCY, given.to_pandas()))
    assert isinstance(given.to_arrow(), pa.Table)
    assert isinstance(given.to_pandas(), pd.DataFrame)


def test_what_is_no_frame_is_refused():
    """Something without columns is refused by name."""
    with pytest.raises(cr.FactError) as caught:
        evaluate_frame(AGENCY, {"plan": [True]})
    assert ["frame-unreadable"] == [one.code for one in caught.value.problems]


def test_unknown_columns_are_refused():
    """A column that is no fact is refused, also inside lists, unless it is kept."""
    program = made({"facts": {"us": {"type": "list", "items": {"ok": "boolean"}}}, "require": "any(u.ok for u in us)"})
    given = pl.DataFrame({"us": [[{"ok": True, "k": 1}]], "uz": [1]})
    with pytest.raises(cr.FactError) as caught:
        evaluate_frame(program, given)
    assert ["us.k", "uz"] == [one.where.path for one in caught.value.problems]


def test_a_missing_column_is_unknown():
    """A fact without a column is unknown in every row."""
    assert ["unknown"] * 2 == outcomes(
        made({"facts": {"a": "boolean", "b": "boolean"}, "require": "b"}), pl.DataFrame({"a": [True, False]})
    )


FACTS = {
    "yes": "boolean",
    "units": {"type": "integer", "min": 0, "max": 10},
    "share": "percent",
    "score": {"type": "number", "decimals": 2},
    "on": "date",
    "level": {"type": "grade", "scale": "index"},
    "note": "text",
}
BODY = {
    "scales": {"index": {"levels": ["Trung bình", "Khá", "Tốt"], "aliases": {"TB": "Trung bình"}}},
    "facts": FACTS,
    "criteria": {
        "yes": "yes",
        "units": "units >= 5",
        "share": "share >= 70",
        "score": "score > 1",
        "on": 'on < date("2022-05-05")',
        "level": 'level >= "Khá"',
    },
}
COLUMNS = {
    "yes": [True, "Có", "x", 1, "maybe", "–"],
    "units": [5, 11, 4.0, 4.5, "7", -1, 10**18, float("nan")],
    "share": [70, 69.99999999999999, 100.00000000000001, 100.0000001, "85,5 %", "0,5", float("inf"), -0.0],
    "score": [1.01, 1.001, 1.0100000000000002, Decimal("1.25"), Decimal("1.12345678901234567"), 1e-40, 1e31],
    "on": [date(2022, 5, 4), date(1899, 12, 31), "04/5/2022", "tháng 5/2022"],
    "level": ["Khá", "khá", "TB", "Kha", "", "Tốt"],
    "note": ["a", "#N/A", "a\x00b", "Ủy ban", "x" * 70_000],
}


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_values_are_validated_as_the_parser_does(name):
    """Each value alone in a column, in the type a frame gives it, is read or refused as the parser does."""
    program = made(BODY)
    for value in COLUMNS[name]:
        given = pl.DataFrame({name: pl.Series([value, None])})
        [result] = cr.evaluate_many(program, [{"id": "a", name: value}])
        found = decide_frame(program, given)
        assert [one.code for one in result.problems] == [one.code for one in found.problems(0)], value
        row = found.table().row(0, named=True)
        assert result.status == row["verdict"]
        assert {id: one.value for id, one in result.decision.outcomes.items()} == {
            id: row[f"outcome:{id}"] for id in result.decision.outcomes
        }
        assert row["provisional"] == (result.decision.verdict.value if result.problems else None)


LISTS = [
    [],
    [{"n": "a", "ok": True}, {"n": "b", "ok": None}],
    [{"n": "a", "ok": True}],
    [{"n": "a", "ok": True}, {"n": "A ", "ok": True}],
    [{"n": None, "ok": True}, {"n": "b", "ok": True}],
    [{"n": "–", "ok": True}, {"n": "b", "ok": True}],
    [{"n": "a\u200b", "ok": True}, {"n": "b", "ok": True}],
    None,
]


@pytest.mark.parametrize("least", [0, 1, 2])
def test_lists_are_validated_as_the_parser_does(least):
    """Short lists, doubled and missing keys are problems of their row, and their lists unknown."""
    body = {
        "facts": {"us": {"type": "list", "key": "n", "min_items": least, "items": {"n": "text", "ok": "boolean"}}},
        "criteria": {"every": "all(u.ok for u in us)", "two": "count(us) == 2", "some": "count(u.ok for u in us) >= 1"},
    }
    assert_rows_agree(made(body), [{"us": one} for one in LISTS])


def assert_rows_agree(program, rows):
    """All rows in one frame get the status, outcomes and problems that `evaluate_many` gives them."""
    given = frame(program.facts, rows)
    found = decide_frame(program, given)
    table = found.table()
    for row, result in enumerate(cr.evaluate_many(program, [{"id": str(n), **one} for n, one in enumerate(rows)])):
        line = table.row(row, named=True)
        assert (result.status, [one.code for one in result.problems]) == (
            line["verdict"],
            [one.code for one in found.problems(row)],
        ), rows[row]
        assert {id: one.value for id, one in result.decision.outcomes.items()} == {
            id: line[f"outcome:{id}"] for id in result.decision.outcomes
        }, rows[row]


YEARS = [
    [{"year": 2022, "ok": True}, {"year": 2020, "ok": True}, {"year": 2021, "ok": True}],
    [{"year": 2022, "ok": True, "fs": [{"v": 1}, {"v": 2}]}],
    [{"year": 2019, "ok": True}],
    [{"year": 2020, "ok": True}, {"year": 2020, "ok": True}],
    [],
    None,
]


@pytest.mark.parametrize("least", [0, 1])
def test_rolls_are_completed(least):
    """Absent members of a roll are added; members off the roll are problems."""
    items = {"year": "integer", "ok": "boolean", "fs": {"type": "list", "items": {"v": "integer"}}}
    body = {
        "facts": {
            "ys": {"type": "list", "key": "year", "expects": [2020, 2021, 2022], "min_items": least, "items": items}
        },
        "criteria": {
            "every": "all(y.ok for y in ys)",
            "last": "any(y.ok for y in ys if y.year == 2022)",
            "fs": "any(any(f.v == 2 for f in y.fs) for y in ys)",
            "size": "count(ys) == 3",
        },
    }
    assert_rows_agree(made(body), [{"ys": one} for one in YEARS])


def test_a_false_check_makes_the_row_invalid():
    """Rows that a check refutes are decided again without the facts it reads; the others stay."""
    body = {
        "facts": {"a": "integer", "b": "integer", "c": "boolean"},
        "checks": {"most": "a <= b"},
        "criteria": {"a": "a >= 1", "c": "c"},
    }
    rows = [{"a": 1, "b": 2, "c": True}, {"a": 3, "b": 2, "c": False}, {"a": 3, "b": 2, "c": True}, {"a": 1, "c": True}]
    assert_rows_agree(made(body), rows)


def test_a_check_sees_the_day_of_decision():
    """A check that reads the date is made on the day the frame is decided as of, eagerly and lazily."""
    program = made({"facts": {"on": "date", "ok": "boolean"}, "checks": {"past": "on <= as_of"}, "require": "ok"})
    given = pl.DataFrame({"on": [date(2022, 5, 4), date(2022, 5, 5), None], "ok": [True] * 3})
    for as_of, second in ((date(2022, 5, 4), "invalid"), (date(2022, 5, 5), "eligible"), (None, "eligible")):
        found = evaluate_frame(program, given, as_of=as_of)
        assert ["eligible", second, "eligible"] == found["verdict"].to_list()
        assert found.equals(evaluate_lazy(program, given.lazy(), as_of=as_of).collect())
    assert ["false-check"] == [one.code for one in decide_frame(program, given, as_of=date(2022, 5, 4)).problems(1)]


def test_ids_must_be_each_row_s_own():
    """Doubled and missing ids give no decision on every row concerned."""
    program = made({"facts": {"ok": "boolean"}, "require": "ok"})
    given = pl.DataFrame({"id": ["a", "b", " A", None, "c"], "ok": [True] * 5})
    found = decide_frame(program, given)
    assert ["invalid", "eligible", "invalid", "invalid", "eligible"] == found.table()["verdict"].to_list()
    assert [None] * 5 == found.table()["provisional"].to_list()
    assert [None, "met", None, None, "met"] == found.table()["outcome:only"].to_list()
    assert ["doubled-id", "missing-id"] == [found.problems(row)[0].code for row in (2, 3)]


def test_an_outer_fact_inside_a_list():
    """A condition on members reads facts of the candidate, and lists side by side."""
    items = {"v": "integer"}
    body = {
        "facts": {"limit": "integer", "xs": {"type": "list", "items": items}, "ys": {"type": "list", "items": items}},
        "require": "all(x.v >= limit and any(y.v == x.v for y in ys) for x in xs)",
    }
    rows = [
        {"limit": 1, "xs": [{"v": 1}, {"v": 2}], "ys": [{"v": 2}, {"v": 1}]},
        {"limit": 2, "xs": [{"v": 1}], "ys": [{"v": 1}]},
        {"limit": 1, "xs": [{"v": 1}], "ys": [{"v": None}]},
        {"xs": [{"v": 1}], "ys": [{"v": 1}]},
    ]
    assert ["met", "unmet", "unknown", "unknown"] == outcomes(made(body), frame(made(body).facts, rows))


def test_decimals_add_up_exactly():
    """Shares that no double holds reach a limit exactly, in sums, products, lists and quotients."""
    body = {
        "facts": {"a": "percent", "b": "percent", "xs": {"type": "list", "items": {"v": "number"}}},
        "criteria": {
            "sum": "a + b >= 100",
            "above": "a + b > 100",
            "product": "a * b == 2221.11",
            "list": "sum(x.v for x in xs) == 1",
            "zero": "a / (a + b - 100) > 0",
        },
    }
    rows = [
        {"a": 33.3, "b": 66.7, "xs": [{"v": 0.1}] * 10},
        {"a": 33.3, "b": 66.69999999999999, "xs": [{"v": 0.1}] * 9},
        {"a": 33.30000000000001, "b": 66.6999, "xs": [{"v": 0.1}, {"v": 0.9000000000001}]},
        {"a": 33.3, "b": 66.7000001, "xs": [{"v": 1e-9}, {"v": 0.999999999}]},
    ]
    assert_rows_agree(made(body), rows)


def test_a_frame_of_no_rows():
    """No rows give no rows, with all columns."""
    empty = frame(AGENCY.facts, ROWS).clear()
    assert (
        evaluate_frame(AGENCY, frame(AGENCY.facts, ROWS)).clear().schema
        == evaluate_frame(AGENCY, empty, reasons=None).schema
    )
    assert 0 == evaluate_frame(AGENCY, empty, reasons="vi").height


def test_a_date_must_be_a_date():
    """A text for ``as_of`` is refused."""
    with pytest.raises(cr.FactError):
        evaluate_frame(AGENCY, frame(AGENCY.facts, ROWS), as_of="2022-05-05")


@pytest.mark.parametrize("values", [[0, 1, 2, None, 100], [0.0, 0.855, 1.0, 1.0000000000000002, 1.1, None, 85.5]])
def test_percents_of_cells_are_read_as_the_parser_reads_them(values):
    """Bare numbers from cells that may be shares are problems there, and only there."""
    program = made({"facts": {"a": "percent"}, "require": "a >= 1"})
    frame = pl.DataFrame({"id": [f"n{row}" for row in range(len(values))], "a": values})
    for cells in (False, True):
        found = decide_frame(program, frame, cells=cells)
        direct = list(cr.evaluate_many(program, frame.to_dicts(), cells=cells))
        assert [one.problems for one in direct] == [found.problems(row) for row in range(len(values))]
        assert [one.status for one in direct] == found.table()["verdict"].to_list()
        assert cells == any(one.problems for one in direct)
