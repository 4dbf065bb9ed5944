"""The picture of a decision: each criterion by its outcome in word, mark and colour, and all of it readable aloud."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from xml.etree import ElementTree

import docx
import pytest

import cchc_rules as cr
from cchc_rules.cli import exit_code
from cchc_rules.decisions.pictures.outcome_tree import LOOKS, WIDE, build_tree, draw_decision, walk_tree
from cchc_rules.decisions.pictures.text_widths import width_of
from cchc_rules.decisions.pictures.tree_drawing import INK, PALE
from cchc_rules.evaluation import decide
from cchc_rules.phrases import phrase
from tests.properties.drawing import candidates, parsed, programs

SVG = "{http://www.w3.org/2000/svg}"
FACTS = {
    "id": "A1", "name": 'Phường "<b>&', "has_plan": True, "emulation_launched": False, "indexed_annually": False,
    "staff_count": 55, "staff_following_code": 54,
    "initiatives": [{"title": "Một cửa", "registered_on": "2022-04-01", "lawful": True, "effective": False}],
}  # fmt: skip


@pytest.fixture(scope="module")
def decision():
    """An office that is refused, with criteria of every outcome."""
    program = cr.compile(cr.load("quan-12-2022"), "agency")
    return cr.evaluate(program, FACTS, as_of=date(2022, 12, 15))


def brightness(colour):
    """The relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """How far two colours stand apart, from 1 to 21."""
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_colours_stand_apart_and_nothing_is_said_by_colour_alone():
    """Texts have 4.5 to 1 on their ground, edges 3 to 1 on white; each outcome has a mark or dashes of its own."""
    for ground, edge, _, _ in LOOKS.values():
        assert min(contrast(text, ground) for text in (INK, PALE, edge)) >= 4.5
        assert contrast(edge, "#ffffff") >= 3
    assert all(one[2:] != other[2:] for one, other in combinations(LOOKS.values(), 2))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_picture_says_each_criterion_with_its_outcome(decision, language):
    """The title is the verdict, the description has every criterion in order, so have the texts drawn; no script."""
    text = draw_decision(decision, language)
    assert text == draw_decision(decision, language) == cr.draw_decision(decision, language)
    root = ElementTree.fromstring(text)
    assert {f"{SVG}{tag}" for tag in ("title", "desc", "rect", "text", "path", "circle")} == {one.tag for one in root}
    assert not {"style", "class", "id", "href", "onload"} & {name for one in root.iter() for name in one.attrib}
    title, said = root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text.splitlines()
    assert title.startswith('Phường "<b>& (A1): ') and said[0].startswith(title)
    told = said[1:]
    order = [one for finding in decision.findings for one in (finding, *finding.members)]
    assert len(order) == len(told)
    for finding, line in zip(order, told, strict=True):
        word = phrase(f"outcome.{finding.outcome.value}", language)
        assert f"{finding.title.within(language)}: {word[:1].upper()}{word[1:]}" in line
    marks = [one for one in root if one.tag == f"{SVG}circle"]
    assert len(marks) == len(order) + 1


def test_a_drawn_text_stays_in_its_box(decision):
    """No line is wider than the box it stands in."""
    root = ElementTree.fromstring(draw_decision(decision))
    edges = [float(one.get("x")) + float(one.get("width")) for one in root.iter(f"{SVG}rect") if one.get("x")]
    for one in root.iter(f"{SVG}text"):
        width = width_of(one.text, float(one.get("font-size")), bold=one.get("font-weight") == "bold")
        assert float(one.get("x")) + width <= min(edges) + 0.5
    assert WIDE == float(root.get("width"))


def test_every_decision_has_a_picture():
    """Generated rulesets, members however deep, scores and grades: a box a place of the tree, well-formed."""
    drawn = 0
    for given, program in programs(range(300, 312)):
        for raw, as_of in candidates(given, 2):
            made = decide(program, parsed(program, raw).candidate, as_of=as_of)
            root = ElementTree.fromstring(draw_decision(made, "en"))
            boxes = sum(1 for _ in walk_tree(build_tree(made, "en")))
            assert boxes == sum(1 for one in root.iter(f"{SVG}rect") if one.get("rx"))
            drawn += 1
    assert drawn > 15


def test_explain_and_letters_have_the_picture(tmp_path, capsys, monkeypatch, decision):
    """`explain --format svg` is the picture, the page has it in it, the letter has its places with their colours."""
    path = tmp_path / "facts.csv"
    path.write_text("id,name,promotes_models,reports_harassment\nP1,Báo A,không,có\n", encoding="utf-8")
    asked = ["explain", "hcmc-emulation-2020", "press", str(path), "--id", "P1"]
    program = cr.compile(cr.load("hcmc-emulation-2020"), "press")
    row = {"id": "P1", "name": "Báo A", "promotes_models": False, "reports_harassment": True}
    picture = draw_decision(cr.evaluate(program, row))
    assert 0 == exit_code([*asked, "--format", "svg"])
    assert picture == capsys.readouterr().out
    assert 0 == exit_code([*asked, "--format", "html"])
    assert picture in capsys.readouterr().out
    assert 0 == exit_code([*asked, "-o", str(tmp_path / "letter.docx")])
    lines = docx.Document(str(tmp_path / "letter.docx")).paragraphs
    told = next(one for one in lines if one.text.startswith("✗ 1. "))
    assert "Không đạt" in told.text and LOOKS["unmet"][0][1:] in told._p.xml
