"""Hooks of ``mkdocs.yml``: the pages of the site, and the language each is framed in.

The site mirrors the work tree: a page lies where its source lies, and so do the files that pages link to. No link is
rewritten, and MkDocs says of each whether it leads to something (``--strict`` makes that an error).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[2]
EXAMPLES = "tests/diagnostics/"
CARRIED = ("*.md", "LICENSE", "docs/**/*.md", "docs/**/*.svg", "examples/**/*", "rulesets/**/*", f"{EXAMPLES}*.md")
"""What of the work tree is on the site: the documents, and what they lead to."""
LANGUAGES = {"en": ("English", "README.md"), "vi": ("Tiếng Việt", "docs/vi/README.md")}
"""The section of the navigation and the first page of each language."""
VIETNAMESE = "docs/vi/"
_FENCE = re.compile(r"^(```+)(\w+) +(\S+)[^\n]*$", re.MULTILINE)


def carried() -> Iterator[str]:
    """The path of every file of the work tree that is on the site, in one order everywhere."""
    found = {path for pattern in CARRIED for path in ROOT.glob(pattern) if path.is_file()}
    yield from sorted(path.relative_to(ROOT).as_posix() for path in found if "__pycache__" not in path.parts)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The files of ``docs/site`` and of the theme, and those of the work tree."""
    for path in carried():
        files.append(File(path, str(ROOT), config.site_dir, use_directory_urls=False))
    return files


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Leaves out the page for what is not found: it would have to know the address the site is served at."""
    config.theme.static_templates.discard("404.html")
    return config


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """The page with the file that an example is for as the title of its block; tests read more there.

    The examples of problems are left out of the search: each repeats a whole ruleset.
    """
    if page.file.src_uri.startswith(EXAMPLES):
        page.meta["search"] = {"exclude": True}
    return _FENCE.sub(_title_fence, markdown)


def _title_fence(fence: re.Match[str]) -> str:
    ticks, kind, name = fence.groups()
    return f'{ticks}{kind} title="{name}"' if "." in name else f"{ticks}{kind}"


def language_of(path: str) -> str:
    """The language a page is written in, by where it lies or how it is called."""
    return "vi" if path.startswith(VIETNAMESE) or path.endswith(".vi.md") else "en"


def twins_of(path: str) -> tuple[str, ...]:
    """Where the page in the other language may lie: beside it under another name, or below ``docs/vi``."""
    if path.endswith((".vi.md", ".en.md")):
        stem = path[: -len(".vi.md")]
        return (f"{stem}.en.md", f"{stem}.md") if path.endswith(".vi.md") else (f"{stem}.vi.md",)
    own = path.removeprefix(VIETNAMESE)
    if own != path:
        return (own,) if own == "README.md" else (f"docs/{own}",)
    return (f"{path.removesuffix('.md')}.vi.md", VIETNAMESE + path.removeprefix("docs/"))


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Frames the page in its language: words of the theme, navigation, where the other language is said to be.

    The theme reads all three from the configuration when it renders, one page after the other.
    """
    path = page.file.src_uri
    language = language_of(path)
    config.theme["language"] = language
    known = {one.src_uri: one.url for one in context["pages"]}
    (other,) = (one for one in LANGUAGES if one != language)
    twin = next((one for one in twins_of(path) if one in known), LANGUAGES[other][1])
    config.extra["homepage"] = known[LANGUAGES[language][1]]
    config.extra["alternate"] = [
        {"name": LANGUAGES[one][0], "lang": one, "link": known[at]} for one, at in ((language, path), (other, twin))
    ]
    (section,) = (one for one in nav.items if isinstance(one, Section) and one.title == LANGUAGES[language][0])
    context["nav"] = Navigation(section.children, nav.pages)
    return context
