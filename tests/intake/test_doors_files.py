"""The doors, files: numbers from every kind, names of files, results, forms, several files (14, 21, 22, 24, 27)."""

from __future__ import annotations

import csv
import io
import json
import os

import pytest

from cchc_rules.cli import exit_code
from cchc_rules.evaluation import RowResult
from cchc_rules.reports.texts import write_csv
from tests.intake.doors import HEADER, decide, made, problems, program, remarks, ruleset_text

RATE = "rate: {type: percent, label: {vi: Tỷ lệ, en: Rate}}"
HIGH = "high: {type: number, label: {vi: Điểm, en: Points}}"


def file_of(tmp_path, ending, values):
    """A file of one candidate with facts of these values, as that kind of file writes them."""
    path = tmp_path / f"a.{ending}"
    match ending:
        case "xlsx":
            return made(path, [["id", *values], ["A", *values.values()]])
        case "csv":
            path.write_text(f"id,{','.join(values)}\nA,{','.join(map(str, values.values()))}\n")
        case "json":
            path.write_text(json.dumps([{"id": "A", **values}]))
        case "jsonl":
            path.write_text(json.dumps({"id": "A", **values}) + "\n")
        case _:
            pl = pytest.importorskip("polars")
            pl.DataFrame([{"id": "A", **values}]).write_parquet(path)
    return path


KINDS = pytest.mark.parametrize("ending", ["xlsx", "csv", "json", "jsonl", "parquet"])


@KINDS
def test_case_14_a_bare_share_is_a_problem_from_every_file(tmp_path, ending):
    """0.9 under a percent may be 0,9 % or 90 %; 90 is 90 %."""
    path = file_of(tmp_path, ending, {"rate": 0.9})
    assert ["ambiguous-percent"] == [key for key, _ in problems(path, more=RATE)["A"]]
    assert "undetermined" == decide(file_of(tmp_path, ending, {"rate": 90.5}), more=RATE)["A"]


def test_case_14_files_of_millions_say_so_too(tmp_path):
    """The engines of columns read a Parquet file as every other file."""
    from cchc_rules.bulk.block_decisions import Decider
    from cchc_rules.bulk.survey import survey

    path = file_of(tmp_path, "parquet", {"rate": 0.9})
    candidates = survey(path, program(RATE).category)
    (decided,) = map(Decider(program(RATE), candidates.layout).decide, candidates.blocks())
    assert ["ambiguous-percent"] == [problem.code for problem in decided.faults[0].problems]


@KINDS
@pytest.mark.parametrize("number", [98.18181818181819, 89.99999999999999])
def test_case_27_a_double_is_read_one_way_from_every_file(tmp_path, ending, number):
    """16 and 17 digits are the double they print, rounded to 15; it is said of files in which somebody wrote them."""
    path = file_of(tmp_path, ending, {"high": number})
    assert [] == problems(path, more=HIGH)["A"]
    rounded = [one for one in remarks(path, more=HIGH) if "digits-rounded" in one]
    assert (ending in ("csv", "json", "jsonl")) == bool(rounded)


@pytest.mark.parametrize("ending", ["csv", "json", "jsonl"])
def test_case_27_more_digits_are_refused(tmp_path, ending):
    """Nobody's double has 18."""
    path = file_of(tmp_path, ending, {"high": 0.5})
    path.write_text(path.read_text().replace("0.5", "0.123456789012345678"))
    assert ["too-many-digits"] == [key for key, _ in problems(path, more=HIGH)["A"]]


@pytest.mark.parametrize("text", ["x;=1+1;", "＝1+1", "=1+1", "﹣1", "\t=1", "a,b", 'a"b', "-5"])
def test_case_24_every_text_cell_is_quoted_and_no_formula(text):
    """Formula signs of any width are led by an apostrophe, and a separator of another country splits no cell."""
    out = io.StringIO()
    write_csv(program(), [RowResult(2, text, text, None)], out, "vi")
    line = out.getvalue().split("\r\n")[1]
    assert line.startswith('2,"')
    (row,) = csv.reader([line])
    safe = text if text[0] in "xa" else f"'{text}"
    assert [safe, safe] == row[1:3]
    assert all(cell.startswith('"') for cell in line.split(",", 1)[1:])


@pytest.mark.parametrize("form", ["html", "xlsx", "csv", "json"])
def test_case_21_a_file_name_that_is_no_utf8_is_printed(tmp_path, form, capsys):
    """A warning names the file, whatever bytes its name has."""
    folder = os.fsencode(tmp_path / "rules")
    os.mkdir(folder)
    (tmp_path / "rules" / "ruleset.yaml").write_text(ruleset_text())
    source = made(tmp_path / "a.xlsx", [[*HEADER, "Lạ"], ["A", True, False, 0, 1]])
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.xlsx")
    os.rename(source, odd)
    result = tmp_path / f"out.{form}"
    assert 0 == exit_code(["evaluate", os.fsdecode(folder), "office", odd, "-o", str(result)])
    assert result.stat().st_size
