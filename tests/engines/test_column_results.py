"""Scores and grades of frames: as columns of their own, the same as anywhere else."""

from __future__ import annotations

import csv
from fractions import Fraction
from io import StringIO
from math import inf
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

from cchc_rules.cli import exit_code
from cchc_rules.engines.columns.lazy import evaluate_lazy
from cchc_rules.engines.columns.results import evaluate_frame, explain_row
from cchc_rules.engines.spark import decide_batches
from cchc_rules.evaluation import evaluate
from cchc_rules.language.loader import load_text
from cchc_rules.program.compiler import compile
from tests.engines.columns_comparing import run
from tests.generation.bodies import CATEGORY, document, text
from tests.generation.open_ends import open_sample
from tests.generation.results import scored_sample

ROOT = Path(__file__).parents[2]
BODY = {
    "decides": "grading",
    "scales": {"mass": ["D", "C", "B", "A"]},
    "facts": {
        "part": {"type": "integer", "min": 0},
        "whole": {"type": "integer", "min": 0},
        "plan": "boolean",
        "extra": {"type": "number", "min": 0},
        "crime": "boolean",
    },
    "scores": {
        "total": {
            "lines": {
                "share": {"most": 60, "is": "60 * part / whole"},
                "plan": {"most": 30, "first": [{"when": "plan", "is": 30}, {"is": 2.5}]},
                "extra": "extra",
            },
        }
    },
    "grades": {
        "grade": {
            "scale": "mass",
            "of": "total",
            "bands": [{"from": 90, "is": "A"}, {"from": 60, "is": "B"}, {"from": 30, "is": "C"}, {"is": "D"}],
            "at_most": [{"when": "crime", "is": "D"}],
        }
    },
}
FRAME = pl.DataFrame(
    {
        "id": ["third", "limit", "open", "endless", "void", "out"],
        "part": [1, 3, 3, 3, 0, 3],
        "whole": [3, 3, 3, 3, 0, 3],
        "plan": [True, True, None, True, True, True],
        "extra": [0.1, 0.0, 0.0, None, 0.0, 0.0],
        "crime": [False, False, False, False, None, True],
    }
)
PROGRAM = compile(load_text(text(document(BODY))), CATEGORY)


@pytest.mark.parametrize(
    ("make", "last"),
    [
        (scored_sample, 25),
        (open_sample, 11),
        pytest.param(scored_sample, 75, marks=pytest.mark.soak),
        pytest.param(open_sample, 75, marks=pytest.mark.soak),
    ],
)
def test_columns_agree_with_direct_on_scores_and_grades(make, last):
    """On random programs no verdict, outcome, grade or score differs, as far as a double holds one."""
    tally = run(range(1, last), 300, make=make)
    assert [] == tally.disagreements
    assert tally.cases >= 100 * last


def test_results_are_columns_of_a_frame():
    """A score as the nearest double and its ends, a grade as the one level and as all it may be."""
    found = evaluate_frame(PROGRAM, FRAME)
    assert ["graded", "graded", "undetermined", "graded", "undetermined", "graded"] == found["verdict"].to_list()
    assert [50.1, 90.0, None, None, None, 90.0] == found["result:total"].to_list()
    assert [90.0, 62.5, 90.0, 30.0, 90.0] == [round(low, 9) for low in found["result:total:from"].to_list()[1:]]
    assert [90.0, 90.0, inf, 90.0, 90.0] == [round(high, 9) for high in found["result:total:to"].to_list()[1:]]
    assert ["C", "A", None, "A", None, "D"] == found["result:grade"].to_list()
    possible = [["C"], ["A"], ["B", "A"], ["A"], ["D", "C", "B", "A"], ["D"]]
    assert possible == found["result:grade:possible"].to_list()
    low, high = (Fraction(found[f"result:total:{end}"][0]) for end in ("from", "to"))
    assert low <= Fraction("50.1") <= high


def test_points_that_are_decimals_are_the_doubles_nearest_to_them():
    """51.3 is 51.3 in a column, whatever Polars makes of 513 / 10."""
    body = {
        "facts": {"n": {"type": "integer", "min": 0, "max": 10_000}, "x": {"type": "number", "min": 0, "max": 999}},
        "scores": {
            "total": {"lines": {"tenths": "0.1 * n", "own": "x"}},
            "half": {"rounded": 2, "lines": {"n": "n / 8"}},
        },
        "criteria": {"some": "total > 0"},
    }
    program = compile(load_text(text(document(body))), CATEGORY)
    counts = list(range(0, 10_000, 7))
    frame = pl.DataFrame({"n": counts, "x": [0.01 * (count % 97) for count in counts]})
    found = evaluate_frame(program, frame)
    tenths = [count * 10 + count % 97 for count in counts]
    assert [hundredths / 100 for hundredths in tenths] == found["result:total"].to_list()
    rounded = [(count * 100 + 4) // 8 / 100 for count in counts]
    assert rounded == found["result:half"].to_list()


def test_totals_that_land_on_a_limit_are_decided_as_the_definition_does():
    """28 parts of 28 are 1 though doubles add up to less; so is what is cut at a cap of 15 decimals."""
    cap = "0.123456789012345"
    parts = {"lines": {f"l{at}": {"most": 1, "is": "part / whole"} for at in range(28)}}
    scores = {"total": parts, "cut": {"lines": {"only": {"most": float(cap), "is": "part / whole"}}}}
    criteria = {"full": "total >= 1", "above": "total > 1", "at-cap": f"cut >= {cap}", "beyond": f"cut > {cap}"}
    facts = {name: {"type": "integer", "min": 0, "max": 1000} for name in ("part", "whole")}
    program = compile(load_text(text(document({"facts": facts, "scores": scores, "criteria": criteria}))), CATEGORY)
    rows = [{"part": part, "whole": whole} for part in range(8) for whole in (1, 3, 7, 28, 56)]
    found = evaluate_frame(program, pl.DataFrame(rows))
    for number, row in enumerate(rows):
        decision = evaluate(program, row)
        assert {one: decision[one].outcome.value for one in criteria} == {
            one: found[f"outcome:{one}"][number] for one in criteria
        }, row


def test_ends_stay_within_the_caps():
    """What is lost of large parts by rounding takes no end below 0 points or above the most."""
    lines = {"part": {"is": "300000 * part / whole"}, "back": {"least": "none", "is": "-300000 * part / whole"}}
    scores = {"total": {"least": 0, "most": 10, "lines": {**lines, "extra": {"most": 10, "is": "extra"}}}}
    facts = {name: {"type": "integer", "min": 0, "max": 1000} for name in ("part", "whole", "extra")}
    body = {"facts": facts, "scores": scores, "criteria": {"some": "total >= 0"}}
    program = compile(load_text(text(document(body))), CATEGORY)
    frame = pl.DataFrame(
        {"part": [1, 2, 5], "whole": [3, 7, 11], "extra": [0, 10, None]}, schema_overrides={"extra": pl.Int64}
    )
    found = evaluate_frame(program, frame)
    assert all(0 <= low for low in found["result:total:from"])
    assert all(high <= 10 for high in found["result:total:to"])


def test_lazy_frames_and_batches_of_a_cluster_have_the_same_results():
    """Only what is asked for is computed; a cluster has words as texts."""
    whole = evaluate_frame(PROGRAM, FRAME)
    lazy = evaluate_lazy(PROGRAM, FRAME.lazy())
    assert whole.equals(lazy.collect())
    assert whole.select("result:grade").equals(lazy.select("result:grade").collect())
    (batch,) = decide_batches(PROGRAM, FRAME.to_arrow().to_batches())
    assert whole["result:total"].to_list() == batch.column("result:total").to_pylist()
    assert whole["result:grade:possible"].to_list() == batch.column("result:grade:possible").to_pylist()
    assert pa.string() == batch.schema.field("result:grade").type


def test_a_row_without_an_id_of_its_own_has_no_results():
    """Nobody knows whose they are; a row with problems has those of its provisional verdict."""
    found = evaluate_frame(PROGRAM, FRAME.with_columns(id=pl.Series(["a", "a", "b", "c", "d", "e"]), extra=-1.0))
    assert [None, None] == found["result:grade"].to_list()[:2]
    assert [None, None] == found["result:total:from"].to_list()[:2]
    assert "invalid" == found["verdict"][2]
    assert ["B", "A"] == found["result:grade:possible"].to_list()[2]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_file_of_a_category_that_only_grades_is_written_alike_by_both_engines(tmp_path, ending):
    """No criterion, so no outcomes and no reasons, but grades and scores."""
    folder = ROOT / "examples" / "scored_campaign"
    written = []
    for engine in ("direct", "columns"):
        out = tmp_path / f"{engine}.{ending}"
        files = [str(folder / "candidates.csv"), "-o", str(out)]
        assert 1 == exit_code(["evaluate", str(folder), "ward", *files, "--engine", engine, "--reasons"])
        if ending == "parquet":
            doubles = [f"result:total{end}" for end in ("", ":from", ":to")]
            written.append(pl.read_parquet(out).drop(doubles).to_dicts())
        else:
            written.append(list(csv.reader(StringIO(out.read_text(encoding="utf-8-sig"), newline=""))))
    assert written[0] == written[1]


def test_a_row_explained_has_the_results_of_its_columns():
    """The decision of one row gives its score exactly."""
    decision = explain_row(PROGRAM, FRAME, 0)
    assert Fraction("50.1") == decision.results["total"].exact
    assert "C" == decision.results["grade"].value
