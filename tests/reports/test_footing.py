"""The footing: from each form alone one reads back what its results were reached under."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256

import pytest

import cchc_rules as cr
from cchc_rules.cli import exit_code

CHANGED = "Số sáng kiến tối thiểu"


@pytest.fixture
def results(tmp_path, monkeypatch):
    """Writes the results of a small campaign under a changed parameter and a date to a file of some ending."""
    from tests.cli.test_commands import HERE

    monkeypatch.chdir(HERE / "given")
    monkeypatch.setenv("CCHC_RULESETS", ".")
    monkeypatch.delenv("CCHC_LANG", raising=False)
    lists = ["--list", "initiatives=initiatives.csv", "--param", "least=2", "--as-of", "15/12/2022"]

    def write(ending):
        path = tmp_path / f"results{ending}"
        assert 1 == exit_code(["evaluate", "small", "office", "offices.csv", *lists, "-o", str(path)])
        return path

    return write


def stated():
    """What every form has to say: id, version and digest, date, the parameter both ways, file and hash."""
    ruleset = cr.load("small")
    return {ruleset.id, ruleset.version, ruleset.digest, hash_of("offices.csv"), hash_of("initiatives.csv")}


def hash_of(name):
    """The SHA-256 of a file."""
    with open(name, "rb") as handle:
        return sha256(handle.read()).hexdigest()


def read_document(path):
    """All texts of a report or of a printed page."""
    import docx
    import openpyxl

    match path.suffix:
        case ".docx":
            return "\n".join(one.text for one in docx.Document(str(path)).paragraphs)
        case ".xlsx":
            cells = openpyxl.load_workbook(path)["Tổng hợp"].iter_rows(values_only=True)
            return "\n".join(str(cell) for row in cells for cell in row if cell)
        case _:
            return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("ending", [".html", ".docx", ".xlsx", ".txt"])
def test_a_report_says_what_it_was_reached_under(results, ending):
    """Ruleset, version, digest, date, the changed parameter beside the ruleset's value, files with their hashes."""
    text = " ".join(read_document(results(ending)).split())
    assert set() == {one for one in stated() if one not in text}
    assert "Ngày xét: 15/12/2022" in text
    assert f"Tham số “{CHANGED}”: 2 (ĐÃ THAY ĐỔI; theo bộ tiêu chí: 1)" in text
    assert f"cchc_rules {cr.__version__}" in text


@pytest.mark.parametrize("ending", [".json", ".parquet"])
def test_data_carries_its_footing(results, ending):
    """As a part of the document, or in the metadata of the file."""
    import polars as pl

    path = results(ending)
    found = json.loads(path.read_text() if ending == ".json" else pl.read_parquet_metadata(path)["cchc_rules"])
    ruleset = cr.load("small")
    assert {"id": ruleset.id, "version": ruleset.version, "digest": ruleset.digest} == found["ruleset"]
    assert {"value": 2, "ruleset_value": 1} == found["parameters"]["least"]
    assert ("2022-12-15", cr.__version__) == (found["as_of"], found["tool"]["version"])
    assert [hash_of("offices.csv"), hash_of("initiatives.csv")] == [one["sha256"] for one in found["sources"]]


def test_a_changed_parameter_is_warned_of(results, capsys):
    """On the terminal, before the results."""
    results(".json")
    assert f"“{CHANGED}”: 2 (ĐÃ THAY ĐỔI; theo bộ tiêu chí: 1)" in capsys.readouterr().err


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
def test_an_explanation_that_misses_the_date_says_how_it_is_given(language):
    """The date of assessment is no fact of a file: the option that gives it is named."""
    program = cr.compile(cr.load("quan-12-2022"), "agency")
    told = str(cr.explain(cr.evaluate(program, {"report_submitted": False}), language))
    assert "--as-of 15/12/2022" in told


def test_files_of_millions_warn_of_a_changed_parameter_too(tmp_path, monkeypatch, capsys):
    """The columns engine says it as the direct one does."""
    from tests.cli.test_commands import HERE

    monkeypatch.setenv("CCHC_RULESETS", ".")
    monkeypatch.chdir(HERE / "given")
    monkeypatch.delenv("CCHC_LANG", raising=False)
    asked = ["evaluate", "small", "office", "offices.csv", "--engine", "columns", "--param", "least=2"]
    exit_code([*asked, "-o", str(tmp_path / "out.csv")])
    assert f"“{CHANGED}”: 2 (ĐÃ THAY ĐỔI; theo bộ tiêu chí: 1)" in capsys.readouterr().err
