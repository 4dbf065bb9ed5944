"""Blocks of a delimited file end at a number of lines or of characters, whichever comes first; nothing is lost."""

from __future__ import annotations

import pytest

from cchc_rules.bulk import csv as delimited
from cchc_rules.bulk.csv import open_delimited
from cchc_rules.intake.headers import HeaderWords
from cchc_rules.intake.reader import read_rows
from cchc_rules.problems import ProblemsError
from tests.intake.sheets import program

WORDS = HeaderWords(program().category)


@pytest.mark.parametrize("quote", ["", '"'])
def test_long_lines_make_short_blocks(tmp_path, monkeypatch, quote):
    """A block takes few lines when they are long, so that memory is bounded by characters, not by lines."""
    monkeypatch.setattr(delimited, "LARGEST_BLOCK", 1_000)
    monkeypatch.setattr(delimited, "STRETCH", 2)
    source = tmp_path / "a.csv"
    rows = [f"A{number},{quote}{'x' * (400 if number < 10 else 1)}{quote}" for number in range(40)]
    source.write_text("\n".join(["Mã,Nhận xét", *rows]) + "\n", encoding="utf-8")
    blocks = list(open_delimited(source, WORDS).blocks())
    heights = [block.height for block in blocks]
    assert [4, 4] == heights[:2]
    assert 20 < heights[2]
    assert [f"A{number}" for number in range(40)] == [id for block in blocks for id in block["0"]]
    assert list(range(2, 42)) == [row for block in blocks for row in block["row"]]


@pytest.mark.parametrize("text", ["", "  \n , \n", ";;\n\n", "\t\n"])
def test_a_file_of_nothing_is_told_alike(tmp_path, text):
    """Separators and space alone are an empty file for both readers."""
    source = tmp_path / "a.csv"
    source.write_text(text)
    told = []
    for read in (lambda: read_rows(source, program().category), lambda: open_delimited(source, WORDS)):
        with pytest.raises(ProblemsError) as caught:
            read()
        told.append([problem.code for problem in caught.value.problems])
    assert [["table-empty"]] * 2 == told
