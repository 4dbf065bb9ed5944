"""The footing: from each form alone one reads back what its results were reached under."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256

import pytest

import cchc_rules as cr
from cchc_rules.cli import exit_code

CHANGED = "Số sáng kiến tối thiểu"
EVIDENCE = "QĐ 15/QĐ-UBND"
OFFICES = f"""Mã,Tên đơn vị,Có người bị kỷ luật,Có người bị kỷ luật – căn cứ,Xếp loại,Sáng kiến
A01,Phòng Nội vụ,Không,{EVIDENCE},Tốt,0
A02,Phòng Tư pháp,Có,,Tốt,0
"""
DOCUMENTS = (".html", ".docx", ".xlsx")
FORMS = {
    **{f"report{ending}": ("evaluate", ["--detail", "full"], ending) for ending in DOCUMENTS},
    **{f"brief{ending}": ("evaluate", [], ending) for ending in DOCUMENTS},
    "table": ("evaluate", ["--reasons"], ".txt"),
    **{f"data{ending}": ("evaluate", [], ending) for ending in (".csv", ".json", ".jsonl", ".parquet")},
    **{f"bulk{ending}": ("evaluate", ["--engine", "columns"], ending) for ending in (".csv", ".jsonl", ".parquet")},
    "letter": ("explain", ["--id", "A01"], ".docx"),
    **{f"explain-{one}": ("explain", ["--id", "A01", "--format", one], "") for one in ("text", "markdown")},
    "explain-html": ("explain", ["--id", "A01", "--format", "html"], ".html"),
    "explain-json": ("explain", ["--id", "A01", "--format", "json"], ".json"),
}
"""Every form results have: the command, what it is asked, the ending of its file."""


@pytest.fixture
def results(tmp_path, monkeypatch, capsys):
    """Writes the results of a small campaign, with evidence, under a changed parameter and a date, in some form."""
    from tests.cli.test_commands import HERE

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CCHC_RULESETS", str(HERE / "given"))
    monkeypatch.delenv("CCHC_LANG", raising=False)
    (tmp_path / "offices.csv").write_text(OFFICES)

    def write(command, options, ending):
        path = tmp_path / f"results{ending}"
        asked = [command, "small", "office", "offices.csv", *options, "--param", "least=2", "--as-of", "15/12/2022"]
        printed = command == "explain" and ending != ".docx"
        assert 0 == exit_code([*asked, *([] if printed else ["-o", str(path)])])
        said = capsys.readouterr()
        if printed:
            path.write_text(said.out, encoding="utf-8")
        return path, said.err

    return write


def hash_of(name):
    """The SHA-256 of a file."""
    with open(name, "rb") as handle:
        return sha256(handle.read()).hexdigest()


def read_document(path):
    """All texts of a report, a letter or of a printed page."""
    import docx
    import openpyxl

    match path.suffix:
        case ".docx":
            document = docx.Document(str(path))
            cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
            return "\n".join([*(one.text for one in document.paragraphs), *cells])
        case ".xlsx":
            book = openpyxl.load_workbook(path)
            cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
            return "\n".join(str(cell) for cell in cells if cell)
        case _:
            return path.read_text(encoding="utf-8").replace("\\", "")


def read_data(path):
    """The footing that stands in data, and what stands there of evidence."""
    import pandas as pd
    import polars as pl

    match path.suffix:
        case ".parquet":
            return json.loads(pl.read_parquet_metadata(path)["cchc_rules"]), str(pl.read_parquet(path).to_dicts())
        case ".csv":
            frame = pd.read_csv(path)
            assert [2, 3] == frame["Dòng"].to_list()
            return json.loads(frame["Căn cứ kết luận"].dropna().item()), frame["Căn cứ của dữ liệu"][0]
        case ".jsonl":
            rows = [json.loads(line) for line in path.read_text().splitlines()]
            assert ["A01", "A02"] == [row["id"] for row in rows]
            return rows[0].pop("footing"), str(rows)
        case _:
            found = json.loads(path.read_text())
            return found.get("footing", found), str(found["provenance"] if "provenance" in found else found["results"])


@pytest.mark.parametrize("form", FORMS)
def test_each_form_alone_says_what_it_was_reached_under(results, form):
    """Ruleset, version, digest, date, changed parameter beside the ruleset's value, file and hash; and evidence."""
    path, _ = results(*FORMS[form])
    ruleset, source = cr.load("small"), hash_of("offices.csv")
    if path.suffix in (".csv", ".json", ".jsonl", ".parquet"):
        found, evidence = read_data(path)
        assert {"id": ruleset.id, "version": ruleset.version, "digest": ruleset.digest} == found["ruleset"]
        assert {"least": {"value": 2, "ruleset_value": 1}} == found["parameters"]
        assert ("2022-12-15", cr.__version__) == (found["as_of"], found["tool"]["version"])
        assert [{"name": "offices.csv", "sha256": source}] == found["sources"]
        assert EVIDENCE in evidence
        return
    text = " ".join(read_document(path).split())
    stated = {ruleset.id, ruleset.version, ruleset.digest, "offices.csv", source, EVIDENCE}
    assert set() == {one for one in stated if one not in text}
    assert "Ngày xét: 15/12/2022" in text
    assert f"Tham số “{CHANGED}”: 2 (ĐÃ THAY ĐỔI; theo bộ tiêu chí: 1)" in text
    assert f"cchc_rules {cr.__version__}" in text


@pytest.mark.parametrize("form", ["data.json", "bulk.csv"])
def test_a_changed_parameter_is_warned_of(results, form):
    """On the terminal, before the results, by each engine."""
    assert f"“{CHANGED}”: 2 (ĐÃ THAY ĐỔI; theo bộ tiêu chí: 1)" in results(*FORMS[form])[1]


def test_a_decision_says_what_it_was_reached_under():
    """`to_dict` has ruleset, version, digest, date and parameters, a changed one beside the ruleset's value."""
    ruleset = cr.load("quan-12-2022")
    program = cr.compile(ruleset, "staff", parameters={"registration-deadline": date(2022, 5, 6)})
    plain = cr.evaluate(program, {}, as_of=date(2022, 12, 15)).to_dict()
    assert {"id": ruleset.id, "version": ruleset.version, "digest": ruleset.digest} == plain["ruleset"]
    changed = {"value": "2022-05-06", "ruleset_value": "2022-05-05"}
    assert (changed, "2022-12-15") == (plain["parameters"]["registration-deadline"], plain["as_of"])
    assert ["value"] == list(plain["parameters"]["report-deadline"])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_explanation_that_misses_the_date_names_no_option(language):
    """The date of assessment is no fact of a file: a letter says who states it, and no option of a command."""
    program = cr.compile(cr.load("quan-12-2022"), "agency")
    told = str(cr.explain(cr.evaluate(program, {"report_submitted": False}), language))
    said = {"vi": "Ngày xét: do cơ quan xét ấn định", "en": "Date of assessment: to be set by those who decide"}
    assert said[language] in told and "--" not in told
