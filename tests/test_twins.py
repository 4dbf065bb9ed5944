"""A Vietnamese page says what its English twin says: the same parts, the same examples, and each leads to the other."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.pages import DOCS, VIETNAMESE, name, twin

PAGES = sorted([*VIETNAMESE.rglob("*.md"), *DOCS.rglob("*.vi.md")])
BLOCKS = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


ENGLISH_ONLY = {
    "adr/*": "decisions, for those who change the program",
    "architecture.md": "how the code is laid out, for those who change it",
    "explanation/scale.md": "what was measured, for engineers; it changes with every measurement",
    "glossary.md": "both languages side by side",
    "reference/python.md": "made from docstrings, which are English",
}
"""Pages without a Vietnamese twin, and why."""


def prose(page: Path) -> str:
    """The page without its blocks of code."""
    return BLOCKS.sub("", page.read_text(encoding="utf-8"))


def examples(page: Path) -> list[tuple[str, str]]:
    """What the reader is to type, in order: blocks but what is printed, without what a translation changes."""
    found = []
    for kind, content in BLOCKS.findall(page.read_text(encoding="utf-8")):
        if kind == "console":
            content = "\n".join(line for line in content.splitlines() if line.startswith("$ "))
        if kind != "text":
            found.append((kind, "" if kind.startswith("markdown") else _plain(content)))
    return found


def _plain(content: str) -> str:
    """The lines of an example without comments, names of cases, headings of results and the language asked for."""
    content = re.sub(r"^export CCHC_LANG=.*\n", "", content, flags=re.MULTILINE)
    content = re.sub(r" --lang (vi|en)\b", "", content)
    content = re.sub(r"[\"'](vi|en)[\"']", "LANGUAGE", content)
    content = re.sub(r"^( *- name:) .*$", r"\1", content, flags=re.MULTILINE)
    content = re.sub(r'\["[^"]*"\]', '["…"]', content)
    return re.sub(r" *#.*$", "", content, flags=re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_leads_to_its_twin_and_back(page):
    """Below its title each names the other, where the other is."""
    for one, other, label in ((page, twin(page), "English"), (twin(page), page, "Tiếng Việt")):
        there = Path(os.path.relpath(other, one.parent)).as_posix()
        assert f"[{label}]({there})" == one.read_text(encoding="utf-8").splitlines()[2]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_has_the_parts_of_its_twin(page):
    """As many headings of each rank, in the same order."""
    ranks = [re.findall(r"^#+ ", prose(one), re.MULTILINE) for one in (twin(page), page)]
    assert ranks[0] == ranks[1]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_has_the_examples_of_its_twin(page):
    """What is typed is the same, whatever is printed."""
    assert examples(twin(page)) == examples(page)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_the_links_of_a_page_lead_somewhere(page):
    """Every relative link is a file or folder."""
    assert [] == [link for link in LINK.findall(prose(page)) if not (page.parent / link).exists()]


def test_every_page_has_a_twin_or_a_reason():
    """Whoever reads Vietnamese finds every page, but for those that say why they are English only."""
    english = [path for path in DOCS.rglob("*.md") if path not in PAGES]
    alone = [path.relative_to(DOCS) for path in english if twin(path) not in PAGES]
    assert [] == [path for path in alone if not any(path.match(pattern) for pattern in ENGLISH_ONLY)]
    assert [] == [pattern for pattern in ENGLISH_ONLY if not any(path.match(pattern) for path in alone)]
    assert VIETNAMESE / "README.md" in PAGES


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_vietnamese_page_leads_to_vietnamese_pages(page):
    """Where the page it leads to has a twin, it leads to the twin; its own is the only English one of such."""
    led_to = [(page.parent / link).resolve() for link in LINK.findall(prose(page)) if link.endswith(".md")]
    known = {twin(one).resolve() for one in PAGES} - {twin(page).resolve()}
    assert [] == [name(one) for one in led_to if one in known]
