"""Candidates who are put off: neither refused nor undetermined, in every output and on both engines of files."""

from __future__ import annotations

import csv
import json
from io import StringIO

import openpyxl
import polars as pl
import pytest
from rich.console import Console

import cchc_rules as cr
from cchc_rules.cli import exit_code
from cchc_rules.cli.report import print_report
from cchc_rules.evaluation import evaluate, evaluate_many
from cchc_rules.language.loader import load_text
from cchc_rules.reports.outputs import write_file
from cchc_rules.reports.report import Report
from tests.generation.bodies import CATEGORY, document, text

BODY = {
    "facts": {"rated": "boolean", "pending": "boolean"},
    "criteria": {"rated": "rated", "case": {"require": "not pending", "unmet": "deferred"}},
}
ROWS = [
    {"id": "in", "rated": True, "pending": False},
    {"id": "later", "rated": True, "pending": True},
    {"id": "later2", "rated": True, "pending": True},
    {"id": "out", "rated": False, "pending": True},
    {"id": "open", "rated": None, "pending": False},
    {"id": "both", "rated": None, "pending": True},
    {"id": "bad", "rated": "có lẽ", "pending": True},
]
VERDICTS = ["eligible", "deferred", "deferred", "ineligible", "undetermined", "undetermined", "invalid"]
ENDINGS = ["csv", "json", "jsonl", "parquet", "xlsx", "html", "docx"]


@pytest.fixture(scope="module")
def program():
    """A program one criterion of which defers."""
    return cr.compile(load_text(text(document(BODY))), CATEGORY)


@pytest.fixture
def asked(tmp_path):
    """The ruleset and its candidates as files."""
    (tmp_path / "ruleset.yaml").write_text(text(document(BODY)), encoding="utf-8")
    cells = {True: "Có", False: "Không", None: ""}
    with (tmp_path / "in.csv").open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(["id", "rated", "pending"])
        table.writerows([one["id"], *(cells.get(one[key], one[key]) for key in ("rated", "pending"))] for one in ROWS)
    return tmp_path


@pytest.mark.parametrize(
    ("facts", "favourable", "missing"),
    [
        ({"rated": True, "pending": False}, True, ()),
        ({"rated": True, "pending": True}, False, ()),
        ({"rated": False}, False, ()),
        ({"rated": True}, None, ("pending",)),
        ({"pending": True}, False, ("rated",)),
    ],
)
def test_nobody_put_off_may_be_taken_now(program, facts, favourable, missing):
    """`favourable` is False as soon as a criterion is unmet, also while the verdict hangs on another one."""
    decision = evaluate(program, facts)
    assert favourable is decision.favourable
    assert missing == tuple(map(str, decision.missing_facts))


def test_an_explanation_says_that_it_is_put_off_and_what_is_open(program):
    """The verdict, the criterion that puts off, and beside an open verdict that it is put off already."""
    later = str(cr.explain(evaluate(program, {"id": "x", "rated": True, "pending": True}), "vi"))
    assert "tạm hoãn" in later.splitlines()[0]
    assert "không đạt, tạm hoãn" in later
    both = str(cr.explain(evaluate(program, {"id": "x", "pending": True}), "vi"))
    assert "chưa đủ căn cứ kết luận" in both.splitlines()[0]
    assert "Đã có tiêu chí làm tạm hoãn" in both


def test_a_report_counts_and_lists_the_deferred_apart(program):
    """A status, a colour and a list of their own; one line says why, and what else is open."""
    report = Report(program, list(evaluate_many(program, iter(ROWS))))
    expected = {"eligible": 1, "ineligible": 1, "undetermined": 2, "deferred": 2, "invalid": 1}
    assert expected == {status: count for status, _, count in report.statuses()}
    assert ("good", "bad", "open", "later", "faulty") == report.kinds()
    lists = {one.words: [line.text for line in one.lines] for one in report.verdict_lists()}
    assert ["tạm hoãn (Pending: có); còn thiếu: rated"] == lists["chưa đủ căn cứ kết luận"][1:]
    assert ["Pending: có"] * 2 == lists["tạm hoãn"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_output_says_deferred(program, tmp_path, ending):
    """As a code in data, as words for people."""
    path = tmp_path / f"out.{ending}"
    write_file(Report(program, list(evaluate_many(program, iter(ROWS)))), ending, path)
    match ending:
        case "csv":
            assert 2 == path.read_text(encoding="utf-8-sig").count(',"tạm hoãn",')
        case "json":
            assert 2 == json.loads(path.read_text())["counts"]["deferred"]
        case "jsonl":
            assert VERDICTS == [json.loads(line)["verdict"] for line in path.read_text().splitlines()][: len(ROWS)]
        case "parquet":
            assert VERDICTS == pl.read_parquet(path)["verdict"].to_list()
        case "xlsx":
            cells = [cell for row in openpyxl.load_workbook(path)["Kết quả"].iter_rows() for cell in row]
            (head,) = [cell for cell in cells if cell.value == "Tạm hoãn: 2 hồ sơ"]
            assert "FFCFE2F7" == head.fill.fgColor.rgb
        case "html":
            assert '<h2 class="later">' in path.read_text()
        case _:
            assert 1_000 < path.stat().st_size


def test_the_terminal_says_of_a_criterion_that_it_puts_off(program):
    """Beside its title, as the explanation does."""
    out = StringIO()
    print_report(Report(program, list(evaluate_many(program, iter(ROWS)))), Console(file=out, width=100))
    assert out.getvalue().count("2. case: không đạt, tạm hoãn") == 4
    assert "1. rated: không đạt\n" in "\n".join(line.rstrip() for line in out.getvalue().splitlines())


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_both_engines_of_files_write_the_same(asked, capsys, ending):
    """Rows with problems keep their own code behind that of the deferred."""
    common = ["evaluate", str(asked), CATEGORY, str(asked / "in.csv"), "--reasons"]
    written = []
    for engine in ("direct", "columns"):
        out = asked / f"{engine}.{ending}"
        assert 1 == exit_code([*common, "--engine", engine, "-o", str(out)])
        written.append(pl.read_parquet(out).to_dicts() if ending == "parquet" else out.read_text().splitlines())
        assert "tạm hoãn: 2; dữ liệu không hợp lệ: 1" in capsys.readouterr().err
    assert written[0] == written[1]


@pytest.mark.parametrize("engine", ["direct", "columns"])
@pytest.mark.parametrize(("fail_on", "code"), [("deferred", 1), ("ineligible", 0), ("undetermined", 0)])
def test_fail_on_counts_the_deferred_apart(asked, engine, fail_on, code):
    """Whoever is put off is neither refused nor undetermined to `--fail-on`."""
    (asked / "in.csv").write_text("id,rated,pending\na,Có,Có\nb,Có,Không\n", encoding="utf-8")
    files = [str(asked / "in.csv"), "-o", str(asked / "out.jsonl"), "--engine", engine]
    assert code == exit_code(["evaluate", str(asked), CATEGORY, *files, "--fail-on", fail_on])


def test_a_ruleset_without_deferral_knows_no_such_status():
    """Counts, enumerations and pages of other rulesets stay as they are."""
    program = cr.compile(cr.load("quan-12-2022"), "agency")
    assert ["eligible", "ineligible", "undetermined"] == [verdict.value for verdict in program.verdicts]
    assert ("good", "bad", "open", "faulty") == Report(program, []).kinds()
