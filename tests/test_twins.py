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


def test_there_is_a_readme_in_vietnamese():
    """The pages above are not none."""
    assert VIETNAMESE / "README.md" in PAGES
