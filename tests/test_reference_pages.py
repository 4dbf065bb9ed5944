"""The reference pages made from the program are up to date, and links between the documents lead somewhere."""

from __future__ import annotations

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
DOCUMENTS = sorted([*DOCS.rglob("*.md"), *DOCS.parent.glob("*.md"), *DOCS.parent.glob("examples/*/*.md")])
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"(?<!`)\]\((?!https?:|#)([^)#\s]+)")


def generated() -> dict[str, str]:
    """The pages as `docs/generate.py` writes them now."""
    spec = spec_from_file_location("docs_generate", DOCS / "generate.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.pages()


def test_no_reference_page_is_stale():
    """Codes, commands, Python and the example's campaign are described as they are; if this fails, run `make pages`."""
    there = {path.relative_to(DOCS).as_posix(): path for path in DOCS.rglob("*.*") if path.is_file()}
    stale = [name for name, text in generated().items() if name not in there or there[name].read_text() != text]
    assert [] == stale


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(DOCS.parent).as_posix())
def test_links_lead_somewhere(path):
    """Every relative link of a document names a file that is there."""
    targets = LINK.findall(FENCED.sub("", path.read_text()))
    assert [] == [target for target in targets if not (path.parent / target).exists()]
