"""The documents as a site: built without a warning, every link leads somewhere, nothing is asked of elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest

from tests.machine import require
from tests.pages import ROOT


class Links(HTMLParser):
    """What a page leads to or loads, the places in it that can be led to, and its language."""

    def __init__(self, text):
        super().__init__()
        self.links, self.loaded, self.places, self.language = [], [], {""}, ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Notes what the tag leads to."""
        given = dict(attrs)
        self.places.add(given.get("id") or "")
        self.language = given["lang"] if tag == "html" else self.language
        self.links += [given[key] for key in ("href", "src") if given.get(key)]
        if tag in ("script", "img", "iframe", "link", "source") and given.get("rel") != "alternate":
            self.loaded += [given[key] for key in ("href", "src") if given.get(key)]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site as `make docs` builds it, and its pages by path."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False
    )
    assert 0 == done.returncode, done.stderr
    return folder, {path: Links(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.html"))}


def test_every_link_of_the_site_resolves(site):
    """Each link of each page, of the theme and the navigation too, is a file, and its anchor a place in that file."""
    folder, pages = site
    lost = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            there = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            anchored = not parts.fragment or there not in pages or unquote(parts.fragment) in pages[there].places
            if not parts.scheme and not (there.is_file() and anchored):
                lost.append(f"{path.relative_to(folder)}: {link}")
    assert [] == lost
    assert len(pages) > 200


def test_nothing_comes_from_elsewhere(site):
    """No page and no style loads a script, a style, a font or a picture of another address."""
    folder, pages = site
    assert [] == [one for page in pages.values() for one in page.loaded if urlsplit(one).scheme or one.startswith("//")]
    styles = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.css"))
    assert [] == re.findall(r"""@import|url\(["']?(?:https?:)?//[^)]*""", styles)


def test_a_page_is_framed_in_its_language(site):
    """What the theme says, the first page and the way to the twin are those of the page's language."""
    folder, pages = site
    for path, page in pages.items():
        own = path.relative_to(folder).as_posix()
        assert ("vi" if own.startswith("docs/vi/") or ".vi." in own else "en") == page.language, own
    vietnamese = pages[folder / "docs" / "vi" / "how-to" / "choose.html"]
    assert {"../../how-to/choose.html", "../index.html", "../tutorial.html"} <= {*vietnamese.links}
    assert "../../../index.html" not in vietnamese.links
    assert "docs/vi/index.html" in pages[folder / "index.html"].links


def test_the_search_runs_where_the_site_is_opened_as_files(site, tmp_path):
    """A Vietnamese question is answered without a server, in Vietnamese."""
    folder, _ = site
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000", "--dump-dom")
    address = f"{(folder / 'docs' / 'vi' / 'index.html').as_uri()}?q=ni%C3%AAm%20phong"
    command = [require("chromium"), *options, f"--user-data-dir={tmp_path / 'browser'}", address]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    assert re.search(r'md-search-result__meta">[0-9]+ tài liệu liên quan', shown)
    assert re.search(r'href="file:[^"]*/docs/vi/[^"]*" class="md-search-result__link"', shown)
