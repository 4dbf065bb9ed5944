"""Scores and grades in result files: the same of every engine and in every form, and those of the decision."""

from __future__ import annotations

import csv
import json
from datetime import date
from fractions import Fraction
from io import StringIO
from math import inf, isclose
from random import Random

import openpyxl
import polars as pl
import pytest

from cchc_rules.bulk import csv as delimited
from cchc_rules.bulk import parquet
from cchc_rules.bulk.file_decisions import decide_file
from cchc_rules.decisions.scoring import Score, list_result_titles, say_result
from cchc_rules.intake.reader import read_rows
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.language.loader import load_text
from cchc_rules.program.compiler import compile
from cchc_rules.reports.outputs import write_file
from cchc_rules.reports.report import Report
from tests.generation.bodies import CATEGORY, document, text

BODY = {
    "decides": "grading",
    "scales": {"mass": {"levels": ["D", "C", "B", "A"], "unranked": ["không xếp loại"]}},
    "facts": {
        "part": {"type": "integer", "min": 0},
        "whole": {"type": "integer", "min": 0},
        "extra": {"type": "number", "decimals": 3, "min": 0},
        "plan": "boolean",
        "crime": "boolean",
        "joined": "boolean",
        "told": {"type": "date"},
        "area": {"type": "choice", "options": ["x", "y"]},
    },
    "checks": {"parts": "part <= whole"},
    "scores": {
        "total": {
            "shown": 2,
            "lines": {
                "share": {"most": 60, "is": "60 * part / whole"},
                "plan": {"most": 30, "first": [{"when": "plan", "is": 30}, {"is": 2.5}]},
                "extra": {"most": 10, "is": "extra"},
                "area": {"most": 1, "first": [{"when": 'area == "x"', "is": 1}, {"is": 0}]},
            },
        },
        "bare": {"lines": {"share": "10 * part / whole", "extra": "extra"}},
        "net": {
            "least": "none",
            "shown": 0,
            "lines": {"extra": "extra", "late": {"least": "none", "is": "-0.5 * part"}},
        },
    },
    "grades": {
        "grade": {
            "scale": "mass",
            "first": [
                {"when": "not joined", "is": "không xếp loại"},
                {"when": "total >= 95", "is": "A"},
                {"when": "total >= 60", "is": "B"},
                {"is": "C"},
            ],
            "at_most": [{"when": "crime", "is": "D"}],
        }
    },
}
PROGRAM = compile(load_text(text(document(BODY))), CATEGORY)
DAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """Blocks of seven rows, so that a few rows make several."""
    monkeypatch.setattr(delimited, "BLOCK", 7)
    monkeypatch.setattr(parquet, "BLOCK", 7)


def rows(count=60):
    """Candidates with every kind of fault and gap, and shares that end on a half."""
    random = Random(20)
    found = []
    for number in range(count):
        whole = random.choice([0, 3, 7, 8, 16, 64, 120, 400, None])
        fields = {
            "id": random.choice([f"A{number}"] * 12 + ["twice", None]),
            "part": None if random.random() < 0.1 else random.randint(0, (whole or 5) + (random.random() < 0.05)),
            "whole": whole,
            "extra": random.choice([0.0, 0.005, 2.5, 4.995, 5.0, 9.995, 10.0, 12.0, 1.005, None]),
            "plan": random.choice([True, True, False, None]),
            "crime": random.choice([False, False, False, True, None]),
            "joined": random.choice([True, True, True, False, None]),
            "told": date(2026, 11, 1),
            "area": random.choice(["x", "y", None]),
        }
        found.append(fields)
    return found


def source(folder, ending):
    """The candidates in a file."""
    path = folder / f"in{ending}"
    kinds = {"extra": pl.Float64, "part": pl.Int64, "whole": pl.Int64}
    frame = pl.DataFrame(rows(), schema_overrides=kinds)
    if ending == ".parquet":
        frame.write_parquet(path)
    else:
        words = {True: "Có", False: "Không"}
        flags = [pl.col(name).replace_strict(words, return_dtype=pl.String) for name in ("plan", "crime", "joined")]
        frame.with_columns(flags).write_csv(path)
    return path


def report(path, language):
    """The decisions of the direct engine."""
    table = read_rows(path, PROGRAM.category)
    results = list(decide_rows(PROGRAM, table, as_of=DAY))
    return Report(PROGRAM, results, language, DAY, table.problems)


def both(folder, given, ending, language):
    """The file each engine writes, and the results of the direct engine's decisions."""
    path = source(folder, given)
    told = report(path, language)
    write_file(told, ending[1:], folder / f"direct{ending}")
    decide_file(PROGRAM, path, folder / f"columns{ending}", as_of=DAY, language=language)
    results = [None if one.decision is None else one.decision.results for one in told.results]
    assert any(one is None for one in results)
    assert any(one.status == "invalid" and one.decision is not None for one in told.results)
    return folder / f"direct{ending}", folder / f"columns{ending}", results


def is_near(number, exact):
    """Whether a double stands for an exact end, None for none."""
    if exact is None:
        return abs(number) == inf
    return isclose(number, float(exact), rel_tol=1e-11, abs_tol=1e-11)


@pytest.mark.parametrize(("given", "language"), [(".csv", "vi"), (".parquet", "en")])
def test_parquet_has_every_result_in_columns_of_its_own(tmp_path, given, language):
    """Value, ends and words of a score, the one value and all possible ones of a grade, equal on both engines."""
    *paths, results = both(tmp_path, given, ".parquet", language)
    one, other = (pl.read_parquet(path) for path in paths)
    assert one.drop("reasons").schema == other.schema
    doubles = [f"result:{name}{end}" for name in ("total", "bare", "net") for end in ("", ":from", ":to")]
    assert one.drop("reasons", *doubles).equals(other.drop(doubles))
    assert set(doubles) | {"result:total:shown", "result:grade", "result:grade:possible"} <= set(one.columns)
    for table in (one, other):
        for row, found in zip(table.iter_rows(named=True), results, strict=True):
            if found is None:
                assert all(row[name] is None for name in row if name.startswith("result:"))
                continue
            for name, result in found.items():
                if not isinstance(result, Score):
                    assert (result.value, list(result.possible)) == (
                        row[f"result:{name}"],
                        row[f"result:{name}:possible"],
                    )
                    continue
                value, low, high = (row[f"result:{name}{end}"] for end in ("", ":from", ":to"))
                assert result.shown.within(language) == row[f"result:{name}:shown"]
                assert is_near(value, result.exact) if result.exact is not None else value is None
                if value is not None and (result.exact * 10**4).denominator == 1:
                    assert value == float(result.exact)
                assert is_near(low, result.low) and is_near(high, result.high)
                assert low == -inf if result.low is None else Fraction(low) <= result.low
                assert high == inf if result.high is None else Fraction(high) >= result.high


@pytest.mark.parametrize(("given", "language"), [(".csv", "en"), (".parquet", "vi")])
def test_csv_says_every_result_in_words(tmp_path, given, language):
    """Grades, then scores, before the criteria; the files of both engines are the same bytes."""
    one, other, results = both(tmp_path, given, ".csv", language)
    texts = [path.read_text(encoding="utf-8-sig") for path in (one, other)]
    assert texts[0].splitlines()[2:] == texts[1].splitlines()[2:]
    heads, *lines = csv.reader(StringIO(texts[1], newline=""))
    titles = list_result_titles(PROGRAM, language)
    assert list(titles.values()) == heads[4 : 4 + len(titles)]
    for line, found in zip(lines, results, strict=True):
        said = ["" if found is None else say_result(found[name], language) for name in titles]
        assert said == [cell.removeprefix("'") for cell in line[4 : 4 + len(titles)]]


@pytest.mark.parametrize("given", [".csv", ".parquet"])
def test_json_lines_have_every_result_exactly(tmp_path, given):
    """Exact numbers as text, words of both languages, what each one misses: the object of the decision."""
    one, other, results = both(tmp_path, given, ".jsonl", "en")
    lines = [[json.loads(line) for line in path.read_text().splitlines()] for path in (one, other)]
    assert [list(line) for line in lines[0]] == [list(line) for line in lines[1]]
    for line, again, found in zip(*lines, results, strict=True):
        assert line == again | {"footing": line["footing"]} if "footing" in line else line == again
        plain = None if found is None else {name: result.to_dict() for name, result in found.items()}
        assert plain == again.get("results")


def test_a_workbook_has_every_result_in_words_and_as_numbers(tmp_path):
    """A sheet of words to print; behind them the level, the number and its ends, empty where there is none."""
    told = report(source(tmp_path, ".parquet"), "en")
    write_file(told, "xlsx", tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    heads, *lines = book["Scores and grades"].iter_rows(values_only=True)
    titles = list_result_titles(PROGRAM, "en")
    assert ["grade", "total", "bare", "net"] == list(titles)
    numbers = [f"{name} – {key}" for name in ("total", "bare", "net") for key in ("number", "lowest", "highest")]
    assert ("Id", "Name", "Verdict", *titles.values(), "grade – settled", *numbers) == heads
    for line, one in zip(lines, told.results, strict=True):
        if one.decision is None:
            assert (None,) * (len(heads) - 3) == line[3:]
            continue
        found = one.decision.results
        assert [say_result(found[name], "en") for name in titles] == list(line[3:7])
        ends = [found["grade"].value]
        for name in ("total", "bare", "net"):
            ends += [found[name].exact, found[name].low, found[name].high]
        assert ends[0] == line[7]
        for exact, cell in zip(ends[1:], line[8:], strict=True):
            assert cell is None if exact is None else is_near(cell, exact)
