"""The command `new`: a campaign begun from another one, nothing of it moved in silence."""

from __future__ import annotations

import re

import pytest

from cchc_rules.cli import exit_code
from cchc_rules.language.campaign_copy import copy_campaign
from cchc_rules.language.documents.folders import find_shipped_root
from cchc_rules.language.lint.linter import lint
from cchc_rules.language.loader import list_shipped, load, load_text, load_with_places

FLOW = """
language: 1
id: small
version: 3.1.4
title: {vi: Thi đua năm 2021, en: Emulation of 2021}
issuer: {vi: Phường, en: Ward}
decides: eligibility
sources:
  call:
    title: {vi: Thông báo, en: Notice}
    clauses:
      a: {at: Mục 1, says: {vi: có kế hoạch, en: a plan}}
      b:
        compared: true
        at: Mục 2
        says: {vi: trước 31/12/2021, en: before 31 December 2021}
categories:
  office:
    title: {vi: Phòng, en: Office}
    facts:
      plan_2021: {type: boolean, label: {vi: Có kế hoạch, en: Has a plan}}
    criteria:
      - {id: plan, title: {vi: Kế hoạch, en: Plan}, source: [call/a, call/b], require: plan_2021}
"""


@pytest.mark.parametrize("id", list_shipped())
def test_a_copy_of_every_campaign_loads_and_decides_as_it_did(tmp_path, id, capsys):
    """Its cases hold, its clauses are all marked, and `check` warns of each; nothing but the names has changed."""
    target = tmp_path / "copy"
    assert 0 == exit_code(["new", "copy-2031", "--from", id, "--year", "2031", "-o", str(target)])
    before, after = load(id), load_with_places(target / "ruleset.yaml")
    clauses = [clause for source in before.sources for clause in source.clauses]
    assert len(clauses) == [one.code for one in lint(after)].count("clause-not-compared")
    assert ("copy-2031", "0.1.0") == (after.ruleset.id, after.ruleset.version)
    assert before.categories == after.ruleset.categories
    assert before.parameters == after.ruleset.parameters
    assert 0 == exit_code(["test", str(target)])
    capsys.readouterr()


def test_every_figure_of_the_file_is_listed():
    """Each line that holds a digit outside of ids, places of clauses and versions is named, names with a year too."""
    text = (find_shipped_root() / "quan-12-2022" / "ruleset.yaml").read_text(encoding="utf-8")
    made = copy_campaign(text, "a", id="b", year=2023)
    listed = {one.line for one in made.figures}
    asides = re.compile(r"^\s*(?:#|(?:- )?(?:id|at|source|version|language):|[\w-]+:$|at: )")
    lines = [
        number
        for number, line in enumerate(made.text.splitlines(), start=1)
        if re.search("[0-9]", line.partition(" #")[0]) and not asides.match(line) and number not in listed
    ]
    assert [] == [made.text.splitlines()[number - 1] for number in lines]


def test_clauses_in_both_layouts_are_marked_and_figures_stay():
    """Flow and block clauses alike, one marked before too; only the title takes the new year."""
    made = copy_campaign(FLOW, "a", id="large", year=2022)
    assert 2 == made.text.count("compared: false")
    ruleset = load_text(made.text)
    assert "Thi đua năm 2022" == ruleset.title.vi
    assert "trước 31/12/2021" == ruleset.sources[0].clauses[1].says.vi
    found = {figure for one in made.figures for figure in one.found}
    assert {"2022", "31/12/2021", "31", "2021"} == found
    assert [("plan_2021", ("2021",))] == [(one.text, one.found) for one in made.figures if "plan" in one.text][:1]


def test_a_clause_that_is_compared_is_the_clause_it_was():
    """`compared: true` changes no digest; `false` does, for it is not the same file any more."""
    plain = FLOW.replace("        compared: true\n", "")
    assert load_text(FLOW).digest == load_text(plain).digest
    assert load_text(FLOW).digest != load_text(FLOW.replace("compared: true", "compared: false")).digest


def test_a_folder_that_is_there_is_left_alone(tmp_path, capsys):
    """Nothing is overwritten; an id nobody can load by, or the old one, is refused."""
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "a.txt").write_text("x", encoding="utf-8")
    asked = ["--from", "quan-12-2022", "--year", "2023"]
    assert 2 == exit_code(["new", "there", *asked, "-o", str(tmp_path / "there")])
    assert ["a.txt"] == [one.name for one in (tmp_path / "there").iterdir()]
    for id in ("quan-12-2022", "Quận 12"):
        assert 2 == exit_code(["new", id, *asked, "-o", str(tmp_path / "x")])
        assert "new-id" in capsys.readouterr().err
