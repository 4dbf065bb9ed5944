"""The generated pages on campaigns: up to date, the same bytes each time, pictures that need nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

import cchc_rules as cr
from cchc_rules.cli import exit_code
from cchc_rules.decisions.pictures.text_widths import width_of, wrap_text
from cchc_rules.language.loader import list_shipped
from cchc_rules.pages.campaign_page import campaign_files
from cchc_rules.phrases import LANGUAGES, phrase
from tests.generation.programs import sample

FOLDER = Path(__file__).parents[1] / "docs" / "campaigns"
SMALL = Path(__file__).parent / "cli" / "given" / "small" / "ruleset.yaml"
SCORED = FOLDER.parents[1] / "examples" / "scored_campaign"
SVG = "{http://www.w3.org/2000/svg}"
PICTURES = sorted(FOLDER.glob("*.svg"))


def made() -> dict[str, str]:
    """Every file of every shipped ruleset's page, made anew."""
    return {name: text for id in list_shipped() for name, text in campaign_files(cr.load(id)).items()}


def test_no_page_is_stale():
    """Each page and picture is what its ruleset gives now; if this fails, run `make pages`."""
    stale = [
        name for name, text in made().items() if not (FOLDER / name).exists() or (FOLDER / name).read_text() != text
    ]
    assert [] == stale


def test_no_page_is_left_over():
    """The folder holds no page of a ruleset or category that is gone."""
    example = campaign_files(cr.load(SCORED))
    assert {*made(), *example} == {path.name for path in FOLDER.iterdir()}


def test_a_page_is_the_same_each_time():
    """Two loads of a ruleset give equal bytes."""
    assert campaign_files(cr.load("quan-12-2022")) == campaign_files(cr.load("quan-12-2022"))


def test_the_command_writes_the_pages(tmp_path, capsys):
    """`cchc-rules pages` makes the folder and writes the page and the pictures of the ruleset named."""
    assert 0 == exit_code(["pages", "quan-12-2022", "-o", str(tmp_path / "new"), "--readme", "../rulesets/"])
    written = {path.name: path.read_text() for path in (tmp_path / "new").iterdir()}
    assert campaign_files(cr.load("quan-12-2022"), readme="../rulesets") == written
    assert "" == capsys.readouterr().out


def test_a_parameter_without_a_value_has_a_page_too():
    """Nothing can be compiled then, so the page says what has to be given and leaves conditions out."""
    text = SMALL.read_text().replace("value: 1, ", "", 1)
    pages = campaign_files(cr.load_text(text))
    assert "phải nhập khi xét" in pages["small.vi.md"]
    assert "to be given" in pages["small.en.md"]


@pytest.mark.parametrize("start", range(3000, 3060, 20))
def test_any_ruleset_has_a_page(start):
    """Whatever a ruleset is made of, tables among it, its page names every definition."""
    for seed in range(start, start + 20):
        ruleset = cr.load_text(sample(seed).text)
        page = "".join(campaign_files(ruleset).values())
        assert [] == [one.name for one in ruleset.categories[0].definitions if f"`{one.name}`" not in page], seed


LED_TO = re.compile(r"\[`[^`]*`\]\(#([^)]*)\)")
PLACE = re.compile(r'<a id="([^"]*)"></a>')


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", [*list_shipped(), SCORED])
def test_a_page_names_everything(id, language):
    """Every criterion, fact, clause, parameter and scale is on the page, and the README it links to is there."""
    ruleset = cr.load(id)
    page = (FOLDER / f"{ruleset.id}.{language}.md").read_text()
    names = [one.ref for source in ruleset.sources for one in source.clauses]
    names += [one.name for one in ruleset.parameters] + [one.id for one in ruleset.scales]
    for category in ruleset.categories:
        names += [one.id for one in category.findings_order()] + [one.name for one in category.facts]
    assert [] == [name for name in names if f"`{name}`" not in page]
    assert (FOLDER / re.search(r"\]\(([^)]*README\.md)\)", page).group(1)).exists()
    assert set() == {*LED_TO.findall(page)} - {*PLACE.findall(page)}
    assert len({*PLACE.findall(page)}) == len(PLACE.findall(page))


def row_of(page, place):
    """The line of a page that has a place, as the places it leads to."""
    (line,) = (line for line in page.splitlines() if f'<a id="{place}"></a>' in line)
    return LED_TO.findall(line)


def test_clauses_criteria_and_facts_lead_to_one_another():
    """From a clause to its criterion, from there to its facts, definitions written out, and from a fact back."""
    page = campaign_files(cr.load("quan-12-2022"))["quan-12-2022.en.md"]
    assert "criterion.agency.registered-in-time" in row_of(page, "clause.announcement/deadline-1")
    assert ["fact.agency.initiatives.registered_on", "clause.announcement/deadline-1"] == row_of(
        page, "criterion.agency.registered-in-time"
    )
    assert "criterion.agency.registered-in-time" in row_of(page, "fact.agency.initiatives.registered_on")
    scored = campaign_files(cr.load(SCORED))["digital-wards-2026.en.md"]
    assert ["fact.ward.digitised", "clause.sheet/part-2"] == row_of(scored, "result.ward.total.digitised")
    assert ["result.ward.total.digitised"] == row_of(scored, "fact.ward.digitised")
    assert "result.ward.total" in LED_TO.findall(scored)


def test_a_page_speaks_one_language():
    """Titles of criteria, labels and the words of the page are those of its language, on pictures too."""
    ruleset = cr.load("quan-12-2022")
    files = campaign_files(ruleset)
    for category in ruleset.categories:
        words = [category.title, *(one.title for one in category.criteria)]
        for language, other in (LANGUAGES, LANGUAGES[::-1]):
            drawn = files[f"{ruleset.id}-{category.id}.{language}.svg"]
            text = files[f"{ruleset.id}.{language}.md"] + " ".join(re.findall(r"<title>(.*)</title>", drawn))
            assert [] == [one for one in words if one.within(language) not in text or one.within(other) in text]
            assert phrase("picture.verdict", other) not in drawn


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_is_plain_svg(path):
    """A picture is well-formed and holds shapes and text only: no script, style, link, font or image."""
    root = ElementTree.parse(path).getroot()
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {"svg", "title", "rect", "path", "text"}
    assert ["http://www.w3.org/2000/svg"] == re.findall(r'https?://[^"]*', path.read_text())


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_text_stays_inside_the_picture(path):
    """No line of text is wider than the box it stands in, and no box leaves the picture."""
    root = ElementTree.parse(path).getroot()
    width, height = float(root.get("width")), float(root.get("height"))
    boxes = [{key: float(one.get(key, 0)) for key in ("x", "y", "width", "height")} for one in root.iter(f"{SVG}rect")]
    assert all(box["x"] + box["width"] <= width and box["y"] + box["height"] <= height for box in boxes)
    for text in root.iter(f"{SVG}text"):
        x, y = float(text.get("x")), float(text.get("y"))
        long = width_of(text.text, float(text.get("font-size")), bold=text.get("font-weight") == "bold")
        inside = [box for box in boxes if box["x"] < x < x + long <= box["x"] + box["width"] and box["y"] < y]
        assert inside, text.text


def test_text_breaks_at_spaces():
    """A line is broken where it gets too wide; a percent sign stays with its number, a long word on its own line."""
    assert ["Tỷ lệ hài", "lòng từ", "80\N{NO-BREAK SPACE}% trở", "lên"] == wrap_text(
        "Tỷ lệ hài lòng từ 80 % trở lên", 60, 13
    )
    assert ["một", "rất-là-dài-dòng", "từ"] == wrap_text("một rất-là-dài-dòng từ", 40, 13)
