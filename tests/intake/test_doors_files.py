"""The doors, files: numbers from every kind, names of files, results, forms, several files (14, 21, 22, 24, 27)."""

from __future__ import annotations

import csv
import io
import json
import os

import openpyxl
import polars
import pytest

import cchc_rules as cr
from cchc_rules.cli import exit_code
from cchc_rules.evaluation import RowResult
from cchc_rules.forms.form import write_template
from cchc_rules.reports.report import Report
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
            polars.DataFrame([{"id": "A", **values}]).write_parquet(path)
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
    from cchc_rules.bulk.survey import survey_file

    path = file_of(tmp_path, "parquet", {"rate": 0.9})
    candidates = survey_file(path, program(RATE).category)
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
    write_csv(Report(program(), [RowResult(2, text, text, None)]), out)
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


def form(path, ruleset, category, rows, **options):
    """A form of a shipped ruleset with rows filled in."""
    write_template(path, ruleset, ruleset.category(category), "vi", **options)
    book = openpyxl.load_workbook(path)
    for row in rows:
        for column, value in enumerate(row, start=1):
            book.worksheets[0].cell(2, column, value)
    book.save(path)
    return path


def test_case_22_a_form_of_another_category_is_refused(tmp_path):
    """The hidden stamp names what the form was made for; spreadsheet programs keep it."""
    ruleset = cr.load("hcmc-emulation-2020")
    one, other = (category.id for category in ruleset.categories[:2])
    path = form(tmp_path / "a.xlsx", ruleset, one, [("A", "Nguyễn An")])
    assert 1 == len(cr.read(cr.compile(ruleset, one), path).rows)
    with pytest.raises(cr.TableError) as caught:
        cr.read(cr.compile(ruleset, other), path)
    assert ["form-stamp.category"] == [problem.key for problem in caught.value.problems]
    foreign = cr.load("quan-12-2022")
    with pytest.raises(cr.TableError, match="form-stamp"):
        cr.read(cr.compile(foreign, foreign.categories[0].id), path)


def test_case_22_a_form_of_another_version_is_warned_of(tmp_path):
    """It is decided all the same, and the footing says for which version the form was made."""
    ruleset = cr.load_text(ruleset_text())
    path = form(tmp_path / "a.xlsx", ruleset, "office", [("A", "An", "Có", "Không", 0)])
    newer = cr.compile(cr.load_text(ruleset_text().replace("version: 1.0.0", "version: 2.0.0")), "office")
    table = cr.read(newer, path)
    assert ["form-stamp.version"] == [problem.key for problem in table.problems]
    results = list(cr.decide_rows(newer, table))
    assert ["eligible"] == [result.status for result in results]
    footing = Report(newer, results, problems=table.problems).footing
    assert ("1.0.0",) == footing.forms and ["1.0.0"] == footing.to_dict()["forms"]
    assert any("1.0.0" in line for line in footing.lines("vi"))
    assert all(problem.render_line("vi") and problem.render_line("en") for problem in table.problems)


def test_case_22_a_table_without_a_fact_is_asked_about(tmp_path):
    """Ids and names say nothing; columns of another category say which was meant."""
    ruleset = cr.load("quan-12-2022")
    agency, head = (cr.compile(ruleset, one) for one in ("agency", "head"))
    for name in ("a.xlsx", "a.csv"):
        path = tmp_path / name
        if name == "a.xlsx":
            made(path, [["Mã", "Họ và tên"], ["A", "An"]])
        else:
            path.write_text("Mã,Họ và tên\nA,An\n")
        with pytest.raises(cr.TableError) as caught:
            cr.read(agency, path)
        assert ["other-category.no-facts"] == [problem.key for problem in caught.value.problems]
    strange = [fact.label.vi for fact in agency.facts if fact.name not in {one.name for one in head.facts}]
    path = made(tmp_path / "b.xlsx", [["Mã", *strange], ["A", *[None] * len(strange)]])
    with pytest.raises(cr.TableError, match="agency"):
        cr.read(head, path)


def test_evidence_stands_beside_each_judgement(tmp_path):
    """`template --evidence` adds the column, and its text is the evidence of that value."""
    ruleset = cr.load("quan-12-2022")
    program_ = cr.compile(ruleset, "agency")
    path = tmp_path / "a.xlsx"
    write_template(path, ruleset, program_.category, "vi", evidence=True)
    book = openpyxl.load_workbook(path)
    headers = [cell.value for cell in book.worksheets[0][1]]
    beside = next(index for index, text in enumerate(headers) if str(text).endswith("– căn cứ"))
    book.worksheets[0].append(["A", "An", *[None] * (beside - 3), "Có", "Quyết định 12/QĐ"])
    book.save(path)
    (result,) = cr.decide_rows(program_, cr.read(program_, path))
    assert ["Quyết định 12/QĐ"] == [one.evidence for one in result.decision.provenance.values()]


def test_several_files_are_read_one_after_another(tmp_path):
    """Every row keeps its file, an id in two files names both, and a bad file leaves the others."""
    made(tmp_path / "a.xlsx", [HEADER, ["A", True, False, 0], ["B", True, False, 0]])
    (tmp_path / "b.csv").write_text("Mã,Đạt chuẩn,Bị kỷ luật,Số vụ\nC,Có,Không,nhiều\nb,Có,Không,0\n")
    (tmp_path / "c.xlsx").write_bytes(b"PK\x03\x04")
    (tmp_path / "~$a.xlsx").write_bytes(b"open")
    (tmp_path / "read me.md").write_text("none")
    table = cr.read(program(), tmp_path)
    assert ["c.xlsx"] == [os.path.basename(one.where.file) for one in table.problems if one.code == "sheet-broken"]
    found = {result.id: result for result in cr.decide_rows(program(), table)}
    assert {"A": "eligible", "B": "invalid", "C": "invalid", "b": "invalid"} == {
        id: one.status for id, one in found.items()
    }
    assert ["doubled-id.files"] == [problem.key for problem in found["B"].problems]
    assert all(name in found["b"].problems[0].message() for name in ("a.xlsx", "b.csv"))
    where = found["C"].problems[0].where
    assert ("b.csv", 2, "D2") == (os.path.basename(where.file), where.row, where.cell)
    assert 2 == len(cr.read(program(), [tmp_path / "a.xlsx"]).rows)


def test_a_folder_without_candidates_is_refused(tmp_path):
    """So are files none of which can be read."""
    with pytest.raises(cr.TableError, match="no-files"):
        cr.read(program(), tmp_path)
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("x\n")
    with pytest.raises(cr.TableError, match=r"a\.csv.*\n.*b\.csv"):
        cr.read(program(), tmp_path)


def test_lists_of_their_own_files_serve_several_files(tmp_path):
    """A member belongs to whoever has its id, in whatever file."""
    for name in "ab":
        (tmp_path / f"{name}.csv").write_text(f"Mã,Đạt chuẩn,Bị kỷ luật,Số vụ\n{name},Có,Không,0\n")
    (tmp_path / "models.tsv").write_text("Mã\tTên sáng kiến\nb\tMột\nc\tHai\n")
    models = "models:\n  type: list\n  min_items: 0\n  label: {vi: Sáng kiến, en: Models}\n"
    models += (
        "  each: {vi: sáng kiến, en: model}\n  items: {title: {type: text, label: {vi: Tên sáng kiến, en: Title}}}"
    )
    lists = {"models": tmp_path / "models.tsv"}
    table = cr.read(program(models), [tmp_path / "a.csv", tmp_path / "b.csv"], lists=lists)
    assert [None, [{"title": "Một"}]] == [row.facts.get("models") for row in table.rows]
    assert ["unknown-owner"] == [problem.code for problem in table.problems]


def test_the_command_takes_several_files_and_names_ids(tmp_path):
    """Files and folders stand one after another; `--id` names the column of ids."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "ruleset.yaml").write_text(ruleset_text())
    for name in "ab":
        (tmp_path / f"{name}.csv").write_text(f"Số hiệu,Đạt chuẩn,Bị kỷ luật,Số vụ\n{name},Có,Không,0\n")
    files, out = [str(tmp_path / f"{name}.csv") for name in "ab"], tmp_path / "out.json"
    asked = ["evaluate", str(tmp_path / "rules"), "office", *files, "--id", "Số hiệu", "-o", str(out)]
    assert 0 == exit_code(asked)
    assert {"eligible": 2} == json.loads(out.read_text())["counts"]
