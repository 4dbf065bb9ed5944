"""Remarks on words of open choices that look like an option written another way."""

from __future__ import annotations

import json

import pytest

import cchc_rules as cr
from cchc_rules.cli import exit_code
from cchc_rules.facts.likeness import Likeness
from tests.generation.bodies import CATEGORY, document, text

OPTIONS = ("Quận 12", "Phường 5", "Huyện Củ Chi", "Thành phố Thủ Đức", "Thị xã Sơn Tây", "Xã An Sơn", "Khu phố A")
ALIKE = {
    "Quận 12": ("Q.12", "Q12", "q 12", "Quận XII", "Q. XII", "District 12", "quận 012", "QUAN XII"),
    "Phường 5": ("P. 5", "P5", "Ward 5", "Phường V", "Phường 05", "P.V"),
    "Huyện Củ Chi": ("H. Củ Chi", "H.Cu Chi", "Củ Chi District", "HCC"),
    "Thành phố Thủ Đức": ("TP Thủ Đức", "TP. Thu Duc", "Thu Duc City", "TPTĐ"),
    "Thị xã Sơn Tây": ("TX Sơn Tây", "Son Tay town"),
    "Xã An Sơn": ("X. An Sơn", "An Son commune"),
}
OTHERS = (
    "Quận 1",
    "Quận 2",
    "Q.1",
    "Quận XI",
    "Phường 15",
    "District 5",
    "Củ Chi",
    "P",
    "Q",
    "Huyện Cần Giờ",
    "Xã Sơn",
    "A",
)
RULESET = {
    "facts": {
        "place": {"type": "choice", "options": list(OPTIONS), "open": True},
        "closed": {"type": "choice", "options": ["Quận 12"]},
        "units": {"type": "list", "items": {"of": {"type": "choice", "options": ["Phường 5"], "open": True}}},
    },
    "criteria": {
        "in": 'place == "Quận 12"',
        "all": 'all(u.of == "Phường 5" for u in units)',
        "c": 'closed == "Quận 12"',
    },
}


def test_words_are_like_an_option_by_abbreviation_number_or_english():
    """Initials, roman figures, noughts in front and English units are seen through; other numbers and names are not."""
    like = Likeness(OPTIONS)
    assert {word: option for option, words in ALIKE.items() for word in words} == {
        word: like.find(word) for words in ALIKE.values() for word in words
    }
    assert [None] * len(OTHERS) == [like.find(word) for word in OTHERS]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_readers_remark_and_decide_as_before(tmp_path, capsys, language):
    """Each word is a warning once, with its rows; options, near spellings and words like none are not remarked on."""
    folder = tmp_path / "places"
    folder.mkdir()
    (folder / "ruleset.yaml").write_text(text(document(RULESET)), encoding="utf-8")
    rows = [
        {"id": "1", "place": "Q. 12", "closed": "Quận 12", "units": [{"of": "P.5"}, {"of": "Phường 5"}]},
        {"id": "2", "place": {"value": "q. 12", "by": "ai"}, "closed": "Q. 12", "units": [{"of": "Phường 6"}]},
        {"id": "3", "place": "Quan 12", "closed": "Quận 12", "units": []},
        {"id": "4", "place": "Quận 7", "closed": "Quận 12", "units": []},
    ]
    (tmp_path / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    program = cr.compile(cr.load(folder), CATEGORY)
    table = cr.read(program, tmp_path / "rows.json")
    told = [
        (one.code, one.severity, one.where.path, one.fields["word"], one.fields["option"], one.fields["rows"])
        for one in table.problems
    ]
    assert told == [
        ("word-like-option", "warning", "place", "Q. 12", "Quận 12", "1–2"),
        ("word-like-option", "warning", "units.of", "P.5", "Phường 5", "1"),
    ]
    assert "unmet" == cr.evaluate(program, {"place": "Q. 12"})["in"].outcome
    assert 1 == exit_code(["--lang", language, "evaluate", str(folder), CATEGORY, str(tmp_path / "rows.json")])
    printed = capsys.readouterr().err
    assert {
        "vi": "“Q. 12” (dòng 1–2) có thể là lựa chọn “Quận 12”",
        "en": "“Q. 12” (rows 1–2) may be the option “Quận 12”",
    }[language] in printed
